import { expect } from "chai";
import {
  type BillsWorld,
  CLAUSE,
  COLLECTION,
  DELIVERED,
  delivered,
  drawn,
  earlyPayment,
  firstSecond,
  HOLD,
  IN_BLANK,
  lastSecond,
  loadBills,
  NO_FURTHER,
  PLEDGE,
  RETURNED,
  RULES,
  SUM,
  today,
} from "./billsWorld.ts";
import { ALL, at, EVER, ethers, FIRST, type Link, now, rollOf, WITH_RECOURSE, WITHOUT_RECOURSE } from "./world.ts";

/** An accepted bill in the payee's hands, and its links. */
const withBill = async (changes = {}) => {
  const world = await loadBills();
  const made = await delivered(world, changes);
  const time = await now();
  const { drawer, payee, drawee, bills } = world;
  const links: Link[] = [{ from: drawer.address, to: payee.address, kind: DELIVERED, time, start: 0n, units: 0n }];
  await bills.connect(drawee).accept(made.face);
  const note = async (from: { address: string }, to: { address: string }, kind: bigint) => {
    links.push({ from: from.address, to: to.address, kind, time: await now(), start: 0n, units: 0n });
  };
  return { ...world, ...made, links, note };
};

const holdOf = async ({ lots }: BillsWorld, root: bigint) => {
  const { holder, state } = await lots.lotOf(root);
  return [holder, state] as const;
};

