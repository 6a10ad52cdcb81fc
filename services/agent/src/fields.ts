import { type Address, getAddress, isAddress } from "viem";

/** Reads a configuration's values, and collects what is wrong with them in sentences. */
export interface Reading {
  readonly problems: string[];
}

export type Values = Readonly<Record<string, unknown>>;

/** An object that has none but the named fields. */
export function objectAt(reading: Reading, value: unknown, at: string, known: readonly string[]): Values {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    if (value !== undefined) reading.problems.push(`${at} must be an object`);
    return {};
  }
  for (const name of Object.keys(value)) {
    if (!known.includes(name))
      reading.problems.push(`${at} has "${name}", which means nothing there (${known.join(", ")})`);
  }
  return value as Values;
}

export function listAt(reading: Reading, value: unknown, at: string): readonly unknown[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value as unknown[];
  reading.problems.push(`${at} must be a list`);
  return [];
}

export function integerAt(
  reading: Reading,
  value: unknown,
  at: string,
  { otherwise, min = 0, max }: { readonly otherwise?: number; readonly min?: number; readonly max: number },
): number {
  if (value === undefined && otherwise !== undefined) return otherwise;
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= min && value <= max) return value;
  reading.problems.push(
    `${at} is ${JSON.stringify(value) ?? "missing"}, but must be a whole number from ${min} to ${max}`,
  );
  return otherwise ?? min;
}

export function textAt(reading: Reading, value: unknown, at: string): string {
  if (typeof value === "string" && value.trim() !== "") return value.trim();
  reading.problems.push(`${at} is ${value === undefined ? "missing" : "no text"}`);
  return "";
}

/** Base units, in digits: money does not fit JSON's numbers. */
export function amountAt(reading: Reading, value: unknown, at: string, otherwise?: bigint): bigint {
  if (value === undefined && otherwise !== undefined) return otherwise;
  if (typeof value === "string" && /^\d{1,38}$/.test(value)) return BigInt(value);
  reading.problems.push(
    `${at} is ${JSON.stringify(value) ?? "missing"}, but must be base units in digits, as "1000000"`,
  );
  return otherwise ?? 0n;
}

export function addressAt(reading: Reading, value: unknown, at: string): Address {
  if (typeof value === "string" && isAddress(value, { strict: false })) return getAddress(value);
  reading.problems.push(`${at} is ${JSON.stringify(value) ?? "missing"}, but must be an address`);
  return "0x0000000000000000000000000000000000000000";
}
