import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, describe, it, type TestContext } from "node:test";
import { randomBytes } from "@tallystick/sdk/data/bytes";
import { publishDataset } from "@tallystick/sdk/market/publishDataset";
import { NO_CHAIN, type Running, runGateway } from "./gateway.ts";
import { patternBytes } from "./support.ts";
import { uploadStray } from "./uploading.ts";
import { startWorld, type World } from "./world.ts";

let world: World;
before(async () => {
  world = await startWorld();
});
after(() => world.close());

const settings = (): Record<string, string> => ({
  TALLYSTICK_GATEWAY_RPC: world.rpc,
  TALLYSTICK_GATEWAY_POLL: "3600",
  TALLYSTICK_GATEWAY_ANCHOR: "0",
});

/** Publishes a file to one gateway, wrapped to these. */
async function publishTo(gateways: readonly Running[], plain: Uint8Array<ArrayBuffer>) {
  return await publishDataset(world.actor("climatologist"), {
    files: [{ name: "a.bin", mediaType: "application/octet-stream", open: () => new Blob([plain]).stream() }],
    about: { title: "Weather", description: "", licence: { spdx: "CC0-1.0" } },
    gateways: gateways.map(({ url }) => url),
  });
}

const holds = async ({ url }: Running, cid: string): Promise<boolean> => {
  const response = await fetch(`${url}/v1/content/${cid}`, { method: "HEAD", headers: { "x-tallystick-peer": "1" } });
  return response.ok;
};

describe("fetching from other keepers", () => {
  it("GTW-51 fetches on demand what it is to hold, and nothing that the chain does not name for it", async (context) => {
    const first = await runGateway(context, settings());
    const second = await runGateway(context, { ...settings(), TALLYSTICK_GATEWAY_PEERS: first.url });
    const plain = patternBytes(1_500_000);
    const { manifest } = await publishTo([first, second], plain);
    const [segment] = manifest.segments;
    assert.ok(segment);
    assert.equal(await holds(second, segment.cid), false);
    await second.turn();
    assert.equal(await holds(second, segment.cid), true);

    const mine = await publishTo([first], patternBytes(1_500_000, 3));
    await second.turn();
    const other = mine.manifest.segments[0]?.cid ?? "";
    assert.equal((await fetch(`${second.url}/v1/content/${other}`)).status, 404, "it is no keeper of that");
    const stray = await uploadStray(first, randomBytes(2_000));
    assert.equal((await fetch(`${second.url}/v1/content/${stray}`)).status, 404, "nothing on the chain names it");
  });

  it("GTW-51 keeps nothing that a lying peer gives it, and goes on to the next", async (context) => {
    const first = await runGateway(context, settings());
    const liar = await startLiar(context);
    const second = await runGateway(context, { ...settings(), TALLYSTICK_GATEWAY_PEERS: liar });
    const third = await runGateway(context, { ...settings(), TALLYSTICK_GATEWAY_PEERS: `${liar},${first.url}` });
    const { manifest } = await publishTo([first, second, third], patternBytes(1_200_000));
    const cid = manifest.segments[0]?.cid ?? "";
    await second.turn();
    await third.turn();
    assert.equal(await holds(second, cid), false);
    assert.equal(await holds(third, cid), true);
  });
});

/** A peer that gives something without end for whatever it is asked. */
async function startLiar(context: TestContext): Promise<string> {
  const server = createServer((_, response) => {
    response.writeHead(200);
    const write = (): void => {
      while (!response.destroyed && response.write(Buffer.alloc(65_536)));
    };
    response.on("drain", write);
    write();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe("collecting", () => {
  it("GTW-53 removes files that no anchored manifest names, in time, and nothing else", async (context) => {
    let ahead = 0;
    const clock = { now: () => Date.now() + ahead };
    const gateway = await runGateway(context, { ...settings(), TALLYSTICK_GATEWAY_COLLECT: "3600" }, clock);
    const { manifest, manifestCid } = await publishTo([gateway], patternBytes(1_200_000));
    const stray = await uploadStray(gateway, randomBytes(2_000));
    const block = await uploadStray(gateway, randomBytes(2_000), "/v1/blocks");
    const kept = [manifestCid, manifest.segments[0]?.cid ?? "", block];
    await gateway.turn();
    for (const cid of [...kept, stray]) assert.equal(await holds(gateway, cid), true);
    ahead = 3_700_000;
    await gateway.turn();
    for (const cid of kept) assert.equal(await holds(gateway, cid), true);
    assert.equal(await holds(gateway, stray), false);
  });

  it("GTW-53 removes nothing while the chain can't be asked what it names", async (context) => {
    const clock = { now: () => Date.now() + 3_700_000 };
    const first = await runGateway(context, settings());
    const { manifest } = await publishTo([first], patternBytes(10, 8));
    await first.close();
    const own = { ...settings(), TALLYSTICK_GATEWAY_STORE: first.store, TALLYSTICK_GATEWAY_COLLECT: "3600" };
    const blind = await runGateway(context, { ...own, TALLYSTICK_GATEWAY_RPC: NO_CHAIN }, clock);
    await blind.turn();
    assert.equal(await holds(blind, manifest.segments[0]?.cid ?? ""), true);
  });
});
