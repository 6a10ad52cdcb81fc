import type { Bytes } from "@tallystick/sdk/data/bytes";
import { matchesCommitment } from "@tallystick/sdk/data/keys";
import type { Manifest, ManifestKeeper } from "@tallystick/sdk/data/manifest";
import { unwrapKey, type WrapPlace, wrapKey } from "@tallystick/sdk/data/wraps";
import { isTallystickError } from "@tallystick/sdk/errors";
import type { KeyRequest } from "@tallystick/sdk/gateway/typedData";
import { segmentsOf } from "@tallystick/sdk/market/terms";
import { type Address, type Hex, hexToBytes, isAddressEqual } from "viem";
import { badRequest } from "../problem.ts";
import { Denial } from "./denial.ts";
import type { Keeper } from "./secrets.ts";

export type ReleasedShare = { segment: number; wrap: Hex };

type Place = { chainId: number; market: Address; blockNumber: bigint };

async function open(keeper: Keeper, manifest: Manifest, entry: ManifestKeeper, place: WrapPlace): Promise<Bytes> {
  const { segment } = place;
  const share = await unwrapKey("share", place, keeper.encryption, entry.shares[segment] ?? "0x");
  // With one share enough, the share is the key, and the publisher committed to it.
  const commitment = hexToBytes(manifest.segments[segment]?.commitment ?? "0x");
  if (manifest.keepers.threshold === 1 && !(await matchesCommitment(share, commitment))) {
    throw new Error("the share is not the committed key");
  }
  return share;
}

/**
 * Opens this keeper's shares of the segments asked for and wraps each to the reader's key. The wraps name chain, market,
 * data set, version and segment, so a share copied from another manifest does not open.
 */
export async function releaseShares(
  keeper: Keeper,
  manifest: Manifest,
  request: KeyRequest,
  { chainId, market, blockNumber }: Place,
): Promise<ReleasedShare[]> {
  const entry = manifest.keepers.list.find(({ address }) => isAddressEqual(address, keeper.account.address));
  if (!entry) throw new Denial("wrong-keeper", { blockNumber });
  const { dataset, version, readerKey } = request;
  const segments = segmentsOf(request.segments);
  if (segments.some((segment) => segment >= manifest.segments.length)) {
    throw new Denial("segment-not-included", { blockNumber });
  }
  const released: ReleasedShare[] = [];
  for (const segment of segments) {
    const place = { chainId, market, dataset, version, segment };
    const share = await open(keeper, manifest, entry, place).catch(() => {
      throw new Denial("manifest-mismatch", { blockNumber });
    });
    const wrap = await wrapKey("reader", place, readerKey, share).catch((error: unknown) => {
      throw isTallystickError(error, "BadPublicKey")
        ? badRequest("The reader's key is not a usable X25519 key.")
        : error;
    });
    share.fill(0);
    released.push({ segment, wrap });
  }
  return released;
}
