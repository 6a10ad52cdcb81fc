import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { proposalStates } from "@tallystick/sdk/governance/proposalState";
import { votingPower } from "@tallystick/sdk/governance/votes";
import {
  absentees,
  ballotsBy,
  ballotsOf,
  proposalDetail,
  proposals,
  skipsOf,
} from "@tallystick/sdk/indexer/governance";
import { concentration, delegationsOf, memberDetail, members } from "@tallystick/sdk/indexer/members";
import { treasuryMoves } from "@tallystick/sdk/indexer/treasury";
import { startChain, type TestChain } from "./support/chains.ts";
import { low } from "./support/compare.ts";
import { type DaoStory, liveInDao, loseInDao, TALLY } from "./support/daoActs.ts";
import { compareBallots, compareProposals, compareStates } from "./support/daoTables.ts";
import { unseenEvents } from "./support/events.ts";
import { everyRow } from "./support/everyTable.ts";
import { caughtUp, indexAlone, type TestIndexer } from "./support/indexer.ts";
import { compareDividends, compareMembers, comparePower, compareTreasury } from "./support/memberTables.ts";
import { type World, worldOf } from "./support/world.ts";

// The DAO on one chain that lives through every act by the SDK. The tests run in order.

let chain: TestChain;
let world: World;
let indexer: TestIndexer;
let story: DaoStory;
const options = (): { indexer: string } => ({ indexer: indexer.url });

before(async () => {
  chain = await startChain("chainA");
  world = worldOf(chain);
  story = await liveInDao(world);
  indexer = await indexAlone(chain);
});

after(async () => {
  await indexer?.stop();
  await chain?.close();
});

describe("the scenario", () => {
  it("IDX-29 makes every event of governance that something is done about", async () => {
    // Allowances and authorisations of the token are its own, roles the founder's alone, a domain never changes.
    const never: Record<string, readonly string[]> = {
      TallyToken: ["Approval", "AuthorizationCanceled", "AuthorizationUsed", "EIP712DomainChanged"],
      TallyGovernor: ["EIP712DomainChanged"],
      Treasury: ["Cancelled", "RoleAdminChanged", "RoleRevoked"],
      Dividends: [],
    };
    for (const [name, events] of Object.entries(never)) {
      assert.deepEqual(await unseenEvents(chain, name as "Dividends"), events, name);
    }
  });
});

describe("tables of proposals", () => {
  it("IDX-35 have what was frozen into every proposal, its actions, and its text without NUL", async () => {
    await compareProposals(indexer, world, story);
    const { rules, sponsored } = story.proposals;
    assert.equal((await proposalDetail(options(), chain.chainId, rules.id))?.title, "Rules of the treasury");
    const detail = await proposalDetail(options(), chain.chainId, sponsored.id);
    const { snapshot = 0 } = detail ?? {};
    assert.deepEqual(detail?.sponsors, [
      {
        sponsor: low(world.address("cartographer")),
        power: await votingPower(world.reader, world.address("cartographer"), snapshot),
      },
    ]);
  });

  it("IDX-35 tell every proposal's state in the second of every block, as the governor did", async () => {
    const seen = await compareStates(indexer, world, story);
    assert.deepEqual(new Set(seen.keys()), new Set(proposalStates));
  });
});

describe("tables of votes", () => {
  it("IDX-36 have every voter's part in every tally", async () => {
    assert.equal(await compareBallots(indexer, world, story), 12);
  });

  it("IDX-36 know changes of mind, splits, and who sent the vote", async () => {
    const { items } = await ballotsOf(options(), chain.chainId, story.proposals.contested.id, { orderBy: "castAt" });
    assert.deepEqual(
      items.map(({ voter, support, way, changes, reason }) => [voter, support, way, changes, reason]),
      [
        [low(world.address("deployer")), 0, "relayed", 0, ""],
        [low(world.address("researcher")), 1, "direct", 0, ""],
        [low(world.address("climatologist")), 255, "direct", 0, ""],
        [low(world.address("cartographer")), 255, "relayed", 0, ""],
        [low(world.address("trader")), 255, "direct", 2, "Some of each."],
      ],
    );
  });

  it("IDX-36 have every signed ballot that was skipped, with the reason", async () => {
    const { items } = await skipsOf(options(), chain.chainId, story.proposals.contested.id);
    const reasons = ["alreadyVoted", "alreadyVoted", "badSignature", "badVote", "late", "noPower"];
    assert.deepEqual(items.map(({ reason }) => reason).sort(), reasons);
    const [elsewhere] = (await skipsOf(options(), chain.chainId, 77n)).items;
    assert.equal(elsewhere?.reason, "notActive");
  });
});

