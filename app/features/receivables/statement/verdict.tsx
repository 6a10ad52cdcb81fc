"use client";

import { receivable } from "@tallystick/sdk/indexer/instruments";
import { faceOf, type ReceivableTerms, receivableId } from "@tallystick/sdk/instruments/terms";
import { deployed, type Network } from "@tallystick/sdk/networks";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { Amount } from "@/components/amount";
import { useAppConfig, useNetwork } from "@/components/config";
import { QueryState } from "@/components/query-state";
import { Empty, Facts, Notice } from "@/components/ui";
import { useHash } from "@/components/use-hash";
import { useLanguage } from "@/i18n/context";
import { formatTime } from "@/lib/format";
import { useIndexer, useReaderOf } from "@/lib/reader";
import { packTerms, unpackTerms } from "../shared/packed";
import { receivablePath } from "../shared/paths";
import { proveTerms } from "../shared/prove";
import { StatusBadge } from "../shared/status-badge";
import { TermsView } from "../shared/terms-view";

/** Takes the terms from the address, or else from the indexer, and asks the chain whether they are the registered ones. */
export function Verdict(props: { id: bigint }) {
  const { t } = useLanguage();
  const { id } = props;
  const hash = useHash().slice(1);
  const { networks } = useAppConfig();
  const packed = unpackTerms(hash);
  if (hash !== "" && !packed) return <Empty title={t("receivables.verifyNoTerms")} />;
  if (!packed) return <FromIndexer id={id} />;
  const network = networks.find(({ chainId }) => chainId === packed.chainId);
  if (!network) return <Empty title={t("receivables.verifyOtherChain", { chain: String(packed.chainId) })} />;
  return <Proof id={id} terms={packed.terms} network={network} from="address" />;
}

function FromIndexer(props: { id: bigint }) {
  const { t } = useLanguage();
  const { id } = props;
  const network = useNetwork();
  const indexer = useIndexer();
  const told = useQuery({
    queryKey: ["verify-terms", network.chainId, String(id)],
    queryFn: async () => (await receivable(indexer, network.chainId, id)) ?? null,
  });
  if (told.data === null) return <Empty title={t("receivables.verifyNoTerms")} />;
  if (!told.data) return <QueryState query={told} />;
  return <Proof id={id} terms={told.data} network={network} from="indexer" />;
}

function Proof(props: { id: bigint; terms: ReceivableTerms; network: Network; from: "address" | "indexer" }) {
  const { t, locale } = useLanguage();
  const { id, terms, network, from } = props;
  const reader = useReaderOf(network);
  const proof = useQuery({
    queryKey: ["verify", String(id), packTerms({ chainId: network.chainId, terms })],
    queryFn: async () => {
      const [proved, block] = await Promise.all([proveTerms(reader, id, terms), reader.client.getBlock()]);
      return { proved, block: block.number, time: Number(block.timestamp) };
    },
    refetchInterval: 15_000,
  });
  if (!proof.data) return <QueryState query={proof} />;
  const { proved, block, time } = proof.data;
  if (!proved) {
    const isOther = receivableId(network.chainId, deployed(network).receivables, terms) !== id;
    return (
      <Notice tone="bad" title={t("receivables.verifyBad")} role="alert">
        {t(isOther ? "receivables.verifyOtherId" : "receivables.verifyBadLead")}
      </Notice>
    );
  }
  return (
    <div className="grid gap-6">
      <Notice tone="good" title={t("receivables.verifyGood")} role="status">
        <p>{t("receivables.verifyGoodLead")}</p>
        <p>{t(`receivables.verifyFrom_${from}`)}</p>
      </Notice>
      <section aria-labelledby="now" className="card p-5">
        <h2 id="now" className="mb-3 flex flex-wrap items-center gap-3 text-lg">
          {network.name} <StatusBadge status={proved.status} />
        </h2>
        <p className="mb-3">{t(`receivables.is_${proved.status}`)}</p>
        <Facts
          rows={[
            [t("receivables.face"), <Amount key="face" value={faceOf(terms)} token={terms.token} />],
            [t("receivables.open"), <Amount key="open" value={proved.due.principal} token={terms.token} />],
            [t("receivables.interest"), <Amount key="interest" value={proved.due.interest} token={terms.token} />],
          ]}
        />
        <p className="mt-3 text-sm text-muted">
          {t("receivables.verifyBlock", { n: block, time: formatTime(time, locale) })}
        </p>
      </section>
      <section aria-labelledby="terms" className="card p-5">
        <h2 id="terms" className="mb-3 text-lg">
          {t("receivables.terms")}
        </h2>
        <TermsView terms={terms} isWhole />
      </section>
      <Link href={receivablePath(id)} className="link">
        {t("receivables.toReceivable")}
      </Link>
    </div>
  );
}
