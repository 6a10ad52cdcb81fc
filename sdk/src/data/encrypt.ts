import { tallystickError } from "../errors.ts";
import type { Bytes } from "./bytes.ts";
import { MAX_CHUNKS, RECORD_SIZE, TAG_SIZE } from "./format.ts";
import { keyCommitment, recordKey } from "./keys.ts";
import { pipeline } from "./pipeline.ts";
import { bufferPool } from "./pool.ts";
import { cut, type Piece, recordAad, recordNonce } from "./records.ts";

export interface EncryptOptions {
  /** Segment key, 32 bytes. */
  readonly key: Bytes;
  /** Random, 32 bytes, never used with another file. */
  readonly salt: Bytes;
  /** Index of the segment in its version. */
  readonly segment: number;
  /** Bytes a record; the manifest knows only the default of 1 MiB. */
  readonly recordSize?: number | undefined;
  /** Called with the bytes of plaintext done so far. */
  readonly onProgress?: ((plainBytes: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What is known of a segment when its last byte is encrypted. */
export interface SegmentSummary {
  readonly plainSize: number;
  readonly size: number;
  readonly leaves: readonly Bytes[];
  readonly commitment: Bytes;
}

export interface EncryptedSegment {
  /** Ciphertext, one chunk a read. */
  readonly stream: ReadableStream<Bytes>;
  /** Resolves when the stream was read to its end; rejects when it failed or was cancelled. */
  readonly summary: Promise<SegmentSummary>;
}

/**
 * Encrypts a file while it streams; memory does not grow with it.
 *
 * @throws on the stream: `Aborted`, `FileTooLarge`, and whatever the source throws
 */
export function encryptSegment(plain: ReadableStream<Uint8Array>, options: EncryptOptions): EncryptedSegment {
  const recordSize = options.recordSize ?? RECORD_SIZE;
  const records = bufferPool(recordSize);
  const hashed = bufferPool(1 + recordSize + TAG_SIZE);
  const aad = recordAad(options.salt, recordSize, options.segment);
  const aesKey = recordKey(options.key, options.salt);
  aesKey.catch(() => undefined);
  const leaves: Bytes[] = [];
  let plainSize = 0;

  const seal = async (record: Piece): Promise<{ chunk: Bytes; leaf: Bytes; plain: number }> => {
    if (record.index >= MAX_CHUNKS) {
      throw tallystickError("FileTooLarge", {
        what: `Segment ${options.segment}`,
        size: (record.index + 1) * recordSize,
        max: MAX_CHUNKS * recordSize,
      });
    }
    const algorithm = { name: "AES-GCM", iv: recordNonce(record.index, record.last), additionalData: aad };
    const chunk = new Uint8Array(await crypto.subtle.encrypt(algorithm, await aesKey, record.bytes));
    const plainBytes = record.bytes.length;
    records.give(record.bytes);
    return { chunk, leaf: await pooledLeaf(hashed, chunk), plain: plainBytes };
  };

  const sealed = pipeline(cut(plain, recordSize, records.take), seal, {
    what: "Encrypting",
    signal: options.signal,
  });

  const { promise, resolve, reject } = Promise.withResolvers<SegmentSummary>();
  // Whoever only reads the stream gets the same error there.
  promise.catch(() => undefined);
  const reader = sealed.getReader();
  const stream = new ReadableStream<Bytes>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (done) {
            const commitment = await keyCommitment(options.key);
            resolve({ plainSize, size: plainSize + leaves.length * TAG_SIZE, leaves, commitment });
            controller.close();
            return;
          }
          leaves.push(value.leaf);
          plainSize += value.plain;
          controller.enqueue(value.chunk);
          options.onProgress?.(plainSize);
        } catch (error) {
          reject(error);
          throw error;
        }
      },
      async cancel(reason) {
        reject(tallystickError("Aborted", { what: "Encrypting" }, reason));
        await reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
  return { stream, summary: promise };
}

/** `leafOf` without a new buffer a chunk. */
export async function pooledLeaf(pool: ReturnType<typeof bufferPool>, chunk: Uint8Array): Promise<Bytes> {
  const buffer = pool.take();
  buffer[0] = 0;
  buffer.set(chunk, 1);
  const leaf = new Uint8Array(await crypto.subtle.digest("SHA-256", buffer.subarray(0, 1 + chunk.length)));
  pool.give(buffer);
  return leaf;
}
