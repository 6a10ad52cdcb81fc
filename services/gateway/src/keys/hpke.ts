import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  type KeyObject,
} from "node:crypto";

// HPKE base mode (RFC 9180) with DHKEM(X25519, HKDF-SHA256), HKDF-SHA256 and AES-256-GCM, one message a context: what
// `@tallystick/sdk/data/wraps` does through WebCrypto, synchronously in OpenSSL for a tenth of the processor's time.

const KEM = Buffer.concat([Buffer.from("KEM"), Buffer.from([0x00, 0x20])]);
const SUITE = Buffer.concat([Buffer.from("HPKE"), Buffer.from([0x00, 0x20, 0x00, 0x01, 0x00, 0x02])]);
const VERSION = Buffer.from("HPKE-v1");
const BASE_MODE = Buffer.from([0]);
const SPKI = Buffer.from("302a300506032b656e032100", "hex");
const PKCS8 = Buffer.from("302e020100300506032b656e04220420", "hex");
const ENC = 32;
const TAG = 16;

const mac = (key: Uint8Array, ...data: readonly Uint8Array[]): Buffer => {
  const hmac = createHmac("sha256", key);
  for (const part of data) hmac.update(part);
  return hmac.digest();
};

const extract = (suite: Buffer, salt: Uint8Array, label: string, ikm: Uint8Array): Buffer =>
  mac(salt, VERSION, suite, Buffer.from(label), ikm);

/** At most 32 bytes: one round of HKDF-Expand. */
const expand = (suite: Buffer, prk: Buffer, label: string, info: Uint8Array, length: number): Buffer => {
  const size = Buffer.from([0, length]);
  return mac(prk, size, VERSION, suite, Buffer.from(label), info, Buffer.from([1])).subarray(0, length);
};

const EMPTY = new Uint8Array(0);
const PSK_ID_HASH = extract(SUITE, EMPTY, "psk_id_hash", EMPTY);

/** Key and nonce of a context. */
function schedule(dh: Uint8Array, enc: Uint8Array, recipient: Uint8Array, info: Uint8Array): [Buffer, Buffer] {
  const prk = extract(KEM, EMPTY, "eae_prk", dh);
  const shared = expand(KEM, prk, "shared_secret", Buffer.concat([enc, recipient]), 32);
  const context = Buffer.concat([BASE_MODE, PSK_ID_HASH, extract(SUITE, EMPTY, "info_hash", info)]);
  const secret = extract(SUITE, shared, "secret", EMPTY);
  return [expand(SUITE, secret, "key", context, 32), expand(SUITE, secret, "base_nonce", context, 12)];
}

function publicKeyOf(bytes: Uint8Array): KeyObject {
  return createPublicKey({ key: Buffer.concat([SPKI, bytes]), format: "der", type: "spki" });
}

const rawOf = (key: KeyObject): Buffer => key.export({ format: "der", type: "spki" }).subarray(-ENC);

/** A private key that opens. */
export type Opener = { privateKey: KeyObject; publicKey: Buffer };

export function openerOf(privateKey: Uint8Array): Opener {
  const key = createPrivateKey({ key: Buffer.concat([PKCS8, privateKey]), format: "der", type: "pkcs8" });
  return { privateKey: key, publicKey: rawOf(createPublicKey(key)) };
}

/** Seals a secret for a public key: enc || ciphertext. Throws when the key is a point of small order. */
export function seal(recipient: Uint8Array, info: Uint8Array, secret: Uint8Array): Buffer {
  const ephemeral = generateKeyPairSync("x25519");
  const enc = rawOf(ephemeral.publicKey);
  const dh = diffieHellman({ privateKey: ephemeral.privateKey, publicKey: publicKeyOf(recipient) });
  const [key, nonce] = schedule(dh, enc, recipient, info);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  return Buffer.concat([enc, cipher.update(secret), cipher.final(), cipher.getAuthTag()]);
}

/** Opens enc || ciphertext. Throws when it was sealed for another key or info, or is damaged. */
export function open({ privateKey, publicKey }: Opener, info: Uint8Array, sealed: Uint8Array): Buffer {
  const enc = sealed.subarray(0, ENC);
  const dh = diffieHellman({ privateKey, publicKey: publicKeyOf(enc) });
  const [key, nonce] = schedule(dh, enc, publicKey, info);
  const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG });
  decipher.setAuthTag(sealed.subarray(-TAG));
  return Buffer.concat([decipher.update(sealed.subarray(ENC, -TAG)), decipher.final()]);
}
