import type { Bill } from "./billState.ts";
import { type BillFace, dayOfTime, hasClause, tenorOf } from "./face.ts";
import type { Rules } from "./rules.ts";

// The days on which something of a bill ends, by its rules and its state.

/** What has to be done by a day, or ends with it. */
export type DeadlineKind =
  /** The payee receives it. */
  | "receive"
  /** A holder presents it for acceptance. */
  | "presentForAcceptance"
  /** The drawee answers a presentment for acceptance. */
  | "answerAcceptance"
  /** It is due. */
  | "due"
  /** A holder presents it for payment. */
  | "presentForPayment"
  /** The drawee answers a presentment for payment. */
  | "answerPayment"
  /** A holder protests. */
  | "protest"
  /** A holder tells prior parties. */
  | "notice"
  /** Claims on drawer and endorsers are barred after it. */
  | "barPrior"
  /** Claims on the acceptor are barred after it. */
  | "barAcceptor";

/** A deadline. Days from 1 January 1970 on; each ends with its last second in UTC. */
export interface Deadline {
  readonly kind: DeadlineKind;
  readonly lastDay: number;
  /** First day on which it can be done; left out: at once. */
  readonly firstDay?: number | undefined;
  /** Whether it is over: see `deadlinesOf`. */
  readonly isOver: boolean;
}

/**
 * Deadlines of a bill as it stands, the soonest first; those that its state has left behind are not among them.
 *
 * @param today day of the question: see `dayOfTime`
 */
export function deadlinesOf(face: BillFace, bill: Bill, rules: Rules, today: number): Deadline[] {
  const found = [
    ...beforeMaturity(face, bill, rules),
    ...atMaturity(face, bill, rules),
    ...afterwards(face, bill, rules),
  ];
  return found.map((each) => ({ ...each, isOver: today > each.lastDay })).sort((a, b) => a.lastDay - b.lastDay);
}

type Found = Omit<Deadline, "isOver">;

function beforeMaturity(face: BillFace, bill: Bill, rules: Rules): Found[] {
  const found: Found[] = [];
  const isYoung = bill.status === "drawn" || bill.status === "accepted" || bill.status === "partAccepted";
  if (isYoung && !bill.flags.includes("delivered") && bill.dueDay !== 0) {
    found.push({ kind: "receive", lastDay: bill.dueDay });
  }
  if (bill.status !== "drawn" || tenorOf(face) === "atSight") return found;
  if (bill.windowDay !== 0) found.push({ kind: "answerAcceptance", lastDay: bill.windowDay });
  else if (!hasClause(face, "noPresentment")) {
    const lastDay = bill.dueDay === 0 ? face.drawnOn + rules.sightDays : bill.dueDay;
    const ordered = face.presentBy === 0 ? lastDay : Math.min(lastDay, face.presentBy);
    found.push({ kind: "presentForAcceptance", lastDay: ordered });
  }
  return found;
}

function atMaturity(face: BillFace, bill: Bill, rules: Rules): Found[] {
  const { status, dueDay, windowDay } = bill;
  const isUnseen = ["drawn", "accepted", "partAccepted"].includes(status) || (status === "partPaid" && windowDay === 0);
  const isAtSight = tenorOf(face) === "atSight";
  if (isUnseen && isAtSight) return [{ kind: "presentForPayment", lastDay: face.drawnOn + rules.sightDays }];
  if (isUnseen && dueDay !== 0) {
    const lastDay = dueDay + rules.presentmentDays;
    return [
      { kind: "due", lastDay: dueDay },
      { kind: "presentForPayment", firstDay: dueDay, lastDay },
    ];
  }
  const isShown = status === "presented" || (status === "partPaid" && windowDay !== 0);
  return isShown ? [{ kind: "answerPayment", lastDay: windowDay }] : [];
}

function afterwards(face: BillFace, bill: Bill, rules: Rules): Found[] {
  const { status, dueDay, eventDay, protestedAt } = bill;
  const found: Found[] = [];
  const isRefused = status === "refusedAcceptance" || status === "dishonoured";
  if (isRefused) {
    const lastDay = eventDay + rules.protestDays;
    found.push({ kind: "protest", lastDay: status === "refusedAcceptance" ? Math.max(lastDay, dueDay) : lastDay });
  }
  const isOpen = status === "protested" || (isRefused && hasClause(face, "noProtest"));
  if (isOpen) {
    const shown = protestedAt === 0 ? eventDay : dayOfTime(protestedAt);
    found.push({ kind: "notice", lastDay: shown + rules.noticeDays });
    const from = protestedAt === 0 ? dueDay : dayOfTime(protestedAt);
    found.push({ kind: "barPrior", lastDay: from + rules.priorDays });
  }
  const isOver = ["none", "paid", "discharged", "cancelled"].includes(status);
  if (bill.flags.includes("accepted") && dueDay !== 0 && !isOver) {
    found.push({ kind: "barAcceptor", lastDay: dueDay + rules.acceptorDays });
  }
  return found;
}
