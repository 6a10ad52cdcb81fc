import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { createInterface } from "node:readline";
import { describe, it, type TestContext } from "node:test";
import { fileURLToPath } from "node:url";
import { signUpload } from "@tallystick/sdk/gateway/upload";
import { encodeUpload } from "@tallystick/sdk/gateway/wire";
import type { Address } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { NO_CHAIN } from "./gateway.ts";
import { patternBytes, temporaryFolder } from "./support.ts";

const MIB = 1_048_576;
const MARKET: Address = `0x${"12".repeat(20)}`;
const MAIN = fileURLToPath(new URL("../src/main.ts", import.meta.url));

type Started = { child: ChildProcess; url: string; keeper: Address; output: string[] };

async function start(context: TestContext, environment: Record<string, string> = {}): Promise<Started> {
  const child = spawn(process.execPath, [MAIN], {
    env: {
      PATH: process.env.PATH ?? "",
      TALLYSTICK_PORT_GATEWAY: "0",
      TALLYSTICK_GATEWAY_STORE: await temporaryFolder(context),
      TALLYSTICK_GATEWAY_RPC: NO_CHAIN,
      TALLYSTICK_GATEWAY_MARKET: MARKET,
      TALLYSTICK_GATEWAY_MIN_FREE: "0",
      ...environment,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  context.after(() => child.kill("SIGKILL"));
  const output: string[] = [];
  const lines = createInterface({ input: child.stdout as NonNullable<ChildProcess["stdout"]> });
  const { promise, resolve, reject } = Promise.withResolvers<Started>();
  lines.on("line", (line) => {
    output.push(line);
    const { event, url, keeper } = JSON.parse(line) as { event: string; url: string; keeper: Address };
    if (event === "listening") resolve({ child, url, keeper, output });
  });
  child.once("exit", (code) => reject(new Error(`it ended with ${code}`)));
  return await promise;
}

async function passFor({ keeper }: Started): Promise<string> {
  const account = privateKeyToAccount(generatePrivateKey());
  return encodeUpload(await signUpload(31_337, MARKET, account.address, keeper, (data) => account.signTypedData(data)));
}

async function residentBytes({ url }: Started): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/tallystick_gateway_resident_bytes (\d+)/.exec(text)?.[1]);
}

describe("memory", () => {
  it("GTW-15 does not grow with a file of 200 MB, up or down, nor with a client that does not read", {
    timeout: 600_000,
  }, async (context) => {
    const gateway = await start(context);
    const pass = await passFor(gateway);
    const headers = { "x-tallystick-upload": pass };
    const put = async (megabytes: number): Promise<string> => {
      async function* body(): AsyncGenerator<Uint8Array> {
        for (let i = 0; i < megabytes; i++) yield patternBytes(MIB, i + 1);
      }
      const response = await fetch(`${gateway.url}/v1/content`, {
        method: "PUT",
        headers,
        body: body(),
        duplex: "half",
      } as unknown as RequestInit);
      assert.equal(response.status, 201);
      return ((await response.json()) as { cid: string }).cid;
    };
    // The first uploads fill caches and buffers that every later one reuses.
    await put(40);
    const before = await residentBytes(gateway);
    const cid = await put(200);
    const afterUpload = await residentBytes(gateway);

    const idle = connect(Number(new URL(gateway.url).port), "127.0.0.1");
    idle.pause();
    idle.write(`GET /v1/content/${cid} HTTP/1.1\r\nHost: x\r\n\r\n`);
    let received = 0;
    for await (const part of (await fetch(`${gateway.url}/v1/content/${cid}`)).body ?? []) received += part.length;
    assert.equal(received, 200 * MIB);
    const afterDownload = await residentBytes(gateway);
    idle.destroy();

    const limit = before + 100 * MIB;
    context.diagnostic(`resident MiB: ${[before, afterUpload, afterDownload].map((bytes) => Math.round(bytes / MIB))}`);
    assert.ok(afterUpload < limit && afterDownload < limit, `${before} ${afterUpload} ${afterDownload}`);
  });
});

describe("signals", () => {
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    it(`GTW-43 ends what is under way at ${signal}, takes nothing new, and exits with 0`, async (context) => {
      const gateway = await start(context);
      const headers = { "x-tallystick-upload": await passFor(gateway) };
      const gate = Promise.withResolvers<void>();
      const taken = Promise.withResolvers<void>();
      async function* body(): AsyncGenerator<Uint8Array> {
        yield patternBytes(MIB);
        taken.resolve();
        await gate.promise;
        yield patternBytes(MIB, 2);
      }
      const upload = fetch(`${gateway.url}/v1/content`, {
        method: "PUT",
        headers,
        body: body(),
        duplex: "half",
      } as unknown as RequestInit);
      await taken.promise;
      // The upload is under way once the server has counted its connection.
      while (!(await (await fetch(`${gateway.url}/metrics`)).text()).includes("uploads_open 1"))
        await fetch(`${gateway.url}/health`);
      const exited = once(gateway.child, "exit") as Promise<[number]>;
      gateway.child.kill(signal);
      while (!gateway.output.some((line) => line.includes('"closing"')))
        await once(gateway.child.stdout as NonNullable<ChildProcess["stdout"]>, "data");
      await assert.rejects(fetch(`${gateway.url}/health`, { headers: { connection: "close" } }));
      gate.resolve();
      assert.equal((await upload).status, 201);
      const [code] = await exited;
      assert.equal(code, 0);
    });
  }

  it("GTW-40 exits with 1 and one readable message when a setting is wrong", async () => {
    const child = spawn(process.execPath, [MAIN], {
      env: { PATH: process.env.PATH ?? "", TALLYSTICK_PORT_GATEWAY: "x" },
    });
    let text = "";
    child.stderr.on("data", (bytes: Buffer) => {
      text += bytes.toString();
    });
    const [code] = (await once(child, "close")) as [number];
    assert.equal(code, 1);
    assert.match(
      text,
      /^The gateway can't start:\n {2}- TALLYSTICK_PORT_GATEWAY is "x", but must be a whole number from 0 to 65535\n$/,
    );
  });
});
