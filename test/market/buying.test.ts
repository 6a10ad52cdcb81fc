import { expect } from "chai";
import {
  anchor,
  bought,
  DAY,
  FOREVER,
  holdings,
  load,
  makeOffer,
  networkHelpers,
  nextTimestamp,
  PRICE,
  packedRight,
  pushed,
  scopeOf,
  slotRead,
  ZERO_ADDRESS,
} from "./fixture.ts";

const MONTH = 30n * DAY;

describe("buy", () => {
  it("MKT-11 takes the price, and gives the right of the terms", async () => {
    const fixture = await load();
    const { market, usdx, buyer, seller, stranger, dataset, dao } = fixture;
    const { offered, id } = await makeOffer(fixture);
    const [inMarket = 0n, ofBuyer = 0n, ...others] = await holdings(fixture, usdx, [buyer, seller, stranger, dao]);
    const now = await nextTimestamp();
    const purchase = { previous: 0n, offer: id, payer: buyer.address, paid: PRICE, boughtAt: now, from: now };
    const right = pushed(purchase, scopeOf(offered), now + MONTH, 1n);

    await expect(market.connect(buyer).buy(offered, buyer.address, "0x"))
      .to.emit(market, "Bought")
      .withArgs(id, buyer.address, buyer.address, right)
      .and.to.emit(usdx, "Transfer")
      .withArgs(buyer.address, market.target, PRICE);

    expect(await holdings(fixture, usdx, [buyer, seller, stranger, dao])).to.deep.equal([
      inMarket + PRICE,
      ofBuyer - PRICE,
      ...others,
    ]);
    const unpacked = [now + MONTH, 3n, 1n, true, false, 1n, right >> 96n];
    expect(await market.rightOf(dataset, buyer.address)).to.deep.equal([unpacked, right]);
    expect(await market.expiresAt(dataset, buyer.address)).to.equal(now + MONTH);
    expect(await market.hasAccess(dataset, buyer.address)).to.equal(true);
    expect((await market.offerState(id)).state).to.deep.equal([1n, 0n, 1n, PRICE]);
    expect(await market.hasAccess(dataset, stranger.address)).to.equal(false);
    expect(await packedRight(market, dataset, seller.address)).to.equal(0n);
  });

  it("MKT-11 sells nothing under terms with bits that no field has room for", async () => {
    const fixture = await load();
    const { market, buyer, friend } = fixture;
    const { offered } = await makeOffer(fixture);
    const data = market.interface.encodeFunctionData("buy", [offered, friend.address, "0x"]);
    const fields = market.interface.getFunction("buy").inputs[0]?.components ?? [];
    for (const [i, { name, type }] of fields.entries()) {
      if (type === "uint256" || type === "bytes32") continue;
      const at = 10 + 64 * i;
      const word = BigInt(`0x${data.slice(at, at + 64)}`) | (1n << 255n);
      const dirty = `${data.slice(0, at)}${word.toString(16)}${data.slice(at + 64)}`;
      const call = { to: market.target, data: dirty };
      // They are the terms of another offer, which nobody can make (MKT-06).
      await expect(buyer.sendTransaction(call), name).to.be.revertedWithCustomError(market, "Access_OfferNotOpen");
    }
  });

  it("MKT-14 is a gift when the reader is another", async () => {
    const fixture = await load();
    const { market, usdx, buyer, friend, dataset } = fixture;
    const { offered, id } = await makeOffer(fixture);
    const before = await usdx.balanceOf(friend.address);
    await market.connect(buyer).buy(offered, friend.address, "0x");
    expect(await market.hasAccess(dataset, friend.address)).to.equal(true);
    expect(await market.hasAccess(dataset, buyer.address)).to.equal(false);
    expect(await usdx.balanceOf(friend.address)).to.equal(before);
    const [event] = await market.queryFilter(market.filters.Bought(id, friend.address));
    expect(event?.args.payer).to.equal(buyer.address);
  });

  it("MKT-11 gives a right for nothing under a free offer, and moves no money", async () => {
    const fixture = await load();
    const { market, usdx, buyer, dataset } = fixture;
    const { offered } = await makeOffer(fixture, { price: 0n, token: ZERO_ADDRESS, refundWindow: DAY });
    const before = await holdings(fixture, usdx, [buyer]);
    await market.connect(buyer).buy(offered, buyer.address, "0x");
    expect(await holdings(fixture, usdx, [buyer])).to.deep.equal(before);
    expect(await market.hasAccess(dataset, buyer.address)).to.equal(true);
    expect(await market.collectable(offered)).to.equal(0n);
  });

  it("MKT-11 refuses an unknown offer, so that no price can be made up", async () => {
    const fixture = await load();
    const { market, buyer } = fixture;
    const { offered } = await makeOffer(fixture);
    const cheaper = { ...offered, price: 1n };
    await expect(market.connect(buyer).buy(cheaper, buyer.address, "0x"))
      .to.be.revertedWithCustomError(market, "Access_OfferNotOpen")
      .withArgs(await market.offerId(cheaper), 0n);
  });

  it("MKT-11 refuses without money or allowance, and leaves nothing behind", async () => {
    const fixture = await load();
    const { market, usdx, stranger, buyer, dataset } = fixture;
    const { offered, id } = await makeOffer(fixture);
    await expect(market.connect(stranger).buy(offered, stranger.address, "0x"))
      .to.be.revertedWithCustomError(usdx, "ERC20InsufficientAllowance")
      .withArgs(market.target, 0n, PRICE);
    await usdx.connect(buyer).transfer(stranger.address, (await usdx.balanceOf(buyer.address)) - 1n);
    await expect(market.connect(buyer).buy(offered, buyer.address, "0x"))
      .to.be.revertedWithCustomError(usdx, "ERC20InsufficientBalance")
      .withArgs(buyer.address, 1n, PRICE);
    expect((await market.offerState(id)).state).to.deep.equal([1n, 0n, 0n, 0n]);
    expect(await market.hasAccess(dataset, stranger.address)).to.equal(false);
  });

  it("MKT-11 refuses to give a right to nobody", async () => {
    const fixture = await load();
    const { market, buyer } = fixture;
    const { offered } = await makeOffer(fixture);
    await expect(market.connect(buyer).buy(offered, ZERO_ADDRESS, "0x")).to.be.revertedWithCustomError(
      market,
      "Access_NoReader",
    );
  });
});

