import { connectReader } from "@tallystick/sdk/chain/actor";
import type { Description } from "@tallystick/sdk/data/buildManifest";
import type { Column } from "@tallystick/sdk/data/manifest";
import {
  type NewOffer,
  type PublicationProgress,
  prepareDataset,
  prepareVersion,
} from "@tallystick/sdk/market/prepare";
import type { Network } from "@tallystick/sdk/networks";
import type { Address, Hex } from "viem";
import { serve, type TaskContext } from "@/lib/worker/serve";

export interface PublishInput {
  readonly network: Network;
  readonly publisher: Address;
  readonly publicKey: Hex | undefined;
  /** The data set that gets a new version; undefined: a new data set. */
  readonly dataset: bigint | undefined;
  readonly about: Description;
  readonly files: readonly {
    readonly file: File;
    readonly name: string;
    readonly mediaType: string;
    readonly columns: readonly Column[];
    readonly sample: string | undefined;
  }[];
  readonly offers: readonly NewOffer[];
}

export type PublishProgress = PublicationProgress & { readonly done: number; readonly total: number };

/** Encrypts and uploads away from the page, so that the page stays alive; nothing is on the chain when this ends. */
async function prepare(input: PublishInput, { sign, progress, signal }: TaskContext) {
  const total = input.files.reduce((sum, { file }) => sum + file.size, 0);
  const before = input.files.map((_, i) => input.files.slice(0, i).reduce((sum, { file }) => sum + file.size, 0));
  const publication = {
    about: input.about,
    publisher: input.publisher,
    publicKey: input.publicKey,
    offers: input.offers,
    sign,
    signal,
    // A worker in a browser can't send a body while it is made.
    streaming: false,
    files: input.files.map(({ file, name, mediaType, columns, sample }) => ({
      name,
      mediaType,
      sample,
      columns: columns.length > 0 ? columns : undefined,
      open: () => file.stream() as ReadableStream<Uint8Array>,
    })),
    onProgress: (value: PublicationProgress) =>
      progress({
        ...value,
        total,
        done: value.step === "encrypting" ? (before[value.segment] ?? 0) + value.plainBytes : total,
      }),
  };
  const reader = connectReader(input.network);
  const prepared =
    input.dataset === undefined
      ? await prepareDataset(reader, publication)
      : await prepareVersion(reader, input.dataset, publication);
  return {
    dataset: prepared.dataset,
    version: prepared.version,
    call: prepared.call,
    manifestCid: prepared.manifestCid,
  };
}

serve({ prepare });
