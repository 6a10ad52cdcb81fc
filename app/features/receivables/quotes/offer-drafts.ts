import { type EndorsementKind, KIND } from "@tallystick/sdk/instruments/links";
import { type Ask, type Bid, WHOLE_BPS } from "@tallystick/sdk/instruments/offers";
import { endOfDay } from "@tallystick/sdk/instruments/terms";
import { type Address, type Hex, isAddressEqual, zeroAddress } from "viem";
import { parseAmount } from "../../../lib/format.ts";
import { account, readable } from "../../../lib/wire.ts";

// Offers as forms hold them: all text, until it is read.

/** Highest rate and fee that a contract takes, in basis points: of a year, and once. */
const highest = { rate: 65_535n, fee: 9_999n } as const;
const longestDays = 3_650;

/** Basis points of a percentage as typed, with at most two places. */
export function percentIn(text: string, most: bigint): number | undefined {
  const found = parseAmount(text, 2);
  return found === undefined || found > most ? undefined : Number(found);
}

/** A percentage as it is typed, of basis points. */
export function percentText(bps: number | bigint): string {
  const hundredths = String(bps).padStart(3, "0");
  return `${hundredths.slice(0, -2)}.${hundredths.slice(-2)}`.replace(/\.?0+$/, "");
}

/** Last second of a day as a date field has it; undefined for none, and for one that is over. */
export function deadlineIn(date: string, now: number): number | undefined {
  try {
    const deadline = endOfDay(date);
    return deadline > now ? deadline : undefined;
  } catch {
    return undefined;
  }
}

/** The day so many days on, as a date field has it. */
export function dateAfter(now: number, days: number): string {
  return new Date((now + days * 86_400) * 1_000).toISOString().slice(0, 10);
}

/** An account as typed; nothing typed is anybody; undefined: it is none. */
export function partyIn(text: string): Address | undefined {
  return text.trim() === "" ? zeroAddress : readable(() => account(text.trim()));
}

const kindOf = (isWithRecourse: boolean): EndorsementKind =>
  isWithRecourse ? KIND.withRecourse : KIND.withoutRecourse;

/** A lot for sale, as a form needs to know it. */
export interface OwnLot {
  readonly id: bigint;
  readonly version: Hex;
  readonly units: number;
  readonly face: bigint;
}

export interface AskDraft {
  readonly by: "price" | "rate";
  readonly price: string;
  /** Per cent a year. */
  readonly rate: string;
  readonly isWithRecourse: boolean;
  readonly isPart: boolean;
  /** Of the face, as an amount. */
  readonly part: string;
  /** Empty: anyone. */
  readonly buyer: string;
  readonly until: string;
}

export type AskFault = "price" | "rate" | "part" | "buyer" | "until";

/** Units that an amount of the face is; undefined where it is no whole number of them, none, or more than there are. */
export function unitsOfAmount(lot: Pick<OwnLot, "units" | "face">, amount: bigint): number | undefined {
  const units = amount * BigInt(lot.units);
  if (amount <= 0n || amount > lot.face || units % lot.face !== 0n) return undefined;
  return Number(units / lot.face);
}

export function askFaults(draft: AskDraft, about: AskAbout): readonly AskFault[] {
  const faults: AskFault[] = [];
  if (draft.by === "price" && !parseAmount(draft.price, about.decimals)) faults.push("price");
  if (draft.by === "rate" && percentIn(draft.rate, highest.rate) === undefined) faults.push("rate");
  if (unitsIn(draft, about) === undefined) faults.push("part");
  const buyer = partyIn(draft.buyer);
  if (buyer === undefined || isAddressEqual(buyer, about.seller)) faults.push("buyer");
  if (deadlineIn(draft.until, about.now) === undefined) faults.push("until");
  return faults;
}

export interface AskAbout {
  readonly lot: OwnLot;
  readonly seller: Address;
  readonly decimals: number;
  readonly now: number;
}

/** The ask of a draft without faults. */
export function askOf(draft: AskDraft, about: AskAbout, salt: Hex): Ask {
  const price = draft.by === "price" ? parseAmount(draft.price, about.decimals) : 0n;
  const rateBps = draft.by === "rate" ? percentIn(draft.rate, highest.rate) : 0;
  return {
    seller: about.seller,
    buyer: must(partyIn(draft.buyer)),
    lot: about.lot.id,
    version: about.lot.version,
    units: must(unitsIn(draft, about)),
    price: must(price),
    pricing: { rateBps: must(rateBps), feeBps: 0 },
    kind: kindOf(draft.isWithRecourse),
    deadline: must(deadlineIn(draft.until, about.now)),
    salt,
  };
}

