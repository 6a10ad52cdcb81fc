import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { TabState, TabStatement } from "@tallystick/sdk/market/tabs";
import { actsOf } from "../features/tabs/acts-of.ts";

const now = 1_800_000_000;
const open: TabState = {
  id: `0x${"1".repeat(64)}`,
  status: "open",
  deposited: 10n,
  claimed: 4n,
  closesAt: 0,
  feeBps: 0,
  collected: 0n,
  handedOver: 0n,
  statements: 0,
  line: { limit: 0n, paymentTerm: 0, serial: 0 },
  available: 10n,
  debt: 0n,
  collectable: 4n,
};
const tab = { reader: "0x1", provider: "0x2", token: "0x3", salt: "0x4" } as const;
const voucher = { tab, owed: 5n, signature: "0x" } as const;
const acts = (
  role: "reader" | "provider",
  change: Partial<TabState> = {},
  known?: typeof voucher,
  statements: readonly TabStatement[] = [],
) => actsOf(role, { state: { ...open, ...change }, statements: [...statements], voucher: known, now });

describe("what a party may do with a tab", () => {
  it("APP-52 offers each side what the contract would let it do, and nothing else", () => {
    assert.deepEqual(acts("reader"), ["topUp", "voucher", "startClosing", "agree"]);
    assert.deepEqual(acts("provider"), ["agree", "settle", "collect", "offerCredit", "close"]);
    assert.deepEqual(acts("provider", { collectable: 0n }), ["agree", "settle", "offerCredit", "close"]);
  });

  it("APP-52 lets a debt be paid, and stated once there is a voucher for it", () => {
    assert.ok(acts("reader", { debt: 3n }).includes("pay"));
    assert.ok(!acts("provider", { debt: 3n }).includes("state"));
    assert.ok(acts("provider", { debt: 3n }, voucher).includes("state"));
  });

  it("APP-52 gives the provider the challenge time to settle, and then lets anybody finish", () => {
    const during = { status: "closing", closesAt: now + 1 } as const;
    assert.deepEqual(acts("reader", during), ["agree"]);
    assert.ok(acts("provider", during).includes("settle"));
    const after = { status: "closing", closesAt: now } as const;
    assert.deepEqual(acts("reader", after), ["finishClosing", "agree"]);
    assert.ok(!acts("provider", after).includes("settle"));
  });

  it("APP-188 lets both sides make a receivable of what is outstanding of a statement, on a closed tab too", () => {
    const stated = { number: 1, from: 0n, to: 5n, dueAt: 9, voucher: `0x${"1".repeat(64)}`, outstanding: 5n } as const;
    for (const role of ["reader", "provider"] as const) {
      assert.ok(acts(role, {}, undefined, [stated]).includes("handOver"));
      assert.ok(acts(role, { status: "closed" }, undefined, [stated]).includes("handOver"));
      assert.ok(!acts(role, {}, undefined, [{ ...stated, outstanding: 0n }]).includes("handOver"));
    }
  });

  it("APP-52 leaves a closed tab what is still owed on it", () => {
    assert.deepEqual(acts("reader", { status: "closed", debt: 1n }), ["pay"]);
    assert.deepEqual(acts("provider", { status: "closed" }), ["collect"]);
    assert.deepEqual(acts("provider", { status: "closed", collectable: 0n }), []);
  });
});
