import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { bytesToHex, formatUnits, numberToHex, zeroAddress } from "viem";
import type { Reader } from "../chain/actor.ts";
import { sha256 } from "../data/bytes.ts";
import { fileCid, rawCid } from "../data/cid.ts";
import { MAX_MANIFEST_SIZE } from "../data/format.ts";
import type { Manifest } from "../data/manifest.ts";
import { parseManifest } from "../data/parseManifest.ts";
import { offerState, offersOf } from "../market/offers.ts";
import { openDataset } from "../market/openDataset.ts";
import { FOREVER } from "../market/right.ts";
import { hasAccess, readRight } from "../market/rights.ts";
import { tokenInfo } from "../market/token.ts";
import { fileSize } from "../node.ts";
import type { Command } from "./command.ts";
import { accountFrom, readerFrom } from "./context.ts";
import { UsageError } from "./exitCode.ts";
import { datasetArgument, numberArgument, readArguments } from "./options.ts";
import { type Output, printResult, progressOn, sizeText } from "./output.ts";

/** `tallystick inspect <dataset | file>` */
export const inspectCommand: Command = async ({ args, env, output, signal }) => {
  const { values, positionals } = readArguments(args, { version: { type: "string" } });
  const [what, ...more] = positionals;
  if (what === undefined || more.length > 0) throw new UsageError("Name one data set or file.");
  const size = await fileSize(what).catch(() => undefined);
  if (size !== undefined) return inspectFile(what, size, output);
  const dataset = datasetArgument(what);
  const version = values.version === undefined ? undefined : numberArgument(values.version, "version", 1);
  const reader = await readerFrom(values, env);
  const account = accountFrom(values, env, reader.network)?.address;
  const progress = progressOn(output);
  progress.show("reading the chain and the manifest");
  const opened = await openDataset(reader, dataset, { version, signal }).finally(progress.end);
  const { manifest, versions } = opened;
  const offers = await openOffers(reader, dataset);
  const right = account === undefined ? undefined : (await readRight(reader, dataset, account)).right;
  const access = account === undefined ? undefined : await hasAccess(reader, dataset, account);
  const id = numberToHex(dataset, { size: 32 });
  printResult(
    output,
    {
      dataset: id,
      versions: versions.length,
      manifest,
      offers,
      ...(account ? { account, access, until: right?.until } : {}),
    },
    [
      ...manifestLines(manifest),
      `versions    ${versions.length}`,
      ...offers.map(({ id: offer, text }) => `offer       ${offer}: ${text}`),
      ...(account === undefined ? [] : [`right       ${access ? until(right?.until ?? 0) : "none"}`]),
    ],
  );
};

function until(end: number): string {
  return end === FOREVER ? "for ever" : `until ${new Date(end * 1_000).toISOString()}`;
}

function manifestLines(manifest: Manifest): string[] {
  const { licence, segments } = manifest;
  return [
    `title       ${manifest.title}`,
    ...manifest.description
      .split("\n")
      .filter((line) => line !== "")
      .map((line, i) => `${i === 0 ? "about       " : "            "}${line}`),
    `publisher   ${manifest.publisher}`,
    `licence     ${"spdx" in licence ? licence.spdx : licence.name}`,
    `version     ${manifest.version} of ${manifest.createdAt}`,
    ...segments.map(({ name, mediaType, plainSize }) => `file        ${name} (${mediaType}, ${sizeText(plainSize)})`),
    `keepers     ${manifest.keepers.threshold} of ${manifest.keepers.list.length}: ${manifest.keepers.list.map(({ url }) => url).join(", ")}`,
  ];
}

async function openOffers(
  reader: Reader,
  dataset: bigint,
): Promise<{ id: string; price: bigint; token: string; duration: number; text: string }[]> {
  const shown: { id: string; price: bigint; token: string; duration: number; text: string }[] = [];
  for (const { id, terms } of await offersOf(reader, dataset)) {
    const { status, sold } = await offerState(reader, id);
    if (status !== "open") continue;
    const token = terms.token === zeroAddress ? undefined : await tokenInfo(reader, terms.token);
    const price = token === undefined ? "free" : `${formatUnits(terms.price, token.decimals)} ${token.symbol}`;
    const time = terms.duration === 0 ? "for ever" : `for ${terms.duration / 86_400} days`;
    shown.push({
      id,
      price: terms.price,
      token: terms.token,
      duration: terms.duration,
      text: `${price} ${time}, ${sold} sold`,
    });
  }
  return shown;
}

/** A manifest is checked and shown; of any other file, what its content is called. */
async function inspectFile(path: string, size: number, output: Output): Promise<void> {
  const bytes = size <= MAX_MANIFEST_SIZE ? await readFile(path) : undefined;
  if (bytes?.includes('"tallystick":"manifest/')) {
    const manifest = parseManifest(bytes);
    const cid = rawCid(bytesToHex(await sha256(bytes)));
    printResult(output, { file: path, kind: "manifest", cid, manifest }, [
      ...manifestLines(manifest),
      `cid         ${cid}`,
    ]);
    return;
  }
  const content = fileCid();
  for await (const part of createReadStream(path)) await content.update(part as Uint8Array);
  const cid = await content.finish();
  printResult(output, { file: path, kind: "file", size, cid }, [`size        ${size} bytes`, `cid         ${cid}`]);
}
