import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout } from "node:timers/promises";
import { hashLockAbi } from "@tallystick/sdk/generated/abis/HashLock";
import { type Lock, lockId, packTerms } from "@tallystick/sdk/swaps/lock";
import {
  type Address,
  encodeAbiParameters,
  encodeEventTopics,
  type Hex,
  keccak256,
  numberToHex,
  sha256,
  stringToHex,
} from "viem";
import { addressOf, keyOf, until } from "./world.ts";

/** As `tallystick agent run` and the local stack start it: less room for young objects. */
const LESS_MEMORY = "--max-semi-space-size=4";

const SWAPS = 1_000;
const BLOCKS = 25;
const BLOCK_MS = 250;
const START = 1_800_000_000;
const TOKEN = "t".repeat(40);
const HASH_LOCK: Address = "0x0000000000000000000000000000000000001234";
const CHAINS = [31337, 31338] as const;

/** A lock of one of the swaps: none is due while it is measured. */
function lockOf(chainId: number, i: number): Lock {
  const [recipient, refundee] = chainId === CHAINS[0] ? (["maker", "taker"] as const) : (["taker", "maker"] as const);
  return {
    asset: { kind: "native" },
    amount: BigInt(i + 1),
    hashlock: sha256(stringToHex(`secret ${i}`)),
    recipient: addressOf(recipient),
    refundee: addressOf(refundee),
    timelock: BigInt(START + (chainId === CHAINS[0] ? 200_000 : 100_000)),
    tip: 0n,
    salt: BigInt(i),
  };
}

function logOf(chainId: number, i: number): object {
  const lock = lockOf(chainId, i);
  const args = { id: lockId(chainId, HASH_LOCK, lock), recipient: lock.recipient, refundee: lock.refundee };
  const types = [{ type: "address" }, { type: "uint256" }, { type: "bytes32" }, { type: "uint256" }] as const;
  return {
    address: HASH_LOCK,
    topics: encodeEventTopics({ abi: hashLockAbi, eventName: "Locked", args }),
    data: encodeAbiParameters(types, [`0x${"0".repeat(40)}`, lock.amount, lock.hashlock, packTerms(lock)]),
    ...{
      blockNumber: numberToHex(i + 1),
      blockHash: keccak256(numberToHex(i + 2)),
      logIndex: "0x0",
      transactionIndex: "0x0",
    },
    ...{ transactionHash: keccak256(numberToHex(i)), removed: false },
  };
}

interface StubChain {
  readonly url: string;
  readonly calls: string[];
  number: number;
  readonly server: Server;
}

