import { type Address, type Hex, isAddressEqual, zeroAddress, zeroHash } from "viem";
import type { Reader } from "../chain/actor.ts";
import { type Call, callOf } from "../chain/call.ts";
import { explainError } from "../chain/explainError.ts";
import { inOrder, logsSoFar } from "../chain/logs.ts";
import { chainTime } from "../chain/time.ts";
import { marketAbi } from "../generated/abis/Market.ts";
import { ratingsAbi } from "../generated/abis/Ratings.ts";
import { deployed } from "../networks.ts";
import { type Entry, purchasesOf } from "./purchases.ts";
import { receiptOf } from "./right.ts";

/** Ratings of a data set that count alike: how many, and their stars together. */
export interface RatingCount {
  readonly count: bigint;
  readonly stars: bigint;
}

/** Ratings of purchases that cost something, and of purchases at no price. */
export interface RatingTotal {
  readonly paid: RatingCount;
  readonly free: RatingCount;
}

/**
 * All ratings of a data set (`IRatings.totalOf`). A seller may sell to an account of his own: show price and token beside
 * them.
 *
 * @throws `ChainUnreachable`
 */
export async function ratingsOf(reader: Reader, dataset: bigint): Promise<RatingTotal> {
  const { client, network } = reader;
  const { ratings: address } = deployed(network);
  try {
    const args = [dataset] as const;
    const total = await client.readContract({ address, abi: ratingsAbi, functionName: "totalOf", args });
    return {
      paid: { count: total.paidCount, stars: total.paidStars },
      free: { count: total.freeCount, stars: total.freeStars },
    };
  } catch (error) {
    throw explainError(error, { act: "ratingsOf", network });
  }
}

/** Why a purchase can't be rated: the contract's error that `rate` would end in. */
export type RatingFault = "Ratings_Granted" | "Ratings_OfSeller" | "Ratings_WindowOpen";

/** A purchase that its reader may want to rate. */
export interface RatablePurchase extends Entry {
  /** What the purchase is known by in its right. */
  readonly receipt: bigint;
  /** 1 to 5; 0: not rated yet. */
  readonly stars: number;
  /** Why it can't be rated now. */
  readonly refused?: RatingFault | undefined;
  /** Unix second from which its refund window is closed. */
  readonly ratableFrom: number;
}

/**
 * The purchases that a reader's right stands on, newest first, with their ratings (`IRatings.ratingOf`), from events and
 * proved against the right. One rating a purchase.
 *
 * @throws `RightsMismatch`, `ChainUnreachable`
 */
export async function ratablePurchases(reader: Reader, dataset: bigint, account: Address): Promise<RatablePurchase[]> {
  const { client, network } = reader;
  const { ratings: address, market } = deployed(network);
  const entries = await purchasesOf(reader, dataset, account);
  try {
    const [now, owner] = await Promise.all([
      chainTime(reader),
      client.readContract({ address: market, abi: marketAbi, functionName: "ownerOf", args: [dataset] }),
    ]);
    return await Promise.all(
      entries.map(async (entry) => {
        const receipt = receiptOf(entry.purchase);
        const args = [dataset, account, receipt] as const;
        const stars = await client.readContract({ address, abi: ratingsAbi, functionName: "ratingOf", args });
        const ratableFrom = entry.purchase.boughtAt + entry.terms.refundWindow;
        return { ...entry, receipt, stars, ratableFrom, refused: faultOf(entry, account, owner, now) };
      }),
    );
  } catch (error) {
    throw explainError(error, { act: "ratablePurchases", account, network });
  }
}

function faultOf({ purchase, terms }: Entry, account: Address, owner: Address, now: number): RatingFault | undefined {
  if (purchase.offer === zeroHash || purchase.payer === zeroAddress) return "Ratings_Granted";
  const parties = [account, purchase.payer];
  const isSeller = [terms.seller, owner].some((seller) => parties.some((each) => isAddressEqual(each, seller)));
  if (isSeller) return "Ratings_OfSeller";
  return now < purchase.boughtAt + terms.refundWindow ? "Ratings_WindowOpen" : undefined;
}

/** Stars from 1 to 5, and at most 1,024 bytes of comment. */
export interface Rating {
  readonly stars: number;
  readonly comment: string;
}

/**
 * Rates a purchase, or changes its rating (`IRatings.rate`). Only its reader.
 *
 * @param purchases as `ratablePurchases` gives them, newest first, down to the one that is rated and no further
 */
export function rate(ratings: Address, dataset: bigint, purchases: readonly Entry[], rating: Rating): Call {
  const rated = purchases.at(-1);
  if (rated === undefined) throw new RangeError("no purchase is named");
  const args = [dataset, purchases.map(({ purchase }) => purchase), rated.terms, rating.stars, rating.comment] as const;
  return callOf(ratings, ratingsAbi, "rate", args);
}

/** A rating as its event tells it, with what the purchase cost. */
export interface MadeRating {
  readonly reader: Address;
  readonly receipt: bigint;
  readonly offer: Hex;
  /** Base units of the offer's token. */
  readonly paid: bigint;
  readonly stars: number;
  readonly comment: string;
  readonly blockNumber: bigint;
}

/**
 * The ratings of a data set as they stand, newest first, from events. Comments are whatever their readers wrote.
 *
 * @throws `ChainUnreachable`
 */
export async function ratingsMade(reader: Reader, dataset: bigint): Promise<MadeRating[]> {
  const { client, network } = reader;
  const { ratings: address } = deployed(network);
  const read = (fromBlock: bigint, toBlock: bigint) =>
    client.getContractEvents({
      address,
      abi: ratingsAbi,
      eventName: "Rated",
      args: { dataset },
      strict: true,
      fromBlock,
      toBlock,
    });
  const made = inOrder(await logsSoFar(reader, "ratingsMade", read));
  // A later rating of the same purchase replaces the earlier one.
  const standing = new Map<string, MadeRating>();
  for (const { args, blockNumber } of made) {
    const key = `${args.reader} ${args.receipt}`;
    standing.delete(key);
    standing.set(key, { ...args, blockNumber });
  }
  return [...standing.values()].reverse();
}
