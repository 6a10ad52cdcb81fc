import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { FsBlockstore } from "blockstore-fs";
import { NextToLast } from "blockstore-fs/sharding";
import type { ReadableStorage } from "ipfs-unixfs-exporter";
import type { WritableStorage } from "ipfs-unixfs-importer";

export type Blocks = ReadableStorage & WritableStorage;

/**
 * Blocks as files of a folder. A block is read in one piece: blockstore-fs gives it in pieces of 64 KiB, which the
 * exporter joins one by one, copying each MiB eight times.
 */
export function openBlocks(folder: string): Blocks {
  const shardingStrategy = new NextToLast();
  const blocks = new FsBlockstore(folder, { shardingStrategy });
  return {
    put: (cid, bytes) => blocks.put(cid, bytes),
    async *get(cid) {
      const { dir, file } = shardingStrategy.encode(cid);
      yield await readFile(join(folder, dir, file));
    },
  };
}
