import { type ProposalState, proposalStates } from "@tallystick/sdk/governance/proposalState";
import type { Address } from "viem";
import {
  account,
  type BadQuestion,
  listOf,
  type Query,
  readOrRefuse,
  refuse,
  requireKnown,
  wholeNumber,
} from "../parameters.ts";
import { chainOf, MAX_TIME, nowOf, type Place, placeOf } from "../place.ts";

export interface ProposalQuestion {
  readonly chainId: number;
  readonly states: readonly ProposalState[];
  readonly proposer: Address | undefined;
  /** Only what this account may vote on, and has not. */
  readonly needsVoteOf: Address | undefined;
  /** Words that stand in the description. */
  readonly words: readonly string[];
  /** Second in which a proposal's state is asked for. */
  readonly now: number;
  readonly limit: number;
  readonly after: Place | undefined;
}

const MAX_LENGTH = 200;
const MAX_WORDS = 8;
const MAX_ACCOUNTS = 100;

function wordsOf(text: string | undefined): string[] {
  if (text === undefined) return [];
  if (text.length > MAX_LENGTH) refuse(`text must have at most ${MAX_LENGTH} characters.`);
  const words = text.split(/\s+/).filter((word) => word !== "");
  return words.length > MAX_WORDS ? refuse(`text must have at most ${MAX_WORDS} words.`) : words;
}

export function readProposalQuestion(query: Query): ProposalQuestion | BadQuestion {
  return readOrRefuse(() => {
    requireKnown(query, ["chainId", "state", "proposer", "needsVoteOf", "text", "now", "limit", "after"]);
    return {
      chainId: chainOf(query),
      states: listOf("state", query.state, proposalStates),
      proposer: account("proposer", query.proposer),
      needsVoteOf: account("needsVoteOf", query.needsVoteOf),
      words: wordsOf(query.text),
      now: nowOf(query),
      ...placeOf(query, /^\d{1,78}$/),
    };
  });
}

export interface AbsenteeQuestion {
  readonly chainId: number;
  readonly proposal: bigint;
  readonly limit: number;
  readonly after: Place | undefined;
}

export function readAbsenteeQuestion(query: Query): AbsenteeQuestion | BadQuestion {
  return readOrRefuse(() => {
    requireKnown(query, ["chainId", "proposal", "limit", "after"]);
    const { proposal = "" } = query;
    if (!/^\d{1,78}$/.test(proposal)) refuse("proposal must be a proposal's id, in decimals.");
    return { chainId: chainOf(query), proposal: BigInt(proposal), ...placeOf(query, /^0x[0-9a-f]{40}$/) };
  });
}

export interface ConcentrationQuestion {
  readonly chainId: number;
  /** Whose power then; undefined: now. */
  readonly at: number | undefined;
}

export function readConcentrationQuestion(query: Query): ConcentrationQuestion | BadQuestion {
  return readOrRefuse(() => {
    requireKnown(query, ["chainId", "at"]);
    return { chainId: chainOf(query), at: wholeNumber("at", query.at, 0, MAX_TIME) };
  });
}

export interface ParticipationQuestion {
  readonly chainId: number;
  readonly accounts: readonly Address[];
  readonly now: number;
}

export function readParticipationQuestion(query: Query): ParticipationQuestion | BadQuestion {
  return readOrRefuse(() => {
    requireKnown(query, ["chainId", "accounts", "now"]);
    const accounts = (query.accounts ?? "").split(",");
    if (accounts.length > MAX_ACCOUNTS) refuse(`accounts must be at most ${MAX_ACCOUNTS}.`);
    return {
      chainId: chainOf(query),
      accounts: accounts.map((each) => account("accounts", each) as Address),
      now: nowOf(query),
    };
  });
}
