import type { GatewayInfo } from "@tallystick/sdk/gateway/keeperInfo";
import { clientAddress } from "../http/address.ts";
import { sendJson, sendText } from "../http/respond.ts";
import type { Exchange, Route } from "../http/server.ts";
import type { Limiter } from "../limits/limiter.ts";
import type { Metrics } from "../metrics.ts";
import { rateLimited } from "../problem.ts";

/** One thing that must hold before work is sent here. Resolves to what is wrong, or to nothing. */
export type Check = { name: string; run: () => Promise<string | undefined> };

/** `/health`: the process answers. `/ready`: it can do its work. `/metrics`. `/v1/keeper`: who it is. */
export function statusRoutes(deps: {
  metrics: Metrics;
  limiter: Limiter;
  proxies: number;
  checks: readonly Check[];
  /** What anyone may know of this keeper; its address on the network is whatever it was asked at. */
  keeper: () => Promise<Omit<GatewayInfo, "url">>;
}): Route[] {
  const run = async ({ name, run }: Check): Promise<[string, string]> => [
    name,
    (await run().catch(() => "the check failed")) ?? "ok",
  ];

  /** Whoever asks costs the chain's node a question: no address may do so without end. */
  const admitted =
    (answer: (exchange: Exchange) => Promise<void>) =>
    async (exchange: Exchange): Promise<void> => {
      const wait = deps.limiter.take(clientAddress(exchange.request, deps.proxies));
      if (wait > 0) throw rateLimited(wait);
      await answer(exchange);
    };

  return [
    {
      name: "health",
      path: /^\/health$/,
      methods: { GET: async ({ response }) => sendJson(response, 200, { status: "ok" }) },
    },
    {
      name: "ready",
      path: /^\/ready$/,
      methods: {
        GET: admitted(async ({ response }) => {
          const checks = await Promise.all(deps.checks.map(run));
          const wrong = checks.filter(([, state]) => state !== "ok");
          const message = wrong.map(([name, state]) => `${name}: ${state}`).join("; ");
          if (wrong.length === 0) sendJson(response, 200, { status: "ready", checks: Object.fromEntries(checks) });
          else sendJson(response, 503, { code: "not-ready", message, checks: Object.fromEntries(checks) });
        }),
      },
    },
    {
      name: "metrics",
      path: /^\/metrics$/,
      methods: {
        GET: admitted(async ({ response }) =>
          sendText(response, 200, "text/plain; version=0.0.4; charset=utf-8", await deps.metrics.render()),
        ),
      },
    },
    {
      name: "keeper",
      path: /^\/v1\/keeper$/,
      methods: { GET: admitted(async ({ response }) => sendJson(response, 200, await deps.keeper())) },
    },
  ];
}
