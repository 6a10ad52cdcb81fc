import type { IndexedLink, IndexedLot } from "@tallystick/sdk/indexer/instrumentFields";
import type { Address, Hex } from "viem";

/** What somebody got of a receivable, by one link, and to whom it went from there. */
export interface Holding {
  /** Hash of the chain with that link: no two holdings have one. */
  readonly roll: Hex;
  readonly account: Address;
  readonly kind: IndexedLink["kind"] | "root";
  /** Unit that it began with when it was cut off; a whole lot keeps its own. */
  readonly start: number;
  /** Units that are his now. */
  readonly held: number;
  /** Units that are still held, here or further on: what was collected for good or credited is in it no more. */
  readonly units: number;
  readonly next: readonly Holding[];
}

type Growing = { -readonly [K in keyof Omit<Holding, "next">]: Holding[K] } & { readonly next: Growing[] };

/**
 * The tree of who got what from whom. Links that lead on from none that is known are left out, with all after them: where
 * there are more than were asked for, the first of them are drawn.
 *
 * @param root roll that the first link goes on from: the first lot's id
 * @param creditor who held it first
 * @param links of the receivable, in any order
 * @param lots that are held now
 */
export function treeOf(
  root: Hex,
  creditor: Address,
  links: readonly Pick<IndexedLink, "before" | "roll" | "to" | "kind" | "start" | "units">[],
  lots: readonly Pick<IndexedLot, "roll" | "units" | "holder">[],
): Holding {
  const holdings = new Map<Hex, Growing>();
  const grow = (roll: Hex, account: Address, kind: Holding["kind"], start: number): Growing => {
    const holding = { roll, account, kind, start, held: 0, units: 0, next: [] };
    holdings.set(roll, holding);
    return holding;
  };
  const first = grow(root, creditor, "root", 0);
  // Several links of one second come in any order: each round takes those whose turn it is.
  let waiting = links;
  for (let left = -1; waiting.length !== left; ) {
    left = waiting.length;
    waiting = waiting.filter((link) => {
      const before = holdings.get(link.before);
      if (!before) return true;
      if (!holdings.has(link.roll)) {
        before.next.push(grow(link.roll, link.to, link.kind, link.units === 0 ? before.start : link.start));
      }
      return false;
    });
  }
  for (const { roll, units, holder } of lots) {
    const holding = holdings.get(roll);
    if (holding && holder) holding.held += units;
  }
  measure(first);
  return first;
}

function measure(holding: Growing): void {
  holding.next.sort((a, b) => a.start - b.start);
  for (const child of holding.next) measure(child);
  holding.units = holding.next.reduce((sum, { units }) => sum + units, holding.held);
}

interface Place {
  readonly column: number;
  readonly row: number;
}

/** A box of the drawing, by column (how many links from the root) and row, and where it came from. */
export interface Box extends Place {
  readonly holding: Holding;
  readonly from: Place | undefined;
}

/** Where each holding is drawn: one row for each end of a branch, and what leads there in the middle of its branches. */
export function layoutOf(root: Holding): {
  readonly boxes: readonly Box[];
  readonly columns: number;
  readonly rows: number;
} {
  const boxes: Box[] = [];
  let rows = 0;
  let columns = 0;
  const place = (holding: Holding, column: number): Place => {
    columns = Math.max(columns, column + 1);
    const children = holding.next.map((child) => ({ child, at: place(child, column + 1) }));
    const first = children[0]?.at.row;
    const last = children.at(-1)?.at.row;
    const row = first === undefined || last === undefined ? rows++ : (first + last) / 2;
    for (const { child, at } of children) boxes.push({ holding: child, ...at, from: { column, row } });
    return { column, row };
  };
  boxes.push({ holding: root, ...place(root, 0), from: undefined });
  return { boxes, columns, rows };
}
