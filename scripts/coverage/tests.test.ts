import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testsOf } from "./tests.ts";

describe("testsOf", () => {
  it("finds a family's tests in TypeScript and in Solidity, and no others", () => {
    const tests = testsOf("swaps");
    for (const path of ["test/swaps/hashLock.test.ts", "test/solidity/swaps.t.sol", "test/solidity/swapsItems.t.sol"]) {
      assert.ok(tests.includes(path), path);
    }
    assert.ok(tests.every((path) => /^test\/(swaps\/.*\.test\.ts|solidity\/swaps\w*\.t\.sol)$/.test(path)));
  });

  it("finds none of a family that there is not", () => {
    assert.deepEqual(testsOf("nothing"), []);
  });
});
