import type { Hex } from "viem";
import { type FromWorker, fromWire, type ToWorker, toWire } from "./protocol";

export interface TaskContext {
  readonly sign: (typedData: unknown) => Promise<Hex>;
  readonly progress: (value: unknown) => void;
  readonly signal: AbortSignal;
}

export type Tasks = Readonly<Record<string, (input: never, context: TaskContext) => Promise<unknown>>>;

interface WorkerScope {
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
  postMessage(message: FromWorker): void;
}

/** Runs tasks by name in a worker. */
export function serve(tasks: Tasks): void {
  const scope = self as unknown as WorkerScope;
  const aborts = new Map<number, AbortController>();
  const signatures = new Map<number, { resolve(signature: Hex): void; reject(error: unknown): void }>();
  let requests = 0;

  async function run(id: number, name: string, input: unknown): Promise<void> {
    const abort = new AbortController();
    aborts.set(id, abort);
    const context: TaskContext = {
      signal: abort.signal,
      progress: (value) => scope.postMessage({ kind: "progress", id, value }),
      sign: (typedData) =>
        new Promise<Hex>((resolve, reject) => {
          const request = requests++;
          signatures.set(request, { resolve, reject });
          scope.postMessage({ kind: "sign", id, request, typedData });
        }),
    };
    try {
      const task = tasks[name];
      if (!task) throw new Error(`No task ${name}`);
      scope.postMessage({ kind: "done", id, value: await task(input as never, context) });
    } catch (error) {
      scope.postMessage({ kind: "failed", id, error: toWire(error) });
    } finally {
      aborts.delete(id);
    }
  }

  scope.onmessage = ({ data }) => {
    if (data.kind === "run") void run(data.id, data.task, data.input);
    if (data.kind === "stop") aborts.get(data.id)?.abort();
    if (data.kind === "signature") {
      const waiting = signatures.get(data.request);
      signatures.delete(data.request);
      if (data.signature) waiting?.resolve(data.signature);
      else waiting?.reject(fromWire(data.error ?? { name: "Error", message: "No signature came." }));
    }
  };
}
