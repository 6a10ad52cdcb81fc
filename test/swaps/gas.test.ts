import { expect } from "chai";
import hre, { network } from "hardhat";
import { measureHashLock } from "../../bench/hashLock.ts";
import type { Figures } from "../../bench/market.ts";
import budgets from "../../bench/swapsBudgets.json" with { type: "json" };

describe("gas of swaps", () => {
  let figures: Figures = {};
  before(async function () {
    // Code that is instrumented for coverage costs more.
    if (hre.globalOptions.coverage) this.skip();
    figures = await measureHashLock(await network.create());
  });

  for (const [operation, { limit }] of Object.entries(budgets)) {
    it(`SWP-29 ${operation}: at most ${limit}`, () => {
      expect(figures[operation], `${figures[operation]}`).to.be.greaterThan(0).and.to.be.at.most(limit);
    });
  }
});
