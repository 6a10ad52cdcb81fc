import { SigHash, Transaction } from "@scure/btc-signer/transaction.js";
import { type Hex, hexToBytes } from "viem";
import { addressOutput, type BitcoinLock, bitcoinFault, dustOf, lockOutput, lockScript } from "./script.ts";

// A lock's spending before it is signed, and with a signature. The signature covers all but the witness: not the secret.

/** How a lock ends. */
export type SpendKind = "claim" | "refund";

/** An output that can be spent. */
export interface Outpoint {
  /** As explorers write it. */
  readonly txid: string;
  readonly vout: number;
  /** Satoshi. */
  readonly amount: bigint;
}

/** A transaction that is ready to be sent. */
export interface BitcoinTransaction {
  readonly hex: string;
  readonly txid: string;
  /** Virtual bytes: what its fee is counted by. */
  readonly vsize: number;
  /** Satoshi. */
  readonly fee: bigint;
}

/** What is spent how, and where to. */
export interface SpendTerms {
  readonly kind: SpendKind;
  readonly lock: BitcoinLock;
  readonly outpoint: Outpoint;
  /** Address that gets all but the fee. */
  readonly to: string;
}

/** May be replaced, and has its lock time looked at. */
const REPLACEABLE = 0xfffffffd;
/** Bytes of the longest signature of ours, its kind included. */
const SIGNATURE_BYTES = 73;

function draft({ kind, lock, outpoint, to }: SpendTerms, fee: bigint): Transaction {
  const lockTime = kind === "refund" ? lock.timelock : 0;
  const transaction = new Transaction({ lockTime, allowUnknownInputs: true, allowUnknownOutputs: true });
  const { txid, vout: index, amount } = outpoint;
  const witnessUtxo = { amount, script: lockOutput(lock) };
  transaction.addInput({ txid, index, sequence: REPLACEABLE, witnessUtxo });
  transaction.addOutput({ script: addressOutput(lock.network, to), amount: amount - fee });
  return transaction;
}

function witnessOf({ kind, lock }: SpendTerms, signature: Uint8Array, preimage: Uint8Array): Uint8Array[] {
  const branch = kind === "claim" ? [preimage, Uint8Array.of(1)] : [Uint8Array.of()];
  return [signature, ...branch, lockScript(lock)];
}

/** Virtual bytes that a spending has at most. */
export function vsizeOf(terms: SpendTerms): number {
  const largest = draft(terms, 0n);
  const witness = witnessOf(terms, new Uint8Array(SIGNATURE_BYTES), new Uint8Array(32));
  largest.updateInput(0, { finalScriptWitness: witness }, true);
  return largest.vsize;
}

/** What is signed of a spending with a fee. */
export function digestOf(terms: SpendTerms, fee: bigint): Uint8Array {
  return draft(terms, fee).preimageWitnessV0(0, lockScript(terms.lock), SigHash.ALL, terms.outpoint.amount);
}

/**
 * A signed spending as it is sent.
 *
 * @param signature DER, of `digestOf`
 * @param preimage of a claim
 */
export function sealed(terms: SpendTerms, fee: bigint, signature: Uint8Array, preimage?: Hex): BitcoinTransaction {
  const transaction = draft(terms, fee);
  const shown = preimage === undefined ? Uint8Array.of() : hexToBytes(preimage);
  const finalScriptWitness = witnessOf(terms, Uint8Array.of(...signature, SigHash.ALL), shown);
  transaction.updateInput(0, { finalScriptWitness }, true);
  return { hex: transaction.hex, txid: transaction.id, vsize: transaction.vsize, fee };
}

/** Id of a spending with a fee: neither signature nor secret are part of it. */
export function txidOf(terms: SpendTerms, fee: bigint): string {
  return draft(terms, fee).id;
}

/**
 * @throws `BitcoinInvalid`: a fee of more than half of the money, or what is left is not carried
 */
export function requireWorth({ lock, outpoint: { amount }, to }: SpendTerms, fee: bigint): void {
  const dust = dustOf(addressOutput(lock.network, to));
  // Half of the money for its transport is a mistake, whoever made it.
  if (2n * fee > amount) throw bitcoinFault("feeRate", `the fee of ${fee} satoshi is more than half of ${amount}`);
  if (amount - fee < dust) throw bitcoinFault("amount", `nodes don't carry what is left: less than ${dust} satoshi`);
}
