import type { Address, Hex } from "viem";
import type { Actor, Reader } from "../chain/actor.ts";
import { type Call, callOf } from "../chain/call.ts";
import { readView } from "../chain/readView.ts";
import { isSignedBy, signTyped } from "../chain/signature.ts";
import { quotesAbi } from "../generated/abis/Quotes.ts";
import { quotesOf } from "./contracts.ts";
import {
  type Ask,
  askHash,
  askTypedData,
  type Bid,
  bidHash,
  bidTypedData,
  type OfferStanding,
  type Pricing,
  type SignedAsk,
  type SignedBid,
} from "./offers.ts";
import type { ReceivableTerms } from "./terms.ts";

// Acts on `Quotes`. Each makes a Call: send it, batch it, or sign it for the relay. For a sale the buyer approves the
// contract in the token (`approve`), and the seller makes it his operator in `Lots` (`setLotsOperator`), or approves the
// lot (`approveLot`). What posts, requests and cancels serves bills too, at the address of their quotes.

/** Makes an ask on chain, in place of a signature (`IQuotes.postAsk`). Only its seller. */
export function postAsk(quotes: Address, ask: Ask): Call {
  return callOf(quotes, quotesAbi, "postAsk", [ask]);
}

/** Makes a bid on chain, in place of a signature (`IQuotes.postBid`). Only its buyer. */
export function postBid(quotes: Address, bid: Bid): Call {
  return callOf(quotes, quotesAbi, "postBid", [bid]);
}

/** Asks for quotes for a lot, until a second (`IQuotes.request`). Only its holder. */
export function requestQuotes(quotes: Address, lot: bigint, deadline: number): Call {
  return callOf(quotes, quotesAbi, "request", [lot, deadline]);
}

/** Cancels an ask, signed or posted, for good (`IQuotes.cancelAsk`). Only its seller. */
export function cancelAsk(quotes: Address, ask: Ask): Call {
  return callOf(quotes, quotesAbi, "cancelAsk", [ask]);
}

/** Cancels a bid, signed or posted, for good (`IQuotes.cancelBid`). Only its buyer. */
export function cancelBid(quotes: Address, bid: Bid): Call {
  return callOf(quotes, quotesAbi, "cancelBid", [bid]);
}

/** A lot: its receivable's terms, and what its id is made of. */
export interface LotPlace {
  readonly terms: ReceivableTerms;
  /** `FIRST_LOT` for the first lot. */
  readonly inner: Hex;
}

/** What a buyer relies on (`IQuotes.Bounds`): a payment, a collection or an extension does not change a lot's version. */
export interface PurchaseBounds {
  /** Base units that he gives at most. */
  readonly maxPrice: bigint;
  /** Base units that the units are worth at least: open and to be collected. */
  readonly minWorth: bigint;
  /** When it is due at the latest. */
  readonly latestDue: number;
}

/**
 * Takes an ask: the caller pays the seller, by his allowance to the contract, and gets the lot (`IQuotes.buy`). Who it
 * names, or anyone.
 */
export function buyLot(
  quotes: Address,
  { ask, signature }: SignedAsk,
  { terms, inner }: LotPlace,
  bounds: PurchaseBounds,
): Call {
  return callOf(quotes, quotesAbi, "buy", [ask, signature, terms, inner, bounds]);
}

/** What a seller gives, and wants for it. */
export interface SaleChoice {
  /** Cut off the lot's end. Default: the whole lot. */
  readonly units?: number | undefined;
  /** Base units that he wants at least, at once. */
  readonly minPrice: bigint;
}

/** Takes a bid: the caller hands over a lot, or units of it, and gets the money (`IQuotes.sell`). A holder whom it fits. */
export function sellLot(
  quotes: Address,
  { bid, signature }: SignedBid,
  { terms, inner }: LotPlace,
  { units = 0, minPrice }: SaleChoice,
): Call {
  return callOf(quotes, quotesAbi, "sell", [bid, signature, terms, inner, units, minPrice]);
}

/**
 * Signs an ask as its seller: for whoever gets it to take.
 *
 * @param quotes contract that it is for. Default: that of receivables
 * @throws `UserRejected`
 */
