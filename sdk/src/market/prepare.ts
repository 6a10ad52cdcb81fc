import { type Address, bytesToHex, type Hex, numberToHex } from "viem";
import type { Reader } from "../chain/actor.ts";
import type { Call } from "../chain/call.ts";
import { type BuiltManifest, buildManifest, type Description, type UploadedSegment } from "../data/buildManifest.ts";
import { type Bytes, randomBytes } from "../data/bytes.ts";
import { encryptDataset, type SourceFile } from "../data/dataset.ts";
import { randomKey } from "../data/keys.ts";
import type { Anchor, Manifest } from "../data/manifest.ts";
import { tallystickError } from "../errors.ts";
import type { HttpOptions } from "../gateway/http.ts";
import { type KeeperCard, keeperInfo, keeperSet } from "../gateway/keeperInfo.ts";
import type { Upload, uploadTypedData } from "../gateway/typedData.ts";
import { type Sign, signUpload, uploadBlock, uploadContent } from "../gateway/upload.ts";
import type { Signed } from "../gateway/wire.ts";
import { marketAbi } from "../generated/abis/Market.ts";
import { deployed } from "../networks.ts";
import { addVersion, makeOffer, multicall, publish } from "./selling.ts";
import { datasetId, licenceHash, type Terms, termsOf } from "./terms.ts";

/** What an offer says besides data set and seller; the licence is the manifest's unless named. */
export type NewOffer = Pick<Terms, "segments"> & Partial<Omit<Terms, "dataset" | "seller">>;

export interface PublicationProgress {
  /** `encrypting` goes on while the ciphertext is uploaded. */
  readonly step: "encrypting" | "manifest" | "anchoring";
  readonly segment: number;
  readonly plainBytes: number;
}

export interface Publication extends HttpOptions {
  readonly files: readonly SourceFile[];
  readonly about: Description;
  /** Account that will publish, and its wallet's signature of the upload passes. */
  readonly publisher: Address;
  readonly sign: Sign<ReturnType<typeof uploadTypedData>>;
  /** The publisher's public encryption key; left out, only the keepers can open the version. */
  readonly publicKey?: Hex | undefined;
  /**
   * Gateways that keep shares; the first stores the files. Default: the set that the network's first gateway to answer
   * belongs to.
   */
  readonly gateways?: readonly string[] | undefined;
  /** Shares needed to rebuild a key. Default: what the set says, or one of the gateways that were named. */
  readonly threshold?: number | undefined;
  readonly offers?: readonly NewOffer[] | undefined;
  /** Raw blocks that go with the manifest, as the lists that its policies name (`allowListBlock`). */
  readonly blocks?: readonly Bytes[] | undefined;
  readonly createdAt?: Date | undefined;
  /** Makes the data set's id, with the publisher: to know it beforehand. Default: random. */
  readonly salt?: Hex | undefined;
  /** See `uploadContent`. */
  readonly streaming?: boolean | undefined;
  readonly onProgress?: ((progress: PublicationProgress) => void) | undefined;
  /** Goes on with a run that was broken off: its master key, and the first files, that lie at the gateway already. */
  readonly resume?: { readonly master: Bytes; readonly stored: readonly UploadedSegment[] } | undefined;
  /** Called with the master key of a run before anything is encrypted with it, unless it is resumed. Keep it safe. */
  readonly onMaster?: ((master: Bytes) => void | Promise<void>) | undefined;
  /** Called when a file lies at the gateway whole. */
  readonly onStored?: ((segment: UploadedSegment, index: number) => void | Promise<void>) | undefined;
}

/** A version whose files lie at the gateways and that waits to be anchored. */
export interface PreparedVersion {
  readonly dataset: bigint;
  readonly version: number;
  readonly manifest: Manifest;
  readonly manifestCid: string;
  readonly anchor: Anchor;
  readonly offers: readonly Terms[];
  /** Keepers that did not answer. They fetch files and manifest from the others when they are back. */
  readonly absent: readonly string[];
  /** Anchors the version and opens the offers, in one transaction. */
  readonly call: Call;
}

/**
 * Encrypts and uploads a new data set. Nothing is on the chain before the returned call is sent.
 *
 * @throws `NotDeployed`, `BadName`, `GatewayUnreachable`, `GatewayRefused`, `ManifestInvalid`, `FileTooLarge`, `Aborted`
 */
export async function prepareDataset(reader: Reader, publication: Publication): Promise<PreparedVersion> {
  const prepare = await preparerOf(reader, publication);
  return prepare(publication.createdAt ?? new Date());
}

/** Makes and uploads a manifest of this time for files that lie at the gateway. */
export type Preparer = (createdAt: Date) => Promise<PreparedVersion>;

/**
 * Encrypts and uploads the files of a new data set. Its manifest can then be made as often as it takes: each time the
 * keys are wrapped afresh, so that nobody can foresee its hash.
 *
 * @throws as `prepareDataset`
 */
export async function preparerOf(reader: Reader, publication: Publication): Promise<Preparer> {
  const { chainId } = reader.network;
  const { market } = deployed(reader.network);
  const salt = publication.salt ?? bytesToHex(randomBytes(32));
  const dataset = datasetId(chainId, market, publication.publisher, salt);
  const files = await encryptAndUpload(reader, publication);
  return async (createdAt) => {
    const built = await describe(reader, publication, files, { dataset, version: 1, createdAt });
    const anchoring = publish(market, salt, built.anchor);
    return prepared(reader, publication, { dataset, version: 1, built, anchoring, absent: files.keepers.absent });
  };
}

/**
 * Encrypts and uploads the next version of a data set.
 *
 * @throws as `prepareDataset`, and `UnknownDataset`
 */
