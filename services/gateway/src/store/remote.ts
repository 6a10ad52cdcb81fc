import { Problem } from "../problem.ts";

/** Silence after which a remote store is given up. */
const SILENCE_MS = 20_000;
const MAX_TEXT = 65_536;

/** A remote store that does not do what it must. */
export class RemoteError extends Error {
  constructor(what: string, cause?: unknown) {
    super(`the content store ${what}`, { cause });
    this.name = "RemoteError";
  }
}

export function storeUnavailable(): Problem {
  return new Problem(503, "store-unavailable", "The gateway's store does not answer as it must. Try again shortly.", {
    "retry-after": "10",
  });
}

export type RemoteRequest = {
  method: string;
  headers?: Record<string, string>;
  body?: BodyInit;
  /** A body that is sent may take its time; until the answer begins only then. */
  sending?: boolean;
};

/** An answer that is given up when nothing comes for a while. No redirect is followed: what is signed is for one server. */
export async function ask(url: URL | string, request: RemoteRequest): Promise<Response> {
  const control = new AbortController();
  const timer = request.sending ? undefined : setTimeout(() => control.abort(), SILENCE_MS);
  try {
    const { method, headers = {}, body } = request;
    const init = { method, headers, body, duplex: "half", redirect: "error", signal: control.signal, window: null };
    return await fetch(url, init as unknown as RequestInit);
  } catch (error) {
    throw new RemoteError("does not answer", error);
  } finally {
    clearTimeout(timer);
  }
}

/** Exactly `size` bytes of an answer, as fast as they are taken. */
export async function* exactly(response: Response, size: number): AsyncGenerator<Uint8Array> {
  let left = size;
  const reader = (response.body ?? new Blob([]).stream()).getReader();
  try {
    for (;;) {
      const part = await inTime(reader.read());
      if (part.done) break;
      left -= part.value.length;
      if (left < 0) throw new RemoteError("gave more than was asked for");
      yield part.value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
  if (left > 0) throw new RemoteError("gave less than was asked for");
}

async function inTime<T>(read: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new RemoteError("fell silent")), SILENCE_MS);
  });
  try {
    return await Promise.race([read, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** A short answer as bytes. */
export async function short(response: Response, limit = MAX_TEXT): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let size = 0;
  const reader = (response.body ?? new Blob([]).stream()).getReader();
  try {
    for (;;) {
      const part = await inTime(reader.read());
      if (part.done) return Uint8Array.from(Buffer.concat(parts));
      size += part.value.length;
      if (size > limit) throw new RemoteError("gave an answer that is too long");
      parts.push(part.value);
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

export async function shortText(response: Response): Promise<string> {
  return new TextDecoder().decode(await short(response));
}
