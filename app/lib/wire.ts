import type { Address, Hex } from "viem";
import { getAddress, isAddress } from "viem/utils";

// What comes from a request or a link is anybody's: every field is read by its type, and nothing else gets in. Big numbers
// travel as decimal text.

type Fields = Readonly<Record<string, unknown>>;

class Unreadable extends Error {}

function need<T>(value: T | undefined): T {
  if (value === undefined) throw new Unreadable();
  return value;
}

/** Reads a value; undefined when it is not what the reading needs. */
export function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
}

export const fields = (value: unknown): Fields =>
  need(typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : undefined);
export const big = (value: unknown, bits: number): bigint => {
  const number = typeof value === "string" && /^\d{1,78}$/.test(value) ? BigInt(value) : undefined;
  return need(number !== undefined && number < 1n << BigInt(bits) ? number : undefined);
};
export const int = (value: unknown, bits: number): number => {
  const fits = typeof value === "number" && Number.isSafeInteger(value) && value >= 0 && value < 2 ** bits;
  return need(fits ? value : undefined);
};
/** One of a few words. */
export const oneOf = <T extends string>(value: unknown, words: readonly T[]): T =>
  need(words.find((each) => each === value));
export const yes = (value: unknown): boolean => need(typeof value === "boolean" ? value : undefined);
/** An address whose letters are no checksum gets one: what is encoded refuses it else. */
export const account = (value: unknown): Address => {
  const found = need(typeof value === "string" && isAddress(value, { strict: false }) ? value : undefined);
  return isAddress(found) ? found : getAddress(found);
};
export const hex = (value: unknown, longest: number): Hex => {
  const fits = typeof value === "string" && /^0x([0-9a-fA-F]{2})*$/.test(value) && value.length <= 2 + longest * 2;
  return need(fits ? (value as Hex) : undefined);
};
export const word = (value: unknown): Hex => {
  const found = hex(value, 32);
  return need(found.length === 66 ? found : undefined);
};
/** Longest signature that is looked at: a contract wallet of many owners has long ones. */
export const signature = (value: unknown): Hex => hex(value, 2_048);

/** JSON with big numbers as decimal text. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) => (typeof each === "bigint" ? each.toString() : each));
}

/** JSON as a value, or undefined. */
export function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