describe("tables of members", () => {
  it("IDX-37 have balance, power, delegate and delegators of every account", async () => {
    await compareMembers(indexer, world, story);
  });

  it("IDX-37 have every account's power in every past second", async () => {
    assert.ok((await comparePower(indexer, world, story)) > 20);
  });

  it("IDX-37 keep each change of delegate with what it was about", async () => {
    const { items } = await delegationsOf(options(), chain.chainId, world.address("trader"));
    const [trader, other] = [world.address("trader"), world.address("climatologist")].map(low);
    assert.deepEqual(
      items.map(({ from, to, balance }) => [from, to, balance]),
      [
        [other, trader, 39_001n * TALLY],
        [trader, other, 39_001n * TALLY],
      ],
    );
  });
});

describe("tables of the treasury and of dividends", () => {
  it("IDX-38 have limits, tracks, settings, and moves that add up to what there is", async () => {
    await compareTreasury(indexer, world);
    const { items } = await treasuryMoves(options(), chain.chainId, { token: world.at.eurx });
    const { money } = story.proposals;
    assert.deepEqual(
      items.map(({ kind, amount, proposal }) => [kind, amount / 1_000_000n, proposal === money.id]),
      [
        ["taken", 20n, false],
        ["taken", 300n, true],
        ["allowed", 300n, true],
        ["allowed", 50n, true],
        ["spent", 100n, true],
        ["received", 900n, false],
      ],
    );
  });

  it("IDX-38 have every round and claim, and what a share has earned", async () => {
    assert.equal(await compareDividends(indexer, world, story), 4);
  });
});

