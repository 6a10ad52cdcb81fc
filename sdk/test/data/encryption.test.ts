import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import fc from "fast-check";
import { bytesToHex, type Hex, hexToBytes } from "viem";
import { type Bytes, concat, randomBytes } from "../../src/data/bytes.ts";
import { decryptSegment } from "../../src/data/decrypt.ts";
import { encryptSegment } from "../../src/data/encrypt.ts";
import { keyCommitment, randomKey, segmentKey, versionCommitment } from "../../src/data/keys.ts";
import { merkleRoot } from "../../src/data/merkle.ts";
import { isTallystickError, type TallystickError } from "../../src/errors.ts";
import { bytesOf, pattern, readUntilEnd, streamOf } from "../support/streams.ts";

interface Vectors {
  readonly master: Hex;
  readonly segments: readonly {
    readonly index: number;
    readonly recordSize: number;
    readonly salt: Hex;
    readonly plain: Hex;
    readonly segmentKey: Hex;
    readonly commitment: Hex;
    readonly ciphertext: Hex;
    readonly leaves: readonly Hex[];
  }[];
  readonly root: Hex;
  readonly keyCommitment: Hex;
}

const vectors = JSON.parse(readFileSync(new URL("../../vectors/encryption.json", import.meta.url), "utf8")) as Vectors;
const bytes = (hex: Hex): Bytes => concat(hexToBytes(hex));
const RECORD = 64;

interface Sealed {
  readonly key: Bytes;
  readonly salt: Bytes;
  readonly plain: Bytes;
  readonly cipher: Bytes;
  readonly leaves: readonly Bytes[];
  readonly commitment: Bytes;
}

async function sealed(plain: Bytes, segment = 0, cuts: readonly number[] = [100]): Promise<Sealed> {
  const [key, salt] = [randomKey(), randomKey()];
  const { stream, summary } = encryptSegment(streamOf(plain, cuts), { key, salt, segment, recordSize: RECORD });
  const cipher = await bytesOf(stream);
  const { leaves, commitment, size, plainSize } = await summary;
  assert.equal(size, cipher.length);
  assert.equal(plainSize, plain.length);
  return { key, salt, plain, cipher, leaves, commitment };
}

function opened(
  file: Sealed,
  cipher: Uint8Array = file.cipher,
  changed: Partial<Sealed> & { segment?: number } = {},
  cuts?: readonly number[],
) {
  const { key, salt, leaves, commitment, plain } = { ...file, ...changed };
  const options = {
    key,
    salt,
    leaves,
    commitment,
    plainSize: plain.length,
    segment: changed.segment ?? 0,
    recordSize: RECORD,
  };
  return decryptSegment(streamOf(cipher, cuts), options);
}

async function failure(stream: ReadableStream<Uint8Array>): Promise<TallystickError> {
  const { error } = await readUntilEnd(stream);
  assert.ok(isTallystickError(error), `not an error of ours: ${String(error)}`);
  return error;
}

