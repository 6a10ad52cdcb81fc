import type { Address } from "viem";
import { agentsPrincipal, billDue, billOf, billRoot } from "../bills/billState.ts";
import {
  acceptBill,
  acceptBillPart,
  acceptSignedBill,
  cancelBill,
  collectBill,
  dischargeBill,
  dishonourBill,
  lapseAcceptance,
  payBillEarly,
  payBills,
  presentForAcceptance,
  presentForPayment,
  protestBill,
  receiveBill,
  refuseAcceptance,
  refusePayment,
  refuseReceipt,
} from "../bills/bills.ts";
import { dayOfTime } from "../bills/face.ts";
import {
  deliverLot,
  endorseBill,
  enforcePledge,
  fillBlank,
  giveBackLot,
  pledgeLot,
  recallLot,
} from "../bills/holding.ts";
import type { Call } from "../chain/call.ts";
import { chainTime } from "../chain/time.ts";
import { utf8 } from "../data/bytes.ts";
import { KIND } from "../instruments/links.ts";
import { divideLot, endorseLot } from "../instruments/lots.ts";
import { documentHash } from "../instruments/terms.ts";
import { deployed } from "../networks.ts";
import { allow } from "./allowance.ts";
import { acceptor } from "./billAcceptor.ts";
import { change } from "./billChange.ts";
import { consent, consentIn } from "./billConsent.ts";
import { acceptanceIn, draft, draw, sign } from "./billDraw.ts";
import { exportBill, history, report, verify } from "./billFiles.ts";
import { billDone, billLines, billResult } from "./billLines.ts";
import {
  billNamed,
  billUnits,
  dayArgument,
  type HeldLot,
  heldLots,
  lotAmong,
  type NamedBill,
  ownBillLot,
  partArgument,
} from "./billNamed.ts";
import { quote } from "./billQuote.ts";
import { attest, demand, guarantee, honour, notify, owed, protestRest, takeUp, withdraw } from "./billRecourse.ts";
import { repo } from "./billRepo.ts";
import { stop } from "./billStop.ts";
import type { Command } from "./command.ts";
import { accountFrom, actorFrom, readerFrom } from "./context.ts";
import { UsageError } from "./exitCode.ts";
import { accountArgument, readArguments } from "./options.ts";
import { printResult } from "./output.ts";
import { subcommands } from "./subcommands.ts";
import { amountArgument } from "./token.ts";

const show: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, {});
  const reader = await readerFrom(values, env);
  const bill = await billNamed(reader, positionals[0]);
  const result = await billResult(reader, bill, accountFrom(values, env, reader.network)?.address);
  printResult(output, { ...result }, billLines(result, bill));
};

/** An act that needs nothing but the face. */
function plainAct(callOf: (bills: Address, bill: NamedBill) => Call): Command {
  return async ({ args, env, output }) => {
    const { values, positionals } = readArguments(args, {});
    const actor = await actorFrom(values, env);
    const bill = await billNamed(actor, positionals[0]);
    await billDone(actor, bill, callOf(deployed(actor.network).bills, bill), output);
  };
}

/** An act on a lot of the account's. */
function lotAct(callOf: (bills: Address, bill: NamedBill, lot: HeldLot) => Call): Command {
  return async ({ args, env, output }) => {
    const { values, positionals } = readArguments(args, { lot: { type: "string" } });
    const actor = await actorFrom(values, env);
    const bill = await billNamed(actor, positionals[0]);
    const lot = await ownBillLot(actor, bill, values.lot);
    await billDone(actor, bill, callOf(deployed(actor.network).bills, bill, lot), output);
  };
}

const accept: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, { part: { type: "string" } });
  const [named, file] = positionals;
  if (file !== undefined && values.part !== undefined) throw new UsageError("The file says itself what is accepted.");
  const actor = await actorFrom(values, env);
  const bill = await billNamed(actor, named);
  const { bills } = deployed(actor.network);
  if (file !== undefined) {
    return billDone(actor, bill, acceptSignedBill(bills, bill.face, await acceptanceIn(actor, bill, file)), output);
  }
  const { face } = bill;
  const call =
    values.part === undefined
      ? acceptBill(bills, face)
      : acceptBillPart(bills, face, partArgument(values.part, "part", bill));
  await billDone(actor, bill, call, output);
};

