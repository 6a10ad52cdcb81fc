import { type Address, isAddressEqual } from "viem";
import type { Actor } from "../chain/actor.ts";
import { send } from "../chain/send.ts";
import { tallystickError } from "../errors.ts";
import {
  decodeDelegation,
  delegate,
  encodeDelegation,
  holdingOf,
  isDelegationSigned,
  NOBODY,
  renouncePower,
  signDelegation,
  submitDelegation,
} from "../governance/power.ts";
import { deployed } from "../networks.ts";
import type { Command } from "./command.ts";
import { accountFrom, actorFrom, readerFrom } from "./context.ts";
import { UsageError } from "./exitCode.ts";
import { amountText } from "./named.ts";
import { accountArgument, limitedDuration, readArguments } from "./options.ts";
import { printResult } from "./output.ts";
import { tallyToken } from "./proposalNamed.ts";
import { subcommands } from "./subcommands.ts";
import { giveJson, readJsonFile } from "./ticketFile.ts";

/** Who is to have the power: an account, "self" or "nobody". */
function delegateArgument(actor: Actor, text: string | undefined): Address {
  if (text === "self") return actor.wallet.account.address;
  return text === "nobody" ? NOBODY : accountArgument(text, "to");
}

const to: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, {
    sign: { type: "boolean", default: false },
    valid: { type: "string", default: "1d" },
    out: { type: "string" },
  });
  const seconds = limitedDuration(values.valid, "valid", "a delegation");
  const actor = await actorFrom(values, env);
  const delegatee = delegateArgument(actor, positionals[0]);
  const { tallyToken: token } = deployed(actor.network);
  const lines = [`delegate    ${nameOf(delegatee, actor.wallet.account.address)}`];
  if (values.sign) {
    const signed = await signDelegation(actor, delegatee, seconds);
    await giveJson(output, encodeDelegation(signed), { out: values.out, lines });
    return;
  }
  const renounces = isAddressEqual(delegatee, NOBODY);
  const { hash } = await send(actor, renounces ? renouncePower(token) : delegate(token, delegatee));
  printResult(output, { delegate: delegatee, transaction: hash }, [...lines, `transaction ${hash}`]);
};

function nameOf(delegatee: Address, own: Address): string {
  if (isAddressEqual(delegatee, NOBODY)) return "nobody: the power is renounced";
  return isAddressEqual(delegatee, own) ? `${delegatee} (itself)` : delegatee;
}

/** Sends what a holder has signed. */
const submit: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, {});
  const signed = decodeDelegation(await readJsonFile(positionals[0]));
  const actor = await actorFrom(values, env);
  if (!(await isDelegationSigned(actor, signed)))
    throw tallystickError("BadDelegation", { field: "signature", reason: "it is not its delegator's" });
  const { hash } = await send(actor, submitDelegation(deployed(actor.network).tallyToken, signed));
  const { delegator, delegatee } = signed;
  printResult(output, { delegator, delegate: delegatee, transaction: hash }, [
    `delegator   ${delegator}`,
    `delegate    ${nameOf(delegatee, delegator)}`,
    `transaction ${hash}`,
  ]);
};

const show: Command = async ({ args, env, output }) => {
  const { values } = readArguments(args, { of: { type: "string" } });
  const reader = await readerFrom(values, env);
  const own = accountFrom(values, env, reader.network)?.address;
  const account = values.of === undefined && own !== undefined ? own : accountArgument(values.of, "of");
  const [holding, token] = await Promise.all([holdingOf(reader, account), tallyToken(reader)]);
  printResult(output, { account, ...holding }, [
    `account     ${account}`,
    `holds       ${amountText(holding.balance, token)}`,
    `delegate    ${nameOf(holding.delegate, account)}`,
    `power       ${amountText(holding.power, token)}`,
  ]);
};

const acts = subcommands({ show, send: submit });

/** `tallystick delegate <account | self | nobody>`, and `tallystick delegate show|send …` */
export const delegateCommand: Command = (context) => {
  const [first] = context.args;
  if (first === undefined) throw new UsageError("Say to whom: an account, self or nobody.");
  return first === "show" || first === "send" ? acts(context) : to(context);
};
