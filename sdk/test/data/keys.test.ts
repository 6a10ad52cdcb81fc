import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import fc from "fast-check";
import { type Address, bytesToHex, type Hex, hexToBytes } from "viem";
import { type Bytes, concat, equalBytes } from "../../src/data/bytes.ts";
import { type EncryptionKeyPair, keyPairFromSeed, randomSeed } from "../../src/data/keyPair.ts";
import { keyCommitment, randomKey } from "../../src/data/keys.ts";
import { leafOf, merkleProof, merkleRoot, verifyLeaves, verifyProof } from "../../src/data/merkle.ts";
import { combineShares, splitKey } from "../../src/data/shares.ts";
import { unwrapKey, type WrapKind, type WrapPlace, wrapInfo, wrapKey } from "../../src/data/wraps.ts";
import { seedFromSignature } from "../../src/identity/encryptionKeyPair.ts";
import { codeOf, failureOf } from "../support/errors.ts";

interface Vectors {
  readonly place: {
    readonly chainId: number;
    readonly market: Address;
    readonly dataset: Hex;
    readonly version: number;
    readonly segment: number;
  };
  readonly seed: Hex;
  readonly publicKey: Hex;
  readonly secret: Hex;
  readonly wraps: readonly { readonly kind: WrapKind; readonly info: Hex; readonly wrap: Hex }[];
  readonly derived: { readonly signature: Hex; readonly seed: Hex; readonly publicKey: Hex };
}

const vectors = JSON.parse(readFileSync(new URL("../../vectors/wraps.json", import.meta.url), "utf8")) as Vectors;
const bytes = (hex: Hex): Bytes => concat(hexToBytes(hex));
const place: WrapPlace = { ...vectors.place, dataset: BigInt(vectors.place.dataset) };

describe("wraps", () => {
  it("SDK-01 SDK-09 open as in the vectors", async () => {
    const pair = await keyPairFromSeed(bytes(vectors.seed));
    assert.equal(pair.publicKey, vectors.publicKey);
    for (const { kind, info, wrap } of vectors.wraps) {
      assert.equal(bytesToHex(wrapInfo(kind, place)), info);
      assert.equal(bytesToHex(await unwrapKey(kind, place, pair, wrap)), vectors.secret);
    }
  });

  it("SDK-01 derive the vectors' key pair from a signature", async () => {
    const seed = await seedFromSignature(vectors.derived.signature);
    assert.equal(bytesToHex(seed), vectors.derived.seed);
    assert.equal((await keyPairFromSeed(seed)).publicKey, vectors.derived.publicKey);
  });

  it("SDK-09 open with their key, kind and place alone", async () => {
    const pair = await keyPairFromSeed(randomSeed());
    const key = randomKey();
    const wrap = await wrapKey("share", place, pair.publicKey, key);
    assert.equal((wrap.length - 2) / 2, 80);
    assert.deepEqual(await unwrapKey("share", place, pair, wrap), key);
    const open = (kind: WrapKind, where: WrapPlace, whose: EncryptionKeyPair, what: Hex): Promise<Bytes> =>
      unwrapKey(kind, where, whose, what);
    assert.equal(await codeOf(open("reader", place, pair, wrap)), "WrapInvalid");
    assert.equal(await codeOf(open("share", place, await keyPairFromSeed(randomSeed()), wrap)), "WrapInvalid");
    const elsewhere: readonly Partial<WrapPlace>[] = [
      { chainId: 1 },
      { market: "0x0000000000000000000000000000000000000001" },
      { dataset: place.dataset + 1n },
      { version: place.version + 1 },
      { segment: place.segment + 1 },
    ];
    for (const other of elsewhere)
      assert.equal(await codeOf(open("share", { ...place, ...other }, pair, wrap)), "WrapInvalid");
    // Another first byte, whatever the random one is: it was 0x00 itself once in 256 runs.
    const turned = hexToBytes(wrap).map((byte, at) => (at === 0 ? byte ^ 1 : byte));
    for (const damaged of [wrap.slice(0, -2) as Hex, `${wrap}00` as Hex, "0x" as Hex, bytesToHex(turned)]) {
      assert.equal(await codeOf(open("share", place, pair, damaged)), "WrapInvalid");
    }
  });

  it("SDK-09 refuse a public key that is none", async () => {
    for (const bad of ["0x", "0x1234", `0x${"00".repeat(32)}`, `0x${"zz".repeat(32)}`, `0x01${"00".repeat(31)}`]) {
      assert.equal(await codeOf(wrapKey("share", place, bad as Hex, randomKey())), "BadPublicKey", bad);
    }
  });
});

