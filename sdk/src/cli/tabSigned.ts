import type { Hex } from "viem";
import type { Actor } from "../chain/actor.ts";
import { send } from "../chain/send.ts";
import { tallystickError } from "../errors.ts";
import { acceptCredit, closeTabByAgreement, issueStatement, settleTab } from "../market/tabActs.ts";
import { signClosing, signCredit, signVoucher } from "../market/tabSignatures.ts";
import { readTab } from "../market/tabs.ts";
import { signatureOf, type Ticket, withSignature } from "../market/tickets.ts";
import { tokenInfo } from "../market/token.ts";
import { type Tab, tabId } from "../market/voucher.ts";
import { deployed } from "../networks.ts";
import type { Command } from "./command.ts";
import { actorFrom } from "./context.ts";
import { amountText } from "./named.ts";
import { durationArgument, numberArgument, readArguments } from "./options.ts";
import { printResult } from "./output.ts";
import { giveTicket, readJsonFile, readTicket, ticketOptions } from "./ticketFile.ts";
import { amountArgument } from "./token.ts";

// What reader and provider of a tab sign for each other, and what is done with it.

/** The reader signs what is owed in all. */
export const voucher: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, { ...ticketOptions, owed: { type: "string" } });
  const actor = await actorFrom(values, env);
  const { message: tab, chainId } = await readTicket(positionals[0], "tab", actor.network);
  const token = await tokenInfo(actor, tab.token);
  const owed = amountArgument(values.owed ?? "", "owed", token);
  const signature = await signVoucher(actor, tab, owed);
  const signatures = [{ signer: actor.wallet.account.address, signature }];
  const lines = [`owed        ${amountText(owed, token)}`];
  await giveTicket(
    output,
    { kind: "voucher", chainId, message: { tab, owed }, signatures },
    { out: values.out, lines },
  );
};

/** Anyone who has a voucher claims what it says. */
export const settle: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, {});
  const actor = await actorFrom(values, env);
  const ticket = await readTicket(positionals[0], "voucher", actor.network);
  const { tab, owed } = ticket.message;
  const signature = needed(ticket, tab.reader);
  const { tabs } = deployed(actor.network);
  const { hash } = await send(actor, settleTab(tabs, tab, owed, signature));
  const { claimed } = await readTab(actor, tabId(ticket.chainId, tabs, tab));
  const token = await tokenInfo(actor, tab.token);
  printResult(output, { owed, claimed, transaction: hash }, [
    `claimed     ${amountText(claimed, token)} of ${amountText(owed, token)}`,
    `transaction ${hash}`,
  ]);
};

/** The provider makes the debt due, with a voucher as evidence. */
export const statement: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, {});
  const actor = await actorFrom(values, env);
  const ticket = await readTicket(positionals[0], "voucher", actor.network);
  const { tab, owed } = ticket.message;
  const { tabs } = deployed(actor.network);
  const { hash } = await send(actor, issueStatement(tabs, tab, owed, needed(ticket, tab.reader)));
  const { statements } = await readTab(actor, tabId(ticket.chainId, tabs, tab));
  printResult(output, { statement: statements, transaction: hash }, [
    `statement   ${statements}`,
    `transaction ${hash}`,
  ]);
};

/** The provider signs how far the reader may owe. */
export const credit: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, {
    ...ticketOptions,
    limit: { type: "string" },
    term: { type: "string", default: "30d" },
    serial: { type: "string" },
  });
  const actor = await actorFrom(values, env);
  const { message: tab, chainId } = await readTicket(positionals[0], "tab", actor.network);
  const token = await tokenInfo(actor, tab.token);
  const limit = amountArgument(values.limit ?? "", "limit", token);
  const paymentTerm = durationArgument(values.term, "term");
  const { line } = await readTab(actor, tabId(chainId, deployed(actor.network).tabs, tab));
  const serial = values.serial === undefined ? line.serial + 1 : numberArgument(values.serial, "serial", 1);
  const { offer, signature } = await signCredit(actor, tab, { limit, paymentTerm, serial });
  const message = { tab, limit, paymentTerm, serial, deadline: offer.deadline };
  const signatures = [{ signer: actor.wallet.account.address, signature }];
  const lines = [`limit       ${amountText(limit, token)}`];
  await giveTicket(output, { kind: "credit", chainId, message, signatures }, { out: values.out, lines });
};

/** The reader takes a credit line. */
export const accept: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, {});
  const actor = await actorFrom(values, env);
  const ticket = await readTicket(positionals[0], "credit", actor.network);
  const { tab, ...offer } = ticket.message;
  const { tabs } = deployed(actor.network);
  const id = tabId(ticket.chainId, tabs, tab);
  const call = acceptCredit(tabs, tab, { ...offer, tab: id }, needed(ticket, tab.provider));
  const { hash } = await send(actor, call);
  const token = await tokenInfo(actor, tab.token);
  printResult(output, { limit: offer.limit, paymentTerm: offer.paymentTerm, transaction: hash }, [
    `limit       ${amountText(offer.limit, token)}`,
    `transaction ${hash}`,
  ]);
};

/** One side signs the final total; the other signs the same, and that closes the tab. */
export const agree: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, { ...ticketOptions, owed: { type: "string" } });
  const actor = await actorFrom(values, env);
  const own = actor.wallet.account.address;
  const ticket = await closingIn(actor, positionals[0], values.owed);
  const { tab, owed, deadline } = ticket.message;
  const { signature } = await signClosing(actor, tab, { owed, deadline });
  const signed = withSignature(ticket, { signer: own, signature });
  const token = await tokenInfo(actor, tab.token);
  const lines = [`owed        ${amountText(owed, token)} in all`];
  const [reader, provider] = [signatureOf(signed, tab.reader), signatureOf(signed, tab.provider)];
  if (reader === undefined || provider === undefined) return giveTicket(output, signed, { out: values.out, lines });
  const { tabs } = deployed(actor.network);
  const { hash } = await send(actor, closeTabByAgreement(tabs, tab, { owed, deadline }, { reader, provider }));
  printResult(output, { owed, closed: true, transaction: hash }, [...lines, "closed", `transaction ${hash}`]);
};

/** What the other side signed, or a closing of a tab at a total that is named. */
async function closingIn(actor: Actor, path: string | undefined, owed: string | undefined): Promise<Ticket<"closing">> {
  const { network } = actor;
  const { tallystick } = ((await readJsonFile(path)) ?? {}) as { readonly tallystick?: unknown };
  if (tallystick === "closing/1") return readTicket(path, "closing", network);
  const { message: tab, chainId } = await readTicket(path, "tab", network);
  const total = amountArgument(owed ?? "", "owed", await tokenInfo(actor, tab.token));
  const { closing } = await signClosing(actor, tab, { owed: total });
  return { kind: "closing", chainId, message: { tab, owed: total, deadline: closing.deadline }, signatures: [] };
}

function needed(ticket: Ticket, signer: Tab["reader"]): Hex {
  const signature = signatureOf(ticket, signer);
  if (signature !== undefined) return signature;
  throw tallystickError("TicketInvalid", { field: "signatures", reason: `that of ${signer} is missing` });
}
