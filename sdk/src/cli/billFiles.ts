import { billOf } from "../bills/billState.ts";
import { billCredential, readCredential } from "../bills/credential.ts";
import { dateOfDay } from "../bills/face.ts";
import { type BillHistory, checkHistory, readHistory, verifyHistory } from "../bills/history.ts";
import { decodeHistory, encodeHistory } from "../bills/historyWire.ts";
import { mletrReport } from "../bills/mletr.ts";
import { mletrLines } from "../bills/mletrText.ts";
import { tallystickError } from "../errors.ts";
import { kindName } from "../instruments/links.ts";
import { tokenInfo } from "../market/token.ts";
import { deployed } from "../networks.ts";
import { billNamed } from "./billNamed.ts";
import type { Command, CommandContext } from "./command.ts";
import { readerFrom } from "./context.ts";
import { timeText } from "./named.ts";
import { readArguments } from "./options.ts";
import { printResult } from "./output.ts";
import { wordArgument, wordText } from "./receivableNamed.ts";
import { giveJson, readJsonFile, ticketOptions } from "./ticketFile.ts";

// A bill as files, and what they prove.

/** All endorsements; with `--out` as a file that proves itself. */
export const history: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, ticketOptions);
  const reader = await readerFrom(values, env);
  const read = await readHistory(reader, wordArgument(positionals[0], "bill"));
  verifyHistory(read);
  const json = encodeHistory(read);
  if (values.out !== undefined) return giveJson(output, json, { out: values.out, lines: historyLines(read) });
  printResult(output, json, historyLines(read));
};

function historyLines({ id, block, lots }: BillHistory): string[] {
  return [
    `bill        ${wordText(id)}`,
    `as of       ${timeText(block.time)}, block ${block.number}`,
    ...lots.flatMap((lot) => [
      `lot         ${wordText(lot.id)}: ${lot.units} units, ${lot.holder ?? "nobody"}`,
      ...lot.links.map(
        ({ from, to, kind, time, units }, i) =>
          `  ${String(i + 1).padStart(3)}. ${timeText(time)} ${from} to ${to}: ${kindName(kind)}${units === 0 ? "" : `, ${units} units`}`,
      ),
      `  hash      ${lot.roll}`,
    ]),
  ];
}

/** The face as a W3C verifiable credential. */
export const exportBill: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, ticketOptions);
  const reader = await readerFrom(values, env);
  const { id, face } = await billNamed(reader, positionals[0]);
  const place = { chainId: reader.network.chainId, bills: deployed(reader.network).bills };
  const lines = [`bill        ${wordText(id)}`, `document    ${face.document}`];
  await giveJson(output, billCredential(face, place), { out: values.out, lines });
};

/** Proves an exported history or credential, and asks the chain, unless it is to be done without one. */
export const verify: Command = async (context) => {
  const { values, positionals } = readArguments(context.args, { offline: { type: "boolean", default: false } });
  const json = await readJsonFile(positionals[0]);
  const isHistory = typeof json === "object" && json !== null && "tallystick" in json;
  if (isHistory) await verifyHistoryFile(context, decodeHistory(json), values);
  else await verifyCredentialFile(context, json, values);
};

type Values = Parameters<typeof readerFrom>[0] & { readonly offline: boolean };

async function verifyHistoryFile({ env, output }: CommandContext, read: BillHistory, values: Values): Promise<void> {
  verifyHistory(read);
  const links = read.lots.reduce((sum, lot) => sum + lot.links.length, 0);
  const lines = [
    `bill        ${wordText(read.id)}`,
    `proved      ${read.lots.length} lots, ${links} links, as of block ${read.block.number} of chain ${read.chainId}`,
  ];
  if (values.offline) return printResult(output, { bill: wordText(read.id), links, isProved: true }, lines);
  const check = await checkHistory(await readerFrom(values, env), read);
  if (!check.isTrue)
    throw tallystickError("HistoryInvalid", { field: "lots", reason: "the chain has another history" });
  if (!check.isBlockKnown) {
    throw tallystickError("HistoryInvalid", { field: "block", reason: "the chain does not have it" });
  }
  const state = `chain       says the same${check.isCurrent ? ", and nothing was done since" : "; more was done since"}`;
  printResult(output, { bill: wordText(read.id), links, isProved: true, ...check }, [...lines, state]);
}

async function verifyCredentialFile({ env, output }: CommandContext, json: unknown, values: Values): Promise<void> {
  const { id, face, place } = await readCredential(json);
  const lines = [
    `bill        ${wordText(id)}`,
    `proved      face and document ${face.document}, dated ${dateOfDay(face.drawnOn)}, of chain ${place.chainId}`,
  ];
  if (values.offline) return printResult(output, { bill: wordText(id), face, isProved: true }, lines);
  const reader = await readerFrom(values, env);
  const { chainId } = reader.network;
  if (chainId !== place.chainId) throw tallystickError("WrongChain", { expected: place.chainId, actual: chainId });
  const { status } = await billOf(reader, id);
  printResult(output, { bill: wordText(id), face, isProved: true, status }, [...lines, `status      ${status}`]);
}

/** What the Model Law on Electronic Transferable Records asks, shown from the chain alone. */
export const report: Command = async ({ args, env, output }) => {
  const { values, positionals } = readArguments(args, {});
  const reader = await readerFrom(values, env);
  const made = await mletrReport(reader, wordArgument(positionals[0], "bill"));
  const { history: chains, ...rest } = made;
  const token = await tokenInfo(reader, made.face.token);
  printResult(output, { ...rest, history: encodeHistory(chains) }, mletrLines(made, token));
};
