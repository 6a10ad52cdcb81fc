import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { expect } from "chai";
import { signRequest } from "../shared/requests.ts";
import {
  accepted,
  actionsOf,
  COLLECTION,
  delivered,
  drawn,
  earlyPayment,
  type Face,
  firstSecond,
  HOLD,
  lastSecond,
  linksOf,
  loadBills,
  NO_FURTHER,
  PLEDGE,
  REASON,
  REPLACED,
  STOPPED,
  SUM,
  statusOf,
  today,
} from "./billsWorld.ts";
import { ALL, at, CENT, EVER, ethers, FIRST, mineAt, partOf, UNITS, WITH_RECOURSE } from "./world.ts";

const [MIN, MAX, GRACE, BAR] = [60n, 365n, 60n, 1_095n];

/** Accepted, endorsed by the payee to `second`, with a court; `stranger` says that it was his. */
async function withCourt(changes: Partial<Face> = {}) {
  const world = await loadBills();
  const court = (await ethers.getSigners())[8] as HardhatEthersSigner;
  const made = await accepted(world, { court: court.address, ...changes });
  await world.lots.connect(world.payee).endorse(made.root, world.second.address, WITH_RECOURSE);
  return { ...world, ...made, court, lastDay: (await today()) + MIN };
}

type Bill = Awaited<ReturnType<typeof withCourt>>;

const order = ({ changes, court, face, stranger, lastDay }: Bill, by: HardhatEthersSigner = court) =>
  changes.connect(by).stop(face, FIRST, stranger.address, lastDay, REASON);

async function stopped(changes: Partial<Face> = {}) {
  const bill = await withCourt(changes);
  await order(bill);
  return bill;
}

async function replaced(changes: Partial<Face> = {}) {
  const bill = await stopped(changes);
  await at(firstSecond(bill.lastDay + 1n));
  await bill.changes.connect(bill.stranger).replace(bill.face, FIRST);
  return bill;
}

