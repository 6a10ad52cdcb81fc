"use client";

import { NOBODY } from "@tallystick/sdk/governance/power";
import { ballotsBy } from "@tallystick/sdk/indexer/governance";
import { delegationsOf, delegatorsOf, memberDetail, powerPoints } from "@tallystick/sdk/indexer/members";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { Address } from "viem";
import { useNameOf } from "@/components/account-field";
import { AddressText } from "@/components/address";
import { Amount } from "@/components/amount";
import { QueryState } from "@/components/query-state";
import { Facts } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { formatTime, shortHex } from "@/lib/format";
import { printable } from "@/lib/printable";
import { useContracts, useIndexer, useReader } from "@/lib/reader";
import { PowerChart } from "./power-chart";
import { GrowingList, Section } from "./section";

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

/** An account that leads to its page. */
function MemberLink({ account }: { account: Address }) {
  const nameOf = useNameOf();
  return (
    <Link href={`/governance/delegates/${account}`} className="link">
      <AddressText plain address={account} label={nameOf(account)} />
    </Link>
  );
}

function Delegators({ account }: { account: Address }) {
  const { t } = useLanguage();
  const indexer = useIndexer();
  const { chainId } = useReader().network;
  const { tallyToken } = useContracts();
  return (
    <Section title={t("delegates.whoDelegates")}>
      <GrowingList
        queryKey={["delegators", chainId, account]}
        ask={(limit) => delegatorsOf(indexer, chainId, account, { limit })}
        empty={t("delegates.noDelegators")}
        keyOf={(each) => each.account}
        row={(each) => (
          <p className="flex flex-wrap justify-between gap-3">
            <MemberLink account={each.account} />
            <Amount value={each.balance} token={tallyToken} />
          </p>
        )}
      />
    </Section>
  );
}

const sides = new Map<number, "against" | "for" | "abstain">([
  [0, "against"],
  [1, "for"],
  [2, "abstain"],
]);

function Votes({ account }: { account: Address }) {
  const { t, locale } = useLanguage();
  const indexer = useIndexer();
  const { chainId } = useReader().network;
  const { tallyToken } = useContracts();
  return (
    <Section title={t("delegates.voted")} wide>
      <GrowingList
        queryKey={["ballots-by", chainId, account]}
        ask={(limit) => ballotsBy(indexer, chainId, account, { limit })}
        empty={t("delegates.noVotes")}
        keyOf={({ proposal }) => String(proposal)}
        row={({ proposal, support, weight, castAt, reason }) => (
          <>
            <p className="flex flex-wrap items-baseline justify-between gap-3">
              <Link href={`/governance/${proposal}`} className="link font-mono text-[0.86em]">
                {shortHex(`0x${proposal.toString(16)}`)}
              </Link>
              <span>
                {t(`delegates.vote_${sides.get(support) ?? "split"}`)}, <Amount value={weight} token={tallyToken} />
              </span>
              <span className="text-sm text-muted">{formatTime(castAt, locale)}</span>
            </p>
            {reason ? (
              <p className="mt-1 text-sm break-words whitespace-pre-line">{printable(reason.slice(0, 1_000))}</p>
            ) : null}
          </>
        )}
      />
    </Section>
  );
}

function Delegations({ account }: { account: Address }) {
  const { t, locale } = useLanguage();
  const indexer = useIndexer();
  const { chainId } = useReader().network;
  const { tallyToken } = useContracts();
  const nameOf = useNameOf();
  const nobody = NOBODY.toLowerCase();
  const who = (each: Address) =>
    each.toLowerCase() === nobody ? (
      <span>{t("delegates.nobodys")}</span>
    ) : (
      <AddressText plain address={each} label={nameOf(each)} />
    );
  return (
    <Section title={t("delegates.delegations")} wide>
      <GrowingList
        queryKey={["delegations", chainId, account]}
        ask={(limit) => delegationsOf(indexer, chainId, account, { limit })}
        empty={t("delegates.noDelegations")}
        keyOf={({ transaction }, i) => `${transaction}.${i}`}
        row={({ delegator, from, to, balance, at }) => (
          <p className="flex flex-wrap items-baseline gap-x-3 gap-y-1 text-sm">
            <span className="text-muted">{formatTime(at, locale)}</span>
            {who(delegator)}
            <Amount value={balance} token={tallyToken} />
            <span className="text-muted">{t("delegates.fromTo")}</span>
            {who(from)} → {who(to)}
          </p>
        )}
      />
    </Section>
  );
}
