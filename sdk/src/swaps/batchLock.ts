import type { Address, Hex } from "viem";
import type { Actor, Reader } from "../chain/actor.ts";
import { type Call, callOf } from "../chain/call.ts";
import { readView } from "../chain/readView.ts";
import { signTyped } from "../chain/signature.ts";
import { tallystickError } from "../errors.ts";
import { batchLockAbi } from "../generated/abis/BatchLock.ts";
import { type Batch, type BatchLeaf, batchLeafStruct, batchProof, batchStruct, batchTrunk } from "./batchTerms.ts";
import type { LockAuthorization, LockPermit, PaidCall } from "./hashLock.ts";

// Acts on `BatchLock`. Each makes a Call: send it, batch it, or sign it for the relay. `leaves` are always all leaves of
// the batch, in the order of their indices.

/** Locks: ether by value, an ERC-20 by allowance (`IBatchLock.lockETH`, `lockToken`). Anyone, who pays. */
export function lockBatch(batchLock: Address, batch: Batch): PaidCall {
  if (batch.asset.kind === "native") {
    return { ...callOf(batchLock, batchLockAbi, "lockETH", [batchStruct(batch)]), value: batch.amount };
  }
  return { ...callOf(batchLock, batchLockAbi, "lockToken", [batchStruct(batch)]), value: 0n };
}

/** Locks an ERC-20, paid by a permit of the caller (`IBatchLock.lockTokenWithPermit`). */
export function lockBatchWithPermit(batchLock: Address, batch: Batch, permit: LockPermit): Call {
  return callOf(batchLock, batchLockAbi, "lockTokenWithPermit", [batchStruct(batch), permit]);
}

/**
 * Locks an ERC-20, paid by one signature of the payer, whose nonce is `lockNonce` of the batch's id
 * (`IBatchLock.lockTokenWithAuthorization`). Anyone may send it.
 */
export function lockBatchWithAuthorization(batchLock: Address, batch: Batch, authorization: LockAuthorization): Call {
  return callOf(batchLock, batchLockAbi, "lockTokenWithAuthorization", [batchStruct(batch), authorization]);
}

/**
 * Claims a leaf for its recipient (`IBatchLock.claim`). Anyone with the secret; he gets the tip.
 *
 * @throws `FieldInvalid`: there is no such leaf
 */
export function claimLeaf(
  batchLock: Address,
  batch: Batch,
  leaves: readonly BatchLeaf[],
  { index, preimage }: LeafSecret,
): Call {
  const { claim, proof } = claimOf(leaves, { index, preimage });
  return callOf(batchLock, batchLockAbi, "claim", [claim, batchTrunk(batch), proof]);
}

/** A leaf, and what its hashlock is the hash of. */
export interface LeafSecret {
  readonly index: number;
  readonly preimage: Hex;
}

/**
 * Claims many leaves at once, all or none, with one payout for each recipient (`IBatchLock.claimMany`).
 *
 * @throws `FieldInvalid`: there is no such leaf
 */
export function claimLeaves(
  batchLock: Address,
  batch: Batch,
  leaves: readonly BatchLeaf[],
  secrets: readonly LeafSecret[],
): Call {
  const all = secrets.map((secret) => claimOf(leaves, secret));
  const [claims, proofs] = [all.map(({ claim }) => claim), all.map(({ proof }) => proof)];
  return callOf(batchLock, batchLockAbi, "claimMany", [claims, batchTrunk(batch), proofs]);
}

/** Refunds all that is still held, from the timelock on (`IBatchLock.refund`). Anyone; he gets one tip. */
export function refundBatch(batchLock: Address, batch: Batch): Call {
  return callOf(batchLock, batchLockAbi, "refund", [batchStruct(batch)]);
}

/**
 * Refunds a leaf at any time, by its recipient's consent (`IBatchLock.refundEarly`). Anyone with it; the recipient himself
 * needs no signature.
 *
 * @param consent see `signLeafRefund`
 * @throws `FieldInvalid`: there is no such leaf
 */
export function refundLeafEarly(
  batchLock: Address,
  batch: Batch,
  leaves: readonly BatchLeaf[],
  { index, deadline, signature }: { readonly index: number; readonly deadline: bigint; readonly signature: Hex },
): Call {
  const args = [leafOf(leaves, index), batchTrunk(batch), batchProof(leaves, index), deadline, signature] as const;
  return callOf(batchLock, batchLockAbi, "refundEarly", args);
}

/** A recipient's consent to a refund of his leaf before the timelock. It can meet no other batch: ids are locked once. */
export interface LeafRefund {
  /** See `batchId`. */
  readonly id: Hex;
  readonly index: number;
  /** Last second at which it may be used. */
  readonly deadline: bigint;
}

const types = {
  EarlyRefund: [
    { name: "id", type: "bytes32" },
    { name: "index", type: "uint256" },
    { name: "deadline", type: "uint256" },
  ],
} as const;

/** EIP-712 data of a consent. */
export function leafRefundTypedData(chainId: number, batchLock: Address, { id, index, deadline }: LeafRefund) {
  const domain = { name: "Tallystick BatchLock", version: "1", chainId, verifyingContract: batchLock } as const;
  return { domain, types, primaryType: "EarlyRefund", message: { id, index: BigInt(index), deadline } } as const;
}

/**
 * Signs the recipient's consent to a refund of his leaf before the timelock.
 *
 * @param actor the recipient
 * @throws `UserRejected`
 */
export function signLeafRefund(actor: Actor, batchLock: Address, consent: LeafRefund): Promise<Hex> {
  return signTyped(actor, leafRefundTypedData(actor.network.chainId, batchLock, consent), "refundEarly");
}

/** What is left of a batch (`IBatchLock.State`). */
export interface BatchState {
  /** Base units that were not paid out. Nothing, and no leaf ended: the batch was never locked. */
  readonly held: bigint;
  /** Whether the leaf with an index has ended; all, once the batch was refunded. */
  readonly hasEnded: (index: number) => boolean;
}

/**
 * What is left of batches (`IBatchLock.statesOf`).
 *
 * @param ids see `batchId`
 * @param blockNumber as of which block, for how deep it is. Default: the newest
 * @throws `ChainUnreachable`
 */
export async function readBatchStates(
  reader: Reader,
  batchLock: Address,
  ids: readonly Hex[],
  blockNumber?: bigint,
): Promise<readonly BatchState[]> {
  const contract = { address: batchLock, abi: batchLockAbi };
  const states = await readView(reader, contract, "statesOf", [ids], blockNumber);
  return states.map(({ held, ended }) => ({ held, hasEnded: (index) => ((ended >> BigInt(index)) & 1n) === 1n }));
}

function leafOf(leaves: readonly BatchLeaf[], index: number) {
  const leaf = leaves[index];
  if (leaf === undefined)
    throw tallystickError("FieldInvalid", { field: "index", reason: `there is no leaf ${index}` });
  return batchLeafStruct(leaf);
}

function claimOf(leaves: readonly BatchLeaf[], { index, preimage }: LeafSecret) {
  const { recipient, part } = leafOf(leaves, index);
  return { claim: { preimage, recipient, part }, proof: batchProof(leaves, index) };
}
