import type { FileHandle } from "node:fs/promises";
import { TallystickError } from "./errors.ts";

const NO_ROOM: ReadonlySet<string | undefined> = new Set(["ENOSPC", "EDQUOT", "EFBIG"]);

/**
 * Writes all of the bytes: one `write` may take fewer, without an error, where the disk is about to be full.
 *
 * @param at where in the file; left out, where the last write ended
 * @throws `DiskFull`
 */
export async function writeWhole(file: FileHandle, bytes: Uint8Array, path: string, at?: number): Promise<void> {
  try {
    for (let done = 0; done < bytes.length; ) {
      const position = at === undefined ? null : at + done;
      done += (await file.write(bytes, done, bytes.length - done, position)).bytesWritten;
    }
  } catch (cause) {
    if (!NO_ROOM.has((cause as NodeJS.ErrnoException).code)) throw cause;
    const action = "Make room, or choose a folder on another disk, and try again.";
    throw new TallystickError("DiskFull", `There is no room left for ${path}.`, action, { path }, { cause });
  }
}
