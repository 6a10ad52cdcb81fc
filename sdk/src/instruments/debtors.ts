import type { Address } from "viem";
import type { Reader } from "../chain/actor.ts";
import { type Call, callOf } from "../chain/call.ts";
import { readView } from "../chain/readView.ts";
import { debtorsAbi } from "../generated/abis/Debtors.ts";
import { credentialType } from "../identity/credentials.ts";
import { debtorsOf } from "./contracts.ts";

/** Credential of a bank (`Debtors.BANK`). */
export const BANK = credentialType("tallystick.bank");

/** No limit at all: what `roomOf` says then. */
export const UNLIMITED = 2n ** 96n - 1n;

/**
 * Names who may limit what the caller confirms in a token, at first to nothing (`IDebtors.nameBank`). Only while he owes
 * nothing, if he has a bank already.
 *
 * @param bank has the credential `BANK`; the zero address: nobody
 */
export function nameBank(debtors: Address, token: Address, bank: Address): Call {
  return callOf(debtors, debtorsAbi, "nameBank", [token, bank]);
}

/**
 * Limits what a debtor may have confirmed and not paid (`IDebtors.setLimit`). Only his bank.
 *
 * @param limit base units
 */
export function setDebtorLimit(debtors: Address, debtor: Address, token: Address, limit: bigint): Call {
  return callOf(debtors, debtorsAbi, "setLimit", [debtor, token, limit]);
}

/** How a debtor has paid in a token (`IDebtors.PaymentRecord`). Sums are base units of principal. */
export interface DebtorRecord {
  /** Confirmed, and neither paid nor credited. */
  readonly outstanding: bigint;
  readonly confirmedSum: bigint;
  readonly confirmedCount: number;
  /** Of receivables that were paid in full before they were overdue. */
  readonly onTimeSum: bigint;
  readonly onTimeCount: number;
  /** Of receivables that were paid in full later. */
  readonly lateSum: bigint;
  readonly lateCount: number;
  /** What was open when a default was recorded. */
  readonly defaultedSum: bigint;
  readonly defaultedCount: number;
  readonly writtenOffSum: bigint;
  readonly writtenOffCount: number;
}

/**
 * A debtor's public payment record (`IDebtors.recordOf`).
 *
 * @throws `ChainUnreachable`
 */
export function debtorRecord(reader: Reader, debtor: Address, token: Address): Promise<DebtorRecord> {
  return readView(reader, debtorsOf(reader.network), "recordOf", [debtor, token]);
}

/** What bounds what a debtor may have confirmed (`IDebtors.Line`). */
export interface DebtorLine {
  /** Zero: no bank, no limit of one. */
  readonly bank: Address;
  readonly limit: bigint;
  /** Of the DAO, if `isCapped`. */
  readonly cap: bigint;
  readonly isCapped: boolean;
}

/**
 * What bounds what a debtor may have confirmed (`IDebtors.lineOf`).
 *
 * @throws `ChainUnreachable`
 */
export function debtorLine(reader: Reader, debtor: Address, token: Address): Promise<DebtorLine> {
  return readView(reader, debtorsOf(reader.network), "lineOf", [debtor, token]);
}

/**
 * What a debtor may confirm besides what he owes, in base units; `UNLIMITED`: as much as he likes (`IDebtors.roomOf`).
 *
 * @throws `ChainUnreachable`
 */
export function debtorRoom(reader: Reader, debtor: Address, token: Address): Promise<bigint> {
  return readView(reader, debtorsOf(reader.network), "roomOf", [debtor, token]);
}
