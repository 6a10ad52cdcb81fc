import { expect } from "chai";
import type { BaseContract } from "ethers";
import { signRequest } from "../shared/requests.ts";
import { interestOf, liableOf, protested, refused, TWO_HANDS, takeUp } from "./billsRecourseWorld.ts";
import {
  accepted,
  CLAUSE,
  COLLECTION,
  delivered,
  firstSecond,
  IN_BLANK,
  lastSecond,
  linksOf,
  loadBills,
  NO_FURTHER,
  REASON,
  SUM,
  today,
} from "./billsWorld.ts";
import {
  ALL,
  at,
  ethers,
  FIRST,
  mineAt,
  now,
  partOf,
  TAKEN_UP,
  UNITS,
  WITH_RECOURSE,
  WITHOUT_RECOURSE,
} from "./world.ts";

const COSTS = SUM / 100n;
const HAD = 100n * SUM;

describe("bills, who is liable", () => {
  it("BIL-60 the drawer and all who endorsed with recourse, and not the holder", async () => {
    const bill = await protested();
    expect(await liableOf(bill)).to.deep.equal([true, true, true]);
    const [, lastDay] = await bill.recourse.liabilityOf(bill.face, FIRST, bill.links, 0n);
    expect(lastDay).to.equal(bill.face.term + 365n);
    // Links that are not the lot's show nothing, nor does one that there is not.
    expect(await liableOf(bill, bill.links.slice(0, 2))).to.deep.equal([false, false]);
    const [isThere] = await bill.recourse.liabilityOf(bill.face, FIRST, bill.links, 3n);
    expect(isThere).to.equal(false);
  });

  it("BIL-60 not who endorsed without recourse; but a drawer who did is the drawer", async () => {
    const bill = await protested({}, [
      ["second", WITHOUT_RECOURSE],
      ["third", WITH_RECOURSE],
    ]);
    expect(await liableOf(bill)).to.deep.equal([true, false, true]);
    const world = await loadBills();
    const { bills, lots, drawer, second } = world;
    const { face, root } = await delivered(world, { payee: drawer.address, clauses: CLAUSE.noProtest });
    await lots.connect(drawer).endorse(root, second, WITHOUT_RECOURSE);
    await bills.connect(world.drawee).refuse(face, REASON);
    const [isLiable] = await world.recourse.liabilityOf(face, FIRST, await linksOf(world, root), 0n);
    expect(isLiable).to.equal(true);
  });

  it("BIL-60 towards the next holder alone, who endorsed 'no further'", async () => {
    const world = await loadBills();
    const { bills, lots, payee, second, third } = world;
    const { face, root } = await accepted(world);
    await bills.connect(payee).endorse(face, FIRST, second, NO_FURTHER);
    await lots.connect(second).endorse(root, third, WITH_RECOURSE);
    await at(firstSecond(face.term));
    await bills.connect(third).presentForPayment(face, FIRST);
    await bills.connect(world.drawee).refusePayment(face, REASON);
    await bills.connect(third).protest(face, FIRST);
    const links = await linksOf(world, root);
    const answers = await Promise.all([0n, 1n, 2n].map((i) => world.recourse.liabilityOf(face, FIRST, links, i)));
    expect(answers.map(([isLiable]) => isLiable)).to.deep.equal([true, false, true]);
    await world.recourse.connect(second).takeUp(face, FIRST, links, 2n, ALL);
    const later = await linksOf(world, root);
    const [isLiable] = await world.recourse.liabilityOf(face, FIRST, later, 1n);
    expect(isLiable).to.equal(true);
  });

  it("BIL-60 who endorsed in blank, and not who only delivered it", async () => {
    const world = await loadBills();
    const { bills, payee, second, third, stranger } = world;
    const { face, id, root } = await accepted(world, { clauses: CLAUSE.noProtest });
    await bills.connect(payee).endorse(face, FIRST, second, IN_BLANK);
    await bills.connect(second).deliver(id, FIRST, third);
    await bills.connect(third).deliver(id, FIRST, stranger);
    await at(firstSecond(face.term));
    await bills.connect(stranger).presentForPayment(face, FIRST);
    await bills.connect(world.drawee).refusePayment(face, REASON);
    const links = await linksOf(world, root);
    const answers = await Promise.all(links.map((_, i) => world.recourse.liabilityOf(face, FIRST, links, i)));
    expect(answers.map(([isLiable]) => isLiable)).to.deep.equal([true, true, false, false]);
  });

  it("BIL-60 the drawer alone, of a bill that is not to order", async () => {
    const bill = await protested({ clauses: CLAUSE.notToOrder });
    expect(await liableOf(bill)).to.deep.equal([true, false, false]);
  });

  it("BIL-60 not who handed it on after the protest, and who did in its second", async () => {
    const bill = await refused();
    const { bills, lots, third, stranger, payee, root, face } = bill;
    await ethers.provider.send("evm_setAutomine", [false]);
    await bills.connect(third).protest(face, FIRST, { gasLimit: 300_000n });
    await lots.connect(third).endorse(root, stranger, WITH_RECOURSE, { gasLimit: 300_000n });
    await ethers.provider.send("evm_mine", []);
    await ethers.provider.send("evm_setAutomine", [true]);
    expect(await liableOf(bill, await linksOf(bill, root))).to.deep.equal([true, true, true, true]);
    await lots.connect(stranger).endorse(root, payee, WITH_RECOURSE);
    // The payee had endorsed it: those after him could come back to him.
    expect(await liableOf(bill, await linksOf(bill, root))).to.deep.equal([true, false, false, false, false]);
  });

  it("BIL-60 not who handed it on after the time to protest, where none is needed", async () => {
    const bill = await refused({ clauses: CLAUSE.noProtest });
    const { lots, third, stranger, second, root, face } = bill;
    await at(lastSecond(face.term + 4n));
    await lots.connect(third).endorse(root, stranger, WITH_RECOURSE);
    await lots.connect(stranger).endorse(root, second, WITH_RECOURSE);
    expect(await liableOf(bill, await linksOf(bill, root))).to.deep.equal([true, true, false, false, false]);
  });

  it("BIL-60 not for a link after one by which the holder would answer to its giver (BEA 37)", async () => {
    const bill = await protested({}, [...TWO_HANDS, ["payee", WITH_RECOURSE]]);
    // The payee holds again: second and third could come back to him.
    expect(await liableOf(bill)).to.deep.equal([true, false, false, false]);
    const without = await protested({}, [
      ["second", WITHOUT_RECOURSE],
      ["third", WITH_RECOURSE],
      ["payee", WITH_RECOURSE],
    ]);
    expect(await liableOf(without)).to.deep.equal([true, false, true, true]);
  });

  it("BIL-60 nobody, for having been paid", async () => {
    const bill = await protested();
    await takeUp(bill, bill.drawer, 0n);
    const links = await linksOf(bill, bill.root);
    expect(links.map(({ kind }) => kind)).to.deep.equal([TAKEN_UP]);
    expect(await liableOf(bill, links)).to.deep.equal([false]);
    await bill.lots.connect(bill.drawer).endorse(bill.root, bill.stranger, WITH_RECOURSE);
    expect(await liableOf(bill, await linksOf(bill, bill.root))).to.deep.equal([false, false]);
  });
});