export async function prepareVersion(
  reader: Reader,
  dataset: bigint,
  publication: Publication,
): Promise<PreparedVersion> {
  const prepare = await versionPreparerOf(reader, dataset, publication);
  return prepare(publication.createdAt ?? new Date());
}

/**
 * As `preparerOf`, for the next version of a data set.
 *
 * @throws as `prepareVersion`
 */
export async function versionPreparerOf(reader: Reader, dataset: bigint, publication: Publication): Promise<Preparer> {
  const { market } = deployed(reader.network);
  const [versions] = await reader.client.readContract({
    address: market,
    abi: marketAbi,
    functionName: "versionsOf",
    args: [dataset],
  });
  if (versions === 0) throw tallystickError("UnknownDataset", { dataset: numberToHex(dataset, { size: 32 }) });
  const version = versions + 1;
  const files = await encryptAndUpload(reader, publication);
  return async (createdAt) => {
    const built = await describe(reader, publication, files, { dataset, version, createdAt });
    const anchoring = addVersion(market, dataset, built.anchor);
    return prepared(reader, publication, { dataset, version, built, anchoring, absent: files.keepers.absent });
  };
}

async function prepared(
  reader: Reader,
  publication: Publication,
  made: Pick<PreparedVersion, "dataset" | "version" | "absent"> & { readonly built: BuiltManifest; anchoring: Call },
): Promise<PreparedVersion> {
  const { dataset, version, absent, built, anchoring } = made;
  const { market } = deployed(reader.network);
  const licence = await licenceHash(publication.about.licence);
  const common = { dataset, seller: publication.publisher, licence, fromVersion: version };
  const offers = (publication.offers ?? []).map((offer) => termsOf({ ...common, ...offer }));
  const calls = [anchoring, ...offers.map((terms) => makeOffer(market, terms))];
  const { manifest, cid, anchor } = built;
  return {
    dataset,
    version,
    manifest,
    manifestCid: cid,
    anchor,
    offers,
    absent,
    call: calls.length === 1 ? anchoring : multicall(market, calls),
  };
}

interface Keeper {
  readonly info: KeeperCard;
  /** Left out for one that fetches for itself what others of its set were given: it costs the publisher no signature. */
  readonly pass?: Signed<Upload> | undefined;
}

/** Who keeps the keys of a version, the store of its files first. */
interface Keepers {
  readonly threshold: number;
  readonly list: readonly [Keeper & { readonly pass: Signed<Upload> }, ...Keeper[]];
  readonly absent: readonly string[];
}

/** Files of a version that lie at the first keeper, with their keys. */
interface UploadedFiles {
  readonly master: Bytes;
  readonly segments: readonly UploadedSegment[];
  readonly keepers: Keepers;
}

async function encryptAndUpload(reader: Reader, publication: Publication): Promise<UploadedFiles> {
  const { onProgress } = publication;
  const keepers = await meetKeepers(reader, publication);
  const [store] = keepers.list;
  const { resume } = publication;
  const master = resume?.master ?? randomKey();
  if (resume === undefined) await publication.onMaster?.(master);
  const segments = await encryptDataset(publication.files, {
    master,
    signal: publication.signal,
    stored: resume?.stored,
    onStored: publication.onStored,
    store: (stream) => uploadContent(store.info.url, store.pass, stream, publication),
    onProgress: (segment, plainBytes) => onProgress?.({ step: "encrypting", segment, plainBytes }),
  });
  return { master, segments, keepers };
}

async function describe(
  reader: Reader,
  publication: Publication,
  { master, segments, keepers }: UploadedFiles,
  { dataset, version, createdAt }: { dataset: bigint; version: number; createdAt: Date },
): Promise<BuiltManifest> {
  const { chainId } = reader.network;
  const { market } = deployed(reader.network);
  const { publisher, onProgress } = publication;
  onProgress?.({ step: "manifest", segment: segments.length, plainBytes: 0 });
  const built = await buildManifest({
    place: { chainId, market, dataset, version },
    publisher,
    about: publication.about,
    createdAt,
    segments,
    master,
    keepers: {
      threshold: keepers.threshold,
      list: keepers.list.map(({ info: { address, publicKey, url } }) => ({ address, publicKey, url })),
    },
    owner: publication.publicKey && { account: publisher, publicKey: publication.publicKey },
  });
  // Every keeper reads the manifest for its shares.
  for (const { info, pass } of keepers.list) {
    if (pass === undefined) continue;
    const blocks = [...built.blocks.map(({ bytes }) => bytes), ...(publication.blocks ?? [])];
    for (const block of blocks) await uploadBlock(info.url, pass, block, publication);
    await uploadBlock(info.url, pass, built.bytes, publication);
  }
  return built;
}

async function meetKeepers(reader: Reader, publication: Publication): Promise<Keepers> {
  const { chainId, gateways } = reader.network;
  const { market } = deployed(reader.network);
  const expected = { chainId, market };
  const admit = async (info: KeeperCard) => ({
    info,
    pass: await signUpload(chainId, market, publication.publisher, info.address, publication.sign),
  });
  const { gateways: named } = publication;
  if (named === undefined) {
    const { threshold, keepers, absent } = await keeperSet(gateways, expected, publication);
    const [store, ...others] = keepers;
    const list = [await admit(store), ...others.map((info) => ({ info }))] as const;
    return { threshold: publication.threshold ?? threshold, list, absent };
  }
  const met: (Keeper & { readonly pass: Signed<Upload> })[] = [];
  for (const url of named) met.push(await admit(await keeperInfo(url, expected, publication)));
  const [store, ...others] = met;
  if (store === undefined)
    throw tallystickError("GatewayUnreachable", { url: "(none)", cause: "no gateway is configured" });
  return { threshold: publication.threshold ?? 1, list: [store, ...others], absent: [] };
}
