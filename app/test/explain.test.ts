import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { contractErrors } from "@tallystick/sdk/chain/errorAbis";
import { tallystickError } from "@tallystick/sdk/errors";
import { marketAbi } from "@tallystick/sdk/generated/abis/Market";
import { BaseError, ContractFunctionRevertedError, encodeErrorResult } from "viem";
import { dictionaryOf } from "../i18n/dictionary.ts";
import { problemSentence } from "../i18n/problem.ts";
import { explain } from "../lib/tx/explain.ts";
import { ActError } from "../lib/tx/types.ts";

const say = (error: unknown) => problemSentence(explain(error, contractErrors), dictionaryOf("en"), "en");

describe("explain", () => {
  describe("what a contract refuses", () => {
    const data = encodeErrorResult({ abi: marketAbi, errorName: "Access_SoldOut", args: [`0x${"11".repeat(32)}`, 7] });
    it("APP-08 reads revert data that viem has decoded", () => {
      const error = new ContractFunctionRevertedError({ abi: contractErrors, data, functionName: "buy" });
      assert.equal(say(new BaseError("x", { cause: error })), "Sold out: all 7 were sold.");
    });
    it("APP-08 finds revert data wherever a wallet has put it", () => {
      for (const error of [{ data }, { data: { data } }, { cause: { data } }, { data: { originalError: { data } } }]) {
        assert.equal(explain(error, contractErrors).code, "Access_SoldOut", JSON.stringify(error));
      }
    });
    it("APP-08 writes times as times and accounts short", () => {
      const closed = encodeErrorResult({
        abi: marketAbi,
        errorName: "Access_WindowClosed",
        args: [`0x${"11".repeat(32)}`, 1_790_000_000],
      });
      assert.equal(say({ data: closed }), "The time for giving it back ended at 2026-09-21 14:13 (UTC).");
      const seller = encodeErrorResult({
        abi: marketAbi,
        errorName: "Access_SellerNotOwner",
        args: [1n, `0x${"ab".repeat(20)}`],
      });
      assert.match(say({ data: seller }), /0x[aA][bB][aA][bB]…[aA][bB][aA][bB]/);
    });
  });

  it("APP-08 writes power in whole units of the DAO's token", () => {
    const data = encodeErrorResult({
      abi: contractErrors,
      errorName: "GovernorInsufficientProposerVotes",
      args: [`0x${"ab".repeat(20)}`, 15n * 10n ** 17n, 10_000n * 10n ** 18n],
    });
    assert.match(say({ data }), /has 1\.5 TALLY of power, and a proposal needs 10000\./);
  });

  describe("what a wallet refuses", () => {
    const cases = [
      [{ code: 4001, message: "User rejected the request." }, "rejected"],
      [new BaseError("x", { cause: Object.assign(new Error("no"), { code: 4001 }) }), "rejected"],
      [{ code: -32002 }, "walletBusy"],
      [{ code: 4900 }, "walletGone"],
      [{ name: "ConnectorNotConnectedError" }, "notConnected"],
      [{ name: "ConnectorChainMismatchError" }, "wrongNetwork"],
      [{ name: "HttpRequestError" }, "chainDown"],
      [{ message: "insufficient funds for gas * price + value" }, "noMoneyForGas"],
      [{ code: -32603, message: "Internal JSON-RPC error." }, "walletRefused"],
    ] as const;
    for (const [error, code] of cases)
      it(`APP-08 knows ${code}`, () => assert.equal(explain(error, contractErrors).code, code));
  });

  it("APP-08 keeps the code and values of the SDK's errors, also after they crossed from a worker", () => {
    const error = tallystickError("ChunkTampered", { segment: 2, chunk: 5 });
    assert.match(say(error), /^Piece 5 of file 2 is not what the publisher anchored\./);
    const { name, message, code, details } = error;
    assert.equal(say(Object.assign(new Error(message), { name, code, details })), say(error));
  });

  it("APP-05 keeps a problem that was already put into words", () => {
    const problem = { code: "accountChanged", values: { expected: "0x1", actual: "0x2" } };
    assert.deepEqual(explain(new ActError(problem), contractErrors), problem);
  });

  it("APP-08 says what the machine said where nothing else is known", () => {
    assert.equal(say(new Error("strange")), "That did not work: strange");
    assert.equal(say("text"), "That did not work: text");
    assert.equal(say(null), "That did not work: null");
  });
});
