import { isAddressEqual, numberToHex } from "viem";
import { send } from "../chain/send.ts";
import { tallystickError } from "../errors.ts";
import { redeemGrant, signGrant, withdrawGrant } from "../market/grants.ts";
import { readRight } from "../market/rights.ts";
import { grant } from "../market/selling.ts";
import { signatureOf } from "../market/tickets.ts";
import { deployed } from "../networks.ts";
import type { Command } from "./command.ts";
import { actorFrom } from "./context.ts";
import { segmentsMeant, timeText } from "./named.ts";
import { accountArgument, datasetArgument, limitedDuration, readArguments, scopeOf, scopeOptions } from "./options.ts";
import { printResult } from "./output.ts";
import { subcommands } from "./subcommands.ts";
import { giveTicket, readTicket, ticketOptions } from "./ticketFile.ts";

const sign: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, {
    ...ticketOptions,
    ...scopeOptions,
    to: { type: "string" },
    valid: { type: "string", default: "30d" },
  });
  const dataset = datasetArgument(positionals[0]);
  const reader = accountArgument(values.to, "to");
  const valid = limitedDuration(values.valid, "valid", "a grant");
  const scope = scopeOf(values);
  const actor = await actorFrom(values, env);
  const segments = await segmentsMeant(actor, dataset, scope.segments);
  const { grant, signature } = await signGrant(actor, { dataset, reader, ...scope, segments }, valid);
  const ticket = { kind: "grant", chainId: actor.network.chainId, message: grant } as const;
  await giveTicket(
    output,
    { ...ticket, signatures: [{ signer: grant.owner, signature }] },
    {
      out: values.out,
      lines: [`data set    ${numberToHex(dataset, { size: 32 })}`, `reader      ${reader}`],
    },
  );
};

/** At once, by a transaction of the owner's. */
const give: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, { ...scopeOptions, to: { type: "string" } });
  const dataset = datasetArgument(positionals[0]);
  const reader = accountArgument(values.to, "to");
  const scope = scopeOf(values);
  const actor = await actorFrom(values, env);
  const segments = await segmentsMeant(actor, dataset, scope.segments);
  const { hash } = await send(actor, grant(deployed(actor.network).market, { dataset, reader, ...scope, segments }));
  const { right } = await readRight(actor, dataset, reader);
  const id = numberToHex(dataset, { size: 32 });
  printResult(output, { dataset: id, reader, until: right.until, transaction: hash }, [
    `data set    ${id}`,
    `reader      ${reader}`,
    `until       ${timeText(right.until)}`,
    `transaction ${hash}`,
  ]);
};

const redeem: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, {});
  const actor = await actorFrom(values, env);
  const ticket = await readTicket(positionals[0], "grant", actor.network);
  const grant = ticket.message;
  const signature = signatureOf(ticket, grant.owner);
  if (signature === undefined)
    throw tallystickError("TicketInvalid", { field: "signatures", reason: "its owner's is missing" });
  const { hash } = await send(actor, redeemGrant(deployed(actor.network).desk, { grant, signature }));
  const dataset = numberToHex(grant.dataset, { size: 32 });
  printResult(output, { dataset, reader: grant.reader, transaction: hash }, [
    `data set    ${dataset}`,
    `reader      ${grant.reader}${isAddressEqual(grant.reader, actor.wallet.account.address) ? " (you)" : ""}`,
    `transaction ${hash}`,
  ]);
};

const withdraw: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, {});
  const actor = await actorFrom(values, env);
  const { message } = await readTicket(positionals[0], "grant", actor.network);
  const { hash } = await send(actor, withdrawGrant(deployed(actor.network).desk, message));
  printResult(output, { withdrawn: true, transaction: hash }, [`transaction ${hash}`]);
};

/** `tallystick grant give|sign|redeem|withdraw` */
export const grantCommand = subcommands({ give, sign, redeem, withdraw });
