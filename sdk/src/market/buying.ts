import { type Address, type Hex, parseAbi } from "viem";
import { type Call, callOf } from "../chain/call.ts";
import { marketAbi } from "../generated/abis/Market.ts";
import type { SignedOrder } from "./order.ts";
import type { SignedPermit } from "./permit.ts";
import type { Entry } from "./purchases.ts";
import type { Purchase } from "./right.ts";
import type { Terms } from "./terms.ts";

// Acts of payers and readers. Each makes a Call: send it, or sign it for the relay.

/** What is bought, for whom. A gift when the reader is not the payer; a renewal when the reader has the right already. */
export interface PurchaseChoice {
  readonly terms: Terms;
  readonly reader: Address;
  /** For the offer's policy. */
  readonly evidence?: Hex | undefined;
}

const erc20 = parseAbi(["function approve(address spender, uint256 value) returns (bool)"]);

/** Lets a spender (market, tabs) take that much of a token from the caller. */
export function approve(token: Address, spender: Address, amount: bigint): Call {
  return callOf(token, erc20, "approve", [spender, amount]);
}

/** Buys by standing allowance of the caller (`IAccess.buy`). */
export function buy(market: Address, { terms, reader, evidence }: PurchaseChoice): Call {
  return callOf(market, marketAbi, "buy", [terms, reader, evidence ?? "0x"]);
}

/** Makes many purchases, all or none, by standing allowance of the caller (`IAccess.buyMany`). */
export function buyMany(market: Address, choices: readonly PurchaseChoice[]): Call {
  const orders = choices.map(({ terms, reader, evidence }) => ({
    terms,
    reader,
    evidence: evidence ?? ("0x" as const),
  }));
  return callOf(market, marketAbi, "buyMany", [orders]);
}

/** Buys with an ERC-2612 permit of the caller (`IAccess.buyWithPermit`). */
export function buyWithPermit(
  market: Address,
  { terms, reader, evidence }: PurchaseChoice,
  permit: SignedPermit,
): Call {
  return callOf(market, marketAbi, "buyWithPermit", [terms, reader, evidence ?? "0x", permit]);
}

/** Sends a signed order, whoever the sender is (`IAccess.buyWithAuthorization`). */
export function submitOrder(market: Address, order: SignedOrder): Call {
  const { terms, reader, evidence, payer, validAfter, validBefore, sequence, signature } = order;
  const authorization = { payer, validAfter, validBefore, sequence, signature };
  return callOf(market, marketAbi, "buyWithAuthorization", [terms, reader, evidence, authorization]);
}

/** Gives back the newest purchases in their refund windows (`IAccess.refund`). Only the reader. */
export function refund(market: Address, dataset: bigint, entries: readonly Entry[]): Call {
  return callOf(market, marketAbi, "refund", [dataset, entries]);
}

/** Gives up the newest purchases for nothing (`IAccess.renounce`). Only the reader. */
export function renounce(market: Address, dataset: bigint, purchases: readonly Purchase[]): Call {
  return callOf(market, marketAbi, "renounce", [dataset, purchases]);
}

/** Sends the caller's credit in a token (refunds, fees) to an account (`IAccess.withdraw`). */
export function withdraw(market: Address, token: Address, to: Address): Call {
  return callOf(market, marketAbi, "withdraw", [token, to]);
}
