import type { SignedAsk, SignedBid } from "@tallystick/sdk/instruments/offers";
import {
  encodeAsk,
  encodeBid,
  type OfferPlace,
  parseOffer,
  type WireAsk,
  type WireBid,
} from "@tallystick/sdk/instruments/offerWire";
import { offerMark } from "./offer-hash.ts";

// A signed offer is handed on by a link, behind whose hash it stands, which no server is sent, or by a file. Who opens it
// sees it in words, and the contract decides what it is worth.

export type SignedOffer = SignedAsk | SignedBid;

/** Longest text that is looked at: a contract wallet's signature may be long. */
const longest = 60_000;

export function isAsk(offer: SignedOffer): offer is SignedAsk {
  return "ask" in offer;
}

/** A signed offer in the form in which it is kept and handed on. */
export function wireOffer(place: OfferPlace, offer: SignedOffer): WireAsk | WireBid {
  return isAsk(offer) ? encodeAsk(place, offer) : encodeBid(place, offer);
}

/** A signed offer as JSON, for a file. */
export function offerText(place: OfferPlace, offer: SignedOffer): string {
  return JSON.stringify(wireOffer(place, offer));
}

/**
 * The part of an address that hands an offer over: path and hash.
 *
 * @param home path of the page that reads it
 */
export function offerLink(place: OfferPlace, offer: SignedOffer, home: string): string {
  return `${home}${offerMark}${encodeURIComponent(offerText(place, offer))}`;
}

/** The offer in a link, a hash or a file, for this network; undefined where it is none, damaged, or for another one. */
export function offerIn(place: OfferPlace, text: string): SignedOffer | undefined {
  if (text.length > longest) return undefined;
  const start = text.indexOf(offerMark);
  try {
    return parseOffer(place, start < 0 ? text.trim() : decodeURIComponent(text.slice(start + offerMark.length)));
  } catch {
    return undefined;
  }
}
