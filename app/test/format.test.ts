import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  formatAmount,
  formatBytes,
  formatDuration,
  formatRemaining,
  parseAmount,
  shortAddress,
} from "../lib/format.ts";

describe("formatAmount", () => {
  it("APP-33 is exact to the last unit, however large", () => {
    assert.equal(formatAmount(1n, 6, "en"), "0.000001");
    assert.equal(formatAmount(10n ** 40n + 1n, 18, "en"), "10,000,000,000,000,000,000,000.000000000000000001");
    assert.equal(formatAmount(-1_500_000n, 6, "en"), "−1.50");
  });
  it("APP-33 keeps two places where there is a fraction, and none where there is none", () => {
    assert.equal(formatAmount(12_500_000n, 6, "en"), "12.50");
    assert.equal(formatAmount(12_000_000n, 6, "en"), "12");
    assert.equal(formatAmount(12_500_000n, 6, "de"), "12,50");
    assert.equal(formatAmount(7n, 0, "en"), "7");
  });
});

describe("parseAmount", () => {
  it("APP-33 reads what people type, and back again", () => {
    for (const [text, units] of [
      ["12.5", 12_500_000n],
      ["12,5", 12_500_000n],
      ["0.000001", 1n],
      [" 1 000 ", 1_000_000_000n],
      ["3.100000000", 3_100_000n],
    ] as const)
      assert.equal(parseAmount(text, 6), units);
  });
  it("APP-33 refuses what is no amount, and places that the token does not have", () => {
    for (const text of ["", "-1", "1e3", "0x10", "1.0000001", "1.2.3", "NaN", ".5", "１"])
      assert.equal(parseAmount(text, 6), undefined, text);
  });
});

describe("other figures", () => {
  it("APP-15 writes sizes and times in words", () => {
    assert.equal(formatBytes(999, "en"), "999 byte");
    assert.equal(formatBytes(1_048_576, "en"), "1 MB");
    assert.equal(formatDuration(30 * 86_400, "en"), "1 month");
    assert.equal(formatDuration(7 * 86_400, "en"), "7 days");
    assert.equal(formatDuration(90, "en"), "1.5 minutes");
    assert.equal(formatRemaining(86_400 * 22 + 5, "en"), "22 days");
    assert.equal(formatRemaining(59, "en"), "59 seconds");
  });
  it("APP-15 shortens an address to what is compared", () => {
    assert.equal(shortAddress(`0x${"ab".repeat(20)}`), "0xabab…abab");
  });
});
