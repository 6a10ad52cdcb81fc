import { id, type Sentences, time } from "./words.ts";

/** By the bills' numbers. */
const statuses = [
  "was not drawn",
  "is drawn",
  "is accepted",
  "is accepted in part",
  "was refused acceptance",
  "is presented for payment",
  "is paid in part",
  "is paid",
  "was dishonoured",
  "is protested",
  "is in recourse",
  "is discharged",
  "is cancelled",
  "is blocked",
];

/** State of a bill by its number. */
export const billState = (status: unknown): string => statuses[Number(status)] ?? "has another status";

/** A day from 1 January 1970 on; far away: never. */
const dateOf = (value: unknown): string =>
  Number(value) >= 2 ** 24 - 1 ? "the day on which it is seen" : time(Number(value) * 86_400).slice(0, 10);

/** Refusals of `Bills` about drawing and accepting. */
const drawing: Sentences = {
  Bills_NotDrawer: [(v) => `${v.caller} is not the drawer of bill ${id(v.id)}.`, "Use the drawer's account."],
  Bills_NotDrawee: [(v) => `${v.caller} is not the drawee of bill ${id(v.id)}.`, "Use the drawee's account."],
  Bills_NotPayee: [(v) => `${v.caller} is not the payee of bill ${id(v.id)}.`, "Use the payee's account."],
  Bills_BadParties: [
    (v) => `A bill of ${v.drawer} on ${v.drawee} to ${v.payee} lacks a party.`,
    "Name the drawee and the payee.",
  ],
  Bills_NoToken: [(v) => `There is no token at ${v.token}.`, "Check the token's address and the network."],
  Bills_BadSum: [
    (v) => `${v.units} units of ${v.unit} can't be a bill's sum.`,
    "Name a sum above zero and at most 2^92.",
  ],
  Bills_BadDate: [
    (v) => `A bill can't be dated ${dateOf(v.drawnOn)} on ${dateOf(v.today)}.`,
    "Date it today, or at most 30 days back.",
  ],
  Bills_BadTenor: [
    (v) => `A bill can't be due in that way (${v.tenor}, ${v.term}).`,
    "Choose at sight, days after sight or date, or a day from today on, within 3,650 days.",
  ],
  Bills_BadClauses: [
    (v) => `Clauses ${v.clauses} are not possible together.`,
    "A bill after sight must be presentable for acceptance.",
  ],
  Bills_BadPresentBy: [
    (v) => `Presentment for acceptance can't be ordered until ${dateOf(v.presentBy)}.`,
    "Name a day from today on, of a bill that is presented for acceptance.",
  ],
  Bills_Incomplete: [
    () => "A place or the document's hash is missing.",
    "Name where it was drawn and is payable, and the hash of the document.",
  ],
  Bills_Exists: [(v) => `Bill ${id(v.id)} was drawn already.`, "Find it by its id; another bill differs in something."],
  Bills_AlreadyDelivered: [(v) => `The payee has received bill ${id(v.id)}.`, "Nothing is left to be done."],
  Bills_NotForAcceptance: [
    (v) => `Bill ${id(v.id)} is not presented for acceptance.`,
    "Present it for payment when it is due.",
  ],
  Bills_NotPresented: [(v) => `Bill ${id(v.id)} was not presented for acceptance.`, "Present it first."],
  Bills_AlreadyPresented: [
    (v) => `Bill ${id(v.id)} was presented; its drawee may answer until ${dateOf(v.lastDay)}.`,
    "Wait for the answer.",
  ],
  Bills_BadPart: [
    (v) => `${v.part} base units of each unit are no part of it: at most ${v.most} are.`,
    "Name some of it, and not more.",
  ],
  Bills_NotPermitted: [
    (v) => `The rules of bill ${id(v.id)} (${v.rules}) don't permit that.`,
    "Look at what its rules permit.",
  ],
  Bills_Expired: [(v) => `The signature ended at ${time(v.deadline)}.`, "Ask for a new one."],
  Bills_NotSigned: [
    (v) => `${v.signer} did not sign this, or signed it for another state.`,
    "Ask for a signature for what is now.",
  ],
};

