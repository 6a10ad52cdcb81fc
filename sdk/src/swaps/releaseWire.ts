import type { Address, Hex } from "viem";
import { amountOf, type Fields, hashOf, integerOf, objectOf, signatureOf } from "../gateway/fields.ts";
import { accountIn, offerFault, requireKnown } from "../instruments/offerWire.ts";
import type { Lock } from "./lock.ts";
import { assetIn, type WireAsset, wireAsset } from "./orderWire.ts";
import type { Release, SignedRelease } from "./release.ts";

/** A lock's terms as JSON: numbers in decimal text. */
export interface WireLock {
  readonly asset: WireAsset;
  readonly amount: string;
  readonly hashlock: Hex;
  readonly recipient: Address;
  readonly refundee: Address;
  readonly timelock: string;
  readonly tip: string;
  readonly salt: string;
}

/** A signed release as JSON. */
export interface WireRelease {
  readonly tallystick: "swap-release/1";
  readonly release: {
    readonly chainId: number;
    readonly hashLock: Address;
    readonly lock: WireLock;
    readonly lockedAt: string;
    readonly deadline: string;
  };
  readonly signature: Hex;
}

/** A signed release in its JSON form. */
export function encodeRelease({ release, signature }: SignedRelease): WireRelease {
  const { chainId, hashLock, lock, lockedAt, deadline } = release;
  const { asset, amount, hashlock, recipient, refundee, timelock, tip, salt } = lock;
  const wire: WireLock = {
    asset: wireAsset(asset),
    amount: String(amount),
    hashlock,
    recipient,
    refundee,
    timelock: String(timelock),
    tip: String(tip),
    salt: String(salt),
  };
  return {
    tallystick: "swap-release/1",
    release: { chainId, hashLock, lock: wire, lockedAt: String(lockedAt), deadline: String(deadline) },
    signature,
  };
}

/**
 * Reads a signed release's JSON form. It is checked for its form alone: see `isReleaseSigned`.
 *
 * @throws `BadOffer` with the field and the reason, also for fields that nobody signs
 */
export function decodeRelease(value: unknown): SignedRelease {
  const fields = objectOf(value, "release", offerFault);
  if (fields.tallystick !== "swap-release/1") throw offerFault("tallystick", "swap-release/1 is needed");
  requireKnown(fields, ["tallystick", "release", "signature"]);
  const body = objectOf(fields.release, "release", offerFault);
  requireKnown(body, ["chainId", "hashLock", "lock", "lockedAt", "deadline"], "release.");
  const release: Release = {
    chainId: integerOf(body, "chainId", Number.MAX_SAFE_INTEGER, offerFault),
    hashLock: accountIn(body, "hashLock"),
    lock: lockIn(objectOf(body.lock, "lock", offerFault)),
    // As the contract keeps a lock's block, and a time.
    lockedAt: amountOf(body, "lockedAt", 64, offerFault),
    deadline: amountOf(body, "deadline", 40, offerFault),
  };
  return { release, signature: signatureOf(fields, offerFault) };
}

function lockIn(lock: Fields): Lock {
  requireKnown(
    lock,
    ["asset", "amount", "hashlock", "recipient", "refundee", "timelock", "tip", "salt"],
    "release.lock.",
  );
  return {
    asset: assetIn(objectOf(lock.asset, "lock.asset", offerFault), "lock"),
    amount: amountOf(lock, "amount", 128, offerFault),
    hashlock: hashOf(lock, "hashlock", offerFault),
    recipient: accountIn(lock, "recipient"),
    refundee: accountIn(lock, "refundee"),
    timelock: amountOf(lock, "timelock", 40, offerFault),
    tip: amountOf(lock, "tip", 128, offerFault),
    salt: amountOf(lock, "salt", 88, offerFault),
  };
}
