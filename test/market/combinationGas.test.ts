import { expect } from "chai";
import { ethers, load, ZERO_HASH } from "./fixture.ts";

describe("a combination asked with too little gas", () => {
  it("MKT-37 denies instead of asking members that could not answer", async () => {
    const { allOfPolicy, anyOfPolicy, buyer } = await load();
    for (const policy of [allOfPolicy, anyOfPolicy]) {
      expect(await policy.admits(1n, buyer.address, ZERO_HASH, "0x", { gasLimit: 40_000n })).to.equal(false);
      // With enough gas it reads the evidence, and this is none.
      await expect(policy.admits(1n, buyer.address, ZERO_HASH, "0x", { gasLimit: 200_000n })).to.be.revert(ethers);
    }
  });
});
