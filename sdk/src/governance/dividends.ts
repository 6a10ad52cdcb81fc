import type { Address } from "viem";
import type { Reader } from "../chain/actor.ts";
import { type Call, callOf } from "../chain/call.ts";
import { inOrder, logsSoFar } from "../chain/logs.ts";
import { readView } from "../chain/readView.ts";
import { dividendsAbi } from "../generated/abis/Dividends.ts";
import { dividendsOf } from "./contracts.ts";

/**
 * Sends what the caller has earned in a payout token to `to` (`IDividends.claim`).
 *
 * @param stretches how many of his stretches to go through at most, for accounts with very many; default: all
 */
export function claim(dividends: Address, token: Address, to: Address, stretches = 0n): Call {
  return callOf(dividends, dividendsAbi, "claim", [token, to, stretches]);
}

/** Sends what an account has earned to that account (`IDividends.claimFor`). Anyone. */
export function claimFor(dividends: Address, account: Address, token: Address, stretches = 0n): Call {
  return callOf(dividends, dividendsAbi, "claimFor", [account, token, stretches]);
}

/**
 * Shares an amount among all who hold TallyTokens now (`IDividends.deposit`). The caller pays it, by allowance.
 *
 * @param amount in base units of the payout token
 */
export function depositDividend(dividends: Address, token: Address, amount: bigint): Call {
  return callOf(dividends, dividendsAbi, "deposit", [token, amount]);
}

/**
 * What an account would get now, in base units of the payout token (`IDividends.dueOf`).
 *
 * @throws `ChainUnreachable`
 */
export function dueOf(reader: Reader, account: Address, token: Address): Promise<bigint> {
  return readView(reader, dividendsOf(reader.network), "dueOf", [account, token]);
}

/** A dividend as it was paid. */
export interface DividendRound {
  readonly round: number;
  readonly token: Address;
  /** Who paid it: the treasury, or anybody. */
  readonly from: Address;
  readonly amount: bigint;
  /** What one base unit of TallyToken earned, times 2^96. */
  readonly perShare: bigint;
  readonly blockNumber: bigint;
}

/**
 * Every dividend so far, newest first, from events.
 *
 * @throws `ChainUnreachable`
 */
export async function dividendRounds(reader: Reader): Promise<DividendRound[]> {
  const { client, network } = reader;
  const filter = { ...dividendsOf(network), eventName: "Deposited", strict: true } as const;
  const logs = await logsSoFar(reader, "dividendRounds", (fromBlock, toBlock) =>
    client.getContractEvents({ ...filter, fromBlock, toBlock }),
  );
  return inOrder(logs)
    .map(({ args, blockNumber }) => ({ ...args, blockNumber }))
    .reverse();
}

/** What is due to an account in one payout token. */
export interface DueDividend {
  readonly token: Address;
  readonly amount: bigint;
}

/**
 * What is due to an account in every token that a dividend was ever paid in; those with nothing due are left out.
 *
 * @throws `ChainUnreachable`
 */
export async function allDue(reader: Reader, account: Address): Promise<DueDividend[]> {
  const tokens = new Set((await dividendRounds(reader)).map(({ token }) => token));
  const due = await Promise.all(
    [...tokens].map(async (token) => ({ token, amount: await dueOf(reader, account, token) })),
  );
  return due.filter(({ amount }) => amount !== 0n);
}
