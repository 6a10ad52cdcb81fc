import type { Signer } from "../reader";
import { type FromWorker, fromWire, type ToWorker, toWire } from "./protocol";

export interface WorkerClient {
  run<T>(
    task: string,
    input: unknown,
    options?: { onProgress?: (value: unknown) => void; signal?: AbortSignal },
  ): Promise<T>;
  close(): void;
}

interface Running {
  resolve(value: unknown): void;
  reject(error: unknown): void;
  onProgress: ((value: unknown) => void) | undefined;
}

/** Talks to a worker; signatures it asks for are asked of the wallet. */
export function workerClient(worker: Worker, sign: Signer): WorkerClient {
  const running = new Map<number, Running>();
  let next = 0;
  const post = (message: ToWorker) => worker.postMessage(message);

  worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
    if (data.kind === "sign") {
      sign(data.typedData).then(
        (signature) => post({ kind: "signature", request: data.request, signature }),
        (error: unknown) => post({ kind: "signature", request: data.request, error: toWire(error) }),
      );
      return;
    }
    const task = running.get(data.id);
    if (data.kind === "progress") return task?.onProgress?.(data.value);
    running.delete(data.id);
    if (data.kind === "done") task?.resolve(data.value);
    else task?.reject(fromWire(data.error));
  };
  worker.onerror = (event) => {
    for (const task of running.values()) task.reject(new Error(event.message || "The worker stopped."));
    running.clear();
  };

  return {
    run<T>(
      task: string,
      input: unknown,
      options: { onProgress?: (value: unknown) => void; signal?: AbortSignal } = {},
    ) {
      const id = next++;
      return new Promise<T>((resolve, reject) => {
        running.set(id, { resolve: resolve as (value: unknown) => void, reject, onProgress: options.onProgress });
        options.signal?.addEventListener("abort", () => post({ kind: "stop", id }));
        post({ kind: "run", id, task, input });
      });
    },
    close() {
      worker.terminate();
      for (const task of running.values()) task.reject(new Error("The worker was closed."));
      running.clear();
    },
  };
}