/** Refusals of `Bills` about payment and holding. */
const holding: Sentences = {
  Bills_NotHolder: [(v) => `${v.caller} does not hold lot ${id(v.lot)}.`, "Use its holder's account."],
  Bills_NotWhole: [
    (v) => `Bill ${id(v.id)} is not in one hand, or with an agent or a pledgee.`,
    "Bring all its lots together first.",
  ],
  Bills_WrongStatus: [
    (v) => `Bill ${id(v.id)} ${billState(v.status)}; that is not possible now.`,
    "Look at what may be done with it now.",
  ],
  Bills_TooEarly: [(v) => `That is possible from ${dateOf(v.firstDay)} on.`, "Wait until then."],
  Bills_TooLate: [(v) => `That was possible until ${dateOf(v.lastDay)}.`, "Look at what may be done with it now."],
  Bills_NotDelivered: [(v) => `The payee has not received bill ${id(v.id)}.`, "Wait until he has."],
  Bills_NothingPaid: [(v) => `Nothing would be paid on bill ${id(v.id)}.`, "Pay at least one base unit of each unit."],
  Bills_OtherToken: [(v) => `The bill is paid in ${v.ofBill}, not in ${v.token}.`, "Pay those in one token together."],
  Bills_BadReceiver: [
    (v) => `${v.to} can't receive the money.`,
    "Name an account of your own; an agent collects for who sent him.",
  ],
  Bills_NothingToCollect: [(v) => `Nothing was paid on lot ${id(v.lot)} yet.`, "Wait until somebody has paid."],
  Bills_Uncollected: [(v) => `${v.amount} of bill ${id(v.id)} were not collected.`, "Collect them first."],
  Bills_BadKind: [
    (v) => `Lot ${id(v.lot)} can't be endorsed in this way here.`,
    "Choose no further, in blank or for collection; in full it is endorsed as any lot.",
  ],
  Bills_NotToOrder: [(v) => `Bill ${id(v.id)} is not to order.`, "It can be assigned: endorse it in full."],
  Bills_WrongHold: [
    (v) => `Lot ${id(v.lot)} is held in another way than this needs.`,
    "Look whether it is in blank, pledged or with an agent.",
  ],
  Bills_NotPrincipal: [(v) => `${v.caller} did not send lot ${id(v.lot)} to an agent.`, "Use the account that did."],
  Bills_NotChanges: [(v) => `${v.caller} is not the contract of changes.`, "Change bills there."],
  Bills_Stopped: [
    (v) => `A court has stopped lot ${id(v.lot)}.`,
    "Object, if it is yours; else wait until the order ends.",
  ],
  Bills_NotRecourse: [(v) => `${v.caller} is not the contract of recourse.`, "Take bills up there."],
};

/** Refusals of `BillsRecourse`. */
const recourse: Sentences = {
  BillsRecourse_WrongStatus: [
    (v) => `Bill ${id(v.id)} ${billState(v.status)}; there is no recourse for that now.`,
    "It must be protested, or refused or dishonoured where no protest is needed.",
  ],
  BillsRecourse_NotPresented: [
    (v) => `Bill ${id(v.id)} should have been presented for acceptance until ${dateOf(v.presentBy)}.`,
    "Recourse is lost; an acceptor still owes.",
  ],
  BillsRecourse_NotAccepted: [
    (v) => `Nobody has accepted all of bill ${id(v.id)} that is owed.`,
    "Pay for another party, or take the rest up first.",
  ],
  BillsRecourse_BadPrincipal: [
    (v) => `${v.principal} can't be guaranteed for on bill ${id(v.id)}.`,
    "Name another liable party: drawer, acceptor, or who endorsed it with recourse.",
  ],
  BillsRecourse_BadPart: [
    (v) => `A guarantee of ${v.part} base units of each unit is not possible.`,
    "Name more than is guaranteed already, and at most all.",
  ],
  BillsRecourse_NotHolder: [(v) => `${v.caller} does not hold lot ${id(v.lot)}.`, "Use its holder's account."],
  BillsRecourse_NotWhole: [
    (v) => `Of bill ${id(v.id)} only ${v.units} units are in one hand.`,
    "The rest is claimed by who holds the whole.",
  ],
  BillsRecourse_NotLiable: [
    (v) => `${v.party} does not answer for lot ${id(v.lot)}.`,
    "Turn to the drawer, or to somebody who endorsed it with recourse.",
  ],
  BillsRecourse_BadChain: [(v) => `These links do not lead to lot ${id(v.lot)}.`, "Read its history again."],
  BillsRecourse_Barred: [
    (v) => `Claims on prior parties of lot ${id(v.lot)} ended on ${dateOf(v.lastDay)}.`,
    "Turn to the acceptor.",
  ],
  BillsRecourse_TooLate: [(v) => `That was possible until ${dateOf(v.lastDay)}.`, "Look at what may be done now."],
  BillsRecourse_TooDear: [
    (v) => `${v.amount} are owed, more than the ${v.maxAmount} that were to be paid at most.`,
    "Ask for the sum again: interest goes on each day.",
  ],
  BillsRecourse_NothingOwed: [(v) => `Nothing is owed on lot ${id(v.lot)}.`, "There is nothing to do."],
  BillsRecourse_TooMuchCosts: [
    (v) => `Costs of ${v.costs} are more than the rules allow.`,
    "Note at most the rules' share of what is open.",
  ],
  BillsRecourse_AlreadyProtested: [(v) => `The rest of bill ${id(v.id)} is protested.`, "There is nothing to do."],
  BillsRecourse_NotProtested: [(v) => `The rest of bill ${id(v.id)} is not protested.`, "Its holder protests first."],
  BillsRecourse_AlreadyTakenUp: [
    (v) => `Somebody has taken up the rest of bill ${id(v.id)}.`,
    "Who is liable before him takes up his receipt.",
  ],
  BillsRecourse_NoReceipt: [(v) => `Nobody has taken up the rest of bill ${id(v.id)}.`, "There is nothing to pay."],
  BillsRecourse_OwnClaim: [
    (v) => `${v.account} would pay himself, or as acceptor for others.`,
    "Use the account of who owes; the acceptor pays for himself.",
  ],
  BillsRecourse_BadReceiver: [(v) => `${v.to} can't receive the money.`, "Name an account of your own."],
  BillsRecourse_NothingToWithdraw: [(v) => `Nothing waits for ${v.account}.`, "There is nothing to do."],
  BillsRecourse_Stopped: [
    (v) => `A court has stopped lot ${id(v.lot)}, so nobody knows who is to be paid.`,
    "Wait until the order ends.",
  ],
  BillsRecourse_NotSelf: [(v) => `${v.caller} may not call this.`, "The contract calls it itself."],
};

