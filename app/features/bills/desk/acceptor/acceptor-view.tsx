"use client";

import { type AcceptorRecord, acceptorRecord } from "@tallystick/sdk/bills/acceptors";
import { acceptorNotes } from "@tallystick/sdk/bills/words";
import { type IndexedAcceptor, indexedAcceptor } from "@tallystick/sdk/indexer/bills";
import { useQueries, useQuery } from "@tanstack/react-query";
import { type Address, isAddressEqual } from "viem";
import { Amount, useToken } from "@/components/amount";
import { useTokens } from "@/components/money-field";
import { QueryState } from "@/components/query-state";
import { Empty } from "@/components/ui";
import { Party } from "@/features/receivables/shared/party";
import { useLanguage } from "@/i18n/context";
import { printable } from "@/lib/printable";
import { useIndexer, useReader } from "@/lib/reader";
import { useChainClock } from "@/lib/use-chain-now";
import { AcceptedBills } from "./accepted-bills";

/** How an acceptor has paid, token by token, and the bills that he accepted. */
export function AcceptorView({ acceptor }: { acceptor: Address }) {
  return (
    <div className="grid grid-cols-1 gap-10">
      <p className="text-lg">
        <Party account={acceptor} />
      </p>
      <Records acceptor={acceptor} />
      <AcceptedBills acceptor={acceptor} />
    </div>
  );
}

/** What the indexer counts of all bills that an account accepted, noted or not. */
function useCounted(acceptor: Address) {
  const reader = useReader();
  const indexer = useIndexer();
  const { now, isKnown } = useChainClock();
  const { chainId } = reader.network;
  return useQuery({
    queryKey: ["counted-bills", chainId, acceptor],
    enabled: isKnown,
    queryFn: async () => (await indexedAcceptor(indexer, chainId, acceptor, { now, limit: 50 })).items,
    refetchInterval: 15_000,
  });
}

function Records({ acceptor }: { acceptor: Address }) {
  const { t } = useLanguage();
  const reader = useReader();
  const counted = useCounted(acceptor);
  const all = counted.data ?? [];
  const known = useTokens().map(({ value }) => value);
  const others = all.map(({ token }) => token).filter((token) => !known.some((each) => isAddressEqual(each, token)));
  const records = useQueries({
    queries: [...known, ...others].map((token) => ({
      queryKey: ["acceptor-record", reader.network.chainId, acceptor, token],
      queryFn: async () => ({ token, record: await acceptorRecord(reader, acceptor, token) }),
      refetchInterval: 15_000,
    })),
  });
  const failed = records.find(({ error }) => error);
  const ofAll = (token: Address) => all.find((each) => isAddressEqual(each.token, token));
  const shown = records.flatMap(({ data }) =>
    data && (data.record.accepted.count > 0 || ofAll(data.token)) ? [data] : [],
  );
  const isKnown = records.every(({ data }) => data !== undefined) && !counted.isPending;
  return (
    <section aria-labelledby="record">
      <h2 id="record" className="text-xl">
        {t("billDesk.record")}
      </h2>
      <p className="mt-1 mb-4 max-w-2xl text-sm text-muted">{t("billDesk.recordLead")}</p>
      {failed ? <QueryState query={failed} /> : null}
      {counted.error ? <QueryState query={counted} /> : null}
      {isKnown && shown.length === 0 ? <Empty title={t("billDesk.noRecord")} /> : null}
      <div className="grid grid-cols-1 gap-5">
        {shown.map(({ token, record }) => (
          <RecordTable key={token} token={token} record={record} all={ofAll(token)} />
        ))}
      </div>
    </section>
  );
}

/** What the indexer counts besides. */
const besides = ["open", "overdue"] as const;

/** The record that the chain keeps, beside what the indexer counts of all bills. */
function RecordTable(props: { token: Address; record: AcceptorRecord; all: IndexedAcceptor | undefined }) {
  const { t } = useLanguage();
  const { token, record, all } = props;
  const info = useToken(token);
  const cell = "px-4 py-2 text-right";
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div tabIndex={0} className="card overflow-x-auto">
      <table className="w-full text-sm">
        <caption className="px-4 pt-3 text-left font-semibold">
          {t("billDesk.recordIn", { token: printable(info?.symbol.slice(0, 12) ?? "…") })}
        </caption>
        <thead>
          <tr className="border-b border-line-strong align-bottom">
            <td />
            <th scope="col" colSpan={2} className={`${cell} font-semibold`}>
              {t("billDesk.notedBills")}
            </th>
            <th scope="col" colSpan={2} className={`${cell} font-semibold`}>
              {t("billDesk.allBills")}
            </th>
          </tr>
        </thead>
        <tbody>
          {[...acceptorNotes, ...besides].map((note) => {
            const noted = note === "open" || note === "overdue" ? undefined : record[note];
            return (
              <tr key={note} className="border-b border-line last:border-0">
                <th scope="row" className="px-4 py-2 text-left font-normal">
                  {t(`billDesk.note_${note}`)}
                </th>
                <TallyCells tally={noted} token={token} />
                <TallyCells tally={all?.[note]} token={token} />
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** How many bills, and what they come to. */
function TallyCells(props: { tally: { readonly count: number; readonly sum: bigint } | undefined; token: Address }) {
  const { tally, token } = props;
  const cell = "px-4 py-2 text-right tabular-nums whitespace-nowrap";
  return (
    <>
      <td className={cell}>{tally ? tally.count : "–"}</td>
      <td className={cell}>{tally ? <Amount value={tally.sum} token={token} /> : "–"}</td>
    </>
  );
}