/** Does not accept; of a bill that is presented for payment: does not pay. */
const refuse: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, { reason: { type: "string" } });
  const actor = await actorFrom(values, env);
  const bill = await billNamed(actor, positionals[0]);
  const reason = values.reason === undefined ? undefined : await documentHash(utf8(values.reason));
  const { status } = await billOf(actor, bill.id);
  const refuseIt = status === "drawn" ? refuseAcceptance : refusePayment;
  await billDone(actor, bill, refuseIt(deployed(actor.network).bills, bill.face, reason), output);
};

/** For payment from the due day on, and at sight; else for acceptance. */
const present: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, { for: { type: "string" }, lot: { type: "string" } });
  const purposes = ["acceptance", "payment"];
  if (values.for !== undefined && !purposes.includes(values.for))
    throw new UsageError(`--for is ${purposes.join(" or ")}.`);
  const actor = await actorFrom(values, env);
  const bill = await billNamed(actor, positionals[0]);
  const [{ status, dueDay }, now] = await Promise.all([billOf(actor, bill.id), chainTime(actor)]);
  const isDue = bill.face.tenor === 0 || status !== "drawn" || (dueDay !== 0 && dayOfTime(now) >= dueDay);
  const { inner } = await ownBillLot(actor, bill, values.lot);
  const isForPayment = values.for === undefined ? isDue : values.for === "payment";
  const presentIt = isForPayment ? presentForPayment : presentForAcceptance;
  await billDone(actor, bill, presentIt(deployed(actor.network).bills, bill.face, inner), output);
};

/** Ways to endorse, by the words of the command. */
const ways = {
  "with-recourse": KIND.withRecourse,
  "without-recourse": KIND.withoutRecourse,
  "no-further": "noFurther",
  "in-blank": "inBlank",
  collection: "collection",
} as const;

const endorse: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, {
    ...{ to: { type: "string" }, lot: { type: "string" }, amount: { type: "string" } },
    as: { type: "string", default: "with-recourse" },
  });
  const to = accountArgument(values.to, "to");
  if (!Object.hasOwn(ways, values.as)) throw new UsageError(`--as is one of ${Object.keys(ways).join(", ")}.`);
  const way = ways[values.as as keyof typeof ways];
  const actor = await actorFrom(values, env);
  const bill = await billNamed(actor, positionals[0]);
  const { bills, lots } = deployed(actor.network);
  const lot = await ownBillLot(actor, bill, values.lot);
  const units = values.amount === undefined ? lot.units : billUnits(values.amount, bill);
  if (typeof way === "string") {
    if (units !== lot.units) throw new UsageError("Only with or without recourse a part is endorsed.");
    return billDone(actor, bill, endorseBill(bills, bill.face, lot.inner, to, way), output);
  }
  const whole = endorseLot(lots, lot.id, to, way);
  const part = divideLot(lots, billRoot(bills, bill.id), lot.inner, [{ to, units, kind: way }]);
  return billDone(actor, bill, units === lot.units ? whole : part, output);
};

const pledge: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, {
    ...{ to: { type: "string" }, until: { type: "string" }, lot: { type: "string" } },
  });
  const [to, lastDay] = [accountArgument(values.to, "to"), dayArgument(values.until, "until")];
  const actor = await actorFrom(values, env);
  const bill = await billNamed(actor, positionals[0]);
  const { inner } = await ownBillLot(actor, bill, values.lot);
  await billDone(actor, bill, pledgeLot(deployed(actor.network).bills, bill.id, inner, to, lastDay), output);
};

const deliver: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, { to: { type: "string" }, lot: { type: "string" } });
  const to = accountArgument(values.to, "to");
  const actor = await actorFrom(values, env);
  const bill = await billNamed(actor, positionals[0]);
  const { inner } = await ownBillLot(actor, bill, values.lot);
  await billDone(actor, bill, deliverLot(deployed(actor.network).bills, bill.id, inner, to), output);
};