describe("buying again", () => {
  it("MKT-12 adds to what is left, however often", async () => {
    const fixture = await load();
    const { market, buyer, dataset } = fixture;
    const { offered, id } = await makeOffer(fixture);
    const first = await bought(fixture, buyer, offered);
    const end = first.purchase.boughtAt + MONTH;
    const previous = await packedRight(market, dataset, buyer.address);
    const now = await nextTimestamp(DAY);
    const purchase = { previous, offer: id, payer: buyer.address, paid: PRICE, boughtAt: now, from: end };
    await expect(market.connect(buyer).buy(offered, buyer.address, "0x"))
      .to.emit(market, "Bought")
      .withArgs(id, buyer.address, buyer.address, pushed(purchase, scopeOf(offered), end + MONTH, 2n));
    await bought(fixture, buyer, offered);
    const { right } = await market.rightOf(dataset, buyer.address);
    expect(right.until).to.equal(end + 2n * MONTH);
    // Less time was added than was left: one more purchase may be unused.
    expect(right.depth).to.equal(3n);
  });

  it("MKT-12 starts now when the right ran out", async () => {
    const fixture = await load();
    const { market, buyer, dataset } = fixture;
    const { offered } = await makeOffer(fixture);
    const { purchase } = await bought(fixture, buyer, offered);
    const end = purchase.boughtAt + MONTH;
    await networkHelpers.time.setNextBlockTimestamp(end);
    await bought(fixture, buyer, offered);
    const { right } = await market.rightOf(dataset, buyer.address);
    expect(right.until).to.equal(end + MONTH);
    expect(right.depth).to.equal(1n);
  });

  it("MKT-12 makes a right last for ever, once", async () => {
    const fixture = await load();
    const { market, buyer, dataset } = fixture;
    const { offered } = await makeOffer(fixture, { duration: 0n });
    await bought(fixture, buyer, offered);
    expect(await market.expiresAt(dataset, buyer.address)).to.equal(FOREVER);
    await expect(market.connect(buyer).buy(offered, buyer.address, "0x"))
      .to.be.revertedWithCustomError(market, "Access_AlreadyForever")
      .withArgs(dataset, buyer.address);
  });

  it("MKT-12 turns time that is left into for ever", async () => {
    const fixture = await load();
    const { market, buyer, dataset } = fixture;
    const timed = await makeOffer(fixture);
    const forEver = await makeOffer(fixture, { duration: 0n });
    await bought(fixture, buyer, timed.offered);
    await bought(fixture, buyer, forEver.offered);
    expect(await market.expiresAt(dataset, buyer.address)).to.equal(FOREVER);
  });

  it("MKT-12 refuses when time would run past the end of time", async () => {
    const fixture = await load();
    const { market, buyer, seller, dataset } = fixture;
    const longest = 36_525n * DAY;
    const { offered } = await makeOffer(fixture, { duration: longest });
    const now = await nextTimestamp();
    await market.connect(seller).grant(dataset, buyer.address, longest, 3n, 1n, true);
    // As if he had renewed for some thirty thousand years.
    const packed = await packedRight(market, dataset, buyer.address);
    const late = packed - (now + longest) + (FOREVER - longest);
    const slot = await slotRead(fixture, market.interface.encodeFunctionData("expiresAt", [dataset, buyer.address]));
    await networkHelpers.setStorageAt(market.target as string, slot, late);
    await expect(market.connect(buyer).buy(offered, buyer.address, "0x"))
      .to.be.revertedWithCustomError(market, "Access_DurationTooLong")
      .withArgs(longest, longest);
  });

  it("MKT-19 refuses one short purchase too many, but none that outlasts the rest", async () => {
    const fixture = await load();
    const { market, buyer, dataset } = fixture;
    const year = await makeOffer(fixture, { duration: 365n * DAY });
    const day = await makeOffer(fixture, { duration: DAY, price: 1n });
    await bought(fixture, buyer, year.offered);
    const order = { terms: day.offered, reader: buyer.address, evidence: "0x" };
    await market.connect(buyer).buyMany(Array.from({ length: 62 }, () => order));
    expect((await market.rightOf(dataset, buyer.address)).right.depth).to.equal(63n);
    expect(await market.MAX_DEPTH()).to.equal(63n);
    await expect(market.connect(buyer).buy(day.offered, buyer.address, "0x"))
      .to.be.revertedWithCustomError(market, "Access_TooManyPurchases")
      .withArgs(dataset, buyer.address, 63n);
    // Whoever waits until one purchase can outlast the rest is let in, and counts one less.
    const { right } = await market.rightOf(dataset, buyer.address);
    await networkHelpers.time.setNextBlockTimestamp(right.until - DAY);
    await bought(fixture, buyer, day.offered);
    expect((await market.rightOf(dataset, buyer.address)).right.depth).to.equal(62n);
  });
});

