import type { UploadedSegment } from "@tallystick/sdk/data/buildManifest";
import type { Address, Hex } from "viem";
import { type Table, table } from "@/lib/database";
import type { TermsDraft } from "./draft";
import type { InspectedFile } from "./inspect";

/** A file of an unfinished publication: what is shown of it, and how it is known again. */
export type SavedFile = Pick<InspectedFile, "name" | "mediaType" | "columns" | "sample" | "shareSample"> & {
  readonly size: number;
  /** Hash of its size, beginning and end. */
  readonly fingerprint: string;
};

/** A master key under a key of this browser that no script can read out. */
export interface SealedMaster {
  readonly key: CryptoKey;
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly sealed: ArrayBuffer;
}

/** A publication that was begun here and is not on the chain yet: enough to go on after a reload. */
export interface Unfinished {
  readonly id: string;
  readonly chainId: number;
  readonly account: Address;
  readonly startedAt: number;
  /** The data set that gets a new version, 32 bytes; undefined: a new data set. */
  readonly dataset: Hex | undefined;
  /** Makes the new data set's id: a record is registered under it before anything is published. */
  readonly salt: Hex;
  readonly terms: TermsDraft;
  readonly files: readonly SavedFile[];
  readonly master?: SealedMaster | undefined;
  /** Files that lie at the gateway, in order. */
  readonly stored: readonly UploadedSegment[];
}

export const unfinished: Table<Unfinished> = table<Unfinished>("publications");

/** Changes a kept publication, unless it was discarded meanwhile. */
export async function changeUnfinished(id: string, change: (before: Unfinished) => Unfinished): Promise<void> {
  const before = await unfinished.get(id);
  if (before) await unfinished.put(id, change(before));
}

const edge = 1_048_576;

/** Tells a file again without reading all of it: its size, and a hash of its first and last megabyte. */
export async function fingerprintOf(file: File): Promise<string> {
  const [head, tail] = await Promise.all([
    file.slice(0, edge).arrayBuffer(),
    file.slice(Math.max(edge, file.size - edge)).arrayBuffer(),
  ]);
  const parts = new Blob([new TextEncoder().encode(`${file.size}\n`), head, tail]);
  const hash = await crypto.subtle.digest("SHA-256", await parts.arrayBuffer());
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * Seals a master key for this browser. The sealing key is made so that no script can export it, neither ours nor a
 * stranger's, and goes when the publication is done: what is on the disk in the meantime guards a file that lies on the
 * same disk in clear.
 */
export async function seal(master: Uint8Array<ArrayBuffer>, id: string): Promise<SealedMaster> {
  const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const additionalData = new TextEncoder().encode(id);
  return { key, iv, sealed: await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData }, key, master) };
}

export async function unseal({ key, iv, sealed }: SealedMaster, id: string): Promise<Uint8Array<ArrayBuffer>> {
  const additionalData = new TextEncoder().encode(id);
  return new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData }, key, sealed));
}
