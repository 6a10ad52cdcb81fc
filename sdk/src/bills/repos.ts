import type { Address, Hex } from "viem";
import { hashTypedData } from "viem";
import type { Actor, Reader } from "../chain/actor.ts";
import { type Call, callOf } from "../chain/call.ts";
import { readView } from "../chain/readView.ts";
import { isSignedBy, signTyped } from "../chain/signature.ts";
import { reposAbi } from "../generated/abis/Repos.ts";
import { simpleInterest } from "../instruments/interest.ts";
import type { SoldUnits } from "../instruments/offerPrices.ts";
import type { OfferStanding } from "../instruments/offers.ts";
import { offerStanding } from "../instruments/quotes.ts";
import { amountIn, BPS, quotient, wholeOf } from "../instruments/whole.ts";
import type { BillLotPlace } from "./billQuotes.ts";
import { reposOf } from "./contracts.ts";

// Sale of bills with dated buy-back: offers and acts on `Repos`, each act a Call. The buyer approves the contract in the
// token (`approve`); the seller makes it his operator in `Lots` (`setLotsOperator`), or approves the lot (`approveLot`). What
// becomes of a lot meanwhile: see `buybacks.ts`.

/** A standing offer of money against accepted bills (`IRepos.Offer`). It names a debtor, a seller or a lot. */
export interface RepoOffer {
  readonly buyer: Address;
  /** Zero: any. */
  readonly seller: Address;
  /** ERC-20 in which the bill is and is paid. */
  readonly token: Address;
  /** Zero: any. */
  readonly lot: bigint;
  /** The drawee who accepted; zero: any. */
  readonly debtor: Address;
  /** Base units of all prices given by it, at most. */
  readonly limit: bigint;
  /** Interest on the price, basis points a year, actual/360. */
  readonly rateBps: number;
  /** Basis points of what the lot is worth, that are not paid: below 10,000. */
  readonly haircutBps: number;
  /** Until which the buyer waits, from 1 January 1970, UTC: see `dayOfDate`. Before the bill's due day. */
  readonly lastDay: number;
  /** Last second at which it can be taken. */
  readonly deadline: number;
  /** Tells apart offers that are otherwise equal: see `randomSalt`. */
  readonly salt: Hex;
}

/** An offer, signed; an empty signature: it was posted on chain. */
export interface SignedRepoOffer {
  readonly offer: RepoOffer;
  readonly signature: Hex;
}

/** EIP-712 domain of offers of repos. */
export function reposDomain(chainId: number, repos: Address) {
  return { name: "Tallystick Repos", version: "1", chainId, verifyingContract: repos } as const;
}

const offerTypes = {
  Offer: [
    { name: "buyer", type: "address" },
    { name: "seller", type: "address" },
    { name: "token", type: "address" },
    { name: "lot", type: "uint256" },
    { name: "debtor", type: "address" },
    { name: "limit", type: "uint96" },
    { name: "rateBps", type: "uint16" },
    { name: "haircutBps", type: "uint16" },
    { name: "lastDay", type: "uint24" },
    { name: "deadline", type: "uint40" },
    { name: "salt", type: "bytes32" },
  ],
} as const;

/** EIP-712 message of an offer; signed by its buyer. */
export function repoOfferTypedData(chainId: number, repos: Address, offer: RepoOffer) {
  return { domain: reposDomain(chainId, repos), types: offerTypes, primaryType: "Offer", message: offer } as const;
}

/** What an offer is known by: the same as the contract's `offerHash`. */
export function repoOfferHash(chainId: number, repos: Address, offer: RepoOffer): Hex {
  return hashTypedData(repoOfferTypedData(chainId, repos, offer));
}

/**
 * What an offer is known by on a network: see `repoOfferHash`.
 *
 * @throws `NotDeployed`
 */
export function repoOfferHashOn({ network }: Pick<Reader, "network">, offer: RepoOffer): Hex {
  return repoOfferHash(network.chainId, reposOf(network).address, offer);
}

/**
 * Signs an offer as its buyer: for whoever gets it to take, until its limit is used.
 *
 * @throws `UserRejected`, `NotDeployed`
 */
export async function signRepoOffer(actor: Actor, offer: RepoOffer): Promise<SignedRepoOffer> {
  const { network } = actor;
  const typedData = repoOfferTypedData(network.chainId, reposOf(network).address, offer);
  return { offer, signature: await signTyped(actor, typedData, "signRepoOffer") };
}

/**
 * Whether an offer is signed by its buyer. Whether it still stands: see `repoOfferStanding`.
 *
 * @throws `NotDeployed`; `ChainUnreachable`: only a signature that is not by the buyer's key needs the chain
 */
export function isRepoOfferSigned(reader: Reader, { offer, signature }: SignedRepoOffer): Promise<boolean> {
  return isSignedBy(reader, offer.buyer, repoOfferHashOn(reader, offer), signature);
}

