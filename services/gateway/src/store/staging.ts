import { open } from "node:fs/promises";

/** A file that is being written. */
export type StagedFile = {
  write(bytes: Uint8Array): Promise<void>;
  /** Waits until all of it is on the disk. */
  sync(): Promise<void>;
  close(): Promise<void>;
};

export type OpenStaged = (path: string) => Promise<StagedFile>;

export const openStaged: OpenStaged = async (path) => {
  const file = await open(path, "wx", 0o600);
  return {
    async write(bytes) {
      for (let at = 0; at < bytes.length; ) at += (await file.write(bytes, at)).bytesWritten;
    },
    sync: () => file.datasync(),
    close: () => file.close(),
  };
};
