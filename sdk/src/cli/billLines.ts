import { type Address, isAddressEqual } from "viem";
import { type Bill, billActionsOf, billDue, billOf } from "../bills/billState.ts";
import { calendarOf, isBusinessDay } from "../bills/calendar.ts";
import { type Deadline, deadlinesOf } from "../bills/deadlines.ts";
import { type BillFace, billSum, dateOfDay, dayOfTime, placeText } from "../bills/face.ts";
import { holdsOf } from "../bills/holding.ts";
import { dueText } from "../bills/mletrText.ts";
import { readRules } from "../bills/rules.ts";
import { type BillAction, billClauses, type Hold, namesIn } from "../bills/words.ts";
import { sumInWords } from "../bills/wordsOfSum.ts";
import type { Actor, Reader } from "../chain/actor.ts";
import type { Call } from "../chain/call.ts";
import { send } from "../chain/send.ts";
import { chainTime } from "../chain/time.ts";
import { isTallystickError } from "../errors.ts";
import { FIRST_LOT } from "../instruments/links.ts";
import type { Due } from "../instruments/receivableState.ts";
import { heldLots, type NamedBill } from "./billNamed.ts";
import { amountText } from "./named.ts";
import { type Output, printResult } from "./output.ts";
import { wordText } from "./receivableNamed.ts";

/** A lot as it is told. */
interface LotResult {
  readonly lot: string;
  readonly holder: Address;
  readonly units: number;
  readonly holds: readonly Hold[];
  /** How many links lead to it. */
  readonly links: number;
}

/** A bill as it is told. */
export interface BillResult {
  readonly bill: string;
  readonly state: Bill;
  readonly face: BillFace;
  /** Name of its rule set. */
  readonly law: string;
  readonly due: Due;
  readonly deadlines: readonly Deadline[];
  readonly lots: readonly LotResult[];
  /** What the account may do with it and its own first lot. */
  readonly actions: readonly BillAction[];
}

/** All that is told of a bill, and what an account may do with it. */
export async function billResult(reader: Reader, bill: NamedBill, account: Address | undefined): Promise<BillResult> {
  const { id, face } = bill;
  const [state, rules, due, lots, now] = await Promise.all([
    billOf(reader, id),
    readRules(reader, face.rules),
    billDue(reader, face),
    heldLots(reader, bill),
    chainTime(reader),
  ]);
  const own = lots.find(({ holder }) => account !== undefined && isAddressEqual(holder, account));
  const actions = account === undefined ? [] : await billActionsOf(reader, face, own?.inner ?? FIRST_LOT, account);
  return {
    ...{ bill: wordText(id), state, face, law: rules.name, due, actions },
    deadlines: deadlinesOf(face, state, rules, dayOfTime(now)),
    lots: lots.map((lot) => ({
      ...{ lot: wordText(lot.id), holder: lot.holder, units: lot.units },
      ...{ holds: holdsOf(lot), links: lot.links.length },
    })),
  };
}

/** What a deadline is for. */
const deadlineTexts: Readonly<Record<Deadline["kind"], string>> = {
  receive: "receive it",
  presentForAcceptance: "present it for acceptance",
  answerAcceptance: "answer the presentment for acceptance",
  due: "due",
  presentForPayment: "present it for payment",
  answerPayment: "answer the presentment for payment",
  protest: "protest",
  notice: "tell prior parties",
  barPrior: "claims on prior parties end",
  barAcceptor: "claims on the acceptor end",
};

/** The same for people. */
export function billLines(result: BillResult, { face, token }: NamedBill): string[] {
  const { state, due, deadlines, lots, actions } = result;
  const interest = due.interest === 0n ? "" : `, and interest of ${amountText(due.interest, token)}`;
  const clauses = namesIn(billClauses, face.clauses);
  return [
    `bill        ${result.bill}`,
    `drawer      ${face.drawer}`,
    `drawee      ${face.drawee}`,
    `payee       ${face.payee}`,
    `sum         ${amountText(billSum(face), token)}`,
    `in words    ${sumInWords(billSum(face), token)}`,
    `drawn       ${dateOfDay(face.drawnOn)}, ${placeText(face.drawnAt) ?? face.drawnAt}`,
    `due         ${dueText(face)}${state.dueDay === 0 ? "" : dueDayText(face, state)}`,
    `payable at  ${placeText(face.payableAt) ?? face.payableAt}`,
    `law         ${result.law}${clauses.length === 0 ? "" : `; ${clauses.join(", ")}`}`,
    `status      ${state.status}${state.flags.length === 0 ? "" : ` (${state.flags.join(", ")})`}`,
    ...(due.principal === 0n ? [] : [`to be paid  ${amountText(due.principal, token)}${interest}`]),
    ...deadlines.map(
      ({ kind, lastDay, isOver }) =>
        `until       ${dateOfDay(lastDay)}: ${deadlineTexts[kind]}${isOver ? " (over)" : ""}`,
    ),
    ...lots.map(
      ({ lot, holder, units, holds }) =>
        `lot         ${lot}: ${amountText(BigInt(units) * face.unit, token)}, ${[holder, ...holds].join(", ")}`,
    ),
    ...(actions.length === 0 ? [] : [`you may     ${actions.join(", ")}`]),
  ];
}

/** The due day where the face does not say it itself, and whether there is no business on it at the place of payment. */
function dueDayText(face: BillFace, { dueDay }: Bill): string {
  const date = dueText(face) === dateOfDay(dueDay) ? "" : `: ${dateOfDay(dueDay)}`;
  return `${date}${isHoliday(face, dueDay) ? ", no business day there" : ""}`;
}

function isHoliday(face: BillFace, day: number): boolean {
  const calendar = calendarOf(placeText(face.payableAt) ?? "");
  try {
    return calendar !== undefined && !isBusinessDay(calendar, day);
  } catch (error) {
    // No table has that day, so nothing is said of it.
    if (isTallystickError(error, "CalendarUnknown")) return false;
    throw error;
  }
}

/** Sends an act, and shows the bill after it. */
export async function billDone(actor: Actor, bill: NamedBill, call: Call, output: Output): Promise<void> {
  const { hash } = await send(actor, call);
  const result = await billResult(actor, bill, actor.wallet.account.address);
  printResult(output, { ...result, transaction: hash }, [...billLines(result, bill), `transaction ${hash}`]);
}
