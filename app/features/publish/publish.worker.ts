import { connectReader } from "@tallystick/sdk/chain/actor";
import type { Description } from "@tallystick/sdk/data/buildManifest";
import type { Column } from "@tallystick/sdk/data/manifest";
import {
  type NewOffer,
  type PreparedVersion,
  type Preparer,
  type Publication,
  type PublicationProgress,
  preparerOf,
  versionPreparerOf,
} from "@tallystick/sdk/market/prepare";
import type { Network } from "@tallystick/sdk/networks";
import type { Address, Hex } from "viem";
import { serve, type TaskContext } from "@/lib/worker/serve";
import { changeUnfinished, seal, unfinished, unseal } from "./unfinished";

export interface PublishInput {
  /** Of the kept publication (`unfinished`), which is gone on with where it was begun before. */
  readonly id: string;
  readonly network: Network;
  readonly publisher: Address;
  readonly publicKey: Hex | undefined;
  /** The data set that gets a new version; undefined: a new data set. */
  readonly dataset: bigint | undefined;
  readonly salt: Hex;
  readonly about: Description;
  readonly files: readonly {
    /** Undefined for one that lies at the gateway already. */
    readonly file: File | undefined;
    readonly size: number;
    readonly name: string;
    readonly mediaType: string;
    readonly columns: readonly Column[];
    readonly sample: string | undefined;
  }[];
  readonly offers: readonly NewOffer[];
}

export type PublishProgress = PublicationProgress & { readonly done: number; readonly total: number };

let preparer: Preparer | undefined;

/** Encrypts and uploads away from the page, so that the page stays alive; nothing is on the chain when this ends. */
async function prepare(input: PublishInput, { sign, progress, signal }: TaskContext) {
  const { id } = input;
  const before = await unfinished.get(id);
  const total = input.files.reduce((sum, { size }) => sum + size, 0);
  const upTo = input.files.map((_, i) => input.files.slice(0, i).reduce((sum, { size }) => sum + size, 0));
  const publication: Publication = {
    about: input.about,
    publisher: input.publisher,
    publicKey: input.publicKey,
    offers: input.offers,
    salt: input.salt,
    sign,
    signal,
    // A worker in a browser can't send a body while it is made.
    streaming: false,
    files: input.files.map(({ file, name, mediaType, columns, sample }) => ({
      name,
      mediaType,
      sample,
      columns: columns.length > 0 ? columns : undefined,
      open: () => {
        if (!file) throw new Error(`The file ${name} was not chosen again.`);
        return file.stream() as ReadableStream<Uint8Array>;
      },
    })),
    resume: before?.master && { master: await unseal(before.master, id), stored: before.stored },
    onMaster: async (master) => {
      const sealed = await seal(master, id);
      await changeUnfinished(id, (kept) => ({ ...kept, master: sealed, stored: [] }));
    },
    onStored: (segment) => changeUnfinished(id, (kept) => ({ ...kept, stored: [...kept.stored, segment] })),
    onProgress: (value) =>
      progress({
        ...value,
        total,
        done: value.step === "encrypting" ? (upTo[value.segment] ?? 0) + value.plainBytes : total,
      }),
  };
  const reader = connectReader(input.network);
  preparer =
    input.dataset === undefined
      ? await preparerOf(reader, publication)
      : await versionPreparerOf(reader, input.dataset, publication);
  return told(await preparer(new Date()));
}

/** The same files under another manifest, and so another hash: for when somebody else took the first. */
async function remake() {
  if (!preparer) throw new Error("Nothing was prepared.");
  return told(await preparer(new Date()));
}

function told({ dataset, version, call, manifestCid }: PreparedVersion) {
  return { dataset, version, call, manifestCid };
}

serve({ prepare, remake });
