import { bytesToHex } from "viem";
import type { Actor } from "../chain/actor.ts";
import { type Confirmed, send } from "../chain/send.ts";
import { chainTime } from "../chain/time.ts";
import { randomBytes } from "../data/bytes.ts";
import { approve } from "../market/buying.ts";
import { railsOf } from "../market/quotes.ts";
import {
  closeTab,
  collectTab,
  depositToTab,
  finishClosingTab,
  payTab,
  startClosingTab,
  submitTabDeposit,
  withdrawFromTabs,
} from "../market/tabActs.ts";
import { signTabDeposit } from "../market/tabDeposit.ts";
import { readTab, statementsOf, type TabState } from "../market/tabs.ts";
import { allowanceOf, type TokenInfo, tokenInfo } from "../market/token.ts";
import { type Tab, tabId } from "../market/voucher.ts";
import { deployed, type Network } from "../networks.ts";
import { allow } from "./allowance.ts";
import type { Command } from "./command.ts";
import { actorFrom, readerFrom } from "./context.ts";
import { UsageError } from "./exitCode.ts";
import { amountText, timeText } from "./named.ts";
import { accountArgument, readArguments } from "./options.ts";
import { type Output, printResult } from "./output.ts";
import { subcommands } from "./subcommands.ts";
import { handOver } from "./tabHandOver.ts";
import { accept, agree, credit, settle, statement, voucher } from "./tabSigned.ts";
import { giveTicket, readTicket, ticketOptions } from "./ticketFile.ts";
import { amountArgument, tokenNamed } from "./token.ts";

const open: Command = async ({ args, env, output }) => {
  const { values } = readArguments(args, {
    ...ticketOptions,
    provider: { type: "string" },
    token: { type: "string" },
    deposit: { type: "string", default: "0" },
    approve: { type: "boolean", default: false },
  });
  const provider = accountArgument(values.provider, "provider");
  const actor = await actorFrom(values, env);
  const token = await tokenNamed(actor, values.token);
  const amount = amountArgument(values.deposit, "deposit", token);
  const salt = bytesToHex(randomBytes(32));
  const tab: Tab = { reader: actor.wallet.account.address, provider, token: token.address, salt };
  await put(actor, tab, amount, values.approve);
  const ticket = { kind: "tab", chainId: actor.network.chainId, message: tab, signatures: [] } as const;
  const lines = [`tab         ${idOf(actor.network, tab)}`, `deposited   ${amountText(amount, token)}`];
  await giveTicket(output, ticket, { out: values.out, lines });
};

const deposit: Command = async ({ args, env, output }) => {
  const options = { amount: { type: "string" }, approve: { type: "boolean", default: false } } as const;
  const { values, positionals } = readArguments(args, options);
  const actor = await actorFrom(values, env);
  const { message: tab } = await readTicket(positionals[0], "tab", actor.network);
  const amount = amountArgument(values.amount ?? "", "amount", await tokenInfo(actor, tab.token));
  await shown(actor, tab, output, await put(actor, tab, amount, values.approve));
};

/** By allowance where there is one or nothing is paid, else by one signature, or by a new allowance if that is wanted. */
async function put(actor: Actor, tab: Tab, amount: bigint, byAllowance: boolean): Promise<Confirmed> {
  const { tabs } = deployed(actor.network);
  const { token } = tab;
  const allowance = await allowanceOf(actor, token, actor.wallet.account.address, tabs);
  if (allowance < amount) {
    const { authorization } = await railsOf(actor, token);
    if (authorization && !byAllowance)
      return send(actor, submitTabDeposit(tabs, await signTabDeposit(actor, { tab, amount })));
    if (!byAllowance) throw new UsageError("The token takes no signed payments: say --approve.");
    await send(actor, approve(token, tabs, amount));
  }
  return send(actor, depositToTab(tabs, tab, amount));
}

