import { createReadStream, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { Readable } from "node:stream";
import type { SourceFile } from "@tallystick/sdk/data/dataset";
import type { Column } from "@tallystick/sdk/data/manifest";
import { root } from "../lib/files.ts";

const SAMPLE_LINES = 5;
const SAMPLE_CHARS = 600;

const MEDIA_TYPES: Readonly<Record<string, string>> = { csv: "text/csv", json: "application/json" };

function pathIn(packageName: string, file: string): string {
  return join(root, "node_modules", packageName, file);
}

function columnsOf(header: string, row: string): Column[] {
  const values = row.split(",");
  return header.split(",").map((name, i) => {
    const value = values[i] ?? "";
    const isNumber = value !== "" && Number.isFinite(Number(value)) && !/^0\d/.test(value);
    return { name, type: isNumber ? "number" : /^\d{4}-\d\d-\d\d/.test(value) ? "date" : "string" };
  });
}

/** What a table shows for nothing: its columns and first rows. */
function preview(name: string, text: string): Pick<SourceFile, "columns" | "sample"> {
  if (!name.endsWith(".csv")) return {};
  const [header = "", ...rows] = text.trimEnd().split(/\r?\n/);
  const sample = [header, ...rows.slice(0, SAMPLE_LINES)].join("\n").slice(0, SAMPLE_CHARS);
  return { columns: columnsOf(header, rows[0] ?? ""), sample };
}

function mediaTypeOf(name: string): string {
  return MEDIA_TYPES[name.split(".").at(-1) ?? ""] ?? "application/octet-stream";
}

/** A file that an npm package carries, as it is. */
export function npmFile(packageName: string, file: string): SourceFile {
  const path = pathIn(packageName, file);
  const name = basename(file);
  return {
    name,
    mediaType: mediaTypeOf(name),
    open: () => Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>,
    ...(name.endsWith(".csv") ? preview(name, readFileSync(path, "utf8")) : {}),
  };
}

/** The header of such a file and those of its rows that `keep` chooses. */
export function npmRows(packageName: string, file: string, keep: (row: string) => boolean): SourceFile {
  const [header = "", ...rows] = readFileSync(pathIn(packageName, file), "utf8").trimEnd().split(/\r?\n/);
  const text = `${[header, ...rows.filter(keep)].join("\n")}\n`;
  const name = basename(file);
  return {
    name,
    mediaType: mediaTypeOf(name),
    open: () => new Blob([text]).stream(),
    ...preview(name, text),
  };
}
