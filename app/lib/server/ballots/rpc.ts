import { type Hex, numberToHex } from "viem";

/** A view that is asked. */
export interface Ask {
  readonly to: string;
  readonly data: Hex;
  /** Who asks, where the answer may depend on it. */
  readonly from?: string;
  readonly gas?: bigint;
}

/** The answers in order; undefined: that call was refused. */
export type AskAll = (asks: readonly Ask[], block?: bigint) => Promise<(Hex | undefined)[]>;

interface Answer {
  readonly id?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code?: unknown; readonly data?: unknown; readonly message?: unknown };
}

/** Calls in one request: what public nodes take. */
const PER_REQUEST = 100;
/** Enough for the power of hundreds of voters, too little to keep a node busy. */
const ASK_GAS = 16_000_000n;

/**
 * Asks a node many views with few requests. viem would take longer to prepare 500 voters' questions than the node to answer
 * them.
 *
 * @throws when the node does not answer
 */
export function asker(url: string, request: typeof fetch = fetch, seconds = 10): AskAll {
  const some = async (asks: readonly Ask[], block: Hex | "latest"): Promise<(Hex | undefined)[]> => {
    const calls = asks.map(({ to, data, from, gas = ASK_GAS }, id) => {
      const message = { to, data, gas: numberToHex(gas), ...(from === undefined ? {} : { from }) };
      return { jsonrpc: "2.0", id, method: "eth_call", params: [message, block] };
    });
    const response = await request(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(calls),
      signal: AbortSignal.timeout(seconds * 1_000),
    });
    const answers: unknown = await response.json();
    if (!response.ok || !Array.isArray(answers)) throw new Error(`The node refused (${response.status}).`);
    const byId = new Map((answers as Answer[]).map((answer) => [answer.id, answer]));
    return asks.map((_, id) => resultOf(byId.get(id)));
  };
  return async (asks, block) => {
    if (asks.length === 0) return [];
    const at = block === undefined ? "latest" : numberToHex(block);
    const parts: (readonly Ask[])[] = [];
    for (let i = 0; i < asks.length; i += PER_REQUEST) parts.push(asks.slice(i, i + PER_REQUEST));
    return (await Promise.all(parts.map((part) => some(part, at)))).flat();
  };
}

/** A node that is at its limit says so call by call: that is no answer of the contract's. */
function resultOf(answer: Answer | undefined): Hex | undefined {
  if (typeof answer?.result === "string") return answer.result as Hex;
  const { code, data, message } = answer?.error ?? {};
  const isRefusal = code === 3 || data !== undefined || /revert|out of gas|invalid opcode|stack/i.test(String(message));
  if (!isRefusal) throw new Error(`The node does not answer: ${String(message ?? "nothing")}`);
  return undefined;
}
