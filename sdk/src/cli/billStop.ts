import { type Address, zeroHash } from "viem";
import {
  awardSecurity,
  dismissObjection,
  liftStop,
  objectToStop,
  releaseSecurity,
  replaceLot,
  securityNeeded,
  securityOf,
  stopLot,
  stopOf,
  withdrawSecurity,
} from "../bills/changes.ts";
import { dateOfDay } from "../bills/face.ts";
import type { Call } from "../chain/call.ts";
import { send } from "../chain/send.ts";
import { deployed } from "../networks.ts";
import { allow } from "./allowance.ts";
import { billDone } from "./billLines.ts";
import { billNamed, dayArgument, type HeldLot, heldLots, lotAmong, type NamedBill, ownBillLot } from "./billNamed.ts";
import type { Command } from "./command.ts";
import { actorFrom, readerFrom } from "./context.ts";
import { amountText } from "./named.ts";
import { accountArgument, readArguments } from "./options.ts";
import { printResult } from "./output.ts";
import { fileHash, wordText } from "./receivableNamed.ts";
import { subcommands } from "./subcommands.ts";
import { tokenNamed } from "./token.ts";

// Lost keys: the court that the face names stops a lot, and a claimant has it in the end, or not.

const order: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, {
    ...{ for: { type: "string" }, until: { type: "string" }, document: { type: "string" }, lot: { type: "string" } },
  });
  const [claimant, lastDay] = [accountArgument(values.for, "for"), dayArgument(values.until, "until")];
  const reason = values.document === undefined ? zeroHash : await fileHash(values.document);
  const actor = await actorFrom(values, env);
  const bill = await billNamed(actor, positionals[0]);
  const { inner } = lotAmong(await heldLots(actor, bill), values.lot);
  const call = stopLot(deployed(actor.network).billsChanges, bill.face, inner, { claimant, lastDay, reason });
  await billDone(actor, bill, call, output);
};

const show: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, { lot: { type: "string" }, for: { type: "string" } });
  const reader = await readerFrom(values, env);
  const bill = await billNamed(reader, positionals[0]);
  const lot = lotAmong(await heldLots(reader, bill), values.lot);
  const stop = await stopOf(reader, lot.id);
  const claimant = values.for === undefined ? lot.holder : accountArgument(values.for, "for");
  const [security, needed] = await Promise.all([
    securityOf(reader, lot.id, claimant),
    stop === undefined ? undefined : securityNeeded(reader, bill.face, lot),
  ]);
  const { token } = bill;
  printResult(output, { lot: wordText(lot.id), holder: lot.holder, stop, needed, security }, [
    `lot         ${wordText(lot.id)}, of ${lot.holder}`,
    ...(stop === undefined
      ? ["stop        none"]
      : [
          `stop        for ${stop.claimant}, until ${dateOfDay(stop.lastDay)}${stop.isObjected ? "; objected" : ""}${stop.isDismissed ? "; the objection was dismissed" : ""}`,
        ]),
    ...(needed === undefined ? [] : [`costs       ${amountText(needed, token)} of security`]),
    ...(security === undefined
      ? []
      : [`security    ${amountText(security.amount, token)} of ${claimant}, for ${security.deprived}`]),
  ]);
};

/** An act on any lot of a bill. */
function stopAct(callOf: (changes: Address, bill: NamedBill, lot: HeldLot) => Call): Command {
  return async ({ args, env, output }) => {
    const { values, positionals } = readArguments(args, { lot: { type: "string" } });
    const actor = await actorFrom(values, env);
    const bill = await billNamed(actor, positionals[0]);
    const lot = lotAmong(await heldLots(actor, bill), values.lot);
    await billDone(actor, bill, callOf(deployed(actor.network).billsChanges, bill, lot), output);
  };
}

const object: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, { lot: { type: "string" } });
  const actor = await actorFrom(values, env);
  const bill = await billNamed(actor, positionals[0]);
  const { inner } = await ownBillLot(actor, bill, values.lot);
  await billDone(actor, bill, objectToStop(deployed(actor.network).billsChanges, bill.face, inner), output);
};

/** For security, by the account's allowance, which is raised where it does not reach. */
const replace: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, { lot: { type: "string" } });
  const actor = await actorFrom(values, env);
  const bill = await billNamed(actor, positionals[0]);
  const lot = lotAmong(await heldLots(actor, bill), values.lot);
  const { billsChanges } = deployed(actor.network);
  await allow(actor, bill.token.address, billsChanges, await securityNeeded(actor, bill.face, lot));
  await billDone(actor, bill, replaceLot(billsChanges, bill.face, lot.inner), output);
};

/** An act on the security of who replaced a lot: its holder, unless he has handed it on since. */
function securityAct(makeCall: typeof awardSecurity): Command {
  return async ({ args, env, output }) => {
    const { values, positionals } = readArguments(args, { lot: { type: "string" }, for: { type: "string" } });
    const actor = await actorFrom(values, env);
    const bill = await billNamed(actor, positionals[0]);
    const lot = lotAmong(await heldLots(actor, bill), values.lot);
    const claimant = values.for === undefined ? lot.holder : accountArgument(values.for, "for");
    await billDone(actor, bill, makeCall(deployed(actor.network).billsChanges, bill.face, lot.inner, claimant), output);
  };
}

/** Sends on the securities that wait for the account. */
const withdraw: Command = async ({ args, env, output }) => {
  const { values } = readArguments(args, { token: { type: "string" }, to: { type: "string" } });
  const actor = await actorFrom(values, env);
  const token = await tokenNamed(actor, values.token);
  const to = values.to === undefined ? actor.wallet.account.address : accountArgument(values.to, "to");
  const { hash } = await send(actor, withdrawSecurity(deployed(actor.network).billsChanges, token.address, to));
  printResult(output, { token: token.address, to, transaction: hash }, [`to          ${to}`, `transaction ${hash}`]);
};

/** `tallystick bill stop …` */
export const stop = subcommands({
  order,
  show,
  object,
  dismiss: stopAct((changes, { face }, { inner }) => dismissObjection(changes, face, inner)),
  lift: stopAct((changes, { face }, { inner }) => liftStop(changes, face, inner)),
  replace,
  award: securityAct(awardSecurity),
  release: securityAct(releaseSecurity),
  withdraw,
});
