import { tallystickError } from "../errors.ts";

/** Records worked on at the same time: two keep both the cipher and the hash busy; more only cost memory. */
const IN_FLIGHT = 3;

export interface PipelineOptions {
  readonly what: string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * A stream of `work(item)` in the order of the items, with a few in flight, pulled at the consumer's pace. It errors,
 * and ends its source, at the first failure and when the signal fires.
 */
export function pipeline<T, R>(
  items: AsyncGenerator<T, void, undefined>,
  work: (item: T) => Promise<R>,
  options: PipelineOptions,
): ReadableStream<R> {
  const waiting: Promise<R>[] = [];
  let drained = false;
  const { signal } = options;

  const fill = async (): Promise<void> => {
    while (!drained && waiting.length < IN_FLIGHT) {
      const next = await items.next();
      if (next.done) {
        drained = true;
        return;
      }
      const result = work(next.value);
      // Its failure is reported in order, when the consumer gets there.
      result.catch(() => undefined);
      waiting.push(result);
    }
  };

  const stop = async (): Promise<void> => {
    drained = true;
    await Promise.allSettled(waiting.splice(0));
    await items.return();
  };

  const aborted = (): unknown => tallystickError("Aborted", { what: options.what }, signal?.reason);

  return new ReadableStream<R>(
    {
      async pull(controller) {
        try {
          if (signal?.aborted) throw aborted();
          await fill();
          const first = waiting.shift();
          if (first === undefined) {
            controller.close();
            return;
          }
          const result = await first;
          if (signal?.aborted) throw aborted();
          controller.enqueue(result);
        } catch (error) {
          await stop().catch(() => undefined);
          throw error;
        }
      },
      cancel: stop,
    },
    { highWaterMark: 0 },
  );
}
