import { tallystickError } from "../errors.ts";
import { type Bytes, equalBytes } from "./bytes.ts";
import { pooledLeaf } from "./encrypt.ts";
import { chunkCount, cipherSize, RECORD_SIZE, TAG_SIZE } from "./format.ts";
import { matchesCommitment, recordKey } from "./keys.ts";
import { pipeline } from "./pipeline.ts";
import { bufferPool } from "./pool.ts";
import { chunkSize, cut, type Piece, recordAad, recordNonce } from "./records.ts";

export interface DecryptOptions {
  /** Segment key, 32 bytes. */
  readonly key: Bytes;
  readonly salt: Bytes;
  readonly segment: number;
  /** Of the whole segment, as the manifest says. */
  readonly plainSize: number;
  /** Leaves of all its chunks, already verified against the anchored root. */
  readonly leaves: readonly Bytes[];
  /** Commitment to the key: a wrong key is then named before anything is read. */
  readonly commitment?: Bytes | undefined;
  readonly recordSize?: number | undefined;
  /** Called with the bytes of plaintext done so far. */
  readonly onProgress?: ((plainBytes: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Verifies and decrypts a file while it streams. Each chunk is checked against its leaf before it is decrypted, and the
 * stream errors at the first that is not right: **what was read before an error is not the file**.
 *
 * @throws on the stream: `ChunkTampered`, `FileTruncated`, `FileTooLong`, `WrongKey`, `LeavesMismatch`, `Aborted`
 */
export function decryptSegment(cipher: ReadableStream<Uint8Array>, options: DecryptOptions): ReadableStream<Bytes> {
  const { segment, plainSize, leaves } = options;
  const recordSize = options.recordSize ?? RECORD_SIZE;
  const chunks = chunkCount(plainSize, recordSize);
  const pieces = bufferPool(recordSize + TAG_SIZE);
  const hashed = bufferPool(1 + recordSize + TAG_SIZE);
  const aad = recordAad(options.salt, recordSize, segment);
  const aesKey = checkedKey(options);
  aesKey.catch(() => undefined);
  let done = 0;

  const shape = { segment, plainSize, recordSize, chunks };
  const check = async (chunk: Piece): Promise<void> => {
    const fault = shapeFault(chunk, shape);
    if (fault !== undefined && !fault.whole) throw fault.error;
    // A wrong chunk is named as such before the file is called too short or too long.
    if (!equalBytes(await pooledLeaf(hashed, chunk.bytes), leaves[chunk.index] as Bytes)) {
      throw tallystickError("ChunkTampered", { segment, chunk: chunk.index });
    }
    if (fault !== undefined) throw fault.error;
  };

  const open = async (chunk: Piece): Promise<Bytes> => {
    const key = await aesKey;
    await check(chunk);
    const algorithm = { name: "AES-GCM", iv: recordNonce(chunk.index, chunk.last), additionalData: aad };
    // The bytes are the publisher's (their leaf says so): only the key can be wrong.
    const record = await crypto.subtle.decrypt(algorithm, key, chunk.bytes).catch((cause) => {
      throw tallystickError("WrongKey", { segment, chunk: chunk.index }, cause);
    });
    pieces.give(chunk.bytes);
    return new Uint8Array(record);
  };

  async function* afterKey(): AsyncGenerator<Piece, void, undefined> {
    await aesKey.catch(async (error: unknown) => {
      await cipher.cancel(error).catch(() => undefined);
      throw error;
    });
    yield* cut(cipher, recordSize + TAG_SIZE, pieces.take);
  }

  const opened = pipeline(afterKey(), open, {
    what: "Decrypting",
    signal: options.signal,
  });
  const report = options.onProgress;
  if (report === undefined) return opened;
  return opened.pipeThrough(
    new TransformStream<Bytes, Bytes>(
      {
        transform(record, controller) {
          done += record.length;
          controller.enqueue(record);
          report(done);
        },
      },
      undefined,
      { highWaterMark: 0 },
    ),
  );
}

interface Shape {
  readonly segment: number;
  readonly plainSize: number;
  readonly recordSize: number;
  readonly chunks: number;
}

/** What the length of a chunk, and whether it is the last, say about the file; `whole`: the chunk itself has its length. */
function shapeFault(chunk: Piece, shape: Shape): { whole: boolean; error: Error } | undefined {
  const { index, last, bytes } = chunk;
  const { segment, plainSize, recordSize, chunks } = shape;
  const expected = cipherSize(plainSize, recordSize);
  const tooLong = tallystickError("FileTooLong", { segment, expected });
  if (index >= chunks) return { whole: false, error: tooLong };
  const length = chunkSize(plainSize, recordSize, index);
  if (bytes.length > length) return { whole: false, error: tooLong };
  const whole = bytes.length === length;
  const received = index * (recordSize + TAG_SIZE) + bytes.length;
  const truncated = { segment, chunk: whole ? index + 1 : index, expected, received };
  if (received < expected && last) return { whole, error: tallystickError("FileTruncated", truncated) };
  if (received === expected && !last) return { whole, error: tooLong };
  return undefined;
}

async function checkedKey(options: DecryptOptions): Promise<CryptoKey> {
  const expected = chunkCount(options.plainSize, options.recordSize ?? RECORD_SIZE);
  if (options.leaves.length !== expected) {
    throw tallystickError("LeavesMismatch", {
      reason: `segment ${options.segment} needs ${expected}, has ${options.leaves.length}`,
    });
  }
  if (options.commitment !== undefined && !(await matchesCommitment(options.key, options.commitment))) {
    throw tallystickError("WrongKey", { segment: options.segment, chunk: 0 });
  }
  return recordKey(options.key, options.salt);
}
