import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { numberToHex } from "viem";
import type { Actor } from "../chain/actor.ts";
import { explainError } from "../chain/explainError.ts";
import type { DecryptedFile } from "../data/dataset.ts";
import type { EncryptionKeyPair } from "../data/keyPair.ts";
import type { Manifest } from "../data/manifest.ts";
import { isTallystickError, TallystickError, tallystickError } from "../errors.ts";
import type { Payment } from "../gateway/payment.ts";
import { receiptDigest } from "../gateway/place.ts";
import type { KeeperAnswer } from "../gateway/requestKeys.ts";
import { encodeReceipt } from "../gateway/wire.ts";
import { type KeptCiphertext, keepIn } from "../keptCiphertext.ts";
import { payForAccess, quoteAccess } from "../market/metered.ts";
import {
  newestReadable,
  type OpenedDataset,
  openDataset,
  ownKeys,
  type ReadFiles,
  type ReadOptions,
  readFiles,
  readOwnFiles,
} from "../market/openDataset.ts";
import { readRight } from "../market/rights.ts";
import { segmentsOf } from "../market/terms.ts";
import { tokenInfo } from "../market/token.ts";
import { deployed } from "../networks.ts";
import { mustNotExist, saveFile } from "../node.ts";
import type { Command } from "./command.ts";
import { actorFrom, keyPairOf } from "./context.ts";
import { UsageError } from "./exitCode.ts";
import { amountText } from "./named.ts";
import { datasetArgument, numberArgument, readArguments } from "./options.ts";
import { printResult, progressOn, sizeText } from "./output.ts";
import { readTicket } from "./ticketFile.ts";
import { amountArgument } from "./token.ts";

const options = {
  out: { type: "string" },
  version: { type: "string" },
  file: { type: "string", multiple: true },
  force: { type: "boolean", default: false },
  resume: { type: "boolean", default: false },
  purpose: { type: "string", default: "0" },
  tab: { type: "string" },
  "max-price": { type: "string" },
  receipts: { type: "string" },
} as const;

/** `tallystick download <dataset>` */
export const downloadCommand: Command = async ({ args, env, output, signal }) => {
  const { values, positionals } = readArguments(args, options);
  if (positionals.length > 1) throw new UsageError("One data set at a time.");
  const dataset = datasetArgument(positionals[0]);
  const version = values.version === undefined ? undefined : numberArgument(values.version, "version", 1);
  const purpose = numberArgument(values.purpose, "purpose", 0);
  const actor = await actorFrom(values, env);
  const account = actor.wallet.account.address;
  const progress = progressOn(output);
  progress.show("reading the manifest");
  try {
    const keyPair = await keyPairOf(actor);
    const { right } = await readRight(actor, dataset, account);
    const newest = await openDataset(actor, dataset, { signal, version });
    const own = await opensWith(newest, keyPair);
    // The owner reads every version, a reader those that the right includes.
    const readable = newestReadable(right, newest.versions.length);
    const older = version === undefined && !own && right.until !== 0 && readable !== newest.version.version;
    const opened = older ? await openDataset(actor, dataset, { signal, version: readable }) : newest;
    const segments = wantedSegments(
      opened,
      values.file,
      own || right.until === 0 ? undefined : segmentsOf(right.segments),
    );
    const folder = values.out ?? ".";
    const kept = values.resume ? keepIn(folder) : undefined;
    for (const i of segments) await mustBeFree(opened.manifest.segments[i]?.name ?? "", folder, values);
    progress.show("asking for the keys");
    const sizes = opened.manifest.segments.map(({ plainSize }) => plainSize);
    const payment = values.tab === undefined ? undefined : await paid(actor, opened, segments, values, signal);
    const answers: KeeperAnswer[] = [];
    const { files } = await read(
      actor,
      opened,
      { keyPair, own, purpose, payment, onAnswer: (answer) => void answers.push(answer) },
      {
        segments,
        signal,
        keep: kept?.keep,
        onProgress: (segment, done) =>
          progress.show(
            `downloading ${opened.manifest.segments[segment]?.name}`,
            done / Math.max(1, sizes[segment] ?? 0),
          ),
      },
    ).finally(() => saveReceipts(values.receipts, actor, answers));
    const saved = await saveAll(opened, files, folder, { kept, overwrite: values.force });
    progress.end();
    const id = numberToHex(dataset, { size: 32 });
    printResult(
      output,
      { dataset: id, version: opened.manifest.version, title: opened.manifest.title, files: saved },
      saved.map(({ path, size }) => `${path} (${sizeText(size)})`),
    );
  } finally {
    progress.end();
  }
};

