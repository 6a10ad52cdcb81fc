import { createReadStream } from "node:fs";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Backend } from "./backend.ts";

const READ_SIZE = 512 * 1024;

/** Contents as plain files, `xx/<cid>`. */
export function createFolder(folder: string): Backend {
  const home = (cid: string): string => join(folder, cid.slice(-2), cid);
  return {
    async put(cid, path) {
      const target = home(cid);
      await mkdir(dirname(target), { recursive: true });
      await rename(path, target);
      await syncFolder(dirname(target));
    },
    read({ cid }, start, end) {
      if (end <= start) return nothing();
      return createReadStream(home(cid), { start, end: end - 1, highWaterMark: READ_SIZE }) as AsyncIterable<Buffer>;
    },
    remove: (cid) => rm(home(cid), { force: true }),
    probe: () => Promise.resolve(),
  };
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

/** A name is on the disk once its folder is. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(path);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
