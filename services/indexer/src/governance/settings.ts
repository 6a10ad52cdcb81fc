import { type Context, ponder } from "ponder:registry";
import { governanceSetting } from "ponder:schema";
import { and, desc, eq } from "ponder";
import { type Origin, originOf } from "../origin.ts";

ponder.on("TallyGovernor:VotingDelaySet", async ({ event, context }) => {
  const { oldVotingDelay, newVotingDelay } = event.args;
  await note(context, originOf(event, context), "votingDelay", newVotingDelay, oldVotingDelay);
});

ponder.on("TallyGovernor:VotingPeriodSet", async ({ event, context }) => {
  const { oldVotingPeriod, newVotingPeriod } = event.args;
  await note(context, originOf(event, context), "votingPeriod", newVotingPeriod, oldVotingPeriod);
});

ponder.on("TallyGovernor:ProposalThresholdSet", async ({ event, context }) => {
  const { oldProposalThreshold, newProposalThreshold } = event.args;
  await note(context, originOf(event, context), "proposalThreshold", newProposalThreshold, oldProposalThreshold);
});

ponder.on("TallyGovernor:QuorumNumeratorUpdated", async ({ event, context }) => {
  const { oldQuorumNumerator, newQuorumNumerator } = event.args;
  await note(context, originOf(event, context), "quorum", newQuorumNumerator, oldQuorumNumerator);
});

ponder.on("TallyGovernor:CriticalQuorumSet", async ({ event, context }) => {
  const { oldNumerator, newNumerator } = event.args;
  await note(context, originOf(event, context), "criticalQuorum", newNumerator, oldNumerator);
});

ponder.on("TallyGovernor:LateQuorumVoteExtensionSet", async ({ event, context }) => {
  const { oldVoteExtension, newVoteExtension } = event.args;
  await note(context, originOf(event, context), "voteExtension", newVoteExtension, oldVoteExtension);
});

ponder.on("TallyGovernor:CoolDownSet", async ({ event, context }) => {
  await note(context, originOf(event, context), "coolDown", event.args.newCoolDown, event.args.oldCoolDown);
});

ponder.on("TallyGovernor:ProposalGuardianSet", async ({ event, context }) => {
  const { oldProposalGuardian, newProposalGuardian } = event.args;
  await note(context, originOf(event, context), "guardian", newProposalGuardian, oldProposalGuardian);
});

ponder.on("TallyGovernor:GuardianTermSet", async ({ event, context }) => {
  await note(context, originOf(event, context), "guardianUntil", event.args.until);
});

ponder.on("TallyGovernor:TimelockChange", async ({ event, context }) => {
  await note(context, originOf(event, context), "treasury", event.args.newTimelock, event.args.oldTimelock);
});

ponder.on("Treasury:Founded", async ({ event, context }) => {
  await note(context, originOf(event, context), "governor", event.args.governor);
});

ponder.on("Treasury:DelaysSet", async ({ event, context }) => {
  const origin = originOf(event, context);
  await note(context, origin, "delay", event.args.ordinary);
  await note(context, origin, "criticalDelay", event.args.critical);
});

type Value = bigint | number | string;

/** @param before left out where the event does not say it: then what was set last */
async function note(context: Context, origin: Origin, name: string, after: Value, before?: Value): Promise<void> {
  const { chainId, transaction, logIndex, at } = origin;
  const old = before === undefined ? await newest(context, name) : String(before);
  await context.db
    .insert(governanceSetting)
    .values({ chainId, transaction, logIndex, name, before: old, after: String(after), at });
}

async function newest(context: Context, name: string): Promise<string | null> {
  const [row] = await context.db.sql
    .select({ after: governanceSetting.after })
    .from(governanceSetting)
    .where(and(eq(governanceSetting.chainId, context.chain.id), eq(governanceSetting.name, name)))
    .orderBy(desc(governanceSetting.at), desc(governanceSetting.logIndex))
    .limit(1);
  return row?.after ?? null;
}
