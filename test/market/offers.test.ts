import { expect } from "chai";
import {
  anchor,
  bought,
  connection,
  DAY,
  type Entry,
  ethers,
  load,
  makeOffer,
  networkHelpers,
  PRICE,
  type Terms,
  ZERO_ADDRESS,
} from "./fixture.ts";

const TERMS =
  "tuple(uint256 dataset, address seller, address token, uint96 price, uint40 duration, uint32 segments, uint16 fromVersion, bool laterVersions, uint32 maxSales, uint32 refundWindow, uint16 purpose, uint32 nonce, bytes32 licence, address policy, bytes32 policyData)";

describe("offer", () => {
  it("MKT-05 opens an offer known by the hash of chain, contract and terms", async () => {
    const { market, seller, terms, dao } = await load();
    await market.connect(dao).setFee(250n);
    const coder = ethers.AbiCoder.defaultAbiCoder();
    const id = ethers.keccak256(coder.encode(["uint256", "address", TERMS], [31337n, market.target, terms]));
    expect(await market.offerId(terms)).to.equal(id);
    expect(await market.connect(seller).offer.staticCall(terms)).to.equal(id);
    await expect(market.connect(seller).offer(terms))
      .to.emit(market, "OfferMade")
      .withArgs(id, terms.dataset, Object.values(terms), 250n);
    const { state, held } = await market.offerState(id);
    expect(state).to.deep.equal([1n, 250n, 0n, 0n]);
    expect(held).to.deep.equal([0n, 0n, 0n]);
  });

  it("MKT-05 refuses who is not the seller of the terms", async () => {
    const { market, seller, other, terms } = await load();
    await expect(market.connect(other).offer(terms))
      .to.be.revertedWithCustomError(market, "Access_NotSeller")
      .withArgs(terms.dataset, seller.address, other.address);
  });

  it("MKT-05 refuses a seller who does not own the data set", async () => {
    const { market, other, terms } = await load();
    await expect(market.connect(other).offer({ ...terms, seller: other.address }))
      .to.be.revertedWithCustomError(market, "Access_SellerNotOwner")
      .withArgs(terms.dataset, other.address);
  });

  const refusals: ReadonlyArray<{
    readonly what: string;
    readonly changes: (terms: Terms) => Partial<Terms>;
    readonly error: string;
    readonly args: (terms: Terms) => readonly unknown[];
  }> = [
    {
      what: "a price without a token",
      changes: () => ({ token: ZERO_ADDRESS }),
      error: "Access_PriceWithoutToken",
      args: () => [ZERO_ADDRESS, PRICE],
    },
    {
      what: "a token without a price",
      changes: () => ({ price: 0n }),
      error: "Access_PriceWithoutToken",
      args: ({ token }) => [token, 0n],
    },
    {
      what: "a token that is no contract",
      changes: ({ seller }) => ({ token: seller }),
      error: "Access_PriceWithoutToken",
      args: ({ seller }) => [seller, PRICE],
    },
    { what: "no segment", changes: () => ({ segments: 0n }), error: "Access_BadSegments", args: () => [0n] },
    {
      what: "version zero",
      changes: () => ({ fromVersion: 0n }),
      error: "Access_BadVersion",
      args: ({ dataset }) => [dataset, 0n, 1n],
    },
    {
      what: "a version that is not there yet",
      changes: () => ({ fromVersion: 2n }),
      error: "Access_BadVersion",
      args: ({ dataset }) => [dataset, 2n, 1n],
    },
    {
      what: "more than a hundred years",
      changes: () => ({ duration: 36_525n * DAY + 1n }),
      error: "Access_DurationTooLong",
      args: () => [36_525n * DAY + 1n, 36_525n * DAY],
    },
    {
      what: "a refund window above ninety days",
      changes: () => ({ refundWindow: 90n * DAY + 1n }),
      error: "Access_WindowTooLong",
      args: () => [90n * DAY + 1n, 90n * DAY],
    },
  ];
  for (const { what, changes, error, args } of refusals) {
    it(`MKT-06 refuses ${what}`, async () => {
      const { market, seller, terms } = await load();
      await expect(market.connect(seller).offer({ ...terms, ...changes(terms) }))
        .to.be.revertedWithCustomError(market, error)
        .withArgs(...args(terms));
    });
  }

  it("MKT-06 accepts the longest time and window, and a free offer", async () => {
    const fixture = await load();
    await makeOffer(fixture, { duration: 36_525n * DAY, refundWindow: 90n * DAY });
    const { id } = await makeOffer(fixture, { price: 0n, token: ZERO_ADDRESS });
    expect((await fixture.market.offerState(id)).state.status).to.equal(1n);
  });

  it("MKT-06 refuses terms with bits that no field has room for", async () => {
    const { market, seller, terms } = await load();
    const data = market.interface.encodeFunctionData("offer", [terms]);
    // The third word is the token: its upper bits must be empty.
    const dirty = `${data.slice(0, 10 + 2 * 64)}01${data.slice(10 + 2 * 64 + 2)}`;
    await expect(seller.sendTransaction({ to: market.target, data: dirty })).to.be.revert(connection.ethers);
  });

  it("MKT-07 refuses the same offer a second time, also when it was withdrawn", async () => {
    const fixture = await load();
    const { market, seller } = fixture;
    const { offered, id } = await makeOffer(fixture);
    await expect(market.connect(seller).offer(offered))
      .to.be.revertedWithCustomError(market, "Access_OfferExists")
      .withArgs(id);
    await market.connect(seller).withdrawOffer(offered);
    await expect(market.connect(seller).offer(offered))
      .to.be.revertedWithCustomError(market, "Access_OfferExists")
      .withArgs(id);
    const second = await makeOffer(fixture, { nonce: 1n });
    expect(second.id).to.not.equal(id);
  });
});

