import { isTallystickError } from "../errors.ts";

/** One server-sent event. */
export interface OrderEvent {
  readonly name: string;
  readonly data: string;
}

interface Numbered extends OrderEvent {
  readonly id: string | undefined;
}

/** Characters that one event may have: more is no order. */
const MAX_EVENT = 65_536;
/** Milliseconds without a sign of life after which a stream is given up: relays give one every 15 seconds. */
const SILENCE_MS = 45_000;
const LONGEST_PAUSE_MS = 60_000;

export interface EventOptions {
  readonly signal?: AbortSignal | undefined;
  readonly patience?: number | undefined;
}

/**
 * Server-sent events of a stream that is opened again whenever it ends or breaks, from where it was.
 *
 * @param open with the number of the last event, if there is one
 * @param refusal the error for an answer that is no stream; coming again is of no use then, unless it is for now only
 */
export async function* orderEvents(
  open: (after: string | undefined) => Promise<Response>,
  refusal: (response: Response) => Promise<Error>,
  { signal, patience = 1_000 }: EventOptions,
): AsyncGenerator<OrderEvent, void, undefined> {
  let after: string | undefined;
  let pause = patience;
  // The signal fires between the turns.
  const isOver = (): boolean => signal?.aborted === true;
  while (!isOver()) {
    try {
      for await (const { id, ...event } of eventsIn(await streamOf(open, refusal, after), signal)) {
        after = id ?? after;
        pause = patience;
        yield event;
      }
    } catch (error) {
      if (isOver()) return;
      if (!isTallystickError(error, "OrderRelayUnreachable") && !(error instanceof StreamBroken)) throw error;
    }
    await waited(pause, signal);
    pause = Math.min(2 * pause, LONGEST_PAUSE_MS);
  }
}

/** The stream of an answer, if it is one. */
async function streamOf(
  open: (after: string | undefined) => Promise<Response>,
  refusal: (response: Response) => Promise<Error>,
  after: string | undefined,
): Promise<ReadableStream<Uint8Array>> {
  const response = await open(after);
  if (response.ok && response.body !== null) return response.body;
  const isForNow = response.ok || response.status === 429 || response.status >= 500;
  if (!isForNow) throw await refusal(response);
  await response.body?.cancel();
  throw new StreamBroken(`the relay answered ${response.status}`);
}

/** The way to the relay failed, or what it sends is no stream of events: it is tried again. */
class StreamBroken extends Error {}

async function* eventsIn(
  body: ReadableStream<Uint8Array>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Numbered, void, undefined> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  try {
    for (;;) {
      const { done, value } = await partOf(reader, signal);
      if (done) return;
      text += decoder.decode(value, { stream: true });
      const parts = text.split(/\r?\n\r?\n/);
      text = parts.pop() ?? "";
      if (text.length > MAX_EVENT) throw new StreamBroken("an event without end");
      for (const part of parts) {
        const event = eventIn(part);
        if (event !== undefined) yield event;
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** The next part, if it comes before the stream counts as dead. */
async function partOf(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  signal: AbortSignal | undefined,
): Promise<ReadableStreamReadResult<Uint8Array>> {
  const late = AbortSignal.timeout(SILENCE_MS);
  const ends = signal === undefined ? late : AbortSignal.any([signal, late]);
  let stop = (): void => undefined;
  const broken = new Promise<never>((_, reject) => {
    stop = () => reject(new StreamBroken("no sign of life"));
    ends.addEventListener("abort", stop, { once: true });
    if (ends.aborted) stop();
  });
  try {
    return await Promise.race([reader.read(), broken]);
  } catch (error) {
    throw new StreamBroken("the stream broke off", { cause: error });
  } finally {
    ends.removeEventListener("abort", stop);
  }
}

/** Undefined: a comment, or nothing that was meant for us. */
function eventIn(part: string): Numbered | undefined {
  let [id, name, data]: [string | undefined, string, string | undefined] = [undefined, "message", undefined];
  for (const line of part.split(/\r?\n/)) {
    const [, field, value = ""] = /^([a-z]+): ?(.*)$/.exec(line) ?? [];
    if (field === "id" && /^\d{1,15}$/.test(value)) id = value;
    else if (field === "event") name = value;
    else if (field === "data") data = data === undefined ? value : `${data}\n${value}`;
  }
  return data === undefined || data.length > MAX_EVENT ? undefined : { id, name, data };
}

function waited(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    function done(): void {
      clearTimeout(timer);
      signal?.removeEventListener("abort", done);
      resolve();
    }
    signal?.addEventListener("abort", done, { once: true });
    if (signal?.aborted) done();
  });
}
