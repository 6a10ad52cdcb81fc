import { expect } from "chai";
import { discount, dishonour, handOn, interest, NOBODY, resultsOf } from "./billsClaims.ts";
import {
  accepted,
  CLAUSE,
  delivered,
  type Face,
  firstSecond,
  lastSecond,
  linksOf,
  loadBills,
  REASON,
  statusOf,
  today,
} from "./billsWorld.ts";
import {
  ALL,
  at,
  CENT,
  ethers,
  FIRST,
  type Link,
  mineAt,
  now,
  UNITS,
  WITH_RECOURSE,
  WITHOUT_RECOURSE,
} from "./world.ts";

const ACCEPTED = 6_000n;
const REST = (CENT - ACCEPTED) * UNITS;

/** Drawer, payee, second, third, who holds it; accepted for 600 of 1,000. */
async function withPart(changes: Partial<Face> = {}) {
  const world = await loadBills();
  const { bills, drawee, payee, second, third } = world;
  const made = await delivered(world, changes);
  await handOn(world, made.root, payee, second, third);
  await bills.connect(drawee).acceptPart(made.face, ACCEPTED);
  return { ...world, ...made, links: await linksOf(world, made.root) };
}

describe("bills, the rest of one that was accepted in part", () => {
  describe("its protest", () => {
    it("BIL-67 is the holder's of the whole, until the due day, once, with costs", async () => {
      const { recourse, face, id, root, third, second } = await withPart();
      const most = REST / 100n;
      expect(await recourse.restOf(id)).to.deep.equal([0n, 0n]);
      await expect(recourse.connect(second).protestRest(face, 0n))
        .to.be.revertedWithCustomError(recourse, "BillsRecourse_NotHolder")
        .withArgs(root, second.address);
      await expect(recourse.connect(third).protestRest(face, most + 1n))
        .to.be.revertedWithCustomError(recourse, "BillsRecourse_TooMuchCosts")
        .withArgs(most + 1n, most);
      const snapshot = await ethers.provider.send("evm_snapshot", []);
      await at(firstSecond(face.term + 1n));
      await expect(recourse.connect(third).protestRest(face, 0n))
        .to.be.revertedWithCustomError(recourse, "BillsRecourse_TooLate")
        .withArgs(id, face.term);
      await ethers.provider.send("evm_revert", [snapshot]);
      await at(lastSecond(face.term));
      await expect(recourse.connect(third).protestRest(face, most))
        .to.emit(recourse, "RestProtested")
        .withArgs(id, third.address, most);
      expect(await recourse.restOf(id)).to.deep.equal([await now(), most]);
      await expect(recourse.connect(third).protestRest(face, 0n))
        .to.be.revertedWithCustomError(recourse, "BillsRecourse_AlreadyProtested")
        .withArgs(id);
    });

    it("BIL-67 not of a bill that was accepted whole, or not, or is divided", async () => {
      const world = await loadBills();
      const { recourse, lots, bills, payee, second, drawee } = world;
      const [whole, part] = [await accepted(world), await delivered(world, { document: ethers.id("part") })];
      for (const { face, id, status } of [
        { ...whole, status: 2n },
        { ...part, status: 1n },
      ])
        await expect(recourse.connect(payee).protestRest(face, 0n))
          .to.be.revertedWithCustomError(recourse, "BillsRecourse_WrongStatus")
          .withArgs(id, status);
      await bills.connect(drawee).acceptPart(part.face, ACCEPTED);
      await lots.connect(payee).divide(part.root, FIRST, [{ to: second.address, units: 1n, kind: WITH_RECOURSE }]);
      await expect(recourse.connect(payee).protestRest(part.face, 0n))
        .to.be.revertedWithCustomError(recourse, "BillsRecourse_NotWhole")
        .withArgs(part.id, UNITS - 1n);
    });
  });

  describe("taking it up", () => {
    it("BIL-67 pays the rest less discount, with costs, and the bill is worth what was accepted (ULB 48, 51)", async () => {
      const world = await withPart();
      const { recourse, bills, token, face, id, root, third, second, payee, drawee, stranger, links } = world;
      await expect(recourse.connect(second).takeUpRest(face, links, 2n, ALL))
        .to.be.revertedWithCustomError(recourse, "BillsRecourse_NotProtested")
        .withArgs(id);
      await recourse.connect(third).protestRest(face, 77n);
      const days = face.term - (await today());
      const amount = REST - discount(REST, days) + 77n;
      await expect(recourse.connect(second).takeUpRest(face, links, 2n, amount - 1n))
        .to.be.revertedWithCustomError(recourse, "BillsRecourse_TooDear")
        .withArgs(amount, amount - 1n);
      for (const party of [stranger, payee, third])
        await expect(recourse.connect(party).takeUpRest(face, links, 2n, ALL))
          .to.be.revertedWithCustomError(recourse, "BillsRecourse_NotLiable")
          .withArgs(root, party.address);
      await expect(recourse.connect(second).takeUpRest(face, links, 3n, ALL))
        .to.be.revertedWithCustomError(recourse, "BillsRecourse_NotLiable")
        .withArgs(root, NOBODY);
      const [one, two] = links as [Link, Link];
      const fake = [one, { ...two, from: stranger.address }];
      await expect(recourse.connect(stranger).takeUpRest(face, fake, 1n, ALL))
        .to.be.revertedWithCustomError(recourse, "BillsRecourse_BadChain")
        .withArgs(root);
      const act = recourse.connect(second).takeUpRest(face, links, 2n, ALL);
      const roll = await world.lots.rollAfter(root, [...links], 2n);
      await expect(act).to.emit(recourse, "RestTakenUp").withArgs(id, second.address, third.address, amount, roll);
      await expect(act).to.changeTokenBalances(ethers, token, [second, third, recourse], [-amount, amount, 0n]);
      expect((await bills.billOf(id)).flags).to.equal(1n + 2n + 4n + 32n);
      expect(await recourse.receiptOf(id)).to.deep.equal([second.address, amount, roll, await today()]);
      await expect(recourse.connect(payee).takeUpRest(face, links, 1n, ALL))
        .to.be.revertedWithCustomError(recourse, "BillsRecourse_AlreadyTakenUp")
        .withArgs(id);
      await expect(recourse.connect(third).protestRest(face, 0n))
        .to.be.revertedWithCustomError(recourse, "BillsRecourse_AlreadyTakenUp")
        .withArgs(id);
      await mineAt(firstSecond(face.term));
      expect(await bills.dueOf(face)).to.deep.equal([ACCEPTED * UNITS, 0n]);
      await bills.connect(drawee).pay(face, ALL);
      expect(await statusOf(world, id)).to.equal("Paid");
      await bills.connect(third).collect(face, FIRST, third);
      const all = { drawee: -ACCEPTED * UNITS, second: -amount, third: amount + ACCEPTED * UNITS };
      expect(await resultsOf(world)).to.deep.equal(all);
    });

    it("BIL-67 until the day before it is due, without protest where none is needed, and not after an endorsement since", async () => {
      const world = await withPart({ clauses: CLAUSE.noProtest });
      const { recourse, lots, face, id, root, third, second, drawer, stranger, links } = world;
      const snapshot = await ethers.provider.send("evm_snapshot", []);
      await at(firstSecond(face.term));
      await expect(recourse.connect(second).takeUpRest(face, links, 2n, ALL))
        .to.be.revertedWithCustomError(recourse, "BillsRecourse_TooLate")
        .withArgs(id, face.term - 1n);
      await ethers.provider.send("evm_revert", [snapshot]);
      await recourse.connect(third).protestRest(face, 0n);
      await lots.connect(third).endorse(root, stranger, WITH_RECOURSE);
      const assigned = await linksOf(world, root);
      await expect(recourse.connect(third).takeUpRest(face, assigned, 3n, ALL))
        .to.be.revertedWithCustomError(recourse, "BillsRecourse_NotLiable")
        .withArgs(root, third.address);
      await at(lastSecond(face.term - 1n));
      const amount = REST - discount(REST, 1n);
      await recourse.connect(drawer).takeUpRest(face, assigned, 0n, ALL);
      expect(await resultsOf(world)).to.deep.equal({ drawer: -amount, stranger: amount });
    });

    it("BIL-67 without any protest, where the bill needs none", async () => {
      const world = await withPart({ clauses: CLAUSE.noProtest });
      const { recourse, face, payee, links } = world;
      const amount = REST - discount(REST, face.term - (await today()));
      await recourse.connect(payee).takeUpRest(face, links, 1n, amount);
      expect(await resultsOf(world)).to.deep.equal({ payee: -amount, third: amount });
    });

    it("BIL-67 what was accepted is then sued for like any bill, and paid for the acceptor's honour", async () => {
      const world = await withPart();
      const { recourse, bills, face, root, third, second, stranger, drawee, links } = world;
      await recourse.connect(third).protestRest(face, 0n);
      const amount = REST - discount(REST, face.term - (await today()));
      await recourse.connect(second).takeUpRest(face, links, 2n, ALL);
      await dishonour(world, world, third);
      await bills.connect(third).protest(face, FIRST);
      const sum = ACCEPTED * UNITS;
      expect(await recourse.sumOf(face, FIRST)).to.deep.equal([sum, 0n, 0n, 0n]);
      await recourse.connect(stranger).payForAcceptor(face, FIRST, links, ALL);
      await recourse.connect(drawee).payForAcceptor(face, FIRST, await linksOf(world, root), ALL);
      expect(await resultsOf(world)).to.deep.equal({ drawee: -sum, second: -amount, third: amount + sum });
    });
  });

  describe("its receipt", () => {
    it("BIL-67 goes on to prior parties, each paying what the last paid, with interest since", async () => {
      const world = await withPart();
      const { recourse, token, face, id, root, third, second, payee, drawer, stranger, links } = world;
      await expect(recourse.connect(payee).takeUpReceipt(face, links.slice(0, 2), 1n, ALL))
        .to.be.revertedWithCustomError(recourse, "BillsRecourse_NoReceipt")
        .withArgs(id);
      await recourse.connect(third).protestRest(face, 0n);
      const paid = REST - discount(REST, face.term - (await today()));
      await recourse.connect(second).takeUpRest(face, links, 2n, ALL);
      const day = await today();
      await at(firstSecond(day + 50n));
      const amount = paid + interest(paid, 50n);
      const before = links.slice(0, 2);
      await expect(recourse.connect(payee).takeUpReceipt(face, before, 1n, amount - 1n))
        .to.be.revertedWithCustomError(recourse, "BillsRecourse_TooDear")
        .withArgs(amount, amount - 1n);
      for (const party of [stranger, second])
        await expect(recourse.connect(party).takeUpReceipt(face, before, 1n, ALL))
          .to.be.revertedWithCustomError(recourse, "BillsRecourse_NotLiable")
          .withArgs(root, party.address);
      await expect(recourse.connect(payee).takeUpReceipt(face, before, 2n, ALL))
        .to.be.revertedWithCustomError(recourse, "BillsRecourse_NotLiable")
        .withArgs(root, NOBODY);
      await expect(recourse.connect(payee).takeUpReceipt(face, links, 1n, ALL))
        .to.be.revertedWithCustomError(recourse, "BillsRecourse_BadChain")
        .withArgs(root);
      const act = recourse.connect(payee).takeUpReceipt(face, before, 1n, ALL);
      await expect(act)
        .to.emit(recourse, "RestTakenUp")
        .withArgs(id, payee.address, second.address, amount, await world.lots.rollAfter(root, [...before], 1n));
      await expect(act).to.changeTokenBalances(ethers, token, [payee, second], [-amount, amount]);
      await at(firstSecond(day + 60n));
      const next = amount + interest(amount, 10n);
      await recourse.connect(drawer).takeUpReceipt(face, links.slice(0, 1), 0n, ALL);
      const all = { drawer: -next, payee: next - amount, second: amount - paid, third: paid };
      expect(await resultsOf(world)).to.deep.equal(all);
      // The drawer is the last.
      await expect(recourse.connect(payee).takeUpReceipt(face, [], 0n, ALL))
        .to.be.revertedWithCustomError(recourse, "BillsRecourse_NotLiable")
        .withArgs(root, NOBODY);
    });

    it("BIL-67 is barred like any claim of who took up (ULB 70), and skips who endorsed without recourse", async () => {
      const world = await loadBills();
      const { recourse, lots, bills, drawee, payee, second, third, drawer } = world;
      const made = await delivered(world);
      const { face, root } = made;
      await lots.connect(payee).endorse(root, second, WITHOUT_RECOURSE);
      await lots.connect(second).endorse(root, third, WITH_RECOURSE);
      await bills.connect(drawee).acceptPart(face, ACCEPTED);
      const links = await linksOf(world, root);
      await recourse.connect(third).protestRest(face, 0n);
      await recourse.connect(second).takeUpRest(face, links, 2n, ALL);
      const lastDay = (await today()) + 182n;
      const before = links.slice(0, 2);
      await expect(recourse.connect(payee).takeUpReceipt(face, before, 1n, ALL))
        .to.be.revertedWithCustomError(recourse, "BillsRecourse_NotLiable")
        .withArgs(root, payee.address);
      const snapshot = await ethers.provider.send("evm_snapshot", []);
      await at(firstSecond(lastDay + 1n));
      await expect(recourse.connect(drawer).takeUpReceipt(face, before, 0n, ALL))
        .to.be.revertedWithCustomError(recourse, "BillsRecourse_Barred")
        .withArgs(root, lastDay);
      await ethers.provider.send("evm_revert", [snapshot]);
      await at(lastSecond(lastDay));
      await recourse.connect(drawer).takeUpReceipt(face, before, 0n, ALL);
    });

    it("BIL-67 is not owed by who could claim it back", async () => {
      const world = await loadBills();
      const { recourse, bills, drawee, payee, second, third } = world;
      const { face, root } = await delivered(world);
      await handOn(world, root, payee, second, payee, third);
      await bills.connect(drawee).acceptPart(face, ACCEPTED);
      const links = await linksOf(world, root);
      await recourse.connect(third).protestRest(face, 0n);
      await recourse.connect(payee).takeUpRest(face, links, 3n, ALL);
      await expect(recourse.connect(second).takeUpReceipt(face, links.slice(0, 3), 2n, ALL))
        .to.be.revertedWithCustomError(recourse, "BillsRecourse_NotLiable")
        .withArgs(root, second.address);
      expect((await recourse.receiptOf(await bills.idOf(face))).creditor).to.equal(payee.address);
    });
  });

  it("BIL-67 the reason of a refusal is no matter: 'accepted for a part' is the only qualification", async () => {
    const world = await loadBills();
    const { recourse, bills, drawee, payee } = world;
    const { face, id } = await delivered(world);
    await bills.connect(drawee).refuse(face, REASON);
    await expect(recourse.connect(payee).protestRest(face, 0n))
      .to.be.revertedWithCustomError(recourse, "BillsRecourse_WrongStatus")
      .withArgs(id, 4n);
  });
});
