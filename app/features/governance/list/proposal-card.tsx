"use client";

import { stateOf } from "@tallystick/sdk/indexer/governance";
import type { IndexedProposal } from "@tallystick/sdk/indexer/governanceFields";
import Link from "next/link";
import { Badge } from "@/components/ui";
import { When } from "@/components/when";
import { usePersonaName } from "@/features/wallet/persona";
import { useLanguage } from "@/i18n/context";
import { shortAddress } from "@/lib/format";
import { tallyOf, titleOf, waitingOf } from "../facts";
import { ResultBar } from "../result-bar";
import { StateBadge } from "../state-badge";

export function ProposalCard(props: { proposal: IndexedProposal; now: number }) {
  const { t } = useLanguage();
  const { proposal, now } = props;
  const proposer = usePersonaName(proposal.proposer);
  const state = stateOf(proposal, now);
  const waiting = waitingOf(proposal, now);
  return (
    <li className="card relative grid items-start gap-4 p-5 transition-colors focus-within:border-brand hover:border-brand md:grid-cols-[1fr_18rem]">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-2 text-sm text-muted">
          <StateBadge state={state} />
          {proposal.isCritical ? <Badge tone="wood">{t("governance.critical")}</Badge> : null}
          <span>
            {waiting ? (
              <>
                {t(`governance.wait_${waiting.what}`)} <When at={waiting.at} now={now} short />
              </>
            ) : (
              <When at={proposal.executedAt ?? proposal.canceledAt ?? proposal.deadline} now={now} short />
            )}
          </span>
        </p>
        <h2 className="mt-2 line-clamp-3 text-lg leading-snug break-words">
          <Link href={`/governance/${proposal.id}`} className="after:absolute after:inset-0 after:rounded-[14px]">
            {titleOf(proposal, t)}
          </Link>
        </h2>
        <p className="mt-1 text-sm text-muted">
          {t("governance.byWithBallots", {
            account: proposer ?? shortAddress(proposal.proposer),
            n: proposal.ballots,
          })}
        </p>
      </div>
      {state === "pending" ? null : <ResultBar tally={tallyOf(proposal)} quorum={proposal.quorum} compact />}
    </li>
  );
}
