import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Due, mostAtOnce, planOf, toggled, withAll } from "../features/receivables/pay/selection.ts";

const due = (id: bigint, change: Partial<Due> = {}): Due => {
  return { id, principal: 1_000_000n, interest: 0n, interestTomorrow: 0n, ...change };
};
const late = due(2n, { interest: 500n, interestTomorrow: 600n });

describe("what is paid at once", () => {
  it("APP-182 pays all that is due, with room for the interest of a day more and not for anything else", () => {
    const plan = planOf([due(1n), late, due(3n)], { "1": "", "2": "" }, 6);
    assert.deepEqual(
      plan.parts.map(({ id, amount, upTo }) => [id, amount, upTo]),
      [
        [1n, 1_000_000n, 1_000_000n],
        [2n, 1_000_500n, 1_000_600n],
      ],
    );
    assert.equal(plan.total, 2_000_500n);
    assert.equal(plan.interest, 500n);
    assert.equal(plan.atMost, 2_000_600n);
    assert.equal(plan.isGood, true);
  });
  it("APP-182 pays a part exactly, interest first", () => {
    const little = planOf([late], { "2": "0.0003" }, 6);
    assert.deepEqual([little.total, little.interest, little.atMost], [300n, 300n, 300n]);
    const more = planOf([late], { "2": "0.5" }, 6);
    assert.deepEqual([more.total, more.interest, more.atMost], [500_000n, 500n, 500_000n]);
    assert.equal(planOf([late], { "2": "1.0005" }, 6).isGood, true, "all of it, typed");
  });
  it("APP-182 says what is wrong with a typed amount beside it, and pays nothing of it", () => {
    const faultOf = (typed: string) => planOf([late], { "2": typed }, 6);
    for (const [typed, fault] of [
      ["1.000501", "tooMuch"],
      ["0", "nothing"],
      ["0.0000001", "badAmount"],
      ["-1", "badAmount"],
      ["1e3", "badAmount"],
      ["all", "badAmount"],
    ] as const) {
      const plan = faultOf(typed);
      assert.equal(plan.parts[0]?.fault, fault, typed);
      assert.equal(plan.isGood, false, typed);
      assert.equal(plan.atMost, 0n, typed);
    }
  });
  it("APP-182 leaves out what is not due any more, and does nothing for nothing", () => {
    assert.deepEqual(planOf([due(1n)], { "9": "" }, 6).parts, []);
    assert.equal(planOf([due(1n)], { "9": "" }, 6).isGood, false);
    assert.equal(planOf([], {}, 6).isGood, false);
  });
  it("APP-182 selects and leaves out one by one, and all as far as a transaction goes", () => {
    assert.deepEqual(toggled({ "1": "2" }, 3n, true), { "1": "2", "3": "" });
    assert.deepEqual(toggled({ "1": "2", "3": "" }, 1n, false), { "3": "" });
    const many = Array.from({ length: mostAtOnce + 10 }, (_, i) => due(BigInt(i)));
    const all = withAll({ "7": "0.5" }, many);
    assert.equal(Object.keys(all).length, mostAtOnce);
    assert.equal(all["7"], "0.5", "what was typed stays");
    assert.equal(planOf(many, all, 6).isGood, true);
    const beyond = Object.fromEntries(many.map(({ id }) => [String(id), ""]));
    assert.equal(planOf(many, beyond, 6).isGood, false);
  });
});
