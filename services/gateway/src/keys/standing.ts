import type { DenialCode, KeyRequest } from "@tallystick/sdk/gateway/typedData";
import { includes, type Right } from "@tallystick/sdk/market/right";
import { type Address, isAddressEqual } from "viem";

/** Of a data set under consent. */
export type RecordStanding = {
  /** Whether a right is needed besides. */
  alsoRight: boolean;
  /** Unix seconds: when the reader's consent, or emergency, ends. */
  until: number;
};

/** What the chain says, at one block, of a data set and a reader. */
export type Standing = {
  blockNumber: bigint;
  /** Unix seconds of that block. */
  timestamp: bigint;
  /** Number of versions; zero: there is no such data set. */
  versions: number;
  /** Rolling hash of the versions' anchors. */
  head: bigint;
  owner: Address | undefined;
  /** The chain's own answer to `mayRead` for this request. */
  granted: boolean;
  right: Pick<Right, "until" | "segments" | "fromVersion" | "laterVersions" | "revoked">;
  /** Only of a record. */
  record?: RecordStanding | undefined;
};

type Asked = Pick<KeyRequest, "reader" | "version" | "segments">;

/**
 * Why a reader may not have the keys asked for; nothing when he may. The owner always may, except of a record. The chain
 * decides; besides, a right or consent is over when either clock says so, since a chain without new blocks stands still.
 */
export function whyDenied(request: Asked, standing: Standing, now: number): DenialCode | undefined {
  const { versions, owner, granted, record } = standing;
  if (versions === 0) return "unknown-dataset";
  if (request.version > versions) return "version-not-included";
  const clock = Math.max(now, Number(standing.timestamp));
  if (record !== undefined) {
    if (record.until <= clock) return "no-consent";
    if (granted) return undefined;
    return (record.alsoRight && whyNoRight(request, standing, clock)) || "no-consent";
  }
  if (owner !== undefined && isAddressEqual(owner, request.reader)) return undefined;
  return whyNoRight(request, standing, clock) ?? (granted ? undefined : "no-right");
}

/** Why a right does not let read; nothing when it does. */
function whyNoRight(request: Asked, { right }: Standing, clock: number): DenialCode | undefined {
  if (right.revoked) return "right-revoked";
  if (right.until === 0) return "no-right";
  if (right.until <= clock) return "right-ended";
  if (!includes(right, request.version, 0)) return "version-not-included";
  return includes(right, request.version, request.segments) ? undefined : "segment-not-included";
}

/** What a tariff can sell to whoever has no right to it. Who was shut out by the owner is not let in by the back door. */
export function maySell(code: DenialCode, request: Pick<KeyRequest, "version">, standing: Standing): boolean {
  const missing: readonly DenialCode[] = ["no-right", "right-ended", "segment-not-included", "version-not-included"];
  return standing.record === undefined && missing.includes(code) && request.version <= standing.versions;
}
