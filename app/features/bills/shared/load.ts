import { type BillEvent, billEvents } from "@tallystick/sdk/bills/billEvents";
import { acceptedPart, type Bill, billDue, billOf } from "@tallystick/sdk/bills/billState";
import { type BillHistory, readHistory, verifyHistory } from "@tallystick/sdk/bills/history";
import { type Rules, readRules } from "@tallystick/sdk/bills/rules";
import type { Reader } from "@tallystick/sdk/chain/actor";
import { tallystickError } from "@tallystick/sdk/errors";
import { rollOf } from "@tallystick/sdk/instruments/lots";

/** All that a bill's page shows. */
export interface WholeBill {
  readonly history: BillHistory;
  readonly bill: Bill;
  readonly rules: Rules;
  /** Base units of each unit that were accepted. */
  readonly accepted: bigint;
  /** What would have to be paid now. */
  readonly due: { readonly principal: bigint; readonly interest: bigint };
}

/** A history that was proved: by itself, and against the hash that the chain has of each lot. */
export interface ProvedHistory {
  readonly history: BillHistory;
  /** Milliseconds that the hashes of all links took here. */
  readonly took: number;
  readonly links: number;
}

/**
 * Reads the history of one bill from the events that name it, and proves it: face, links and holders lead to the hashes
 * that the contract has.
 *
 * @param tries how often the chain is asked, if it says different things
 * @returns null: there is no such bill on the reader's chain
 * @throws `HistoryInvalid`, `ChainUnreachable`
 */
export async function provedHistory(reader: Reader, id: bigint, tries = 3): Promise<ProvedHistory | null> {
  const history = await readHistory(reader, id).catch(unlessUnknown);
  if (!history) return null;
  const begun = performance.now();
  verifyHistory(history);
  const took = performance.now() - begun;
  const rolls = await Promise.all(history.lots.map((lot) => rollOf(reader, lot.id)));
  if (history.lots.some(({ roll }, i) => rolls[i] !== roll)) {
    if (tries === 1) throw tallystickError("HistoryInvalid", { field: "roll", reason: "the chain has another hash" });
    // Something may have been endorsed between the two questions: they are asked again.
    return provedHistory(reader, id, tries - 1);
  }
  return { history, took, links: history.lots.reduce((sum, { links }) => sum + links.length, 0) };
}

function unlessUnknown(error: unknown): null {
  if ((error as { code?: unknown }).code === "UnknownBill") return null;
  throw error;
}

/** A bill as it stands; null: there is none. */
export async function loadBill(reader: Reader, id: bigint): Promise<WholeBill | null> {
  const proved = await provedHistory(reader, id);
  if (!proved) return null;
  const { history } = proved;
  const { face } = history;
  const [bill, rules, accepted, due] = await Promise.all([
    billOf(reader, id),
    readRules(reader, face.rules),
    acceptedPart(reader, face),
    billDue(reader, face),
  ]);
  return { history, bill, rules, accepted, due };
}

/** What happened to a bill as a whole, the newest first; how its lots went on, their links tell. */
export async function loadEvents(reader: Reader, id: bigint): Promise<readonly BillEvent[]> {
  return (await billEvents(reader, id)).filter(({ contract }) => contract !== "Lots").reverse();
}
