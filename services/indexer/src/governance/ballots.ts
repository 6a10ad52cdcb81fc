import { type Context, ponder } from "ponder:registry";
import { ballot, ballotSkip, ballotSkipReason, ballotWithdrawal, daoMember, proposal, scorePoint } from "ponder:schema";
import type { Address } from "viem";
import { originOf } from "../origin.ts";
import { seen } from "./member.ts";
import { ballotAfter, counted, scoreAfter } from "./rows.ts";

ponder.on("TallyGovernor:VoteCast", async ({ event, context }) => {
  await vote(context, event, { ...event.args, params: "0x" });
});

ponder.on("TallyGovernor:VoteCastWithParams", async ({ event, context }) => {
  await vote(context, event, event.args);
});

ponder.on("TallyGovernor:BallotSkipped", async ({ event, context }) => {
  const { chainId, at, transaction, logIndex } = originOf(event, context);
  const { proposalId, voter, reason: index } = event.args;
  const reason = ballotSkipReason.enumValues[index];
  if (reason === undefined) throw new Error(`A ballot was skipped for the reason ${index}, which is not known.`);
  await context.db
    .insert(ballotSkip)
    .values({ chainId, transaction, logIndex, proposal: proposalId, voter, reason, at });
});

ponder.on("TallyGovernor:BallotsWithdrawn", async ({ event, context }) => {
  const { chainId, at, transaction } = originOf(event, context);
  const { proposalId, voter } = event.args;
  await context.db
    .insert(ballotWithdrawal)
    .values({ chainId, proposal: proposalId, voter, inForce: true, at, transaction });
});

async function vote(
  context: Context,
  event: Parameters<typeof originOf>[0] & { readonly transaction: { readonly from: Address } },
  cast: Parameters<typeof ballotAfter>[1],
): Promise<void> {
  const origin = originOf(event, context);
  const { chainId, at } = origin;
  const { db } = context;
  const key = { chainId, proposal: cast.proposalId, voter: cast.voter };
  const before = await db.find(ballot, key);
  const after = ballotAfter(origin, cast, before, event.transaction.from);
  // Before the ballot: writing one row changes what was read of it.
  const row = await db.update(proposal, { chainId, id: cast.proposalId }).set((known) => counted(known, before, after));
  await db.insert(ballot).values(after).onConflictDoUpdate(after);
  const score = scoreAfter(row, at);
  await db.insert(scorePoint).values(score).onConflictDoUpdate(score);
  if (before !== null) return;
  const withdrawal = await db.find(ballotWithdrawal, key);
  if (withdrawal !== null) await db.update(ballotWithdrawal, key).set({ inForce: false });
  await seen(db, origin, cast.voter);
  await db
    .update(daoMember, { chainId, account: cast.voter })
    .set(({ votesCast }) => ({ votesCast: votesCast + 1, lastVotedAt: at }));
}
