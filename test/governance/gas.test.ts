import { expect } from "chai";
import hre, { network } from "hardhat";
import { measureGovernance } from "../../bench/governance.ts";
import budgets from "../../bench/governanceBudgets.json" with { type: "json" };
import type { Figures } from "../../bench/market.ts";

const CAP = 2 ** 24;

describe("gas of governance", () => {
  let figures: Figures = {};
  before(async function () {
    // Code that is instrumented for coverage costs more.
    if (hre.globalOptions.coverage) this.skip();
    figures = await measureGovernance(await network.create());
  });

  for (const [operation, { limit }] of Object.entries(budgets)) {
    it(`GOV-31 ${operation}: at most ${limit}`, () => {
      expect(figures[operation]).to.be.greaterThan(0).and.to.be.at.most(limit);
    });
  }

  it("GOV-29 800 known voters' ballots fit one transaction", () => {
    expect(figures["relayed ballots, 800 in one transaction, in all"]).to.be.lessThan(CAP);
  });
});
