import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it, type TestContext } from "node:test";
import { randomBytes } from "@tallystick/sdk/data/bytes";
import { keyPairFromSeed } from "@tallystick/sdk/data/keyPair";
import { keyCommitment } from "@tallystick/sdk/data/keys";
import { splitKey } from "@tallystick/sdk/data/shares";
import type { KeyRequest } from "@tallystick/sdk/gateway/typedData";
import { encodeKeyRequest } from "@tallystick/sdk/gateway/wire";
import { buy } from "@tallystick/sdk/market/buying";
import { purchasesOf } from "@tallystick/sdk/market/purchases";
import { addVersion, makeOffer, revoke, transferDataset } from "@tallystick/sdk/market/selling";
import { termsOf } from "@tallystick/sdk/market/terms";
import { bytesToHex, zeroHash } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import type { Overrides } from "../src/gateway.ts";
import {
  type Asked,
  ask,
  type Reader,
  readerOf,
  receiptsOnFile,
  requestFor,
  send,
  signRequest,
  uploadManifest,
} from "./asking.ts";
import { type Running, runGateway } from "./gateway.ts";
import { grantTo, makeVersion, type PublishedSet, publishSet, startWorld, type Twist, type World } from "./world.ts";

let world: World;
before(async () => {
  world = await startWorld();
});
after(() => world.close());

const somebody = (): Promise<Reader> => readerOf(privateKeyToAccount(generatePrivateKey()));

function run(
  context: TestContext,
  environment: Record<string, string> = {},
  overrides: Overrides = {},
): Promise<Running> {
  const own = {
    TALLYSTICK_GATEWAY_RPC: world.rpc,
    TALLYSTICK_GATEWAY_MARKET: world.market,
    TALLYSTICK_GATEWAY_KEY_RATE: "1000",
  };
  return runGateway(context, { ...own, ...environment }, overrides);
}

async function keeperOf(gateway: Running): Promise<{ address: `0x${string}`; publicKey: `0x${string}`; url: string }> {
  const card = (await (await fetch(`${gateway.url}/v1/keeper`)).json()) as Awaited<ReturnType<typeof keeperOf>>;
  return { address: card.address, publicKey: card.publicKey, url: gateway.url };
}

async function publishTo(gateway: Running, twist: Twist = {}): Promise<PublishedSet> {
  const set = await publishSet(world, await keeperOf(gateway), twist);
  assert.equal((await uploadManifest(gateway, set)).status, 201);
  return set;
}

/** Appends a version with keys of its own. */
async function nextVersion(gateway: Running, { dataset }: PublishedSet): Promise<PublishedSet> {
  const made = await makeVersion(world, await keeperOf(gateway), dataset, 2);
  assert.equal((await uploadManifest(gateway, made)).status, 201);
  await world.act("climatologist", addVersion(world.market, dataset, made.built.anchor));
  return made;
}

/** A data set whose reader has a right for ever. */
async function sold(
  context: TestContext,
  twist: Twist = {},
): Promise<{ gateway: Running; set: PublishedSet; reader: Reader }> {
  const gateway = await run(context);
  const [set, reader] = [await publishTo(gateway, twist), await somebody()];
  await grantTo(world, set.dataset, reader.account.address);
  return { gateway, set, reader };
}

function assertDenied(asked: Asked, code: string, status = 403): void {
  assert.deepEqual([asked.status, asked.code], [status, code]);
  assert.equal(asked.shares.size, 0);
  assert.match(asked.message, /^[A-Z].*[.]$/, "a sentence for a person");
  assert.deepEqual([asked.receipt?.granted, asked.receipt?.code], [false, code]);
}

/** Denied before the keeper knew that the reader asked: nothing is signed for that. */
function assertTurnedAway(asked: Asked, code: string): void {
  assert.deepEqual([asked.status, asked.code], [403, code]);
  assert.equal(asked.shares.size, 0);
  assert.match(asked.message, /^[A-Z].*[.]$/, "a sentence for a person");
  assert.equal(asked.receipt, undefined);
}

