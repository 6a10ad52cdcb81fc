import { expect } from "chai";
import { signRequest } from "../shared/requests.ts";
import { changeDigest, fromPaperOf, linkOf, signedBy, toPaperOf } from "./billsChangesWorld.ts";
import {
  accepted,
  DELIVERED,
  delivered,
  drawn,
  type Face,
  faceOf,
  HOLD,
  IN_BLANK,
  linksOf,
  loadBills,
  NO_FURTHER,
  PLEDGE,
  statusOf,
} from "./billsWorld.ts";
import { at, CENT, EVER, ethers, type Link, now, UNITS, WITH_RECOURSE, WITHOUT_RECOURSE } from "./world.ts";

const PAPER = ethers.id("paper");
const NONE = [ethers.ZeroAddress, false];

/** Accepted, the payee's, and signed for paper by drawer, drawee and payee. */
async function toLeave(changes: Partial<Face> = {}) {
  const world = await loadBills();
  const made = await accepted(world, changes);
  const { drawer, drawee, payee } = world;
  const signers = [drawer, drawee, payee];
  const message = await toPaperOf(world, made.face, PAPER);
  return { ...world, ...made, signers, message, signatures: await signedBy(world, message, signers) };
}

/** Paper that was delivered, endorsed by the payee to `second` and by him to `third`. */
async function toCome(isAccepted = true) {
  const world = await loadBills();
  const { drawer, drawee, payee, second, third } = world;
  const face = await faceOf(world);
  const links = [
    linkOf(drawer, payee, DELIVERED),
    linkOf(payee, second, WITH_RECOURSE),
    linkOf(second, third, NO_FURTHER),
  ];
  const signers = [drawer, ...(isAccepted ? [drawee] : []), drawer, payee, second, third];
  const message = await fromPaperOf(world, face, PAPER, isAccepted, links);
  const signatures = await signedBy(world, message, signers);
  return { ...world, face, id: await world.bills.idOf(face), links, signers, message, signatures, isAccepted };
}

/** A face comes from paper, signed by these. */
async function come(
  world: Awaited<ReturnType<typeof loadBills>>,
  face: Face,
  links: readonly Link[],
  signers: Parameters<typeof signedBy>[2],
  paper = PAPER,
) {
  const signatures = await signedBy(world, await fromPaperOf(world, face, paper, false, links), signers);
  return world.changes.fromPaper(face, paper, false, [...links], EVER, signatures);
}