describe("buying another scope", () => {
  const wider = [
    { what: "more segments", changes: { segments: 7n } },
    { what: "the same segments from an earlier version", changes: { fromVersion: 1n } },
  ];
  for (const { what, changes } of wider) {
    it(`MKT-13 widens to ${what}, from now`, async () => {
      const fixture = await load();
      const { market, buyer, seller, dataset } = fixture;
      await market.connect(seller).addVersion(dataset, anchor("2"));
      const narrow = await makeOffer(fixture, { segments: 3n, fromVersion: 2n });
      const wide = await makeOffer(fixture, { segments: 3n, fromVersion: 2n, ...changes, nonce: 1n });
      await bought(fixture, buyer, narrow.offered);
      const previous = await packedRight(market, dataset, buyer.address);
      const now = await nextTimestamp();
      const purchase = { previous, offer: wide.id, payer: buyer.address, paid: PRICE, boughtAt: now, from: now };
      await expect(market.connect(buyer).buy(wide.offered, buyer.address, "0x"))
        .to.emit(market, "Bought")
        .withArgs(wide.id, buyer.address, buyer.address, pushed(purchase, scopeOf(wide.offered), now + MONTH, 2n));
    });
  }

  it("MKT-13 widens to later versions, and to for ever", async () => {
    const fixture = await load();
    const { market, buyer, dataset } = fixture;
    const pinned = await makeOffer(fixture, { laterVersions: false });
    const later = await makeOffer(fixture, { laterVersions: true, duration: 0n });
    await bought(fixture, buyer, pinned.offered);
    await bought(fixture, buyer, later.offered);
    const { right } = await market.rightOf(dataset, buyer.address);
    expect([right.until, right.laterVersions]).to.deep.equal([FOREVER, true]);
  });

  const narrower = [
    { what: "fewer segments", changes: { segments: 1n } },
    { what: "other segments", changes: { segments: 4n } },
    { what: "one version only", changes: { laterVersions: false } },
    { what: "more segments for less time", changes: { segments: 7n, duration: DAY } },
  ];
  for (const { what, changes } of narrower) {
    it(`MKT-13 refuses ${what} while the right is active, and sells it afterwards`, async () => {
      const fixture = await load();
      const { market, usdx, buyer, dataset } = fixture;
      const old = await makeOffer(fixture);
      const { offered } = await makeOffer(fixture, { ...changes, nonce: 1n });
      const { purchase } = await bought(fixture, buyer, old.offered);
      const before = await holdings(fixture, usdx, [buyer]);
      await expect(market.connect(buyer).buy(offered, buyer.address, "0x"))
        .to.be.revertedWithCustomError(market, "Access_ScopeDiffers")
        .withArgs(dataset, buyer.address);
      expect(await holdings(fixture, usdx, [buyer])).to.deep.equal(before);
      await networkHelpers.time.setNextBlockTimestamp(purchase.boughtAt + MONTH);
      await bought(fixture, buyer, offered);
      expect((await market.rightOf(dataset, buyer.address)).right.segments).to.equal(offered.segments);
    });
  }
});

