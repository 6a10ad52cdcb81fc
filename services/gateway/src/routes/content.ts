import type { IncomingMessage } from "node:http";
import { clientAddress } from "../http/address.ts";
import { type ByteRange, matchesTag, parseRange, rangeApplies } from "../http/range.ts";
import { sendStream } from "../http/respond.ts";
import type { Exchange, Route } from "../http/server.ts";
import type { Limiter } from "../limits/limiter.ts";
import type { Slots } from "../limits/slots.ts";
import type { Metrics } from "../metrics.ts";
import { Problem, rateLimited } from "../problem.ts";
import type { StoredContent } from "../store/catalog.ts";
import type { ContentStore } from "../store/store.ts";

export type ContentDeps = {
  store: ContentStore;
  metrics: Metrics;
  limiter: Limiter;
  downloads: Slots;
  proxies: number;
  /** Gets from other keepers what this one is to hold and does not. */
  fetchMissing(cid: string): Promise<StoredContent | undefined>;
};

/** Set by keepers that fetch from each other. */
const PEER_HEADER = "x-tallystick-peer";

type Part = ByteRange | "whole";

/** The part of a content that a request asks for. Throws when it lies outside. */
function partOf({ headers }: IncomingMessage, { cid, size }: StoredContent): Part {
  const ifRange = headers["if-range"];
  const applies = rangeApplies(Array.isArray(ifRange) ? ifRange.join() : ifRange, `"${cid}"`);
  const asked = parseRange(applies ? headers.range : undefined, size);
  if (asked !== "unsatisfiable") return asked;
  throw new Problem(416, "range-not-satisfiable", `The content has ${size} bytes.`, {
    "content-range": `bytes */${size}`,
  });
}

/** `GET` and `HEAD /v1/content/:cid`: bytes that never change, whole or one range of them. */
export function contentRoute(deps: ContentDeps): Route {
  /** Two keepers that lack the same content must not ask each other for ever. */
  const fetched = (request: IncomingMessage, cid: string) =>
    request.headers[PEER_HEADER] === undefined ? deps.fetchMissing(cid) : undefined;

  const admit = async ({ request, parameter }: Exchange): Promise<{ content: StoredContent; address: string }> => {
    const address = clientAddress(request, deps.proxies);
    const wait = deps.limiter.take(address);
    if (wait > 0) throw rateLimited(wait);
    const content = deps.store.find(parameter) ?? (await fetched(request, parameter));
    if (!content) throw new Problem(404, "not-found", "This gateway does not hold that content.");
    return { content, address };
  };

  const describe = (exchange: Exchange, { cid, size }: StoredContent): "unchanged" | "changed" => {
    const { request, response } = exchange;
    response.setHeader("etag", `"${cid}"`);
    response.setHeader("cache-control", "public, max-age=31536000, immutable");
    response.setHeader("accept-ranges", "bytes");
    if (matchesTag(request.headers["if-none-match"], `"${cid}"`)) {
      response.writeHead(304).end();
      return "unchanged";
    }
    // Ciphertext, or somebody's JSON: no browser shall show it as a page of this origin.
    response.setHeader("content-type", "application/octet-stream");
    response.setHeader("content-disposition", `attachment; filename="${cid}"`);
    response.setHeader("content-length", size);
    return "changed";
  };

  const send = async ({ response }: Exchange, { cid, size }: StoredContent, part: Part): Promise<void> => {
    const { start, end } = part === "whole" ? { start: 0, end: size } : part;
    if (part !== "whole") response.setHeader("content-range", `bytes ${start}-${end - 1}/${size}`);
    response.setHeader("content-length", end - start);
    response.writeHead(part === "whole" ? 200 : 206);
    deps.metrics.bytes("out", await sendStream(response, deps.store.read({ cid, size }, start, end)));
  };

  const get = async (exchange: Exchange): Promise<void> => {
    const { content, address } = await admit(exchange);
    if (describe(exchange, content) === "unchanged") return;
    const part = partOf(exchange.request, content);
    const release = deps.downloads.take(address);
    if (!release) throw new Problem(429, "rate-limited", "Too many downloads at once.", { "retry-after": "1" });
    try {
      await send(exchange, content, part);
    } finally {
      release();
    }
  };

  const head = async (exchange: Exchange): Promise<void> => {
    const { content } = await admit(exchange);
    if (describe(exchange, content) === "changed") exchange.response.writeHead(200).end();
  };

  return { name: "content", path: /^\/v1\/content\/([a-z2-7]{50,100})$/, methods: { GET: get, HEAD: head } };
}
