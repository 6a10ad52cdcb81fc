import type { Address, Hex } from "viem";
import { zeroHash } from "viem";
import type { Reader } from "../chain/actor.ts";
import { type Call, callOf } from "../chain/call.ts";
import { explainError } from "../chain/explainError.ts";
import { inOrder, logsSoFar } from "../chain/logs.ts";
import { readView } from "../chain/readView.ts";
import { buybackAbi } from "../generated/abis/Buyback.ts";
import {
  type HoldbackDue,
  holdbackDeal,
  holdbackDue,
  holdbackSignature,
  keptByHoldback,
  withdrawFromHoldback,
} from "../instruments/holdback.ts";
import type { RecourseProof } from "../instruments/recourse.ts";
import type { BillLotPlace } from "./billQuotes.ts";
import { buybackAt } from "./contracts.ts";
import { type BillFace, dayOfTime } from "./face.ts";
import type { BillNotice } from "./recourse.ts";
import type { RepoDebt } from "./repos.ts";

// Acts on a buy-back: the contract that holds a lot for buyer and seller of a repo (`IBuyback`). Each makes a Call. What both
// holdbacks and buy-backs do (`ISharing`) is done by the functions of holdbacks.

/**
 * Takes in what was paid on the lot, shares out all that is there, and gives the lot back to the seller once nothing is due
 * (`IBuyback.settle`). Anyone. See `shareRepo`.
 */
export function settleBuyback(buyback: Address, { face, inner }: BillLotPlace): Call {
  return callOf(buyback, buybackAbi, "settle", [face, inner]);
}

/** Keeps the lot, after the last day, as long as something is due (`IBuyback.take`). Only the buyer. */
export function takeFromBuyback(buyback: Address, { face, inner }: BillLotPlace): Call {
  return callOf(buyback, buybackAbi, "take", [face, inner]);
}

/** Presents the bill for payment, as the lot's holder (`IBuyback.presentForPayment`). Anyone. */
export function presentByBuyback(buyback: Address, { face, inner }: BillLotPlace): Call {
  return callOf(buyback, buybackAbi, "presentForPayment", [face, inner]);
}

/** Protests a refusal or dishonour, as the lot's holder (`IBuyback.protest`). Anyone. */
export function protestByBuyback(buyback: Address, { face, inner }: BillLotPlace): Call {
  return callOf(buyback, buybackAbi, "protest", [face, inner]);
}

/** Tells all prior parties, and notes costs, as the lot's holder (`IBuyback.notify`). Only buyer and seller. */
export function notifyByBuyback(buyback: Address, { face, inner }: BillLotPlace, notice: BillNotice = {}): Call {
  const { costs = 0n, document = zeroHash } = notice;
  return callOf(buyback, buybackAbi, "notify", [face, inner, costs, document]);
}

/** Claims what is owed from who gave a link, as the lot's holder (`IBuyback.demand`). Only buyer and seller. */
export function demandByBuyback(buyback: Address, face: BillFace, { inner, links, index }: RecourseProof): Call {
  return callOf(buyback, buybackAbi, "demand", [face, inner, [...links], BigInt(index)]);
}

/** Objects to a stop order, as the lot's holder (`IBuyback.object`). Only buyer and seller. */
export function objectByBuyback(buyback: Address, { face, inner }: BillLotPlace): Call {
  return callOf(buyback, buybackAbi, "object", [face, inner]);
}

/** Sends what is kept for the caller, since a payment to him was refused (`ISharing.withdraw`). */
export function withdrawFromBuyback(buyback: Address, token: Address, to: Address): Call {
  return withdrawFromHoldback(buyback, token, to);
}

/** What buyer and seller of a repo agreed (`IBuyback.deal`, `lastDay`); nothing of it ever changes. */
export interface BuybackDeal {
  readonly buyer: Address;
  readonly seller: Address;
  /** Base units that the seller got. */
  readonly price: bigint;
  /** Interest on it, basis points a year. */
  readonly rateBps: number;
  /** Days from 1 January 1970, UTC: of the sale, and the last one on which the buyer must wait. */
  readonly startDay: number;
  readonly lastDay: number;
  /** First 27 bytes of the lot's id. */
  readonly lot: Hex;
}

/**
 * Reads what was agreed (`IBuyback.deal`, `lastDay`).
 *
 * @throws `ChainUnreachable`
 */
export async function buybackDeal(reader: Reader, buyback: Address): Promise<BuybackDeal> {
  const [deal, lastDay] = await Promise.all([
    holdbackDeal(reader, buyback),
    readView(reader, buybackAt(buyback), "lastDay", []),
  ]);
  const { financier: buyer, seller, advance: price, rateBps, startDay, terms: lot } = deal;
  return { buyer, seller, price, rateBps, startDay, lastDay, lot };
}

/**
 * What is due to the buyer today, in base units (`IBuyback.due`). For any day see `repoDueOn`.
 *
 * @throws `ChainUnreachable`
 */
export function buybackDue(reader: Reader, buyback: Address): Promise<HoldbackDue> {
  return holdbackDue(reader, buyback);
}

/**
 * Whether the buyer has kept the lot (`IBuyback.isTaken`): what comes in from then on is his.
 *
 * @throws `ChainUnreachable`
 */
export function isBuybackTaken(reader: Reader, buyback: Address): Promise<boolean> {
  return readView(reader, buybackAt(buyback), "isTaken", []);
}

/**
 * What is kept for an account, in base units (`IBuyback.keptFor`).
 *
 * @throws `ChainUnreachable`
 */
export function keptByBuyback(reader: Reader, buyback: Address, account: Address, token: Address): Promise<bigint> {
  return keptByHoldback(reader, buyback, account, token);
}

/**
 * What is due to the buyer as it was counted last: from the event of the last sharing, or from the beginning. With
 * `repoDueOn` it tells what is due on any later day, to the base unit.
 *
 * @param deal see `buybackDeal`
 * @throws `ChainUnreachable`
 */
export async function repoDebt(
  reader: Reader,
  buyback: Address,
  { price, startDay }: Pick<BuybackDeal, "price" | "startDay">,
): Promise<RepoDebt> {
  const { client, network } = reader;
  const logs = await logsSoFar(reader, "repoDebt", (fromBlock, toBlock) =>
    client.getContractEvents({ ...buybackAt(buyback), eventName: "Settled", strict: true, fromBlock, toBlock }),
  );
  const last = inOrder(logs).at(-1);
  if (last === undefined) return { principal: price, charges: 0n, day: startDay };
  const { principal, charges } = last.args;
  try {
    const { timestamp } = await client.getBlock({ blockNumber: last.blockNumber });
    return { principal, charges, day: dayOfTime(Number(timestamp)) };
  } catch (error) {
    throw explainError(error, { act: "repoDebt", network });
  }
}

/**
 * A buy-back's own signature (ERC-1271): of what buyer and seller both signed, as a consent to early payment.
 */
export function buybackSignature({ buyer, seller }: { readonly buyer: Hex; readonly seller: Hex }): Hex {
  return holdbackSignature({ financier: buyer, seller });
}
