import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { hashTypedData } from "viem";
import { isSignedByKey } from "../../src/chain/signature.ts";
import { isTallystickError } from "../../src/errors.ts";
import { earlyRefundTypedData } from "../../src/swaps/earlyRefund.ts";
import type { Asset, Lock } from "../../src/swaps/lock.ts";
import { step } from "../../src/swaps/machine.ts";
import { type Release, releasedId } from "../../src/swaps/release.ts";
import { decodeRelease, encodeRelease } from "../../src/swaps/releaseWire.ts";
import type { FoundLock, LockState, Swap } from "../../src/swaps/swapState.ts";
import { accountAt, maker, NOW, taker } from "../support/swapOrders.ts";

const lock: Lock = {
  ...{ asset: { kind: "native" }, amount: 2n ** 128n - 1n, hashlock: `0x${"ab".repeat(32)}`, recipient: maker.address },
  ...{ refundee: taker.address, timelock: NOW + 900n, tip: 1n, salt: 2n ** 88n - 1n },
};
const release: Release = {
  ...{ chainId: 31337, hashLock: accountAt("a"), lock, lockedAt: 2n ** 64n - 1n, deadline: NOW + 900n },
};
const signature = `0x${"12".repeat(65)}` as const;
const travelled = (value: unknown): Record<string, unknown> => JSON.parse(JSON.stringify(value));

/** Field that a reader complains of. */
function faultOf(value: unknown): unknown {
  try {
    decodeRelease(value);
  } catch (error) {
    assert.ok(isTallystickError(error, "BadOffer"), String(error));
    return error.details["field"];
  }
  assert.fail("it was read");
}

describe("decodeRelease", () => {
  it("SWP-98 reads what was written, for every kind of asset", () => {
    const id = { token: accountAt("d"), tokenId: 2n ** 256n - 1n } as const;
    const assets: Asset[] = [
      { kind: "native" },
      { kind: "erc20", token: accountAt("d") },
      { kind: "erc721", ...id },
      { kind: "erc6909", ...id },
    ];
    for (const asset of assets) {
      const signed = { release: { ...release, lock: { ...lock, asset } }, signature };
      assert.deepEqual(decodeRelease(travelled(encodeRelease(signed))), signed);
    }
  });

  it("SWP-98 refuses by its name what nobody signs, or is of no such form", () => {
    const wire = travelled(encodeRelease({ release, signature }));
    const body = wire["release"] as Record<string, unknown>;
    const terms = body["lock"] as Record<string, unknown>;
    const withLock = (change: object) => ({ ...wire, release: { ...body, lock: { ...terms, ...change } } });
    assert.equal(faultOf(null), "release");
    assert.equal(faultOf({ ...wire, tallystick: "swap-take/1" }), "tallystick");
    assert.equal(faultOf({ ...wire, more: 1 }), "more");
    assert.equal(faultOf({ ...wire, signature: "0x" }), "signature");
    assert.equal(faultOf({ ...wire, release: { ...body, lockedAt: String(2n ** 64n) } }), "lockedAt");
    assert.equal(faultOf({ ...wire, release: { ...body, deadline: "-1" } }), "deadline");
    assert.equal(faultOf({ ...wire, release: { ...body, chainId: "31337" } }), "chainId");
    assert.equal(faultOf(withLock({ salt: String(2n ** 88n) })), "salt");
    assert.equal(faultOf(withLock({ hashlock: "0xab" })), "hashlock");
    assert.equal(faultOf(withLock({ asset: { kind: "erc20" } })), "token");
    assert.equal(faultOf(withLock({ more: 1 })), "release.lock.more");
  });
});

describe("a release", () => {
  it("SWP-98 is signed for one lock in one block of one contract on one chain", async () => {
    const digestOf = (of: Release) => {
      const { chainId, hashLock, lockedAt, deadline } = of;
      return hashTypedData(earlyRefundTypedData(chainId, hashLock, { id: releasedId(of), lockedAt, deadline }));
    };
    const own = await maker.sign({ hash: digestOf(release) });
    assert.ok(await isSignedByKey(maker.address, digestOf(release), own));
    const others: Release[] = [
      { ...release, chainId: 31338 },
      { ...release, hashLock: accountAt("b") },
      { ...release, lockedAt: release.lockedAt - 1n },
      { ...release, deadline: release.deadline + 1n },
      { ...release, lock: { ...lock, amount: 1n } },
    ];
    for (const other of others) assert.equal(await isSignedByKey(maker.address, digestOf(other), own), false);
  });
});

describe("an early refund in the state machine", () => {
  const timing = { confirmations: 2, reorgDepth: 1, blockTime: 1, outage: 20 };
  const answer: Lock = { ...lock, recipient: taker.address, refundee: maker.address, timelock: NOW + 800n };
  const id = releasedId(release);
  const swapAs = (role: Swap["role"]): Swap => ({
    ...{ id, role, isRevealed: false, hasLocked: true, startBy: Number(NOW) },
    a: { chainId: 31337, hashLock: accountAt("a"), timing, terms: lock },
    b: { chainId: 31338, hashLock: accountAt("b"), timing, terms: answer },
  });
  const told = (role: Swap["role"], a: LockState, b?: LockState) => {
    const head = { number: 50, time: Number(NOW) };
    const found = (terms: Lock, at: FoundLock["id"], state: LockState) => ({ id: at, lock: terms, state });
    const locksB = b === undefined ? [] : [found(answer, `0x${"cd".repeat(32)}`, b)];
    const seen = { a: { head, locks: [found(lock, id, a)] }, b: { head, locks: locksB } };
    const { phase, effects } = step(swapAs(role), seen);
    return [phase, effects.map(({ kind, leg }) => `${kind} ${leg}`)];
  };
  const open: LockState = { status: "locked", block: 40, depth: 11 };
  const back = (depth: number): LockState => ({ status: "refunded", depth });

  it("SWP-99 of leg a before T_A ends the swap for its initiator, once it is deep", () => {
    assert.deepEqual(told("initiator", back(1)), ["returning", []]);
    assert.deepEqual(told("initiator", back(2)), ["returned", []]);
  });

  it("SWP-99 of leg a lets nobody reveal, answer or claim leg b", () => {
    assert.deepEqual(told("initiator", back(1), open), ["returning", []]);
    assert.deepEqual(told("responder", back(2)), ["returning", []]);
    assert.deepEqual(told("responder", back(2), open), ["returning", []]);
  });

  it("SWP-99 of leg b before T_B ends the swap for its responder, and leaves leg a to its time", () => {
    assert.deepEqual(told("responder", open, back(2)), ["returned", []]);
    assert.deepEqual(told("initiator", open, back(2)), ["returning", []]);
    assert.deepEqual(told("initiator", back(2), back(2)), ["returned", []]);
  });
});
