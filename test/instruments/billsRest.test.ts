import { expect } from "chai";
import { discountOf, interestOf, TWO_HANDS } from "./billsRecourseWorld.ts";
import {
  type BillsWorld,
  CLAUSE,
  delivered,
  earlyPayment,
  type Face,
  firstSecond,
  lastSecond,
  linksOf,
  loadBills,
  REASON,
  SUM,
  today,
} from "./billsWorld.ts";
import { ALL, at, CENT, ethers, FIRST, mineAt, UNITS, WITH_RECOURSE } from "./world.ts";

const HAD = 100n * SUM;
/** Accepted of each 10,000; the rest is 400.00. */
const ACCEPTED = 6_000n;
const REST = (CENT - ACCEPTED) * UNITS;
const COSTS = REST / 100n;

/** Accepted in part, payee to second to third. */
async function inPart(changes: Partial<Face> = {}) {
  const world = await loadBills();
  const made = await delivered(world, changes);
  await world.bills.connect(world.drawee).acceptPart(made.face, ACCEPTED);
  let from = world.payee;
  for (const [to, kind] of TWO_HANDS) {
    await world.lots.connect(from).endorse(made.root, world[to], kind);
    from = world[to];
  }
  return { ...world, ...made, links: await linksOf(world, made.root) };
}

/** What was there when the test began, less what is there now. */
const lossOf = async ({ token }: BillsWorld, account: { address: string }) =>
  HAD - (await token.balanceOf(account.address));

