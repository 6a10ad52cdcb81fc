import { expect } from "chai";
import { asBills, hashOf, loadOffers, type OffersWorld, type RepoOffer, repoOf, sign } from "./billOffers.ts";
import {
  accepted,
  CLAUSE,
  COLLECTION,
  delivered,
  earlyPayment,
  type Face,
  firstSecond,
  HOLD,
  lastSecond,
  linksOf,
  STATUSES,
  SUM,
  today,
} from "./billsWorld.ts";
import { at, DAY, EVER, endorse, ethers, FIRST, now, WITH_RECOURSE } from "./world.ts";

const PRICE = (SUM * 95n) / 100n;
const ALL = 2n ** 96n - 1n;
const statusNumber = (name: string) => BigInt(STATUSES.indexOf(name));
/** 0.01 % of the price a day, rounded up. */
const interest = (days: bigint, principal = PRICE) => (principal * days * 360n + 3_599_999n) / 3_600_000n;

async function offered(changes: Partial<RepoOffer> = {}, face: Partial<Face> = {}) {
  const world = await loadOffers();
  const made = await accepted(asBills(world), face);
  const offer = await repoOf(world, changes);
  return { ...world, ...made, offer, signature: await sign(world, world.financier, "Offer", offer) };
}

async function opened(changes: Partial<RepoOffer> = {}, face: Partial<Face> = {}) {
  const world = await offered(changes, face);
  const { repos, payee, offer, signature, root } = world;
  await repos.connect(payee).open(offer, signature, world.face, FIRST, 0n);
  const buyback = await ethers.getContractAt("Buyback", await repos.buybackOf(root));
  return { ...world, buyback, day: await today() };
}

/** In the order of the contract. */
const wordsOf = (offer: RepoOffer) => {
  const { buyer, seller, token, lot, debtor, limit, rateBps, haircutBps, lastDay, deadline, salt } = offer;
  return [buyer, seller, token, lot, debtor, limit, rateBps, haircutBps, lastDay, deadline, salt];
};

const balances = async ({ token, payee, financier }: OffersWorld) => [
  (await token.balanceOf(payee)) - 100n * SUM,
  (await token.balanceOf(financier)) - 100n * SUM,
];

