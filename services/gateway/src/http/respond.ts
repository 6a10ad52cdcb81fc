import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Problem } from "../problem.ts";

const SECURITY_HEADERS = {
  "x-content-type-options": "nosniff",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "cross-origin",
} as const;

export function setSecurityHeaders(response: ServerResponse): void {
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
}

export function sendText(response: ServerResponse, status: number, type: string, text: string): void {
  response.setHeader("content-type", type);
  response.setHeader("cache-control", "no-store");
  response.setHeader("content-length", Buffer.byteLength(text));
  response.writeHead(status).end(text);
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body, (_, value) => (typeof value === "bigint" ? value.toString() : value));
  sendText(response, status, "application/json; charset=utf-8", text);
}

export function sendProblem(response: ServerResponse, { status, code, message, headers }: Problem): void {
  // What was said of the content does not hold for the sentence sent in its place.
  for (const name of ["cache-control", "content-disposition", "content-range", "etag"]) response.removeHeader(name);
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  sendJson(response, status, { code, message });
}

/** Sends a stream no faster than the client takes it. Resolves with the bytes sent; stops when the client goes away. */
export async function sendStream(response: ServerResponse, source: AsyncIterable<Uint8Array>): Promise<number> {
  let sent = 0;
  const closed = new AbortController();
  const abort = (): void => closed.abort();
  response.once("close", abort);
  try {
    for await (const bytes of source) {
      if (closed.signal.aborted) break;
      sent += bytes.length;
      if (!response.write(bytes)) await once(response, "drain", { signal: closed.signal });
    }
    response.end();
  } catch (error) {
    if (!closed.signal.aborted) throw error;
  } finally {
    response.off("close", abort);
  }
  return sent;
}

/**
 * Takes in what the client is still sending, so that it gets to read the answer, but only `limit` bytes of it: after
 * that the connection is cut.
 */
export function drain(request: IncomingMessage, limit: number): void {
  if (request.complete || request.destroyed) return;
  let taken = 0;
  request.on("data", (bytes: Buffer) => {
    taken += bytes.length;
    if (taken > limit) request.destroy();
  });
  request.on("error", () => undefined);
  request.resume();
}
