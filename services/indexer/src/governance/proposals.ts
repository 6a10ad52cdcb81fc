import { type Context, ponder } from "ponder:registry";
import { daoMember, proposal, proposalAction, proposalSponsor, treasuryMove } from "ponder:schema";
import { GRACE } from "@tallystick/sdk/governance/proposalState";
import { and, eq, isNull } from "ponder";
import { zeroHash } from "viem";
import { originOf } from "../origin.ts";
import { seen } from "./member.ts";
import { isWonBy, newProposal, type ProposalRow } from "./rows.ts";

const grace = BigInt(GRACE);

ponder.on("TallyGovernor:ProposalCreated", async ({ event, context }) => {
  const origin = originOf(event, context);
  const { chainId } = origin;
  const { proposalId, proposer, targets, values, calldatas } = event.args;
  await context.db.insert(proposal).values(newProposal(origin, event.args, grace));
  const actions = targets.map((target, position) => ({
    chainId,
    proposal: proposalId,
    position,
    target,
    value: values[position] ?? 0n,
    data: calldatas[position] ?? "0x",
    codeHash: zeroHash,
  }));
  await context.db.insert(proposalAction).values(actions);
  await seen(context.db, origin, proposer);
  await context.db
    .update(daoMember, { chainId, account: proposer })
    .set(({ proposalsMade }) => ({ proposalsMade: proposalsMade + 1 }));
});

ponder.on("TallyGovernor:ProposalFrozen", async ({ event, context }) => {
  const { proposalId, quorum, isCritical, codeHashes } = event.args;
  await change(context, proposalId, (row) => ({ quorum, isCritical, isWon: isWonBy(row, quorum) }));
  for (const [position, codeHash] of codeHashes.entries()) {
    const key = { chainId: context.chain.id, proposal: proposalId, position };
    await context.db.update(proposalAction, key).set({ codeHash });
  }
});

ponder.on("TallyGovernor:ProposalSponsored", async ({ event, context }) => {
  const { proposalId, sponsor, power } = event.args;
  await context.db.insert(proposalSponsor).values({ chainId: context.chain.id, proposal: proposalId, sponsor, power });
});

ponder.on("TallyGovernor:ProposalExtended", async ({ event, context }) => {
  const { proposalId, extendedDeadline: deadline } = event.args;
  const queueBy = deadline + grace;
  await change(context, proposalId, () => ({ deadline, queueBy }));
});

ponder.on("TallyGovernor:ProposalCanceled", async ({ event, context }) => {
  await change(context, event.args.proposalId, () => ({ canceledAt: event.block.timestamp }));
});

ponder.on("TallyGovernor:ProposalQueued", async ({ event, context }) => {
  const { proposalId, etaSeconds: eta } = event.args;
  const times = { queuedAt: event.block.timestamp, eta, executeBy: eta + grace };
  await change(context, proposalId, () => times);
});

ponder.on("TallyGovernor:ProposalExecuted", async ({ event, context }) => {
  const { chainId, at, transaction } = originOf(event, context);
  const { proposalId } = event.args;
  await change(context, proposalId, () => ({ executedAt: at }));
  // What its calls moved came before this event, in the same transaction.
  await context.db.sql
    .update(treasuryMove)
    .set({ proposal: proposalId })
    .where(
      and(eq(treasuryMove.chainId, chainId), eq(treasuryMove.transaction, transaction), isNull(treasuryMove.proposal)),
    );
});

async function change(
  context: Context,
  id: bigint,
  by: (before: ProposalRow) => Partial<Omit<ProposalRow, "chainId" | "id">>,
): Promise<void> {
  await context.db.update(proposal, { chainId: context.chain.id, id }).set(by);
}
