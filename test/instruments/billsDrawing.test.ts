import { expect } from "chai";
import { signRequest } from "../shared/requests.ts";
import {
  acceptance,
  accepted,
  billDigest,
  CLAUSE,
  COLLECTION,
  DELIVERED,
  delivered,
  drawn,
  type Face,
  faceOf,
  firstSecond,
  HOLD,
  lastSecond,
  loadBills,
  place,
  REASON,
  RULES,
  SUM,
  statusOf,
  TENOR,
  today,
} from "./billsWorld.ts";
import {
  at,
  CENT,
  DIVISION,
  EVER,
  ethers,
  FIRST,
  type Link,
  mineAt,
  now,
  rollOf,
  UNITS,
  WITH_RECOURSE,
  WITHOUT_RECOURSE,
} from "./world.ts";

const RULE_SET = {
  name: ethers.hexlify(ethers.toUtf8Bytes("CUSTOM")).padEnd(18, "0"),
  acceptanceDays: 2n,
  sightDays: 90n,
  presentmentDays: 1n,
  paymentDays: 2n,
  protestDays: 1n,
  noticeDays: 1n,
  interestBps: 3_600n,
  costsBps: 3_600n,
  acceptorDays: 3_650n,
  priorDays: 1n,
  endorserDays: 1n,
  permits: 1n,
};

