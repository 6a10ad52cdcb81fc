import { numberToHex } from "viem";
import type { Actor } from "../chain/actor.ts";
import { explainError } from "../chain/explainError.ts";
import type { EncryptionKeyPair } from "../data/keyPair.ts";
import { isTallystickError, tallystickError } from "../errors.ts";
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
import { mustNotExist, saveFile } from "../node.ts";
import type { Command } from "./command.ts";
import { actorFrom, keyPairOf } from "./context.ts";
import { UsageError } from "./exitCode.ts";
import { datasetArgument, numberArgument, readArguments } from "./options.ts";
import { printResult, progressOn, sizeText } from "./output.ts";

const options = {
  out: { type: "string" },
  version: { type: "string" },
  file: { type: "string", multiple: true },
  force: { type: "boolean", default: false },
} as const;

/** `tallystick download <dataset>` */
export const downloadCommand: Command = async ({ args, env, output, signal }) => {
  const { values, positionals } = readArguments(args, options);
  if (positionals.length > 1) throw new UsageError("One data set at a time.");
  const dataset = datasetArgument(positionals[0]);
  const version = values.version === undefined ? undefined : numberArgument(values.version, "version", 1);
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
    for (const i of segments) {
      const name = opened.manifest.segments[i]?.name ?? "";
      if (values.out === undefined) mustNotHide(name);
      if (!values.force) await mustNotExist(folder, name);
    }
    progress.show("asking for the keys");
    const sizes = opened.manifest.segments.map(({ plainSize }) => plainSize);
    const { files } = await read(
      actor,
      opened,
      { keyPair, own },
      {
        segments,
        signal,
        onProgress: (segment, done) =>
          progress.show(
            `downloading ${opened.manifest.segments[segment]?.name}`,
            done / Math.max(1, sizes[segment] ?? 0),
          ),
      },
    );
    const saved: { path: string; size: number }[] = [];
    for (const file of files) {
      const path = await saveFile(await file.open(), folder, file.name, { overwrite: values.force });
      saved.push({ path, size: file.plainSize });
    }
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

/** A hidden file in the folder one happens to be in may be one that programs obey, as .bash_profile. */
function mustNotHide(name: string): void {
  if (!name.startsWith(".")) return;
  throw tallystickError("BadName", { name, reason: "it is a hidden file's; name a folder for it with --out" });
}

function read(
  actor: Actor,
  opened: OpenedDataset,
  { keyPair, own }: { keyPair: EncryptionKeyPair; own: boolean },
  options: ReadOptions,
): Promise<ReadFiles> {
  const { account } = actor.wallet;
  if (own) return readOwnFiles(opened, keyPair, options);
  const sign = (typedData: Parameters<Parameters<typeof readFiles>[1]["sign"]>[0]) =>
    actor.wallet.signTypedData({ ...typedData, account }).catch((error: unknown) => {
      throw explainError(error, { act: "download", account: account.address, network: actor.network });
    });
  return readFiles(opened, { reader: account.address, keyPair, sign }, options);
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
