import { hexToBytes } from "viem";
import { tallystickError } from "../errors.ts";
import type { UploadedSegment } from "./buildManifest.ts";
import { type Bytes, concat } from "./bytes.ts";
import { fileCid } from "./cid.ts";
import { decryptSegment } from "./decrypt.ts";
import { encryptSegment } from "./encrypt.ts";
import { MAX_SEGMENTS } from "./format.ts";
import { randomKey, segmentKey } from "./keys.ts";
import type { Column, Manifest } from "./manifest.ts";
import { fileNameFault } from "./names.ts";

/** A file to be published. */
export interface SourceFile {
  readonly name: string;
  readonly mediaType: string;
  /** Opens the plaintext; called once. */
  readonly open: () => ReadableStream<Uint8Array>;
  readonly columns?: readonly Column[] | undefined;
  readonly sample?: string | undefined;
}

export interface EncryptDatasetOptions {
  /** Master key of the version; a new one (`randomKey`) for each version. */
  readonly master: Bytes;
  /** Stores the ciphertext; must read the stream to its end. */
  readonly store: (ciphertext: ReadableStream<Bytes>, segment: number) => Promise<{ readonly cid: string }>;
  /** Called with the bytes of plaintext done so far, of one segment. */
  readonly onProgress?: ((segment: number, plainBytes: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** The first files, if an earlier run has stored them under the same master key: they are not opened again. */
  readonly stored?: readonly UploadedSegment[] | undefined;
  /** Called when a file is stored whole: what a later run needs to go on from there. */
  readonly onStored?: ((segment: UploadedSegment, index: number) => void | Promise<void>) | undefined;
}

/**
 * Encrypts files one after the other into `store`. The CID of each is computed here and must be the store's.
 *
 * @throws `BadName`, `Aborted`, `ContentMismatch`, RangeError unless there are 1 to 32 files
 */
export async function encryptDataset(
  files: readonly SourceFile[],
  options: EncryptDatasetOptions,
): Promise<UploadedSegment[]> {
  if (files.length < 1 || files.length > MAX_SEGMENTS)
    throw new RangeError(`1 to ${MAX_SEGMENTS} files, not ${files.length}`);
  for (const { name } of files) {
    const reason = fileNameFault(name);
    if (reason !== undefined) throw tallystickError("BadName", { name, reason });
  }
  const segments: UploadedSegment[] = [...(options.stored ?? [])];
  for (const [segment, file] of files.entries()) {
    if (segment < segments.length) continue;
    const salt = randomKey();
    const key = await segmentKey(options.master, segment);
    const { stream, summary } = encryptSegment(file.open(), {
      key,
      salt,
      segment,
      signal: options.signal,
      onProgress: (done) => options.onProgress?.(segment, done),
    });
    const name = fileCid();
    const counted = stream.pipeThrough(
      new TransformStream<Bytes, Bytes>(
        {
          async transform(chunk, controller) {
            await name.update(chunk);
            controller.enqueue(chunk);
          },
        },
        undefined,
        { highWaterMark: 0 },
      ),
    );
    const stored = await options.store(counted, segment);
    const facts = await summary;
    const cid = await name.finish();
    if (stored.cid !== cid) throw tallystickError("ContentMismatch", { cid: stored.cid });
    const { mediaType, columns, sample } = file;
    const done = { name: file.name, mediaType, columns, sample, ...facts, salt, cid };
    segments.push(done);
    await options.onStored?.(done, segment);
  }
  return segments;
}

/** A segment of a verified manifest, decrypted as it is read. */
export interface DecryptedFile {
  readonly segment: number;
  readonly name: string;
  readonly mediaType: string;
  readonly plainSize: number;
  readonly open: () => Promise<ReadableStream<Bytes>>;
}

export interface DecryptDatasetOptions {
  /** Keys of the segments to read, by index. */
  readonly keys: ReadonlyMap<number, Bytes>;
  /** Leaves of all segments (`verifiedLeaves`). */
  readonly leaves: readonly (readonly Bytes[])[];
  /** Opens the ciphertext of a segment. */
  readonly fetch: (segment: number) => Promise<ReadableStream<Uint8Array>>;
  readonly onProgress?: ((segment: number, plainBytes: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The files of a verified manifest for which there is a key. See `decryptSegment` for what reading them may throw. */
export function decryptDataset(manifest: Manifest, options: DecryptDatasetOptions): DecryptedFile[] {
  return manifest.segments.flatMap((entry, segment) => {
    const key = options.keys.get(segment);
    if (key === undefined) return [];
    const open = async (): Promise<ReadableStream<Bytes>> =>
      decryptSegment(await options.fetch(segment), {
        key,
        segment,
        salt: concat(hexToBytes(entry.salt)),
        plainSize: entry.plainSize,
        leaves: options.leaves[segment] ?? [],
        commitment: concat(hexToBytes(entry.commitment)),
        signal: options.signal,
        onProgress: (done) => options.onProgress?.(segment, done),
      });
    return [{ segment, name: entry.name, mediaType: entry.mediaType, plainSize: entry.plainSize, open }];
  });
}
