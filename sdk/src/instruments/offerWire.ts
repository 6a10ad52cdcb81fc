import { type Address, getAddress, type Hex, isAddressEqual } from "viem";
import { tallystickError } from "../errors.ts";
import {
  addressOf,
  amountOf,
  type Fault,
  type Fields,
  hashOf,
  integerOf,
  objectOf,
  signatureOf,
} from "../gateway/fields.ts";
import { type EndorsementKind, KIND } from "./links.ts";
import type { Ask, Bid, Pricing, SignedAsk, SignedBid } from "./offers.ts";

// Signed offers outside the chain, as JSON: a file, a link, a message.

/** Where an offer holds. */
export interface OfferPlace {
  readonly chainId: number;
  /** The contract: `Quotes`, or `BillQuotes` for bills. */
  readonly quotes: Address;
}

interface WirePlace extends OfferPlace {
  readonly signature: Hex;
}

/** A signed ask as JSON. */
export interface WireAsk extends WirePlace {
  readonly tallystick: "ask/1";
  readonly ask: { readonly [Field in keyof Ask]: Ask[Field] extends bigint ? string : Ask[Field] };
}

/** A signed bid as JSON. */
export interface WireBid extends WirePlace {
  readonly tallystick: "bid/1";
  readonly bid: { readonly [Field in keyof Bid]: Bid[Field] extends bigint ? string : Bid[Field] };
}

/** A signed ask in its JSON form. */
export function encodeAsk({ chainId, quotes }: OfferPlace, { ask, signature }: SignedAsk): WireAsk {
  const fields = { ...ask, lot: String(ask.lot), price: String(ask.price) };
  return { tallystick: "ask/1", chainId, quotes, ask: fields, signature };
}

/** A signed bid in its JSON form. */
export function encodeBid({ chainId, quotes }: OfferPlace, { bid, signature }: SignedBid): WireBid {
  const fields = { ...bid, lot: String(bid.lot), limit: String(bid.limit) };
  return { tallystick: "bid/1", chainId, quotes, bid: fields, signature };
}

/** That an offer's JSON form is wrong. */
export const offerFault: Fault = (field, reason) => tallystickError("BadOffer", { field, reason });

/** Longest JSON of an offer, in characters: room for a contract wallet's signature. */
const MAX_TEXT = 40_000;

/**
 * Reads a signed offer's JSON form, of either kind. It is checked for its form alone: see `isAskSigned`, `isBidSigned`.
 *
 * @param place where it must hold
 * @throws `BadOffer` with the field and the reason, also for fields that nobody signs
 */
export function decodeOffer(place: OfferPlace, value: unknown): SignedAsk | SignedBid {
  const fields = objectOf(value, "offer", offerFault);
  switch (fields.tallystick) {
    case "ask/1":
      return { ask: askIn(only(fields, "ask"), place), signature: signatureOf(fields, offerFault) };
    case "bid/1":
      return { bid: bidIn(only(fields, "bid"), place), signature: signatureOf(fields, offerFault) };
    default:
      throw offerFault("tallystick", "it is no offer");
  }
}

/**
 * Reads a signed offer's text, as `JSON.stringify` makes it of its JSON form.
 *
 * @throws `BadOffer` as `decodeOffer`, and for what is no JSON or too long
 */
export function parseOffer(place: OfferPlace, text: string): SignedAsk | SignedBid {
  return decodeOffer(place, offerJson(text));
}

/**
 * JSON of an offer's text.
 *
 * @throws `BadOffer` for what is no JSON or too long
 */
export function offerJson(text: string): unknown {
  if (text.length > MAX_TEXT) throw offerFault("offer", `at most ${MAX_TEXT} characters are read`);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw tallystickError("BadOffer", { field: "offer", reason: "it is no JSON" }, error);
  }
}

const ASK_FIELDS = [
  ...["seller", "buyer", "lot", "version", "units"],
  ...["price", "pricing", "kind", "deadline", "salt"],
];
const BID_FIELDS = [
  ...["buyer", "token", "debtor", "seller", "lot", "limit", "maxDays"],
  ...["pricing", "kind", "evidence", "advanceBps", "deadline", "salt"],
];