describe("bills, change of medium", () => {
  describe("to paper", () => {
    it("BIL-78 ends the bill for good, as drawer, acceptor and holder signed, by anyone", async () => {
      const bill = await toLeave();
      const { changes, bills, lots, face, id, root, signatures, drawer, payee, relayer } = bill;
      expect(await changes.paperOf(drawer, PAPER)).to.deep.equal(NONE);
      await expect(changes.connect(relayer).toPaper(face, PAPER, EVER, signatures))
        .to.emit(changes, "ChangedToPaper")
        .withArgs(id, PAPER, payee.address);
      expect(await statusOf(bill, id)).to.equal("Cancelled");
      expect((await lots.lotOf(root)).units).to.equal(0n);
      expect(await changes.paperOf(drawer, PAPER)).to.deep.equal([payee.address, false]);
      await expect(bills.connect(drawer).draw(face)).to.be.revertedWithCustomError(bills, "Bills_Exists").withArgs(id);
      await expect(lots.connect(payee).endorse(root, drawer.address, WITH_RECOURSE)).to.be.revertedWithCustomError(
        lots,
        "Lots_NotHolder",
      );
      await expect(changes.toPaper(face, ethers.id("other"), EVER, signatures))
        .to.be.revertedWithCustomError(changes, "BillsChanges_WrongStatus")
        .withArgs(id, 12n);
    });

    it("BIL-78 each of them signs, this bill as it is held, this paper, in time", async () => {
      const bill = await toLeave();
      const { changes, lots, face, root, signers, message, signatures, stranger, payee, second } = bill;
      const [forged] = (await signedBy(bill, message, [stranger])) as [string];
      for (const [index, { address }] of signers.entries())
        await expect(changes.toPaper(face, PAPER, EVER, signatures.with(index, forged)))
          .to.be.revertedWithCustomError(changes, "BillsChanges_NotSigned")
          .withArgs(address, changeDigest(bill, message));
      await expect(changes.toPaper(face, PAPER, EVER, signatures.slice(1)))
        .to.be.revertedWithCustomError(changes, "BillsChanges_SignaturesMissing")
        .withArgs(2n, 3n);
      await expect(changes.toPaper(face, ethers.id("papes"), EVER, signatures)).to.be.revertedWithCustomError(
        changes,
        "BillsChanges_NotSigned",
      );
      await expect(changes.toPaper(face, ethers.ZeroHash, EVER, signatures))
        .to.be.revertedWithCustomError(changes, "BillsChanges_BadPaper")
        .withArgs(face.drawer, ethers.ZeroHash);
      const soon = (await now()) + 10n;
      const short = await signedBy(bill, await toPaperOf(bill, face, PAPER, soon), signers);
      const snapshot = await ethers.provider.send("evm_snapshot", []);
      await at(soon + 1n);
      await expect(changes.toPaper(face, PAPER, soon, short))
        .to.be.revertedWithCustomError(changes, "BillsChanges_Expired")
        .withArgs(soon, soon + 1n);
      await ethers.provider.send("evm_revert", [snapshot]);
      await lots.connect(payee).endorse(root, second.address, WITHOUT_RECOURSE);
      await lots.connect(second).endorse(root, payee.address, WITHOUT_RECOURSE);
      await expect(changes.toPaper(face, PAPER, EVER, signatures)).to.be.revertedWithCustomError(
        changes,
        "BillsChanges_NotSigned",
      );
    });

    it("BIL-78 without acceptance drawer and holder sign; undelivered, pledged and unknown ones stay", async () => {
      const world = await loadBills();
      const { changes, bills, drawer, payee, second } = world;
      const { face, id } = await delivered(world);
      const signatures = await signedBy(world, await toPaperOf(world, face, PAPER), [drawer, payee]);
      await expect(changes.toPaper(face, PAPER, EVER, signatures)).to.emit(changes, "ChangedToPaper");
      expect(await statusOf(world, id)).to.equal("Cancelled");
      const undelivered = await drawn(world, { document: ethers.id("undelivered") });
      const other = ethers.id("other");
      await expect(changes.toPaper(undelivered.face, other, EVER, []))
        .to.be.revertedWithCustomError(changes, "BillsChanges_NotDelivered")
        .withArgs(undelivered.id);
      const pledged = await accepted(world, { document: ethers.id("pledged") });
      await bills.connect(payee).pledge(pledged.id, ethers.ZeroHash, second.address, pledged.face.term);
      await expect(changes.toPaper(pledged.face, other, EVER, []))
        .to.be.revertedWithCustomError(changes, "BillsChanges_NotWhole")
        .withArgs(pledged.id, UNITS, HOLD.pledged);
      // The same paper is no second bill's.
      const twin = await accepted(world, { document: ethers.id("twin") });
      await expect(changes.toPaper(twin.face, PAPER, EVER, []))
        .to.be.revertedWithCustomError(changes, "BillsChanges_BadPaper")
        .withArgs(drawer.address, PAPER);
    });
  });

  describe("from paper", () => {
    for (const isAccepted of [true, false])
      it(`BIL-79 draws the bill with the paper's endorsements, ${isAccepted ? "" : "not "}accepted, by anyone`, async () => {
        const bill = await toCome(isAccepted);
        const { changes, bills, lots, face, id, links, signatures, drawer, drawee, third, relayer } = bill;
        const act = changes.connect(relayer).fromPaper(face, PAPER, isAccepted, links, EVER, signatures);
        await expect(act).to.emit(changes, "ChangedFromPaper").withArgs(id, PAPER, third.address);
        await expect(act).to.emit(bills, "Redrawn").withArgs(id, drawer.address, isAccepted);
        if (isAccepted)
          await expect(act)
            .to.emit(bills, "Accepted")
            .withArgs(id, drawee.address, UNITS * CENT, face.term);
        const time = await now();
        const root = await lots.rootId(bills, id);
        expect(await lots.lotOf(root)).to.deep.equal([third.address, 0n, UNITS, HOLD.movable, 3n]);
        expect(await linksOf(bill, root)).to.deep.equal(links.map((link) => ({ ...link, time })));
        expect(await statusOf(bill, id)).to.equal(isAccepted ? "Accepted" : "Drawn");
        expect(await changes.paperOf(drawer, PAPER)).to.deep.equal([ethers.ZeroAddress, true]);
        // The paper is void: neither again, nor as another face, nor may a bill go to it.
        await expect(changes.fromPaper(face, PAPER, isAccepted, links, EVER, signatures))
          .to.be.revertedWithCustomError(changes, "BillsChanges_BadPaper")
          .withArgs(drawer.address, PAPER);
        await expect(changes.toPaper(face, PAPER, EVER, []))
          .to.be.revertedWithCustomError(changes, "BillsChanges_BadPaper")
          .withArgs(drawer.address, PAPER);
      });

    it("BIL-79 each signs: drawer, acceptor, who endorsed, holder; this paper, face and endorsements, in time", async () => {
      const bill = await toCome();
      const { changes, face, links, signers, message, signatures, stranger } = bill;
      const [forged] = (await signedBy(bill, message, [stranger])) as [string];
      for (const [index, { address }] of signers.entries())
        await expect(changes.fromPaper(face, PAPER, true, links, EVER, signatures.with(index, forged)))
          .to.be.revertedWithCustomError(changes, "BillsChanges_NotSigned")
          .withArgs(address, changeDigest(bill, message));
      await expect(changes.fromPaper(face, PAPER, false, links, EVER, signatures))
        .to.be.revertedWithCustomError(changes, "BillsChanges_SignaturesMissing")
        .withArgs(6n, 5n);
      const changed = links.with(2, { ...(links[2] as Link), kind: WITH_RECOURSE });
      for (const [otherFace, paper, chain] of [
        [{ ...face, term: face.term + 1n }, PAPER, links],
        [face, ethers.id("papes"), links],
        [face, PAPER, changed],
      ] as const)
        await expect(
          changes.fromPaper(otherFace, paper, true, [...chain], EVER, signatures),
        ).to.be.revertedWithCustomError(changes, "BillsChanges_NotSigned");
      await expect(changes.fromPaper(face, ethers.ZeroHash, true, links, EVER, signatures))
        .to.be.revertedWithCustomError(changes, "BillsChanges_BadPaper")
        .withArgs(face.drawer, ethers.ZeroHash);
      const soon = (await now()) + 10n;
      const short = await signedBy(bill, await fromPaperOf(bill, face, PAPER, true, links, soon), signers);
      await at(soon + 1n);
      await expect(changes.fromPaper(face, PAPER, true, links, soon, short))
        .to.be.revertedWithCustomError(changes, "BillsChanges_Expired")
        .withArgs(soon, soon + 1n);
    });

    it("BIL-79 endorsements begin with the delivery, follow each other, and are such as paper has", async () => {
      const { changes, face, links, payee, second, third, stranger } = await toCome();
      const [delivery, first, last] = links as [Link, Link, Link];
      for (const [chain, index] of [
        [[], 0n],
        [[first, last], 0n],
        [[{ ...delivery, to: second.address }], 0n],
        [[{ ...delivery, kind: WITH_RECOURSE }, first], 0n],
        [[delivery, last], 1n],
        [[delivery, { ...first, from: stranger.address }], 1n],
        [[delivery, { ...first, units: 1n }], 1n],
        [[delivery, first, { ...last, kind: DELIVERED }], 2n],
        [[delivery, first, { ...last, kind: PLEDGE }], 2n],
        [[delivery, first, { ...last, kind: IN_BLANK }], 2n],
        [[delivery, first, { ...last, kind: 3n }], 2n],
        [[delivery, first, { ...last, kind: 11n }], 2n],
      ] as const)
        await expect(changes.fromPaper(face, PAPER, false, [...chain], EVER, []))
          .to.be.revertedWithCustomError(changes, "BillsChanges_BadLink")
          .withArgs(index);
      expect([payee.address, third.address]).to.deep.equal([first.from, last.to]);
    });

    it("BIL-79 the drawer's own order needs no endorsement, and an endorsement to oneself is none", async () => {
      const world = await loadBills();
      const { lots, drawer, second } = world;
      const face = await faceOf(world, { payee: drawer.address });
      const own = [linkOf(drawer, drawer, WITH_RECOURSE)];
      await expect(come(world, face, own, [drawer, drawer, drawer])).to.be.revertedWithCustomError(
        lots,
        "Lots_BadReceiver",
      );
      await come(world, face, [], [drawer, drawer]);
      expect((await lots.lotOf(await lots.rootId(world.bills, await world.bills.idOf(face)))).holder).to.equal(
        drawer.address,
      );
      await expect(come(world, face, [], [drawer, drawer], ethers.id("second")))
        .to.be.revertedWithCustomError(world.bills, "Bills_Exists")
        .withArgs(await world.bills.idOf(face));
      expect(second.address).not.to.equal(drawer.address);
    });
  });

  describe("there and back", () => {
    it("BIL-79 comes back as another face, by who took it to paper and who has it now", async () => {
      const bill = await toLeave();
      const { changes, bills, face, id, signatures, drawer, payee, second } = bill;
      await changes.toPaper(face, PAPER, EVER, signatures);
      const links = [linkOf(drawer, payee, DELIVERED), linkOf(payee, second, WITH_RECOURSE)];
      await expect(come(bill, face, links, [drawer, drawer, payee, second]))
        .to.be.revertedWithCustomError(bills, "Bills_Exists")
        .withArgs(id);
      const back = { ...face, document: ethers.id("back") };
      await expect(come(bill, back, links, [drawer, drawer, payee, second]))
        .to.emit(changes, "ChangedFromPaper")
        .withArgs(await bills.idOf(back), PAPER, second.address);
      expect(await changes.paperOf(drawer, PAPER)).to.deep.equal([payee.address, true]);
    });

    it("BIL-79 a drawer alone can't bring back what another took to paper, and nobody spoils another's paper", async () => {
      const bill = await toLeave();
      const { changes, bills, face, signatures, drawer, payee, stranger } = bill;
      await changes.toPaper(face, PAPER, EVER, signatures);
      // The drawer makes himself payee, and has no need of anybody's signature.
      const stolen = { ...face, payee: drawer.address, document: ethers.id("stolen") };
      await expect(come(bill, stolen, [], [drawer, drawer]))
        .to.be.revertedWithCustomError(changes, "BillsChanges_NotHis")
        .withArgs(PAPER, payee.address);
      // Somebody uses the paper's hash, which everybody can read, for a bill of his own.
      const own = { ...face, drawer: stranger.address, payee: stranger.address };
      await come(bill, own, [], [stranger, stranger]);
      expect(await changes.paperOf(stranger, PAPER)).to.deep.equal([ethers.ZeroAddress, true]);
      expect(await changes.paperOf(drawer, PAPER)).to.deep.equal([payee.address, false]);
      const back = { ...face, document: ethers.id("back") };
      await come(bill, back, [linkOf(drawer, payee, DELIVERED)], [drawer, drawer, payee]);
      expect(await statusOf(bill, await bills.idOf(back))).to.equal("Drawn");
    });

    it("BIL-76 changes go through the relay, and in batches", async () => {
      const bill = await toLeave();
      const { changes, bills, face, signatures, drawer, payee, relay, relayer } = bill;
      const leave = changes.interface.encodeFunctionData("toPaper", [face, PAPER, EVER, signatures]);
      const back = { ...face, document: ethers.id("back") };
      const links = [linkOf(drawer, payee, DELIVERED)];
      const signed = await signedBy(bill, await fromPaperOf(bill, back, PAPER, false, links), [drawer, drawer, payee]);
      const enter = changes.interface.encodeFunctionData("fromPaper", [back, PAPER, false, links, EVER, signed]);
      const data = changes.interface.encodeFunctionData("multicall", [[leave, enter]]);
      const request = await signRequest(relay, drawer, { from: drawer.address, to: changes.target as string, data });
      await relay.connect(relayer).execute(request);
      expect(await statusOf(bill, await bills.idOf(back))).to.equal("Drawn");
    });
  });
});
