"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import Link from "next/link";
import { type ReactNode, useState } from "react";
import { type Address, isAddressEqual, zeroAddress } from "viem";
import { Amount } from "@/components/amount";
import { useNetwork } from "@/components/config";
import { QueryState } from "@/components/query-state";
import { Button, buttonClass, Empty } from "@/components/ui";
import { When } from "@/components/when";
import { ConnectDialog } from "@/features/wallet/connect-dialog";
import { useChainClock, useChainNow } from "@/lib/use-chain-now";
import { Party } from "../../shared/party";
import { offersPath } from "../choice";
import { type ListedAsk, type ListedRequest, type Owed, useMarket } from "../market";
import { useOfferLanguage } from "../offer-language";
import { askOfRow, priceOfAsk } from "../offers";
import { usePercent, useWho } from "../words";
import { BuyDialog } from "./buy-dialog";

const pageSize = 20;

/** What is for sale, and who asks for quotes. */
export function BuyView(props: { account: Address | undefined }) {
  return (
    <>
      <Asks account={props.account} />
      <Requests account={props.account} />
    </>
  );
}

function Asks(props: { account: Address | undefined }) {
  const { account } = props;
  const { t } = useOfferLanguage();
  const { chainId } = useNetwork();
  const { family, asks } = useMarket();
  const { now, isKnown } = useChainClock();
  const [chosen, setChosen] = useState<ListedAsk>();
  const found = useInfiniteQuery({
    queryKey: ["asks", chainId, family],
    enabled: isKnown,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => asks({ alive: true, now }, { limit: pageSize, after: pageParam }),
    getNextPageParam: ({ next }) => next,
    refetchInterval: 15_000,
  });
  const items = found.data?.pages.flatMap((page) => page.items) ?? [];
  const columns = [
    "invoice",
    "debtor",
    "due",
    "open",
    "priceAsked",
    "yearlyYield",
    "recourse",
    "seller",
    "until",
  ] as const;
  return (
    <section aria-labelledby="asks">
      <h2 id="asks" className="text-xl">
        {t("quotes.asks")}
      </h2>
      <p className="mt-1 mb-4 text-sm text-muted">{t("quotes.asksHint")}</p>
      <QueryState query={found} />
      {found.data && items.length === 0 ? <Empty title={t("quotes.noAsks")} /> : null}
      {items.length > 0 ? (
        <Table caption={t("quotes.asks")} columns={columns.map((column) => t(`quotes.${column}`))}>
          {items.map((ask) => (
            <AskRow key={ask.hash} ask={ask} account={account} now={now} onBuy={() => setChosen(ask)} />
          ))}
        </Table>
      ) : null}
      {found.hasNextPage ? (
        <Button small className="mt-3" busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t("quotes.more", { shown: items.length, total: found.data?.pages[0]?.totalCount ?? 0 })}
        </Button>
      ) : null}
      {chosen && account ? (
        <BuyDialog
          offer={{ ask: askOfRow(chosen), signature: "0x" }}
          account={account}
          onClose={() => setChosen(undefined)}
        />
      ) : null}
      <ConnectDialog open={chosen !== undefined && !account} onClose={() => setChosen(undefined)} />
    </section>
  );
}

function AskRow(props: { ask: ListedAsk; account: Address | undefined; now: number; onBuy: () => void }) {
  const { t } = useOfferLanguage();
  const percent = usePercent();
  const who = useWho();
  const { path } = useMarket();
  const { ask, account, now, onBuy } = props;
  // What was paid and not collected comes on top: the dialog, which asks the chain, says how much.
  const claim = { units: ask.lotUnits, open: ask.open, paid: 0n, dueAt: ask.dueBy };
  const price = priceOfAsk(askOfRow(ask), claim, now);
  const isOwn = account !== undefined && isAddressEqual(ask.seller, account);
  const isForAny = isAddressEqual(ask.buyer, zeroAddress);
  const isForOther = !isForAny && (account === undefined || !isAddressEqual(ask.buyer, account));
  return (
    <tr className="border-b border-line last:border-0">
      <NameCell owed={ask} />
      <DebtorCell owed={ask} />
      <td className="px-3 py-2 whitespace-nowrap">
        <When at={ask.dueBy} now={now} short />
      </td>
      <td className="px-3 py-2">{price ? <Amount value={price.worth} token={ask.token} /> : "–"}</td>
      <td className="px-3 py-2 font-semibold">{price ? <Amount value={price.price} token={ask.token} /> : "–"}</td>
      <td className="px-3 py-2 tabular-nums">{percent(price?.yieldBps)}</td>
      <td className="px-3 py-2">{t(ask.kind === "withRecourse" ? "quotes.sellerAnswers" : "quotes.buyersLoss")}</td>
      <td className="px-3 py-2">
        <Party account={ask.seller} plain />
      </td>
      <td className="px-3 py-2 whitespace-nowrap">
        <When at={ask.deadline} now={now} short />
      </td>
      <td className="px-3 py-2 text-right">
        {isOwn ? (
          <Link href={offersPath(path, "sell", ask.lot)} className="link">
            {t("quotes.yours")}
          </Link>
        ) : null}
        {!isOwn && isForOther ? (
          <span className="text-muted">{t("quotes.fromBuyer", { who: who(ask.buyer) })}</span>
        ) : null}
        {!(isOwn || isForOther) && price ? (
          <Button small look="primary" onClick={onBuy}>
            {t("quotes.buy")}
          </Button>
        ) : null}
      </td>
    </tr>
  );
}

