import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Actor } from "@tallystick/sdk/chain/actor";
import { callOf } from "@tallystick/sdk/chain/call";
import { type EncryptionKeyPair, keyPairFromSeed, randomSeed } from "@tallystick/sdk/data/keyPair";
import type { keyRequestTypedData } from "@tallystick/sdk/gateway/typedData";
import { demoTokenAbi } from "@tallystick/sdk/generated/abis/DemoToken";
import type { PersonaId } from "@tallystick/sdk/local/personas";
import { approve, buy } from "@tallystick/sdk/market/buying";
import { openDataset, readFiles } from "@tallystick/sdk/market/openDataset";
import { publishDataset } from "@tallystick/sdk/market/publishDataset";
import { purchasesOf } from "@tallystick/sdk/market/purchases";
import { revoke } from "@tallystick/sdk/market/selling";
import { runGateway } from "./gateway.ts";
import { patternBytes } from "./support.ts";
import { grantTo, startWorld, type World } from "./world.ts";

const PRICE = 12_500_000n;

let world: World;
before(async () => {
  world = await startWorld();
});
after(() => world.close());

/** Opens the newest version as a persona and reads every file to its end. */
async function read(actor: Actor, dataset: bigint, keyPair: EncryptionKeyPair): Promise<Map<string, Buffer>> {
  const { wallet } = actor;
  const opened = await openDataset(actor, dataset);
  const { files } = await readFiles(opened, {
    reader: wallet.account.address,
    keyPair,
    sign: (data) => wallet.signTypedData({ ...data, account: wallet.account }),
  });
  const contents = new Map<string, Buffer>();
  for (const file of files) {
    contents.set(file.name, Buffer.from(await new Response(await file.open()).arrayBuffer()));
  }
  return contents;
}

describe("a data set", () => {
  it("GTW-20 is published, bought for money, downloaded and read through the gateway, and closed to an outsider", async (context) => {
    const environment = { TALLYSTICK_GATEWAY_RPC: world.rpc, TALLYSTICK_GATEWAY_MARKET: world.market };
    const gateway = await runGateway(context, environment);
    const actor = (persona: PersonaId): Actor => {
      const one = world.actor(persona);
      return { ...one, network: { ...one.network, gateways: [gateway.url] } };
    };
    const eurx = world.network.deployment?.eurx;
    assert.ok(eurx);
    const plain = new Map([
      ["small.csv", Buffer.from("year,degrees\n2025,15.1\n")],
      ["large.bin", Buffer.from(patternBytes(3 * 1_048_576 + 77))],
    ]);
    const { dataset, offers } = await publishDataset(actor("climatologist"), {
      files: [...plain].map(([name, bytes]) => ({
        name,
        mediaType: "application/octet-stream",
        open: () => new Blob([bytes as Uint8Array<ArrayBuffer>]).stream(),
      })),
      about: { title: "Weather", description: "", licence: { spdx: "CC0-1.0" } },
      offers: [{ segments: 0b11, token: eurx, price: PRICE }],
    });
    const [terms] = offers;
    assert.ok(terms);
    const buyer = actor("analyst");
    const denied = { code: "KeysDenied", details: { reason: "no-right", keepers: gateway.url } };
    const keyPair = await keyPairFromSeed(randomSeed());
    await assert.rejects(read(buyer, dataset, keyPair), denied);
    await world.act("analyst", callOf(eurx, demoTokenAbi, "faucet", [buyer.wallet.account.address]));
    await world.act("analyst", approve(eurx, world.market, PRICE));
    await world.act("analyst", buy(world.market, { terms, reader: buyer.wallet.account.address }));
    assert.deepEqual(await read(buyer, dataset, keyPair), plain);
    await assert.rejects(read(actor("newcomer"), dataset, keyPair), denied);
  });

  it("GTW-22 is read to its end by whoever had its key when his right was revoked, and by nobody after", async (context) => {
    const gateway = await runGateway(context, {
      TALLYSTICK_GATEWAY_RPC: world.rpc,
      TALLYSTICK_GATEWAY_MARKET: world.market,
    });
    const actor = (persona: PersonaId): Actor => {
      const one = world.actor(persona);
      return { ...one, network: { ...one.network, gateways: [gateway.url] } };
    };
    const plain = Buffer.from(patternBytes(8 * 1_048_576 + 5));
    const bytes = plain as Uint8Array<ArrayBuffer>;
    const seller = actor("climatologist");
    const { dataset } = await publishDataset(seller, {
      files: [{ name: "a.bin", mediaType: "application/octet-stream", open: () => new Blob([bytes]).stream() }],
      about: { title: "Weather", description: "", licence: { spdx: "CC0-1.0" } },
    });
    const buyer = actor("analyst");
    const { wallet } = buyer;
    const reader = wallet.account.address;
    await grantTo(world, dataset, reader, { segments: 1 });
    const as = {
      reader,
      keyPair: await keyPairFromSeed(randomSeed()),
      sign: (data: ReturnType<typeof keyRequestTypedData>) =>
        wallet.signTypedData({ ...data, account: wallet.account }),
    };
    const opened = await openDataset(buyer, dataset);
    const { files } = await readFiles(opened, as);
    const [file] = files;
    assert.ok(file);
    const stream = (await file.open()).getReader();
    const parts: Uint8Array[] = [(await stream.read()).value ?? new Uint8Array(0)];
    await world.act("climatologist", revoke(world.market, dataset, reader, await purchasesOf(seller, dataset, reader)));
    for (let next = await stream.read(); !next.done; next = await stream.read()) parts.push(next.value);
    assert.ok(Buffer.concat(parts).equals(plain));
    await assert.rejects(readFiles(opened, as), {
      code: "KeysDenied",
      details: { reason: "right-revoked", keepers: gateway.url },
    });
  });
});
