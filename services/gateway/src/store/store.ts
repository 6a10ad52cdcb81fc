import { randomUUID } from "node:crypto";
import { mkdir, rm, statfs, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { concat, sha256 } from "@tallystick/sdk/data/bytes";
import { fileCid, rawCid } from "@tallystick/sdk/data/cid";
import { type Address, bytesToHex } from "viem";
import { isDiskFull, storageFull } from "../problem.ts";
import type { Backend } from "./backend.ts";
import type { Catalog, StoredContent } from "./catalog.ts";
import { type OpenStaged, openStaged } from "./staging.ts";

export type ContentStore = {
  /**
   * Stores a stream as one file for `account`. When the stream throws, nothing of it is left.
   *
   * @param expected the CID it must have; another one is thrown away with an error
   */
  addFile(source: AsyncIterable<Uint8Array>, account: Address, expected?: string): Promise<StoredContent>;
  /** Stores bytes as one raw block, whose CID follows from their sha-256. */
  addBlock(bytes: Uint8Array, account: Address): Promise<StoredContent>;
  find(cid: string): StoredContent | undefined;
  /** Streams bytes `start` to `end` (exclusive), as fast as they are taken. */
  read(content: StoredContent, start: number, end: number): AsyncIterable<Uint8Array>;
  remove(cid: string): Promise<void>;
  /** Bytes free on the disk. */
  free(): Promise<number>;
  /** Throws when nothing can be stored. */
  probe(): Promise<void>;
};

/** What came is not what was asked for. */
export class WrongContent extends Error {
  constructor(expected: string, actual: string) {
    super(`${actual} came for ${expected}`);
    this.name = "WrongContent";
  }
}

/**
 * A store of contents. Each is written to a file under `staging/` while its CID is computed, and handed to the backend
 * when it is whole, so a broken upload never shows and never touches what others stored.
 */
export async function createStore(
  folder: string,
  catalog: Catalog,
  backend: Backend,
  open: OpenStaged = openStaged,
): Promise<ContentStore> {
  const staging = join(folder, "staging");
  await rm(staging, { recursive: true, force: true });
  await mkdir(staging, { recursive: true });
  for (const cid of catalog.incomplete()) {
    await backend.remove(cid);
    catalog.forget(cid);
  }

  let moves: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(act: () => Promise<T>): Promise<T> => {
    const result = moves.then(act);
    moves = result.catch(() => undefined);
    return result;
  };

  const moveIn = async (
    path: string,
    content: StoredContent,
    account: Address,
    isFile: boolean,
  ): Promise<StoredContent> => {
    const known = catalog.find(content.cid);
    if (known) return known;
    catalog.begin(content, account, isFile);
    try {
      await backend.put(content.cid, path, content.size);
      catalog.complete(content.cid);
    } catch (error) {
      await backend.remove(content.cid).catch(() => undefined);
      catalog.forget(content.cid);
      throw error;
    }
    return content;
  };

  const add = async (
    source: AsyncIterable<Uint8Array>,
    account: Address,
    isFile: boolean,
    name: () => { update(bytes: Uint8Array): Promise<void>; finish(): Promise<string> },
    expected?: string,
  ): Promise<StoredContent> => {
    const path = join(staging, randomUUID());
    try {
      const cid = name();
      let size = 0;
      const file = await open(path);
      try {
        for await (const bytes of source) {
          size += bytes.length;
          await Promise.all([file.write(bytes), cid.update(bytes)]);
        }
        await file.sync();
      } finally {
        await file.close();
      }
      const content = { cid: await cid.finish(), size };
      if (expected !== undefined && content.cid !== expected) throw new WrongContent(expected, content.cid);
      return await inTurn(() => moveIn(path, content, account, isFile));
    } catch (error) {
      throw isDiskFull(error) ? storageFull() : error;
    } finally {
      await rm(path, { force: true }).catch(() => undefined);
    }
  };

  return {
    addFile: (source, account, expected) => add(source, account, true, fileCid, expected),
    async addBlock(bytes, account) {
      const cid = rawCid(bytesToHex(await sha256(concat(bytes))));
      const name = () => ({ update: () => Promise.resolve(), finish: () => Promise.resolve(cid) });
      return await add(only(bytes), account, false, name);
    },
    find: (cid) => catalog.find(cid),
    read: (content, start, end) => backend.read(content, start, end),
    remove: (cid) =>
      inTurn(async () => {
        // As with one that is being moved in: should this be cut short, the next start completes it.
        catalog.markIncomplete(cid);
        await backend.remove(cid);
        catalog.forget(cid);
      }),
    async free() {
      const { bavail, bsize } = await statfs(folder);
      return bavail * bsize;
    },
    async probe() {
      const path = join(staging, `probe-${randomUUID()}`);
      await writeFile(path, "");
      await rm(path, { force: true });
      await backend.probe();
    },
  };
}

async function* only(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
