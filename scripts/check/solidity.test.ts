import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { findBranchingReverts, findUnnamedKeys } from "./solidity.ts";
import { findWarnings, readBuildOutputs } from "./warnings.ts";

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

describe("readBuildOutputs", () => {
  it("leaves out what was compiled from other texts than those that lie there", () => {
    const project = mkdtempSync(join(tmpdir(), "tallystick-outputs-"));
    const build = (id: string, content: string) => {
      const sources = { "project/A.sol": { content }, "npm/@openzeppelin/contracts@5.7.0/B.sol": { content: "" } };
      writeFileSync(join(project, `${id}.json`), JSON.stringify({ input: { sources } }));
      writeFileSync(join(project, `${id}.output.json`), JSON.stringify({ output: { errors: [] }, id }));
    };
    try {
      writeFileSync(join(project, "A.sol"), "new");
      build("1", "old");
      build("2", "new");
      assert.deepEqual(readBuildOutputs(project, project), [{ output: { errors: [] }, id: "2" }]);
      assert.deepEqual(readBuildOutputs(join(project, "none"), project), []);
    } finally {
      rmSync(project, { recursive: true });
    }
  });
});
