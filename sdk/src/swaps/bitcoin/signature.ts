import { bytesToHex, type Hex, hexToBytes, recoverPublicKey } from "viem";
import { bitcoinFault } from "./script.ts";

// Signatures as Bitcoin writes them: DER, without the byte that says what is signed.

/** `r` and `s` of a signature. */
export interface Parts {
  readonly r: bigint;
  readonly s: bigint;
}

const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
const HALF_ORDER = ORDER >> 1n;
/** Most bytes of a number of the curve, with the zero that keeps it positive. */
const MAX_NUMBER = 33;

/** A number of a DER signature from a place on, in its one form, and where it ends. */
function numberAt(der: Uint8Array, at: number): { readonly value: bigint; readonly end: number } | undefined {
  const length = der[at + 1] ?? 0;
  const bytes = der.slice(at + 2, at + 2 + length);
  const [first = 0x80, second = 0] = bytes;
  const isPadded = first === 0 && length > 1 && second < 0x80;
  if (der[at] !== 0x02 || length === 0 || length > MAX_NUMBER || bytes.length !== length || first >= 0x80 || isPadded) {
    return undefined;
  }
  return { value: BigInt(bytesToHex(bytes)), end: at + 2 + length };
}

/** What a DER signature says; undefined: it is none (BIP 66). */
export function partsOf(der: Uint8Array): Parts | undefined {
  if (der[0] !== 0x30 || der[1] !== der.length - 2) return undefined;
  const r = numberAt(der, 2);
  const s = r && numberAt(der, r.end);
  const isWhole = s?.end === der.length && [r?.value, s.value].every((n) => n !== undefined && n > 0n && n < ORDER);
  return r && s && isWhole ? { r: r.value, s: s.value } : undefined;
}

/**
 * Nodes carry signatures in one form alone: what a key that is elsewhere gives is looked at.
 *
 * @throws `BitcoinInvalid`
 */
export function requireLowS(der: Uint8Array): void {
  const parts = partsOf(der);
  if (parts === undefined || parts.s > HALF_ORDER) throw bitcoinFault("signature", "it is no DER with a low s");
}

/**
 * Whether a signature of a digest is a key's.
 *
 * @param publicKey compressed
 */
export async function isSignedBy(digest: Uint8Array, der: Uint8Array, publicKey: Hex): Promise<boolean> {
  const parts = partsOf(der);
  if (parts === undefined) return false;
  const [r, s] = [parts.r, parts.s].map((part): Hex => `0x${part.toString(16).padStart(64, "0")}`) as [Hex, Hex];
  // A key is one of the two that could have signed so.
  const candidates = await Promise.all(
    [0, 1].map((yParity) => recoverPublicKey({ hash: digest, signature: { r, s, yParity } }).catch(() => undefined)),
  );
  return candidates.some((key) => key !== undefined && compressed(key) === publicKey.toLowerCase());
}

function compressed(key: Hex): Hex {
  const bytes = hexToBytes(key);
  const isOdd = ((bytes[64] ?? 0) & 1) === 1;
  return bytesToHex(Uint8Array.of(isOdd ? 3 : 2, ...bytes.slice(1, 33)));
}
