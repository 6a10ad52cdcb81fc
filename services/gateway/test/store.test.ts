import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import { fileCid } from "@tallystick/sdk/data/cid";
import fc from "fast-check";
import { CID } from "multiformats/cid";
import * as raw from "multiformats/codecs/raw";
import { create } from "multiformats/hashes/digest";
import { type Catalog, createCatalog } from "../src/store/catalog.ts";
import { openDatabase } from "../src/store/database.ts";
import { createFolder } from "../src/store/folder.ts";
import { type OpenStaged, openStaged } from "../src/store/staging.ts";
import { type ContentStore, createStore } from "../src/store/store.ts";
import { patternBytes, temporaryFolder } from "./support.ts";

const ALICE = "0x00000000000000000000000000000000000A11ce";
const BOB = "0x0000000000000000000000000000000000000B0b";
const MIB = 1_048_576;

type Opened = { store: ContentStore; catalog: Catalog; folder: string };

async function openStore(context: TestContext, open?: OpenStaged): Promise<Opened> {
  const folder = await temporaryFolder(context);
  const database = openDatabase(join(folder, "gateway.sqlite"));
  context.after(() => database.close());
  const catalog = createCatalog(database);
  return { store: await createStore(folder, catalog, createFolder(join(folder, "content")), open), catalog, folder };
}

async function* inPieces(bytes: Uint8Array, size = 70_001): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function collect(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of source) parts.push(part);
  return Buffer.concat(parts);
}

const filesIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);

describe("addFile", () => {
  it("GTW-01 names a file of one leaf by the CID of its bytes", async (context) => {
    const { store } = await openStore(context);
    const bytes = new TextEncoder().encode("hello world\n");
    const content = await store.addFile(inPieces(bytes), ALICE);
    // What `ipfs add --cid-version=1` prints for these bytes.
    assert.deepEqual(content, { cid: "bafkreifjjcie6lypi6ny7amxnfftagclbuxndqonfipmb64f2km2devei4", size: 12 });
    assert.deepEqual(await collect(store.read(content, 0, 12)), Buffer.from(bytes));
  });

  for (const size of [MIB - 1, MIB, MIB + 1, 3 * MIB + 17]) {
    it(`GTW-01 gives a file of ${size} bytes the CID that the SDK computes by itself, and its bytes back`, async (context) => {
      const { store } = await openStore(context);
      const bytes = patternBytes(size);
      const expected = fileCid();
      await expected.update(bytes);
      const content = await store.addFile(inPieces(bytes), ALICE);
      assert.deepEqual(content, { cid: await expected.finish(), size });
      assert.ok((await collect(store.read(content, 0, size))).equals(bytes));
    });
  }

  it("GTW-01 takes a file whose blocks are all alike", async (context) => {
    const { store } = await openStore(context);
    const bytes = new Uint8Array(9 * MIB);
    const content = await store.addFile(inPieces(bytes, MIB), ALICE);
    assert.ok((await collect(store.read(content, 0, content.size))).equals(bytes));
  });

  it("GTW-02 leaves nothing of an upload that breaks off", async (context) => {
    const { store, catalog, folder } = await openStore(context);
    const broken = async function* (): AsyncGenerator<Uint8Array> {
      yield patternBytes(5 * MIB);
      throw new Error("gone");
    };
    await assert.rejects(store.addFile(broken(), ALICE), /gone/);
    assert.deepEqual(
      (await filesIn(folder)).filter((name) => !name.startsWith("gateway.sqlite")),
      [],
    );
    assert.equal(catalog.usage(ALICE), 0);
  });

  for (const [what, failing] of [
    ["written", "write"],
    ["brought to the disk", "sync"],
  ] as const) {
    it(`GTW-02 leaves nothing of a file that could not be ${what}`, async (context) => {
      const { store, folder } = await openStore(context, async (path) => ({
        ...(await openStaged(path)),
        [failing]: () => Promise.reject(new Error("EIO: i/o error")),
      }));
      await assert.rejects(store.addFile(inPieces(patternBytes(4 * MIB)), ALICE), /EIO/);
      assert.deepEqual(await readdir(join(folder, "staging")), []);
    });
  }

  it("GTW-02 says that the store is full, and leaves nothing, when the disk has no room", async (context) => {
    let left = 3;
    const { store, folder } = await openStore(context, async (path) => {
      const file = await openStaged(path);
      return {
        ...file,
        write: async (bytes) => {
          left -= 1;
          if (left < 0) throw new Error("ENOSPC: no space left on device, write");
          await file.write(bytes);
        },
      };
    });
    await assert.rejects(store.addFile(inPieces(patternBytes(6 * MIB), MIB), ALICE), {
      status: 507,
      code: "storage-full",
    });
    assert.deepEqual(
      (await filesIn(folder)).filter((name) => !name.startsWith("gateway.sqlite")),
      [],
    );
  });

  it("GTW-51 refuses a file that is not the one expected, and keeps nothing of it", async (context) => {
    const { store, folder } = await openStore(context);
    const { cid } = await store.addFile(inPieces(patternBytes(10, 5)), ALICE);
    await assert.rejects(store.addFile(inPieces(patternBytes(10, 6)), ALICE, cid), { name: "WrongContent" });
    assert.equal((await filesIn(join(folder, "content"))).length, 1);
    assert.deepEqual(await readdir(join(folder, "staging")), []);
  });

  it("GTW-03 stores what two accounts upload at once only once, for the first of them", async (context) => {
    const { store, catalog } = await openStore(context);
    const bytes = patternBytes(2 * MIB + 5);
    const [first, second] = await Promise.all([
      store.addFile(inPieces(bytes), ALICE),
      store.addFile(inPieces(bytes), BOB),
    ]);
    assert.deepEqual(first, second);
    assert.equal(catalog.usage(ALICE) + catalog.usage(BOB), bytes.length);
    assert.equal(catalog.total(), bytes.length);
  });

  it("GTW-02 removes at the next start what a crash left half moved", async (context) => {
    const { store, catalog, folder } = await openStore(context);
    const { cid, size } = await store.addFile(inPieces(patternBytes(MIB)), ALICE);
    catalog.begin({ cid, size }, ALICE, true);
    const again = await createStore(folder, catalog, createFolder(join(folder, "content")));
    assert.equal(again.find(cid), undefined);
    assert.deepEqual(
      (await filesIn(folder)).filter((name) => !name.startsWith("gateway.sqlite")),
      [],
    );
    assert.deepEqual(await again.addFile(inPieces(patternBytes(MIB)), ALICE), { cid, size });
  });
});

