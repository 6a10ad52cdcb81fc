import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { expect } from "chai";
import { discountOf, handAll, interestOf, protested, refused, TWO_HANDS, takeUp } from "./billsRecourseWorld.ts";
import {
  type BillsWorld,
  CLAUSE,
  delivered,
  firstSecond,
  lastSecond,
  linksOf,
  loadBills,
  NO_FURTHER,
  REASON,
  RULES,
  SUM,
  TENOR,
  today,
} from "./billsWorld.ts";
import { ALL, at, FIRST, UNITS, WITH_RECOURSE, WITHOUT_RECOURSE } from "./world.ts";

// Worked cases of recourse, each by its article. All began with 100 faces; what each has lost or won is told in the end, and
// the sums come to nothing.
const HAD = 100n * SUM;

async function gains({ token }: BillsWorld, ...people: HardhatEthersSigner[]): Promise<bigint[]> {
  return Promise.all(people.map(async ({ address }) => (await token.balanceOf(address)) - HAD));
}

const expectEven = (amounts: readonly bigint[]) =>
  expect(amounts.reduce((sum, amount) => sum + amount, 0n)).to.equal(0n);

/** Refused before maturity, and protested the same day. */
async function notAccepted(rules = RULES.ULB) {
  const world = await loadBills();
  const made = await delivered(world, { rules });
  const holder = await handAll(world, made.root, TWO_HANDS);
  await world.bills.connect(holder).present(made.face, FIRST);
  await world.bills.connect(world.drawee).refuse(made.face, REASON);
  await world.bills.connect(holder).protest(made.face, FIRST);
  return { ...world, ...made, holder, links: await linksOf(world, made.root) };
}

