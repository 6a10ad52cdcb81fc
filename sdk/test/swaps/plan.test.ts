import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { networks } from "../../src/networks.ts";
import {
  type ChainTiming,
  depthOf,
  lockTimeOf,
  marginOf,
  planOf,
  revealReserve,
  timelockOfB,
} from "../../src/swaps/plan.ts";

const slow: ChainTiming = { confirmations: 3, reorgDepth: 2, blockTime: 12, outage: 900 };
const quick: ChainTiming = { confirmations: 1, reorgDepth: 0, blockTime: 1, outage: 20 };
const timing: fc.Arbitrary<ChainTiming> = fc.record({
  confirmations: fc.integer({ min: 1, max: 100 }),
  reorgDepth: fc.nat(100),
  blockTime: fc.integer({ min: 1, max: 600 }),
  outage: fc.nat(100_000),
});

describe("marginOf", () => {
  it("SWP-60: is three reorganisations, two outages and two confirmations of the slower chain", () => {
    assert.equal(marginOf({ a: slow, b: quick }), 3 * 24 + 2 * 900 + 2 * 36);
    assert.equal(marginOf({ a: quick, b: slow }), marginOf({ a: slow, b: quick }));
    assert.equal(marginOf({ a: quick, b: quick }), 42);
  });

  it("SWP-60: counts a lock from a depth that no promised reorganisation takes away", () => {
    assert.equal(depthOf({ ...slow, confirmations: 1 }), 3);
    assert.equal(depthOf({ ...slow, confirmations: 5 }), 5);
    for (const network of networks({})) assert.ok(network.confirmations > network.reorgDepth, network.id);
  });
});

describe("planOf", () => {
  it("SWP-61: tells until when each party must act", () => {
    assert.equal(timelockOfB(100_000, { a: slow, b: slow }), 98_056);
    assert.deepEqual(planOf(100_000, { a: slow, b: slow }), {
      lockBy: 98_056 - 960 - 36 - 12,
      revealBy: 98_056 - 960,
      refundB: 98_056,
      claimBy: 100_000 - 36 - 24,
      refundA: 100_000,
    });
  });

  it("SWP-61: keeps the order of its moments on all chains, and leaves both parties time in a lock of the least length", () => {
    fc.assert(
      fc.property(timing, timing, (a, b) => {
        const timings = { a, b };
        const timelock = 10_000_000 + lockTimeOf(timings);
        const { lockBy, revealBy, refundB, claimBy, refundA } = planOf(timelock, timings);
        assert.ok(lockBy < revealBy && revealBy < refundB && refundB < claimBy && claimBy < refundA);
        assert.equal(refundA - refundB, marginOf(timings));
        assert.equal(refundB - revealBy, revealReserve(timings));
        // The responder may wait for leg a's depth and for an outage of it, and be in time.
        assert.ok(lockBy >= 10_000_000 + depthOf(a) * a.blockTime + a.outage);
      }),
    );
  });
});