describe("bills, stop orders", () => {
  describe("stopping", () => {
    it("BIL-70 is the court's of the face alone, of a delivered lot, once at a time", async () => {
      const bill = await withCourt();
      const { changes, lots, id, root, court, stranger, second, drawer, lastDay } = bill;
      for (const party of [second, drawer, stranger])
        await expect(order(bill, party))
          .to.be.revertedWithCustomError(changes, "BillsChanges_NotCourt")
          .withArgs(id, party.address);
      const act = order(bill);
      await expect(act)
        .to.emit(changes, "Stopped")
        .withArgs(id, root, stranger.address, court.address, lastDay, REASON);
      await expect(act).to.emit(lots, "StateSet").withArgs(root, STOPPED);
      expect(await changes.stopOf(root)).to.deep.equal([stranger.address, lastDay, HOLD.movable, false, false]);
      await expect(order(bill)).to.be.revertedWithCustomError(changes, "BillsChanges_AlreadyStopped").withArgs(root);
      const undelivered = await drawn(bill, { court: court.address, document: ethers.id("undelivered") });
      await expect(order({ ...bill, ...undelivered }))
        .to.be.revertedWithCustomError(changes, "BillsChanges_NotDelivered")
        .withArgs(undelivered.id);
      const none = ethers.id("none");
      await expect(changes.connect(court).stop(bill.face, none, stranger.address, lastDay, REASON))
        .to.be.revertedWithCustomError(changes, "BillsChanges_NoLot")
        .withArgs(partOf(root, none));
    });

    it("BIL-70 a face without court, or with another, knows no such order", async () => {
      const bill = await withCourt({ court: ethers.ZeroAddress });
      await expect(order(bill))
        .to.be.revertedWithCustomError(bill.changes, "BillsChanges_NotCourt")
        .withArgs(bill.id, bill.court.address);
      // A face that somebody made up to name himself is another bill, of which there is no lot.
      const forged = { ...bill.face, court: bill.third.address };
      await expect(order({ ...bill, face: forged }, bill.third))
        .to.be.revertedWithCustomError(bill.changes, "BillsChanges_NoLot")
        .withArgs(await bill.lots.rootId(bill.bills, await bill.bills.idOf(forged)));
    });

    it("BIL-70 names another than court and holder, and a last day in 60 to 365 days", async () => {
      const bill = await withCourt();
      const { changes, face, court, second, stranger } = bill;
      for (const claimant of [ethers.ZeroAddress, court.address, second.address])
        await expect(changes.connect(court).stop(face, FIRST, claimant, bill.lastDay, REASON))
          .to.be.revertedWithCustomError(changes, "BillsChanges_BadClaimant")
          .withArgs(claimant);
      const day = await today();
      const [first, last] = [day + MIN, day + MAX];
      for (const lastDay of [first - 1n, last + 1n])
        await expect(changes.connect(court).stop(face, FIRST, stranger.address, lastDay, REASON))
          .to.be.revertedWithCustomError(changes, "BillsChanges_BadLastDay")
          .withArgs(lastDay, first, last);
      await order({ ...bill, lastDay: last });
      expect((await changes.stopOf(bill.root)).lastDay).to.equal(last);
    });

    it("BIL-71 holds the lot fast: nothing is handed on, collected, taken up, discharged or paid early", async () => {
      const bill = await stopped();
      const { bills, lots, face, id, root, second, third, drawee } = bill;
      expect(await actionsOf(bill, face, second.address)).not.to.include.members(["handOn", "endorse", "pledge"]);
      const held = bills.connect(second);
      await expect(lots.connect(second).endorse(root, third.address, WITH_RECOURSE))
        .to.be.revertedWithCustomError(lots, "Lots_NotTransferable")
        .withArgs(root, STOPPED);
      await expect(
        lots.connect(second).divide(root, FIRST, [{ to: third.address, units: 1n, kind: WITH_RECOURSE }]),
      ).to.be.revertedWithCustomError(lots, "Lots_NotTransferable");
      for (const act of [
        held.endorse(face, FIRST, third.address, NO_FURTHER),
        held.endorse(face, FIRST, third.address, COLLECTION),
        held.pledge(id, FIRST, third.address, face.term),
        held.deliver(id, FIRST, third.address),
        held.fill(id, FIRST),
        held.giveBack(id, FIRST),
        held.enforce(id, FIRST),
        held.collect(face, FIRST, second.address),
        bills.recall(id, FIRST),
      ])
        await expect(act).to.be.revertedWithCustomError(bills, "Bills_Stopped").withArgs(root);
      await expect(held.discharge(face)).to.be.revertedWithCustomError(bills, "Bills_NotWhole");
      const consent = await earlyPayment(bill, root, second);
      await expect(bills.connect(drawee).payEarly(face, EVER, consent)).to.be.revertedWithCustomError(
        bills,
        "Bills_NotWhole",
      );
    });

    it("BIL-71 but it is presented, refused and protested as ever, and nobody who takes it up pays a thief", async () => {
      const bill = await stopped();
      const { bills, recourse, face, root, second, payee, drawee } = bill;
      await at(firstSecond(face.term));
      await bills.connect(second).presentForPayment(face, FIRST);
      await bills.connect(drawee).refusePayment(face, REASON);
      await bills.connect(second).protest(face, FIRST);
      const links = await linksOf(bill, root);
      await expect(recourse.connect(payee).takeUp(face, FIRST, links, 1n, ALL))
        .to.be.revertedWithCustomError(recourse, "BillsRecourse_Stopped")
        .withArgs(root);
      await expect(recourse.connect(bill.stranger).payForAcceptor(face, FIRST, links, ALL))
        .to.be.revertedWithCustomError(recourse, "BillsRecourse_Stopped")
        .withArgs(root);
    });

    it("BIL-71 and paid as ever: what was paid waits until the lot is free", async () => {
      const bill = await stopped();
      const { bills, changes, token, face, id, root, court, second, drawee } = bill;
      await at(firstSecond(face.term));
      await bills.connect(drawee).pay(face, ALL);
      expect(await statusOf(bill, id)).to.equal("Paid");
      await expect(bills.connect(second).collect(face, FIRST, second)).to.be.revertedWithCustomError(
        bills,
        "Bills_Stopped",
      );
      await expect(changes.connect(court).lift(face, FIRST)).to.emit(changes, "Lifted").withArgs(id, root);
      await expect(bills.connect(second).collect(face, FIRST, second)).to.changeTokenBalances(
        ethers,
        token,
        [second, bills, changes],
        [SUM, -SUM, 0n],
      );
    });
  });

  describe("its end", () => {
    it("BIL-72 is the court's at any time, and anyone's when the time to replace is over, to the second", async () => {
      const bill = await stopped();
      const { changes, lots, face, id, root, court, second, lastDay } = bill;
      const snapshot = await ethers.provider.send("evm_snapshot", []);
      await expect(changes.connect(court).lift(face, FIRST)).to.emit(lots, "StateSet").withArgs(root, HOLD.movable);
      await ethers.provider.send("evm_revert", [snapshot]);
      await at(lastSecond(lastDay + GRACE));
      await expect(changes.connect(second).lift(face, FIRST))
        .to.be.revertedWithCustomError(changes, "BillsChanges_TooEarly")
        .withArgs(root, lastDay + GRACE + 1n);
      await at(firstSecond(lastDay + GRACE + 1n));
      await expect(changes.connect(second).lift(face, FIRST)).to.emit(changes, "Lifted").withArgs(id, root);
      expect((await lots.lotOf(root)).state).to.equal(HOLD.movable);
      expect(await changes.stopOf(root)).to.deep.equal([ethers.ZeroAddress, 0n, 0n, false, false]);
      for (const act of [
        changes.connect(court).lift(face, FIRST),
        changes.connect(second).object(face, FIRST),
        changes.connect(court).dismiss(face, FIRST),
        changes.connect(bill.stranger).replace(face, FIRST),
      ])
        await expect(act).to.be.revertedWithCustomError(changes, "BillsChanges_NotStopped").withArgs(root);
      await lots.connect(second).endorse(root, bill.third.address, WITH_RECOURSE);
    });

    it("BIL-73 an objection is the holder's, until the last day, once, and bars replacement until it is dismissed", async () => {
      const bill = await stopped();
      const { changes, lots, face, id, root, court, second, payee, stranger, lastDay } = bill;
      for (const party of [payee, stranger, court])
        await expect(changes.connect(party).object(face, FIRST))
          .to.be.revertedWithCustomError(changes, "BillsChanges_NotHolder")
          .withArgs(root, party.address);
      await expect(changes.connect(court).dismiss(face, FIRST))
        .to.be.revertedWithCustomError(changes, "BillsChanges_NotObjected")
        .withArgs(root);
      const snapshot = await ethers.provider.send("evm_snapshot", []);
      await at(firstSecond(lastDay + 1n));
      await expect(changes.connect(second).object(face, FIRST))
        .to.be.revertedWithCustomError(changes, "BillsChanges_TooLate")
        .withArgs(root, lastDay);
      await ethers.provider.send("evm_revert", [snapshot]);
      await at(lastSecond(lastDay));
      await expect(changes.connect(second).object(face, FIRST))
        .to.emit(changes, "Objected")
        .withArgs(id, root, second.address);
      await expect(changes.connect(second).object(face, FIRST)).to.be.revertedWithCustomError(
        changes,
        "BillsChanges_TooLate",
      );
      await expect(changes.connect(stranger).replace(face, FIRST))
        .to.be.revertedWithCustomError(changes, "BillsChanges_Objected")
        .withArgs(root);
      await expect(changes.connect(second).dismiss(face, FIRST))
        .to.be.revertedWithCustomError(changes, "BillsChanges_NotCourt")
        .withArgs(id, second.address);
      await expect(changes.connect(court).dismiss(face, FIRST))
        .to.emit(changes, "Dismissed")
        .withArgs(id, root, court.address);
      await changes.connect(stranger).replace(face, FIRST);
      expect((await lots.lotOf(root)).holder).to.equal(stranger.address);
    });

    it("BIL-73 who was dismissed objects no more, and a standing objection ends with the order", async () => {
      const bill = await stopped();
      const { changes, face, root, court, second, stranger, lastDay } = bill;
      const snapshot = await ethers.provider.send("evm_snapshot", []);
      await changes.connect(second).object(face, FIRST);
      await expect(changes.connect(second).object(face, FIRST))
        .to.be.revertedWithCustomError(changes, "BillsChanges_Objected")
        .withArgs(root);
      await at(firstSecond(lastDay + GRACE + 1n));
      await changes.connect(stranger).lift(face, FIRST);
      expect((await changes.stopOf(root)).isObjected).to.equal(false);
      await ethers.provider.send("evm_revert", [snapshot]);
      await changes.connect(second).object(face, FIRST);
      await changes.connect(court).dismiss(face, FIRST);
      await expect(changes.connect(second).object(face, FIRST))
        .to.be.revertedWithCustomError(changes, "BillsChanges_Dismissed")
        .withArgs(root);
    });
  });

  describe("replacement", () => {
    it("BIL-74 is the named claimant's, after the last day, for 60 days, for security of the whole", async () => {
      const bill = await stopped();
      const { changes, lots, bills, token, face, id, root, court, second, third, stranger, lastDay } = bill;
      await at(lastSecond(lastDay));
      await expect(changes.connect(stranger).replace(face, FIRST))
        .to.be.revertedWithCustomError(changes, "BillsChanges_TooEarly")
        .withArgs(root, lastDay + 1n);
      for (const party of [court, second, third])
        await expect(changes.connect(party).replace(face, FIRST))
          .to.be.revertedWithCustomError(changes, "BillsChanges_NotClaimant")
          .withArgs(root, party.address);
      const snapshot = await ethers.provider.send("evm_snapshot", []);
      await at(firstSecond(lastDay + GRACE + 1n));
      await expect(changes.connect(stranger).replace(face, FIRST))
        .to.be.revertedWithCustomError(changes, "BillsChanges_TooLate")
        .withArgs(root, lastDay + GRACE);
      await ethers.provider.send("evm_revert", [snapshot]);
      const old = await lots.versionOf(root);
      await at(lastSecond(lastDay + GRACE));
      const act = changes.connect(stranger).replace(face, FIRST);
      await expect(act).to.emit(changes, "Replaced").withArgs(id, root, stranger.address, second.address, SUM);
      await expect(act).to.changeTokenBalances(ethers, token, [stranger, changes, second, court], [-SUM, SUM, 0n, 0n]);
      const { holder, state } = await lots.lotOf(root);
      expect([holder, state]).to.deep.equal([stranger.address, HOLD.movable]);
      expect((await linksOf(bill, root)).at(-1)).to.deep.include({
        from: second.address,
        to: stranger.address,
        kind: REPLACED,
      });
      expect(await changes.securityOf(root, stranger.address)).to.deep.equal([second.address, SUM, await today()]);
      // The old key, and whoever was allowed by it, can do nothing any more.
      expect(await lots.versionOf(root)).not.to.equal(old);
      await expect(lots.connect(second).endorse(root, third.address, WITH_RECOURSE)).to.be.revertedWithCustomError(
        lots,
        "Lots_NotHolder",
      );
      await expect(bills.connect(second).pledge(id, FIRST, third.address, face.term)).to.be.revertedWithCustomError(
        bills,
        "Bills_NotHolder",
      );
      await lots.connect(stranger).endorse(root, third.address, WITH_RECOURSE);
    });

    it("BIL-74 approvals of the old key are void after it", async () => {
      const bill = await withCourt();
      const { changes, lots, face, root, second, third, stranger, lastDay } = bill;
      await lots.connect(second).approve(third, root, UNITS);
      await order(bill);
      await at(firstSecond(lastDay + 1n));
      await changes.connect(stranger).replace(face, FIRST);
      for (const from of [second, stranger])
        await expect(lots.connect(third).endorseFrom(from, root, third, WITH_RECOURSE)).to.revert(ethers);
    });

    it("BIL-74 the security of a bill that was refused bears its interest", async () => {
      const bill = await withCourt();
      const { bills, changes, face, second, drawee, stranger } = bill;
      await at(firstSecond(face.term));
      await bills.connect(second).presentForPayment(face, FIRST);
      await bills.connect(drawee).refusePayment(face, REASON);
      const lastDay = (await today()) + MIN;
      await order({ ...bill, lastDay });
      await mineAt(firstSecond(lastDay + 1n));
      const perUnit = (CENT * 600n * (MIN + 1n)) / 3_650_000n;
      expect(await changes.connect(stranger).replace.staticCall(face, FIRST)).to.equal(SUM + perUnit * UNITS);
    });

    it("BIL-74 what was paid meanwhile is secured in place of what is open, and the claimant's to collect", async () => {
      const bill = await stopped();
      const { bills, changes, token, face, drawee, stranger, second, lastDay } = bill;
      await at(firstSecond(face.term));
      await bills.connect(drawee).pay(face, (SUM / 4n) * 3n);
      await at(firstSecond(lastDay + 1n));
      await expect(changes.connect(stranger).replace(face, FIRST)).to.changeTokenBalances(
        ethers,
        token,
        [stranger, changes],
        [-SUM, SUM],
      );
      await expect(bills.connect(second).collect(face, FIRST, second)).to.be.revertedWithCustomError(
        bills,
        "Bills_NotHolder",
      );
      await expect(bills.connect(stranger).collect(face, FIRST, stranger)).to.changeTokenBalances(
        ethers,
        token,
        [stranger, bills],
        [(SUM / 4n) * 3n, (-SUM / 4n) * 3n],
      );
    });

    it("BIL-74 a pledged lot stays pledged: its pledger has it back from who took the pledgee's place", async () => {
      const bill = await withCourt();
      const { bills, changes, lots, face, id, root, court, second, third, stranger, lastDay } = bill;
      await bills.connect(second).pledge(id, FIRST, third.address, face.term);
      await expect(changes.connect(court).stop(face, FIRST, second.address, lastDay, REASON))
        .to.be.revertedWithCustomError(changes, "BillsChanges_BadClaimant")
        .withArgs(second.address);
      await order(bill);
      expect((await lots.lotOf(root)).state).to.equal(HOLD.pledged | STOPPED);
      await at(firstSecond(lastDay + 1n));
      await changes.connect(stranger).replace(face, FIRST);
      expect((await lots.lotOf(root)).state).to.equal(HOLD.pledged);
      expect((await changes.securityOf(root, stranger.address)).deprived).to.equal(third.address);
      expect((await bills.pledgeOf(root)).owner).to.equal(second.address);
      await bills.connect(stranger).giveBack(id, FIRST);
      const { holder, state } = await lots.lotOf(root);
      expect([holder, state]).to.deep.equal([second.address, HOLD.movable]);
      expect((await linksOf(bill, root)).map(({ kind }) => kind)).to.include(PLEDGE);
    });

    it("BIL-74 a lot with an agent stays its principal's, who can't claim it himself", async () => {
      const bill = await withCourt();
      const { bills, changes, lots, face, id, root, court, second, third, stranger, lastDay } = bill;
      await bills.connect(second).endorse(face, FIRST, third.address, COLLECTION);
      await expect(changes.connect(court).stop(face, FIRST, second.address, lastDay, REASON))
        .to.be.revertedWithCustomError(changes, "BillsChanges_BadClaimant")
        .withArgs(second.address);
      await order(bill);
      await at(firstSecond(lastDay + 1n));
      await changes.connect(stranger).replace(face, FIRST);
      await bills.connect(second).recall(id, FIRST);
      expect((await lots.lotOf(root)).holder).to.equal(second.address);
    });

    it("BIL-74 tokens that take a fee, pay nothing or call back change nothing twice", async () => {
      const bill = await stopped();
      const { changes, lots, token, face, root, second, stranger, lastDay } = bill;
      const money = await ethers.getContractAt("Money", changes.target as string);
      await mineAt(firstSecond(lastDay + 1n));
      await token.setFee(100n);
      await expect(changes.connect(stranger).replace(face, FIRST))
        .to.be.revertedWithCustomError(money, "Money_ShortDelivery")
        .withArgs(token.target, SUM, SUM - SUM / 100n);
      await token.setFee(0n);
      await token.setReturnsFalse(true);
      await expect(changes.connect(stranger).replace(face, FIRST)).to.be.revertedWithCustomError(
        changes,
        "SafeERC20FailedOperation",
      );
      await token.setReturnsFalse(false);
      expect((await lots.lotOf(root)).holder).to.equal(second.address);
      await token.setCall(
        changes.target,
        changes.interface.encodeFunctionData("withdraw", [token.target, token.target]),
      );
      await expect(changes.connect(stranger).replace(face, FIRST))
        .to.emit(token, "CalledBack")
        .withArgs(false, changes.interface.getError("ReentrancyGuardReentrantCall")?.selector);
      expect(await token.balanceOf(changes)).to.equal(SUM);
    });
  });

  describe("the security", () => {
    it("BIL-75 goes to who was deprived, if the court says so until the bar, and waits for him", async () => {
      const bill = await replaced();
      const { changes, token, face, id, root, court, second, third, stranger } = bill;
      await expect(changes.connect(stranger).award(face, FIRST, stranger))
        .to.be.revertedWithCustomError(changes, "BillsChanges_NotCourt")
        .withArgs(id, stranger.address);
      await expect(changes.connect(court).award(face, FIRST, second))
        .to.be.revertedWithCustomError(changes, "BillsChanges_NoSecurity")
        .withArgs(root, second.address);
      await at(lastSecond(face.term + BAR));
      await expect(changes.connect(stranger).release(face, FIRST, stranger))
        .to.be.revertedWithCustomError(changes, "BillsChanges_TooEarly")
        .withArgs(root, face.term + BAR + 1n);
      const snapshot = await ethers.provider.send("evm_snapshot", []);
      await at(firstSecond(face.term + BAR + 1n));
      await expect(changes.connect(court).award(face, FIRST, stranger))
        .to.be.revertedWithCustomError(changes, "BillsChanges_TooLate")
        .withArgs(root, face.term + BAR);
      await ethers.provider.send("evm_revert", [snapshot]);
      const act = changes.connect(court).award(face, FIRST, stranger);
      await expect(act).to.emit(changes, "Awarded").withArgs(id, root, stranger.address, second.address, SUM);
      await expect(act).to.changeTokenBalances(ethers, token, [changes, second], [0n, 0n]);
      expect(await changes.keptFor(second, token)).to.equal(SUM);
      for (const party of [court, stranger])
        await expect(changes.connect(party).withdraw(token, party))
          .to.be.revertedWithCustomError(changes, "BillsChanges_NothingToWithdraw")
          .withArgs(party.address, token.target);
      for (const to of [ethers.ZeroAddress, changes.target as string])
        await expect(changes.connect(second).withdraw(token, to))
          .to.be.revertedWithCustomError(changes, "BillsChanges_BadReceiver")
          .withArgs(to);
      const taking = changes.connect(second).withdraw(token, third);
      await expect(taking).to.emit(changes, "Withdrawn").withArgs(second.address, token.target, third.address, SUM);
      await expect(taking).to.changeTokenBalances(ethers, token, [changes, third], [-SUM, SUM]);
      await expect(changes.connect(court).award(face, FIRST, stranger)).to.be.revertedWithCustomError(
        changes,
        "BillsChanges_NoSecurity",
      );
    });

    it("BIL-75 goes back to the claimant after the bar, by anyone, once", async () => {
      const bill = await replaced();
      const { changes, token, face, id, root, third, stranger } = bill;
      await at(firstSecond(face.term + BAR + 1n));
      await expect(changes.connect(third).release(face, FIRST, stranger))
        .to.emit(changes, "Released")
        .withArgs(id, root, stranger.address, SUM);
      await expect(changes.connect(stranger).withdraw(token, stranger)).to.changeTokenBalances(
        ethers,
        token,
        [changes, stranger],
        [-SUM, SUM],
      );
      await expect(changes.connect(third).release(face, FIRST, stranger))
        .to.be.revertedWithCustomError(changes, "BillsChanges_NoSecurity")
        .withArgs(root, stranger.address);
    });

    it("BIL-75 stands a year at least, of money that nobody collected until the claim was barred", async () => {
      const bill = await withCourt();
      const { bills, changes, face, root, court, drawee, stranger } = bill;
      await at(firstSecond(face.term));
      await bills.connect(drawee).pay(face, ALL);
      await mineAt(firstSecond(face.term + BAR + 1n));
      const lastDay = (await today()) + MIN;
      await order({ ...bill, lastDay });
      await at(firstSecond(lastDay + 1n));
      await changes.connect(stranger).replace(face, FIRST);
      await at(lastSecond(lastDay + 1n + 365n));
      await expect(changes.connect(stranger).release(face, FIRST, stranger))
        .to.be.revertedWithCustomError(changes, "BillsChanges_TooEarly")
        .withArgs(root, lastDay + 367n);
      await changes.connect(court).award(face, FIRST, stranger);
    });

    it("BIL-75 is one man's: a lot that a claimant has security for is not stopped for him again", async () => {
      const bill = await replaced();
      const { changes, lots, face, root, court, third, stranger, second } = bill;
      await lots.connect(stranger).endorse(root, third.address, WITH_RECOURSE);
      const lastDay = (await today()) + MIN;
      await expect(order({ ...bill, lastDay }))
        .to.be.revertedWithCustomError(changes, "BillsChanges_BadClaimant")
        .withArgs(stranger.address);
      await changes.connect(court).stop(face, FIRST, second.address, lastDay, REASON);
      await at(firstSecond(lastDay + 1n));
      await changes.connect(second).replace(face, FIRST);
      expect((await changes.securityOf(root, stranger.address)).deprived).to.equal(second.address);
      expect((await changes.securityOf(root, second.address)).deprived).to.equal(third.address);
    });

    it("BIL-75 of a bill that never fell due is kept as if it had at the last moment", async () => {
      const world = await loadBills();
      const court = (await ethers.getSigners())[8] as HardhatEthersSigner;
      const made = await delivered(world, { court: court.address, tenor: 0n, term: 0n });
      const lastDay = (await today()) + MIN;
      await world.changes.connect(court).stop(made.face, FIRST, world.stranger.address, lastDay, REASON);
      await at(firstSecond(lastDay + 1n));
      await world.changes.connect(world.stranger).replace(made.face, FIRST);
      const last = made.face.drawnOn + 365n + BAR;
      await at(lastSecond(last));
      await expect(world.changes.release(made.face, FIRST, world.stranger))
        .to.be.revertedWithCustomError(world.changes, "BillsChanges_TooEarly")
        .withArgs(made.root, last + 1n);
    });
  });

  it("BIL-76 a court and a claimant of one mind have the lot for its worth alone, and no other than the order names", async () => {
    const bill = await stopped();
    const { changes, lots, token, face, root, court, stranger, third, lastDay } = bill;
    // Another claimant needs another order, and with it the time to object once more.
    await expect(
      changes.connect(court).stop(face, FIRST, third.address, lastDay, REASON),
    ).to.be.revertedWithCustomError(changes, "BillsChanges_AlreadyStopped");
    await at(firstSecond(lastDay + 1n));
    await changes.connect(stranger).replace(face, FIRST);
    expect(await token.balanceOf(changes)).to.equal(SUM);
    expect((await lots.lotOf(root)).holder).to.equal(stranger.address);
    // Nobody but the deprived has it before the bar.
    await expect(changes.connect(stranger).release(face, FIRST, stranger)).to.be.revertedWithCustomError(
      changes,
      "BillsChanges_TooEarly",
    );
    await expect(changes.connect(court).withdraw(token, court)).to.be.revertedWithCustomError(
      changes,
      "BillsChanges_NothingToWithdraw",
    );
  });

  it("BIL-76 goes through the relay, and in batches; its hooks are nobody else's", async () => {
    const bill = await withCourt();
    const { changes, bills, lots, face, id, root, court, relay, relayer, stranger, second, third, lastDay } = bill;
    const to = changes.target as string;
    const stop = changes.interface.encodeFunctionData("stop", [face, FIRST, stranger.address, lastDay, REASON]);
    const lift = changes.interface.encodeFunctionData("lift", [face, FIRST]);
    await changes.connect(court).multicall([stop, lift, stop]);
    expect((await lots.lotOf(root)).state).to.equal(STOPPED);
    await at(firstSecond(lastDay + 1n));
    const data = changes.interface.encodeFunctionData("replace", [face, FIRST]);
    await relay.connect(relayer).execute(await signRequest(relay, stranger, { from: stranger.address, to, data }));
    expect((await lots.lotOf(root)).holder).to.equal(stranger.address);
    for (const account of [court, second]) {
      const hooks = bills.connect(account);
      for (const act of [
        hooks.setState(id, FIRST, 0n),
        hooks.move(id, FIRST, third.address, REPLACED, 0n),
        hooks.end(id),
        hooks.redraw(face, true),
      ])
        await expect(act).to.be.revertedWithCustomError(bills, "Bills_NotChanges").withArgs(account.address);
    }
    expect(await changes.bills()).to.equal(bills.target);
    await expect(changes.getFunction("attach")())
      .to.be.revertedWithCustomError(changes, "BillsChanges_Attached")
      .withArgs(bills.target);
  });
});
