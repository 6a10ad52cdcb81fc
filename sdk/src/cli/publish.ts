import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { numberToHex } from "viem";
import type { Actor } from "../chain/actor.ts";
import type { SourceFile } from "../data/dataset.ts";
import type { Column } from "../data/manifest.ts";
import { textFault } from "../data/names.ts";
import type { NewOffer } from "../market/prepare.ts";
import { publishDataset, publishVersion } from "../market/publishDataset.ts";
import { offerId } from "../market/terms.ts";
import { deployed } from "../networks.ts";
import { fileSize, fileSource } from "../node.ts";
import type { Command } from "./command.ts";
import { actorFrom, keyPairOf } from "./context.ts";
import { UsageError } from "./exitCode.ts";
import { datasetArgument, durationArgument, listArgument, numberArgument, readArguments } from "./options.ts";
import { printResult, progressOn } from "./output.ts";
import { amountArgument, tokenNamed } from "./token.ts";

const options = {
  title: { type: "string" },
  description: { type: "string", default: "" },
  language: { type: "string" },
  keyword: { type: "string", multiple: true },
  licence: { type: "string", default: "CC-BY-4.0" },
  price: { type: "string" },
  token: { type: "string" },
  duration: { type: "string", default: "forever" },
  refund: { type: "string" },
  "max-sales": { type: "string" },
  sample: { type: "string" },
  dataset: { type: "string" },
} as const;

/** `tallystick publish <files…>` */
export const publishCommand: Command = async ({ args, env, output, signal }) => {
  const { values, positionals } = readArguments(args, options);
  if (positionals.length === 0) throw new UsageError("No file is named.");
  if (values.title === undefined) throw new UsageError("--title is needed.");
  const dataset = values.dataset === undefined ? undefined : datasetArgument(values.dataset);
  const sample = values.sample === undefined ? 0 : numberArgument(values.sample, "sample", 0);
  const sizes = await Promise.all(positionals.map((path) => sizeOf(path)));
  const files = await Promise.all(positionals.map((path) => described(path, sample)));
  const actor = await actorFrom(values, env);
  const offers = await offersFrom(actor, values, files.length);
  const { publicKey } = await keyPairOf(actor);
  const progress = progressOn(output);
  const publication = {
    files,
    about: {
      title: values.title,
      description: values.description,
      language: values.language,
      keywords: values.keyword === undefined ? undefined : listArgument(values.keyword),
      licence: { spdx: values.licence },
    },
    publicKey,
    offers,
    signal,
    onProgress: ({ step, segment, plainBytes }: { step: string; segment: number; plainBytes: number }) => {
      const size = sizes[segment];
      if (step !== "encrypting" || size === undefined) progress.show(step);
      else progress.show(`encrypting and uploading ${files[segment]?.name}`, size === 0 ? 1 : plainBytes / size);
    },
  };
  const done = await (dataset === undefined
    ? publishDataset(actor, publication)
    : publishVersion(actor, dataset, publication)
  ).finally(progress.end);
  const { market } = deployed(actor.network);
  const id = numberToHex(done.dataset, { size: 32 });
  const made = done.offers.map((terms) => offerId(actor.network.chainId, market, terms));
  const { version, manifestCid, anchor, hash } = done;
  printResult(
    output,
    { dataset: id, version, manifest: manifestCid, size: Number(anchor.size), offers: made, transaction: hash },
    [
      `data set    ${id}`,
      `version     ${version}`,
      `manifest    ${manifestCid}`,
      ...made.map((offer) => `offer       ${offer}`),
      `transaction ${hash}`,
    ],
  );
};

async function sizeOf(path: string): Promise<number> {
  return fileSize(path).catch(() => {
    throw new UsageError(`${path} can't be read.`);
  });
}

async function offersFrom(
  actor: Actor,
  values: {
    readonly price?: string;
    readonly token?: string;
    readonly duration: string;
    readonly refund?: string;
    readonly "max-sales"?: string;
  },
  files: number,
): Promise<readonly NewOffer[]> {
  if (values.price === undefined) return [];
  const duration = durationArgument(values.duration, "duration");
  const refundWindow = values.refund === undefined ? 0 : durationArgument(values.refund, "refund");
  const maxSales = values["max-sales"] === undefined ? 0 : numberArgument(values["max-sales"], "max-sales", 1);
  const segments = Number(2n ** BigInt(files) - 1n);
  const common = { segments, duration, refundWindow, maxSales };
  if (/^0+(\.0*)?$/.test(values.price)) return [common];
  const token = await tokenNamed(actor, values.token);
  return [{ ...common, token: token.address, price: amountArgument(values.price, "price", token) }];
}

const MAX_SAMPLE = 4_000;
/** A manifest names no more. */
const MAX_COLUMNS = 1_000;

/** A file with the names of its columns and its first lines, where it is text and that was asked for. */
async function described(path: string, lines: number): Promise<SourceFile> {
  const file = fileSource(path);
  if (lines === 0 || !/^text\/|json/.test(file.mediaType)) return file;
  const first: string[] = [];
  const reader = createInterface({ input: createReadStream(path, { encoding: "utf8", end: 65_535 }) });
  for await (const line of reader) {
    first.push(line);
    if (first.length > lines) break;
  }
  const sample = first.join("\n").slice(0, MAX_SAMPLE).toWellFormed();
  if (textFault(sample) !== undefined) return file;
  return { ...file, sample, columns: columnsOf(file.mediaType, first[0] ?? "") };
}

function columnsOf(mediaType: string, header: string): readonly Column[] | undefined {
  if (mediaType !== "text/csv" || header.length > 10_000) return undefined;
  const names = header
    .replace(/^\ufeff/, "")
    .split(",", MAX_COLUMNS)
    .map((name) => name.trim().replace(/^"(.*)"$/, "$1"));
  return names.every((name) => name !== "" && name.length <= 200)
    ? names.map((name) => ({ name, type: "string" }))
    : undefined;
}
