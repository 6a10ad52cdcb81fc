import { connectReader } from "@tallystick/sdk/chain/actor";
import type { DecryptedFile } from "@tallystick/sdk/data/dataset";
import type { EncryptionKeyPair } from "@tallystick/sdk/data/keyPair";
import { openDataset, readFiles } from "@tallystick/sdk/market/openDataset";
import type { Network } from "@tallystick/sdk/networks";
import type { Address } from "viem";
import { serve, type TaskContext } from "@/lib/worker/serve";

export interface UnlockInput {
  readonly network: Network;
  readonly dataset: bigint;
  readonly version: number;
  readonly reader: Address;
  readonly segments: readonly number[];
  readonly keyPair: EncryptionKeyPair;
}

export interface ReadInput {
  readonly segment: number;
  /** Bytes wanted at most; undefined: all. */
  readonly limit?: number;
  /** Where to write; undefined: the bytes are answered. */
  readonly target?: FileSystemFileHandle;
}

export interface ReadAnswer {
  readonly blob?: Blob;
  readonly ended: boolean;
}

let files: readonly DecryptedFile[] = [];
let report: ((segment: number, bytes: number) => void) | undefined;

/** Gets the keys; the files can then be read one by one. */
async function unlock(input: UnlockInput, { sign, signal }: TaskContext): Promise<{ names: readonly string[] }> {
  const reader = connectReader(input.network);
  const opened = await openDataset(reader, input.dataset, { version: input.version, signal });
  const options = {
    segments: input.segments,
    onProgress: (segment: number, bytes: number) => report?.(segment, bytes),
  };
  const read = await readFiles(opened, { reader: input.reader, keyPair: input.keyPair, sign }, options);
  files = read.files;
  return { names: files.map(({ name }) => name) };
}

/** Downloads, verifies and decrypts a file; what comes out is right or nothing. */
async function read(input: ReadInput, { progress, signal }: TaskContext): Promise<ReadAnswer> {
  const file = files.find(({ segment }) => segment === input.segment);
  if (!file) throw new Error("The file was not unlocked.");
  report = (_, bytes) => progress({ done: bytes, total: file.plainSize });
  const stream = await file.open();
  if (input.target) {
    const writable = await input.target.createWritable();
    // An error aborts the writable: the browser then throws the half-written file away.
    await stream.pipeTo(writable as WritableStream<Uint8Array>, { signal });
    return { ended: true };
  }
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  const reader = stream.getReader();
  const stop = () => void reader.cancel(signal.reason);
  signal.addEventListener("abort", stop);
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    size += value.length;
    if (input.limit !== undefined && size >= input.limit) {
      await reader.cancel();
      break;
    }
  }
  signal.throwIfAborted();
  const whole = new Blob(parts, { type: "application/octet-stream" });
  const blob = input.limit !== undefined && size > input.limit ? whole.slice(0, input.limit) : whole;
  return { blob, ended: blob.size >= file.plainSize };
}

serve({ unlock, read });
