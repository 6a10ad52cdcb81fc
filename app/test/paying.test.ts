import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { payChoiceOf, payPath } from "../features/receivables/pay/choice.ts";
import { dueOfRow } from "../features/receivables/pay/due.ts";
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

const [debtor, token] = [
  "0x00000000000000000000000000000000000000aa",
  "0x00000000000000000000000000000000000000e1",
] as const;

describe("a link that lets somebody else pay", () => {
  const choiceOf = (path: string) => payChoiceOf(new URL(path, "https://market.example").searchParams);
  it("APP-182 names the debtor, the token and what is to be paid, and comes back as it was", () => {
    const ids = [7n, 2n ** 256n - 1n];
    assert.deepEqual(choiceOf(payPath(debtor, token, ids)), { debtor, token, ids });
    assert.deepEqual(choiceOf(payPath(debtor, token, [])), { debtor, token, ids: [] });
  });
  it("APP-182 is read each part by what it must be; the rest of it is left out", () => {
    const nothing = { debtor: undefined, token: undefined, ids: [] };
    assert.deepEqual(choiceOf("/receivables/pay"), nothing);
    assert.deepEqual(choiceOf("/receivables/pay?debtor=0x12&token=EURX&ids=-1,0x7,1e3,seven,,"), nothing);
    assert.deepEqual(choiceOf(`/receivables/pay?ids=7,7,${2n ** 256n},8`).ids, [7n, 8n]);
    const many = Array.from({ length: 5_000 }, (_, i) => i).join(",");
    assert.equal(choiceOf(`/receivables/pay?ids=${many}`).ids.length, mostAtOnce);
  });
});

describe("what the indexer's rows say is due", () => {
  const day = 86_400;
  const books = {
    openUnits: 100,
    uncollectedUnits: 100,
    principal: 3_600_000n,
    dueAt: 1_000 * day,
    interestDays: 2,
    interest: 2_000n,
    pot: 0n,
    perUnit: 0n,
  };
  const row = {
    id: 7n,
    principal: 3_600_000n,
    interest: 3_000n,
    hasBooks: true,
    books,
    dueAt: 1_000 * day,
    units: 100,
    unit: 36_000n,
    lateBps: 1_000,
    graceDays: 0,
  };
  it("APP-182 counts the interest of a day more by the contract's rule", () => {
    // 3.6 at 10 % a year: 1,000 base units a day; two days are in the books, the third is the indexer's now.
    const due = dueOfRow(row, 1_003 * day + 5);
    assert.deepEqual(due, { id: 7n, principal: 3_600_000n, interest: 3_000n, interestTomorrow: 4_000n });
  });
  it("APP-182 counts none before it is due, and none of what is paid", () => {
    const fresh = { ...row, interest: 0n, hasBooks: false };
    assert.equal(dueOfRow(fresh, 990 * day).interestTomorrow, 0n);
    assert.equal(dueOfRow(fresh, 1_000 * day).interestTomorrow, 1_000n, "tomorrow it is late");
    assert.equal(dueOfRow({ ...row, principal: 0n, interest: 0n }, 1_003 * day).interestTomorrow, 0n);
  });
});