describe("encryptSegment", () => {
  it("SDK-01 makes the vectors' keys, chunks, leaves and commitments", async () => {
    const leaves: Bytes[] = [];
    for (const vector of vectors.segments) {
      const key = await segmentKey(bytes(vectors.master), vector.index);
      assert.equal(bytesToHex(key), vector.segmentKey);
      assert.equal(bytesToHex(await keyCommitment(key)), vector.commitment);
      const { recordSize, index } = vector;
      const { stream, summary } = encryptSegment(streamOf(bytes(vector.plain), [7]), {
        key,
        salt: bytes(vector.salt),
        segment: index,
        recordSize,
      });
      assert.equal(bytesToHex(await bytesOf(stream)), vector.ciphertext);
      const found = await summary;
      assert.deepEqual(
        found.leaves.map((leaf) => bytesToHex(leaf)),
        vector.leaves,
      );
      leaves.push(...found.leaves);
    }
    assert.equal(bytesToHex(await merkleRoot(leaves)), vectors.root);
    const commitments = vectors.segments.map(({ commitment }) => bytes(commitment));
    assert.equal(bytesToHex(await versionCommitment(commitments)), vectors.keyCommitment);
  });

  it("SDK-02 is undone by decryptSegment, for any size and any cutting", async () => {
    const sizes = fc.oneof(fc.integer({ min: 0, max: 300 }), fc.constantFrom(0, 1, 63, 64, 65, 127, 128, 129, 192));
    const cuts = fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(sizes, cuts, cuts, async (size, writing, reading) => {
        const file = await sealed(pattern(size, size + 1), 0, writing);
        assert.deepEqual(await bytesOf(opened(file, file.cipher, {}, reading)), file.plain);
      }),
      { numRuns: 150 },
    );
  });

  it("SDK-02 reports progress up to the whole", async () => {
    const [seen, reread]: [number[], number[]] = [[], []];
    const [key, salt] = [randomKey(), randomKey()];
    const options = { key, salt, segment: 0, recordSize: RECORD };
    const { stream, summary } = encryptSegment(streamOf(pattern(150)), {
      ...options,
      onProgress: (done) => seen.push(done),
    });
    const cipher = await bytesOf(stream);
    const { leaves } = await summary;
    await bytesOf(
      decryptSegment(streamOf(cipher), { ...options, leaves, plainSize: 150, onProgress: (done) => reread.push(done) }),
    );
    assert.deepEqual(seen, [64, 128, 150]);
    assert.deepEqual(reread, [64, 128, 150]);
  });

  it("SDK-07 stops when the signal fires, ends its source, and says so in stream and summary", async () => {
    const controller = new AbortController();
    let cancelled = false;
    const endless = new ReadableStream<Uint8Array>({
      pull: (source) => source.enqueue(pattern(1_000)),
      cancel: () => {
        cancelled = true;
      },
    });
    const { stream, summary } = encryptSegment(endless, {
      key: randomKey(),
      salt: randomKey(),
      segment: 0,
      recordSize: RECORD,
      signal: controller.signal,
    });
    const reader = stream.getReader();
    await reader.read();
    controller.abort();
    await assert.rejects(
      async () => {
        for (;;) await reader.read();
      },
      (error) => isTallystickError(error, "Aborted"),
    );
    await assert.rejects(summary, (error) => isTallystickError(error, "Aborted"));
    assert.equal(cancelled, true);
  });

  it("SDK-07 reads no further when the consumer leaves or pauses", async () => {
    let pulled = 0;
    let cancelled = false;
    const endless = new ReadableStream<Uint8Array>(
      {
        pull: (source) => {
          pulled++;
          source.enqueue(pattern(RECORD));
        },
        cancel: () => {
          cancelled = true;
        },
      },
      { highWaterMark: 0 },
    );
    const { stream, summary } = encryptSegment(endless, {
      key: randomKey(),
      salt: randomKey(),
      segment: 0,
      recordSize: RECORD,
    });
    const reader = stream.getReader();
    await reader.read();
    await new Promise((resolve) => setImmediate(resolve));
    assert.ok(pulled <= 6, `${pulled} records were read ahead of one`);
    await reader.cancel();
    assert.equal(cancelled, true);
    await assert.rejects(summary, (error) => isTallystickError(error, "Aborted"));
  });

  it("SDK-07 hands on what the source fails with", async () => {
    const broken = new ReadableStream<Uint8Array>({
      pull(source) {
        source.error(new Error("the disk is gone"));
      },
    });
    const { stream, summary } = encryptSegment(broken, { key: randomKey(), salt: randomKey(), segment: 0 });
    await assert.rejects(bytesOf(stream), /the disk is gone/);
    await assert.rejects(summary, /the disk is gone/);
  });
});