describe("bills, drawing", () => {
  describe("the face", () => {
    it("BIL-01 BIL-03 is whole in the event, and its drawer holds the bill until the payee receives it", async () => {
      const world = await loadBills();
      const { bills, lots, drawer, drawee, payee } = world;
      const face = await faceOf(world);
      const id = await bills.idOf(face);
      const root = await lots.rootId(bills, id);
      await expect(bills.connect(drawer).draw(face))
        .to.emit(bills, "Drawn")
        .withArgs(id, drawer.address, drawee.address, Object.values(face))
        .to.emit(lots, "Opened")
        .withArgs(root, bills.target, drawer.address, id, UNITS, 0n, 0n);
      expect(await bills.billOf(id)).to.deep.equal([1n, 0n, face.term, 0n, 0n, 0n, 0n]);
      await expect(lots.connect(drawer).endorse(root, payee, WITH_RECOURSE)).to.be.revertedWithCustomError(
        lots,
        "Lots_NotTransferable",
      );
      await expect(bills.connect(payee).receiveBill(face))
        .to.emit(bills, "Received")
        .withArgs(id, payee.address)
        .to.emit(lots, "StateSet")
        .withArgs(root, HOLD.movable);
      const link: Link = {
        from: drawer.address,
        to: payee.address,
        kind: DELIVERED,
        time: await now(),
        start: 0n,
        units: 0n,
      };
      expect(await lots.rollOf(root)).to.equal(rollOf(root, [link]));
      expect(await lots.lotOf(root)).to.deep.equal([payee.address, 0n, UNITS, HOLD.movable, 1n]);
    });

    it("BIL-02 is drawn once, and each field of it makes another bill", async () => {
      const world = await loadBills();
      const { bills, drawer, second, third } = world;
      const { face, id } = await drawn(world);
      await expect(bills.connect(drawer).draw(face)).to.be.revertedWithCustomError(bills, "Bills_Exists").withArgs(id);
      await bills.connect(drawer).cancel(face);
      await expect(bills.connect(drawer).draw(face)).to.be.revertedWithCustomError(bills, "Bills_Exists").withArgs(id);
      const other = await ethers.deployContract("TokenMock");
      const changes: Partial<Face>[] = [
        { drawer: second.address },
        { drawee: third.address },
        { payee: third.address },
        { token: other.target as string },
        { units: UNITS + 1n },
        { unit: CENT + 1n },
        { drawnOn: face.drawnOn - 1n },
        { tenor: TENOR.AfterDate },
        { term: face.term + 1n },
        { presentBy: face.term },
        { rules: RULES.NIL },
        { clauses: 1n },
        { court: second.address },
        { drawnAt: place("Genevb") },
        { payableAt: place("Basem") },
        { document: ethers.id("bilm") },
      ];
      expect(changes.length).to.equal(Object.keys(face).length);
      const ids = await Promise.all(changes.map((change) => bills.idOf({ ...face, ...change })));
      expect(new Set([id, ...ids]).size).to.equal(changes.length + 1);
      const twinChanges = await ethers.deployContract("BillsChanges", [world.relay, world.lots]);
      const twin = await ethers.deployContract("Bills", [world.relay, world.lots, world.ruleSets, twinChanges]);
      expect(await twin.idOf(face)).not.to.equal(id);
      await expect(bills.connect(second).accept({ ...face, units: UNITS + 1n }))
        .to.be.revertedWithCustomError(bills, "Bills_WrongStatus")
        .withArgs(ids[4], 0n);
    });

    it("BIL-01 is refused from anybody else, and unsound", async () => {
      const world = await loadBills();
      const { bills, drawer, payee, ruleSets } = world;
      const day = await today();
      const zero = ethers.ZeroAddress;
      const refused: [change: Partial<Face>, error: string, args: (face: Face) => unknown[]][] = [
        [{ drawee: zero }, "Bills_BadParties", ({ payee: to }) => [drawer.address, zero, to]],
        [{ payee: zero }, "Bills_BadParties", ({ drawee }) => [drawer.address, drawee, zero]],
        [{ token: payee.address }, "Bills_NoToken", () => [payee.address]],
        [{ units: 0n }, "Bills_BadSum", () => [0n, CENT]],
        [{ unit: 0n }, "Bills_BadSum", () => [UNITS, 0n]],
        [{ units: 2n, unit: 2n ** 91n + 1n }, "Bills_BadSum", () => [2n, 2n ** 91n + 1n]],
        [{ units: 2n ** 40n - 1n, unit: 2n ** 96n - 1n }, "Bills_BadSum", () => [2n ** 40n - 1n, 2n ** 96n - 1n]],
        [{ drawnOn: day + 1n }, "Bills_BadDate", () => [day + 1n, day]],
        [{ drawnOn: day - 31n }, "Bills_BadDate", () => [day - 31n, day]],
        [{ drawnAt: FIRST }, "Bills_Incomplete", ({ payableAt, document }) => [FIRST, payableAt, document]],
        [{ payableAt: FIRST }, "Bills_Incomplete", ({ drawnAt, document }) => [drawnAt, FIRST, document]],
        [{ document: FIRST }, "Bills_Incomplete", ({ drawnAt, payableAt }) => [drawnAt, payableAt, FIRST]],
        [{ clauses: 8n }, "Bills_BadClauses", () => [8n]],
        [{ clauses: 4n, tenor: TENOR.AfterSight, term: 30n }, "Bills_BadClauses", () => [4n]],
        [{ presentBy: day - 1n }, "Bills_BadPresentBy", () => [day - 1n]],
        [{ presentBy: day, clauses: 4n }, "Bills_BadPresentBy", () => [day]],
        [{ presentBy: day, tenor: TENOR.AtSight, term: 0n }, "Bills_BadPresentBy", () => [day]],
        [{ tenor: TENOR.AtSight, term: 1n }, "Bills_BadTenor", () => [TENOR.AtSight, 1n]],
        [{ tenor: TENOR.AfterSight, term: 0n }, "Bills_BadTenor", () => [TENOR.AfterSight, 0n]],
        [{ tenor: TENOR.AfterSight, term: 3_651n }, "Bills_BadTenor", () => [TENOR.AfterSight, 3_651n]],
        [{ tenor: TENOR.AfterDate, term: 3_651n }, "Bills_BadTenor", () => [TENOR.AfterDate, 3_651n]],
        [{ tenor: TENOR.AfterDate, term: 0n, drawnOn: day - 1n }, "Bills_BadTenor", () => [TENOR.AfterDate, 0n]],
        [{ tenor: TENOR.FixedDay, term: day - 1n }, "Bills_BadTenor", () => [TENOR.FixedDay, day - 1n]],
        [{ tenor: TENOR.FixedDay, term: day + 3_651n }, "Bills_BadTenor", () => [TENOR.FixedDay, day + 3_651n]],
        [{ tenor: TENOR.FixedDay, term: 2n ** 24n - 1n }, "Bills_BadTenor", () => [TENOR.FixedDay, 2n ** 24n - 1n]],
      ];
      for (const [change, error, args] of refused) {
        const face = await faceOf(world, change);
        await expect(bills.connect(drawer).draw(face))
          .to.be.revertedWithCustomError(bills, error)
          .withArgs(...args(face));
      }
      for (const rules of [0n, 4n])
        await expect(bills.connect(drawer).draw(await faceOf(world, { rules })))
          .to.be.revertedWithCustomError(ruleSets, "RuleSets_None")
          .withArgs(rules);
      const face = await faceOf(world);
      await expect(bills.connect(payee).draw(face))
        .to.be.revertedWithCustomError(bills, "Bills_NotDrawer")
        .withArgs(await bills.idOf(face), payee.address);
    });

    it("BIL-04 has the largest sum, the last days and the smallest unit", async () => {
      const world = await loadBills();
      const { bills } = world;
      const day = await today();
      const faces: [change: Partial<Face>, due: bigint][] = [
        [{ units: 1n, unit: 2n ** 92n }, day + 60n],
        [{ units: 1n, unit: 1n, drawnOn: day - 30n }, day + 60n],
        [{ term: day }, day],
        [{ term: day + 3_650n }, day + 3_650n],
        [{ tenor: TENOR.AfterDate, term: 90n, drawnOn: day - 10n }, day + 80n],
        [{ tenor: TENOR.AfterSight, term: 3_650n }, 0n],
        [{ tenor: TENOR.AtSight, term: 0n }, 0n],
      ];
      for (const [change, due] of faces) {
        const { id } = await drawn(world, { ...change, document: ethers.id(`${due} ${change.units}`) });
        expect((await bills.billOf(id)).dueDay).to.equal(due);
      }
    });

    it("BIL-04 to his own order and on himself: the drawer holds it, and hands it on at once", async () => {
      const world = await loadBills();
      const { bills, lots, drawer, second } = world;
      const own = { payee: drawer.address, drawee: drawer.address };
      const { face, id, root } = await drawn(world, own);
      await bills.connect(drawer).accept(face);
      expect(await statusOf(world, id)).to.equal("Accepted");
      await lots.connect(drawer).endorse(root, second, WITHOUT_RECOURSE);
      await expect(bills.connect(drawer).receiveBill(face))
        .to.be.revertedWithCustomError(bills, "Bills_AlreadyDelivered")
        .withArgs(id);
    });
  });

  describe("receipt", () => {
    it("BIL-03 is the payee's, until the due day", async () => {
      const world = await loadBills();
      const { bills, payee, stranger } = world;
      const { face, id } = await drawn(world);
      await expect(bills.connect(stranger).receiveBill(face))
        .to.be.revertedWithCustomError(bills, "Bills_NotPayee")
        .withArgs(id, stranger.address);
      await mineAt(lastSecond(face.term) + 1n);
      await expect(bills.connect(payee).receiveBill(face))
        .to.be.revertedWithCustomError(bills, "Bills_TooLate")
        .withArgs(id, face.term);
      const sight = await drawn(world, { tenor: TENOR.AfterSight, term: 30n, drawnOn: await today() });
      await bills.connect(payee).receiveBill(sight.face);
    });

    it("BIL-03 may be refused, and the drawer may cancel what he still holds", async () => {
      const world = await loadBills();
      const { bills, lots, payee, drawer } = world;
      const { face, id, root } = await drawn(world);
      await expect(bills.connect(payee).refuseReceipt(face))
        .to.emit(bills, "ReceiptRefused")
        .withArgs(id, payee.address)
        .to.emit(lots, "Shortened")
        .withArgs(root, 0n);
      expect(await statusOf(world, id)).to.equal("Cancelled");
      const second = await drawn(world, { document: ethers.id("second") });
      await expect(bills.connect(drawer).cancel(second.face))
        .to.emit(bills, "Cancelled")
        .withArgs(second.id, drawer.address);
      expect((await lots.lotOf(second.root)).holder).to.equal(ethers.ZeroAddress);
      await expect(bills.connect(payee).receiveBill(second.face))
        .to.be.revertedWithCustomError(bills, "Bills_WrongStatus")
        .withArgs(second.id, 12n);
    });

    it("BIL-38 lets a drawer cancel what came back to him, whole and for himself", async () => {
      const world = await loadBills();
      const { bills, lots, payee, drawer } = world;
      const { face, id, root } = await delivered(world);
      await expect(bills.connect(drawer).cancel(face))
        .to.be.revertedWithCustomError(bills, "Bills_NotHolder")
        .withArgs(root, drawer.address);
      await bills.connect(payee).endorse(face, FIRST, drawer, COLLECTION);
      await expect(bills.connect(drawer).cancel(face))
        .to.be.revertedWithCustomError(bills, "Bills_NotWhole")
        .withArgs(id, UNITS, HOLD.withAgent);
      await bills.connect(payee).recall(id, FIRST);
      await lots.connect(payee).endorse(root, drawer, WITH_RECOURSE);
      await lots.connect(drawer).divide(root, FIRST, [{ to: drawer.address, units: 1n, kind: DIVISION }]);
      await expect(bills.connect(drawer).cancel(face))
        .to.be.revertedWithCustomError(bills, "Bills_NotWhole")
        .withArgs(id, UNITS - 1n, HOLD.movable);
    });
  });

  describe("rule sets", () => {
    it("BIL-05 are three from the beginning, and the DAO alone adds some", async () => {
      const { ruleSets, dao, stranger, bills, drawer, ...world } = await loadBills();
      const names = ["ULB", "BEA", "NIL"];
      expect(await ruleSets.count()).to.equal(3n);
      for (const [index, name] of names.entries()) {
        const rules = await ruleSets.rulesOf(index + 1);
        expect(ethers.toUtf8String(rules.name).replaceAll("\0", "")).to.equal(name);
      }
      expect([...(await ruleSets.rulesOf(1n))].slice(1)).to.deep.equal(
        [1, 365, 4, 0, 4, 6, 600, 100, 1_095, 365, 182, 3].map(BigInt),
      );
      await expect(ruleSets.connect(stranger).add(RULE_SET)).to.be.revertedWithCustomError(
        ruleSets,
        "AccessManagedUnauthorized",
      );
      await expect(ruleSets.connect(dao).add(RULE_SET))
        .to.emit(ruleSets, "RuleSetAdded")
        .withArgs(4n, RULE_SET.name, Object.values(RULE_SET));
      expect(await ruleSets.rulesOf(4n)).to.deep.equal(Object.values(RULE_SET));
      const all = { ...world, ruleSets, dao, stranger, bills, drawer };
      await bills.connect(drawer).draw(await faceOf(all, { rules: 4n }));
    });

    it("BIL-05 are refused beyond bounds", async () => {
      const { ruleSets, dao } = await loadBills();
      for (const change of [
        { name: "0x0000000000000000" },
        { sightDays: 0n },
        { interestBps: 3_601n },
        { costsBps: 3_601n },
        { acceptorDays: 3_651n },
      ]) {
        const rules = { ...RULE_SET, ...change };
        await expect(ruleSets.connect(dao).add(rules))
          .to.be.revertedWithCustomError(ruleSets, "RuleSets_BadRules")
          .withArgs(rules.name);
      }
    });
  });
});