/** A node with a lock in each of its first thousand blocks, whose height the test sets. */
async function stubChain(chainId: number): Promise<StubChain> {
  const logs = Array.from({ length: SWAPS }, (_, i) => logOf(chainId, i));
  const calls: string[] = [];
  const blockOf = (number: number): object => ({
    ...{
      number: numberToHex(number),
      hash: keccak256(numberToHex(number + 1)),
      parentHash: keccak256(numberToHex(number)),
    },
    ...{ timestamp: numberToHex(START + number), baseFeePerGas: "0x1" },
  });
  const stub = { number: SWAPS + 3 };
  const answer = (method: string, [first]: readonly unknown[]): unknown => {
    if (method === "eth_chainId") return numberToHex(chainId);
    if (method === "eth_getBlockByNumber") return blockOf(first === "0x0" ? 0 : stub.number);
    if (method === "eth_getLogs") {
      const { fromBlock, toBlock } = first as { fromBlock: Hex; toBlock: Hex };
      return logs.slice(Math.max(0, Number(fromBlock) - 1), Number(toBlock));
    }
    throw new Error(method);
  };
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (part: Buffer) => {
      body += part.toString();
    });
    request.on("end", () => {
      const { method, params } = JSON.parse(body) as { method: string; params: unknown[] };
      calls.push(method);
      response.end(JSON.stringify({ jsonrpc: "2.0", id: 1, result: answer(method, params) }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return Object.assign(stub, { url, calls, server });
}

describe("an agent with a thousand open swaps", () => {
  const folder = mkdtempSync(join(tmpdir(), "tallystick-load-"));
  let chains: StubChain[];
  let child: ChildProcess;
  let url: string;

  before(async () => {
    chains = await Promise.all(CHAINS.map(stubChain));
    writeFileSync(join(folder, "hot.key"), keyOf("tower"));
    writeFileSync(join(folder, "token"), TOKEN);
    const timing = { confirmations: 2, reorgDepth: 1, outage: 60, blockTime: 1 };
    const config = {
      ...{
        mode: "watchtower",
        journal: "journal.jsonl",
        http: { port: 0, tokenFile: "token" },
        keys: { hot: "./hot.key" },
      },
      chains: chains.map(({ url: rpc }, i) => ({
        ...{ chainId: CHAINS[i], rpcUrls: [rpc], hashLock: HASH_LOCK, startBlock: 0, pollMs: BLOCK_MS, ...timing },
      })),
    };
    writeFileSync(join(folder, "config.json"), JSON.stringify(config));
    const main = join(import.meta.dirname, "../src/main.ts");
    child = spawn(process.execPath, [LESS_MEMORY, main, "--config", join(folder, "config.json")], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let output = "";
    child.stdout?.on("data", (part: Buffer) => {
      output += part.toString();
    });
    const port = await until("the agent", () => /"listening".*"port":(\d+)/.exec(output)?.[1]);
    url = `http://127.0.0.1:${port}`;
  });
  after(() => {
    child.kill("SIGKILL");
    for (const { server } of chains) server.close().closeAllConnections();
    rmSync(folder, { recursive: true });
  });

  it("AGT-40: asks each chain twice a block, and takes less than 200 MB", async (test) => {
    const leg = (chainId: number, i: number) => {
      const { amount, timelock, tip, salt, ...lock } = lockOf(chainId, i);
      const digits = { amount: String(amount), timelock: String(timelock), tip: String(tip), salt: String(salt) };
      return { chainId, confirmations: 2, lock: { ...lock, ...digits } };
    };
    const swaps = Array.from({ length: SWAPS }, (_, i) => ({ a: leg(CHAINS[0], i), b: leg(CHAINS[1], i), from: {} }));
    const headers = { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" };
    const watch = await fetch(`${url}/watch`, {
      method: "POST",
      headers,
      body: JSON.stringify({ tallystick: "swaps/1", swaps }),
    });
    assert.equal(watch.status, 200);
    const metric = async (name: string): Promise<number> => {
      // A connection that is kept may be closed while the busy machine is about to use it.
      const text = await (await fetch(`${url}/metrics`, { headers: { connection: "close" } })).text();
      return Number(new RegExp(`^tallystick_agent_${name} (\\d+)$`, "m").exec(text)?.[1]);
    };
    const pass = async (): Promise<void> => {
      for (const chain of chains) chain.number += 1;
      await setTimeout(BLOCK_MS);
    };
    await until("all to be seen", async () => {
      await pass();
      return (await metric('swaps\\{phase="b-locked"\\}')) === SWAPS;
    });
    for (const { calls } of chains) calls.length = 0;
    for (let block = 0; block < BLOCKS; block += 1) await pass();
    const rates = chains.map(({ calls }) => calls.length / BLOCKS);
    const memory = (await metric("memory_bytes")) / 1e6;
    test.diagnostic(`${rates.map((rate) => rate.toFixed(2)).join(" and ")} calls a block, ${memory.toFixed(0)} MB`);
    for (const rate of rates) assert.ok(rate <= 2.1, `${rate} calls a block`);
    assert.ok(memory < 200, `${memory} MB`);
    assert.equal(await metric("swaps_open"), SWAPS);
  });
});
