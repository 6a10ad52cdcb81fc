import { type Bytes, concat } from "@tallystick/sdk/data/bytes";
import { matchesCommitment } from "@tallystick/sdk/data/keys";
import type { Manifest, ManifestKeeper } from "@tallystick/sdk/data/manifest";
import { type WrapPlace, wrapInfo } from "@tallystick/sdk/data/wraps";
import type { KeyRequest } from "@tallystick/sdk/gateway/typedData";
import { segmentsOf } from "@tallystick/sdk/market/terms";
import { type Address, bytesToHex, type Hex, hexToBytes, isAddressEqual } from "viem";
import { badRequest } from "../problem.ts";
import { Denial } from "./denial.ts";
import { open, seal } from "./hpke.ts";
import type { Keeper } from "./secrets.ts";

export type ReleasedShare = { segment: number; wrap: Hex };

/** Opened shares, by the wrap they came from: opening one costs as much as wrapping it to the reader. */
const opened = new Map<string, Bytes>();
const MAX_OPENED = 1_000;

type Place = { chainId: number; market: Address; blockNumber: bigint };

async function openShare(keeper: Keeper, manifest: Manifest, entry: ManifestKeeper, place: WrapPlace): Promise<Bytes> {
  const { segment } = place;
  const key = `${keeper.account.address}/${place.dataset}/${place.version}/${segment}/${entry.shares[segment]}`;
  const known = opened.get(key);
  if (known) return known;
  const share = concat(open(keeper.opener, wrapInfo("share", place), hexToBytes(entry.shares[segment] ?? "0x")));
  // With one share enough, the share is the key, and the publisher committed to it.
  const commitment = hexToBytes(manifest.segments[segment]?.commitment ?? "0x");
  if (manifest.keepers.threshold === 1 && !(await matchesCommitment(share, commitment))) {
    throw new Error("the share is not the committed key");
  }
  opened.set(key, share);
  if (opened.size > MAX_OPENED) opened.delete(opened.keys().next().value ?? key);
  return share;
}

function wrapTo(readerKey: Hex, info: Bytes, share: Bytes): Hex {
  try {
    return bytesToHex(seal(hexToBytes(readerKey), info, share));
  } catch {
    // A point of small order: whatever is sealed to it, anybody opens.
    throw badRequest("The reader's key is not a usable X25519 key.");
  }
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
    const share = await openShare(keeper, manifest, entry, place).catch(() => {
      throw new Denial("manifest-mismatch", { blockNumber });
    });
    const wrap = wrapTo(readerKey, wrapInfo("reader", place), share);
    released.push({ segment, wrap });
  }
  return released;
}
