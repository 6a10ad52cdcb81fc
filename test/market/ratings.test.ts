import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { expect } from "chai";
import { signRequest } from "../shared/requests.ts";
import { dealOf, digestOf, loadDesk, sign } from "./desk.ts";
import {
  bought,
  DAY,
  type Entry,
  ethers,
  type Fixture,
  load,
  makeOffer,
  networkHelpers,
  nextTimestamp,
  PRICE,
  type Purchase,
  packedRight,
  type Terms,
  ZERO_ADDRESS,
  ZERO_HASH,
} from "./fixture.ts";

/** Receipt of a purchase, by the specification and independent of the contract's code. */
function receiptOf(purchase: Purchase): bigint {
  const type = "tuple(uint256 previous, bytes32 offer, address payer, uint96 paid, uint40 boughtAt, uint40 from)";
  const hash = ethers.keccak256(ethers.AbiCoder.defaultAbiCoder().encode([type], [purchase]));
  return BigInt(hash) & (2n ** 160n - 1n);
}

const purchasesOf = (entries: readonly Entry[]) => entries.map(({ purchase }) => purchase);

async function rate(
  { ratings }: Fixture,
  reader: HardhatEthersSigner,
  entries: readonly Entry[],
  stars = 4n,
  comment = "",
) {
  const rated = entries.at(-1);
  if (!rated) throw new Error("Nothing is rated.");
  return ratings.connect(reader).rate(rated.terms.dataset, purchasesOf(entries), rated.terms, stars, comment);
}

/** The data set with one purchase of `buyer`. */
async function set(changes: Partial<Terms> = {}) {
  const fixture = await load();
  const { offered, id } = await makeOffer(fixture, changes);
  const entry = await bought(fixture, fixture.buyer, offered);
  return { ...fixture, offered, id, entry };
}

