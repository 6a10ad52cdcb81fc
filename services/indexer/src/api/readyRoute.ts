import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";

/** Where our answer to `/ready` is: Ponder reserves that path. */
export const READINESS = "/readiness";

/**
 * Ponder answers `/ready` itself, before any route of ours, and knows nothing of chains that were restarted. So a request
 * for it is turned to our route before Ponder sees it.
 */
export function takeOverReady(): void {
  subscribe("http.server.request.start", (message) => {
    const { request } = message as { request: IncomingMessage };
    const { url = "" } = request;
    if (url === "/ready" || url.startsWith("/ready?")) request.url = READINESS;
  });
}
