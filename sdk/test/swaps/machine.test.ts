import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { depthOf, lockTimeOf, marginOf, type SwapTimings, timelockOfB } from "../../src/swaps/plan.ts";
import { type EvilAct, type LockFault, play, type Round, type Setting } from "./game.ts";

const TIMING = { confirmations: 2, reorgDepth: 2, blockTime: 10, outage: 60 };
const timings: SwapTimings = { a: TIMING, b: TIMING };
/** Rounds of an outage within what is promised. */
const OUTAGE = 5;
const ROUNDS = Math.ceil(lockTimeOf(timings) / 10) + 10;
/** Round of the initiator's T_A, as `play` sets it. */
const T_A = 2 + lockTimeOf(timings) / 10;
const RUNS = { numRuns: 150 };

const honest: Setting = { timings, isInitiatorHonest: true, isResponderHonest: true, hasTower: false };
const QUIET: Round = {
  ...{ reorgA: 0, reorgB: 0, isLost: false, isSlow: false, evil: [] },
  ...{ isInitiatorAway: false, isResponderAway: false },
};

const evil: fc.Arbitrary<EvilAct> = fc.oneof(
  fc.record({
    kind: fc.constant("lock" as const),
    fault: fc.constantFrom<LockFault>(
      "none",
      "none",
      "amount",
      "asset",
      "recipient",
      "too-long",
      "too-short",
      "tip",
      "hashlock",
    ),
  }),
  fc.constant({ kind: "claim" } as const),
  fc.constant({ kind: "refund" } as const),
);

/** A round: any, or one of the first, in which the locks are made, or one about T_A or T_B. */
const moment: fc.Arbitrary<number> = fc.oneof(
  fc.nat(ROUNDS),
  fc.nat(14),
  fc.integer({ min: -3, max: 3 }).map((by) => T_A + by),
  fc.integer({ min: -3, max: 3 }).map((by) => T_A - marginOf(timings) / 10 + by),
);

/** What chance does within the promise: one reorganisation a chain, one outage a party; malice as often as it likes. */
const schedule: fc.Arbitrary<readonly Round[]> = fc
  .record({
    reorg: fc.record({ a: moment, b: moment, depth: fc.integer({ min: 0, max: TIMING.reorgDepth }) }),
    isLost: fc.boolean(),
    away: fc.record({ initiator: moment, responder: moment }),
    slow: moment,
    // Somebody who wants his own again will try it all the time.
    refundFrom: moment,
    acts: fc.array(fc.tuple(moment, evil), { maxLength: 12 }),
    first: fc.option(fc.nat(2)),
  })
  .map(({ reorg, isLost, away, slow, acts, refundFrom, first }) =>
    Array.from({ length: ROUNDS }, (_, i): Round => {
      const isAway = (from: number): boolean => i >= from && i < from + OUTAGE;
      return {
        reorgA: i === reorg.a ? reorg.depth : 0,
        reorgB: i === reorg.b ? reorg.depth : 0,
        isLost,
        isSlow: i === slow,
        isInitiatorAway: isAway(away.initiator),
        isResponderAway: isAway(away.responder),
        evil: [
          ...(i === first ? [{ kind: "lock", fault: "none" } as const] : []),
          ...acts.filter(([at]) => at === i).map(([, act]) => act),
          ...(i >= refundFrom ? [{ kind: "refund" } as const] : []),
        ],
      };
    }),
  );

