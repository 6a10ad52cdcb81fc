import type { IndexedLot } from "@tallystick/sdk/indexer/instrumentFields";
import type { CashflowDay } from "@tallystick/sdk/indexer/instruments";
import { numberText } from "@tallystick/sdk/instruments/terms";
import { formatUnits } from "viem";
import type { Deadline } from "../../../lib/calendar.ts";
import { csvText, isoTime } from "../../../lib/csv-text.ts";

const columns = [
  "invoice",
  "receivable",
  "lot",
  "debtor",
  "creditor",
  "state",
  "dueBy",
  "units",
  "face",
  "open",
  "collectable",
  "token",
  "tokenAddress",
  "tier",
] as const;

/** What other programs need to know of a token. */
export interface TokenWords {
  readonly symbol: string;
  readonly decimals: number;
}

/** What of a lot stands in the table. */
export type SavedLot = Pick<
  IndexedLot,
  | "receivable"
  | "id"
  | "number"
  | "debtor"
  | "creditor"
  | "status"
  | "dueBy"
  | "units"
  | "face"
  | "open"
  | "collectable"
  | "token"
  | "tier"
>;

/**
 * Lots as a table for other programs (RFC 4180): amounts in whole tokens, exact, and times in UTC.
 *
 * @param tokenOf what a token says of itself; without it amounts are in base units
 * @param isFirst whether the columns' names stand above: not over what goes on from lots before
 */
export function holdingsCsv(
  lots: readonly SavedLot[],
  tokenOf: (token: SavedLot["token"]) => TokenWords | undefined,
  isFirst = true,
): string {
  const rows = lots.map((lot) => {
    const token = tokenOf(lot.token);
    const amount = (value: bigint) => formatUnits(value, token?.decimals ?? 0);
    return [
      numberText(lot.number) ?? lot.number,
      String(lot.receivable),
      String(lot.id),
      lot.debtor,
      lot.creditor,
      lot.status,
      isoTime(lot.dueBy),
      String(lot.units),
      amount(lot.face),
      amount(lot.open),
      amount(lot.collectable),
      token?.symbol ?? "",
      lot.token,
      String(lot.tier),
    ];
  });
  return csvText(isFirst ? [columns, ...rows] : rows);
}

/**
 * Days that something is due on, for a calendar: what comes in and what goes out, each as an event of its own.
 *
 * @param say the sentence of an event
 */
export function cashDeadlines(
  days: readonly CashflowDay[],
  say: (kind: "incoming" | "outgoing", amount: bigint) => string,
): readonly Deadline[] {
  return days.flatMap((day) =>
    (["incoming", "outgoing"] as const)
      .filter((kind) => day[kind] > 0n)
      .map((kind) => ({
        name: `${day.token.toLowerCase()}-${day.day}-${kind}`,
        at: day.day,
        summary: say(kind, day[kind]),
      })),
  );
}
