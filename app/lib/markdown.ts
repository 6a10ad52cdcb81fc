import { printable } from "./printable.ts";

// Strangers' text: only what is listed here comes out of it, and only as data. Each step looks ahead within its own line or
// paragraph, so that no text takes long, however it is made.

export type Inline =
  | string
  | { readonly kind: "strong" | "emphasis" | "strike"; readonly children: readonly Inline[] }
  | { readonly kind: "code"; readonly text: string }
  | { readonly kind: "break" }
  | {
      readonly kind: "link";
      readonly href: string;
      readonly host: string;
      /** Whether the text is the address itself, so that it need not be said again. */
      readonly bare: boolean;
      readonly children: readonly Inline[];
    };

export type Block =
  | { readonly kind: "heading"; readonly level: number; readonly children: readonly Inline[] }
  | { readonly kind: "paragraph"; readonly children: readonly Inline[] }
  | { readonly kind: "code"; readonly text: string }
  | { readonly kind: "rule" }
  | { readonly kind: "quote"; readonly blocks: readonly Block[] }
  | {
      readonly kind: "list";
      readonly start: number | undefined;
      readonly items: readonly (readonly Block[])[];
    }
  | {
      readonly kind: "table";
      readonly head: readonly (readonly Inline[])[];
      readonly rows: readonly (readonly (readonly Inline[])[])[];
    };

/** Characters of a text that are read; the rest is left out, and `cut` says so. */
export const longestText = 40_000;
const deepest = 6;

/** Reads a text in the common part of Markdown: no HTML, no pictures, links only to http and https. */
export function parseMarkdown(text: string): { readonly blocks: readonly Block[]; readonly cut: boolean } {
  const lines = printable(text.slice(0, longestText).replaceAll("\r\n", "\n")).split("\n");
  return { blocks: levelled(blocksOf(lines, 0), []), cut: text.length > longestText };
}

/** Headings by how deep they lie in one another, from 1: writers begin at any level, and leave some out. */
function levelled(blocks: readonly Block[], above: number[]): readonly Block[] {
  return blocks.map((block): Block => {
    if (block.kind === "quote") return { ...block, blocks: levelled(block.blocks, above) };
    if (block.kind === "list") return { ...block, items: block.items.map((inner) => levelled(inner, above)) };
    if (block.kind !== "heading") return block;
    while ((above.at(-1) ?? 0) >= block.level) above.pop();
    above.push(block.level);
    return { ...block, level: above.length };
  });
}

