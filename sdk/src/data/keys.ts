import { type Bytes, concat, equalBytes, randomBytes, sha256, uintBe, utf8 } from "./bytes.ts";

/** HKDF-SHA256 to 32 bytes. */
export async function hkdf(ikm: Bytes, salt: Bytes, info: Bytes): Promise<Bytes> {
  const key = await crypto.subtle.importKey("raw", ikm, "HKDF", false, ["deriveBits"]);
  return new Uint8Array(await crypto.subtle.deriveBits({ name: "HKDF", hash: "SHA-256", salt, info }, key, 256));
}

/** A new master key or salt: 32 random bytes. */
export function randomKey(): Bytes {
  return randomBytes(32);
}

/** Key of a segment. Whoever has it reads that segment, in that version, and nothing else. */
export function segmentKey(master: Bytes, index: number): Promise<Bytes> {
  return hkdf(master, new Uint8Array(0), concat(utf8("tallystick/1 segment"), uintBe(index, 4)));
}

/** AES key of a file: unique by its salt, so that counters can be nonces. */
export async function recordKey(key: Bytes, salt: Bytes): Promise<CryptoKey> {
  const raw = await hkdf(key, salt, utf8("tallystick/1 records"));
  return crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
}

/** What is published about a segment key: tells a wrong key from the right one, and nothing else. */
export function keyCommitment(key: Bytes): Promise<Bytes> {
  return sha256(utf8("tallystick/1 key"), key);
}

/** The anchor's commitment to all segment keys of a version. */
export function versionCommitment(commitments: readonly Uint8Array[]): Promise<Bytes> {
  return sha256(...commitments);
}

export async function matchesCommitment(key: Bytes, commitment: Uint8Array): Promise<boolean> {
  return equalBytes(await keyCommitment(key), commitment);
}
