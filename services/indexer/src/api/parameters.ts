import { type Address, isAddress } from "viem";

// Reading the parameters of a question: whatever is not understood is refused, never guessed.

export interface BadQuestion {
  readonly code: "bad-question";
  readonly message: string;
}

export type Query = Readonly<Record<string, string>>;

const SHOWN = 100;

class Refusal extends Error {}

export function refuse(message: string): never {
  throw new Refusal(message);
}

/** What `read` makes of a question, or why it is refused. */
export function readOrRefuse<T extends object>(read: () => T): T | BadQuestion {
  try {
    return read();
  } catch (error) {
    if (error instanceof Refusal) return { code: "bad-question", message: error.message };
    throw error;
  }
}

export function requireKnown(query: Query, names: readonly string[]): void {
  for (const [name, value] of Object.entries(query)) {
    if (!names.includes(name)) refuse(`${name.slice(0, SHOWN)} is nothing that can be asked for.`);
    if (value.includes("\0")) refuse(`${name} must be text without NUL.`);
  }
}

export function oneOf<T extends string>(name: string, text: string | undefined, known: readonly T[]): T | undefined {
  if (text === undefined) return undefined;
  return known.find((each) => each === text) ?? refuse(`${name} must be ${known.join(" or ")}.`);
}

export function listOf<T extends string>(name: string, text: string | undefined, known: readonly T[]): T[] {
  if (text === undefined) return [];
  return text.split(",").map((each) => oneOf(name, each, known) as T);
}

export function wholeNumber(name: string, text: string | undefined, min: number, max: number): number | undefined {
  if (text === undefined) return undefined;
  const found = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  return found >= min && found <= max ? found : refuse(`${name} must be a whole number from ${min} to ${max}.`);
}

/** An account as the tables have it. */
export function account(name: string, text: string | undefined): Address | undefined {
  if (text === undefined) return undefined;
  return isAddress(text, { strict: false })
    ? (text.toLowerCase() as Address)
    : refuse(`${name} must be an account's address.`);
}

/** An account that a question must name. */
export function accountOf(query: Query, name: string): Address {
  return account(name, query[name]) ?? refuse(`${name} is missing.`);
}

export const DIGITS = /^\d{1,78}$/;
const MAX_ID = 2n ** 256n - 1n;

export function idIn(name: string, text: string | undefined): bigint | undefined {
  if (text === undefined) return undefined;
  const id = DIGITS.test(text) ? BigInt(text) : MAX_ID + 1n;
  return id <= MAX_ID ? id : refuse(`${name} must be an id, in decimals.`);
}

const MAX_IDS = 100;

export function idsIn(name: string, text: string | undefined): bigint[] | undefined {
  const ids = text?.split(",");
  if (ids !== undefined && ids.length > MAX_IDS) refuse(`${name} must be at most ${MAX_IDS}.`);
  return ids?.map((each) => idIn(name, each) as bigint);
}
