import { Agent, request } from "node:http";

/** What a JSON-RPC server answered instead of a result. */
export class RpcError extends Error {
  readonly code: number;
  constructor(method: string, { code, message }: { readonly code: number; readonly message: string }) {
    super(`${method}: ${message}`);
    this.code = code;
  }
}

/** An answer as it came: status, and what the body says. */
export interface Answer {
  readonly status: number;
  readonly body: string;
}

const agent = new Agent({ keepAlive: true, maxSockets: 32 });

/** Posts a JSON-RPC body as it is. */
export function post(url: string, body: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
    const asked = request(url, { method: "POST", agent, headers }, (answer) => {
      const parts: Buffer[] = [];
      answer.on("data", (part: Buffer) => parts.push(part));
      answer.on("error", reject);
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(parts).toString("utf8") }));
    });
    asked.on("error", reject);
    asked.end(body);
  });
}

/** One question of JSON-RPC: its result, or an {@link RpcError}. */
export async function ask(url: string, method: string, params: readonly unknown[] = []): Promise<unknown> {
  const { body } = await post(url, JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }));
  const { result, error } = JSON.parse(body) as { result?: unknown; error?: { code: number; message: string } };
  if (error) throw new RpcError(method, error);
  return result;
}
