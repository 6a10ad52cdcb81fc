import { type Address, isAddressEqual } from "viem";
import type { Actor } from "../chain/actor.ts";
import { type Confirmed, send } from "../chain/send.ts";
import { deposit } from "../market/balance.ts";
import { approve, withdraw } from "../market/buying.ts";
import { railsOf } from "../market/quotes.ts";
import { creditOf } from "../market/rights.ts";
import { allowanceOf, type TokenInfo } from "../market/token.ts";
import { depositByTransfer } from "../market/transfers.ts";
import { deployed } from "../networks.ts";
import type { Command } from "./command.ts";
import { accountFrom, actorFrom, readerFrom } from "./context.ts";
import { UsageError } from "./exitCode.ts";
import { amountText } from "./named.ts";
import { accountArgument, readArguments } from "./options.ts";
import { printResult } from "./output.ts";
import { subcommands } from "./subcommands.ts";
import { amountArgument, tokenNamed } from "./token.ts";

// The prepaid balance in the market, one a token: deposits, refunds, for the treasury fees.

const show: Command = async ({ args, env, output }) => {
  const { values } = readArguments(args, { token: { type: "string" }, of: { type: "string" } });
  const reader = await readerFrom(values, env);
  const own = accountFrom(values, env, reader.network)?.address;
  const account = values.of === undefined && own !== undefined ? own : accountArgument(values.of, "of");
  const token = await tokenNamed(reader, values.token);
  const balance = await creditOf(reader, account, token.address);
  printResult(output, { account, token: token.address, balance }, [
    `account     ${account}`,
    `balance     ${amountText(balance, token)}`,
  ]);
};

const putIn: Command = async ({ args, env, output }) => {
  const { values } = readArguments(args, {
    amount: { type: "string" },
    token: { type: "string" },
    for: { type: "string" },
    approve: { type: "boolean", default: false },
  });
  const actor = await actorFrom(values, env);
  const own = actor.wallet.account.address;
  const account = values.for === undefined ? own : accountArgument(values.for, "for");
  const token = await tokenNamed(actor, values.token);
  const amount = amountArgument(values.amount ?? "", "amount", token);
  const { hash } = await put(actor, { token, account, amount }, values.approve);
  const balance = await creditOf(actor, account, token.address);
  printResult(output, { account, token: token.address, deposited: amount, balance, transaction: hash }, [
    `account     ${account}`,
    `deposited   ${amountText(amount, token)}`,
    `balance     ${amountText(balance, token)}`,
    `transaction ${hash}`,
  ]);
};

/** By allowance where there is one, else by one transfer to oneself, or by a new allowance if that is wanted. */
async function put(
  actor: Actor,
  { token, account, amount }: { readonly token: TokenInfo; readonly account: Address; readonly amount: bigint },
  byAllowance: boolean,
): Promise<Confirmed> {
  const { market, desk } = deployed(actor.network);
  const own = actor.wallet.account.address;
  if ((await allowanceOf(actor, token.address, own, market)) < amount) {
    const { transfer } = await railsOf(actor, token.address);
    if (transfer && !byAllowance && isAddressEqual(account, own))
      return send(actor, depositByTransfer(desk, token.address, amount));
    if (!byAllowance) throw new UsageError("This deposit needs an allowance: say --approve.");
    await send(actor, approve(token.address, market, amount));
  }
  return send(actor, deposit(market, token.address, account, amount));
}

const takeOut: Command = async ({ args, env, output }) => {
  const { values } = readArguments(args, { token: { type: "string" }, to: { type: "string" } });
  const actor = await actorFrom(values, env);
  const own = actor.wallet.account.address;
  const to = values.to === undefined ? own : accountArgument(values.to, "to");
  const token = await tokenNamed(actor, values.token);
  const balance = await creditOf(actor, own, token.address);
  const { hash } = await send(actor, withdraw(deployed(actor.network).market, token.address, to));
  printResult(output, { to, token: token.address, withdrawn: balance, transaction: hash }, [
    `to          ${to}`,
    `withdrawn   ${amountText(balance, token)}`,
    `transaction ${hash}`,
  ]);
};

/** `tallystick balance show|deposit|withdraw` */
export const balanceCommand = subcommands({ show, deposit: putIn, withdraw: takeOut });
