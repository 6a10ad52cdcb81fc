import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, describe, it } from "node:test";
import { keccak256, numberToHex } from "viem";
import { createChain } from "../src/chain/chain.ts";

const GWEI = 10 ** 9;
const servers: Server[] = [];

/** What an endpoint says of the newest block, besides its number. */
interface Told {
  readonly time?: number;
  readonly baseFee?: number;
}

/** A chain of endpoints that say so, after it has made a block. */
async function chainOf(quorum: number, ...told: Told[]) {
  const chain = { number: 10 };
  const urls = await Promise.all(
    told.map(async ({ time = 1_000, baseFee = GWEI }) => {
      const server = createServer((request, response) => {
        let body = "";
        request.on("data", (part: Buffer) => {
          body += part.toString();
        });
        request.on("end", () => {
          const { method } = JSON.parse(body) as { method: string };
          const number = { number: numberToHex(chain.number), hash: keccak256(numberToHex(chain.number)) };
          const parentHash = keccak256(numberToHex(chain.number - 1));
          const at = { timestamp: numberToHex(time + chain.number), baseFeePerGas: numberToHex(baseFee) };
          const block = { ...number, parentHash, ...at };
          const result = method === "eth_chainId" ? "0x7a69" : method === "eth_getLogs" ? [] : block;
          response.end(JSON.stringify({ jsonrpc: "2.0", id: 1, result }));
        });
      });
      servers.push(server.listen(0, "127.0.0.1"));
      await new Promise((resolve) => server.once("listening", resolve));
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    }),
  );
  const config = {
    ...{ chainId: 31337, rpcUrls: urls, quorum, startBlock: 0, pollMs: 1, timeoutMs: 1_000, backoffMs: 1 },
    ...{ staleMs: 10_000, priorityFee: 1n, bumpAfter: 3 },
    hashLock: "0x0000000000000000000000000000000000001234",
    timing: { confirmations: 2, reorgDepth: 1, outage: 60, blockTime: 1 },
  } as const;
  const looked = createChain(config, () => true, { genesis: () => undefined, found: () => {} }, 0);
  await looked.poll();
  chain.number += 1;
  await looked.poll();
  return looked.head();
}

describe("what several endpoints say together", () => {
  after(() => {
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
  });

  it("AGT-58: is the base fee of the middle, not that of one who makes all too dear", async () => {
    const head = await chainOf(2, {}, { baseFee: 10 ** 15 }, { baseFee: 2 * GWEI });
    assert.equal(head?.baseFee, BigInt(2 * GWEI));
    assert.equal((await chainOf(2, { baseFee: 10 ** 15 }, {}))?.baseFee, BigInt(GWEI));
  });

  it("AGT-59: leaves out one whose clock is not like the others', and is nothing where two contradict each other", async () => {
    const year = 365 * 86_400;
    assert.equal((await chainOf(2, { time: 1_000 + year }, {}, {}))?.time, 1_011);
    assert.equal((await chainOf(2, {}, {}, { time: 0 }))?.time, 1_011);
    assert.equal(await chainOf(2, {}, { time: 1_000 + year }), undefined);
    assert.equal((await chainOf(2, {}, { time: 1_050 }))?.time, 1_061);
  });
});
