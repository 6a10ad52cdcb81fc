import { expect } from "chai";
import { changeDigest, novationOf, signedBy } from "./billsChangesWorld.ts";
import {
  accepted,
  COLLECTION,
  DELIVERED,
  delivered,
  drawn,
  type Face,
  firstSecond,
  HOLD,
  linksOf,
  loadBills,
  NO_FURTHER,
  PLEDGE,
  REASON,
  RETURNED,
  RULES,
  statusOf,
} from "./billsWorld.ts";
import { ALL, at, CENT, ethers, FIRST, now, UNITS, WITH_RECOURSE, WITHOUT_RECOURSE } from "./world.ts";

/** Accepted, endorsed by the payee to `second`, and by him to `third`; and the same face due ten days later. */
async function toChange(changes: Partial<Face> = {}) {
  const world = await loadBills();
  const made = await accepted(world, changes);
  const { lots, payee, second, third, drawer, drawee } = world;
  await lots.connect(payee).endorse(made.root, second.address, WITH_RECOURSE);
  await lots.connect(second).endorse(made.root, third.address, WITHOUT_RECOURSE);
  const next: Face = { ...made.face, term: made.face.term + 10n, document: ethers.id("later") };
  const links = await linksOf(world, made.root);
  // Drawer, drawee, the givers of delivery and two endorsements, holder.
  const signers = [drawer, drawee, drawer, payee, second, third];
  const message = await novationOf(world, made.face, next);
  const signatures = await signedBy(world, message, signers);
  return { ...world, ...made, next, nextId: await world.bills.idOf(next), links, signers, message, signatures };
}

