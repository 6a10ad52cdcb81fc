import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, before, describe, it, type TestContext } from "node:test";
import { setTimeout } from "node:timers/promises";
import { fetchReceipt, verifyPlace } from "@tallystick/sdk/gateway/place";
import { keyRequestDigest } from "@tallystick/sdk/gateway/receipt";
import { encodeKeyRequest } from "@tallystick/sdk/gateway/wire";
import { accessLogAbi } from "@tallystick/sdk/generated/abis/AccessLog";
import { tabId } from "@tallystick/sdk/market/voucher";
import { deployed } from "@tallystick/sdk/networks";
import type { Address, Hex } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { createLedger } from "../src/book/ledger.ts";
import { openDatabase } from "../src/store/database.ts";
import { createWriter } from "../src/store/writer.ts";
import { readerOf, requestFor, signRequest, uploadManifest } from "./asking.ts";
import { type Running, runGateway } from "./gateway.ts";
import { addressesOf, askPaying, keeperEnv, PRICE, pay, payerWith, sellByUse } from "./paying.ts";
import { startProcess } from "./processes.ts";
import { temporaryFolder } from "./support.ts";
import { grantTo, type PublishedSet, publishSet, startWorld, type World } from "./world.ts";

let world: World;
before(async () => {
  world = await startWorld();
});
after(() => world.close());

const settings = (store: string): Record<string, string> => ({
  TALLYSTICK_PORT_GATEWAY: "0",
  TALLYSTICK_GATEWAY_STORE: store,
  TALLYSTICK_GATEWAY_RPC: world.rpc,
  TALLYSTICK_GATEWAY_KEY_RATE: "100000",
  TALLYSTICK_GATEWAY_POLL: "3600",
  ...keeperEnv("keeper", world.chainId),
});

/** Publishes for the keeper of a folder, with its manifest in the folder's store. */
async function publishFor(context: TestContext, store: string): Promise<{ gateway: Running; set: PublishedSet }> {
  const gateway = await runGateway(context, settings(store));
  const card = (await (await fetch(`${gateway.url}/v1/keeper`)).json()) as { address: Address; publicKey: Hex };
  const set = await publishSet(world, { ...card, url: gateway.url });
  assert.equal((await uploadManifest(gateway, set)).status, 201);
  return { gateway, set };
}

/** Signed requests of one reader with a right. */
async function signedRequests(gateway: Running, set: PublishedSet, count: number) {
  const reader = await readerOf(privateKeyToAccount(generatePrivateKey()));
  await grantTo(world, set.dataset, reader.account.address);
  return await Promise.all(
    Array.from({ length: count }, async () => {
      const value = requestFor(gateway, set.dataset, reader);
      const signature = await signRequest(world, value, reader.account);
      return {
        digest: keyRequestDigest(world.chainId, world.market, value),
        body: encodeKeyRequest({ value, signature }),
      };
    }),
  );
}

async function post(url: string, body: string): Promise<{ status: number; code: string | undefined }> {
  const headers = { "content-type": "application/json" };
  const response = await fetch(`${url}/v1/keys`, { method: "POST", headers, body });
  const { code } = (await response.json()) as { code?: string };
  return { status: response.status, code };
}

type Line = { request: Hex; receipt: { code: string } };

function receiptsIn(store: string): Line[] {
  const database = new DatabaseSync(join(store, "gateway.sqlite"), { readOnly: true });
  const rows = database.prepare("SELECT request, receipt FROM receipt").all();
  database.close();
  return rows.map(({ request, receipt }) => ({ request: request as Hex, receipt: JSON.parse(String(receipt)) }));
}

