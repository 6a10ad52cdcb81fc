import { type Address, hexToBytes, numberToHex } from "viem";
import type { Reader } from "../chain/actor.ts";
import { type Bytes, concat } from "../data/bytes.ts";
import { rawCid } from "../data/cid.ts";
import { type DecryptedFile, decryptDataset } from "../data/dataset.ts";
import { MAX_MANIFEST_SIZE } from "../data/format.ts";
import type { EncryptionKeyPair } from "../data/keyPair.ts";
import { matchesCommitment, segmentKey } from "../data/keys.ts";
import type { Manifest } from "../data/manifest.ts";
import { verifiedLeaves, verifyManifest } from "../data/verifyManifest.ts";
import { unwrapKey } from "../data/wraps.ts";
import { tallystickError } from "../errors.ts";
import { downloadBlock, downloadSegment } from "../gateway/download.ts";
import type { HttpOptions } from "../gateway/http.ts";
import type { Payment } from "../gateway/payment.ts";
import { type KeeperAnswer, requestKeys } from "../gateway/requestKeys.ts";
import type { keyRequestTypedData, Receipt } from "../gateway/typedData.ts";
import type { Sign } from "../gateway/upload.ts";
import type { Signed } from "../gateway/wire.ts";
import { deployed } from "../networks.ts";
import type { Right } from "./right.ts";
import { type PublishedVersion, versionsOf } from "./versions.ts";

/** A version of a data set with its manifest, both verified. */
export interface OpenedDataset {
  readonly dataset: bigint;
  readonly version: PublishedVersion;
  readonly versions: readonly PublishedVersion[];
  readonly manifest: Manifest;
  readonly gateways: readonly string[];
}

export interface OpenOptions extends HttpOptions {
  /** Default: the newest. */
  readonly version?: number | undefined;
  /** Default: the network's. */
  readonly gateways?: readonly string[] | undefined;
}

/**
 * Finds a version on the chain and gets its manifest; refuses any manifest but the anchored one. No right is needed.
 *
 * @throws `UnknownDataset`, `VersionsMismatch`, `ManifestMismatch`, `ManifestInvalid`, `ContentMissing`, `GatewayUnreachable`
 */
export async function openDataset(reader: Reader, dataset: bigint, options: OpenOptions = {}): Promise<OpenedDataset> {
  const { chainId } = reader.network;
  const { market } = deployed(reader.network);
  const versions = await versionsOf(reader, dataset);
  const version = options.version === undefined ? versions.at(-1) : versions[options.version - 1];
  if (version === undefined) {
    throw tallystickError("UnknownDataset", {
      dataset: `${numberToHex(dataset, { size: 32 })} version ${options.version}`,
    });
  }
  const gateways = options.gateways ?? reader.network.gateways;
  const bytes = await downloadBlock(rawCid(version.anchor.manifest), gateways, MAX_MANIFEST_SIZE, options);
  const { anchor, publisher } = version;
  const manifest = await verifyManifest(bytes, {
    chainId,
    market,
    dataset,
    version: version.version,
    publisher,
    anchor,
  });
  return { dataset, version, versions, manifest, gateways };
}

/** Newest version that a right lets be read, of so many. */
export function newestReadable(right: Right, versions: number): number {
  return right.laterVersions ? versions : Math.min(right.fromVersion, versions);
}

export interface ReadOptions extends HttpOptions {
  /** Indexes of the segments to read. Default: all. */
  readonly segments?: readonly number[] | undefined;
  readonly onProgress?: ((segment: number, plainBytes: number) => void) | undefined;
  /** Keeps ciphertext between two runs, so that a download goes on where it broke off. */
  readonly keep?: KeepCiphertext | undefined;
}

/** A segment's ciphertext, as its manifest names it. */
export interface CiphertextFacts {
  readonly cid: string;
  /** Bytes of ciphertext. */
  readonly size: number;
  readonly segment: number;
}

/**
 * Answers with all of a segment's ciphertext: what it has kept, and the rest, which `download` gets from chunk `from` on,
 * chunk by chunk, each checked. What was kept is checked again when it is decrypted.
 */
