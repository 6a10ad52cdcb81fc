import { numberToHex } from "viem";
import type { Reader } from "../chain/actor.ts";
import { send } from "../chain/send.ts";
import { TallystickError, tallystickError } from "../errors.ts";
import { type Mandate, mandateStanding, renew, signMandate, withdrawMandate } from "../market/mandates.ts";
import { type MadeOffer, offersOf } from "../market/offers.ts";
import { signatureOf } from "../market/tickets.ts";
import { deployed } from "../networks.ts";
import type { Command } from "./command.ts";
import { actorFrom, readerFrom } from "./context.ts";
import { UsageError } from "./exitCode.ts";
import { amountText, offerNamed, timeText, tokenOf } from "./named.ts";
import { accountArgument, datasetArgument, durationArgument, limitedDuration, readArguments } from "./options.ts";
import { printResult } from "./output.ts";
import { subcommands } from "./subcommands.ts";
import { giveTicket, readTicket, ticketOptions } from "./ticketFile.ts";
import { amountArgument } from "./token.ts";

const sign: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, {
    ...ticketOptions,
    offer: { type: "string" },
    for: { type: "string" },
    cap: { type: "string" },
    lead: { type: "string", default: "1d" },
    valid: { type: "string", default: "1y" },
    "from-balance": { type: "boolean", default: false },
  });
  const dataset = datasetArgument(positionals[0]);
  if (values.cap === undefined) throw new UsageError("--cap is needed: what all renewals together may cost.");
  const reader = values.for === undefined ? undefined : accountArgument(values.for, "for");
  const lead = durationArgument(values.lead, "lead");
  const seconds = limitedDuration(values.valid, "valid", "a mandate");
  const actor = await actorFrom(values, env);
  const { terms } = await offerNamed(actor, dataset, values.offer);
  const token = await tokenOf(actor, terms.token);
  const cap = token === undefined ? 0n : amountArgument(values.cap, "cap", token);
  const choice = { terms, reader, cap, lead, seconds, fromBalance: values["from-balance"] };
  const { mandate, signature } = await signMandate(actor, choice);
  const ticket = { kind: "mandate", chainId: actor.network.chainId, message: mandate } as const;
  await giveTicket(
    output,
    { ...ticket, signatures: [{ signer: mandate.payer, signature }] },
    {
      out: values.out,
      lines: [`offer       ${mandate.offer}`, `reader      ${mandate.reader}`, `cap         ${amountText(cap, token)}`],
    },
  );
};

/** The offer that a mandate names, of the data set that is named with it. */
async function offerOf(reader: Reader, named: string | undefined, { offer }: Mandate): Promise<MadeOffer> {
  const found = (await offersOf(reader, datasetArgument(named))).find(({ id }) => id === offer);
  if (found !== undefined) return found;
  throw new TallystickError("NoOffer", `The data set has no offer ${offer}.`, "Name the data set of the offer.", {});
}

const show: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, { dataset: { type: "string" } });
  const reader = await readerFrom(values, env);
  const { message: mandate } = await readTicket(positionals[0], "mandate", reader.network);
  const { terms } = await offerOf(reader, values.dataset, mandate);
  const token = await tokenOf(reader, terms.token);
  const standing = await mandateStanding(reader, terms, mandate);
  printResult(output, { ...standing, cap: mandate.cap, deadline: mandate.deadline }, [
    `spent       ${amountText(standing.spent, token)} of ${amountText(mandate.cap, token)}`,
    `next        ${standing.notBefore === undefined ? "none" : `from ${timeText(standing.notBefore)} on`}`,
    `until       ${standing.withdrawn ? "withdrawn" : timeText(mandate.deadline)}`,
  ]);
};

const act: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, { dataset: { type: "string" } });
  const actor = await actorFrom(values, env);
  const ticket = await readTicket(positionals[0], "mandate", actor.network);
  const mandate = ticket.message;
  const { terms } = await offerOf(actor, values.dataset, mandate);
  const signature = signatureOf(ticket, mandate.payer);
  if (signature === undefined)
    throw tallystickError("TicketInvalid", { field: "signatures", reason: "its payer's is missing" });
  const { hash } = await send(actor, renew(deployed(actor.network).desk, terms, { mandate, signature }));
  const dataset = numberToHex(terms.dataset, { size: 32 });
  printResult(output, { dataset, reader: mandate.reader, transaction: hash }, [
    `data set    ${dataset}`,
    `reader      ${mandate.reader}`,
    `transaction ${hash}`,
  ]);
};

const withdraw: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, {});
  const actor = await actorFrom(values, env);
  const { message } = await readTicket(positionals[0], "mandate", actor.network);
  const { hash } = await send(actor, withdrawMandate(deployed(actor.network).desk, message));
  printResult(output, { withdrawn: true, transaction: hash }, [`transaction ${hash}`]);
};

/** `tallystick mandate sign|show|renew|withdraw` */
export const mandateCommand = subcommands({ sign, show, renew: act, withdraw });