describe("bills, handed on", () => {
  it("BIL-20 BIL-25 in full: control passes, and everything of the earlier holder is void", async () => {
    const bill = await withBill();
    const { bills, lots, face, id, root, payee, second, third, stranger, drawee } = bill;
    await lots.connect(payee).approve(stranger, root, ALL);
    const consent = await earlyPayment(bill, root, payee);
    await lots.connect(payee).endorse(root, second, WITH_RECOURSE);
    const old: [call: () => Promise<unknown>, error: string, by: { interface: unknown }][] = [
      [() => lots.connect(payee).endorse(root, third, WITH_RECOURSE), "Lots_NotHolder", lots],
      [() => lots.connect(payee).divide(root, FIRST, []), "Lots_NotHolder", lots],
      [() => lots.connect(payee).transfer(third, root, 1n), "Lots_NotHolder", lots],
      [() => lots.connect(payee).approve(third, root, 1n), "Lots_NotHolder", lots],
      [() => lots.connect(stranger).endorseFrom(second, root, third, WITH_RECOURSE), "Lots_NotApproved", lots],
      [() => bills.connect(payee).presentForPayment(face, FIRST), "Bills_NotHolder", bills],
      [() => bills.connect(payee).collect(face, FIRST, payee), "Bills_NotHolder", bills],
      [() => bills.connect(payee).endorse(face, FIRST, third, COLLECTION), "Bills_NotHolder", bills],
      [() => bills.connect(payee).pledge(id, FIRST, third, 2n ** 24n - 1n), "Bills_NotHolder", bills],
      [() => bills.connect(payee).deliver(id, FIRST, third), "Bills_NotHolder", bills],
      [() => bills.connect(payee).fill(id, FIRST), "Bills_NotHolder", bills],
      [() => bills.connect(payee).giveBack(id, FIRST), "Bills_NotHolder", bills],
      [() => bills.connect(payee).enforce(id, FIRST), "Bills_NotHolder", bills],
      [() => bills.connect(payee).discharge(face), "Bills_NotHolder", bills],
      [() => bills.connect(payee).recall(id, FIRST), "Bills_NotPrincipal", bills],
      [() => bills.connect(drawee).payEarly(face, EVER, consent), "Bills_NotSigned", bills],
    ];
    for (const [call, error, by] of old) await expect(call()).to.be.revertedWithCustomError(by as never, error);
    await expect(bills.connect(payee).recall(id, FIRST))
      .to.be.revertedWithCustomError(bills, "Bills_NotPrincipal")
      .withArgs(root, payee.address);
  });

  it("BIL-22 'no further endorsement' is in the chain, and the next endorses as he likes (ULB 15)", async () => {
    const bill = await withBill();
    const { bills, lots, face, root, payee, second, third, links, note } = bill;
    await expect(bills.connect(payee).endorse(face, FIRST, second, NO_FURTHER))
      .to.emit(lots, "Endorsed")
      .withArgs(root, payee.address, second.address, NO_FURTHER, (hash: string) => hash.length === 66);
    await note(payee, second, NO_FURTHER);
    expect(await holdOf(bill, root)).to.deep.equal([second.address, HOLD.movable]);
    await lots.connect(second).endorse(root, third, WITH_RECOURSE);
    await note(second, third, WITH_RECOURSE);
    expect(await lots.rollOf(root)).to.equal(rollOf(root, links));
    expect(await lots.isChain(root, FIRST, links)).to.equal(true);
  });

  it("BIL-22 not to order: it is assigned, and not endorsed (ULB 11)", async () => {
    const bill = await withBill({ clauses: CLAUSE.notToOrder });
    const { bills, lots, face, id, root, payee, second } = bill;
    for (const kind of [NO_FURTHER, IN_BLANK])
      await expect(bills.connect(payee).endorse(face, FIRST, second, kind))
        .to.be.revertedWithCustomError(bills, "Bills_NotToOrder")
        .withArgs(id);
    await lots.connect(payee).endorse(root, second, WITHOUT_RECOURSE);
    expect((await lots.lotOf(root)).holder).to.equal(second.address);
  });

  it("BIL-22 refuses kinds that are not its own", async () => {
    const { bills, face, root, payee, second } = await withBill();
    for (const kind of [0n, WITH_RECOURSE, WITHOUT_RECOURSE, 3n, 4n, DELIVERED, PLEDGE, RETURNED])
      await expect(bills.connect(payee).endorse(face, FIRST, second, kind))
        .to.be.revertedWithCustomError(bills, "Bills_BadKind")
        .withArgs(root, kind);
  });

  it("BIL-21 in blank passes by delivery, until somebody fills it (ULB 12 to 14)", async () => {
    const bill = await withBill();
    const { bills, lots, face, id, root, payee, second, third, stranger, links, note } = bill;
    await bills.connect(payee).endorse(face, FIRST, second, IN_BLANK);
    await note(payee, second, IN_BLANK);
    expect(await holdOf(bill, root)).to.deep.equal([second.address, HOLD.inBlank]);
    await expect(lots.connect(second).endorse(root, third, WITH_RECOURSE))
      .to.be.revertedWithCustomError(lots, "Lots_NotTransferable")
      .withArgs(root, HOLD.inBlank);
    await bills.connect(second).deliver(id, FIRST, third);
    await note(second, third, DELIVERED);
    await expect(bills.connect(second).deliver(id, FIRST, stranger))
      .to.be.revertedWithCustomError(bills, "Bills_NotHolder")
      .withArgs(root, second.address);
    await expect(bills.connect(third).fill(id, FIRST)).to.emit(bills, "BlankFilled").withArgs(id, root, third.address);
    for (const call of [
      () => bills.connect(third).deliver(id, FIRST, stranger),
      () => bills.connect(third).fill(id, FIRST),
    ])
      await expect(call()).to.be.revertedWithCustomError(bills, "Bills_WrongHold").withArgs(root, HOLD.movable);
    await lots.connect(third).endorse(root, stranger, WITH_RECOURSE);
    await note(third, stranger, WITH_RECOURSE);
    expect(await lots.isChain(root, FIRST, links)).to.equal(true);
  });

  it("BIL-21 in blank may be endorsed in blank again, or further not", async () => {
    const bill = await withBill();
    const { bills, face, root, payee, second, third } = bill;
    await bills.connect(payee).endorse(face, FIRST, second, IN_BLANK);
    await bills.connect(second).endorse(face, FIRST, third, IN_BLANK);
    expect(await holdOf(bill, root)).to.deep.equal([third.address, HOLD.inBlank]);
    await bills.connect(third).endorse(face, FIRST, payee, NO_FURTHER);
    expect(await holdOf(bill, root)).to.deep.equal([payee.address, HOLD.movable]);
  });

  it("BIL-21 is refused where the law has no blanks (NIL 30)", async () => {
    const { bills, face, id, payee, second } = await withBill({ rules: RULES.NIL });
    await expect(bills.connect(payee).endorse(face, FIRST, second, IN_BLANK))
      .to.be.revertedWithCustomError(bills, "Bills_NotPermitted")
      .withArgs(id, RULES.NIL);
    await bills.connect(payee).endorse(face, FIRST, second, NO_FURTHER);
  });

  describe("to an agent", () => {
    const withAgent = async () => {
      const bill = await withBill();
      await bill.bills.connect(bill.payee).endorse(bill.face, FIRST, bill.second, COLLECTION);
      await bill.note(bill.payee, bill.second, COLLECTION);
      return bill;
    };

    it("BIL-23 who endorses only to agents, and gives it back (ULB 18)", async () => {
      const bill = await withAgent();
      const { bills, lots, face, id, root, payee, second, third, links, note } = bill;
      expect(await holdOf(bill, root)).to.deep.equal([second.address, HOLD.withAgent]);
      expect(await bills.principalOf(root)).to.equal(payee.address);
      for (const kind of [NO_FURTHER, IN_BLANK])
        await expect(bills.connect(second).endorse(face, FIRST, third, kind))
          .to.be.revertedWithCustomError(bills, "Bills_WrongHold")
          .withArgs(root, HOLD.withAgent);
      await expect(bills.connect(second).pledge(id, FIRST, third, 2n ** 24n - 1n))
        .to.be.revertedWithCustomError(bills, "Bills_WrongHold")
        .withArgs(root, HOLD.withAgent);
      await expect(bills.connect(second).enforce(id, FIRST))
        .to.be.revertedWithCustomError(bills, "Bills_WrongHold")
        .withArgs(root, HOLD.withAgent);
      await bills.connect(second).endorse(face, FIRST, third, COLLECTION);
      await note(second, third, COLLECTION);
      expect(await bills.principalOf(root)).to.equal(payee.address);
      await bills.connect(third).giveBack(id, FIRST);
      await note(third, payee, RETURNED);
      expect(await holdOf(bill, root)).to.deep.equal([payee.address, HOLD.movable]);
      expect(await bills.principalOf(root)).to.equal(ethers.ZeroAddress);
      expect(await lots.isChain(root, FIRST, links)).to.equal(true);
      await expect(bills.connect(payee).giveBack(id, FIRST))
        .to.be.revertedWithCustomError(bills, "Bills_WrongHold")
        .withArgs(root, HOLD.movable);
    });

    it("BIL-23 who gives it back when he sends it to who sent him", async () => {
      const bill = await withAgent();
      const { bills, face, root, payee, second, third } = bill;
      await bills.connect(second).endorse(face, FIRST, third, COLLECTION);
      await bills.connect(third).endorse(face, FIRST, payee, COLLECTION);
      expect(await holdOf(bill, root)).to.deep.equal([payee.address, HOLD.movable]);
      expect(await bills.principalOf(root)).to.equal(ethers.ZeroAddress);
    });

    it("BIL-23 who collects for who sent him, and ends nothing", async () => {
      const bill = await withAgent();
      const { bills, token, face, id, root, payee, second, drawee } = bill;
      await expect(bills.connect(second).discharge(face))
        .to.be.revertedWithCustomError(bills, "Bills_NotWhole")
        .withArgs(id, face.units, HOLD.withAgent);
      await at(firstSecond(face.term));
      await bills.connect(second).presentForPayment(face, FIRST);
      await bills.connect(drawee).pay(face, ALL);
      await expect(bills.connect(second).collect(face, FIRST, second))
        .to.be.revertedWithCustomError(bills, "Bills_BadReceiver")
        .withArgs(second.address);
      await expect(bills.connect(second).collect(face, FIRST, payee))
        .to.emit(bills, "Collected")
        .withArgs(id, root, second.address, payee.address, SUM);
      expect(await token.balanceOf(payee)).to.equal(101n * SUM);
    });

    it("BIL-23 who is recalled at any time", async () => {
      const bill = await withAgent();
      const { bills, id, root, payee, second, stranger } = bill;
      await expect(bills.connect(stranger).recall(id, FIRST))
        .to.be.revertedWithCustomError(bills, "Bills_NotPrincipal")
        .withArgs(root, stranger.address);
      await bills.connect(payee).recall(id, FIRST);
      expect(await holdOf(bill, root)).to.deep.equal([payee.address, HOLD.movable]);
      await expect(bills.connect(payee).recall(id, FIRST))
        .to.be.revertedWithCustomError(bills, "Bills_NotPrincipal")
        .withArgs(root, payee.address);
      await expect(bills.connect(second).giveBack(id, FIRST)).to.be.revertedWithCustomError(bills, "Bills_NotHolder");
    });
  });

  describe("in pledge", () => {
    const withPledge = async (changes = {}) => {
      const bill = await withBill(changes);
      const lastDay = (await today()) + 5n;
      return {
        ...bill,
        lastDay,
        pledge: () => bill.bills.connect(bill.payee).pledge(bill.id, FIRST, bill.second, lastDay),
      };
    };

    it("BIL-24 goes back to its owner, through an agent's hands too (ULB 19)", async () => {
      const bill = await withPledge();
      const { bills, lots, face, id, root, payee, second, third, lastDay } = bill;
      await expect(bill.pledge()).to.emit(bills, "Pledged").withArgs(id, root, payee.address, second.address, lastDay);
      expect(await holdOf(bill, root)).to.deep.equal([second.address, HOLD.pledged]);
      expect(await bills.pledgeOf(root)).to.deep.equal([payee.address, lastDay]);
      await expect(lots.connect(second).endorse(root, third, WITH_RECOURSE)).to.be.revertedWithCustomError(
        lots,
        "Lots_NotTransferable",
      );
      await expect(bills.connect(second).endorse(face, FIRST, third, NO_FURTHER))
        .to.be.revertedWithCustomError(bills, "Bills_WrongHold")
        .withArgs(root, HOLD.pledged);
      await bills.connect(second).endorse(face, FIRST, third, COLLECTION);
      expect(await holdOf(bill, root)).to.deep.equal([third.address, HOLD.pledged | HOLD.withAgent]);
      await expect(bills.connect(third).enforce(id, FIRST)).to.be.revertedWithCustomError(bills, "Bills_WrongHold");
      await bills.connect(third).giveBack(id, FIRST);
      expect(await holdOf(bill, root)).to.deep.equal([second.address, HOLD.pledged]);
      await bills.connect(second).giveBack(id, FIRST);
      expect(await holdOf(bill, root)).to.deep.equal([payee.address, HOLD.movable]);
      expect(await bills.pledgeOf(root)).to.deep.equal([ethers.ZeroAddress, 0n]);
    });

    it("BIL-24 is the pledgee's after the day agreed, and not a second before", async () => {
      const bill = await withPledge();
      const { bills, lots, id, root, payee, second, third, lastDay } = bill;
      await bill.pledge();
      await at(lastSecond(lastDay));
      await expect(bills.connect(second).enforce(id, FIRST))
        .to.be.revertedWithCustomError(bills, "Bills_TooEarly")
        .withArgs(id, lastDay + 1n);
      await at(firstSecond(lastDay + 1n));
      await expect(bills.connect(second).enforce(id, FIRST))
        .to.emit(bills, "PledgeEnforced")
        .withArgs(id, root, second.address, payee.address);
      await lots.connect(second).endorse(root, third, WITH_RECOURSE);
      expect((await lots.lotOf(root)).holder).to.equal(third.address);
    });

    it("BIL-24 brings the pledgee what is paid", async () => {
      const bill = await withPledge();
      const { bills, token, face, drawee, second, third } = bill;
      await bill.pledge();
      await at(firstSecond(face.term));
      await bills.connect(drawee).pay(face, ALL);
      await bills.connect(second).collect(face, FIRST, third);
      expect(await token.balanceOf(third)).to.equal(101n * SUM);
    });

    it("BIL-24 in blank comes back in blank; a day that is over is refused", async () => {
      const bill = await withPledge();
      const { bills, face, id, root, payee, second, third, stranger } = bill;
      await bills.connect(payee).endorse(face, FIRST, third, IN_BLANK);
      const day = await today();
      await expect(bills.connect(third).pledge(id, FIRST, second, day - 1n))
        .to.be.revertedWithCustomError(bills, "Bills_TooLate")
        .withArgs(id, day - 1n);
      await bills.connect(third).pledge(id, FIRST, second, day);
      await expect(bills.connect(second).deliver(id, FIRST, stranger))
        .to.be.revertedWithCustomError(bills, "Bills_WrongHold")
        .withArgs(root, HOLD.inBlank | HOLD.pledged);
      await bills.connect(second).giveBack(id, FIRST);
      expect(await holdOf(bill, root)).to.deep.equal([third.address, HOLD.inBlank]);
    });
  });

  it("BIL-03 nothing is handed on before receipt", async () => {
    const world = await loadBills();
    const { bills, drawer, second } = world;
    const { face, id } = await drawn(world);
    for (const call of [
      () => bills.connect(drawer).endorse(face, FIRST, second, COLLECTION),
      () => bills.connect(drawer).pledge(id, FIRST, second, 2n ** 24n - 1n),
    ])
      await expect(call()).to.be.revertedWithCustomError(bills, "Bills_NotDelivered").withArgs(id);
  });
});
