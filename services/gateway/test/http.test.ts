import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { describe, it } from "node:test";
import { UPLOAD_HEADER } from "@tallystick/sdk/gateway/wire";
import fc from "fast-check";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { type Running, runGateway } from "./gateway.ts";
import { patternBytes, rawRequest } from "./support.ts";

const MIB = 1_048_576;

type Stored = { cid: string; size: number };

async function put(
  gateway: Running,
  body: BodyInit,
  options: { path?: string; pass?: string; headers?: Record<string, string> } = {},
): Promise<Response> {
  return await fetch(`${gateway.url}${options.path ?? "/v1/content"}`, {
    method: "PUT",
    headers: { [UPLOAD_HEADER]: options.pass ?? (await gateway.pass()), ...options.headers },
    body,
    duplex: "half",
  } as RequestInit);
}

async function store(gateway: Running, bytes: Uint8Array<ArrayBuffer>): Promise<Stored> {
  const response = await put(gateway, bytes);
  assert.equal(response.status, 201);
  return (await response.json()) as Stored;
}

async function refusal(response: Response): Promise<[number, string]> {
  const { code, message } = (await response.json()) as { code: string; message: string };
  assert.match(message, /^[A-Z].*[.]$/, "a sentence for a person");
  return [response.status, code];
}

const staged = (gateway: Running): Promise<string[]> => readdir(join(gateway.store, "staging"));

/** Sends text over a socket and resolves with what came back until the server hung up. */
function overSocket(url: string, text: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(url).port), "127.0.0.1", () => socket.write(text));
    let answer = "";
    socket.on("data", (bytes) => {
      answer += bytes.toString();
    });
    socket.on("error", () => resolve(answer));
    socket.on("close", () => resolve(answer));
  });
}

