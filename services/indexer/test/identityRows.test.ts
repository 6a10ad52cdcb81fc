import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { stringToHex } from "viem";
import { KEY_NAME, keyAfter, keyInAttribute } from "../src/identity/rows.ts";

const account = `0x${"a".repeat(40)}` as const;
const [one, two] = [`0x${"1".repeat(64)}`, `0x${"2".repeat(64)}`] as const;
const origin = { chainId: 31337, at: 1_000n, transaction: one, logIndex: 0 };

describe("keyInAttribute", () => {
  it("IDX-09 takes 32 bytes of the key's name, and no validity beyond uint40", () => {
    const found = keyInAttribute({ name: KEY_NAME, value: one, validTo: 2n ** 255n });
    assert.deepEqual(found, { key: one, validTo: 2n ** 40n - 1n });
  });

  it("IDX-09 ignores other names and other lengths", () => {
    const other = stringToHex("did/pub/X25519/sig", { size: 32 });
    assert.equal(keyInAttribute({ name: other, value: one, validTo: 5n }), undefined);
    assert.equal(keyInAttribute({ name: KEY_NAME, value: "0x1234", validTo: 0n }), undefined);
  });
});

describe("keyAfter", () => {
  const published = keyAfter(origin, account, null, { key: one, validTo: 9_000n });

  it("IDX-09 replaces a key by the one published last", () => {
    assert.deepEqual(published, { chainId: 31337, account, key: one, validTo: 9_000n, updatedAt: 1_000n });
    assert.equal(keyAfter(origin, account, published, { key: two, validTo: 9_000n }).key, two);
  });

  it("IDX-09 clears a key that is revoked, and leaves it when another is", () => {
    assert.deepEqual(keyAfter(origin, account, published, { key: two, validTo: 0n }), published);
    const cleared = keyAfter(origin, account, published, { key: one, validTo: 0n });
    assert.deepEqual([cleared.key, cleared.validTo], [null, 0n]);
  });
});