const fence = /^ {0,3}(`{3,}|~{3,})/;
const heading = /^ {0,3}(#{1,6})[ \t]+(.*)$/;
const rule = /^ {0,3}([-*_])[ \t]*(?:\1[ \t]*){2,}$/;
const quote = /^ {0,3}> ?/;
const item = /^( {0,3}(?:[-*+]|(\d{1,9})[.)]))(?:[ \t]+|$)/;

const startsBlock = (line: string) =>
  fence.test(line) || heading.test(line) || rule.test(line) || quote.test(line) || item.test(line);

/** A reader of one kind of block: what begins at a line, and the line after it; undefined where it does not begin there. */
type Reader = (lines: readonly string[], at: number, depth: number) => readonly [Block, number] | undefined;

function blocksOf(lines: readonly string[], depth: number): readonly Block[] {
  if (depth > deepest) return [{ kind: "paragraph", children: [lines.join(" ")] }];
  const blocks: Block[] = [];
  let at = 0;
  while (at < lines.length) {
    if (lines[at]?.trim() === "") {
      at++;
      continue;
    }
    const [block, next] = readBlock(lines, at, depth);
    blocks.push(block);
    at = next;
  }
  return blocks;
}

function readBlock(lines: readonly string[], at: number, depth: number): readonly [Block, number] {
  for (const read of readers) {
    const found = read(lines, at, depth);
    if (found) return found;
  }
  let end = at + 1;
  while (end < lines.length && lines[end]?.trim() !== "" && !startsBlock(lines[end] ?? "")) end++;
  return [{ kind: "paragraph", children: inlineOf(lines.slice(at, end).join("\n"), 0) }, end];
}

const readFence: Reader = (lines, at) => {
  const mark = fence.exec(lines[at] ?? "")?.[1];
  if (!mark) return undefined;
  let end = at + 1;
  while (end < lines.length && !(lines[end] ?? "").trimStart().startsWith(mark)) end++;
  return [{ kind: "code", text: lines.slice(at + 1, end).join("\n") }, end + 1];
};

const readHeading: Reader = (lines, at) => {
  const [, marks, rest] = heading.exec(lines[at] ?? "") ?? [];
  if (!marks) return undefined;
  const text = (rest ?? "").trim().replace(/(?:^|[ \t])#+$/, "");
  return [{ kind: "heading", level: marks.length, children: inlineOf(text, 0) }, at + 1];
};

const readRule: Reader = (lines, at) => (rule.test(lines[at] ?? "") ? [{ kind: "rule" }, at + 1] : undefined);

const readQuote: Reader = (lines, at, depth) => {
  let end = at;
  while (end < lines.length && quote.test(lines[end] ?? "")) end++;
  if (end === at) return undefined;
  const inner = lines.slice(at, end).map((line) => line.replace(quote, ""));
  return [{ kind: "quote", blocks: blocksOf(inner, depth + 1) }, end];
};

const readList: Reader = (lines, at, depth) => {
  const first = item.exec(lines[at] ?? "");
  if (!first) return undefined;
  const ordered = first[2] !== undefined;
  const items: (readonly Block[])[] = [];
  let next = at;
  for (;;) {
    const mark = item.exec(lines[next] ?? "");
    if (!mark || (mark[2] !== undefined) !== ordered || rule.test(lines[next] ?? "")) break;
    const end = endOfItem(lines, next + 1);
    const inner = lines.slice(next, end).map((line, i) => (i === 0 ? line.slice(mark[0].length) : outdent(line)));
    items.push(blocksOf(inner, depth + 1));
    next = end;
  }
  return [{ kind: "list", start: ordered ? Number(first[2]) : undefined, items }, next];
};

/** An item goes on with what is indented, after empty lines too, and with the rest of its paragraph. */
function endOfItem(lines: readonly string[], from: number): number {
  let end = from;
  while (end < lines.length) {
    const line = lines[end] ?? "";
    if (line.trim() === "") {
      if (!/^(?: {2}|\t)/.test(lines[end + 1] ?? "")) return end + 1;
    } else if (!/^(?: {2}|\t)/.test(line) && startsBlock(line)) return end;
    end++;
  }
  return end;
}

const outdent = (line: string) => line.replace(/^(?: {1,4}|\t)/, "");

const readTable: Reader = (lines, at) => {
  const head = lines[at] ?? "";
  const under = cellsOf(lines[at + 1] ?? "");
  if (!head.includes("|") || !under.every((cell) => /^:?-+:?$/.test(cell))) return undefined;
  const names = cellsOf(head);
  if (names.length !== under.length) return undefined;
  let end = at + 2;
  while (end < lines.length && (lines[end] ?? "").includes("|")) end++;
  const rows = lines.slice(at + 2, end).map((line) => {
    const cells = cellsOf(line);
    return names.map((_, i) => inlineOf(cells[i] ?? "", 0));
  });
  return [{ kind: "table", head: names.map((name) => inlineOf(name, 0)), rows }, end];
};

const cellsOf = (line: string) =>
  line
    .trim()
    .replace(/^\||\|$/g, "")
    .split("|")
    .map((cell) => cell.trim());

const readers: readonly Reader[] = [readFence, readHeading, readRule, readQuote, readList, readTable];

// ---------------------------------------------------------------------------------------------------- within a line

/** What stands at a place of a text, and how long it is. */
type Span = readonly [Inline, number] | undefined;

/** Where one of the marks may stand; everything between is text. */
const marks = /[\\`*_~[!\n]|https?:\/\//g;

function inlineOf(text: string, depth: number): readonly Inline[] {
  if (depth > deepest) return [text];
  const found: Inline[] = [];
  let plain = "";
  const put = (one: Inline) => {
    if (plain) found.push(plain);
    plain = "";
    found.push(one);
  };
  let at = 0;
  while (at < text.length) {
    marks.lastIndex = at;
    const next = marks.exec(text)?.index ?? text.length;
    plain += text.slice(at, next);
    if (next === text.length) break;
    const span = spanAt(text, next, depth);
    if (!span) {
      plain += text[next];
      at = next + 1;
      continue;
    }
    if (typeof span[0] === "string") plain += span[0];
    else put(span[0]);
    at = next + span[1];
  }
  if (plain) found.push(plain);
  return found;
}

function spanAt(text: string, at: number, depth: number): Span {
  switch (text[at]) {
    case "\\":
      return escapeAt(text, at);
    case "\n":
      return text.endsWith("  ", at) && at >= 2 ? [{ kind: "break" }, 1] : [" ", 1];
    case "`":
      return codeAt(text, at);
    case "[":
      return linkAt(text, at, depth);
    case "!":
      // A picture is not loaded: its words lead to where it is.
      return text[at + 1] === "[" ? shifted(linkAt(text, at + 1, depth)) : undefined;
    case "h":
      return addressAt(text, at);
    default:
      return emphasisAt(text, at, depth);
  }
}

const shifted = (span: Span): Span => span && [span[0], span[1] + 1];

function escapeAt(text: string, at: number): Span {
  const next = text[at + 1] ?? "";
  if (next === "\n") return [{ kind: "break" }, 2];
  return /[!-/:-@[-`{-~]/.test(next) ? [next, 2] : undefined;
}

function codeAt(text: string, at: number): Span {
  const [ticks = "`"] = /^`+/.exec(text.slice(at, at + 20)) ?? [];
  const end = text.indexOf(ticks, at + ticks.length);
  if (end < 0) return undefined;
  const inner = text.slice(at + ticks.length, end).replaceAll("\n", " ");
  return [{ kind: "code", text: inner.trim() || inner }, end + ticks.length - at];
}

const longestLink = 2_000;

function linkAt(text: string, at: number, depth: number): Span {
  const middle = text.indexOf("](", at);
  if (middle < 0 || middle - at > longestLink) return undefined;
  const words = text.slice(at + 1, middle);
  const end = text.indexOf(")", middle);
  // Words with a bracket in them begin a link of their own further on.
  if (words.includes("[") || end < 0 || end - middle > longestLink) return undefined;
  const target = safeUrl(
    text
      .slice(middle + 2, end)
      .trim()
      .split(/\s/)[0] ?? "",
  );
  if (!target) return undefined;
  const children = inlineOf(words || target.href, depth + 1);
  return [{ kind: "link", ...target, bare: false, children: withoutLinks(children) }, end + 1 - at];
}

const withoutLinks = (children: readonly Inline[]): readonly Inline[] =>
  children.map((each) => (typeof each === "object" && each.kind === "link" ? each.href : each));

function addressAt(text: string, at: number): Span {
  const [found = ""] = /^[^\s<>"`\])]+/.exec(text.slice(at, at + longestLink)) ?? [];
  const trimmed = found.replace(/[.,;:!?'*_~]+$/, "");
  const target = safeUrl(trimmed);
  return target && [{ kind: "link", ...target, bare: true, children: [trimmed] }, trimmed.length];
}

/** Where a link leads: only to pages, and with the host as the browser will ask for it. */
function safeUrl(text: string): { readonly href: string; readonly host: string } | undefined {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return undefined;
  const { href, host, username, password } = new URL(text);
  // `https://bank.example@evil.example` is made to be misread.
  return username || password ? undefined : { href, host };
}

const emphases = [
  ["**", "strong"],
  ["__", "strong"],
  ["~~", "strike"],
  ["*", "emphasis"],
  ["_", "emphasis"],
] as const;

const isWord = (char: string | undefined) => /[\p{L}\p{N}]/u.test(char ?? "");

function emphasisAt(text: string, at: number, depth: number): Span {
  const [mark, kind] = emphases.find(([each]) => text.startsWith(each, at)) ?? [];
  if (!mark || !kind) return undefined;
  const from = at + mark.length;
  // Words_with_underlines are words.
  const opens = /^\S$/.test(text[from] ?? "") && !(mark[0] === "_" && isWord(text[at - 1]));
  const end = opens ? endOfMark(text, mark, from) : -1;
  if (end <= from || (mark[0] === "_" && isWord(text[end + mark.length]))) return undefined;
  return [{ kind, children: inlineOf(text.slice(from, end), depth + 1) }, end + mark.length - at];
}

/** Where what a mark began ends; -1 where nothing ends it. */
function endOfMark(text: string, mark: string, from: number): number {
  const end = text.indexOf(mark, from + 1);
  if (end < 0 || /\s/.test(text[end - 1] ?? "")) return -1;
  // Of `***` the mark that was opened last ends first.
  if (mark.length === 2) return text[end + 2] === mark[0] ? end + 1 : end;
  return text[end + 1] === mark ? text.indexOf(mark, text.indexOf(mark + mark, end + 2) + 2) : end;
}
