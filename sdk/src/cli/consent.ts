import { type Address, numberToHex } from "viem";
import { send } from "../chain/send.ts";
import { chainTime } from "../chain/time.ts";
import { TallystickError } from "../errors.ts";
import { giveConsent, requestConsent, withdrawConsent } from "../market/consentActs.ts";
import { type ConsentRequest, isConsentSigned, signConsent } from "../market/consentMessages.ts";
import { checkRequest, consentOf, holdersOf, prepareRequest, recordOf } from "../market/consents.ts";
import { segmentsOf } from "../market/terms.ts";
import { type Ticket, type TicketSignature, withSignature } from "../market/tickets.ts";
import { deployed } from "../networks.ts";
import type { Command } from "./command.ts";
import { accountFrom, actorFrom, readerFrom } from "./context.ts";
import { UsageError } from "./exitCode.ts";
import { timeText } from "./named.ts";
import {
  ALL_SEGMENTS,
  accountArgument,
  datasetArgument,
  durationArgument,
  numberArgument,
  readArguments,
  scopeOf,
  scopeOptions,
} from "./options.ts";
import { printResult } from "./output.ts";
import { subcommands } from "./subcommands.ts";
import { giveTicket, readTicket, ticketOptions } from "./ticketFile.ts";

const linesOf = ({ dataset, reader, purpose, segments, until }: ConsentRequest): string[] => [
  `record      ${numberToHex(dataset, { size: 32 })}`,
  `reader      ${reader}`,
  `purpose     ${purpose === 0 ? "any" : purpose}`,
  `files       ${segments === ALL_SEGMENTS ? "all" : segmentsOf(segments).join(", ")}`,
  `until       ${timeText(until)}`,
];

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
  const time = durationArgument(values.for, "for");
  if (time === 0) throw new UsageError("--for: a consent has an end.");
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
  await giveTicket(output, ticket, { out: values.out, lines: linesOf(asked) });
};

const sign: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, ticketOptions);
  const actor = await actorFrom(values, env);
  const ticket = await readTicket(positionals[0], "consent", actor.network);
  const holder = actor.wallet.account.address;
  const holders = await holdersOf(actor, ticket.message.dataset);
  if (!holders.some((each) => BigInt(each) === BigInt(holder))) {
    const dataset = ticket.message.dataset;
    const message = `${holder} is no key holder of this record.`;
    throw new TallystickError("Consent_NotHolder", message, "Use a holder's account.", { dataset, caller: holder });
  }
  const fault = await checkRequest(actor, ticket.message);
  if (fault !== undefined)
    throw new TallystickError(fault, "The request can't be given any more.", "Ask the reader for a new one.", {});
  const signed = withSignature(ticket, { signer: holder, signature: await signConsent(actor, ticket.message) });
  await giveTicket(output, signed, { out: values.out, lines: linesOf(ticket.message) });
};

const give: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, {});
  const actor = await actorFrom(values, env);
  const tickets: Ticket<"consent">[] = [];
  for (const path of positionals) tickets.push(await readTicket(path, "consent", actor.network));
  const [first] = tickets;
  if (first === undefined) throw new UsageError("No request is named.");
  const { message } = first;
  const all = tickets.flatMap(({ signatures }) => signatures);
  const holders = await holdersOf(actor, message.dataset);
  const signatures = await rightOnes(all, holders, (holder, signature) =>
    isConsentSigned(actor, holder, message, signature),
  );
  const { hash } = await send(actor, giveConsent(deployed(actor.network).consent, message, holders, signatures));
  printResult(
    output,
    { dataset: numberToHex(message.dataset, { size: 32 }), reader: message.reader, transaction: hash },
    [...linesOf(message), `signed by   ${signatures.length} of ${holders.length}`, `transaction ${hash}`],
  );
};

/** Signatures of other requests, or of accounts that are no holders, would spoil the others. */
async function rightOnes(
  all: readonly TicketSignature[],
  holders: readonly Address[],
  isRight: (holder: Address, signature: TicketSignature["signature"]) => Promise<boolean>,
): Promise<{ holder: Address; signature: TicketSignature["signature"] }[]> {
  const found: { holder: Address; signature: TicketSignature["signature"] }[] = [];
  for (const holder of holders) {
    for (const { signer, signature } of all) {
      if (BigInt(signer) !== BigInt(holder) || !(await isRight(holder, signature))) continue;
      found.push({ holder, signature });
      break;
    }
  }
  return found;
}

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

const show: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, { reader: { type: "string" } });
  const dataset = datasetArgument(positionals[0]);
  const reader = await readerFrom(values, env);
  const record = await recordOf(reader, dataset);
  const own = accountFrom(values, env, reader.network)?.address;
  const account = values.reader === undefined ? own : accountArgument(values.reader, "reader");
  const holders = await holdersOf(reader, dataset);
  const consent = account === undefined ? undefined : await consentOf(reader, dataset, account);
  printResult(output, { dataset: numberToHex(dataset, { size: 32 }), record, holders, account, consent }, [
    record === undefined ? "record      no" : `record      ${record.threshold} of ${record.holders} must consent`,
    ...holders.map((holder) => `holder      ${holder}`),
    ...(record ? [`emergencies ${record.breaks}, ${record.openReviews} not reviewed`] : []),
    ...(consent ? [`consent     ${consent.active ? `until ${timeText(consent.until)}` : "none"}`] : []),
  ]);
};

/** `tallystick consent request|sign|give|withdraw|show` */
export const consentCommand = subcommands({ request, sign, give, withdraw, show });
