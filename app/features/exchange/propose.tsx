"use client";

import { listDatasets } from "@tallystick/sdk/indexer/market";
import { deskOf, randomNonce } from "@tallystick/sdk/market/deskDomain";
import { dealTypedData, type Side } from "@tallystick/sdk/market/exchange";
import { segmentBits } from "@tallystick/sdk/market/terms";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { type Address, isAddress } from "viem";
import { CheckField, SelectField } from "@/components/fields";
import { ProblemNotice } from "@/components/problem-notice";
import { ShareLink } from "@/components/share-link";
import { SignedWords } from "@/components/signed-words";
import { Button, Notice, TextField } from "@/components/ui";
import { type Summary, useSummary } from "@/components/use-summary";
import { useLanguage } from "@/i18n/context";
import type { HandedDeal } from "@/lib/handed";
import { useIndexer, useReader, useSign } from "@/lib/reader";
import { useSigning } from "@/lib/use-signing";
import { dealKey, proposedDeals } from "./deal-store";
import { DealWords } from "./deal-words";

const twoWeeks = 14 * 86_400;

/** The id in what was typed: an id, or the address of a page about it. */
function datasetIn(text: string): bigint | undefined {
  const found = /0x[0-9a-fA-F]{64}(?![0-9a-fA-F])/.exec(text)?.[0];
  return found ? BigInt(found) : undefined;
}

function faultIn(text: string, found: bigint | undefined, selfish: boolean) {
  if (selfish) return "exchange.ownToo" as const;
  return text && found === undefined ? ("market.badId" as const) : undefined;
}

/** Proposes a right to one's own data set for a right to somebody else's. */
export function Propose(props: { account: Address }) {
  const { account } = props;
  const { t } = useLanguage();
  const reader = useReader();
  const indexer = useIndexer();
  const queries = useQueryClient();
  const sign = useSign();
  const { run, busy, problem } = useSigning();
  const [mine, setMine] = useState("");
  const [theirs, setTheirs] = useState("");
  const [days, setDays] = useState("90");
  const [forEver, setForEver] = useState(false);
  const [handed, setHanded] = useState<HandedDeal>();
  const { chainId } = reader.network;
  const owned = useQuery({
    queryKey: ["owned", chainId, account],
    queryFn: () => listDatasets(indexer, chainId, { owner: account, limit: 100 }),
  });
  const options = (owned.data?.items ?? []).map(({ id, manifest }) => ({
    value: id as string,
    label: manifest?.title ?? id.slice(0, 12),
  }));
  const own = datasetIn(mine || (options[0]?.value ?? ""));
  const other = datasetIn(theirs);
  const ownSummary = useSummary(own);
  const otherSummary = useSummary(other);
  const goodDays = forEver || isDays(days);
  const side = (owner: string | undefined, dataset: bigint | undefined, summary: Summary | undefined) =>
    sideOf(owner, dataset, summary, forEver ? 0 : Number(days) * 86_400);
  const first = side(account, own, ownSummary);
  const second = side(otherSummary?.owner, other, otherSummary);
  const selfish = second?.owner.toLowerCase() === account.toLowerCase();
  const fault = faultIn(theirs, other, selfish);
  const draft = first && second && goodDays && !selfish ? { first, second } : undefined;

  if (handed) return <Proposed handed={handed} />;

  function submit(event: FormEvent) {
    event.preventDefault();
    void run(async () => {
      if (!draft) return;
      const { desk } = deskOf(reader);
      const { timestamp } = await reader.client.getBlock();
      const deal = { ...draft, nonce: randomNonce(), deadline: Number(timestamp) + twoWeeks };
      const signature = await sign(dealTypedData(chainId, desk, deal));
      const made: HandedDeal = { kind: "deal", chainId, deal, signature };
      await proposedDeals.put(dealKey(made), made).catch(() => undefined);
      setHanded(made);
      await queries.invalidateQueries({ queryKey: ["deals-proposed"] });
    });
  }

  if (owned.data && options.length === 0) return <Notice className="mt-4">{t("exchange.nothingOwned")}</Notice>;
  return (
    <form onSubmit={submit} aria-label={t("exchange.proposeOne")} className="card mt-4 grid gap-4 p-5">
      <p className="max-w-2xl text-sm text-muted">{t("exchange.proposeLead")}</p>
      <div className="grid gap-3 sm:grid-cols-2">
        <SelectField
          label={t("exchange.mine")}
          value={mine || (options[0]?.value ?? "")}
          options={options}
          onChange={setMine}
        />
        <TextField
          label={t("exchange.theirs")}
          hint={t("exchange.theirsHint")}
          placeholder="0x…"
          spellCheck={false}
          value={theirs}
          onChange={(event) => setTheirs(event.target.value)}
          error={fault && t(fault)}
        />
      </div>
      <TimeFields days={days} forEver={forEver} onDays={setDays} onForEver={setForEver} />
      {draft ? (
        <>
          <DealWords deal={{ ...draft, nonce: 0n, deadline: 0 }} account={account} />
          <SignedWords>{t("exchange.signs")}</SignedWords>
        </>
      ) : null}
      <ProblemNotice problem={problem} />
      <div className="flex justify-end">
        <Button type="submit" look="primary" busy={busy} disabled={!draft}>
          {t("exchange.sign")}
        </Button>
      </div>
    </form>
  );
}

function Proposed(props: { handed: HandedDeal }) {
  const { t } = useLanguage();
  return (
    <div className="card mt-4 grid gap-4 p-5">
      <Notice tone="good" role="status">
        {t("exchange.signed")}
      </Notice>
      <ShareLink handed={props.handed} label={t("exchange.link")} hint={t("exchange.linkHint")} />
    </div>
  );
}

const isDays = (text: string) => /^[1-9]\d{0,3}$/.test(text);

function TimeFields(props: {
  days: string;
  forEver: boolean;
  onDays: (days: string) => void;
  onForEver: (forEver: boolean) => void;
}) {
  const { t } = useLanguage();
  return (
    <div className="grid items-end gap-3 sm:grid-cols-2">
      {props.forEver ? null : (
        <TextField
          label={t("exchange.days")}
          inputMode="numeric"
          value={props.days}
          onChange={(event) => props.onDays(event.target.value)}
          error={isDays(props.days) ? undefined : t("publish.badNumber")}
        />
      )}
      <CheckField label={t("common.forever")} checked={props.forEver} onChange={props.onForEver} />
    </div>
  );
}

/** The whole of a data set, from its newest version on. */
function sideOf(
  owner: string | undefined,
  dataset: bigint | undefined,
  summary: Summary | undefined,
  duration: number,
): Side | undefined {
  if (dataset === undefined || !owner || !isAddress(owner, { strict: false }) || !summary?.files.length)
    return undefined;
  const segments = segmentBits(summary.files.map((_, i) => i));
  return { owner, dataset, duration, segments, fromVersion: summary.versions, laterVersions: true };
}
