import { expect } from "chai";
import { asBills, type Bid, bidOf, hashOf, loadOffers, priceOf, sign } from "./billOffers.ts";
import { accepted, CLAUSE, delivered, type Face, firstSecond, lastSecond, STATUSES, SUM, today } from "./billsWorld.ts";
import { at, DAY, ethers, FIRST, UNITS, WITHOUT_RECOURSE } from "./world.ts";

async function bidden(changes: Partial<Bid> = {}, face: Partial<Face> = {}) {
  const world = await loadOffers();
  const made = await accepted(asBills(world), face);
  const bid = bidOf(world, changes);
  return { ...world, ...made, bid, signature: await sign(world, world.financier, "Bid", bid) };
}

describe("bids for bills", () => {
  it("BIL-80 buy bill after bill at the bank's discount, until the limit is filled", async () => {
    const world = await bidden({ limit: SUM + SUM / 2n });
    const { quotes, lots, token, face, id, root, payee, second, financier, bid, signature } = world;
    await at(firstSecond(face.term - 30n));
    const price = priceOf(SUM, face.term, face.term - 30n);
    const hash = hashOf(world, "Bid", bid);
    expect(await quotes.bidHash(bid)).to.equal(hash);
    await expect(quotes.connect(payee).sell(bid, signature, face, FIRST, 0n, price + 1n))
      .to.be.revertedWithCustomError(quotes, "Quotes_TooCheap")
      .withArgs(price, price + 1n);
    await expect(quotes.connect(second).sell(bid, signature, face, FIRST, 0n, 0n))
      .to.be.revertedWithCustomError(lots, "Lots_NotHolder")
      .withArgs(root, second.address);
    await expect(quotes.connect(payee).sell(bid, signature, face, FIRST, 0n, price))
      .to.emit(quotes, "Sold")
      .withArgs(root, id, payee.address, financier.address, financier.address, price, SUM, 0n, bid.kind, hash);
    expect((await lots.lotOf(root)).holder).to.equal(financier.address);
    expect(await token.balanceOf(payee)).to.equal(100n * SUM + price);
    expect(await quotes.filledOf(hash)).to.equal(SUM);
    const other = await accepted(asBills(world), { document: ethers.id("other") });
    await expect(quotes.connect(payee).sell(bid, signature, other.face, FIRST, 0n, 0n))
      .to.be.revertedWithCustomError(quotes, "Quotes_BeyondLimit")
      .withArgs(hash, 2n * SUM, bid.limit);
    await quotes.connect(payee).sell(bid, signature, other.face, FIRST, UNITS / 2n, 0n);
    expect(await quotes.filledOf(hash)).to.equal(bid.limit);
    expect((await lots.lotOf(other.root)).units).to.equal(UNITS / 2n);
  });

  it("BIL-81 BIL-84 take what fits and binds, without evidence or advance", async () => {
    const world = await bidden();
    const { quotes, face, id, root, payee, second, drawee, financier, stranger } = world;
    const sell = async (changes: Partial<Bid>, of = face) => {
      const bid = bidOf(world, changes);
      return quotes.connect(payee).sell(bid, await sign(world, financier, "Bid", bid), of, FIRST, 0n, 0n);
    };
    const days = face.term - (await today());
    const nobody = ethers.ZeroAddress;
    for (const [changes, error, args] of [
      [{ token: stranger.address }, "Quotes_OtherToken", [face.token, stranger.address]],
      [{ debtor: stranger.address }, "Quotes_OtherDebtor", [drawee.address, stranger.address]],
      [{ seller: second.address }, "Quotes_NotSeller", [second.address, payee.address]],
      [{ lot: root + 1n }, "Quotes_OtherLot", [root, root + 1n]],
      [{ debtor: nobody }, "Quotes_ForAnything", [hashOf(world, "Bid", bidOf(world, { debtor: nobody }))]],
      [{ maxDays: days - 1n }, "Quotes_TooLong", [days, days - 1n]],
      [{ evidence: 1n }, "Quotes_EvidenceMissing", [id, 0n, 1n]],
      [{ advanceBps: 9_999n }, "Quotes_BadAdvance", [9_999n]],
      [{ pricing: { rateBps: 0n, feeBps: 10_000n } }, "Quotes_NoPrice", [root]],
      [{ pricing: { rateBps: 0n, feeBps: 10_001n } }, "Quotes_BadPricing", [days, 0n, 10_001n]],
    ] as const)
      await expect(sell(changes))
        .to.be.revertedWithCustomError(quotes, error)
        .withArgs(...args);
    const rekta = await accepted(asBills(world), { clauses: CLAUSE.notToOrder });
    await expect(sell({}, rekta.face)).to.be.revertedWithCustomError(quotes, "Quotes_NotToOrder").withArgs(rekta.id);
    await sell({ kind: WITHOUT_RECOURSE }, rekta.face);
    const drawnOnly = await delivered(asBills(world), { document: ethers.id("drawn") });
    await expect(sell({}, drawnOnly.face))
      .to.be.revertedWithCustomError(quotes, "Quotes_WrongStatus")
      .withArgs(drawnOnly.root, BigInt(STATUSES.indexOf("Drawn")));
    await at(lastSecond(face.term) + 1n);
    await expect(sell({}))
      .to.be.revertedWithCustomError(quotes, "Quotes_WrongStatus")
      .withArgs(root, BigInt(STATUSES.indexOf("Accepted")));
  });

  it("BIL-84 BIL-85 let the acceptor buy without recourse; posted, cancelled and foreign ones", async () => {
    const world = await bidden();
    const { quotes, lots, face, root, payee, second, drawee, financier, bid, signature } = world;
    const own = bidOf(world, { buyer: drawee.address });
    await expect(quotes.connect(payee).sell(own, await sign(world, drawee, "Bid", own), face, FIRST, 0n, 0n))
      .to.be.revertedWithCustomError(quotes, "Quotes_BadKind")
      .withArgs(own.kind);
    for (const signed of [
      await sign(world, second, "Bid", bid),
      await sign(world, financier, "Bid", bid, { chainId: 1n }),
      await sign(world, financier, "Bid", bid, { verifyingContract: world.repos.target as string }),
      "0x",
    ])
      await expect(quotes.connect(payee).sell(bid, signed, face, FIRST, 0n, 0n))
        .to.be.revertedWithCustomError(quotes, "Quotes_NotSigned")
        .withArgs(financier.address, hashOf(world, "Bid", bid));
    const hash = hashOf(world, "Bid", bid);
    await expect(quotes.connect(financier).postBid(bid)).to.emit(quotes, "BidPosted");
    expect(await quotes.isPosted(hash)).to.equal(true);
    await quotes.connect(payee).sell.staticCall(bid, "0x", face, FIRST, 0n, 0n);
    await expect(quotes.connect(payee).cancelBid(bid))
      .to.be.revertedWithCustomError(quotes, "Quotes_NotBuyer")
      .withArgs(financier.address, payee.address);
    await quotes.connect(financier).cancelBid(bid);
    await expect(quotes.connect(payee).sell(bid, signature, face, FIRST, 0n, 0n))
      .to.be.revertedWithCustomError(quotes, "Quotes_Cancelled")
      .withArgs(hash);
    await expect(quotes.connect(second).request(root, face.term * DAY))
      .to.be.revertedWithCustomError(quotes, "Quotes_NotHolder")
      .withArgs(root, second.address);
    const early = bidOf(world, { buyer: drawee.address, kind: WITHOUT_RECOURSE });
    await quotes.connect(payee).sell(early, await sign(world, drawee, "Bid", early), face, FIRST, 0n, 0n);
    expect((await lots.lotOf(root)).holder).to.equal(drawee.address);
    await world.bills.connect(drawee).discharge(face);
  });
});
