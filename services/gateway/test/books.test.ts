import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it, type TestContext } from "node:test";
import { callOf } from "@tallystick/sdk/chain/call";
import { fetchPeriods, fetchReceipt, type PlacedReceipt, verifyPlace } from "@tallystick/sdk/gateway/place";
import { keyRequestDigest } from "@tallystick/sdk/gateway/receipt";
import { accessLogAbi } from "@tallystick/sdk/generated/abis/AccessLog";
import { deployed } from "@tallystick/sdk/networks";
import { type Address, type Hex, zeroHash } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { ask, type Reader, readerOf, receiptsOnFile, requestFor, send, signRequest, uploadManifest } from "./asking.ts";
import { type Running, runGateway } from "./gateway.ts";
import { keeperEnv } from "./paying.ts";
import { grantTo, type PublishedSet, publishSet, startWorld, type World } from "./world.ts";

let world: World;
before(async () => {
  world = await startWorld();
});
after(() => world.close());

const settings = (persona: "keeper" | "keeper2" | "keeper3" = "keeper"): Record<string, string> => ({
  TALLYSTICK_GATEWAY_RPC: world.rpc,
  TALLYSTICK_GATEWAY_KEY_RATE: "1000",
  TALLYSTICK_GATEWAY_POLL: "3600",
  TALLYSTICK_GATEWAY_ANCHOR: "1",
  ...keeperEnv(persona, world.chainId),
});

async function publishTo(gateway: Running): Promise<PublishedSet> {
  const card = (await (await fetch(`${gateway.url}/v1/keeper`)).json()) as { address: Address; publicKey: Hex };
  const set = await publishSet(world, { ...card, url: gateway.url });
  assert.equal((await uploadManifest(gateway, set)).status, 201);
  return set;
}

const log = async (keeper: string) => {
  const { client, network } = world.actor("newcomer");
  const contract = { address: deployed(network).accessLog, abi: accessLogAbi } as const;
  return await client.readContract({ ...contract, functionName: "logOf", args: [keeper as Address] });
};

/** Lets so much time pass, on the chain and for the gateway, that everything answered so far can be anchored. */
let ahead = 0;
const now = (): number => Date.now() + ahead;
async function later(seconds = 10): Promise<void> {
  const { timestamp } = await world.actor("newcomer").client.getBlock();
  const target = Math.max(Math.floor(now() / 1000), Number(timestamp)) + seconds;
  ahead = target * 1000 - Date.now();
  await world.client.setNextBlockTimestamp({ timestamp: BigInt(target) });
  await world.client.mine({ blocks: 1 });
}

async function somebodyWith(set: PublishedSet): Promise<Reader> {
  const reader = await readerOf(privateKeyToAccount(generatePrivateKey()));
  await grantTo(world, set.dataset, reader.account.address);
  return reader;
}

async function askNow(gateway: Running, set: PublishedSet, reader: Reader) {
  const expiry = BigInt(Math.floor(now() / 1000) + 300);
  return await ask(world, gateway, set.dataset, reader, { expiry });
}

async function run(context: TestContext, environment: Record<string, string>): Promise<Running> {
  return await runGateway(context, environment, { now });
}

/** Every receipt on file, as the gateway shows it. */
async function shown(gateway: Running): Promise<PlacedReceipt[]> {
  const onFile = await receiptsOnFile(gateway);
  return await Promise.all(onFile.map(({ receipt }) => fetchReceipt(gateway.url, receipt.request as Hex)));
}

