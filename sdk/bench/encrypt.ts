import { decryptSegment } from "../src/data/decrypt.ts";
import { encryptSegment } from "../src/data/encrypt.ts";
import { randomKey } from "../src/data/keys.ts";

// npm run bench:encrypt [-- <MiB>]: encrypts that much, and decrypts it as it comes; prints one line of JSON.

const MEBIBYTE = 1_048_576;
const size = Number(process.argv[2] ?? 1_024) * MEBIBYTE;

/** Fresh bytes on demand, so that the source costs little. */
function generated(total: number): ReadableStream<Uint8Array> {
  let left = total;
  return new ReadableStream(
    {
      pull(controller) {
        if (left === 0) return controller.close();
        const part = Math.min(left, 4 * 65_536);
        left -= part;
        controller.enqueue(new Uint8Array(part).fill(left & 0xff));
      },
    },
    { highWaterMark: 0 },
  );
}

async function watched(work: () => Promise<void>): Promise<{ mibPerSecond: number; peakRss: number }> {
  let peak = process.memoryUsage.rss();
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 20);
  const started = performance.now();
  await work();
  const seconds = (performance.now() - started) / 1_000;
  clearInterval(watch);
  return { mibPerSecond: Math.round(size / MEBIBYTE / seconds), peakRss: Math.round(peak / MEBIBYTE) };
}

async function drain(stream: ReadableStream<Uint8Array>): Promise<void> {
  for await (const _ of stream);
}

const [key, salt] = [randomKey(), randomKey()];
const { stream, summary } = encryptSegment(generated(size), { key, salt, segment: 0 });
const encrypt = await watched(() => drain(stream));
const { leaves } = await summary;

const again = encryptSegment(generated(size), { key, salt, segment: 0 });
const both = await watched(() =>
  drain(decryptSegment(again.stream, { key, salt, segment: 0, plainSize: size, leaves })),
);

console.log(JSON.stringify({ mebibytes: size / MEBIBYTE, encrypt, encryptAndDecrypt: both }));
