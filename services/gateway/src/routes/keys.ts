import { isTallystickError } from "@tallystick/sdk/errors";
import { GRANTED } from "@tallystick/sdk/gateway/typedData";
import { decodeKeyRequest, decodePayment } from "@tallystick/sdk/gateway/wire";
import { clientAddress } from "../http/address.ts";
import { readJson } from "../http/body.ts";
import { sendJson } from "../http/respond.ts";
import type { Exchange, Route } from "../http/server.ts";
import { type Answer, type Asked, answerKeyRequest, type ReleaseDeps } from "../keys/release.ts";
import type { Limiter } from "../limits/limiter.ts";
import type { Log } from "../log.ts";
import type { Metrics } from "../metrics.ts";
import { badRequest, rateLimited } from "../problem.ts";

const MAX_BODY = 65_536;
const BODY_SECONDS = 10;

export type KeysDeps = ReleaseDeps & {
  /** Requests of one address, counted before any work is done for them. */
  addresses: Limiter;
  proxies: number;
  metrics: Metrics;
  log: Log;
};

function decode(body: unknown): Asked {
  try {
    return { signed: decodeKeyRequest(body), payment: decodePayment(body) };
  } catch (error) {
    throw isTallystickError(error) ? badRequest(error.message) : error;
  }
}

/** `POST /v1/keys`: a keeper's shares of segment keys, for whom the chain says may read. */
export function keysRoute(deps: KeysDeps): Route {
  const count = (answer: Answer): void => {
    if (answer.granted) deps.metrics.grant(answer.paid);
    else deps.metrics.denial(answer.denial.code);
    const code = answer.granted ? GRANTED : answer.denial.code;
    deps.log.info("keys", { granted: answer.granted, code, block: answer.receipt?.blockNumber });
  };

  const post = async ({ request, response }: Exchange): Promise<void> => {
    const wait = deps.addresses.take(clientAddress(request, deps.proxies));
    if (wait > 0) {
      deps.metrics.denial("rate-limited");
      throw rateLimited(wait);
    }
    const answer = await answerKeyRequest(decode(await readJson(request, MAX_BODY, BODY_SECONDS)), deps);
    count(answer);
    const { receipt } = answer;
    if (answer.granted) return sendJson(response, 200, { shares: answer.shares, receipt });
    const { code, message, waitSeconds, figures } = answer.denial;
    if (waitSeconds !== undefined) response.setHeader("retry-after", String(Math.max(1, Math.ceil(waitSeconds))));
    sendJson(response, code === "rate-limited" ? 429 : 403, { code, message, receipt, payment: figures });
  };

  return { name: "keys", path: /^\/v1\/keys$/, methods: { POST: post } };
}
