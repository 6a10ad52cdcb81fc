import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Address, decodeFunctionData, parseAbi } from "viem";
import { connectReader } from "../../src/chain/actor.ts";
import { callAction, settingActions } from "../../src/cli/actionArgument.ts";
import { UsageError } from "../../src/cli/exitCode.ts";
import { networkOf } from "../../src/networks.ts";

// None of this asks a chain.
const reader = connectReader({ ...networkOf(31337, {}), rpcUrls: ["http://127.0.0.1:9"] });
const WHO: Address = "0x00000000000000000000000000000000000A11cE";

const argsOf = (signature: string, call: string): readonly unknown[] | undefined => {
  const { data } = callAction(reader, `${WHO}.${call}`);
  return decodeFunctionData({ abi: parseAbi([`function ${signature}`] as never), data }).args as never;
};

describe("what a proposal is to do, in words", () => {
  it("SDK-182 reads arguments of each type, lists, and texts in quotes", () => {
    assert.deepEqual(argsOf("set(uint8, int64, bool)", "set(uint8 255, int64 -7, bool true)"), [255, -7n, true]);
    assert.deepEqual(argsOf("set(bytes, bytes4, address)", `set(bytes 0x, bytes4 0x01020304, address ${WHO})`), [
      "0x",
      "0x01020304",
      WHO,
    ]);
    assert.deepEqual(argsOf("set(string, string)", 'set(string "a, \\"b\\"", string plain)'), ['a, "b"', "plain"]);
    assert.deepEqual(argsOf("set(uint256[], string[2])", 'set(uint256[] [1, 2], string[2] ["a,b", c])'), [
      [1n, 2n],
      ["a,b", "c"],
    ]);
    assert.deepEqual(argsOf("set(address[])", "set(address[] [])"), [[]]);
  });

  it("SDK-182 takes no argument that would go otherwise than it was typed", () => {
    const wrong = [
      "bytes 0x123",
      "bytes4 0x010203",
      "bytes4 0x0102030",
      "bytes[] [0x1]",
      "address 0x12",
      "uint8 256",
      "uint256 -1",
      "uint256 ",
      "uint256 1.5",
      "bool yes",
      "string[2] [a]",
      "7",
    ];
    for (const each of wrong) assert.throws(() => callAction(reader, `${WHO}.set(${each})`), UsageError, each);
    assert.throws(() => callAction(reader, "market.setFee(much)"), UsageError);
  });

  it("SDK-182 sets no time to be for ever, which would be none at all", async () => {
    await assert.rejects(settingActions(reader, ["coolDown=forever"]), UsageError);
    await assert.rejects(settingActions(reader, ["coolDown=soon"]), UsageError);
  });
});
