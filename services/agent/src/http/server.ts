import { timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type Log, reasonOf } from "../log.ts";
import { Refusal } from "../refusal.ts";

/** What a request is answered with. */
export type Reply =
  | { readonly status?: number; readonly json: unknown }
  | { readonly status?: number; readonly text: string };

export interface Route {
  readonly method: "GET" | "POST";
  readonly path: string;
  /** Whether anybody on this machine may ask; others must have the token. */
  readonly isOpen: boolean;
  handle(body: unknown): Reply | Promise<Reply>;
}

const MAX_BODY = 4 * 1_048_576;

/** The server of an agent, for this machine alone. */
export function createHttp(routes: readonly Route[], token: string | undefined, log: Log): Server {
  const server = createServer((request, response) => {
    answer(request, routes, token)
      .catch((error: unknown): Reply => {
        const refusal =
          error instanceof Refusal ? error : new Refusal(500, "internal", "Something went wrong: see the log.");
        if (!(error instanceof Refusal))
          log.error("request-failed", { path: request.url ?? "", reason: reasonOf(error) });
        return { status: refusal.status, json: { code: refusal.code, reason: refusal.message } };
      })
      .then((reply) => send(response, reply))
      .catch(() => response.destroy());
  });
  server.headersTimeout = 10_000;
  server.requestTimeout = 30_000;
  server.maxConnections = 256;
  return server;
}

async function answer(request: IncomingMessage, routes: readonly Route[], token: string | undefined): Promise<Reply> {
  const [path = "/"] = (request.url ?? "/").split("?");
  requireLocal(request);
  const atPath = routes.filter((each) => each.path === path);
  const route = atPath.find(({ method }) => method === request.method);
  if (atPath.length === 0) throw new Refusal(404, "not-found", `There is nothing at ${path.slice(0, 100)}.`);
  if (route === undefined) {
    throw new Refusal(405, "method-not-allowed", `Use ${atPath.map(({ method }) => method).join(" or ")}.`);
  }
  if (!route.isOpen) requireToken(request, token);
  return route.handle(request.method === "POST" ? await readJson(request) : undefined);
}

/** Web pages reach 127.0.0.1 too, under names of their own (DNS rebinding) or with an origin. */
function requireLocal({ headers, socket }: IncomingMessage): void {
  const [host = ""] = (headers.host ?? "").split(":");
  const isLocal = host === "127.0.0.1" || host === "localhost";
  if (!isLocal || headers.origin !== undefined) {
    throw new Refusal(403, "not-local", `Ask at 127.0.0.1:${socket.localPort ?? ""}, and not from a web page.`);
  }
}

function requireToken({ headers }: IncomingMessage, token: string | undefined): void {
  if (token === undefined)
    throw new Refusal(403, "no-token", "The configuration names no http.tokenFile: acts are refused.");
  const given = Buffer.from(headers.authorization ?? "");
  const wanted = Buffer.from(`Bearer ${token}`);
  if (given.length === wanted.length && timingSafeEqual(given, wanted)) return;
  throw new Refusal(401, "wrong-token", "Send the token of http.tokenFile as authorization: Bearer.");
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  if (!/^application\/json\s*(;|$)/i.test(request.headers["content-type"] ?? "")) {
    throw new Refusal(415, "unsupported-media-type", "Send the request as application/json.");
  }
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MAX_BODY) throw new Refusal(413, "too-large", `The body is larger than ${MAX_BODY} bytes.`);
    parts.push(part);
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString("utf8")) as unknown;
  } catch {
    throw new Refusal(400, "bad-request", "The body is no JSON.");
  }
}

function send(response: ServerResponse, reply: Reply): void {
  const [type, body] =
    "text" in reply
      ? ["text/plain; version=0.0.4; charset=utf-8", reply.text]
      : [
          "application/json",
          `${JSON.stringify(reply.json, (_, value) => (typeof value === "bigint" ? String(value) : value))}\n`,
        ];
  response.writeHead(reply.status ?? 200, { "content-type": type, "cache-control": "no-store" });
  response.end(body);
}