describe("bills, when recourse is open", () => {
  it("BIL-61 after a protest; without one only where the face says so", async () => {
    const bill = await refused();
    const { recourse, face, id, links, third, second, holder } = bill;
    const calls = () => [
      recourse.connect(holder).notify(face, FIRST, 0n, REASON),
      recourse.connect(holder).demand(face, FIRST, links, 0n),
      recourse.connect(second).takeUp(face, FIRST, links, 2n, ALL),
      recourse.connect(bill.stranger).payFor(face, FIRST, links, 2n, ALL),
      recourse.connect(bill.stranger).payForAcceptor(face, FIRST, links, ALL),
      recourse.connect(third).attest(face, REASON),
    ];
    for (const call of calls())
      await expect(call).to.be.revertedWithCustomError(recourse, "BillsRecourse_WrongStatus").withArgs(id, 8n);
    const free = await refused({ clauses: CLAUSE.noProtest });
    await takeUp(free, free.second, 2n);
    expect((await free.lots.lotOf(free.root)).holder).to.equal(free.second.address);
  });

  it("BIL-61 not once it is paid", async () => {
    const bill = await protested();
    const { recourse, bills, face, id, links, drawee, second } = bill;
    await bills.connect(drawee).pay(face, ALL);
    await expect(recourse.connect(second).takeUp(face, FIRST, links, 2n, ALL))
      .to.be.revertedWithCustomError(recourse, "BillsRecourse_WrongStatus")
      .withArgs(id, 7n);
  });

  it("BIL-61 is lost where the drawer ordered presentment for acceptance, and nobody presented (ULB 53)", async () => {
    const world = await loadBills();
    const { bills, recourse, payee, drawee, drawer } = world;
    const presentBy = (await today()) + 10n;
    const { face, id, root } = await delivered(world, { presentBy });
    const shown = await delivered(world, { presentBy, document: ethers.id("shown") });
    await bills.connect(payee).present(shown.face, FIRST);
    await bills.connect(drawee).refuse(shown.face, REASON);
    await bills.connect(payee).protest(shown.face, FIRST);
    await at(firstSecond(presentBy + 1n));
    await expect(bills.connect(payee).present(face, FIRST))
      .to.be.revertedWithCustomError(bills, "Bills_TooLate")
      .withArgs(id, presentBy);
    await at(firstSecond(face.term));
    await bills.connect(payee).presentForPayment(face, FIRST);
    await bills.connect(drawee).refusePayment(face, REASON);
    await bills.connect(payee).protest(face, FIRST);
    const links = await linksOf(world, root);
    await expect(recourse.connect(drawer).takeUp(face, FIRST, links, 0n, ALL))
      .to.be.revertedWithCustomError(recourse, "BillsRecourse_NotPresented")
      .withArgs(id, presentBy);
    await recourse.connect(drawer).takeUp(shown.face, FIRST, await linksOf(world, shown.root), 0n, ALL);
    expect((await world.lots.lotOf(shown.root)).holder).to.equal(drawer.address);
  });

  it("BIL-62 until it is barred: a year for the holder, half of one for who took it up (ULB 70)", async () => {
    const bill = await protested();
    const { recourse, face, root, second, payee, drawer } = bill;
    await at(lastSecond(face.term + 365n));
    const later = await takeUp(bill, second, 2n);
    const barred = (lastDay: bigint) => [root, lastDay] as const;
    const taken = await today();
    await at(lastSecond(taken + 182n));
    const last = await takeUp(bill, payee, 1n, later);
    await at(firstSecond((await today()) + 183n));
    await expect(recourse.connect(drawer).takeUp(face, FIRST, last, 0n, ALL))
      .to.be.revertedWithCustomError(recourse, "BillsRecourse_Barred")
      .withArgs(...barred(taken + 182n + 182n));
    const other = await protested();
    await at(firstSecond(other.face.term + 366n));
    for (const call of [
      other.recourse.connect(other.holder).demand(other.face, FIRST, other.links, 0n),
      other.recourse.connect(other.second).takeUp(other.face, FIRST, other.links, 2n, ALL),
      other.recourse.connect(other.stranger).payFor(other.face, FIRST, other.links, 2n, ALL),
    ])
      await expect(call)
        .to.be.revertedWithCustomError(other.recourse, "BillsRecourse_Barred")
        .withArgs(other.root, other.face.term + 365n);
  });
});

