import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type AbiFunction, type Address, decodeFunctionData, parseAbi, zeroAddress } from "viem";
import { actionForms, actionsOfForm, type FormId, type FormValues } from "../../src/governance/actionForms.ts";
import { decodeAction } from "../../src/governance/decode.ts";
import { callFunction, functionsIn } from "../../src/governance/functionCall.ts";
import { knownContracts } from "../../src/governance/known.ts";
import { sentenceOf, sentenceText } from "../../src/governance/sentences.ts";
import { credentialType } from "../../src/identity/credentials.ts";
import { deployed, networkOf } from "../../src/networks.ts";

const network = networkOf(31337, {});
const { eurx, dividends } = deployed(network);
const token = eurx as Address;
const known = knownContracts(network);
const WHO: Address = "0x00000000000000000000000000000000000A11cE";

const words = { tokenOf: () => ({ symbol: "EURX", decimals: 6 }), nameOf: (at: Address) => known.get(at)?.name };
const said = (id: FormId, values: FormValues): readonly string[] =>
  actionsOfForm(network, id, values).map((action) => sentenceText(sentenceOf(decodeAction(action, known)), words));

describe("forms of actions", () => {
  const filled: Readonly<Record<FormId, readonly [FormValues, ...string[]]>> = {
    payment: [{ token, amount: 2_000_000n, to: WHO }, `Pay 2 EURX from the treasury to ${WHO}.`],
    dividend: [
      { token, amount: 5_000_000n },
      "Let Dividends take 5 EURX from the treasury.",
      "Share 5 EURX among all holders as a dividend.",
    ],
    allowance: [{ token, amount: 1_000_000n, spender: dividends }, "Let Dividends take 1 EURX from the treasury."],
    limit: [
      { token: zeroAddress, amount: 10n ** 18n, window: 86_400n },
      "Let ordinary proposals spend up to 1 ETH within 1 day.",
    ],
    criticalTarget: [{ target: WHO, isCritical: false }, `Let calls of ${WHO} go by the ordinary track.`],
    mint: [{ amount: 10n ** 18n, to: WHO }, `Make 1 TALLY new, for ${WHO}.`],
    appointRegistrar: [
      { type: "researcher", registrar: WHO, until: 2n ** 40n - 1n },
      `Let ${WHO} attest credentials of type ${credentialType("researcher")} until for ever.`,
    ],
    dismissRegistrar: [
      { type: credentialType("researcher"), registrar: WHO },
      `End ${WHO}'s right to attest credentials of type ${credentialType("researcher")}.`,
    ],
    appointMirror: [{ mirror: WHO }, `Trust ${WHO} to hand on credentials from elsewhere.`],
    dismissMirror: [{ mirror: WHO }, `Trust ${WHO} no more to hand on credentials.`],
    cap: [{ debtor: WHO, token, amount: 7_000_000n }, `Let ${WHO} owe 7 EURX by confirmed receivables at most.`],
    liftCap: [{ debtor: WHO, token }, `Cap no more what ${WHO} owes by confirmed receivables in EURX.`],
  };
  for (const { id, fields } of actionForms) {
    it(`SDK-230 makes the actions of ${id} from its fields, and refuses one that is missing by its name`, () => {
      const [values, ...sentences] = filled[id];
      assert.deepEqual(Object.keys(values).sort(), fields.map(({ name }) => name).sort());
      assert.deepEqual(said(id, values), sentences);
      for (const { name } of fields) {
        const failing = () => actionsOfForm(network, id, { ...values, [name]: undefined });
        assert.throws(failing, (error: { code?: string; details?: object }) => {
          assert.equal(error.code, "FieldInvalid");
          assert.equal((error.details as { field: string }).field, name);
          return true;
        });
      }
    });
  }
});

describe("calls of any function", () => {
  const one = (signature: string): AbiFunction => functionsIn(signature)[0] as AbiFunction;
  const code = (failing: () => unknown): string => {
    try {
      failing();
    } catch (error) {
      return (error as { code: string }).code;
    }
    return "";
  };
  const args = (signature: string, ...texts: readonly string[]): unknown => {
    const item = one(signature);
    return decodeFunctionData({ abi: [item], data: callFunction(WHO, item, texts).data }).args;
  };

  it("SDK-231 takes ABIs as JSON, as artifacts and as signatures, and of them what changes something", () => {
    const abi = parseAbi(["function open(uint256 door)", "function isOpen() view returns (bool)", "event Opened()"]);
    assert.deepEqual(
      functionsIn(JSON.stringify(abi)).map(({ name }) => name),
      ["open"],
    );
    assert.equal(functionsIn(JSON.stringify({ abi }))[0]?.name, "open");
    assert.equal(one("open(uint256 door);").inputs[0]?.name, "door");
    assert.equal(one("function pay(address to) payable").stateMutability, "payable");
    for (const bad of ["", "{", "[1]", "{}", "[]", "open(", "function f() view", '[{"type":"function"}]']) {
      assert.equal(
        code(() => functionsIn(bad)),
        "AbiInvalid",
        bad,
      );
    }
  });

  it("SDK-231 reads arguments of every type exactly", () => {
    assert.deepEqual(
      args("f(uint256 a, int8 b, bool c, string d)", "123456789012345678901234567890", "-5", "true", " x "),
      [123456789012345678901234567890n, -5, true, " x "],
    );
    assert.deepEqual(args("f(address a, bytes b, bytes4 c)", WHO, "0x", "0x01020304"), [WHO, "0x", "0x01020304"]);
    assert.deepEqual(args("f(uint256[] a)", "[1, 123456789012345678901234567890]"), [
      [1n, 123456789012345678901234567890n],
    ]);
    assert.deepEqual(args("f((address who, uint8[2] parts)[] a)", `[{"who":"${WHO}","parts":[1,2]}]`), [
      [{ who: WHO, parts: [1, 2] }],
    ]);
    assert.deepEqual(args("f((address, uint8) a)", `["${WHO}", 3]`), [[WHO, 3]]);
  });

  it("SDK-231 refuses what does not fit, by name", () => {
    const refused: readonly (readonly [string, string])[] = [
      ["f(uint8 a)", "256"],
      ["f(uint8 a)", "-1"],
      ["f(uint8 a)", "1.5"],
      ["f(uint8 a)", ""],
      ["f(int8 a)", "-129"],
      ["f(bool a)", "yes"],
      ["f(address a)", "0x12"],
      ["f(address a)", WHO.replace("A11cE", "A11Ce")],
      ["f(bytes a)", "0x123"],
      ["f(bytes4 a)", "0x01"],
      ["f(uint8[] a)", "1"],
      ["f(uint8[2] a)", "[1]"],
      ["f((uint8 b) a)", "{}"],
      ["f((uint8 b) a)", "null"],
      ["f(uint8[] a)", "[{}]"],
    ];
    for (const [signature, text] of refused) {
      assert.equal(
        code(() => callFunction(WHO, one(signature), [text])),
        "ArgumentInvalid",
        `${signature} ${text}`,
      );
    }
  });
});
