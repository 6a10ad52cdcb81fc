import assert from "node:assert/strict";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, it } from "node:test";
import { createEndpoint, EndpointError } from "../src/chain/endpoint.ts";

/** Asks a server that answers like this, and gives what came of it and how many calls it took. */
async function askOf(answer: RequestListener, timeoutMs = 1_000) {
  const server = createServer(answer).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const endpoint = createEndpoint(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, timeoutMs);
  const outcome = await endpoint.ask("eth_chainId", []).catch((error: unknown) => error);
  server.closeAllConnections();
  server.close();
  return { outcome, calls: endpoint.calls() };
}

const fine: RequestListener = (_, response) =>
  void response.end(JSON.stringify({ jsonrpc: "2.0", id: 1, result: "0x1" }));
const limited: RequestListener = (_, response) => void response.writeHead(429).end("Too Many Requests");
const cut: RequestListener = (_, response) => void response.destroy();

/** Answers like the first, then like the others, and like the last from then on. */
const inTurn = (...answers: RequestListener[]): RequestListener => {
  let next = 0;
  return (request, response) => answers[Math.min(next++, answers.length - 1)]?.(request, response);
};

describe("an endpoint", () => {
  it("AGT-54: is asked again where it limits calls or breaks off, so that a series of calls gets on", async () => {
    assert.deepEqual(await askOf(inTurn(limited, fine)), { outcome: "0x1", calls: 2 });
    assert.deepEqual(await askOf(inTurn(cut, limited, fine)), { outcome: "0x1", calls: 3 });
  });

  it("AGT-54: is given up after three calls", async () => {
    for (const [answer, kind] of [
      [limited, "limited"],
      [cut, "unreachable"],
    ] as const) {
      const { outcome, calls } = await askOf(answer);
      assert.ok(outcome instanceof EndpointError);
      assert.deepEqual([outcome.kind, calls], [kind, 3]);
    }
  });

  it("AGT-54: is not asked again where it refuses or is silent", async () => {
    const error = { code: -32000, message: "nonce too low" };
    const refused = await askOf((_, response) => void response.end(JSON.stringify({ jsonrpc: "2.0", id: 1, error })));
    assert.ok(refused.outcome instanceof EndpointError);
    assert.deepEqual([refused.outcome.kind, refused.outcome.message, refused.calls], ["refused", "nonce too low", 1]);
    const silent = await askOf(() => {}, 50);
    assert.ok(silent.outcome instanceof EndpointError);
    assert.deepEqual([silent.outcome.kind, silent.calls], ["unreachable", 1]);
  });

  it("AGT-54: is not taken to limit calls where it says that a range, or an answer, is too long", async () => {
    const kindOf = async (code: number, message: string) => {
      const error = { code, message };
      const { outcome } = await askOf((_, response) => void response.end(JSON.stringify({ id: 1, error })));
      return outcome instanceof EndpointError && outcome.kind;
    };
    assert.equal(await kindOf(-32005, "query exceeds max block range 3"), "refused");
    assert.equal(await kindOf(-32005, "query returned more than 10000 results"), "refused");
    assert.equal(await kindOf(-32602, "Log response size exceeded."), "refused");
    assert.equal(await kindOf(-32005, "daily request count exceeded"), "limited");
    assert.equal(await kindOf(429, "Too Many Requests"), "limited");
  });

  it("AGT-57: is left where it sends elsewhere, or answers without end", async () => {
    const asked: string[] = [];
    const elsewhere = createServer((request, response) => {
      asked.push(request.url ?? "");
      fine(request, response);
    }).listen(0, "127.0.0.1");
    await new Promise((resolve) => elsewhere.once("listening", resolve));
    const location = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/latest/meta-data`;
    const sent = await askOf((_, response) => void response.writeHead(307, { location }).end());
    assert.ok(sent.outcome instanceof EndpointError);
    assert.deepEqual([sent.outcome.kind, asked], ["unreachable", []]);
    elsewhere.close();

    const part = " ".repeat(1_048_576);
    const endless: RequestListener = (_, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write(part));
      };
      response.on("drain", more);
      more();
    };
    const { outcome, calls } = await askOf(endless, 20_000);
    assert.ok(outcome instanceof EndpointError);
    assert.deepEqual([outcome.kind, outcome.message, calls], ["refused", "the answer is too long", 1]);
  });
});
