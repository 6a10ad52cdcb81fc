import { pubECDSA, signECDSA } from "@scure/btc-signer/utils.js";
import { bytesToHex, type Hex, hexToBytes, sha256 } from "viem";
import {
  type BitcoinTransaction,
  digestOf,
  type Outpoint,
  requireWorth,
  type SpendKind,
  type SpendTerms,
  sealed,
  vsizeOf,
} from "./draft.ts";
import { type BitcoinLock, bitcoinFault } from "./script.ts";
import { requireLowS } from "./signature.ts";

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
export const HIGHEST_RATE = 1_000;

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
  return spend(choice, "claim", preimage);
}

/**
 * Takes a lock back. Nodes take it once the median time of the last eleven blocks is past the lock's second.
 *
 * @throws `BitcoinInvalid`: another key, an absurd fee, too little left
 */
export async function refundTransaction(choice: SpendChoice): Promise<BitcoinTransaction> {
  const { lock, key } = choice;
  requireOwn(key, lock.refundKey);
  return spend(choice, "refund");
}

/** Satoshi for a virtual byte that may be meant. */
function requireRate(feeRate: number): void {
  if (!(feeRate >= LEAST_RATE && feeRate <= HIGHEST_RATE)) {
    throw bitcoinFault("feeRate", `between ${LEAST_RATE} and ${HIGHEST_RATE} satoshi for a byte are needed`);
  }
}

async function spend(choice: SpendChoice, kind: SpendKind, preimage?: Hex): Promise<BitcoinTransaction> {
  const { lock, outpoint, to, feeRate, key, replaces } = choice;
  requireRate(feeRate);
  const terms: SpendTerms = { kind, lock, outpoint, to };
  const fee = feeOf(vsizeOf(terms), feeRate, replaces);
  requireWorth(terms, fee);
  return sealed(terms, fee, await signatureOf(terms, fee, key), preimage);
}

/**
 * Signs a spending with a fee.
 *
 * @returns DER
 * @throws `BitcoinInvalid`: the key gives another form
 */
export async function signatureOf(terms: SpendTerms, fee: bigint, key: BitcoinKey): Promise<Uint8Array> {
  const signature = await key.sign(digestOf(terms, fee));
  requireLowS(signature);
  return signature;
}

/** What a transaction pays: by its size, and where it replaces another, that one's fee and 1 for each of its bytes. */
function feeOf(vsize: number, feeRate: number, replaces: SpendChoice["replaces"]): bigint {
  const wanted = BigInt(Math.ceil(vsize * feeRate));
  if (replaces === undefined) return wanted;
  const least = replaces.fee + BigInt(vsize);
  return wanted > least ? wanted : least;
}

/** @throws `BitcoinInvalid` */
export function requireOwn(key: BitcoinKey, publicKey: Hex): void {
  if (key.publicKey.toLowerCase() !== publicKey.toLowerCase()) throw bitcoinFault("key", "it is not the lock's");
}
