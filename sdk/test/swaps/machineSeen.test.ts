import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { type Address, type Hex, isAddressEqual } from "viem";
import { type Lock, lockId } from "../../src/swaps/lock.ts";
import { isAsGoodAs, opens, step } from "../../src/swaps/machine.ts";
import { depthOf, planOf, timelockOfB } from "../../src/swaps/plan.ts";
import { hashlockOf } from "../../src/swaps/secrets.ts";
import type { ChainView, FoundLock, Observation, Swap, SwapEffect } from "../../src/swaps/swapState.ts";

// What the machine says to whatever it may be shown, also what no chain would show: in any order, at any second.

const CONTRACT: Address = "0x00000000000000000000000000000000000010c4";
const A: Address = "0x00000000000000000000000000000000000000a1";
const B: Address = "0x00000000000000000000000000000000000000b1";
const SECRET: Hex = `0x${"5e".repeat(32)}`;
const TIMING = { confirmations: 2, reorgDepth: 2, blockTime: 10, outage: 60 };
const timings = { a: TIMING, b: TIMING };
const T_A = 10_000;
const T_B = timelockOfB(T_A, timings);
const PLAN = planOf(T_A, timings);
const DEEP = depthOf(TIMING);

const terms = (recipient: Address, refundee: Address, timelock: number): Lock => ({
  ...{ asset: { kind: "native" }, amount: 100n, hashlock: hashlockOf(SECRET), recipient, refundee },
  ...{ timelock: BigInt(timelock), tip: 0n, salt: 7n },
});
const lockA = terms(B, A, T_A);
const lockB = terms(A, B, T_B);

/** The smallest differences, and some that do no harm. */
const change: fc.Arbitrary<Partial<Lock>> = fc.constantFrom<Partial<Lock>>(
  {},
  {},
  { amount: 99n },
  { amount: 101n },
  { amount: 101n, tip: 1n },
  { tip: 1n },
  { asset: { kind: "erc20", token: CONTRACT } },
  { recipient: "0x00000000000000000000000000000000000000a2" },
  { refundee: "0x00000000000000000000000000000000000000b2" },
  { timelock: BigInt(T_B + 1) },
  { timelock: BigInt(T_B - 1) },
  { salt: 8n },
  { hashlock: hashlockOf(`0x${"5f".repeat(32)}`) },
);
const state: fc.Arbitrary<FoundLock["state"]> = fc.oneof(
  fc.constant({ status: "unsure" } as const),
  fc.nat(DEEP + 1).map((depth) => ({ status: "locked", block: 5, depth }) as const),
  fc.nat(DEEP + 1).map((depth) => ({ status: "claimed", preimage: SECRET, depth }) as const),
  fc
    .constantFrom<Hex>("0x", `0x${"00".repeat(32)}`, `${SECRET}00`)
    .map((preimage) => ({ status: "claimed", preimage, depth: DEEP }) as const),
  fc.nat(DEEP + 1).map((depth) => ({ status: "refunded", depth }) as const),
);
const found = (lock: Lock): fc.Arbitrary<FoundLock> =>
  fc.record({ change, state }).map(({ change: by, state: how }) => {
    const made = { ...lock, ...by };
    return { id: lockId(1, CONTRACT, made), lock: made, state: how };
  });
/** About every moment at which something begins or ends. */
const time = fc
  .tuple(
    fc.constantFrom(0, PLAN.lockBy, PLAN.revealBy, T_B, PLAN.claimBy, T_A, T_A + 7_200),
    fc.integer({ min: -2, max: 2 }),
  )
  .map(([at, by]) => Math.max(0, at + by));
const view = (lock: Lock): fc.Arbitrary<ChainView> =>
  fc.record({
    head: fc.option(
      time.map((at) => ({ number: 50, time: at })),
      { nil: undefined },
    ),
    // A lock is told once.
    locks: fc.uniqueArray(found(lock), { maxLength: 4, selector: ({ id }) => id }),
  });
const seen: fc.Arbitrary<Observation> = fc.record({ a: view(lockA), b: view(lockB) });
const swap: fc.Arbitrary<Swap> = fc
  .record({
    role: fc.constantFrom("initiator", "responder", "watchtower"),
    isRevealed: fc.boolean(),
    hasLocked: fc.boolean(),
    startBy: fc.constantFrom(0, PLAN.lockBy),
    preimage: fc.constantFrom(undefined, undefined, SECRET),
  })
  .map((told): Swap => {
    const leg = { hashLock: CONTRACT, timing: TIMING };
    const a = { ...leg, chainId: 1, terms: lockA };
    return { ...told, id: lockId(1, CONTRACT, lockA), a, b: { ...leg, chainId: 2, terms: lockB } };
  });

