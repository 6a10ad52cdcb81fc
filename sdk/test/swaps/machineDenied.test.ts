import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Address, Hex } from "viem";
import { type Lock, lockId } from "../../src/swaps/lock.ts";
import { step } from "../../src/swaps/machine.ts";
import { timelockOfB } from "../../src/swaps/plan.ts";
import { hashlockOf } from "../../src/swaps/secrets.ts";
import type { ChainView, Swap, SwapRole } from "../../src/swaps/swapState.ts";

// Endpoints that deny a lock which was deep: within what is promised it can't be gone.

const CONTRACT: Address = "0x00000000000000000000000000000000000010c4";
const A: Address = "0x00000000000000000000000000000000000000a1";
const B: Address = "0x00000000000000000000000000000000000000b1";
const SECRET: Hex = `0x${"5e".repeat(32)}`;
const TIMING = { confirmations: 2, reorgDepth: 2, blockTime: 10, outage: 60 };
const T_A = 10_000;
const T_B = timelockOfB(T_A, { a: TIMING, b: TIMING });
const terms = (recipient: Address, refundee: Address, timelock: number): Lock => ({
  ...{ asset: { kind: "native" }, amount: 100n, hashlock: hashlockOf(SECRET), recipient, refundee },
  ...{ timelock: BigInt(timelock), tip: 0n, salt: 7n },
});
const lockA = terms(B, A, T_A);
const swapOf = (role: SwapRole, hasLocked: boolean): Swap => ({
  ...{ id: lockId(1, CONTRACT, lockA), role, isRevealed: false, hasLocked, startBy: 0 },
  a: { chainId: 1, hashLock: CONTRACT, timing: TIMING, terms: lockA },
  b: { chainId: 2, hashLock: CONTRACT, timing: TIMING, terms: terms(A, B, T_B) },
});
const at = (time: number): ChainView => ({ head: { number: 9, time }, locks: [] });
const after = (swap: Swap, time: number) => step(swap, { a: at(time), b: at(time) });

describe("a lock that was deep and is denied", () => {
  for (const [role, leg, timelock] of [
    ["initiator", "a", T_A],
    ["responder", "b", T_B],
  ] as const) {
    it(`SWP-75: is refunded when it is due, for the ${role}`, () => {
      const swap = swapOf(role, true);
      assert.deepEqual(after(swap, timelock - 1).effects, []);
      const due = after(swap, timelock);
      assert.deepEqual(
        due.effects.map((effect) => [effect.kind, effect.leg]),
        [["refund", leg]],
      );
      assert.notEqual(due.phase, "returned");
    });

    it(`SWP-75: is given up two outages later, for the ${role}`, () => {
      const ended = after(swapOf(role, true), T_A + 2 * TIMING.outage);
      assert.deepEqual([ended.effects, ended.phase], [[], "returned"]);
    });

    it(`SWP-75: is no lock where there never was one, for the ${role}`, () => {
      const never = after(swapOf(role, false), T_A);
      assert.deepEqual([never.effects, never.phase], [[], "returned"]);
    });
  }
});