/** Zero: the whole lot. */
function unitsIn(draft: AskDraft, { lot, decimals }: AskAbout): number | undefined {
  if (!draft.isPart) return 0;
  const amount = parseAmount(draft.part, decimals);
  const units = amount === undefined ? undefined : unitsOfAmount(lot, amount);
  return units === lot.units ? 0 : units;
}

export interface BidDraft {
  /** A debtor who pays early what he owes himself; else a financier. */
  readonly isDebtor: boolean;
  /** Both empty: anybody's claims, which no contract takes; of a debtor's own bid, `debtor` is himself. */
  readonly debtor: string;
  readonly seller: string;
  readonly limit: string;
  readonly maxDays: string;
  /** Per cent a year. */
  readonly rate: string;
  /** Per cent, once. */
  readonly fee: string;
  readonly isWithRecourse: boolean;
  readonly evidence: number;
  readonly isAdvance: boolean;
  /** Per cent that is paid at once. */
  readonly advance: string;
  readonly until: string;
}

export const bidDraftFaults = [
  "debtor",
  "seller",
  "nobody",
  "limit",
  "maxDays",
  "rate",
  "fee",
  "advance",
  "until",
] as const;
export type BidDraftFault = (typeof bidDraftFaults)[number];

export interface BidAbout {
  readonly buyer: Address;
  readonly token: Address;
  readonly decimals: number;
  readonly now: number;
  /** One lot alone; zero: any. */
  readonly lot: bigint;
}

/** What is wrong with a draft; empty when it can be offered. */
export function bidFaultsOf(draft: BidDraft, about: BidAbout): readonly BidDraftFault[] {
  const faults: BidDraftFault[] = [];
  const [debtor, seller] = [debtorIn(draft, about), partyIn(draft.seller)];
  if (debtor === undefined) faults.push("debtor");
  if (seller === undefined || isAddressEqual(seller, about.buyer)) faults.push("seller");
  const isNobody = debtor === zeroAddress && seller === zeroAddress && about.lot === 0n;
  if (isNobody) faults.push("nobody");
  if (!limitIn(draft, about)) faults.push("limit");
  if (daysIn(draft.maxDays) === undefined) faults.push("maxDays");
  if (percentIn(draft.rate, highest.rate) === undefined) faults.push("rate");
  if (percentIn(draft.fee || "0", highest.fee) === undefined) faults.push("fee");
  if (!advanceIn(draft)) faults.push("advance");
  if (deadlineIn(draft.until, about.now) === undefined) faults.push("until");
  return faults;
}

/** The bid of a draft without faults. */
export function bidOf(draft: BidDraft, about: BidAbout, salt: Hex): Bid {
  return {
    buyer: about.buyer,
    token: about.token,
    debtor: must(debtorIn(draft, about)),
    seller: must(partyIn(draft.seller)),
    lot: about.lot,
    limit: must(limitIn(draft, about)),
    maxDays: must(daysIn(draft.maxDays)),
    pricing: {
      rateBps: must(percentIn(draft.rate, highest.rate)),
      feeBps: must(percentIn(draft.fee || "0", highest.fee)),
    },
    // A debtor has no recourse to others.
    kind: kindOf(draft.isWithRecourse && !draft.isDebtor),
    evidence: draft.evidence,
    advanceBps: must(advanceIn(draft)),
    deadline: must(deadlineIn(draft.until, about.now)),
    salt,
  };
}

const debtorIn = (draft: BidDraft, { buyer }: BidAbout) => (draft.isDebtor ? buyer : partyIn(draft.debtor));

/** What an offer buys at most. */
export function limitIn(
  { limit }: Pick<BidDraft, "limit">,
  { decimals }: Pick<BidAbout, "decimals">,
): bigint | undefined {
  const amount = parseAmount(limit, decimals);
  return amount !== undefined && amount > 0n && amount < 2n ** 96n ? amount : undefined;
}

function daysIn(text: string): number | undefined {
  const days = /^\d{1,4}$/.test(text.trim()) ? Number(text) : undefined;
  return days !== undefined && days <= longestDays ? days : undefined;
}

/** Of a sale the whole; of an advance less, and something. */
function advanceIn({ isAdvance, isDebtor, advance }: BidDraft): number | undefined {
  if (!isAdvance || isDebtor) return WHOLE_BPS;
  const bps = percentIn(advance, BigInt(WHOLE_BPS - 1));
  return bps === 0 ? undefined : bps;
}

/** What a draft without faults has. */
export function must<T>(value: T | undefined): T {
  if (value === undefined) throw new RangeError("The draft has a fault.");
  return value;
}
