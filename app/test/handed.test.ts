import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Handed, handedIn, linkOf } from "../lib/handed.ts";

const account = (digit: string) => `0x${digit.repeat(40)}` as const;
const word = (digit: string) => `0x${digit.repeat(64)}` as const;
const signature = `0x${"ab".repeat(65)}` as const;
const tab = { reader: account("1"), provider: account("2"), token: account("3"), salt: word("4") };
const side = (owner: `0x${string}`, dataset: bigint) => ({
  owner,
  dataset,
  duration: 0,
  segments: 2 ** 32 - 1,
  fromVersion: 1,
  laterVersions: false,
});
const scope = { dataset: 2n ** 256n - 1n, duration: 9, segments: 1, fromVersion: 2, laterVersions: true };

const all: readonly Handed[] = [
  { kind: "voucher", chainId: 31337, tab, owed: 2n ** 96n - 1n, signature },
  {
    kind: "credit",
    chainId: 31337,
    tab,
    offer: { tab: word("5"), limit: 7n, paymentTerm: 86_400, serial: 1, deadline: 2_000_000_000 },
    signature,
  },
  { kind: "closing", chainId: 1, tab, by: "provider", closing: { tab: word("5"), owed: 0n, deadline: 9 }, signature },
  {
    kind: "handOver",
    chainId: 31337,
    tab,
    by: "reader",
    handOver: { tab: word("5"), statement: 3, amount: 2n ** 96n - 1n, instrument: account("6"), deadline: 9 },
    signature,
  },
  {
    kind: "deal",
    chainId: 31337,
    deal: { first: side(account("6"), 1n), second: side(account("7"), 2n), nonce: 2n ** 255n, deadline: 9 },
    signature,
  },
  {
    kind: "grant",
    chainId: 31337,
    grant: { ...scope, owner: account("8"), reader: account("9"), nonce: 3n, deadline: 9 },
    signature,
  },
];

describe("what is handed over by a link", () => {
  for (const handed of all) {
    it(`APP-51 comes back as it was signed: a ${handed.kind}`, () => {
      assert.deepEqual(handedIn(linkOf(handed)), handed);
      assert.deepEqual(handedIn(`https://market.example${linkOf(handed)}`), handed);
    });
  }

  it("APP-51 stands behind the hash, which no server is sent", () => {
    for (const handed of all) assert.match(linkOf(handed), /^\/(tabs|exchange|invitation)#[a-zA-Z]+=/);
  });

  it("APP-51 is nothing when it is damaged, of another kind, too long, or not what it says", () => {
    const [voucher] = all;
    assert.ok(voucher);
    const link = linkOf(voucher);
    for (const bad of [
      "",
      "#",
      "/tabs",
      "#voucher=",
      "#voucher=%7B",
      "#voucher=%E0%A4%A",
      "#constructor=%7B%7D",
      link.slice(0, -9),
      link.replace("voucher=", "deal="),
      link.replace(account("1"), "0x12"),
      link.replace(signature, `0x${"ab".repeat(9_000)}`),
      `#voucher=${"a".repeat(30_000)}`,
    ]) {
      assert.equal(handedIn(bad), undefined, bad.slice(0, 60));
    }
  });
});