describe("buyMany", () => {
  it("MKT-18 buys all, and pays each token's sum", async () => {
    const fixture = await load();
    const { market, usdx, eurx, buyer, friend, dataset } = fixture;
    const first = await makeOffer(fixture);
    const free = await makeOffer(fixture, { price: 0n, token: ZERO_ADDRESS });
    const euros = await makeOffer(fixture, { token: eurx.target as string, price: 7n });
    const order = (terms: typeof first.offered, reader = buyer.address) => ({ terms, reader, evidence: "0x" });
    const [marketU = 0n, buyerU = 0n] = await holdings(fixture, usdx, [buyer]);
    const [marketE = 0n, buyerE = 0n] = await holdings(fixture, eurx, [buyer]);
    await expect(
      market
        .connect(buyer)
        .buyMany([
          order(first.offered),
          order(first.offered),
          order(free.offered, friend.address),
          order(euros.offered),
        ]),
    )
      .to.emit(usdx, "Transfer")
      .withArgs(buyer.address, market.target, 2n * PRICE)
      .and.to.emit(eurx, "Transfer")
      .withArgs(buyer.address, market.target, 7n);
    expect(await holdings(fixture, usdx, [buyer])).to.deep.equal([marketU + 2n * PRICE, buyerU - 2n * PRICE]);
    expect(await holdings(fixture, eurx, [buyer])).to.deep.equal([marketE + 7n, buyerE - 7n]);
    expect(await market.collectable(first.offered)).to.equal(2n * PRICE);
    expect(await market.collectable(euros.offered)).to.equal(7n);
    expect(await market.hasAccess(dataset, friend.address)).to.equal(true);
  });

  it("MKT-18 buys nothing when one of them can't be sold", async () => {
    const fixture = await load();
    const { market, usdx, buyer, dataset } = fixture;
    const first = await makeOffer(fixture);
    const unknown = { ...first.offered, nonce: 9n };
    const before = await holdings(fixture, usdx, [buyer]);
    const orders = [first.offered, unknown].map((terms) => ({ terms, reader: buyer.address, evidence: "0x" }));
    await expect(market.connect(buyer).buyMany(orders))
      .to.be.revertedWithCustomError(market, "Access_OfferNotOpen")
      .withArgs(await market.offerId(unknown), 0n);
    expect(await holdings(fixture, usdx, [buyer])).to.deep.equal(before);
    expect(await market.hasAccess(dataset, buyer.address)).to.equal(false);
  });
});
