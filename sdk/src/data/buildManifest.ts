import { type Address, bytesToHex, type Hex, numberToHex } from "viem";
import { tallystickError } from "../errors.ts";
import { type Bytes, concat, sha256 } from "./bytes.ts";
import { canonicalBytes, type Json } from "./canonical.ts";
import { rawCid } from "./cid.ts";
import { MAX_INLINE_LEAVES, MAX_MANIFEST_SIZE, RECORD_SIZE } from "./format.ts";
import { randomKey, segmentKey, versionCommitment } from "./keys.ts";
import {
  type Anchor,
  type Column,
  type Licence,
  MANIFEST_FORMAT,
  type Manifest,
  type ManifestSegment,
  type Policy,
} from "./manifest.ts";
import { merkleRoot } from "./merkle.ts";
import { validateManifest } from "./parseManifest.ts";
import { splitKey } from "./shares.ts";
import { type WrapPlace, wrapKey } from "./wraps.ts";

/** What people read about a data set. */
export interface Description {
  readonly title: string;
  readonly description: string;
  readonly language?: string | undefined;
  readonly keywords?: readonly string[] | undefined;
  readonly licence: Licence;
  /** Policies of its offers, in words. */
  readonly policies?: readonly Policy[] | undefined;
}

/** A file after encryption and upload. */
export interface UploadedSegment {
  readonly name: string;
  readonly mediaType: string;
  readonly plainSize: number;
  readonly size: number;
  readonly cid: string;
  readonly salt: Bytes;
  readonly commitment: Bytes;
  readonly leaves: readonly Bytes[];
  readonly columns?: readonly Column[] | undefined;
  readonly sample?: string | undefined;
}

/** Who keeps shares of the keys. */
export interface KeeperInfo {
  readonly address: Address;
  readonly publicKey: Hex;
  readonly url: string;
}

export interface ManifestInput {
  readonly place: Omit<WrapPlace, "segment">;
  readonly publisher: Address;
  readonly about: Description;
  readonly createdAt: Date;
  readonly segments: readonly UploadedSegment[];
  /** Master key of the version. */
  readonly master: Bytes;
  readonly keepers: { readonly threshold: number; readonly list: readonly KeeperInfo[] };
  /** The publisher's key, so that the publisher can read again; left out: only the keepers can. */
  readonly owner?: { readonly account: Address; readonly publicKey: Hex } | undefined;
}

export interface BuiltManifest {
  readonly manifest: Manifest;
  readonly bytes: Bytes;
  readonly cid: string;
  readonly anchor: Anchor;
  /** Raw blocks with the leaves of long segments, to be uploaded beside the manifest. */
  readonly blocks: readonly { readonly cid: string; readonly bytes: Bytes }[];
}

/** How many leaves a segment may have in the manifest, so that 4 MiB hold them all. */
function inlineLimit(segments: number): number {
  return Math.min(MAX_INLINE_LEAVES, Math.floor(40_000 / segments));
}

/**
 * Splits and wraps the keys and makes the manifest and the anchor of a version.
 *
 * @throws `ManifestInvalid`, `BadPublicKey`, `FileTooLarge`
 */
export async function buildManifest(input: ManifestInput): Promise<BuiltManifest> {
  const { place, segments } = input;
  const blocks: { cid: string; bytes: Bytes }[] = [];
  const listed: ManifestSegment[] = [];
  for (const segment of segments) {
    const leaves = segment.leaves.map((leaf) => bytesToHex(leaf));
    const inline = leaves.length <= inlineLimit(segments.length);
    const block = concat(...segment.leaves);
    const leavesCid = rawCid(bytesToHex(await sha256(block)));
    if (!inline) blocks.push({ cid: leavesCid, bytes: block });
    listed.push({
      name: segment.name,
      mediaType: segment.mediaType,
      plainSize: segment.plainSize,
      size: segment.size,
      cid: segment.cid,
      salt: bytesToHex(segment.salt),
      recordSize: RECORD_SIZE,
      commitment: bytesToHex(segment.commitment),
      columns: segment.columns,
      sample: segment.sample,
      ...(inline ? { leaves } : { leavesCid }),
    });
  }

  const anchored = {
    root: bytesToHex(await merkleRoot(segments.flatMap(({ leaves }) => leaves))),
    keyCommitment: bytesToHex(await versionCommitment(segments.map(({ commitment }) => commitment))),
  };
  const size = segments.reduce((sum, segment) => sum + segment.size, 0);
  const manifest: Manifest = {
    tallystick: MANIFEST_FORMAT,
    chainId: place.chainId,
    market: place.market,
    dataset: numberToHex(place.dataset, { size: 32 }),
    version: place.version,
    publisher: input.publisher,
    ...input.about,
    createdAt: input.createdAt.toISOString(),
    segments: listed,
    ...anchored,
    size,
    keepers: { threshold: input.keepers.threshold, list: await wrappedShares(input) },
    ownerKey: input.owner && {
      account: input.owner.account,
      publicKey: input.owner.publicKey,
      wrap: await wrapKey("owner", { ...place, segment: 0 }, input.owner.publicKey, input.master),
    },
  };
  const bytes = canonicalBytes(manifest as unknown as Json);
  if (bytes.length > MAX_MANIFEST_SIZE) {
    throw tallystickError("FileTooLarge", { what: "The manifest", size: bytes.length, max: MAX_MANIFEST_SIZE });
  }
  validateManifest(JSON.parse(new TextDecoder().decode(bytes)));
  const hash = bytesToHex(await sha256(bytes));
  return { manifest, bytes, cid: rawCid(hash), anchor: { manifest: hash, size: BigInt(size), ...anchored }, blocks };
}

async function wrappedShares(input: ManifestInput): Promise<Manifest["keepers"]["list"]> {
  const { threshold, list } = input.keepers;
  const shares: Hex[][] = list.map(() => []);
  for (let segment = 0; segment < input.segments.length; segment++) {
    const split = await splitKey(await segmentKey(input.master, segment), list.length, threshold);
    for (const [i, keeper] of list.entries()) {
      const wrap = await wrapKey("share", { ...input.place, segment }, keeper.publicKey, split[i] ?? randomKey());
      shares[i]?.push(wrap);
    }
  }
  return list.map(({ address, publicKey, url }, i) => ({ address, publicKey, url, shares: shares[i] ?? [] }));
}
