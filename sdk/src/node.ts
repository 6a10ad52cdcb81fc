import { randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { link, mkdir, open, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { Readable } from "node:stream";
import type { SourceFile } from "./data/dataset.ts";
import { fileNameFault } from "./data/names.ts";
import { TallystickError, tallystickError } from "./errors.ts";
import { writeWhole } from "./writeWhole.ts";

// What needs Node: files.

const mediaTypes: ReadonlyMap<string, string> = new Map(
  Object.entries({
    csv: "text/csv",
    tsv: "text/tab-separated-values",
    txt: "text/plain",
    md: "text/markdown",
    json: "application/json",
    geojson: "application/geo+json",
    ndjson: "application/x-ndjson",
    xml: "application/xml",
    pdf: "application/pdf",
    png: "image/png",
    jpg: "image/jpeg",
    jpeg: "image/jpeg",
    svg: "image/svg+xml",
    parquet: "application/vnd.apache.parquet",
    arrow: "application/vnd.apache.arrow.file",
    zip: "application/zip",
    gz: "application/gzip",
  }),
);

/** Media type of a file by the end of its name. */
export function mediaTypeOf(name: string): string {
  const extension = /\.([^.]+)$/.exec(name.toLowerCase())?.[1] ?? "";
  return mediaTypes.get(extension) ?? "application/octet-stream";
}

/** A file on disk as `encryptDataset` takes it; it is read as it is encrypted. */
export function fileSource(path: string): SourceFile {
  const name = basename(path).normalize("NFC");
  return {
    name,
    mediaType: mediaTypeOf(name),
    open: () => Readable.toWeb(createReadStream(path, { highWaterMark: 1_048_576 })) as ReadableStream<Uint8Array>,
  };
}

/** Bytes of a file. */
export async function fileSize(path: string): Promise<number> {
  return (await stat(path)).size;
}

/** The name exists, and nobody said to replace what is there. */
function exists(path: string, cause?: unknown): TallystickError {
  const options = cause === undefined ? undefined : { cause };
  return new TallystickError(
    "FileExists",
    `${path} exists.`,
    "Choose another folder, or say that it may be replaced.",
    { path },
    options,
  );
}

/**
 * Writes a stream to `folder/name`. The file appears under its name only when the stream has ended well: a stream that
 * fails leaves nothing behind.
 *
 * @throws `BadName`, `FileExists`, `DiskFull`, and whatever the stream throws
 */
export async function saveFile(
  stream: ReadableStream<Uint8Array>,
  folder: string,
  name: string,
  options: { readonly overwrite?: boolean | undefined } = {},
): Promise<string> {
  const reason = fileNameFault(name);
  if (reason !== undefined) throw tallystickError("BadName", { name, reason });
  const path = join(folder, name);
  await mkdir(dirname(path), { recursive: true });
  const partial = join(folder, `.tallystick-${randomBytes(8).toString("hex")}.part`);
  try {
    await writeAll(stream, partial, path);
    if (options.overwrite) await rename(partial, path);
    // Unlike renaming, linking fails when the name is taken, even if it was taken this moment.
    else
      await link(partial, path).catch((error: NodeJS.ErrnoException) => {
        throw error.code === "EEXIST" ? exists(path, error) : error;
      });
    return path;
  } finally {
    await rm(partial, { force: true });
  }
}

async function writeAll(stream: ReadableStream<Uint8Array>, partial: string, path: string): Promise<void> {
  const file = await open(partial, "wx", 0o600);
  try {
    for await (const part of stream) await writeWhole(file, part, path);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Refuses early, before anything is downloaded, what `saveFile` would refuse at the end. */
export async function mustNotExist(folder: string, name: string): Promise<void> {
  const path = join(folder, name);
  const found = await stat(path).catch(() => undefined);
  if (found !== undefined) throw exists(path);
}
