import { setTimeout } from "node:timers/promises";
import { reasonOf } from "../log.ts";

/** Why an endpoint gave no answer: it was not reached, asks to wait, or refused the call. */
export class EndpointError extends Error {
  readonly kind: "unreachable" | "limited" | "refused";
  /** Revert data, where there is any. */
  readonly data: string | undefined;

  constructor(kind: EndpointError["kind"], message: string, data?: string) {
    super(message);
    this.name = "EndpointError";
    this.kind = kind;
    this.data = data;
  }
}

/** A JSON-RPC server of a chain. */
export interface Endpoint {
  ask(method: string, params: readonly unknown[]): Promise<unknown>;
  /** How many calls were made. */
  calls(): number;
}

interface Answer {
  readonly result?: unknown;
  readonly error?: { readonly code?: number; readonly message?: string; readonly data?: unknown };
}

/** A call that is limited or cut off is made again at once, so that a series of calls gets on where every other one fails. */
const TRIES = 3;
const FIRST_PAUSE_MS = 50;
/** Bytes: some ten thousand logs. */
const MAX_ANSWER = 32 * 1_048_576;

export function createEndpoint(url: string, timeoutMs: number): Endpoint {
  let calls = 0;
  const headers = { "content-type": "application/json" };
  async function once(method: string, params: readonly unknown[]): Promise<unknown> {
    calls += 1;
    const body = JSON.stringify({ jsonrpc: "2.0", id: calls, method, params });
    const signal = AbortSignal.timeout(timeoutMs);
    // Sent on to another address, it would be another endpoint, which nobody has configured.
    const answer = await fetch(url, { method: "POST", headers, body, signal, redirect: "error" })
      .then(async (response) => {
        if (response.status === 429) throw new EndpointError("limited", "too many requests");
        return JSON.parse(await textOf(response)) as Answer | null;
      })
      .catch((error: unknown) => {
        throw error instanceof EndpointError ? error : new EndpointError("unreachable", reasonOf(error));
      });
    if (answer?.error) throw refusal(answer.error);
    if (answer?.result === undefined) throw new EndpointError("unreachable", "the answer is no JSON-RPC");
    return answer.result;
  }
  return {
    calls: () => calls,
    async ask(method, params) {
      // Who is silent is not asked again: that would take as long once more.
      const until = performance.now() + timeoutMs;
      for (let tried = 1; ; tried++) {
        try {
          return await once(method, params);
        } catch (error) {
          const isLasting = !(error instanceof EndpointError) || error.kind === "refused";
          if (isLasting || tried === TRIES || performance.now() >= until) throw error;
          // By chance a little longer or shorter: calls that go in step would find the same ones limited each time.
          await setTimeout(FIRST_PAUSE_MS * 2 ** (tried - 1) * (0.5 + Math.random()));
        }
      }
    },
  };
}

/** Text of an answer, as far as it may be long. */
async function textOf({ body }: Response): Promise<string> {
  const decoder = new TextDecoder();
  let [text, size] = ["", 0];
  for await (const part of body ?? []) {
    size += part.length;
    // Leaving the loop cancels the rest. A shorter range of logs makes a shorter answer.
    if (size > MAX_ANSWER) throw new EndpointError("refused", "the answer is too long");
    text += decoder.decode(part, { stream: true });
  }
  return text;
}

function refusal({ code, message = "refused", data }: NonNullable<Answer["error"]>): EndpointError {
  // -32005: limit exceeded (EIP-1474), of calls or of a range; some say so in words alone.
  const isTooLong = /range|results|response size/i.test(message);
  const isLimit = !isTooLong && (code === -32005 || /too many requests|rate limit/i.test(message));
  const text = typeof data === "string" ? data : (data as { data?: unknown } | undefined)?.data;
  return new EndpointError(isLimit ? "limited" : "refused", message, typeof text === "string" ? text : undefined);
}