/** What is shown must be all there is: a member that nobody signs could mislead. */
export function requireKnown(fields: Fields, known: readonly string[], path = ""): void {
  const extra = Object.keys(fields).find((key) => !known.includes(key));
  if (extra !== undefined) throw offerFault(`${path}${extra}`.slice(0, 100), "it is not known");
}

function only(fields: Fields, body: "ask" | "bid"): { readonly fields: Fields; readonly body: Fields } {
  requireKnown(fields, ["tallystick", "chainId", "quotes", body, "signature"]);
  return { fields, body: objectOf(fields[body], body, offerFault) };
}

/**
 * That an offer holds where it must.
 *
 * @param field that names its contract
 */
export function requirePlace(fields: Fields, chainId: number, field: string, contract: Address): void {
  const chain = integerOf(fields, "chainId", Number.MAX_SAFE_INTEGER, offerFault);
  if (chain !== chainId) throw offerFault("chainId", `it is for chain ${chain}, not ${chainId}`);
  const named = addressOf(fields, field, offerFault);
  if (!isAddressEqual(named, contract)) throw offerFault(field, `it is for ${named}, not ${contract}`);
}

function askIn({ fields, body }: ReturnType<typeof only>, { chainId, quotes }: OfferPlace): Ask {
  requirePlace(fields, chainId, "quotes", quotes);
  requireKnown(body, ASK_FIELDS, "ask.");
  return {
    seller: accountIn(body, "seller"),
    buyer: accountIn(body, "buyer"),
    lot: amountOf(body, "lot", 256, offerFault),
    version: hashOf(body, "version", offerFault),
    units: integerOf(body, "units", 2 ** 40 - 1, offerFault),
    price: amountOf(body, "price", 96, offerFault),
    ...endIn(body),
  };
}

function bidIn({ fields, body }: ReturnType<typeof only>, { chainId, quotes }: OfferPlace): Bid {
  requirePlace(fields, chainId, "quotes", quotes);
  requireKnown(body, BID_FIELDS, "bid.");
  return {
    buyer: accountIn(body, "buyer"),
    token: accountIn(body, "token"),
    debtor: accountIn(body, "debtor"),
    seller: accountIn(body, "seller"),
    lot: amountOf(body, "lot", 256, offerFault),
    limit: amountOf(body, "limit", 96, offerFault),
    maxDays: integerOf(body, "maxDays", 2 ** 40 - 1, offerFault),
    evidence: integerOf(body, "evidence", 15, offerFault),
    advanceBps: integerOf(body, "advanceBps", 10_000, offerFault),
    ...endIn(body),
  };
}

/** What both kinds of offers have. */
function endIn(body: Fields): Pick<Ask, "pricing" | "kind" | "deadline" | "salt"> {
  return {
    pricing: pricingIn(body),
    kind: kindIn(body),
    deadline: integerOf(body, "deadline", 2 ** 40 - 1, offerFault),
    salt: hashOf(body, "salt", offerFault),
  };
}

function pricingIn(body: Fields): Pricing {
  const pricing = objectOf(body.pricing, "pricing", offerFault);
  requireKnown(pricing, ["rateBps", "feeBps"], "pricing.");
  return {
    rateBps: integerOf(pricing, "rateBps", 2 ** 16 - 1, offerFault),
    feeBps: integerOf(pricing, "feeBps", 10_000, offerFault),
  };
}

function kindIn(body: Fields): EndorsementKind {
  const kind = integerOf(body, "kind", KIND.takenUp, offerFault);
  if (kind === KIND.withRecourse || kind === KIND.withoutRecourse) return kind;
  throw offerFault("kind", "it is either 1 (with recourse) or 2 (without)");
}

/** An account that an offer names. */
export function accountIn(body: Fields, field: string): Address {
  return getAddress(addressOf(body, field, offerFault));
}
