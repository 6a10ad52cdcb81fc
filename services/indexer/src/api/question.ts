import { type Address, isAddress } from "viem";
import { folded } from "./manifests/verdict.ts";

export type Offered = "any" | "free";

/** What `/search` is asked, checked. */
export interface Question {
  readonly words: readonly string[];
  readonly chainId: number | undefined;
  readonly owner: Address | undefined;
  /** Only data sets that their owner offers, or offers for nothing. */
  readonly offered: Offered | undefined;
  readonly limit: number;
  readonly offset: number;
}

export interface BadQuestion {
  readonly code: "bad-question";
  readonly message: string;
}

const MAX_LENGTH = 200;
const MAX_WORDS = 8;
const MAX_LIMIT = 100;
const DEFAULT_LIMIT = 20;
const MAX_OFFSET = 100_000;

const bad = (message: string): BadQuestion => ({
  code: "bad-question",
  message,
});

/** Reads the query of `/search`; whatever is not understood is refused, never guessed. */
export function readQuestion(query: Readonly<Record<string, string>>): Question | BadQuestion {
  const { q = "", chainId, owner, offered } = query;
  if (q.length > MAX_LENGTH || q.includes("\0")) {
    return bad(`q must be text of at most ${MAX_LENGTH} characters without NUL.`);
  }
  const words = folded(q).split(/\s+/).filter(Boolean);
  if (words.length > MAX_WORDS) {
    return bad(`q must have at most ${MAX_WORDS} words.`);
  }
  const limit = wholeNumber(query.limit, DEFAULT_LIMIT, 1, MAX_LIMIT);
  if (limit === undefined) {
    return bad(`limit must be a whole number from 1 to ${MAX_LIMIT}.`);
  }
  const offset = wholeNumber(query.offset, 0, 0, MAX_OFFSET);
  if (offset === undefined) {
    return bad(`offset must be a whole number up to ${MAX_OFFSET}.`);
  }
  const chain = wholeNumber(chainId, 0, 1, 2 ** 31 - 1);
  if (chain === undefined) return bad("chainId must be a chain's number.");
  if (owner !== undefined && !isAddress(owner, { strict: false })) {
    return bad("owner must be an account's address.");
  }
  if (offered !== undefined && offered !== "any" && offered !== "free") {
    return bad("offered must be any or free.");
  }
  return {
    words,
    chainId: chain === 0 ? undefined : chain,
    owner: owner?.toLowerCase() as Address | undefined,
    offered,
    limit,
    offset,
  };
}

function wholeNumber(text: string | undefined, otherwise: number, min: number, max: number): number | undefined {
  if (text === undefined) return otherwise;
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  return value >= min && value <= max ? value : undefined;
}
