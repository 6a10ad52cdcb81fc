import type { Address } from "viem";
import { type Call, callOf } from "../chain/call.ts";
import { marketAbi } from "../generated/abis/Market.ts";
import type { PurchaseChoice } from "./buying.ts";

// The prepaid balance: an account's credit in the market (`creditOf`), whatever it came from. `withdraw` fetches it.

/**
 * Adds to an account's balance by the caller's allowance to the market (`IAccess.deposit`).
 *
 * @param amount base units of the token, at most 2^128 - 1
 */
export function deposit(market: Address, token: Address, account: Address, amount: bigint): Call {
  return callOf(market, marketAbi, "deposit", [token, account, amount]);
}

/** Buys from the caller's balance (`IAccess.buyFromBalance`). */
export function buyFromBalance(market: Address, { terms, reader, evidence }: PurchaseChoice): Call {
  return callOf(market, marketAbi, "buyFromBalance", [terms, reader, evidence ?? "0x"]);
}
