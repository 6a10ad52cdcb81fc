"use client";

import { Fragment, type ReactNode, useMemo } from "react";
import { useLanguage } from "@/i18n/context";
import { type Block, type Inline, longestText, parseMarkdown } from "@/lib/markdown";

type Tag = "h2" | "h3" | "h4" | "h5" | "h6";

/**
 * A stranger's text with the common part of Markdown: elements only, never HTML. Links show where they lead; pictures are
 * not loaded.
 *
 * @param props.top level of the greatest heading, below the page's own
 */
export function Markdown(props: { text: string; top?: 2 | 3 | 4; className?: string }) {
  const { t } = useLanguage();
  const { text, top = 3 } = props;
  const { blocks, cut } = useMemo(() => parseMarkdown(text), [text]);
  return (
    <div className={`grid gap-3 break-words ${props.className ?? ""}`}>
      <Blocks blocks={blocks} top={top} />
      {cut ? <p className="text-sm text-muted">{t("common.textCut", { n: longestText })}</p> : null}
    </div>
  );
}

function Blocks(props: { blocks: readonly Block[]; top: number }) {
  return props.blocks.map((block, i) => <BlockView key={String(i)} block={block} top={props.top} />);
}

function BlockView({ block, top }: { block: Block; top: number }): ReactNode {
  switch (block.kind) {
    case "heading": {
      const level = Math.min(6, top + block.level - 1);
      const Heading = `h${level}` as Tag;
      return (
        <Heading className={level <= 3 ? "mt-3 text-xl" : "mt-2 text-lg"}>
          <Inlines parts={block.children} />
        </Heading>
      );
    }
    case "paragraph":
      return (
        <p>
          <Inlines parts={block.children} />
        </p>
      );
    case "code":
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <pre tabIndex={0} className="overflow-x-auto rounded-lg bg-sunken px-3 py-2 font-mono text-sm">
          {block.text}
        </pre>
      );
    case "rule":
      return <hr className="border-line" />;
    case "quote":
      return (
        <blockquote className="grid gap-3 border-l-4 border-line-strong pl-4 text-muted">
          <Blocks blocks={block.blocks} top={top} />
        </blockquote>
      );
    case "list":
      return <ListView block={block} top={top} />;
    case "table":
      return <TableView block={block} />;
  }
}

function ListView({ block, top }: { block: Extract<Block, { kind: "list" }>; top: number }) {
  const items = block.items.map((blocks, i) => (
    <li key={String(i)}>
      {/* A short item is a line, not a paragraph. */}
      {blocks.length === 1 && blocks[0]?.kind === "paragraph" ? (
        <Inlines parts={blocks[0].children} />
      ) : (
        <div className="grid gap-1">
          <Blocks blocks={blocks} top={top} />
        </div>
      )}
    </li>
  ));
  return block.start === undefined ? (
    <ul className="grid list-disc gap-1 pl-6">{items}</ul>
  ) : (
    <ol start={block.start} className="grid list-decimal gap-1 pl-6">
      {items}
    </ol>
  );
}

function TableView({ block }: { block: Extract<Block, { kind: "table" }> }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div tabIndex={0} className="overflow-x-auto">
      <table className="text-sm">
        <thead>
          <tr className="border-b border-line-strong text-left">
            {block.head.map((cell, i) => (
              <th key={String(i)} scope="col" className="py-1 pr-4 font-semibold">
                <Inlines parts={cell} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {block.rows.map((row, i) => (
            <tr key={String(i)} className="border-b border-line">
              {row.map((cell, j) => (
                <td key={String(j)} className="py-1 pr-4 align-top">
                  <Inlines parts={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Inlines(props: { parts: readonly Inline[] }) {
  return props.parts.map((part, i) => (
    <Fragment key={String(i)}>
      <InlineView part={part} />
    </Fragment>
  ));
}

function InlineView({ part }: { part: Inline }): ReactNode {
  if (typeof part === "string") return part;
  switch (part.kind) {
    case "strong":
      return (
        <strong>
          <Inlines parts={part.children} />
        </strong>
      );
    case "emphasis":
      return (
        <em>
          <Inlines parts={part.children} />
        </em>
      );
    case "strike":
      return (
        <s>
          <Inlines parts={part.children} />
        </s>
      );
    case "code":
      return <code className="rounded bg-sunken px-1 font-mono text-[0.9em]">{part.text}</code>;
    case "break":
      return <br />;
    case "link":
      return (
        <a href={part.href} target="_blank" rel="noopener noreferrer nofollow ugc" className="link break-all">
          <Inlines parts={part.children} />
          {part.bare ? null : <span className="text-[0.86em] text-muted"> ({part.host})</span>}
          <span aria-hidden="true"> ↗</span>
        </a>
      );
  }
}
