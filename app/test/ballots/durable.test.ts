import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { WireBallot } from "@tallystick/sdk/governance/ballots";
import { kill, NEVER, type Running, startServer } from "./process.ts";
import type { Answered, Listed } from "./relay.ts";
import { signed, startWorld, votersOf, type World } from "./world.ts";

const VOTERS = 90;

async function listOf({ url }: Running, proposal: bigint): Promise<Listed["ballots"]> {
  const all: Listed["ballots"][number][] = [];
  let after = "0";
  for (;;) {
    const answer = await fetch(`${url}/api/ballots?chain=31337&proposal=${proposal}&limit=500&after=${after}`);
    const page = (await answer.json()) as Listed;
    all.push(...page.ballots);
    if (page.next === undefined) return all;
    after = page.next;
  }
}

describe("the ballot relay over kill -9", () => {
  let world: World;
  let proposal: bigint;
  let ballots: WireBallot[];
  before(async () => {
    world = await startWorld();
    const voters = votersOf("durable", VOTERS);
    await world.empower(voters.map(({ address }) => address));
    proposal = await world.propose("Durable");
    ballots = await Promise.all(voters.map((voter) => signed(world, voter, { proposalId: proposal })));
  });
  after(() => world.close());

  it("BAL-20 loses no ballot that it has acknowledged, and sends after the restart what waited", async () => {
    // Nothing is sent before it is killed.
    const first = await startServer(world, NEVER);
    const acknowledged: string[] = [];
    const waiting = [...ballots];
    const poster = async (): Promise<void> => {
      for (let ballot = waiting.pop(); ballot !== undefined; ballot = waiting.pop()) {
        const init = { method: "POST", body: JSON.stringify({ ballots: [ballot] }) };
        const answer = await fetch(`${first.url}/api/ballots?chain=31337`, init).catch(() => undefined);
        if (!answer) return;
        const { results } = (await answer.json()) as { results: Answered[] };
        if (results[0]?.status === "pending") acknowledged.push(ballot.voter.toLowerCase());
        if (acknowledged.length === VOTERS / 3) first.child.kill("SIGKILL");
      }
    };
    await Promise.all(Array.from({ length: 8 }, () => poster().catch(() => undefined)));
    await kill(first);
    assert.ok(acknowledged.length >= VOTERS / 3 && acknowledged.length < VOTERS, `${acknowledged.length} acknowledged`);

    const second = await startServer(world, { TALLYSTICK_BALLOTS_EVERY: "1" });
    try {
      const kept = new Set((await listOf(second, proposal)).map(({ voter }) => voter));
      for (const voter of acknowledged) assert.ok(kept.has(voter), `${voter} was lost`);

      // A restart must wait until the killed one's lease has run out.
      const deadline = Date.now() + 60_000;
      for (;;) {
        const now = await listOf(second, proposal);
        if (now.every(({ status }) => status === "counted")) break;
        assert.ok(Date.now() < deadline, `still ${now.map(({ status }) => status).join()}`);
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
    } finally {
      await kill(second);
    }
  });
});