describe("GET /v1/content/:cid", () => {
  it("GTW-06 answers single ranges as a slice of the buffer, for any first and last byte", async (context) => {
    const gateway = await runGateway(context, { TALLYSTICK_GATEWAY_CONTENT_RATE: "100000" });
    const bytes = patternBytes(2 * MIB + 99);
    const { cid, size } = await store(gateway, bytes);
    const url = `${gateway.url}/v1/content/${cid}`;
    const point = fc.oneof(fc.integer({ min: 0, max: size + 50 }), fc.constantFrom(0, MIB - 1, MIB, size - 1, size));
    const form = fc.constantFrom("closed", "open", "suffix");
    await fc.assert(
      fc.asyncProperty(point, point, form, async (a, b, kind) => {
        const [first, last] = [Math.min(a, b), Math.max(a, b)];
        const range = { closed: `${first}-${last}`, open: `${first}-`, suffix: `-${last}` }[kind];
        const start = kind === "suffix" ? Math.max(0, size - last) : first;
        const end = kind === "closed" ? Math.min(last + 1, size) : size;
        const response = await fetch(url, { headers: { range: `bytes=${range}` } });
        const body = Buffer.from(await response.arrayBuffer());
        if (start >= size) {
          assert.equal(response.status, 416);
          assert.equal(response.headers.get("content-range"), `bytes */${size}`);
          return;
        }
        assert.equal(response.status, 206);
        assert.equal(response.headers.get("content-range"), `bytes ${start}-${end - 1}/${size}`);
        assert.ok(body.equals(bytes.subarray(start, end)));
      }),
      { numRuns: 60 },
    );
  });

  it("GTW-06 sends the whole when a range makes no sense or lists several", async (context) => {
    const gateway = await runGateway(context);
    const { cid, size } = await store(gateway, patternBytes(1000));
    for (const range of ["bytes=9-3", "bytes=-", "bytes=0-1,5-6", "items=0-1", "bytes=a-b"]) {
      const response = await fetch(`${gateway.url}/v1/content/${cid}`, { headers: { range } });
      assert.deepEqual([response.status, (await response.arrayBuffer()).byteLength], [200, size], range);
    }
  });

  it("GTW-07 names the content by its tag, and answers 304 and If-Range by it", async (context) => {
    const gateway = await runGateway(context);
    const { cid } = await store(gateway, patternBytes(1000));
    const url = `${gateway.url}/v1/content/${cid}`;
    const whole = await fetch(url);
    assert.equal(whole.headers.get("etag"), `"${cid}"`);
    assert.match(whole.headers.get("cache-control") ?? "", /immutable/);
    const get = async (headers: Record<string, string>): Promise<number> => (await rawRequest(url, { headers })).status;
    assert.equal(await get({ "if-none-match": `"x", W/"${cid}"` }), 304);
    assert.equal(await get({ "if-none-match": "*" }), 304);
    assert.equal(await get({ "if-none-match": `"x"` }), 200);
    assert.equal(await get({ range: "bytes=0-1", "if-range": `"${cid}"` }), 206);
    assert.equal(await get({ range: "bytes=0-1", "if-range": `"x"` }), 200);
    assert.equal(await get({ range: "bytes=9999-", "if-none-match": `"${cid}"` }), 304);
  });

  it("GTW-07 answers HEAD with the size and without a body", async (context) => {
    const gateway = await runGateway(context);
    const { cid } = await store(gateway, patternBytes(1234));
    const answer = await rawRequest(`${gateway.url}/v1/content/${cid}`, { method: "HEAD" });
    assert.deepEqual([answer.status, answer.headers["content-length"], answer.body.length], [200, "1234", 0]);
  });

  it("GTW-08 finds nothing under paths with tricks in them, and shows no file of its own", async (context) => {
    const gateway = await runGateway(context);
    const { cid } = await store(gateway, patternBytes(10));
    const paths = [
      "/v1/content/../../keeper.json",
      "/v1/content/%2e%2e%2fkeeper.json",
      `/v1/content/./${cid}`,
      `//v1/content/${cid}`,
      `/v1/content/${cid}/`,
      `/v1/content/${cid}%00`,
      `/v1/content/${cid.toUpperCase()}`,
      `/v1//content/${cid}`,
      "/v1/content/keeper.json",
      `/v1/content/${"a".repeat(600)}`,
      `http://127.0.0.1/v1/content/${cid}`,
    ];
    for (const path of paths) {
      const answer = await rawRequest(gateway.url, { path });
      assert.equal(answer.status, 404, path);
    }
    assert.equal((await rawRequest(gateway.url, { path: `/v1/content/${cid}?download` })).status, 200);
  });

  it("GTW-09 lets any page read, and tells browsers to show nothing as a page", async (context) => {
    const gateway = await runGateway(context);
    const { cid } = await store(gateway, patternBytes(10));
    const { headers } = await rawRequest(`${gateway.url}/v1/content/${cid}`, {
      headers: { origin: "https://evil.example" },
    });
    assert.equal(headers["access-control-allow-origin"], "*");
    assert.equal(headers["x-content-type-options"], "nosniff");
    assert.match(String(headers["content-security-policy"]), /default-src 'none'.*sandbox/);
    assert.equal(headers["content-type"], "application/octet-stream");
    assert.match(headers["content-disposition"] ?? "", /^attachment/);
  });
});

