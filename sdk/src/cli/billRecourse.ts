import { type Address, isAddressEqual } from "viem";
import { acceptedPart } from "../bills/billState.ts";
import { billSum, dateOfDay, dayOfTime } from "../bills/face.ts";
import { readRecourse, restOf, restReceipt } from "../bills/readRecourse.ts";
import {
  attestProtest,
  demandOnBill,
  guaranteeBill,
  notifyParties,
  payForAcceptor,
  payForParty,
  protestRest as protestTheRest,
  takeUpBill,
  takeUpReceipt,
  takeUpRest,
  withdrawKept,
} from "../bills/recourse.ts";
import { liableParties, type RecourseCase, recourseFault, sumOnLot } from "../bills/recourseClaims.ts";
import { readRules } from "../bills/rules.ts";
import type { Actor } from "../chain/actor.ts";
import { send } from "../chain/send.ts";
import { chainTime } from "../chain/time.ts";
import { rollsAlong } from "../instruments/links.ts";
import { deployed } from "../networks.ts";
import { allow } from "./allowance.ts";
import { billDone } from "./billLines.ts";
import { billNamed, type HeldLot, heldLots, lotAmong, type NamedBill, ownBillLot, partArgument } from "./billNamed.ts";
import type { Command } from "./command.ts";
import { actorFrom, readerFrom } from "./context.ts";
import { UsageError } from "./exitCode.ts";
import { amountText } from "./named.ts";
import { accountArgument, readArguments } from "./options.ts";
import { printResult } from "./output.ts";
import { fileHash, wordText } from "./receivableNamed.ts";
import { amountArgument, tokenNamed } from "./token.ts";

// Recourse: who answers for a bill that was not accepted or not paid, and who pays.

/** Who answers to a lot's holder, for how much and until when. */
export const owed: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, { lot: { type: "string" } });
  const reader = await readerFrom(values, env);
  const bill = await billNamed(reader, positionals[0]);
  const lot = lotAmong(await heldLots(reader, bill), values.lot);
  const facts = await readRecourse(reader, bill.face, lot);
  const [sum, parties, fault] = [sumOnLot(facts), liableParties(facts), recourseFault(facts)];
  const { token } = bill;
  const lines = [
    `lot         ${wordText(lot.id)}, of ${facts.creditor}`,
    `owed        ${amountText(sum.total, token)}`,
    `of that     ${amountText(sum.principal, token)} principal, ${amountText(sum.interest, token)} interest, ${amountText(sum.costs, token)} costs, ${amountText(sum.paid, token)} paid in`,
    ...(fault === undefined ? [] : [`recourse    none: ${fault}`]),
    ...parties.map(
      ({ party, role, principal, amount, lastDay }) =>
        `answers     ${party}, ${role}${principal === undefined ? "" : ` of ${principal}`}: ${amountText(amount, token)} until ${dateOfDay(lastDay)}`,
    ),
  ];
  printResult(output, { lot: wordText(lot.id), creditor: facts.creditor, sum, fault, parties }, lines);
};

export const guarantee: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, {
    ...{ for: { type: "string" }, amount: { type: "string" }, lot: { type: "string" } },
  });
  const actor = await actorFrom(values, env);
  const bill = await billNamed(actor, positionals[0]);
  const { face } = bill;
  const part = values.amount === undefined ? face.unit : partArgument(values.amount, "amount", bill);
  const principal = values.for === undefined ? face.drawer : accountArgument(values.for, "for");
  const isOnFace = [face.drawer, face.drawee].some((each) => isAddressEqual(each, principal));
  // An endorser is shown by the links of a lot that he handed on.
  const lots = isOnFace ? [] : (await heldLots(actor, bill)).filter((lot) => gave(lot, principal));
  const proof = isOnFace ? undefined : lotAmong(lots, values.lot);
  const { billsRecourse } = deployed(actor.network);
  await billDone(actor, bill, guaranteeBill(billsRecourse, face, { principal, part, proof }), output);
};

function gave({ links }: HeldLot, account: Address): boolean {
  return links.some(({ from }) => isAddressEqual(from, account));
}

export const attest: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, { document: { type: "string" } });
  if (values.document === undefined) throw new UsageError("--document is needed.");
  const actor = await actorFrom(values, env);
  const bill = await billNamed(actor, positionals[0]);
  const call = attestProtest(deployed(actor.network).billsRecourse, bill.face, await fileHash(values.document));
  await billDone(actor, bill, call, output);
};

export const notify: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, {
    ...{ costs: { type: "string" }, document: { type: "string" }, lot: { type: "string" } },
  });
  const actor = await actorFrom(values, env);
  const bill = await billNamed(actor, positionals[0]);
  const { inner } = await ownBillLot(actor, bill, values.lot);
  const costs = values.costs === undefined ? undefined : amountArgument(values.costs, "costs", bill.token);
  const document = values.document === undefined ? undefined : await fileHash(values.document);
  const { billsRecourse } = deployed(actor.network);
  await billDone(actor, bill, notifyParties(billsRecourse, bill.face, inner, { costs, document }), output);
};

/** Protests that a bill was accepted in part. */
export const protestRest: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, { costs: { type: "string" } });
  const actor = await actorFrom(values, env);
  const bill = await billNamed(actor, positionals[0]);
  const costs = values.costs === undefined ? undefined : amountArgument(values.costs, "costs", bill.token);
  await billDone(actor, bill, protestTheRest(deployed(actor.network).billsRecourse, bill.face, costs), output);
};

