import type { Address } from "viem";
import type { Reader } from "../chain/actor.ts";
import { callOf } from "../chain/call.ts";
import { readView } from "../chain/readView.ts";
import { treasuryAbi } from "../generated/abis/Treasury.ts";
import type { Deployment } from "../networks.ts";
import type { Action } from "./action.ts";
import { treasuryOf } from "./contracts.ts";
import { depositDividend } from "./dividends.ts";
import { actionOf } from "./proposals.ts";

// Acts of the treasury, as actions for a proposal: nobody else can do them. Amounts are in base units; the zero address as
// a token is ether.

/** Pays out (`ITreasury.spend`): ordinary within the token's limit, else critical. */
export function spendAction(treasury: Address, token: Address, to: Address, amount: bigint): Action {
  return actionOf(callOf(treasury, treasuryAbi, "spend", [token, to, amount]));
}

/** Lets a contract take tokens (`ITreasury.allow`); counts as spent at once. */
export function allowAction(treasury: Address, token: Address, spender: Address, amount: bigint): Action {
  return actionOf(callOf(treasury, treasuryAbi, "allow", [token, spender, amount]));
}

/** Sets what ordinary proposals may spend of a token within `window` seconds (`ITreasury.setLimit`). Critical. */
export function setLimitAction(treasury: Address, token: Address, amount: bigint, window: number): Action {
  return actionOf(callOf(treasury, treasuryAbi, "setLimit", [token, amount, window]));
}

/** Makes each call of a target critical, or ends that (`ITreasury.setCriticalTarget`). Critical. */
export function setCriticalTargetAction(treasury: Address, target: Address, isCritical: boolean): Action {
  return actionOf(callOf(treasury, treasuryAbi, "setCriticalTarget", [target, isCritical]));
}

/** Sets the seconds from queueing to execution on both tracks (`ITreasury.setDelays`). Critical. */
export function setDelaysAction(treasury: Address, ordinary: number, critical: number): Action {
  return actionOf(callOf(treasury, treasuryAbi, "setDelays", [ordinary, critical]));
}

/** Pays a dividend out of the treasury: lets `Dividends` take the money, and has it taken. */
export function payDividendActions(
  { timelock, dividends }: Pick<Deployment, "timelock" | "dividends">,
  token: Address,
  amount: bigint,
): Action[] {
  return [allowAction(timelock, token, dividends, amount), actionOf(depositDividend(dividends, token, amount))];
}

/** What ordinary proposals may spend of a token. */
export interface SpendingLimit {
  /** Within any `window` seconds. Zero: nothing. */
  readonly amount: bigint;
  /** Seconds. */
  readonly window: number;
  /** Of it, now. */
  readonly available: bigint;
}

/**
 * Reads what ordinary proposals may spend of a token (`ITreasury.limitOf`).
 *
 * @throws `ChainUnreachable`
 */
export async function limitOf(reader: Reader, token: Address): Promise<SpendingLimit> {
  const [amount, window, available] = await readView(reader, treasuryOf(reader.network), "limitOf", [token]);
  return { amount, window: Number(window), available };
}

/**
 * Whether actions need the critical track: the higher quorum and the longer delay (`ITreasury.isCritical`). An ordinary
 * proposal that spends more than its limit is not critical by that: it fails when it is executed.
 *
 * @throws `ChainUnreachable`
 */
export function needsCriticalTrack(reader: Reader, actions: readonly Action[]): Promise<boolean> {
  const targets = actions.map(({ target }) => target);
  const payloads = actions.map(({ data }) => data);
  return readView(reader, treasuryOf(reader.network), "isCritical", [targets, payloads]);
}

/**
 * Seconds from queueing to execution, on each track.
 *
 * @throws `ChainUnreachable`
 */
export async function executionDelays(
  reader: Reader,
): Promise<{ readonly ordinary: number; readonly critical: number }> {
  const treasury = treasuryOf(reader.network);
  const [ordinary, critical] = await Promise.all([
    readView(reader, treasury, "getMinDelay", []),
    readView(reader, treasury, "getCriticalDelay", []),
  ]);
  return { ordinary: Number(ordinary), critical: Number(critical) };
}
