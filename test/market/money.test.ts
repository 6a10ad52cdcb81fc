import { expect } from "chai";
import { bought, DAY, ethers, holdings, load, makeOffer, networkHelpers, PRICE, ZERO_ADDRESS } from "./fixture.ts";

describe("collect", () => {
  it("MKT-28 sends the credit less the fee, rounded down, where the seller wants it", async () => {
    const fixture = await load();
    const { market, usdx, dao, seller, friend, buyer } = fixture;
    await market.connect(dao).setFee(250n);
    const { offered, id } = await makeOffer(fixture, { price: 101n });
    await bought(fixture, buyer, offered);
    expect(await market.collectable(offered)).to.equal(101n);
    const [inMarket = 0n, ofSeller = 0n, ofFriend = 0n, ofDao = 0n] = await holdings(fixture, usdx, [
      seller,
      friend,
      dao,
    ]);
    expect(await market.connect(seller).collect.staticCall(offered, friend.address)).to.equal(98n);
    await expect(market.connect(seller).collect(offered, friend.address))
      .to.emit(market, "Collected")
      .withArgs(id, seller.address, friend.address, 98n, 3n);
    expect(await holdings(fixture, usdx, [seller, friend, dao])).to.deep.equal([
      inMarket - 98n,
      ofSeller,
      ofFriend + 98n,
      ofDao,
    ]);
    expect(await market.creditOf(dao.address, usdx.target)).to.equal(3n);
    expect(await market.collectable(offered)).to.equal(0n);
    await expect(market.connect(seller).collect(offered, seller.address))
      .to.be.revertedWithCustomError(market, "Access_NothingToCollect")
      .withArgs(id);
  });

  it("MKT-28 is the seller's alone, also after the data set has moved", async () => {
    const fixture = await load();
    const { market, usdx, dao, seller, other, buyer, dataset } = fixture;
    const { offered } = await makeOffer(fixture);
    await bought(fixture, buyer, offered);
    await market.connect(seller).transferFrom(seller.address, other.address, dataset);
    for (const account of [other, dao, buyer]) {
      await expect(market.connect(account).collect(offered, account.address))
        .to.be.revertedWithCustomError(market, "Access_NotSeller")
        .withArgs(dataset, seller.address, account.address);
      const stolen = { ...offered, seller: account.address };
      await expect(market.connect(account).collect(stolen, account.address))
        .to.be.revertedWithCustomError(market, "Access_NothingToCollect")
        .withArgs(await market.offerId(stolen));
    }
    const before = await usdx.balanceOf(seller.address);
    await market.connect(seller).collect(offered, seller.address);
    expect(await usdx.balanceOf(seller.address)).to.equal(before + PRICE);
  });

  it("MKT-28 refuses to send to nobody, or to the market, where it would be lost", async () => {
    const fixture = await load();
    const { market, seller, buyer } = fixture;
    const { offered } = await makeOffer(fixture);
    await bought(fixture, buyer, offered);
    for (const to of [ZERO_ADDRESS, market.target as string]) {
      await expect(market.connect(seller).collect(offered, to))
        .to.be.revertedWithCustomError(market, "Access_BadReceiver")
        .withArgs(to);
    }
  });

  it("MKT-24 collects what windows have released, and counts it before", async () => {
    const fixture = await load();
    const { market, usdx, seller, buyer } = fixture;
    const { offered } = await makeOffer(fixture, { refundWindow: DAY });
    const epoch = DAY * 22_000n;
    await bought(fixture, buyer, offered, undefined, epoch);
    await bought(fixture, buyer, offered, undefined, epoch + DAY);
    expect(await market.collectable(offered)).to.equal(0n);
    await networkHelpers.time.increaseTo(epoch + 2n * DAY);
    expect(await market.collectable(offered)).to.equal(PRICE);
    await networkHelpers.time.increaseTo(epoch + 5n * DAY);
    expect(await market.collectable(offered)).to.equal(2n * PRICE);
    const before = await usdx.balanceOf(seller.address);
    await market.connect(seller).collect(offered, seller.address);
    expect(await usdx.balanceOf(seller.address)).to.equal(before + 2n * PRICE);
    expect(await usdx.balanceOf(market.target)).to.equal(0n);
  });
});