export async function signAsk(actor: Actor, ask: Ask, quotes: Address = quotesIn(actor)): Promise<SignedAsk> {
  const typedData = askTypedData(actor.network.chainId, quotes, ask);
  return { ask, signature: await signTyped(actor, typedData, "signAsk") };
}

/**
 * Signs a bid as its buyer: for whoever gets it to take, until it is filled.
 *
 * @param quotes contract that it is for. Default: that of receivables
 * @throws `UserRejected`
 */
export async function signBid(actor: Actor, bid: Bid, quotes: Address = quotesIn(actor)): Promise<SignedBid> {
  const typedData = bidTypedData(actor.network.chainId, quotes, bid);
  return { bid, signature: await signTyped(actor, typedData, "signBid") };
}

/**
 * Whether an ask is signed by its seller. Whether it still stands is another question: see `offerStanding`.
 *
 * @param quotes contract that it is for. Default: that of receivables
 * @throws `ChainUnreachable`: only a signature that is not by the seller's key needs the chain
 */
export function isAskSigned(
  reader: Reader,
  { ask, signature }: SignedAsk,
  quotes: Address = quotesIn(reader),
): Promise<boolean> {
  return isSignedBy(reader, ask.seller, askHashOn(reader, ask, quotes), signature);
}

/**
 * Whether a bid is signed by its buyer. Whether it still stands is another question: see `offerStanding`.
 *
 * @param quotes contract that it is for. Default: that of receivables
 * @throws `ChainUnreachable`: only a signature that is not by the buyer's key needs the chain
 */
export function isBidSigned(
  reader: Reader,
  { bid, signature }: SignedBid,
  quotes: Address = quotesIn(reader),
): Promise<boolean> {
  return isSignedBy(reader, bid.buyer, bidHashOn(reader, bid, quotes), signature);
}

/**
 * What an ask is known by on a network: see `askHash`.
 *
 * @param quotes contract that it is for. Default: that of receivables
 */
export function askHashOn(reader: Pick<Reader, "network">, ask: Ask, quotes: Address = quotesIn(reader)): Hex {
  return askHash(reader.network.chainId, quotes, ask);
}

/**
 * What a bid is known by on a network: see `bidHash`.
 *
 * @param quotes contract that it is for. Default: that of receivables
 */
export function bidHashOn(reader: Pick<Reader, "network">, bid: Bid, quotes: Address = quotesIn(reader)): Hex {
  return bidHash(reader.network.chainId, quotes, bid);
}

/**
 * What the chain knows of an offer (`IOffers.filledOf`, `isPosted`, `isCancelled`).
 *
 * @param hash see `askHashOn`, `bidHashOn`
 * @param offers contract that it is for. Default: the quotes of receivables
 * @throws `ChainUnreachable`
 */
export async function offerStanding(
  reader: Reader,
  hash: Hex,
  offers: Address = quotesIn(reader),
): Promise<OfferStanding> {
  const contract = { address: offers, abi: quotesAbi };
  const [filled, isPosted, isCancelled] = await Promise.all([
    readView(reader, contract, "filledOf", [hash]),
    readView(reader, contract, "isPosted", [hash]),
    readView(reader, contract, "isCancelled", [hash]),
  ]);
  return { filled, isPosted, isCancelled };
}

/** A price as the contract says it, in base units. */
export interface QuotedPrice {
  readonly price: bigint;
  /** What the units are worth: open and to be collected. */
  readonly worth: bigint;
}

/**
 * Price of some units now, as in a sale (`IQuotes.priceOf`). For any second see `salePrice`.
 *
 * @param units zero: the whole lot
 * @throws the contract's refusal, `ChainUnreachable`
 */
export async function quotedPrice(
  reader: Reader,
  pricing: Pricing,
  { terms, inner }: LotPlace,
  units = 0,
): Promise<QuotedPrice> {
  const [price, worth] = await readView(reader, quotesOf(reader.network), "priceOf", [pricing, terms, inner, units]);
  return { price, worth };
}

function quotesIn({ network }: Pick<Reader, "network">): Address {
  return quotesOf(network).address;
}
