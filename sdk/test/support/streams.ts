import type { Bytes } from "../../src/data/bytes.ts";

/** A stream of these bytes, cut at these sizes in turn. */
export function streamOf(bytes: Uint8Array, cuts: readonly number[] = [65_536]): ReadableStream<Uint8Array> {
  let at = 0;
  let turn = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) {
        controller.close();
        return;
      }
      const size = Math.max(1, cuts[turn++ % cuts.length] ?? 1);
      controller.enqueue(bytes.subarray(at, at + size));
      at += size;
    },
  });
}

/** All bytes of a stream. */
export async function bytesOf(stream: ReadableStream<Uint8Array>): Promise<Bytes> {
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Reads until the stream ends or fails; gives what came and what it failed with. */
export async function readUntilEnd(stream: ReadableStream<Uint8Array>): Promise<{ bytes: number; error: unknown }> {
  let bytes = 0;
  try {
    for await (const part of stream) bytes += part.length;
    return { bytes, error: undefined };
  } catch (error) {
    return { bytes, error };
  }
}

/** So many bytes that follow from a seed. */
export function pattern(size: number, seed = 1): Bytes {
  const bytes = new Uint8Array(size);
  let state = seed * 2_654_435_761;
  for (let i = 0; i < size; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[i] = state >>> 24;
  }
  return bytes;
}
