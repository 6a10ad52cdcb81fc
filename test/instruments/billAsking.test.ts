import { expect } from "chai";
import { ALL, ANY_BOUNDS, type Ask, asBills, askOf, hashOf, loadOffers, PRICING, priceOf, sign } from "./billOffers.ts";
import {
  accepted,
  CLAUSE,
  COLLECTION,
  delivered,
  type Face,
  firstSecond,
  HOLD,
  IN_BLANK,
  lastSecond,
  STATUSES,
  SUM,
  today,
} from "./billsWorld.ts";
import { at, DAY, EVER, endorse, ethers, FIRST, now, UNITS, WITH_RECOURSE, WITHOUT_RECOURSE } from "./world.ts";

const PRICE = (SUM * 99n) / 100n;
const statusNumber = (name: string) => BigInt(STATUSES.indexOf(name));

async function asked(changes: Partial<Ask> = {}, face: Partial<Face> = {}) {
  const world = await loadOffers();
  const made = await accepted(asBills(world), face);
  const ask = await askOf(world, made.root, changes);
  return { ...world, ...made, ask, signature: await sign(world, world.payee, "Ask", ask) };
}

describe("asks for bills", () => {
  it("BIL-80 brings money to the seller and the lot to the buyer, whatever kind was asked, and again: rediscount", async () => {
    for (const kind of [WITH_RECOURSE, WITHOUT_RECOURSE]) {
      const world = await asked({ kind });
      const { quotes, bills, lots, token, face, id, root, payee, second, financier, ask, signature } = world;
      const hash = hashOf(world, "Ask", ask);
      expect(await quotes.askHash(ask)).to.equal(hash);
      expect(await quotes.bills()).to.equal(bills.target);
      const args = [ask, signature, face, FIRST, ANY_BOUNDS] as const;
      expect(await quotes.connect(second).buy.staticCall(...args)).to.equal(PRICE);
      await expect(quotes.connect(second).buy(...args))
        .to.emit(quotes, "Sold")
        .withArgs(root, id, payee.address, second.address, second.address, PRICE, SUM, 0n, kind, hash)
        .to.emit(token, "Transfer")
        .withArgs(second.address, payee.address, PRICE);
      expect((await lots.lotOf(root)).holder).to.equal(second.address);
      expect(await token.balanceOf(payee)).to.equal(100n * SUM + PRICE);
      expect(await token.balanceOf(quotes)).to.equal(0n);
      await expect(quotes.connect(financier).buy(...args))
        .to.be.revertedWithCustomError(quotes, "Quotes_Changed")
        .withArgs(root, await lots.versionOf(root));
      const again = await askOf(world, root, { seller: second.address, kind, price: PRICE + 1n });
      await quotes.connect(financier).buy(again, await sign(world, second, "Ask", again), face, FIRST, ANY_BOUNDS);
      expect((await lots.lotOf(root)).holder).to.equal(financier.address);
      expect(await token.balanceOf(second)).to.equal(100n * SUM + 1n);
    }
  });

  it("BIL-80 cuts a part off, at its share of the price by the days that are left", async () => {
    const world = await asked({ units: 30_000n, price: 0n, pricing: PRICING });
    const { quotes, lots, token, face, root, payee, second, ask, signature } = world;
    const open = (SUM * 30_000n) / UNITS;
    await at(firstSecond(face.term - 10n));
    const price = priceOf(open, face.term, face.term - 10n);
    expect(await quotes.priceOf.staticCall(PRICING, face, FIRST, 30_000n, { blockTag: "pending" })).to.deep.equal([
      price,
      open,
    ]);
    await expect(quotes.connect(second).buy(ask, signature, face, FIRST, { ...ANY_BOUNDS, maxPrice: price - 1n }))
      .to.be.revertedWithCustomError(quotes, "Quotes_TooDear")
      .withArgs(price, price - 1n);
    await expect(quotes.connect(second).buy(ask, signature, face, FIRST, { ...ANY_BOUNDS, minWorth: open + 1n }))
      .to.be.revertedWithCustomError(quotes, "Quotes_WorthLess")
      .withArgs(open, open + 1n);
    const dueAt = lastSecond(face.term);
    await expect(quotes.connect(second).buy(ask, signature, face, FIRST, { ...ANY_BOUNDS, latestDue: dueAt - 1n }))
      .to.be.revertedWithCustomError(quotes, "Quotes_DueLater")
      .withArgs(dueAt, dueAt - 1n);
    const bounds = { maxPrice: price, minWorth: open, latestDue: dueAt };
    await quotes.connect(second).buy(ask, signature, face, FIRST, bounds);
    expect((await lots.lotOf(root)).units).to.equal(UNITS - 30_000n);
    expect(await token.balanceOf(payee)).to.equal(100n * SUM + price);
    const more = await askOf(world, root, { units: UNITS });
    await expect(quotes.connect(second).buy(more, await sign(world, payee, "Ask", more), face, FIRST, ANY_BOUNDS))
      .to.be.revertedWithCustomError(quotes, "Quotes_BadUnits")
      .withArgs(root, UNITS, UNITS - 30_000n);
  });

  it("BIL-81 finances nothing that nobody accepted, and of a part acceptance the part", async () => {
    const world = await loadOffers();
    const { quotes, bills, token, payee, drawee, second } = world;
    const { face, root } = await delivered(asBills(world));
    const ask = await askOf(world, root, { price: 1n });
    const signature = await sign(world, payee, "Ask", ask);
    const refuses = async (name: string) =>
      expect(quotes.connect(second).buy(ask, signature, face, FIRST, ANY_BOUNDS))
        .to.be.revertedWithCustomError(quotes, "Quotes_WrongStatus")
        .withArgs(root, statusNumber(name));
    await refuses("Drawn");
    await expect(quotes.priceOf(PRICING, face, FIRST, 0n)).to.be.revertedWithCustomError(quotes, "Quotes_WrongStatus");
    await bills.connect(drawee).acceptPart(face, 60n);
    const open = 60n * UNITS;
    expect((await quotes.priceOf(PRICING, face, FIRST, 0n))[1]).to.equal(open);
    await quotes.connect(second).buy(ask, signature, face, FIRST, { ...ANY_BOUNDS, minWorth: open });
    expect(await token.balanceOf(payee)).to.equal(100n * SUM + 1n);
    const other = await delivered(asBills(world), { document: ethers.id("other") });
    await bills.connect(drawee).refuse(other.face, FIRST);
    const refused = await askOf(world, other.root, { price: 1n });
    const signed = await sign(world, payee, "Ask", refused);
    await expect(quotes.connect(second).buy(refused, signed, other.face, FIRST, ANY_BOUNDS))
      .to.be.revertedWithCustomError(quotes, "Quotes_WrongStatus")
      .withArgs(other.root, statusNumber("RefusedAcceptance"));
    const nobodys = { ...face, document: ethers.id("nobody drew it") };
    await expect(quotes.priceOf(PRICING, nobodys, FIRST, 0n)).to.be.revertedWithCustomError(
      quotes,
      "Quotes_WrongStatus",
    );
  });

  it("BIL-82 sells a bill that is late, dishonoured or protested where the ask names its price, and no other", async () => {
    const world = await asked();
    const { quotes, bills, lots, token, face, root, payee, drawee, second } = world;
    const priced = await askOf(world, root, { price: 1_000n });
    const discounted = await askOf(world, root, { price: 0n, pricing: PRICING });
    const buy = async (ask: Ask) =>
      quotes.connect(second).buy(ask, await sign(world, payee, "Ask", ask), face, FIRST, ANY_BOUNDS);
    await at(lastSecond(face.term));
    const [due] = await quotes.priceOf.staticCall(PRICING, face, FIRST, 0n, { blockTag: "pending" });
    expect(due).to.equal(priceOf(SUM, face.term, face.term));
    await at(lastSecond(face.term) + 1n);
    const refuses = async (name: string) =>
      expect(buy(discounted))
        .to.be.revertedWithCustomError(quotes, "Quotes_WrongStatus")
        .withArgs(root, statusNumber(name));
    await refuses("Accepted");
    await bills.connect(payee).presentForPayment(face, FIRST);
    await bills.connect(drawee).refusePayment(face, FIRST);
    await refuses("Dishonoured");
    await bills.connect(payee).protest(face, FIRST);
    await refuses("Protested");
    await bills.connect(drawee).pay(face, SUM / 2n);
    await buy(priced);
    expect((await lots.lotOf(root)).holder).to.equal(second.address);
    expect(await token.balanceOf(payee)).to.equal(100n * SUM + 1_000n);
    // What was paid goes with it.
    await bills.connect(second).collect(face, FIRST, second);
    await bills.connect(drawee).pay(face, ALL);
    const whole = await askOf(world, root, { price: 1_000n, seller: second.address });
    await expect(quotes.connect(payee).buy(whole, await sign(world, second, "Ask", whole), face, FIRST, ANY_BOUNDS))
      .to.be.revertedWithCustomError(quotes, "Quotes_WrongStatus")
      .withArgs(root, statusNumber("Paid"));
  });

  it("BIL-83 takes no lot in blank, pledged or with an agent; one in blank when it is filled", async () => {
    const world = await loadOffers();
    const { quotes, bills, lots, payee, second, financier } = world;
    const { face, id, root } = await accepted(asBills(world));
    const ask = async (seller = payee) => {
      const made = await askOf(world, root, { seller: seller.address });
      return [made, await sign(world, seller, "Ask", made), face, FIRST, ANY_BOUNDS] as const;
    };
    const refuses = async (state: bigint, seller = payee) =>
      expect(quotes.connect(financier).buy(...(await ask(seller))))
        .to.be.revertedWithCustomError(quotes, "Quotes_NotFree")
        .withArgs(root, state);
    await bills.connect(payee).endorse(face, FIRST, second, COLLECTION);
    await refuses(HOLD.withAgent, second);
    await bills.connect(payee).recall(id, FIRST);
    await bills.connect(payee).pledge(id, FIRST, second, await today());
    await refuses(HOLD.pledged, second);
    await bills.connect(second).giveBack(id, FIRST);
    await bills.connect(payee).endorse(face, FIRST, second, IN_BLANK);
    await refuses(HOLD.inBlank, second);
    await bills.connect(second).fill(id, FIRST);
    await quotes.connect(financier).buy(...(await ask(second)));
    expect((await lots.lotOf(root)).holder).to.equal(financier.address);
  });

  it("BIL-84 sells a bill not to order without recourse only, and the acceptor has none", async () => {
    const world = await asked({ kind: WITH_RECOURSE }, { clauses: CLAUSE.notToOrder });
    const { quotes, lots, face, id, root, payee, drawee, second, ask, signature } = world;
    await expect(quotes.connect(second).buy(ask, signature, face, FIRST, ANY_BOUNDS))
      .to.be.revertedWithCustomError(quotes, "Quotes_NotToOrder")
      .withArgs(id);
    const plain = await askOf(world, root);
    await quotes.connect(second).buy(plain, await sign(world, payee, "Ask", plain), face, FIRST, ANY_BOUNDS);
    expect((await lots.lotOf(root)).holder).to.equal(second.address);
    const other = await accepted(asBills(world), { document: ethers.id("other") });
    const early = await askOf(world, other.root, { kind: WITH_RECOURSE });
    await expect(
      quotes.connect(drawee).buy(early, await sign(world, payee, "Ask", early), other.face, FIRST, ANY_BOUNDS),
    )
      .to.be.revertedWithCustomError(quotes, "Quotes_BadKind")
      .withArgs(WITH_RECOURSE);
    for (const kind of [3n, IN_BLANK]) {
      const odd = await askOf(world, other.root, { kind });
      await expect(quotes.connect(second).buy(odd, await sign(world, payee, "Ask", odd), other.face, FIRST, ANY_BOUNDS))
        .to.be.revertedWithCustomError(lots, "Lots_BadKind")
        .withArgs(other.root, kind);
    }
  });

  it("BIL-85 refuses other signers, chains and contracts, changed and old offers, other lots and buyers", async () => {
    const world = await asked();
    const { quotes, bills, repos, lots, face, root, payee, second, financier, ask, signature } = world;
    const receivables = "0x00000000000000000000000000000000000000aa";
    for (const [offer, signed] of [
      [ask, await sign(world, second, "Ask", ask)],
      [ask, await sign(world, payee, "Ask", ask, { chainId: 1n })],
      [ask, await sign(world, payee, "Ask", ask, { verifyingContract: receivables })],
      [ask, await sign(world, payee, "Ask", ask, { verifyingContract: repos.target as string })],
      [ask, await sign(world, payee, "Ask", ask, { version: "2" })],
      [{ ...ask, price: 1n }, signature],
      [ask, "0x"],
    ] as const) {
      await expect(quotes.connect(second).buy(offer, signed, face, FIRST, ANY_BOUNDS))
        .to.be.revertedWithCustomError(quotes, "Quotes_NotSigned")
        .withArgs(payee.address, hashOf(world, "Ask", offer));
    }
    const named = await askOf(world, root, { buyer: financier.address });
    await expect(quotes.connect(second).buy(named, await sign(world, payee, "Ask", named), face, FIRST, ANY_BOUNDS))
      .to.be.revertedWithCustomError(quotes, "Quotes_NotBuyer")
      .withArgs(financier.address, second.address);
    const other = await accepted(asBills(world), { document: ethers.id("other") });
    await expect(quotes.connect(second).buy(ask, signature, other.face, FIRST, ANY_BOUNDS))
      .to.be.revertedWithCustomError(quotes, "Quotes_OtherLot")
      .withArgs(other.root, root);
    const foreign = await askOf(world, root, { seller: second.address });
    await expect(
      quotes.connect(financier).buy(foreign, await sign(world, second, "Ask", foreign), face, FIRST, ANY_BOUNDS),
    )
      .to.be.revertedWithCustomError(lots, "Lots_NotHolder")
      .withArgs(root, second.address);
    // Any change of the lot ends an ask, also one to and fro.
    await endorse(world, root, payee, second);
    await endorse(world, root, second, payee);
    await expect(quotes.connect(financier).buy(ask, signature, face, FIRST, ANY_BOUNDS))
      .to.be.revertedWithCustomError(quotes, "Quotes_Changed")
      .withArgs(root, await lots.versionOf(root));
    expect(await bills.collectable(await bills.idOf(face), FIRST)).to.equal(0n);
  });

  it("BIL-85 stands until its deadline to the second, posted or signed, and dies by cancelling", async () => {
    const deadline = (await now()) + 30n * DAY;
    const world = await asked({ deadline });
    const { quotes, lots, face, root, payee, second, ask, signature } = world;
    await expect(quotes.connect(second).postAsk(ask))
      .to.be.revertedWithCustomError(quotes, "Quotes_NotSeller")
      .withArgs(payee.address, second.address);
    await expect(quotes.connect(payee).postAsk(ask)).to.emit(quotes, "AskPosted");
    await at(deadline + 1n);
    await expect(quotes.connect(second).buy(ask, signature, face, FIRST, ANY_BOUNDS))
      .to.be.revertedWithCustomError(quotes, "Quotes_Expired")
      .withArgs(deadline, deadline + 1n);
    const later = await askOf(world, root, { deadline: EVER });
    const hash = hashOf(world, "Ask", later);
    await expect(quotes.connect(payee).cancelAsk(later)).to.emit(quotes, "AskCancelled").withArgs(hash, payee.address);
    await expect(quotes.connect(second).buy(later, await sign(world, payee, "Ask", later), face, FIRST, ANY_BOUNDS))
      .to.be.revertedWithCustomError(quotes, "Quotes_Cancelled")
      .withArgs(hash);
    expect((await lots.lotOf(root)).holder).to.equal(payee.address);
  });

  it("BIL-80 needs a seller who lets this contract act, a buyer with money, and a token that pays whole", async () => {
    const world = await asked();
    const { quotes, lots, token, face, root, payee, second, stranger, ask, signature } = world;
    await expect(quotes.connect(stranger).buy(ask, signature, face, FIRST, ANY_BOUNDS))
      .to.be.revertedWithCustomError(token, "ERC20InsufficientAllowance")
      .withArgs(quotes.target, 0n, PRICE);
    await lots.connect(payee).setOperator(quotes, false);
    await expect(quotes.connect(second).buy(ask, signature, face, FIRST, ANY_BOUNDS))
      .to.be.revertedWithCustomError(lots, "Lots_NotApproved")
      .withArgs(root, quotes.target, 0n);
    expect((await lots.lotOf(root)).holder).to.equal(payee.address);
    const taxing = await ethers.deployContract("TaxingTokenMock");
    await taxing.setTax(1n);
    await taxing.mint(second.address, SUM);
    await taxing.connect(second).approve(quotes, SUM);
    const other = await accepted(asBills(world), { token: taxing.target as string });
    const taxed = await askOf(world, other.root);
    await lots.connect(payee).setOperator(quotes, true);
    await expect(
      quotes.connect(second).buy(taxed, await sign(world, payee, "Ask", taxed), other.face, FIRST, ANY_BOUNDS),
    ).to.be.revertedWithCustomError(quotes, "Money_ShortDelivery");
  });
});