/** Refusals of `BillsChanges`. */
const changes: Sentences = {
  BillsChanges_Attached: [(v) => `The contract belongs to the bills at ${v.bills}.`, "Deploy another one."],
  BillsChanges_WrongStatus: [
    (v) => `Bill ${id(v.id)} ${billState(v.status)}; that is not possible now.`,
    "Look at what may be done with it now.",
  ],
  BillsChanges_NotDelivered: [(v) => `The payee has not received bill ${id(v.id)}.`, "Wait until he has."],
  BillsChanges_NotCourt: [
    (v) => `${v.caller} is not the court that bill ${id(v.id)} names.`,
    "Use the court's account, if the face names one.",
  ],
  BillsChanges_NoLot: [(v) => `Nobody holds lot ${id(v.lot)}.`, "Name another lot."],
  BillsChanges_AlreadyStopped: [(v) => `Lot ${id(v.lot)} is stopped already.`, "Look at the order that stands."],
  BillsChanges_NotStopped: [(v) => `Lot ${id(v.lot)} is not stopped.`, "There is nothing to do."],
  BillsChanges_BadClaimant: [
    (v) => `${v.claimant} can't be the claimant.`,
    "Name who lost the key, and no party of the order.",
  ],
  BillsChanges_BadLastDay: [
    (v) => `A stop order can't last until ${dateOf(v.lastDay)}.`,
    "Choose a day within the bounds of the contract.",
  ],
  BillsChanges_NotHolder: [(v) => `${v.caller} does not hold lot ${id(v.lot)}.`, "Use its holder's account."],
  BillsChanges_NotClaimant: [
    (v) => `${v.caller} is not the claimant of lot ${id(v.lot)}.`,
    "Use the claimant's account.",
  ],
  BillsChanges_TooEarly: [(v) => `That is possible from ${dateOf(v.firstDay)} on.`, "Wait until then."],
  BillsChanges_TooLate: [(v) => `That was possible until ${dateOf(v.lastDay)}.`, "Ask the court for another order."],
  BillsChanges_Objected: [(v) => `The holder of lot ${id(v.lot)} has objected.`, "The court decides."],
  BillsChanges_NotObjected: [(v) => `Nobody has objected about lot ${id(v.lot)}.`, "There is nothing to dismiss."],
  BillsChanges_Dismissed: [(v) => `An objection about lot ${id(v.lot)} was dismissed.`, "Turn to the court."],
  BillsChanges_NoSecurity: [
    (v) => `${v.claimant} has given no security for lot ${id(v.lot)}, or it was used.`,
    "There is nothing to do.",
  ],
  BillsChanges_BadReceiver: [(v) => `${v.to} can't receive the money.`, "Name an account of your own."],
  BillsChanges_NothingToWithdraw: [(v) => `Nothing waits for ${v.account}.`, "There is nothing to do."],
  BillsChanges_NotWhole: [
    (v) => `Bill ${id(v.id)} is not in one hand, or in blank, pledged, stopped or with an agent.`,
    "Bring it into one hand, free, first.",
  ],
  BillsChanges_OtherParties: [
    () => "The new bill has another drawer, drawee or payee.",
    "These three stay; anything else may be new.",
  ],
  BillsChanges_BadChain: [(v) => `These links do not lead to bill ${id(v.id)}.`, "Read its history again."],
  BillsChanges_BadLink: [
    (v) => `Endorsement ${Number(v.index) + 1} of the paper does not follow from the one before.`,
    "Write them in order, from the payee on.",
  ],
  BillsChanges_Expired: [(v) => `The signatures ended at ${time(v.deadline)}.`, "Ask for new ones."],
  BillsChanges_SignaturesMissing: [
    (v) => `${v.given} signatures are given, and ${v.wanted} are needed.`,
    "Drawer, acceptor, each endorser in order, and the holder sign.",
  ],
  BillsChanges_NotSigned: [
    (v) => `${v.signer} did not sign this, or signed it for another state.`,
    "Ask for a signature for what is now.",
  ],
  BillsChanges_NotHis: [
    (v) => `${v.holder} took the bill to paper ${id(v.paper)}, and has not signed.`,
    "Ask for that signature.",
  ],
  BillsChanges_BadPaper: [(v) => `Paper ${id(v.paper)} was used already, or is none.`, "Name another paper."],
};