describe("bills, the rest of one accepted in part", () => {
  it("BIL-67 is protested by who holds the whole, once, until the due day, with costs", async () => {
    const bill = await inPart();
    const { recourse, desk, face, id, root, third, second, stranger } = bill;
    const protestRest = 1n << 28n;
    expect((await desk.actionsOf(face, FIRST, third)) & protestRest).to.equal(protestRest);
    expect((await desk.actionsOf(face, FIRST, second)) & protestRest).to.equal(0n);
    await expect(recourse.connect(second).protestRest(face, 0n))
      .to.be.revertedWithCustomError(recourse, "BillsRecourse_NotHolder")
      .withArgs(root, second.address);
    await expect(recourse.connect(third).protestRest(face, COSTS + 1n))
      .to.be.revertedWithCustomError(recourse, "BillsRecourse_TooMuchCosts")
      .withArgs(COSTS + 1n, COSTS);
    await expect(recourse.connect(third).protestRest(face, COSTS))
      .to.emit(recourse, "RestProtested")
      .withArgs(id, third.address, COSTS);
    const [protestedAt, costs] = await recourse.restOf(id);
    expect([protestedAt > 0n, costs]).to.deep.equal([true, COSTS]);
    expect((await desk.actionsOf(face, FIRST, third)) & protestRest).to.equal(0n);
    await expect(recourse.connect(third).protestRest(face, 0n))
      .to.be.revertedWithCustomError(recourse, "BillsRecourse_AlreadyProtested")
      .withArgs(id);
    const late = await inPart();
    await at(lastSecond(late.face.term));
    await late.recourse.connect(late.third).protestRest(late.face, 0n);
    const later = await inPart();
    await at(firstSecond(later.face.term + 1n));
    await expect(later.recourse.connect(later.third).protestRest(later.face, 0n))
      .to.be.revertedWithCustomError(later.recourse, "BillsRecourse_TooLate")
      .withArgs(later.id, later.face.term);
    const divided = await inPart();
    await divided.lots
      .connect(divided.third)
      .divide(divided.root, FIRST, [{ to: stranger.address, units: 1n, kind: WITH_RECOURSE }]);
    await expect(divided.recourse.connect(divided.third).protestRest(divided.face, 0n))
      .to.be.revertedWithCustomError(divided.recourse, "BillsRecourse_NotWhole")
      .withArgs(divided.id, UNITS - 1n);
  });

  it("BIL-67 only of a bill accepted in part", async () => {
    const world = await loadBills();
    const { face, id } = await delivered(world);
    await expect(world.recourse.connect(world.payee).protestRest(face, 0n))
      .to.be.revertedWithCustomError(world.recourse, "BillsRecourse_WrongStatus")
      .withArgs(id, 1n);
  });

  it("BIL-67 is taken up less discount, and the bill is then worth what was accepted (ULB 48, 51)", async () => {
    const bill = await inPart();
    const { recourse, bills, token, face, id, root, links, payee, second, third, drawee, stranger } = bill;
    await expect(recourse.connect(second).takeUpRest(face, links, 2n, ALL))
      .to.be.revertedWithCustomError(recourse, "BillsRecourse_NotProtested")
      .withArgs(id);
    await recourse.connect(third).protestRest(face, COSTS);
    const days = face.term - (await today());
    const amount = REST - discountOf(REST, days) + COSTS;
    await expect(recourse.connect(stranger).takeUpRest(face, links, 2n, ALL))
      .to.be.revertedWithCustomError(recourse, "BillsRecourse_NotLiable")
      .withArgs(root, stranger.address);
    await expect(recourse.connect(payee).takeUpRest(face, links.slice(0, 2), 1n, ALL))
      .to.be.revertedWithCustomError(recourse, "BillsRecourse_BadChain")
      .withArgs(root);
    await expect(recourse.connect(payee).takeUpRest(face, links, 1n, amount - 1n))
      .to.be.revertedWithCustomError(recourse, "BillsRecourse_TooDear")
      .withArgs(amount, amount - 1n);
    await expect(recourse.connect(payee).takeUpRest(face, links, 1n, amount))
      .to.emit(recourse, "RestTakenUp")
      .withArgs(id, payee.address, third.address, amount);
    expect(await lossOf(bill, payee)).to.equal(amount);
    expect(await token.balanceOf(third)).to.equal(HAD + amount);
    const receipt = await recourse.receiptOf(id);
    expect([receipt.creditor, receipt.amount, receipt.day]).to.deep.equal([payee.address, amount, await today()]);
    await expect(recourse.connect(second).takeUpRest(face, links, 2n, ALL))
      .to.be.revertedWithCustomError(recourse, "BillsRecourse_AlreadyTakenUp")
      .withArgs(id);
    // From here on 600.00 are all.
    await at(firstSecond(face.term));
    await mineAt(firstSecond(face.term) + 1n);
    expect(await bills.dueOf(face)).to.deep.equal([ACCEPTED * UNITS, 0n]);
    await bills.connect(drawee).pay(face, ALL);
    expect((await bills.billOf(id)).status).to.equal(7n);
    await bills.connect(third).collect(face, FIRST, third);
    expect(await token.balanceOf(third)).to.equal(HAD + amount + ACCEPTED * UNITS);
  });

  it("BIL-67 not on the due day or later; without protest where the face says so", async () => {
    const bill = await inPart({ clauses: CLAUSE.noProtest });
    await at(firstSecond(bill.face.term));
    await expect(bill.recourse.connect(bill.second).takeUpRest(bill.face, bill.links, 2n, ALL))
      .to.be.revertedWithCustomError(bill.recourse, "BillsRecourse_TooLate")
      .withArgs(bill.id, bill.face.term - 1n);
    const free = await inPart({ clauses: CLAUSE.noProtest });
    await at(lastSecond(free.face.term - 1n));
    await free.recourse.connect(free.second).takeUpRest(free.face, free.links, 2n, ALL);
    expect(await lossOf(free, free.second)).to.equal(REST - discountOf(REST, 1n));
  });

  it("BIL-67 is paid early as what was accepted, once the rest was taken up", async () => {
    const bill = await inPart({ clauses: CLAUSE.noProtest });
    const { recourse, bills, desk, face, id, links, second, third, drawee } = bill;
    await recourse.connect(second).takeUpRest(face, links, 2n, ALL);
    const terms = bills.interface.encodeFunctionData("idOf", [face]).replace(/^0x.{8}/, "0x");
    const claim = await desk.claimOf(terms, FIRST);
    expect([claim.open, claim.isPromised]).to.deep.equal([ACCEPTED * UNITS, true]);
    const consent = await earlyPayment(bill, bill.root, third);
    await bills.connect(drawee).payEarly(face, 2n ** 40n - 1n, consent);
    const { status, paid } = await bills.billOf(id);
    expect([status, paid]).to.deep.equal([7n, ACCEPTED]);
  });

  it("BIL-67 goes up to the drawer by receipts, each with interest since", async () => {
    const bill = await inPart();
    const { recourse, token, face, id, root, links, drawer, payee, second, third, stranger } = bill;
    await expect(recourse.connect(payee).takeUpReceipt(face, links, 1n, ALL))
      .to.be.revertedWithCustomError(recourse, "BillsRecourse_NoReceipt")
      .withArgs(id);
    await recourse.connect(third).protestRest(face, 0n);
    await recourse.connect(second).takeUpRest(face, links, 2n, ALL);
    const first = await lossOf(bill, second);
    const start = await today();
    const stay = links.slice(0, 2);
    await at(firstSecond(start + 100n));
    for (const [caller, index, error, args] of [
      [stranger, 1n, "BillsRecourse_NotLiable", [root, stranger.address]],
      [payee, 2n, "BillsRecourse_NotLiable", [root, ethers.ZeroAddress]],
    ] as const)
      await expect(recourse.connect(caller).takeUpReceipt(face, stay, index, ALL))
        .to.be.revertedWithCustomError(recourse, error)
        .withArgs(...args);
    await expect(recourse.connect(payee).takeUpReceipt(face, links, 1n, ALL))
      .to.be.revertedWithCustomError(recourse, "BillsRecourse_BadChain")
      .withArgs(root);
    const owed = first + interestOf(first, 100n);
    await expect(recourse.connect(payee).takeUpReceipt(face, stay, 1n, owed - 1n))
      .to.be.revertedWithCustomError(recourse, "BillsRecourse_TooDear")
      .withArgs(owed, owed - 1n);
    await expect(recourse.connect(payee).takeUpReceipt(face, stay, 1n, owed))
      .to.emit(recourse, "RestTakenUp")
      .withArgs(id, payee.address, second.address, owed);
    expect(await token.balanceOf(second)).to.equal(HAD + owed - first);
    await at(lastSecond(start + 100n + 182n));
    await recourse.connect(drawer).takeUpReceipt(face, stay.slice(0, 1), 0n, ALL);
    expect(await lossOf(bill, drawer)).to.equal(owed + interestOf(owed, 182n));
    const last = await recourse.receiptOf(id);
    expect([last.creditor, last.roll]).to.deep.equal([drawer.address, ethers.toBeHex(root, 32)]);
    // Nobody is before him.
    await expect(recourse.connect(payee).takeUpReceipt(face, [], 0n, ALL))
      .to.be.revertedWithCustomError(recourse, "BillsRecourse_NotLiable")
      .withArgs(root, ethers.ZeroAddress);
  });

  it("BIL-67 a receipt is barred half a year after it was paid for", async () => {
    const bill = await inPart({ clauses: CLAUSE.noProtest });
    const { recourse, face, root, links, payee, second } = bill;
    await recourse.connect(second).takeUpRest(face, links, 2n, ALL);
    const start = await today();
    await at(firstSecond(start + 183n));
    await expect(recourse.connect(payee).takeUpReceipt(face, links.slice(0, 2), 1n, ALL))
      .to.be.revertedWithCustomError(recourse, "BillsRecourse_Barred")
      .withArgs(root, start + 182n);
  });

  it("BIL-67 of what was accepted there is recourse afterwards as of a whole bill", async () => {
    const bill = await inPart();
    const { recourse, bills, face, root, links, payee, second, third, drawee } = bill;
    await recourse.connect(third).protestRest(face, 0n);
    await recourse.connect(second).takeUpRest(face, links, 2n, ALL);
    await at(firstSecond(face.term));
    await bills.connect(third).presentForPayment(face, FIRST);
    await bills.connect(drawee).refusePayment(face, REASON);
    await bills.connect(third).protest(face, FIRST);
    const earlier = await lossOf(bill, payee);
    await recourse.connect(payee).takeUp(face, FIRST, await linksOf(bill, root), 1n, ALL);
    expect((await lossOf(bill, payee)) - earlier).to.equal(ACCEPTED * UNITS);
  });
});
