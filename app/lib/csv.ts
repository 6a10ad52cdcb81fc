import { printable } from "./printable.ts";

export type Delimiter = "," | ";" | "\t" | "|";
const delimiters: readonly Delimiter[] = [",", ";", "\t", "|"];

/** A delimiter is right when it cuts the first lines into the same number of parts, and into the most. */
export function sniffDelimiter(text: string): Delimiter {
  const scored = delimiters.map((delimiter) => {
    const counts = parseDelimited(text, delimiter, 10).map((row) => row.length);
    const [first = 1] = counts;
    const steady = counts.filter((count) => count === first).length / Math.max(1, counts.length);
    return { delimiter, score: first > 1 ? first * steady : 0 };
  });
  return scored.reduce((best, each) => (each.score > best.score ? each : best)).delimiter;
}

// biome-ignore-start lint/complexity/noExcessiveCognitiveComplexity: a state machine reads best in one piece
/**
 * Reads delimited text (RFC 4180: quotes, doubled quotes, line ends in quotes) up to a number of rows.
 *
 * @param ended whether the text is whole; a last row that may go on is left out when it isn't
 */
export function parseDelimited(text: string, delimiter: Delimiter, maxRows: number, ended = true): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let field = "";
  let quoted = false;
  const source = text.startsWith("\ufeff") ? text.slice(1) : text;
  const endField = () => {
    row.push(field);
    field = "";
  };
  const endRow = () => {
    endField();
    if (row.length > 1 || row[0] !== "") rows.push(row);
    row = [];
  };
  for (let i = 0; i < source.length && rows.length < maxRows; i++) {
    const char = source[i];
    if (quoted) {
      if (char !== '"') field += char;
      else if (source[i + 1] === '"') field += source[++i];
      else quoted = false;
    } else if (char === '"' && field === "") quoted = true;
    else if (char === delimiter) endField();
    else if (char === "\n") endRow();
    else if (char !== "\r" || source[i + 1] !== "\n") field += char;
  }
  if (ended && rows.length < maxRows && (field !== "" || row.length > 0)) endRow();
  return rows;
}

// biome-ignore-end lint/complexity/noExcessiveCognitiveComplexity: a state machine reads best in one piece
export type ColumnType = "integer" | "number" | "boolean" | "date" | "string";

const integer = /^[+-]?\d{1,18}$/;
const number = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const boolean = /^(true|false)$/i;
const date = /^\d{4}-\d{2}(-\d{2})?([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/** The narrowest type that fits every value that is there. */
export function columnType(values: readonly string[]): ColumnType {
  const present = values.map((value) => value.trim()).filter((value) => value !== "");
  const all = (pattern: RegExp) => present.length > 0 && present.every((value) => pattern.test(value));
  if (all(integer)) return "integer";
  if (all(number)) return "number";
  if (all(boolean)) return "boolean";
  if (all(date)) return "date";
  return "string";
}

export interface Sniffed {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly sample: string;
}

/**
 * The beginning of a JSON text as a value: whole, or, of a list that was cut off, its elements that are whole.
 *
 * @throws SyntaxError for anything else
 */
export function beginningOfJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const end = endOfWhole(text);
    if (end === undefined) throw error;
    return JSON.parse(`${text.slice(0, end)}]`);
  }
}

/** Where the last whole element of a list ends. */
function endOfWhole(text: string): number | undefined {
  if (!/^\ufeff?\s*\[/.test(text)) return undefined;
  let depth = 0;
  let end: number | undefined;
  // Strings are passed over as a piece, also one that was cut off: what is in them is no bracket.
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\[\s\S]?)*(?:"|$)|[[\]{},]/g)) {
    if (token === "[" || token === "{") depth++;
    else if (token === "]" || token === "}") depth--;
    else if (token === "," && depth === 1) end = index;
  }
  return end;
}

/** A manifest takes no more columns, and no control or invisible characters. */
const mostColumns = 1_000;

const sampleRows = 5;
const longestSample = 4_000;

/** Columns and a public sample from the beginning of a delimited file. */
export function sniffDelimited(head: string, ended: boolean): Sniffed {
  const delimiter = sniffDelimiter(head);
  const rows = parseDelimited(head, delimiter, 200, ended);
  const [names = [], ...values] = rows;
  const columns = names.slice(0, mostColumns).map((name, i) => ({
    name: printable(name.trim().slice(0, 200)),
    type: columnType(values.map((row) => row[i] ?? "")),
  }));
  return { columns, sample: printable(sampleText(rows.slice(0, sampleRows + 1), delimiter)) };
}

function sampleText(rows: readonly (readonly string[])[], delimiter: Delimiter): string {
  const cell = (value: string) =>
    /["\n\r]/.test(value) || value.includes(delimiter) ? `"${value.replaceAll('"', '""')}"` : value;
  const lines = rows.map((row) => row.map(cell).join(delimiter));
  while (lines.length > 1 && lines.join("\n").length > longestSample) lines.pop();
  return lines.join("\n").slice(0, longestSample);
}

/** Columns and a sample of JSON: of a list of records, or of a list below the first level. */
export function sniffJson(value: unknown): Sniffed {
  const list = Array.isArray(value) ? value : Object.values((value ?? {}) as object).find(Array.isArray);
  const records: readonly unknown[] = list ?? [value];
  const first = records
    .slice(0, 200)
    .filter(
      (each): each is Record<string, unknown> => typeof each === "object" && each !== null && !Array.isArray(each),
    );
  const names = [...new Set(first.slice(0, 50).flatMap((each) => Object.keys(each)))].slice(0, 200);
  const columns = names.map((name) => ({
    name: printable(name.slice(0, 200)),
    type: jsonType(first.map((each) => each[name])),
  }));
  const text = records
    .slice(0, 3)
    .map((each) => JSON.stringify(each) ?? "")
    .join("\n");
  return { columns, sample: printable(text.slice(0, 1_500)) };
}

function jsonType(values: readonly unknown[]): string {
  const types = new Set(
    values
      .filter((value) => value !== null && value !== undefined)
      .map((value) => (Array.isArray(value) ? "list" : typeof value)),
  );
  const [only] = types;
  if (types.size !== 1 || only === undefined) return "any";
  if (only === "number")
    return values.every((value) => value == null || Number.isInteger(value)) ? "integer" : "number";
  if (only === "string") return columnType(values.map((value) => String(value ?? ""))) === "date" ? "date" : "string";
  return only === "object" ? "record" : only;
}

/** What a file is, by its name where the browser does not know. */
export function mediaTypeOf(name: string, given: string): string {
  const extension = name.split(".").at(-1)?.toLowerCase() ?? "";
  const known = new Map(
    Object.entries({
      csv: "text/csv",
      tsv: "text/tab-separated-values",
      json: "application/json",
      geojson: "application/geo+json",
      topojson: "application/json",
      txt: "text/plain",
      md: "text/plain",
      parquet: "application/vnd.apache.parquet",
    }),
  ).get(extension);
  if (known) return known;
  return /^[\w.+-]+\/[\w.+-]+$/.test(given) ? given.toLowerCase() : "application/octet-stream";
}

export function isDelimited(mediaType: string): boolean {
  return mediaType === "text/csv" || mediaType === "text/tab-separated-values";
}

export function isJson(mediaType: string): boolean {
  return mediaType === "application/json" || mediaType === "application/geo+json";
}

export function isText(mediaType: string): boolean {
  return mediaType.startsWith("text/") || isJson(mediaType);
}
