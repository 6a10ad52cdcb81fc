import { type Address, isAddressEqual } from "viem";
import { send } from "../chain/send.ts";
import { allDue, claim, claimFor, depositDividend, dueOf } from "../governance/dividends.ts";
import { approve } from "../market/buying.ts";
import { allowanceOf, tokenInfo } from "../market/token.ts";
import { deployed } from "../networks.ts";
import type { Command } from "./command.ts";
import { accountFrom, actorFrom, readerFrom } from "./context.ts";
import { UsageError } from "./exitCode.ts";
import { amountText } from "./named.ts";
import { accountArgument, readArguments } from "./options.ts";
import { printResult } from "./output.ts";
import { subcommands } from "./subcommands.ts";
import { amountArgument, tokenNamed } from "./token.ts";

const due: Command = async ({ args, env, output }) => {
  const { values } = readArguments(args, { of: { type: "string" } });
  const reader = await readerFrom(values, env);
  const own = accountFrom(values, env, reader.network)?.address;
  const account = values.of === undefined && own !== undefined ? own : accountArgument(values.of, "of");
  const all = await allDue(reader, account);
  const infos = await Promise.all(all.map(({ token }) => tokenInfo(reader, token)));
  printResult(output, { account, due: all }, [
    `account     ${account}`,
    ...all.map(({ amount }, i) => `due         ${amountText(amount, infos[i])}`),
    ...(all.length === 0 ? ["due         nothing"] : []),
  ]);
};

const collect: Command = async ({ args, env, output }) => {
  const { values } = readArguments(args, {
    token: { type: "string" },
    to: { type: "string" },
    for: { type: "string" },
  });
  if (values.to !== undefined && values.for !== undefined)
    throw new UsageError("What is claimed for another goes to that account: leave --to out.");
  const actor = await actorFrom(values, env);
  const own = actor.wallet.account.address;
  const account = values.for === undefined ? own : accountArgument(values.for, "for");
  const to = values.to === undefined ? account : accountArgument(values.to, "to");
  const token = await tokenNamed(actor, values.token);
  const amount = await dueOf(actor, account, token.address);
  const { dividends } = deployed(actor.network);
  const isOwn: boolean = isAddressEqual(account, own);
  const call = isOwn ? claim(dividends, token.address, to) : claimFor(dividends, account, token.address);
  const { hash } = await send(actor, call);
  printResult(output, { account, to, token: token.address, claimed: amount, transaction: hash }, [
    `account     ${account}`,
    ...(isAddressEqual(account, to) ? [] : [`to          ${to}`]),
    `claimed     ${amountText(amount, token)}`,
    `transaction ${hash}`,
  ]);
};

const pay: Command = async ({ args, env, output }) => {
  const { values } = readArguments(args, {
    amount: { type: "string" },
    token: { type: "string" },
    approve: { type: "boolean", default: false },
  });
  const actor = await actorFrom(values, env);
  const token = await tokenNamed(actor, values.token);
  const amount = amountArgument(values.amount ?? "", "amount", token);
  const { dividends } = deployed(actor.network);
  const own: Address = actor.wallet.account.address;
  if ((await allowanceOf(actor, token.address, own, dividends)) < amount) {
    if (!values.approve) throw new UsageError("A dividend is paid by allowance: say --approve.");
    await send(actor, approve(token.address, dividends, amount));
  }
  const { hash } = await send(actor, depositDividend(dividends, token.address, amount));
  printResult(output, { token: token.address, deposited: amount, transaction: hash }, [
    `deposited   ${amountText(amount, token)}`,
    `transaction ${hash}`,
  ]);
};

/** `tallystick dividend due|claim|deposit` */
export const dividendCommand = subcommands({ due, claim: collect, deposit: pay });
