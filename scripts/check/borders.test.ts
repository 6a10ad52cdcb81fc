import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { findBorderBreaks } from "./borders.ts";
import { findCycles } from "./cycles.ts";

const breaks = (path: string, text: string) => findBorderBreaks([{ path, text }]);

describe("findBorderBreaks", () => {
  it("lets a family import another's interface down the list, and what is shared", () => {
    const text = 'import {IDatasets} from "../market/IDatasets.sol";\nimport {Money} from "../shared/Money.sol";';
    assert.deepEqual(breaks("contracts/instruments/Lots.sol", text), []);
  });

  for (const [what, path, specifier] of [
    ["another family's contract", "contracts/instruments/Lots.sol", "../market/Datasets.sol"],
    ["an arrow up the list", "contracts/market/Market.sol", "../swaps/IHashLock.sol"],
    ["a family known to shared", "contracts/shared/Money.sol", "../market/IDatasets.sol"],
    ["a family known to identity", "contracts/identity/Keys.sol", "../market/IDatasets.sol"],
    ["a mock outside the tests", "contracts/market/Market.sol", "../mocks/Token.sol"],
  ] as const)
    it(`refuses ${what}`, () => assert.equal(breaks(path, `import {X} from "${specifier}";`).length, 1));

  for (const [what, path, specifier] of [
    ["React in the SDK", "sdk/src/a.ts", "react"],
    ["a server in the SDK", "sdk/src/a.ts", "node:http"],
    ["an artifact in the SDK", "sdk/src/a.ts", "../../artifacts/contracts/A.json"],
    ["an artifact in the app", "app/lib/a.ts", "../../artifacts/contracts/A.json"],
    ["ethers in the app", "app/lib/a.tsx", "ethers"],
    ["the SDK's files instead of its package", "services/gateway/src/a.ts", "../../../sdk/src/index.ts"],
    ["the gateway's code in the app", "app/lib/a.ts", "@tallystick/gateway"],
  ] as const)
    it(`refuses ${what}`, () => assert.equal(breaks(path, `import x from "${specifier}";`).length, 1));

  it("sees dynamic imports, re-exports and imports over several lines", () => {
    assert.equal(breaks("sdk/src/a.ts", 'const x = await import("react");').length, 1);
    assert.equal(breaks("sdk/src/a.ts", 'export { x } from "react";').length, 1);
    assert.equal(breaks("sdk/src/a.ts", 'import {\n  x,\n  y,\n} from "react";').length, 1);
  });

  it("takes no example in a comment for an import", () => {
    assert.deepEqual(breaks("sdk/src/a.ts", '/** import x from "react"; */\n// import x from "react";'), []);
  });
});

describe("findCycles", () => {
  it("tells a circle of three files once", () => {
    const file = (name: string, to: string) => ({
      path: `sdk/src/${name}.ts`,
      text: `import { x } from "./${to}.ts";`,
    });
    const found = findCycles([file("a", "b"), file("b", "c"), file("c", "a")], "sdk/src/");
    assert.deepEqual(found, ["Imports go round: sdk/src/a.ts -> sdk/src/b.ts -> sdk/src/c.ts -> sdk/src/a.ts."]);
  });

  it("is content with two roads to the same file", () => {
    const files = [
      { path: "sdk/src/a.ts", text: 'import "./b.ts";\nimport "./c.ts";' },
      { path: "sdk/src/b.ts", text: 'import "./c.ts";' },
      { path: "sdk/src/c.ts", text: "" },
    ];
    assert.deepEqual(findCycles(files, "sdk/src/"), []);
  });
});
