import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { type Address, type EIP1193Provider, getAddress, type Hex, zeroAddress } from "viem";
import { connectReader, type Reader } from "../../src/chain/actor.ts";
import type { Action } from "../../src/governance/action.ts";
import { depositDividend } from "../../src/governance/dividends.ts";
import { changeParameters, parameterValues } from "../../src/governance/parameters.ts";
import { actionOf } from "../../src/governance/proposals.ts";
import { probeOf } from "../../src/governance/readings.ts";
import { type Simulation, simulate } from "../../src/governance/simulate.ts";
import { allowAction, setLimitAction, spendAction } from "../../src/governance/treasury.ts";
import { deployed } from "../../src/networks.ts";
import { anvilChain, hasAnvil } from "../support/anvil.ts";
import { addressOf, type TestChain, testChain } from "../support/chain.ts";
import { DAY, placesOf } from "../support/market.ts";
import { feeAction, giveEuros } from "../support/members.ts";

const MILLION = 1_000_000_000_000n;

/** A reader whose node lacks some methods, or the other state that a call may be made on. */
function lacking({ client, network }: Reader, ...missing: readonly string[]): Reader {
  const request = (async ({ method, params }: { method: string; params?: unknown[] }) => {
    const lacks = missing.includes(method) || (missing.includes("overrides") && (params?.length ?? 0) > 2);
    if (lacks) throw Object.assign(new Error(`${method} is not there`), { code: -32601 });
    return client.request({ method, params } as never);
  }) as EIP1193Provider["request"];
  return connectReader(network, { request });
}

