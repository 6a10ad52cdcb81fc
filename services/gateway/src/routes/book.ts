import { isHash } from "viem";
import type { Receipts } from "../book/ledger.ts";
import type { Periods } from "../book/periods.ts";
import { clientAddress } from "../http/address.ts";
import { sendJson } from "../http/respond.ts";
import type { Exchange, Route } from "../http/server.ts";
import type { Limiter } from "../limits/limiter.ts";
import { badRequest, Problem, rateLimited } from "../problem.ts";

const MOST = 100;

/** `GET /v1/receipts/:digest` and `GET /v1/periods`: what this keeper answered, and where it committed to it. */
export function bookRoutes(deps: { receipts: Receipts; periods: Periods; limiter: Limiter; proxies: number }): Route[] {
  const admit = ({ request }: Exchange): void => {
    const wait = deps.limiter.take(clientAddress(request, deps.proxies));
    if (wait > 0) throw rateLimited(wait);
  };

  const receipt = async (exchange: Exchange): Promise<void> => {
    admit(exchange);
    const digest = exchange.parameter.toLowerCase();
    if (!isHash(digest)) throw badRequest("A digest is 0x and 64 hexadecimal digits.");
    const kept = deps.receipts.find(digest);
    if (kept === undefined) throw new Problem(404, "not-found", "This keeper has signed no such receipt.");
    const place = deps.periods.placeOf(kept.digest, kept.receipt.at);
    const shown = place && { ...place, previousHead: `0x${place.previousHead.toString(16).padStart(46, "0")}` };
    sendJson(exchange.response, 200, { ...kept, place: shown });
  };

  const periods = async (exchange: Exchange): Promise<void> => {
    admit(exchange);
    const before = new URLSearchParams(exchange.request.url?.split("?", 2)[1]).get("before") ?? `${2 ** 32}`;
    if (!/^\d{1,10}$/.test(before)) throw badRequest("The number to begin before is a whole number.");
    sendJson(exchange.response, 200, { periods: deps.periods.list(Number(before), MOST) });
  };

  return [
    { name: "receipt", path: /^\/v1\/receipts\/(0x[0-9a-fA-F]{1,80})$/, methods: { GET: receipt } },
    { name: "periods", path: /^\/v1\/periods$/, methods: { GET: periods } },
  ];
}
