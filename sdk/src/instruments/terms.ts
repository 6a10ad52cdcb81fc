import { type Address, bytesToHex, encodeAbiParameters, type Hex, hexToBytes, keccak256, zeroHash } from "viem";
import { sha256, utf8 } from "../data/bytes.ts";
import { tallystickError } from "../errors.ts";
import { DAY } from "./dayCount.ts";
import { wholeOf } from "./whole.ts";

/** What a receivable is, for ever (`IReceivables.Terms`). Amounts in base units of the token. */
export interface ReceivableTerms {
  readonly debtor: Address;
  readonly creditor: Address;
  /** ERC-20 that it is paid in. */
  readonly token: Address;
  /** Last Unix second at which it is paid in time. */
  readonly dueAt: number;
  /** The face is `units * unit`. */
  readonly units: number;
  /** Base units that one unit is worth. */
  readonly unit: bigint;
  /** How often a lot may be handed on, 1 to 63; zero: as often as one likes. */
  readonly maxTier: number;
  /** Interest on late payment, basis points a year. */
  readonly lateBps: number;
  /** Whole days after `dueAt` without interest. */
  readonly graceDays: number;
  /** Of the invoice: capital letters and digits, then zeros. See `numberWord`. */
  readonly number: Hex;
  /** sha-256 of the invoice; zero: none is named. */
  readonly document: Hex;
  /** Hash of the order; zero: none. */
  readonly order: Hex;
  /** What all receivables of that order may come to. */
  readonly orderAmount: bigint;
}

/** Most units of a receivable, or of a lot. */
export const MAX_UNITS = 2n ** 40n - 1n;
/** Highest face (`ReceivablesLedger.MAX_FACE`). */
export const MAX_FACE = 2n ** 94n;

const TERMS = {
  type: "tuple",
  components: [
    { name: "debtor", type: "address" },
    { name: "creditor", type: "address" },
    { name: "token", type: "address" },
    { name: "dueAt", type: "uint40" },
    { name: "units", type: "uint40" },
    { name: "unit", type: "uint96" },
    { name: "maxTier", type: "uint8" },
    { name: "lateBps", type: "uint16" },
    { name: "graceDays", type: "uint16" },
    { name: "number", type: "bytes32" },
    { name: "document", type: "bytes32" },
    { name: "order", type: "bytes32" },
    { name: "orderAmount", type: "uint96" },
  ],
} as const;

/** Hash of terms: what the debtor confirms. */
export function termsHash(terms: ReceivableTerms): Hex {
  return keccak256(encodeAbiParameters([TERMS], [terms]));
}

/** Id of a receivable: the same as the contract's `receivableId`. Of the terms, parties and number alone are in it. */
export function receivableId(
  chainId: number,
  receivables: Address,
  { debtor, creditor, number }: Pick<ReceivableTerms, "debtor" | "creditor" | "number">,
): bigint {
  const types = [{ type: "uint256" }, { type: "address" }, { type: "address" }, { type: "address" }] as const;
  const values = [BigInt(chainId), receivables, debtor, creditor, number] as const;
  return BigInt(keccak256(encodeAbiParameters([...types, { type: "bytes32" }], values)));
}

/** What a receivable comes to, in base units. */
export function faceOf({ units, unit }: Pick<ReceivableTerms, "units" | "unit">): bigint {
  return BigInt(units) * unit;
}

