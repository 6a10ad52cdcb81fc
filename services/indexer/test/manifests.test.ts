import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, describe, it } from "node:test";
import { MAX_MANIFEST_SIZE } from "@tallystick/sdk/data/format";
import type { Hex } from "viem";
import { type Fetched, fetchManifest } from "../src/api/manifests/fetchManifest.ts";
import { fetchPending } from "../src/api/manifests/loop.ts";
import type { Pending } from "../src/api/manifests/store.ts";
import { type Verdict, verdictOn } from "../src/api/manifests/verdict.ts";
import type { VersionRow } from "../src/market/rows.ts";
import { manifestOf } from "./support/manifests.ts";

const market = `0x${"a".repeat(40)}` as const;
const publisher = `0x${"b".repeat(40)}` as const;
const dataset: Hex = `0x${"d".repeat(64)}`;
const place = { chainId: 31337, market, dataset: BigInt(dataset), version: 1 };
const sha256 = (bytes: Uint8Array): Hex => `0x${createHash("sha256").update(bytes).digest("hex")}`;

let server: Server;
let gateway: string;
let respond: (response: import("node:http").ServerResponse) => void;

before(async () => {
  server = createServer((_, response) => respond(response));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  gateway = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

after(() => {
  server.closeAllConnections();
  server.close();
});

describe("fetchManifest", () => {
  const ask = (hash: Hex, timeout = 30_000) => fetchManifest(gateway, hash, timeout);

  it("IDX-12 gives bytes that hash to the anchor's manifest", async () => {
    const bytes = Buffer.from("{}");
    respond = (response) => response.end(bytes);
    assert.deepEqual(await ask(sha256(bytes)), { kind: "bytes", bytes });
  });

  it("IDX-14 believes no bytes that hash to something else", async () => {
    respond = (response) => response.end("{}");
    const reason = "The gateway sent something else under its name.";
    assert.deepEqual(await ask(sha256(Buffer.from("x"))), { kind: "missing", reason });
  });

  it("IDX-14 refuses one of more than 4 MiB, and only when the gateway sent just that", async () => {
    const bytes = Buffer.alloc(MAX_MANIFEST_SIZE + 1);
    respond = (response) => response.end(bytes);
    assert.equal((await ask(sha256(bytes))).kind, "refused");
    assert.equal((await ask(sha256(Buffer.from("x")))).kind, "missing");
  });

  it("IDX-14 stops reading from a gateway that never stops sending", async () => {
    let sent = 0;
    respond = (response) => {
      const more = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536))) sent += 65_536;
        if (!response.destroyed) response.once("drain", more);
      };
      more();
    };
    assert.equal((await ask(sha256(Buffer.from("x")), 20_000)).kind, "missing");
    assert.ok(sent < 64 * MAX_MANIFEST_SIZE);
  });

  it("IDX-13 tells a gateway that does not have it from one that is not there", async () => {
    respond = (response) => response.writeHead(404).end();
    assert.equal((await ask(sha256(Buffer.from("x")))).kind, "missing");
    respond = (response) => response.writeHead(500).end();
    const broken = { kind: "missing", reason: "The gateway answered 500." };
    assert.deepEqual(await ask(sha256(Buffer.from("x"))), broken);
    respond = (response) => response.writeHead(302, { location: "http://127.0.0.1:1/" }).end();
    assert.equal((await ask(sha256(Buffer.from("x")))).kind, "unreachable");
    respond = () => undefined;
    assert.equal((await ask(sha256(Buffer.from("x")), 50)).kind, "unreachable");
  });
});

async function anchored(about: Parameters<typeof manifestOf>[2], changes: Partial<typeof place> = {}) {
  const { bytes, anchor } = await manifestOf({ ...place, ...changes }, publisher, about);
  const { manifest: manifestHash, root, size, keyCommitment } = anchor;
  const version = { chainId: 31337, dataset, version: 1, publisher, manifestHash, root, size, keyCommitment };
  return { bytes, version: version as VersionRow };
}

