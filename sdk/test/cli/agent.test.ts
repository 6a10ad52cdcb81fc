import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { runCommand } from "../../src/cli/main.ts";

interface Asked {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly authorization: string | undefined;
  readonly body: string;
}

const folder = mkdtempSync(join(tmpdir(), "tallystick-cli-"));
const asked: Asked[] = [];
/** What the agent answers, by path. */
const answers: Record<string, readonly [status: number, body: unknown]> = {
  "/swaps": [
    200,
    {
      swaps: [
        { id: "0x01", role: "initiator", phase: "swapped", isOver: true, next: null },
        {
          id: "0x02",
          role: "responder",
          phase: "a-locked",
          isOver: false,
          next: { who: "responder", act: "lock", leg: "b", by: 1_800_000_000 },
        },
      ],
    },
  ],
  "/take": [201, { id: "0x03" }],
  "/offers": [200, { offers: [] }],
  "/export": [401, { code: "wrong-token", reason: "Send the token." }],
  "/health": [
    503,
    {
      ...{ status: "degraded", mode: "agent", swaps: { open: 1, ended: 2 } },
      chains: [
        { chainId: 31337, head: { number: 7, time: 1_800_000_000 }, endpoints: [{ problem: null }] },
        { chainId: 31338, head: null, endpoints: [{ problem: "it has not answered yet" }] },
      ],
    },
  ],
  "/release": [200, { tallystick: "swap-release/1" }],
  "/notes": [201, { order: "0x09", recipient: "0x0a" }],
  "/offers/withdraw": [200, { order: "0x09", status: "withdrawn" }],
  "/watch": [200, { watched: ["0x01", "0x02"] }],
};

describe("tallystick agent", () => {
  let server: Server;
  let port: string;
  before(async () => {
    server = createServer(async (request: IncomingMessage, response) => {
      let body = "";
      for await (const part of request) body += String(part);
      asked.push({ method: request.method, path: request.url, authorization: request.headers.authorization, body });
      const [status, answer] = answers[request.url ?? ""] ?? [404, { code: "not-found", reason: "Nothing." }];
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(answer));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    port = String((server.address() as AddressInfo).port);
    writeFileSync(join(folder, "token"), "secret token\n");
    writeFileSync(join(folder, "order.json"), JSON.stringify({ hash: "0x09", left: {}, tallystick: "swap-order/1" }));
  });
  after(() => {
    server.close();
    rmSync(folder, { recursive: true });
  });

  async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
    let [out, err] = ["", ""];
    const output = {
      out: (text: string) => {
        out += text;
      },
      err: (text: string) => {
        err += text;
      },
      ...{ terminal: false, json: args.includes("--json") },
    };
    const env = { TALLYSTICK_PORT_AGENT: port };
    const code = await runCommand({ args, env, output, signal: new AbortController().signal });
    return { code, out, err };
  }

  it("AGT-41: lists swaps, with who may do what until when", async () => {
    const { code, out } = await run("agent", "list", "--token-file", join(folder, "token"));
    assert.deepEqual([code, asked.at(-1)?.authorization], [0, "Bearer secret token"]);
    assert.equal(
      out,
      "0x01  initiator   swapped\n0x02  responder   a-locked: responder may lock leg b until 2027-01-15T08:00:00.000Z\n",
    );
    const open = await run("agent", "list", "--open", "--json");
    assert.deepEqual(
      (JSON.parse(open.out) as { swaps: { id: string }[] }).swaps.map(({ id }) => id),
      ["0x02"],
    );
  });

  it("AGT-41: takes a listed order, and sends what was signed alone", async () => {
    const { code, out } = await run("agent", "take", join(folder, "order.json"), "--amount", "500");
    assert.deepEqual([code, out], [0, "Begun: 0x03\n"]);
    assert.equal(asked.at(-1)?.body, JSON.stringify({ order: { tallystick: "swap-order/1" }, amount: "500" }));
    assert.equal((await run("agent", "take", join(folder, "order.json"))).code, 2);
    assert.equal((await run("agent", "take", join(folder, "none.json"), "--amount", "5")).code, 2);
  });

  it("AGT-41: gives a lock free, before its time only when told so", async () => {
    const { code, out } = await run("agent", "release", "0x0a");
    assert.deepEqual([code, out], [0, `{"tallystick":"swap-release/1"}\n`]);
    assert.equal(asked.at(-1)?.body, JSON.stringify({ lock: "0x0a", anyway: false }));
    await run("agent", "release", "0x0a", "--anyway");
    assert.equal(asked.at(-1)?.body, JSON.stringify({ lock: "0x0a", anyway: true }));
    assert.equal((await run("agent", "release")).code, 2);
  });

  it("AGT-41: hands over a note, and withdraws an order", async () => {
    writeFileSync(join(folder, "note.json"), JSON.stringify({ tallystick: "swap-take/1" }));
    assert.deepEqual((await run("agent", "note", join(folder, "note.json"))).out, "Paid will be: 0x0a\n");
    assert.deepEqual([asked.at(-1)?.path, asked.at(-1)?.body], ["/notes", '{"tallystick":"swap-take/1"}']);
    assert.equal((await run("agent", "note")).code, 2);
    assert.deepEqual((await run("agent", "withdraw", "0x09")).out, "Withdrawn: 0x09\n");
    assert.deepEqual([asked.at(-1)?.path, asked.at(-1)?.body], ["/offers/withdraw", '{"order":"0x09"}']);
    assert.equal((await run("agent", "withdraw")).code, 2);
  });

  it("AGT-41: tells a degraded agent's state, refusals and an agent that is not there", async () => {
    const { code, out } = await run("agent", "status");
    assert.deepEqual(
      [code, out],
      [
        0,
        "agent, degraded\nchain 31337: block 7, 2027-01-15T08:00:00.000Z\nchain 31338: not seen; it has not answered yet\n1 swaps open, 2 ended\n",
      ],
    );
    const refused = await run("agent", "export");
    assert.deepEqual([refused.code, refused.err.includes("(401 wrong-token): Send the token.")], [1, true]);
    const away = await run("agent", "status", "--port", "1");
    assert.deepEqual([away.code, away.err.startsWith("No agent answers at http://127.0.0.1:1")], [5, true]);
  });

  it("AGT-41: writes a result to a file, and hands bundles to a watchtower", async () => {
    const file = join(folder, "offers.json");
    assert.equal((await run("agent", "offers", "--out", file)).code, 0);
    assert.equal(readFileSync(file, "utf8"), `{"offers":[]}\n`);
    assert.equal((await run("watchtower", "watch", file)).out, "Watched: 2\n");
    assert.equal((await run("watchtower", "take", file)).code, 2);
    assert.equal((await run("agent", "run")).code, 2);
  });
});
