import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { type Abi, type Address, decodeFunctionData, encodeFunctionData, type Hex, zeroAddress } from "viem";
import { callOf } from "../../src/chain/call.ts";
import { debtorsAbi } from "../../src/generated/abis/Debtors.ts";
import { tallyGovernorAbi } from "../../src/generated/abis/TallyGovernor.ts";
import { treasuryAbi } from "../../src/generated/abis/Treasury.ts";
import { actionsOfForm, type FormValues } from "../../src/governance/actionForms.ts";
import { knownAt, knownContracts } from "../../src/governance/known.ts";
import { daoActs, listBounds, readLists } from "../../src/governance/parameterLists.ts";
import {
  changeParameters,
  listParameters,
  type ParameterId,
  type ParameterState,
  parameterValues,
} from "../../src/governance/parameters.ts";
import { simulate } from "../../src/governance/simulate.ts";
import { deployed } from "../../src/networks.ts";
import { addressOf, type TestChain, testChain } from "../support/chain.ts";
import { byDao } from "../support/dao.ts";
import { failureOf } from "../support/errors.ts";

/** Calldata with another number in place of an argument. */
function withArgument(data: Hex, place: number, value: bigint): Hex {
  const start = 10 + 64 * place;
  return `${data.slice(0, start) as Hex}${value.toString(16).padStart(64, "0")}${data.slice(start + 64)}`;
}

describe("parameters of the DAO", () => {
  let chain: TestChain;
  let places: ReturnType<typeof deployed>;
  let token: Address;

  before(async () => {
    chain = await testChain();
    places = deployed(chain.network);
    token = places.eurx as Address;
  });
  after(() => chain.close());

  const probe = async (id: ParameterId, value: bigint | Address): Promise<Awaited<ReturnType<typeof simulate>>> => {
    const [action] = await changeParameters(chain.reader, { [id]: value });
    assert.ok(action);
    return simulate(chain.reader, [action]);
  };

  it("SDK-226 gives every parameter with the bounds that its contract keeps, no wider and no narrower", async () => {
    const states = await listParameters(chain.reader);
    const numbers = states.filter(
      (each): each is ParameterState & { min: bigint; max: bigint } => each.min !== undefined,
    );
    assert.deepEqual(
      states.filter((each) => each.min === undefined).map(({ id }) => id),
      ["guardian"],
    );
    for (const { id, min, max, contract, act } of numbers) {
      for (const value of [min, max]) assert.equal((await probe(id, value)).ok, true, `${id} ${value}`);
      for (const value of [min - 1n, max + 1n]) {
        if (value < 0n) continue;
        const failed = await failureOf(changeParameters(chain.reader, { [id]: value }));
        assert.deepEqual(
          [failed.code, failed.details["min"], failed.details["max"]],
          ["ParameterOutOfBounds", min, max],
          id,
        );
        // The contract refuses it as well: built past the SDK's own check.
        const [action] = await changeParameters(chain.reader, { [id]: min });
        assert.ok(action);
        const together = states.filter((each) => each.contract === contract && each.act === act);
        const data = withArgument(
          action.data,
          together.findIndex((each) => each.id === id),
          value,
        );
        const { ok, failure } = await simulate(chain.reader, [{ ...action, data }]);
        assert.equal(ok, false, `${contract}.${act} takes ${value}`);
        assert.match(failure?.error.code ?? "", /OutOfBounds|FeeTooHigh|BadDelays|BadMaxTerm/);
      }
    }
    assert.equal((await probe("guardian", addressOf(chain.actor("analyst")))).ok, true);
  });

  it("SDK-226 tells which changes need the critical track", async () => {
    for (const { id, isCritical } of await listParameters(chain.reader)) {
      const value = id === "guardian" ? zeroAddress : ((await parameterValues(chain.reader)).get(id) ?? 0n);
      assert.equal((await probe(id, value)).isCritical, isCritical, id);
    }
  });

  it("SDK-227 sets what one act sets together, and leaves the rest of it as it is", async () => {
    const actions = await changeParameters(chain.reader, {
      quorum: 2_000n,
      criticalQuorum: 3_000n,
      criticalDelay: 300n,
    });
    const data = [
      encodeFunctionData({ abi: tallyGovernorAbi, functionName: "setQuorums", args: [2_000, 3_000] }),
      encodeFunctionData({ abi: treasuryAbi, functionName: "setDelays", args: [60, 300] }),
    ];
    assert.deepEqual(
      actions.map((each) => each.data),
      data,
    );
  });

  it("SDK-227 changes a fee, a term, a quorum and a delay through the DAO", async () => {
    const call = async (changes: Parameters<typeof changeParameters>[1]): Promise<void> => {
      for (const { target, data } of await changeParameters(chain.reader, changes)) {
        const abi = knownAt(knownContracts(chain.network), target)?.abi ?? [];
        const { functionName, args = [] } = decodeFunctionData({ abi, data });
        await byDao(chain, { address: target, abi, functionName, args });
      }
    };
    await call({ marketFee: 400n, maxTerm: 2_592_000n, quorum: 500n, criticalDelay: 180n });
    const now = await parameterValues(chain.reader);
    assert.deepEqual(
      ["marketFee", "maxTerm", "quorum", "criticalQuorum", "delay", "criticalDelay"].map((id) =>
        now.get(id as ParameterId),
      ),
      [400n, 2_592_000n, 500n, 1_500n, 60n, 180n],
    );
  });

  it("SDK-228 lists what stands on the DAO's lists, with the bounds of those", async () => {
    const lists = await readLists(chain.reader);
    assert.deepEqual(
      new Set(lists.criticalTargets),
      new Set([places.tallyGovernor, places.tallyToken, places.accessManager, places.timelock]),
    );
    assert.deepEqual(lists.accessRoles, [{ role: 0n, account: places.timelock }]);
    assert.equal(lists.treasuryRoles.filter(({ account }) => account === places.tallyGovernor).length, 3);
    await byDao(chain, callOf(places.timelock, treasuryAbi, "setLimit", [token, 77n, 3_600]));
    assert.deepEqual((await readLists(chain.reader)).limits, [{ token, amount: 77n, window: 3_600 }]);
    const debtor = addressOf(chain.actor("enterprise"));
    const cap = async (id: "cap" | "liftCap", values: FormValues) => {
      const [action] = actionsOfForm(chain.network, id, { debtor, token, ...values });
      assert.ok(action);
      const { functionName, args } = decodeFunctionData({ abi: debtorsAbi, data: action.data });
      await byDao(chain, { address: action.target, abi: debtorsAbi as Abi, functionName, args });
      return (await readLists(chain.reader)).caps;
    };
    assert.deepEqual(await cap("cap", { amount: 900n }), [{ debtor, token, cap: 900n }]);
    assert.deepEqual(await cap("liftCap", {}), []);
    assert.deepEqual(await listBounds(chain.reader), {
      minWindow: 3_600n,
      maxWindow: 365n * 86_400n,
      supply: 10n ** 24n,
      cap: 10n ** 25n,
    });
  });

  it("SDK-228 has acts for every contract that the DAO steers", () => {
    const contracts = new Set(daoActs().map((act) => act.split(".")[0]));
    const steered = [
      "accessManager",
      "credentials",
      "debtors",
      "easMirror",
      "market",
      "receivables",
      "ruleSets",
      "tallyGovernor",
      "tallyToken",
      "timelock",
    ];
    assert.deepEqual([...contracts].sort(), steered);
  });
});