describe("withdrawOffer", () => {
  it("MKT-08 sells no more; rights and credit live on", async () => {
    const fixture = await load();
    const { market, seller, buyer, dataset } = fixture;
    const { offered, id } = await makeOffer(fixture);
    await bought(fixture, buyer, offered);
    await expect(market.connect(seller).withdrawOffer(offered)).to.emit(market, "OfferWithdrawn").withArgs(id);
    expect((await market.offerState(id)).state).to.deep.equal([2n, 0n, 1n, PRICE]);
    expect(await market.hasAccess(dataset, buyer.address)).to.equal(true);
    expect(await market.collectable(offered)).to.equal(PRICE);
    await expect(market.connect(buyer).buy(offered, buyer.address, "0x"))
      .to.be.revertedWithCustomError(market, "Access_OfferNotOpen")
      .withArgs(id, 2n);
    await expect(market.connect(seller).withdrawOffer(offered))
      .to.be.revertedWithCustomError(market, "Access_OfferNotOpen")
      .withArgs(id, 2n);
  });

  it("MKT-08 lets whoever owns the data set now withdraw", async () => {
    const fixture = await load();
    const { market, seller, other, dataset } = fixture;
    const { offered, id } = await makeOffer(fixture);
    await market.connect(seller).transferFrom(seller.address, other.address, dataset);
    await expect(market.connect(other).withdrawOffer(offered)).to.emit(market, "OfferWithdrawn").withArgs(id);
  });

  it("MKT-08 refuses everybody else, and an offer that was never made", async () => {
    const fixture = await load();
    const { market, seller, stranger, terms } = fixture;
    const { offered } = await makeOffer(fixture);
    await expect(market.connect(stranger).withdrawOffer(offered))
      .to.be.revertedWithCustomError(market, "Access_NotSeller")
      .withArgs(terms.dataset, seller.address, stranger.address);
    const unknown = { ...offered, nonce: 9n };
    await expect(market.connect(seller).withdrawOffer(unknown))
      .to.be.revertedWithCustomError(market, "Access_OfferNotOpen")
      .withArgs(await market.offerId(unknown), 0n);
  });
});

