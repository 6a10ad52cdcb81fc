"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { Address } from "viem";
import { Amount } from "@/components/amount";
import { useNetwork } from "@/components/config";
import { QueryState } from "@/components/query-state";
import { Button, buttonClass, Empty } from "@/components/ui";
import { When } from "@/components/when";
import { useChainClock } from "@/lib/use-chain-now";
import type { Go } from "@/lib/use-in-address";
import { Party } from "../../shared/party";
import { type LotChoice, offersPath } from "../choice";
import { useMarket } from "../market";
import { useOfferLanguage } from "../offer-language";
import { SellLot } from "./sell-lot";

interface Props {
  readonly account: Address;
  readonly choice: LotChoice;
  readonly go: Go;
}

/** What an account can sell; one of its lots, once it is chosen. */
export function SellView(props: Props) {
  const { lot } = props.choice;
  return lot === undefined ? <OwnLots account={props.account} /> : <SellLot key={String(lot)} {...props} id={lot} />;
}

const pageSize = 20;
const columns = ["invoice", "debtor", "due", "open"] as const;

function OwnLots(props: { account: Address }) {
  const { account } = props;
  const { t } = useOfferLanguage();
  const { chainId } = useNetwork();
  const { family, path, lots } = useMarket();
  const { now, isKnown } = useChainClock();
  const found = useInfiniteQuery({
    queryKey: ["lots-to-sell", chainId, family, account],
    enabled: isKnown,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => lots(account, now, { limit: pageSize, after: pageParam }),
    getNextPageParam: ({ next }) => next,
    refetchInterval: 30_000,
  });
  const items = found.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section aria-labelledby="own-lots">
      <h2 id="own-lots" className="text-xl">
        {t("quotes.ownLots")}
      </h2>
      <p className="mt-1 mb-4 text-sm text-muted">{t("quotes.ownLotsLead")}</p>
      <QueryState query={found} />
      {found.data && items.length === 0 ? (
        <Empty title={t("quotes.noLots")}>
          <p>{t("quotes.noLotsHint")}</p>
        </Empty>
      ) : null}
      {items.length > 0 ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <div tabIndex={0} className="card overflow-x-auto">
          <table className="w-full text-sm">
            <caption className="sr-only">{t("quotes.ownLots")}</caption>
            <thead>
              <tr className="border-b border-line-strong text-left">
                {columns.map((column) => (
                  <th key={column} scope="col" className="px-4 py-2 font-semibold">
                    {t(`quotes.${column}`)}
                  </th>
                ))}
                <td />
              </tr>
            </thead>
            <tbody>
              {items.map((lot) => (
                <tr key={String(lot.id)} className="border-b border-line last:border-0">
                  <th scope="row" className="px-4 py-2 text-left font-normal">
                    {lot.name}
                  </th>
                  <td className="px-4 py-2">
                    <Party account={lot.debtor} plain />
                  </td>
                  <td className="px-4 py-2 whitespace-nowrap">
                    <When at={lot.dueBy} now={now} short />
                  </td>
                  <td className="px-4 py-2">
                    <Amount value={lot.open} token={lot.token} />
                  </td>
                  <td className="px-4 py-2 text-right">
                    <Link href={offersPath(path, "sell", lot.id)} className={buttonClass("secondary", true)}>
                      {t("quotes.compare")}
                    </Link>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
      {found.hasNextPage ? (
        <Button small className="mt-3" busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t("quotes.more", { shown: items.length, total: found.data?.pages[0]?.totalCount ?? 0 })}
        </Button>
      ) : null}
    </section>
  );
}