describe("bills, novation", () => {
  it("BIL-77 puts a bill in another's place, with its acceptance, endorsements and holder, by anyone", async () => {
    const bill = await toChange();
    const { changes, bills, lots, recourse, relayer, face, next, id, nextId, root, links, signatures } = bill;
    const { drawer, drawee, third, stranger } = bill;
    await recourse.connect(stranger).guarantee(face, drawee.address, CENT, FIRST, []);
    const deadline = bill.message.values.deadline as bigint;
    const done = changes.connect(relayer).novate(face, next, links, deadline, signatures);
    await expect(done).to.emit(changes, "Novated").withArgs(id, nextId);
    await expect(done).to.emit(bills, "Redrawn").withArgs(nextId, drawer.address, true);
    await expect(done).to.emit(bills, "Drawn");
    await expect(done)
      .to.emit(bills, "Accepted")
      .withArgs(nextId, drawee.address, UNITS * CENT, next.term);
    const time = await now();
    expect(await statusOf(bill, id)).to.equal("Cancelled");
    expect((await lots.lotOf(root)).units).to.equal(0n);
    const nextRoot = await lots.rootId(bills, nextId);
    expect(await lots.lotOf(nextRoot)).to.deep.equal([third.address, 0n, UNITS, HOLD.movable, 3n]);
    expect(await linksOf(bill, nextRoot)).to.deep.equal(links.map((link) => ({ ...link, time })));
    expect(await bills.billOf(nextId)).to.deep.equal([2n, 5n, next.term, 0n, 0n, 0n, 0n]);
    expect(await recourse.guaranteeOf(nextId, stranger.address, drawee.address)).to.equal(0n);
    // It is no second time, and the old face never again.
    await expect(changes.novate(face, next, links, deadline, signatures))
      .to.be.revertedWithCustomError(changes, "BillsChanges_WrongStatus")
      .withArgs(id, 12n);
    await expect(bills.connect(drawer).draw(face)).to.be.revertedWithCustomError(bills, "Bills_Exists").withArgs(id);
  });

  it("BIL-77 the new bill lives as any: paid on its day, and who endorsed the old one answers for it", async () => {
    const bill = await toChange();
    const { changes, bills, recourse, face, next, nextId, links, signatures, third, drawee, payee, lots, token } = bill;
    await changes.novate(face, next, links, bill.message.values.deadline as bigint, signatures);
    const snapshot = await ethers.provider.send("evm_snapshot", []);
    await at(firstSecond(next.term));
    await bills.connect(drawee).pay(next, ALL);
    await expect(bills.connect(third).collect(next, FIRST, third)).to.changeTokenBalances(
      ethers,
      token,
      [third, bills],
      [UNITS * CENT, -UNITS * CENT],
    );
    await ethers.provider.send("evm_revert", [snapshot]);
    await at(firstSecond(next.term));
    await bills.connect(third).presentForPayment(next, FIRST);
    await bills.connect(drawee).refusePayment(next, REASON);
    await bills.connect(third).protest(next, FIRST);
    const root = await lots.rootId(bills, nextId);
    await recourse.connect(payee).takeUp(next, FIRST, await linksOf(bill, root), 1n, ALL);
    expect((await lots.lotOf(root)).holder).to.equal(payee.address);
  });

  it("BIL-77 a bill that was not accepted needs no drawee, and is not accepted afterwards", async () => {
    const world = await loadBills();
    const { changes, drawer, payee, stranger } = world;
    const { face, root } = await delivered(world);
    const next = { ...face, rules: RULES.BEA, court: stranger.address, clauses: 2n };
    const message = await novationOf(world, face, next);
    const signatures = await signedBy(world, message, [drawer, drawer, payee]);
    const nextId = await world.bills.idOf(next);
    await expect(changes.novate(face, next, await linksOf(world, root), message.values.deadline as bigint, signatures))
      .to.emit(world.bills, "Redrawn")
      .withArgs(nextId, drawer.address, false);
    expect(await statusOf(world, nextId)).to.equal("Drawn");
  });

  it("BIL-77 every kind of link that a free bill can have is kept", async () => {
    const world = await loadBills();
    const { bills, changes, lots, drawer, drawee, payee, second, third } = world;
    const { face, id, root } = await accepted(world);
    await bills.connect(payee).endorse(face, FIRST, second.address, COLLECTION);
    await bills.connect(second).giveBack(id, FIRST);
    await bills.connect(payee).pledge(id, FIRST, second.address, face.term);
    await bills.connect(second).giveBack(id, FIRST);
    await bills.connect(payee).endorse(face, FIRST, third.address, NO_FURTHER);
    const next = { ...face, document: ethers.id("later") };
    const [links, message] = [await linksOf(world, root), await novationOf(world, face, next)];
    const signers = [drawer, drawee, drawer, payee, second, payee, second, payee, third];
    const signatures = await signedBy(world, message, signers);
    await changes.novate(face, next, links, message.values.deadline as bigint, signatures);
    const kinds = (await linksOf(world, await lots.rootId(bills, await bills.idOf(next)))).map(({ kind }) => kind);
    expect(kinds).to.deep.equal([DELIVERED, COLLECTION, RETURNED, PLEDGE, RETURNED, NO_FURTHER]);
  });

  it("BIL-77 everybody's signature is wanted, in order, of this message, in time", async () => {
    const bill = await toChange();
    const { changes, face, next, links, signers, message, signatures, stranger } = bill;
    const deadline = message.values.deadline as bigint;
    const digest = changeDigest(bill, message);
    for (const [index, signer] of signers.entries()) {
      const [forged] = (await signedBy(bill, message, [stranger])) as [string];
      await expect(changes.novate(face, next, links, deadline, signatures.with(index, forged)))
        .to.be.revertedWithCustomError(changes, "BillsChanges_NotSigned")
        .withArgs(signer.address, digest);
    }
    for (const wrong of [signatures.slice(1), [...signatures, signatures[0] as string], []])
      await expect(changes.novate(face, next, links, deadline, wrong))
        .to.be.revertedWithCustomError(changes, "BillsChanges_SignaturesMissing")
        .withArgs(wrong.length, signatures.length);
    for (const domain of [{ chainId: 1n }, { verifyingContract: bill.bills.target as string }, { version: "2" }])
      await expect(changes.novate(face, next, links, deadline, await signedBy(bill, message, signers, domain)))
        .to.be.revertedWithCustomError(changes, "BillsChanges_NotSigned")
        .withArgs(bill.drawer.address, digest);
    const other = { ...next, document: ethers.id("latex") };
    await expect(changes.novate(face, other, links, deadline, signatures)).to.be.revertedWithCustomError(
      changes,
      "BillsChanges_NotSigned",
    );
    const soon = (await now()) + 10n;
    const short = await signedBy(bill, await novationOf(bill, face, next, soon), signers);
    const snapshot = await ethers.provider.send("evm_snapshot", []);
    await at(soon + 1n);
    await expect(changes.novate(face, next, links, soon, short))
      .to.be.revertedWithCustomError(changes, "BillsChanges_Expired")
      .withArgs(soon, soon + 1n);
    await ethers.provider.send("evm_revert", [snapshot]);
    await at(soon);
    await changes.novate(face, next, links, soon, short);
  });

  it("BIL-77 signatures die when the bill is handed on, and come to nothing on the chain of another", async () => {
    const bill = await toChange();
    const { changes, lots, face, next, id, root, links, message, signatures, third, stranger } = bill;
    const deadline = message.values.deadline as bigint;
    const twin = await accepted(bill, { document: ethers.id("twin") });
    for (const chain of [links.slice(1), links.slice(0, -1), [], await linksOf(bill, twin.root)])
      await expect(changes.novate(face, next, chain, deadline, signatures))
        .to.be.revertedWithCustomError(changes, "BillsChanges_BadChain")
        .withArgs(id);
    await lots.connect(third).endorse(root, stranger.address, WITH_RECOURSE);
    await lots.connect(stranger).endorse(root, third.address, WITH_RECOURSE);
    const again = await linksOf(bill, root);
    const late = [...signatures, ...signatures].slice(0, again.length + 3);
    await expect(changes.novate(face, next, again, deadline, late)).to.be.revertedWithCustomError(
      changes,
      "BillsChanges_NotSigned",
    );
  });

  it("BIL-77 drawer, drawee and payee stay, and the next face is sound and new", async () => {
    const bill = await toChange();
    const { changes, bills, face, next, id, links, signers, stranger } = bill;
    const novate = async (other: Face) => {
      const message = await novationOf(bill, face, other);
      const signatures = await signedBy(bill, message, signers);
      return changes.novate(face, other, links, message.values.deadline as bigint, signatures);
    };
    for (const who of ["drawer", "drawee", "payee"]) {
      const other = { ...next, [who]: stranger.address };
      await expect(novate(other))
        .to.be.revertedWithCustomError(changes, "BillsChanges_OtherParties")
        .withArgs(id, await bills.idOf(other));
    }
    await expect(novate(face)).to.be.revertedWithCustomError(bills, "Bills_Exists").withArgs(id);
    await expect(novate({ ...next, unit: 0n })).to.be.revertedWithCustomError(bills, "Bills_BadSum");
    await expect(novate({ ...next, tenor: 0n, term: 0n })).to.be.revertedWithCustomError(
      bills,
      "Bills_NotForAcceptance",
    );
    await expect(novate({ ...next, drawnOn: face.drawnOn - 31n })).to.be.revertedWithCustomError(
      bills,
      "Bills_BadDate",
    );
    expect(await statusOf(bill, id)).to.equal("Accepted");
  });

  it("BIL-77 only a bill in one free hand is changed, young and unpaid", async () => {
    const world = await loadBills();
    const { changes, bills, lots, drawer, drawee, payee, second } = world;
    const novate = (face: Face) => changes.novate(face, { ...face, document: ethers.id("later") }, [], 2n ** 39n, []);
    const undelivered = await drawn(world);
    await expect(novate(undelivered.face))
      .to.be.revertedWithCustomError(changes, "BillsChanges_NotDelivered")
      .withArgs(undelivered.id);
    const unknown = { ...undelivered.face, document: ethers.id("unknown") };
    await expect(novate(unknown))
      .to.be.revertedWithCustomError(changes, "BillsChanges_WrongStatus")
      .withArgs(await bills.idOf(unknown), 0n);
    const divided = await accepted(world, { document: ethers.id("divided") });
    await lots.connect(payee).divide(divided.root, FIRST, [{ to: second.address, units: 1n, kind: WITH_RECOURSE }]);
    await expect(novate(divided.face))
      .to.be.revertedWithCustomError(changes, "BillsChanges_NotWhole")
      .withArgs(divided.id, UNITS - 1n, HOLD.movable);
    const pledged = await accepted(world, { document: ethers.id("pledged") });
    await bills.connect(payee).pledge(pledged.id, FIRST, second.address, pledged.face.term);
    await expect(novate(pledged.face))
      .to.be.revertedWithCustomError(changes, "BillsChanges_NotWhole")
      .withArgs(pledged.id, UNITS, HOLD.pledged);
    const stopped = await accepted(world, { document: ethers.id("stopped"), court: drawer.address });
    const lastDay = stopped.face.drawnOn + 61n;
    await changes.connect(drawer).stop(stopped.face, FIRST, second.address, lastDay, REASON);
    await expect(novate(stopped.face))
      .to.be.revertedWithCustomError(changes, "BillsChanges_NotWhole")
      .withArgs(stopped.id, UNITS, 8n);
    const part = await delivered(world, { document: ethers.id("part") });
    await bills.connect(drawee).acceptPart(part.face, 1n);
    await expect(novate(part.face))
      .to.be.revertedWithCustomError(changes, "BillsChanges_WrongStatus")
      .withArgs(part.id, 3n);
    const paid = await accepted(world, { document: ethers.id("paid") });
    await at(firstSecond(paid.face.term));
    await bills.connect(drawee).pay(paid.face, UNITS);
    await expect(novate(paid.face))
      .to.be.revertedWithCustomError(changes, "BillsChanges_WrongStatus")
      .withArgs(paid.id, 6n);
  });
});