/** Refusals of `RuleSets`. */
const rules: Sentences = {
  RuleSets_None: [(v) => `There is no rule set ${v.id}.`, "Choose one of those that there are."],
  RuleSets_BadRules: [
    () => "These rules are not possible.",
    "Name them, give days to present, and keep rates within 3,600 basis points and times within 3,650 days.",
  ],
};

/** Refusals of `BillQuotes`, `Repos`, `Buyback` and `Acceptors`, beyond those of receivables' quotes. */
const trades: Sentences = {
  Quotes_NotFree: [
    (v) => `Lot ${id(v.lot)} is in blank, pledged, stopped or with an agent.`,
    "Fill in the blank, or have it given back first.",
  ],
  Quotes_NotToOrder: [(v) => `Bill ${id(v.id)} is not to order.`, "Sell it without recourse."],
  Repos_WrongStatus: [
    (v) => `The bill of lot ${id(v.lot)} is not accepted, due already, or was refused.`,
    "Choose an accepted bill before its due day.",
  ],
  Repos_NotFree: [
    (v) => `Lot ${id(v.lot)} is in blank, pledged, stopped or with an agent.`,
    "Fill in the blank, or have it given back first.",
  ],
  Repos_NotToOrder: [(v) => `Bill ${id(v.id)} is not to order.`, "Sell it without recourse by an ask."],
  Repos_BadLastDay: [
    (v) => `${dateOf(v.lastDay)} is over, or not before ${dateOf(v.dueDay)}, when the bill is due.`,
    "Name a day in between.",
  ],
  Repos_BadHaircut: [(v) => `A haircut of ${v.haircutBps} basis points leaves nothing.`, "Name less than 10,000."],
  Repos_OwnPromise: [(v) => `${v.drawee} is the drawee.`, "Somebody else has to lend on his promise."],
  Repos_None: [(v) => `No buy-back holds lot ${id(v.lot)}.`, "Look at who holds it now."],
  Repos_TooDear: [(v) => `${v.amount} is due, more than ${v.maxAmount}.`, "Look at what is due today, and try again."],
  Repos_NotBack: [(v) => `Lot ${id(v.lot)} can't be given back now.`, "A court has stopped it: wait for its award."],
  Buyback_OtherLot: [(v) => `The buy-back holds another lot than ${id(v.lot)}.`, "Name the lot that it holds."],
  Buyback_NotParty: [(v) => `${v.caller} is neither buyer nor seller.`, "Use the account of one of them."],
  Buyback_TooEarly: [
    (v) => `The seller may buy back at least until the end of ${dateOf(v.lastDay)}.`,
    "Wait until the last day has passed.",
  ],
  Buyback_Gone: [(v) => `Lot ${id(v.lot)} is not there any more.`, "Settle what it brought, and look at who holds it."],
  Buyback_NothingDue: [(v) => `Nothing is due on lot ${id(v.lot)}: it is the seller's.`, "Settle to give it back."],
  Acceptors_NotAccepted: [(v) => `Nobody has accepted bill ${id(v.id)}.`, "Note accepted bills only."],
  Acceptors_NothingNew: [(v) => `Bill ${id(v.id)} is noted as it stands.`, "There is nothing to do."],
};

/** Refusals of the contracts of bills. */
export const billSentences: Sentences = { ...drawing, ...holding, ...recourse, ...changes, ...trades, ...rules };