/** The earliest link by which a party answers to a lot's holder. */
export function linkOf(facts: RecourseCase, party: Address): number {
  const fault = recourseFault(facts);
  if (fault !== undefined) throw new UsageError(`There is no recourse on that lot: ${fault}.`);
  const found = liableParties(facts).find(
    (each) => each.index !== undefined && each.role !== "guarantor" && isAddressEqual(each.party, party),
  );
  if (found?.index === undefined) throw new UsageError(`${party} does not answer for that lot.`);
  return found.index;
}

export const demand: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, { from: { type: "string" }, lot: { type: "string" } });
  const from = accountArgument(values.from, "from");
  const actor = await actorFrom(values, env);
  const bill = await billNamed(actor, positionals[0]);
  const { face } = bill;
  const lot = await ownBillLot(actor, bill, values.lot);
  const index = linkOf(await readRecourse(actor, face, lot), from);
  await billDone(actor, bill, demandOnBill(deployed(actor.network).billsRecourse, face, { ...lot, index }), output);
};

/** The account pays for itself, as it is liable; with `--rest`, what was not accepted. */
export const takeUp: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, {
    ...{ lot: { type: "string" }, rest: { type: "boolean", default: false } },
  });
  const actor = await actorFrom(values, env);
  const bill = await billNamed(actor, positionals[0]);
  if (values.rest) return billDone(actor, bill, await restCall(actor, bill), output);
  const { face } = bill;
  const lot = await lotInRecourse(actor, bill, values.lot);
  const facts = await readRecourse(actor, face, lot);
  const index = linkOf(facts, actor.wallet.account.address);
  const most = await allowed(actor, bill, mostOn(facts));
  await billDone(actor, bill, takeUpBill(deployed(actor.network).billsRecourse, face, { ...lot, index }, most), output);
};

/** The account pays for another: its guarantor, or for its honour. */
export const honour: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, { for: { type: "string" }, lot: { type: "string" } });
  const actor = await actorFrom(values, env);
  const bill = await billNamed(actor, positionals[0]);
  const { face } = bill;
  const { billsRecourse } = deployed(actor.network);
  const lot = await lotInRecourse(actor, bill, values.lot);
  const facts = await readRecourse(actor, face, lot);
  if (values.for === "acceptor") {
    const call = payForAcceptor(billsRecourse, face, lot, await allowed(actor, bill, mostOn(facts)));
    return billDone(actor, bill, call, output);
  }
  const index = linkOf(facts, accountArgument(values.for, "for"));
  const most = await allowed(actor, bill, mostOn(facts));
  await billDone(actor, bill, payForParty(billsRecourse, face, { ...lot, index }, most), output);
};

/** A lot of another's. */
async function lotInRecourse(actor: Actor, bill: NamedBill, named: string | undefined): Promise<HeldLot> {
  const lots = await heldLots(actor, bill);
  return lotAmong(
    lots.filter(({ holder }) => !isAddressEqual(holder, actor.wallet.account.address)),
    named,
  );
}

/** What is owed today, or tomorrow, should the block be mined then. */
function mostOn(facts: RecourseCase): bigint {
  const [today, tomorrow] = [sumOnLot(facts).total, sumOnLot({ ...facts, today: facts.today + 1 }).total];
  return today > tomorrow ? today : tomorrow;
}

/** Raises the account's allowance where it does not reach. */
async function allowed(actor: Actor, { token }: NamedBill, most: bigint): Promise<bigint> {
  await allow(actor, token.address, deployed(actor.network).billsRecourse, most);
  return most;
}

/** What was not accepted, or the receipt of who has paid it. */
async function restCall(actor: Actor, bill: NamedBill) {
  const { face, id } = bill;
  const { billsRecourse } = deployed(actor.network);
  const account = actor.wallet.account.address;
  const [first] = await heldLots(actor, bill);
  if (first === undefined) throw new UsageError("Nobody holds that bill any more.");
  const receipt = await restReceipt(actor, id);
  // A receipt is older than the last links; those that stay lead to its hash.
  const kept = receipt === undefined ? -1 : rollsAlong(first.id, first.links).indexOf(receipt.roll);
  const links = kept === -1 ? first.links : first.links.slice(0, kept);
  const index = links.findIndex(({ from }) => isAddressEqual(from, account));
  if (index === -1) throw new UsageError(`${account} does not answer for the rest.`);
  if (receipt !== undefined) {
    const { interestBps } = await readRules(actor, face.rules);
    const days = BigInt(dayOfTime(await chainTime(actor)) + 1 - receipt.day);
    const most = receipt.amount + (receipt.amount * BigInt(interestBps) * days) / 3_650_000n;
    return takeUpReceipt(billsRecourse, face, { links, index }, await allowed(actor, bill, most));
  }
  const [accepted, { costs }] = await Promise.all([acceptedPart(actor, face), restOf(actor, id)]);
  const most = billSum(face) - accepted * BigInt(face.units) + costs;
  return takeUpRest(billsRecourse, face, { links, index }, await allowed(actor, bill, most));
}

/** Sends on what a token refused to bring to the account. */
export const withdraw: Command = async ({ args, env, output }) => {
  const { values } = readArguments(args, { token: { type: "string" }, to: { type: "string" } });
  const actor = await actorFrom(values, env);
  const token = await tokenNamed(actor, values.token);
  const to = values.to === undefined ? actor.wallet.account.address : accountArgument(values.to, "to");
  const { hash } = await send(actor, withdrawKept(deployed(actor.network).billsRecourse, token.address, to));
  printResult(output, { token: token.address, to, transaction: hash }, [`to          ${to}`, `transaction ${hash}`]);
};
