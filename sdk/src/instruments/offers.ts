import { type Address, bytesToHex, type Hex, hashTypedData } from "viem";
import { randomBytes } from "../data/bytes.ts";
import type { EndorsementKind } from "./links.ts";

// What holders and financiers offer each other, as they sign it.

/** A discount (`IQuotes.Pricing`). */
export interface Pricing {
  /** Basis points a year: of what is open (sale), of the advance (advance). */
  readonly rateBps: number;
  /** Basis points, once: of the discounted price (sale), of what the units are worth (advance). */
  readonly feeBps: number;
}

/** A holder's offer of one lot as it is now (`IQuotes.Ask`). */
export interface Ask {
  readonly seller: Address;
  /** Zero: anyone. */
  readonly buyer: Address;
  readonly lot: bigint;
  /** Of the lot (`versionOf`): the offer dies with its next change. */
  readonly version: Hex;
  /** Zero: the whole lot; else so many, cut off its end. */
  readonly units: number;
  /** Base units for these; zero: by `pricing`, and only until it is due. */
  readonly price: bigint;
  readonly pricing: Pricing;
  readonly kind: EndorsementKind;
  /** Last second at which it can be taken. */
  readonly deadline: number;
  /** Tells apart offers that are otherwise equal: see `randomSalt`. */
  readonly salt: Hex;
}

/** A standing offer for lots (`IQuotes.Bid`). It names a debtor, a seller or a lot. */
export interface Bid {
  readonly buyer: Address;
  readonly token: Address;
  /** Zero: any; the buyer himself: he pays early. */
  readonly debtor: Address;
  /** Zero: any. */
  readonly seller: Address;
  /** Zero: any. */
  readonly lot: bigint;
  /** Base units that all units bought by it are worth, at most. */
  readonly limit: bigint;
  /** Calendar days (UTC) until it is due, at most. */
  readonly maxDays: number;
  readonly pricing: Pricing;
  /** How the seller endorses. */
  readonly kind: EndorsementKind;
  /** Streams of evidence that there must be: see `streamBits`. */
  readonly evidence: number;
  /** 10,000: a sale; less: the part that is paid at once, the rest when the debtor has paid. */
  readonly advanceBps: number;
  /** Last second at which it can be taken. */
  readonly deadline: number;
  /** Tells apart offers that are otherwise equal: see `randomSalt`. */
  readonly salt: Hex;
}

/** `advanceBps` of a bid that pays the whole price at once. */
export const WHOLE_BPS = 10_000;

/** A random word that tells apart what is otherwise equal. */
export function randomSalt(): Hex {
  return bytesToHex(randomBytes(32));
}

/** EIP-712 domain of offers. */
export function quotesDomain(chainId: number, quotes: Address) {
  return { name: "Tallystick Quotes", version: "1", chainId, verifyingContract: quotes } as const;
}

const pricingType = [
  { name: "rateBps", type: "uint16" },
  { name: "feeBps", type: "uint16" },
] as const;

const askTypes = {
  Ask: [
    { name: "seller", type: "address" },
    { name: "buyer", type: "address" },
    { name: "lot", type: "uint256" },
    { name: "version", type: "bytes32" },
    { name: "units", type: "uint40" },
    { name: "price", type: "uint96" },
    { name: "pricing", type: "Pricing" },
    { name: "kind", type: "uint8" },
    { name: "deadline", type: "uint40" },
    { name: "salt", type: "bytes32" },
  ],
  Pricing: pricingType,
} as const;

const bidTypes = {
  Bid: [
    { name: "buyer", type: "address" },
    { name: "token", type: "address" },
    { name: "debtor", type: "address" },
    { name: "seller", type: "address" },
    { name: "lot", type: "uint256" },
    { name: "limit", type: "uint96" },
    { name: "maxDays", type: "uint40" },
    { name: "pricing", type: "Pricing" },
    { name: "kind", type: "uint8" },
    { name: "evidence", type: "uint8" },
    { name: "advanceBps", type: "uint16" },
    { name: "deadline", type: "uint40" },
    { name: "salt", type: "bytes32" },
  ],
  Pricing: pricingType,
} as const;

/** EIP-712 message of an ask; signed by its seller. */
export function askTypedData(chainId: number, quotes: Address, ask: Ask) {
  return { domain: quotesDomain(chainId, quotes), types: askTypes, primaryType: "Ask", message: ask } as const;
}

/** EIP-712 message of a bid; signed by its buyer. */
export function bidTypedData(chainId: number, quotes: Address, bid: Bid) {
  return { domain: quotesDomain(chainId, quotes), types: bidTypes, primaryType: "Bid", message: bid } as const;
}

/** What an ask is known by: the same as the contract's `askHash`. */
export function askHash(chainId: number, quotes: Address, ask: Ask): Hex {
  return hashTypedData(askTypedData(chainId, quotes, ask));
}

/** What a bid is known by: the same as the contract's `bidHash`. */
export function bidHash(chainId: number, quotes: Address, bid: Bid): Hex {
  return hashTypedData(bidTypedData(chainId, quotes, bid));
}

/** A holder's offer, signed; an empty signature: it was posted on chain. */
export interface SignedAsk {
  readonly ask: Ask;
  readonly signature: Hex;
}

/** A standing offer, signed; an empty signature: it was posted on chain. */
export interface SignedBid {
  readonly bid: Bid;
  readonly signature: Hex;
}

/** What the chain knows of an offer. */
export interface OfferStanding {
  /** What the units that a bid has bought were worth, in base units. */
  readonly filled: bigint;
  readonly isPosted: boolean;
  readonly isCancelled: boolean;
}
