"use client";

import type { BillLotPlace } from "@tallystick/sdk/bills/billQuotes";
import { billActionsOf, billClaim } from "@tallystick/sdk/bills/billState";
import {
  buybackDue,
  isBuybackTaken,
  keptByBuyback,
  presentByBuyback,
  protestByBuyback,
  settleBuyback,
  takeFromBuyback,
  withdrawFromBuyback,
} from "@tallystick/sdk/bills/buybacks";
import { repurchaseLot } from "@tallystick/sdk/bills/repos";
import type { IndexedRepo } from "@tallystick/sdk/indexer/bills";
import { proceedsOf } from "@tallystick/sdk/instruments/receivableState";
import { balanceOf } from "@tallystick/sdk/market/token";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { Address } from "viem";
import { Amount, useMoney } from "@/components/amount";
import { ProblemNotice } from "@/components/problem-notice";
import { QueryState } from "@/components/query-state";
import { Badge, Button, Facts } from "@/components/ui";
import { usePercent } from "@/features/receivables/quotes/words";
import { Party } from "@/features/receivables/shared/party";
import { useLanguage } from "@/i18n/context";
import { approvalFor } from "@/lib/approval";
import { shortHex } from "@/lib/format";
import { useContracts, useReader } from "@/lib/reader";
import type { Call } from "@/lib/tx/types";
import { useActing } from "@/lib/tx/use-acting";
import { useChainNow } from "@/lib/use-chain-now";
import { dayAt, formatDay } from "../../shared/dates";
import { billPath, wordOf } from "../../shared/paths";
import { canTake, repoStateOf } from "./repo-state";

/** All that a repo stands on, as the chain says. */
function useRepo(row: IndexedRepo, account: Address) {
  const reader = useReader();
  const { buyback, buyer, seller, bill, inner } = row;
  const { token } = bill;
  return useQuery({
    queryKey: ["repo", reader.network.chainId, buyback, account],
    refetchInterval: 15_000,
    queryFn: async () => {
      const [claim, due, isTaken, forBuyer, forSeller, balance, proceeds, acts] = await Promise.all([
        billClaim(reader, bill, inner),
        buybackDue(reader, buyback),
        isBuybackTaken(reader, buyback),
        keptByBuyback(reader, buyback, buyer, token),
        keptByBuyback(reader, buyback, seller, token),
        balanceOf(reader, token, buyback),
        proceedsOf(reader, buyback, token),
        billActionsOf(reader, bill, inner, buyback),
      ]);
      const wasReturned = row.end === "returned";
      const state = repoStateOf({ buyback, seller, isTaken, wasReturned, holder: claim.holder });
      const there = balance - forBuyer - forSeller + proceeds + (state === "held" ? claim.paid : 0n);
      const kept = account.toLowerCase() === buyer.toLowerCase() ? forBuyer : forSeller;
      return { state, due: due.principal + due.charges, charges: due.charges, there, kept, acts, dueAt: claim.dueAt };
    },
  });
}

const tones = { held: "wood", back: "brand", taken: "plain", gone: "plain" } as const;

