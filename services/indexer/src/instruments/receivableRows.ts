import { type Books, countedBooks } from "@tallystick/sdk/instruments/interest";
import { rootId } from "@tallystick/sdk/instruments/links";
import { bookPayment } from "@tallystick/sdk/instruments/sharing";
import type { ReceivableTerms } from "@tallystick/sdk/instruments/terms";
import type { Address } from "viem";
import type { debtorRecord, receivable, receivableCredit } from "../../schema/receivables.ts";
import type { Origin } from "../origin.ts";

// Receivables and their books as pure functions of an event and of the rows before it, by the rules of
// contracts/instruments. Where the contract keeps no books, the row has what they would say: each unit is worth its unit.

export type ReceivableRow = typeof receivable.$inferSelect;
export type DebtorRecordRow = typeof debtorRecord.$inferSelect;
export type ReceivableCreditRow = typeof receivableCredit.$inferSelect;

/** What an act changes in a receivable's row. */
export type ReceivableChange = Partial<Omit<ReceivableRow, "chainId" | "id">>;

const SHIFT = 64n;

interface Registration {
  readonly id: bigint;
  readonly terms: ReceivableTerms;
}

/** @param contract that keeps the receivable */
export function newReceivable(
  { chainId, at, transaction }: Origin,
  { id, terms }: Registration,
  contract: Address,
): ReceivableRow {
  const [dueAt, units] = [BigInt(terms.dueAt), BigInt(terms.units)];
  const face = units * terms.unit;
  return {
    ...terms,
    chainId,
    id,
    dueAt,
    units,
    face,
    root: rootId(contract, id),
    status: "registered",
    dueBy: dueAt,
    hasBooks: false,
    openUnits: units,
    uncollectedUnits: units,
    principal: face,
    interestDays: 0,
    interest: 0n,
    pot: 0n,
    perUnit: 0n,
    paidPrincipal: 0n,
    paidInterest: 0n,
    creditedPrincipal: 0n,
    collected: 0n,
    streams: 0,
    registeredAt: at,
    confirmedAt: null,
    disputedAt: null,
    reason: null,
    withdrawnAt: null,
    paidAt: null,
    isPaidLate: null,
    defaultedAt: null,
    tab: null,
    statement: null,
    transaction,
  };
}

/** A receivable's books with interest counted until a second. */
export function countedAt(row: ReceivableRow, at: bigint): Books {
  const { openUnits, uncollectedUnits, principal, dueBy: dueAt, interest, pot, perUnit } = row;
  const kept = { openUnits, uncollectedUnits, principal, dueAt, interest, pot, perUnit };
  return countedBooks(row, { ...kept, interestDays: BigInt(row.interestDays) }, at);
}

/** Books as a row keeps them. */
function kept({ dueAt: dueBy, interestDays, ...books }: Books): ReceivableChange {
  return { ...books, dueBy, interestDays: Number(interestDays) };
}

interface Payment {
  readonly principal: bigint;
  readonly interest: bigint;
}

/**
 * What a payment changes.
 *
 * @throws when it was counted otherwise than the contract did: indexing stops rather than guess
 */
export function afterPayment(
  row: ReceivableRow,
  at: bigint,
  { principal, interest }: Payment,
  isInFull: boolean,
): ReceivableChange {
  const booked = bookPayment(countedAt(row, at), principal + interest);
  if (booked.interest !== interest || booked.principal !== principal || booked.isInFull !== isInFull) {
    throw new Error(
      `A payment of receivable ${row.id} was shared into ${principal} and ${interest}, against its books.`,
    );
  }
  const partly = row.status === "defaulted" ? "defaulted" : "partPaid";
  return {
    ...kept(booked.books),
    // Paid at once and in time, it leaves nothing to count.
    hasBooks: row.hasBooks || !isInFull || interest !== 0n,
    status: isInFull ? "paid" : partly,
    paidPrincipal: row.paidPrincipal + principal,
    paidInterest: row.paidInterest + interest,
  };
}

/** What the books of a receivable have for a lot: paid on its units since its mark, rounded down. */
export const shareOf = ({ perUnit }: Pick<ReceivableRow, "perUnit">, units: bigint, mark: bigint): bigint =>
  (units * (perUnit - mark)) >> SHIFT;

