import { createReadStream } from "node:fs";
import { mkdir, open, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import type { Bytes } from "./data/bytes.ts";
import { RECORD_SIZE, TAG_SIZE } from "./data/format.ts";
import type { KeepCiphertext } from "./market/openDataset.ts";
import { writeWhole } from "./writeWhole.ts";

const CHUNK = RECORD_SIZE + TAG_SIZE;

/** Ciphertext kept in a folder between two runs of a download. */
export interface KeptCiphertext {
  readonly keep: KeepCiphertext;
  /** Bytes that an earlier run left of a file. */
  readonly kept: (cid: string) => Promise<number>;
  /** Throws away what is kept of a file: when it is saved, or turns out to be wrong. */
  readonly forget: (cid: string) => Promise<void>;
}

/**
 * Keeps ciphertext in a folder, so that a download that ends in any way, kill -9 too, goes on at the next run where it
 * was, on whole chunks. Nothing in it is secret; what is wrong in it is noticed when it is decrypted.
 */
export function keepIn(folder: string): KeptCiphertext {
  const pathOf = (cid: string): string => join(folder, `.tallystick-${cid}.kept`);
  const sizeOf = (path: string): Promise<number> =>
    stat(path).then(
      ({ size }) => size,
      () => 0,
    );
  return {
    kept: (cid) => sizeOf(pathOf(cid)),
    forget: (cid) => rm(pathOf(cid), { force: true }),
    async keep({ cid, size }, download) {
      const path = pathOf(cid);
      await mkdir(folder, { recursive: true });
      const found = await sizeOf(path);
      // The last chunk is shorter: what is not the whole file counts in whole chunks.
      const whole = found === size ? size : Math.floor(Math.min(found, size - 1) / CHUNK) * CHUNK;
      return streamOf(piecesOf(path, whole, size, () => download(whole / CHUNK)));
    },
  };
}

async function* piecesOf(
  path: string,
  whole: number,
  size: number,
  download: () => ReadableStream<Bytes>,
): AsyncGenerator<Uint8Array, void, undefined> {
  if (whole > 0) {
    const kept = Readable.toWeb(createReadStream(path, { end: whole - 1, highWaterMark: CHUNK }));
    for await (const part of kept as ReadableStream<Uint8Array>) yield part;
  }
  if (whole === size) return;
  const file = await open(path, whole > 0 ? "r+" : "w", 0o600);
  try {
    await file.truncate(whole);
    let position = whole;
    for await (const chunk of download()) {
      await writeWhole(file, chunk, path, position);
      position += chunk.length;
      yield chunk;
    }
  } finally {
    await file.close();
  }
}

function streamOf(pieces: AsyncGenerator<Uint8Array, void, undefined>): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const next = await pieces.next();
        if (next.done) controller.close();
        else controller.enqueue(next.value);
      },
      async cancel() {
        await pieces.return();
      },
    },
    { highWaterMark: 0 },
  );
}