describe("rate", () => {
  it("MKT-91 MKT-93 records what a reader says of his purchase, and counts it", async () => {
    const fixture = await set();
    const { ratings, dataset, buyer, stranger, id, entry } = fixture;
    const receipt = receiptOf(entry.purchase);
    expect(await ratings.ratingOf(dataset, buyer.address, receipt)).to.equal(0n);
    expect(await ratings.totalOf(dataset)).to.deep.equal([0n, 0n, 0n, 0n]);
    await expect(rate(fixture, buyer, [entry], 4n, "all there, but old"))
      .to.emit(ratings, "Rated")
      .withArgs(dataset, buyer.address, receipt, id, PRICE, 4n, 0n, "all there, but old");
    expect(await ratings.ratingOf(dataset, buyer.address, receipt)).to.equal(4n);
    expect(await ratings.ratingOf(dataset, stranger.address, receipt)).to.equal(0n);
    expect(await ratings.totalOf(dataset)).to.deep.equal([1n, 4n, 0n, 0n]);
    expect(await ratings.totalOf(dataset + 1n)).to.deep.equal([0n, 0n, 0n, 0n]);
  });

  it("MKT-91 MKT-93 can be changed, up and down, and is counted once", async () => {
    const fixture = await set();
    const { ratings, dataset, buyer, id, entry } = fixture;
    let earlier = 0n;
    for (const stars of [5n, 1n, 3n, 3n]) {
      await expect(rate(fixture, buyer, [entry], stars, `now ${stars}`))
        .to.emit(ratings, "Rated")
        .withArgs(dataset, buyer.address, receiptOf(entry.purchase), id, PRICE, stars, earlier, `now ${stars}`);
      expect(await ratings.totalOf(dataset)).to.deep.equal([1n, stars, 0n, 0n]);
      earlier = stars;
    }
  });

  it("MKT-93 counts purchases at no price apart", async () => {
    const fixture = await set();
    const { ratings, dataset, buyer, friend, entry } = fixture;
    const { offered: free } = await makeOffer(fixture, { price: 0n, token: ZERO_ADDRESS, nonce: 1n });
    const gratis = await bought(fixture, friend, free);
    await rate(fixture, friend, [gratis], 5n);
    expect(await ratings.totalOf(dataset)).to.deep.equal([0n, 0n, 1n, 5n]);
    await rate(fixture, buyer, [entry], 2n);
    expect(await ratings.totalOf(dataset)).to.deep.equal([1n, 2n, 1n, 5n]);
    await rate(fixture, friend, [gratis], 1n);
    expect(await ratings.totalOf(dataset)).to.deep.equal([1n, 2n, 1n, 1n]);
  });

  it("MKT-91 rates each purchase of a reader, older ones under newer ones too", async () => {
    const fixture = await set();
    const { ratings, dataset, buyer, friend, offered, entry } = fixture;
    const { offered: other } = await makeOffer(fixture, { price: 7n, nonce: 1n });
    const second = await bought(fixture, buyer, other);
    // A gift of somebody else's is a purchase as well.
    const third = await bought(fixture, friend, offered, buyer.address);
    await rate(fixture, buyer, [third, second, entry], 1n);
    await rate(fixture, buyer, [third, second], 2n);
    await rate(fixture, buyer, [third], 3n);
    expect(await ratings.totalOf(dataset)).to.deep.equal([3n, 6n, 0n, 0n]);
    await rate(fixture, buyer, [third, second], 5n);
    expect(await ratings.totalOf(dataset)).to.deep.equal([3n, 9n, 0n, 0n]);
    expect(await ratings.ratingOf(dataset, buyer.address, receiptOf(second.purchase))).to.equal(5n);
  });

  it("MKT-91 rates under a grant that came later", async () => {
    const fixture = await set();
    const { market, ratings, dataset, seller, buyer, offered, entry } = fixture;
    const previous = await packedRight(market, dataset, buyer.address);
    const from = previous & (2n ** 40n - 1n);
    const boughtAt = await nextTimestamp();
    await market.connect(seller).grant(dataset, buyer.address, DAY, 3n, 1n, true);
    const purchase = { previous, offer: ZERO_HASH, payer: ZERO_ADDRESS, paid: 0n, boughtAt, from };
    const grant = { purchase, terms: offered };
    await expect(rate(fixture, buyer, [grant]))
      .to.be.revertedWithCustomError(ratings, "Ratings_Granted")
      .withArgs(dataset, buyer.address);
    await rate(fixture, buyer, [grant, entry], 5n);
    expect(await ratings.totalOf(dataset)).to.deep.equal([1n, 5n, 0n, 0n]);
  });

  it("MKT-91 rates after the right ran out, and below one that was bought anew since", async () => {
    const fixture = await set();
    const { ratings, dataset, buyer, offered, entry } = fixture;
    await networkHelpers.time.increase(40n * DAY);
    await rate(fixture, buyer, [entry], 2n);
    const anew = await bought(fixture, buyer, offered);
    expect(anew.purchase.previous).not.to.equal(0n);
    await rate(fixture, buyer, [anew, entry], 3n);
    await rate(fixture, buyer, [anew], 5n);
    expect(await ratings.totalOf(dataset)).to.deep.equal([2n, 8n, 0n, 0n]);
  });

  it("MKT-92 keeps the rating when the right is renounced or revoked, and takes no more", async () => {
    const fixture = await set();
    const { ratings, market, dataset, seller, buyer, friend, offered, entry } = fixture;
    const other = await bought(fixture, friend, offered);
    await rate(fixture, buyer, [entry], 1n);
    await rate(fixture, friend, [other], 2n);
    await market.connect(seller).revoke(dataset, buyer.address, [entry]);
    await market.connect(friend).renounce(dataset, [other.purchase]);
    for (const [reader, was] of [
      [buyer, entry],
      [friend, other],
    ] as const) {
      await expect(rate(fixture, reader, [was], 5n))
        .to.be.revertedWithCustomError(ratings, "Ratings_NoPurchase")
        .withArgs(dataset, reader.address);
    }
    expect(await ratings.totalOf(dataset)).to.deep.equal([2n, 3n, 0n, 0n]);
    // What comes after a revocation proves nothing of before it.
    const anew = await bought(fixture, buyer, offered);
    await expect(rate(fixture, buyer, [anew, entry]))
      .to.be.revertedWithCustomError(ratings, "Ratings_WrongPurchase")
      .withArgs(dataset, buyer.address, 1n);
    await rate(fixture, buyer, [anew], 5n);
    expect(await ratings.totalOf(dataset)).to.deep.equal([3n, 8n, 0n, 0n]);
  });

  it("MKT-92 refuses a purchase that can still be given back, to the second", async () => {
    const fixture = await set({ refundWindow: DAY });
    const { ratings, dataset, buyer, id, entry } = fixture;
    const closesAt = entry.purchase.boughtAt + DAY;
    await networkHelpers.time.setNextBlockTimestamp(closesAt - 1n);
    await expect(rate(fixture, buyer, [entry]))
      .to.be.revertedWithCustomError(ratings, "Ratings_WindowOpen")
      .withArgs(id, closesAt);
    await networkHelpers.time.setNextBlockTimestamp(closesAt);
    await rate(fixture, buyer, [entry], 5n);
    expect(await ratings.totalOf(dataset)).to.deep.equal([1n, 5n, 0n, 0n]);
  });

  it("MKT-92 refuses a purchase that was given back, and rates the one below it", async () => {
    const fixture = await set();
    const { market, ratings, dataset, buyer, entry } = fixture;
    const { offered: other } = await makeOffer(fixture, { refundWindow: DAY, nonce: 1n });
    const second = await bought(fixture, buyer, other);
    await market.connect(buyer).refund(dataset, [second]);
    await networkHelpers.time.increase(2n * DAY);
    await expect(rate(fixture, buyer, [second]))
      .to.be.revertedWithCustomError(ratings, "Ratings_WrongPurchase")
      .withArgs(dataset, buyer.address, 0n);
    await rate(fixture, buyer, [entry], 3n);
    expect(await ratings.totalOf(dataset)).to.deep.equal([1n, 3n, 0n, 0n]);
  });

  it("MKT-92 refuses the seller's own purchase, and a gift of his", async () => {
    const fixture = await set();
    const { market, usdx, ratings, dataset, seller, other, stranger, offered } = fixture;
    await usdx.connect(seller).approve(market.target, ethers.MaxUint256);
    const own = await bought(fixture, seller, offered);
    const gift = await bought(fixture, seller, offered, stranger.address);
    for (const [reader, entry] of [
      [seller, own],
      [stranger, gift],
    ] as const) {
      await expect(rate(fixture, reader, [entry]))
        .to.be.revertedWithCustomError(ratings, "Ratings_OfSeller")
        .withArgs(dataset, seller.address);
    }
    // Selling the data set away makes neither a customer of his own.
    await market.connect(seller).transferFrom(seller.address, other.address, dataset);
    for (const [reader, entry] of [
      [seller, own],
      [stranger, gift],
    ] as const) {
      await expect(rate(fixture, reader, [entry]))
        .to.be.revertedWithCustomError(ratings, "Ratings_OfSeller")
        .withArgs(dataset, seller.address);
    }
  });

  it("MKT-92 refuses whoever owns the data set now, and gifts of his", async () => {
    const fixture = await set();
    const { market, ratings, dataset, seller, buyer, friend, offered, entry } = fixture;
    const gift = await bought(fixture, buyer, offered, friend.address);
    await market.connect(seller).transferFrom(seller.address, buyer.address, dataset);
    for (const [reader, bad] of [
      [buyer, entry],
      [friend, gift],
    ] as const) {
      await expect(rate(fixture, reader, [bad]))
        .to.be.revertedWithCustomError(ratings, "Ratings_OfSeller")
        .withArgs(dataset, buyer.address);
    }
  });

  it("MKT-92 refuses a grant, and a right from a deal, which nobody paid a price for", async () => {
    const fixture = await set();
    const { market, ratings, dataset, seller, friend, offered } = fixture;
    const boughtAt = await nextTimestamp();
    await market.connect(seller).grant(dataset, friend.address, DAY, 3n, 1n, true);
    const purchase = { previous: 0n, offer: ZERO_HASH, payer: ZERO_ADDRESS, paid: 0n, boughtAt, from: boughtAt };
    await expect(rate(fixture, friend, [{ purchase, terms: offered }]))
      .to.be.revertedWithCustomError(ratings, "Ratings_Granted")
      .withArgs(dataset, friend.address);

    const world = await loadDesk();
    const deal = dealOf(world);
    const exchangedAt = await nextTimestamp();
    await world.desk.connect(world.seller).exchange(deal, "0x", await sign(world, world.other, "Deal", deal));
    const got = {
      previous: 0n,
      offer: digestOf(world, "Deal", deal),
      payer: ZERO_ADDRESS,
      paid: 0n,
      boughtAt: exchangedAt,
      from: exchangedAt,
    };
    expect((await market.rightOf(dataset, world.other.address)).right.receipt).to.equal(receiptOf(got));
    await expect(rate(world, world.other, [{ purchase: got, terms: offered }]))
      .to.be.revertedWithCustomError(ratings, "Ratings_Granted")
      .withArgs(dataset, world.other.address);
  });

  it("MKT-91 refuses who has no purchase, a purchase of somebody else's, and none at all", async () => {
    const fixture = await set();
    const { ratings, dataset, buyer, stranger, friend, offered, entry } = fixture;
    await expect(rate(fixture, stranger, [entry]))
      .to.be.revertedWithCustomError(ratings, "Ratings_NoPurchase")
      .withArgs(dataset, stranger.address);
    await bought(fixture, friend, offered);
    await expect(rate(fixture, friend, [entry]))
      .to.be.revertedWithCustomError(ratings, "Ratings_WrongPurchase")
      .withArgs(dataset, friend.address, 0n);
    await expect(ratings.connect(buyer).rate(dataset, [], offered, 3n, ""))
      .to.be.revertedWithCustomError(ratings, "Ratings_NoPurchase")
      .withArgs(dataset, buyer.address);
  });

  it("MKT-91 refuses a purchase changed in any field, out of order, or with others left out", async () => {
    const fixture = await set();
    const { ratings, dataset, buyer, offered, entry } = fixture;
    const second = await bought(fixture, buyer, offered);
    const third = await bought(fixture, buyer, offered);
    const refuses = (entries: readonly Entry[], index: bigint) =>
      expect(rate(fixture, buyer, entries))
        .to.be.revertedWithCustomError(ratings, "Ratings_WrongPurchase")
        .withArgs(dataset, buyer.address, index);
    await refuses([entry], 0n);
    await refuses([second, third], 0n);
    await refuses([third, entry], 1n);
    await refuses([third, second, entry, entry], 3n);
    const changes: Partial<Purchase>[] = [
      { previous: 1n },
      { offer: ethers.id("other") },
      { payer: fixture.stranger.address },
      { paid: PRICE - 1n },
      { boughtAt: 1n },
      { from: 1n },
    ];
    for (const change of changes) {
      await refuses([{ ...third, purchase: { ...third.purchase, ...change } }], 0n);
    }
  });

  it("MKT-91 refuses another offer's terms", async () => {
    const fixture = await set();
    const { ratings, market, dataset, buyer, id, offered, entry } = fixture;
    const other = { ...offered, refundWindow: 0n, price: 1n };
    await expect(ratings.connect(buyer).rate(dataset, [entry.purchase], other, 3n, ""))
      .to.be.revertedWithCustomError(ratings, "Ratings_WrongTerms")
      .withArgs(id, await market.offerId(other));
  });

  it("MKT-91 refuses a purchase of another data set", async () => {
    const fixture = await set();
    const { ratings, buyer, offered, entry } = fixture;
    await expect(ratings.connect(buyer).rate(12345n, [entry.purchase], offered, 3n, ""))
      .to.be.revertedWithCustomError(ratings, "Ratings_NoPurchase")
      .withArgs(12345n, buyer.address);
  });

  it("MKT-91 takes one to five stars", async () => {
    const fixture = await set();
    const { ratings, buyer, entry } = fixture;
    for (const stars of [0n, 6n, 255n]) {
      await expect(rate(fixture, buyer, [entry], stars))
        .to.be.revertedWithCustomError(ratings, "Ratings_BadStars")
        .withArgs(stars);
    }
    for (const stars of [1n, 2n, 3n, 4n, 5n]) await rate(fixture, buyer, [entry], stars);
  });

  it("MKT-91 takes a comment of no bytes up to 1,024, with markup as it is, and no more", async () => {
    const fixture = await set();
    const { ratings, dataset, buyer, id, entry } = fixture;
    expect(await ratings.MAX_COMMENT()).to.equal(1_024n);
    const markup = '<script>alert("x")</script>\u0000\u202e';
    for (const comment of ["", "é".repeat(512), markup]) {
      await expect(rate(fixture, buyer, [entry], 3n, comment))
        .to.emit(ratings, "Rated")
        .withArgs(dataset, buyer.address, receiptOf(entry.purchase), id, PRICE, 3n, comment === "" ? 0n : 3n, comment);
    }
    await expect(rate(fixture, buyer, [entry], 3n, `${"é".repeat(512)}!`))
      .to.be.revertedWithCustomError(ratings, "Ratings_CommentTooLong")
      .withArgs(1_025n, 1_024n);
  });

  it("MKT-91 works whoever else buys or rates, and whatever becomes of the offer", async () => {
    const fixture = await set();
    const { market, ratings, dataset, seller, buyer, offered, entry } = fixture;
    await market.connect(seller).withdrawOffer(offered);
    await rate(fixture, buyer, [entry], 1n);
    expect(await ratings.totalOf(dataset)).to.deep.equal([1n, 1n, 0n, 0n]);
  });

  it("MKT-31 MKT-91 is by relay too, in the reader's name and no other's", async () => {
    const fixture = await set();
    const { ratings, relay, relayer, dataset, buyer, stranger, offered, entry } = fixture;
    const to = ratings.target as string;
    const data = ratings.interface.encodeFunctionData("rate", [dataset, [entry.purchase], offered, 5n, "by relay"]);
    await relay.connect(relayer).execute(await signRequest(relay, buyer, { from: buyer.address, to, data }));
    expect(await ratings.ratingOf(dataset, buyer.address, receiptOf(entry.purchase))).to.equal(5n);
    await expect(stranger.sendTransaction({ to, data: ethers.concat([data, buyer.address]) }))
      .to.be.revertedWithCustomError(ratings, "Ratings_NoPurchase")
      .withArgs(dataset, stranger.address);
  });
});
