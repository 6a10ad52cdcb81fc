import { expect } from "chai";
import type { Result } from "ethers";
import {
  accepted,
  actionsOf,
  CLAUSE,
  delivered,
  drawn,
  earlyPayment,
  firstSecond,
  lastSecond,
  loadBills,
  REASON,
  RULES,
  SUM,
  statusOf,
  TENOR,
  today,
} from "./billsWorld.ts";
import {
  ALL,
  at,
  CENT,
  DIVISION,
  divide,
  EVER,
  ethers,
  FIRST,
  mineAt,
  now,
  UNITS,
  WITH_RECOURSE,
  type World,
} from "./world.ts";

/** On the due day. */
const withDue = async (changes = {}) => {
  const world = await loadBills();
  const made = await accepted(world, changes);
  await mineAt(firstSecond(made.face.term));
  return { ...world, ...made };
};

/** Presented and refused on the due day. */
const withDishonoured = async (changes = {}) => {
  const bill = await withDue(changes);
  await bill.bills.connect(bill.payee).presentForPayment(bill.face, FIRST);
  await bill.bills.connect(bill.drawee).refusePayment(bill.face, REASON);
  return bill;
};

describe("bills, payment", () => {
  it("BIL-30 is asked for by the holder, and then due that day", async () => {
    const { bills, face, id, root, payee, stranger } = await withDue();
    await expect(bills.connect(stranger).presentForPayment(face, FIRST))
      .to.be.revertedWithCustomError(bills, "Bills_NotHolder")
      .withArgs(root, stranger.address);
    await expect(bills.connect(payee).presentForPayment(face, FIRST))
      .to.emit(bills, "PresentedForPayment")
      .withArgs(id, payee.address, face.term);
  });

  it("BIL-30 is not asked for before the due day, or too late (ULB 38)", async () => {
    const world = await loadBills();
    const { bills, payee } = world;
    const { face, id } = await accepted(world);
    await expect(bills.connect(payee).presentForPayment(face, FIRST))
      .to.be.revertedWithCustomError(bills, "Bills_TooEarly")
      .withArgs(id, face.term);
    await at(firstSecond(face.term + 5n));
    await expect(bills.connect(payee).presentForPayment(face, FIRST))
      .to.be.revertedWithCustomError(bills, "Bills_TooLate")
      .withArgs(id, face.term + 4n);
  });

  it("BIL-31 BIL-34 in full, by the acceptor: the holder collects the sum, once", async () => {
    const { bills, lots, token, face, id, root, payee, drawee, second } = await withDue();
    expect(await bills.dueOf(face)).to.deep.equal([SUM, 0n]);
    await expect(bills.connect(drawee).pay(face, ALL))
      .to.emit(bills, "PaidInFull")
      .withArgs(id, drawee.address, SUM, 0n);
    expect(await token.balanceOf(drawee)).to.equal(99n * SUM);
    expect(await token.balanceOf(bills)).to.equal(SUM);
    expect(await bills.collectable(id, FIRST)).to.equal(SUM);
    for (const to of [ethers.ZeroAddress, bills.target as string])
      await expect(bills.connect(payee).collect(face, FIRST, to))
        .to.be.revertedWithCustomError(bills, "Bills_BadReceiver")
        .withArgs(to);
    await expect(bills.connect(payee).collect(face, FIRST, second))
      .to.emit(bills, "Collected")
      .withArgs(id, root, payee.address, second.address, SUM);
    expect(await token.balanceOf(second)).to.equal(101n * SUM);
    expect(await token.balanceOf(bills)).to.equal(0n);
    expect((await lots.lotOf(root)).units).to.equal(0n);
    await expect(bills.connect(payee).collect(face, FIRST, second)).to.be.revertedWithCustomError(
      bills,
      "Bills_NotHolder",
    );
    expect(await bills.dueOf(face)).to.deep.equal([0n, 0n]);
  });

  it("BIL-31 in part, which no holder may refuse (ULB 39): as much as suffices for every unit", async () => {
    const { bills, token, face, id, root, payee, stranger } = await withDue();
    await expect(bills.connect(stranger).pay(face, UNITS - 1n))
      .to.be.revertedWithCustomError(bills, "Bills_NothingPaid")
      .withArgs(id);
    await expect(bills.connect(payee).collect(face, FIRST, payee))
      .to.be.revertedWithCustomError(bills, "Bills_NothingToCollect")
      .withArgs(root);
    await expect(bills.connect(stranger).pay(face, 4_000n * UNITS + UNITS - 1n))
      .to.emit(bills, "PartPaid")
      .withArgs(id, stranger.address, 4_000n * UNITS, 0n);
    expect(await token.balanceOf(stranger)).to.equal(100n * SUM - 4_000n * UNITS);
    await bills.connect(payee).collect(face, FIRST, payee);
    await expect(bills.connect(payee).collect(face, FIRST, payee))
      .to.be.revertedWithCustomError(bills, "Bills_NothingToCollect")
      .withArgs(root);
    expect(await bills.dueOf(face)).to.deep.equal([6_000n * UNITS, 0n]);
    await bills.connect(stranger).pay(face, ALL);
    await bills.connect(payee).collect(face, FIRST, payee);
    expect(await token.balanceOf(payee)).to.equal(101n * SUM);
    expect(await token.balanceOf(bills)).to.equal(0n);
  });

  it("BIL-34 to many: each his units, whatever was divided, merged and collected before", async () => {
    const bill = await withDue();
    const { bills, lots, token, face, id, root, payee, second, third, drawee } = bill;
    const world = bill as unknown as World;
    await bills.connect(drawee).pay(face, 1_001n * UNITS);
    const one = await divide(world, root, FIRST, payee, { to: second.address, units: 30_000n, kind: WITH_RECOURSE });
    await bills.connect(second).collect(face, one.inner, second);
    const two = await divide(world, root, one.inner, second, { to: third.address, units: 1n, kind: WITH_RECOURSE });
    expect(await bills.collectable(id, two.inner)).to.equal(0n);
    expect(await bills.collectable(id, FIRST)).to.equal(70_000n * 1_001n);
    await lots.connect(payee).divide(root, FIRST, [{ to: payee.address, units: 1n, kind: DIVISION }]);
    await bills.connect(drawee).pay(face, ALL);
    await bills.connect(third).collect(face, two.inner, third);
    expect(await token.balanceOf(third)).to.equal(100n * SUM + CENT - 1_001n);
    await bills.connect(second).collect(face, one.inner, second);
    expect(await token.balanceOf(second)).to.equal(100n * SUM + 29_999n * CENT + 1_001n);
    await bills.connect(payee).collect(face, FIRST, payee);
    expect(await token.balanceOf(bills)).to.equal(CENT);
  });

  it("BIL-31 nobody presents: the acceptor is rid of it all the same (ULB 42)", async () => {
    const { bills, face, id, payee, drawee, token } = await withDue();
    await at(firstSecond(face.term + 400n));
    await bills.connect(drawee).pay(face, ALL);
    expect(await bills.interestOf(id)).to.equal(0n);
    await bills.connect(payee).collect(face, FIRST, payee);
    expect(await token.balanceOf(payee)).to.equal(101n * SUM);
  });

  it("BIL-32 before the due day: only as the holder signed, for the lot as it is (ULB 40)", async () => {
    const world = await loadBills();
    const { bills, lots, payee, drawee, second, stranger } = world;
    const { face, id, root } = await accepted(world);
    await expect(bills.connect(drawee).pay(face, ALL))
      .to.be.revertedWithCustomError(bills, "Bills_TooEarly")
      .withArgs(id, face.term);
    const consent = await earlyPayment(world, root, payee);
    await expect(bills.connect(stranger).payEarly(face, EVER, consent))
      .to.be.revertedWithCustomError(bills, "Bills_NotDrawee")
      .withArgs(id, stranger.address);
    const deadline = (await now()) + 10n;
    const short = await earlyPayment(world, root, payee, deadline);
    await at(deadline + 1n);
    await expect(bills.connect(drawee).payEarly(face, deadline, short))
      .to.be.revertedWithCustomError(bills, "Bills_Expired")
      .withArgs(deadline, deadline + 1n);
    await lots.connect(payee).endorse(root, second, WITH_RECOURSE);
    await lots.connect(second).endorse(root, payee, WITH_RECOURSE);
    await expect(bills.connect(drawee).payEarly(face, EVER, consent)).to.be.revertedWithCustomError(
      bills,
      "Bills_NotSigned",
    );
    await expect(bills.connect(drawee).payEarly(face, EVER, await earlyPayment(world, root, payee)))
      .to.emit(bills, "PaidInFull")
      .withArgs(id, drawee.address, SUM, 0n);
    await bills.connect(payee).collect(face, FIRST, payee);
    expect(await world.token.balanceOf(payee)).to.equal(101n * SUM);
  });

  it("BIL-32 not of a divided bill, and not with an agent's consent", async () => {
    const world = await loadBills();
    const { bills, lots, payee, drawee, second } = world;
    const { face, id, root } = await accepted(world);
    await lots.connect(payee).divide(root, FIRST, [{ to: second.address, units: 1n, kind: WITH_RECOURSE }]);
    await expect(bills.connect(drawee).payEarly(face, EVER, await earlyPayment(world, root, payee)))
      .to.be.revertedWithCustomError(bills, "Bills_NotWhole")
      .withArgs(id, UNITS - 1n, 128n);
  });

  it("BIL-33 late: simple interest from the due day, on what is paid, by whole days", async () => {
    const { bills, token, face, id, payee, drawee } = await withDishonoured();
    expect(await bills.dueOf(face)).to.deep.equal([SUM, 0n]);
    await at(firstSecond(face.term + 73n));
    // 6 % a year for a fifth of one: 1.2 %.
    await expect(bills.connect(drawee).pay(face, 5_060n * UNITS))
      .to.emit(bills, "PartPaid")
      .withArgs(id, drawee.address, 5_000n * UNITS, 60n * UNITS);
    expect(await statusOf({ bills } as never, id)).to.equal("Dishonoured");
    expect(await bills.interestOf(id)).to.equal(60n);
    await at(lastSecond(face.term + 365n));
    await expect(bills.connect(drawee).pay(face, ALL))
      .to.emit(bills, "PaidInFull")
      .withArgs(id, drawee.address, 5_000n * UNITS, 300n * UNITS);
    await bills.connect(payee).collect(face, FIRST, payee);
    expect(await token.balanceOf(payee)).to.equal(101n * SUM + 360n * UNITS);
    expect(await token.balanceOf(bills)).to.equal(0n);
  });

  it("BIL-33 interest ends when the claim on the acceptor is barred (ULB 70)", async () => {
    const { bills, face } = await withDishonoured();
    await mineAt(firstSecond(face.term + 4_000n));
    expect(await bills.dueOf(face)).to.deep.equal([SUM, (SUM * 18n) / 100n]);
  });

  it("BIL-35 many with one transfer, in one token", async () => {
    const world = await loadBills();
    const { bills, token, drawee, payee } = world;
    const [one, two] = [await accepted(world), await accepted(world, { document: ethers.id("two") })];
    await at(firstSecond(one.face.term));
    const payments = [one, two].map(({ face }) => ({ face, upTo: ALL }));
    await expect(bills.connect(drawee).payMany(payee, payments))
      .to.be.revertedWithCustomError(bills, "Bills_OtherToken")
      .withArgs(payee.address, token.target);
    const sent = await bills.connect(drawee).payMany(token, payments);
    await expect(sent).to.changeTokenBalances(ethers, token, [drawee, bills], [-2n * SUM, 2n * SUM]);
    const transfers = (await sent.wait())?.logs.filter(({ address }) => address === token.target);
    expect(transfers?.length).to.equal(1);
    for (const { id } of [one, two]) expect(await statusOf(world, id)).to.equal("Paid");
  });

  it("BIL-36 tokens that take a fee, pay nothing or call back change nothing twice", async () => {
    const bill = await withDue();
    const { bills, token, face, id, drawee } = bill;
    await token.setFee(100n);
    const money = await ethers.getContractAt("Money", bills.target as string);
    await expect(bills.connect(drawee).pay(face, ALL))
      .to.be.revertedWithCustomError(money, "Money_ShortDelivery")
      .withArgs(token.target, SUM, SUM - SUM / 100n);
    await token.setFee(0n);
    await token.setReturnsFalse(true);
    await expect(bills.connect(drawee).pay(face, ALL)).to.be.revertedWithCustomError(bills, "SafeERC20FailedOperation");
    await token.setReturnsFalse(false);
    expect(await statusOf(bill, id)).to.equal("Accepted");
    await token.setCall(bills.target, bills.interface.encodeFunctionData("pay", [face, ALL]));
    await expect(bills.connect(drawee).pay(face, ALL))
      .to.emit(token, "CalledBack")
      .withArgs(false, bills.interface.getError("ReentrancyGuardReentrantCall")?.selector);
    expect(await statusOf(bill, id)).to.equal("Paid");
    expect(await token.balanceOf(bills)).to.equal(SUM);
  });

  it("BIL-34 a holder whom the token blocks hinders nobody, and is paid elsewhere", async () => {
    const world = await loadBills();
    const token = await ethers.deployContract("BlockingTokenMock");
    const { bills, lots, drawee, payee, second, third } = world;
    await token.mint(drawee.address, SUM);
    await token.connect(drawee).approve(bills, SUM);
    const { face, root } = await accepted(world, { token: token.target as string });
    await lots.connect(payee).divide(root, FIRST, [{ to: second.address, units: 1n, kind: WITH_RECOURSE }]);
    await at(firstSecond(face.term));
    await token.setBlocked(payee, true);
    await bills.connect(drawee).pay(face, ALL);
    await expect(bills.connect(payee).collect(face, FIRST, payee)).to.be.revertedWithCustomError(
      token,
      "BlockingTokenMock_Blocked",
    );
    await bills.connect(payee).collect(face, FIRST, third);
    expect(await token.balanceOf(third)).to.equal(SUM - CENT);
    expect(await token.balanceOf(bills)).to.equal(CENT);
  });

  it("BIL-04 at sight: due when it is presented or paid, within a year of its date", async () => {
    const world = await loadBills();
    const { bills, payee, drawee, stranger } = world;
    const sight = (name: string) => delivered(world, { tenor: TENOR.AtSight, term: 0n, document: ethers.id(name) });
    const [one, two, three] = [await sight("one"), await sight("two"), await sight("three")];
    const day = await today();
    await at(firstSecond(day + 3n));
    await expect(bills.connect(payee).presentForPayment(one.face, FIRST))
      .to.emit(bills, "PresentedForPayment")
      .withArgs(one.id, payee.address, day + 3n);
    expect((await bills.billOf(one.id)).dueDay).to.equal(day + 3n);
    await at(firstSecond(day + 4n));
    await bills.connect(stranger).dishonour(one.face);
    await bills.connect(drawee).pay(two.face, UNITS);
    expect((await bills.billOf(two.id)).dueDay).to.equal(day + 4n);
    await at(firstSecond(day + 8n));
    await bills.connect(payee).presentForPayment(two.face, FIRST);
    expect((await bills.billOf(two.id)).dueDay).to.equal(day + 4n);
    await at(firstSecond(day + 366n));
    await expect(bills.connect(payee).presentForPayment(three.face, FIRST))
      .to.be.revertedWithCustomError(bills, "Bills_TooLate")
      .withArgs(three.id, day + 365n);
    await bills.connect(drawee).pay(three.face, ALL);
    expect(await statusOf(world, three.id)).to.equal("Paid");
  });

  it("BIL-31 a part that was paid while a presentment for acceptance was open opens no window for payment", async () => {
    const world = await loadBills();
    const { bills, payee, stranger } = world;
    const { face, id } = await delivered(world, { term: (await today()) + 1n });
    await at(firstSecond(face.term));
    await bills.connect(payee).present(face, FIRST);
    await bills.connect(stranger).pay(face, UNITS);
    expect((await bills.billOf(id)).windowDay).to.equal(0n);
    await at(firstSecond(face.term + 3n));
    await expect(bills.connect(stranger).dishonour(face))
      .to.be.revertedWithCustomError(bills, "Bills_WrongStatus")
      .withArgs(id, 6n);
  });
});

