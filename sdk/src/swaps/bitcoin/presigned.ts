import { bytesToHex, type Hex, hexToBytes, sha256 } from "viem";
import {
  type BitcoinTransaction,
  digestOf,
  type Outpoint,
  requireWorth,
  type SpendKind,
  type SpendTerms,
  sealed,
  txidOf,
  vsizeOf,
} from "./draft.ts";
import { addressOutput, type BitcoinLock, bitcoinFault, dustOf } from "./script.ts";
import { isSignedBy, requireLowS } from "./signature.ts";
import { type BitcoinKey, HIGHEST_RATE, requireOwn, signatureOf } from "./spend.ts";

// A claim or refund that its party signs before he goes away, for whoever stays to send it. The secret is no part of what is
// signed: who learns it completes the claim. Several fees are signed, since who has no key can't sign another when nodes
// ask for more, and who has no money can't pay for it by a child. Each is twice the last: it replaces it (BIP 125).

/** A spending that is signed for one fee. */
export interface SignedFee {
  /** Satoshi. */
  readonly fee: bigint;
  /** DER, without the byte that says what is signed. */
  readonly signature: Hex;
}

/** A spending that its party has signed, the lowest fee first. */
export interface Presigned {
  readonly kind: SpendKind;
  /** Address that gets all but the fee. */
  readonly to: string;
  readonly fees: readonly SignedFee[];
}

/** Most fees that are signed, and taken in. */
export const MOST_FEES = 12;
/** Satoshi for a virtual byte: what is signed for at most, unless it is told. */
const HIGHEST_SIGNED = 256;

/** What is signed in advance. */
export interface PresignChoice {
  readonly lock: BitcoinLock;
  readonly outpoint: Outpoint;
  readonly to: string;
  /** The recipient's signs the claim, the refundee's the refund. */
  readonly key: BitcoinKey;
  /** Satoshi for a virtual byte of the highest fee; default: 256. Whoever has the file may spend that much. */
  readonly highestRate?: number | undefined;
}

/**
 * Signs a lock's claim, for the recipient's key, or refund, for the refundee's: at 1 satoshi a byte, 2, 4 and so on, as long
 * as the fee stays below half of the money.
 *
 * @throws `BitcoinInvalid`: another key, an address of another network, too little money
 */
export async function presign(choice: PresignChoice): Promise<Presigned> {
  const { lock, outpoint, to, key, highestRate = HIGHEST_SIGNED } = choice;
  if (!(highestRate >= 1 && highestRate <= HIGHEST_RATE)) {
    throw bitcoinFault("feeRate", `between 1 and ${HIGHEST_RATE} satoshi for a byte are needed`);
  }
  const isRecipient = key.publicKey.toLowerCase() === lock.recipientKey.toLowerCase();
  if (!isRecipient) requireOwn(key, lock.refundKey);
  const terms: SpendTerms = { kind: isRecipient ? "claim" : "refund", lock, outpoint, to };
  const least = BigInt(vsizeOf(terms));
  requireWorth(terms, least);
  const dust = dustOf(addressOutput(lock.network, to));
  const fees: SignedFee[] = [];
  for (let rate = 1n; rate <= BigInt(Math.floor(highestRate)); rate *= 2n) {
    const fee = rate * least;
    if (2n * fee > outpoint.amount || outpoint.amount - fee < dust) break;
    fees.push({ fee, signature: bytesToHex(await signatureOf(terms, fee, key)) });
  }
  return { kind: terms.kind, to, fees };
}

/** What a presigned spending spends. */
export interface PresignedOf {
  readonly lock: BitcoinLock;
  readonly outpoint: Outpoint;
  readonly presigned: Presigned;
}

const termsOf = ({ lock, outpoint, presigned: { kind, to } }: PresignedOf): SpendTerms => ({
  ...{ kind, lock, outpoint, to },
});

/**
 * Looks whether what somebody says is signed is so, each of its fees, and whether each replaces the one before.
 *
 * @throws `BitcoinInvalid`
 */
export async function requirePresigned(of: PresignedOf): Promise<void> {
  const { lock, presigned } = of;
  const { fees, kind } = presigned;
  const terms = termsOf(of);
  const vsize = BigInt(vsizeOf(terms));
  if (fees.length === 0 || fees.length > MOST_FEES) throw bitcoinFault("fees", `1 to ${MOST_FEES} are needed`);
  const key = kind === "claim" ? lock.recipientKey : lock.refundKey;
  let last = 0n;
  for (const { fee, signature } of fees) {
    if (fee < last + vsize) throw bitcoinFault("fees", "each must pay 1 satoshi a byte more than the last");
    requireWorth(terms, fee);
    const der = hexToBytes(signature);
    requireLowS(der);
    if (!(await isSignedBy(digestOf(terms, fee), der, key))) {
      throw bitcoinFault("signature", `it is not of the ${kind === "claim" ? "recipient" : "refundee"}'s key`);
    }
    last = fee;
  }
}

/**
 * Completes a presigned spending.
 *
 * @param preimage of a claim: 32 bytes, once it is public
 * @throws `BitcoinInvalid`: another secret, or none
 */
export function completed(of: PresignedOf, { fee, signature }: SignedFee, preimage?: Hex): BitcoinTransaction {
  const terms = termsOf(of);
  if (terms.kind === "refund") return sealed(terms, fee, hexToBytes(signature));
  if (preimage === undefined || preimage.length !== 66 || sha256(preimage) !== terms.lock.hashlock.toLowerCase()) {
    throw bitcoinFault("preimage", "it is of another hash");
  }
  return sealed(terms, fee, hexToBytes(signature), preimage);
}

/** Ids of a presigned spending, by its fees: they are known before it is complete. */
export function txidsOf(of: PresignedOf): readonly string[] {
  return of.presigned.fees.map(({ fee }) => txidOf(termsOf(of), fee));
}

/** Virtual bytes of a presigned spending at most. */
export function presignedSize(of: PresignedOf): number {
  return vsizeOf(termsOf(of));
}