describe("withdraw", () => {
  it("MKT-29 sends a refund where its owner wants it, once", async () => {
    const fixture = await load();
    const { market, usdx, buyer, friend, dataset } = fixture;
    const { offered } = await makeOffer(fixture, { refundWindow: DAY, duration: 0n });
    const entry = await bought(fixture, buyer, offered);
    await market.connect(buyer).refund(dataset, [entry]);
    const [inMarket = 0n, ofBuyer = 0n, ofFriend = 0n] = await holdings(fixture, usdx, [buyer, friend]);
    expect(await market.connect(buyer).withdraw.staticCall(usdx.target, friend.address)).to.equal(PRICE);
    await expect(market.connect(buyer).withdraw(usdx.target, friend.address))
      .to.emit(market, "Withdrawn")
      .withArgs(buyer.address, usdx.target, friend.address, PRICE);
    expect(await holdings(fixture, usdx, [buyer, friend])).to.deep.equal([inMarket - PRICE, ofBuyer, ofFriend + PRICE]);
    await expect(market.connect(buyer).withdraw(usdx.target, buyer.address))
      .to.be.revertedWithCustomError(market, "Access_NothingToWithdraw")
      .withArgs(buyer.address, usdx.target);
  });

  it("MKT-29 sends fees to whom the DAO says", async () => {
    const fixture = await load();
    const { market, usdx, dao, seller, friend, buyer } = fixture;
    await market.connect(dao).setFee(500n);
    const { offered } = await makeOffer(fixture);
    await bought(fixture, buyer, offered);
    await market.connect(seller).collect(offered, seller.address);
    const before = await usdx.balanceOf(friend.address);
    await market.connect(dao).withdraw(usdx.target, friend.address);
    expect(await usdx.balanceOf(friend.address)).to.equal(before + PRICE / 20n);
    expect(await usdx.balanceOf(market.target)).to.equal(0n);
  });

  it("MKT-29 refuses to send to nobody, or to the market", async () => {
    const { market, usdx, buyer } = await load();
    for (const to of [ZERO_ADDRESS, market.target as string]) {
      await expect(market.connect(buyer).withdraw(usdx.target, to))
        .to.be.revertedWithCustomError(market, "Access_BadReceiver")
        .withArgs(to);
    }
  });
});

describe("the faucet of play money", () => {
  it("MKT-33 gives anybody 1,000 units once a day", async () => {
    const { usdx, eurx, other } = await load();
    const token = await ethers.deployContract("DemoToken", ["Some Money", "SOME"]);
    const day = DAY * 22_000n;
    await networkHelpers.time.setNextBlockTimestamp(day);
    await expect(token.connect(other).faucet(other.address))
      .to.emit(token, "Transfer")
      .withArgs(ZERO_ADDRESS, other.address, 1_000_000_000n);
    expect(await token.balanceOf(other.address)).to.equal(await token.FAUCET_AMOUNT());
    await networkHelpers.time.setNextBlockTimestamp(day + DAY - 1n);
    await expect(token.connect(other).faucet(other.address))
      .to.be.revertedWithCustomError(token, "DemoToken_ComeBackLater")
      .withArgs(other.address, day + DAY);
    await networkHelpers.time.setNextBlockTimestamp(day + DAY);
    await token.faucet(other.address);
    expect(await token.balanceOf(other.address)).to.equal(2_000_000_000n);
    expect([await token.name(), await token.symbol(), await token.decimals()]).to.deep.equal([
      "Some Money",
      "SOME",
      6n,
    ]);
    expect([await usdx.symbol(), await eurx.symbol()]).to.deep.equal(["USDX", "EURX"]);
  });
});
