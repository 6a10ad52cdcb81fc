import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { findUncovered } from "./lcov.ts";

const section = (path: string, ...lines: string[]) => [`SF:${path}`, ...lines, "end_of_record", ""].join("\n");

describe("findUncovered", () => {
  it("names the lines that no test runs", () => {
    const lcov = `TN:\n${section("contracts/market/A.sol", "DA:30,0", "DA:4,1", "DA:7,0", "LH:1", "LF:3")}`;
    assert.deepEqual(findUncovered(lcov), ["contracts/market/A.sol: no test runs lines 7, 30."]);
  });

  it("asks for those of one family alone, when it is named", () => {
    const lcov = section("contracts/market/A.sol", "DA:30,0") + section("contracts/swaps/B.sol", "DA:4,0");
    assert.deepEqual(findUncovered(lcov, "swaps"), ["contracts/swaps/B.sol: no test runs line 4."]);
  });

  it("is content with full coverage, and does not ask for it in mocks and tests", () => {
    const lcov = section("contracts/market/A.sol", "DA:4,1") + section("contracts/mocks/B.sol", "DA:4,0");
    assert.deepEqual(findUncovered(lcov + section("test/solidity/A.t.sol", "DA:4,0")), []);
  });
});
