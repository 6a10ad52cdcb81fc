import assert from "node:assert/strict";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { type Agents, agentsOf } from "./agents.ts";
import { hasAnvil } from "./anvil.ts";
import { MARGIN, orderOf, PAIRS, type Pair } from "./cast.ts";
import { type MakerPlay, playMaker, playTaker, type TakerPlay } from "./plays.ts";
import { type Case, type Run, runCase, type Step } from "./run.ts";
import type { PartyName } from "./verdict.ts";
import { startWorld, type World } from "./world.ts";

describe("what is judged", { skip: !hasAnvil && "no other node here", timeout: 300_000 }, () => {
  let world: World;
  let agents: Agents;
  before(async () => {
    world = await startWorld(mkdtempSync(join(tmpdir(), "chaos-")));
    agents = agentsOf(world, []);
  });
  after(() => world.stop());

  const order = ({ pair, world: { hashLock, token } }: Run) => orderOf(pair, hashLock, token, 1_800_000_000);
  const run = (more: Partial<Case>, taker: Partial<TakerPlay>, maker: Partial<MakerPlay>) =>
    runCase(world, agents, {
      name: "played",
      kind: "played",
      seed: 1,
      pair: "token-ether",
      agents: [],
      honest: ["maker", "taker"],
      plays: [playTaker({ order: async (of) => order(of), ...taker }), playMaker({ order, ...maker })],
      expect: "swapped",
      ...more,
    });

  it("AGT-63 finds that two who keep to the rules have swapped, whatever they swap", async () => {
    for (const pair of PAIRS) {
      const { problem, fates } = await run({ pair }, {}, {});
      assert.deepEqual(
        { pair, problem, fates },
        { pair, problem: undefined, fates: { maker: "swapped", taker: "swapped" } },
      );
    }
  });

  it("AGT-64 finds that both have kept what they had, and asks for more where nothing was in the way", async () => {
    const { problem, fates } = await run({}, { claims: "never" }, {});
    assert.deepEqual(fates, { maker: "kept", taker: "kept" });
    assert.equal(problem, "nothing was in the way, and the maker ended kept");
    assert.equal((await run({ expect: "even" }, { claims: "never" }, {})).problem, undefined);
    assert.equal((await run({ expect: "even" }, {}, { isAbsent: true })).problem, undefined);
  });

  it("AGT-64 finds what an honest party has lost", async () => {
    const { problem, fates } = await run({ expect: "even" }, {}, { claims: "never" });
    assert.deepEqual(fates, { maker: "lost", taker: "won" });
    assert.equal(problem, "the honest maker ended lost");
    const honest: PartyName[] = ["taker"];
    assert.equal((await run({ expect: "even", honest }, {}, { claims: "never" })).problem, undefined);
  });

  it("AGT-65 loses by timelocks in the order that the book prints", async () => {
    const late = (pair: Pair) =>
      run(
        { pair, honest: ["maker"], expect: "loss" },
        { claims: "too late" },
        { twist: (lock) => ({ ...lock, timelock: lock.timelock + BigInt(2 * MARGIN) }) },
      );
    for (const pair of PAIRS) {
      const { problem, fates } = await late(pair);
      assert.deepEqual({ pair, problem, fates }, { pair, problem: undefined, fates: { maker: "lost", taker: "won" } });
    }
  });

  it("AGT-64 complains of a fault that never came about", async () => {
    const never: Step = { at: "refundB", act: () => undefined };
    const missed = "the moment refundB never came";
    assert.equal((await run({ steps: [never] }, {}, {})).problem, `${missed}: nothing was tried`);
    // Of several faults one may keep another from coming.
    const loose = await run({ steps: [never], isLoose: true }, {}, {});
    assert.deepEqual([loose.problem, loose.missed], [undefined, missed]);
  });

  it("AGT-64 takes what an honest party never gets back for lost", async () => {
    const play = { claims: "never", refunds: false } as const;
    const { problem, blocks } = await run({ expect: "even", honest: ["taker"] }, play, {});
    assert.equal(problem, "the honest taker ended lost");
    assert.equal(blocks, 123);
    assert.equal((await run({ expect: "even", honest: ["maker"] }, play, {})).problem, undefined);
  });

  it("AGT-65 complains where a loss was to be seen and was not", async () => {
    assert.match((await run({ expect: "loss" }, {}, {})).problem ?? "", /would not be seen/);
  });
});
