import { expect } from "chai";
import hre, { network } from "hardhat";
import budgets from "../../bench/budgets.json" with { type: "json" };
import { findGrowth, measureFlatness } from "../../bench/flat.ts";
import { measureOurs } from "../../bench/gas.ts";
import type { Figures } from "../../bench/market.ts";

describe("gas", () => {
  let figures: Figures = {};
  before(async function () {
    // Code that is instrumented for coverage costs more.
    if (hre.globalOptions.coverage) this.skip();
    figures = await measureOurs();
  });

  for (const [operation, { limit }] of Object.entries(budgets)) {
    it(`MKT-32 ${operation} costs at most ${limit}`, () => {
      expect(figures[operation]).to.be.greaterThan(0).and.to.be.at.most(limit);
    });
  }

  it("MKT-32 no act costs more beside 100 data sets, offers, readers and versions than beside one", async function () {
    if (hre.globalOptions.coverage) this.skip();
    const flatness = await measureFlatness(await network.create(), [1, 100]);
    expect(Object.keys(flatness).length).to.be.greaterThan(0);
    expect(findGrowth(flatness)).to.deep.equal([]);
  });
});
