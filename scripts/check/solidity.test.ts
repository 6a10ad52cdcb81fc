import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { findBranchingReverts, findUnnamedKeys } from "./solidity.ts";
import { findWarnings } from "./warnings.ts";

describe("findBranchingReverts", () => {
  const found = (text: string, path = "contracts/market/A.sol") => findBranchingReverts([{ path, text }]);

  it("finds a revert behind an if, in a block or without", () => {
    assert.equal(found("if (x == 0) revert Zero();").length, 1);
    assert.equal(found("if (f(x) == 0) {\n    revert Zero();\n}").length, 1);
  });

  it("lets require, mocks and comments be", () => {
    assert.deepEqual(found("require(x != 0, Zero());\n// if (x == 0) revert Zero();"), []);
    assert.deepEqual(found("if (x == 0) revert Zero();", "contracts/mocks/A.sol"), []);
  });
});

describe("findUnnamedKeys", () => {
  const found = (text: string) => findUnnamedKeys([{ path: "contracts/market/A.sol", text }]);

  it("finds a mapping that does not say what its key is, nested ones too", () => {
    assert.equal(found("mapping(address => uint256) private _a;").length, 1);
    assert.equal(found("mapping(bytes32 org => mapping(address => uint256)) private _a;").length, 1);
  });

  it("does not ask for the value's name", () => {
    assert.deepEqual(found("mapping(bytes32 org => mapping(address account => uint256)) private _a;"), []);
  });
});

describe("findWarnings", () => {
  const output = (formattedMessage: string) => ({ output: { errors: [{ severity: "warning", formattedMessage }] } });

  it("tells a warning about our code once", () => {
    const ours = output("Warning: unused\n   --> project/contracts/market/A.sol:1:1:");
    assert.equal(findWarnings([ours, ours]).length, 1);
  });

  it("minds the size of what is deployed, not of a test", () => {
    const size = (path: string) => output(`Warning: Contract code size is 53265 bytes\n   --> project/${path}:1:1:`);
    assert.equal(findWarnings([size("contracts/market/A.sol")]).length, 1);
    assert.deepEqual(findWarnings([size("test/solidity/A.t.sol")]), []);
  });

  it("leaves the dependencies' alone", () => {
    assert.deepEqual(
      findWarnings([output("Warning: unused\n   --> npm/@openzeppelin/contracts@5.7.0/A.sol:1:1:")]),
      [],
    );
  });
});
