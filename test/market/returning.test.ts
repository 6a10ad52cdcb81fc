import { expect } from "chai";
import {
  bought,
  DAY,
  type Entry,
  ethers,
  holdings,
  load,
  makeOffer,
  networkHelpers,
  PRICE,
  packedRight,
  REVOKED,
  ZERO_ADDRESS,
  ZERO_HASH,
} from "./fixture.ts";

const MONTH = 30n * DAY;
const WEEK = 7n * DAY;
/** Deep enough in history that epochs are what they are in production. */
const EPOCH = WEEK * 3_000n;

const at = (timestamp: bigint) => networkHelpers.time.setNextBlockTimestamp(timestamp);

async function withWindow(changes = {}) {
  const fixture = await load();
  const made = await makeOffer(fixture, { refundWindow: WEEK, ...changes });
  return { ...fixture, ...made, fixture };
}

describe("refund", () => {
  it("MKT-23 credits whoever paid with the unused part of the price paid, and ends the right", async () => {
    const { market, usdx, buyer, friend, seller, offered, id, dataset, fixture } = await withWindow();
    const entry = await bought(fixture, friend, offered, buyer.address, EPOCH);
    const before = await holdings(fixture, usdx, [buyer, friend, seller]);
    const now = EPOCH + 3n * DAY;
    await at(now);
    const amount = (PRICE * (MONTH - 3n * DAY)) / MONTH;
    await expect(market.connect(buyer).refund(dataset, [entry]))
      .to.emit(market, "GivenBack")
      .withArgs(dataset, buyer.address, id, friend.address, amount, 0n);
    expect(await packedRight(market, dataset, buyer.address)).to.equal(0n);
    expect(await market.hasAccess(dataset, buyer.address)).to.equal(false);
    expect(await market.creditOf(friend.address, usdx.target)).to.equal(amount);
    expect(await market.creditOf(buyer.address, usdx.target)).to.equal(0n);
    expect((await market.offerState(id)).held).to.deep.equal([PRICE - amount, 0n, EPOCH / WEEK]);
    expect(await holdings(fixture, usdx, [buyer, friend, seller])).to.deep.equal(before);
  });

  it("MKT-23 gives all of it back in the second of the purchase", async () => {
    const { market, usdx, buyer, offered, id, dataset, fixture } = await withWindow();
    const [inMarket = 0n, ofBuyer = 0n] = await holdings(fixture, usdx, [buyer]);
    const purchase = { previous: 0n, offer: id, payer: buyer.address, paid: PRICE, boughtAt: EPOCH, from: EPOCH };
    const encode = market.interface.encodeFunctionData.bind(market.interface);
    await at(EPOCH);
    await market
      .connect(buyer)
      .multicall([
        encode("buy", [offered, buyer.address, "0x"]),
        encode("refund", [dataset, [{ purchase, terms: offered }]]),
        encode("withdraw", [usdx.target, buyer.address]),
      ]);
    expect(await holdings(fixture, usdx, [buyer])).to.deep.equal([inMarket, ofBuyer]);
    expect(await packedRight(market, dataset, buyer.address)).to.equal(0n);
  });

  it("MKT-23 restores the earlier right exactly, purchase by purchase", async () => {
    const { market, usdx, buyer, offered, id, dataset, fixture } = await withWindow();
    const wide = await makeOffer(fixture, { refundWindow: WEEK, segments: 7n, duration: 2n * MONTH });
    const first = await bought(fixture, buyer, offered, undefined, EPOCH);
    const second = await bought(fixture, buyer, offered, undefined, EPOCH + DAY);
    const third = await bought(fixture, buyer, wide.offered, undefined, EPOCH + 2n * DAY);
    const now = EPOCH + 3n * DAY;
    await at(now);
    const ofThird = (PRICE * (2n * MONTH - DAY)) / (2n * MONTH);
    const tx = await market.connect(buyer).refund(dataset, [third, second]);
    await expect(tx)
      .to.emit(market, "GivenBack")
      .withArgs(dataset, buyer.address, wide.id, buyer.address, ofThird, third.purchase.previous)
      .and.to.emit(market, "GivenBack")
      .withArgs(dataset, buyer.address, id, buyer.address, PRICE, second.purchase.previous);
    expect(await packedRight(market, dataset, buyer.address)).to.equal(second.purchase.previous);
    expect(await market.creditOf(buyer.address, usdx.target)).to.equal(ofThird + PRICE);
    await at(now + DAY);
    await market.connect(buyer).refund(dataset, [first]);
    expect(await market.creditOf(buyer.address, usdx.target)).to.equal(
      ofThird + PRICE + (PRICE * (MONTH - 4n * DAY)) / MONTH,
    );
  });

  it("MKT-23 gives all of it back where it was for ever", async () => {
    const { market, usdx, buyer, offered, dataset, fixture } = await withWindow({ duration: 0n });
    const entry = await bought(fixture, buyer, offered, undefined, EPOCH);
    await at(EPOCH + WEEK - 1n);
    await market.connect(buyer).refund(dataset, [entry]);
    expect(await market.creditOf(buyer.address, usdx.target)).to.equal(PRICE);
  });

  it("MKT-23 refuses when the window has closed, to the second", async () => {
    const { market, buyer, offered, id, dataset, fixture } = await withWindow();
    const entry = await bought(fixture, buyer, offered, undefined, EPOCH + DAY);
    await at(EPOCH + DAY + WEEK);
    await expect(market.connect(buyer).refund(dataset, [entry]))
      .to.be.revertedWithCustomError(market, "Access_WindowClosed")
      .withArgs(id, EPOCH + DAY + WEEK);
    const plain = await makeOffer(fixture);
    const renewed = await bought(fixture, buyer, plain.offered);
    await expect(market.connect(buyer).refund(dataset, [renewed]))
      .to.be.revertedWithCustomError(market, "Access_WindowClosed")
      .withArgs(plain.id, renewed.purchase.boughtAt);
  });

  it("MKT-24 pays from the purchase's own money in the last second, across epochs", async () => {
    const { market, usdx, buyer, friend, seller, offered, id, dataset, fixture } = await withWindow();
    const entry = await bought(fixture, buyer, offered, undefined, EPOCH + WEEK - 1n);
    const others = await bought(fixture, friend, offered, undefined, EPOCH + WEEK + DAY);
    expect((await market.offerState(id)).held).to.deep.equal([PRICE, PRICE, EPOCH / WEEK + 1n]);
    await at(EPOCH + 2n * WEEK - 2n);
    const amount = (PRICE * (MONTH - WEEK + 1n)) / MONTH;
    await market.connect(buyer).refund(dataset, [entry]);
    expect(await market.creditOf(buyer.address, usdx.target)).to.equal(amount);
    expect((await market.offerState(id)).held).to.deep.equal([PRICE, PRICE - amount, EPOCH / WEEK + 1n]);
    // What was used is the seller's when every window of its epoch has closed.
    await at(EPOCH + 2n * WEEK - 1n);
    await expect(market.connect(seller).collect(offered, seller.address))
      .to.be.revertedWithCustomError(market, "Access_NothingToCollect")
      .withArgs(id);
    await at(EPOCH + 2n * WEEK);
    await market.connect(seller).collect(offered, seller.address);
    expect((await market.offerState(id)).held).to.deep.equal([0n, PRICE, EPOCH / WEEK + 2n]);
    await at(EPOCH + 2n * WEEK + DAY - 1n);
    await market.connect(friend).refund(dataset, [others]);
    expect(await market.creditOf(friend.address, usdx.target)).to.equal((PRICE * (MONTH - WEEK + 1n)) / MONTH);
  });

  it("MKT-24 credits closed windows to the seller while it takes from open ones", async () => {
    const { market, buyer, friend, offered, id, dataset, fixture } = await withWindow();
    await bought(fixture, friend, offered, undefined, EPOCH);
    const entry = await bought(fixture, buyer, offered, undefined, EPOCH + 2n * WEEK - 1n);
    await at(EPOCH + 2n * WEEK);
    await market.connect(buyer).refund(dataset, [entry]);
    expect((await market.offerState(id)).state.credit).to.equal(PRICE);
    await bought(fixture, buyer, offered, undefined, EPOCH + 9n * WEEK);
    const { state, held } = await market.offerState(id);
    expect(held).to.deep.equal([PRICE, 0n, EPOCH / WEEK + 9n]);
    // One second was used: rounded against the reader.
    expect(state.credit).to.equal(PRICE + 1n);
  });

  it("MKT-23 gives back free purchases and grants for nothing", async () => {
    const { market, seller, buyer, dataset, fixture } = await withWindow();
    const free = await makeOffer(fixture, { price: 0n, token: ZERO_ADDRESS, refundWindow: WEEK });
    const entry = await bought(fixture, buyer, free.offered);
    const previous = await packedRight(market, dataset, buyer.address);
    await market.connect(seller).grant(dataset, buyer.address, MONTH, 3n, 1n, true);
    const granted = grantEntry(entry, previous, BigInt(await networkHelpers.time.latest()));
    await expect(market.connect(buyer).refund(dataset, [granted, entry]))
      .to.emit(market, "GivenBack")
      .withArgs(dataset, buyer.address, ZERO_HASH, ZERO_ADDRESS, 0n, previous)
      .and.to.emit(market, "GivenBack")
      .withArgs(dataset, buyer.address, free.id, buyer.address, 0n, 0n);
    expect(await market.hasAccess(dataset, buyer.address)).to.equal(false);
  });

  it("MKT-27 refuses a second time, out of order, changed, or another's", async () => {
    const { market, buyer, friend, offered, dataset, fixture } = await withWindow();
    const first = await bought(fixture, buyer, offered);
    const second = await bought(fixture, buyer, offered);
    const asBuyer = market.connect(buyer);
    await expect(asBuyer.refund(dataset, [first]))
      .to.be.revertedWithCustomError(market, "Access_WrongPurchase")
      .withArgs(dataset, buyer.address, 0n);
    for (const changes of [{ paid: PRICE + 1n }, { payer: friend.address }, { from: 0n }, { previous: 0n }]) {
      const changed = { ...second, purchase: { ...second.purchase, ...changes } };
      await expect(asBuyer.refund(dataset, [changed]))
        .to.be.revertedWithCustomError(market, "Access_WrongPurchase")
        .withArgs(dataset, buyer.address, 0n);
    }
    await expect(asBuyer.refund(dataset, [second, second]))
      .to.be.revertedWithCustomError(market, "Access_WrongPurchase")
      .withArgs(dataset, buyer.address, 1n);
    await expect(market.connect(friend).refund(dataset, [second]))
      .to.be.revertedWithCustomError(market, "Access_NoRight")
      .withArgs(dataset, friend.address);
    await asBuyer.refund(dataset, [second, first]);
    await expect(asBuyer.refund(dataset, [first]))
      .to.be.revertedWithCustomError(market, "Access_NoRight")
      .withArgs(dataset, buyer.address);
  });

  it("MKT-27 refuses other terms than those of the purchase", async () => {
    const { market, buyer, offered, id, dataset, fixture } = await withWindow();
    const { purchase } = await bought(fixture, buyer, offered);
    const terms = { ...offered, refundWindow: 90n * DAY };
    await expect(market.connect(buyer).refund(dataset, [{ purchase, terms }]))
      .to.be.revertedWithCustomError(market, "Access_WrongTerms")
      .withArgs(id, await market.offerId(terms));
  });

  it("MKT-27 refuses nothing at all, and what has ended", async () => {
    const { market, buyer, offered, dataset, fixture } = await withWindow({ duration: DAY });
    const entry = await bought(fixture, buyer, offered, undefined, EPOCH);
    await expect(market.connect(buyer).refund(dataset, []))
      .to.be.revertedWithCustomError(market, "Access_PurchasesMissing")
      .withArgs(dataset, buyer.address);
    await at(EPOCH + DAY);
    await expect(market.connect(buyer).refund(dataset, [entry]))
      .to.be.revertedWithCustomError(market, "Access_NoRight")
      .withArgs(dataset, buyer.address);
  });
});

