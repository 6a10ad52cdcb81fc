import { KIND } from "@tallystick/sdk/instruments/links";
import type { LotPart } from "@tallystick/sdk/instruments/lots";
import { type Address, isAddress } from "viem";
import { parseAmount } from "../../../../lib/format.ts";

/** Ways to hand a lot on. */
export type HandKind = "withRecourse" | "withoutRecourse";

/** A share of a lot, as it is typed. */
export interface Share {
  readonly to: string;
  readonly amount: string;
  readonly kind: HandKind;
}

export const emptyShare: Share = { to: "", amount: "", kind: "withoutRecourse" };

/** What keeps shares from being handed on; each has a sentence in the dictionaries (`receivables.shares_<fault>`). */
export type ShareFault = "none" | "badAccount" | "toYourself" | "badAmount" | "notUnits" | "tooMuch" | "whole";

/** What is divided. */
export interface Whole {
  readonly holder: Address;
  readonly units: number;
  /** Base units that one unit is worth. */
  readonly unit: bigint;
  /** Of the token. */
  readonly decimals: number;
}

/** What shares come to, as far as they can be read, and the parts they make, unless something is wrong with them. */
export interface ReadShares {
  /** Base units. */
  readonly sum: bigint;
  readonly fault: ShareFault | undefined;
  readonly parts: readonly LotPart[];
}

/** Reads shares as they are typed. A unit at least has to stay: a lot that goes whole is endorsed instead. */
export function readShares(shares: readonly Share[], whole: Whole): ReadShares {
  const amounts = shares.map(({ amount }) => parseAmount(amount, whole.decimals));
  const sum = amounts.reduce<bigint>((total, amount) => total + (amount ?? 0n), 0n);
  const all = BigInt(whole.units) * whole.unit;
  const isSelf = (to: string) => to.trim().toLowerCase() === whole.holder.toLowerCase();
  const rules: readonly (readonly [ShareFault, boolean])[] = [
    ["none", shares.length === 0],
    ["badAccount", shares.some(({ to }) => !isAddress(to.trim(), { strict: false }))],
    ["toYourself", shares.some(({ to }) => isSelf(to))],
    ["badAmount", amounts.some((amount) => !amount)],
    ["notUnits", amounts.some((amount) => amount !== undefined && amount % whole.unit !== 0n)],
    ["tooMuch", sum > all],
    ["whole", sum === all],
  ];
  const fault = rules.find(([, isBroken]) => isBroken)?.[0];
  if (fault) return { sum, fault, parts: [] };
  const parts = shares.map(({ to, kind }, i) => ({
    to: to.trim() as Address,
    units: Number((amounts[i] ?? 0n) / whole.unit),
    kind: KIND[kind],
  }));
  return { sum, fault, parts };
}
