import { expect } from "chai";
import hre, { network } from "hardhat";
import { measureAccessLog } from "../../bench/accessLog.ts";
import budgets from "../../bench/budgets.json" with { type: "json" };
import { type Figures, measureMarket } from "../../bench/market.ts";
import { measurePolicies } from "../../bench/policies.ts";
import { measureTabs } from "../../bench/tabs.ts";

describe("gas", () => {
  let figures: Figures = {};
  before(async function () {
    // Code that is instrumented for coverage costs more.
    if (hre.globalOptions.coverage) this.skip();
    figures = {
      ...(await measureMarket(await network.create())),
      ...(await measureAccessLog(await network.create())),
      ...(await measureTabs(await network.create())),
      ...(await measurePolicies(await network.create())),
    };
  });

  for (const [operation, { limit }] of Object.entries(budgets)) {
    it(`MKT-32 ${operation} costs at most ${limit}`, () => {
      expect(figures[operation]).to.be.greaterThan(0).and.to.be.at.most(limit);
    });
  }
});
