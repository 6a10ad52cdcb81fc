import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, open, rm } from "node:fs/promises";
import { Agent, get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { randomBytes } from "@tallystick/sdk/data/bytes";
import { keyPairFromSeed, randomSeed } from "@tallystick/sdk/data/keyPair";
import { keyRequestTypedData, type Upload, uploadTypedData } from "@tallystick/sdk/gateway/typedData";
import { encodeKeyRequest, encodeUpload } from "@tallystick/sdk/gateway/wire";
import { type Address, bytesToHex, type Hex } from "viem";
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import { patternBytes } from "../../services/gateway/test/support.ts";
import { grantTo, publishSet, startWorld, type World } from "../../services/gateway/test/world.ts";
import { cpuSeconds } from "../cpu.ts";

// How fast a gateway gives ranges of a file beside a plain file server of Node, and how many key requests a second it
// grants, in a process of its own against a local chain in this one: `node bench/gateway/throughput.ts`. Prints one line
// of JSON, and fails when a figure is missed. Every key request is checked at the chain's newest block. `keys` has readers
// who come again within a block, `keysOfStrangers` only such as the chain must be asked about. This process is the
// chain, and signs, sends and reads: `restMs` is what it uses for a request of the cores that both share.

const MIB = 1_048_576;
const FILE_MIB = 1_024;
const RANGE = 16 * MIB;
const READERS = 100;
const REQUESTS = 1_200;
const STRANGERS = 600;
const AT_ONCE = 32;

/** What is asked of it: a share of the plain server's speed, and key requests a second. */
const LEAST_RATIO = 0.5;
const LEAST_KEYS = 300;

type Card = { address: Address; publicKey: Hex };
type Running = { url: string; child: ChildProcess };

const seconds = async (act: () => Promise<unknown>): Promise<number> => {
  const startedAt = performance.now();
  await act();
  return (performance.now() - startedAt) / 1000;
};

async function start(args: readonly string[], env: Record<string, string>, find: (line: string) => string | undefined) {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const url = find(line);
    if (url === undefined) continue;
    // What it prints from here on is thrown away.
    child.stdout.resume();
    return { url, child };
  }
  throw new Error("it did not start");
}

function startGateway(world: World, store: string): Promise<Running> {
  const main = join(import.meta.dirname, "../../services/gateway/src/main.ts");
  const env = {
    TALLYSTICK_PORT_GATEWAY: "0",
    TALLYSTICK_GATEWAY_STORE: store,
    TALLYSTICK_GATEWAY_RPC: world.rpc,
    TALLYSTICK_GATEWAY_MARKET: world.market,
    TALLYSTICK_GATEWAY_KEY_RATE: "100000",
    TALLYSTICK_GATEWAY_CONTENT_RATE: "100000",
  };
  return start([main], env, (line) => {
    const { event, url } = JSON.parse(line) as { event: string; url: string };
    return event === "listening" ? url : undefined;
  });
}

/** Reads a range to its end. */
function readRange(agent: Agent, url: string, start: number): Promise<void> {
  const end = start + RANGE - 1;
  return new Promise((resolve, reject) => {
    get(url, { agent, headers: { range: `bytes=${start}-${end}` } }, (response) => {
      let size = 0;
      response.on("data", (bytes: Buffer) => {
        size += bytes.length;
      });
      response.on("error", reject);
      response.on("end", () =>
        response.statusCode === 206 && size === RANGE ? resolve() : reject(new Error(`${response.statusCode} ${size}`)),
      );
    }).on("error", reject);
  });
}

