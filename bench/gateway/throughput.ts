import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { randomBytes } from "@tallystick/sdk/data/bytes";
import { keyPairFromSeed, randomSeed } from "@tallystick/sdk/data/keyPair";
import { keyRequestTypedData, type Upload, uploadTypedData } from "@tallystick/sdk/gateway/typedData";
import { encodeKeyRequest, encodeUpload } from "@tallystick/sdk/gateway/wire";
import { type Address, bytesToHex, type Hex } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { patternBytes } from "../../services/gateway/test/support.ts";
import { grantTo, publishSet, startWorld } from "../../services/gateway/test/world.ts";

// How fast a gateway takes and gives content, and how many key requests a second it answers, in a process of its own
// against a local chain in this one: `node bench/gateway/throughput.ts`. Prints one line of JSON.

const MIB = 1_048_576;
const FILE_MIB = 512;
const REQUESTS = 400;
const AT_ONCE = 16;

type Card = { address: Address; publicKey: Hex };

const seconds = async (act: () => Promise<unknown>): Promise<number> => {
  const startedAt = performance.now();
  await act();
  return (performance.now() - startedAt) / 1000;
};

/** Seconds of processor that a process has used, on Linux: other load does not show in it. */
async function cpuSeconds(pid: number | undefined): Promise<number> {
  const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  const [user = 0, system = 0] = text.slice(text.lastIndexOf(")")).split(" ").slice(12, 14).map(Number);
  return (user + system) / 100;
}

async function startGateway(rpc: string, market: Address, store: string) {
  const main = join(import.meta.dirname, "../../services/gateway/src/main.ts");
  const child = spawn(process.execPath, [main], {
    env: {
      ...process.env,
      TALLYSTICK_PORT_GATEWAY: "0",
      TALLYSTICK_GATEWAY_STORE: store,
      TALLYSTICK_GATEWAY_RPC: rpc,
      TALLYSTICK_GATEWAY_MARKET: market,
      TALLYSTICK_GATEWAY_KEY_RATE: "100000",
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const { event, url } = JSON.parse(line) as { event: string; url: string };
    // What it logs from here on is thrown away.
    child.stdout.resume();
    if (event === "listening") return { url, child };
  }
  throw new Error("the gateway did not start");
}

async function* bytes(): AsyncGenerator<Uint8Array> {
  const chunk = patternBytes(MIB);
  for (let i = 0; i < FILE_MIB; i++) {
    new DataView(chunk.buffer).setUint32(0, i);
    yield chunk.slice();
  }
}

async function main(): Promise<void> {
  const world = await startWorld();
  const store = await mkdtemp(join(tmpdir(), "tallystick-bench-"));
  const { url, child } = await startGateway(world.rpc, world.market, store);
  const card = (await (await fetch(`${url}/v1/keeper`)).json()) as Card;
  const account = privateKeyToAccount(generatePrivateKey());
  const value: Upload = {
    account: account.address,
    keeper: card.address,
    nonce: bytesToHex(randomBytes(32)),
    expiry: BigInt(Math.floor(Date.now() / 1000) + 3_000),
  };
  const signature = await account.signTypedData(uploadTypedData(world.chainId, world.market, value));
  const headers = { "x-tallystick-upload": encodeUpload({ value, signature }) };
  const put = async (path: string, body: unknown): Promise<{ cid: string }> => {
    const init = { method: "PUT", headers, body, duplex: "half" } as unknown as RequestInit;
    return (await (await fetch(`${url}${path}`, init)).json()) as { cid: string };
  };

  const cpu = [await cpuSeconds(child.pid)];
  let cid = "";
  const upload = await seconds(async () => {
    ({ cid } = await put("/v1/content", bytes()));
  });
  cpu.push(await cpuSeconds(child.pid));
  const download = await seconds(async () => {
    for await (const _ of (await fetch(`${url}/v1/content/${cid}`)).body ?? []);
  });

  cpu.push(await cpuSeconds(child.pid));

  const set = await publishSet(world, { ...card, url });
  await put("/v1/blocks", set.built.bytes);
  await grantTo(world, set.dataset, account.address);
  const { publicKey } = await keyPairFromSeed(randomSeed());
  const bodies = await Promise.all(
    Array.from({ length: REQUESTS }, async () => {
      const value = {
        dataset: set.dataset,
        version: 1,
        segments: 1,
        purpose: 0,
        reader: account.address,
        readerKey: publicKey,
        keeper: card.address,
        nonce: bytesToHex(randomBytes(32)),
        expiry: BigInt(Math.floor(Date.now() / 1000) + 500),
      };
      const signature = await account.signTypedData(keyRequestTypedData(world.chainId, world.market, value));
      return encodeKeyRequest({ value, signature });
    }),
  );
  cpu.push(await cpuSeconds(child.pid));
  const latencies: number[] = [];
  const keys = await seconds(async () => {
    const worker = async (): Promise<void> => {
      for (let body = bodies.pop(); body !== undefined; body = bodies.pop()) {
        const sent = body;
        const took = await seconds(async () => {
          const init = { method: "POST", headers: { "content-type": "application/json" }, body: sent };
          const response = await fetch(`${url}/v1/keys`, init);
          if (response.status !== 200) throw new Error(await response.text());
          await response.arrayBuffer();
        });
        latencies.push(took * 1000);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  });
  cpu.push(await cpuSeconds(child.pid));
  latencies.sort((a, b) => a - b);

  const metrics = await (await fetch(`${url}/metrics`)).text();
  const resident = Number(/resident_bytes (\d+)/.exec(metrics)?.[1]);
  const gigabytes = (FILE_MIB * MIB) / 1e9;
  const used = (from: number, to: number): number => (cpu[to] ?? 0) - (cpu[from] ?? 0);
  const round = (value: number): number => Math.round(value * 10) / 10;
  console.log(
    JSON.stringify({
      uploadMBs: round((FILE_MIB * MIB) / 1e6 / upload),
      downloadMBs: round((FILE_MIB * MIB) / 1e6 / download),
      keyRequestsPerSecond: round(REQUESTS / keys),
      keyRequestMedianMs: round(latencies[REQUESTS / 2] ?? 0),
      uploadCpuSecondsPerGB: round(used(0, 1) / gigabytes),
      downloadCpuSecondsPerGB: round(used(1, 2) / gigabytes),
      keyRequestCpuMs: round((used(3, 4) * 1000) / REQUESTS),
      residentMB: Math.round(resident / 1e6),
    }),
  );
  child.kill("SIGTERM");
  await world.close();
  await rm(store, { recursive: true, force: true });
}

await main();