/** Takes a lot back from an agent: it is one of those that others hold. */
const recall: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, { lot: { type: "string" } });
  const actor = await actorFrom(values, env);
  const bill = await billNamed(actor, positionals[0]);
  const lots = await heldLots(actor, bill);
  const senders = await Promise.all(lots.map(({ id }) => agentsPrincipal(actor, id)));
  const sent = lots.filter((_, i) => senders[i] === actor.wallet.account.address);
  const { inner } = lotAmong(sent, values.lot);
  await billDone(actor, bill, recallLot(deployed(actor.network).bills, bill.id, inner), output);
};

/** By the account's allowance, which is raised where it does not reach. */
const pay: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, { amount: { type: "string" }, consent: { type: "string" } });
  const actor = await actorFrom(values, env);
  const named = await Promise.all(positionals.map((each) => billNamed(actor, each)));
  const [first, second] = named;
  if (first === undefined) throw new UsageError("Say which bills are paid.");
  const isOne = values.amount !== undefined || values.consent !== undefined;
  if (second !== undefined && isOne) throw new UsageError("--amount and --consent are for one bill.");
  const { bills } = deployed(actor.network);
  const { token, face } = first;
  if (values.consent !== undefined) {
    await allow(actor, token.address, bills, BigInt(face.units) * face.unit);
    return billDone(actor, first, payBillEarly(bills, face, await consentIn(values.consent)), output);
  }
  const upTo = values.amount === undefined ? undefined : amountArgument(values.amount, "amount", token);
  const dues = await Promise.all(named.map((bill) => billDue(actor, bill.face)));
  const due = dues.reduce((sum, { principal, interest }) => sum + principal + interest, 0n);
  await allow(actor, token.address, bills, upTo ?? due);
  const payments = named.map((bill) => ({ face: bill.face, upTo }));
  return billDone(actor, first, payBills(bills, token.address, payments), output);
};

/** To the account itself, unless it is an agent: to who sent it. */
const collect: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, { lot: { type: "string" }, to: { type: "string" } });
  const actor = await actorFrom(values, env);
  const bill = await billNamed(actor, positionals[0]);
  const { id, inner } = await ownBillLot(actor, bill, values.lot);
  const own = (await agentsPrincipal(actor, id)) ?? actor.wallet.account.address;
  const to = values.to === undefined ? own : accountArgument(values.to, "to");
  await billDone(actor, bill, collectBill(deployed(actor.network).bills, bill.face, inner, to), output);
};

/** `tallystick bill …` */
export const billCommand = subcommands({
  draft,
  draw,
  sign,
  show,
  receive: plainAct((bills, { face }) => receiveBill(bills, face)),
  "refuse-receipt": plainAct((bills, { face }) => refuseReceipt(bills, face)),
  cancel: plainAct((bills, { face }) => cancelBill(bills, face)),
  accept,
  refuse,
  lapse: plainAct((bills, { face }) => lapseAcceptance(bills, face)),
  present,
  guarantee,
  endorse,
  pledge,
  deliver,
  fill: lotAct((bills, { id }, { inner }) => fillBlank(bills, id, inner)),
  "give-back": lotAct((bills, { id }, { inner }) => giveBackLot(bills, id, inner)),
  recall,
  enforce: lotAct((bills, { id }, { inner }) => enforcePledge(bills, id, inner)),
  pay,
  consent,
  collect,
  dishonour: plainAct((bills, { face }) => dishonourBill(bills, face)),
  protest: lotAct((bills, { face }, { inner }) => protestBill(bills, face, inner)),
  discharge: plainAct((bills, { face }) => dischargeBill(bills, face)),
  attest,
  notify,
  "protest-rest": protestRest,
  owed,
  demand,
  "take-up": takeUp,
  honour,
  withdraw,
  quote,
  repo,
  acceptor,
  stop,
  change,
  history,
  export: exportBill,
  verify,
  report,
});
