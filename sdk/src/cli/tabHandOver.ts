import { isAddressEqual } from "viem";
import type { Actor } from "../chain/actor.ts";
import { send } from "../chain/send.ts";
import { deadlineIn } from "../chain/time.ts";
import { tallystickError } from "../errors.ts";
import { registerStatement, statementHandOver, statementTerms } from "../instruments/statements.ts";
import { receivableId } from "../instruments/terms.ts";
import { signHandOver } from "../market/tabSignatures.ts";
import { statementOf, type TabStatement } from "../market/tabs.ts";
import { signatureOf, type Ticket, withSignature } from "../market/tickets.ts";
import { tokenInfo } from "../market/token.ts";
import { type Tab, tabId } from "../market/voucher.ts";
import { deployed } from "../networks.ts";
import type { Command } from "./command.ts";
import { actorFrom } from "./context.ts";
import { UsageError } from "./exitCode.ts";
import { amountText, timeText } from "./named.ts";
import { limitedDuration, numberArgument, readArguments } from "./options.ts";
import { printResult } from "./output.ts";
import { wordText } from "./receivableNamed.ts";
import { giveTicket, readJsonFile, readTicket, ticketOptions } from "./ticketFile.ts";

/** One side signs that a statement becomes a receivable; the other signs the same, and that does it. */
export const handOver: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, {
    ...{ ...ticketOptions, statement: { type: "string" }, valid: { type: "string", default: "7d" } },
  });
  const actor = await actorFrom(values, env);
  const { receivables, statements, tabs } = deployed(actor.network);
  const ticket = await ticketIn(actor, positionals[0], values);
  const { tab, ...message } = ticket.message;
  const stated = await outstandingOf(actor, ticket);
  const signer = actor.wallet.account.address;
  const signature = await signHandOver(actor, { ...message, tab: idOf(actor, tab) });
  const signed = withSignature(ticket, { signer, signature });
  const token = await tokenInfo(actor, tab.token);
  const terms = statementTerms({ chainId: ticket.chainId, tabs }, tab, stated);
  const receivable = wordText(receivableId(ticket.chainId, receivables, terms));
  const lines = [
    `receivable  ${receivable}`,
    `face        ${amountText(message.amount, token)}`,
    `due         ${timeText(terms.dueAt)}`,
  ];
  const [reader, provider] = [signatureOf(signed, tab.reader), signatureOf(signed, tab.provider)];
  if (reader === undefined || provider === undefined) return giveTicket(output, signed, { out: values.out, lines });
  const { hash } = await send(actor, registerStatement(statements, tab, message, { reader, provider }));
  printResult(output, { receivable, terms, transaction: hash }, [...lines, `transaction ${hash}`]);
};

/** What the other side signed, or a statement of a tab that is named. */
async function ticketIn(
  actor: Actor,
  path: string | undefined,
  values: { readonly statement?: string | undefined; readonly valid: string },
): Promise<Ticket<"handOver">> {
  const { network } = actor;
  const { tallystick } = ((await readJsonFile(path)) ?? {}) as { readonly tallystick?: unknown };
  if (tallystick === "handOver/1") return readTicket(path, "handOver", network);
  const { message: tab, chainId } = await readTicket(path, "tab", network);
  const { tabs, statements } = deployed(network);
  const number = numberArgument(values.statement ?? "", "statement", 1);
  const stated = await statementOf(actor, idOf(actor, tab), number);
  if (stated === undefined) throw new UsageError(`The tab has no statement ${number}.`);
  const deadline = await deadlineIn(actor, limitedDuration(values.valid, "valid", "a handing over"));
  const message = statementHandOver({ chainId, tabs, statements }, tab, stated, deadline);
  return { kind: "handOver", chainId, message: { ...message, tab }, signatures: [] };
}

/** The statement, of which all that is outstanding must be handed over, by this account among others. */
async function outstandingOf(actor: Actor, { message }: Ticket<"handOver">): Promise<TabStatement> {
  const { tab, statement, amount, instrument } = message;
  const { statements } = deployed(actor.network);
  const own = actor.wallet.account.address;
  if (![tab.reader, tab.provider].some((side) => isAddressEqual(side, own)))
    throw new UsageError("The account is neither reader nor provider of the tab.");
  if (!isAddressEqual(instrument, statements)) throw wrong("instrument", `it is not for ${statements}`);
  const stated = await statementOf(actor, idOf(actor, tab), statement);
  if (stated === undefined || stated.outstanding === 0n) throw wrong("statement", "nothing is outstanding of it");
  if (stated.outstanding !== amount) throw wrong("amount", "another one is outstanding now");
  return stated;
}

function wrong(field: string, reason: string) {
  return tallystickError("TicketInvalid", { field, reason });
}

function idOf({ network }: Actor, tab: Tab) {
  return tabId(network.chainId, deployed(network).tabs, tab);
}
