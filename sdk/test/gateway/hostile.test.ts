import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, it } from "node:test";
import { ask, reach, readJson } from "../../src/gateway/http.ts";
import { failureOf } from "../support/errors.ts";

describe("a hostile gateway", () => {
  it("SDK-24 is not read on when its answer has no end", async () => {
    let given = 0;
    let cancelled = false;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        given += 1;
        controller.enqueue(new Uint8Array(16_384).fill(0x20));
      },
      cancel() {
        cancelled = true;
      },
    });
    assert.deepEqual(await readJson(new Response(endless)), {});
    assert.ok(cancelled, "the answer is still coming in");
    assert.ok(given < 10, `${given} parts of 16 KiB were taken`);
  });

  it("SDK-24 holds nobody up by not answering", async (context) => {
    const server = createServer(() => undefined);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    context.after(() => {
      server.closeAllConnections();
      server.close();
    });
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const failure = await failureOf(ask(`${url}/v1/keys`, {}, {}, 0.05));
    assert.equal(failure.code, "GatewayUnreachable");
    assert.equal(failure.details.url, url);
  });

  it("SDK-24 can't send a reader elsewhere", async (context) => {
    const asked: (string | undefined)[] = [];
    const server = createServer(({ url }, response) => {
      asked.push(url);
      response.writeHead(307, { location: "/elsewhere" }).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    context.after(() => {
      server.closeAllConnections();
      server.close();
    });
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const failure = await failureOf(reach(`${url}/v1/keys`, { method: "POST", body: "secret" }, {}));
    assert.deepEqual([failure.code, failure.details.url], ["GatewayUnreachable", url]);
    assert.deepEqual(asked, ["/v1/keys"]);
  });

  it("SDK-24 stops waiting when the reader does", async () => {
    const controller = new AbortController();
    controller.abort();
    const failure = await failureOf(ask("http://127.0.0.1:1/", {}, { signal: controller.signal }));
    assert.equal(failure.code, "Aborted");
  });
});
