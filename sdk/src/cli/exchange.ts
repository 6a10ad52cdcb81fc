import { isAddressEqual, numberToHex } from "viem";
import { send } from "../chain/send.ts";
import { deadlineIn } from "../chain/time.ts";
import { tallystickError } from "../errors.ts";
import { randomNonce } from "../market/deskDomain.ts";
import { type Deal, exchange, type Side, signDeal, withdrawDeal } from "../market/exchange.ts";
import { signatureOf, withSignature } from "../market/tickets.ts";
import { deployed } from "../networks.ts";
import type { Command } from "./command.ts";
import { actorFrom } from "./context.ts";
import { segmentsMeant } from "./named.ts";
import { accountArgument, datasetArgument, limitedDuration, readArguments, scopeOf, scopeOptions } from "./options.ts";
import { printResult } from "./output.ts";
import { subcommands } from "./subcommands.ts";
import { giveTicket, readTicket, ticketOptions } from "./ticketFile.ts";

const sides = ({ first, second }: Deal): string[] =>
  [first, second].map(
    ({ owner, dataset, duration }: Side) =>
      `gives       ${owner}: ${numberToHex(dataset, { size: 32 })} ${duration === 0 ? "for ever" : `for ${duration / 86_400} days`}`,
  );

const propose: Command = async ({ args, env, output }) => {
  const { values } = readArguments(args, {
    ...ticketOptions,
    ...scopeOptions,
    give: { type: "string" },
    get: { type: "string" },
    with: { type: "string" },
    valid: { type: "string", default: "7d" },
  });
  const [given, got] = [datasetArgument(values.give), datasetArgument(values.get)];
  const other = accountArgument(values.with, "with");
  const valid = limitedDuration(values.valid, "valid", "an exchange");
  const actor = await actorFrom(values, env);
  const own = actor.wallet.account.address;
  const scope = scopeOf(values);
  const deal: Deal = {
    first: { owner: own, dataset: given, ...scope, segments: await segmentsMeant(actor, given, scope.segments) },
    second: { owner: other, dataset: got, ...scope, segments: await segmentsMeant(actor, got, scope.segments) },
    nonce: randomNonce(),
    deadline: await deadlineIn(actor, valid),
  };
  const signature = await signDeal(actor, deal);
  const ticket = { kind: "deal", chainId: actor.network.chainId, message: deal } as const;
  const lines = sides(deal);
  await giveTicket(output, { ...ticket, signatures: [{ signer: own, signature }] }, { out: values.out, lines });
};

const sign: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, ticketOptions);
  const actor = await actorFrom(values, env);
  const ticket = await readTicket(positionals[0], "deal", actor.network);
  const own = actor.wallet.account.address;
  mustBeSide(ticket.message, own);
  const signed = withSignature(ticket, { signer: own, signature: await signDeal(actor, ticket.message) });
  await giveTicket(output, signed, { out: values.out, lines: sides(ticket.message) });
};

/** A stranger's signature would be worth nothing: better to say so before it is made. */
function mustBeSide({ first, second }: Deal, account: `0x${string}`): void {
  if (isAddressEqual(first.owner, account) || isAddressEqual(second.owner, account)) return;
  throw tallystickError("TicketInvalid", { field: "message", reason: `${account} is no side of the deal` });
}

const act: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, {});
  const actor = await actorFrom(values, env);
  const ticket = await readTicket(positionals[0], "deal", actor.network);
  const deal = ticket.message;
  const { first, second } = deal;
  const signatures = { first: signatureOf(ticket, first.owner), second: signatureOf(ticket, second.owner) };
  const { hash } = await send(actor, exchange(deployed(actor.network).desk, deal, signatures));
  const datasets = [first, second].map(({ dataset }) => numberToHex(dataset, { size: 32 }));
  printResult(output, { datasets, transaction: hash }, [...sides(deal), `transaction ${hash}`]);
};

const withdraw: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, {});
  const actor = await actorFrom(values, env);
  const { message } = await readTicket(positionals[0], "deal", actor.network);
  const { hash } = await send(actor, withdrawDeal(deployed(actor.network).desk, message));
  printResult(output, { withdrawn: true, transaction: hash }, [`transaction ${hash}`]);
};

/** `tallystick exchange propose|sign|do|withdraw` */
export const exchangeCommand = subcommands({ propose, sign, do: act, withdraw });
