"use client";

import { plainChoices } from "@tallystick/sdk/governance/choice";
import { ballotsOf } from "@tallystick/sdk/indexer/governance";
import type { IndexedBallot } from "@tallystick/sdk/indexer/governanceFields";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { AddressText } from "@/components/address";
import { useNetwork } from "@/components/config";
import { SelectField } from "@/components/fields";
import { Power, usePowerText } from "@/components/power";
import { ProblemNotice } from "@/components/problem-notice";
import { QueryState } from "@/components/query-state";
import { Badge, Button, Empty } from "@/components/ui";
import { When } from "@/components/when";
import { saveBlob } from "@/features/library/save";
import { usePersonaName } from "@/features/wallet/persona";
import { useLanguage } from "@/i18n/context";
import { printable } from "@/lib/printable";
import { useIndexer } from "@/lib/reader";
import { useSigning } from "@/lib/use-signing";
import type { Every } from "./use-proposal";
import { votesCsv } from "./votes-csv";

const pageSize = 20;
const supports = ["", "1", "0", "2", "255"] as const;
type Support = (typeof supports)[number];

/** Who voted what and why, by weight or by time. */
export function Votes(props: { id: bigint; now: number; every: Every }) {
  const { t } = useLanguage();
  const { chainId } = useNetwork();
  const indexer = useIndexer();
  const { id, now } = props;
  const [support, setSupport] = useState<Support>("");
  const [orderBy, setOrderBy] = useState<"weight" | "castAt">("weight");
  const found = useInfiniteQuery({
    queryKey: ["ballots", chainId, String(id), support, orderBy],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      ballotsOf(indexer, chainId, id, {
        orderBy,
        support: support === "" ? undefined : Number(support),
        limit: pageSize,
        after: pageParam,
      }),
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
    refetchInterval: props.every,
  });
  const ballots = found.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <section aria-labelledby="votes">
      <div className="mb-3 flex flex-wrap items-end justify-between gap-4">
        <h2 id="votes" className="text-xl">
          {t("governance.votes")}
        </h2>
        <SaveVotes id={id} />
      </div>
      <div className="mb-4 grid gap-4 sm:grid-cols-2">
        <SelectField
          label={t("governance.filterChoice")}
          value={support}
          options={supports.map((value) => ({ value, label: choiceLabel(value, t) }))}
          onChange={setSupport}
        />
        <SelectField
          label={t("governance.order")}
          value={orderBy}
          options={[
            { value: "weight", label: t("governance.orderWeight") },
            { value: "castAt", label: t("governance.orderTime") },
          ]}
          onChange={setOrderBy}
        />
      </div>
      <QueryState query={found} />
      {found.data && ballots.length === 0 ? <Empty title={t("governance.noBallots")} /> : null}
      <ol className="grid gap-3">
        {ballots.map((ballot) => (
          <Vote key={ballot.voter} ballot={ballot} now={now} />
        ))}
      </ol>
      {found.hasNextPage ? (
        <Button className="mt-4" busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t("governance.more")}
        </Button>
      ) : null}
    </section>
  );
}

const choiceLabel = (support: Support, t: ReturnType<typeof useLanguage>["t"]) =>
  support === "" ? t("governance.allChoices") : t(`governance.side_${plainChoices[Number(support)] ?? "split"}`);

const tones = { for: "brand", against: "danger", abstain: "plain", split: "wood" } as const;

function Vote(props: { ballot: IndexedBallot; now: number }) {
  const { t } = useLanguage();
  const power = usePowerText();
  const { ballot, now } = props;
  const name = usePersonaName(ballot.voter);
  const side = plainChoices[ballot.support] ?? "split";
  return (
    <li className="border-b border-line pb-3">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <AddressText address={ballot.voter} label={name} />
        <Badge tone={tones[side]}>{t(`governance.side_${side}`)}</Badge>
        <Power value={ballot.weight} className="font-semibold" />
        <span className="ml-auto text-sm text-muted">
          {t(`governance.way_${ballot.way}`)} · <When at={ballot.changedAt} now={now} short />
        </span>
      </p>
      {side === "split" ? (
        <p className="mt-1 text-sm text-muted">
          {t("governance.splitParts", {
            for: power(ballot.forVotes),
            against: power(ballot.againstVotes),
            abstain: power(ballot.abstainVotes),
          })}
        </p>
      ) : null}
      {ballot.changes > 0 ? (
        <p className="mt-1 text-sm text-muted">{t("governance.changed", { n: ballot.changes })}</p>
      ) : null}
      {ballot.reason ? (
        <blockquote className="mt-1.5 max-w-prose break-words whitespace-pre-line">
          {printable(ballot.reason.slice(0, 2_000))}
        </blockquote>
      ) : null}
    </li>
  );
}

/** So many votes are saved at most. */
const mostSaved = 200_000;

function SaveVotes(props: { id: bigint }) {
  const { t } = useLanguage();
  const { chainId } = useNetwork();
  const indexer = useIndexer();
  const { run, busy, problem } = useSigning();
  const save = async () => {
    const all: IndexedBallot[] = [];
    let after: string | undefined;
    do {
      const page = await ballotsOf(indexer, chainId, props.id, { limit: 1_000, after });
      all.push(...page.items);
      after = page.next;
    } while (after !== undefined && all.length < mostSaved);
    saveBlob(new Blob([votesCsv(all)]), `votes-${String(props.id).slice(0, 8)}.csv`);
  };
  return (
    <div>
      <Button small busy={busy} onClick={() => void run(save)}>
        {t("governance.saveVotes")}
      </Button>
      <ProblemNotice problem={problem} className="mt-2" />
    </div>
  );
}
