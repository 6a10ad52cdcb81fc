import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { importer } from "ipfs-unixfs-importer";
import { fixedSize } from "ipfs-unixfs-importer/chunker";
import { balanced } from "ipfs-unixfs-importer/layout";
import { bytesToHex } from "viem";
import { sha256 } from "../../src/data/bytes.ts";
import { checkRawBlock, fileCid, isContentCid, rawCid, rawCidHash } from "../../src/data/cid.ts";
import { codeOf } from "../support/errors.ts";
import { pattern } from "../support/streams.ts";

const MEBIBYTE = 1_048_576;

/** What the importer, an independent implementation, calls a file. */
async function imported(parts: () => Iterable<Uint8Array>): Promise<string> {
  const nowhere = { put: async (cid: unknown) => cid } as unknown as Parameters<typeof importer>[1];
  const options = {
    cidVersion: 1,
    rawLeaves: true,
    reduceSingleLeafToSelf: true,
    chunker: fixedSize({ chunkSize: MEBIBYTE }),
    layout: balanced({ maxChildrenPerNode: 1_024 }),
  } as const;
  async function* content(): AsyncGenerator<Uint8Array> {
    yield* parts();
  }
  for await (const entry of importer([{ content: content() }], nowhere, options)) return entry.cid.toString();
  return assert.fail("nothing was imported");
}

async function computed(parts: () => Iterable<Uint8Array>): Promise<string> {
  const cid = fileCid();
  for (const part of parts()) await cid.update(part);
  return cid.finish();
}

describe("fileCid", () => {
  it("SDK-15 is the importer's, for files of no, one and several leaves", async () => {
    for (const size of [0, 1, MEBIBYTE - 1, MEBIBYTE, MEBIBYTE + 1, 3 * MEBIBYTE + 17]) {
      const bytes = pattern(size, size);
      const parts = function* (): Generator<Uint8Array> {
        for (let at = 0; at < size; at += 700_001) yield bytes.subarray(at, at + 700_001);
      };
      assert.equal(await computed(parts), await imported(parts), `${size} bytes`);
    }
  });

  it("SDK-15 is the importer's for trees of two levels", async () => {
    const part = pattern(MEBIBYTE, 9);
    const parts = function* (): Generator<Uint8Array> {
      for (let i = 0; i < 1_026; i++) yield part;
    };
    assert.equal(await computed(parts), await imported(parts));
  });
});

describe("CIDs of blocks", () => {
  it("SDK-26 follow from the hash, and lead back to it", async () => {
    const hash = bytesToHex(await sha256(pattern(10)));
    assert.equal(rawCidHash(rawCid(hash)), hash);
    assert.ok(isContentCid(rawCid(hash)));
    await checkRawBlock(rawCid(hash), pattern(10));
    assert.equal(await codeOf(checkRawBlock(rawCid(hash), pattern(11))), "ContentMismatch");
  });

  it("SDK-26 of other kinds are not taken for them", () => {
    for (const cid of [
      "",
      "bafy",
      "QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnXm7q",
      "../x",
      "bafybeidywrtvfvqv7dijqi6tna64i4xts4cxqaxn2coscctcvqprxd4k6u",
    ]) {
      assert.equal(rawCidHash(cid), undefined, cid);
    }
    assert.ok(isContentCid("bafybeidywrtvfvqv7dijqi6tna64i4xts4cxqaxn2coscctcvqprxd4k6u"));
    assert.ok(!isContentCid("BAFYBEIDYWRTVFVQV7DIJQI6TNA64I4XTS4CXQAXN2COSCCTCVQPRXD4K6U"));
  });
});
