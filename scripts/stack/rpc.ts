export type Request = (method: string, params?: readonly unknown[]) => Promise<unknown>;

/** JSON-RPC with a node, without what libraries add: for a local chain's own methods. */
export function rpcAt(url: string): Request {
  let id = 0;
  return async (method, params = []) => {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id: ++id, method, params }),
    });
    const answer = (await response.json()) as { result?: unknown; error?: { message: string } };
    if (answer.error) throw new Error(`${method} at ${url}: ${answer.error.message}`);
    return answer.result;
  };
}