describe("bills, notice and demand", () => {
  it("BIL-63 is given by the holder, with costs up to the rules' share, and says whether it was in time", async () => {
    const { recourse, face, id, root, holder, stranger } = await protested();
    await expect(recourse.connect(stranger).notify(face, FIRST, 0n, REASON))
      .to.be.revertedWithCustomError(recourse, "BillsRecourse_NotHolder")
      .withArgs(root, stranger.address);
    await expect(recourse.connect(holder).notify(face, FIRST, COSTS + 1n, REASON))
      .to.be.revertedWithCustomError(recourse, "BillsRecourse_TooMuchCosts")
      .withArgs(COSTS + 1n, COSTS);
    await at(lastSecond(face.term + 6n));
    await expect(recourse.connect(holder).notify(face, FIRST, COSTS, REASON))
      .to.emit(recourse, "NoticeGiven")
      .withArgs(id, root, holder.address, COSTS, REASON, true);
    expect(await recourse.claimOf(root)).to.deep.equal([0n, COSTS, 0n, UNITS]);
    await expect(recourse.connect(holder).notify(face, FIRST, 7n, REASON))
      .to.emit(recourse, "NoticeGiven")
      .withArgs(id, root, holder.address, 7n, REASON, false);
    const [principal, interest, costs, paid] = await recourse.sumOf(face, FIRST);
    expect([principal, interest, costs, paid]).to.deep.equal([SUM, interestOf(SUM, 7n), 7n, 0n]);
  });

  it("BIL-63 is counted from the day on which a later holder paid, and without protest from the refusal", async () => {
    const bill = await protested();
    await at(firstSecond(bill.face.term + 30n));
    await takeUp(bill, bill.second, 2n);
    await expect(bill.recourse.connect(bill.second).notify(bill.face, FIRST, 1n, REASON))
      .to.emit(bill.recourse, "NoticeGiven")
      .withArgs(bill.id, bill.root, bill.second.address, 1n, REASON, true);
    const free = await refused({ clauses: CLAUSE.noProtest });
    await at(firstSecond(free.face.term + 7n));
    await expect(free.recourse.connect(free.holder).notify(free.face, FIRST, 0n, REASON))
      .to.emit(free.recourse, "NoticeGiven")
      .withArgs(free.id, free.root, free.holder.address, 0n, REASON, false);
  });

  it("BIL-63 is offered by the desk, as long as recourse is open", async () => {
    const { desk, face, holder, drawer } = await protested();
    const notify = 1n << 27n;
    expect((await desk.actionsOf(face, FIRST, holder)) & notify).to.equal(notify);
    expect((await desk.actionsOf(face, FIRST, drawer)) & notify).to.equal(0n);
    const free = await refused({ clauses: CLAUSE.noProtest });
    expect((await free.desk.actionsOf(free.face, FIRST, free.holder)) & notify).to.equal(notify);
    const bound = await refused();
    expect((await bound.desk.actionsOf(bound.face, FIRST, bound.holder)) & notify).to.equal(0n);
  });

  it("BIL-63 names who is claimed from, and how much", async () => {
    const { recourse, face, id, root, links, holder, payee, stranger } = await protested();
    await expect(recourse.connect(stranger).demand(face, FIRST, links, 1n))
      .to.be.revertedWithCustomError(recourse, "BillsRecourse_NotHolder")
      .withArgs(root, stranger.address);
    for (const [shown, index, party] of [
      [links, 3n, ethers.ZeroAddress],
      [links.map((link) => ({ ...link, kind: WITHOUT_RECOURSE })), 1n, payee.address],
    ] as const)
      await expect(recourse.connect(holder).demand(face, FIRST, [...shown], index))
        .to.be.revertedWithCustomError(recourse, "BillsRecourse_NotLiable")
        .withArgs(root, party);
    await expect(recourse.connect(holder).demand(face, FIRST, links.slice(0, 2), 1n))
      .to.be.revertedWithCustomError(recourse, "BillsRecourse_BadChain")
      .withArgs(root);
    await expect(recourse.connect(holder).demand(face, FIRST, links, 1n))
      .to.emit(recourse, "Demanded")
      .withArgs(id, root, payee.address, holder.address, SUM);
  });

  it("BIL-63 a protest is attested by anybody", async () => {
    const { recourse, face, id, stranger } = await protested();
    await expect(recourse.connect(stranger).attest(face, REASON))
      .to.emit(recourse, "Attested")
      .withArgs(id, stranger.address, REASON);
  });
});

