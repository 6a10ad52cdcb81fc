import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { numberToHex } from "viem";
import type { Actor } from "../chain/actor.ts";
import type { SourceFile } from "../data/dataset.ts";
import type { Column } from "../data/manifest.ts";
import { textFault } from "../data/names.ts";
import type { RecordSetup } from "../market/consentActs.ts";
import type { NewOffer } from "../market/prepare.ts";
import { type Published, publishDataset, publishVersion } from "../market/publishDataset.ts";
import { offerId } from "../market/terms.ts";
import { deployed } from "../networks.ts";
import { fileSize, fileSource } from "../node.ts";
import type { Command } from "./command.ts";
import { actorFrom, keyPairOf } from "./context.ts";
import { UsageError } from "./exitCode.ts";
import {
  datasetArgument,
  durationArgument,
  listArgument,
  numberArgument,
  readArguments,
  saltArgument,
} from "./options.ts";
import { type Output, printResult, progressOn } from "./output.ts";
import { type NamedPolicy, policyArgument, policyTerms } from "./policyArgument.ts";
import { recordOptions, setupFrom } from "./recordSetup.ts";
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
  policy: { type: "string" },
  dataset: { type: "string" },
  salt: { type: "string" },
  record: { type: "boolean", default: false },
  ...recordOptions,
} as const;

/** `tallystick publish <files…>` */
export const publishCommand: Command = async ({ args, env, output, signal }) => {
  const { values, positionals } = readArguments(args, options);
  if (positionals.length === 0) throw new UsageError("No file is named.");
  if (values.title === undefined) throw new UsageError("--title is needed.");
  const { dataset, salt, record } = placeFrom(values);
  const policy = values.policy === undefined ? undefined : await policyArgument(values.policy);
  if (policy !== undefined && values.price === undefined) throw new UsageError("--policy needs an offer: --price.");
  const sample = values.sample === undefined ? 0 : numberArgument(values.sample, "sample", 0);
  const sizes = await Promise.all(positionals.map((path) => sizeOf(path)));
  const files = await Promise.all(positionals.map((path) => described(path, sample)));
  const actor = await actorFrom(values, env);
  const offers = await offersFrom(actor, values, files.length, policy);
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
      policies: policy === undefined ? undefined : [policy.policy],
    },
    blocks: policy?.blocks,
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
    ? publishDataset(actor, { ...publication, salt, record })
    : publishVersion(actor, dataset, publication)
  ).finally(progress.end);
  printPublished(actor, done, record, output);
};

function printPublished(actor: Actor, done: Published, record: RecordSetup | undefined, output: Output): void {
  const { market } = deployed(actor.network);
  const id = numberToHex(done.dataset, { size: 32 });
  const made = done.offers.map((terms) => offerId(actor.network.chainId, market, terms));
  const { version, manifestCid, anchor, hash, absent } = done;
  printResult(
    output,
    {
      dataset: id,
      version,
      manifest: manifestCid,
      size: Number(anchor.size),
      offers: made,
      record,
      transaction: hash,
      absent,
    },
    [
      `data set    ${id}`,
      `version     ${version}`,
      `manifest    ${manifestCid}`,
      ...(record === undefined ? [] : [`consent     ${record.threshold} of ${record.holders.length} key holders`]),
      ...made.map((offer) => `offer       ${offer}`),
      `transaction ${hash}`,
      ...absent.map((url) => `absent      ${url} keeps its share when it is back`),
    ],
  );
}

/** Which data set is meant: one there is, or a new one, which may become a record. */
function placeFrom(values: Parameters<typeof recordFrom>[0] & { readonly dataset?: string; readonly salt?: string }) {
  const dataset = values.dataset === undefined ? undefined : datasetArgument(values.dataset);
  const record = recordFrom(values);
  const salt = values.salt === undefined ? undefined : saltArgument(values.salt);
  if (dataset !== undefined && (record !== undefined || salt !== undefined))
    throw new UsageError("--record and --salt go with a new data set, not with a new version.");
  return { dataset, record, salt };
}

/** What the data set is put under, if it is to be a record: said twice, so that nobody makes one by a slip. */
function recordFrom(values: Parameters<typeof setupFrom>[0] & { readonly record: boolean }): RecordSetup | undefined {
  if (values.record) return setupFrom(values);
  const { holder, threshold, emergency, "also-right": alsoRight } = values;
  if (holder !== undefined || threshold !== undefined || emergency !== undefined || alsoRight)
    throw new UsageError("Key holders and emergencies are a record's: say --record.");
  return undefined;
}

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
  policy: NamedPolicy | undefined,
): Promise<readonly NewOffer[]> {
  if (values.price === undefined) return [];
  const duration = durationArgument(values.duration, "duration");
  const refundWindow = values.refund === undefined ? 0 : durationArgument(values.refund, "refund");
  const maxSales = values["max-sales"] === undefined ? 0 : numberArgument(values["max-sales"], "max-sales", 1);
  const segments = Number(2n ** BigInt(files) - 1n);
  const word = policyTerms(deployed(actor.network), policy);
  const common = { segments, duration, refundWindow, maxSales, ...word };
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
