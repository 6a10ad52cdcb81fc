import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, describe, it } from "node:test";
import type { OwnedTariff } from "@tallystick/sdk/gateway/tariffs";
import { encodeTariff } from "@tallystick/sdk/gateway/wire";
import type { Address } from "viem";
import { type Books, readTariffs } from "../src/api/tariffs/read.ts";

const account = (n: number): Address => `0x${n.toString(16).padStart(40, "0")}`;
const OWNER = account(7);
const NOW = 1_000;

function tariffOf(changes: Partial<OwnedTariff["value"]> = {}, owner = OWNER): OwnedTariff {
  const value = { dataset: 1n, fromVersion: 1, laterVersions: true, segments: 1, token: account(1), price: 5n };
  const whole = { ...value, provider: OWNER, serial: 1, validUntil: 2_000n, ...changes };
  return { owner, value: whole, signature: "0x12" };
}

let server: Server;
let gateway: string;
let pages: Record<string, { tariffs: readonly OwnedTariff[]; next: string | null }>;
let asked: string[];

before(async () => {
  server = createServer((request, response) => {
    const after = new URL(request.url ?? "", "http://x").searchParams.get("after") ?? "";
    asked.push(after);
    const page = pages[after];
    const tariffs = page?.tariffs.map(({ owner, ...signed }) => ({ owner, ...encodeTariff(signed) }));
    response.end(JSON.stringify({ tariffs, next: page?.next }));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  gateway = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

after(() => {
  server.closeAllConnections();
  server.close();
});

/** What is kept of these pages, by an indexer that knows data sets 1 and 2 of one owner. */
async function kept(
  listed: typeof pages,
  serials: ReadonlyMap<Address, number> = new Map(),
  isSigned: Books["isSigned"] = async () => true,
): Promise<OwnedTariff["value"][]> {
  [pages, asked] = [listed, []];
  const found: OwnedTariff[] = [];
  const known = new Map([1n, 2n].map((dataset) => [dataset, { owner: OWNER, serials }]));
  const books: Books = {
    known: async (datasets) => new Map([...known].filter(([dataset]) => datasets.includes(dataset))),
    isSigned,
    keep: async (tariffs) => void found.push(...tariffs),
  };
  const count = await readTariffs(gateway, books, NOW);
  assert.equal(count, found.length);
  return found.map(({ value }) => value);
}

const one = (...tariffs: readonly OwnedTariff[]) => ({ "": { tariffs, next: null } });

describe("readTariffs", () => {
  it("IDX-27 reads every page", async () => {
    const [first, second] = [tariffOf(), tariffOf({ dataset: 2n })];
    const both = await kept({ "": { tariffs: [first], next: "c" }, c: { tariffs: [second], next: null } });
    assert.deepEqual(both, [first.value, second.value]);
    assert.deepEqual(asked, ["", "c"]);
  });

  it("IDX-27 keeps what the present owner signed, and is in force", async () => {
    const good = tariffOf();
    const listed = [
      tariffOf({ token: account(2) }, account(8)),
      tariffOf({ token: account(3), validUntil: 999n }),
      tariffOf({ dataset: 3n }),
      tariffOf({ token: account(4) }),
      good,
    ];
    const forged = account(4);
    assert.deepEqual(await kept(one(...listed), new Map(), async ({ value }) => value.token !== forged), [good.value]);
  });

  it("IDX-27 takes a later one for an earlier, never the other way round, and asks for no signature twice", async () => {
    const [old, same, next] = [1, 2, 3].map((serial) => tariffOf({ serial }));
    if (old === undefined || same === undefined || next === undefined) throw new Error("tariffs are missing");
    const never = (): never => assert.fail("the signature was known");
    assert.deepEqual(await kept(one(old, same), new Map([[account(1), 2]]), never), []);
    assert.deepEqual(await kept(one(next, old, same), new Map([[account(1), 2]])), [next.value]);
    assert.deepEqual(await kept(one(old, same)), [same.value]);
  });

  it("IDX-27 keeps sixteen tokens of a data set, and no more", async () => {
    const many = Array.from({ length: 20 }, (_, i) => tariffOf({ token: account(i + 1) }));
    assert.equal((await kept(one(...many))).length, 16);
  });

  it("IDX-27 reads no list for ever", async () => {
    await kept({ "": { tariffs: [tariffOf()], next: "c" }, c: { tariffs: [tariffOf()], next: "c" } });
    assert.deepEqual(asked, ["", "c"]);
    await kept({ "": { tariffs: [], next: "d" } });
    assert.deepEqual(asked, [""]);
  });
});
