import { expect } from "chai";
import {
  anchor,
  bought,
  DAY,
  FOREVER,
  LATER,
  load,
  makeOffer,
  networkHelpers,
  nextTimestamp,
  packedRight,
  pushed,
  ZERO_ADDRESS,
  ZERO_HASH,
} from "./fixture.ts";

describe("hasAccess", () => {
  it("MKT-21 is true from the purchase to the second before the end", async () => {
    const fixture = await load();
    const { market, buyer, dataset } = fixture;
    const { offered } = await makeOffer(fixture);
    expect(await market.hasAccess(dataset, buyer.address)).to.equal(false);
    expect(await market.expiresAt(dataset, buyer.address)).to.equal(0n);
    const { purchase } = await bought(fixture, buyer, offered);
    const end = purchase.boughtAt + 30n * DAY;
    await networkHelpers.time.increaseTo(end - 1n);
    expect(await market.hasAccess(dataset, buyer.address)).to.equal(true);
    expect(await market.hasAccess(dataset + 1n, buyer.address)).to.equal(false);
    await networkHelpers.time.increaseTo(end);
    expect(await market.hasAccess(dataset, buyer.address)).to.equal(false);
    expect(await market.hasAccessTo(dataset, buyer.address, 1n, 1n)).to.equal(false);
    expect(await market.expiresAt(dataset, buyer.address)).to.equal(end);
  });
});

describe("hasAccessTo", () => {
  it("MKT-21 knows segments, and versions from one on, once they exist", async () => {
    const fixture = await load();
    const { market, seller, buyer, dataset } = fixture;
    await market.connect(seller).addVersion(dataset, anchor("2"));
    const { offered } = await makeOffer(fixture, { segments: 5n, fromVersion: 2n });
    await bought(fixture, buyer, offered);
    const ask = (version: bigint, segments: bigint) => market.hasAccessTo(dataset, buyer.address, version, segments);
    expect(await Promise.all([1n, 4n, 5n, 2n, 7n, 0n].map((segments) => ask(2n, segments)))).to.deep.equal([
      true,
      true,
      true,
      false,
      false,
      true,
    ]);
    expect(await Promise.all([0n, 1n, 3n].map((version) => ask(version, 1n)))).to.deep.equal([false, false, false]);
    await market.connect(seller).addVersion(dataset, anchor("3"));
    expect(await ask(3n, 5n)).to.equal(true);
  });

  it("MKT-21 knows a right to one version only", async () => {
    const fixture = await load();
    const { market, seller, buyer, dataset } = fixture;
    const { offered } = await makeOffer(fixture, { laterVersions: false });
    await bought(fixture, buyer, offered);
    await market.connect(seller).addVersion(dataset, anchor("2"));
    expect(await market.hasAccessTo(dataset, buyer.address, 1n, 3n)).to.equal(true);
    expect(await market.hasAccessTo(dataset, buyer.address, 2n, 3n)).to.equal(false);
  });
});

describe("grant", () => {
  it("MKT-22 gives a right for nothing, and adds to one", async () => {
    const { market, seller, buyer, dataset } = await load();
    const now = await nextTimestamp();
    const given = { offer: ZERO_HASH, payer: ZERO_ADDRESS, paid: 0n };
    const scope = (1n << 40n) | (1n << 72n) | LATER;
    const first = pushed({ ...given, previous: 0n, boughtAt: now, from: now }, scope, now + DAY, 1n);
    await expect(market.connect(seller).grant(dataset, buyer.address, DAY, 1n, 1n, true))
      .to.emit(market, "Granted")
      .withArgs(dataset, buyer.address, first);
    const later = await nextTimestamp();
    const second = pushed({ ...given, previous: first, boughtAt: later, from: now + DAY }, scope, FOREVER, 2n);
    await expect(market.connect(seller).grant(dataset, buyer.address, 0n, 1n, 1n, true))
      .to.emit(market, "Granted")
      .withArgs(dataset, buyer.address, second);
    expect(await packedRight(market, dataset, buyer.address)).to.equal(second);
    await expect(market.connect(seller).grant(dataset, buyer.address, 0n, 1n, 1n, true))
      .to.be.revertedWithCustomError(market, "Access_AlreadyForever")
      .withArgs(dataset, buyer.address);
  });

  it("MKT-22 can't narrow what a reader has bought", async () => {
    const fixture = await load();
    const { market, seller, buyer, dataset } = fixture;
    const { offered } = await makeOffer(fixture);
    await bought(fixture, buyer, offered);
    await expect(market.connect(seller).grant(dataset, buyer.address, DAY, 1n, 1n, true))
      .to.be.revertedWithCustomError(market, "Access_ScopeDiffers")
      .withArgs(dataset, buyer.address);
  });

  it("MKT-22 refuses everybody but the owner", async () => {
    const { market, stranger, dataset } = await load();
    await expect(market.connect(stranger).grant(dataset, stranger.address, DAY, 1n, 1n, true))
      .to.be.revertedWithCustomError(market, "Datasets_NotOwner")
      .withArgs(dataset, stranger.address);
  });

  it("MKT-22 refuses no reader, no segment, a missing version, too long a time", async () => {
    const { market, seller, buyer, dataset } = await load();
    const asSeller = market.connect(seller);
    await expect(asSeller.grant(dataset, ZERO_ADDRESS, DAY, 1n, 1n, true)).to.be.revertedWithCustomError(
      market,
      "Access_NoReader",
    );
    await expect(asSeller.grant(dataset, buyer.address, DAY, 0n, 1n, true))
      .to.be.revertedWithCustomError(market, "Access_BadSegments")
      .withArgs(0n);
    await expect(asSeller.grant(dataset, buyer.address, DAY, 1n, 2n, true))
      .to.be.revertedWithCustomError(market, "Access_BadVersion")
      .withArgs(dataset, 2n, 1n);
    const longest = await market.MAX_DURATION();
    await expect(asSeller.grant(dataset, buyer.address, longest + 1n, 1n, 1n, true))
      .to.be.revertedWithCustomError(market, "Access_DurationTooLong")
      .withArgs(longest + 1n, longest);
  });
});