describe("simulating actions", () => {
  let chain: TestChain;
  let places: ReturnType<typeof deployed>;
  let token: Address;
  let payee: Address;

  before(async () => {
    chain = await testChain();
    places = deployed(chain.network);
    token = placesOf(chain.actor("deployer")).token;
    payee = addressOf(chain.actor("analyst"));
    await giveEuros(chain.actor("deployer"), places.timelock, 1_000_000n);
  });
  after(() => chain.close());

  const setFee = (fee: number): Action => feeAction(chain, fee);
  const spend = (amount: bigint): Action => spendAction(places.timelock, token, payee, amount);
  const setLimit = (amount: bigint): Action => setLimitAction(places.timelock, token, amount, DAY);
  const eventNames = ({ effects }: Simulation): readonly string[] | undefined =>
    effects?.events?.map(({ contract, name }) => `${contract}.${name}`);

  it("SDK-224 tells parameters, tokens, events, storage and calls that an action changes or makes", async () => {
    const found = await simulate(chain.reader, [setFee(300)]);
    assert.deepEqual([found.how, found.ok, found.isCritical, found.failure], ["traceEach", true, false, undefined]);
    assert.deepEqual(found.effects?.parameters, [{ id: "marketFee", before: 0n, after: 300n }]);
    assert.deepEqual(eventNames(found), ["Market.FeeSet"]);
    assert.deepEqual(
      found.effects?.storage?.map(({ account, after: now }) => [account, now.slice(-4)]),
      [[places.market, "012c"]],
    );
    assert.deepEqual(
      found.calls?.map((call) => [call?.to, call?.calls.map(({ to }) => to)]),
      [[places.market, [places.accessManager]]],
    );
    // Nothing was done.
    assert.equal((await parameterValues(chain.reader)).get("marketFee"), 0n);
  });

  it("SDK-224 goes on from earlier actions: what fails alone works behind what allows it", async () => {
    const deposit = actionOf(depositDividend(places.dividends, token, 5_000n));
    const allow = allowAction(places.timelock, token, places.dividends, 5_000n);
    assert.equal((await simulate(chain.reader, [deposit])).ok, false);
    const found = await simulate(chain.reader, [setLimit(MILLION), allow, deposit]);
    assert.deepEqual([found.ok, found.isCritical], [true, true]);
    assert.deepEqual(found.effects?.tokens, [
      { token, account: places.timelock, change: -5_000n },
      { token, account: places.dividends, change: 5_000n },
    ]);
    // Alone it can't be traced, and no guess stands in its place.
    assert.deepEqual(
      found.calls?.map((call) => call?.to),
      [places.timelock, undefined, undefined],
    );
  });

  it("SDK-224 reaches the governor's own settings", async () => {
    const actions = await changeParameters(chain.reader, { votingPeriod: 7_200n, coolDown: 60n });
    const { ok, effects } = await simulate(chain.reader, [...actions, setFee(300)]);
    assert.equal(ok, true);
    assert.deepEqual(
      effects?.parameters.map(({ id, after: now }) => [id, now]),
      [
        ["marketFee", 300n],
        ["votingPeriod", 7_200n],
        ["coolDown", 60n],
      ],
    );
  });

  it("SDK-224 shows ether that moves", async () => {
    const deployer = chain.actor("deployer");
    const hash = await deployer.wallet.sendTransaction({ to: places.timelock, value: 10n, chain: null });
    await chain.reader.client.waitForTransactionReceipt({ hash });
    const to = getAddress("0x00000000000000000000000000000000000a11ce");
    const limit = setLimitAction(places.timelock, zeroAddress, 10n, DAY);
    const { effects } = await simulate(chain.reader, [limit, { target: to, value: 7n, data: "0x" }]);
    assert.deepEqual(effects?.ether, [
      { account: places.timelock, before: 10n, after: 3n },
      { account: to, before: 0n, after: 7n },
    ]);
  });

  it("SDK-225 says which action fails, and why", async () => {
    const actions = [setFee(300), setFee(301), setFee(501), setFee(302)];
    const { ok, failure, effects } = await simulate(chain.reader, actions);
    assert.deepEqual([ok, failure?.action, failure?.error.code, effects], [false, 2, "Access_FeeTooHigh", undefined]);
    const poor = await simulate(chain.reader, [spend(1n)]);
    assert.deepEqual([poor.failure?.action, poor.failure?.error.code], [0, "Treasury_LimitExceeded"]);
  });

  it("SDK-225 takes for what was read only what this very probe read", () => {
    const words = (mark: Hex): Hex => `${mark}${"0".repeat(64)}`;
    const { code, wordsOf } = probeOf([{ kind: "ether", account: places.timelock }]);
    const mark: Hex = `0x${code.slice(4, 68)}`;
    assert.deepEqual(wordsOf(words(mark)), [0n]);
    assert.equal(wordsOf(words(`0x${probeOf([]).code.slice(4, 68)}`)), undefined);
    assert.equal(wordsOf(mark), undefined);
  });

  it("SDK-225 asks by plain calls where the node has no tracers, all actions in order, and says so", async () => {
    const reader = lacking(chain.reader, "debug_traceCall");
    const good = await simulate(reader, [setLimit(MILLION), spend(400_000n), setFee(300)]);
    assert.deepEqual([good.how, good.ok, good.effects?.events], ["call", true, undefined]);
    assert.deepEqual(good.effects?.parameters, [{ id: "marketFee", before: 0n, after: 300n }]);
    assert.deepEqual(good.effects?.tokens, [
      { token, account: places.timelock, change: -400_000n },
      { token, account: payee, change: 400_000n },
    ]);
    const bad = await simulate(reader, [setFee(501)]);
    assert.deepEqual([bad.how, bad.ok, bad.failure?.error.code], ["call", false, "Access_FeeTooHigh"]);
  });

  it("SDK-225 tries each action by itself where the node takes no other state either", async () => {
    const reader = lacking(chain.reader, "debug_traceCall", "overrides");
    const good = await simulate(reader, [setFee(300)]);
    assert.deepEqual([good.how, good.ok, good.effects], ["callEach", true, undefined]);
    const bad = await simulate(reader, [setFee(300), setFee(501)]);
    assert.deepEqual([bad.how, bad.failure?.action, bad.failure?.error.code], ["callEach", 1, "Access_FeeTooHigh"]);
  });

  describe("on a node whose tracers take another state", { skip: !hasAnvil && "no other node here" }, () => {
    let other: Awaited<ReturnType<typeof anvilChain>>;
    before(async () => {
      other = await anvilChain();
    });
    after(() => other.close());

    it("SDK-224 traces all actions in one run, the governor's own among them", async () => {
      const actions = [...(await changeParameters(other.reader, { votingPeriod: 7_200n })), setFee(300), setLimit(1n)];
      const found = await simulate(other.reader, actions);
      assert.deepEqual([found.how, found.ok], ["trace", true]);
      assert.deepEqual(eventNames(found), ["Governor.VotingPeriodSet", "Market.FeeSet", "Treasury.LimitSet"]);
      assert.deepEqual(
        new Set(found.effects?.storage?.map(({ account }) => account)),
        new Set([places.tallyGovernor, places.market, places.timelock]),
      );
      assert.deepEqual(
        found.calls?.map((call) => call?.to),
        [places.tallyGovernor, places.market, places.timelock],
      );
      const bad = await simulate(other.reader, [setFee(300), setFee(501)]);
      assert.deepEqual([bad.how, bad.failure?.action, bad.failure?.error.code], ["trace", 1, "Access_FeeTooHigh"]);
    });

    it("SDK-225 takes events from eth_simulateV1 where it has no tracers", async () => {
      const found = await simulate(lacking(other.reader, "debug_traceCall"), [setFee(300), setLimit(1n)]);
      assert.deepEqual([found.how, found.ok], ["simulate", true]);
      assert.deepEqual(eventNames(found), ["Market.FeeSet", "Treasury.LimitSet"]);
      assert.deepEqual(found.effects?.parameters, [{ id: "marketFee", before: 0n, after: 300n }]);
    });
  });
});