// What people write between the parts of a number, and what makes no two numbers of one.
const SEPARATORS = /[\s\-‐-―_/\\.,:;#()]/gu;

/**
 * An invoice's number in the one spelling that contracts take: capital letters and digits, without what people write in
 * between ("inv-2026/007" and "INV 2026 007" are one number).
 *
 * @throws `FieldInvalid` for another character, none, or more than 32
 */
export function plainNumber(text: string): string {
  const plain = text.normalize("NFKC").replace(SEPARATORS, "").toUpperCase();
  const odd = /[^A-Z0-9]/u.exec(plain)?.[0];
  if (odd !== undefined) throw wrong("number", `"${odd}" is neither a letter from A to Z nor a digit`);
  if (plain === "") throw wrong("number", "a letter or a digit is needed");
  if (plain.length > 32) throw wrong("number", `${plain.length} letters and digits are more than 32`);
  return plain;
}

/**
 * Word for an invoice's number, in any spelling.
 *
 * @throws `FieldInvalid` as `plainNumber`
 */
export function numberWord(text: string): Hex {
  return bytesToHex(utf8(plainNumber(text)), { size: 32 });
}

/** An invoice's number of its word; undefined: no receivable has it. */
export function numberText(word: Hex): string | undefined {
  const text = String.fromCharCode(...hexToBytes(word));
  return /^[A-Z0-9]+\0*$/.test(text) ? text.replace(/\0+$/, "") : undefined;
}

/** sha-256 of a document, for `document` and evidence. */
export async function documentHash(document: Uint8Array): Promise<Hex> {
  return bytesToHex(await sha256(document));
}

/**
 * Word for an order that has a number and no document: sha-256 of its plain number.
 *
 * @throws `FieldInvalid` as `plainNumber`
 */
export async function orderHash(text: string): Promise<Hex> {
  return bytesToHex(await sha256(utf8(plainNumber(text))));
}

/**
 * Last second of a day in UTC.
 *
 * @param date as "2026-12-31"
 * @throws `FieldInvalid` for what is no date after 1970
 */
export function endOfDay(date: string): number {
  const start = /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : Number.NaN;
  // A day that the month doesn't have would move to the next one.
  const isDay = !Number.isNaN(start) && start > 0 && new Date(start).toISOString().startsWith(date);
  if (!isDay) throw wrong("dueOn", "a date such as 2026-12-31 is needed");
  return start / 1_000 + Number(DAY) - 1;
}

/** A face as numbered units. */
export interface Units {
  readonly units: number;
  readonly unit: bigint;
}

/**
 * Divides an amount into units: cents where that goes up, else the nearest power of ten that does, smaller ones first.
 *
 * @param amount base units
 * @param decimals of the token
 * @throws `FieldInvalid` for nothing, for more than the highest face, and for what is too finely divided for its size
 */
export function unitsOf(amount: bigint, decimals: number): Units {
  const face = wholeOf(amount, "amount", MAX_FACE, 1n);
  const cent = Math.max(Number(wholeOf(decimals, "decimals", 255n)) - 2, 0);
  const finer = Array.from({ length: cent + 1 }, (_, i) => cent - i);
  // 10^29 is above the highest face.
  const coarser = Array.from({ length: 29 }, (_, i) => cent + 1 + i);
  for (const power of [...finer, ...coarser]) {
    const unit = 10n ** BigInt(power);
    if (face % unit === 0n && face / unit <= MAX_UNITS) return { units: Number(face / unit), unit };
  }
  throw wrong("amount", `it can't be divided into at most ${MAX_UNITS} units`);
}

/** What an invoice says, as people have it. */
export interface Invoice {
  readonly debtor: Address;
  readonly creditor: Address;
  readonly token: Address;
  /** Base units. */
  readonly amount: bigint;
  /** Of the token. */
  readonly decimals: number;
  /** In any spelling: see `plainNumber`. */
  readonly number: string;
  /** Day in UTC until whose end it is paid in time, as "2026-12-31". */
  readonly dueOn: string;
  /** sha-256 of the invoice: see `documentHash`. Default: none. */
  readonly document?: Hex | undefined;
  /** The order it belongs to, and what all its invoices may come to, in base units. Default: none. */
  readonly order?: { readonly hash: Hex; readonly amount: bigint } | undefined;
  /** How often a part may be handed on, 1 to 63. Default: as often as one likes. */
  readonly maxTier?: number | undefined;
  /** Interest on late payment, basis points a year. Default: none. */
  readonly lateBps?: number | undefined;
  /** Whole days without interest. Default: none. */
  readonly graceDays?: number | undefined;
}

/**
 * Terms of an invoice. Whether the contract takes them is another question: see `termsFaults`.
 *
 * @throws `FieldInvalid` for a number, an amount or a date that can't be told in terms
 */
export function invoiceTerms(invoice: Invoice): ReceivableTerms {
  const { debtor, creditor, token, order } = invoice;
  return {
    debtor,
    creditor,
    token,
    dueAt: endOfDay(invoice.dueOn),
    ...unitsOf(invoice.amount, invoice.decimals),
    maxTier: invoice.maxTier ?? 0,
    lateBps: invoice.lateBps ?? 0,
    graceDays: invoice.graceDays ?? 0,
    number: numberWord(invoice.number),
    document: invoice.document ?? zeroHash,
    order: order?.hash ?? zeroHash,
    orderAmount: order?.amount ?? 0n,
  };
}

function wrong(field: string, reason: string): Error {
  return tallystickError("FieldInvalid", { field, reason });
}