describe("bills, worked cases of recourse", () => {
  it("BIL-69 ULB 43, 48: not accepted; the drawer pays at once, less discount until the due day", async () => {
    const bill = await notAccepted();
    const { recourse, face, links, drawer, payee, second, third } = bill;
    const days = face.term - (await today());
    await recourse.connect(drawer).takeUp(face, FIRST, links, 0n, ALL);
    const amount = SUM - discountOf(SUM, days);
    expect(days).to.equal(60n);
    // 60 days at 6 %: 9.863014, rounded up.
    expect(amount).to.equal(SUM - 9_863_014n);
    expect(await gains(bill, drawer, payee, second, third)).to.deep.equal([-amount, 0n, 0n, amount]);
  });

  it("BIL-69 ULB 47: the holder goes past two endorsers to the payee, who goes to the drawer", async () => {
    const bill = await protested();
    const { face, drawer, payee, second, third } = bill;
    const later = await takeUp(bill, payee, 1n);
    await at(firstSecond(face.term + 10n));
    await takeUp(bill, drawer, 0n, later);
    const interest = interestOf(SUM, 10n);
    expect(await gains(bill, drawer, payee, second, third)).to.deep.equal([-SUM - interest, interest, 0n, SUM]);
  });

  it("BIL-69 ULB 47: demanded of all at once, paid by one of them", async () => {
    const bill = await protested();
    const { recourse, face, id, root, links, drawer, payee, second, third } = bill;
    for (const [index, party] of [drawer, payee, second].entries())
      await expect(recourse.connect(third).demand(face, FIRST, links, index))
        .to.emit(recourse, "Demanded")
        .withArgs(id, root, party.address, third.address, SUM);
    await takeUp(bill, second, 2n);
    expect(await gains(bill, drawer, payee, second, third)).to.deep.equal([0n, 0n, -SUM, SUM]);
  });

  it("BIL-69 ULB 49: from the holder back to the drawer, each with interest on what he paid and his costs; the acceptor pays last", async () => {
    const bill = await protested();
    const { recourse, bills, face, root, drawer, payee, second, third, drawee, links } = bill;
    let shown = links;
    let owed = SUM;
    await recourse.connect(third).notify(face, FIRST, 1_000_000n, REASON);
    owed += 1_000_000n;
    for (const [party, index, holder] of [
      [second, 2n, third],
      [payee, 1n, second],
      [drawer, 0n, payee],
    ] as const) {
      const before = await gains(bill, holder);
      shown = await takeUp(bill, party, index, shown);
      const [after = 0n] = await gains(bill, holder);
      expect(after - (before[0] ?? 0n)).to.equal(owed);
      const start = await today();
      await recourse.connect(party).notify(face, FIRST, 500_000n, REASON);
      await at(firstSecond(start + 30n));
      owed = owed + interestOf(owed, 30n) + 500_000n;
    }
    await recourse.connect(drawee).payForAcceptor(face, FIRST, shown, ALL);
    await bills.connect(drawee).discharge(face);
    expect((await bills.billOf(bill.id)).status).to.equal(11n);
    expect((await bill.lots.lotOf(root)).units).to.equal(0n);
    const [forDrawer = 0n, forPayee = 0n, forSecond = 0n, forThird = 0n, forDrawee = 0n] = await gains(
      bill,
      ...[drawer, payee, second, third, drawee],
    );
    expect(forThird).to.equal(SUM + 1_000_000n);
    expect(forDrawee).to.equal(-owed);
    // Each has what he laid out, with a month's interest and his costs.
    for (const gain of [forDrawer, forPayee, forSecond]) expect(gain > 500_000n).to.equal(true);
    expectEven([forDrawer, forPayee, forSecond, forThird, forDrawee]);
  });

  it("BIL-69 ULB 28, 48: the acceptor pays the drawer, who took the bill up, with interest from the due day", async () => {
    const bill = await protested();
    const { bills, face, drawer, third, drawee } = bill;
    await takeUp(bill, drawer, 0n);
    await at(firstSecond(face.term + 365n));
    await bills.connect(drawee).pay(face, ALL);
    await bills.connect(drawer).collect(face, FIRST, drawer);
    const interest = (SUM * 6n) / 100n;
    expect(await gains(bill, drawer, third, drawee)).to.deep.equal([interest, SUM, -SUM - interest]);
  });

  it("BIL-69 ULB 9, 47: nobody accepted, so the drawer is the last who loses", async () => {
    const bill = await notAccepted();
    const { bills, recourse, face, id, drawer, payee, second, third, drawee } = bill;
    await at(firstSecond(face.term));
    const later = await takeUp(bill, second, 2n);
    const last = await takeUp(bill, payee, 1n, later);
    const none = await takeUp(bill, drawer, 0n, last);
    await expect(recourse.connect(drawee).payForAcceptor(face, FIRST, none, ALL))
      .to.be.revertedWithCustomError(recourse, "BillsRecourse_NotAccepted")
      .withArgs(id);
    await bills.connect(drawer).discharge(face);
    expect(await gains(bill, drawer, payee, second, third, drawee)).to.deep.equal([-SUM, 0n, 0n, SUM, 0n]);
  });

  it("BIL-69 ULB 11, BEA 37: a bill that came back to the payee leaves him the drawer alone", async () => {
    const bill = await protested({}, [...TWO_HANDS, ["payee", WITH_RECOURSE]]);
    const { recourse, face, root, links, drawer, payee, second, third } = bill;
    for (const [party, index] of [
      [second, 2n],
      [third, 3n],
    ] as const)
      await expect(recourse.connect(payee).demand(face, FIRST, links, index))
        .to.be.revertedWithCustomError(recourse, "BillsRecourse_NotLiable")
        .withArgs(root, party.address);
    await takeUp(bill, drawer, 0n);
    expect(await gains(bill, drawer, payee, second, third)).to.deep.equal([-SUM, SUM, 0n, 0n]);
  });

  it("BIL-69 ULB 32: the payee's guarantor pays, and the payee and the drawer owe him; the second endorser is free", async () => {
    const bill = await protested({}, TWO_HANDS, ({ recourse, face, links, payee, stranger }) =>
      recourse.connect(stranger).guarantee(face, payee, 10_000n, FIRST, links),
    );
    const { recourse, face, root, links, drawer, payee, second, third, stranger } = bill;
    await recourse.connect(stranger).payFor(face, FIRST, links, 1n, ALL);
    const later = await linksOf(bill, root);
    await expect(recourse.connect(stranger).demand(face, FIRST, later, 2n))
      .to.be.revertedWithCustomError(recourse, "BillsRecourse_NotLiable")
      .withArgs(root, third.address);
    await at(firstSecond(face.term + 73n));
    await takeUp(bill, drawer, 0n, later);
    const interest = (SUM * 12n) / 1_000n;
    expect(await gains(bill, drawer, payee, second, third, stranger)).to.deep.equal([
      -SUM - interest,
      0n,
      0n,
      SUM,
      interest,
    ]);
  });

  it("BIL-69 ULB 58, 63: a stranger pays for the honour of the second endorser, whom it costs with interest", async () => {
    const bill = await protested();
    const { recourse, face, root, links, payee, second, third, stranger } = bill;
    await recourse.connect(stranger).payFor(face, FIRST, links, 2n, ALL);
    await at(firstSecond(face.term + 36n));
    await takeUp(bill, second, 2n, await linksOf(bill, root));
    const interest = interestOf(SUM, 36n);
    expect(await gains(bill, payee, second, third, stranger)).to.deep.equal([0n, -SUM - interest, SUM, interest]);
  });

  it("BIL-69 ULB 53: protested a day too late, so only the acceptor is left", async () => {
    const bill = await refused();
    const { bills, recourse, face, id, links, holder, drawer, drawee } = bill;
    await at(firstSecond(face.term + 5n));
    await expect(bills.connect(holder).protest(face, FIRST))
      .to.be.revertedWithCustomError(bills, "Bills_TooLate")
      .withArgs(id, face.term + 4n);
    await expect(recourse.connect(drawer).takeUp(face, FIRST, links, 0n, ALL))
      .to.be.revertedWithCustomError(recourse, "BillsRecourse_WrongStatus")
      .withArgs(id, 8n);
    await bills.connect(drawee).pay(face, ALL);
    await bills.connect(holder).collect(face, FIRST, holder);
    // Five days of 6 %, to the base unit on each of 100,000 units.
    const interest = interestOf(10_000n, 5n) * UNITS;
    expect(await gains(bill, holder, drawee, drawer)).to.deep.equal([SUM + interest, -SUM - interest, 0n]);
  });

  it("BIL-69 ULB 46: 'no protest' on its face; recourse without one", async () => {
    const bill = await refused({ clauses: CLAUSE.noProtest });
    await takeUp(bill, bill.payee, 1n);
    expect(await gains(bill, bill.payee, bill.third)).to.deep.equal([-SUM, SUM]);
  });

  it("BIL-69 ULB 15: 'no further endorsement' binds to the next holder; without recourse to nobody", async () => {
    const world = await loadBills();
    const { bills, lots, recourse, payee, second, third, stranger, drawee } = world;
    const { face, root } = await delivered(world);
    await bills.connect(payee).endorse(face, FIRST, second, NO_FURTHER);
    await lots.connect(second).endorse(root, third, WITHOUT_RECOURSE);
    await lots.connect(third).endorse(root, stranger, WITH_RECOURSE);
    await bills.connect(stranger).present(face, FIRST);
    await bills.connect(drawee).refuse(face, REASON);
    await bills.connect(stranger).protest(face, FIRST);
    const links = await linksOf(world, root);
    const answers = await Promise.all(links.map((_, i) => recourse.liabilityOf(face, FIRST, links, i)));
    expect(answers.map(([isLiable]) => isLiable)).to.deep.equal([true, false, false, true]);
  });

  it("BIL-69 ULB 20: who gets it after the protest takes the place of who gave it, and has no claim on him", async () => {
    const bill = await protested();
    const { recourse, lots, face, root, drawer, third, stranger } = bill;
    await lots.connect(third).endorse(root, stranger, WITH_RECOURSE);
    const links = await linksOf(bill, root);
    await expect(recourse.connect(stranger).demand(face, FIRST, links, 3n))
      .to.be.revertedWithCustomError(recourse, "BillsRecourse_NotLiable")
      .withArgs(root, third.address);
    await takeUp(bill, drawer, 0n, links);
    expect(await gains(bill, drawer, third, stranger)).to.deep.equal([-SUM, 0n, SUM]);
  });

  it("BIL-69 NIL 17: six months for the holder, three for an endorser who paid", async () => {
    const bill = await protested({ rules: RULES.NIL });
    const { recourse, face, root, payee, second, drawer, links } = bill;
    const [, first] = await recourse.liabilityOf(face, FIRST, links, 0n);
    expect(first).to.equal(face.term + 182n);
    const later = await takeUp(bill, second, 2n);
    const [, then] = await recourse.liabilityOf(face, FIRST, later, 0n);
    expect(then).to.equal((await today()) + 91n);
    await at(lastSecond(then));
    const last = await takeUp(bill, payee, 1n, later);
    await at(firstSecond(then + 92n));
    await expect(recourse.connect(drawer).takeUp(face, FIRST, last, 0n, ALL))
      .to.be.revertedWithCustomError(recourse, "BillsRecourse_Barred")
      .withArgs(root, then + 91n);
  });

  it("BIL-69 ULB 22, 53: the drawer ordered presentment for acceptance by a day; accepted before it, all is well", async () => {
    const world = await loadBills();
    const { bills, recourse, payee, drawee, drawer } = world;
    const presentBy = (await today()) + 5n;
    const { face, root } = await delivered(world, { presentBy });
    await at(lastSecond(presentBy));
    await bills.connect(payee).present(face, FIRST);
    await bills.connect(drawee).accept(face);
    await at(firstSecond(face.term));
    await bills.connect(payee).presentForPayment(face, FIRST);
    await bills.connect(drawee).refusePayment(face, REASON);
    await bills.connect(payee).protest(face, FIRST);
    await recourse.connect(drawer).takeUp(face, FIRST, await linksOf(world, root), 0n, ALL);
    expect(await gains(world, drawer, payee, drawee)).to.deep.equal([-SUM, SUM, 0n]);
  });

  it("BIL-69 ULB 39, 48: part paid, the rest taken up; what was paid is the holder's, at par", async () => {
    const bill = await protested();
    const { bills, face, payee, third, drawee } = bill;
    await bills.connect(drawee).pay(face, SUM / 4n);
    await takeUp(bill, payee, 1n);
    // He paid for what is to be collected too, and collects it.
    expect(await gains(bill, payee, third, drawee)).to.deep.equal([-SUM, SUM, -SUM / 4n]);
    await bills.connect(payee).collect(face, FIRST, payee);
    expect(await gains(bill, payee, third, drawee)).to.deep.equal([(-SUM * 3n) / 4n, SUM, -SUM / 4n]);
  });

  it("BIL-69 ULB 35, 23: after sight, never accepted; interest runs from when it would have been due", async () => {
    const world = await loadBills();
    const { bills, recourse, payee, drawee, drawer } = world;
    const { face, id, root } = await delivered(world, { tenor: TENOR.AfterSight, term: 30n });
    await bills.connect(payee).present(face, FIRST);
    const seen = await today();
    await bills.connect(drawee).refuse(face, REASON);
    await bills.connect(payee).protest(face, FIRST);
    expect((await bills.billOf(id)).dueDay).to.equal(seen + 30n);
    await at(firstSecond(seen + 30n + 73n));
    await recourse.connect(drawer).takeUp(face, FIRST, await linksOf(world, root), 0n, ALL);
    const amount = SUM + (SUM * 12n) / 1_000n;
    expect(await gains(world, drawer, payee)).to.deep.equal([-amount, amount]);
  });
});
