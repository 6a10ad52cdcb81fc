import { hashLockAbi } from "@tallystick/sdk/generated/abis/HashLock";
import { kindOf, type Lock, packTerms, tokenIdOf, tokenOf } from "@tallystick/sdk/swaps/lock";
import { encodeFunctionData, type Hex } from "viem";

/** What is sent to `HashLock`. */
export interface Act {
  readonly data: Hex;
  readonly value: bigint;
}

const isItem = ({ asset }: Lock): boolean => asset.kind === "erc721" || asset.kind === "erc6909";

function itemOf(lock: Lock) {
  const { asset, amount, hashlock, recipient, refundee } = lock;
  const token = { kind: kindOf(asset), token: tokenOf(asset), tokenId: tokenIdOf(asset) };
  return { ...token, amount, hashlock, recipient, refundee, terms: packTerms(lock) };
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
    return { data: encodeFunctionData({ abi, functionName: "lockItem", args: [itemOf(lock)] }), value: lock.tip };
  }
  return { data: encodeFunctionData({ abi, functionName: "lock", args: [termsOf(lock)] }), value: 0n };
}

export function claimAct(lock: Lock, preimage: Hex): Act {
  const abi = hashLockAbi;
  if (isItem(lock)) {
    return { data: encodeFunctionData({ abi, functionName: "claimItem", args: [preimage, itemOf(lock)] }), value: 0n };
  }
  const { hashlock: _, ...terms } = termsOf(lock);
  return { data: encodeFunctionData({ abi, functionName: "claim", args: [{ preimage, ...terms }] }), value: 0n };
}

export function refundAct(lock: Lock): Act {
  const abi = hashLockAbi;
  if (isItem(lock)) {
    return { data: encodeFunctionData({ abi, functionName: "refundItem", args: [itemOf(lock)] }), value: 0n };
  }
  return { data: encodeFunctionData({ abi, functionName: "refund", args: [termsOf(lock)] }), value: 0n };
}
