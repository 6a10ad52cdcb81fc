import { type ParseArgsConfig, parseArgs } from "node:util";
import { isHex } from "viem";
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

/** Id of a data set: 0x and 64 digits, or a decimal number. */
export function datasetArgument(text: string | undefined): bigint {
  if (text !== undefined && (/^\d+$/.test(text) || (isHex(text) && text.length === 66))) {
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
