import type { Address } from "viem";
import { askPage, type IndexerOptions, low, type PageChoice } from "./ask.ts";
import { address, big, bool, hex, num, oneOf, optional, type Page, type RowOf, text } from "./fields.ts";

// The treasury's money and rules, and dividends. Amounts in base units of their token; token zero is ether.

const moveFields = {
  kind: oneOf("received", "spent", "allowed", "taken"),
  token: address,
  /** From or to whom. */
  other: address,
  amount: big,
  /** By whose execution. */
  proposal: optional(big),
  at: num,
  transaction: hex,
};
const tokenFields = { token: address, moves: num, firstAt: num, lastAt: num };
const limitFields = { token: address, amount: big, window: num, updatedAt: num };
const targetFields = { target: address, isCritical: bool, updatedAt: num };
const settingFields = { name: text, before: optional(text), after: text, at: num, transaction: hex };
const roundFields = {
  round: num,
  token: address,
  from: address,
  amount: big,
  /** What one base unit of TallyToken earned in this round, times 2^96. */
  perShare: big,
  at: num,
  transaction: hex,
};
const dividendTokenFields = {
  token: address,
  /** What one base unit of TallyToken earned in all rounds, times 2^96. */
  perShare: big,
  rounds: num,
  deposited: big,
  claimed: big,
  lastAt: num,
};
const claimFields = {
  account: address,
  token: address,
  to: address,
  amount: big,
  /** Round up to which the account has claimed. */
  upTo: num,
  at: num,
  transaction: hex,
};

export type TreasuryMove = RowOf<typeof moveFields>;
export type TreasuryToken = RowOf<typeof tokenFields>;
export type TreasuryLimit = RowOf<typeof limitFields>;
export type CriticalTarget = RowOf<typeof targetFields>;
export type GovernanceSetting = RowOf<typeof settingFields>;
export type IndexedDividendRound = RowOf<typeof roundFields>;
export type DividendToken = RowOf<typeof dividendTokenFields>;
export type DividendClaim = RowOf<typeof claimFields>;

/**
 * What the treasury received, spent, allowed somebody to take, or had taken, newest first. What it received and had
 * taken is as the token says, and anybody can make a token that says anything: show known ones.
 */
export function treasuryMoves(
  options: IndexerOptions,
  chainId: number,
  { token, ...choice }: PageChoice & { readonly token?: Address | undefined } = {},
): Promise<Page<TreasuryMove>> {
  const where = { chainId, ...(token === undefined ? {} : { token: low(token) }) };
  return askPage(options, "treasuryMoves", moveFields, where, { ...choice, orderBy: "at", descending: true });
}

/** Tokens that the treasury had to do with, the newest first. How much of one there is, the token says. */
export function treasuryTokens(
  options: IndexerOptions,
  chainId: number,
  choice: PageChoice = {},
): Promise<Page<TreasuryToken>> {
  const order = { orderBy: "lastAt", descending: true };
  return askPage(options, "treasuryTokens", tokenFields, { chainId }, { ...choice, ...order });
}

/** What ordinary proposals may spend of each token within its window; what is left of it now, the treasury says. */
export function treasuryLimits(
  options: IndexerOptions,
  chainId: number,
  choice: PageChoice = {},
): Promise<Page<TreasuryLimit>> {
  const order = { orderBy: "updatedAt", descending: true };
  return askPage(options, "treasuryLimits", limitFields, { chainId }, { ...choice, ...order });
}

/** Contracts whose every call needs the critical track, or once did. */
export function criticalTargets(
  options: IndexerOptions,
  chainId: number,
  choice: PageChoice = {},
): Promise<Page<CriticalTarget>> {
  const order = { orderBy: "updatedAt", descending: true };
  return askPage(options, "criticalTargets", targetFields, { chainId }, { ...choice, ...order });
}

/**
 * Changes of the settings of governor and treasury, newest first; of one, if it is named: `votingDelay`, `votingPeriod`,
 * `proposalThreshold`, `quorum`, `criticalQuorum`, `voteExtension`, `coolDown`, `guardian`, `guardianUntil`, `treasury`,
 * `governor`, `delay`, `criticalDelay`.
 */
export function settings(
  options: IndexerOptions,
  chainId: number,
  { name, ...choice }: PageChoice & { readonly name?: string | undefined } = {},
): Promise<Page<GovernanceSetting>> {
  const where = { chainId, ...(name === undefined ? {} : { name }) };
  return askPage(options, "governanceSettings", settingFields, where, { ...choice, orderBy: "at", descending: true });
}

/** Dividends that were paid, newest first. */
export function dividendRounds(
  options: IndexerOptions,
  chainId: number,
  { token, ...choice }: PageChoice & { readonly token?: Address | undefined } = {},
): Promise<Page<IndexedDividendRound>> {
  const where = { chainId, ...(token === undefined ? {} : { token: low(token) }) };
  return askPage(options, "dividendRounds", roundFields, where, { ...choice, orderBy: "round", descending: true });
}

/** Tokens that dividends were paid in, with their running totals. */
export function dividendTokens(
  options: IndexerOptions,
  chainId: number,
  choice: PageChoice = {},
): Promise<Page<DividendToken>> {
  const order = { orderBy: "lastAt", descending: true };
  return askPage(options, "dividendTokens", dividendTokenFields, { chainId }, { ...choice, ...order });
}

/** What an account was paid of dividends, newest first. What is due to it now, `dueOf` of the contract says. */
export function claimsOf(
  options: IndexerOptions,
  chainId: number,
  account: Address,
  choice: PageChoice = {},
): Promise<Page<DividendClaim>> {
  const where = { chainId, account: low(account) };
  return askPage(options, "dividendClaims", claimFields, where, { ...choice, orderBy: "at", descending: true });
}
