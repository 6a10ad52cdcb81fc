import type { IncomingMessage } from "node:http";
import { badRequest, Problem } from "../problem.ts";

export type Pace = {
  /** Seconds before the pace is looked at. */
  graceSeconds: number;
  /** Bytes a second, on average, that a sender must keep up. */
  bytesPerSecond: number;
};

export function tooLarge(limit: number): Problem {
  return new Problem(413, "too-large", `The body is larger than the ${limit} bytes allowed.`);
}

/** The declared length of a body; `undefined` when it is sent in chunks. */
export function declaredLength(request: IncomingMessage): number | undefined {
  const header = request.headers["content-length"];
  return header === undefined ? undefined : Number(header);
}

/** Streams a body, refusing one that is larger than `limit`, slower than `pace`, or ends before its time. */
export async function* streamBody(
  request: IncomingMessage,
  limit: number,
  pace: Pace,
  now: () => number = Date.now,
): AsyncGenerator<Uint8Array> {
  if ((declaredLength(request) ?? 0) > limit) throw tooLarge(limit);
  const startedAt = now();
  let size = 0;
  try {
    for await (const bytes of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      size += bytes.length;
      if (size > limit) throw tooLarge(limit);
      const seconds = (now() - startedAt) / 1000;
      if (seconds > pace.graceSeconds && size < seconds * pace.bytesPerSecond) {
        throw new Problem(408, "too-slow", "The upload is too slow. Try again on a better connection.");
      }
      yield bytes;
    }
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw badRequest("The upload broke off before its end.");
  }
  if (!request.complete) throw badRequest("The upload broke off before its end.");
}

/** Reads a whole body of at most `limit` bytes, within `seconds`. */
export async function readBody(request: IncomingMessage, limit: number, seconds: number): Promise<Uint8Array> {
  if ((declaredLength(request) ?? 0) > limit) throw tooLarge(limit);
  return await new Promise<Uint8Array>((resolve, reject) => {
    const parts: Buffer[] = [];
    let size = 0;
    const finish = (act: () => void): void => {
      clearTimeout(timer);
      request.off("data", take).off("end", end).off("error", broken).off("close", broken);
      act();
    };
    const late = (): void =>
      finish(() => reject(new Problem(408, "too-slow", "The request took too long to arrive. Try again.")));
    const broken = (): void => finish(() => reject(badRequest("The request broke off before its end.")));
    const end = (): void => finish(() => resolve(Buffer.concat(parts)));
    const take = (bytes: Buffer): void => {
      size += bytes.length;
      parts.push(bytes);
      if (size > limit) finish(() => reject(tooLarge(limit)));
    };
    const timer = setTimeout(late, seconds * 1000);
    request.on("data", take).on("end", end).on("error", broken).on("close", broken);
  });
}

/** Reads a JSON body. The content type is asked for so that no web page can send one without a CORS preflight. */
export async function readJson(request: IncomingMessage, limit: number, seconds: number): Promise<unknown> {
  if (!/^application\/json\s*(;|$)/i.test(request.headers["content-type"] ?? "")) {
    throw new Problem(415, "unsupported-media-type", "Send the request as application/json.");
  }
  const bytes = await readBody(request, limit, seconds);
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw badRequest("The body is not valid JSON.");
  }
}