export type KeepCiphertext = (
  facts: CiphertextFacts,
  download: (from: number) => ReadableStream<Bytes>,
) => Promise<ReadableStream<Uint8Array>>;

export interface ReadFiles {
  readonly files: readonly DecryptedFile[];
  readonly receipts: readonly Signed<Receipt>[];
}

/**
 * Gets the keys from the keepers and opens the files: they are downloaded, verified and decrypted as they are read.
 *
 * @throws `KeysDenied`, `NotEnoughShares`, `LeavesMismatch`, `GatewayUnreachable`; while reading see `decryptSegment`
 */
export async function readFiles(
  opened: OpenedDataset,
  as: {
    readonly reader: Address;
    readonly keyPair: EncryptionKeyPair;
    readonly sign: Sign<ReturnType<typeof keyRequestTypedData>>;
    readonly purpose?: number | undefined;
    /** Of a reader who pays by use (`signPayment`). */
    readonly payment?: Payment | undefined;
    readonly onAnswer?: ((answer: KeeperAnswer) => void) | undefined;
  },
  options: ReadOptions = {},
): Promise<ReadFiles> {
  const segments = options.segments ?? opened.manifest.segments.map((_, i) => i);
  const { keys, receipts } = await requestKeys({ manifest: opened.manifest, segments, ...as }, options);
  return { files: await filesOf(opened, keys, options), receipts };
}

/**
 * Opens the files with the publisher's own key: no keeper is asked.
 *
 * @throws as `ownKeys`, and `LeavesMismatch`
 */
export async function readOwnFiles(
  opened: OpenedDataset,
  keyPair: EncryptionKeyPair,
  options: ReadOptions = {},
): Promise<ReadFiles> {
  const keys = await ownKeys(opened, keyPair, options.segments);
  return { files: await filesOf(opened, keys, options), receipts: [] };
}

/**
 * The keys of a version, or of these segments of it, from what the publisher kept. That a manifest names an account as
 * its owner proves nothing: only a key pair that opens it does.
 *
 * @throws `WrapInvalid`, `WrongKey`, and `KeyUnavailable` when the publisher kept no key
 */
export async function ownKeys(
  opened: OpenedDataset,
  keyPair: EncryptionKeyPair,
  segments: readonly number[] = opened.manifest.segments.map((_, i) => i),
): Promise<ReadonlyMap<number, Bytes>> {
  const { manifest } = opened;
  const { ownerKey } = manifest;
  if (ownerKey === undefined) {
    throw tallystickError("KeyUnavailable", {
      account: manifest.publisher,
      reason: "the publisher kept no key in this manifest",
    });
  }
  const { chainId, market, version } = manifest;
  const place = { chainId, market, dataset: opened.dataset, version, segment: 0 };
  const master = concat(await unwrapKey("owner", place, keyPair, ownerKey.wrap));
  const keys = new Map<number, Bytes>();
  for (const segment of segments) {
    const key = await segmentKey(master, segment);
    const commitment = hexToBytes(manifest.segments[segment]?.commitment ?? "0x");
    if (!(await matchesCommitment(key, commitment))) throw tallystickError("WrongKey", { segment, chunk: 0 });
    keys.set(segment, key);
  }
  return keys;
}

async function filesOf(
  opened: OpenedDataset,
  keys: ReadonlyMap<number, Bytes>,
  options: ReadOptions,
): Promise<DecryptedFile[]> {
  const { manifest } = opened;
  const gateways = [...new Set([...opened.gateways, ...manifest.keepers.list.map(({ url }) => url)])];
  const leaves = await verifiedLeaves(manifest, (cid) => downloadBlock(cid, gateways, MAX_MANIFEST_SIZE, options));
  return decryptDataset(manifest, {
    keys,
    leaves,
    signal: options.signal,
    onProgress: options.onProgress,
    fetch: async (segment) => {
      const { cid, size } = manifest.segments[segment] as Manifest["segments"][number];
      const download = (from: number) =>
        downloadSegment({ cid, size, segment, leaves: leaves[segment] ?? [], gateways, from }, options);
      return options.keep ? options.keep({ cid, size, segment }, download) : download(0);
    },
  });
}
