import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ChainView, FoundLock, Swap } from "@tallystick/sdk/swaps/swapState";
import { keccak256 } from "viem";
import { missingLegs } from "../src/swaps/missing.ts";
import { HASH_LOCK, taking } from "./deal.ts";

const NOTHING: ChainView = { head: undefined, locks: [] };
const TIMING = { confirmations: 1, reorgDepth: 0, blockTime: 1, outage: 1 };
const { id, lock } = taking();
const leg = { chainId: 1, hashLock: HASH_LOCK, timing: TIMING, terms: lock };
const swap: Swap = { id, role: "initiator", a: leg, b: leg, isRevealed: false, hasLocked: false, startBy: 0 };
const seen = (id: FoundLock["id"]): ChainView => ({
  head: undefined,
  locks: [{ id, lock: swap.a.terms, state: { status: "unsure" } }],
});
const [A, B] = [seen(swap.id), seen(keccak256("0x0b"))];
const missing = (more: Partial<Swap>, a: ChainView, b: ChainView) => missingLegs({ ...swap, ...more }, a, b);

describe("legs that an agent has to look for again", () => {
  it("AGT-71: are those that it knows to be locked and does not see, be it who began or who answered", () => {
    assert.deepEqual(missing({ role: "initiator", hasLocked: true }, NOTHING, NOTHING), ["a"]);
    assert.deepEqual(missing({ role: "initiator", hasLocked: true, isRevealed: true }, A, NOTHING), ["b"]);
    assert.deepEqual(missing({ role: "responder", hasLocked: true }, NOTHING, NOTHING), ["a", "b"]);
    assert.deepEqual(missing({ role: "responder", preimage: keccak256("0x01") }, A, NOTHING), ["b"]);
    assert.deepEqual(missing({ role: "watchtower" }, NOTHING, NOTHING), ["a"]);
  });

  it("AGT-71: are none that may not be there yet, and none that it sees", () => {
    assert.deepEqual(missing({ role: "initiator" }, NOTHING, NOTHING), []);
    assert.deepEqual(missing({ role: "initiator", hasLocked: true }, A, NOTHING), []);
    assert.deepEqual(missing({ role: "responder" }, A, NOTHING), []);
    assert.deepEqual(missing({ role: "responder", hasLocked: true, preimage: keccak256("0x01") }, A, B), []);
  });
});
