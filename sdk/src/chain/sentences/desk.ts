import { id, type Sentences, time } from "./words.ts";

/** Refusals of `Desk`: grants, deals, mandates, and purchases by transfer. */
export const deskSentences: Sentences = {
  Grants_Expired: [
    (v) => `The grant could be redeemed until ${time(v.deadline)}.`,
    "Ask the owner of the data set for a new one.",
  ],
  Grants_Used: [(v) => `Grant ${id(v.grant)} was redeemed or withdrawn before.`, "Ask the owner for a new one."],
  Grants_NotSigned: [(v) => `${v.owner} did not sign this grant.`, "Use the grant unchanged, as the owner signed it."],
  Grants_NotOwner: [(v) => `Only ${v.owner} may withdraw this grant, not ${v.caller}.`, "Use the owner's account."],
  Exchange_Expired: [(v) => `The deal could be done until ${time(v.deadline)}.`, "Agree on a new deal."],
  Exchange_Closed: [(v) => `Deal ${id(v.deal)} was done or withdrawn before.`, "Agree on a new deal."],
  Exchange_NotSigned: [(v) => `${v.owner} did not sign this deal.`, "Get the signature of both sides."],
  Exchange_NotParty: [(v) => `${v.caller} is no side of this deal.`, "Use the account of one of its sides."],
  Exchange_SameOwner: [(v) => `${v.owner} can't exchange with himself.`, "Agree with somebody else."],
  Renewals_Expired: [(v) => `The mandate could be used until ${time(v.deadline)}.`, "Ask the payer for a new one."],
  Renewals_Withdrawn: [() => "The payer has withdrawn the mandate.", "Ask the payer for a new one."],
  Renewals_OtherOffer: [
    (v) => `The mandate is for offer ${id(v.expected)}, not ${id(v.actual)}.`,
    "Renew from the offer that it names.",
  ],
  Renewals_NotSigned: [(v) => `${v.payer} did not sign this mandate.`, "Use the mandate unchanged, as it was signed."],
  Renewals_NotPayer: [(v) => `Only ${v.payer} may withdraw this mandate, not ${v.caller}.`, "Use the payer's account."],
  Renewals_OverCap: [
    (v) => `${v.spent} of ${v.cap} is spent; another ${v.price} is more than the mandate allows.`,
    "Ask the payer for a new mandate.",
  ],
  Renewals_NoRight: [
    (v) => `${v.reader} has no right to ${id(v.dataset)} that could be renewed.`,
    "Buy the right first.",
  ],
  Renewals_TooEarly: [(v) => `The right may be renewed from ${time(v.notBefore)} on.`, "Wait until then."],
  Transfers_OtherToken: [(v) => `The offer is in the token ${v.expected}, not ${v.actual}.`, "Pay in its token."],
  Transfers_OtherAmount: [(v) => `The price is ${v.price}, and ${v.value} was sent.`, "Send exactly the price."],
  Transfers_BadOrder: [() => "The transfer names no order that can be read.", "Make the transfer anew."],
};
