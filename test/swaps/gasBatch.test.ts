import { expect } from "chai";
import hre, { network } from "hardhat";
import type { Figures } from "../../bench/market.ts";
import { measureSwapsBatch } from "../../bench/swapsBatch.ts";
import budgets from "../../bench/swapsBatchBudgets.json" with { type: "json" };

describe("gas of batches and deposit addresses", () => {
  let figures: Figures = {};
  before(async function () {
    // Code that is instrumented for coverage costs more.
    if (hre.globalOptions.coverage) this.skip();
    figures = await measureSwapsBatch(await network.create());
  });

  for (const [operation, { limit }] of Object.entries(budgets)) {
    it(`SWP-46 ${operation}: at most ${limit}`, () => {
      expect(figures[operation], `${figures[operation]}`).to.be.greaterThan(0).and.to.be.at.most(limit);
    });
  }
});