function assertGranted(asked: Asked, { keys }: PublishedSet, segments: number[] = [0, 1]): void {
  assert.equal(asked.status, 200, asked.text);
  assert.deepEqual([...asked.shares.keys()], segments);
  for (const segment of segments) assert.deepEqual(asked.shares.get(segment), keys[segment]);
  assert.deepEqual([asked.receipt?.granted, asked.receipt?.code], [true, "granted"]);
}

describe("POST /v1/keys", () => {
  describe("for whom the chain lets read", () => {
    it("GTW-20 releases the keys of exactly the segments asked for, wrapped to the reader's key alone", async (context) => {
      const { gateway, set, reader } = await sold(context, { segments: 3 });
      assertGranted(await ask(world, gateway, set.dataset, reader, { segments: 0b11 }), set);
      assertGranted(await ask(world, gateway, set.dataset, reader, { segments: 0b10 }), set, [1]);
    });

    it("GTW-20 releases the keys to a buyer, in the block of the purchase", async (context) => {
      const gateway = await run(context);
      const set = await publishTo(gateway);
      const seller = world.actor("climatologist").wallet.account.address;
      const terms = termsOf({ dataset: set.dataset, seller, segments: 0b11, licence: zeroHash });
      await world.act("climatologist", makeOffer(world.market, terms));
      const analyst = world.actor("analyst").wallet.account;
      const reader = await readerOf(analyst as Reader["account"]);
      assertDenied(await ask(world, gateway, set.dataset, reader), "no-right");
      await world.act("analyst", buy(world.market, { terms, reader: analyst.address }));
      const asked = await ask(world, gateway, set.dataset, reader);
      assertGranted(asked, set);
      assert.equal(asked.receipt?.blockNumber, await world.actor("analyst").client.getBlockNumber());
    });

    it("GTW-20 serves the owner of the data set, and the new owner once it has changed hands", async (context) => {
      const gateway = await run(context);
      const set = await publishTo(gateway);
      const [seller, buyer] = [world.actor("climatologist").wallet.account, world.actor("trader").wallet.account];
      const [old, next] = [await readerOf(seller as Reader["account"]), await readerOf(buyer as Reader["account"])];
      assertGranted(await ask(world, gateway, set.dataset, old), set);
      assertDenied(await ask(world, gateway, set.dataset, next), "no-right");
      await world.act("climatologist", transferDataset(world.market, set.dataset, seller.address, buyer.address));
      assertGranted(await ask(world, gateway, set.dataset, next), set);
      assertDenied(await ask(world, gateway, set.dataset, old), "no-right");
    });

    it("GTW-20 releases its share where more than one keeper is needed", async (context) => {
      const gateway = await run(context);
      const other = await keyPairFromSeed(randomBytes(32));
      const url = "http://127.0.0.1:1";
      const list = [await keeperOf(gateway), { address: world.market, publicKey: other.publicKey, url }];
      const set = await publishTo(gateway, { keepers: { threshold: 2, list } });
      const reader = await somebody();
      await grantTo(world, set.dataset, reader.account.address);
      const asked = await ask(world, gateway, set.dataset, reader);
      assert.equal(asked.status, 200);
      const share = asked.shares.get(0);
      assert.equal(share?.length, (await splitKey(randomBytes(32), 2, 2))[0]?.length);
      assert.notDeepEqual(share, set.keys[0]);
    });
  });

  describe("for whom it does not", () => {
    it("GTW-21 denies an account without a right", async (context) => {
      const { gateway, set } = await sold(context);
      assertDenied(await ask(world, gateway, set.dataset, await somebody()), "no-right");
    });

    it("GTW-21 denies a right that has ended by the chain's clock", async (context) => {
      const gateway = await run(context);
      const [set, reader] = [await publishTo(gateway), await somebody()];
      const snapshot = await world.client.snapshot();
      context.after(() => world.client.revert({ id: snapshot }));
      await grantTo(world, set.dataset, reader.account.address, { duration: 3_600 });
      assertGranted(await ask(world, gateway, set.dataset, reader), set);
      await world.client.increaseTime({ seconds: 3_600 });
      await world.client.mine({ blocks: 1 });
      assertDenied(await ask(world, gateway, set.dataset, reader), "right-ended");
    });

    it("GTW-22 denies a right at the next request after it was revoked", async (context) => {
      const { gateway, set, reader } = await sold(context);
      assertGranted(await ask(world, gateway, set.dataset, reader), set);
      const entries = await purchasesOf(world.actor("climatologist"), set.dataset, reader.account.address);
      await world.act(
        "climatologist",
        revoke(world.market, set.dataset, reader.account.address, entries as Parameters<typeof revoke>[3]),
      );
      assertDenied(await ask(world, gateway, set.dataset, reader), "right-revoked");
    });

    it("GTW-22 closes the door when a reorganisation takes the purchase away", async (context) => {
      const gateway = await run(context);
      const [set, reader] = [await publishTo(gateway), await somebody()];
      const snapshot = await world.client.snapshot();
      await grantTo(world, set.dataset, reader.account.address);
      assertGranted(await ask(world, gateway, set.dataset, reader), set);
      await world.client.revert({ id: snapshot });
      assertDenied(await ask(world, gateway, set.dataset, reader), "no-right");
    });

    it("GTW-21 denies segments that the right or the version does not include", async (context) => {
      const gateway = await run(context);
      const [set, reader] = [await publishTo(gateway), await somebody()];
      await grantTo(world, set.dataset, reader.account.address, { segments: 0b101 });
      assertGranted(await ask(world, gateway, set.dataset, reader, { segments: 0b01 }), set, [0]);
      assertDenied(await ask(world, gateway, set.dataset, reader, { segments: 0b11 }), "segment-not-included");
      assertDenied(await ask(world, gateway, set.dataset, reader, { segments: 0b101 }), "segment-not-included");
    });

    it("GTW-21 denies versions that the right does not include or that do not exist", async (context) => {
      const gateway = await run(context);
      const [set, reader] = [await publishTo(gateway), await somebody()];
      const hash = bytesToHex(randomBytes(32));
      const anchor = { manifest: hash, root: hash, size: 16n, keyCommitment: hash };
      await world.act("climatologist", addVersion(world.market, set.dataset, anchor));
      await grantTo(world, set.dataset, reader.account.address, { laterVersions: false });
      assertGranted(await ask(world, gateway, set.dataset, reader, { version: 1 }), set);
      assertDenied(await ask(world, gateway, set.dataset, reader, { version: 2 }), "version-not-included");
      assertDenied(await ask(world, gateway, set.dataset, reader, { version: 3 }), "version-not-included");
    });

    it("GTW-22 sees a version that was appended, and one that a reorganisation put in its place", async (context) => {
      const gateway = await run(context);
      const set = await publishTo(gateway);
      const owner = await readerOf(world.actor("climatologist").wallet.account as Reader["account"]);
      assertGranted(await ask(world, gateway, set.dataset, owner), set);
      assertDenied(await ask(world, gateway, set.dataset, owner, { version: 2 }), "version-not-included");
      const snapshot = await world.client.snapshot();
      const hash = bytesToHex(randomBytes(32));
      const other = { manifest: hash, root: hash, size: 16n, keyCommitment: hash };
      await world.act("climatologist", addVersion(world.market, set.dataset, other));
      assertDenied(await ask(world, gateway, set.dataset, owner, { version: 2 }), "manifest-mismatch");
      await world.client.revert({ id: snapshot });
      const second = await nextVersion(gateway, set);
      assertGranted(await ask(world, gateway, set.dataset, owner, { version: 2 }), second);
      assertGranted(await ask(world, gateway, set.dataset, owner, { version: 1 }), set);
    });

    it("GTW-21 denies a data set that does not exist", async (context) => {
      const { gateway, set, reader } = await sold(context);
      assertDenied(await ask(world, gateway, set.dataset + 1n, reader), "unknown-dataset");
    });
  });

  describe("when the request is not what its reader signed, here, now, once", () => {
    it("GTW-23 denies a request of which any field was changed", async (context) => {
      const { gateway, set, reader } = await sold(context);
      const value = requestFor(gateway, set.dataset, reader);
      const signature = await signRequest(world, value, reader.account);
      const stranger = await somebody();
      const changes: Partial<KeyRequest>[] = [
        { dataset: value.dataset + 1n },
        { version: 2 },
        { segments: 0b01 },
        { purpose: 7 },
        { reader: stranger.account.address },
        { readerKey: stranger.keyPair.publicKey },
        { nonce: bytesToHex(randomBytes(32)) },
        { expiry: value.expiry + 1n },
      ];
      for (const change of changes) {
        assertTurnedAway(await send(world, gateway, { ...value, ...change }, signature, reader), "bad-signature");
      }
      assertTurnedAway(await send(world, gateway, value, "0x1234", reader), "bad-signature");
      assertGranted(await send(world, gateway, value, signature, reader), set);
    });

    it("GTW-24 answers a request once, also when it comes many times at the same moment", async (context) => {
      const { gateway, set, reader } = await sold(context);
      const value = requestFor(gateway, set.dataset, reader);
      const signature = await signRequest(world, value, reader.account);
      const answers = await Promise.all(
        Array.from({ length: 5 }, () => send(world, gateway, value, signature, reader)),
      );
      assert.deepEqual(answers.map(({ code }) => code).sort(), ["", "replayed", "replayed", "replayed", "replayed"]);
      assertDenied(await send(world, gateway, value, signature, reader), "replayed");
    });

    it("GTW-24 remembers used nonces when it is started again", async (context) => {
      const { gateway, set, reader } = await sold(context);
      const value = requestFor(gateway, set.dataset, reader);
      const signature = await signRequest(world, value, reader.account);
      assertGranted(await send(world, gateway, value, signature, reader), set);
      await gateway.close();
      const again = await run(context, { TALLYSTICK_GATEWAY_STORE: gateway.store });
      assert.equal(again.address, gateway.address);
      assertDenied(await send(world, again, value, signature, reader), "replayed");
    });

    it("GTW-24 lets nobody use up another reader's nonce", async (context) => {
      const { gateway, set, reader } = await sold(context);
      const value = requestFor(gateway, set.dataset, reader);
      const thief = await somebody();
      assertTurnedAway(
        await send(world, gateway, value, await signRequest(world, value, thief.account), thief),
        "bad-signature",
      );
      const own = { ...value, reader: thief.account.address };
      assertDenied(await send(world, gateway, own, await signRequest(world, own, thief.account), thief), "no-right");
      assertGranted(await send(world, gateway, value, await signRequest(world, value, reader.account), reader), set);
    });

    it("GTW-25 denies a request that has expired or ends more than ten minutes ahead", async (context) => {
      const { gateway, set, reader } = await sold(context);
      const now = BigInt(Math.floor(Date.now() / 1000));
      assertTurnedAway(await ask(world, gateway, set.dataset, reader, { expiry: now - 1n }), "expired");
      assertTurnedAway(await ask(world, gateway, set.dataset, reader, { expiry: now + 700n }), "expired");
    });

    it("GTW-25 denies a request signed for another keeper", async (context) => {
      const { gateway, set, reader } = await sold(context);
      assertTurnedAway(await ask(world, gateway, set.dataset, reader, { keeper: world.market }), "wrong-keeper");
    });

    it("GTW-25 denies a request signed for another chain, and says so", async (context) => {
      const { gateway, set, reader } = await sold(context);
      const value = requestFor(gateway, set.dataset, reader);
      const elsewhere = await signRequest(world, value, reader.account, 31_338);
      assertTurnedAway(await send(world, gateway, value, elsewhere, reader), "wrong-chain");
      assertGranted(await send(world, gateway, value, await signRequest(world, value, reader.account), reader), set);
    });

    it("GTW-26 refuses what is no request: no JSON, missing and impossible fields, too much of it", async (context) => {
      const { gateway, set, reader } = await sold(context);
      const post = async (body: string, type = "application/json"): Promise<[number, string]> => {
        const response = await fetch(`${gateway.url}/v1/keys`, {
          method: "POST",
          headers: { "content-type": type },
          body,
        });
        return [response.status, ((await response.json()) as { code: string }).code];
      };
      assert.deepEqual(await post("{}", "text/plain"), [415, "unsupported-media-type"]);
      for (const body of ["", "{", "null", "{}", '{"request":{},"signature":"0x"}']) {
        assert.deepEqual(await post(body), [400, "bad-request"], body);
      }
      assert.deepEqual(await post(" ".repeat(70_000)), [413, "too-large"]);
      const nothing = await ask(world, gateway, set.dataset, reader, { segments: 0 });
      assert.deepEqual([nothing.status, nothing.code], [400, "bad-request"]);
      const weak = await ask(world, gateway, set.dataset, reader, { readerKey: zeroHash });
      assert.deepEqual([weak.status, weak.code], [400, "bad-request"]);
    });
  });

  describe("when the manifest is not what was anchored", () => {
    it("GTW-27 releases nothing for a wrap that was copied from another data set", async (context) => {
      const { gateway, set } = await sold(context);
      const mine = /"shares":\[[^\]]*\]/.exec(new TextDecoder().decode(set.built.bytes))?.[0] ?? "";
      const commitments = await Promise.all(set.keys.map(keyCommitment));
      const thief = await publishTo(gateway, {
        commitments,
        alter: (text) => text.replace(/"shares":\[[^\]]*\]/, mine),
      });
      assert.ok(new TextDecoder().decode(thief.built.bytes).includes(mine));
      const owner = await readerOf(world.actor("climatologist").wallet.account as Reader["account"]);
      assertDenied(await ask(world, gateway, thief.dataset, owner), "manifest-mismatch");
    });

    it("GTW-27 releases no share that is not the committed key", async (context) => {
      const commitments = await Promise.all([randomBytes(32), randomBytes(32)].map(keyCommitment));
      const { gateway, set, reader } = await sold(context, { commitments });
      assertDenied(await ask(world, gateway, set.dataset, reader), "manifest-mismatch");
    });

    it("GTW-28 denies when the anchor says otherwise than the manifest, in any field", async (context) => {
      const gateway = await run(context);
      const reader = await somebody();
      const hash = bytesToHex(randomBytes(32));
      const twists: Twist[] = [
        { anchor: (anchor) => ({ ...anchor, root: hash }) },
        { anchor: (anchor) => ({ ...anchor, size: anchor.size + 1n }) },
        { anchor: (anchor) => ({ ...anchor, keyCommitment: hash }) },
        { alter: (text) => text.replace('"chainId":31337', '"chainId":31338') },
        { alter: (text) => text.replace('"version":1}', '"version":2}') },
        { alter: (text) => text.replace(/"dataset":"0x..../, '"dataset":"0x0000') },
        { alter: (text) => text.replace(/"publisher":"0x..../, '"publisher":"0x0000') },
        { alter: (text) => text.replace("part-0.csv", "../../part-0.csv") },
        { alter: (text) => `${text} ` },
        { alter: () => "not JSON" },
      ];
      for (const twist of twists) {
        const { dataset } = await publishTo(gateway, twist);
        await grantTo(world, dataset, reader.account.address);
        assertDenied(await ask(world, gateway, dataset, reader), "manifest-mismatch");
      }
    });

    it("GTW-28 denies when it does not hold the manifest, or the manifest is larger than any may be", async (context) => {
      const gateway = await run(context);
      const reader = await somebody();
      const missing = await publishSet(world, await keeperOf(gateway));
      await grantTo(world, missing.dataset, reader.account.address);
      assertDenied(await ask(world, gateway, missing.dataset, reader), "manifest-mismatch");
      const oversize = await publishSet(world, await keeperOf(gateway), {
        alter: (text) => text.padEnd(4 * 1_048_576 + 1),
      });
      await grantTo(world, oversize.dataset, reader.account.address);
      assert.equal((await uploadManifest(gateway, oversize)).status, 413);
      assertDenied(await ask(world, gateway, oversize.dataset, reader), "manifest-mismatch");
    });

    it("GTW-28 denies when the manifest names other keepers", async (context) => {
      const gateway = await run(context);
      const other = { ...(await keeperOf(gateway)), address: world.market };
      const [set, reader] = [await publishTo(gateway, { keepers: { threshold: 1, list: [other] } }), await somebody()];
      await grantTo(world, set.dataset, reader.account.address);
      assertDenied(await ask(world, gateway, set.dataset, reader), "wrong-keeper");
    });
  });

  describe("when it is asked too often", () => {
    it("GTW-29 GTW-35 denies an account above its rate without a receipt, whatever address it comes from", async (context) => {
      // The clock stands still: a slow machine earns nobody another request.
      const [still, environment] = [Date.now(), { TALLYSTICK_GATEWAY_KEY_RATE: "1", TALLYSTICK_GATEWAY_PROXIES: "1" }];
      const gateway = await run(context, environment, { now: () => still });
      const [set, reader] = [await publishTo(gateway), await somebody()];
      const from = async (address: string, who: Reader): Promise<[number, string | null, boolean]> => {
        const value = requestFor(gateway, set.dataset, who);
        const signature = await signRequest(world, value, who.account);
        const response = await fetch(`${gateway.url}/v1/keys`, {
          method: "POST",
          headers: { "content-type": "application/json", "x-forwarded-for": address },
          body: encodeKeyRequest({ value, signature }),
        });
        const { receipt } = (await response.json()) as { receipt?: unknown };
        return [response.status, response.headers.get("retry-after"), receipt !== undefined];
      };
      for (let i = 0; i < 5; i++) assert.deepEqual(await from(`10.0.0.${i}`, reader), [403, null, true]);
      assert.deepEqual(await from("10.0.1.1", reader), [429, "1", false]);
      const others = await Promise.all(Array.from({ length: 6 }, somebody));
      for (const other of others.slice(0, 5)) assert.deepEqual(await from("10.0.2.1", other), [403, null, true]);
      assert.deepEqual(
        await from("10.0.2.1", others[5] ?? reader),
        [429, "1", false],
        "an address is counted before any work",
      );
    });

    it("GTW-29 does not count against an account what others send in its name", async (context) => {
      const gateway = await run(context, { TALLYSTICK_GATEWAY_KEY_RATE: "2" });
      const [set, reader, thief] = [await publishTo(gateway), await somebody(), await somebody()];
      await grantTo(world, set.dataset, reader.account.address);
      for (let i = 0; i < 6; i++) {
        const value = requestFor(gateway, set.dataset, reader);
        assertTurnedAway(
          await send(world, gateway, value, await signRequest(world, value, thief.account), thief),
          "bad-signature",
        );
      }
      assertGranted(await ask(world, gateway, set.dataset, reader), set);
    });
  });

  describe("what it writes down", () => {
    it("GTW-35 signs and writes nothing for what its reader may not have asked", async (context) => {
      const { gateway, set, reader } = await sold(context);
      const value = requestFor(gateway, set.dataset, reader);
      const thief = await somebody();
      const by = (who: Reader, chainId?: number) => signRequest(world, value, who.account, chainId);
      assertTurnedAway(await ask(world, gateway, set.dataset, reader, { keeper: world.market }), "wrong-keeper");
      assertTurnedAway(await ask(world, gateway, set.dataset, reader, { expiry: 1n }), "expired");
      assertTurnedAway(await send(world, gateway, value, await by(thief), reader), "bad-signature");
      assertTurnedAway(await send(world, gateway, value, await by(reader, 31_338), reader), "wrong-chain");
      assert.deepEqual(await receiptsOnFile(gateway), []);
      assertGranted(await send(world, gateway, value, await by(reader), reader), set);
      assert.equal((await receiptsOnFile(gateway)).length, 1);
    });

    it("GTW-36 answers nothing without room for its receipt, and the same request once there is", async (context) => {
      let free = 1e12;
      const environment = { TALLYSTICK_GATEWAY_MIN_FREE: "1GiB" };
      const gateway = await run(context, environment, { free: async () => free });
      const [set, reader, stranger] = [await publishTo(gateway), await somebody(), await somebody()];
      await grantTo(world, set.dataset, reader.account.address);
      const value = requestFor(gateway, set.dataset, reader);
      const signature = await signRequest(world, value, reader.account);
      free = 1024 ** 3 - 1;
      for (const asked of [
        await send(world, gateway, value, signature, reader),
        await ask(world, gateway, set.dataset, stranger),
      ]) {
        assert.deepEqual([asked.status, asked.code], [507, "storage-full"]);
        assert.deepEqual([asked.shares.size, asked.receipt], [0, undefined]);
      }
      assert.deepEqual(await receiptsOnFile(gateway), []);
      free = 1024 ** 3;
      assert.equal((await uploadManifest(gateway, set)).status, 507, "uploads leave the rest to receipts");
      assertGranted(await send(world, gateway, value, signature, reader), set);
      assert.equal((await receiptsOnFile(gateway)).length, 1);
    });

    it("GTW-30 puts every receipt on file, in order, and neither there nor in the log a secret or signature of others", async (context) => {
      const { gateway, set, reader } = await sold(context);
      const stranger = await somebody();
      const value = requestFor(gateway, set.dataset, reader);
      const signature = await signRequest(world, value, reader.account);
      const granted = await send(world, gateway, value, signature, reader);
      await send(world, gateway, value, signature, reader);
      await ask(world, gateway, set.dataset, stranger);
      const onFile = await receiptsOnFile(gateway);
      assert.deepEqual(
        onFile.map(({ receipt }) => receipt.code),
        ["granted", "replayed", "no-right"],
      );
      assert.deepEqual(onFile[0]?.receipt, (JSON.parse(granted.text) as { receipt: unknown }).receipt);
      assert.deepEqual(onFile[0]?.request, {
        ...value,
        dataset: value.dataset.toString(),
        expiry: value.expiry.toString(),
      });
      const keeper = JSON.parse(await readFile(join(gateway.store, "keeper.json"), "utf8")) as {
        account: string;
        x25519: string;
      };
      const { shares } = JSON.parse(granted.text) as { shares: { wrap: string }[] };
      const secrets = [
        signature,
        keeper.account,
        keeper.x25519,
        ...shares.map(({ wrap }) => wrap),
        ...set.keys.map((key) => bytesToHex(key)),
      ];
      const written = `${gateway.lines.join("\n")}\n${JSON.stringify(onFile)}`.toLowerCase();
      for (const secret of secrets) assert.ok(!written.includes(secret.slice(2).toLowerCase()));
    });
  });
});

describe("a data set that is not there any more", () => {
  it("GTW-22 is unknown after a reorganisation that removes it", async (context) => {
    const gateway = await run(context);
    const reader = await readerOf(world.actor("climatologist").wallet.account as Reader["account"]);
    const snapshot = await world.client.snapshot();
    const set = await publishTo(gateway);
    assertGranted(await ask(world, gateway, set.dataset, reader), set);
    await world.client.revert({ id: snapshot });
    assertDenied(await ask(world, gateway, set.dataset, reader), "unknown-dataset");
  });
});
