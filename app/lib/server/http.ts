import { hostOf, sameOrigin } from "./hosts";
import type { Limiter } from "./limiter";

/** An error a page can say: its code has a sentence in the dictionaries. */
export function refuse(status: number, code: string, values: Record<string, string> = {}): Response {
  return Response.json({ code, values }, { status, headers: { "cache-control": "no-store" } });
}

export function answer(value: unknown): Response {
  return Response.json(value, { headers: { "cache-control": "no-store" } });
}

/** Who asks, for limits. Behind a proxy of one's own, `TALLYSTICK_TRUST_PROXY=1` takes its word for it. */
function clientOf(headers: Headers): string {
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

/** A small JSON body, or undefined. */
export async function smallJson(request: Request, maxBytes = 16_384): Promise<Record<string, unknown> | undefined> {
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) return undefined;
  try {
    const text = await request.text();
    if (text.length > maxBytes) return undefined;
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