describe("questions of the SDK about governance", () => {
  it("IDX-23 IDX-39 find proposals by state, proposer and words, and page through them", async () => {
    const now = await world.now();
    const { chainId } = chain;
    const first = await proposals(options(), chainId, { now }, { limit: 5 });
    const rest = await proposals(options(), chainId, { now }, { limit: 5, after: first.next });
    assert.deepEqual([first.totalCount, first.items.length, rest.items.length, rest.next], [8, 5, 3, undefined]);
    const ids = [...first.items, ...rest.items].map(({ id }) => id);
    assert.deepEqual(new Set(ids), new Set(Object.values(story.proposals).map(({ id }) => id)));
    const found = async (filter: object): Promise<readonly string[]> =>
      (await proposals(options(), chainId, { now, ...filter })).items.map(({ title }) => title);
    assert.deepEqual(await found({ states: ["active", "pending"] }), ["Coming.", "Open to the end."]);
    assert.deepEqual(await found({ proposer: world.address("researcher") }), ["No fee at all."]);
    assert.deepEqual(await found({ text: "TREASURY rules" }), ["Rules of the treasury"]);
    assert.deepEqual(await found({ text: "%" }), []);
    await assert.rejects(proposals(options(), chainId, { text: "x".repeat(201) }), /at most 200 characters/);
  });

  it("IDX-23 IDX-39 tell who may still vote, and on what", async () => {
    const now = await world.now();
    const { open } = story.proposals;
    const needs = async (who: "climatologist" | "trader" | "keeper" | "analyst"): Promise<readonly bigint[]> =>
      (await proposals(options(), chain.chainId, { needsVoteOf: world.address(who), now })).items.map(({ id }) => id);
    assert.deepEqual(await needs("trader"), [open.id]);
    // Has voted; has no tokens; has given all power away.
    assert.deepEqual([await needs("climatologist"), await needs("keeper"), await needs("analyst")], [[], [], []]);
    const page = await absentees(options(), chain.chainId, open.id, { limit: 2 });
    const rest = await absentees(options(), chain.chainId, open.id, { after: page.next });
    const { snapshot = 0 } = (await proposalDetail(options(), chain.chainId, open.id)) ?? {};
    const expected = ["deployer", "cartographer", "trader", "researcher"] as const;
    const powers = await Promise.all(expected.map((who) => votingPower(world.reader, world.address(who), snapshot)));
    assert.deepEqual(
      [...page.items, ...rest.items].map(({ account, power }) => [account, power]),
      expected.map((who, i) => [low(world.address(who)), powers[i]]),
    );
    assert.deepEqual([page.totalCount, page.power], [4, powers.reduce((sum, power) => sum + power, 0n)]);
  });

  it("IDX-23 IDX-39 tell who has power, and takes part", async () => {
    const { items, totalCount } = await members(options(), chain.chainId, { now: await world.now() });
    assert.equal(items[0]?.account, low(world.address("deployer")));
    assert.deepEqual(
      items.map(({ power }) => power),
      items.map(({ power }) => power).toSorted((a, b) => Number(b - a)),
    );
    assert.ok(totalCount >= 8);
    const researcher = await memberDetail(options(), chain.chainId, world.address("researcher"), await world.now());
    // Not those before, for what was cancelled nobody could vote for.
    assert.deepEqual([researcher?.votesCast, researcher?.voted, researcher?.proposalsMade], [3, 3, 1]);
    assert.equal(researcher?.seen, 7);
    assert.equal((await ballotsBy(options(), chain.chainId, world.address("researcher"))).totalCount, 3);
    const { total, members: count, half, top, curve } = await concentration(options(), chain.chainId);
    const able = items.filter(
      ({ account, power }) => power > 0n && !/dead$/.test(account) && account !== low(world.at.timelock),
    );
    assert.deepEqual([count, half], [able.length, 1]);
    assert.equal(
      total,
      able.reduce((sum, { power }) => sum + power, 0n),
    );
    assert.deepEqual(
      top,
      able.map(({ account, power }) => ({ account, power })),
    );
    assert.deepEqual(curve.at(-1), { members: count, power: total });
  });
});

describe("a reorganisation", () => {
  it("IDX-11 leaves no trace of what it undid, in any table of governance", async () => {
    const before = await everyRow(indexer, chain);
    const snapshot = await chain.client.snapshot();
    await loseInDao(world, story);
    await caughtUp(indexer, chain);
    await compareBallots(indexer, world, story);
    await compareMembers(indexer, world, story);
    await compareTreasury(indexer, world);
    await compareDividends(indexer, world, story);
    const lost = await everyRow(indexer, chain);
    const changed = Object.keys(before).filter((name) => lost[name]?.join() !== before[name]?.join());
    assert.deepEqual(
      ["proposals", "proposalActions", "ballots", "ballotSkips", "ballotWithdrawals", "scorePoints", "daoMembers"]
        .concat(["delegations", "powerPoints", "treasuryMoves", "treasuryLimits", "criticalTargets"])
        .concat(["governanceSettings", "dividendTokens", "dividendClaims"])
        .filter((name) => !changed.includes(name)),
      [],
    );

    await chain.client.revert({ id: snapshot });
    // Longer than the branch that was lost, or nobody would take it for the better one.
    for (let i = 0; i < 60; i++) await chain.client.mine({ blocks: 1 });
    await caughtUp(indexer, chain);
    assert.deepEqual(await everyRow(indexer, chain), before);
    await compareProposals(indexer, world, story);
    await compareStates(indexer, world, story);
    await compareBallots(indexer, world, story);
    await compareMembers(indexer, world, story);
    await comparePower(indexer, world, story);
    await compareTreasury(indexer, world);
    await compareDividends(indexer, world, story);
  });
});
