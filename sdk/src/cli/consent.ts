import { numberToHex } from "viem";
import { send } from "../chain/send.ts";
import { chainTime } from "../chain/time.ts";
import { refuseConsent, renounceConsent, requestConsent, withdrawConsent } from "../market/consentActs.ts";
import {
  checkRequest,
  consentOf,
  emergencyOf,
  holdersOf,
  prepareRequest,
  recordOf,
  requestsOf,
} from "../market/consents.ts";
import type { Ticket } from "../market/tickets.ts";
import { deployed } from "../networks.ts";
import type { Command } from "./command.ts";
import { breakTheGlass, review } from "./consentEmergency.ts";
import { change, register } from "./consentHolders.ts";
import { filesText, requestLines } from "./consentLines.ts";
import { give, sign } from "./consentSigned.ts";
import { accountFrom, actorFrom, readerFrom } from "./context.ts";
import { timeText } from "./named.ts";
import {
  accountArgument,
  datasetArgument,
  limitedDuration,
  numberArgument,
  readArguments,
  scopeOf,
  scopeOptions,
} from "./options.ts";
import { printResult } from "./output.ts";
import { subcommands } from "./subcommands.ts";
import { giveTicket, ticketOptions } from "./ticketFile.ts";

const request: Command = async ({ args, env, output }) => {
  const { duration: _, ...scope } = scopeOptions;
  const { values, positionals } = readArguments(args, {
    ...ticketOptions,
    ...scope,
    for: { type: "string", default: "30d" },
    purpose: { type: "string", default: "0" },
    message: { type: "string", default: "" },
    silent: { type: "boolean", default: false },
  });
  const dataset = datasetArgument(positionals[0]);
  const { segments, fromVersion, laterVersions } = scopeOf({ ...values, duration: "forever" });
  const purpose = numberArgument(values.purpose, "purpose", 0);
  const time = limitedDuration(values.for, "for", "a consent");
  const actor = await actorFrom(values, env);
  const until = (await chainTime(actor)) + time;
  const reader = actor.wallet.account.address;
  const choice = { dataset, reader, segments, until, purpose, fromVersion, laterVersions };
  const asked = await prepareRequest(actor, choice);
  if (!values.silent) await send(actor, requestConsent(deployed(actor.network).consent, asked, values.message));
  const ticket: Ticket<"consent"> = {
    kind: "consent",
    chainId: actor.network.chainId,
    message: asked,
    signatures: [],
  };
  await giveTicket(output, ticket, { out: values.out, lines: requestLines(asked) });
};

/** What was asked on the chain and can still be given, newest first. */
const requests: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, {});
  const dataset = datasetArgument(positionals[0]);
  const reader = await readerFrom(values, env);
  const made = await requestsOf(reader, dataset);
  const faults = await Promise.all(made.map(({ request: asked }) => checkRequest(reader, asked)));
  const open = made.filter((_, i) => faults[i] === undefined);
  const id = numberToHex(dataset, { size: 32 });
  printResult(output, { dataset: id, requests: open.map(({ request: asked, message }) => ({ ...asked, message })) }, [
    `record      ${id}`,
    ...open.map(
      ({ request: { reader: who, purpose, segments, until }, message }) =>
        `request     ${who}: files ${filesText(segments)} until ${timeText(until)}, purpose ${purpose === 0 ? "any" : purpose}${message === "" ? "" : `: ${message}`}`,
    ),
  ]);
};

const withdraw: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, { reader: { type: "string" } });
  const dataset = datasetArgument(positionals[0]);
  const reader = accountArgument(values.reader, "reader");
  const actor = await actorFrom(values, env);
  const holders = await holdersOf(actor, dataset);
  const { hash } = await send(actor, withdrawConsent(deployed(actor.network).consent, dataset, reader, holders));
  const { active } = await consentOf(actor, dataset, reader);
  printResult(output, { reader, active, transaction: hash }, [
    `consent     ${active ? "still active: others stand by it" : "ended"}`,
    `transaction ${hash}`,
  ]);
};

/** A holder takes no part in a reader's next consent, or does again. */
const refuse: Command = async ({ args, env, output }) => {
  const options = { reader: { type: "string" }, undo: { type: "boolean", default: false } } as const;
  const { values, positionals } = readArguments(args, options);
  const dataset = datasetArgument(positionals[0]);
  const reader = accountArgument(values.reader, "reader");
  const actor = await actorFrom(values, env);
  const holders = await holdersOf(actor, dataset);
  const call = refuseConsent(deployed(actor.network).consent, dataset, reader, holders, !values.undo);
  const { hash } = await send(actor, call);
  printResult(output, { reader, refused: !values.undo, transaction: hash }, [
    `reader      ${reader}`,
    `refused     ${values.undo ? "no more" : "the next consent"}`,
    `transaction ${hash}`,
  ]);
};

/** The reader gives up what he was given. */
const renounce: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, {});
  const dataset = datasetArgument(positionals[0]);
  const actor = await actorFrom(values, env);
  const { hash } = await send(actor, renounceConsent(deployed(actor.network).consent, dataset));
  printResult(output, { dataset: numberToHex(dataset, { size: 32 }), active: false, transaction: hash }, [
    "consent     ended",
    `transaction ${hash}`,
  ]);
};

const show: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, { reader: { type: "string" } });
  const dataset = datasetArgument(positionals[0]);
  const reader = await readerFrom(values, env);
  const record = await recordOf(reader, dataset);
  const own = accountFrom(values, env, reader.network)?.address;
  const account = values.reader === undefined ? own : accountArgument(values.reader, "reader");
  const holders = await holdersOf(reader, dataset);
  const consent = account === undefined ? undefined : await consentOf(reader, dataset, account);
  const emergency = account === undefined ? undefined : await emergencyOf(reader, dataset, account);
  printResult(output, { dataset: numberToHex(dataset, { size: 32 }), record, holders, account, consent, emergency }, [
    record === undefined ? "record      no" : `record      ${record.threshold} of ${record.holders} must consent`,
    ...holders.map((holder) => `holder      ${holder}`),
    ...(record ? [`emergencies ${record.breaks}, ${record.openReviews} not reviewed`] : []),
    ...(consent ? [`consent     ${consent.active ? `until ${timeText(consent.until)}` : "none"}`] : []),
    ...(emergency && emergency.status !== "none"
      ? [`emergency   ${emergency.status}, until ${timeText(emergency.until)}`]
      : []),
  ]);
};

/** `tallystick consent …` */
export const consentCommand = subcommands({
  register,
  change,
  request,
  requests,
  sign,
  give,
  refuse,
  withdraw,
  renounce,
  break: breakTheGlass,
  review,
  show,
});
