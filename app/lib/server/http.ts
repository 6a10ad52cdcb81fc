import { hostOf, sameOrigin } from "./hosts.ts";
import type { Limiter } from "./limiter.ts";

/** An error a page can say: its code has a sentence in the dictionaries. */
export function refuse(status: number, code: string, values: Record<string, string> = {}): Response {
  return Response.json({ code, values }, { status, headers: { "cache-control": "no-store" } });
}

export function answer(value: unknown): Response {
  return Response.json(value, { headers: { "cache-control": "no-store" } });
}

/** Who asks, for limits. Behind a proxy of one's own, `TALLYSTICK_TRUST_PROXY=1` takes its word for it. */
export function clientOf(headers: Headers): string {
  if (process.env["TALLYSTICK_TRUST_PROXY"] !== "1") return "all";
  return headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() ?? "all";
}

/** The host this request is for, once its name, its origin and the rate are in order; else the refusal. */
export function admit(request: Request, limits: Limiter): { host: string } | Response {
  const host = hostOf(request.headers);
  if (!host) return refuse(400, "badHost", { host: request.headers.get("host") ?? "" });
  if (!sameOrigin(request.headers, host)) return refuse(403, "badHost", { host: request.headers.get("origin") ?? "" });
  const wait = limits.take(clientOf(request.headers), Date.now());
  return wait > 0 ? refuse(429, "rateLimited", { seconds: String(wait) }) : { host };
}
