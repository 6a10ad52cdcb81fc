import {
  invoiceTerms,
  MAX_FACE,
  orderHash,
  plainNumber,
  type ReceivableTerms,
} from "@tallystick/sdk/instruments/terms";
import { type Address, type Hex, isAddress } from "viem";
import { parseAmount } from "../../../lib/format.ts";
import { decimalText } from "../invoice/decimal.ts";
import type { Invoice } from "../invoice/invoice.ts";

/** The form of a registration, as it is typed. */
export interface Draft {
  readonly debtor: string;
  readonly number: string;
  readonly token: Address;
  readonly amount: string;
  /** As `2026-11-26`. */
  readonly dueOn: string;
  readonly orderNumber: string;
  readonly orderAmount: string;
  /** Percent a year. */
  readonly lateBps: string;
  readonly graceDays: string;
  readonly maxTier: string;
}

/** Fields that a draft can be wrong in; each has a sentence in the dictionaries (`receivables.wrong_<field>`). */
export type DraftField = Exclude<keyof Draft, "token">;

export function emptyDraft(token: Address): Draft {
  return {
    debtor: "",
    number: "",
    token,
    amount: "",
    dueOn: "",
    orderNumber: "",
    orderAmount: "",
    lateBps: "",
    graceDays: "",
    maxTier: "",
  };
}

/** A draft with what an invoice says in it; the debtor's account and what the order comes to it does not say. */
export function filledBy(
  draft: Draft,
  invoice: Invoice,
  tokens: readonly { readonly value: Address; readonly label: string }[],
): Draft {
  return {
    ...draft,
    number: invoice.number,
    token: tokens.find(({ label }) => label.startsWith(invoice.currency))?.value ?? draft.token,
    amount: decimalText(invoice.totals.payable),
    dueOn: invoice.dueOn ?? "",
    orderNumber: invoice.order ?? "",
  };
}

/** A number in the spelling that counts; undefined where it has none. */
export function plainOf(number: string): string | undefined {
  try {
    return plainNumber(number);
  } catch {
    return undefined;
  }
}

/** Whole number within bounds; "" is `empty`. */
function whole(text: string, min: number, max: number, empty: number): number | undefined {
  if (text.trim() === "") return empty;
  const value = /^\d{1,4}$/.test(text.trim()) ? Number(text) : Number.NaN;
  return value >= min && value <= max ? value : undefined;
}

function money(text: string, decimals: number): bigint | undefined {
  const amount = parseAmount(text, decimals);
  return amount && amount <= MAX_FACE ? amount : undefined;
}

/**
 * The terms that a draft makes, or the fields that keep it from making any.
 *
 * @param facts the creditor, decimal places of the token, and the file's hash
 */
export async function termsOf(
  draft: Draft,
  facts: { readonly creditor: Address; readonly decimals: number; readonly document: Hex | undefined },
): Promise<{ readonly terms: ReceivableTerms } | { readonly wrong: readonly DraftField[] }> {
  const { creditor, decimals, document } = facts;
  const debtor = draft.debtor.trim();
  const hasOrder = draft.orderNumber.trim() !== "";
  const amount = money(draft.amount, decimals);
  const orderAmount = hasOrder ? money(draft.orderAmount, decimals) : 0n;
  const late = draft.lateBps.trim() === "" ? 0n : parseAmount(draft.lateBps, 2);
  const graceDays = whole(draft.graceDays, 0, 365, 0);
  const maxTier = whole(draft.maxTier, 1, 63, 0);
  const rules: readonly (readonly [DraftField, boolean])[] = [
    ["debtor", isAddress(debtor, { strict: false })],
    ["number", plainOf(draft.number) !== undefined],
    ["amount", amount !== undefined],
    ["dueOn", /^\d{4}-\d{2}-\d{2}$/.test(draft.dueOn)],
    ["orderNumber", !hasOrder || plainOf(draft.orderNumber) !== undefined],
    ["orderAmount", orderAmount !== undefined],
    ["lateBps", late !== undefined && late <= 3_600n],
    ["graceDays", graceDays !== undefined],
    ["maxTier", maxTier !== undefined],
  ];
  const wrong = rules.filter(([, isRight]) => !isRight).map(([field]) => field);
  if (wrong.length > 0) return { wrong };
  try {
    const terms = invoiceTerms({
      debtor: debtor as Address,
      creditor,
      token: draft.token,
      amount: amount ?? 0n,
      decimals,
      number: draft.number,
      dueOn: draft.dueOn,
      document,
      order: hasOrder ? { hash: await orderHash(draft.orderNumber), amount: orderAmount ?? 0n } : undefined,
      maxTier,
      lateBps: Number(late),
      graceDays,
    });
    return { terms };
  } catch (error) {
    // A day that is none, or an amount that is too finely divided for its size.
    const { field } = (error as { details?: { field?: unknown } }).details ?? {};
    if (field === "dueOn" || field === "amount") return { wrong: [field] };
    throw error;
  }
}