describe("bills, dishonour", () => {
  it("BIL-37 by a refusal on the day, or an unused window after it", async () => {
    const { bills, face, id, payee, drawee, stranger } = await withDue();
    await bills.connect(payee).presentForPayment(face, FIRST);
    await expect(bills.connect(stranger).refusePayment(face, REASON))
      .to.be.revertedWithCustomError(bills, "Bills_NotDrawee")
      .withArgs(id, stranger.address);
    await expect(bills.connect(stranger).dishonour(face))
      .to.be.revertedWithCustomError(bills, "Bills_TooEarly")
      .withArgs(id, face.term + 1n);
    await at(firstSecond(face.term + 1n));
    await expect(bills.connect(drawee).refusePayment(face, REASON))
      .to.be.revertedWithCustomError(bills, "Bills_TooLate")
      .withArgs(id, face.term);
    await expect(bills.connect(stranger).dishonour(face))
      .to.emit(bills, "Dishonoured")
      .withArgs(id, drawee.address, face.term);
  });

  it("BIL-37 said by the drawee, and protested once (ULB 44)", async () => {
    const bill = await withDue();
    const { bills, face, id, root, payee, drawee, stranger } = bill;
    await bills.connect(payee).presentForPayment(face, FIRST);
    await expect(bills.connect(drawee).refusePayment(face, REASON))
      .to.emit(bills, "PaymentRefused")
      .withArgs(id, drawee.address, REASON);
    await expect(bills.connect(stranger).protest(face, FIRST))
      .to.be.revertedWithCustomError(bills, "Bills_NotHolder")
      .withArgs(root, stranger.address);
    await expect(bills.connect(payee).protest(face, FIRST))
      .to.emit(bills, "Protested")
      .withArgs(id, payee.address, false);
    expect((await bills.billOf(id)).protestedAt).to.equal(await now());
    await expect(bills.connect(payee).protest(face, FIRST))
      .to.be.revertedWithCustomError(bills, "Bills_WrongStatus")
      .withArgs(id, 9n);
  });

  it("BIL-37 of acceptance is protested until the due day", async () => {
    const world = await loadBills();
    const { bills, payee, drawee } = world;
    const { face, id } = await delivered(world);
    await bills.connect(drawee).refuse(face, REASON);
    await at(lastSecond(face.term));
    await expect(bills.connect(payee).protest(face, FIRST))
      .to.emit(bills, "Protested")
      .withArgs(id, payee.address, true);
  });

  it("BIL-38 the whole is given up by its holder, once he has collected", async () => {
    const bill = await withDue();
    const { bills, face, id, payee, drawee } = bill;
    await bills.connect(drawee).pay(face, UNITS);
    await expect(bills.connect(payee).discharge(face))
      .to.be.revertedWithCustomError(bills, "Bills_Uncollected")
      .withArgs(id, UNITS);
    await bills.connect(payee).collect(face, FIRST, payee);
    await expect(bills.connect(payee).discharge(face)).to.emit(bills, "Discharged").withArgs(id, payee.address);
    expect(await statusOf(bill, id)).to.equal("Discharged");
    const undelivered = await drawn(bill, { term: (await today()) + 1n, drawnOn: await today() });
    await expect(bills.connect(bill.drawer).discharge(undelivered.face))
      .to.be.revertedWithCustomError(bills, "Bills_NotDelivered")
      .withArgs(undelivered.id);
  });
});

