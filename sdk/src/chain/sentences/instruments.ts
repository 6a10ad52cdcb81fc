import { day, id, type Sentences, time } from "./words.ts";

/** By the receivables' numbers. */
const statuses = [
  "is not registered",
  "is not confirmed",
  "is disputed",
  "is confirmed",
  "is paid in part",
  "is paid",
  "is overdue",
  "is in default",
  "is void",
];

const streams = ["information", "commercial", "logistics", "capital"];

/** State of a receivable by its number. */
const receivableState = (status: unknown): string => statuses[Number(status)] ?? "has another status";

/** Refusals of `Lots`. */
const lotSentences: Sentences = {
  Lots_NotHolder: [(v) => `${v.caller} does not hold lot ${id(v.id)}.`, "Use its holder's account."],
  Lots_NotTransferable: [
    (v) => `Lot ${id(v.id)} can't be handed on yet.`,
    "Wait until the debtor has confirmed the receivable.",
  ],
  Lots_BadReceiver: [
    (v) => `Lot ${id(v.id)} can't go to ${v.to}.`,
    "Name another account, which is nobody's contract.",
  ],
  Lots_TooDeep: [(v) => `Lot ${id(v.id)} was handed on as often as it may be.`, "Keep it until it is paid."],
  Lots_BadKind: [(v) => `Lot ${id(v.id)} can't be handed on in this way.`, "Say with or without recourse."],
  Lots_BadUnits: [
    (v) => `${v.units} units of lot ${id(v.id)} can't go; it has ${v.available}.`,
    "Name at least one and fewer than it has, or hand it on whole.",
  ],
  Lots_Exists: [(v) => `There is a lot ${id(v.id)} already.`, "Try again in the next second."],
  Lots_NoParts: [(v) => `Nothing is cut off lot ${id(v.id)}.`, "Name a part at least."],
  Lots_NotNeighbours: [
    (v) => `Lots ${id(v.id)} and ${id(v.other)} do not touch, or came to their holder by different acts.`,
    "Join lots that came from one lot in one act.",
  ],
  Lots_Endorsed: [(v) => `Lot ${id(v.id)} was endorsed since it was made.`, "It stays a lot of its own."],
  Lots_Unlike: [
    (v) => `Lots ${id(v.id)} and ${id(v.other)} have not collected the same.`,
    "Collect on both, then join them.",
  ],
  Lots_NotApproved: [
    (v) => `${v.spender} may move ${v.allowance} units of lot ${id(v.id)} only.`,
    "Let its holder approve more, or make it his operator.",
  ],
  Lots_BadChain: [(v) => `These links do not lead to lot ${id(v.id)}.`, "Read its lineage again."],
};

/** Refusals of `Receivables` before anything is owed. */
const registering: Sentences = {
  Receivables_NotDebtor: [(v) => `${v.caller} is not the debtor.`, "Use the debtor's account."],
  Receivables_NotStatements: [
    (v) => `${v.caller} is not the contract that makes receivables of tabs' statements.`,
    "Register statements there, with both signatures.",
  ],
  Receivables_NotCreditor: [(v) => `${v.caller} is not the creditor.`, "Use the creditor's account."],
  Receivables_BadParties: [(v) => `${v.debtor} can't owe anything to ${v.creditor}.`, "Name two different parties."],
  Receivables_NoToken: [(v) => `There is no token at ${v.token}.`, "Check the token's address and the network."],
  Receivables_BadNumber: [
    (v) => `${v.number} is no invoice number.`,
    "Write it with capital letters A to Z and digits, at most 32.",
  ],
  Receivables_BadFace: [
    (v) => `${v.units} units of ${v.unit} can't be an invoice's amount.`,
    "Name an amount above zero and below 2^94.",
  ],
  Receivables_BadDueDate: [
    (v) => `It can't be due at ${time(v.dueAt)}.`,
    "Choose a day in the future, within the longest term.",
  ],
  Receivables_BadTerms: [
    (v) => `Tiers ${v.maxTier}, interest ${v.lateBps} and days of grace ${v.graceDays} are not all possible.`,
    "At most 63 tiers, 3,600 basis points and 365 days.",
  ],
  Receivables_Exists: [
    (v) => `Receivable ${id(v.id)} is registered already.`,
    "Find it by its number; a corrected invoice has a number of its own.",
  ],
  Receivables_OrderDiffers: [
    (v) => `The order was said to come to ${v.first}, not to ${v.orderAmount}.`,
    "Name the amount that was said first.",
  ],
  Receivables_BeyondOrder: [
    (v) => `The order's invoices would come to ${v.wanted}, which is more than its ${v.orderAmount}.`,
    "Name a lower amount, or withdraw another invoice of it.",
  ],
  Receivables_OtherTerms: [
    (v) => `Receivable ${id(v.id)} was registered with other terms, or not at all.`,
    "Read its terms again.",
  ],
  Receivables_WrongStatus: [
    (v) => `Receivable ${id(v.id)} ${receivableState(v.status)}; that is not possible now.`,
    "Look at what may be done with it now.",
  ],
  Receivables_Expired: [(v) => `The signature ended at ${time(v.deadline)}.`, "Ask for a new one."],
  Receivables_NotSigned: [
    (v) => `${v.signer} did not sign this, or signed it for another state.`,
    "Ask for a signature for what is now.",
  ],
  Receivables_BadMaxTerm: [(v) => `A longest term of ${day(v.maxTerm)} can't be set.`, "Choose 30 to 3,650 days."],
};

