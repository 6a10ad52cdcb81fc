import { numberToHex } from "viem";
import { send } from "../chain/send.ts";
import { announcePass, burnPass, mintPass, type Pass, passId, readPass } from "../market/passes.ts";
import { deployed } from "../networks.ts";
import type { Command } from "./command.ts";
import { accountFrom, actorFrom, readerFrom } from "./context.ts";
import { timeText } from "./named.ts";
import { accountArgument, datasetArgument, readArguments } from "./options.ts";
import { printResult } from "./output.ts";
import { subcommands } from "./subcommands.ts";

// A right as an ERC-721 token that can't be transferred, for wallets and doors that understand those.

const linesOf = (pass: Pass | undefined): string[] =>
  pass === undefined
    ? ["pass        none"]
    : [
        `pass        ${numberToHex(pass.id, { size: 32 })}`,
        `data set    ${numberToHex(pass.dataset, { size: 32 })}`,
        `holder      ${pass.holder}`,
        `minted      ${timeText(pass.mintedAt)}`,
        `ends        ${pass.endsAt === 0 ? "never" : timeText(pass.endsAt)}${pass.expired ? ", expired" : ""}`,
      ];

const show: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, { reader: { type: "string" } });
  const dataset = datasetArgument(positionals[0]);
  const reader = await readerFrom(values, env);
  const own = accountFrom(values, env, reader.network)?.address;
  const holder = values.reader === undefined && own !== undefined ? own : accountArgument(values.reader, "reader");
  const pass = await readPass(reader, dataset, holder);
  printResult(output, { dataset: numberToHex(dataset, { size: 32 }), holder, pass: pass ?? null }, linesOf(pass));
};

const mint: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, {});
  const dataset = datasetArgument(positionals[0]);
  const actor = await actorFrom(values, env);
  const { hash } = await send(actor, mintPass(deployed(actor.network).passes, dataset));
  const pass = await readPass(actor, dataset, actor.wallet.account.address);
  printResult(output, { pass, transaction: hash }, [...linesOf(pass), `transaction ${hash}`]);
};

const burn: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, {});
  const dataset = datasetArgument(positionals[0]);
  const actor = await actorFrom(values, env);
  const id = passId(dataset, actor.wallet.account.address);
  const { hash } = await send(actor, burnPass(deployed(actor.network).passes, id));
  printResult(output, { pass: null, transaction: hash }, [...linesOf(undefined), `transaction ${hash}`]);
};

/** Tells wallets by events how a pass stands now. */
const announce: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, { reader: { type: "string" } });
  const dataset = datasetArgument(positionals[0]);
  const actor = await actorFrom(values, env);
  const own = actor.wallet.account.address;
  const holder = values.reader === undefined ? own : accountArgument(values.reader, "reader");
  const { hash } = await send(actor, announcePass(deployed(actor.network).passes, passId(dataset, holder)));
  const pass = await readPass(actor, dataset, holder);
  printResult(output, { pass, transaction: hash }, [...linesOf(pass), `transaction ${hash}`]);
};

/** `tallystick pass mint|show|announce|burn` */
export const passCommand = subcommands({ mint, show, announce, burn });