describe("a gateway that is killed while it answers", () => {
  it("GTW-90 has on file what it answered, and answers anew only what it has not", async (context) => {
    const store = await temporaryFolder(context);
    const { gateway, set } = await publishFor(context, store);
    const requests = await signedRequests(gateway, set, 120);
    await gateway.close();
    const answered = new Set<Hex>();
    for (const killAfter of [15, 40]) {
      const { url, kill } = await startProcess(context, settings(store));
      const enough = Promise.withResolvers<void>();
      let granted = 0;
      const all = requests.map(async ({ digest, body }) => {
        const answer = await post(url, body).catch(() => undefined);
        if (answer?.status === 200) {
          assert.ok(!answered.has(digest), "granted twice");
          answered.add(digest);
          granted += 1;
          if (granted === killAfter) enough.resolve();
        }
      });
      await Promise.race([enough.promise, Promise.all(all)]);
      await kill();
      await Promise.all(all);
      const grants = receiptsIn(store).filter(({ receipt }) => receipt.code === "granted");
      assert.equal(new Set(grants.map(({ request }) => request)).size, grants.length, "one grant a request");
      for (const digest of answered)
        assert.ok(
          grants.some(({ request }) => request === digest),
          "an answer is on file",
        );
    }
    const { url } = await startProcess(context, settings(store));
    const grants = new Set(
      receiptsIn(store)
        .filter(({ receipt }) => receipt.code === "granted")
        .map(({ request }) => request),
    );
    for (const { digest, body } of requests.slice(0, 30)) {
      const { status, code } = await post(url, body);
      assert.deepEqual([status, code], grants.has(digest) ? [403, "replayed"] : [200, undefined]);
    }
  });

  it("GTW-90 keeps the voucher of every access that it served", async (context) => {
    const store = await temporaryFolder(context);
    const { gateway, set } = await publishFor(context, store);
    await sellByUse(world, gateway, set);
    const payer = await payerWith(world, 10n * PRICE, world.actor("climatologist").wallet.account.address);
    const { address } = gateway;
    await gateway.close();
    const running = await startProcess(context, settings(store));
    const at = { ...gateway, url: running.url, address };
    assert.equal((await askPaying(world, at, set.dataset, payer.reader, await pay(world, payer, PRICE))).status, 200);
    await running.kill();
    const database = openDatabase(join(store, "gateway.sqlite"));
    context.after(() => database.close());
    const id = tabId(world.chainId, addressesOf(world).tabs, payer.tab);
    assert.equal(database.prepare("SELECT owed FROM voucher WHERE tab = ?").get(id)?.owed, String(PRICE));
  });
});

describe("two gateways with one folder", () => {
  it("GTW-91 answer a request once between them", async (context) => {
    const store = await temporaryFolder(context);
    const { gateway, set } = await publishFor(context, store);
    const requests = await signedRequests(gateway, set, 12);
    await gateway.close();
    const [one, two] = [await startProcess(context, settings(store)), await startProcess(context, settings(store))];
    for (const { body } of requests) {
      const answers = await Promise.all([one, two, one, two].map(({ url }) => post(url, body)));
      assert.deepEqual(answers.map(({ code }) => code ?? "granted").sort(), [
        "granted",
        "replayed",
        "replayed",
        "replayed",
      ]);
    }
  });
});