describe("decryptSegment", () => {
  it("SDK-03 names any changed chunk and gives out nothing of it", async () => {
    const file = await sealed(pattern(200));
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: file.cipher.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        async (at, flip) => {
          const cipher = file.cipher.slice();
          cipher[at] = (cipher[at] as number) ^ flip;
          const { bytes: given, error } = await readUntilEnd(opened(file, cipher));
          const chunk = Math.floor(at / (RECORD + 16));
          assert.ok(isTallystickError(error, "ChunkTampered"));
          assert.deepEqual(error.details, { segment: 0, chunk });
          assert.ok(given <= chunk * RECORD);
        },
      ),
      { numRuns: 100 },
    );
  });

  it("SDK-04 refuses a file that is cut short, wherever", async () => {
    const file = await sealed(pattern(200));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: file.cipher.length - 1 }), async (size) => {
        const error = await failure(opened(file, file.cipher.subarray(0, size)));
        assert.equal(error.code, "FileTruncated");
        assert.deepEqual(error.details, {
          segment: 0,
          chunk: Math.floor(size / (RECORD + 16)),
          expected: file.cipher.length,
          received: size,
        });
      }),
      { numRuns: 100 },
    );
  });

  it("SDK-04 refuses a file that goes on, also where its last chunk is full", async () => {
    for (const size of [0, 10, 64, 128]) {
      const file = await sealed(pattern(size));
      for (const more of [1, 16, 80, 500]) {
        const error = await failure(opened(file, concat(file.cipher, randomBytes(more))));
        assert.deepEqual([error.code, error.details], ["FileTooLong", { segment: 0, expected: file.cipher.length }]);
      }
    }
  });

  it("SDK-04 refuses chunks in another order, of another file, segment or length", async () => {
    const [file, other] = [await sealed(pattern(192)), await sealed(pattern(192, 5))];
    const chunk = (of: Sealed, i: number): Uint8Array => of.cipher.subarray(i * 80, i * 80 + 80);
    const swapped = concat(chunk(file, 1), chunk(file, 0), chunk(file, 2));
    assert.deepEqual((await failure(opened(file, swapped))).details, { segment: 0, chunk: 0 });
    const mixed = concat(chunk(file, 0), chunk(other, 1), chunk(file, 2));
    assert.deepEqual((await failure(opened(file, mixed))).details, { segment: 0, chunk: 1 });
    // Even a publisher's own list of swapped leaves does not make swapped chunks right.
    const [first, second, third] = file.leaves as [Bytes, Bytes, Bytes];
    assert.equal((await failure(opened(file, swapped, { leaves: [second, first, third] }))).code, "WrongKey");
    assert.equal((await failure(opened(file, file.cipher, { segment: 1 }))).code, "WrongKey");
    // A file cut at a chunk, with the manifest cut alike: its last chunk does not say that it is the last.
    const cut = { leaves: [first, second], plain: file.plain.subarray(0, 128) };
    assert.equal((await failure(opened(file, file.cipher.subarray(0, 160), cut))).code, "WrongKey");
  });

  it("SDK-05 refuses a wrong key before it reads anything, where the commitment is known", async () => {
    const file = await sealed(pattern(100));
    let pulls = 0;
    const source = new ReadableStream<Uint8Array>(
      {
        pull: (to) => {
          pulls++;
          to.enqueue(file.cipher);
          to.close();
        },
      },
      { highWaterMark: 0 },
    );
    const { salt, leaves, commitment } = file;
    const options = { key: randomKey(), salt, leaves, commitment, plainSize: 100, segment: 4, recordSize: RECORD };
    const { bytes: given, error } = await readUntilEnd(decryptSegment(source, options));
    assert.ok(isTallystickError(error, "WrongKey"));
    assert.deepEqual([error.details, given, pulls], [{ segment: 4, chunk: 0 }, 0, 0]);
  });

  it("SDK-05 names the chunk that a wrong key or salt does not open", async () => {
    const file = await sealed(pattern(100));
    const { commitment: _, ...without } = file;
    for (const wrong of [{ key: randomKey() }, { salt: randomKey() }]) {
      const { salt, key, leaves } = { ...without, ...wrong };
      const stream = decryptSegment(streamOf(file.cipher), {
        key,
        salt,
        leaves,
        plainSize: 100,
        segment: 2,
        recordSize: RECORD,
      });
      const error = await failure(stream);
      assert.deepEqual([error.code, error.details], ["WrongKey", { segment: 2, chunk: 0 }]);
    }
  });

  it("SDK-04 refuses a list of leaves that does not fit the size", async () => {
    const file = await sealed(pattern(200));
    assert.equal((await failure(opened(file, file.cipher, { leaves: file.leaves.slice(1) }))).code, "LeavesMismatch");
  });

  it("SDK-07 stops when the signal fires", async () => {
    const file = await sealed(pattern(1_000));
    const controller = new AbortController();
    const { key, salt, leaves } = file;
    const stream = decryptSegment(streamOf(file.cipher, [80]), {
      key,
      salt,
      leaves,
      plainSize: 1_000,
      segment: 0,
      recordSize: RECORD,
      signal: controller.signal,
    });
    const reader = stream.getReader();
    await reader.read();
    controller.abort();
    await assert.rejects(
      async () => {
        for (;;) if ((await reader.read()).done) return;
      },
      (error) => isTallystickError(error, "Aborted"),
    );
  });
});
