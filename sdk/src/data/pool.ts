import type { Bytes } from "./bytes.ts";

export interface BufferPool {
  readonly take: () => Bytes;
  /** Gives a buffer (or a view of its beginning) back once nobody reads it any more. */
  readonly give: (buffer: Bytes) => void;
}

/** Buffers of one size, used again: fresh ones for each megabyte would wait for the garbage collector. */
export function bufferPool(size: number): BufferPool {
  const free: Bytes[] = [];
  return {
    take: () => free.pop() ?? new Uint8Array(size),
    give: (buffer) => {
      if (buffer.buffer.byteLength === size) free.push(new Uint8Array(buffer.buffer));
    },
  };
}
