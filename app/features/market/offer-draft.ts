import type { PolicyWord } from "@tallystick/sdk/market/policy";
import type { NewOffer } from "@tallystick/sdk/market/prepare";
import { type Address, zeroAddress, zeroHash } from "viem";
import { parseAmount } from "../../lib/format.ts";
import { isPolicyReady, openToAnyone, type PolicyDraft } from "./policy-draft.ts";

/** An offer as a form holds it: all text, until it is read. */
export interface OfferDraft {
  readonly free: boolean;
  readonly price: string;
  readonly token: Address;
  /** Of the token; undefined until it has said. */
  readonly decimals: number | undefined;
  readonly forever: boolean;
  readonly days: string;
  readonly refundDays: string;
  readonly laterVersions: boolean;
  readonly maxSales: string;
  readonly purpose: number;
  readonly policy: PolicyDraft;
  /** Indexes of the files sold; undefined: all. */
  readonly files: readonly number[] | undefined;
}

export const emptyDraft: OfferDraft = {
  free: false,
  price: "10",
  token: zeroAddress,
  decimals: undefined,
  forever: false,
  days: "30",
  refundDays: "2",
  laterVersions: true,
  maxSales: "",
  purpose: 0,
  policy: openToAnyone,
  files: undefined,
};

export type DraftFault = "price" | "days" | "refundDays" | "maxSales" | "files" | "policy";

const wholeDays = (text: string): number | undefined => (/^\d{1,5}$/.test(text.trim()) ? Number(text) : undefined);

/** Whether what was typed is a number of days, at least one. */
export function isWholeDays(text: string): boolean {
  return Boolean(wholeDays(text));
}

/** How an offer is sold, as people say it. */
export const modes = ["subscription", "once", "free"] as const;
export type Mode = (typeof modes)[number];

export function modeOf({ free, forever }: OfferDraft): Mode {
  if (free) return "free";
  return forever ? "once" : "subscription";
}

export function withMode(draft: OfferDraft, mode: Mode): OfferDraft {
  if (mode === "free") return { ...draft, free: true };
  return { ...draft, free: false, forever: mode === "once" };
}

/** What was typed as a price, in base units; undefined while it is none, or while the token has not said its places. */
export function priceOf({ price, decimals }: Pick<OfferDraft, "price" | "decimals">): bigint | undefined {
  return decimals === undefined ? undefined : parseAmount(price, decimals);
}

/** What is wrong with a draft; empty when it can be offered. */
export function draftFaults(draft: OfferDraft): readonly DraftFault[] {
  const faults: DraftFault[] = [];
  if (!draft.free && !priceOf(draft)) faults.push("price");
  if (!draft.forever && !wholeDays(draft.days)) faults.push("days");
  if (wholeDays(draft.refundDays || "0") === undefined) faults.push("refundDays");
  if (draft.maxSales.trim() !== "" && !/^\d{1,9}$/.test(draft.maxSales.trim())) faults.push("maxSales");
  if (draft.files?.length === 0) faults.push("files");
  if (!isPolicyReady(draft.policy)) faults.push("policy");
  return faults;
}

/**
 * The offer of a draft without faults.
 *
 * @param files number of files of the data set
 * @param word of the draft's policy (`policyOfDraft`); undefined: anyone
 */
export function offerOfDraft(draft: OfferDraft, files: number, word: PolicyWord | undefined): NewOffer {
  const price = draft.free ? 0n : priceOf(draft);
  if (price === undefined) throw new RangeError("The draft has no price.");
  const covered = draft.files ?? Array.from({ length: files }, (_, i) => i);
  return {
    token: draft.free ? zeroAddress : draft.token,
    price,
    duration: draft.forever ? 0 : Number(draft.days) * 86_400,
    refundWindow: draft.free ? 0 : Number(draft.refundDays || "0") * 86_400,
    laterVersions: draft.laterVersions,
    maxSales: Number(draft.maxSales || "0"),
    purpose: draft.purpose,
    segments: covered.reduce((bits, i) => (bits | (1 << i)) >>> 0, 0),
    policy: word?.policy ?? zeroAddress,
    policyData: word?.data ?? zeroHash,
  };
}