describe("PUT /v1/content", () => {
  it("GTW-09 lets only listed pages write", async (context) => {
    const gateway = await runGateway(context);
    const preflight = (origin: string, method: string): Promise<{ status: number; allowed: string | undefined }> =>
      rawRequest(`${gateway.url}/v1/content`, {
        method: "OPTIONS",
        headers: { origin, "access-control-request-method": method },
      }).then(({ status, headers }) => ({ status, allowed: headers["access-control-allow-origin"] }));
    assert.deepEqual(await preflight("http://localhost:3000", "PUT"), {
      status: 204,
      allowed: "http://localhost:3000",
    });
    assert.deepEqual(await preflight("https://evil.example", "PUT"), { status: 403, allowed: undefined });
    const answer = await put(gateway, patternBytes(10), { headers: { origin: "https://evil.example" } });
    assert.deepEqual(await refusal(answer), [403, "origin-not-allowed"]);
  });

  it("GTW-10 takes nothing without a pass that its account signed for this keeper, chain and hour", async (context) => {
    const gateway = await runGateway(context);
    const now = Math.floor(Date.now() / 1000);
    const stranger = privateKeyToAccount(generatePrivateKey()).address;
    const [other, mine] = [await gateway.pass(), await gateway.pass()].map(
      (pass) => JSON.parse(atob(pass.replaceAll("-", "+").replaceAll("_", "/"))) as Record<string, unknown>,
    );
    const swapped = Buffer.from(JSON.stringify({ ...mine, signature: other?.signature })).toString("base64url");
    const bodies: [string, [number, string]][] = [
      ["nonsense", [400, "bad-request"]],
      [await gateway.pass(undefined, { keeper: stranger }), [403, "wrong-keeper"]],
      [await gateway.pass(undefined, { now: now - 4_000 }), [403, "expired"]],
      [await gateway.pass(undefined, { now: now + 3_000 }), [403, "expired"]],
    ];
    for (const [pass, expected] of bodies) {
      assert.deepEqual(await refusal(await put(gateway, patternBytes(10), { pass })), expected);
    }
    // Neither of these is the account's own signature, and no chain answers that might know a smart account.
    for (const pass of [swapped, await gateway.pass(undefined, { chainId: 1 })]) {
      assert.deepEqual(await refusal(await put(gateway, patternBytes(10), { pass })), [503, "chain-unavailable"]);
    }
    const bare = await fetch(`${gateway.url}/v1/content`, { method: "PUT", body: patternBytes(10) });
    assert.deepEqual(await refusal(bare), [401, "pass-missing"]);
    assert.deepEqual(await staged(gateway), []);
  });

  it("GTW-11 refuses a body above the largest size, declared or not, and an empty one", async (context) => {
    const gateway = await runGateway(context, { TALLYSTICK_GATEWAY_MAX_UPLOAD: "2MiB" });
    const chunked = (size: number): ReadableStream => new Blob([patternBytes(size)]).stream();
    assert.deepEqual(await refusal(await put(gateway, patternBytes(2 * MIB + 1))), [413, "too-large"]);
    assert.deepEqual(await refusal(await put(gateway, chunked(3 * MIB))), [413, "too-large"]);
    assert.deepEqual(await refusal(await put(gateway, new Uint8Array(0))), [400, "bad-request"]);
    assert.equal((await put(gateway, chunked(2 * MIB))).status, 201);
    const block = await put(gateway, patternBytes(4 * MIB + 1), { path: "/v1/blocks" });
    assert.deepEqual(await refusal(block), [413, "too-large"]);
    assert.deepEqual(await staged(gateway), []);
  });

  it("GTW-12 keeps an account within its quota, at rest and in flight", async (context) => {
    const gateway = await runGateway(context, { TALLYSTICK_GATEWAY_QUOTA: "3MiB" });
    const pass = await gateway.pass();
    const chunked = (size: number, seed: number): ReadableStream => new Blob([patternBytes(size, seed)]).stream();
    assert.equal((await put(gateway, patternBytes(2 * MIB, 1), { pass })).status, 201);
    assert.deepEqual(await refusal(await put(gateway, patternBytes(MIB + 1, 2), { pass })), [413, "quota-exceeded"]);
    assert.deepEqual(await refusal(await put(gateway, chunked(MIB + 1, 3), { pass })), [413, "quota-exceeded"]);
    const other = await gateway.pass(privateKeyToAccount(generatePrivateKey()));
    const both = await Promise.all([4, 5].map((seed) => put(gateway, patternBytes(700_000, seed), { pass })));
    assert.deepEqual(both.map(({ status }) => status).sort(), [201, 413]);
    assert.equal(
      (await put(gateway, patternBytes(2 * MIB, 6), { pass: other })).status,
      201,
      "another account is not concerned",
    );
  });

  it("GTW-16 keeps an address within its quota of the day, with made-up accounts and over a restart", async (context) => {
    let now = Date.UTC(2026, 10, 23, 12);
    const environment = { TALLYSTICK_GATEWAY_ADDRESS_QUOTA: "3MiB", TALLYSTICK_GATEWAY_PROXIES: "1" };
    const gateway = await runGateway(context, environment, { now: () => now });
    const somebody = () => gateway.pass(privateKeyToAccount(generatePrivateKey()), { now: now / 1000 });
    const from = async (address: string, bytes: Uint8Array, to = gateway): Promise<Response> =>
      await fetch(`${to.url}/v1/content`, {
        method: "PUT",
        headers: { [UPLOAD_HEADER]: await somebody(), "x-forwarded-for": address },
        body: bytes as Uint8Array<ArrayBuffer>,
      });
    assert.equal((await from("10.0.0.1", patternBytes(2 * MIB, 1))).status, 201);
    assert.deepEqual(await refusal(await from("10.0.0.1", patternBytes(MIB + 1, 2))), [413, "quota-exceeded"]);
    assert.equal((await from("10.0.0.2", patternBytes(MIB + 1, 3))).status, 201, "another address is not concerned");
    await gateway.close();
    const store = { TALLYSTICK_GATEWAY_STORE: gateway.store };
    const again = await runGateway(context, { ...environment, ...store }, { now: () => now });
    assert.deepEqual(await refusal(await from("10.0.0.1", patternBytes(MIB + 1, 4), again)), [413, "quota-exceeded"]);
    now += 86_400_000;
    assert.equal((await from("10.0.0.1", patternBytes(3 * MIB, 5), again)).status, 201);
  });

  it("GTW-12 runs no more uploads of an account at once than it may", async (context) => {
    const gateway = await runGateway(context, { TALLYSTICK_GATEWAY_UPLOADS_AT_ONCE: "1" });
    const pass = await gateway.pass();
    let finish = (): void => undefined;
    const started = Promise.withResolvers<void>();
    const slow = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(patternBytes(10));
        finish = () => controller.close();
      },
      pull: () => started.resolve(),
    });
    const first = put(gateway, slow, { pass });
    await started.promise;
    let second = await put(gateway, patternBytes(20), { pass });
    // The first may still be on its way when the second is there.
    while (second.status === 201) second = await put(gateway, patternBytes(20), { pass });
    assert.equal(second.headers.get("retry-after"), "5");
    assert.deepEqual(await refusal(second), [429, "rate-limited"]);
    finish();
    assert.equal((await first).status, 201);
    assert.equal((await put(gateway, patternBytes(20), { pass })).status, 201);
  });

  it("GTW-02 leaves nothing when the client goes away in the middle", async (context) => {
    const gateway = await runGateway(context);
    const pass = await gateway.pass();
    const head = `PUT /v1/content HTTP/1.1\r\nHost: x\r\n${UPLOAD_HEADER}: ${pass}\r\nContent-Length: 5000000\r\n\r\n`;
    await new Promise<void>((resolve) => {
      const socket = connect(Number(new URL(gateway.url).port), "127.0.0.1", () => {
        socket.write(head);
        socket.write(patternBytes(3 * MIB), () => socket.destroy());
      });
      socket.on("close", () => resolve());
    });
    // An upload that follows is answered after the broken one was noticed and cleared away.
    while ((await staged(gateway)).length > 0) await fetch(`${gateway.url}/health`);
    await gateway.close();
    assert.deepEqual(await readdir(join(gateway.store, "content")).catch(() => []), []);
  });

  it("GTW-13 cuts off a client that sends too slowly", async (context) => {
    const gateway = await runGateway(context, {}, { pace: { graceSeconds: 0, bytesPerSecond: 1e9 } });
    assert.deepEqual(await refusal(await put(gateway, patternBytes(3 * MIB))), [408, "too-slow"]);
    assert.deepEqual(await staged(gateway), []);
  });

  it("GTW-13 hangs up on a client whose headers do not come", async (context) => {
    const gateway = await runGateway(context, { TALLYSTICK_GATEWAY_HEADERS_TIMEOUT: "1" });
    const answer = await overSocket(gateway.url, "GET /health HTTP/1.1\r\nHost: x\r\nX-Slow: ");
    assert.match(answer, /^HTTP\/1\.1 408 /);
  });

  it("GTW-13 hangs up on a client that falls silent in its body", async (context) => {
    const gateway = await runGateway(context, { TALLYSTICK_GATEWAY_IDLE: "1" });
    const pass = await gateway.pass();
    const head = `PUT /v1/content HTTP/1.1\r\nHost: x\r\n${UPLOAD_HEADER}: ${pass}\r\nContent-Length: 100\r\n\r\nabc`;
    assert.equal(await overSocket(gateway.url, head), "");
    while ((await staged(gateway)).length > 0) await fetch(`${gateway.url}/health`);
  });

  it("GTW-13 refuses headers without end", async (context) => {
    const gateway = await runGateway(context);
    const answer = await overSocket(
      gateway.url,
      `GET /health HTTP/1.1\r\nHost: x\r\nX-Big: ${"a".repeat(100_000)}\r\n\r\n`,
    );
    assert.match(answer, /^HTTP\/1\.1 431 /);
  });

  it("GTW-02 says 507, and goes on serving, when the disk is full", async (context) => {
    const full = Promise.reject(new Error("Error: ENOSPC: no space left on device, write"));
    full.catch(() => undefined);
    const gateway = await runGateway(
      context,
      {},
      {
        openStaged: async () => ({
          write: () => full,
          sync: () => full,
          close: () => Promise.resolve(),
        }),
      },
    );
    assert.deepEqual(await refusal(await put(gateway, patternBytes(3 * MIB))), [507, "storage-full"]);
    assert.deepEqual(await refusal(await put(gateway, patternBytes(10), { path: "/v1/blocks" })), [
      507,
      "storage-full",
    ]);
    assert.deepEqual(await staged(gateway), []);
    assert.equal((await fetch(`${gateway.url}/health`)).status, 200);
  });

  it("GTW-02 stops an upload when the room on the disk goes meanwhile", async (context) => {
    let looks = 0;
    const free = async (): Promise<number> => (looks++ === 0 ? 1e12 : 10);
    const gateway = await runGateway(context, { TALLYSTICK_GATEWAY_MIN_FREE: "1GiB" }, { free });
    assert.deepEqual(await refusal(await put(gateway, patternBytes(18 * MIB))), [507, "storage-full"]);
    assert.deepEqual(await staged(gateway), []);
  });

  it("GTW-02 takes no upload that would leave less room on the disk than must stay free", async (context) => {
    const gateway = await runGateway(context, { TALLYSTICK_GATEWAY_MIN_FREE: "900TiB" });
    assert.deepEqual(await refusal(await put(gateway, patternBytes(10))), [507, "storage-full"]);
    const ready = (await (await fetch(`${gateway.url}/ready`)).json()) as { checks: Record<string, string> };
    assert.equal(ready.checks.disk, "there is too little room on the disk");
  });
});

