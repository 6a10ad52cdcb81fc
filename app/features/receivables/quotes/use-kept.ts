"use client";

import type { Reader } from "@tallystick/sdk/chain/actor";
import type { OfferStanding, SignedAsk, SignedBid } from "@tallystick/sdk/instruments/offers";
import { decodeOffer, type OfferPlace } from "@tallystick/sdk/instruments/offerWire";
import { askHashOn, bidHashOn, isAskSigned, isBidSigned, offerStanding } from "@tallystick/sdk/instruments/quotes";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Address } from "viem";
import { useReader } from "@/lib/reader";
import { useChainNow } from "@/lib/use-chain-now";
import type { KnownBid } from "./comparison";
import { useMarket } from "./market";
import { isAsk, type SignedOffer } from "./offer-link";
import { keepOffer, keptOffers } from "./offer-store";

/** Where offers hold: the contract of this market on this network. */
export function useOfferPlace(): OfferPlace {
  const { chainId } = useReader().network;
  const { quotes } = useMarket();
  return useMemo(() => ({ chainId, quotes }), [chainId, quotes]);
}

/** Keeps a signed offer in this browser. */
export function useKeeping(): (offer: SignedOffer) => Promise<void> {
  const place = useOfferPlace();
  const queries = useQueryClient();
  return useMemo(
    () => async (offer) => {
      await keepOffer(place, offer);
      await queries.invalidateQueries({ queryKey: ["kept-offers"] });
    },
    [place, queries],
  );
}

const deadlineOf = (offer: SignedOffer) => (isAsk(offer) ? offer.ask : offer.bid).deadline;

/** Signed offers that this browser keeps, of this network and not over. */
function useKept(): readonly SignedOffer[] {
  const place = useOfferPlace();
  const now = useChainNow();
  const { data } = useQuery({
    queryKey: ["kept-offers", place],
    queryFn: async () => (await keptOffers.all()).flatMap((wire) => decodedOffer(place, wire)),
  });
  return (data ?? []).filter((offer) => deadlineOf(offer) >= now);
}

/** What is kept may be of another network, or of an earlier version of this page. */
function decodedOffer(place: OfferPlace, wire: unknown): readonly SignedOffer[] {
  try {
    return [decodeOffer(place, wire)];
  } catch {
    return [];
  }
}

/** Kept bids that the chain would take, with how much of each is used. */
export function useKeptBids(): readonly KnownBid[] {
  const reader = useReader();
  const { quotes } = useMarket();
  const kept = useKept().filter((offer): offer is SignedBid => !isAsk(offer));
  const { data } = useQuery({
    queryKey: ["kept-bids", reader.network.chainId, quotes, kept.map(({ bid }) => bid.salt)],
    queryFn: async () => {
      const found = await Promise.all(
        kept.map(async (offer) => {
          const { isSigned, isCancelled, filled } = await standingOf(reader, quotes, offer);
          return isSigned && !isCancelled ? [{ ...offer, filled }] : [];
        }),
      );
      return found.flat();
    },
  });
  return data ?? [];
}

/** Offers that an account signed here. */
export function useSignedBy(account: Address): readonly SignedOffer[] {
  const makerOf = (offer: SignedOffer) => (isAsk(offer) ? offer.ask.seller : offer.bid.buyer);
  return useKept().filter((offer) => makerOf(offer).toLowerCase() === account.toLowerCase());
}

/** How a signed offer stands: whether it is signed by whom it names, and what the chain knows of it. */
export type SignedStanding = OfferStanding & { readonly isSigned: boolean };

/** The same of one offer; undefined until the chain has said. */
export function useStanding(offer: SignedOffer): SignedStanding | undefined {
  const reader = useReader();
  const { quotes } = useMarket();
  const { data } = useQuery({
    queryKey: ["offer-standing", reader.network.chainId, hashOf(reader, quotes, offer), offer.signature],
    queryFn: () => standingOf(reader, quotes, offer),
  });
  return data;
}

const hashOf = (reader: Reader, quotes: Address, offer: SignedOffer) =>
  isAsk(offer) ? askHashOn(reader, offer.ask, quotes) : bidHashOn(reader, offer.bid, quotes);

async function standingOf(reader: Reader, quotes: Address, offer: SignedAsk | SignedBid): Promise<SignedStanding> {
  const [isSigned, standing] = await Promise.all([
    isAsk(offer) ? isAskSigned(reader, offer, quotes) : isBidSigned(reader, offer, quotes),
    offerStanding(reader, hashOf(reader, quotes, offer), quotes),
  ]);
  return { ...standing, isSigned };
}
