"use client";

import { useMemo } from "react";
import { useLanguage } from "@/i18n/context";
import { beginningOfJson, isDelimited, isJson, parseDelimited, sniffDelimiter } from "@/lib/csv";

const mostRows = 100;
const mostColumns = 60;
const longestCell = 300;

/** A region that scrolls must be reachable by keyboard. */
const scrolls = { tabIndex: 0 } as const;

/** The beginning of a file as a table where it is one, else as text. Whatever is in it is shown as text, never as markup. */
export function TablePreview(props: { text: string; mediaType: string; label: string; ended?: boolean }) {
  const { text, mediaType, label, ended = true } = props;
  const rows = useMemo(() => tableOf(text, mediaType, ended), [text, mediaType, ended]);
  const [head, ...body] = rows ?? [];
  return (
    <section aria-label={label} className="max-h-96 overflow-auto rounded-xl border border-line" {...scrolls}>
      {head ? (
        <table className="w-full border-collapse text-left text-[0.8125rem]">
          <caption className="sr-only">{label}</caption>
          <thead>
            <HeadRow cells={head.slice(0, mostColumns)} />
          </thead>
          <tbody className="font-mono">
            {numbered(body).map(([key, row]) => (
              <BodyRow key={key} cells={head.slice(0, mostColumns).map((_, i) => row[i] ?? "")} />
            ))}
          </tbody>
        </table>
      ) : (
        <pre className="bg-sunken p-4 font-mono text-xs leading-relaxed whitespace-pre-wrap">
          {text.slice(0, 20_000)}
        </pre>
      )}
    </section>
  );
}

/** Rows and cells never move: their place is their key. */
function numbered<T>(items: readonly T[]): readonly (readonly [string, T])[] {
  return items.map((item, i) => [String(i), item] as const);
}

function HeadRow(props: { cells: readonly string[] }) {
  const { t } = useLanguage();
  return (
    <tr>
      {numbered(props.cells).map(([key, cell]) => (
        <th
          key={key}
          scope="col"
          className="sticky top-0 border-b border-line-strong bg-sunken px-3 py-2 font-semibold whitespace-nowrap"
        >
          {cell || t("market.unnamed")}
        </th>
      ))}
    </tr>
  );
}

function BodyRow(props: { cells: readonly string[] }) {
  return (
    <tr className="border-b border-line last:border-0">
      {numbered(props.cells).map(([key, cell]) => (
        <td key={key} className="max-w-72 truncate px-3 py-1.5 whitespace-nowrap">
          {cell.slice(0, longestCell)}
        </td>
      ))}
    </tr>
  );
}

function tableOf(text: string, mediaType: string, ended: boolean): string[][] | undefined {
  if (isDelimited(mediaType)) {
    const rows = parseDelimited(text, sniffDelimiter(text), mostRows + 1, ended);
    return rows.length > 0 ? rows : undefined;
  }
  return isJson(mediaType) ? tableOfJson(text) : undefined;
}

function tableOfJson(text: string): string[][] | undefined {
  try {
    const value = beginningOfJson(text);
    const list = Array.isArray(value) ? value : Object.values((value ?? {}) as object).find(Array.isArray);
    const records = (list ?? [])
      .slice(0, mostRows)
      .filter(
        (each: unknown): each is Record<string, unknown> =>
          typeof each === "object" && each !== null && !Array.isArray(each),
      );
    const names = [...new Set(records.flatMap((each: Record<string, unknown>) => Object.keys(each)))].slice(
      0,
      mostColumns,
    ) as string[];
    if (names.length === 0) return undefined;
    return [names, ...records.map((each: Record<string, unknown>) => names.map((name) => cell(each[name])))];
  } catch {
    return undefined;
  }
}

function cell(value: unknown): string {
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value ?? "");
}