/** Refusals of `Receivables` about payment, lots and recourse. */
const owing: Sentences = {
  Receivables_NothingPaid: [(v) => `Nothing would be paid on receivable ${id(v.id)}.`, "Pay more than zero."],
  Receivables_OtherToken: [
    (v) => `The receivable is paid in ${v.ofReceivable}, not in ${v.token}.`,
    "Pay those in one token together.",
  ],
  Receivables_BadReceiver: [(v) => `${v.to} can't receive the money.`, "Name an account of your own."],
  Receivables_NothingToCollect: [
    (v) => (v.lot === 0n ? "Nothing waits for this account." : `Nothing was paid on lot ${id(v.lot)} yet.`),
    "Wait until the debtor has paid.",
  ],
  Receivables_NotHolder: [(v) => `${v.caller} does not hold lot ${id(v.lot)}.`, "Use its holder's account."],
  Receivables_BadUnits: [
    (v) => `Lot ${id(v.lot)} has ${v.length} units; ${v.units} can't be credited.`,
    "Name at least one and at most all.",
  ],
  Receivables_UnitsMissing: [
    (v) => `The holders of ${v.agreed} units agreed, and ${v.open} are open.`,
    "Ask all holders for their signatures.",
  ],
  Receivables_NotAscending: [
    (v) => `Lot ${id(v.lot)} stands twice, in the wrong place, or is no more.`,
    "Name each lot once, in the order of their units.",
  ],
  Receivables_TooEarly: [(v) => `That is possible from ${time(v.from)} on.`, "Wait until then."],
  Receivables_BadChain: [(v) => `These links do not lead to lot ${id(v.lot)}.`, "Read its lineage again."],
  Receivables_NotLiable: [
    (v) => `${v.endorser} is not liable for lot ${id(v.lot)}.`,
    "Turn to somebody who endorsed it with recourse.",
  ],
  Receivables_WrittenOff: [
    (v) => `Lot ${id(v.lot)} is written off already.`,
    "The claim stays: there is nothing to do.",
  ],
};

/** Refusals of `Debtors` and `Evidence`. */
const recordSentences: Sentences = {
  Debtors_NotInstrument: [(v) => `${v.caller} may not write into debtors' records.`, "Only the receivables do."],
  Debtors_NotBank: [
    (v) => `${v.account} is not the debtor's bank.`,
    "Use the bank's account, while its credential lasts.",
  ],
  Debtors_StillOwing: [
    (v) => `${v.debtor} still owes ${v.outstanding} that his bank let him confirm.`,
    "Change the bank when that is paid.",
  ],
  Debtors_BeyondLimit: [
    (v) => `${v.debtor} would owe ${v.wanted}, which is more than the limit of ${v.limit}.`,
    "Pay first, or ask for a higher limit.",
  ],
  Evidence_WrongStatus: [
    (v) => `Receivable ${id(v.id)} ${receivableState(v.status)}: it takes no evidence.`,
    "Add evidence while it is registered and not paid.",
  ],
  Evidence_NotInRole: [
    (v) => `${v.party} may not write evidence of the ${streams[Number(v.stream)] ?? "other"} stream.`,
    "Use the account of who has that role.",
  ],
  Evidence_NothingSaid: [() => "The evidence is empty.", "Name the hash of a document."],
};

/** Refusals of instruments. */
export const instrumentSentences: Sentences = { ...lotSentences, ...registering, ...owing, ...recordSentences };
