import { randomUUID } from "node:crypto";
import { mkdir, rename, rm, statfs, writeFile as writeText } from "node:fs/promises";
import { join } from "node:path";
import { CID } from "multiformats/cid";
import * as raw from "multiformats/codecs/raw";
import { sha256 } from "multiformats/hashes/sha2";
import type { Address } from "viem";
import { isDiskFull, storageFull } from "../problem.ts";
import { type Blocks, openBlocks } from "./blocks.ts";
import type { Catalog, StoredContent } from "./catalog.ts";
import { readFile, writeFile } from "./unixfs.ts";

export type ContentStore = {
  /** Stores a stream as one file for `account`. When the stream throws, nothing of it is left. */
  addFile(source: AsyncIterable<Uint8Array>, account: Address): Promise<StoredContent>;
  /** Stores bytes as one raw block, whose CID follows from their sha-256. */
  addBlock(bytes: Uint8Array, account: Address): Promise<StoredContent>;
  find(cid: string): StoredContent | undefined;
  /** Streams bytes `start` to `end` (exclusive), as fast as they are taken. */
  read(cid: string, start: number, end: number): AsyncIterable<Uint8Array>;
  /** Bytes free on the disk. */
  free(): Promise<number>;
  /** Throws when the folder can't be written to. */
  probe(): Promise<void>;
};

/** Opens the blocks of one content. Tests inject one that fails. */
export type OpenBlocks = (path: string) => Blocks;

/**
 * A store in a folder: each content is a folder of its blocks under `content/`, written under `staging/` and moved in
 * one rename when it is whole, so a broken upload never shows and never touches what others stored.
 */
export async function createFolderStore(
  folder: string,
  catalog: Catalog,
  open: OpenBlocks = openBlocks,
): Promise<ContentStore> {
  const staging = join(folder, "staging");
  const home = (cid: string): string => join(folder, "content", cid.slice(-2), cid);
  await rm(staging, { recursive: true, force: true });
  await mkdir(staging, { recursive: true });
  for (const cid of catalog.incomplete()) {
    await rm(home(cid), { recursive: true, force: true });
    catalog.forget(cid);
  }

  let moves: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(act: () => Promise<T>): Promise<T> => {
    const result = moves.then(act);
    moves = result.catch(() => undefined);
    return result;
  };

  const moveIn = async (from: string, content: StoredContent, account: Address): Promise<StoredContent> => {
    const known = catalog.find(content.cid);
    if (known) return known;
    const target = home(content.cid);
    catalog.begin(content, account);
    try {
      await rm(target, { recursive: true, force: true });
      await mkdir(join(target, ".."), { recursive: true });
      await rename(from, target);
      catalog.complete(content.cid);
    } catch (error) {
      await rm(target, { recursive: true, force: true }).catch(() => undefined);
      catalog.forget(content.cid);
      throw error;
    }
    return content;
  };

  const add = async (account: Address, write: (blocks: Blocks) => Promise<StoredContent>): Promise<StoredContent> => {
    const path = join(staging, randomUUID());
    const { blocks, settled } = putOnce(open(path));
    try {
      await mkdir(path);
      const content = await write(blocks);
      return await inTurn(() => moveIn(path, content, account));
    } catch (error) {
      throw isDiskFull(error) ? storageFull() : error;
    } finally {
      // A block still being written when its file has failed would bring its folder back.
      await settled();
      await rm(path, { recursive: true, force: true }).catch(() => undefined);
    }
  };

  return {
    addFile: (source, account) =>
      add(account, async (blocks) => {
        let size = 0;
        const counted = async function* (): AsyncGenerator<Uint8Array> {
          for await (const bytes of source) {
            size += bytes.length;
            yield bytes;
          }
        };
        const cid = await writeFile(counted(), blocks);
        return { cid: cid.toString(), size };
      }),
    addBlock: (bytes, account) =>
      add(account, async (blocks) => {
        const cid = CID.createV1(raw.code, await sha256.digest(bytes));
        await blocks.put(cid, bytes);
        return { cid: cid.toString(), size: bytes.length };
      }),
    find: (cid) => catalog.find(cid),
    read: (cid, start, end) => readFile(CID.parse(cid), open(home(cid)), start, end),
    async free() {
      const { bavail, bsize } = await statfs(folder);
      return bavail * bsize;
    },
    async probe() {
      const path = join(staging, `probe-${randomUUID()}`);
      await writeText(path, "");
      await rm(path, { force: true });
    },
  };
}

/**
 * Two equal blocks of one file would be written to the same temporary file at once: here the second waits for the
 * first. `settled` waits for all.
 */
function putOnce(target: Blocks): { blocks: Blocks; settled: () => Promise<unknown> } {
  const puts = new Map<string, Promise<CID>>();
  const put: Blocks["put"] = (cid, bytes) => {
    const key = cid.toString();
    const running = puts.get(key) ?? Promise.resolve(target.put(cid, bytes));
    puts.set(key, running);
    return running;
  };
  return {
    blocks: { get: (cid, options) => target.get(cid, options), put },
    settled: () => Promise.allSettled(puts.values()),
  };
}
