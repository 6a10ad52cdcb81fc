"use client";

import type { IndexedHoldback } from "@tallystick/sdk/indexer/instrumentFields";
import { lots, receivable } from "@tallystick/sdk/indexer/instruments";
import {
  holdbackDue,
  keptByHoldback,
  settleHoldback,
  withdrawFromHoldback,
} from "@tallystick/sdk/instruments/holdback";
import { claimOf, proceedsOf } from "@tallystick/sdk/instruments/receivableState";
import { numberText } from "@tallystick/sdk/instruments/terms";
import { balanceOf } from "@tallystick/sdk/market/token";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { type Address, isAddressEqual } from "viem";
import { Amount, useMoney } from "@/components/amount";
import { ProblemNotice } from "@/components/problem-notice";
import { QueryState } from "@/components/query-state";
import { Button, Facts } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { formatDate, shortHex } from "@/lib/format";
import { useIndexer, useReader } from "@/lib/reader";
import { useActing } from "@/lib/tx/use-acting";
import { useChainClock } from "@/lib/use-chain-now";
import { Party } from "../../shared/party";
import { receivablePath } from "../../shared/paths";
import { StatusBadge } from "../../shared/status-badge";
import { usePercent } from "../words";
import { sharingOf } from "./sharing";

/** All that an advance stands on: the claim as the indexer knows it, and what the chain says is due and is there. */
function useAdvance(row: IndexedHoldback, account: Address) {
  const reader = useReader();
  const indexer = useIndexer();
  const { now, isKnown } = useChainClock();
  const { chainId } = reader.network;
  const { holdback, lot: id, token, financier, seller } = row;
  return useQuery({
    queryKey: ["advance", chainId, holdback, account],
    enabled: isKnown,
    refetchInterval: 15_000,
    queryFn: async () => {
      const [terms, found, due, forFinancier, forSeller, balance, proceeds] = await Promise.all([
        receivable(indexer, chainId, row.receivable, { now }),
        lots(indexer, chainId, { ids: [id], now }, { limit: 1 }),
        holdbackDue(reader, holdback),
        keptByHoldback(reader, holdback, financier, token),
        keptByHoldback(reader, holdback, seller, token),
        balanceOf(reader, token, holdback),
        proceedsOf(reader, holdback, token),
      ]);
      // The lot is gone once all of it was collected, and another's once an endorser took it up.
      const [lot] = found.items;
      const held = terms && lot ? await claimOf(reader, terms, lot.inner) : undefined;
      const claim = held && isAddressEqual(held.holder, holdback) ? held : undefined;
      const there = balance - forFinancier - forSeller + proceeds + (claim?.paid ?? 0n);
      const kept = isAddressEqual(account, financier) ? forFinancier : forSeller;
      return { terms, inner: lot?.inner, open: claim?.open ?? 0n, due, kept, there };
    },
  });
}

/** One advance: what is due to whom, and what can be done about it. */
export function AdvanceCard(props: { row: IndexedHoldback; account: Address }) {
  const { t, locale } = useLanguage();
  const { row, account } = props;
  const { token } = row;
  const money = useMoney(token);
  const percent = usePercent();
  const { run, busy, problem } = useActing();
  const found = useAdvance(row, account);
  const advance = found.data;
  if (!advance) {
    return (
      <li className="card p-5">
        <QueryState query={found} />
      </li>
    );
  }
  const { terms, inner, open, due, kept, there } = advance;
  const ifPaid = sharingOf(open + there, due);
  const settle = () =>
    run(() => ({
      title: { key: "quotes.txSettle" },
      calls: terms && inner ? [settleHoldback(row.holdback, { terms, inner })] : [],
    }));
  const fetch = () =>
    run(() => ({ title: { key: "quotes.txFetch" }, calls: [withdrawFromHoldback(row.holdback, token, account)] }));
  return (
    <li className="card grid gap-4 p-5">
      <p className="flex flex-wrap items-center gap-3 font-semibold">
        <Link href={receivablePath(row.receivable)} className="link">
          {t("quotes.lotOf", { number: terms ? (numberText(terms.number) ?? shortHex(terms.number)) : "…" })}
        </Link>
        {terms ? <StatusBadge status={terms.status} /> : null}
      </p>
      <Facts
        rows={[
          [t("quotes.asFinancier"), <Party key="financier" account={row.financier} />],
          [t("quotes.asSeller"), <Party key="seller" account={row.seller} />],
          [
            t("quotes.advanced"),
            <span key="advanced">
              <Amount value={row.advance} token={token} />, {formatDate(row.startedAt, locale)},{" "}
              {t("quotes.atRate", { rate: percent(row.rateBps), fee: money(row.fee) })}
            </span>,
          ],
          [t("quotes.stillOpen"), <Amount key="open" value={open} token={token} />],
          [
            t("quotes.dueFinancier"),
            <span key="due">
              <Amount value={due.principal + due.charges} token={token} className="font-semibold" />{" "}
              <span className="text-sm text-muted">
                ({t("quotes.ofIt", { principal: money(due.principal), charges: money(due.charges) })})
              </span>
            </span>,
          ],
          [
            t("quotes.forSeller"),
            <span key="rest">
              <Amount value={ifPaid.toSeller} token={token} className="font-semibold" />{" "}
              <span className="text-sm text-muted">({t("quotes.forSellerHint")})</span>
            </span>,
          ],
          [
            t("quotes.received"),
            t("quotes.receivedOf", { financier: money(row.toFinancier), seller: money(row.toSeller) }),
          ],
          [t("quotes.there"), <Amount key="there" value={there} token={token} />],
        ]}
      />
      {there > 0n ? (
        <p>
          {t("quotes.wouldShare", {
            financier: money(sharingOf(there, due).toFinancier),
            seller: money(sharingOf(there, due).toSeller),
          })}
        </p>
      ) : null}
      <ProblemNotice problem={problem} />
      <div className="flex flex-wrap items-center gap-3">
        <Button look="primary" busy={busy} disabled={there === 0n || !terms || !inner} onClick={() => void settle()}>
          {t("quotes.settle")}
        </Button>
        <p className="text-sm text-muted">{t(there > 0n ? "quotes.settleHint" : "quotes.nothingThere")}</p>
      </div>
      {kept > 0n ? (
        <div className="flex flex-wrap items-center gap-3">
          <p>
            {t("quotes.kept")}: <Amount value={kept} token={token} className="font-semibold" />
          </p>
          <Button small busy={busy} onClick={() => void fetch()}>
            {t("quotes.fetch")}
          </Button>
        </div>
      ) : null}
    </li>
  );
}
