"use client";

import {
  isRepoOfferSigned,
  repoOfferHashOn,
  repoOfferStanding,
  type SignedRepoOffer,
} from "@tallystick/sdk/bills/repos";
import { decodeRepoOffer, encodeRepoOffer, type RepoPlace, type WireRepoOffer } from "@tallystick/sdk/bills/repoWire";
import type { Reader } from "@tallystick/sdk/chain/actor";
import type { OfferStanding } from "@tallystick/sdk/instruments/offers";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { table } from "@/lib/database";
import { useContracts, useReader } from "@/lib/reader";
import { useChainNow } from "@/lib/use-chain-now";

/** Signed offers, made here or sent here by link: they are nowhere else until somebody takes them. */
const keptRepos = table<WireRepoOffer>("repos");

/** Where offers hold: this network's contract. */
export function useRepoPlace(): RepoPlace {
  const { chainId } = useReader().network;
  const { repos } = useContracts();
  return useMemo(() => ({ chainId, repos }), [chainId, repos]);
}

/** Keeps a signed offer in this browser. */
export function useKeepingRepo(): (signed: SignedRepoOffer) => Promise<void> {
  const place = useRepoPlace();
  const queries = useQueryClient();
  return useMemo(
    () => async (signed) => {
      const { buyer, salt } = signed.offer;
      await keptRepos.put(`${place.chainId}.${buyer.toLowerCase()}.${salt}`, encodeRepoOffer(place, signed));
      await queries.invalidateQueries({ queryKey: ["kept-repos"] });
    },
    [place, queries],
  );
}

/** An offer of money with buy-back, posted or signed, and what of its limit is used. */
export interface KnownRepoOffer extends SignedRepoOffer {
  readonly filled: bigint;
}

/** How a signed offer stands: whether it is signed by whom it names, and what the chain knows of it. */
export type RepoStanding = OfferStanding & { readonly isSigned: boolean };

async function standingOf(reader: Reader, signed: SignedRepoOffer): Promise<RepoStanding> {
  const [isSigned, standing] = await Promise.all([
    isRepoOfferSigned(reader, signed),
    repoOfferStanding(reader, repoOfferHashOn(reader, signed.offer)),
  ]);
  return { ...standing, isSigned };
}

/** The same of one offer; undefined until the chain has said. */
export function useRepoStanding(signed: SignedRepoOffer): RepoStanding | undefined {
  const reader = useReader();
  const { data } = useQuery({
    queryKey: ["repo-standing", reader.network.chainId, repoOfferHashOn(reader, signed.offer), signed.signature],
    queryFn: () => standingOf(reader, signed),
  });
  return data;
}

/** Signed offers that this browser keeps, that the chain would take. */
export function useKeptRepos(): readonly KnownRepoOffer[] {
  const reader = useReader();
  const place = useRepoPlace();
  const now = useChainNow();
  const { data } = useQuery({
    queryKey: ["kept-repos", place],
    queryFn: async () => {
      const kept = (await keptRepos.all()).flatMap((wire) => decoded(place, wire));
      const found = await Promise.all(
        kept.map(async (signed) => {
          const { isSigned, isCancelled, filled } = await standingOf(reader, signed);
          return isSigned && !isCancelled ? [{ ...signed, filled }] : [];
        }),
      );
      return found.flat();
    },
  });
  return (data ?? []).filter(({ offer }) => offer.deadline >= now);
}

/** What is kept may be of another network, or of an earlier version of this page. */
function decoded(place: RepoPlace, wire: unknown): readonly SignedRepoOffer[] {
  try {
    return [decodeRepoOffer(place, wire)];
  } catch {
    return [];
  }
}
