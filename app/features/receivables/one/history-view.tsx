"use client";

import type { IndexedReceivable } from "@tallystick/sdk/indexer/instrumentFields";
import { lotCollectionsOf, receivableActs, receivablePaymentsOf } from "@tallystick/sdk/indexer/instruments";
import { useQuery } from "@tanstack/react-query";
import { useNameOf } from "@/components/account-field";
import { useMoney } from "@/components/amount";
import { Digest } from "@/components/digest";
import { QueryState } from "@/components/query-state";
import { When } from "@/components/when";
import { useLanguage } from "@/i18n/context";
import { formatDate, shortAddress } from "@/lib/format";
import { useIndexer, useReader } from "@/lib/reader";
import { type Happening, historyOf } from "./history";

/** So many of each kind are told. */
const most = 100;

/** All that happened to a receivable, the newest first; how its parts went on, the tree shows. */
export function HistoryView(props: { receivable: IndexedReceivable; now: number }) {
  const { t } = useLanguage();
  const indexer = useIndexer();
  const { chainId } = useReader().network;
  const { receivable, now } = props;
  const { id } = receivable;
  const found = useQuery({
    queryKey: ["receivable-history", chainId, String(id)],
    queryFn: async () => {
      const choice = { limit: most };
      const [acts, payments, collections] = await Promise.all([
        receivableActs(indexer, chainId, id, choice),
        receivablePaymentsOf(indexer, chainId, id, choice),
        lotCollectionsOf(indexer, chainId, id, choice),
      ]);
      const isCut = [acts, payments, collections].some(({ totalCount }) => totalCount > most);
      return { isCut, happenings: historyOf(acts.items, payments.items, collections.items) };
    },
    refetchInterval: 15_000,
  });
  return (
    <section aria-labelledby="history">
      <h2 id="history" className="mb-3 text-xl">
        {t("receivables.history")}
      </h2>
      <QueryState query={found} />
      <ol className="grid gap-2">
        {found.data?.happenings.map((each, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: one transaction may do several things alike
          <Entry key={`${each.transaction}-${i}`} happening={each} receivable={receivable} now={now} />
        ))}
      </ol>
      {found.data?.isCut ? (
        <p className="mt-2 text-sm text-muted">{t("receivables.readOnlySome", { n: most })}</p>
      ) : null}
    </section>
  );
}

function Entry(props: { happening: Happening; receivable: IndexedReceivable; now: number }) {
  const { t, locale } = useLanguage();
  const nameOf = useNameOf();
  const { happening, receivable, now } = props;
  const money = useMoney(receivable.token);
  const { what, account, amount, dueAt, at, transaction } = happening;
  return (
    <li className="flex flex-wrap items-baseline justify-between gap-x-4 border-b border-line pb-2">
      <span>
        {t(`receivables.did_${what}`, {
          account: nameOf(account) ?? shortAddress(account),
          amount: money(amount ?? 0n),
          due: dueAt === undefined ? "" : formatDate(dueAt, locale),
        })}
      </span>
      <span className="flex flex-wrap items-baseline gap-x-3 text-sm text-muted">
        <When at={at} now={now} short />
        <Digest value={transaction} />
      </span>
    </li>
  );
}
