"use client";

import type { IndexedEvidence, IndexedReceivable } from "@tallystick/sdk/indexer/instrumentFields";
import { evidenceOf } from "@tallystick/sdk/indexer/instruments";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import type { Address } from "viem";
import { Digest } from "@/components/digest";
import { QueryState } from "@/components/query-state";
import { When } from "@/components/when";
import { useLanguage } from "@/i18n/context";
import { useIndexer, useReader } from "@/lib/reader";
import { Party } from "../shared/party";
import { type Stream, streams } from "../shared/status";

/** It brings the contracts' ABIs: loaded for those who are connected. */
const GiveEvidence = dynamic(() => import("./give-evidence").then((module) => module.GiveEvidence), { ssr: false });

const most = 100;

/** The four streams behind a receivable: who gave what, and where one may give himself. */
export function EvidenceBoard(props: { receivable: IndexedReceivable; account: Address | undefined; now: number }) {
  const { t } = useLanguage();
  const indexer = useIndexer();
  const { chainId } = useReader().network;
  const { receivable, account, now } = props;
  const found = useQuery({
    queryKey: ["evidence", chainId, String(receivable.id)],
    queryFn: () => evidenceOf(indexer, chainId, receivable.id, { limit: most }),
    refetchInterval: 15_000,
  });
  const isOpen = receivable.status !== "void" && receivable.status !== "paid";
  return (
    <section aria-labelledby="evidence">
      <h2 id="evidence" className="text-xl">
        {t("receivables.evidence")}
      </h2>
      <p className="mt-1 mb-3 text-sm text-muted">{t("receivables.evidenceLead")}</p>
      <QueryState query={found} />
      {found.data ? (
        <div className="grid gap-4 sm:grid-cols-2">
          {streams.map((stream) => (
            <div key={stream} className="card grid content-start gap-3 p-4">
              <Given stream={stream} entries={found.data.items.filter((each) => each.stream === stream)} now={now} />
              {account && isOpen ? <GiveEvidence terms={receivable} stream={stream} account={account} /> : null}
            </div>
          ))}
        </div>
      ) : null}
      {found.data && found.data.totalCount > most ? (
        <p className="mt-2 text-sm text-muted">{t("receivables.readOnlySome", { n: most })}</p>
      ) : null}
    </section>
  );
}

function Given(props: { stream: Stream; entries: readonly IndexedEvidence[]; now: number }) {
  const { t } = useLanguage();
  const { stream, entries, now } = props;
  return (
    <div>
      <h3 className="font-semibold">{t(`receivables.stream_${stream}`)}</h3>
      <p className="text-sm text-muted">
        {`${t(`receivables.streamIs_${stream}`)} · ${t(`receivables.streamBy_${stream}`)}`}
      </p>
      {entries.length === 0 ? <p className="mt-2">{t("receivables.evidenceNone")}</p> : null}
      <ul className="mt-2 grid gap-2">
        {entries.map(({ evidence, party, at, transaction }) => (
          <li key={`${transaction}-${evidence}`} className="text-sm">
            <Party account={party} plain /> · <When at={at} now={now} short />
            <span className="block">
              <Digest value={evidence} />
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
