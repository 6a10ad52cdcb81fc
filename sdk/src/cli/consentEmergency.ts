import { numberToHex } from "viem";
import { send } from "../chain/send.ts";
import { breakGlass, reviewEmergency } from "../market/consentActs.ts";
import { emergencyOf, holdersOf } from "../market/consents.ts";
import { deployed } from "../networks.ts";
import type { Command } from "./command.ts";
import { filesText } from "./consentLines.ts";
import { actorFrom } from "./context.ts";
import { UsageError } from "./exitCode.ts";
import { timeText } from "./named.ts";
import { accountArgument, datasetArgument, readArguments, segmentsArgument } from "./options.ts";
import { printResult } from "./output.ts";

/** Lets the account read without consent, for hours. Everybody sees it. */
export const breakTheGlass: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, {
    reason: { type: "string" },
    segment: { type: "string", multiple: true },
  });
  const dataset = datasetArgument(positionals[0]);
  // Whoever reviews it has nothing else to go by.
  if (values.reason === undefined || values.reason.trim() === "") throw new UsageError("--reason is needed.");
  const segments = segmentsArgument(values.segment);
  const actor = await actorFrom(values, env);
  const { hash } = await send(actor, breakGlass(deployed(actor.network).consent, dataset, segments, values.reason));
  const emergency = await emergencyOf(actor, dataset, actor.wallet.account.address);
  printResult(output, { dataset: numberToHex(dataset, { size: 32 }), ...emergency, transaction: hash }, [
    `record      ${numberToHex(dataset, { size: 32 })}`,
    `files       ${filesText(emergency.segments)}`,
    `until       ${timeText(emergency.until)}`,
    "review      a key holder must review it",
    `transaction ${hash}`,
  ]);
};

/** A key holder says whether an emergency was one. */
export const review: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, {
    reader: { type: "string" },
    justified: { type: "boolean", default: false },
    unjustified: { type: "boolean", default: false },
    note: { type: "string", default: "" },
  });
  const dataset = datasetArgument(positionals[0]);
  const reader = accountArgument(values.reader, "reader");
  if (values.justified === values.unjustified) throw new UsageError("Say either --justified or --unjustified.");
  const actor = await actorFrom(values, env);
  const holders = await holdersOf(actor, dataset);
  const { justified, note } = values;
  const call = reviewEmergency(deployed(actor.network).consent, { dataset, reader, holders, justified, note });
  const { hash } = await send(actor, call);
  const { status, until } = await emergencyOf(actor, dataset, reader);
  printResult(output, { reader, status, until, transaction: hash }, [
    `reader      ${reader}`,
    `emergency   ${status}`,
    `until       ${timeText(until)}`,
    `transaction ${hash}`,
  ]);
};
