import { expect } from "chai";
import { ethers, load, makeOffer, type Terms, ZERO_HASH } from "./fixture.ts";

describe("a policy", () => {
  async function withPolicy(changes: Partial<Terms> = {}) {
    const fixture = await load();
    const policy = await ethers.deployContract("PolicyMock");
    const made = await makeOffer(fixture, { policy: policy.target as string, ...changes });
    return { ...fixture, ...made };
  }
  const yes = ethers.toBeHex(1n, 32);

  it("MKT-17 admits by the answer true", async () => {
    const { market, buyer, offered, dataset } = await withPolicy();
    await market.connect(buyer).buy(offered, buyer.address, yes);
    expect(await market.hasAccess(dataset, buyer.address)).to.equal(true);
  });

  const text = (word: string) => ethers.hexlify(ethers.toUtf8Bytes(word));
  const refusals = [
    { what: "false", evidence: ZERO_HASH },
    { what: "two, which is no bool", evidence: ethers.toBeHex(2n, 32) },
    { what: "a word too short", evidence: `0x${"01".repeat(31)}` },
    { what: "nothing", evidence: "0x" },
    { what: "a revert", evidence: text("revert") },
    { what: "a write", evidence: text("write") },
    { what: "all of its gas used up", evidence: text("gas") },
  ];
  for (const { what, evidence } of refusals) {
    it(`MKT-17 denies by ${what}`, async () => {
      const { market, usdx, buyer, offered, id, dataset } = await withPolicy();
      const before = await usdx.balanceOf(buyer.address);
      await expect(market.connect(buyer).buy(offered, buyer.address, evidence))
        .to.be.revertedWithCustomError(market, "Access_Denied")
        .withArgs(id, buyer.address);
      expect(await usdx.balanceOf(buyer.address)).to.equal(before);
      expect(await market.hasAccess(dataset, buyer.address)).to.equal(false);
    });
  }

  it("MKT-17 costs no more than its limit, whatever it returns", async () => {
    const { market, buyer, offered } = await withPolicy();
    const { gasUsed } = (await (await market.connect(buyer).buy(offered, buyer.address, text("bomb"))).wait()) ?? {};
    expect(gasUsed).to.be.lessThan(350_000n);
  });

  it("MKT-17 denies where it is an account without code, or the market itself", async () => {
    const fixture = await load();
    const { market, buyer, stranger } = fixture;
    for (const policy of [stranger.address, market.target as string]) {
      const { offered, id } = await makeOffer(fixture, { policy });
      await expect(market.connect(buyer).buy(offered, buyer.address, yes))
        .to.be.revertedWithCustomError(market, "Access_Denied")
        .withArgs(id, buyer.address);
    }
  });
});

describe("CredentialPolicy", () => {
  it("MKT-17 admits readers, not payers, who hold the credential now", async () => {
    const fixture = await load();
    const { market, credentials, credentialPolicy, dao, other, buyer, friend, dataset } = fixture;
    const researcher = ethers.id("researcher");
    const { offered, id } = await makeOffer(fixture, {
      policy: credentialPolicy.target as string,
      policyData: researcher,
    });
    await credentials.connect(dao).appointRegistrar(researcher, other.address, 2n ** 40n - 1n);
    await credentials.connect(other).attest(researcher, friend.address, 2n ** 40n - 1n, ZERO_HASH);
    expect(await credentialPolicy.credentials()).to.equal(credentials.target);
    await expect(market.connect(friend).buy(offered, buyer.address, "0x"))
      .to.be.revertedWithCustomError(market, "Access_Denied")
      .withArgs(id, buyer.address);
    await market.connect(buyer).buy(offered, friend.address, "0x");
    expect(await market.hasAccess(dataset, friend.address)).to.equal(true);
    await credentials.connect(other).revoke(researcher, friend.address);
    await expect(market.connect(buyer).buy(offered, friend.address, "0x"))
      .to.be.revertedWithCustomError(market, "Access_Denied")
      .withArgs(id, friend.address);
    expect(await credentialPolicy.admits(dataset, friend.address, researcher, "0x")).to.equal(false);
  });
});