describe("bills, acceptance", () => {
  it("BIL-11 binds the drawee to the sum", async () => {
    const world = await loadBills();
    const { bills, drawee, stranger } = world;
    const { face, id } = await delivered(world);
    expect(await bills.acceptedOf(face)).to.equal(0n);
    await expect(bills.connect(stranger).accept(face))
      .to.be.revertedWithCustomError(bills, "Bills_NotDrawee")
      .withArgs(id, stranger.address);
    await expect(bills.connect(drawee).accept(face))
      .to.emit(bills, "Accepted")
      .withArgs(id, drawee.address, SUM, face.term);
    expect(await bills.acceptedOf(face)).to.equal(CENT);
    expect((await bills.billOf(id)).flags).to.equal(5n);
    await expect(bills.connect(drawee).accept(face))
      .to.be.revertedWithCustomError(bills, "Bills_WrongStatus")
      .withArgs(id, 2n);
  });

  it("BIL-11 is possible in one act with the drawing", async () => {
    const world = await loadBills();
    const { bills, drawer, drawee } = world;
    const face = await faceOf(world, { payee: drawer.address });
    const id = await bills.idOf(face);
    const signature = await acceptance(world, face);
    await expect(bills.connect(drawer).drawAccepted(face, EVER, signature))
      .to.emit(bills, "Drawn")
      .withArgs(id, drawer.address, drawee.address, Object.values(face))
      .to.emit(bills, "Accepted")
      .withArgs(id, drawee.address, SUM, face.term);
    expect(await statusOf(world, id)).to.equal("Accepted");
  });

  it("BIL-11 by signature: anyone, once, in time, for this bill alone", async () => {
    const world = await loadBills();
    const { bills, drawer, stranger } = world;
    const { face, id } = await delivered(world);
    const deadline = (await now()) + 10n;
    const short = await acceptance(world, face, undefined, deadline);
    await at(deadline + 1n);
    await expect(bills.connect(stranger).acceptSigned(face, deadline, short))
      .to.be.revertedWithCustomError(bills, "Bills_Expired")
      .withArgs(deadline, deadline + 1n);
    const digest = billDigest(world, "Acceptance", { bill: id, deadline: EVER });
    const other = { ...face, units: UNITS - 1n };
    for (const signature of [
      "0x",
      await acceptance(world, face, drawer),
      await acceptance(world, other),
      await acceptance(world, face, undefined, EVER - 1n),
      await acceptance(world, face, undefined, EVER, { chainId: 1n }),
      await acceptance(world, face, undefined, EVER, { verifyingContract: world.lots.target as string }),
    ]) {
      await expect(bills.connect(stranger).acceptSigned(face, EVER, signature))
        .to.be.revertedWithCustomError(bills, "Bills_NotSigned")
        .withArgs(face.drawee, digest);
    }
    const signature = await acceptance(world, face);
    await bills.connect(stranger).acceptSigned(face, EVER, signature);
    expect(await statusOf(world, id)).to.equal("Accepted");
    await expect(bills.connect(stranger).acceptSigned(face, EVER, signature))
      .to.be.revertedWithCustomError(bills, "Bills_WrongStatus")
      .withArgs(id, 2n);
  });

  it("BIL-11 by a contract wallet", async () => {
    const world = await loadBills();
    const { bills, drawee, stranger } = world;
    const wallet = await ethers.deployContract("WalletMock", [drawee.address]);
    const { face, id } = await drawn(world, { drawee: wallet.target as string });
    await bills.connect(stranger).acceptSigned(face, EVER, await acceptance(world, face, drawee));
    expect(await statusOf(world, id)).to.equal("Accepted");
  });

  it("BIL-11 a refusal kills the signature (ULB 29)", async () => {
    const world = await loadBills();
    const { bills, drawee, stranger } = world;
    const { face, id } = await delivered(world);
    const signature = await acceptance(world, face);
    await expect(bills.connect(drawee).refuse(face, REASON))
      .to.emit(bills, "AcceptanceRefused")
      .withArgs(id, drawee.address, REASON);
    await expect(bills.connect(stranger).acceptSigned(face, EVER, signature))
      .to.be.revertedWithCustomError(bills, "Bills_WrongStatus")
      .withArgs(id, 4n);
  });

  it("BIL-11 of a part binds to that (ULB 26), where it is permitted (NIL 43)", async () => {
    const world = await loadBills();
    const { bills, drawee } = world;
    const { face, id } = await delivered(world);
    for (const part of [0n, CENT])
      await expect(bills.connect(drawee).acceptPart(face, part))
        .to.be.revertedWithCustomError(bills, "Bills_BadPart")
        .withArgs(part, CENT - 1n);
    await expect(bills.connect(drawee).acceptPart(face, 6_000n))
      .to.emit(bills, "Accepted")
      .withArgs(id, drawee.address, 6_000n * UNITS, face.term);
    expect(await bills.acceptedOf(face)).to.equal(6_000n);
    const nil = await delivered(world, { rules: RULES.NIL });
    await expect(bills.connect(drawee).acceptPart(nil.face, 6_000n))
      .to.be.revertedWithCustomError(bills, "Bills_NotPermitted")
      .withArgs(nil.id, RULES.NIL);
  });

  it("BIL-10 is asked for once, and not where the drawer forbade it (ULB 22)", async () => {
    const world = await loadBills();
    const { bills, payee, second } = world;
    const { face, id, root } = await delivered(world);
    await expect(bills.connect(second).present(face, FIRST))
      .to.be.revertedWithCustomError(bills, "Bills_NotHolder")
      .withArgs(root, second.address);
    const answer = (await today()) + 1n;
    await expect(bills.connect(payee).present(face, FIRST))
      .to.emit(bills, "PresentedForAcceptance")
      .withArgs(id, payee.address, answer);
    await expect(bills.connect(payee).present(face, FIRST))
      .to.be.revertedWithCustomError(bills, "Bills_AlreadyPresented")
      .withArgs(id, answer);
    const silent = await delivered(world, { clauses: CLAUSE.noPresentment });
    await expect(bills.connect(payee).present(silent.face, FIRST))
      .to.be.revertedWithCustomError(bills, "Bills_NotForAcceptance")
      .withArgs(silent.id);
    await bills.connect(world.drawee).accept(silent.face);
  });

  it("BIL-10 a bill at sight is not accepted", async () => {
    const world = await loadBills();
    const { bills, payee, drawee, drawer } = world;
    const sight = { tenor: TENOR.AtSight, term: 0n };
    const { face, id } = await delivered(world, sight);
    const calls = [
      () => bills.connect(payee).present(face, FIRST),
      () => bills.connect(drawee).accept(face),
      () => bills.connect(drawee).refuse(face, REASON),
    ];
    for (const call of calls)
      await expect(call()).to.be.revertedWithCustomError(bills, "Bills_NotForAcceptance").withArgs(id);
    const other = await faceOf(world, { ...sight, document: ethers.id("other") });
    await expect(bills.connect(drawer).drawAccepted(other, EVER, await acceptance(world, other)))
      .to.be.revertedWithCustomError(bills, "Bills_NotForAcceptance")
      .withArgs(await bills.idOf(other));
  });

  it("BIL-12 not given in the window: anyone records it, after its last second", async () => {
    const world = await loadBills();
    const { bills, payee, drawee, stranger } = world;
    const { face, id } = await delivered(world);
    await expect(bills.connect(stranger).lapse(face))
      .to.be.revertedWithCustomError(bills, "Bills_NotPresented")
      .withArgs(id);
    await bills.connect(payee).present(face, FIRST);
    const answer = (await today()) + 1n;
    await at(lastSecond(answer));
    await expect(bills.connect(stranger).lapse(face))
      .to.be.revertedWithCustomError(bills, "Bills_TooEarly")
      .withArgs(id, answer + 1n);
    await at(firstSecond(answer + 1n));
    await expect(bills.connect(drawee).accept(face))
      .to.be.revertedWithCustomError(bills, "Bills_TooLate")
      .withArgs(id, answer);
    await expect(bills.connect(stranger).lapse(face))
      .to.emit(bills, "AcceptanceLapsed")
      .withArgs(id, drawee.address, answer);
    expect((await bills.billOf(id)).eventDay).to.equal(answer);
  });

  it("BIL-12 after sight it is due some days after acceptance, refusal or lapse (ULB 35), and presented within a year (ULB 23)", async () => {
    const world = await loadBills();
    const { bills, payee, drawee, stranger } = world;
    const sight = (name: string) => delivered(world, { tenor: TENOR.AfterSight, term: 30n, document: ethers.id(name) });
    const [one, two, three, four] = [await sight("one"), await sight("two"), await sight("three"), await sight("four")];
    const day = await today();
    await expect(bills.connect(payee).presentForPayment(one.face, FIRST))
      .to.be.revertedWithCustomError(bills, "Bills_TooEarly")
      .withArgs(one.id, 2n ** 24n - 1n);
    await at(firstSecond(day + 10n));
    await bills.connect(drawee).accept(one.face);
    expect((await bills.billOf(one.id)).dueDay).to.equal(day + 40n);
    await bills.connect(drawee).refuse(two.face, REASON);
    expect((await bills.billOf(two.id)).dueDay).to.equal(day + 40n);
    await bills.connect(payee).present(three.face, FIRST);
    await at(firstSecond(day + 20n));
    await bills.connect(stranger).lapse(three.face);
    expect((await bills.billOf(three.id)).dueDay).to.equal(day + 41n);
    await at(firstSecond(day + 366n));
    await expect(bills.connect(payee).present(four.face, FIRST))
      .to.be.revertedWithCustomError(bills, "Bills_TooLate")
      .withArgs(four.id, day + 365n);
    await bills.connect(drawee).accept(four.face);
    expect((await bills.billOf(four.id)).dueDay).to.equal(day + 396n);
  });

  describe("guarantees", () => {
    it("BIL-13 are for the drawer by default, or the acceptor, and only rise", async () => {
      const world = await loadBills();
      const { bills, recourse, drawer, drawee, stranger, payee } = world;
      const { face, id } = await delivered(world);
      const guarantee = (principal: string, part: bigint, by = stranger) =>
        recourse.connect(by).guarantee(face, principal, part, FIRST, []);
      await expect(guarantee(ethers.ZeroAddress, 4_000n))
        .to.emit(recourse, "Guaranteed")
        .withArgs(id, stranger.address, drawer.address, 4_000n * UNITS);
      expect(await recourse.guaranteeOf(id, stranger, drawer)).to.equal(4_000n);
      for (const part of [4_000n, CENT + 1n])
        await expect(guarantee(drawer.address, part))
          .to.be.revertedWithCustomError(recourse, "BillsRecourse_BadPart")
          .withArgs(part, CENT);
      await guarantee(drawer.address, CENT);
      await expect(guarantee(drawer.address, 1n, drawer))
        .to.be.revertedWithCustomError(recourse, "BillsRecourse_BadPrincipal")
        .withArgs(id, drawer.address);
      await expect(guarantee(drawee.address, 1n))
        .to.be.revertedWithCustomError(recourse, "BillsRecourse_BadPrincipal")
        .withArgs(id, drawee.address);
      await bills.connect(drawee).accept(face);
      await guarantee(drawee.address, 1n, payee);
      expect(await recourse.guaranteeOf(id, payee, drawee)).to.equal(1n);
    });

    it("BIL-13 for an endorser need the links that show him", async () => {
      const world = await loadBills();
      const { recourse, lots, drawer, payee, second, third, stranger } = world;
      const { face, id, root } = await delivered(world);
      const time = await now();
      const delivery: Link = { from: drawer.address, to: payee.address, kind: DELIVERED, time, start: 0n, units: 0n };
      const links = [delivery];
      for (const [from, to, kind] of [
        [payee, second, WITH_RECOURSE],
        [second, third, WITHOUT_RECOURSE],
      ] as const) {
        await lots.connect(from).endorse(root, to, kind);
        links.push({ from: from.address, to: to.address, kind, time: await now(), start: 0n, units: 0n });
      }
      const guarantee = (principal: { address: string }, shown: Link[]) =>
        recourse.connect(stranger).guarantee(face, principal.address, CENT, FIRST, shown);
      await guarantee(payee, links);
      expect(await recourse.guaranteeOf(id, stranger, payee)).to.equal(CENT);
      for (const [principal, shown] of [
        [second, links],
        [third, links],
        [payee, links.slice(0, 2)],
        [payee, []],
      ] as const)
        await expect(guarantee(principal, [...shown]))
          .to.be.revertedWithCustomError(recourse, "BillsRecourse_BadPrincipal")
          .withArgs(id, principal.address);
      const rekta = await delivered(world, { clauses: CLAUSE.notToOrder });
      await expect(recourse.connect(stranger).guarantee(rekta.face, payee.address, CENT, FIRST, links))
        .to.be.revertedWithCustomError(recourse, "BillsRecourse_BadPrincipal")
        .withArgs(rekta.id, payee.address);
    });
  });

  it("BIL-42 goes through the relay, and in batches", async () => {
    const world = await loadBills();
    const { bills, relay, relayer, drawer, drawee } = world;
    const face = await faceOf(world, { payee: drawer.address });
    const id = await bills.idOf(face);
    const data = bills.interface.encodeFunctionData("draw", [face]);
    const request = await signRequest(relay, drawer, { from: drawer.address, to: bills.target as string, data });
    await relay.connect(relayer).execute(request);
    expect(await statusOf(world, id)).to.equal("Drawn");
    const batch = [bills.interface.encodeFunctionData("accept", [face])];
    await bills.connect(drawee).multicall(batch);
    expect(await statusOf(world, id)).to.equal("Accepted");
    expect((await accepted(world)).id).not.to.equal(id);
  });
});
