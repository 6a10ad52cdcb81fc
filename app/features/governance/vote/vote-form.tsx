"use client";

import { calldataOf } from "@tallystick/sdk/chain/call";
import { postBallots, type RelayedBallot } from "@tallystick/sdk/governance/ballotRelay";
import { ballotTypedData, prepareBallot } from "@tallystick/sdk/governance/ballots";
import { type Choice, paramsOf, supportOf } from "@tallystick/sdk/governance/choice";
import { effectOf } from "@tallystick/sdk/governance/outcome";
import type { Proposal } from "@tallystick/sdk/governance/readProposal";
import { receiptOfBallot } from "@tallystick/sdk/governance/receipts";
import { type CountedBallot, castVote } from "@tallystick/sdk/governance/votes";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Address } from "viem";
import { AreaField } from "@/components/fields";
import { ProblemNotice } from "@/components/problem-notice";
import { Button, Notice, Skeleton } from "@/components/ui";
import { When } from "@/components/when";
import { useLanguage } from "@/i18n/context";
import { useContracts, useReader, useSign } from "@/lib/reader";
import { refreshSoon } from "@/lib/refresh";
import { ActError } from "@/lib/tx/types";
import { useActing } from "@/lib/tx/use-acting";
import { useSigning } from "@/lib/use-signing";
import { ChoiceFields } from "./choice-fields";
import { choiceOfDraft, emptyDraft, isFault } from "./draft";
import { EffectWords } from "./effect-words";
import { keepReceipt } from "./kept";
import { relayOf, useRelayInfo } from "./use-voter";
import { WayFields } from "./way-fields";
import { type Way, wayOf, waysOf } from "./ways";

/** Reasons stand on the chain for ever and cost their length. */
const longestReason = 1_000;

/** To vote, or to change one's mind: what is chosen, what it would do, and by which way. */
export function VoteForm(props: {
  proposal: Proposal;
  account: Address;
  power: bigint;
  counted: CountedBallot;
  relayed: readonly RelayedBallot[];
  now: number;
  title: string;
}) {
  const { t } = useLanguage();
  const { proposal, account, power, counted, relayed, now, title } = props;
  const reader = useReader();
  const { tallyGovernor } = useContracts();
  const queries = useQueryClient();
  const sign = useSign();
  const info = useRelayInfo();
  const acting = useActing();
  const signing = useSigning();
  const [draft, setDraft] = useState(emptyDraft);
  const [reason, setReason] = useState("");
  const [chosen, choose] = useState<Way>();
  const ways = waysOf({
    relayAnswers: info.data?.relayer !== undefined,
    hasVoted: counted.hasVoted,
    isWithdrawn: counted.isWithdrawn,
    isWaiting: relayed.some(({ status }) => status === "pending" || status === "sent"),
    now,
    changesCloseAt: proposal.changesCloseAt,
  });
  const way = wayOf(ways, chosen);
  const choice = choiceOfDraft(draft, power);
  const good = isFault(choice) ? undefined : choice;

  const signed = (choice: Choice) =>
    signing.run(async () => {
      const ballot = await prepareBallot(reader, account, { proposalId: proposal.id, choice });
      const signature = await sign(ballotTypedData(reader.network.chainId, tallyGovernor, ballot));
      const [answer] = await postBallots(relayOf(reader.network.chainId), [{ ...ballot, signature }]);
      if (!answer || "refused" in answer) {
        const detail = answer?.sentence ?? "";
        throw new ActError({ code: `ballot_${answer?.refused ?? "unknown"}`, values: { detail }, detail });
      }
      keepReceipt(receiptOfBallot(reader, ballot));
      refreshSoon(queries);
      setDraft(emptyDraft);
    });
  const direct = async (choice: Choice) => {
    const done = await acting.run(() => ({
      title: { key: "tx.vote", values: { title } },
      calls: [castVote(tallyGovernor, proposal.id, choice, reason.trim())],
    }));
    if (!done) return;
    const vote = { proposalId: proposal.id, voter: account, support: supportOf(choice), params: paramsOf(choice) };
    keepReceipt(receiptOfBallot(reader, vote));
    setDraft(emptyDraft);
    setReason("");
  };

  if (info.isPending) return <Skeleton className="h-48" />;
  if (way === undefined) return <Notice>{t("voting.closed_changesClosed")}</Notice>;
  return (
    <form
      aria-labelledby="vote"
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (good) void (way === "signed" ? signed(good) : direct(good));
      }}
    >
      {counted.hasVoted ? (
        <p className="text-sm">
          {t("voting.changeUntil")} <When at={proposal.changesCloseAt} now={now} />
        </p>
      ) : null}
      <ChoiceFields
        draft={draft}
        power={power}
        fault={isFault(choice) ? choice.fault : undefined}
        onChange={setDraft}
      />
      {good ? (
        <EffectWords
          proposal={proposal}
          effect={effectOf(proposal.tally, proposal.quorum, good, power, counted.split)}
        />
      ) : null}
      <WayFields
        ways={ways}
        way={way}
        onChoose={choose}
        every={info.data?.every}
        account={account}
        call={{
          to: tallyGovernor,
          data: calldataOf(castVote(tallyGovernor, proposal.id, good ?? "abstain", reason.trim())),
        }}
      />
      {way === "direct" ? (
        <AreaField
          label={`${t("voting.reason")} (${t("common.optional")})`}
          hint={t("voting.reasonHint")}
          className="min-h-20"
          maxLength={longestReason}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      ) : (
        <p className="text-sm text-muted">{t("voting.reasonDirect")}</p>
      )}
      <Button type="submit" look="primary" busy={acting.busy || signing.busy} disabled={good === undefined}>
        {t(way === "signed" ? "voting.sign" : counted.hasVoted ? "voting.change" : "voting.send")}
      </Button>
      <ProblemNotice problem={signing.problem ?? acting.problem} />
    </form>
  );
}
