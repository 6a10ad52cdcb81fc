import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it, type TestContext } from "node:test";
import { setTimeout } from "node:timers/promises";
import type { Actor } from "@tallystick/sdk/chain/actor";
import { send } from "@tallystick/sdk/chain/send";
import { type EncryptionKeyPair, keyPairFromSeed, randomSeed } from "@tallystick/sdk/data/keyPair";
import type { PersonaId } from "@tallystick/sdk/local/personas";
import { buy } from "@tallystick/sdk/market/buying";
import { openDataset, readFiles } from "@tallystick/sdk/market/openDataset";
import { publishDataset, publishVersion } from "@tallystick/sdk/market/publishDataset";
import { numberToHex } from "viem";
import { unusedPorts } from "../../../scripts/lib/unusedPorts.ts";
import { keeperEnv } from "./paying.ts";
import { metric, type Started, startProcess } from "./processes.ts";
import { patternBytes, temporaryFolder } from "./support.ts";
import { startWorld, type World } from "./world.ts";

const COMMAND = join(import.meta.dirname, "../../../sdk/bin/tallystick.js");
const KEEPERS = ["keeper", "keeper2", "keeper3"] as const;

let world: World;
before(async () => {
  world = await startWorld();
});
after(() => world.close());

type Set = { urls: string[]; running: Started[]; restart(i: number): Promise<void> };

/** Three keepers, any two of which are enough, each a process with its own account and folder. */
async function three(context: { after(act: () => unknown): void }): Promise<Set> {
  const ports = await unusedPorts(3);
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

/** Until a keeper can say who the others are. */
async function acquainted(url: string): Promise<void> {
  for (let i = 0; i < 200; i++) {
    const { set } = (await (await fetch(`${url}/v1/keeper`)).json()) as { set: { known: unknown[] } };
    if (set.known.length === 2) return;
    await setTimeout(100);
  }
  throw new Error(`${url} has not met the others`);
}

/** Reads a data set with the command, and answers with the file. */
async function readByCommand(context: TestContext, urls: readonly string[], dataset: bigint): Promise<Buffer> {
  const out = await temporaryFolder(context);
  const id = numberToHex(dataset, { size: 32 });
  const child = spawn(process.execPath, [COMMAND, "download", id, "--persona", "analyst", "--out", out], {
    env: {
      PATH: process.env.PATH ?? "",
      TALLYSTICK_PORT_CHAIN_A: new URL(world.rpc).port,
      TALLYSTICK_GATEWAYS: urls.join(","),
    },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const [code] = await once(child, "exit");
  assert.equal(code, 0);
  return await readFile(join(out, "a.bin"));
}

const publication = (plain: Uint8Array<ArrayBuffer>) => ({
  files: [{ name: "a.bin", mediaType: "application/octet-stream", open: () => new Blob([plain]).stream() }],
  about: { title: "Weather", description: "", licence: { spdx: "CC0-1.0" } },
});

describe("three keepers of which two are enough", () => {
  it("GTW-52 GTW-54 let a purchase be read, and a version be published, with any one of them killed", async (context) => {
    const { urls, running, restart } = await three(context);
    const as = (persona: PersonaId): Actor => {
      const actor = world.actor(persona);
      return { ...actor, network: { ...actor.network, gateways: urls } };
    };
    const plain = patternBytes(2 * 1_048_576 + 99);
    const seller = as("climatologist");
    const { dataset, offers, manifest, manifestCid, absent } = await publishDataset(seller, {
      ...publication(plain),
      offers: [{ segments: 1 }],
    });
    assert.equal(manifest.keepers.threshold, 2);
    assert.deepEqual(
      manifest.keepers.list.map(({ url }) => url),
      urls,
    );
    assert.deepEqual(absent, []);
    const [terms] = offers;
    assert.ok(terms);
    const reader = as("analyst");
    await send(reader, buy(world.market, { terms, reader: reader.wallet.account.address }));
    const keyPair = await keyPairFromSeed(randomSeed());
    assert.ok((await read(reader, dataset, keyPair)).equals(plain), "at once: what a keeper lacks it fetches");

    let contents = [manifestCid, ...manifest.segments.map(({ cid }) => cid)];
    let newest = plain;
    for (const i of [0, 1, 2]) {
      for (const url of urls) {
        await replicated(url, contents);
        await acquainted(url);
      }
      await running[i]?.kill();
      assert.ok((await read(reader, dataset, keyPair)).equals(newest), `without keeper ${i + 1}`);
      if (i === 0) assert.ok((await readByCommand(context, urls, dataset)).equals(newest), "by command");

      newest = patternBytes(1_048_576 + i, i + 1);
      const next = await publishVersion(seller, dataset, publication(newest));
      assert.deepEqual(next.absent, [urls[i]]);
      assert.deepEqual(
        new Set(next.manifest.keepers.list.map(({ address, url }) => `${address} ${url}`)),
        new Set(manifest.keepers.list.map(({ address, url }) => `${address} ${url}`)),
      );
      assert.ok((await read(reader, dataset, keyPair)).equals(newest), `published without keeper ${i + 1}`);
      contents = [next.manifestCid, ...next.manifest.segments.map(({ cid }) => cid)];
      await restart(i);
    }
    // Keeper 3 was away when this was published: it has the files and opens its share.
    await replicated(urls[2] ?? "", contents);
    await running[0]?.kill();
    assert.ok((await read(reader, dataset, keyPair)).equals(newest), "with the keeper that was away");
    await running[1]?.kill();
    await assert.rejects(read(reader, dataset, keyPair), (error: { code: string; message: string }) => {
      assert.equal(error.code, "NotEnoughShares");
      assert.match(error.message, /needs 2 right shares, 1 came/);
      for (const url of [urls[0], urls[1]]) assert.equal(error.message.split(url ?? "").length, 2, error.message);
      return true;
    });
    await assert.rejects(publishVersion(seller, dataset, publication(newest)), { code: "GatewayUnreachable" });
  });
});
