import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { findUnasserted } from "./asserted.ts";

describe("findUnasserted", () => {
  const contract = { path: "contracts/market/IA.sol", text: "// error Old();\nerror A_Bad(uint256 x);\nevent Made();" };

  it("names the errors and events that no test names", () => {
    const test = { path: "test/market/a.test.ts", text: '.to.be.revertedWithCustomError(a, "A_Bad").withArgs(1n)' };
    assert.deepEqual(findUnasserted([contract, test]), ["No test asserts the event Made of contracts/market/IA.sol."]);
    assert.equal(findUnasserted([contract]).length, 2);
  });

  it("lets mocks and standards' interfaces be", () => {
    const { text } = contract;
    const others = ["contracts/mocks/A.sol", "contracts/market/IERC5192.sol"].map((path) => ({ path, text }));
    assert.deepEqual(findUnasserted(others), []);
  });
});
