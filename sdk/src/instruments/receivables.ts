import type { Address, Hex } from "viem";
import { type Call, calldataOf, callOf } from "../chain/call.ts";
import { receivablesAbi } from "../generated/abis/Receivables.ts";
import type { SignedConfirmation, SignedCreditNote, SignedExtension } from "./receivableSignatures.ts";
import type { ReceivableTerms } from "./terms.ts";

// Acts on `Receivables`. Each makes a Call: send it, batch it, or sign it for the relay.

/** Highest amount that `payReceivable` takes: all that is due. */
export const ALL_DUE = 2n ** 96n - 1n;

/** Registers an invoice (`IReceivables.register`). Only the creditor. */
export function registerReceivable(receivables: Address, terms: ReceivableTerms): Call {
  return callOf(receivables, receivablesAbi, "register", [terms]);
}

/** Registers an invoice that the debtor has signed already (`IReceivables.registerConfirmed`). Only the creditor. */
export function registerConfirmed(
  receivables: Address,
  terms: ReceivableTerms,
  { deadline, signature }: Pick<SignedConfirmation, "deadline" | "signature">,
): Call {
  return callOf(receivables, receivablesAbi, "registerConfirmed", [terms, deadline, signature]);
}

/**
 * Undertakes to pay, for good: no defence holds against a holder from now on (`IReceivables.confirm`). Only the debtor.
 */
export function confirmReceivable(receivables: Address, terms: ReceivableTerms): Call {
  return callOf(receivables, receivablesAbi, "confirm", [terms]);
}

/** Brings the debtor's signed confirmation (`IReceivables.confirmSigned`). Anyone; a dispute kills the signature. */
export function confirmSigned(
  receivables: Address,
  terms: ReceivableTerms,
  { deadline, signature }: Pick<SignedConfirmation, "deadline" | "signature">,
): Call {
  return callOf(receivables, receivablesAbi, "confirmSigned", [terms, deadline, signature]);
}

/**
 * Refuses to confirm, for now (`IReceivables.dispute`). Only the debtor.
 *
 * @param reason hash of it: see `documentHash`
 */
export function disputeReceivable(receivables: Address, terms: ReceivableTerms, reason: Hex): Call {
  return callOf(receivables, receivablesAbi, "dispute", [terms, reason]);
}

/** Takes an invoice back that is not confirmed (`IReceivables.withdraw`). Only the creditor; its number stays used. */
export function withdrawReceivable(receivables: Address, terms: ReceivableTerms): Call {
  return callOf(receivables, receivablesAbi, "withdraw", [terms]);
}

/**
 * Pays what is due, interest first (`IReceivables.pay`), by the caller's allowance to the contract. Anyone.
 *
 * @param upTo base units at most; default: all that is due
 */
export function payReceivable(receivables: Address, terms: ReceivableTerms, upTo: bigint = ALL_DUE): Call {
  return callOf(receivables, receivablesAbi, "pay", [terms, upTo]);
}

/** One of several payments. */
export interface ReceivablePayment {
  readonly terms: ReceivableTerms;
  /** Base units at most. Default: all that is due. */
  readonly upTo?: bigint | undefined;
}

/** Pays several receivables in one token, with one transfer (`IReceivables.payMany`). Anyone. */
export function payReceivables(receivables: Address, token: Address, payments: readonly ReceivablePayment[]): Call {
  const each = payments.map(({ terms, upTo = ALL_DUE }) => ({ terms, upTo }));
  return callOf(receivables, receivablesAbi, "payMany", [token, each]);
}

/**
 * Takes units off the end of a lot and out of the claim: a credit note, or a debt that the debtor holds himself
 * (`IReceivables.credit`). Only the debtor.
 *
 * @param inner of the lot's id; `FIRST_LOT` for the first lot
 * @param note the holder's; undefined where the debtor holds the lot
 */
export function creditLot(
  receivables: Address,
  terms: ReceivableTerms,
  inner: Hex,
  units: number,
  note?: Pick<SignedCreditNote, "deadline" | "signature">,
): Call {
  const { deadline = 0, signature = "0x" } = note ?? {};
  return callOf(receivables, receivablesAbi, "credit", [terms, inner, units, deadline, signature]);
}

/** A lot whose holder agreed to a later due date. */
export interface ExtensionAgreement extends Pick<SignedExtension, "signature"> {
  /** Of the lot's id. */
  readonly inner: Hex;
  /** Number of the lot's first unit. */
  readonly start: number;
}

/**
 * Makes a receivable due later, as the holders of all that is open agreed (`IReceivables.extend`). Only the debtor.
 *
 * @param extension what all of them signed
 * @param agreements in any order
 */
export function extendReceivable(
  receivables: Address,
  terms: ReceivableTerms,
  { dueAt, deadline }: Pick<SignedExtension, "dueAt" | "deadline">,
  agreements: readonly ExtensionAgreement[],
): Call {
  const ascending = [...agreements].sort((a, b) => a.start - b.start);
  const each = ascending.map(({ inner, signature }) => ({ inner, signature }));
  return callOf(receivables, receivablesAbi, "extend", [terms, dueAt, deadline, each]);
}

/** Enters a default in the debtor's record, 90 days after the due date (`IReceivables.recordDefault`). Anyone. */
export function recordDefault(receivables: Address, terms: ReceivableTerms): Call {
  return callOf(receivables, receivablesAbi, "recordDefault", [terms]);
}

/** Sends what was paid on a lot to an account (`IReceivables.collect`). Only the lot's holder. */
export function collectLot(receivables: Address, terms: ReceivableTerms, inner: Hex, to: Address): Call {
  return callOf(receivables, receivablesAbi, "collect", [terms, inner, to]);
}

/** Writes a lot off: a mark for the books; the claim stays (`IReceivables.writeOff`). Only the holder, once. */
export function writeOffLot(receivables: Address, terms: ReceivableTerms, inner: Hex): Call {
  return callOf(receivables, receivablesAbi, "writeOff", [terms, inner]);
}

/** Sends the caller's proceeds (of credit notes and lots that were taken up) to an account (`withdrawProceeds`). */
export function withdrawProceeds(receivables: Address, token: Address, to: Address): Call {
  return callOf(receivables, receivablesAbi, "withdrawProceeds", [token, to]);
}

/** Several acts on receivables by one party in one transaction, as many confirmations; all or none. */
export function receivablesMulticall(receivables: Address, calls: readonly Call[]): Call {
  return callOf(receivables, receivablesAbi, "multicall", [calls.map(calldataOf)]);
}