describe("repos", () => {
  describe("opening", () => {
    it("BIL-86 gives the seller the money and a buy-back the lot, endorsed with recourse", async () => {
      const world = await offered();
      const { repos, lots, token, bills, face, id, root, payee, financier, offer, signature } = world;
      expect(await repos.offerHash(offer)).to.equal(hashOf(world, "Offer", offer));
      expect(await repos.bills()).to.equal(bills.target);
      const [made, price] = await repos.connect(payee).open.staticCall(offer, signature, face, FIRST, PRICE);
      expect(price).to.equal(PRICE);
      const { rateBps, lastDay } = offer;
      const hash = hashOf(world, "Offer", offer);
      await expect(repos.connect(payee).open(offer, signature, face, FIRST, PRICE))
        .to.emit(repos, "RepoOpened")
        .withArgs(root, financier.address, payee.address, id, made, PRICE, SUM, rateBps, lastDay, hash)
        .to.emit(token, "Transfer")
        .withArgs(financier.address, payee.address, PRICE);
      expect((await lots.lotOf(root)).holder).to.equal(made);
      expect(await balances(world)).to.deep.equal([PRICE, -PRICE]);
      expect(await repos.filledOf(hash)).to.equal(PRICE);
      expect(await repos.buybackOf(root)).to.equal(made);
      const [link] = (await linksOf(world, root)).slice(-1);
      expect([link?.to, link?.kind]).to.deep.equal([made, WITH_RECOURSE]);
      const buyback = await ethers.getContractAt("Buyback", made);
      const { financier: buyer, seller, advance, fee, startDay } = await buyback.deal();
      expect([buyer, seller, advance, fee, startDay]).to.deep.equal([
        financier.address,
        payee.address,
        PRICE,
        0n,
        await today(),
      ]);
      expect(await buyback.lastDay()).to.equal(lastDay);
      expect(await buyback.due()).to.deep.equal([PRICE, 0n]);
    });

    it("BIL-86 takes what fits the offer, and nothing else", async () => {
      const world = await offered();
      const { repos, face, root, payee, second, drawee, financier } = world;
      const open = async (changes: Partial<RepoOffer>, minPrice = 0n) => {
        const offer = await repoOf(world, changes);
        const signature = await sign(world, financier, "Offer", offer);
        return repos.connect(payee).open(offer, signature, face, FIRST, minPrice);
      };
      const hash = async (changes: Partial<RepoOffer>) => hashOf(world, "Offer", await repoOf(world, changes));
      const nobody = ethers.ZeroAddress;
      const other = world.stranger.address;
      const day = await today();
      for (const [changes, error, args] of [
        [{ token: other }, "Quotes_OtherToken", [face.token, other]],
        [{ debtor: other }, "Quotes_OtherDebtor", [drawee.address, other]],
        [{ seller: second.address }, "Quotes_NotSeller", [second.address, payee.address]],
        [{ lot: root + 1n }, "Quotes_OtherLot", [root, root + 1n]],
        [{ debtor: nobody }, "Quotes_ForAnything", [await hash({ debtor: nobody })]],
        [{ limit: PRICE - 1n }, "Quotes_BeyondLimit", [await hash({ limit: PRICE - 1n }), PRICE, PRICE - 1n]],
        [{ lastDay: day - 1n }, "Repos_BadLastDay", [day - 1n, face.term]],
        [{ lastDay: face.term }, "Repos_BadLastDay", [face.term, face.term]],
        [{ haircutBps: 10_000n }, "Repos_BadHaircut", [10_000n]],
      ] as const)
        await expect(open(changes))
          .to.be.revertedWithCustomError(repos, error)
          .withArgs(...args);
      await expect(open({}, PRICE + 1n))
        .to.be.revertedWithCustomError(repos, "Quotes_TooCheap")
        .withArgs(PRICE, PRICE + 1n);
      await open({ lastDay: face.term - 1n, limit: PRICE });
    });

    it("BIL-86 lends on what is accepted, free and to order, not late, and not by the drawee", async () => {
      const world = await loadOffers();
      const { repos, bills, lots, payee, second, drawee, financier } = world;
      const { face, id, root } = await delivered(asBills(world));
      const offer = await repoOf(world);
      const signature = await sign(world, financier, "Offer", offer);
      const open = (of = face, by = payee) => repos.connect(by).open(offer, signature, of, FIRST, 0n);
      await expect(open())
        .to.be.revertedWithCustomError(repos, "Repos_WrongStatus")
        .withArgs(root, statusNumber("Drawn"));
      await bills.connect(drawee).accept(face);
      await bills.connect(payee).endorse(face, FIRST, second, COLLECTION);
      await expect(open(face, second))
        .to.be.revertedWithCustomError(repos, "Repos_NotFree")
        .withArgs(root, HOLD.withAgent);
      await bills.connect(payee).recall(id, FIRST);
      await expect(open(face, second))
        .to.be.revertedWithCustomError(lots, "Lots_NotHolder")
        .withArgs(root, second.address);
      const own = await repoOf(world, { buyer: drawee.address });
      await expect(repos.connect(payee).open(own, await sign(world, drawee, "Offer", own), face, FIRST, 0n))
        .to.be.revertedWithCustomError(repos, "Repos_OwnPromise")
        .withArgs(drawee.address);
      const rekta = await accepted(asBills(world), { clauses: CLAUSE.notToOrder });
      await expect(open(rekta.face)).to.be.revertedWithCustomError(repos, "Repos_NotToOrder").withArgs(rekta.id);
      const tiny = await accepted(asBills(world), { units: 1n, unit: 1n });
      await expect(open(tiny.face)).to.be.revertedWithCustomError(repos, "Quotes_NoPrice").withArgs(tiny.root);
      await at(lastSecond(face.term) + 1n);
      await expect(open())
        .to.be.revertedWithCustomError(repos, "Repos_WrongStatus")
        .withArgs(root, statusNumber("Accepted"));
    });

    it("BIL-85 takes only its buyer's signature for this chain and contract, until its deadline, not cancelled", async () => {
      const deadline = (await now()) + 20n * DAY;
      const world = await offered({ deadline });
      const { repos, quotes, face, payee, second, financier, offer, signature } = world;
      for (const [changed, signed] of [
        [offer, await sign(world, second, "Offer", offer)],
        [offer, await sign(world, financier, "Offer", offer, { chainId: 1n })],
        [offer, await sign(world, financier, "Offer", offer, { verifyingContract: quotes.target as string })],
        [offer, await sign(world, financier, "Offer", offer, { name: "Tallystick Quotes" })],
        [offer, await sign(world, financier, "Offer", offer, { version: "2" })],
        [{ ...offer, rateBps: 1n }, signature],
        [offer, "0x"],
      ] as const)
        await expect(repos.connect(payee).open(changed, signed, face, FIRST, 0n))
          .to.be.revertedWithCustomError(repos, "Quotes_NotSigned")
          .withArgs(financier.address, hashOf(world, "Offer", changed));
      const hash = hashOf(world, "Offer", offer);
      for (const act of ["postOffer", "cancelOffer"] as const)
        await expect(repos.connect(payee)[act](offer))
          .to.be.revertedWithCustomError(repos, "Quotes_NotBuyer")
          .withArgs(financier.address, payee.address);
      const nameless = await repoOf(world, { debtor: ethers.ZeroAddress });
      await expect(repos.connect(financier).postOffer(nameless))
        .to.be.revertedWithCustomError(repos, "Quotes_ForAnything")
        .withArgs(hashOf(world, "Offer", nameless));
      await expect(repos.connect(financier).postOffer(offer))
        .to.emit(repos, "OfferPosted")
        .withArgs(hash, financier.address, offer.debtor, wordsOf(offer));
      expect(await repos.isPosted(hash)).to.equal(true);
      await repos.connect(payee).open.staticCall(offer, "0x", face, FIRST, 0n);
      await at(deadline + 1n);
      await expect(repos.connect(payee).open(offer, signature, face, FIRST, 0n))
        .to.be.revertedWithCustomError(repos, "Quotes_Expired")
        .withArgs(deadline, deadline + 1n);
      const later = await repoOf(world);
      await expect(repos.connect(financier).cancelOffer(later))
        .to.emit(repos, "OfferCancelled")
        .withArgs(hashOf(world, "Offer", later), financier.address);
      await expect(repos.connect(payee).open(later, await sign(world, financier, "Offer", later), face, FIRST, 0n))
        .to.be.revertedWithCustomError(repos, "Quotes_Cancelled")
        .withArgs(hashOf(world, "Offer", later));
    });
  });

  describe("buying back", () => {
    it("BIL-87 costs price and interest by the day, gives the lot back, and may be done again", async () => {
      const world = await opened();
      const { repos, lots, token, face, root, payee, financier, buyback, day, offer, signature } = world;
      await at(firstSecond(day + 10n));
      const amount = PRICE + interest(10n);
      await expect(repos.connect(payee).repurchase(face, FIRST, amount - 1n))
        .to.be.revertedWithCustomError(repos, "Repos_TooDear")
        .withArgs(amount, amount - 1n);
      await expect(repos.connect(payee).repurchase(face, FIRST, amount))
        .to.emit(repos, "Repurchased")
        .withArgs(root, buyback.target, payee.address, amount)
        .to.emit(buyback, "Settled")
        .withArgs(amount, 0n, 0n, 0n)
        .to.emit(buyback, "Returned")
        .withArgs(root, payee.address);
      expect((await lots.lotOf(root)).holder).to.equal(payee.address);
      expect(await balances(world)).to.deep.equal([-interest(10n), interest(10n)]);
      expect(await token.balanceOf(buyback)).to.equal(0n);
      await expect(repos.connect(payee).repurchase(face, FIRST, ALL))
        .to.be.revertedWithCustomError(repos, "Repos_None")
        .withArgs(root);
      await repos.connect(payee).open(offer, signature, face, FIRST, 0n);
      expect(await repos.buybackOf(root)).to.not.equal(buyback.target);
      expect(await repos.filledOf(hashOf(world, "Offer", offer))).to.equal(2n * PRICE);
      expect((await lots.lotOf(root)).holder).to.not.equal(financier.address);
    });

    it("BIL-87 may be done by anyone for the seller, also after the last day, until the buyer took the lot", async () => {
      const world = await opened();
      const { repos, lots, face, root, payee, second, financier, buyback, offer, day } = world;
      await at(lastSecond(offer.lastDay) - 1n);
      await expect(buyback.connect(financier).take(face, FIRST))
        .to.be.revertedWithCustomError(buyback, "Buyback_TooEarly")
        .withArgs(offer.lastDay);
      await at(firstSecond(offer.lastDay + 1n));
      const days = offer.lastDay + 1n - day;
      await repos.connect(second).repurchase(face, FIRST, PRICE + interest(days));
      expect((await lots.lotOf(root)).holder).to.equal(payee.address);
      await expect(buyback.connect(financier).take(face, FIRST))
        .to.be.revertedWithCustomError(buyback, "Buyback_Gone")
        .withArgs(root);
    });

    it("BIL-87 is not hindered by a token that refuses the buyer: his money waits", async () => {
      const world = await opened();
      const { repos, lots, token, face, root, payee, second, financier, buyback } = world;
      await token.setBlocked(financier, true);
      await expect(repos.connect(payee).repurchase(face, FIRST, ALL))
        .to.emit(buyback, "Kept")
        .withArgs(financier.address, token.target, PRICE);
      expect((await lots.lotOf(root)).holder).to.equal(payee.address);
      expect(await buyback.keptFor(financier, token)).to.equal(PRICE);
      await expect(buyback.connect(second).withdraw(token, second))
        .to.be.revertedWithCustomError(buyback, "Holdback_NothingToWithdraw")
        .withArgs(second.address, token.target);
      await buyback.connect(financier).withdraw(token, second);
      expect(await token.balanceOf(second)).to.equal(100n * SUM + PRICE);
    });

    it("BIL-88 binds the seller to a buyer who took the lot, and not to himself when it is back", async () => {
      const world = await opened({}, { clauses: CLAUSE.noProtest });
      const { repos, lots, bills, recourse, face, root, payee, drawer, drawee, financier, buyback, offer } = world;
      await at(firstSecond(offer.lastDay + 1n));
      await expect(buyback.connect(payee).take(face, FIRST))
        .to.be.revertedWithCustomError(buyback, "Holdback_NotFinancier")
        .withArgs(payee.address);
      const charges = interest(31n);
      await expect(buyback.connect(financier).take(face, FIRST))
        .to.emit(buyback, "Taken")
        .withArgs(root, financier.address, PRICE, charges);
      expect((await lots.lotOf(root)).holder).to.equal(financier.address);
      expect(await buyback.isTaken()).to.equal(true);
      await expect(repos.connect(payee).repurchase(face, FIRST, ALL))
        .to.be.revertedWithCustomError(repos, "Repos_None")
        .withArgs(root);
      await at(firstSecond(face.term));
      await bills.connect(financier).presentForPayment(face, FIRST);
      await bills.connect(drawee).refusePayment(face, FIRST);
      const links = await linksOf(world, root);
      const byIndex = async (of = links) =>
        Promise.all(of.map(async (_, index) => (await recourse.liabilityOf(face, FIRST, of, index))[0]));
      // Drawer's delivery, the seller's endorsement with recourse, the buy-back's without.
      expect(links.map(({ from }) => from)).to.deep.equal([drawer.address, payee.address, buyback.target]);
      expect(await byIndex()).to.deep.equal([true, true, false]);
      await endorse(asBills(world), root, financier, payee);
      expect((await byIndex(await linksOf(world, root))).slice(0, 2)).to.deep.equal([true, false]);
    });
  });

  describe("what comes in", () => {
    it("BIL-89 goes to the buyer up to his claim, the rest and the lot to the seller; and the lot is presented by anyone", async () => {
      const world = await opened();
      const { repos, bills, lots, token, face, root, payee, drawee, second, financier, buyback, day } = world;
      await expect(buyback.settle(face, FIRST))
        .to.be.revertedWithCustomError(buyback, "Holdback_NothingThere")
        .withArgs(token.target);
      await at(firstSecond(face.term));
      await buyback.connect(second).presentForPayment(face, FIRST);
      await bills.connect(drawee).pay(face, SUM / 2n);
      const owed = interest(face.term - day);
      await expect(buyback.connect(second).settle(face, FIRST))
        .to.emit(buyback, "Settled")
        .withArgs(SUM / 2n, 0n, PRICE + owed - SUM / 2n, 0n);
      expect(await balances(world)).to.deep.equal([PRICE, SUM / 2n - PRICE]);
      await bills.connect(drawee).pay(face, ALL);
      await buyback.connect(second).settle(face, FIRST);
      expect(await balances(world)).to.deep.equal([SUM - owed, owed]);
      expect(await token.balanceOf(buyback)).to.equal(0n);
      expect((await lots.lotOf(root)).units).to.equal(0n);
      await expect(repos.connect(payee).repurchase(face, FIRST, ALL))
        .to.be.revertedWithCustomError(repos, "Repos_None")
        .withArgs(root);
      await expect(buyback.connect(financier).take(face, FIRST))
        .to.be.revertedWithCustomError(buyback, "Buyback_Gone")
        .withArgs(root);
    });

    it("BIL-89 can be protested by anyone and demanded by both; who takes the lot up pays both", async () => {
      const world = await opened();
      const { bills, recourse, lots, token, face, id, root, payee, drawer, drawee, second, financier, buyback } = world;
      await at(firstSecond(face.term));
      await buyback.connect(second).presentForPayment(face, FIRST);
      await bills.connect(drawee).refusePayment(face, FIRST);
      await buyback.connect(second).protest(face, FIRST);
      expect((await bills.billOf(id)).status).to.equal(statusNumber("Protested"));
      const links = await linksOf(world, root);
      await expect(buyback.connect(second).demand(face, FIRST, links, 0n))
        .to.be.revertedWithCustomError(buyback, "Buyback_NotParty")
        .withArgs(second.address);
      await expect(buyback.connect(second).notify(face, FIRST, 0n, FIRST))
        .to.be.revertedWithCustomError(buyback, "Buyback_NotParty")
        .withArgs(second.address);
      await expect(buyback.connect(financier).notify(face, FIRST, 100n, ethers.id("costs")))
        .to.emit(recourse, "NoticeGiven")
        .withArgs(id, root, buyback.target, 100n, ethers.id("costs"), true);
      await expect(buyback.connect(payee).demand(face, FIRST, links, 0n)).to.emit(recourse, "Demanded");
      await recourse.connect(drawer).takeUp(face, FIRST, links, 0n, ALL);
      expect((await lots.lotOf(root)).holder).to.equal(drawer.address);
      expect(await token.balanceOf(buyback)).to.equal(SUM + 100n);
      await buyback.settle(face, FIRST);
      const [seller, buyer] = await balances(world);
      expect((seller ?? 0n) + (buyer ?? 0n)).to.equal(SUM + 100n);
      expect(buyer).to.be.greaterThan(0n);
      expect(await token.balanceOf(buyback)).to.equal(0n);
    });

    it("BIL-89 waits with recourse while the token refuses the buy-back, and is shared out by the next settlement", async () => {
      const world = await opened({}, { clauses: CLAUSE.noProtest });
      const { bills, recourse, token, face, root, drawer, drawee, buyback } = world;
      await at(firstSecond(face.term));
      await buyback.presentForPayment(face, FIRST);
      await bills.connect(drawee).refusePayment(face, FIRST);
      await token.setBlocked(buyback, true);
      await recourse.connect(drawer).takeUp(face, FIRST, await linksOf(world, root), 0n, ALL);
      expect(await recourse.keptFor(buyback, token)).to.equal(SUM);
      await expect(buyback.settle(face, FIRST)).to.be.revertedWithCustomError(token, "BlockingTokenMock_Blocked");
      await token.setBlocked(buyback, false);
      const owed = interest(60n);
      await expect(buyback.settle(face, FIRST))
        .to.emit(buyback, "Settled")
        .withArgs(PRICE + owed, SUM - PRICE - owed, 0n, 0n);
      expect(await balances(world)).to.deep.equal([SUM - owed, owed]);
      expect(await token.balanceOf(recourse)).to.equal(0n);
    });

    it("BIL-89 is also what a court awards for a lot that it gave to another", async () => {
      const court = (await loadOffers()).stranger;
      const world = await opened({}, { court: court.address });
      const { changes, lots, token, face, root, payee, second, financier, buyback, day } = world;
      await changes.connect(court).stop(face, FIRST, second, day + 60n, FIRST);
      await at(firstSecond(day + 61n));
      await token.connect(second).approve(changes, ethers.MaxUint256);
      await changes.connect(second).replace(face, FIRST);
      expect((await lots.lotOf(root)).holder).to.equal(second.address);
      await changes.connect(court).award(face, FIRST, second);
      expect(await changes.keptFor(buyback, token)).to.equal(SUM);
      const owed = interest(61n);
      await expect(buyback.settle(face, FIRST))
        .to.emit(buyback, "Settled")
        .withArgs(PRICE + owed, SUM - PRICE - owed, 0n, 0n);
      expect(await balances(world)).to.deep.equal([SUM - owed, owed]);
      expect(await changes.keptFor(buyback, token)).to.equal(0n);
      await expect(buyback.connect(financier).take(face, FIRST))
        .to.be.revertedWithCustomError(buyback, "Buyback_Gone")
        .withArgs(root);
      await expect(world.repos.connect(payee).repurchase(face, FIRST, ALL))
        .to.be.revertedWithCustomError(world.repos, "Repos_None")
        .withArgs(root);
    });

    it("BIL-89 is settled when somebody sends what is due; what is over is the seller's; a taken lot's is the buyer's", async () => {
      const world = await opened();
      const { lots, token, face, root, payee, second, financier, buyback, offer } = world;
      await token.connect(second).transfer(buyback, PRICE - 1n);
      await buyback.settle(face, FIRST);
      expect(await buyback.due()).to.deep.equal([1n, 0n]);
      expect((await lots.lotOf(root)).holder).to.equal(buyback.target);
      await token.connect(second).transfer(buyback, 6n);
      await expect(buyback.settle(face, FIRST)).to.emit(buyback, "Settled").withArgs(1n, 5n, 0n, 0n);
      expect((await lots.lotOf(root)).holder).to.equal(payee.address);
      const other = await accepted(asBills(world), { document: ethers.id("other") });
      const signature = await sign(world, financier, "Offer", offer);
      await world.repos.connect(payee).open(offer, signature, other.face, FIRST, 0n);
      const made = await ethers.getContractAt("Buyback", await world.repos.buybackOf(other.root));
      await expect(made.settle(face, FIRST)).to.be.revertedWithCustomError(made, "Buyback_OtherLot").withArgs(root);
      await at(firstSecond(offer.lastDay + 1n));
      await token.connect(second).transfer(made, SUM);
      await expect(made.connect(financier).take(other.face, FIRST))
        .to.be.revertedWithCustomError(made, "Buyback_NothingDue")
        .withArgs(other.root);
      await made.settle(other.face, FIRST);
      expect((await lots.lotOf(other.root)).holder).to.equal(payee.address);
      const third = await accepted(asBills(world), { document: ethers.id("third") });
      const again = await repoOf(world, { lastDay: await today(), salt: ethers.id("again") });
      await world.repos.connect(payee).open(again, await sign(world, financier, "Offer", again), third.face, FIRST, 0n);
      const taken = await ethers.getContractAt("Buyback", await world.repos.buybackOf(third.root));
      await at(firstSecond(again.lastDay + 1n));
      await taken.connect(financier).take(third.face, FIRST);
      const before = await token.balanceOf(financier);
      await token.connect(second).transfer(taken, 7n);
      await expect(taken.settle(third.face, FIRST)).to.emit(taken, "Settled").withArgs(7n, 0n, 0n, 0n);
      expect((await token.balanceOf(financier)) - before).to.equal(7n);
    });

    it("BIL-89 is paid early where both sign; no other act of one party touches the lot", async () => {
      const world = await opened();
      const { bills, lots, face, root, payee, drawee, financier, buyback } = world;
      const sign = (signer: typeof payee) => earlyPayment(asBills(world), root, signer);
      const pair = (a: string, b: string) => ethers.AbiCoder.defaultAbiCoder().encode(["bytes", "bytes"], [a, b]);
      await expect(
        bills.connect(drawee).payEarly(face, EVER, pair(await sign(payee), await sign(payee))),
      ).to.be.revertedWithCustomError(bills, "Bills_NotSigned");
      await bills.connect(drawee).payEarly(face, EVER, pair(await sign(financier), await sign(payee)));
      await buyback.settle(face, FIRST);
      expect(await balances(world)).to.deep.equal([SUM, 0n]);
      expect((await lots.lotOf(root)).units).to.equal(0n);
    });

    it("BIL-89 does not wait for a lot that a court has stopped: both may object, and it is given back when it is free", async () => {
      const court = (await loadOffers()).stranger;
      const world = await opened({}, { court: court.address });
      const { repos, changes, lots, bills, token, face, root, payee, second, financier, buyback, day } = world;
      await changes.connect(court).stop(face, FIRST, second, day + 100n, FIRST);
      await expect(repos.connect(payee).repurchase(face, FIRST, ALL))
        .to.be.revertedWithCustomError(repos, "Repos_NotBack")
        .withArgs(root);
      await expect(buyback.connect(second).object(face, FIRST))
        .to.be.revertedWithCustomError(buyback, "Buyback_NotParty")
        .withArgs(second.address);
      await buyback.connect(financier).object(face, FIRST);
      await token.connect(second).transfer(buyback, PRICE);
      await buyback.settle(face, FIRST);
      expect(await balances(world)).to.deep.equal([PRICE, 0n]);
      expect((await lots.lotOf(root)).holder).to.equal(buyback.target);
      await changes.connect(court).lift(face, FIRST);
      await expect(buyback.settle(face, FIRST)).to.emit(buyback, "Returned").withArgs(root, payee.address);
      expect((await lots.lotOf(root)).holder).to.equal(payee.address);
      expect(await bills.collectable(await bills.idOf(face), FIRST)).to.equal(0n);
    });
  });
});
