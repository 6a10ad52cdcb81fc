import type { SignedAsk, SignedBid } from "@tallystick/sdk/instruments/offers";
import type { OfferPlace, WireAsk, WireBid } from "@tallystick/sdk/instruments/offerWire";
import { table } from "@/lib/database";
import { isAsk, wireOffer } from "./offer-link";

/** Signed offers, made here or sent here by link or file: they are nowhere else until somebody takes them. */
export const keptOffers = table<WireAsk | WireBid>("quotes");

export async function keepOffer(place: OfferPlace, offer: SignedAsk | SignedBid): Promise<void> {
  const [maker, salt] = isAsk(offer) ? [offer.ask.seller, offer.ask.salt] : [offer.bid.buyer, offer.bid.salt];
  await keptOffers.put(`${place.chainId}.${maker.toLowerCase()}.${salt}`, wireOffer(place, offer));
}
