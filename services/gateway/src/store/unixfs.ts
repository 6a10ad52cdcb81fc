import { exporter, type ReadableStorage } from "ipfs-unixfs-exporter";
import { importByteStream, type WritableStorage } from "ipfs-unixfs-importer";
import { fixedSize } from "ipfs-unixfs-importer/chunker";
import { balanced } from "ipfs-unixfs-importer/layout";
import type { CID } from "multiformats/cid";

const LEAF = 1_048_576;
const WIDTH = 1024;

// The exporter reads ahead without regard to how fast its reader is: it is asked for one window at a time.
const WINDOW = 4 * LEAF;

/** Writes a stream as a UnixFS file (CIDv1, raw leaves of 1 MiB, balanced, width 1024) and returns its CID. */
export async function writeFile(source: AsyncIterable<Uint8Array>, blockstore: WritableStorage): Promise<CID> {
  const { cid } = await importByteStream(source, blockstore, {
    cidVersion: 1,
    rawLeaves: true,
    reduceSingleLeafToSelf: true,
    chunker: fixedSize({ chunkSize: LEAF }),
    layout: balanced({ maxChildrenPerNode: WIDTH }),
    blockWriteConcurrency: 4,
  });
  return cid;
}

/** Streams bytes `start` to `end` (exclusive) of a UnixFS file or raw block. */
export async function* readFile(
  cid: CID,
  blockstore: ReadableStorage,
  start: number,
  end: number,
): AsyncGenerator<Uint8Array> {
  const entry = await exporter(cid, blockstore);
  if (entry.type !== "file" && entry.type !== "raw") throw new Error(`${cid} is not a file`);
  for (let offset = start; offset < end; ) {
    const length = Math.min(WINDOW - (offset % WINDOW), end - offset);
    yield* entry.content({ offset, length, blockReadConcurrency: 4 });
    offset += length;
  }
}