const RUNS = { numRuns: 1_000 };
const nowOf = ({ a, b }: Observation): number | undefined => a.head && b.head && Math.max(a.head.time, b.head.time);
const first = ({ a }: Observation): FoundLock | undefined =>
  a.locks.find(({ id }) => id === lockId(1, CONTRACT, lockA));
const isDeep = (one: FoundLock | undefined): boolean =>
  one !== undefined && one.state.status === "locked" && one.state.depth >= DEEP;
const effectsOf = (given: Swap, shown: Observation): readonly SwapEffect[] => step(given, shown).effects;

describe("the state machine of a swap, whatever it is shown", () => {
  it("SWP-68: reveals the secret only for a deep second lock that is as good as agreed, in time", () => {
    fc.assert(
      fc.property(swap, seen, (given, shown) => {
        const reveals = effectsOf(given, shown).filter(
          (effect) => effect.kind === "claim" && effect.preimage === undefined,
        );
        for (const { leg, lock } of reveals) {
          assert.deepEqual([given.role, leg], ["initiator", "b"]);
          if (given.isRevealed) continue;
          const second = shown.b.locks.find((one) => one.lock === lock);
          const now = nowOf(shown);
          assert.ok(isAsGoodAs(lock, lockB) && isDeep(second) && first(shown)?.state.status === "locked");
          const { revealBy } = planOf(T_A, timings, Number(lock.timelock));
          assert.ok(now !== undefined && now <= revealBy, `${now} is after ${revealBy}`);
        }
      }),
      RUNS,
    );
  });

  it("SWP-66: locks once, in time, under no secret that is public, and second only against a deep first of exactly its terms", () => {
    fc.assert(
      fc.property(swap, seen, (given, shown) => {
        for (const effect of effectsOf(given, shown)) {
          if (effect.kind !== "lock") continue;
          const now = nowOf(shown);
          assert.ok(!given.hasLocked && now !== undefined && now <= effect.by);
          assert.equal(effect.lock, effect.leg === "a" ? lockA : lockB);
          assert.equal(given.preimage, undefined);
          const shownSecrets = [...shown.a.locks, ...shown.b.locks].filter(
            (one) => one.state.status === "claimed" && opens(one.state.preimage, lockA.hashlock),
          );
          assert.equal(shownSecrets.length, 0);
          assert.equal(given.role, effect.leg === "a" ? "initiator" : "responder");
          if (effect.leg === "b") assert.ok(isDeep(first(shown)));
        }
      }),
      RUNS,
    );
  });

  it("SWP-66: claims with nothing but the secret, refunds nothing before its second, and nobody else's lock", () => {
    fc.assert(
      fc.property(swap, seen, (given, shown) => {
        for (const effect of effectsOf(given, shown)) {
          if (effect.kind === "claim" && effect.preimage) assert.ok(opens(effect.preimage, lockA.hashlock));
          if (effect.kind !== "refund") continue;
          const { head } = shown[effect.leg];
          assert.ok(head !== undefined && head.time >= effect.lock.timelock);
          if (given.role === "responder") assert.ok(effect.leg === "b" && isAddressEqual(effect.lock.refundee, B));
          if (given.role === "initiator") assert.equal(effect.leg, "a");
        }
      }),
      RUNS,
    );
  });

  it("SWP-66: says the same to the same, and forgets neither that it locked nor that it revealed", () => {
    fc.assert(
      fc.property(swap, seen, (given, shown) => {
        const once = step(given, shown);
        const again = step(once.swap, shown);
        assert.deepEqual([again.effects, again.phase, again.next], [once.effects, once.phase, once.next]);
        assert.ok(once.swap.hasLocked || !given.hasLocked);
        assert.ok(once.swap.isRevealed || !given.isRevealed);
        assert.ok(once.swap.preimage !== undefined || given.preimage === undefined);
      }),
      RUNS,
    );
  });

  it("SWP-66: says the same in whatever order locks are told", () => {
    const about = (effects: readonly SwapEffect[]) => effects.map(({ kind, leg }) => `${kind} ${leg}`);
    fc.assert(
      fc.property(swap, seen, (given, shown) => {
        const turned = {
          a: { ...shown.a, locks: shown.a.locks.toReversed() },
          b: { ...shown.b, locks: shown.b.locks.toReversed() },
        };
        const [one, other] = [step(given, shown), step(given, turned)];
        assert.deepEqual([about(other.effects), other.phase], [about(one.effects), one.phase]);
      }),
      RUNS,
    );
  });
});
