/** Bytes that follow from where they stand, in parts of odd sizes, made as they are read. */
export function generated(size: number, seen?: (part: Uint8Array) => void): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream(
    {
      pull(controller) {
        if (at >= size) return controller.close();
        const length = Math.min(size - at, 300_001);
        const words = new Uint32Array(Math.ceil(length / 4));
        for (let i = 0; i < words.length; i++) words[i] = Math.imul(at + i, 2_654_435_761);
        const part = new Uint8Array(words.buffer).subarray(0, length);
        at += length;
        seen?.(part);
        controller.enqueue(part);
      },
    },
    { highWaterMark: 0 },
  );
}
