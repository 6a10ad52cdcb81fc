import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, describe, it, type TestContext } from "node:test";
import { randomBytes } from "@tallystick/sdk/data/bytes";
import hre from "hardhat";
import {
  type Address,
  bytesToHex,
  concat,
  encodeAbiParameters,
  getContractAddress,
  type Hex,
  serializeErc6492Signature,
  zeroHash,
} from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { ask, type Reader, readerOf, receiptsOnFile, requestFor, send, signRequest, uploadManifest } from "./asking.ts";
import { type Running, runGateway } from "./gateway.ts";
import { grantTo, type PublishedSet, publishSet, startWorld, type World } from "./world.ts";

let world: World;
let node: { url: string; state: "up" | "down" | "refusing"; server: Server };

/** A JSON-RPC server before the chain's that can be told to fail. */
async function startNode(rpc: string): Promise<typeof node> {
  const self = { url: "", state: "up" as const, server: createServer() } as typeof node;
  self.server.on("request", async (request, response) => {
    if (self.state === "down") return request.socket.destroy();
    if (self.state === "refusing") return response.writeHead(503).end();
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const headers = { "content-type": "application/json" };
    const answer = await fetch(rpc, { method: "POST", headers, body: Buffer.concat(parts) });
    return response.writeHead(answer.status, headers).end(await answer.text());
  });
  await new Promise<void>((resolve) => self.server.listen(0, "127.0.0.1", resolve));
  self.url = `http://127.0.0.1:${(self.server.address() as AddressInfo).port}`;
  return self;
}

before(async () => {
  world = await startWorld();
  node = await startNode(world.rpc);
});
after(async () => {
  node.server.closeAllConnections();
  node.server.close();
  await world.close();
});

function run(context: TestContext, environment: Record<string, string> = {}, now?: () => number): Promise<Running> {
  node.state = "up";
  const settings = { TALLYSTICK_GATEWAY_RPC: node.url, TALLYSTICK_GATEWAY_MARKET: world.market, ...environment };
  return runGateway(context, settings, now ? { now } : {});
}

async function publishTo(gateway: Running): Promise<PublishedSet> {
  const card = (await (await fetch(`${gateway.url}/v1/keeper`)).json()) as { address: Address; publicKey: Hex };
  const set = await publishSet(world, { ...card, url: gateway.url });
  assert.equal((await uploadManifest(gateway, set)).status, 201);
  return set;
}

async function ready(gateway: Running): Promise<[number, string | undefined]> {
  const response = await fetch(`${gateway.url}/ready`);
  const { checks } = (await response.json()) as { checks: Record<string, string> };
  return [response.status, checks.chain];
}

describe("a chain that can't be asked", () => {
  for (const state of ["down", "refusing"] as const) {
    it(`GTW-31 makes no denial of a request when the node is ${state}, and answers the same request later`, async (context) => {
      const gateway = await run(context);
      const set = await publishTo(gateway);
      const reader = await readerOf(privateKeyToAccount(generatePrivateKey()));
      await grantTo(world, set.dataset, reader.account.address);
      const value = requestFor(gateway, set.dataset, reader);
      const signature = await signRequest(world, value, reader.account);
      node.state = state;
      const refused = await send(world, gateway, value, signature, reader);
      assert.deepEqual([refused.status, refused.code, refused.receipt], [503, "chain-unavailable", undefined]);
      assert.equal(refused.retryAfter, "5");
      // A signature that only the chain could judge is not called bad either.
      const unknown = await send(world, gateway, value, bytesToHex(randomBytes(70)), reader);
      assert.deepEqual([unknown.status, unknown.code, unknown.receipt], [503, "chain-unavailable", undefined]);
      assert.deepEqual(await ready(gateway), [503, "The chain can't be asked at the moment. Try again shortly."]);
      assert.equal((await fetch(`${gateway.url}/health`)).status, 200);
      node.state = "up";
      const answered = await send(world, gateway, value, signature, reader);
      assert.deepEqual([answered.status, answered.shares.get(0)], [200, set.keys[0]]);
      assert.deepEqual(
        (await receiptsOnFile(gateway)).map(({ receipt }) => receipt.code),
        ["granted"],
      );
    });
  }

  it("GTW-08 serves content all the same", async (context) => {
    const gateway = await run(context);
    const { built } = await publishTo(gateway);
    node.state = "down";
    const content = await fetch(`${gateway.url}/v1/content/${built.cid}`);
    assert.deepEqual(new Uint8Array(await content.arrayBuffer()), built.bytes);
  });
});