interface CreditNote {
  readonly units: bigint;
  /** Of the lot, before these were cut off. */
  readonly lotUnits: bigint;
  readonly mark: bigint;
}

/** What a credit note changes, and what of earlier payments is kept for the lot's holder. */
export function afterCredit(
  row: ReceivableRow,
  at: bigint,
  { units, lotUnits, mark }: CreditNote,
): { readonly change: ReceivableChange; readonly principal: bigint; readonly share: bigint; readonly owed: bigint } {
  const books = countedAt(row, at);
  const share = shareOf(row, lotUnits, mark);
  const principal = (books.principal * units) / books.openUnits;
  const interest = (books.interest * units) / books.openUnits;
  const openUnits = books.openUnits - units;
  // Lots:Shortened came before.
  const isLast = row.uncollectedUnits === 0n;
  const pot = books.pot - share;
  const after = {
    ...books,
    openUnits,
    uncollectedUnits: row.uncollectedUnits,
    principal: books.principal - principal,
    interest: books.interest - interest,
    pot: isLast ? 0n : pot,
  };
  const change: ReceivableChange = {
    ...kept(after),
    hasBooks: true,
    status: openUnits === 0n ? "paid" : row.status,
    ...(openUnits === 0n ? { paidAt: at, isPaidLate: at > row.dueBy } : {}),
    creditedPrincipal: row.creditedPrincipal + principal,
  };
  return { change, principal, share, owed: share + (isLast ? pot : 0n) };
}

/** What an extension changes: interest until now is owed, from here on the new date counts. */
export function afterExtension(row: ReceivableRow, at: bigint, dueBy: bigint): ReceivableChange {
  return { ...kept(countedAt(row, at)), hasBooks: true, dueBy, interestDays: 0 };
}

type Counts = Omit<DebtorRecordRow, "chainId" | "debtor" | "token">;

const nothing: Counts = {
  outstanding: 0n,
  confirmedSum: 0n,
  confirmedCount: 0,
  onTimeSum: 0n,
  onTimeCount: 0,
  lateSum: 0n,
  lateCount: 0,
  defaultedSum: 0n,
  defaultedCount: 0,
  writtenOffSum: 0n,
  writtenOffCount: 0,
};

/** A debtor's record with something added to it. */
export function recordAfter(
  { chainId, debtor, token }: Pick<ReceivableRow, "chainId" | "debtor" | "token">,
  before: DebtorRecordRow | null,
  added: Partial<Counts>,
): DebtorRecordRow {
  const row = { ...nothing, ...before, chainId, debtor, token };
  return {
    ...row,
    outstanding: row.outstanding + (added.outstanding ?? 0n),
    confirmedSum: row.confirmedSum + (added.confirmedSum ?? 0n),
    confirmedCount: row.confirmedCount + (added.confirmedCount ?? 0),
    onTimeSum: row.onTimeSum + (added.onTimeSum ?? 0n),
    onTimeCount: row.onTimeCount + (added.onTimeCount ?? 0),
    lateSum: row.lateSum + (added.lateSum ?? 0n),
    lateCount: row.lateCount + (added.lateCount ?? 0),
    defaultedSum: row.defaultedSum + (added.defaultedSum ?? 0n),
    defaultedCount: row.defaultedCount + (added.defaultedCount ?? 0),
    writtenOffSum: row.writtenOffSum + (added.writtenOffSum ?? 0n),
    writtenOffCount: row.writtenOffCount + (added.writtenOffCount ?? 0),
  };
}

/** What waits for an account, with more earned or withdrawn. */
export function creditAfter(
  key: Pick<ReceivableCreditRow, "chainId" | "account" | "token">,
  before: ReceivableCreditRow | null,
  { earned = 0n, withdrawn = 0n }: { readonly earned?: bigint; readonly withdrawn?: bigint },
): ReceivableCreditRow {
  const after = { earned: (before?.earned ?? 0n) + earned, withdrawn: (before?.withdrawn ?? 0n) + withdrawn };
  return { ...key, ...after, balance: after.earned - after.withdrawn };
}
