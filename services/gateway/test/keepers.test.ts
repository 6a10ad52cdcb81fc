import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { setTimeout } from "node:timers/promises";
import type { Actor } from "@tallystick/sdk/chain/actor";
import { send } from "@tallystick/sdk/chain/send";
import { type EncryptionKeyPair, keyPairFromSeed, randomSeed } from "@tallystick/sdk/data/keyPair";
import type { PersonaId } from "@tallystick/sdk/local/personas";
import { buy } from "@tallystick/sdk/market/buying";
import { openDataset, readFiles } from "@tallystick/sdk/market/openDataset";
import { publishDataset } from "@tallystick/sdk/market/publishDataset";
import { keeperEnv } from "./paying.ts";
import { freePorts, metric, type Started, startProcess } from "./processes.ts";
import { patternBytes, temporaryFolder } from "./support.ts";
import { startWorld, type World } from "./world.ts";

const KEEPERS = ["keeper", "keeper2", "keeper3"] as const;

let world: World;
before(async () => {
  world = await startWorld();
});
after(() => world.close());

type Set = { urls: string[]; running: Started[]; restart(i: number): Promise<void> };

/** Three keepers, any two of which are enough, each a process with its own account and folder. */
async function three(context: { after(act: () => unknown): void }): Promise<Set> {
  const ports = await freePorts(3);
  const urls = ports.map((port) => `http://127.0.0.1:${port}`);
  const folders = await Promise.all(ports.map(() => temporaryFolder(context as Parameters<typeof temporaryFolder>[0])));
  const start = (i: number): Promise<Started> =>
    startProcess(context, {
      TALLYSTICK_PORT_GATEWAY: String(ports[i]),
      TALLYSTICK_GATEWAY_STORE: folders[i] ?? "",
      TALLYSTICK_GATEWAY_RPC: world.rpc,
      TALLYSTICK_GATEWAY_POLL: "1",
      TALLYSTICK_GATEWAY_PEERS: urls.filter((_, other) => other !== i).join(","),
      TALLYSTICK_GATEWAY_THRESHOLD: "2",
      TALLYSTICK_GATEWAY_KEY_RATE: "1000",
      ...keeperEnv(KEEPERS[i] ?? "keeper", world.chainId),
    });
  const running = await Promise.all(ports.map((_, i) => start(i)));
  return {
    urls,
    running,
    async restart(i) {
      running[i] = await start(i);
    },
  };
}

async function read(actor: Actor, dataset: bigint, keyPair: EncryptionKeyPair): Promise<Buffer> {
  const { wallet } = actor;
  const { files } = await readFiles(await openDataset(actor, dataset), {
    reader: wallet.account.address,
    keyPair,
    sign: (data) => wallet.signTypedData({ ...data, account: wallet.account }),
  });
  const [file] = files;
  assert.ok(file);
  return Buffer.from(await new Response(await file.open()).arrayBuffer());
}

/** Until a keeper holds all that it is to hold. */
async function replicated(url: string, contents: readonly string[]): Promise<void> {
  for (let i = 0; i < 200; i++) {
    const held = await Promise.all(
      contents.map(async (cid) => {
        const response = await fetch(`${url}/v1/content/${cid}`, {
          method: "HEAD",
          headers: { "x-tallystick-peer": "1" },
        });
        return response.ok;
      }),
    );
    if (held.every(Boolean) && (await metric(url, "contents_missing")) === 0) return;
    await setTimeout(100);
  }
  throw new Error(`${url} lacks contents`);
}

describe("three keepers of which two are enough", () => {
  it("GTW-51 GTW-52 let a purchase be read with any one of them killed, and say so when two are", async (context) => {
    const { urls, running, restart } = await three(context);
    const as = (persona: PersonaId): Actor => {
      const actor = world.actor(persona);
      return { ...actor, network: { ...actor.network, gateways: urls } };
    };
    const plain = patternBytes(2 * 1_048_576 + 99);
    const { dataset, offers, manifest, manifestCid } = await publishDataset(as("climatologist"), {
      files: [{ name: "a.bin", mediaType: "application/octet-stream", open: () => new Blob([plain]).stream() }],
      about: { title: "Weather", description: "", licence: { spdx: "CC0-1.0" } },
      offers: [{ segments: 1 }],
    });
    assert.equal(manifest.keepers.threshold, 2);
    assert.deepEqual(
      manifest.keepers.list.map(({ url }) => url),
      urls,
    );
    const [terms] = offers;
    assert.ok(terms);
    const reader = as("analyst");
    await send(reader, buy(world.market, { terms, reader: reader.wallet.account.address }));
    const keyPair = await keyPairFromSeed(randomSeed());
    assert.ok((await read(reader, dataset, keyPair)).equals(plain), "at once: what a keeper lacks it fetches");

    const contents = [manifestCid, ...manifest.segments.map(({ cid }) => cid)];
    for (const url of urls) await replicated(url, contents);
    for (const i of [0, 1, 2]) {
      await running[i]?.kill();
      assert.ok((await read(reader, dataset, keyPair)).equals(plain), `without keeper ${i + 1}`);
      await restart(i);
    }
    await running[0]?.kill();
    await running[1]?.kill();
    await assert.rejects(read(reader, dataset, keyPair), (error: { code: string; message: string }) => {
      assert.equal(error.code, "NotEnoughShares");
      assert.match(error.message, /needs 2 right shares, 1 came/);
      assert.ok(
        [urls[0], urls[1]].every((url) => error.message.includes(url ?? "")),
        error.message,
      );
      return true;
    });
  });
});
