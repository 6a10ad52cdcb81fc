import { bytesToHex, numberToHex } from "viem";
import { send } from "../chain/send.ts";
import { randomBytes } from "../data/bytes.ts";
import { registerRecord } from "../market/consentActs.ts";
import { prepareHoldersChange } from "../market/consents.ts";
import { datasetId } from "../market/terms.ts";
import type { Ticket } from "../market/tickets.ts";
import { deployed } from "../networks.ts";
import type { Command } from "./command.ts";
import { holdersLines } from "./consentLines.ts";
import { actorFrom } from "./context.ts";
import { UsageError } from "./exitCode.ts";
import { datasetArgument, limitedDuration, readArguments, saltArgument } from "./options.ts";
import { printResult } from "./output.ts";
import { holderOptions, holdersFrom, recordOptions, setupFrom } from "./recordSetup.ts";
import { giveTicket, ticketOptions } from "./ticketFile.ts";

// Records and who holds their keys.

/** Before the data set is published: its id is known from the salt. */
export const register: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, { ...recordOptions, salt: { type: "string" } });
  if (positionals.length > 0) throw new UsageError("A record is made of a data set that is not published yet.");
  const setup = setupFrom(values);
  const salt = values.salt === undefined ? bytesToHex(randomBytes(32)) : saltArgument(values.salt);
  const actor = await actorFrom(values, env);
  const { consent, market } = deployed(actor.network);
  const { hash } = await send(actor, registerRecord(consent, salt, setup));
  const dataset = datasetId(actor.network.chainId, market, actor.wallet.account.address, salt);
  const id = numberToHex(dataset, { size: 32 });
  printResult(output, { dataset: id, salt, setup, transaction: hash }, [
    `record      ${id}`,
    `salt        ${salt}`,
    `consent     ${setup.threshold} of ${setup.holders.length} key holders`,
    `transaction ${hash}`,
  ]);
};

/** A change of holders, for the present ones to sign. */
export const change: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, {
    ...ticketOptions,
    ...holderOptions,
    valid: { type: "string", default: "14d" },
  });
  const dataset = datasetArgument(positionals[0]);
  const others = holdersFrom(values);
  const seconds = limitedDuration(values.valid, "valid", "a change of holders");
  const actor = await actorFrom(values, env);
  const message = await prepareHoldersChange(actor, { dataset, ...others, seconds });
  const ticket: Ticket<"holders"> = { kind: "holders", chainId: actor.network.chainId, message, signatures: [] };
  await giveTicket(output, ticket, { out: values.out, lines: holdersLines(message) });
};
