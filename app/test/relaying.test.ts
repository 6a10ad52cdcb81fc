import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { connectReader } from "@tallystick/sdk/chain/actor";
import { calldataOf } from "@tallystick/sdk/chain/call";
import { type Deployment, networkOf } from "@tallystick/sdk/networks";
import { claimLock } from "@tallystick/sdk/swaps/hashLock";
import type { Asset, Lock } from "@tallystick/sdk/swaps/lock";
import { type Address, encodeErrorResult, type Hex, hexToBigInt, parseAbi } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { gasOfDay, relayCall } from "../lib/server/relayer.ts";
import { gasOfSwap, relayableSwap } from "../lib/server/swaps.ts";
import { toJson } from "../lib/wire.ts";

const HASH_LOCK: Address = "0x0000000000000000000000000000000000001234";
const STRANGER: Address = "0x0000000000000000000000000000000000005678";
const relayer = privateKeyToAccount(`0x${"5e".repeat(32)}`);
const lookup = parseAbi([
  "error OffchainLookup(address sender, string[] urls, bytes callData, bytes4 callbackFunction, bytes extraData)",
]);

const lockOf = (asset: Asset): Lock => ({
  ...{ asset, amount: 5n, hashlock: `0x${"0a".repeat(32)}`, recipient: STRANGER, refundee: STRANGER },
  ...{ timelock: 1_900_000_000n, tip: 0n, salt: 3n },
});
const claim = claimLock(HASH_LOCK, lockOf({ kind: "native" }), `0x${"5a".repeat(32)}`);

/** A reader of a chain on which whatever is called fails with this; and the gas that calls were given. */
function failingWith(data: Hex) {
  const gas: bigint[] = [];
  const request = async ({ method, params }: { method: string; params?: unknown }): Promise<unknown> => {
    if (method === "eth_chainId") return "0x7a69";
    const [message] = params as [{ gas?: Hex }];
    gas.push(hexToBigInt(message.gas ?? "0x0"));
    throw Object.assign(new Error("execution reverted"), { code: 3, data });
  };
  return { reader: connectReader(networkOf(31_337, {}), { request } as never), gas };
}

describe("what the relayer is asked to send", () => {
  it("APP-230 is not followed to addresses that a stranger's contract names", async (t) => {
    const asked: string[] = [];
    t.mock.method(globalThis, "fetch", async (url: string | URL | Request) => {
      asked.push(String(url));
      return Response.json({ data: "0x" });
    });
    const args = [HASH_LOCK, ["http://169.254.169.254/latest/meta-data"], "0x", "0x12345678", "0x"] as const;
    const { reader } = failingWith(encodeErrorResult({ abi: lookup, errorName: "OffchainLookup", args }));
    const result = await relayCall(reader, relayer, claim);
    assert.ok("refused" in result);
    assert.deepEqual(asked, []);
  });

  it("APP-230 is given no more gas than such an act takes: a recipient may be made to waste what he gets", async () => {
    const { reader, gas } = failingWith("0x");
    const told = { act: "claim", lock: lockOf({ kind: "native" }), preimage: `0x${"5a".repeat(32)}` };
    const found = relayableSwap(JSON.parse(toJson(told)));
    assert.ok(found);
    await relayCall(reader, relayer, claim, found.mostGas);
    assert.deepEqual(gas, [80_000n]);
    const lots = { kind: "erc6909", token: STRANGER, tokenId: 1n } as const;
    assert.equal(gasOfSwap({ act: "refund", lock: lockOf(lots) }), 150_000n);
    assert.equal(gasOfSwap({ act: "refund", lock: lockOf({ kind: "erc20", token: STRANGER }) }), 100_000n);
  });
});

describe("gas that the relayer pays", () => {
  it("APP-231 is no more in a day than the site says, on each chain, however much is asked for", async () => {
    let estimates = 0;
    const request = async ({ method }: { method: string }): Promise<unknown> => {
      if (method === "eth_chainId") return "0x7a69";
      if (method === "eth_estimateGas") {
        estimates += 1;
        return "0xc350";
      }
      // Whoever is within his budget comes as far as to ask for a block.
      if (method === "eth_blockNumber") throw Object.assign(new Error("no further"), { code: -32_000 });
      if (method === "eth_getBlockByNumber") return { number: "0x1", baseFeePerGas: "0x1", transactions: [] };
      return method === "eth_call" ? "0x" : "0x1";
    };
    const budget = gasOfDay({ TALLYSTICK_RELAYER_GAS: "120000" });
    const codeOn = async (chainId: number): Promise<unknown> => {
      const reader = connectReader(networkOf(chainId, {}), { request } as never);
      const result = await relayCall(reader, relayer, claim, 80_000n, budget);
      return "refused" in result ? result.refused : result;
    };
    for (let i = 0; i < 2; i += 1) assert.notEqual(((await codeOn(31_337)) as { code: string }).code, "rateLimited");
    const { code, values } = (await codeOn(31_337)) as { code: string; values: Record<string, string> };
    assert.equal(code, "rateLimited");
    // 30,000 of 50,000 gas are lacking, at 120,000 a day.
    assert.ok(Math.abs(Number(values["seconds"]) - (30_000 * 86_400) / 120_000) < 60, values["seconds"]);
    assert.notEqual(((await codeOn(31_338)) as { code: string }).code, "rateLimited");
    assert.equal(estimates, 4);
  });
});

describe("addresses in what the relayer is asked to send", () => {
  const call = (recipient: string): unknown => {
    const lock = { ...lockOf({ kind: "native" }), recipient };
    const told = { act: "claim", lock, preimage: `0x${"5a".repeat(32)}` };
    const found = relayableSwap(JSON.parse(toJson(told)));
    return found && calldataOf(found.call({ ...networkOf(31_337, {}).deployment, hashLock: HASH_LOCK } as Deployment));
  };

  it("APP-221 are taken in whatever case, and refused in other forms", () => {
    const small = "0xabcdefabcdefabcdefabcdefabcdefabcdefabcd";
    const wanted = call(small);
    assert.equal(typeof wanted, "string");
    for (const other of [`0x${small.slice(2).toUpperCase()}`, `0xA${small.slice(3)}`])
      assert.equal(call(other), wanted);
    const icap = "XE7338O073KYGTWWZN0F2WZ0R8PX5ZPPZS";
    for (const bad of [
      icap,
      small.slice(2),
      small.slice(0, -1),
      `${small}00`,
      `0X${small.slice(2)}`,
      " ",
      "vitalik.eth",
    ]) {
      assert.equal(call(bad), undefined, bad);
    }
  });
});
