import type { ParameterState } from "@tallystick/sdk/governance/parameters";
import type { AbiFunction } from "viem";
import { isAddress } from "viem/utils";
import { parseAmount } from "../../../lib/format.ts";

const lengths = { seconds: 1n, minutes: 60n, hours: 3_600n, days: 86_400n } as const;
export type LengthUnit = keyof typeof lengths;
export const lengthUnits = Object.keys(lengths) as LengthUnit[];

/** A length of time as it is typed: a number and its unit. */
export function splitLength(text: string): { readonly number: string; readonly unit: LengthUnit } {
  const [number = "", unit] = text.split(" ");
  return { number, unit: lengthUnits.find((each) => each === unit) ?? "seconds" };
}

/** Seconds of a length that somebody typed; undefined while it is none. */
export function secondsIn(text: string): bigint | undefined {
  const { number, unit } = splitLength(text);
  return /^\d{1,12}$/.test(number) ? BigInt(number) * lengths[unit] : undefined;
}

/** Seconds in the greatest unit in which they are a whole number. */
export function lengthText(seconds: bigint): string {
  const unit = [...lengthUnits].reverse().find((each) => seconds !== 0n && seconds % lengths[each] === 0n) ?? "seconds";
  return `${seconds / lengths[unit]} ${unit}`;
}

/** Base units as plain digits, as they can be typed again. */
export function amountText(amount: bigint, decimals: number): string {
  const digits = amount.toString().padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = decimals === 0 ? "" : digits.slice(-decimals).replace(/0+$/, "");
  return fraction === "" ? whole : `${whole}.${fraction}`;
}

/** Ether that goes with a call, as typed: none where the function takes none. */
export function etherFor({ stateMutability }: Pick<AbiFunction, "stateMutability">, text: string): bigint | undefined {
  return stateMutability === "payable" ? parseAmount(text, 18) : 0n;
}

type Valued = Pick<ParameterState, "unit" | "value">;

/** A parameter's value as it is typed: percent, a length of time, TALLY, an account. */
export function typedOf({ unit, value }: Valued): string {
  if (typeof value !== "bigint") return value;
  if (unit === "bps") return amountText(value, 2);
  return unit === "tally" ? amountText(value, 18) : lengthText(value);
}

/** The value of what was typed; undefined while it is none. */
export function valueIn(unit: ParameterState["unit"], text: string): ParameterState["value"] | undefined {
  if (unit === "bps") return parseAmount(text, 2);
  if (unit === "tally") return parseAmount(text, 18);
  if (unit === "seconds") return secondsIn(text);
  const found = text.trim();
  return isAddress(found, { strict: false }) ? found : undefined;
}