describe("anchoring", () => {
  it("GTW-75 GTW-76 anchors what was answered, once, and shows where each receipt is", async (context) => {
    const gateway = await run(context, settings());
    await gateway.turn();
    assert.equal((await log(gateway.address)).number, 0, "nothing has happened");
    const set = await publishTo(gateway);
    const reader = await somebodyWith(set);
    for (let i = 0; i < 3; i++) assert.equal((await askNow(gateway, set, reader)).status, 200);
    for (const { place } of await shown(gateway)) assert.equal(place, undefined);
    await later();
    await gateway.turn();
    await gateway.turn();
    assert.equal((await log(gateway.address)).number, 1);
    await askNow(gateway, set, reader);
    await later();
    await gateway.turn();
    assert.equal((await log(gateway.address)).number, 2);
    const placed = await shown(gateway);
    assert.deepEqual(
      placed.map(({ place }) => place?.number),
      [1, 1, 1, 2],
    );
    const actor = world.actor("newcomer");
    for (const { receipt, place } of placed) {
      assert.ok(place);
      await verifyPlace(actor, gateway.address as Address, receipt.value, place);
      const other = { ...receipt.value, code: "no-right" };
      await assert.rejects(verifyPlace(actor, gateway.address as Address, other, place), { code: "PlaceInvalid" });
      await assert.rejects(verifyPlace(actor, world.market, receipt.value, place), { code: "PlaceInvalid" });
      const { at, ...rest } = receipt.value;
      const [granted] = await actor.client.readContract({
        address: deployed(world.network).accessLog,
        abi: accessLogAbi,
        functionName: "proveAnswer",
        args: [gateway.address as Address, { ...rest, time: at }, receipt.signature, place],
      });
      assert.equal(granted, true);
    }
    const periods = await fetchPeriods(gateway.url);
    assert.deepEqual(
      periods.map(({ number, count }) => [number, count]),
      [
        [2, 1],
        [1, 3],
      ],
    );
    assert.deepEqual(await fetchPeriods(gateway.url, 2), [periods[1]]);
    await assert.rejects(fetchReceipt(gateway.url, zeroHash), { code: "GatewayRefused" });
  });

  it("GTW-78 answers whoever accuses it of having left a receipt out", async (context) => {
    const gateway = await run(context, settings("keeper2"));
    const set = await publishTo(gateway);
    await askNow(gateway, set, await somebodyWith(set));
    await later();
    await gateway.turn();
    const [placed] = await shown(gateway);
    assert.ok(placed);
    const { at, ...rest } = placed.receipt.value;
    const { accessLog } = deployed(world.network);
    const receipt = { ...rest, time: at };
    const keeper = gateway.address as Address;
    await world.act("newcomer", callOf(accessLog, accessLogAbi, "accuse", [keeper, receipt, placed.receipt.signature]));
    const status = async () => {
      const contract = { address: accessLog, abi: accessLogAbi } as const;
      const args = [keeper, placed.digest] as const;
      return (await world.actor("newcomer").client.readContract({ ...contract, functionName: "accusationOf", args }))
        .status;
    };
    assert.equal(await status(), 1);
    await gateway.turn();
    assert.equal(await status(), 2);
  });

  it("GTW-79 goes on where the chain's log is when the folder was lost", async (context) => {
    const gateway = await run(context, settings("keeper3"));
    const set = await publishTo(gateway);
    const reader = await somebodyWith(set);
    await askNow(gateway, set, reader);
    await later();
    await gateway.turn();
    assert.equal((await log(gateway.address)).number, 1);
    await gateway.close();
    await rm(join(gateway.store, "gateway.sqlite"));
    const again = await run(context, { ...settings("keeper3"), TALLYSTICK_GATEWAY_STORE: gateway.store });
    await uploadManifest(again, set);
    await again.turn();
    await askNow(again, set, reader);
    await later();
    await again.turn();
    assert.equal((await log(again.address)).number, 2);
    const [placed] = await shown(again);
    assert.ok(placed?.place);
    await verifyPlace(world.actor("newcomer"), again.address as Address, placed.receipt.value, placed.place);
  });

  it("GTW-77 anchors again what a reorganisation took away, with the same root", async (context) => {
    const gateway = await run(context, { ...settings(), ...keeperEnv("relayer", world.chainId) });
    const set = await publishTo(gateway);
    await askNow(gateway, set, await somebodyWith(set));
    await later();
    const snapshot = await world.client.snapshot();
    await gateway.turn();
    const before = await log(gateway.address);
    assert.equal(before.number, 1);
    await world.client.revert({ id: snapshot });
    assert.equal((await log(gateway.address)).number, 0);
    await gateway.turn();
    assert.deepEqual(await log(gateway.address), before);
  });
});

describe("a receipt", () => {
  it("GTW-76 is found by the request it answers first, after a lost answer", async (context) => {
    const gateway = await run(context, settings());
    const set = await publishTo(gateway);
    const reader = await somebodyWith(set);
    const value = requestFor(gateway, set.dataset, reader, { expiry: BigInt(Math.floor(now() / 1000) + 300) });
    const signature = await signRequest(world, value, reader.account);
    await send(world, gateway, value, signature, reader);
    assert.equal((await send(world, gateway, value, signature, reader)).code, "replayed");
    const { receipt } = await fetchReceipt(gateway.url, keyRequestDigest(world.chainId, world.market, value));
    assert.equal(receipt.value.code, "granted");
  });
});
