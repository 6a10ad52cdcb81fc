import type { OrderRelay } from "./relay.ts";
import type { OrderFilter, OrderRow } from "./store.ts";

const ROWS = 100;
/** Milliseconds between signs of life, at which other servers' rows are looked for too. */
const BEAT_MS = 15_000;
/** A stream ends after so long; who follows comes again, with the number that he has. */
const LIFE_MS = 600_000;
/** Parts that wait for a reader who is slow: he is left then, and comes again. */
const MOST_WAITING = 500;

export interface StreamOptions {
  readonly beat?: number;
  readonly life?: number;
}

/** One change, as a server-sent event. */
export function eventOf({ seq, hash, json, withdrawal }: OrderRow): string {
  const [name, data] =
    withdrawal === undefined ? ["order", json] : ["withdrawn", `{"hash":"${hash}","withdrawal":${withdrawal}}`];
  return `id: ${seq}\nevent: ${name}\ndata: ${data}\n\n`;
}

/**
 * Changes as server-sent events, those that are kept first.
 *
 * @param after number of the last one that the reader has
 * @param ended called once, however the stream ends
 */
export function streamOrders(
  relay: OrderRelay,
  filter: OrderFilter,
  after: number,
  ended: () => void,
  options: StreamOptions = {},
): ReadableStream<Uint8Array> {
  let stop = (): void => undefined;
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        stop = feed(controller, relay, filter, after, { ...options, ended });
      },
      cancel: () => stop(),
    },
    new CountQueuingStrategy({ highWaterMark: MOST_WAITING }),
  );
}

/** Puts changes into a stream until what is returned is called, or the stream's time is up. */
function feed(
  controller: ReadableStreamDefaultController<Uint8Array>,
  relay: OrderRelay,
  filter: OrderFilter,
  after: number,
  { beat = BEAT_MS, life = LIFE_MS, ended }: StreamOptions & { readonly ended: () => void },
): () => void {
  const encoder = new TextEncoder();
  let at = after;
  let isOver = false;
  const send = (text: string): void => controller.enqueue(encoder.encode(text));
  const look = (): void => {
    for (let isMore = true; isMore && !isOver; ) {
      const rows = relay.store.changes(filter, at, ROWS);
      if (rows.length > 0) send(rows.map(eventOf).join(""));
      at = rows.at(-1)?.seq ?? at;
      isMore = rows.length === ROWS;
      if ((controller.desiredSize ?? 0) < 1) close();
    }
  };
  const unfollow = relay.follow(look);
  const beats = setInterval(() => {
    send(": \n\n");
    look();
  }, beat);
  const end = setTimeout(() => close(), life);
  const stop = (): void => {
    if (isOver) return;
    isOver = true;
    unfollow();
    clearInterval(beats);
    clearTimeout(end);
    ended();
  };
  const close = (): void => {
    if (isOver) return;
    stop();
    controller.close();
  };
  // Says at once that it is open, whatever stands between, and how soon to come again.
  send("retry: 2000\n\n");
  look();
  return stop;
}