describe("bills, taking up", () => {
  it("BIL-64 pays the holder, makes the payer the holder, and ends the links from his on", async () => {
    const bill = await protested();
    const { recourse, lots, token, face, id, root, links, payee, third } = bill;
    await at(firstSecond(face.term + 73n));
    // 6 % for a fifth of a year.
    const owed = SUM + (SUM * 12n) / 1_000n;
    await expect(recourse.connect(payee).takeUp(face, FIRST, links, 1n, owed - 1n))
      .to.be.revertedWithCustomError(recourse, "BillsRecourse_TooDear")
      .withArgs(owed, owed - 1n);
    await expect(recourse.connect(payee).takeUp(face, FIRST, links, 1n, owed))
      .to.emit(recourse, "TakenUp")
      .withArgs(id, root, payee.address, payee.address, third.address, owed, 0n);
    expect(await token.balanceOf(third)).to.equal(HAD + owed);
    expect(await token.balanceOf(payee)).to.equal(HAD - owed);
    const lot = await lots.lotOf(root);
    expect([lot.holder, lot.state]).to.deep.equal([payee.address, 128n]);
    expect((await linksOf(bill, root)).map(({ kind }) => kind)).to.deep.equal([5n, TAKEN_UP]);
    expect(await recourse.claimOf(root)).to.deep.equal([owed, 0n, face.term + 73n, UNITS]);
  });

  it("BIL-64 not by anybody else, by links that are not the lot's, or for oneself", async () => {
    const { recourse, lots, face, root, links, payee, second, stranger, third } = await protested();
    for (const [caller, index] of [
      [stranger, 1n],
      [payee, 2n],
    ] as const)
      await expect(recourse.connect(caller).takeUp(face, FIRST, links, index, ALL))
        .to.be.revertedWithCustomError(recourse, "BillsRecourse_NotLiable")
        .withArgs(root, caller.address);
    const late = links.map((link) => ({ ...link, time: link.time + 1n }));
    for (const [wrong, index] of [
      [links.slice(1), 1n],
      [late, 1n],
      [[...links, ...links], 2n],
    ] as const)
      await expect(
        recourse.connect(index === 1n && wrong === late ? payee : second).takeUp(face, FIRST, [...wrong], index, ALL),
      )
        .to.be.revertedWithCustomError(lots, "Lots_BadChain")
        .withArgs(root);
    await expect(recourse.connect(third).takeUp(face, FIRST, links, 2n, ALL))
      .to.be.revertedWithCustomError(recourse, "BillsRecourse_NotLiable")
      .withArgs(root, third.address);
  });

  it("BIL-64 what he paid bears interest, with his costs, less what came in since (ULB 49)", async () => {
    const bill = await protested();
    const { recourse, bills, token, face, root, payee, second, drawee } = bill;
    await at(firstSecond(face.term + 10n));
    const later = await takeUp(bill, second, 2n);
    const first = SUM + interestOf(SUM, 10n);
    await recourse.connect(second).notify(face, FIRST, 500n, REASON);
    // The acceptor pays 400 of 1,000, with ten days' interest on it.
    await bills.connect(drawee).pay(face, (SUM * 4n) / 10n + interestOf((SUM * 4n) / 10n, 10n));
    const inHand = (await bills.billOf(bill.id)).paid + (await bills.interestOf(bill.id));
    await mineAt(firstSecond(face.term + 20n));
    const net = first - inHand * UNITS;
    const [principal, interest, costs, paid] = await recourse.sumOf(face, FIRST);
    expect([principal, interest, costs, paid]).to.deep.equal([net, interestOf(net, 10n), 500n, inHand * UNITS]);
    // What is to be collected goes with the lot, at par.
    await takeUp(bill, payee, 1n, later);
    expect(await token.balanceOf(second)).to.equal(HAD - first + net + interestOf(net, 10n) + 500n + inHand * UNITS);
    await bills.connect(payee).collect(face, FIRST, payee);
    const [rest] = await recourse.sumOf(face, FIRST);
    expect(rest).to.equal(net + interestOf(net, 10n) + 500n);
    expect((await recourse.claimOf(root)).costs).to.equal(0n);
  });

  it("BIL-64 owes nothing more to who took it up at a discount, and has it back since", async () => {
    const world = await loadBills();
    const { bills, lots, recourse, payee, drawee, drawer, stranger, second } = world;
    const { face, root } = await delivered(world, { clauses: CLAUSE.noProtest });
    await lots.connect(payee).endorse(root, second, WITH_RECOURSE);
    await bills.connect(drawee).refuse(face, REASON);
    await recourse.connect(payee).takeUp(face, FIRST, await linksOf(world, root), 1n, ALL);
    await at(firstSecond(face.term));
    await bills.connect(stranger).pay(face, SUM - UNITS);
    await bills.connect(payee).collect(face, FIRST, payee);
    expect((await recourse.sumOf(face, FIRST))[0]).to.equal(0n);
    await expect(recourse.connect(drawer).takeUp(face, FIRST, await linksOf(world, root), 0n, ALL))
      .to.be.revertedWithCustomError(recourse, "BillsRecourse_NothingOwed")
      .withArgs(root);
  });

  it("BIL-64 who divides what he took up claims as a first holder", async () => {
    const bill = await protested();
    const { recourse, lots, face, root, second, stranger } = bill;
    await at(firstSecond(face.term + 10n));
    await takeUp(bill, second, 2n);
    await mineAt(firstSecond(face.term + 20n));
    await lots.connect(second).divide(root, FIRST, [{ to: stranger.address, units: UNITS / 4n, kind: WITH_RECOURSE }]);
    const whole = (SUM * 3n) / 4n;
    const [principal, interest] = await recourse.sumOf(face, FIRST);
    expect([principal, interest]).to.deep.equal([whole, interestOf(whole, 20n)]);
    const [, lastDay] = await recourse.liabilityOf(face, FIRST, await linksOf(bill, root), 0n);
    expect(lastDay).to.equal(face.term + 365n);
    await recourse.connect(second).notify(face, FIRST, 3n, REASON);
    expect(await recourse.claimOf(root)).to.deep.equal([0n, 3n, 0n, (UNITS * 3n) / 4n]);
  });

  it("BIL-64 pays a part's holder for his part", async () => {
    const world = await loadBills();
    const { bills, lots, recourse, token, payee, second, drawee } = world;
    const { face, root } = await accepted(world, { clauses: CLAUSE.noProtest });
    await lots.connect(payee).divide(root, FIRST, [{ to: second.address, units: UNITS / 4n, kind: WITH_RECOURSE }]);
    const [event] = await lots.queryFilter(lots.filters.Divided(root));
    const { inner, start, units } = event?.args ?? expect.fail();
    const [delivery] = await linksOf(world, root);
    if (!delivery) expect.fail();
    const link = { from: payee.address, to: second.address, kind: WITH_RECOURSE, time: await now(), start, units };
    await at(firstSecond(face.term));
    await bills.connect(second).presentForPayment(face, inner);
    await bills.connect(drawee).refusePayment(face, REASON);
    await recourse.connect(payee).takeUp(face, inner, [delivery, link], 1n, ALL);
    expect(await token.balanceOf(second)).to.equal(HAD + SUM / 4n);
    expect((await lots.lotOf(partOf(root, inner))).holder).to.equal(payee.address);
  });

  it("BIL-64 pays who sent an agent, who may not take it back afterwards, and a pledgee", async () => {
    const bill = await protested();
    const { recourse, bills, lots, token, face, root, third, stranger, second } = bill;
    await bills.connect(third).endorse(face, FIRST, stranger, COLLECTION);
    const links = await linksOf(bill, root);
    expect(await liableOf(bill, links)).to.deep.equal([true, true, true, false]);
    await expect(recourse.connect(second).takeUp(face, FIRST, links, 2n, ALL))
      .to.emit(recourse, "TakenUp")
      .withArgs(bill.id, root, second.address, second.address, third.address, SUM, 0n);
    expect(await token.balanceOf(third)).to.equal(HAD + SUM);
    expect(await token.balanceOf(stranger)).to.equal(HAD);
    expect((await lots.lotOf(root)).state).to.equal(128n);
    await expect(bills.connect(third).recall(bill.id, FIRST))
      .to.be.revertedWithCustomError(bills, "Bills_NotPrincipal")
      .withArgs(root, third.address);
    const pledged = await protested();
    await pledged.bills.connect(pledged.third).pledge(pledged.id, FIRST, pledged.stranger, 2n ** 24n - 1n);
    await takeUp(pledged, pledged.second, 2n, await linksOf(pledged, pledged.root));
    expect(await pledged.token.balanceOf(pledged.stranger)).to.equal(HAD + SUM);
    expect((await pledged.lots.lotOf(pledged.root)).state).to.equal(128n);
  });

  it("BIL-65 keeps what a token refuses to pay the holder, who takes it elsewhere", async () => {
    const { bill, token } = await withToken(() => ethers.deployContract("BlockingTokenMock"));
    const { recourse, holder, face, links, second, stranger } = bill;
    await token.setBlocked(holder, true);
    await expect(recourse.connect(second).takeUp(face, FIRST, links, 2n, ALL))
      .to.emit(recourse, "Kept")
      .withArgs(holder.address, token.target, SUM);
    expect(await recourse.keptFor(holder, token)).to.equal(SUM);
    expect(await token.balanceOf(recourse)).to.equal(SUM);
    for (const to of [ethers.ZeroAddress, recourse.target])
      await expect(recourse.connect(holder).withdraw(token, to))
        .to.be.revertedWithCustomError(recourse, "BillsRecourse_BadReceiver")
        .withArgs(to);
    await expect(recourse.connect(stranger).withdraw(token, stranger))
      .to.be.revertedWithCustomError(recourse, "BillsRecourse_NothingToWithdraw")
      .withArgs(stranger.address, token.target);
    await expect(recourse.connect(holder).withdraw(token, stranger))
      .to.emit(recourse, "Withdrawn")
      .withArgs(holder.address, token.target, stranger.address, SUM);
    expect(await token.balanceOf(stranger)).to.equal(HAD + SUM);
    expect(await recourse.keptFor(holder, token)).to.equal(0n);
  });

  it("BIL-65 changes nothing where a token takes a fee, or the payer has let nothing be taken", async () => {
    const { bill, token } = await withToken(() => ethers.deployContract("TaxingTokenMock"));
    const { recourse, lots, holder, face, links, second } = bill;
    await token.setTax(100n);
    await expect(recourse.connect(second).takeUp(face, FIRST, links, 2n, ALL))
      .to.be.revertedWithCustomError(recourse, "Money_ShortDelivery")
      .withArgs(token.target, SUM, (SUM * 99n) / 100n);
    await token.setTax(0n);
    await token.connect(second).approve(recourse, SUM - 1n);
    await expect(recourse.connect(second).takeUp(face, FIRST, links, 2n, ALL)).to.be.revertedWithCustomError(
      token,
      "ERC20InsufficientAllowance",
    );
    expect((await lots.lotOf(bill.root)).holder).to.equal(holder.address);
    await expect(recourse.connect(second).tryMove(token, second, holder, 1n))
      .to.be.revertedWithCustomError(recourse, "BillsRecourse_NotSelf")
      .withArgs(second.address);
  });

  it("BIL-42 goes through the relay, and in batches", async () => {
    const bill = await protested();
    const { recourse, relay, relayer, face, links, second, payee, lots, root } = bill;
    const data = recourse.interface.encodeFunctionData("takeUp", [face, FIRST, links, 2n, ALL]);
    const request = await signRequest(relay, second, { from: second.address, to: recourse.target as string, data });
    await relay.connect(relayer).execute(request);
    expect((await lots.lotOf(root)).holder).to.equal(second.address);
    const later = await linksOf(bill, root);
    await recourse
      .connect(payee)
      .multicall([recourse.interface.encodeFunctionData("takeUp", [face, FIRST, later, 1n, ALL])]);
    expect((await lots.lotOf(root)).holder).to.equal(payee.address);
  });
});

