import { day, id, type Sentences, time } from "./words.ts";

/** Refusals of `Market`. */
export const marketSentences: Sentences = {
  Access_NotSeller: [(v) => `Only the seller ${v.seller} may do this, not ${v.caller}.`, "Use the seller's account."],
  Access_SellerNotOwner: [
    (v) => `The seller ${v.seller} does not own data set ${id(v.dataset)} any more, so this offer sells nothing.`,
    "Look for an offer of the new owner.",
  ],
  Access_OfferExists: [
    (v) => `The same offer (${id(v.offer)}) was made before.`,
    "Change its nonce to make another like it.",
  ],
  Access_OfferNotOpen: [
    (v) => (Number(v.status) === 0 ? `There is no offer ${id(v.offer)}.` : `Offer ${id(v.offer)} was withdrawn.`),
    "Choose an open offer.",
  ],
  Access_SoldOut: [(v) => `All ${v.maxSales} sales of offer ${id(v.offer)} are made.`, "Choose another offer."],
  Access_PriceWithoutToken: [
    (v) => `A price of ${v.price} does not go with the token ${v.token}.`,
    "Name a token exactly when there is a price.",
  ],
  Access_BadSegments: [() => "The offer names no segment.", "Choose at least one file."],
  Access_BadVersion: [
    (v) => `There is no version ${v.fromVersion} of data set ${id(v.dataset)}; it has ${v.versions}.`,
    "Choose a version that exists.",
  ],
  Access_DurationTooLong: [
    (v) => `${day(v.duration)} is too long; at most ${day(v.max)} are possible.`,
    "Shorten it, or make it for ever (0).",
  ],
  Access_WindowTooLong: [
    (v) => `A refund window of ${day(v.refundWindow)} is too long; at most ${day(v.max)}.`,
    "Shorten it.",
  ],
  Access_Denied: [
    (v) => `The offer's policy does not admit ${v.reader}.`,
    "Get the credential that the offer asks for.",
  ],
  Access_NoReader: [() => "The zero address can't read.", "Name the reader."],
  Access_NoPayer: [() => "The zero address can't pay.", "Name the payer."],
  Access_NotDesk: [(v) => `Only the desk may do this, not ${v.caller}.`, "Go through the desk."],
  Access_NoToken: [(v) => `There is no token at ${v.token}.`, "Check the token's address and the network."],
  Access_BadAmount: [(v) => `${v.amount} can't be deposited.`, "Name an amount above zero that is not absurd."],
  Access_BalanceTooLow: [
    (v) => `${v.account} has ${v.balance} in the market and needs ${v.price}.`,
    "Deposit more, or pay otherwise.",
  ],
  Access_Exchanged: [
    (v) => `${v.reader}'s right was exchanged for another (deal ${id(v.deal)}), so it can't be revoked.`,
    "Wait until its time is used up; only its reader may give it up.",
  ],
  Access_ScopeDiffers: [
    (v) => `${v.reader} has an active right to other files or versions of ${id(v.dataset)}, which this one would cut.`,
    "Wait until it ends, or buy an offer that covers all of it for as long.",
  ],
  Access_AlreadyForever: [(v) => `${v.reader} already has this right for ever.`, "There is nothing to buy."],
  Access_NoRight: [(v) => `${v.reader} has no active right to ${id(v.dataset)}.`, "Buy it first."],
  Access_WrongPurchase: [
    (v) => `Purchase ${v.index} is not the newest of ${v.reader}'s right.`,
    "Read the purchases again.",
  ],
  Access_WrongTerms: [
    (v) => `The terms are those of offer ${id(v.actual)}, not ${id(v.expected)}.`,
    "Read the purchases again.",
  ],
  Access_WindowClosed: [(v) => `The refund window closed at ${time(v.closedAt)}.`, "Only the owner can pay back now."],
  Access_PurchasesMissing: [(v) => `Not all purchases of ${v.reader} are named.`, "Read the purchases again."],
  Access_TooManyPurchases: [
    (v) => `${v.reader}'s right holds ${v.max} unused purchases already.`,
    "Use up or give back some, or buy a longer time.",
  ],
  Access_BadReceiver: [(v) => `${v.to} can't receive the money.`, "Name an account of your own."],
  Access_NothingToCollect: [
    (v) => `There is nothing to collect from offer ${id(v.offer)} now.`,
    "Wait for sales, or for refund windows to close.",
  ],
  Access_NothingToWithdraw: [
    (v) => `${v.account} has no credit in ${v.token}.`,
    "Nothing is lost: there is nothing to withdraw.",
  ],
  Access_FeeTooHigh: [
    (v) => `A fee of ${v.feeBps} basis points is above the limit of ${v.max}.`,
    "Propose a lower fee.",
  ],
  Datasets_ManifestTaken: [
    (v) => `This manifest was published before, by ${v.publisher}.`,
    "Publish your own data with its own manifest.",
  ],
  Datasets_EmptyAnchor: [() => "The anchor is incomplete.", "Build the manifest again."],
  Datasets_NotOwner: [(v) => `${v.caller} does not own data set ${id(v.dataset)}.`, "Use the owner's account."],
  Datasets_TooManyVersions: [
    (v) => `Data set ${id(v.dataset)} has as many versions as are possible.`,
    "Publish a new data set.",
  ],
};
