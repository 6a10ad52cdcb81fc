import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, describe, it } from "node:test";
import { createChain } from "../src/chain/chain.ts";
import { isCount, isGas, isReceipt } from "../src/chain/sane.ts";

type Told = { readonly result: unknown } | { readonly error: { readonly code: number; readonly message: string } };
const servers: Server[] = [];

async function endpointThat(tells: Told): Promise<string> {
  const server = createServer((_, response) => void response.end(JSON.stringify({ jsonrpc: "2.0", id: 1, ...tells })));
  servers.push(server.listen(0, "127.0.0.1"));
  await new Promise((resolve) => server.once("listening", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** What a chain of such endpoints answers, or why it does not. */
async function asked(canBe: ((answer: unknown) => boolean) | undefined, ...tells: Told[]): Promise<unknown> {
  const config = {
    ...{ chainId: 31337, rpcUrls: await Promise.all(tells.map(endpointThat)), quorum: 1, startBlock: 0 },
    ...{ timing: { confirmations: 1, reorgDepth: 0, outage: 0, blockTime: 1 }, pollMs: 1, timeoutMs: 1_000 },
    ...{ backoffMs: 1, staleMs: 1_000, priorityFee: 1n, bumpAfter: 3 },
    hashLock: "0x0000000000000000000000000000000000001234",
  } as const;
  const origin = { genesis: () => undefined, found: () => {} };
  const chain = createChain(config, () => true, origin, 0);
  return chain.ask("eth_estimateGas", [], canBe).catch((error: unknown) => (error as Error).message);
}

const gas = { result: "0xc350" };
const refused = { error: { code: -32000, message: "execution reverted" } };

describe("a question to a chain", () => {
  after(() => {
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
  });

  it("AGT-57: is put to the others where one refuses: it alone must not hold up a claim", async () => {
    assert.equal(await asked(isGas, refused, gas), "0xc350");
    assert.equal(await asked(isGas, refused, refused), "execution reverted");
  });

  it("AGT-57: is put to the others where one says what can't be", async () => {
    for (const result of ["0x", "0x1", "0xffffffffffffffffff", -1, "50000", null, {}, "0x5b8d80"]) {
      assert.equal(await asked(isGas, { result }, gas), "0xc350", JSON.stringify(result));
    }
    assert.match(String(await asked(isGas, { result: "0x1" }, refused)), /reverted/);
    assert.match(String(await asked(isGas, { result: "0x1" })), /what can't be/);
  });

  it("AGT-57: takes no receipts and nonces that can't be", () => {
    const good = { blockNumber: "0x10", status: "0x1" };
    assert.deepEqual([null, good, { ...good, status: "0x0" }].map(isReceipt), [true, true, true]);
    const bad = [
      {},
      "0x1",
      { ...good, blockNumber: null },
      { ...good, blockNumber: "0xzz" },
      { ...good, status: "0x2" },
    ];
    assert.deepEqual(
      bad.map(isReceipt),
      bad.map(() => false),
    );
    assert.deepEqual([isReceipt({ ...good, blockNumber: "0x20000000000000" }), isCount("0x-1")], [false, false]);
  });
});
