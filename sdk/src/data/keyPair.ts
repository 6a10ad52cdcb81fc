import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from "@hpke/core";
import { bytesToHex, type Hex, hexToBytes } from "viem";
import { tallystickError } from "../errors.ts";
import { type Bytes, randomBytes } from "./bytes.ts";

/** HPKE base mode: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM. */
export function hpkeSuite(): CipherSuite {
  return new CipherSuite({ kem: new DhkemX25519HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
}

/** An X25519 key pair. */
export interface EncryptionKeyPair {
  /** 32 bytes, as published on the chain. */
  readonly publicKey: Hex;
  readonly privateKey: CryptoKey;
}

/** Key pair of a 32-byte seed (RFC 9180 `DeriveKeyPair`). The same seed gives the same pair everywhere. */
export async function keyPairFromSeed(seed: Bytes): Promise<EncryptionKeyPair> {
  const kem = hpkeSuite().kem;
  const pair = await kem.deriveKeyPair(seed.slice().buffer);
  const publicKey = bytesToHex(new Uint8Array(await kem.serializePublicKey(pair.publicKey)));
  return { publicKey, privateKey: pair.privateKey };
}

/** A new seed for `keyPairFromSeed`. */
export function randomSeed(): Bytes {
  return randomBytes(32);
}

/** Throws `BadPublicKey` unless the text is 32 bytes of hexadecimal. */
export async function importPublicKey(publicKey: Hex): Promise<CryptoKey> {
  if (!/^0x[0-9a-fA-F]{64}$/.test(publicKey)) throw tallystickError("BadPublicKey", { value: publicKey });
  return hpkeSuite().kem.importKey("raw", hexToBytes(publicKey).slice().buffer, true);
}
