"use client";

import { stateOf } from "@tallystick/sdk/indexer/governance";
import type { IndexedProposalDetail } from "@tallystick/sdk/indexer/governanceFields";
import dynamic from "next/dynamic";
import Link from "next/link";
import { AddressText } from "@/components/address";
import { Power } from "@/components/power";
import { QueryState } from "@/components/query-state";
import { Badge, Empty, Notice, Skeleton } from "@/components/ui";
import { When } from "@/components/when";
import { usePersonaName } from "@/features/wallet/persona";
import { useAccount } from "@/features/wallet/use-account";
import { useLanguage } from "@/i18n/context";
import { useChainNow } from "@/lib/use-chain-now";
import { Actions } from "../actions/actions";
import { isContradicted, titleOf, waitingOf } from "../facts";
import { StateBadge } from "../state-badge";
import { Result } from "./result";
import { Timeline } from "./timeline";
import { type Every, newestOf, useProposal } from "./use-proposal";

/** Below or beside what was asked for, which comes first. */
const Charts = dynamic(() => import("./charts").then((module) => module.Charts), {
  ssr: false,
  loading: () => <Skeleton className="h-96" />,
});
const Votes = dynamic(() => import("./votes").then((module) => module.Votes), {
  ssr: false,
  loading: () => <Skeleton className="h-96" />,
});
const Absentees = dynamic(() => import("./absentees").then((module) => module.Absentees), { ssr: false });
const VotePanel = dynamic(() => import("../vote/vote-panel").then((module) => module.VotePanel), {
  ssr: false,
  loading: () => <Skeleton className="h-72" />,
});
const Acts = dynamic(() => import("./acts").then((module) => module.Acts), { ssr: false });
const Description = dynamic(() => import("./description").then((module) => module.Description), {
  ssr: false,
  loading: () => <Skeleton className="h-40" />,
});
const Waiting = dynamic(() => import("../vote/waiting-ballots").then((module) => module.WaitingBallots), {
  ssr: false,
});

export function ProposalPage(props: { id: string }) {
  const { t } = useLanguage();
  if (!/^\d{1,78}$/.test(props.id)) return <Empty title={t("governance.noProposal")} />;
  return <Known id={BigInt(props.id)} />;
}

function Known(props: { id: bigint }) {
  const { t } = useLanguage();
  const now = useChainNow();
  const { indexed, proved, every } = useProposal(props.id, now);
  if (indexed.data === null) {
    return (
      <Empty title={t("governance.noProposal")}>
        <Link href="/governance" className="link">
          {t("governance.allProposals")}
        </Link>
      </Empty>
    );
  }
  return (
    <>
      <QueryState query={indexed} />
      {indexed.data ? (
        <Whole proposal={newestOf(indexed.data, proved.data)} proved={proved} every={every} now={now} />
      ) : null}
    </>
  );
}

function Whole(props: {
  proposal: IndexedProposalDetail;
  proved: ReturnType<typeof useProposal>["proved"];
  every: Every;
  now: number;
}) {
  const { t } = useLanguage();
  const { address } = useAccount();
  const { proposal, proved, every, now } = props;
  const { id, description } = proposal;
  const title = titleOf(proposal, t);
  return (
    <>
      <Head proposal={proposal} title={title} now={now} />
      <div className="grid items-start gap-8 lg:grid-cols-[1fr_22rem]">
        <div className="grid min-w-0 gap-8">
          {isContradicted(proved) ? (
            <Notice tone="bad" title={t("governance.notProved")} role="alert">
              {t("problem.ProposalMismatch")}
            </Notice>
          ) : proved.error && !proved.data ? (
            <QueryState query={proved} />
          ) : null}
          {proved.data ? <Acts proposal={proved.data} account={address} now={now} title={title} /> : null}
          <Result proposal={proposal} />
          <section aria-labelledby="description">
            <h2 id="description" className="mb-3 text-xl">
              {t("governance.description")}
            </h2>
            <Description description={description} />
          </section>
          <section aria-labelledby="actions">
            <h2 id="actions" className="mb-3 text-xl">
              {t("governance.actions")}
            </h2>
            <Actions
              actions={proposal.actions}
              codeHashes={proposal.actions.map(({ codeHash }) => codeHash)}
              plain={waitingOf(proposal, now) === undefined}
            />
          </section>
          <Waiting id={id} now={now} every={every} />
          <Votes id={id} now={now} every={every} />
          <Absentees id={id} every={every} />
          <Charts proposal={proposal} now={now} every={every} />
        </div>
        <div className="grid gap-5 max-lg:-order-1">
          {proved.data ? (
            <VotePanel proposal={proved.data} now={now} title={title} every={every} />
          ) : proved.isPending ? (
            <Skeleton className="h-72" />
          ) : null}
          <Timeline proposal={proposal} now={now} />
        </div>
      </div>
    </>
  );
}

function Head(props: { proposal: IndexedProposalDetail; title: string; now: number }) {
  const { t } = useLanguage();
  const { proposal, title, now } = props;
  const proposer = usePersonaName(proposal.proposer);
  return (
    <div className="mb-8">
      <p className="flex flex-wrap items-center gap-2">
        <StateBadge state={stateOf(proposal, now)} />
        {proposal.isCritical ? <Badge tone="wood">{t("governance.critical")}</Badge> : null}
      </p>
      <h1 className="mt-2 max-w-3xl text-3xl break-words sm:text-4xl">{title}</h1>
      <p className="mt-2 flex flex-wrap items-baseline gap-x-2 text-muted">
        {t("governance.proposedBy")} <AddressText address={proposal.proposer} label={proposer} />
        <When at={proposal.createdAt} now={now} />
      </p>
      {proposal.isCritical ? <p className="mt-1 text-sm text-muted">{t("governance.criticalLead")}</p> : null}
      {proposal.sponsors.length > 0 ? (
        <div className="mt-2 text-sm text-muted">
          <p>{t("governance.sponsors", { n: proposal.sponsors.length })}</p>
          <ul className="mt-1 flex flex-wrap gap-x-5 gap-y-1">
            {proposal.sponsors.map(({ sponsor, power }) => (
              <li key={sponsor}>
                <AddressText address={sponsor} plain /> <Power value={power} />
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </div>
  );
}
