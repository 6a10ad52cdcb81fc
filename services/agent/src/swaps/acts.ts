import { type Call, calldataOf } from "@tallystick/sdk/chain/call";
import { claimLock, lockAsset, refundLock, refundLockEarly } from "@tallystick/sdk/swaps/hashLock";
import type { Lock } from "@tallystick/sdk/swaps/lock";
import { type Hex, zeroAddress } from "viem";

/** What is sent to `HashLock`. */
export interface Act {
  readonly data: Hex;
  readonly value: bigint;
}

const actOf = (call: Call, value = 0n): Act => ({ data: calldataOf(call), value });

export function lockAct(lock: Lock): Act {
  // Which contract it goes to is not in the data.
  const call = lockAsset(zeroAddress, lock);
  return actOf(call, call.value);
}

export function claimAct(lock: Lock, preimage: Hex): Act {
  return actOf(claimLock(zeroAddress, lock, preimage));
}

/** @param consent of the recipient: before the timelock */
export function refundAct(
  lock: Lock,
  consent?: { readonly deadline: bigint; readonly signature: Hex } | undefined,
): Act {
  return actOf(consent ? refundLockEarly(zeroAddress, lock, consent) : refundLock(zeroAddress, lock));
}