describe("a chain that is not the right one", () => {
  it("GTW-32 releases nothing on a chain with another genesis, and is not ready", async (context) => {
    const gateway = await run(context, { TALLYSTICK_GATEWAY_GENESIS: zeroHash });
    const reader = await readerOf(privateKeyToAccount(generatePrivateKey()));
    const asked = await ask(world, gateway, 1n, reader);
    assert.deepEqual([asked.status, asked.code, asked.receipt], [503, "foreign-chain", undefined]);
    const message = "The chain is not the one this gateway was started for. Restart the gateway.";
    assert.deepEqual(await ready(gateway), [503, message]);
    assert.equal((await fetch(`${gateway.url}/v1/keeper`)).status, 503);
  });

  it("GTW-32 is not ready where the node serves another chain or has no market", async (context) => {
    const other = await run(context, { TALLYSTICK_GATEWAY_CHAIN: "31338" });
    assert.deepEqual(await ready(other), [503, "the node serves chain 31337, not 31338"]);
    const bare = `0x${"12".repeat(20)}`;
    const gateway = await run(context, { TALLYSTICK_GATEWAY_MARKET: bare });
    assert.deepEqual(await ready(gateway), [503, `there is no market at ${bare}`]);
  });

  it("GTW-32 releases nothing while the chain stands still, where it is told how old a block may be", async (context) => {
    const later = Date.now() + 3_600_000;
    const gateway = await run(context, { TALLYSTICK_GATEWAY_MAX_BLOCK_AGE: "600" }, () => later);
    const reader = await readerOf(privateKeyToAccount(generatePrivateKey()));
    const expiry = BigInt(Math.floor(later / 1000) + 60);
    const asked = await ask(world, gateway, 1n, reader, { expiry });
    assert.deepEqual([asked.status, asked.code, asked.receipt], [503, "chain-stalled", undefined]);
  });
});

describe("readers that are smart accounts", () => {
  // The deterministic deployer that is on nearly every chain: salt || creation code -> CREATE2.
  const DEPLOYER_CODE: Hex =
    "0x604580600e600039806000f350fe7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe03601600081602082378035828234f58015156039578182fd5b8082525050506014600cf3";

  async function walletCode(owner: Address): Promise<Hex> {
    const { bytecode } = await hre.artifacts.readArtifact("WalletMock");
    return concat([bytecode as Hex, encodeAbiParameters([{ type: "address" }], [owner])]);
  }

  async function deploy(data: Hex): Promise<Address> {
    const { wallet, client } = world.actor("trader");
    const hash = await wallet.sendTransaction({ data, chain: null });
    const { contractAddress } = await client.waitForTransactionReceipt({ hash });
    assert.ok(contractAddress);
    return contractAddress;
  }

  it("GTW-33 takes the signature of a deployed account that says it is valid (ERC-1271), and no other", async (context) => {
    const gateway = await run(context);
    const set = await publishTo(gateway);
    const [owner, stranger] = [
      await readerOf(privateKeyToAccount(generatePrivateKey())),
      privateKeyToAccount(generatePrivateKey()),
    ];
    const account = await deploy(await walletCode(owner.account.address));
    await grantTo(world, set.dataset, account);
    const value = requestFor(gateway, set.dataset, owner, { reader: account });
    const bad = await send(world, gateway, value, await signRequest(world, value, stranger), owner);
    assert.deepEqual([bad.status, bad.code], [403, "bad-signature"]);
    const good = await send(world, gateway, value, await signRequest(world, value, owner.account), owner);
    assert.deepEqual([good.status, good.shares.get(1)], [200, set.keys[1]]);
  });

  it("GTW-33 takes the signature of an account that is not deployed yet (ERC-6492), and no other", async (context) => {
    const gateway = await run(context);
    const set = await publishTo(gateway);
    const owner = await readerOf(privateKeyToAccount(generatePrivateKey()));
    const factory = await deploy(DEPLOYER_CODE);
    const bytecode = await walletCode(owner.account.address);
    const account = getContractAddress({ opcode: "CREATE2", from: factory, salt: zeroHash, bytecode });
    await grantTo(world, set.dataset, account);
    const value = requestFor(gateway, set.dataset, owner, { reader: account });
    const wrapped = async (by: Reader["account"]): Promise<Hex> =>
      serializeErc6492Signature({
        address: factory,
        data: concat([zeroHash, bytecode]),
        signature: await signRequest(world, value, by),
      });
    const bad = await send(world, gateway, value, await wrapped(privateKeyToAccount(generatePrivateKey())), owner);
    assert.deepEqual([bad.status, bad.code], [403, "bad-signature"]);
    const good = await send(world, gateway, value, await wrapped(owner.account), owner);
    assert.deepEqual([good.status, good.shares.get(0)], [200, set.keys[0]]);
    assert.equal(await world.actor("trader").client.getCode({ address: account }), undefined);
  });
});
