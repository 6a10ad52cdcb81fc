import assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { batchesOf, fittingBallots } from "@tallystick/sdk/governance/ballotBatches";
import { pendingBallots, postBallots, relayedBallots, relayInfo } from "@tallystick/sdk/governance/ballotRelay";
import { decodeBallot, type WireBallot } from "@tallystick/sdk/governance/ballots";
import { tallyOf } from "@tallystick/sdk/governance/votes";
import type { Address, Hex } from "viem";
import { tallystick } from "../../../sdk/test/support/command.ts";
import { failureOf } from "../../../sdk/test/support/errors.ts";
import type { TestStack } from "../../../sdk/test/support/stack.ts";
import { kill, NEVER, type Running, startServer } from "./process.ts";
import { signed, startWorld, TALLY, votersOf, type World } from "./world.ts";

const voters = votersOf("client", 6);

/** What the command says, as JSON. */
interface Answer {
  readonly error?: { readonly code: string };
  readonly ballots?: readonly unknown[];
  readonly held?: readonly unknown[];
  readonly state?: string;
  readonly hasVoted?: boolean;
  readonly counted?: readonly unknown[];
  readonly skipped?: readonly { readonly reason: string }[];
  readonly transactions?: readonly string[];
}

describe("ballots without this relay", () => {
  let world: World;
  let relay: Running;
  let proposal: bigint;
  let ballots: WireBallot[];
  before(async () => {
    world = await startWorld();
    await world.empower(voters.slice(0, 5).map(({ address }) => address));
    proposal = await world.propose("By anyone");
    ballots = await Promise.all(voters.map((voter) => signed(world, voter, { proposalId: proposal })));
    // It only collects: nothing is sent within this test.
    relay = await startServer(world, NEVER);
  });
  after(async () => {
    await kill(relay);
    await world.close();
  });

  const run = async (args: readonly string[]) => {
    const env = { TALLYSTICK_PORT_CHAIN_A: String(world.port), PATH: "" };
    const stack = { env } as unknown as TestStack;
    const { code, out, err } = await tallystick(stack, ["ballots", ...args, "--json"]);
    return { code, err, result: JSON.parse(out || "{}") as Answer };
  };
  const file = (name: string, value: unknown): string => {
    const path = join(world.folder, name);
    rmSync(path, { force: true });
    writeFileSync(path, JSON.stringify(value));
    return path;
  };
  const at = (url = relay.url) => ({ url, chainId: 31337 });

  it("BAL-33 posts ballots, and reads what the relay answers, has and is", async () => {
    const answers = await postBallots(at(), ballots.slice(0, 2).map(decodeBallot));
    assert.deepEqual(
      answers.map((each) => "status" in each && each.status),
      ["pending", "pending"],
    );
    const [again, none] = await postBallots(at(), [ballots[0], ballots[5]].map(decodeBallot));
    assert.ok(again && "refused" in again && none && "refused" in none);
    assert.deepEqual([again.refused, again.known], ["duplicate", answers[0]]);
    assert.deepEqual([none.refused, none.known], ["zeroPower", undefined]);
    assert.ok(none.sentence.length > 10);
    const { pending, next } = await pendingBallots(at(), proposal, { limit: 1 });
    assert.deepEqual([pending, next], [{ against: 0n, for: 2n * TALLY, abstain: 0n, count: 2 }, "1"]);
    const all = await relayedBallots(at(), proposal);
    assert.deepEqual(
      all.map(({ signature }) => signature),
      ballots.slice(0, 2).map(({ signature }) => signature),
    );
    const { governor, relayer } = await relayInfo(at());
    assert.equal(governor, world.governor);
    assert.equal(relayer, world.actor("relayer").wallet.account.address);
  });

  it("BAL-33 refuses what is no relay, one of another chain, and answers that are not of their form", async () => {
    assert.equal((await failureOf(relayInfo(at("http://127.0.0.1:1")))).code, "RelayUnreachable");
    assert.equal((await failureOf(relayInfo({ ...at(), chainId: 5 }))).code, "RelayRefused");
    const answering = (value: unknown, status = 200) => ({ fetch: async () => Response.json(value, { status }) });
    const pending = { against: "0", for: "0", abstain: "0", count: 0 };
    const good = { ...ballots[0], id: `0x${"1".repeat(64)}`, status: "pending" };
    const wrong: readonly unknown[] = [
      null,
      [],
      { ballots: 1, pending },
      { ballots: [], pending: { ...pending, for: 1 } },
      { ballots: [{ ...good, status: "won" }], pending },
      { ballots: [{ ...good, id: "0x1" }], pending },
      { ballots: [{ ...good, proposalId: "7" }], pending },
    ];
    for (const each of wrong) {
      const { code } = await failureOf(pendingBallots(at(), proposal, {}, answering(each)));
      assert.equal(code, "RelayRefused", JSON.stringify(each));
    }
    const circling = answering({ ballots: [good], next: "5", pending });
    const { code } = await failureOf(relayedBallots(at(), proposal, circling));
    assert.equal(code, "RelayRefused", "a relay without end");
    const long = answering({ results: [{ refused: "x".repeat(9_000), sentence: 7 }] });
    const [answer] = await postBallots(at(), [decodeBallot(ballots[0])], long);
    assert.ok(answer && "refused" in answer);
    assert.deepEqual([answer.refused.length, answer.sentence], [500, "No reason was given."]);
    const few = answering({ results: [] });
    assert.equal((await failureOf(postBallots(at(), [decodeBallot(ballots[0])], few))).code, "RelayRefused");
  });

  it("BAL-32 posts files, and shows what relays have", async () => {
    const path = file("third.json", ballots[2]);
    const posted = await run(["post", path, "--relay", relay.url]);
    assert.equal(posted.code, 0);
    const refused = await run(["post", file("poor.json", [ballots[5]]), "--relay", relay.url]);
    assert.deepEqual([refused.code, refused.result.error?.code], [1, "BallotRefused"]);
    const listed = await run(["list", String(proposal), "--relay", `${relay.url},http://127.0.0.1:1`]);
    assert.equal(listed.result.ballots?.length, 3);
    assert.match(listed.err, /does not answer/);
    const { result } = await run(["status", String(proposal), "--relay", relay.url, "--of", voters[0]?.address ?? ""]);
    assert.deepEqual(result.held, [{ relay: relay.url, status: "pending" }]);
    assert.deepEqual([result.state, result.hasVoted], ["active", false]);
    assert.equal((await run(["list", String(proposal), "--relay", "nowhere"])).code, 2);
    assert.equal((await run(["submit", "--persona", "newcomer"])).code, 2);
  });

  it("BAL-32 replaces the relay: brings its ballots and those of files, and leaves out what would be skipped", async () => {
    const forged = { ...ballots[4], support: 0 };
    const path = file("more.json", { ballots: [ballots[3], ballots[0], forged, ballots[5]] });
    const from = ["--proposal", String(proposal), "--relay", relay.url, "--persona", "newcomer"];
    const { code, result } = await run(["submit", path, ...from]);
    assert.equal(code, 0, JSON.stringify(result));
    assert.equal(result.counted?.length, 4);
    assert.equal(result.transactions?.length, 1);
    const reasons = (result.skipped ?? []).map(({ reason }) => reason);
    assert.deepEqual(reasons.toSorted(), ["badSignature", "duplicate", "noPower"]);
    assert.deepEqual(await tallyOf(world.reader, proposal), { against: 0n, for: 4n * TALLY, abstain: 0n });
    // The relay finds out by itself, and the next one has nothing left to bring.
    const again = await run(["submit", path, ...from]);
    assert.deepEqual([again.code, again.result.counted], [0, []]);
  });
});

describe("batchesOf", () => {
  const ballot = (index: number) => ({
    proposalId: 1n,
    voter: `0x${index.toString(16).padStart(40, "0")}` as Address,
    support: 1,
    params: "0x" as Hex,
    deadline: 1,
    signature: "0x" as Hex,
    by: "key" as const,
  });
  it("BAL-32 splits ballots below the gas of a transaction: 700 known voters, or 345 new ones", () => {
    const many = Array.from({ length: 1_500 }, (_, i) => ballot(i));
    const known = new Map(many.map(({ voter }, i) => [voter, BigInt(i + 1)]));
    assert.deepEqual(
      batchesOf(many, known).map((each) => each.length),
      [705, 705, 90],
    );
    assert.deepEqual(
      batchesOf(many).map((each) => each.length),
      [345, 345, 345, 345, 120],
    );
    const { chosen, gas } = fittingBallots(many.map((each) => ({ ...each, by: undefined, index: 0n })));
    assert.deepEqual([chosen.length, gas < 16_000_000n], [56, true]);
  });
});
