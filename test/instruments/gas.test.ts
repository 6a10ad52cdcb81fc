import { expect } from "chai";
import hre, { network } from "hardhat";
import type { Figures } from "../../bench/market.ts";
import { measureQuotes } from "../../bench/quotes.ts";
import { findLotGrowth, measureLotFlatness, measureReceivables } from "../../bench/receivables.ts";
import budgets from "../../bench/receivablesBudgets.json" with { type: "json" };

describe("gas of receivables", () => {
  let figures: Figures = {};
  before(async function () {
    // Code that is instrumented for coverage costs more.
    if (hre.globalOptions.coverage) this.skip();
    figures = await measureReceivables(await network.create());
    Object.assign(figures, await measureQuotes(await network.create()));
  });

  for (const [operation, { limit }] of Object.entries(budgets)) {
    it(`REC-52 ${operation}: at most ${limit}`, () => {
      expect(figures[operation]).to.be.greaterThan(0).and.to.be.at.most(limit);
    });
  }

  it("LOT-03 is the same beside one lot, a hundred and ten thousand, at the first tier, the fifth and the twentieth", async () => {
    const flatness = await measureLotFlatness(await network.create());
    expect(Object.keys(flatness).length).to.be.greaterThan(5);
    expect(findLotGrowth(flatness)).to.deep.equal([]);
  });
});