describe("a gateway that is killed while it anchors", () => {
  /** A node before the chain's that tells of each transaction it was sent, before or after it passes it on. */
  async function watchedNode(context: TestContext, when: "before" | "after", onSent: () => Promise<void>) {
    const server = createServer(async (request, response) => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part as Buffer);
      const body = Buffer.concat(parts);
      const sends = body.includes("eth_sendRawTransaction");
      if (sends && when === "before") {
        await onSent();
        return response.destroy();
      }
      const headers = { "content-type": "application/json" };
      const answer = await fetch(world.rpc, { method: "POST", headers, body });
      const text = await answer.text();
      if (sends) {
        await onSent();
        return response.destroy();
      }
      return response.writeHead(answer.status, headers).end(text);
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    context.after(() => {
      server.closeAllConnections();
      server.close();
    });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  for (const [when, persona] of [
    ["before", "keeper2"],
    ["after", "keeper3"],
  ] as const) {
    it(`GTW-77 anchors the period once, killed ${when} its transaction has reached the chain`, async (context) => {
      const store = await temporaryFolder(context);
      const own = { ...settings(store), ...keeperEnv(persona, world.chainId), TALLYSTICK_GATEWAY_POLL: "1" };
      const calm = { ...own, TALLYSTICK_GATEWAY_ANCHOR: "0" };
      const gateway = await runGateway(context, calm);
      const card = (await (await fetch(`${gateway.url}/v1/keeper`)).json()) as { address: Address; publicKey: Hex };
      const set = await publishSet(world, { ...card, url: gateway.url });
      await uploadManifest(gateway, set);
      const [first] = await signedRequests(gateway, set, 1);
      assert.ok(first);
      assert.equal((await post(gateway.url, first.body)).status, 200);
      await gateway.close();
      await setTimeout(4_000);
      await world.client.mine({ blocks: 1 });

      const dead = Promise.withResolvers<void>();
      const node = await watchedNode(context, when, async () => {
        await running.kill();
        dead.resolve();
      });
      const anchoring = { ...own, TALLYSTICK_GATEWAY_ANCHOR: "1" };
      const running = await startProcess(context, { ...anchoring, TALLYSTICK_GATEWAY_RPC: node });
      await dead.promise;

      // Its duty is free once it has not been renewed for a while.
      const later = { now: () => Date.now() + 15_000 };
      const again = await runGateway(context, { ...anchoring, TALLYSTICK_GATEWAY_POLL: "3600" }, later);
      await again.turn();
      const { accessLog } = deployed(world.network);
      const actor = world.actor("newcomer");
      const contract = { address: accessLog, abi: accessLogAbi } as const;
      const args = [card.address] as const;
      assert.equal((await actor.client.readContract({ ...contract, functionName: "logOf", args })).number, 1);
      await again.turn();
      assert.equal((await actor.client.readContract({ ...contract, functionName: "logOf", args })).number, 1);
      const { receipt, place } = await fetchReceipt(again.url, first.digest);
      assert.ok(place);
      await verifyPlace(actor, card.address, receipt.value, place);
    });
  }
});

describe("a full disk", () => {
  it("GTW-92 is told as such, and grants nothing, nor uses the nonce up", async (context) => {
    const database = openDatabase(join(await temporaryFolder(context), "gateway.sqlite"));
    context.after(() => database.close());
    const ledger = createLedger({
      database,
      writer: createWriter(database),
      digestOf: ({ request }) => request,
      sign: () => `0x${"11".repeat(65)}`,
      now: Date.now,
      hasRoom: async () => true,
    });
    const reader = privateKeyToAccount(generatePrivateKey());
    const value = {
      dataset: 1n,
      version: 1,
      segments: 1,
      purpose: 0,
      reader: reader.address,
      readerKey: `0x${"22".repeat(32)}` as const,
      keeper: reader.address,
      nonce: `0x${"33".repeat(32)}` as const,
      expiry: BigInt(Math.floor(Date.now() / 1000) + 60),
    };
    const digest = `0x${"44".repeat(32)}` as const;
    const verdict = { granted: true, code: "granted", blockNumber: 1n };
    const { page_count: pages } = database.prepare("PRAGMA page_count").get() as { page_count: number };
    database.exec(`PRAGMA max_page_count = ${pages}`);
    const large = { ...value, nonce: `0x${"55".repeat(32)}` as const };
    // What the transaction also writes does not fit: all of it is undone.
    const write = () => {
      database.prepare("INSERT INTO note VALUES ('filler', ?)").run("x".repeat(1_000_000));
      return true;
    };
    await assert.rejects(ledger.conclude(large, digest, verdict, write), { status: 507, code: "storage-full" });
    assert.equal(ledger.isUsed(large.reader, large.nonce), false);
    assert.equal(database.prepare("SELECT count(*) AS count FROM receipt").get()?.count, 0);
    database.exec("PRAGMA max_page_count = 1000000");
    assert.equal(typeof (await ledger.conclude(large, digest, verdict)), "object");
    assert.equal(await ledger.conclude(large, digest, verdict), "used");
  });
});
