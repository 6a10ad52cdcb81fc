import { RECORD_SIZE, TAG_SIZE } from "@tallystick/sdk/data/format";
import type { CiphertextFacts, KeepCiphertext } from "@tallystick/sdk/market/openDataset";

// What has been downloaded is kept as ciphertext in the browser's own file system (OPFS), chunk after chunk, until the
// file is saved: a reload or a broken connection costs no more than the chunk that was under way. Nothing decrypted lies
// there, and whatever is read back is checked against the anchored leaves once more.

/** What TypeScript's library for pages leaves out, since only workers have it. */
interface SyncAccess {
  getSize(): number;
  truncate(size: number): void;
  write(bytes: Uint8Array, options: { at: number }): number;
  flush(): void;
  close(): void;
}
type SyncHandle = FileSystemFileHandle & { createSyncAccessHandle(): Promise<SyncAccess> };

const chunkBytes = RECORD_SIZE + TAG_SIZE;
const keptName = "ciphertext";
const plainName = "opened";
/** A file that a browser may still be copying to where the person wanted it. */
const plainAge = 86_400_000;

async function folderOf(name: string): Promise<FileSystemDirectoryHandle | undefined> {
  try {
    const root = await navigator.storage.getDirectory();
    return await root.getDirectoryHandle(name, { create: true });
  } catch {
    // An old browser, or a private window of one that keeps nothing there.
    return undefined;
  }
}

/** Whole chunks that are there, in bytes. */
function wholeBytes(size: number, expected: number): number {
  if (size > expected) return 0;
  return size === expected ? expected : size - (size % chunkBytes);
}

/** How much of a ciphertext an earlier run has kept, in bytes. */
export async function keptBytes({ cid, size }: Pick<CiphertextFacts, "cid" | "size">): Promise<number> {
  const folder = await folderOf(keptName);
  const file = await folder?.getFileHandle(cid).then(
    (handle) => handle.getFile(),
    () => undefined,
  );
  return file ? wholeBytes(file.size, size) : 0;
}

/** Forgets a ciphertext: it was saved, or what was kept of it is wrong. */
export async function forgetKept(cid: string): Promise<void> {
  const folder = await folderOf(keptName);
  await folder?.removeEntry(cid).catch(() => undefined);
}

async function hasRoom(bytes: number): Promise<boolean> {
  const { quota = 0, usage = 0 } = await navigator.storage.estimate().catch(() => ({ quota: 0, usage: 0 }));
  return quota - usage > bytes;
}

/**
 * Keeps ciphertext in this browser; only in a worker. Where there is no room or no such file system, or another tab is at
 * the same file, the download is passed on as it comes and can't be resumed.
 *
 * @param progress bytes that are here, of so many
 */
export function keeping(progress: (done: number, total: number) => void, signal: AbortSignal): KeepCiphertext {
  return async (facts, download) => {
    const folder = await folderOf(keptName);
    if (!folder || !(await hasRoom(facts.size - (await keptBytes(facts))))) return download(0);
    const handle = (await folder.getFileHandle(facts.cid, { create: true })) as SyncHandle;
    const access = await handle.createSyncAccessHandle().catch(() => undefined);
    if (!access) return download(0);
    try {
      let done = wholeBytes(access.getSize(), facts.size);
      access.truncate(done);
      progress(done, facts.size);
      if (done < facts.size) {
        const reader = download(done / chunkBytes).getReader();
        for (let next = await reader.read(); !next.done; next = await reader.read()) {
          access.write(next.value, { at: done });
          done += next.value.length;
          progress(done, facts.size);
          if (signal.aborted) await reader.cancel(signal.reason);
          signal.throwIfAborted();
        }
      }
      access.flush();
    } finally {
      access.close();
    }
    return (await handle.getFile()).stream();
  };
}

/** A file of ours for what comes out, where the browser has room for it; it is handed out only when it is whole. */
export async function plainFile(
  bytes: number,
): Promise<{ handle: FileSystemFileHandle; drop: () => void } | undefined> {
  const folder = await folderOf(plainName);
  if (!folder || !(await hasRoom(bytes))) return undefined;
  for await (const name of folder.keys()) {
    if (Date.now() - Number(name.split(".")[0]) > plainAge) await folder.removeEntry(name).catch(() => undefined);
  }
  const name = `${Date.now()}.${crypto.randomUUID()}`;
  const handle = await folder.getFileHandle(name, { create: true });
  return { handle, drop: () => void folder.removeEntry(name).catch(() => undefined) };
}
