import { isTallystickError, reasonOf, tallystickError } from "../errors.ts";

/** The part of `fetch` that is used; tests and special environments give their own. */
export type Fetch = (url: string, init?: RequestInit) => Promise<Response>;

export interface HttpOptions {
  readonly fetch?: Fetch | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Ends with a slash or not, an address of a gateway gives the same path. */
export function pathOf(gateway: string, path: string): string {
  return `${gateway.replace(/\/+$/, "")}${path}`;
}

/** Fetches; a gateway that can't be reached is `GatewayUnreachable`, a fired signal `Aborted`. */
export async function reach(url: string, init: RequestInit, options: HttpOptions): Promise<Response> {
  const request = options.fetch ?? ((address, how) => fetch(address, how));
  try {
    return await request(url, { ...init, signal: options.signal ?? null });
  } catch (cause) {
    if (options.signal?.aborted) throw tallystickError("Aborted", { what: "The transfer" }, cause);
    // A stream that is being sent may fail for its own reasons: those tell more.
    if (isTallystickError(cause)) throw cause;
    if (cause instanceof Error && isTallystickError(cause.cause)) throw cause.cause;
    throw tallystickError("GatewayUnreachable", { url: new URL(url).origin, cause: reasonOf(cause) }, cause);
  }
}

const MAX_ERROR_BODY = 65_536;

/** The gateway's own words for an answer that is not what was asked for. */
export async function refusal(url: string, response: Response): Promise<Error> {
  const { code, message } = (await readJson(response)) as { code?: unknown; message?: unknown };
  return tallystickError("GatewayRefused", {
    url: new URL(url).origin,
    status: response.status,
    code: typeof code === "string" ? code : "unknown",
    reason: typeof message === "string" ? message : "no reason was given",
  });
}

/** JSON object of an answer; an empty one when it is none. */
export async function readJson(response: Response): Promise<object> {
  try {
    const body = await response.text();
    const value: unknown = body.length <= MAX_ERROR_BODY ? JSON.parse(body) : {};
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    return {};
  }
}