/** The entry of a free grant on top of `previous`. */
function grantEntry({ terms }: Entry, previous: bigint, boughtAt: bigint): Entry {
  const end = previous & (2n ** 40n - 1n);
  const from = end > boughtAt ? end : boughtAt;
  return { purchase: { previous, offer: ZERO_HASH, payer: ZERO_ADDRESS, paid: 0n, boughtAt, from }, terms };
}

describe("renounce", () => {
  it("MKT-25 gives up a gift that stands between a reader and his refund", async () => {
    const { market, usdx, buyer, friend, offered, dataset, fixture } = await withWindow();
    const plain = await makeOffer(fixture, { price: 1n });
    const own = await bought(fixture, buyer, offered, undefined, EPOCH);
    const gift = await bought(fixture, friend, plain.offered, buyer.address, EPOCH + DAY);
    await expect(market.connect(buyer).refund(dataset, [gift, own]))
      .to.be.revertedWithCustomError(market, "Access_WindowClosed")
      .withArgs(plain.id, EPOCH + DAY);
    await expect(market.connect(buyer).renounce(dataset, [gift.purchase]))
      .to.emit(market, "GivenBack")
      .withArgs(dataset, buyer.address, plain.id, friend.address, 0n, gift.purchase.previous);
    expect(await market.creditOf(friend.address, usdx.target)).to.equal(0n);
    await at(EPOCH + 2n * DAY);
    await market.connect(buyer).refund(dataset, [own]);
    expect(await market.creditOf(buyer.address, usdx.target)).to.equal((PRICE * 28n) / 30n);
    expect(await market.collectable(plain.offered)).to.equal(1n);
  });

  it("MKT-25 refuses nothing at all, another's, and a right that is not there", async () => {
    const { market, buyer, friend, offered, dataset, fixture } = await withWindow();
    const { purchase } = await bought(fixture, buyer, offered);
    await expect(market.connect(buyer).renounce(dataset, []))
      .to.be.revertedWithCustomError(market, "Access_PurchasesMissing")
      .withArgs(dataset, buyer.address);
    await expect(market.connect(friend).renounce(dataset, [purchase]))
      .to.be.revertedWithCustomError(market, "Access_NoRight")
      .withArgs(dataset, friend.address);
    await expect(market.connect(buyer).renounce(dataset, [{ ...purchase, boughtAt: 0n }]))
      .to.be.revertedWithCustomError(market, "Access_WrongPurchase")
      .withArgs(dataset, buyer.address, 0n);
  });
});