describe("the state machine of a swap", () => {
  it("SWP-65: swaps between two honest parties", () => {
    const { a, b, initiator, responder } = play(honest, []);
    assert.deepEqual([a, b, initiator.phase, responder.phase], ["claimed", "claimed", "swapped", "swapped"]);
  });

  it("SWP-66 (V): an honest initiator never pays without being paid, whatever the responder does", () => {
    fc.assert(
      fc.property(schedule, (rounds) => {
        const { a, b } = play({ ...honest, isResponderHonest: false }, rounds);
        assert.ok(a !== "claimed" || b === "claimed", `leg a ${a}, leg b ${b}`);
        assert.notEqual(a, "locked");
      }),
      RUNS,
    );
  });

  it("SWP-66 (V): an honest responder never pays without being paid, whatever the initiator does", () => {
    fc.assert(
      fc.property(schedule, fc.nat(lockTimeOf(timings)), (rounds, shorter) => {
        const { a, b } = play({ ...honest, isInitiatorHonest: false, shorter }, rounds);
        assert.ok(b !== "claimed" || a === "claimed", `leg a ${a}, leg b ${b}`);
        assert.notEqual(b, "locked");
      }),
      RUNS,
    );
  });

  it("SWP-67 (VI): two honest parties have both swapped, or both their own again", () => {
    fc.assert(
      fc.property(schedule, (rounds) => {
        const { a, b } = play(honest, rounds);
        const isBack = (leg: string): boolean => leg === "none" || leg === "refunded";
        assert.ok((a === "claimed" && b === "claimed") || (isBack(a) && isBack(b)), `leg a ${a}, leg b ${b}`);
      }),
      RUNS,
    );
  });

  it("SWP-68 (VII, VIII): the secret leaves the machine only while leg b is deep, with time and margin left", () => {
    fc.assert(
      fc.property(schedule, (rounds) => {
        const { reveals } = play({ ...honest, isResponderHonest: false }, rounds);
        for (const { depth, left, margin } of reveals) {
          assert.ok(depth >= depthOf(TIMING), `leg b was ${depth} deep`);
          assert.ok(left >= 0, `it was ${-left} s too late`);
          assert.ok(margin >= marginOf(timings), `T_A - T_B was ${margin} s`);
        }
        assert.ok(reveals.length <= 1);
      }),
      RUNS,
    );
  });

  it("SWP-69: a party that dies for good loses nothing while a watchtower is on", () => {
    const dead = fc.record({ who: fc.constantFrom("initiator" as const, "responder" as const), from: fc.nat(ROUNDS) });
    fc.assert(
      fc.property(schedule, dead, (rounds, death) => {
        const { a, b } = play({ ...honest, hasTower: true }, rounds, death);
        assert.ok(a !== "claimed" || b === "claimed", `leg a ${a}, leg b ${b}`);
        assert.ok(b !== "claimed" || a === "claimed", `leg a ${a}, leg b ${b}`);
        assert.ok(a !== "locked" && b !== "locked");
      }),
      RUNS,
    );
  });

  it("SWP-70: the order of timelocks that the book prints, T_A < T_B, gives the initiator both", () => {
    // The book's responder does not measure T_A: he locks until later than the initiator's lock ends.
    const printed: Setting = { ...honest, isInitiatorHonest: false, timelockB: (timelockA) => timelockA + 300 };
    const steal: Round[] = Array.from({ length: ROUNDS + 20 }, (_, i) => ({
      ...QUIET,
      evil: i === 0 ? [{ kind: "lock", fault: "none" }] : [{ kind: "refund" }],
    }));
    const stolen = play(printed, [...steal, { ...QUIET, evil: [{ kind: "claim" }] }]);
    assert.deepEqual([stolen.a, stolen.b], ["refunded", "claimed"]);
    // In the right order the same plan gets him nothing: T_B has passed, and the responder has his own again.
    const right = play({ ...printed, timelockB: (timelockA) => timelockOfB(timelockA, timings) }, [
      ...steal,
      { ...QUIET, evil: [{ kind: "claim" }] },
    ]);
    assert.deepEqual([right.a, right.b], ["refunded", "refunded"]);
  });

  it("SWP-71: a reorganisation deeper than promised is a loss, which the model sees", () => {
    const rounds: Round[] = Array.from({ length: 9 }, (_, i) => ({
      ...QUIET,
      isLost: true,
      evil: i === 0 ? [{ kind: "lock", fault: "none" }] : i === 7 ? [{ kind: "claim" }] : [],
      // Leg a was 3 deep when the responder locked; it is taken away with all blocks since.
      reorgA: i === 7 ? 8 : 0,
    }));
    const { a, b } = play({ ...honest, isInitiatorHonest: false }, rounds);
    assert.deepEqual([a, b], ["none", "claimed"]);
  });
});
