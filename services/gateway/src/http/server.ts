import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createSlots } from "../limits/slots.ts";
import { describeError, type Log } from "../log.ts";
import type { Metrics } from "../metrics.ts";
import { isDiskFull, Problem, storageFull } from "../problem.ts";
import { allowOrigin, sendPreflight } from "./cors.ts";
import { drain, sendProblem, setSecurityHeaders } from "./respond.ts";

// An upload pass signed by a smart account that is not deployed yet carries its creation code.
const MAX_HEADER_BYTES = 65_536;
const MAX_URL = 512;
const DRAIN_BYTES = 4 * 1_048_576;

/** What a route's handler gets: the message, where to answer, and the part of the path its pattern captured. */
export type Exchange = { request: IncomingMessage; response: ServerResponse; parameter: string };

export type Route = {
  /** Name in the metrics. */
  name: string;
  /** Matches the raw path, undecoded: no escape, dot or double slash can mean anything else than it says. */
  path: RegExp;
  methods: Readonly<Record<string, (exchange: Exchange) => Promise<void>>>;
};

export type ServerOptions = {
  routes: readonly Route[];
  origins: readonly string[];
  log: Log;
  metrics: Metrics;
  /** Milliseconds in which headers must arrive, and of silence after which a connection is cut. */
  headersMs: number;
  idleMs: number;
  maxConnections: number;
  /** Connections of one address at a time. */
  connectionsPerAddress: number;
};

const notFound = (): Problem => new Problem(404, "not-found", "There is nothing at this address.");

async function answer(request: IncomingMessage, response: ServerResponse, options: ServerOptions): Promise<string> {
  setSecurityHeaders(response);
  const url = request.url ?? "";
  const path = url.split("?", 1)[0] ?? "";
  const route = url.length > MAX_URL ? undefined : options.routes.find((candidate) => candidate.path.test(path));
  const name = route?.name ?? "none";
  const method = request.method ?? "";
  try {
    if (!route) throw notFound();
    allowOrigin(request, response, options.origins);
    const methods = Object.keys(route.methods);
    if (method === "OPTIONS") sendPreflight(response, methods);
    else {
      const handle = Object.hasOwn(route.methods, method) ? route.methods[method] : undefined;
      if (!handle) {
        const allow = [...methods, "OPTIONS"].join(", ");
        throw new Problem(405, "method-not-allowed", `Use ${allow}.`, { allow });
      }
      await handle({ request, response, parameter: route.path.exec(path)?.[1] ?? "" });
    }
  } catch (error) {
    refuse(error, name, response, options.log);
  }
  drain(request, DRAIN_BYTES);
  return name;
}

function refuse(error: unknown, route: string, response: ServerResponse, log: Log): void {
  if (!(error instanceof Problem)) log.error("failed", { route, error: describeError(error) });
  // Too late for a code: cutting the connection is what tells the client that the body is not whole.
  if (response.headersSent) response.destroy();
  else sendProblem(response, problemOf(error));
}

function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (isDiskFull(error)) return storageFull();
  return new Problem(500, "internal", "Something went wrong in the gateway. Its operator finds it in the log.");
}

/** An HTTP server that finds the route, counts and logs each request, and turns every error into a sentence. */
export function createHttpServer(options: ServerOptions): Server {
  const { log, metrics } = options;
  const server = createServer(
    {
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: options.headersMs,
      // Bodies have their own limits of time: an upload may rightly take hours.
      requestTimeout: 0,
      connectionsCheckingInterval: Math.min(1_000, options.headersMs),
      keepAliveTimeout: 5_000,
    },
    (request, response) => {
      const startedAt = performance.now();
      const method = ["GET", "HEAD", "PUT", "POST", "OPTIONS"].includes(request.method ?? "")
        ? `${request.method}`
        : "other";
      const routed = answer(request, response, options);
      response.once("close", () => {
        const seconds = (performance.now() - startedAt) / 1000;
        void routed.then((route) => {
          metrics.request(route, method, response.statusCode, seconds);
          log.info("request", { route, method, status: response.statusCode, ms: Math.round(seconds * 1000) });
        });
      });
    },
  );
  const connections = createSlots(options.connectionsPerAddress);
  server.on("connection", (socket) => {
    const release = connections.take(socket.remoteAddress ?? "");
    if (release) socket.once("close", release);
    else socket.destroy();
  });
  server.maxConnections = options.maxConnections;
  server.setTimeout(options.idleMs);
  return server;
}
