import { day, id, type Sentences, time } from "./words.ts";

const statuses = ["is not open yet", "is open", "is being closed", "is closed"];

/** Refusals of `Tabs`. */
export const tabSentences: Sentences = {
  Tabs_BadProvider: [(v) => `${v.provider} can't be the provider of ${v.reader}'s tab.`, "Name another account."],
  Tabs_NoToken: [(v) => `There is no token at ${v.token}.`, "Check the token's address and the network."],
  Tabs_ZeroAmount: [() => "The amount is zero.", "Name an amount above zero."],
  Tabs_TooMuch: [(v) => `Tab ${id(v.id)} can't hold ${v.amount} more.`, "Deposit less, or open another tab."],
  Tabs_WrongStatus: [
    (v) => `Tab ${id(v.id)} ${statuses[Number(v.status)] ?? "has another status"}; that is not possible now.`,
    "Look at the tab's state.",
  ],
  Tabs_NotReader: [(v) => `${v.caller} is not the reader of tab ${id(v.id)}.`, "Use the reader's account."],
  Tabs_NotProvider: [(v) => `${v.caller} is not the provider of tab ${id(v.id)}.`, "Use the provider's account."],
  Tabs_NotSigned: [(v) => `${v.signer} did not sign this.`, "Check tab, amount and signature."],
  Tabs_Expired: [(v) => `The signature ended at ${time(v.deadline)}.`, "Ask for a new one."],
  Tabs_TermTooLong: [
    (v) => `A payment term of ${day(v.paymentTerm)} is too long; at most ${day(v.max)} are possible.`,
    "Sign a shorter term.",
  ],
  Tabs_SerialUsed: [
    (v) => `Credit line ${v.serial} is not newer than ${v.last}, which was accepted.`,
    "Ask the provider for one with a higher serial.",
  ],
  Tabs_NotNewer: [
    (v) => `The voucher says ${v.owed}; ${v.claimed} is claimed already.`,
    "Settle a voucher for more, or nothing.",
  ],
  Tabs_BeyondLimit: [
    (v) => `${v.owed} is owed, but deposit and limit reach to ${v.available} only.`,
    "Deposit more, or ask the provider for a higher limit.",
  ],
  Tabs_BelowClaimed: [(v) => `${v.owed} is less than the ${v.claimed} that is claimed.`, "Use a newer voucher."],
  Tabs_NothingToCollect: [
    (v) => `There is nothing to collect from tab ${id(v.id)} now.`,
    "Settle the newest voucher first.",
  ],
  Tabs_NothingToState: [(v) => `Tab ${id(v.id)} has no debt that is on no statement yet.`, "There is nothing to do."],
  Tabs_MoreThanOwed: [(v) => `${v.amount} is more than the debt of ${v.debt}.`, "Pay the debt, and no more."],
  Tabs_EarlierUnpaid: [
    (v) => `An earlier statement than number ${v.number} is unpaid.`,
    "Hand over the oldest statement first.",
  ],
  Tabs_OutstandingDiffers: [
    (v) => `${v.outstanding} of statement ${v.number} is outstanding, not ${v.amount}.`,
    "Sign for what is outstanding.",
  ],
  Tabs_TimeToSettle: [
    (v) => `The provider may settle until ${time(v.closesAt)}.`,
    "Finish the closing then, or close by agreement.",
  ],
  Tabs_BadReceiver: [(v) => `${v.to} can't receive the money.`, "Name an account of your own."],
  Tabs_NothingToWithdraw: [
    (v) => `${v.account} has no credit in ${v.token}.`,
    "Nothing is lost: there is nothing to withdraw.",
  ],
};
