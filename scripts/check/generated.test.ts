import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { abiConstant, abiFile, isForSdk } from "../generate/abis.ts";
import { findStale } from "./generated.ts";

describe("findStale", () => {
  it("finds what is missing, out of date and left over", () => {
    const wanted = new Map([
      ["abis/A.ts", "1"],
      ["abis/B.ts", "2"],
    ]);
    const present = new Map([
      ["abis/B.ts", "1"],
      ["abis/C.ts", "3"],
    ]);
    const found = findStale(wanted, present).map((sentence) => sentence.replace(/(?<=\.) Run.*/, ""));
    assert.deepEqual(found, [
      "sdk/src/generated/abis/A.ts is missing.",
      "sdk/src/generated/abis/B.ts is out of date.",
      "Nothing generates sdk/src/generated/abis/C.ts any more.",
    ]);
  });

  it("is content when nothing differs", () => {
    assert.deepEqual(findStale(new Map([["a", "1"]]), new Map([["a", "1"]])), []);
  });
});

describe("the ABI generator", () => {
  const market = {
    contractName: "Market",
    sourceName: "contracts/market/Market.sol",
    bytecode: "0x60",
    abi: [{ type: "function", name: "buy" }],
  };

  it("writes a constant that viem can read the types of", () => {
    assert.match(
      abiFile(market),
      /export const marketAbi = \[\n {2}\{"type":"function","name":"buy"\},\n\] as const;\n$/,
    );
    assert.equal(abiConstant("DIDRegistry"), "didRegistryAbi");
    assert.equal(abiConstant("IPolicy"), "iPolicyAbi");
  });

  it("takes contracts that can be deployed and called, and no mocks", () => {
    assert.equal(isForSdk(market), true);
    assert.equal(isForSdk({ ...market, bytecode: "0x" }), false);
    assert.equal(isForSdk({ ...market, abi: [] }), false);
    assert.equal(isForSdk({ ...market, sourceName: "contracts/mocks/Market.sol" }), false);
    assert.equal(isForSdk({ ...market, contractName: "TimelockController" }), false);
  });
});
