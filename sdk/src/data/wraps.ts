import { type Address, bytesToHex, type Hex, hexToBytes } from "viem";
import { tallystickError } from "../errors.ts";
import { type Bytes, concat, uintBe, utf8 } from "./bytes.ts";
import { type EncryptionKeyPair, hpkeSuite, importPublicKey } from "./keyPair.ts";

/** Length of an encapsulated X25519 key. */
const ENC_SIZE = 32;

/**
 * What a wrapped key is for: `share`, a keeper's share of a segment key; `reader`, a share released to a reader;
 * `owner`, the master key kept by its publisher.
 */
export type WrapKind = "share" | "reader" | "owner";

/** Where a wrapped key belongs; copied anywhere else it opens nowhere. */
export interface WrapPlace {
  readonly chainId: number;
  readonly market: Address;
  readonly dataset: bigint;
  readonly version: number;
  /** Index of the segment; ignored for `owner`. */
  readonly segment: number;
}

/** HPKE `info` of a wrap. */
export function wrapInfo(kind: WrapKind, place: WrapPlace): Bytes {
  return concat(
    utf8(`tallystick/1 ${kind}`),
    uintBe(place.chainId, 32),
    hexToBytes(place.market),
    uintBe(place.dataset, 32),
    uintBe(place.version, 2),
    uintBe(kind === "owner" ? 255 : place.segment, 1),
  );
}

/**
 * Wraps a key or share to a public key: enc (32 bytes) || ciphertext.
 *
 * @throws `BadPublicKey`
 */
export async function wrapKey(kind: WrapKind, place: WrapPlace, publicKey: Hex, secret: Bytes): Promise<Hex> {
  const recipientPublicKey = await importPublicKey(publicKey);
  const info = wrapInfo(kind, place);
  const sender = await hpkeSuite()
    .createSenderContext({ recipientPublicKey, info })
    .catch((cause) => {
      throw tallystickError("BadPublicKey", { value: publicKey }, cause);
    });
  const sealed = new Uint8Array(await sender.seal(secret));
  return bytesToHex(concat(new Uint8Array(sender.enc), sealed));
}

/**
 * Opens a wrap.
 *
 * @throws `WrapInvalid` when it was made for another key, kind or place, or is damaged
 */
export async function unwrapKey(
  kind: WrapKind,
  place: WrapPlace,
  keyPair: EncryptionKeyPair,
  wrap: Hex,
): Promise<Bytes> {
  try {
    const bytes = hexToBytes(wrap);
    const recipient = await hpkeSuite().createRecipientContext({
      recipientKey: keyPair.privateKey,
      enc: bytes.slice(0, ENC_SIZE),
      info: wrapInfo(kind, place),
    });
    return new Uint8Array(await recipient.open(bytes.slice(ENC_SIZE)));
  } catch (cause) {
    throw tallystickError("WrapInvalid", { kind }, cause);
  }
}