describe("shares", () => {
  it("SDK-10 rebuild the key from any threshold of them", async () => {
    const counts = fc
      .integer({ min: 1, max: 6 })
      .chain((count) =>
        fc.tuple(
          fc.constant(count),
          fc.integer({ min: 1, max: count }),
          fc.shuffledSubarray([...Array(count).keys()], { minLength: count, maxLength: count }),
        ),
      );
    await fc.assert(
      fc.asyncProperty(counts, async ([count, threshold, order]) => {
        const key = randomKey();
        const shares = await splitKey(key, count, threshold);
        const chosen = order.slice(0, threshold).map((i) => shares[i] as Bytes);
        const commitment = await keyCommitment(key);
        assert.deepEqual(await combineShares(chosen, { threshold, commitment, segment: 0 }), key);
      }),
      { numRuns: 60 },
    );
  });

  it("SDK-10 are the key itself where one is enough", async () => {
    const key = randomKey();
    assert.deepEqual(await splitKey(key, 1, 1), [key]);
    assert.deepEqual(await splitKey(key, 2, 1), [key, key]);
  });

  it("SDK-10 are refused when too few, wrong, or twice the same", async () => {
    const key = randomKey();
    const commitment = await keyCommitment(key);
    const [a, b] = (await splitKey(key, 3, 3)) as [Bytes, Bytes, Bytes];
    const other = (await splitKey(randomKey(), 3, 3))[2] as Bytes;
    const three = { threshold: 3, commitment, segment: 2 };
    const few = await failureOf(combineShares([a, b], three));
    assert.deepEqual(
      [few.code, few.details],
      ["NotEnoughShares", { segment: 2, threshold: 3, received: 2, reason: "too few" }],
    );
    const wrong = await failureOf(combineShares([a, b, other], three));
    assert.deepEqual([wrong.details.received, wrong.details.reason], [3, "they do not make the committed key"]);
    assert.equal((await failureOf(combineShares([a, b, b], three))).details.received, 2);
    assert.equal(
      await codeOf(combineShares([randomKey()], { threshold: 1, commitment, segment: 0 })),
      "NotEnoughShares",
    );
    assert.equal(await codeOf(combineShares([], { threshold: 1, commitment, segment: 0 })), "NotEnoughShares");
  });

  it("SDK-10 step over wrong ones while enough others are left", async () => {
    const key = randomKey();
    const shares = await splitKey(key, 4, 2);
    const lies = await splitKey(randomKey(), 4, 2);
    const given = [lies[0], shares[1], lies[2], shares[3], new Uint8Array(5)] as Bytes[];
    assert.deepEqual(
      await combineShares(given, { threshold: 2, commitment: await keyCommitment(key), segment: 0 }),
      key,
    );
  });

  it("SDK-10 can't be made for a threshold that makes no sense", async () => {
    for (const [count, threshold] of [
      [0, 0],
      [1, 2],
      [3, 0],
      [17, 2],
      [2.5, 1],
    ] as const) {
      await assert.rejects(splitKey(randomKey(), count, threshold), RangeError);
    }
  });
});

describe("the Merkle tree", () => {
  const leavesOf = (count: number): Promise<Bytes[]> =>
    Promise.all(Array.from({ length: count }, (_, i) => leafOf(new Uint8Array([i, count]))));

  it("SDK-08 proves each leaf, and no other, under its root", async () => {
    for (let count = 1; count <= 17; count++) {
      const leaves = await leavesOf(count);
      const root = await merkleRoot(leaves);
      assert.ok(await verifyLeaves(leaves, root));
      for (const [i, leaf] of leaves.entries()) {
        const proof = await merkleProof(leaves, i);
        assert.ok(await verifyProof(leaf, proof, root));
        assert.ok(
          !(await verifyProof(
            leaves[(i + 1) % count] === leaf ? randomKey() : (leaves[(i + 1) % count] as Bytes),
            proof,
            root,
          )),
        );
        assert.ok(!(await verifyProof(leaf, proof, randomKey())));
      }
    }
  });

  it("SDK-08 changes with any leaf, their order and their number", async () => {
    const leaves = await leavesOf(5);
    const root = await merkleRoot(leaves);
    const [first, second, ...rest] = leaves as [Bytes, Bytes, ...Bytes[]];
    for (const other of [
      [second, first, ...rest],
      [first, second, ...rest.slice(1)],
      [...leaves, leaves[4] as Bytes],
      [...leaves.slice(0, 4), randomKey()],
      [],
    ]) {
      assert.ok(!(await verifyLeaves(other, root)));
    }
    // Without the marks for leaf and node, an inner node could pass for a leaf.
    const inner = await merkleRoot([first, second]);
    assert.ok(!equalBytes(await leafOf(concat(first, second)), inner));
  });

  it("SDK-08 refuses leaves that are not there", async () => {
    const leaves = await leavesOf(3);
    for (const index of [-1, 3, 0.5]) await assert.rejects(merkleProof(leaves, index), RangeError);
    await assert.rejects(merkleRoot([]), RangeError);
  });
});
