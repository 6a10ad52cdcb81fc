import { open, readFile } from "node:fs/promises";
import { join } from "node:path";
import { FsBlockstore } from "blockstore-fs";
import { NextToLast } from "blockstore-fs/sharding";
import type { ReadableStorage } from "ipfs-unixfs-exporter";
import type { WritableStorage } from "ipfs-unixfs-importer";

export type Blocks = ReadableStorage & WritableStorage;

/** Waits until a file is on the disk. */
async function sync(path: string): Promise<void> {
  const file = await open(path);
  try {
    await file.datasync();
  } finally {
    await file.close();
  }
}

/**
 * Blocks as files of a folder. A block is read in one piece: blockstore-fs gives it in pieces of 64 KiB, which the
 * exporter joins one by one, copying each MiB eight times.
 */
export function openBlocks(folder: string): Blocks {
  const shardingStrategy = new NextToLast();
  const blocks = new FsBlockstore(folder, { shardingStrategy });
  return {
    async put(cid, bytes) {
      await blocks.put(cid, bytes);
      const { dir, file } = shardingStrategy.encode(cid);
      await sync(join(folder, dir, file));
      return cid;
    },
    async *get(cid) {
      const { dir, file } = shardingStrategy.encode(cid);
      yield await readFile(join(folder, dir, file));
    },
  };
}
