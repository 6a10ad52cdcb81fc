import { connectReader } from "@tallystick/sdk/chain/actor";
import type { DecryptedFile } from "@tallystick/sdk/data/dataset";
import type { EncryptionKeyPair } from "@tallystick/sdk/data/keyPair";
import type { Payment } from "@tallystick/sdk/gateway/payment";
import type { KeeperAnswer } from "@tallystick/sdk/gateway/requestKeys";
import { openDataset, readFiles } from "@tallystick/sdk/market/openDataset";
import type { Network } from "@tallystick/sdk/networks";
import type { Address } from "viem";
import { type KeptReceipt, keptReceipt } from "@/lib/receipts";
import type { FileFacts } from "@/lib/segments";
import { serve, type TaskContext } from "@/lib/worker/serve";
import { forgetKept, keeping, keptBytes, plainFile } from "./kept";

export interface UnlockInput {
  readonly network: Network;
  readonly dataset: bigint;
  readonly version: number;
  readonly reader: Address;
  readonly segments: readonly number[];
  readonly purpose: number;
  /** Of a reader who pays by use. */
  readonly payment?: Payment | undefined;
  readonly keyPair: EncryptionKeyPair;
}

/** A file of the version that was unlocked. */
export interface UnlockedFile extends FileFacts {
  readonly segment: number;
  /** Bytes of ciphertext, and how many of them an earlier run has kept. */
  readonly size: number;
  readonly kept: number;
}

export interface ReadInput {
  readonly segment: number;
  /** Bytes wanted at most, for a look; undefined: all, for keeps. */
  readonly limit?: number;
  /** Where to write; undefined: the bytes are answered. */
  readonly target?: FileSystemFileHandle;
}

export interface ReadAnswer {
  readonly blob?: Blob;
  readonly ended: boolean;
}

/** What a task tells while it runs. */
export type Told =
  | { readonly kind: "receipt"; readonly receipt: KeptReceipt }
  | { readonly kind: "bytes"; readonly step: "download" | "open"; readonly done: number; readonly total: number };

/** Larger files never lie in memory as a whole, where the browser has another place for them. */
const mostInMemory = 64_000_000;

/** A read that is under way. */
interface Running {
  readonly signal: AbortSignal;
  readonly whole: boolean;
  readonly tell: (told: Told) => void;
}

let files = new Map<number, { readonly file: DecryptedFile; readonly cid: string }>();
const running = new Map<number, Running>();

/** Gets the keys; the files can then be read one by one. Every keeper's answer is told, denials too. */
async function unlock(input: UnlockInput, { sign, signal, progress }: TaskContext): Promise<readonly UnlockedFile[]> {
  const opened = await openDataset(connectReader(input.network), input.dataset, { version: input.version, signal });
  const { segments, chainId, market, title } = opened.manifest;
  const onAnswer = (answer: KeeperAnswer) =>
    progress({ kind: "receipt", receipt: keptReceipt(answer, { chainId, market, title }) } satisfies Told);
  const { reader, keyPair, purpose, payment } = input;
  const read = await readFiles(
    opened,
    { reader, keyPair, sign, purpose, payment, onAnswer },
    {
      segments: input.segments,
      // Whoever takes only a look at the beginning downloads no more than that.
      keep: (facts, download) => {
        const run = running.get(facts.segment);
        if (!run?.whole) return Promise.resolve(download(0));
        const tell = (done: number, total: number) => run.tell({ kind: "bytes", step: "download", done, total });
        return keeping(tell, run.signal)(facts, download);
      },
      onProgress: (segment, done) => {
        const total = segments[segment]?.plainSize ?? 0;
        running.get(segment)?.tell({ kind: "bytes", step: "open", done, total });
      },
    },
  );
  files = new Map(read.files.map((file) => [file.segment, { file, cid: segments[file.segment]?.cid ?? "" }]));
  return Promise.all(
    [...files.keys()].map(async (segment) => {
      const { name, mediaType, plainSize, columns, sample, ...facts } = segments[segment] as (typeof segments)[number];
      const kept = await keptBytes(facts);
      return { segment, name, mediaType, plainSize, columns: columns ?? [], sample, size: facts.size, kept };
    }),
  );
}

/** Downloads, verifies and decrypts a file; what comes out is right or nothing. */
async function read(input: ReadInput, { progress, signal }: TaskContext): Promise<ReadAnswer> {
  const { segment, limit } = input;
  const found = files.get(segment);
  if (!found) throw new Error("The file was not unlocked.");
  running.set(segment, { signal, whole: limit === undefined, tell: progress });
  try {
    const stream = await found.file.open();
    if (limit !== undefined) return await beginning(stream, limit, found.file.plainSize, signal);
    const blob = await whole(stream, found.file.plainSize, input.target, signal);
    await forgetKept(found.cid);
    return { ended: true, ...(blob ? { blob } : {}) };
  } catch (error) {
    // A chunk that went bad on this disk is not to be met again.
    if ((error as { code?: unknown }).code === "ChunkTampered") await forgetKept(found.cid);
    throw error;
  } finally {
    running.delete(segment);
  }
}

/** Everything, to the file that was picked; else to one of ours, or to memory, which is answered. */
async function whole(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  size: number,
  target: FileSystemFileHandle | undefined,
  signal: AbortSignal,
): Promise<Blob | undefined> {
  const ours = target || size <= mostInMemory ? undefined : await plainFile(size);
  const file = target ?? ours?.handle;
  if (!file) return new Blob(await gather(stream, signal), { type: "application/octet-stream" });
  try {
    // An error aborts the writable: the browser then throws the half-written file away.
    await stream.pipeTo((await file.createWritable()) as WritableStream<Uint8Array>, { signal });
  } catch (error) {
    ours?.drop();
    throw error;
  }
  return ours ? file.getFile() : undefined;
}

async function beginning(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  limit: number,
  size: number,
  signal: AbortSignal,
): Promise<ReadAnswer> {
  const blob = new Blob(await gather(stream, signal, limit), { type: "application/octet-stream" }).slice(0, limit);
  return { blob, ended: blob.size >= size };
}

async function gather(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  signal: AbortSignal,
  limit = Number.POSITIVE_INFINITY,
): Promise<Uint8Array<ArrayBuffer>[]> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const reader = stream.getReader();
  signal.addEventListener("abort", () => void reader.cancel(signal.reason));
  let size = 0;
  while (size < limit) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    size += value.length;
  }
  signal.throwIfAborted();
  if (size >= limit) await reader.cancel();
  return parts;
}

serve({ unlock, read });