const show: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, {});
  const reader = await readerFrom(values, env);
  const { message: tab } = await readTicket(positionals[0], "tab", reader.network);
  const state = await readTab(reader, idOf(reader.network, tab));
  const statements = await statementsOf(reader, state.id, state.statements);
  const token = await tokenInfo(reader, tab.token);
  printResult(output, { tab, state, statements }, [
    ...linesOf(tab, state, token),
    ...statements.map(
      ({ number, dueAt, outstanding }) =>
        `statement   ${number}: ${amountText(outstanding, token)} outstanding, due ${timeText(dueAt)}`,
    ),
  ]);
};

function linesOf(tab: Tab, state: TabState, token: TokenInfo): string[] {
  const amount = (value: bigint): string => amountText(value, token);
  return [
    `tab         ${state.id}`,
    `reader      ${tab.reader}`,
    `provider    ${tab.provider}`,
    `status      ${state.status}${state.status === "closing" ? `, until ${timeText(state.closesAt)}` : ""}`,
    `deposited   ${amount(state.deposited)}`,
    `claimed     ${amount(state.claimed)} of ${amount(state.available)} that a voucher can claim`,
    `debt        ${amount(state.debt)}, limit ${amount(state.line.limit)}`,
    `collectable ${amount(state.collectable)}`,
  ];
}

const collect: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, { to: { type: "string" } });
  const actor = await actorFrom(values, env);
  const { message: tab } = await readTicket(positionals[0], "tab", actor.network);
  const to = values.to === undefined ? actor.wallet.account.address : accountArgument(values.to, "to");
  await shown(actor, tab, output, await send(actor, collectTab(deployed(actor.network).tabs, tab, to)));
};

const pay: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, { amount: { type: "string" } });
  const actor = await actorFrom(values, env);
  const { tabs } = deployed(actor.network);
  const { message: tab } = await readTicket(positionals[0], "tab", actor.network);
  const { debt } = await readTab(actor, idOf(actor.network, tab));
  const token = await tokenInfo(actor, tab.token);
  const amount = values.amount === undefined ? debt : amountArgument(values.amount, "amount", token);
  await allow(actor, tab.token, tabs, amount);
  await shown(actor, tab, output, await send(actor, payTab(tabs, tab, amount)));
};

/** The provider closes at once; the reader starts closing, and later finishes it. */
const close: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, {});
  const actor = await actorFrom(values, env);
  const { tabs } = deployed(actor.network);
  const { message: tab } = await readTicket(positionals[0], "tab", actor.network);
  const isProvider = BigInt(actor.wallet.account.address) === BigInt(tab.provider);
  const { status, closesAt } = await readTab(actor, idOf(actor.network, tab));
  const isOver = status === "closing" && (await chainTime(actor)) >= closesAt;
  const call = isOver ? finishClosingTab(tabs, tab) : isProvider ? closeTab(tabs, tab) : startClosingTab(tabs, tab);
  await shown(actor, tab, output, await send(actor, call));
};

const withdraw: Command = async ({ args, env, output }) => {
  const { values } = readArguments(args, { token: { type: "string" }, to: { type: "string" } });
  const actor = await actorFrom(values, env);
  const token = await tokenNamed(actor, values.token);
  const to = values.to === undefined ? actor.wallet.account.address : accountArgument(values.to, "to");
  const { hash } = await send(actor, withdrawFromTabs(deployed(actor.network).tabs, token.address, to));
  printResult(output, { to, token: token.address, transaction: hash }, [`to          ${to}`, `transaction ${hash}`]);
};

function idOf({ chainId, ...network }: Network, tab: Tab): `0x${string}` {
  return tabId(chainId, deployed({ chainId, ...network }).tabs, tab);
}

/** The tab after an act. */
async function shown(actor: Actor, tab: Tab, output: Output, { hash }: Confirmed): Promise<void> {
  const state = await readTab(actor, idOf(actor.network, tab));
  const token = await tokenInfo(actor, tab.token);
  printResult(output, { state, transaction: hash }, [...linesOf(tab, state, token), `transaction ${hash}`]);
}

/** `tallystick tab …` */
export const tabCommand = subcommands({
  open,
  deposit,
  show,
  voucher,
  settle,
  collect,
  credit,
  accept,
  statement,
  "hand-over": handOver,
  pay,
  agree,
  close,
  withdraw,
});