/** MB a second, ranges of a whole file, four at a time. */
async function rangesPerSecond(url: string): Promise<number> {
  const agent = new Agent({ keepAlive: true });
  const starts = Array.from({ length: (FILE_MIB * MIB) / RANGE }, (_, i) => i * RANGE);
  const worker = async (): Promise<void> => {
    for (let at = starts.pop(); at !== undefined; at = starts.pop()) await readRange(agent, url, at);
  };
  const took = await seconds(() => Promise.all(Array.from({ length: 4 }, worker)));
  agent.destroy();
  return (FILE_MIB * MIB) / 1e6 / took;
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const round = (value: number): number => Math.round(value * 10) / 10;

async function* bytes(): AsyncGenerator<Uint8Array> {
  const chunk = patternBytes(MIB);
  for (let i = 0; i < FILE_MIB; i++) {
    new DataView(chunk.buffer).setUint32(0, i);
    yield chunk.slice();
  }
}

async function uploader({ url }: Running, world: World) {
  const card = (await (await fetch(`${url}/v1/keeper`)).json()) as Card;
  const account = privateKeyToAccount(generatePrivateKey());
  const expiry = BigInt(Math.floor(Date.now() / 1000) + 3_000);
  const value: Upload = { account: account.address, keeper: card.address, nonce: bytesToHex(randomBytes(32)), expiry };
  const signature = await account.signTypedData(uploadTypedData(world.chainId, world.market, value));
  const headers = { "x-tallystick-upload": encodeUpload({ value, signature }) };
  const put = async (path: string, body: unknown): Promise<{ cid: string }> => {
    const init = { method: "PUT", headers, body, duplex: "half" } as unknown as RequestInit;
    return (await (await fetch(`${url}${path}`, init)).json()) as { cid: string };
  };
  return { card, put };
}

/** Ranges of the gateway and of the plain server in turn, so that other load meets both. */
async function measureContent(gateway: Running, cid: string, folder: string) {
  const file = join(folder, "plain.bin");
  const handle = await open(file, "w");
  for await (const part of bytes()) await handle.write(part);
  await handle.sync();
  await handle.close();
  const plain = await start([join(import.meta.dirname, "plainServer.ts"), file], {}, (line) => line);
  const [own, other]: [number[], number[]] = [[], []];
  for (let i = 0; i < 4; i++) {
    other.push(await rangesPerSecond(plain.url));
    own.push(await rangesPerSecond(`${gateway.url}/v1/content/${cid}`));
  }
  plain.child.kill("SIGTERM");
  const ratio = Math.round((100 * median(own)) / median(other)) / 100;
  return { rangesMBs: round(median(own)), plainMBs: round(median(other)), ratio };
}

type Asking = { dataset: bigint; keeper: Address; readers: number; requests: number };

async function measureKeys(gateway: Running, world: World, { dataset, keeper, readers, requests }: Asking) {
  const accounts: PrivateKeyAccount[] = [];
  for (let i = 0; i < readers; i++) {
    const account = privateKeyToAccount(generatePrivateKey());
    await grantTo(world, dataset, account.address);
    accounts.push(account);
  }
  const { publicKey } = await keyPairFromSeed(randomSeed());
  const expiry = BigInt(Math.floor(Date.now() / 1000) + 550);
  const bodies = await Promise.all(
    Array.from({ length: requests }, async (_, i) => {
      const account = accounts[i % readers] as PrivateKeyAccount;
      const nonce = bytesToHex(randomBytes(32));
      const common = { dataset, version: 1, segments: 1, purpose: 0, readerKey: publicKey, keeper, nonce, expiry };
      const value = { ...common, reader: account.address };
      const signature = await account.signTypedData(keyRequestTypedData(world.chainId, world.market, value));
      return encodeKeyRequest({ value, signature });
    }),
  );
  const latencies: number[] = [];
  const before = await cpuSeconds(gateway);
  const ownBefore = process.cpuUsage();
  const took = await seconds(async () => {
    const worker = async (): Promise<void> => {
      for (let body = bodies.pop(); body !== undefined; body = bodies.pop()) {
        const sent = body;
        const each = await seconds(async () => {
          const init = { method: "POST", headers: { "content-type": "application/json" }, body: sent };
          const response = await fetch(`${gateway.url}/v1/keys`, init);
          if (response.status !== 200) throw new Error(await response.text());
          await response.arrayBuffer();
        });
        latencies.push(each * 1000);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  });
  const cpu = (await cpuSeconds(gateway)) - before;
  const { user, system } = process.cpuUsage(ownBefore);
  return {
    perSecond: round(requests / took),
    medianMs: round(median(latencies)),
    cpuMs: round((cpu * 1000) / requests),
    restMs: round((user + system) / 1000 / requests),
    perSecondOfProcessor: round(requests / cpu),
  };
}

async function main(): Promise<void> {
  const world = await startWorld();
  const folder = await mkdtemp(join(tmpdir(), "tallystick-bench-"));
  const gateway = await startGateway(world, join(folder, "store"));
  try {
    const { card, put } = await uploader(gateway, world);
    let cid = "";
    const upload = await seconds(async () => {
      ({ cid } = await put("/v1/content", bytes()));
    });
    const content = await measureContent(gateway, cid, folder);
    const set = await publishSet(world, { ...card, url: gateway.url });
    await put("/v1/blocks", set.built.bytes);
    const asking = { dataset: set.dataset, keeper: card.address, readers: READERS, requests: REQUESTS };
    const keysCold = await measureKeys(gateway, world, asking);
    const keys = await measureKeys(gateway, world, asking);
    const strangers = { ...asking, readers: STRANGERS, requests: STRANGERS };
    const keysOfStrangers = await measureKeys(gateway, world, strangers);
    const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
    const residentMB = Math.round(Number(/resident_bytes (\d+)/.exec(metrics)?.[1]) / 1e6);
    const uploadMBs = round((FILE_MIB * MIB) / 1e6 / upload);
    console.log(JSON.stringify({ uploadMBs, ...content, keysCold, keys, keysOfStrangers, residentMB }));
    const missed = [
      ...(content.ratio < LEAST_RATIO ? [`Ranges at ${content.ratio} of the plain server's speed.`] : []),
      ...(keys.perSecond < LEAST_KEYS ? [`${keys.perSecond} key requests a second.`] : []),
    ];
    for (const sentence of missed) console.error(`Missed: ${sentence}`);
    if (missed.length > 0) process.exitCode = 1;
  } finally {
    gateway.child.kill("SIGTERM");
    await world.close();
    await rm(folder, { recursive: true, force: true });
  }
}

await main();