/**
 * What the chain knows of an offer (`IOffers.filledOf`, `isPosted`, `isCancelled`): `filled` by prices.
 *
 * @param hash see `repoOfferHashOn`
 * @throws `NotDeployed`, `ChainUnreachable`
 */
export function repoOfferStanding(reader: Reader, hash: Hex): Promise<OfferStanding> {
  return offerStanding(reader, hash, reposOf(reader.network).address);
}

/** Makes an offer on chain, in place of a signature (`IRepos.postOffer`). Only its buyer. */
export function postRepoOffer(repos: Address, offer: RepoOffer): Call {
  return callOf(repos, reposAbi, "postOffer", [offer]);
}

/** Cancels an offer, signed or posted, for good (`IRepos.cancelOffer`). Only its buyer. */
export function cancelRepoOffer(repos: Address, offer: RepoOffer): Call {
  return callOf(repos, reposAbi, "cancelOffer", [offer]);
}

/**
 * Takes an offer: the caller gets the money, and a contract of its own his whole lot, which he may have back until the
 * buyer takes it (`IRepos.open`). A holder whom it fits.
 *
 * @param minPrice base units that he wants at least: see `repoPrice`
 */
export function openRepo(
  repos: Address,
  { offer, signature }: SignedRepoOffer,
  { face, inner }: BillLotPlace,
  minPrice: bigint,
): Call {
  return callOf(repos, reposAbi, "open", [offer, signature, face, inner, minPrice]);
}

/**
 * Pays what is due, by the caller's allowance to `Repos`, and gives the lot back to the seller (`IRepos.repurchase`). Anyone.
 *
 * @param maxAmount base units that he pays at most: see `repoDueOn`
 */
export function repurchaseLot(repos: Address, { face, inner }: BillLotPlace, maxAmount: bigint): Call {
  return callOf(repos, reposAbi, "repurchase", [face, inner, maxAmount]);
}

/**
 * Contract that holds, or held, a lot for its last repo; undefined: there was none (`IRepos.buybackOf`).
 *
 * @throws `NotDeployed`, `ChainUnreachable`
 */
export async function buybackOf(reader: Reader, lot: bigint): Promise<Address | undefined> {
  const buyback = await readView(reader, reposOf(reader.network), "buybackOf", [lot]);
  return BigInt(buyback) === 0n ? undefined : buyback;
}

/**
 * What a buyer gives for a lot, in base units: what is open and was paid on it less the haircut, rounded down
 * (`IRepos.open`).
 *
 * @throws `FieldInvalid` for a haircut of the whole
 */
export function repoPrice(
  { haircutBps }: Pick<RepoOffer, "haircutBps">,
  lot: Pick<SoldUnits, "open" | "paid">,
): bigint {
  const rest = BPS - wholeOf(haircutBps, "haircutBps", BPS - 1n);
  return quotient((amountIn(lot.open, "open") + amountIn(lot.paid, "paid")) * rest, BPS, "down");
}

/** What is due to the buyer, in base units. */
export interface RepoDebt {
  /** Of the price. */
  readonly principal: bigint;
  /** Interest. */
  readonly charges: bigint;
  /** Day that it was counted for, from 1 January 1970, UTC. */
  readonly day: number;
}

/**
 * What is due on a day (`ISharing.due`): what was due when it was counted last, with simple interest on the principal by
 * calendar days since, actual/360, rounded up.
 *
 * @param debt as it was counted last: `repoDebt`, or when the repo was opened
 * @param day from 1 January 1970, UTC; not before
 * @throws `FieldInvalid` for an earlier day
 */
export function repoDueOn(debt: RepoDebt, rateBps: number, day: number): RepoDebt {
  const { principal, charges } = debt;
  const days = wholeOf(day, "day", LAST_DAY, BigInt(debt.day)) - BigInt(debt.day);
  const interest = simpleInterest(principal, rateBps, { numerator: days, denominator: 360n }, "up");
  return { principal, charges: charges + interest, day };
}

/** How money is shared out, in base units. */
export interface RepoShares {
  readonly toBuyer: bigint;
  /** What is over. */
  readonly toSeller: bigint;
  /** What is due to the buyer after it. */
  readonly debt: RepoDebt;
}

/**
 * How money that came in is shared out on a day (`IBuyback.settle`): to the buyer his interest first, then the price; the
 * rest to the seller.
 *
 * @param debt,rateBps,day as in `repoDueOn`
 * @throws `FieldInvalid` for an earlier day
 */
export function shareRepo(debt: RepoDebt, rateBps: number, day: number, amount: bigint): RepoShares {
  const due = repoDueOn(debt, rateBps, day);
  const charges = least(amountIn(amount, "amount"), due.charges);
  const principal = least(amount - charges, due.principal);
  const left = { principal: due.principal - principal, charges: due.charges - charges, day };
  return { toBuyer: charges + principal, toSeller: amount - charges - principal, debt: left };
}

const LAST_DAY = 2n ** 24n - 1n;

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