describe("bills, paying for somebody", () => {
  it("BIL-66 a guarantor has recourse to who he paid for, and those before him (ULB 32)", async () => {
    const bill = await protested({}, TWO_HANDS, ({ recourse, face, links, payee, stranger }) =>
      recourse.connect(stranger).guarantee(face, payee, 1n, FIRST, links),
    );
    const { recourse, lots, face, id, root, links, payee, third, stranger } = bill;
    await expect(recourse.connect(stranger).payFor(face, FIRST, links, 1n, ALL))
      .to.emit(recourse, "TakenUp")
      .withArgs(id, root, stranger.address, payee.address, third.address, SUM, 1n);
    expect((await lots.lotOf(root)).holder).to.equal(stranger.address);
    const later = await linksOf(bill, root);
    expect(later.map(({ kind }) => kind)).to.deep.equal([5n, WITH_RECOURSE, TAKEN_UP]);
    expect(await liableOf(bill, later)).to.deep.equal([true, true, false]);
    await takeUp(bill, payee, 1n, later);
    expect(await bill.token.balanceOf(stranger)).to.equal(HAD);
  });

  it("BIL-66 anybody may pay for a party's honour, and not for himself", async () => {
    const bill = await protested();
    const { recourse, face, id, root, links, second, third, stranger } = bill;
    await expect(recourse.connect(second).payFor(face, FIRST, links, 2n, ALL))
      .to.be.revertedWithCustomError(recourse, "BillsRecourse_OwnClaim")
      .withArgs(second.address);
    await expect(recourse.connect(third).payFor(face, FIRST, links, 2n, ALL))
      .to.be.revertedWithCustomError(recourse, "BillsRecourse_OwnClaim")
      .withArgs(third.address);
    await expect(recourse.connect(stranger).payFor(face, FIRST, links, 3n, ALL))
      .to.be.revertedWithCustomError(recourse, "BillsRecourse_NotLiable")
      .withArgs(root, ethers.ZeroAddress);
    await expect(recourse.connect(stranger).payFor(face, FIRST, links, 2n, ALL))
      .to.emit(recourse, "TakenUp")
      .withArgs(id, root, stranger.address, second.address, third.address, SUM, 2n);
    expect(await liableOf(bill, await linksOf(bill, root))).to.deep.equal([true, true, true, false]);
  });

  it("BIL-66 for the acceptor: he himself, his guarantor, anybody; then he alone owes", async () => {
    const grounds = { drawee: 3n, second: 1n, stranger: 2n };
    for (const who of ["drawee", "second", "stranger"] as const) {
      const bill = await protested({}, TWO_HANDS, ({ recourse, face, second, drawee }) =>
        recourse.connect(second).guarantee(face, drawee, 1n, FIRST, []),
      );
      const { recourse, bills, face, id, root, links, third, drawee } = bill;
      await expect(recourse.connect(bill[who]).payForAcceptor(face, FIRST, links, ALL))
        .to.emit(recourse, "TakenUp")
        .withArgs(id, root, bill[who].address, drawee.address, third.address, SUM, grounds[who]);
      expect((await linksOf(bill, root)).map(({ kind }) => kind)).to.deep.equal([TAKEN_UP]);
      // Acceptor and holder in one: it is over (BEA 61).
      if (who === "drawee") await bills.connect(drawee).discharge(face);
    }
    const world = await loadBills();
    const { bills, recourse, stranger, drawee } = world;
    const { face, id, root } = await delivered(world, { clauses: CLAUSE.noProtest });
    await bills.connect(drawee).refuse(face, REASON);
    const links = await linksOf(world, root);
    await expect(recourse.connect(stranger).payForAcceptor(face, FIRST, links, ALL))
      .to.be.revertedWithCustomError(recourse, "BillsRecourse_NotAccepted")
      .withArgs(id);
  });
});

/** A protested bill in another token; all its people have some, and let the contracts take it. */
async function withToken<T extends BaseContract>(deploy: () => Promise<T>) {
  let made: T | undefined;
  const bill = await protested(async ({ bills, recourse, drawer, drawee, payee, second, third, stranger }) => {
    made = await deploy();
    const token = await ethers.getContractAt("TokenMock", made.target);
    for (const person of [drawer, drawee, payee, second, third, stranger]) {
      await token.mint(person.address, HAD);
      for (const spender of [bills, recourse]) await token.connect(person).approve(spender, ethers.MaxUint256);
    }
    return { token: made.target as string };
  });
  if (!made) throw new Error("no token");
  return { bill, token: made };
}
