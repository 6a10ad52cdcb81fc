import {
  type Address,
  encodeDeployData,
  erc6492SignatureValidatorAbi,
  erc6492SignatureValidatorByteCode,
  type Hex,
  hexToBigInt,
} from "viem";
import type { Actor, Reader } from "../chain/actor.ts";
import { explainError } from "../chain/explainError.ts";
import { isSignedBy, isSignedByKey, signTyped } from "../chain/signature.ts";
import { isTallystickError, tallystickError } from "../errors.ts";
import {
  type Order,
  type SignedOrder,
  type SignedTake,
  type SignedWithdrawal,
  swapOrderHash,
  swapOrderTypedData,
  type Take,
  takeHash,
  takeTypedData,
  type Withdrawal,
  withdrawalHash,
  withdrawalTypedData,
} from "./order.ts";

/** Readers of the chains that a swap is between; undefined for a chain that nobody here reads. */
export type Readers = (chainId: number) => Reader | undefined;

/**
 * Signs an order as its maker. Whoever has it may take it until its deadline, or until the maker withdraws it: what he
 * locks for a taker is his decision still.
 *
 * @param actor on any chain: an order's domain names none
 * @throws `UserRejected`
 */
export async function signSwapOrder(actor: Actor, order: Order): Promise<SignedOrder> {
  return { order, signature: await signTyped(actor, swapOrderTypedData(order), "signSwapOrder") };
}

/**
 * Signs a note of a lock that is to fill an order, as its taker.
 *
 * @throws `UserRejected`
 */
export async function signTake(actor: Actor, take: Take): Promise<SignedTake> {
  return { take, signature: await signTyped(actor, takeTypedData(take), "signTake") };
}

/**
 * Signs that all orders of a number are withdrawn, as their maker.
 *
 * @throws `UserRejected`
 */
export async function signWithdrawal(actor: Actor, withdrawal: Withdrawal): Promise<SignedWithdrawal> {
  return { withdrawal, signature: await signTyped(actor, withdrawalTypedData(withdrawal), "signWithdrawal") };
}

/**
 * Whether an order's maker signed it: by his key, which needs no chain, else as his contract wallet says on the chain of
 * `gives`, where he locks (ERC-1271, ERC-7702; ERC-6492 before it is deployed).
 *
 * @throws `ChainUnreachable`; `NetworkUnknown` for a wallet on a chain that `readers` does not have
 */
export function isSwapOrderSigned(readers: Readers, { order, signature }: SignedOrder): Promise<boolean> {
  return isSignedOn(readers, order.gives.chainId, order.maker, swapOrderHash(order), signature);
}

/**
 * Whether a note's taker signed it; a contract wallet is asked on the chain of the order's `wants`, where he locks.
 *
 * @param order that the note is for
 * @throws as `isSwapOrderSigned`
 */
export function isTakeSigned(readers: Readers, order: Order, { take, signature }: SignedTake): Promise<boolean> {
  return isSignedOn(readers, order.wants.chainId, take.taker, takeHash(take), signature);
}

/**
 * Whether a maker signed a withdrawal; a contract wallet is asked on the chain of `gives`.
 *
 * @param chainId of `gives` of the orders
 * @throws as `isSwapOrderSigned`
 */
export function isWithdrawalSigned(
  readers: Readers,
  chainId: number,
  { withdrawal, signature }: SignedWithdrawal,
): Promise<boolean> {
  return isSignedOn(readers, chainId, withdrawal.maker, withdrawalHash(withdrawal), signature);
}

async function isSignedOn(
  readers: Readers,
  chainId: number,
  signer: Address,
  digest: Hex,
  signature: Hex,
): Promise<boolean> {
  if (await isSignedByKey(signer, digest, signature)) return true;
  const reader = readers(chainId);
  if (reader === undefined) throw tallystickError("NetworkUnknown", { chainId });
  return isCounterfactual(signature)
    ? isSignedByComing(reader, signer, digest, signature)
    : isSignedBy(reader, signer, digest, signature);
}

/** What ends a signature of a wallet that is not deployed yet (ERC-6492). */
const MAGIC = "6492".repeat(16);

function isCounterfactual(signature: Hex): boolean {
  return signature.endsWith(MAGIC);
}

/** Gas to deploy a contract wallet and ask it, without a transaction. */
const DEPLOYING_GAS = 10_000_000n;

/** Whether a contract wallet takes a signature once it is deployed as the signature says (ERC-6492). */
async function isSignedByComing(reader: Reader, signer: Address, digest: Hex, signature: Hex): Promise<boolean> {
  const { client, network } = reader;
  const args = [signer, digest, signature] as const;
  const bytecode = erc6492SignatureValidatorByteCode;
  const data = encodeDeployData({ abi: erc6492SignatureValidatorAbi, bytecode, args });
  try {
    const answer = await client.call({ data, gas: DEPLOYING_GAS });
    return answer.data !== undefined && answer.data !== "0x" && hexToBigInt(answer.data) === 1n;
  } catch (error) {
    const why = explainError(error, { act: "isValidSignature", network });
    if (isTallystickError(why, "ChainUnreachable")) throw why;
    return false;
  }
}
