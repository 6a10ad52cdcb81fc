"use client";

import { useMemo } from "react";
import { useLanguage } from "@/i18n/context";
import { isDelimited, isJson, parseDelimited, sniffDelimiter } from "@/lib/csv";

const mostRows = 100;
const mostColumns = 60;

/** The beginning of a file as a table where it is one, else as text. Whatever is in it is shown as text, never as markup. */
export function TablePreview(props: { text: string; mediaType: string; label: string; ended?: boolean }) {
  const { text, mediaType, label, ended = true } = props;
  const rows = useMemo(() => tableOf(text, mediaType, ended), [text, mediaType, ended]);
  const { t } = useLanguage();
  if (!rows) {
    return (
      <section aria-label={label} className="max-h-96 overflow-auto rounded-xl border border-line bg-sunken p-4" tabIndex={0}>
        <pre className="font-mono text-xs leading-relaxed whitespace-pre-wrap">{text.slice(0, 20_000)}</pre>
      </section>
    );
  }
  const [head = [], ...body] = rows;
  return (
    <section aria-label={label} className="max-h-96 overflow-auto rounded-xl border border-line" tabIndex={0}>
      <table className="w-full border-collapse text-left text-[0.8125rem]">
        <caption className="sr-only">{label}</caption>
        <thead>
          <tr>
            {head.slice(0, mostColumns).map((name, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: columns have no other name that is unique
              <th key={i} scope="col" className="sticky top-0 border-b border-line-strong bg-sunken px-3 py-2 font-semibold whitespace-nowrap">
                {name || t("market.unnamed")}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="font-mono">
          {body.map((row, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other name
            <tr key={i} className="border-b border-line last:border-0">
              {head.slice(0, mostColumns).map((_, j) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: cells have no other name
                <td key={j} className="max-w-72 truncate px-3 py-1.5 whitespace-nowrap">
                  {row[j] ?? ""}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
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
    const value: unknown = JSON.parse(text);
    const list = Array.isArray(value) ? value : Object.values((value ?? {}) as object).find(Array.isArray);
    const records = (list ?? []).slice(0, mostRows).filter((each: unknown): each is Record<string, unknown> => typeof each === "object" && each !== null && !Array.isArray(each));
    const names = [...new Set(records.flatMap((each: Record<string, unknown>) => Object.keys(each)))] as string[];
    if (names.length === 0) return undefined;
    return [names, ...records.map((each: Record<string, unknown>) => names.map((name) => cell(each[name])))];
  } catch {
    return undefined;
  }
}

function cell(value: unknown): string {
  return typeof value === "object" && value !== null ? JSON.stringify(value).slice(0, 200) : String(value ?? "");
}