function Requests(props: { account: Address | undefined }) {
  const { t } = useOfferLanguage();
  const { chainId } = useNetwork();
  const { family, requests } = useMarket();
  const { now, isKnown } = useChainClock();
  const found = useInfiniteQuery({
    queryKey: ["quote-requests", chainId, family],
    enabled: isKnown,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => requests({ alive: true, now }, { limit: pageSize, after: pageParam }),
    getNextPageParam: ({ next }) => next,
    refetchInterval: 15_000,
  });
  const items = found.data?.pages.flatMap((page) => page.items) ?? [];
  const columns = ["invoice", "debtor", "due", "open", "holder", "until"] as const;
  return (
    <section aria-labelledby="requests">
      <h2 id="requests" className="mb-4 text-xl">
        {t("quotes.requests")}
      </h2>
      <QueryState query={found} />
      {found.data && items.length === 0 ? <Empty title={t("quotes.noRequests")} /> : null}
      {items.length > 0 ? (
        <Table caption={t("quotes.requests")} columns={columns.map((column) => t(`quotes.${column}`))}>
          {items.map((request) => (
            <RequestRow key={`${request.lot}.${request.at}`} request={request} account={props.account} />
          ))}
        </Table>
      ) : null}
      {found.hasNextPage ? (
        <Button small className="mt-3" busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t("quotes.more", { shown: items.length, total: found.data?.pages[0]?.totalCount ?? 0 })}
        </Button>
      ) : null}
    </section>
  );
}

function RequestRow(props: { request: ListedRequest; account: Address | undefined }) {
  const { t } = useOfferLanguage();
  const now = useChainNow();
  const { path } = useMarket();
  const { request, account } = props;
  const isOwn = account !== undefined && isAddressEqual(request.holder, account);
  return (
    <tr className="border-b border-line last:border-0">
      <NameCell owed={request} />
      <DebtorCell owed={request} />
      <td className="px-3 py-2 whitespace-nowrap">
        <When at={request.dueBy} now={now} short />
      </td>
      <td className="px-3 py-2">
        <Amount value={request.open} token={request.token} />
      </td>
      <td className="px-3 py-2">
        <Party account={request.holder} plain />
      </td>
      <td className="px-3 py-2 whitespace-nowrap">
        <When at={request.deadline} now={now} short />
      </td>
      <td className="px-3 py-2 text-right">
        {isOwn ? (
          <Link href={offersPath(path, "sell", request.lot)} className="link">
            {t("quotes.yours")}
          </Link>
        ) : (
          <Link href={offersPath(path, "standing", request.lot)} className={buttonClass("secondary", true)}>
            {t("quotes.makeOffer")}
          </Link>
        )}
      </td>
    </tr>
  );
}

function NameCell({ owed }: { owed: Owed }) {
  return (
    <th scope="row" className="px-3 py-2 text-left font-normal">
      <Link href={owed.path} className="link">
        {owed.name}
      </Link>
    </th>
  );
}

function DebtorCell({ owed }: { owed: Owed }) {
  const { debtorNote } = useMarket();
  return (
    <td className="px-3 py-2">
      <Party account={owed.debtor} plain />
      {debtorNote ? <span className="block">{debtorNote(owed)}</span> : null}
    </td>
  );
}

/** The last column, what may be done, has no heading. */
function Table(props: { caption: string; columns: readonly string[]; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div tabIndex={0} className="card overflow-x-auto">
      <table className="w-full text-sm">
        <caption className="sr-only">{props.caption}</caption>
        <thead>
          <tr className="border-b border-line-strong text-left align-bottom">
            {props.columns.map((column) => (
              <th key={column} scope="col" className="px-3 py-2 font-semibold">
                {column}
              </th>
            ))}
            <td />
          </tr>
        </thead>
        <tbody>{props.children}</tbody>
      </table>
    </div>
  );
}
