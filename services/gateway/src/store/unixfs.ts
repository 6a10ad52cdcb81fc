import { exporter, type ReadableStorage } from "ipfs-unixfs-exporter";
import type { CID } from "multiformats/cid";

// The exporter reads ahead without regard to how fast its reader is: it is asked for one window at a time.
const WINDOW = 4 * 1_048_576;

/** Streams bytes `start` to `end` (exclusive) of a UnixFS file or raw block. */
export async function* readFile(
  cid: CID,
  blocks: ReadableStorage,
  start: number,
  end: number,
): AsyncGenerator<Uint8Array> {
  const entry = await exporter(cid, blocks);
  if (entry.type !== "file" && entry.type !== "raw") throw new Error(`${cid} is not a file`);
  for (let offset = start; offset < end; ) {
    const length = Math.min(WINDOW - (offset % WINDOW), end - offset);
    yield* entry.content({ offset, length, blockReadConcurrency: 4 });
    offset += length;
  }
}
