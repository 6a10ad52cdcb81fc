import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import {
  type Address,
  concat,
  encodeFunctionData,
  getAddress,
  type Hex,
  numberToHex,
  parseAbi,
  size,
  toFunctionSelector,
} from "viem";
import { accessManagerAbi } from "../../src/generated/abis/AccessManager.ts";
import { easMirrorAbi } from "../../src/generated/abis/EasMirror.ts";
import { marketAbi } from "../../src/generated/abis/Market.ts";
import { relayAbi } from "../../src/generated/abis/Relay.ts";
import { tallyGovernorAbi } from "../../src/generated/abis/TallyGovernor.ts";
import { treasuryAbi } from "../../src/generated/abis/Treasury.ts";
import { accountsIn, type DecodedCall, decodeAction } from "../../src/governance/decode.ts";
import { knownContracts } from "../../src/governance/known.ts";
import { safeText } from "../../src/governance/safeText.ts";
import { sentenceOf, sentenceText } from "../../src/governance/sentences.ts";
import { wrapperAbi } from "../../src/governance/wrappers.ts";
import { deployed, networkOf } from "../../src/networks.ts";

const network = networkOf(31337, {});
const { market, timelock, tallyGovernor, accessManager, relay, eurx, credentials, dividends } = deployed(network);
const known = knownContracts(network);
const STRANGER = getAddress("0x00000000000000000000000000000000000a11ce");
const WORD = `0x${"00".repeat(32)}` as const;

const decoded = (target: Address, data: Hex, value = 0n): DecodedCall => decodeAction({ target, value, data }, known);
const said = (call: DecodedCall): string => sentenceText(sentenceOf(call), { nameOf: () => undefined });
const setFee = encodeFunctionData({ abi: marketAbi, functionName: "setFee", args: [300] });
const fee = { target: market, value: 0n, data: setFee };

const wrapped = (functionName: string, args: readonly unknown[]): Hex =>
  encodeFunctionData({ abi: wrapperAbi, functionName, args } as never);

function assertCarriesFee(call: DecodedCall): void {
  assert.equal(call.nested.length, 1);
  assert.deepEqual(
    [call.nested[0]?.contract, call.nested[0]?.functionName, call.nested[0]?.args],
    ["Market", "setFee", [{ name: "feeBps_", type: "uint16", value: 300n }]],
  );
}