describe("limits of rate", () => {
  it("GTW-13 lets one address hold no more connections than it may", async (context) => {
    const gateway = await runGateway(context, { TALLYSTICK_GATEWAY_CONNECTIONS: "2" });
    const ask = (): Promise<string> =>
      overSocket(gateway.url, "GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    const held = await Promise.all(
      [1, 2].map(
        () =>
          new Promise<Socket>((resolve) => {
            const socket = connect(Number(new URL(gateway.url).port), "127.0.0.1", () => resolve(socket));
          }),
      ),
    );
    assert.equal(await ask(), "");
    for (const socket of held) socket.destroy();
    let answer = await ask();
    while (answer === "") answer = await ask();
    assert.match(answer, /^HTTP\/1\.1 200 /);
  });

  it("GTW-14 answers 429 with Retry-After when an address asks too often, and lets it in again later", async (context) => {
    let now = Date.now();
    const gateway = await runGateway(context, { TALLYSTICK_GATEWAY_CONTENT_RATE: "2" }, { now: () => now });
    const { cid } = await store(gateway, patternBytes(10));
    const get = (): Promise<Response> => fetch(`${gateway.url}/v1/content/${cid}`);
    for (let i = 0; i < 10; i++) assert.equal((await get()).status, 200);
    const refused = await get();
    assert.equal(refused.headers.get("retry-after"), "1");
    assert.deepEqual(await refusal(refused), [429, "rate-limited"]);
    now += 1_000;
    assert.equal((await get()).status, 200);
    assert.equal((await fetch(`${gateway.url}/health`)).status, 200);
  });

  it("GTW-14 counts the address that a trusted proxy names, and no other", async (context) => {
    const ask = async (url: string, from: string): Promise<number> =>
      (await rawRequest(`${url}/v1/content/${"b".repeat(59)}`, { headers: { "x-forwarded-for": from } })).status;
    // The clock stands still: a slow machine earns nobody another request.
    const now = () => 1e12;
    const rate = { TALLYSTICK_GATEWAY_CONTENT_RATE: "1" };
    const behind = await runGateway(context, { ...rate, TALLYSTICK_GATEWAY_PROXIES: "1" }, { now });
    for (let i = 0; i < 5; i++) assert.equal(await ask(behind.url, "9.9.9.9, 1.1.1.1"), 404);
    assert.equal(await ask(behind.url, "8.8.8.8, 1.1.1.1"), 429, "what the client wrote itself does not count");
    assert.equal(await ask(behind.url, "1.1.1.1, 2.2.2.2"), 404);
    const direct = await runGateway(context, rate, { now });
    for (let i = 0; i < 5; i++) assert.equal(await ask(direct.url, `1.1.1.${i}`), 404);
    assert.equal(await ask(direct.url, "1.1.1.9"), 429);
  });
});
