"use client";

import { type ReactNode, useId } from "react";
import { useLanguage } from "@/i18n/context";

/** A drawing with its meaning in words, a legend, and the same numbers as a table. */
export function Chart(props: {
  title: string;
  words: string;
  columns: readonly string[];
  rows: readonly (readonly string[])[];
  legend?: readonly { readonly name: string; readonly colour: string; readonly dash: string | undefined }[];
  /** What stands below the left and the right end. */
  left?: readonly [string, string];
  /** What stands below each of as many places. */
  marks?: readonly string[];
  size: { readonly width: number; readonly height: number };
  children: ReactNode;
}) {
  const { t } = useLanguage();
  const id = useId();
  const { width, height } = props.size;
  return (
    <figure className="min-w-0" aria-labelledby={id}>
      <figcaption id={id}>
        <span className="block font-semibold">{props.title}</span>
        <span className="block text-sm text-muted">{props.words}</span>
      </figcaption>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        aria-hidden="true"
        className="mt-3 h-48 w-full border-b border-l border-line-strong"
      >
        {props.children}
      </svg>
      {props.left ? (
        <p aria-hidden="true" className="mt-1 flex justify-between gap-4 text-xs text-muted">
          <span>{props.left[0]}</span>
          <span>{props.left[1]}</span>
        </p>
      ) : null}
      {props.marks ? (
        <ul aria-hidden="true" className="mt-1 flex text-center text-xs text-muted">
          {props.marks.map((mark) => (
            <li key={mark} className="min-w-0 flex-1 px-0.5">
              {mark}
            </li>
          ))}
        </ul>
      ) : null}
      {props.legend ? (
        <ul aria-hidden="true" className="mt-2 flex flex-wrap gap-x-5 gap-y-1 text-sm">
          {props.legend.map(({ name, colour, dash }) => (
            <li key={name} className="flex items-center gap-2">
              <svg viewBox="0 0 24 4" aria-hidden="true" className="h-1 w-6">
                <line x1={0} x2={24} y1={2} y2={2} stroke={colour} strokeWidth={3} strokeDasharray={dash} />
              </svg>
              {name}
            </li>
          ))}
        </ul>
      ) : null}
      <details className="mt-2">
        <summary className="text-sm text-muted">{t("common.asTable")}</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <div tabIndex={0} className="mt-2 max-h-72 overflow-auto">
          <table className="w-full text-sm">
            <caption className="sr-only">{props.title}</caption>
            <thead>
              <tr className="border-b border-line-strong text-left">
                {props.columns.map((name) => (
                  <th key={name} scope="col" className="py-1 pr-4 font-semibold">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {props.rows.map((row, i) => (
                <tr key={String(i)} className="border-b border-line tabular-nums">
                  {row.map((cell, j) => (
                    <td key={props.columns[j]} className="py-1 pr-4">
                      {cell}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  );
}
