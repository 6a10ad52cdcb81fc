import { id, type Sentences, time } from "./words.ts";

/** Refusals of `Quotes` and of the holdbacks of advances. */
export const quoteSentences: Sentences = {
  Quotes_NotSeller: [(v) => `${v.caller} is not the seller ${v.seller}.`, "Use the seller's account."],
  Quotes_NotBuyer: [(v) => `${v.caller} is not the buyer ${v.buyer}.`, "Use the buyer's account."],
  Quotes_NotHolder: [(v) => `${v.caller} does not hold lot ${id(v.lot)}.`, "Use its holder's account."],
  Quotes_NotSigned: [
    (v) => `${v.signer} has neither signed nor posted offer ${id(v.hash)}.`,
    "Ask whoever gave it to you for it again.",
  ],
  Quotes_Expired: [(v) => `The offer ended at ${time(v.deadline)}.`, "Ask for a new one."],
  Quotes_Cancelled: [(v) => `Offer ${id(v.hash)} was cancelled.`, "Ask for a new one."],
  Quotes_OtherLot: [(v) => `The offer is for lot ${id(v.wanted)}, not ${id(v.lot)}.`, "Choose the lot that it names."],
  Quotes_Changed: [
    (v) => `Lot ${id(v.lot)} is not what it was when the offer was made.`,
    "Ask its holder for a new offer.",
  ],
  Quotes_WrongStatus: [
    (v) => `As the claim of lot ${id(v.lot)} stands now, it can't be sold like this.`,
    "A late one is sold by an ask with a price; others while they are promised and not paid.",
  ],
  Quotes_BadUnits: [(v) => `Lot ${id(v.lot)} has ${v.available} units, not ${v.units}.`, "Name at most all of them."],
  Quotes_BadKind: [() => "The debtor buys without recourse only.", "Make an offer without recourse."],
  Quotes_OtherToken: [
    (v) => `The offer is in ${v.wanted}, the claim in ${v.token}.`,
    "Choose a claim in the offer's token.",
  ],
  Quotes_OtherDebtor: [(v) => `The offer is for claims on ${v.wanted}, not on ${v.debtor}.`, "Choose another offer."],
  Quotes_ForAnything: [
    () => "The offer names neither a debtor, a seller nor a lot.",
    "Name one: else it would buy what anybody makes up.",
  ],
  Quotes_TooLong: [
    (v) => `It is due in ${v.daysLeft} days, and the offer takes at most ${v.maxDays}.`,
    "Wait, or choose another offer.",
  ],
  Quotes_EvidenceMissing: [
    (v) => `Claim ${id(v.id)} lacks evidence that the offer wants.`,
    "Have the missing streams attested first; a bid for bills wants none.",
  ],
  Quotes_BeyondLimit: [
    (v) => `With this the offer would have bought ${v.wanted}, more than its ${v.limit}.`,
    "Sell fewer units, or ask for a new offer.",
  ],
  Quotes_BadAdvance: [
    (v) => `An advance of ${v.advanceBps} basis points is not possible here.`,
    "Name at most 10,000; the debtor pays all at once, and so does who buys a bill.",
  ],
  Quotes_BadPricing: [
    (v) => `A rate of ${v.rateBps} and a fee of ${v.feeBps} basis points leave nothing for ${v.daysLeft} days.`,
    "Choose lower ones.",
  ],
  Quotes_NoPrice: [(v) => `Lot ${id(v.lot)} would cost nothing.`, "Sell more units, or name a price."],
  Quotes_TooDear: [(v) => `The price is ${v.price}, above ${v.maxPrice}.`, "Look at the price now, and try again."],
  Quotes_TooCheap: [(v) => `The price is ${v.price}, below ${v.minPrice}.`, "Look at the price now, and try again."],
  Quotes_WorthLess: [
    (v) => `The units are worth ${v.worth}, less than ${v.minWorth}.`,
    "Something was paid or credited meanwhile: look again.",
  ],
  Quotes_DueLater: [
    (v) => `It is due at ${time(v.dueAt)}, later than ${time(v.latestDue)}.`,
    "It was extended meanwhile: look again.",
  ],
  Holdback_OtherTerms: [() => "These are not the terms of the lot that is held.", "Read its terms again."],
  Holdback_NotFinancier: [(v) => `${v.caller} is not the financier.`, "Use the financier's account."],
  Holdback_NothingThere: [() => "There is nothing to share out yet.", "Wait until the debtor has paid."],
  Holdback_NothingToWithdraw: [(v) => `Nothing is kept for ${v.account}.`, "Nothing is lost: there is nothing to do."],
  Holdback_BadReceiver: [(v) => `${v.to} can't receive the money.`, "Name an account of your own."],
};