/** One sale with buy-back: what is due today, and what can be done about it. */
export function OpenRepoCard({ row, account }: { row: IndexedRepo; account: Address }) {
  const { t, locale } = useLanguage();
  const percent = usePercent();
  const found = useRepo(row, account);
  const { bill, price, worth, rateBps, lastDay } = row;
  const { token } = bill;
  const money = useMoney(token);
  const repo = found.data;
  if (!repo) {
    return (
      <li className="card p-5">
        <QueryState query={found} />
      </li>
    );
  }
  const { state, due, charges, there } = repo;
  return (
    <li className="card grid gap-4 p-5">
      <p className="flex flex-wrap items-center gap-3 font-semibold">
        <Link href={billPath(bill.id)} className="link">
          {t("billQuotes.lotOf", { number: shortHex(wordOf(bill.id)) })}
        </Link>
        <Badge tone={tones[state]}>{t(`billDesk.repoState_${state}`)}</Badge>
      </p>
      <Facts
        rows={[
          [t("billDesk.repoAs_buyer"), <Party key="buyer" account={row.buyer} />],
          [t("billDesk.repoAs_seller"), <Party key="seller" account={row.seller} />],
          [
            t("billDesk.repoPrice"),
            t("billDesk.repoPriceOf", { price: money(price), worth: money(worth), rate: percent(rateBps) }),
          ],
          [t("billDesk.lastDay"), formatDay(lastDay, locale)],
          [t("billDesk.billDue"), formatDay(dayAt(repo.dueAt), locale)],
          ...(state === "held"
            ? [
                [
                  t("billDesk.dueToday"),
                  <span key="due">
                    <Amount value={due} token={token} className="font-semibold" />{" "}
                    <span className="text-sm text-muted">
                      ({t("billDesk.ofInterest", { charges: money(charges) })})
                    </span>
                  </span>,
                ] as const,
              ]
            : []),
          ...(there > 0n ? [[t("quotes.there"), <Amount key="there" value={there} token={token} />] as const] : []),
        ]}
      />
      <RepoActs row={row} account={account} repo={repo} />
    </li>
  );
}

type Repo = NonNullable<ReturnType<typeof useRepo>["data"]>;

function RepoActs({ row, account, repo }: { row: IndexedRepo; account: Address; repo: Repo }) {
  const { t } = useLanguage();
  const reader = useReader();
  const { repos } = useContracts();
  const { run, busy, problem } = useActing();
  const now = useChainNow();
  const { bill, buyback, inner, buyer, lastDay } = row;
  const { token } = bill;
  const { state, due, there, kept, acts } = repo;
  const money = useMoney(token);
  const place: BillLotPlace = { face: bill, inner };
  const isBuyer = account.toLowerCase() === buyer.toLowerCase();
  const act = (title: "txSettle" | "txTake" | "txPresent" | "txProtest" | "txFetch", call: Call) =>
    void run(() => ({ title: { key: `billDesk.${title}` }, calls: [call] }));
  const buyBack = () =>
    void run(async () => ({
      title: { key: "billDesk.txBuyBack" },
      calls: [
        ...(await approvalFor(reader, { token, account, spender: repos, sum: due })),
        repurchaseLot(repos, place, due),
      ],
    }));
  return (
    <div className="grid gap-3">
      {isBuyer && state === "held" ? <p className="text-sm text-muted">{t("billDesk.takeHint")}</p> : null}
      <ProblemNotice problem={problem} />
      <div className="flex flex-wrap gap-2">
        {state === "held" && !isBuyer ? (
          <Button look="primary" busy={busy} onClick={buyBack}>
            {t("billDesk.buyBack", { amount: money(due) })}
          </Button>
        ) : null}
        {there > 0n ? (
          <Button busy={busy} onClick={() => act("txSettle", settleBuyback(buyback, place))}>
            {t("quotes.settle")}
          </Button>
        ) : null}
        {isBuyer && canTake(state, due, lastDay, dayAt(now)) ? (
          <Button look="danger" busy={busy} onClick={() => act("txTake", takeFromBuyback(buyback, place))}>
            {t("billDesk.take")}
          </Button>
        ) : null}
        {state === "held" && acts.includes("presentForPayment") ? (
          <Button busy={busy} onClick={() => act("txPresent", presentByBuyback(buyback, place))}>
            {t("bills.act_presentForPayment")}
          </Button>
        ) : null}
        {state === "held" && acts.includes("protest") ? (
          <Button busy={busy} onClick={() => act("txProtest", protestByBuyback(buyback, place))}>
            {t("bills.act_protest")}
          </Button>
        ) : null}
        {kept > 0n ? (
          <Button busy={busy} onClick={() => act("txFetch", withdrawFromBuyback(buyback, token, account))}>
            {t("billDesk.fetchKept", { amount: money(kept) })}
          </Button>
        ) : null}
      </div>
    </div>
  );
}
