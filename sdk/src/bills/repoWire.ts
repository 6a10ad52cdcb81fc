import type { Address, Hex } from "viem";
import { amountOf, hashOf, integerOf, objectOf, signatureOf } from "../gateway/fields.ts";
import { accountIn, offerFault, offerJson, requireKnown, requirePlace } from "../instruments/offerWire.ts";
import type { RepoOffer, SignedRepoOffer } from "./repos.ts";

// Signed offers of repos outside the chain, as JSON: a file, a link, a message.

/** Where an offer of a repo holds. */
export interface RepoPlace {
  readonly chainId: number;
  /** The `Repos` contract. */
  readonly repos: Address;
}

/** A signed offer of a repo as JSON. */
export interface WireRepoOffer extends RepoPlace {
  readonly tallystick: "repo/1";
  readonly offer: { readonly [Field in keyof RepoOffer]: RepoOffer[Field] extends bigint ? string : RepoOffer[Field] };
  readonly signature: Hex;
}

/** A signed offer of a repo in its JSON form. */
export function encodeRepoOffer({ chainId, repos }: RepoPlace, { offer, signature }: SignedRepoOffer): WireRepoOffer {
  const fields = { ...offer, lot: String(offer.lot), limit: String(offer.limit) };
  return { tallystick: "repo/1", chainId, repos, offer: fields, signature };
}

const FIELDS = [
  ...["buyer", "seller", "token", "lot", "debtor", "limit"],
  ...["rateBps", "haircutBps", "lastDay", "deadline", "salt"],
];

/**
 * Reads a signed offer's JSON form. It is checked for its form alone: see `isRepoOfferSigned`.
 *
 * @param place where it must hold
 * @throws `BadOffer` with the field and the reason, also for fields that nobody signs
 */
export function decodeRepoOffer({ chainId, repos }: RepoPlace, value: unknown): SignedRepoOffer {
  const fields = objectOf(value, "offer", offerFault);
  if (fields.tallystick !== "repo/1") throw offerFault("tallystick", "it is no offer of a repo");
  requireKnown(fields, ["tallystick", "chainId", "repos", "offer", "signature"]);
  requirePlace(fields, chainId, "repos", repos);
  const body = objectOf(fields.offer, "offer", offerFault);
  requireKnown(body, FIELDS, "offer.");
  const offer: RepoOffer = {
    buyer: accountIn(body, "buyer"),
    seller: accountIn(body, "seller"),
    token: accountIn(body, "token"),
    lot: amountOf(body, "lot", 256, offerFault),
    debtor: accountIn(body, "debtor"),
    limit: amountOf(body, "limit", 96, offerFault),
    rateBps: integerOf(body, "rateBps", 2 ** 16 - 1, offerFault),
    haircutBps: integerOf(body, "haircutBps", 9_999, offerFault),
    lastDay: integerOf(body, "lastDay", 2 ** 24 - 1, offerFault),
    deadline: integerOf(body, "deadline", 2 ** 40 - 1, offerFault),
    salt: hashOf(body, "salt", offerFault),
  };
  return { offer, signature: signatureOf(fields, offerFault) };
}

/**
 * Reads a signed offer's text, as `JSON.stringify` makes it of its JSON form.
 *
 * @throws `BadOffer` as `decodeRepoOffer`, and for what is no JSON or too long
 */
export function parseRepoOffer(place: RepoPlace, text: string): SignedRepoOffer {
  return decodeRepoOffer(place, offerJson(text));
}
