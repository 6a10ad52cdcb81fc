import { type Bytes, concat, uintBe, utf8 } from "./bytes.ts";
import { chunkCount, TAG_SIZE } from "./format.ts";

/** One piece of a stream, numbered; `last` when no further one follows. */
export interface Piece {
  readonly index: number;
  readonly bytes: Bytes;
  readonly last: boolean;
}

/**
 * Cuts a stream into pieces of `size` bytes; the last may be shorter, and an empty stream is one empty piece. Buffers
 * come from `take` so that a caller may use them again.
 */
export async function* cut(
  source: ReadableStream<Uint8Array>,
  size: number,
  take: () => Bytes = () => new Uint8Array(size),
): AsyncGenerator<Piece, void, undefined> {
  const reader = source.getReader();
  let buffer = take();
  let filled = 0;
  let index = 0;
  let finished = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      let at = 0;
      while (at < value.length) {
        // A full piece waits until more bytes prove that it is not the last.
        if (filled === size) {
          yield { index: index++, bytes: buffer, last: false };
          buffer = take();
          filled = 0;
        }
        const part = Math.min(size - filled, value.length - at);
        buffer.set(value.subarray(at, at + part), filled);
        filled += part;
        at += part;
      }
    }
    finished = true;
    yield { index, bytes: buffer.subarray(0, filled), last: true };
  } finally {
    if (!finished) await reader.cancel().catch(() => undefined);
    reader.releaseLock();
  }
}

/** Associated data of all records of a segment. */
export function recordAad(salt: Uint8Array, recordSize: number, segment: number): Bytes {
  return concat(utf8("tallystick/1"), salt, uintBe(recordSize, 4), uintBe(segment, 4));
}

/** Nonce of a record: the counter and the mark of the last (STREAM). */
export function recordNonce(index: number, last: boolean): Bytes {
  return concat(new Uint8Array(8), uintBe(index, 3), uintBe(last ? 1 : 0, 1));
}

/** Size of chunk `index` of a segment with that much plaintext. */
export function chunkSize(plainSize: number, recordSize: number, index: number): number {
  const last = chunkCount(plainSize, recordSize) - 1;
  return (index < last ? recordSize : plainSize - last * recordSize) + TAG_SIZE;
}