describe("addBlock", () => {
  it("GTW-04 names a block by the sha-256 of its bytes, whatever its size", async (context) => {
    const { store } = await openStore(context);
    const bytes = patternBytes(3 * MIB, 7);
    const content = await store.addBlock(bytes, ALICE);
    const digest = createHash("sha256").update(bytes).digest();
    assert.deepEqual(content, { cid: CID.createV1(raw.code, create(0x12, digest)).toString(), size: bytes.length });
    assert.ok((await collect(store.read(content, 5, 2 * MIB))).equals(bytes.subarray(5, 2 * MIB)));
  });
});

describe("read", () => {
  it("GTW-05 gives exactly the bytes asked for, wherever they begin and end", async (context) => {
    const { store } = await openStore(context);
    const bytes = patternBytes(6 * MIB + 333, 3);
    const { cid, size } = await store.addFile(inPieces(bytes), ALICE);
    const near = fc.constantFrom(0, 1, MIB - 1, MIB, MIB + 1, 4 * MIB - 1, 4 * MIB, 4 * MIB + 1, size - 1, size);
    const point = fc.oneof(near, fc.integer({ min: 0, max: size }));
    await fc.assert(
      fc.asyncProperty(point, point, async (a, b) => {
        const [start, end] = [Math.min(a, b), Math.max(a, b)];
        return (await collect(store.read({ cid, size }, start, end))).equals(bytes.subarray(start, end));
      }),
      { numRuns: 60 },
    );
  });
});
