import { cut } from "../data/records.ts";
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

/** Seconds in which a question must be answered in full. Transfers have no such limit: they may rightly take hours. */
const ANSWER_SECONDS = 30;

/** As `reach`, for a question with a short answer: one that hangs must not hold up those who would answer. */
export function ask(
  url: string,
  init: RequestInit,
  options: HttpOptions,
  seconds: number = ANSWER_SECONDS,
): Promise<Response> {
  const late = AbortSignal.timeout(seconds * 1_000);
  return reach(url, init, options, options.signal ? AbortSignal.any([options.signal, late]) : late);
}

/**
 * Fetches; a gateway that can't be reached is `GatewayUnreachable`, a fired signal `Aborted`. None is followed elsewhere:
 * what is sent is meant for it alone, and no gateway may send a reader to an address of its choice.
 */
export async function reach(
  url: string,
  init: RequestInit,
  options: HttpOptions,
  signal: AbortSignal | null = options.signal ?? null,
): Promise<Response> {
  const request = options.fetch ?? ((address, how) => fetch(address, how));
  try {
    return await request(url, { ...init, redirect: "error", signal });
  } catch (cause) {
    if (options.signal?.aborted) throw tallystickError("Aborted", { what: "The transfer" }, cause);
    // A stream that is being sent may fail for its own reasons: those tell more.
    if (isTallystickError(cause)) throw cause;
    if (cause instanceof Error && isTallystickError(cause.cause)) throw cause.cause;
    throw tallystickError("GatewayUnreachable", { url: new URL(url).origin, cause: reasonOf(cause) }, cause);
  }
}

const MAX_ANSWER = 65_536;

/** The gateway's own words for an answer that is not what was asked for. */
export async function refusal(url: string, response: Response): Promise<Error> {
  return refused(url, response.status, await readJson(response));
}

/** As `refusal`, of an answer that was read already. */
export function refused(url: string, status: number, body: { code?: unknown; message?: unknown }): Error {
  const { code, message } = body;
  return tallystickError("GatewayRefused", {
    url: new URL(url).origin,
    status,
    code: typeof code === "string" ? code : "unknown",
    reason: typeof message === "string" ? message : "no reason was given",
  });
}

/** JSON object of an answer; an empty one when it is none, or longer than any answer is: no more is read then. */
export async function readJson(response: Response, max: number = MAX_ANSWER): Promise<object> {
  try {
    if (response.body === null) return {};
    for await (const { bytes, last } of cut(response.body, max)) {
      const value: unknown = last ? JSON.parse(new TextDecoder().decode(bytes)) : {};
      return typeof value === "object" && value !== null ? value : {};
    }
  } catch {
    // Not JSON, or broken off.
  }
  return {};
}
