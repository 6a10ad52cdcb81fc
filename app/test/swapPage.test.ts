import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { networkOf } from "@tallystick/sdk/networks";
import type { Lock } from "@tallystick/sdk/swaps/lock";
import type { LockState, SwapPhase } from "@tallystick/sdk/swaps/swapState";
import { type Address, getAddress, numberToHex, zeroHash } from "viem";
import { mayRelease } from "../features/swaps/one/may-release.ts";
import { isOwnStep, stepsOf } from "../features/swaps/one/steps.ts";
import type { LegFound } from "../features/swaps/one/swap-of.ts";
import { clockOf } from "../features/swaps/shared/clock.ts";
import type { Notes } from "../features/swaps/shared/order-notes.ts";
import { isReleaseNoted, noteRelease } from "../features/swaps/shared/release-notes.ts";

const account = (digit: string): Address => getAddress(`0x${digit.repeat(40)}`);
const [alice, bob] = [account("1"), account("2")];
const open: LockState = { status: "locked", block: 5, depth: 2 };
const claimed: LockState = { status: "claimed", preimage: zeroHash, depth: 2 };
const refunded: LockState = { status: "refunded", depth: 2 };

/** The lock of one side for the other, on a chain of its own. */
function legOf(chainId: number, [refundee, recipient]: readonly [Address, Address], state: LockState): LegFound {
  const terms: Omit<Lock, "recipient" | "refundee"> = {
    ...{ asset: { kind: "native" }, amount: 1n, hashlock: zeroHash, timelock: 9n, tip: 0n, salt: 1n },
  };
  const id = numberToHex(chainId, { size: 32 });
  const found = { id, hashLock: account("a"), network: networkOf(chainId, {}), transaction: zeroHash };
  return { ...found, lockedAt: 1, endedAt: undefined, lock: { ...terms, refundee, recipient }, state };
}
const firstIn = (state: LockState) => legOf(31_337, [alice, bob], state);
const secondIn = (state: LockState) => legOf(31_338, [bob, alice], state);

describe("stepsOf", () => {
  const told = (phase: SwapPhase, first: LockState, second?: LockState) =>
    stepsOf(phase, firstIn(first), second && secondIn(second)).map(
      ({ what, leg, who, state }) => `${what} ${leg} ${who} ${state}`,
    );

  it("APP-217 tells all that happens in a swap, what is done and what is due", () => {
    const [one, two] = ["lock first initiator", "lock second responder"];
    const [three, four] = ["claim second initiator", "claim first responder"];
    assert.deepEqual(told("a-locking", open), [`${one} now`, `${two} ahead`, `${three} ahead`, `${four} ahead`]);
    assert.deepEqual(told("a-locked", open), [`${one} done`, `${two} now`, `${three} ahead`, `${four} ahead`]);
    assert.deepEqual(told("b-locking", open, open), [`${one} done`, `${two} now`, `${three} ahead`, `${four} ahead`]);
    assert.deepEqual(told("b-locked", open, open), [`${one} done`, `${two} done`, `${three} now`, `${four} ahead`]);
    assert.deepEqual(told("revealed", open, claimed), [`${one} done`, `${two} done`, `${three} done`, `${four} now`]);
    const swapped = told("swapped", claimed, claimed);
    assert.deepEqual(swapped, [`${one} done`, `${two} done`, `${three} done`, `${four} done`]);
  });

  it("APP-217 tells what goes back in place of what would have been claimed", () => {
    const [one, two] = ["lock first initiator done", "lock second responder done"];
    assert.deepEqual(told("returning", open), [one, "back first initiator now"]);
    assert.deepEqual(told("returned", refunded), [one, "back first initiator done"]);
    const going = told("returning", open, refunded);
    assert.deepEqual(going, [one, two, "back second responder done", "back first initiator now"]);
    const uneven = told("uneven", refunded, claimed);
    assert.deepEqual(uneven, [one, two, "claim second initiator done", "back first initiator done"]);
  });

  it("APP-217 knows whose step it is", () => {
    const [first] = stepsOf("a-locked", firstIn(open), undefined);
    assert.ok(first);
    assert.deepEqual([isOwnStep(first, "initiator"), isOwnStep(first, "responder")], [true, false]);
    assert.equal(isOwnStep(first, "onlooker"), false);
  });
});

describe("clockOf", () => {
  it("APP-217 shows time that is left by the second, with days where it has any", () => {
    assert.equal(clockOf(65, "en-GB"), "1:05");
    assert.equal(clockOf(3_599.9, "zh-CN"), "59:59");
    assert.equal(clockOf(3_600 + 62, "en-GB"), "1:01:02");
    assert.equal(clockOf(86_400 * 2 + 3_661, "en-GB"), "2 days 01:01:01");
    assert.equal(clockOf(-5, "en-GB"), "0:00");
  });
});

describe("mayRelease", () => {
  const first = firstIn(open);

  it("APP-225 lets a first lock go back while nothing is locked in answer to it, and no longer", () => {
    const by = { account: bob, phase: "a-locked" } as const;
    assert.equal(mayRelease(first, { first, others: [] }, by), true);
    assert.equal(mayRelease(first, { first, others: [secondIn(refunded)] }, by), true);
    assert.equal(mayRelease(first, { first, others: [secondIn(open)] }, { ...by, phase: "b-locked" }), false);
    assert.equal(mayRelease(first, { first, others: [] }, { ...by, phase: "revealed" }), false);
    assert.equal(mayRelease(first, { first, others: [] }, { ...by, account: alice }), false);
    assert.equal(mayRelease(firstIn(claimed), { first: firstIn(claimed), others: [] }, by), false);
  });

  it("APP-225 lets who began let the answer go back, whose secret nobody else has", () => {
    const second = secondIn(open);
    assert.equal(mayRelease(second, { first, others: [second] }, { account: alice, phase: "b-locked" }), true);
    assert.equal(mayRelease(second, { first, others: [second] }, { account: bob, phase: "b-locked" }), false);
  });
});

describe("noteRelease", () => {
  it("APP-225 remembers which lock was let go, by its block, and does without a storage", () => {
    const kept = new Map<string, string>();
    const notes: Notes = { getItem: (key) => kept.get(key) ?? null, setItem: (key, text) => void kept.set(key, text) };
    const id = zeroHash;
    noteRelease(notes, id, 5);
    assert.deepEqual([isReleaseNoted(notes, id, 5), isReleaseNoted(notes, id, 6)], [true, false]);
    const full: Notes = {
      getItem: () => "{",
      setItem: () => {
        throw new Error("full");
      },
    };
    noteRelease(full, id, 5);
    assert.equal(isReleaseNoted(full, id, 5), false);
    assert.equal(isReleaseNoted({ ...full, getItem: () => '{"a":1}' }, id, 5), false);
  });
});
