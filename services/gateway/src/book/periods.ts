import type { DatabaseSync } from "node:sqlite";
import {
  headAfter,
  type Period,
  type Place,
  periodLink,
  receiptProof,
  receiptRoot,
} from "@tallystick/sdk/gateway/place";
import { type Hex, numberToHex } from "viem";
import type { Writer } from "../store/writer.ts";

/** After how many anchors the contract keeps a head (`AccessLog.STRIDE`). */
const STRIDE = 64;

export type Periods = {
  /**
   * Closes a period: all receipts up to `through` that are in no earlier one. It never changes afterwards, so sending its
   * anchor again can't anchor anything else. Nothing when there are no receipts, or `through` is not after the last one.
   */
  close(through: number): Promise<Period | undefined>;
  /** Oldest period that is not known to be anchored. */
  pending(): Period | undefined;
  newest(): Period | undefined;
  /** How many are not known to be anchored. */
  waiting(): number;
  markAnchored(number: number, anchored: boolean): void;
  /** Adds a period that the chain has and these books lack: they were lost and begun anew. */
  adopt(period: Omit<Period, "count">): void;
  /** Anchored periods, newest first. */
  list(before: number, limit: number): Period[];
  /** Where a leaf stands in the log; nothing while its period is not anchored. */
  placeOf(digest: Hex, at: number): Place | undefined;
};

export function createPeriods(database: DatabaseSync, writer: Writer): Periods {
  const columns = 'SELECT number, begin AS "from", through, root, count FROM period';
  const last = database.prepare(`${columns} ORDER BY number DESC LIMIT 1`);
  const firstPending = database.prepare(`${columns} WHERE anchored = 0 ORDER BY number LIMIT 1`);
  const waiting = database.prepare("SELECT count(*) AS count FROM period WHERE anchored = 0");
  const covering = database.prepare(`${columns} WHERE anchored = 1 AND begin < ? AND through >= ?`);
  const anchored = database.prepare(`${columns} WHERE anchored = 1 AND number < ? ORDER BY number DESC LIMIT ?`);
  const between = database.prepare(`${columns} WHERE anchored = 1 AND number > ? AND number <= ? ORDER BY number`);
  const head = database.prepare("SELECT head FROM period WHERE number = ?");
  const leavesOf = database.prepare("SELECT digest FROM receipt WHERE at > ? AND at <= ? ORDER BY at, digest");
  const insert = database.prepare("INSERT INTO period VALUES (?, ?, ?, ?, ?, ?, ?)");
  const mark = database.prepare("UPDATE period SET anchored = ? WHERE number = ?");

  const period = (row: unknown): Period | undefined => (row === undefined ? undefined : { ...(row as Period) });
  /** Rolling hash after a period. */
  const headOf = (number: number): bigint => BigInt(String(head.get(number)?.head ?? "0x0"));
  const add = (next: Period, isAnchored: boolean): void => {
    const after = numberToHex(headAfter(headOf(next.number - 1), periodLink(next)));
    insert.run(next.number, next.from, next.through, next.root, next.count, after, isAnchored ? 1 : 0);
  };
  const leaves = (from: number, through: number): Hex[] =>
    leavesOf.all(from, through).map(({ digest }) => digest as Hex);

  return {
    close: (through) =>
      writer.write(() => {
        const { number, through: from } = period(last.get()) ?? { number: 0, through: 0 };
        const digests = through > from ? leaves(from, through) : [];
        if (digests.length === 0) return undefined;
        const next = { number: number + 1, from, through, root: receiptRoot(digests), count: digests.length };
        add(next, false);
        return next;
      }),
    pending: () => period(firstPending.get()),
    newest: () => period(last.get()),
    waiting: () => Number(waiting.get()?.count),
    markAnchored: (number, is) => void mark.run(is ? 1 : 0, number),
    adopt: (lost) => add({ ...lost, count: leaves(lost.from, lost.through).length }, true),
    list: (before, limit) => anchored.all(before, limit) as unknown as Period[],
    placeOf(digest, at) {
      const own = period(covering.get(at, at));
      if (own === undefined) return undefined;
      const digests = leaves(own.from, own.through);
      const index = digests.indexOf(digest);
      if (index === -1) return undefined;
      const later = between.all(own.number, Math.ceil(own.number / STRIDE) * STRIDE) as unknown as Period[];
      return {
        number: own.number,
        from: own.from,
        through: own.through,
        root: own.root,
        previousHead: headOf(own.number - 1),
        later: later.map(periodLink),
        proof: receiptProof(digests, index),
      };
    },
  };
}
