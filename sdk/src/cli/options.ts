import { type ParseArgsConfig, parseArgs } from "node:util";
import { type Address, type Hex, isAddress, isAddressEqual, isHex, zeroAddress } from "viem";
import { segmentBits } from "../market/terms.ts";
import { UsageError } from "./exitCode.ts";

/** Options that every command takes. */
export const commonOptions = {
  network: { type: "string", default: "localA" },
  rpc: { type: "string" },
  gateway: { type: "string", multiple: true },
  persona: { type: "string" },
  json: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

type Options = NonNullable<ParseArgsConfig["options"]>;

/** Reads a command's arguments; what is not understood is a usage error. */
export function readArguments<const O extends Options>(args: readonly string[], options: O) {
  try {
    return parseArgs({
      args: [...args],
      options: { ...commonOptions, ...options },
      allowPositionals: true,
      strict: true,
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** Whether a text is meant as the id of a data set. */
export function isDatasetArgument(text: string | undefined): text is string {
  return text !== undefined && (/^\d+$/.test(text) || (isHex(text) && text.length === 66));
}

/** Id of a data set: 0x and 64 digits, or a decimal number. */
export function datasetArgument(text: string | undefined): bigint {
  if (isDatasetArgument(text)) {
    const id = BigInt(text);
    if (id < 2n ** 256n) return id;
  }
  throw new UsageError(`"${text ?? ""}" is not the id of a data set: 0x and 64 hexadecimal digits.`);
}

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800, y: 31_536_000 };

/** A time such as 90s, 12h, 30d or 1y, in seconds; "forever" is zero. */
export function durationArgument(text: string, name: string): number {
  if (text === "forever") return 0;
  const [, amount, unit] = /^(\d+)([smhdwy])$/.exec(text) ?? [];
  const seconds = Number(amount) * (units[unit ?? ""] ?? Number.NaN);
  if (!Number.isSafeInteger(seconds) || seconds <= 0)
    throw new UsageError(`--${name} "${text}" is no time: 90s, 12h, 30d, 1y or forever.`);
  return seconds;
}

/** A time that ends, which "forever" does not. */
export function limitedDuration(text: string, name: string, what: string): number {
  const seconds = durationArgument(text, name);
  if (seconds === 0) throw new UsageError(`--${name}: ${what} has an end.`);
  return seconds;
}

/** A whole number of at least `min`. */
export function numberArgument(text: string, name: string, min: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(value) || value < min)
    throw new UsageError(`--${name} "${text}" is no whole number of at least ${min}.`);
  return value;
}

/** Names given with a repeated option, or with commas. */
export function listArgument(given: readonly string[] | undefined): readonly string[] {
  return (given ?? [])
    .flatMap((each) => each.split(","))
    .map((each) => each.trim())
    .filter((each) => each !== "");
}

/** An account that was named. */
export function accountArgument(text: string | undefined, name: string): Address {
  if (text === undefined) throw new UsageError(`--${name} is needed.`);
  if (!isAddress(text, { strict: false }) || isAddressEqual(text, zeroAddress))
    throw new UsageError(`--${name} "${text}" is no account.`);
  return text;
}

/** An account that was named; zero, anyone, where none was. */
export function accountOrAny(text: string | undefined, name: string): Address {
  return text === undefined ? zeroAddress : accountArgument(text, name);
}

/** A word that makes the id of a data set, with its publisher. */
export function saltArgument(text: string): Hex {
  if (!isHex(text) || text.length !== 66) throw new UsageError(`--salt "${text}" is not 0x and 64 hexadecimal digits.`);
  return text;
}

/** Options that say how much of a data set a right is to cover. */
export const scopeOptions = {
  duration: { type: "string", default: "forever" },
  segment: { type: "string", multiple: true },
  "from-version": { type: "string", default: "1" },
  "this-version": { type: "boolean", default: false },
} as const;

/** Every file there could be: what is meant when none is named. */
export const ALL_SEGMENTS = 0xffff_ffff;

/** The files that were named by number, as bits; every file there could be where none was. */
export function segmentsArgument(given: readonly string[] | undefined): number {
  const named = listArgument(given).map((each) => numberArgument(each, "segment", 0));
  if (named.some((each) => each > 31)) throw new UsageError("--segment: there are 32 files at most, from 0 on.");
  return named.length === 0 ? ALL_SEGMENTS : segmentBits(named);
}

/** What they say: all files and later versions too, unless told otherwise. */
export function scopeOf(values: {
  readonly duration: string;
  readonly segment?: readonly string[];
  readonly "from-version": string;
  readonly "this-version": boolean;
}) {
  return {
    duration: durationArgument(values.duration, "duration"),
    segments: segmentsArgument(values.segment),
    fromVersion: numberArgument(values["from-version"], "from-version", 1),
    laterVersions: !values["this-version"],
  };
}