describe("revoke", () => {
  it("MKT-26 ends a right at once, and pays from the offer's credit", async () => {
    const fixture = await load();
    const { market, usdx, seller, buyer, friend, dataset } = fixture;
    const { offered, id } = await makeOffer(fixture);
    const entry = await bought(fixture, friend, offered, buyer.address, EPOCH);
    await bought(fixture, friend, offered);
    const before = await holdings(fixture, usdx, [seller, buyer, friend]);
    const now = EPOCH + 10n * DAY;
    await at(now);
    const amount = (PRICE * 20n) / 30n;
    await expect(market.connect(seller).revoke(dataset, buyer.address, [entry]))
      .to.emit(market, "Revoked")
      .withArgs(dataset, buyer.address, now | REVOKED)
      .and.to.emit(market, "GivenBack")
      .withArgs(dataset, buyer.address, id, friend.address, amount, 0n);
    expect(await market.hasAccess(dataset, buyer.address)).to.equal(false);
    expect(await market.hasAccess(dataset, friend.address)).to.equal(true);
    expect((await market.rightOf(dataset, buyer.address)).right).to.deep.equal([now, 0n, 0n, false, true, 0n, 0n]);
    expect(await market.creditOf(friend.address, usdx.target)).to.equal(amount);
    expect(await market.collectable(offered)).to.equal(2n * PRICE - amount);
    expect(await holdings(fixture, usdx, [seller, buyer, friend])).to.deep.equal(before);
  });

  it("MKT-26 makes the owner bring what he has collected", async () => {
    const fixture = await load();
    const { market, usdx, seller, buyer, dataset } = fixture;
    const { offered } = await makeOffer(fixture, { duration: 0n });
    const entry = await bought(fixture, buyer, offered);
    await market.connect(seller).collect(offered, seller.address);
    await expect(market.connect(seller).revoke(dataset, buyer.address, [entry]))
      .to.be.revertedWithCustomError(usdx, "ERC20InsufficientAllowance")
      .withArgs(market.target, 0n, PRICE);
    expect(await market.hasAccess(dataset, buyer.address)).to.equal(true);
    await usdx.connect(seller).approve(market.target, PRICE);
    const [inMarket = 0n, ofSeller = 0n] = await holdings(fixture, usdx, [seller]);
    await market.connect(seller).revoke(dataset, buyer.address, [entry]);
    expect(await holdings(fixture, usdx, [seller])).to.deep.equal([inMarket + PRICE, ofSeller - PRICE]);
    expect(await market.creditOf(buyer.address, usdx.target)).to.equal(PRICE);
  });

  it("MKT-26 pays from the purchase's own held money first, and leaves others' alone", async () => {
    const { market, usdx, seller, buyer, friend, offered, id, dataset, fixture } = await withWindow();
    const entry = await bought(fixture, buyer, offered, undefined, EPOCH);
    const others = await bought(fixture, friend, offered, undefined, EPOCH + DAY);
    await at(EPOCH + 3n * DAY);
    await market.connect(seller).revoke(dataset, buyer.address, [entry]);
    const amount = (PRICE * 27n) / 30n;
    expect((await market.offerState(id)).held.current).to.equal(2n * PRICE - amount);
    await at(EPOCH + 4n * DAY);
    await market.connect(friend).refund(dataset, [others]);
    expect(await market.creditOf(friend.address, usdx.target)).to.equal((PRICE * 27n) / 30n);
  });

  it("MKT-26 pays from credit when the window has closed long ago", async () => {
    const { market, usdx, seller, buyer, offered, id, dataset, fixture } = await withWindow({ duration: 3n * MONTH });
    const entry = await bought(fixture, buyer, offered, undefined, EPOCH);
    await at(EPOCH + MONTH);
    await market.connect(seller).revoke(dataset, buyer.address, [entry]);
    expect(await market.creditOf(buyer.address, usdx.target)).to.equal((PRICE * 2n) / 3n);
    expect((await market.offerState(id)).state.credit).to.equal(PRICE - (PRICE * 2n) / 3n);
    expect((await market.offerState(id)).held).to.deep.equal([0n, 0n, (EPOCH + MONTH) / WEEK]);
  });

  it("MKT-26 makes a later owner bring all of it; the seller's earnings are not his", async () => {
    const { market, usdx, seller, other, buyer, offered, dataset, fixture } = await withWindow();
    const entry = await bought(fixture, buyer, offered, undefined, EPOCH);
    await market.connect(seller).transferFrom(seller.address, other.address, dataset);
    await expect(market.connect(seller).revoke(dataset, buyer.address, [entry]))
      .to.be.revertedWithCustomError(market, "Datasets_NotOwner")
      .withArgs(dataset, seller.address);
    await usdx.connect(other).approve(market.target, PRICE);
    const [inMarket = 0n, ofOther = 0n] = await holdings(fixture, usdx, [other]);
    await at(EPOCH + 15n * DAY);
    await market.connect(other).revoke(dataset, buyer.address, [entry]);
    const amount = PRICE / 2n;
    expect(await holdings(fixture, usdx, [other])).to.deep.equal([inMarket + amount, ofOther - amount]);
    expect(await market.collectable(offered)).to.equal(PRICE);
    expect(await market.creditOf(buyer.address, usdx.target)).to.equal(amount);
  });

  it("MKT-26 takes back renewals, wider rights and grants together, in two tokens", async () => {
    const fixture = await load();
    const { market, usdx, eurx, seller, buyer, friend, dataset } = fixture;
    const narrow = await makeOffer(fixture);
    const wide = await makeOffer(fixture, { segments: 7n, duration: 0n, token: eurx.target as string });
    const first = await bought(fixture, buyer, narrow.offered, undefined, EPOCH);
    const second = await bought(fixture, friend, narrow.offered, buyer.address, EPOCH + DAY);
    const third = await bought(fixture, buyer, wide.offered, undefined, EPOCH + 2n * DAY);
    const asSeller = market.connect(seller);
    for (const entries of [[], [third], [third, second]]) {
      await expect(asSeller.revoke(dataset, buyer.address, entries))
        .to.be.revertedWithCustomError(market, "Access_PurchasesMissing")
        .withArgs(dataset, buyer.address);
    }
    await at(EPOCH + 3n * DAY);
    await asSeller.revoke(dataset, buyer.address, [third, second, first]);
    expect(await market.creditOf(buyer.address, eurx.target)).to.equal(PRICE);
    expect(await market.creditOf(friend.address, usdx.target)).to.equal(PRICE);
    expect(await market.creditOf(buyer.address, usdx.target)).to.equal((PRICE * 27n) / 30n);
  });

  it("MKT-26 owes nothing for what is used up, also when it is named", async () => {
    const fixture = await load();
    const { market, usdx, seller, buyer, dataset } = fixture;
    const { offered } = await makeOffer(fixture);
    const first = await bought(fixture, buyer, offered, undefined, EPOCH);
    const second = await bought(fixture, buyer, offered, undefined, EPOCH + DAY);
    await at(EPOCH + MONTH);
    await market.connect(seller).revoke(dataset, buyer.address, [second, first]);
    expect(await market.creditOf(buyer.address, usdx.target)).to.equal(PRICE);
  });

  it("MKT-26 ends a grant for nothing", async () => {
    const fixture = await load();
    const { market, seller, buyer, terms, dataset } = fixture;
    await market.connect(seller).grant(dataset, buyer.address, 0n, 1n, 1n, false);
    const now = BigInt(await networkHelpers.time.latest());
    const purchase = { previous: 0n, offer: ZERO_HASH, payer: ZERO_ADDRESS, paid: 0n, boughtAt: now, from: now };
    await market.connect(seller).revoke(dataset, buyer.address, [{ purchase, terms }]);
    expect(await market.hasAccess(dataset, buyer.address)).to.equal(false);
  });

  it("MKT-26 refuses where there is no right, or the owner brings less than he owes", async () => {
    const fixture = await load();
    const { market, seller, buyer, stranger, dataset } = fixture;
    await expect(market.connect(seller).revoke(dataset, stranger.address, []))
      .to.be.revertedWithCustomError(market, "Access_NoRight")
      .withArgs(dataset, stranger.address);
    const token = await ethers.deployContract("TokenMock");
    for (const account of [buyer, seller]) {
      await token.mint(account.address, 10n * PRICE);
      await token.connect(account).approve(market.target, ethers.MaxUint256);
    }
    const { offered } = await makeOffer(fixture, { token: token.target as string, duration: 0n });
    const entry = await bought(fixture, buyer, offered);
    await market.connect(seller).collect(offered, seller.address);
    await token.setFee(100n);
    await expect(market.connect(seller).revoke(dataset, buyer.address, [entry]))
      .to.be.revertedWithCustomError(market, "Money_ShortDelivery")
      .withArgs(token.target, PRICE, (PRICE * 99n) / 100n);
    expect(await market.hasAccess(dataset, buyer.address)).to.equal(true);
  });

  it("MKT-27 refuses other terms, and lets a revoked reader buy again", async () => {
    const fixture = await load();
    const { market, seller, buyer, dataset } = fixture;
    const { offered, id } = await makeOffer(fixture);
    const entry = await bought(fixture, buyer, offered);
    const terms = { ...offered, token: ZERO_ADDRESS };
    await expect(market.connect(seller).revoke(dataset, buyer.address, [{ ...entry, terms }]))
      .to.be.revertedWithCustomError(market, "Access_WrongTerms")
      .withArgs(id, await market.offerId(terms));
    await market.connect(seller).revoke(dataset, buyer.address, [entry]);
    const revoked = await packedRight(market, dataset, buyer.address);
    const again = await bought(fixture, buyer, offered);
    expect(again.purchase.previous).to.equal(revoked);
    const { right } = await market.rightOf(dataset, buyer.address);
    expect([right.revoked, right.depth]).to.deep.equal([false, 1n]);
    await market.connect(buyer).renounce(dataset, [again.purchase]);
    expect(await packedRight(market, dataset, buyer.address)).to.equal(revoked);
    await expect(market.connect(seller).revoke(dataset, buyer.address, [entry]))
      .to.be.revertedWithCustomError(market, "Access_NoRight")
      .withArgs(dataset, buyer.address);
  });
});
