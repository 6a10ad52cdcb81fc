import { zeroAddress } from "viem";
import type { Actor, Reader } from "../chain/actor.ts";
import type { Call } from "../chain/call.ts";
import { send } from "../chain/send.ts";
import {
  type DebtorLine,
  debtorLine,
  debtorRecord,
  debtorRoom,
  nameBank,
  setDebtorLimit,
  UNLIMITED,
} from "../instruments/debtors.ts";
import type { TokenInfo } from "../market/token.ts";
import { deployed } from "../networks.ts";
import type { Command } from "./command.ts";
import { actorFrom, readerFrom } from "./context.ts";
import { amountText } from "./named.ts";
import { accountArgument, readArguments } from "./options.ts";
import { type Output, printResult } from "./output.ts";
import { subcommands } from "./subcommands.ts";
import { amountArgument, tokenNamed } from "./token.ts";

// How a debtor has paid, and what bounds what he may confirm.

const show: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, { token: { type: "string" } });
  const debtor = accountArgument(positionals[0], "debtor");
  const reader = await readerFrom(values, env);
  const told = await debtorTold(reader, debtor, await tokenNamed(reader, values.token));
  printResult(output, told.result, told.lines);
};

/** The debtor names his bank, or nobody: whoever owes nothing may. */
const bank: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, { token: { type: "string" } });
  const named = positionals[0] === "nobody" ? zeroAddress : accountArgument(positionals[0], "bank");
  const actor = await actorFrom(values, env);
  const token = await tokenNamed(actor, values.token);
  const call = nameBank(deployed(actor.network).debtors, token.address, named);
  await done(actor, { debtor: actor.wallet.account.address, token }, call, output);
};

/** The bank limits what the debtor may owe. */
const limit: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, { token: { type: "string" }, limit: { type: "string" } });
  const debtor = accountArgument(positionals[0], "debtor");
  const actor = await actorFrom(values, env);
  const token = await tokenNamed(actor, values.token);
  const amount = amountArgument(values.limit ?? "", "limit", token);
  await done(
    actor,
    { debtor, token },
    setDebtorLimit(deployed(actor.network).debtors, debtor, token.address, amount),
    output,
  );
};

interface NamedDebtor {
  readonly debtor: `0x${string}`;
  readonly token: TokenInfo;
}

async function done(actor: Actor, { debtor, token }: NamedDebtor, call: Call, output: Output): Promise<void> {
  const { hash } = await send(actor, call);
  const { result, lines } = await debtorTold(actor, debtor, token);
  printResult(output, { ...result, transaction: hash }, [...lines, `transaction ${hash}`]);
}

/** All that is told of a debtor in a token. */
async function debtorTold(reader: Reader, debtor: `0x${string}`, token: TokenInfo) {
  const [record, line, room] = await Promise.all([
    debtorRecord(reader, debtor, token.address),
    debtorLine(reader, debtor, token.address),
    debtorRoom(reader, debtor, token.address),
  ]);
  const sum = (count: number, amount: bigint): string => `${count}, ${amountText(amount, token)}`;
  const isLimited = room !== UNLIMITED;
  return {
    result: { debtor, token: token.address, record, line, room: isLimited ? room : undefined },
    lines: [
      `debtor      ${debtor}`,
      `outstanding ${amountText(record.outstanding, token)}`,
      `confirmed   ${sum(record.confirmedCount, record.confirmedSum)}`,
      `in time     ${sum(record.onTimeCount, record.onTimeSum)}`,
      `late        ${sum(record.lateCount, record.lateSum)}`,
      `defaulted   ${sum(record.defaultedCount, record.defaultedSum)}`,
      `written off ${sum(record.writtenOffCount, record.writtenOffSum)}`,
      ...limitLines(line, token),
      `room        ${isLimited ? amountText(room, token) : "no limit"}`,
    ],
  };
}

function limitLines({ bank: named, limit: bankLimit, cap, isCapped }: DebtorLine, token: TokenInfo): string[] {
  return [
    ...(named === zeroAddress ? [] : [`bank        ${named}`, `limit       ${amountText(bankLimit, token)}`]),
    ...(isCapped ? [`cap         ${amountText(cap, token)} by the DAO`] : []),
  ];
}

/** `tallystick debtor …` */
export const debtorCommand = subcommands({ show, bank, limit });