describe("verdictOn", () => {
  it("IDX-12 keeps what people read, as the plain text it is", async () => {
    const { bytes, version } = await anchored({ title: "<b>Cars</b>", description: "Ⅸ", keywords: ["Wheels"] });
    const verdict = await verdictOn({ kind: "bytes", bytes }, version, market);
    assert.equal(verdict.status, "ok");
    assert.equal(verdict.reason, null);
    assert.equal(verdict.title, "<b>Cars</b>");
    assert.deepEqual(verdict.keywords, ["Wheels"]);
    assert.equal(verdict.licence, "CC-BY-4.0");
    assert.deepEqual(verdict.titleTerms, ["b", "cars"]);
    assert.deepEqual(verdict.keyTerms, ["b", "cars", "wheels"]);
    assert.deepEqual(verdict.terms, ["b", "cars", "wheels", "rows", "csv", "ix"]);
    assert.deepEqual(verdict.tags, ["keyword:wheels", "licence:CC-BY-4.0", "media:text/csv"]);
  });

  it("IDX-12 refuses a copy: of another data set, version, publisher, market or chain", async () => {
    const right = await anchored({ title: "Cars" });
    const refusals: [string, Fetched & { kind: "bytes" }, VersionRow, Hex][] = [];
    const other = await anchored({ title: "Cars" }, { dataset: 5n });
    refusals.push(["dataset", { kind: "bytes", bytes: other.bytes }, other.version, market]);
    for (const [field, change] of [
      ["version", { version: 2 }],
      ["publisher", { publisher: market }],
      ["chainId", { chainId: 31338 }],
      ["size", { size: 27n }],
    ] as const) {
      refusals.push([field, { kind: "bytes", bytes: right.bytes }, { ...right.version, ...change }, market]);
    }
    refusals.push(["market", { kind: "bytes", bytes: right.bytes }, right.version, publisher]);
    for (const [field, fetched, version, at] of refusals) {
      const verdict = await verdictOn(fetched, version, at);
      assert.equal(verdict.status, "refused");
      assert.ok(verdict.reason?.startsWith(`The manifest's ${field} is `), verdict.reason ?? "");
      assert.equal(verdict.title, undefined);
    }
  });

  it("IDX-12 refuses what is no manifest, whatever it holds", async () => {
    for (const text of ["", "null", "[]", '{"tallystick":"manifest/1"}', '{"title":"\u0000"}', "\ud800"]) {
      const bytes = Buffer.from(text);
      const { version } = await anchored({ title: "Cars" });
      const verdict = await verdictOn({ kind: "bytes", bytes }, { ...version, manifestHash: sha256(bytes) }, market);
      assert.equal(verdict.status, "refused", text);
      assert.ok((verdict.reason ?? "").length <= 500);
    }
  });
});

describe("fetchPending", () => {
  it("IDX-13 asks for the rest later when no gateway answers, and soon", async () => {
    const pending = Array.from({ length: 20 }, () => ({ manifest: { hash: dataset, attempts: 9 } }) as Pending);
    const saved: [Verdict, number][] = [];
    await fetchPending(
      {
        gateways: ["http://127.0.0.1:1"],
        pending: async () => pending,
        judge: async ({ kind }) => ({ status: "missing", reason: kind }),
        save: async (_, verdict, attempts) => void saved.push([verdict, attempts]),
      },
      5n,
    );
    assert.ok(saved.length <= 4);
    for (const one of saved) assert.deepEqual(one, [{ status: "missing", reason: "unreachable" }, 1]);
  });

  it("IDX-13 asks the next gateway when one does not have it", async () => {
    const bytes = Buffer.from("{}");
    respond = (response) => response.end(bytes);
    const pending = { manifest: { hash: sha256(bytes), attempts: 0 } } as Pending;
    const seen: string[] = [];
    await fetchPending(
      {
        gateways: ["http://127.0.0.1:1", gateway],
        pending: async () => [pending],
        judge: async ({ kind }) => ({ status: kind === "bytes" ? "ok" : "missing", reason: null }),
        save: async (_, { status }, attempts) => void seen.push(`${status} ${attempts}`),
      },
      5n,
    );
    assert.deepEqual(seen, ["ok 1"]);
  });
});
