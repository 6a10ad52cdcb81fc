import { RawTx } from "@scure/btc-signer/script.js";
import { Transaction } from "@scure/btc-signer/transaction.js";
import { sha256x2 } from "@scure/btc-signer/utils.js";
import { bytesToHex, type Hex, hexToBytes, sha256 } from "viem";
import type { Outpoint } from "./draft.ts";
import { type BitcoinLock, bitcoinFault, lockOutput, lockScript, plainHex } from "./script.ts";
import { isSignedBy } from "./signature.ts";

// What transactions say, by their bytes.

/**
 * The output of a transaction that pays a lock in; undefined: there is none with its amount.
 *
 * @throws `BitcoinInvalid`: it is no transaction
 */
export function fundingOf(hex: string, lock: BitcoinLock): Outpoint | undefined {
  const output = plainHex(lockOutput(lock));
  const { outputs, txid } = readTransaction(hex);
  const vout = outputs.findIndex(({ amount, script }) => plainHex(script) === output && amount >= lock.amount);
  const found = outputs[vout];
  return found && { txid, vout, amount: found.amount };
}

/**
 * The secret that a transaction shows by claiming a lock; undefined: it does not claim it.
 *
 * @param outpoint that it spends, where others must not count
 * @throws `BitcoinInvalid`: it is no transaction
 */
export function preimageIn(hex: string, lock: BitcoinLock, outpoint: Pick<Outpoint, "txid" | "vout">): Hex | undefined {
  const witness = witnessOf(hex, outpoint);
  const script = witness?.at(-1);
  if (script === undefined || plainHex(script) !== plainHex(lockScript(lock))) return undefined;
  const shown = witness?.map((item) => bytesToHex(item)) ?? [];
  return shown.find((item) => item.length === 66 && sha256(item) === lock.hashlock.toLowerCase());
}

/** Satoshi that a transaction pays, which has no input but one. Undefined: it has others. */
export function feeIn(hex: string, outpoint: Outpoint): bigint | undefined {
  const { inputs, outputs } = readTransaction(hex);
  if (inputs.length !== 1 || witnessOf(hex, outpoint) === undefined) return undefined;
  return outputs.reduce((left, { amount }) => left - amount, outpoint.amount);
}

/** How a lock ended. */
export type LockEnd = { readonly kind: "claimed"; readonly preimage: Hex } | { readonly kind: "refunded" };

/**
 * How a transaction ends a lock, by its witness and the signature in it: whoever shows it can't have made it up. Undefined:
 * it spends something else, or not as the script asks for.
 *
 * @throws `BitcoinInvalid`: it is no transaction
 */
export async function endIn(hex: string, lock: BitcoinLock, outpoint: Outpoint): Promise<LockEnd | undefined> {
  const witness = witnessOf(hex, outpoint) ?? [];
  const [signature = Uint8Array.of(), shown = Uint8Array.of()] = witness;
  const script = witness.at(-1);
  if (script === undefined || plainHex(script) !== plainHex(lockScript(lock))) return undefined;
  const isSigned = (key: Hex): Promise<boolean> =>
    isSignedBy(digestIn(hex, lock, outpoint, signature.at(-1) ?? 0), signature.slice(0, -1), key);
  const branch = witness.slice(0, -1).at(-1) ?? Uint8Array.of();
  if (witness.length === 4 && isTrue(branch)) {
    const preimage = bytesToHex(shown);
    const opens = shown.length === 32 && sha256(preimage) === lock.hashlock.toLowerCase();
    return opens && (await isSigned(lock.recipientKey)) ? { kind: "claimed", preimage } : undefined;
  }
  const isRefund = witness.length === 3 && !isTrue(branch) && isLate(hex, lock);
  return isRefund && (await isSigned(lock.refundKey)) ? { kind: "refunded" } : undefined;
}

/** As scripts have it: not empty, not zero, and not zero with a sign. */
function isTrue(item: Uint8Array): boolean {
  return item.some((byte, i) => byte !== 0 && !(byte === 0x80 && i === item.length - 1));
}

/** Whether a transaction's lock time is the lock's or later. */
function isLate(hex: string, { timelock }: BitcoinLock): boolean {
  return readTransaction(hex).lockTime >= timelock;
}

function digestIn(hex: string, lock: BitcoinLock, { txid, vout, amount }: Outpoint, signs: number): Uint8Array {
  const transaction = Transaction.fromRaw(hexToBytes(`0x${hex}`), {
    ...{ allowUnknownInputs: true, allowUnknownOutputs: true, disableScriptCheck: true, allowUnknownVersion: true },
  });
  const at = readTransaction(hex).inputs.findIndex((each) => plainHex(each.txid) === txid && each.index === vout);
  return transaction.preimageWitnessV0(at, lockScript(lock), signs, amount);
}

/** Id of a transaction: it is computed, so that nobody need be believed. */
export function transactionId(hex: string): string {
  return readTransaction(hex).txid;
}

function witnessOf(hex: string, { txid, vout }: Pick<Outpoint, "txid" | "vout">): readonly Uint8Array[] | undefined {
  const { inputs, witnesses } = readTransaction(hex);
  const at = inputs.findIndex((input) => plainHex(input.txid) === txid && input.index === vout);
  return at < 0 ? undefined : (witnesses[at] ?? []);
}

/** Bytes of the largest transaction that nodes carry. */
const MAX_BYTES = 400_000;

interface Read {
  readonly lockTime: number;
  readonly txid: string;
  readonly inputs: readonly { readonly txid: Uint8Array; readonly index: number }[];
  readonly outputs: readonly { readonly amount: bigint; readonly script: Uint8Array }[];
  readonly witnesses: readonly (readonly Uint8Array[])[];
}

function readTransaction(hex: string): Read {
  if (hex.length > 2 * MAX_BYTES || !/^([0-9a-f]{2})+$/i.test(hex)) throw bitcoinFault("transaction", "it is none");
  try {
    const { witnesses = [], segwitFlag: _, ...legacy } = RawTx.decode(hexToBytes(`0x${hex}`));
    const bytes = RawTx.encode({ ...legacy, segwitFlag: false, witnesses: undefined } as never);
    return { ...legacy, witnesses, txid: plainHex(sha256x2(bytes).reverse()) };
  } catch (error) {
    throw bitcoinFault("transaction", "it is none", error);
  }
}
