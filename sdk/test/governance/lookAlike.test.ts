import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { type Address, getAddress, type Hex, keccak256, zeroHash } from "viem";
import { knownContracts } from "../../src/governance/known.ts";
import { lookAlikes, targetWarnings } from "../../src/governance/lookAlike.ts";
import { deployed } from "../../src/networks.ts";
import { type TestChain, testChain } from "../support/chain.ts";

const MARKET = { address: getAddress("0x0165878A594ca255338adfa4d48449f69242Eb8F"), name: "Market" };
const alike = (first: string, last: string) => {
  return getAddress(`0x${first}${"3".repeat(40 - first.length - last.length)}${last}`);
};

describe("addresses that look like others", () => {
  it("SDK-229 finds those that begin and end like a known one, with how far", () => {
    const address = alike("0165", "eb8f");
    assert.deepEqual(lookAlikes(address, [MARKET]), [{ address, like: MARKET, first: 4, last: 4 }]);
    assert.equal(lookAlikes(alike("01", "eb8f"), [MARKET]).length, 1);
    assert.equal(lookAlikes(alike("0165", "8f"), [MARKET]).length, 1);
  });

  it("SDK-229 warns neither of the known one itself nor of what is alike by chance", () => {
    assert.deepEqual(lookAlikes(MARKET.address, [MARKET]), []);
    assert.deepEqual(lookAlikes(MARKET.address.toLowerCase() as typeof MARKET.address, [MARKET]), []);
    assert.deepEqual(lookAlikes(alike("016", "b8"), [MARKET]), []);
    assert.deepEqual(lookAlikes(alike("016587", "0"), [MARKET]), []);
  });
});

describe("warnings of a target", () => {
  let chain: TestChain;
  before(async () => {
    chain = await testChain();
  });
  after(() => chain.close());

  it("SDK-229 tells of no code, changed code, proxies, lent code and unknown targets", async () => {
    const { market } = deployed(chain.network);
    const known = knownContracts(chain.network);
    const request = (method: string, params: unknown[]) => chain.provider.request({ method, params } as never);
    const warnings = (target: Address, frozen?: Hex) => targetWarnings(chain.reader, target, known, frozen);
    assert.deepEqual(await warnings(market), []);
    const code = await chain.reader.client.getCode({ address: market });
    assert.ok(code);
    assert.deepEqual(await warnings(market, keccak256(code)), []);
    assert.deepEqual(await warnings(market, zeroHash), [
      { kind: "codeChanged", frozen: zeroHash, now: keccak256(code) },
    ]);
    const stranger = alike("aa", "bb");
    assert.deepEqual(await warnings(stranger), [{ kind: "noCode" }, { kind: "unknown" }]);

    const digits = market.slice(2).toLowerCase();
    await request("hardhat_setCode", [stranger, `0x363d3d373d3d3d363d73${digits}5af43d82803e903d91602b57fd5bf3`]);
    assert.deepEqual(await warnings(stranger), [{ kind: "proxy", implementation: market }, { kind: "unknown" }]);
    const upgradeable = alike("cc", "dd");
    const slot = "0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc";
    await request("hardhat_setCode", [upgradeable, "0x5f5ffd"]);
    await request("hardhat_setStorageAt", [upgradeable, slot, `0x${digits.padStart(64, "0")}`]);
    assert.deepEqual(await warnings(upgradeable), [{ kind: "proxy", implementation: market }, { kind: "unknown" }]);
    const lending = alike("ee", "ff");
    await request("hardhat_setCode", [lending, `0xef0100${digits}`]);
    assert.deepEqual(await warnings(lending), [{ kind: "lentCode", implementation: market }, { kind: "unknown" }]);
  });
});
