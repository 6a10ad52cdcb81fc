"use client";

import type { RelayedBallot } from "@tallystick/sdk/governance/ballotRelay";
import { choiceOf } from "@tallystick/sdk/governance/choice";
import type { Proposal } from "@tallystick/sdk/governance/readProposal";
import { type CountedBallot, withdrawBallots } from "@tallystick/sdk/governance/votes";
import Link from "next/link";
import type { Address } from "viem";
import { usePowerText } from "@/components/power";
import { ProblemNotice } from "@/components/problem-notice";
import { Button, Notice } from "@/components/ui";
import { saveBlob } from "@/features/library/save";
import { useLanguage } from "@/i18n/context";
import { useContracts, useReader } from "@/lib/reader";
import { useActing } from "@/lib/tx/use-acting";
import { sides } from "../proposal/chart-data";
import { keptReceipt } from "./kept";
import { writeReceipt } from "./receipt-file";

/** How an account has voted: what counts, what waits at the relay, and what it can show for it. */
export function OwnBallot(props: {
  proposal: Proposal;
  account: Address;
  counted: CountedBallot;
  relayed: readonly RelayedBallot[];
  title: string;
}) {
  const { t } = useLanguage();
  const say = usePowerText();
  const { proposal, account, counted, relayed } = props;
  const waiting = relayed.find(({ status }) => status === "pending" || status === "sent");
  const skipped = relayed.find(({ status }) => status === "skipped");
  return (
    <>
      {counted.hasVoted ? (
        <Notice tone="good" title={t("voting.counted")}>
          <ul>
            {sides
              .filter((side) => counted.split[side] > 0n)
              .map((side) => (
                <li key={side}>
                  {t(`governance.side_${side}`)}: {say(counted.split[side])}
                </li>
              ))}
          </ul>
          <Receipt proposal={proposal} account={account} />
        </Notice>
      ) : null}
      {counted.isWithdrawn && !counted.hasVoted ? <Notice>{t("voting.isWithdrawn")}</Notice> : null}
      {waiting && !counted.hasVoted && !counted.isWithdrawn ? <Pending {...props} ballot={waiting} /> : null}
      {skipped && !counted.hasVoted && !counted.isWithdrawn ? (
        <Notice tone="warn">
          {t("voting.skipped", { reason: t(`governance.skip_${skipReason(skipped.reason)}`) })}
        </Notice>
      ) : null}
    </>
  );
}

export const skipReasons = ["notActive", "late", "badVote", "alreadyVoted", "badSignature", "noPower"] as const;

/** A reason that the dictionaries know. */
export const skipReason = (reason: string | undefined) => skipReasons.find((each) => each === reason) ?? "unknown";

function Pending(props: { proposal: Proposal; account: Address; ballot: RelayedBallot; title: string }) {
  const { t } = useLanguage();
  const { proposal, account, ballot, title } = props;
  const { tallyGovernor } = useContracts();
  const { run, busy, problem } = useActing();
  const choice = choiceOf(ballot.support, ballot.params);
  const side = typeof choice === "string" ? choice : "split";
  const withdraw = () =>
    run(() => ({
      title: { key: "tx.withdrawBallots", values: { title } },
      calls: [withdrawBallots(tallyGovernor, proposal.id)],
    }));
  return (
    <Notice tone="warn" title={t("voting.waiting", { choice: t(`governance.side_${side}`) })} role="status">
      <p>{t(ballot.status === "sent" ? "voting.waitingSent" : "voting.waitingLead")}</p>
      <Receipt proposal={proposal} account={account} />
      {ballot.status === "pending" ? (
        <Button small className="mt-2" busy={busy} onClick={() => void withdraw()}>
          {t("voting.withdraw")}
        </Button>
      ) : null}
      <ProblemNotice problem={problem} className="mt-2" />
    </Notice>
  );
}

function Receipt(props: { proposal: Proposal; account: Address }) {
  const { t } = useLanguage();
  const { chainId } = useReader().network;
  const { proposal, account } = props;
  const receipt = keptReceipt(chainId, proposal.id, account);
  if (!receipt) return null;
  const name = `vote-${String(proposal.id).slice(0, 8)}-${account.slice(0, 8)}.json`;
  return (
    <p className="mt-2 flex flex-wrap items-center gap-3">
      <Button small onClick={() => saveBlob(new Blob([writeReceipt(receipt)]), name)}>
        {t("voting.saveReceipt")}
      </Button>
      <Link href="/governance/receipt" className="link text-sm">
        {t("voting.checkReceipt")}
      </Link>
    </p>
  );
}