describe("bills, the desk", () => {
  const CODER = ethers.AbiCoder.defaultAbiCoder();
  const FACE =
    "tuple(address drawer,address drawee,address payee,address token,uint40 units,uint96 unit,uint24 drawnOn,uint8 tenor,uint24 term,uint24 presentBy,uint16 rules,uint8 clauses,address court,bytes32 drawnAt,bytes32 payableAt,bytes32 document)";

  it("BIL-41 tells what a lot is worth: nothing promised before acceptance, then the part that was accepted", async () => {
    const world = await loadBills();
    const { bills, desk, payee, drawee } = world;
    const { face, id, root } = await delivered(world);
    const claim = async () => {
      const found: unknown = await desk.claimOf(CODER.encode([FACE], [face]), FIRST);
      return (found as Result).toObject();
    };
    const same = { lot: root, key: id, holder: payee.address, units: UNITS, token: face.token };
    const due = { dueAt: lastSecond(face.term) };
    expect(await claim()).to.deep.equal({
      ...same,
      ...due,
      debtor: ethers.ZeroAddress,
      isPromised: false,
      isLate: false,
      open: 0n,
      paid: 0n,
    });
    await bills.connect(drawee).acceptPart(face, 6_000n);
    const promised = { ...same, ...due, debtor: drawee.address, isPromised: true, isLate: false };
    expect(await claim()).to.deep.equal({ ...promised, open: 6_000n * UNITS, paid: 0n });
    await at(firstSecond(face.term));
    await bills.connect(drawee).pay(face, 1_000n * UNITS);
    const partly = { open: 5_000n * UNITS, paid: 1_000n * UNITS };
    expect(await claim()).to.deep.equal({ ...promised, ...partly });
    await at(firstSecond(face.term + 1n));
    await bills.connect(payee).presentForPayment(face, FIRST);
    const late = { ...promised, ...partly, isPromised: false, isLate: true };
    expect(await claim()).to.deep.equal(late);
    await bills.connect(drawee).pay(face, 5_000n * UNITS);
    const nothing = { isLate: false, open: 0n, paid: 6_000n * UNITS };
    expect(await claim()).to.deep.equal({ ...late, ...nothing });
  });

  it("BIL-41 of a bill that is not known yet when it is due, or not drawn", async () => {
    const world = await loadBills();
    const { desk, bills } = world;
    const { face } = await delivered(world, { tenor: TENOR.AfterSight, term: 30n });
    expect((await desk.claimOf(CODER.encode([FACE], [face]), FIRST)).dueAt).to.equal(0n);
    const none = { ...face, units: 1n };
    expect((await desk.claimOf(CODER.encode([FACE], [none]), FIRST)).holder).to.equal(ethers.ZeroAddress);
    expect(await desk.actionsOf(none, FIRST, face.payee)).to.equal(0n);
    expect(await desk.bills()).to.equal(bills.target);
  });

  it("BIL-40 offers what rules and clauses allow alone", async () => {
    const world = await loadBills();
    const { desk, payee, drawee } = world;
    const { face } = await delivered(world, { rules: RULES.NIL, clauses: CLAUSE.noPresentment, units: 1n });
    const bits = async (account: { address: string }) => desk.actionsOf(face, FIRST, account.address);
    expect((await bits(payee)) & ((1n << 3n) | (1n << 19n))).to.equal(0n);
    expect((await bits(drawee)) & (1n << 5n)).to.equal(0n);
    expect((await bits(drawee)) & (1n << 4n)).to.equal(1n << 4n);
  });

  it("BIL-40 offers no acceptance of a bill at sight, but payment from its first day and presentment until its last", async () => {
    const world = await loadBills();
    const { bills, ruleSets, payee, drawee } = world;
    const { face, id } = await delivered(world, { tenor: TENOR.AtSight, term: 0n });
    const lastDay = face.drawnOn + (await ruleSets.rulesOf(face.rules)).sightDays;
    expect(await actionsOf(world, face, drawee.address)).to.deep.equal(["guarantee", "pay"]);
    expect(await actionsOf(world, face, payee.address)).to.include.members(["pay", "presentForPayment"]);
    await mineAt(lastSecond(lastDay));
    expect(await actionsOf(world, face, payee.address)).to.include.members(["pay", "presentForPayment"]);
    await mineAt(firstSecond(lastDay + 1n));
    expect(await actionsOf(world, face, payee.address))
      .to.include("pay")
      .and.not.include("presentForPayment");
    await expect(bills.connect(payee).presentForPayment(face, FIRST))
      .to.be.revertedWithCustomError(bills, "Bills_TooLate")
      .withArgs(id, lastDay);
  });

  it("BIL-40 offers presentment for acceptance until the day that the drawer ordered", async () => {
    const world = await loadBills();
    const { payee } = world;
    const presentBy = (await today()) + 5n;
    const { face } = await delivered(world, { presentBy });
    await mineAt(lastSecond(presentBy));
    expect(await actionsOf(world, face, payee.address)).to.include("present");
    await mineAt(firstSecond(presentBy + 1n));
    expect(await actionsOf(world, face, payee.address)).to.not.include("present");
  });
});
