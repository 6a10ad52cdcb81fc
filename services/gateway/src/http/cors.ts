import type { IncomingMessage, ServerResponse } from "node:http";
import { Problem } from "../problem.ts";

const EXPOSED = "accept-ranges, content-length, content-range, etag, retry-after";

/**
 * Anyone may read from any page; only pages of the listed origins may upload or ask for keys. Programs that are no web
 * pages send no Origin and are not concerned. Throws for a page that is not listed.
 */
export function allowOrigin(request: IncomingMessage, response: ServerResponse, origins: readonly string[]): void {
  const origin = request.headers.origin;
  const wanted = request.headers["access-control-request-method"] ?? request.method ?? "";
  response.setHeader("vary", "origin");
  response.setHeader("access-control-expose-headers", EXPOSED);
  if (["GET", "HEAD"].includes(wanted)) {
    response.setHeader("access-control-allow-origin", "*");
  } else if (origin !== undefined) {
    if (!origins.includes(origin)) {
      throw new Problem(403, "origin-not-allowed", "This page may not write to this gateway.");
    }
    response.setHeader("access-control-allow-origin", origin);
  }
}

/** Answers a preflight. */
export function sendPreflight(response: ServerResponse, methods: readonly string[]): void {
  response.setHeader("access-control-allow-methods", methods.join(", "));
  response.setHeader(
    "access-control-allow-headers",
    "content-type, if-none-match, if-range, range, x-tallystick-tab, x-tallystick-upload",
  );
  response.setHeader("access-control-max-age", "600");
  response.writeHead(204).end();
}
