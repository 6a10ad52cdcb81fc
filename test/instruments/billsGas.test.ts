import { expect } from "chai";
import hre, { network } from "hardhat";
import { measureBillQuotes } from "../../bench/billQuotes.ts";
import { measureBills } from "../../bench/bills.ts";
import budgets from "../../bench/billsBudgets.json" with { type: "json" };
import { measureBillsChanges } from "../../bench/billsChanges.ts";
import type { Figures } from "../../bench/market.ts";

describe("gas of bills", () => {
  let figures: Figures = {};
  before(async function () {
    // Code that is instrumented for coverage costs more.
    if (hre.globalOptions.coverage) this.skip();
    figures = await measureBills(await network.create());
    Object.assign(figures, await measureBillQuotes(await network.create()));
    Object.assign(figures, await measureBillsChanges(await network.create()));
  });

  for (const [operation, { limit }] of Object.entries(budgets)) {
    it(`BIL-53 ${operation}: at most ${limit}`, () => {
      expect(figures[operation], `${figures[operation]}`).to.be.greaterThan(0).and.to.be.at.most(limit);
    });
  }
});
