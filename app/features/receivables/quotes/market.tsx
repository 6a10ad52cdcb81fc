"use client";

import type { Call } from "@tallystick/sdk/chain/call";
import type { PageChoice } from "@tallystick/sdk/indexer/ask";
import type { Page } from "@tallystick/sdk/indexer/fields";
import type { IndexedAsk, IndexedBid, IndexedQuoteRequest } from "@tallystick/sdk/indexer/instrumentFields";
import type { BidFilter, OfferFilter } from "@tallystick/sdk/indexer/instruments";
import type { SignedAsk, SignedBid } from "@tallystick/sdk/instruments/offers";
import type { PurchaseBounds, SaleChoice } from "@tallystick/sdk/instruments/quotes";
import { createContext, type ReactNode, useContext } from "react";
import type { Address, Hex } from "viem";
import type { SaleClaim } from "./sale-claim";

/** Something that is owed, as lists of offers tell of it. */
export interface Owed {
  /** How it is called. */
  readonly name: string;
  /** Its page. */
  readonly path: string;
  /** Who has promised to pay. */
  readonly debtor: Address;
  readonly token: Address;
  /** Last second at which it is paid in time. */
  readonly dueBy: number;
  readonly open: bigint;
}

/** A lot, as selling and buying it needs to know it, whatever instrument it is of. */
export interface SaleLot extends Owed {
  readonly id: bigint;
  /** Undefined: it is no more. */
  readonly holder: Address | undefined;
  readonly version: Hex;
  readonly units: number;
  /** What its units are worth when nothing is paid. */
  readonly face: bigint;
  /** Whether it can be sold into bids. */
  readonly isSaleable: boolean;
  readonly collectable: bigint;
  /** Whether who hands it on may answer for it. */
  readonly takesRecourse: boolean;
  /** Bit `1 << stream` for each stream of evidence that there is. */
  readonly streams: number;
}

/** A lot, and what can be done with it. */
export interface SaleView {
  readonly lot: SaleLot;
  /** What a sale reckons by, as the indexer tells it; undefined where the lot is no more. */
  readonly listed: SaleClaim | undefined;
  /** The same, as the chain says. */
  readonly claim: () => Promise<SaleClaim>;
  readonly buy: (offer: SignedAsk, bounds: PurchaseBounds) => Call;
  readonly sell: (offer: SignedBid, choice: SaleChoice) => Call;
  /** What an account can do with it besides, if it is its holder. */
  readonly besides?: (account: Address) => ReactNode;
}

/** An ask in a list. */
export type ListedAsk = Owed &
  Pick<
    IndexedAsk,
    | "hash"
    | "seller"
    | "buyer"
    | "lot"
    | "version"
    | "units"
    | "price"
    | "rateBps"
    | "feeBps"
    | "kind"
    | "deadline"
    | "salt"
    | "lotUnits"
  >;

/** A holder's wish for quotes in a list. */
export type ListedRequest = Owed & Pick<IndexedQuoteRequest, "lot" | "holder" | "deadline" | "at">;

/** Where lots of one family of instruments are offered and taken: its contract, its page, and its lists. */
export interface Market {
  readonly family: "receivables" | "bills";
  readonly quotes: Address;
  readonly path: string;
  /** A lot; null: there is none, or no longer. */
  readonly lot: (id: bigint, now: number) => Promise<SaleView | null>;
  /** Lots of a holder that can be sold. */
  readonly lots: (holder: Address, now: number, choice: PageChoice) => Promise<Page<SaleLot>>;
  readonly asks: (filter: OfferFilter, choice: PageChoice) => Promise<Page<ListedAsk>>;
  readonly bids: (filter: BidFilter, choice: PageChoice) => Promise<Page<IndexedBid>>;
  readonly requests: (filter: OfferFilter, choice: PageChoice) => Promise<Page<ListedRequest>>;
  /** What is known of a debtor, below his name in lists. */
  readonly debtorNote?: (owed: Owed) => ReactNode;
}

const Context = createContext<Market | undefined>(undefined);

export const MarketProvider = Context.Provider;

export function useMarket(): Market {
  const market = useContext(Context);
  if (!market) throw new Error("useMarket outside a market");
  return market;
}
