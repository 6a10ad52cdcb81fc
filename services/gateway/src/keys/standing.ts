import type { DenialCode, KeyRequest } from "@tallystick/sdk/gateway/typedData";
import { includes, type Right } from "@tallystick/sdk/market/right";
import { type Address, isAddressEqual } from "viem";

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
  /** The chain's own answer to `hasAccessTo` for this request. */
  granted: boolean;
  right: Pick<Right, "until" | "segments" | "fromVersion" | "laterVersions" | "revoked">;
};

/**
 * Why a reader may not have the keys asked for; nothing when he may. The owner always may. The chain decides; besides,
 * a right is over when either clock says so, since a chain without new blocks stands still.
 */
export function whyDenied(
  request: Pick<KeyRequest, "reader" | "version" | "segments">,
  standing: Standing,
  now: number,
): DenialCode | undefined {
  const { versions, owner, granted, right } = standing;
  if (versions === 0) return "unknown-dataset";
  if (request.version > versions) return "version-not-included";
  if (owner !== undefined && isAddressEqual(owner, request.reader)) return undefined;
  if (right.revoked) return "right-revoked";
  if (right.until === 0) return "no-right";
  if (right.until <= Math.max(now, Number(standing.timestamp))) return "right-ended";
  if (granted) return undefined;
  if (!includes(right, request.version, 0)) return "version-not-included";
  return includes(right, request.version, request.segments) ? "no-right" : "segment-not-included";
}
