"use client";

import { ballotsBy } from "@tallystick/sdk/indexer/governance";
import { delegationsOf, delegatorsOf, memberDetail, powerPoints } from "@tallystick/sdk/indexer/members";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { type ReactNode, useId } from "react";
import type { Address } from "viem";
import { useNameOf } from "@/components/account-field";
import { AddressText } from "@/components/address";
import { Amount } from "@/components/amount";
import { QueryState } from "@/components/query-state";
import { Facts } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { formatTime, shortHex } from "@/lib/format";
import { useContracts, useIndexer, useReader } from "@/lib/reader";
import { More } from "./more";
import { PowerChart } from "./power-chart";
import { useGrowing } from "./use-growing";

/** What the indexer tells of a member: lists for looking, never for deciding. */
export function MemberActivity(props: { account: Address }) {
  return (
    <>
      <Participation {...props} />
      <PowerHistory {...props} />
      <Delegators {...props} />
      <Votes {...props} />
      <Delegations {...props} />
    </>
  );
}

function Section(props: { title: string; children: ReactNode; wide?: boolean }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className={`card p-5 sm:p-6 ${props.wide ? "lg:col-span-2" : ""}`}>
      <h2 id={id} className="mb-3 text-xl">
        {props.title}
      </h2>
      {props.children}
    </section>
  );
}

function Participation({ account }: { account: Address }) {
  const { t, locale } = useLanguage();
  const indexer = useIndexer();
  const { chainId } = useReader().network;
  const found = useQuery({
    queryKey: ["member", chainId, account],
    queryFn: async () => (await memberDetail(indexer, chainId, account)) ?? null,
  });
  const member = found.data;
  return (
    <Section title={t("delegates.participation")}>
      <QueryState query={found} />
      {member === null ? <p className="text-muted">{t("delegates.neverMember")}</p> : null}
      {member ? (
        <Facts
          rows={[
            [t("delegates.votes"), t("delegates.took", { voted: member.voted, seen: member.seen })],
            [t("delegates.votesCast"), String(member.votesCast)],
            [t("delegates.proposalsMade"), String(member.proposalsMade)],
            [t("delegates.delegators"), String(member.delegators)],
            [t("delegates.since"), formatTime(member.firstAt, locale)],
            ...(member.lastVotedAt === undefined
              ? []
              : [[t("delegates.lastVoted"), formatTime(member.lastVotedAt, locale)] as const]),
          ]}
        />
      ) : null}
    </Section>
  );
}

function PowerHistory({ account }: { account: Address }) {
  const { t } = useLanguage();
  const indexer = useIndexer();
  const { chainId } = useReader().network;
  const found = useQuery({
    queryKey: ["power-points", chainId, account],
    queryFn: () => powerPoints(indexer, chainId, account, { limit: 200 }),
  });
  return (
    <Section title={t("delegates.history")}>
      <QueryState query={found} />
      {found.data ? <PowerChart points={found.data.items} /> : null}
    </Section>
  );
}

function Delegators({ account }: { account: Address }) {
  const { t } = useLanguage();
  const indexer = useIndexer();
  const { chainId } = useReader().network;
  const { tallyToken } = useContracts();
  const nameOf = useNameOf();
  const { limit, grow } = useGrowing(20);
  const found = useQuery({
    queryKey: ["delegators", chainId, account, limit],
    queryFn: () => delegatorsOf(indexer, chainId, account, { limit }),
  });
  return (
    <Section title={t("delegates.whoDelegates")}>
      <QueryState query={found} />
      {found.data?.items.length === 0 ? <p className="text-muted">{t("delegates.noDelegators")}</p> : null}
      <ul className="grid gap-2 empty:hidden">
        {found.data?.items.map((each) => (
          <li key={each.account} className="flex flex-wrap justify-between gap-3">
            <Link href={`/governance/delegates/${each.account}`} className="link">
              <AddressText plain address={each.account} label={nameOf(each.account)} />
            </Link>
            <Amount value={each.balance} token={tallyToken} />
          </li>
        ))}
      </ul>
      {found.data ? <More shown={found.data.items.length} total={found.data.totalCount} onMore={grow} /> : null}
    </Section>
  );
}

const sides = { 0: "against", 1: "for", 2: "abstain", 255: "split" } as const;

function Votes({ account }: { account: Address }) {
  const { t, locale } = useLanguage();
  const indexer = useIndexer();
  const { chainId } = useReader().network;
  const { tallyToken } = useContracts();
  const { limit, grow } = useGrowing(20);
  const found = useQuery({
    queryKey: ["ballots-by", chainId, account, limit],
    queryFn: () => ballotsBy(indexer, chainId, account, { limit }),
  });
  return (
    <Section title={t("delegates.voted")} wide>
      <QueryState query={found} />
      {found.data?.items.length === 0 ? <p className="text-muted">{t("delegates.noVotes")}</p> : null}
      <ul className="grid gap-3 empty:hidden">
        {found.data?.items.map(({ proposal, support, weight, castAt, reason }) => (
          <li key={String(proposal)} className="border-b border-line pb-3 last:border-0 last:pb-0">
            <p className="flex flex-wrap items-baseline justify-between gap-3">
              <Link href={`/governance/${proposal}`} className="link font-mono text-[0.86em]">
                {shortHex(`0x${proposal.toString(16)}`)}
              </Link>
              <span>
                {t(`delegates.vote_${sides[support as keyof typeof sides] ?? "split"}`)},{" "}
                <Amount value={weight} token={tallyToken} />
              </span>
              <span className="text-sm text-muted">{formatTime(castAt, locale)}</span>
            </p>
            {reason ? <p className="mt-1 break-words text-sm whitespace-pre-line">{reason.slice(0, 1_000)}</p> : null}
          </li>
        ))}
      </ul>
      {found.data ? <More shown={found.data.items.length} total={found.data.totalCount} onMore={grow} /> : null}
    </Section>
  );
}

function Delegations({ account }: { account: Address }) {
  const { t, locale } = useLanguage();
  const indexer = useIndexer();
  const { chainId } = useReader().network;
  const { tallyToken } = useContracts();
  const nameOf = useNameOf();
  const { limit, grow } = useGrowing(20);
  const found = useQuery({
    queryKey: ["delegations", chainId, account, limit],
    queryFn: () => delegationsOf(indexer, chainId, account, { limit }),
  });
  const who = (each: Address) => <AddressText plain address={each} label={nameOf(each)} />;
  return (
    <Section title={t("delegates.delegations")} wide>
      <QueryState query={found} />
      {found.data?.items.length === 0 ? <p className="text-muted">{t("delegates.noDelegations")}</p> : null}
      <ul className="grid gap-2 text-sm empty:hidden">
        {found.data?.items.map(({ delegator, from, to, balance, at, transaction }, i) => (
          <li key={`${transaction}.${String(i)}`} className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
            <span className="text-muted">{formatTime(at, locale)}</span>
            {who(delegator)}
            <Amount value={balance} token={tallyToken} />
            <span className="text-muted">{t("delegates.fromTo")}</span>
            {who(from)} → {who(to)}
          </li>
        ))}
      </ul>
      {found.data ? <More shown={found.data.items.length} total={found.data.totalCount} onMore={grow} /> : null}
    </Section>
  );
}
