import assert from "node:assert/strict";
import { tallyGovernorAbi } from "@tallystick/sdk/generated/abis/TallyGovernor";
import { type ProposalState, proposalStates } from "@tallystick/sdk/governance/proposalState";
import { proposalId } from "@tallystick/sdk/governance/proposals";
import { ballotOf } from "@tallystick/sdk/governance/votes";
import {
  ballotsOf,
  proposalDetail,
  proposals,
  scorePoints,
  stateOf,
  withdrawalsOf,
} from "@tallystick/sdk/indexer/governance";
import { concatHex, keccak256 } from "viem";
import { low } from "./compare.ts";
import type { DaoStory, Made } from "./daoActs.ts";
import type { TestIndexer } from "./indexer.ts";
import type { World } from "./world.ts";

const governorOf = (world: World) => ({ abi: tallyGovernorAbi, address: world.at.tallyGovernor }) as const;

async function rowOf(indexer: TestIndexer, world: World, { id }: Made) {
  const row = await proposalDetail({ indexer: indexer.url }, world.chain.chainId, id);
  if (row === undefined) throw new Error(`Proposal ${id} is not indexed.`);
  return row;
}

/** What was frozen into every proposal, its actions and its times, against the governor and the treasury. */
export async function compareProposals(indexer: TestIndexer, world: World, story: DaoStory): Promise<void> {
  const { client } = world.reader;
  const view = governorOf(world);
  for (const made of Object.values(story.proposals)) {
    const row = await rowOf(indexer, world, made);
    const args = [made.id] as const;
    const eta = await client.readContract({ ...view, functionName: "proposalEta", args });
    assert.deepEqual(
      [row.proposer, row.snapshot, row.deadline, row.changesCloseAt, row.quorum, row.isCritical],
      [
        low(await client.readContract({ ...view, functionName: "proposalProposer", args })),
        Number(await client.readContract({ ...view, functionName: "proposalSnapshot", args })),
        Number(await client.readContract({ ...view, functionName: "proposalDeadline", args })),
        Number(await client.readContract({ ...view, functionName: "changesCloseAt", args })),
        await client.readContract({ ...view, functionName: "proposalQuorum", args }),
        await client.readContract({ ...view, functionName: "proposalIsCritical", args }),
      ],
    );
    // The treasury forgets when a proposal was due once it is executed.
    if (row.executedAt === undefined) assert.equal(row.eta ?? 0, Number(eta));
    // PostgreSQL keeps no NUL.
    assert.equal(row.description, made.description.replaceAll("\0", "\ufffd"));
    assert.equal(proposalId(world.chain.chainId, view.address, row.actions, made.description), made.id);
    for (const { target, codeHash } of row.actions) {
      assert.equal(keccak256((await client.getCode({ address: target })) ?? "0x"), codeHash);
    }
    const pins = BigInt(keccak256(concatHex(row.actions.map(({ codeHash }) => codeHash)))) % 2n ** 168n;
    assert.equal(pins, await client.readContract({ ...view, functionName: "proposalPins", args }));
  }
}

/** The state of every proposal at the time of every block, by its row and by the list's filter; counts the states. */
export async function compareStates(
  indexer: TestIndexer,
  world: World,
  story: DaoStory,
): Promise<ReadonlyMap<ProposalState, number>> {
  const { client } = world.reader;
  const head = await client.getBlockNumber();
  const rows = await Promise.all(Object.values(story.proposals).map((made) => rowOf(indexer, world, made)));
  const first = Math.min(...rows.map(({ createdAt }) => createdAt));
  const seen = new Map<ProposalState, number>();
  for (let blockNumber = 0n; blockNumber <= head; blockNumber++) {
    const now = Number((await client.getBlock({ blockNumber })).timestamp);
    if (now < first) continue;
    const made = rows.filter(({ createdAt }) => createdAt <= now);
    const states = await Promise.all(
      made.map(({ id }) =>
        client.readContract({ ...governorOf(world), functionName: "state", args: [id], blockNumber }),
      ),
    );
    const expected = states.map((index) => proposalStates[index] as ProposalState);
    for (const state of expected) seen.set(state, (seen.get(state) ?? 0) + 1);
    assert.deepEqual(
      made.map((row) => stateOf(row, now)),
      expected,
      `block ${blockNumber}`,
    );
    for (const state of new Set(expected)) {
      const found = await proposals({ indexer: indexer.url }, world.chain.chainId, { states: [state], now });
      const ids = made.filter((_, i) => expected[i] === state).map(({ id }) => id);
      assert.deepEqual(new Set(found.items.map(({ id }) => id)), new Set(ids), `${state} in block ${blockNumber}`);
      assert.equal(found.totalCount, ids.length);
    }
  }
  return seen;
}

/** Every voter's part in every tally, the tallies, their course, and who made signed ballots void; counts ballots. */
export async function compareBallots(indexer: TestIndexer, world: World, story: DaoStory): Promise<number> {
  const options = { indexer: indexer.url };
  const { chainId } = world.chain;
  let count = 0;
  for (const made of Object.values(story.proposals)) {
    const row = await rowOf(indexer, world, made);
    const { items: ballots } = await ballotsOf(options, chainId, made.id, { limit: 100 });
    const { items: withdrawn } = await withdrawalsOf(options, chainId, made.id);
    for (const account of story.accounts) {
      const { split, hasVoted, isWithdrawn } = await ballotOf(world.reader, made.id, account);
      const ballot = ballots.find(({ voter }) => voter === low(account));
      assert.equal(ballot !== undefined, hasVoted);
      assert.deepEqual(
        [ballot?.againstVotes ?? 0n, ballot?.forVotes ?? 0n, ballot?.abstainVotes ?? 0n],
        [split.against, split.for, split.abstain],
      );
      assert.equal(withdrawn.find(({ voter }) => voter === low(account))?.inForce ?? false, isWithdrawn);
    }
    const args = [made.id] as const;
    const tally = await world.reader.client.readContract({ ...governorOf(world), functionName: "proposalVotes", args });
    assert.deepEqual([row.againstVotes, row.forVotes, row.abstainVotes], tally);
    assert.equal(row.ballots, ballots.length);
    const score = (await scorePoints(options, chainId, made.id)).at(-1);
    if (score === undefined) assert.equal(ballots.length, 0);
    else
      assert.deepEqual(
        [score.againstVotes, score.forVotes, score.abstainVotes, score.ballots],
        [...tally, row.ballots],
      );
    count += ballots.length;
  }
  return count;
}
