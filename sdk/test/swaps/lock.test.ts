import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { zeroAddress } from "viem";
import {
  type Asset,
  assetOf,
  kindOf,
  type Lock,
  lockId,
  packTerms,
  tokenIdOf,
  tokenOf,
  unpackTerms,
} from "../../src/swaps/lock.ts";

const CONTRACT = "0x00000000000000000000000000000000000000c1";
const TOKEN = "0x00000000000000000000000000000000000000d1";
const lock: Lock = {
  asset: { kind: "erc721", token: TOKEN, tokenId: 7n },
  amount: 1n,
  hashlock: `0x${"ab".repeat(32)}`,
  recipient: "0x00000000000000000000000000000000000000a1",
  refundee: "0x00000000000000000000000000000000000000b1",
  timelock: 1_800_000_000n,
  tip: 5n,
  salt: 9n,
};
const assets: Asset[] = [
  { kind: "native" },
  { kind: "erc20", token: TOKEN },
  { kind: "erc721", token: TOKEN, tokenId: 7n },
  { kind: "erc6909", token: TOKEN, tokenId: 7n },
];

describe("packTerms", () => {
  it("packs what unpackTerms unpacks", () => {
    const bits = (max: bigint) => fc.bigInt({ min: 0n, max: 2n ** max - 1n });
    fc.assert(
      fc.property(bits(40n), bits(128n), bits(88n), (timelock, tip, salt) => {
        const terms = packTerms({ timelock, tip, salt });
        assert.ok(terms < 2n ** 256n);
        assert.deepEqual(unpackTerms(terms), { timelock, tip, salt });
      }),
    );
  });

  it("refuses what does not fit", () => {
    const good = { timelock: 1n, tip: 1n, salt: 1n };
    const error = (message: string) => ({ name: "RangeError", message });
    assert.throws(
      () => packTerms({ ...good, timelock: 2n ** 40n }),
      error("timelock does not fit 40 bits: 1099511627776"),
    );
    assert.throws(
      () => packTerms({ ...good, tip: 2n ** 128n }),
      error("tip does not fit 128 bits: 340282366920938463463374607431768211456"),
    );
    assert.throws(
      () => packTerms({ ...good, salt: 2n ** 88n }),
      error("salt does not fit 88 bits: 309485009821345068724781056"),
    );
    assert.throws(() => packTerms({ ...good, tip: -1n }), error("tip does not fit 128 bits: -1"));
  });
});

describe("lockId", () => {
  it("is another for another chain, contract, asset, party, hash, amount and time", () => {
    const other = "0x00000000000000000000000000000000000000e1";
    const ids = [
      lockId(31337, CONTRACT, lock),
      lockId(31338, CONTRACT, lock),
      lockId(31337, other, lock),
      ...assets.filter(({ kind }) => kind !== "erc721").map((asset) => lockId(31337, CONTRACT, { ...lock, asset })),
      lockId(31337, CONTRACT, { ...lock, asset: { kind: "erc721", token: TOKEN, tokenId: 8n } }),
      lockId(31337, CONTRACT, { ...lock, amount: 2n }),
      lockId(31337, CONTRACT, { ...lock, hashlock: `0x${"ac".repeat(32)}` }),
      lockId(31337, CONTRACT, { ...lock, recipient: other }),
      lockId(31337, CONTRACT, { ...lock, refundee: other }),
      lockId(31337, CONTRACT, { ...lock, timelock: lock.timelock + 1n }),
      lockId(31337, CONTRACT, { ...lock, tip: lock.tip + 1n }),
      lockId(31337, CONTRACT, { ...lock, salt: lock.salt + 1n }),
    ];
    assert.equal(new Set(ids).size, ids.length);
  });
});

describe("assetOf", () => {
  it("is what kindOf, tokenOf and tokenIdOf say", () => {
    assert.deepEqual(assets.map(kindOf), [0, 1, 2, 3]);
    assert.deepEqual(assets.map(tokenOf), [zeroAddress, TOKEN, TOKEN, TOKEN]);
    assert.deepEqual(assets.map(tokenIdOf), [0n, 0n, 7n, 7n]);
    for (const asset of assets) assert.deepEqual(assetOf(kindOf(asset), tokenOf(asset), tokenIdOf(asset)), asset);
  });

  it("refuses a kind that is none", () => {
    assert.throws(() => assetOf(4, TOKEN, 0n), { name: "RangeError", message: "No kind of asset: 4" });
  });
});
