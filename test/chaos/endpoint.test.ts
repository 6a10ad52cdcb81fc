import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { type Hex, keccak256, parseTransaction } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { type Chain, hasAnvil, startChain } from "./anvil.ts";
import { type Endpoint, startEndpoint } from "./endpoint.ts";
import type { EndpointFault } from "./faults.ts";
import { ask, post } from "./rpc.ts";

const GENESIS = 1_800_000_000;
const key = `0x${"11".repeat(32)}` as const;
const account = privateKeyToAccount(key);

describe("an endpoint that is wrong", { skip: !hasAnvil && "no other node here", timeout: 120_000 }, () => {
  let chain: Chain;
  let endpoint: Endpoint;
  let time = GENESIS;
  before(async () => {
    chain = await startChain(31337, GENESIS);
    endpoint = await startEndpoint(chain.url);
    await chain.ask("anvil_setBalance", [account.address, "0xde0b6b3a7640000"]);
  });
  after(async () => {
    await endpoint.close();
    await chain.stop();
  });
  beforeEach(() => endpoint.clear());

  const mine = async (blocks = 1): Promise<void> => {
    for (let i = 0; i < blocks; ++i) {
      time += 12;
      await chain.mine(time);
    }
  };
  const user = "one";
  const asked = (method: string, params: readonly unknown[] = []): Promise<unknown> =>
    ask(endpoint.urlOf(user), method, params);
  const set = (fault: EndpointFault): void => endpoint.set(user, fault);
  const signed = async (): Promise<Hex> => {
    const nonce = Number(await chain.ask("eth_getTransactionCount", [account.address, "latest"]));
    const to = "0x00000000000000000000000000000000000000aa";
    const fees = { maxFeePerGas: 10n ** 10n, maxPriorityFeePerGas: 1n };
    return account.signTransaction({ type: "eip1559", chainId: 31337, nonce, gas: 21_000n, to, value: 1n, ...fees });
  };
  const receiptOf = (raw: Hex): Promise<unknown> => chain.ask("eth_getTransactionReceipt", [keccak256(raw)]);

  it("AGT-60 answers as the node does, to each user alike, while nothing is wrong", async () => {
    await mine();
    assert.equal(await asked("eth_blockNumber"), await chain.ask("eth_blockNumber"));
    const body = JSON.stringify([1, 2].map((id) => ({ jsonrpc: "2.0", id, method: "eth_chainId", params: [] })));
    const { body: text } = await post(endpoint.urlOf("two"), body);
    const replies = JSON.parse(text) as { id: number; result: string }[];
    assert.deepEqual(
      replies.map(({ id, result }) => [id, result]),
      [
        [1, "0x7a69"],
        [2, "0x7a69"],
      ],
    );
    assert.equal(endpoint.looks(user), 1);
    assert.equal(endpoint.looks("two"), 0);
  });

  it("keeps who looks again and again waiting until there is something new", async () => {
    await asked("eth_blockNumber");
    await asked("eth_blockNumber");
    const third = asked("eth_blockNumber");
    while (endpoint.looks(user) < 3) await asked("eth_chainId");
    await mine();
    endpoint.wake();
    assert.equal(await third, await chain.ask("eth_blockNumber"));
    assert.equal(endpoint.looks(user), 1);
    const { number } = await chain.head();
    assert.equal(Number(await asked("eth_blockNumber")), number);
  });

  it("AGT-60 breaks the connection of that user alone when it is down", async () => {
    set({ kind: "down" });
    await assert.rejects(asked("eth_blockNumber"), /socket hang up|ECONNRESET/);
    assert.equal(typeof (await ask(endpoint.urlOf("two"), "eth_blockNumber")), "string");
    assert.equal(endpoint.looks(user), 0);
  });

  it("AGT-60 answers late, and late only", async () => {
    set({ kind: "slow", milliseconds: 60 });
    const started = performance.now();
    assert.equal(await asked("eth_blockNumber"), await chain.ask("eth_blockNumber"));
    assert.ok(performance.now() - started >= 59);
  });

  it("AGT-60 knows neither blocks nor transactions beyond where it stopped", async () => {
    await mine();
    const { number } = await chain.head();
    const raw = await signed();
    const balance = await chain.ask("eth_getBalance", [account.address, "latest"]);
    set({ kind: "stale", block: number });
    assert.equal(await asked("eth_sendRawTransaction", [raw]), keccak256(raw));
    await mine(2);
    assert.equal(await asked("eth_blockNumber"), `0x${number.toString(16)}`);
    const newest = (await asked("eth_getBlockByNumber", ["latest", false])) as { number: string };
    assert.equal(Number(newest.number), number);
    assert.equal(await asked("eth_getBlockByNumber", [`0x${(number + 1).toString(16)}`, false]), null);
    assert.equal(await asked("eth_getBalance", [account.address, "latest"]), balance);
    assert.equal(await asked("eth_getTransactionReceipt", [keccak256(raw)]), null);
    assert.notEqual(await receiptOf(raw), null);
    set({ kind: "behind", blocks: 1 });
    assert.equal(Number(await asked("eth_blockNumber")), number + 1);
  });

  it("AGT-60 names another chain", async () => {
    set({ kind: "wrongChain", chainId: 5 });
    assert.equal(await asked("eth_chainId"), "0x5");
    assert.equal(await asked("net_version"), "5");
  });

  it("AGT-60 says that it knew a transaction, which it passed on or did not", async () => {
    const raw = await signed();
    set({ kind: "known", passedOn: false });
    await assert.rejects(asked("eth_sendRawTransaction", [raw]), /already known/);
    await mine();
    assert.equal(await receiptOf(raw), null);
    assert.deepEqual(endpoint.sent(user), []);
    set({ kind: "known", passedOn: true });
    await assert.rejects(asked("eth_sendRawTransaction", [raw]), /already known/);
    await mine();
    assert.notEqual(await receiptOf(raw), null);
    assert.deepEqual(endpoint.sent(user), [raw]);
  });

  it("AGT-60 forgets transactions whose hash it has named", async () => {
    const raw = await signed();
    set({ kind: "drops" });
    assert.equal(await asked("eth_sendRawTransaction", [raw]), keccak256(raw));
    await mine();
    assert.equal(await receiptOf(raw), null);
  });

  it("AGT-60 limits how many blocks it looks through for logs", async () => {
    await mine(5);
    set({ kind: "logRange", blocks: 3 });
    const { number } = await chain.head();
    const range = (blocks: number) => ({
      fromBlock: `0x${(number - blocks + 1).toString(16)}`,
      toBlock: "latest",
    });
    assert.deepEqual(await asked("eth_getLogs", [range(3)]), []);
    await assert.rejects(asked("eth_getLogs", [range(4)]), /max block range 3/);
    await assert.rejects(asked("eth_getLogs", [{ fromBlock: "earliest", toBlock: "latest" }]), /max block range 3/);
  });

  it("AGT-60 answers one question of so many, and breaks off one answer of so many", async () => {
    const status = async (): Promise<number> =>
      (await post(endpoint.urlOf(user), JSON.stringify({ jsonrpc: "2.0", id: 1, method: "eth_chainId", params: [] })))
        .status;
    set({ kind: "rateLimit", oneOf: 2 });
    assert.deepEqual([await status(), await status(), await status(), await status()], [429, 200, 429, 200]);
    set({ kind: "cuts", oneOf: 2 });
    assert.equal(await status(), 200);
    await assert.rejects(status(), /aborted|hang up/);
    set({ kind: "garbage" });
    assert.equal(await status(), 502);
  });

  it("AGT-60 lies about logs, receipts and nonces", async () => {
    const raw = await signed();
    await chain.ask("eth_sendRawTransaction", [raw]);
    await mine();
    const nonce = Number(await chain.ask("eth_getTransactionCount", [account.address, "latest"]));
    set({ kind: "lies" });
    assert.equal(await asked("eth_getTransactionReceipt", [keccak256(raw)]), null);
    set({ kind: "nonceGap", by: 3 });
    assert.equal(Number(await asked("eth_getTransactionCount", [account.address, "latest"])), nonce + 3);
  });

  it("AGT-62 is before a chain that gives back what was in the blocks taken from it", async () => {
    const raw = await signed();
    await chain.ask("eth_sendRawTransaction", [raw]);
    await mine(2);
    const { number } = await chain.head();
    const [taken] = await chain.unwind(2);
    assert.equal(taken, raw);
    assert.equal(parseTransaction(raw).value, 1n);
    assert.equal((await chain.head()).number, number - 2);
    await mine();
    assert.equal(await receiptOf(raw), null);
  });
});
