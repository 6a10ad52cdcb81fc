import { type Address, bytesToHex, hexToBytes, isAddressEqual, numberToHex } from "viem";
import { tallystickError } from "../errors.ts";
import { type Bytes, concat, sha256 } from "./bytes.ts";
import { checkRawBlock } from "./cid.ts";
import { chunkCount } from "./format.ts";
import { versionCommitment } from "./keys.ts";
import type { Anchor, Manifest, ManifestSegment } from "./manifest.ts";
import { merkleRoot } from "./merkle.ts";
import { parseManifest } from "./parseManifest.ts";

/** What the chain says of a version. */
export interface AnchoredVersion {
  readonly chainId: number;
  readonly market: Address;
  readonly dataset: bigint;
  readonly version: number;
  /** Account that anchored this version. */
  readonly publisher: Address;
  readonly anchor: Anchor;
}

/**
 * Reads a manifest and refuses it unless it is the one that was anchored, where and by whom it was anchored.
 *
 * @throws `ManifestMismatch`, `ManifestInvalid`, `FileTooLarge`
 */
export async function verifyManifest(bytes: Uint8Array, expected: AnchoredVersion): Promise<Manifest> {
  const { anchor } = expected;
  mustEqual("hash", anchor.manifest, bytesToHex(await sha256(bytes)));
  const manifest = parseManifest(bytes);
  mustEqual("chainId", String(expected.chainId), String(manifest.chainId));
  if (!isAddressEqual(manifest.market, expected.market)) mustEqual("market", expected.market, manifest.market);
  mustEqual("dataset", numberToHex(expected.dataset, { size: 32 }), manifest.dataset);
  mustEqual("version", String(expected.version), String(manifest.version));
  if (!isAddressEqual(manifest.publisher, expected.publisher))
    mustEqual("publisher", expected.publisher, manifest.publisher);
  mustEqual("root", anchor.root, manifest.root);
  mustEqual("size", String(anchor.size), String(manifest.size));
  mustEqual("keyCommitment", anchor.keyCommitment, manifest.keyCommitment);
  const commitments = manifest.segments.map(({ commitment }) => hexToBytes(commitment));
  mustEqual("commitments", anchor.keyCommitment, bytesToHex(await versionCommitment(commitments)));
  return manifest;
}

function mustEqual(field: string, expected: string, actual: string): void {
  if (expected.toLowerCase() !== actual.toLowerCase())
    throw tallystickError("ManifestMismatch", { field, expected, actual });
}

/**
 * Leaves of all segments, proved against the manifest's root.
 *
 * @param fetchBlock gets the raw block of a `leavesCid`; its bytes are checked here
 * @throws `LeavesMismatch`, `ContentMismatch`
 */
export async function verifiedLeaves(
  manifest: Manifest,
  fetchBlock: (cid: string) => Promise<Uint8Array>,
): Promise<Bytes[][]> {
  const leaves: Bytes[][] = [];
  for (const segment of manifest.segments) leaves.push(await leavesOf(segment, fetchBlock));
  const root = bytesToHex(await merkleRoot(leaves.flat()));
  if (root !== manifest.root) throw tallystickError("LeavesMismatch", { reason: `they lead to ${root}` });
  return leaves;
}

async function leavesOf(segment: ManifestSegment, fetchBlock: (cid: string) => Promise<Uint8Array>): Promise<Bytes[]> {
  if (segment.leaves !== undefined) return segment.leaves.map((leaf) => concat(hexToBytes(leaf)));
  const cid = segment.leavesCid as string;
  const block = concat(await fetchBlock(cid));
  await checkRawBlock(cid, block);
  const count = chunkCount(segment.plainSize);
  if (block.length !== count * 32) {
    throw tallystickError("LeavesMismatch", {
      reason: `${segment.name} needs ${count}, the block has ${block.length / 32}`,
    });
  }
  return Array.from({ length: count }, (_, i) => block.slice(i * 32, i * 32 + 32));
}
