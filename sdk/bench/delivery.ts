import { createCipheriv, createDecipheriv, createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { open, readFile, writeFile } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { decryptSegment } from "../src/data/decrypt.ts";
import { encryptSegment } from "../src/data/encrypt.ts";
import { RECORD_SIZE, TAG_SIZE } from "../src/data/format.ts";
import { fileSource } from "../src/node.ts";

// node sdk/bench/delivery.ts <act> <MiB> <file>: does one act in a process of its own, so that its time and its memory
// are its own, and prints one line of JSON. `npm run bench -- delivery` runs all on one core each and compares them.
//
// write         encrypts that much into the file, and keeps the leaves beside it, for the acts that read
// encrypt       the SDK's encryption with its leaves; nothing is written
// decrypt       the SDK's decryption of the file, each chunk verified first
// aesEncrypt    OpenSSL's AES-256-GCM through node:crypto over the same bytes, by the megabyte: nothing hashed
// aesDecrypt    the same over the file
// shaEncrypt, shaDecrypt   as these, and SHA-256 of each chunk: the work that verification can't do without

const MEBIBYTE = 1_048_576;
const CHUNK = RECORD_SIZE + TAG_SIZE;
const [act = "", mebibytes = "1024", file = ""] = process.argv.slice(2);
const size = Number(mebibytes) * MEBIBYTE;
// Not secret and not random: the file outlives the process that wrote it.
const key = new Uint8Array(32).fill(1);
const salt = new Uint8Array(32).fill(2);

/** Plaintext that costs nothing to come by. */
function generated(): ReadableStream<Uint8Array> {
  const part = new Uint8Array(RECORD_SIZE).fill(7);
  let left = size;
  return new ReadableStream(
    {
      pull(controller) {
        if (left === 0) return controller.close();
        controller.enqueue(part.subarray(0, Math.min(left, part.length)));
        left -= Math.min(left, part.length);
      },
    },
    { highWaterMark: 0 },
  );
}

async function drain(stream: ReadableStream<Uint8Array>): Promise<void> {
  let bytes = 0;
  for await (const part of stream) bytes += part.length;
  if (bytes < size) throw new Error(`${act} gave ${bytes} bytes of ${size}.`);
}

async function write(): Promise<void> {
  const { stream, summary } = encryptSegment(generated(), { key, salt, segment: 0 });
  await pipeline(Readable.fromWeb(stream as never), createWriteStream(file));
  const { leaves } = await summary;
  await writeFile(`${file}.leaves`, Buffer.concat(leaves));
}

async function decrypt(): Promise<void> {
  const all = new Uint8Array(await readFile(`${file}.leaves`));
  const leaves = Array.from({ length: all.length / 32 }, (_, i) => all.slice(32 * i, 32 * i + 32));
  await drain(decryptSegment(fileSource(file).open(), { key, salt, segment: 0, plainSize: size, leaves }));
}

function aesEncrypt(isHashed: boolean): void {
  const record = new Uint8Array(RECORD_SIZE).fill(7);
  for (let i = 0; i < size / RECORD_SIZE; i++) {
    const iv = Buffer.alloc(12);
    iv.writeUInt32BE(i, 8);
    const cipher = createCipheriv("aes-256-gcm", key, iv);
    const chunk = cipher.update(record);
    cipher.final();
    if (isHashed) createHash("sha256").update(chunk).update(cipher.getAuthTag()).digest();
  }
}

/** Reads as OpenSSL's command would, into one buffer; the tags are the SDK's, so only the cipher is timed. */
async function aesDecrypt(isHashed: boolean): Promise<void> {
  const handle = await open(file);
  const chunk = Buffer.alloc(CHUNK);
  for (let i = 0; i < size / RECORD_SIZE; i++) {
    await handle.read(chunk, 0, CHUNK, i * CHUNK);
    if (isHashed) createHash("sha256").update(chunk).digest();
    const iv = Buffer.alloc(12);
    iv.writeUInt32BE(i, 8);
    createDecipheriv("aes-256-gcm", key, iv).update(chunk.subarray(0, RECORD_SIZE));
  }
  await handle.close();
}

const acts: Record<string, () => void | Promise<void>> = {
  write,
  encrypt: () => drain(encryptSegment(generated(), { key, salt, segment: 0 }).stream),
  decrypt,
  aesEncrypt: () => aesEncrypt(false),
  aesDecrypt: () => aesDecrypt(false),
  shaEncrypt: () => aesEncrypt(true),
  shaDecrypt: () => aesDecrypt(true),
};

const run = acts[act];
if (!run) throw new Error(`Say one of ${Object.keys(acts).join(", ")}.`);
const before = process.cpuUsage();
const started = performance.now();
await run();
const seconds = (performance.now() - started) / 1_000;
const { user, system } = process.cpuUsage(before);
const peak = Math.round((process.resourceUsage().maxRSS * 1_024) / 1e6);
console.log(
  JSON.stringify({
    act,
    megabytesPerSecond: Math.round(size / 1e6 / seconds),
    megabytesPerCpuSecond: Math.round(size / (user + system)),
    peakMegabytes: peak,
  }),
);