async function saveAll(
  { manifest }: OpenedDataset,
  files: readonly DecryptedFile[],
  folder: string,
  { kept, overwrite }: { readonly kept: KeptCiphertext | undefined; readonly overwrite: boolean },
): Promise<{ path: string; size: number }[]> {
  const saved: { path: string; size: number }[] = [];
  for (const file of files) {
    const { cid } = manifest.segments[file.segment] as Manifest["segments"][number];
    const save = async () => saveFile(await file.open(), folder, file.name, { overwrite });
    const path = await save().catch(async (error: unknown) => {
      // What is downloaded is checked on the way: only what an earlier run left can be wrong.
      if (kept === undefined || !isTallystickError(error, "ChunkTampered")) throw error;
      await kept.forget(cid);
      return save();
    });
    await kept?.forget(cid);
    saved.push({ path, size: file.plainSize });
  }
  return saved;
}

/** Whether the version can be opened without its keepers. Where it can't, they are asked. */
function opensWith(opened: OpenedDataset, keyPair: EncryptionKeyPair): Promise<boolean> {
  return ownKeys(opened, keyPair).then(
    () => true,
    (error: unknown) => {
      if (["KeyUnavailable", "WrapInvalid", "WrongKey"].some((code) => isTallystickError(error, code))) return false;
      throw error;
    },
  );
}

/** Refused before anything is asked for or downloaded. */
async function mustBeFree(
  name: string,
  folder: string,
  { out, force }: { readonly out?: string | undefined; readonly force: boolean },
): Promise<void> {
  if (out === undefined) mustNotHide(name);
  if (!force) await mustNotExist(folder, name);
}

/** A hidden file in the folder one happens to be in may be one that programs obey, as .bash_profile. */
function mustNotHide(name: string): void {
  if (!name.startsWith(".")) return;
  throw tallystickError("BadName", { name, reason: "it is a hidden file's; name a folder for it with --out" });
}

function read(
  actor: Actor,
  opened: OpenedDataset,
  { own, ...how }: { own: boolean } & Omit<Parameters<typeof readFiles>[1], "reader" | "sign">,
  options: ReadOptions,
): Promise<ReadFiles> {
  const { account } = actor.wallet;
  if (own) return readOwnFiles(opened, how.keyPair, options);
  const sign = (typedData: Parameters<Parameters<typeof readFiles>[1]["sign"]>[0]) =>
    actor.wallet.signTypedData({ ...typedData, account }).catch((error: unknown) => {
      throw explainError(error, { act: "download", account: account.address, network: actor.network });
    });
  return readFiles(opened, { reader: account.address, sign, ...how }, options);
}

/** Signs the voucher of one access on a tab, unless it costs more than was said, or more than the tab holds. */
async function paid(
  actor: Actor,
  opened: OpenedDataset,
  segments: readonly number[],
  values: { readonly tab?: string; readonly "max-price"?: string },
  signal: AbortSignal,
): Promise<Payment> {
  const { message: tab } = await readTicket(values.tab, "tab", actor.network);
  const token = await tokenInfo(actor, tab.token);
  const quote = await quoteAccess(actor, opened, tab, segments, { signal });
  const limit = values["max-price"] === undefined ? undefined : amountArgument(values["max-price"], "max-price", token);
  if (limit !== undefined && quote.tariff.price > limit) {
    const reason = `an access costs ${amountText(quote.tariff.price, token)}, above ${amountText(limit, token)}`;
    throw tallystickError("OrderInvalid", { reason });
  }
  if (quote.total > quote.available) {
    const message = `The tab holds ${amountText(quote.available, token)}; ${amountText(quote.total, token)} would be owed.`;
    throw new TallystickError("Tabs_BeyondLimit", message, "Deposit more.", {
      owed: quote.total,
      available: quote.available,
    });
  }
  return payForAccess(actor, tab, quote);
}

/** Keepers' signed answers are proofs, those of a denial above all: `tallystick receipt verify` reads them. */
async function saveReceipts(folder: string | undefined, actor: Actor, answers: readonly KeeperAnswer[]): Promise<void> {
  if (folder === undefined) return;
  const { market } = deployed(actor.network);
  await mkdir(folder, { recursive: true });
  for (const { receipt } of answers) {
    const digest = receiptDigest(actor.network.chainId, market, receipt.value);
    await writeFile(join(folder, `${digest}.json`), `${JSON.stringify({ receipt: encodeReceipt(receipt) })}\n`);
  }
}

/** The files that were named, or all that the right includes. */
function wantedSegments(
  { manifest }: OpenedDataset,
  names: readonly string[] | undefined,
  included: readonly number[] | undefined,
): number[] {
  if (names === undefined) {
    const all = manifest.segments.map((_, i) => i);
    return included === undefined ? all : all.filter((i) => included.includes(i));
  }
  return names.map((name) => {
    const at = manifest.segments.findIndex((segment) => segment.name === name);
    if (at === -1)
      throw new UsageError(
        `The data set has no file "${name}": ${manifest.segments.map((each) => each.name).join(", ")}.`,
      );
    return at;
  });
}
