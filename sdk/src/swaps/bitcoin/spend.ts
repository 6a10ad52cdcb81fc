import { RawTx } from "@scure/btc-signer/script.js";
import { SigHash, Transaction } from "@scure/btc-signer/transaction.js";
import { pubECDSA, sha256x2, signECDSA } from "@scure/btc-signer/utils.js";
import { bytesToHex, type Hex, hexToBytes, sha256 } from "viem";
import { addressOutput, type BitcoinLock, bitcoinFault, dustOf, lockOutput, lockScript, plainHex } from "./script.ts";

/** Whose key signs. The key itself may be elsewhere. */
export interface BitcoinKey {
  /** Compressed. */
  readonly publicKey: Hex;
  /** DER signature of 32 bytes, `s` in the lower half, `r` in the lower half too where it can be (71 bytes). */
  readonly sign: (digest: Uint8Array) => Uint8Array | Promise<Uint8Array>;
}

/**
 * A key that is here.
 *
 * @param privateKey 32 bytes
 */
export function bitcoinKey(privateKey: Hex): BitcoinKey {
  const bytes = hexToBytes(privateKey);
  return {
    publicKey: bytesToHex(pubECDSA(bytes, true)),
    sign: (digest) => signECDSA(digest, bytes, true),
  };
}

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

/** How a lock is spent. */
export interface SpendChoice {
  readonly lock: BitcoinLock;
  /** See `fundingOf`. */
  readonly outpoint: Outpoint;
  /** Address that gets all but the fee. */
  readonly to: string;
  /** Satoshi for a virtual byte. */
  readonly feeRate: number;
  /** The recipient's for a claim, the refundee's for a refund. */
  readonly key: BitcoinKey;
  /** The transaction that this one is to replace (BIP 125): its fee is higher by enough then. */
  readonly replaces?: Pick<BitcoinTransaction, "fee" | "vsize"> | undefined;
}

/** Satoshi for a virtual byte: nodes carry nothing for less, and nobody means more. */
const LEAST_RATE = 1;
const HIGHEST_RATE = 1_000;
/** May be replaced, and has its lock time looked at. */
const REPLACEABLE = 0xfffffffd;

/**
 * Claims a lock for its recipient: shows the secret to everybody.
 *
 * @param preimage 32 bytes
 * @throws `BitcoinInvalid`: another secret, another key, an absurd fee, too little left
 */
export async function claimTransaction(choice: SpendChoice, preimage: Hex): Promise<BitcoinTransaction> {
  const { lock, key } = choice;
  if (!/^0x[0-9a-fA-F]{64}$/.test(preimage)) throw bitcoinFault("preimage", "32 bytes are needed");
  if (sha256(preimage) !== lock.hashlock.toLowerCase()) throw bitcoinFault("preimage", "it is of another hash");
  requireOwn(key, lock.recipientKey);
  return spend(choice, 0, [hexToBytes(preimage), Uint8Array.of(1)]);
}

/**
 * Takes a lock back. Nodes take it once the median time of the last eleven blocks is past the lock's second.
 *
 * @throws `BitcoinInvalid`: another key, an absurd fee, too little left
 */
export async function refundTransaction(choice: SpendChoice): Promise<BitcoinTransaction> {
  const { lock, key } = choice;
  requireOwn(key, lock.refundKey);
  return spend(choice, lock.timelock, [Uint8Array.of()]);
}

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

/** Whether a transaction spends an output. */
export function isSpentBy(hex: string, outpoint: Pick<Outpoint, "txid" | "vout">): boolean {
  return witnessOf(hex, outpoint) !== undefined;
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

/** Bytes of the longest signature of ours, its kind included. */
const SIGNATURE_BYTES = 73;

async function spend(
  { lock, outpoint, to, feeRate, key, replaces }: SpendChoice,
  lockTime: number,
  branch: readonly Uint8Array[],
): Promise<BitcoinTransaction> {
  if (!(feeRate >= LEAST_RATE && feeRate <= HIGHEST_RATE)) {
    throw bitcoinFault("feeRate", `between ${LEAST_RATE} and ${HIGHEST_RATE} satoshi for a byte are needed`);
  }
  const script = lockScript(lock);
  const output = addressOutput(lock.network, to);
  const witnessOf = (signature: Uint8Array): Uint8Array[] => [signature, ...branch, script];
  const build = (fee: bigint): Transaction => {
    const transaction = new Transaction({ lockTime, allowUnknownInputs: true, allowUnknownOutputs: true });
    const { txid, vout: index, amount } = outpoint;
    const witnessUtxo = { amount, script: lockOutput(lock) };
    transaction.addInput({ txid, index, sequence: REPLACEABLE, witnessUtxo });
    transaction.addOutput({ script: output, amount: amount - fee });
    return transaction;
  };
  const largest = build(0n);
  largest.updateInput(0, { finalScriptWitness: witnessOf(new Uint8Array(SIGNATURE_BYTES)) }, true);
  const fee = feeOf(largest.vsize, feeRate, replaces);
  requireWorth(outpoint.amount, fee, dustOf(output));
  const transaction = build(fee);
  const digest = transaction.preimageWitnessV0(0, script, SigHash.ALL, outpoint.amount);
  const signature = await key.sign(digest);
  requireLowS(signature);
  const signed = Uint8Array.of(...signature, SigHash.ALL);
  transaction.updateInput(0, { finalScriptWitness: witnessOf(signed) }, true);
  return { hex: transaction.hex, txid: transaction.id, vsize: transaction.vsize, fee };
}

/** What a transaction pays: by its size, and where it replaces another, that one's fee and 1 for each of its bytes. */
function feeOf(vsize: number, feeRate: number, replaces: SpendChoice["replaces"]): bigint {
  const wanted = BigInt(Math.ceil(vsize * feeRate));
  if (replaces === undefined) return wanted;
  const least = replaces.fee + BigInt(vsize);
  return wanted > least ? wanted : least;
}

function requireWorth(amount: bigint, fee: bigint, dust: bigint): void {
  // Half of the money for its transport is a mistake, whoever made it.
  if (2n * fee > amount) throw bitcoinFault("feeRate", `the fee of ${fee} satoshi is more than half of ${amount}`);
  if (amount - fee < dust) throw bitcoinFault("amount", `nodes don't carry what is left: less than ${dust} satoshi`);
}

function requireOwn(key: BitcoinKey, publicKey: Hex): void {
  if (key.publicKey.toLowerCase() !== publicKey.toLowerCase()) throw bitcoinFault("key", "it is not the lock's");
}

const HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n;

/** Nodes carry signatures in one form alone: what a key that is elsewhere gives is looked at. */
function requireLowS(signature: Uint8Array): void {
  const rLength = signature[3] ?? 0;
  const sLength = signature[5 + rLength] ?? 0;
  const s = signature.slice(6 + rLength);
  const isDer =
    signature[0] === 0x30 &&
    signature[1] === signature.length - 2 &&
    signature[2] === 0x02 &&
    signature[4 + rLength] === 0x02 &&
    s.length === sLength &&
    sLength > 0;
  if (!isDer || BigInt(bytesToHex(s)) > HALF_ORDER) throw bitcoinFault("signature", "it is no DER with a low s");
}
