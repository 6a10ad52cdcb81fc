import type { Address, Hex } from "viem";
import type { Actor, Reader } from "../chain/actor.ts";
import { type Call, callOf } from "../chain/call.ts";
import { readView } from "../chain/readView.ts";
import { billQuotesAbi } from "../generated/abis/BillQuotes.ts";
import type { Ask, Bid, OfferStanding, Pricing, SignedAsk, SignedBid } from "../instruments/offers.ts";
import {
  askHashOn,
  bidHashOn,
  isAskSigned,
  isBidSigned,
  offerStanding,
  type PurchaseBounds,
  type QuotedPrice,
  type SaleChoice,
  signAsk,
  signBid,
} from "../instruments/quotes.ts";
import { billQuotesOf } from "./contracts.ts";
import type { BillFace } from "./face.ts";

// Discount and rediscount of bills: acts on `BillQuotes`, each a Call. The offers are those of receivables, signed for
// another contract: `postAsk`, `postBid`, `requestQuotes`, `cancelAsk` and `cancelBid` take its address. For a sale the buyer
// approves it in the token (`approve`), and the seller makes it his operator in `Lots` (`setLotsOperator`), or approves the
// lot (`approveLot`). A bid for bills asks for no evidence and pays the whole (`WHOLE_BPS`).

/** A lot: its bill's face, and what its id is made of. */
export interface BillLotPlace {
  readonly face: BillFace;
  /** `FIRST_LOT` for the first lot. */
  readonly inner: Hex;
}

/**
 * Takes an ask: the caller pays the seller, by his allowance to the contract, and gets the lot (`IBillQuotes.buy`). Who it
 * names, or anyone.
 *
 * @param billQuotes contract of quotes for bills
 */
export function buyBillLot(
  billQuotes: Address,
  { ask, signature }: SignedAsk,
  { face, inner }: BillLotPlace,
  bounds: PurchaseBounds,
): Call {
  return callOf(billQuotes, billQuotesAbi, "buy", [ask, signature, face, inner, bounds]);
}

/**
 * Takes a bid: the caller hands over a lot, or units of it, and gets the money (`IBillQuotes.sell`). A holder whom it fits.
 *
 * @param billQuotes contract of quotes for bills
 */
export function sellBillLot(
  billQuotes: Address,
  { bid, signature }: SignedBid,
  { face, inner }: BillLotPlace,
  { units = 0, minPrice }: SaleChoice,
): Call {
  return callOf(billQuotes, billQuotesAbi, "sell", [bid, signature, face, inner, units, minPrice]);
}

/**
 * Signs an ask for a lot of a bill as its seller: for whoever gets it to take.
 *
 * @throws `UserRejected`, `NotDeployed`
 */
export function signBillAsk(actor: Actor, ask: Ask): Promise<SignedAsk> {
  return signAsk(actor, ask, quotesIn(actor));
}

/**
 * Signs a bid for bills as its buyer: for whoever gets it to take, until it is filled.
 *
 * @throws `UserRejected`, `NotDeployed`
 */
export function signBillBid(actor: Actor, bid: Bid): Promise<SignedBid> {
  return signBid(actor, bid, quotesIn(actor));
}

/**
 * Whether an ask for a lot of a bill is signed by its seller. Whether it still stands: see `billOfferStanding`.
 *
 * @throws `NotDeployed`; `ChainUnreachable`: only a signature that is not by the seller's key needs the chain
 */
export function isBillAskSigned(reader: Reader, ask: SignedAsk): Promise<boolean> {
  return isAskSigned(reader, ask, quotesIn(reader));
}

/**
 * Whether a bid for bills is signed by its buyer. Whether it still stands: see `billOfferStanding`.
 *
 * @throws `NotDeployed`; `ChainUnreachable`: only a signature that is not by the buyer's key needs the chain
 */
export function isBillBidSigned(reader: Reader, bid: SignedBid): Promise<boolean> {
  return isBidSigned(reader, bid, quotesIn(reader));
}

/**
 * What an ask for a lot of a bill is known by on a network: the same as the contract's `askHash`.
 *
 * @throws `NotDeployed`
 */
export function billAskHashOn(reader: Pick<Reader, "network">, ask: Ask): Hex {
  return askHashOn(reader, ask, quotesIn(reader));
}

/**
 * What a bid for bills is known by on a network: the same as the contract's `bidHash`.
 *
 * @throws `NotDeployed`
 */
export function billBidHashOn(reader: Pick<Reader, "network">, bid: Bid): Hex {
  return bidHashOn(reader, bid, quotesIn(reader));
}

/**
 * What the chain knows of an offer for bills (`IOffers.filledOf`, `isPosted`, `isCancelled`).
 *
 * @param hash see `billAskHashOn`, `billBidHashOn`
 * @throws `NotDeployed`, `ChainUnreachable`
 */
export function billOfferStanding(reader: Reader, hash: Hex): Promise<OfferStanding> {
  return offerStanding(reader, hash, quotesIn(reader));
}

/**
 * Price of some units now, as in a sale, in base units (`IBillQuotes.priceOf`). For any second see `salePrice`, of what
 * `billClaim` reads.
 *
 * @param units zero: the whole lot
 * @throws the contract's refusal, `NotDeployed`, `ChainUnreachable`
 */
export async function quotedBillPrice(
  reader: Reader,
  pricing: Pricing,
  { face, inner }: BillLotPlace,
  units = 0,
): Promise<QuotedPrice> {
  const args = [pricing, face, inner, units] as const;
  const [price, worth] = await readView(reader, billQuotesOf(reader.network), "priceOf", args);
  return { price, worth };
}

function quotesIn({ network }: Pick<Reader, "network">): Address {
  return billQuotesOf(network).address;
}
