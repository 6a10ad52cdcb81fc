import type { OrderRelay } from "./relay.ts";
import type { OrderFilter, OrderRow } from "./store.ts";

/** Rows that are read at once: the longest signatures make them hundreds of kilobytes. */
const ROWS = 20;
/** Milliseconds between signs of life, at which other servers' rows are looked for too. */
const BEAT_MS = 15_000;
/** Milliseconds for which what is new is gathered. */
const SOON_MS = 50;
/** A stream ends after so long; who follows comes again, with the number that he has. */
const LIFE_MS = 600_000;
/** Bytes that wait for a reader at most, but for the rows read last: each of a thousand who never read costs no more. */
const MOST_WAITING = 65_536;
/** Beats for which a reader may take nothing: he is left then, and comes again. */
const PATIENCE = 2;

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
  let feeding: Feeding | undefined;
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        feeding = feed(controller, relay, filter, after, { ...options, ended });
      },
      pull: () => feeding?.look(),
      cancel: () => feeding?.stop(),
    },
    new ByteLengthQueuingStrategy({ highWaterMark: MOST_WAITING }),
  );
}

interface Feeding {
  /** Puts in what is new, as far as there is room. */
  look(): void;
  stop(): void;
}

/** Puts changes into a stream until it is stopped, or its time is up. */
function feed(
  controller: ReadableStreamDefaultController<Uint8Array>,
  relay: OrderRelay,
  filter: OrderFilter,
  after: number,
  { beat = BEAT_MS, life = LIFE_MS, ended }: StreamOptions & { readonly ended: () => void },
): Feeding {
  const encoder = new TextEncoder();
  let at = after;
  let isOver = false;
  const send = (text: string): void => controller.enqueue(encoder.encode(text));
  const isFull = (): boolean => (controller.desiredSize ?? 0) <= 0;
  const look = (): void => {
    while (!isOver && !isFull()) {
      const rows = relay.store.changes(filter, at, ROWS);
      if (rows.length === 0) return;
      at = rows.at(-1)?.seq ?? at;
      send(rows.map(eventOf).join(""));
    }
  };
  let soon: NodeJS.Timeout | undefined;
  // Many that come at once are looked for once.
  const unfollow = relay.follow(() => {
    soon ??= setTimeout(() => {
      soon = undefined;
      look();
    }, SOON_MS);
  });
  let unread = 0;
  const beats = setInterval(() => {
    unread = isFull() ? unread + 1 : 0;
    if (unread >= PATIENCE) return leave();
    if (unread === 0) send(": \n\n");
    look();
  }, beat);
  const end = setTimeout(() => close(), life);
  const stop = (): void => {
    if (isOver) return;
    isOver = true;
    unfollow();
    clearTimeout(soon);
    clearInterval(beats);
    clearTimeout(end);
    ended();
  };
  const close = (): void => {
    if (isOver) return;
    stop();
    controller.close();
  };
  /** What waits for a reader who never reads is dropped with the connection. */
  const leave = (): void => {
    stop();
    controller.error(new Error("The reader of a stream of orders does not read."));
  };
  // Says at once that it is open, whatever stands between, and how soon to come again.
  send("retry: 2000\n\n");
  look();
  return { look, stop };
}