describe("decoding actions", () => {
  it("SDK-220 names contract, function and arguments of a known contract's call", () => {
    const call = decoded(market, setFee);
    assert.deepEqual(
      [call.contract, call.key, call.signature, call.isGuess, call.hasMore, call.limit],
      ["Market", "market", "setFee(uint16)", false, false, undefined],
    );
    assert.equal(said(call), "Set the market's fee to 3 % of sales.");
  });

  const safe = "0x29fcB43b46531BcA003ddC8FCB67FFE91900C762";
  const packed = concat([
    "0x00",
    market,
    numberToHex(0n, { size: 32 }),
    numberToHex(size(setFee), { size: 32 }),
    setFee,
  ]);
  const request = {
    from: STRANGER,
    to: market,
    value: 0n,
    gas: 100_000n,
    deadline: 1,
    data: setFee,
    signature: "0x",
  } as const;
  const carriers: Readonly<Record<string, readonly [Address, Hex]>> = {
    "a contract's multicall": [market, wrapped("multicall", [[setFee]])],
    "Multicall3's aggregate3": [
      STRANGER,
      wrapped("aggregate3", [[{ target: market, allowFailure: false, callData: setFee }]]),
    ],
    "Multicall3's aggregate3Value": [
      STRANGER,
      wrapped("aggregate3Value", [[{ target: market, allowFailure: false, value: 0n, callData: setFee }]]),
    ],
    "a timelock's schedule": [timelock, wrapped("schedule", [market, 0n, setFee, WORD, WORD, 60n])],
    "a timelock's scheduleBatch": [timelock, wrapped("scheduleBatch", [[market], [0n], [setFee], WORD, WORD, 60n])],
    "a timelock's execute": [timelock, wrapped("execute", [market, 0n, setFee, WORD, WORD])],
    "a timelock's executeBatch": [timelock, wrapped("executeBatch", [[market], [0n], [setFee], WORD, WORD])],
    "a Safe's execTransaction": [
      safe,
      wrapped("execTransaction", [market, 0n, setFee, 0, 0n, 0n, 0n, STRANGER, STRANGER, "0x"]),
    ],
    "a Safe's multiSend": [safe, wrapped("multiSend", [packed])],
    "the AccessManager's execute": [
      accessManager,
      encodeFunctionData({ abi: accessManagerAbi, functionName: "execute", args: [market, setFee] }),
    ],
    "the AccessManager's schedule": [
      accessManager,
      encodeFunctionData({ abi: accessManagerAbi, functionName: "schedule", args: [market, setFee, 0] }),
    ],
    "the relay's execute": [relay, encodeFunctionData({ abi: relayAbi, functionName: "execute", args: [request] })],
    "the governor's propose": [
      tallyGovernor,
      encodeFunctionData({ abi: tallyGovernorAbi, functionName: "propose", args: [[market], [0n], [setFee], "again"] }),
    ],
  };
  for (const [name, [target, data]] of Object.entries(carriers)) {
    it(`SDK-221 finds the call within ${name}`, () => assertCarriesFee(decoded(target, data)));
  }

  it("SDK-221 goes into calls within calls, and stops where it is too deep or too much", () => {
    let { data } = fee;
    for (let depth = 0; depth < 10; depth++) data = wrapped("multicall", [[data]]);
    let call = decoded(market, data);
    let depth = 0;
    for (let inner = call.nested[0]; inner !== undefined; inner = call.nested[0]) [call, depth] = [inner, depth + 1];
    assert.deepEqual([depth, call.limit], [6, "tooDeep"]);
    const many = decoded(market, wrapped("multicall", [Array.from({ length: 500 }, () => setFee)]));
    assert.deepEqual([many.nested.length, many.limit], [199, "tooMany"]);
    assert.equal(decoded(market, concat([setFee, `0x${"00".repeat(200_000)}`])).limit, "tooLarge");
  });

  it("SDK-221 tells of bytes that the function does not read", () => {
    assert.equal(decoded(market, concat([setFee, "0xdeadbeef"])).hasMore, true);
  });

  it("SDK-222 shows raw what it can't read, with why, whatever stands in it", () => {
    assert.equal(decoded(market, "0x12345678").limit, "unknownFunction");
    assert.equal(decoded(STRANGER, "0x12345678").limit, "unknownContract");
    assert.equal(decoded(market, "0x12").limit, "malformed");
    assert.equal(decoded(market, setFee.slice(0, -2) as Hex).limit, "malformed");
    assert.equal(decoded(market, "0xzz" as Hex).limit, "malformed");
    assert.equal(decoded(safe, wrapped("multiSend", [packed.slice(0, -2) as Hex])).limit, "malformed");
    assert.equal(said(decoded(STRANGER, "0x12345678")), `Call ${STRANGER} with data that is not known (0x12345678).`);
    assert.equal(said(decoded(STRANGER, "0x", 10n ** 18n)), `Send 1 ETH to ${STRANGER}.`);
  });

  it("SDK-222 never throws, whatever bytes follow whatever function", () => {
    const selectors = [...wrapperAbi, ...treasuryAbi, ...tallyGovernorAbi, ...marketAbi].filter(
      (item) => item.type === "function",
    );
    fc.assert(
      fc.property(fc.nat(selectors.length - 1), fc.uint8Array({ maxLength: 400 }), (at, bytes) => {
        const item = selectors[at];
        assert.ok(item);
        const data = concat([toFunctionSelector(item), `0x${Buffer.from(bytes).toString("hex")}`]);
        const call = decoded(market, data);
        assert.equal(call.raw, data);
        said(call);
        accountsIn(call);
      }),
      { numRuns: 500 },
    );
  });

  it("SDK-222 makes foreign text safe to be shown", () => {
    assert.equal(safeText("pay \u202e000,1\u202c now\u0000"), "pay \\u{202e}000,1\\u{202c} now\\u{0}");
    assert.equal(safeText("a".repeat(600)), `${"a".repeat(500)}… (600 characters)`);
    assert.equal(safeText("两行\nok"), "两行\nok");
    const description = "\u202egnol yrev";
    const data = encodeFunctionData({
      abi: tallyGovernorAbi,
      functionName: "propose",
      args: [[market], [0n], [setFee], description],
    });
    assert.equal(decoded(tallyGovernor, data).args[3]?.value, "\\u{202e}gnol yrev");
  });

  it("SDK-220 guesses functions of tokens that are not known, says so, and takes other ABIs", () => {
    const transfer = encodeFunctionData({
      abi: parseAbi(["function transfer(address to, uint256 amount)"]),
      args: [credentials, 5n],
    });
    const call = decoded(STRANGER, transfer);
    assert.deepEqual([call.functionName, call.isGuess, call.contract], ["transfer", true, undefined]);
    assert.equal(said(call), `Transfer 5 base units of ${STRANGER} to ${credentials}.`);
    const own = parseAbi(["function open(string door)"]);
    const data = encodeFunctionData({ abi: own, args: ["front"] });
    assert.equal(decodeAction({ target: STRANGER, value: 0n, data }, known, [own]).args[0]?.value, "front");
  });

  it("SDK-223 says what the treasury's and the governor's acts do", () => {
    const token = eurx as Address;
    const words = { tokenOf: () => ({ symbol: "EURX", decimals: 6 }), nameOf: (at: Address) => known.get(at)?.name };
    const say = (target: Address, data: Hex): string => sentenceText(sentenceOf(decoded(target, data)), words);
    const treasury = (functionName: string, args: readonly unknown[]): string =>
      say(timelock, encodeFunctionData({ abi: treasuryAbi, functionName, args } as never));
    assert.equal(treasury("spend", [token, STRANGER, 2_500_000n]), `Pay 2.5 EURX from the treasury to ${STRANGER}.`);
    assert.equal(treasury("allow", [token, dividends, 1n]), "Let Dividends take 0.000001 EURX from the treasury.");
    assert.equal(
      treasury("setDelays", [60, 7_200]),
      "Wait 1 minute before a won proposal is executed, 2 hours before a critical one.",
    );
    assert.equal(treasury("setCriticalTarget", [market, true]), "Make every call of Market need the critical track.");
    const governor = (functionName: string, args: readonly unknown[]): string =>
      say(tallyGovernor, encodeFunctionData({ abi: tallyGovernorAbi, functionName, args } as never));
    assert.equal(
      governor("setQuorums", [400, 1_500]),
      "Set the quorum to 4 % of the supply, for critical proposals to 15 %.",
    );
    assert.equal(governor("setProposalGuardian", [`0x${"0".repeat(40)}`]), "Have no guardian.");
  });

  it("SDK-223 says what the mirror's acts do, which no local chain has", () => {
    const mirror = { address: STRANGER, name: "EasMirror", abi: easMirrorAbi, key: "easMirror" } as const;
    const ofMirror = (data: Hex) =>
      said(decodeAction({ target: STRANGER, value: 0n, data }, knownContracts(network, [mirror])));
    const type = `0x${"22".repeat(32)}` as const;
    assert.equal(
      ofMirror(encodeFunctionData({ abi: easMirrorAbi, functionName: "mapSchema", args: [WORD, type] })),
      `Let attestations by schema ${WORD} become credentials of type ${type}.`,
    );
    assert.equal(
      ofMirror(encodeFunctionData({ abi: easMirrorAbi, functionName: "closeSchema", args: [WORD] })),
      `Let no more attestations by schema ${WORD} become credentials.`,
    );
  });

  it("SDK-223 finds every account in a call and in those that it carries", () => {
    const inner = encodeFunctionData({
      abi: treasuryAbi,
      functionName: "spend",
      args: [eurx as Address, STRANGER, 1n],
    });
    const data = wrapped("executeBatch", [[timelock], [0n], [inner], WORD, WORD]);
    assert.deepEqual(new Set(accountsIn(decoded(timelock, data))), new Set([timelock, eurx, STRANGER]));
  });
});
