import { ponder } from "ponder:registry";
import { originOf } from "../origin.ts";
import { noteSetting } from "./noteSetting.ts";

ponder.on("TallyGovernor:VotingDelaySet", async ({ event, context }) => {
  const { oldVotingDelay, newVotingDelay } = event.args;
  await noteSetting(context, originOf(event, context), "votingDelay", newVotingDelay, oldVotingDelay);
});

ponder.on("TallyGovernor:VotingPeriodSet", async ({ event, context }) => {
  const { oldVotingPeriod, newVotingPeriod } = event.args;
  await noteSetting(context, originOf(event, context), "votingPeriod", newVotingPeriod, oldVotingPeriod);
});

ponder.on("TallyGovernor:ProposalThresholdSet", async ({ event, context }) => {
  const { oldProposalThreshold, newProposalThreshold } = event.args;
  await noteSetting(context, originOf(event, context), "proposalThreshold", newProposalThreshold, oldProposalThreshold);
});

ponder.on("TallyGovernor:QuorumNumeratorUpdated", async ({ event, context }) => {
  const { oldQuorumNumerator, newQuorumNumerator } = event.args;
  await noteSetting(context, originOf(event, context), "quorum", newQuorumNumerator, oldQuorumNumerator);
});

ponder.on("TallyGovernor:CriticalQuorumSet", async ({ event, context }) => {
  const { oldNumerator, newNumerator } = event.args;
  await noteSetting(context, originOf(event, context), "criticalQuorum", newNumerator, oldNumerator);
});

ponder.on("TallyGovernor:LateQuorumVoteExtensionSet", async ({ event, context }) => {
  const { oldVoteExtension, newVoteExtension } = event.args;
  await noteSetting(context, originOf(event, context), "voteExtension", newVoteExtension, oldVoteExtension);
});

ponder.on("TallyGovernor:CoolDownSet", async ({ event, context }) => {
  await noteSetting(context, originOf(event, context), "coolDown", event.args.newCoolDown, event.args.oldCoolDown);
});

ponder.on("TallyGovernor:ProposalGuardianSet", async ({ event, context }) => {
  const { oldProposalGuardian, newProposalGuardian } = event.args;
  await noteSetting(context, originOf(event, context), "guardian", newProposalGuardian, oldProposalGuardian);
});

ponder.on("TallyGovernor:GuardianTermSet", async ({ event, context }) => {
  await noteSetting(context, originOf(event, context), "guardianUntil", event.args.until);
});

ponder.on("TallyGovernor:TimelockChange", async ({ event, context }) => {
  await noteSetting(context, originOf(event, context), "treasury", event.args.newTimelock, event.args.oldTimelock);
});

ponder.on("Treasury:Founded", async ({ event, context }) => {
  await noteSetting(context, originOf(event, context), "governor", event.args.governor);
});

ponder.on("Treasury:DelaysSet", async ({ event, context }) => {
  const origin = originOf(event, context);
  await noteSetting(context, origin, "delay", event.args.ordinary);
  await noteSetting(context, origin, "criticalDelay", event.args.critical);
});
