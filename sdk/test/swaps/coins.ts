import assert from "node:assert/strict";
import { type Hex, sha256 } from "viem";
import { isTallystickError } from "../../src/errors.ts";
import type { BitcoinLock } from "../../src/swaps/bitcoin/script.ts";
import { bitcoinKey } from "../../src/swaps/bitcoin/spend.ts";

// Locks of bitcoin in tests, and who has a part in them.

export const recipient = bitcoinKey(`0x${"11".repeat(32)}`);
export const refundee = bitcoinKey(`0x${"22".repeat(32)}`);
export const stranger = bitcoinKey(`0x${"33".repeat(32)}`);
export const preimage: Hex = `0x${"ab".repeat(32)}`;
export const AMOUNT = 1_000_000n;

export const lockOf = (change: Partial<BitcoinLock> = {}): BitcoinLock => ({
  ...{ network: "regtest", amount: AMOUNT, hashlock: sha256(preimage), timelock: 1_900_000_000 },
  ...{ recipientKey: recipient.publicKey, refundKey: refundee.publicKey },
  ...change,
});

/** Field that something is refused for. */
export async function faultOf(act: () => unknown): Promise<unknown> {
  try {
    await act();
  } catch (error) {
    assert.ok(isTallystickError(error, "BitcoinInvalid"), String(error));
    return error.details["field"];
  }
  assert.fail("it was taken");
}
