"use client";

import type { Payment } from "@tallystick/sdk/gateway/payment";
import { useEffect, useRef, useState } from "react";
import type { Address } from "viem";
import type { DatasetView } from "@/features/market/use-dataset";
import { useKeyPair } from "@/lib/key-pair";
import { useReader, useSign } from "@/lib/reader";
import { explain } from "@/lib/tx/explain";
import type { Problem } from "@/lib/tx/types";
import { type WorkerClient, workerClient } from "@/lib/worker/client";
import type { ReadAnswer, ReadInput, Told, UnlockedFile, UnlockInput } from "./library.worker";
import { useKeepReceipt } from "./receipts";
import { saveBlob, saveTarget } from "./save";

export interface FileState {
  readonly busy?: boolean;
  /** What is under way: bytes come, or what has come is opened. */
  readonly step?: "download" | "open";
  readonly done?: number;
  readonly total?: number;
  readonly preview?: string;
  readonly previewEnded?: boolean;
  readonly saved?: boolean;
  /** It broke off: the next try goes on from there. */
  readonly interrupted?: boolean;
  readonly problem?: Problem;
}

const previewBytes = 131_072;

/** Keys and files of one version for one reader; a worker downloads, verifies and decrypts. */
export function useReading(props: {
  view: DatasetView;
  account: Address;
  version: number;
  segments: readonly number[];
  /** Code of the purpose that the keepers are told. */
  purpose: number;
}) {
  const { view, version, segments, purpose } = props;
  const [account] = useState(props.account);
  const { network } = useReader();
  const sign = useSign();
  const keys = useKeyPair();
  const keepReceipt = useKeepReceipt();
  const worker = useRef<WorkerClient>(undefined);
  const aborts = useRef(new Map<number, AbortController>());
  const [unlocking, setUnlocking] = useState(false);
  const [unlocked, setUnlocked] = useState<readonly UnlockedFile[]>();
  const [problem, setProblem] = useState<Problem>();
  const [files, setFiles] = useState<Readonly<Record<number, FileState>>>({});
  useEffect(() => () => worker.current?.close(), []);

  /** @returns whether the keys have come; else `problem` says why not */
  async function unlock(pay?: () => Promise<Payment>): Promise<boolean> {
    setUnlocking(true);
    setProblem(undefined);
    try {
      const keyPair = await keys.get(account);
      const payment = await pay?.();
      worker.current?.close();
      worker.current = workerClient(
        new Worker(new URL("./library.worker.ts", import.meta.url), { type: "module" }),
        sign,
      );
      const input: UnlockInput = {
        network,
        dataset: view.id,
        version,
        reader: account,
        segments,
        purpose,
        payment,
        keyPair,
      };
      const onProgress = (value: unknown) => {
        const told = value as Told;
        // A browser that keeps nothing costs the receipt, not the reading.
        if (told.kind === "receipt") void keepReceipt(told.receipt).catch(() => undefined);
      };
      setUnlocked(await worker.current.run<readonly UnlockedFile[]>("unlock", input, { onProgress }));
      return true;
    } catch (error) {
      setProblem(explain(error, []));
      return false;
    } finally {
      setUnlocking(false);
    }
  }

  const set = (segment: number, change: FileState) =>
    setFiles((before) => ({ ...before, [segment]: { ...before[segment], ...change } }));

  async function read(input: ReadInput): Promise<ReadAnswer | undefined> {
    const { segment } = input;
    const abort = new AbortController();
    aborts.current.set(segment, abort);
    setFiles((before) => ({ ...before, [segment]: { busy: true } }));
    try {
      const answer = await worker.current?.run<ReadAnswer>("read", input, {
        signal: abort.signal,
        onProgress: (value) => {
          const told = value as Told;
          if (told.kind === "bytes") set(segment, { step: told.step, done: told.done, total: told.total });
        },
      });
      set(segment, { busy: false });
      return answer;
    } catch (error) {
      const interrupted = input.limit === undefined;
      set(segment, {
        busy: false,
        interrupted,
        ...(abort.signal.aborted ? {} : { problem: explain(error, []) }),
      });
      return undefined;
    }
  }

  async function preview(segment: number): Promise<void> {
    const answer = await read({ segment, limit: previewBytes });
    if (answer?.blob) set(segment, { preview: await answer.blob.text(), previewEnded: answer.ended });
  }

  async function save(segment: number): Promise<void> {
    const file = unlocked?.find((each) => each.segment === segment);
    if (!file) return;
    const target = await saveTarget(file.name, file.plainSize);
    if (target === "cancelled") return;
    const answer = await read({ segment, ...(target ? { target } : {}) });
    if (!answer) return;
    if (answer.blob) saveBlob(answer.blob, file.name);
    set(segment, { saved: true });
  }

  return {
    unlock,
    unlocking,
    unlocked,
    problem,
    files,
    preview,
    save,
    knowsKey: keys.isKnown(account),
    cancel: (segment: number) => aborts.current.get(segment)?.abort(),
  };
}
