import { hashLockAbi } from "@tallystick/sdk/generated/abis/HashLock";
import { type Lock, packTerms, tokenIdOf, tokenOf } from "@tallystick/sdk/swaps/lock";
import { encodeFunctionData, type Hex } from "viem";

/** What is sent to `HashLock`. */
export interface Act {
  readonly data: Hex;
  readonly value: bigint;
}

const isItem = ({ asset }: Lock): boolean => asset.kind === "erc721" || asset.kind === "erc6909";

/** ERC-721 has no units. */
function itemOf({ asset, amount, recipient, refundee, ...lock }: Lock) {
  const units = asset.kind === "erc6909" ? amount : 0n;
  return { tokenId: tokenIdOf(asset), token: tokenOf(asset), recipient, units, terms: packTerms(lock), refundee };
}

function termsOf(lock: Lock) {
  const { asset, amount, hashlock, recipient, refundee } = lock;
  return { token: tokenOf(asset), amount, hashlock, recipient, refundee, terms: packTerms(lock) };
}

export function lockAct(lock: Lock): Act {
  const abi = hashLockAbi;
  if (lock.asset.kind === "native") {
    const args = [lock.hashlock, lock.recipient, lock.refundee, packTerms(lock)] as const;
    return { data: encodeFunctionData({ abi, functionName: "lockEther", args }), value: lock.amount };
  }
  if (isItem(lock)) {
    return { data: encodeFunctionData({ abi, functionName: "lockItem", args: [{ ...itemOf(lock), hashlock: lock.hashlock }] }), value: lock.tip };
  }
  return { data: encodeFunctionData({ abi, functionName: "lockToken", args: [termsOf(lock)] }), value: 0n };
}

export function claimAct(lock: Lock, preimage: Hex): Act {
  const abi = hashLockAbi;
  if (isItem(lock)) {
    return { data: encodeFunctionData({ abi, functionName: "claimItem", args: [{ ...itemOf(lock), preimage }] }), value: 0n };
  }
  const { hashlock: _, ...terms } = termsOf(lock);
  return { data: encodeFunctionData({ abi, functionName: "claim", args: [{ preimage, ...terms }] }), value: 0n };
}

export function refundAct(lock: Lock): Act {
  const abi = hashLockAbi;
  if (isItem(lock)) {
    return { data: encodeFunctionData({ abi, functionName: "refundItem", args: [{ ...itemOf(lock), hashlock: lock.hashlock }] }), value: 0n };
  }
  return { data: encodeFunctionData({ abi, functionName: "refund", args: [termsOf(lock)] }), value: 0n };
}