describe("what an offer sells", () => {
  it("MKT-09 nothing after the data set has moved; the new owner makes his own offers", async () => {
    const fixture = await load();
    const { market, seller, other, buyer, dataset } = fixture;
    const { offered } = await makeOffer(fixture);
    await market.connect(seller).transferFrom(seller.address, other.address, dataset);
    await expect(market.connect(buyer).buy(offered, buyer.address, "0x"))
      .to.be.revertedWithCustomError(market, "Access_SellerNotOwner")
      .withArgs(dataset, seller.address);
    const own = { ...offered, seller: other.address };
    await market.connect(other).offer(own);
    await market.connect(buyer).buy(own, buyer.address, "0x");
    expect(await market.hasAccess(dataset, buyer.address)).to.equal(true);
    expect(await market.collectable(offered)).to.equal(0n);
    expect(await market.collectable(own)).to.equal(PRICE);
  });

  it("MKT-09 never more than its limit, and again what was given back in whichever way", async () => {
    const fixture = await load();
    const { market, seller, buyer, friend, dataset } = fixture;
    const { offered, id } = await makeOffer(fixture, { maxSales: 1n, refundWindow: DAY });
    const soldIs = async (sold: bigint) => {
      expect((await market.offerState(id)).state.sold).to.equal(sold);
      if (sold === 0n) return;
      await expect(market.connect(friend).buy(offered, friend.address, "0x"))
        .to.be.revertedWithCustomError(market, "Access_SoldOut")
        .withArgs(id, 1n);
    };
    const ways = [
      (entry: Entry) => market.connect(buyer).refund(dataset, [entry]),
      (entry: Entry) => market.connect(buyer).renounce(dataset, [entry.purchase]),
      (entry: Entry) => market.connect(seller).revoke(dataset, buyer.address, [entry]),
    ];
    for (const giveBack of ways) {
      const entry = await bought(fixture, buyer, offered);
      await soldIs(1n);
      await giveBack(entry);
      await soldIs(0n);
    }
    await bought(fixture, friend, offered);
    await networkHelpers.time.increase(31n * DAY);
    await soldIs(1n);
  });

  it("MKT-09 has its place back from a later owner's revocation, and from a free purchase given up", async () => {
    const fixture = await load();
    const { market, usdx, seller, other, buyer, dataset } = fixture;
    const paid = await makeOffer(fixture, { maxSales: 1n });
    const free = await makeOffer(fixture, { maxSales: 1n, price: 0n, token: ZERO_ADDRESS, refundWindow: DAY });
    const entry = await bought(fixture, buyer, paid.offered);
    await market.connect(seller).transferFrom(seller.address, other.address, dataset);
    await usdx.connect(other).approve(market.target, PRICE);
    await market.connect(other).revoke(dataset, buyer.address, [entry]);
    await market.connect(other).transferFrom(other.address, seller.address, dataset);
    const given = await bought(fixture, buyer, free.offered);
    await market.connect(buyer).refund(dataset, [given]);
    for (const { id, offered } of [paid, free]) {
      expect((await market.offerState(id)).state.sold).to.equal(0n);
      expect(await market.collectable(offered)).to.equal(offered === paid.offered ? PRICE : 0n);
    }
  });
});

describe("setFee", () => {
  it("MKT-10 holds for offers made later, and is taken when the seller collects", async () => {
    const fixture = await load();
    const { market, dao, seller, buyer, usdx } = fixture;
    const earlier = await makeOffer(fixture);
    await expect(market.connect(dao).setFee(500n)).to.emit(market, "FeeSet").withArgs(500n);
    expect(await market.feeBps()).to.equal(500n);
    const later = await makeOffer(fixture, { nonce: 1n });
    await bought(fixture, buyer, earlier.offered);
    await bought(fixture, buyer, later.offered);
    await market.connect(dao).setFee(0n);
    await expect(market.connect(seller).collect(earlier.offered, seller.address))
      .to.emit(market, "Collected")
      .withArgs(earlier.id, seller.address, seller.address, PRICE, 0n);
    await expect(market.connect(seller).collect(later.offered, seller.address))
      .to.emit(market, "Collected")
      .withArgs(later.id, seller.address, seller.address, (PRICE * 95n) / 100n, (PRICE * 5n) / 100n);
    expect(await market.treasury()).to.equal(dao.address);
    expect(await market.creditOf(dao.address, usdx.target)).to.equal((PRICE * 5n) / 100n);
  });

  it("MKT-10 refuses more than 5 %, and everybody but the DAO", async () => {
    const { market, dao, seller } = await load();
    await expect(market.connect(dao).setFee(501n))
      .to.be.revertedWithCustomError(market, "Access_FeeTooHigh")
      .withArgs(501n, 500n);
    await expect(market.connect(seller).setFee(1n))
      .to.be.revertedWithCustomError(market, "AccessManagedUnauthorized")
      .withArgs(seller.address);
    expect(await market.MAX_FEE_BPS()).to.equal(500n);
  });
});

describe("versions of an offer", () => {
  it("MKT-06 may begin at any version there is", async () => {
    const fixture = await load();
    const { market, seller, dataset } = fixture;
    await market.connect(seller).addVersion(dataset, anchor("2"));
    const { id } = await makeOffer(fixture, { fromVersion: 2n });
    expect((await market.offerState(id)).state.status).to.equal(1n);
  });
});
