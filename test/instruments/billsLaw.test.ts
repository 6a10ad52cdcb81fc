import { expect } from "chai";
import {
  acceptance,
  accepted,
  CLAUSE,
  COLLECTION,
  delivered,
  faceOf,
  firstSecond,
  IN_BLANK,
  lastSecond,
  loadBills,
  NO_FURTHER,
  REASON,
  RULES,
  SUM,
  statusOf,
  TENOR,
  today,
} from "./billsWorld.ts";
import { ALL, at, EVER, ethers, FIRST, type Link, now, UNITS, WITH_RECOURSE, WITHOUT_RECOURSE } from "./world.ts";

const [FACE_SUM, ONE_UNIT] = [1_000_000_000n, 1n];

// Worked cases, each by its article, with what everybody has in the end. Who began with 100 faces ends with:
const HAD = 100n * SUM;

describe("bills, worked cases of law", () => {
  it("BIL-12 ULB 43: refused before maturity, protested at once, and paid later by the drawer with interest (ULB 48)", async () => {
    const world = await loadBills();
    const { bills, token, drawer, drawee, payee } = world;
    const { face, id } = await delivered(world);
    await bills.connect(payee).present(face, FIRST);
    await bills.connect(drawee).refuse(face, REASON);
    await bills.connect(payee).protest(face, FIRST);
    expect(await statusOf(world, id)).to.equal("Protested");
    await at(firstSecond(face.term + 365n));
    await bills.connect(drawer).pay(face, ALL);
    await bills.connect(payee).collect(face, FIRST, payee);
    expect(await token.balanceOf(drawer)).to.equal(HAD - (SUM * 106n) / 100n);
    expect(await token.balanceOf(payee)).to.equal(HAD + (SUM * 106n) / 100n);
    expect(await token.balanceOf(drawee)).to.equal(HAD);
  });

  it("BIL-11 ULB 26: accepted for 600 of 1,000; paid so far, the rest is dishonoured and protested (ULB 44)", async () => {
    const world = await loadBills();
    const { bills, token, drawee, payee } = world;
    const { face, id } = await delivered(world);
    await bills.connect(drawee).acceptPart(face, 6_000n);
    await at(firstSecond(face.term));
    await bills.connect(payee).presentForPayment(face, FIRST);
    await bills.connect(drawee).pay(face, 6_000n * UNITS);
    await bills.connect(drawee).refusePayment(face, REASON);
    await bills.connect(payee).protest(face, FIRST);
    await bills.connect(payee).collect(face, FIRST, payee);
    expect(await token.balanceOf(payee)).to.equal(HAD + (SUM * 6n) / 10n);
    expect(await bills.dueOf(face)).to.deep.equal([(SUM * 4n) / 10n, 0n]);
    expect(await statusOf(world, id)).to.equal("Protested");
  });

  it("BIL-10 ULB 24: the drawee may ask for a second day, and no third", async () => {
    const world = await loadBills();
    const { bills, drawee, payee } = world;
    const [one, two] = [await delivered(world), await delivered(world, { document: ethers.id("two") })];
    for (const { face } of [one, two]) await bills.connect(payee).present(face, FIRST);
    const second = (await today()) + 1n;
    await at(lastSecond(second));
    await bills.connect(drawee).accept(one.face);
    await at(firstSecond(second + 1n));
    await expect(bills.connect(drawee).accept(two.face))
      .to.be.revertedWithCustomError(bills, "Bills_TooLate")
      .withArgs(two.id, second);
  });

  it("BIL-10 NIL 41: three days to answer", async () => {
    const world = await loadBills();
    const { bills, drawee, payee } = world;
    const { face, id } = await delivered(world, { rules: RULES.NIL });
    await bills.connect(payee).present(face, FIRST);
    await at(lastSecond((await today()) + 3n));
    await bills.connect(drawee).accept(face);
    expect(await statusOf(world, id)).to.equal("Accepted");
  });

  it("BIL-30 BEA 45: on the due day alone; ULB 38: four days more; NIL 53: ten", async () => {
    const world = await loadBills();
    const { bills, payee } = world;
    const all = [
      [await accepted(world, { rules: RULES.BEA }), 0n],
      [await accepted(world, { rules: RULES.ULB }), 4n],
      [await accepted(world, { rules: RULES.NIL }), 10n],
    ] as const;
    for (const [{ face, id }, grace] of all) {
      const snapshot = await ethers.provider.send("evm_snapshot", []);
      await at(lastSecond(face.term + grace));
      await bills.connect(payee).presentForPayment(face, FIRST);
      await ethers.provider.send("evm_revert", [snapshot]);
      const again = await ethers.provider.send("evm_snapshot", []);
      await at(firstSecond(face.term + grace + 1n));
      await expect(bills.connect(payee).presentForPayment(face, FIRST))
        .to.be.revertedWithCustomError(bills, "Bills_TooLate")
        .withArgs(id, face.term + grace);
      await ethers.provider.send("evm_revert", [again]);
    }
  });

  it("BIL-37 ULB 53: who presents late can't protest, and the acceptor still owes", async () => {
    const world = await loadBills();
    const { bills, token, payee, drawee } = world;
    const { face, id } = await accepted(world);
    await at(firstSecond(face.term + 5n));
    await expect(bills.connect(payee).presentForPayment(face, FIRST)).to.be.revertedWithCustomError(
      bills,
      "Bills_TooLate",
    );
    await expect(bills.connect(payee).protest(face, FIRST))
      .to.be.revertedWithCustomError(bills, "Bills_WrongStatus")
      .withArgs(id, 2n);
    await bills.connect(drawee).pay(face, ALL);
    await bills.connect(payee).collect(face, FIRST, payee);
    expect(await token.balanceOf(payee)).to.equal(HAD + SUM);
  });

  it("BIL-37 ULB 44, 53: a protest after its last day is none", async () => {
    const world = await loadBills();
    const { bills, payee, drawee } = world;
    const { face, id } = await accepted(world);
    await at(firstSecond(face.term));
    await bills.connect(payee).presentForPayment(face, FIRST);
    await bills.connect(drawee).refusePayment(face, REASON);
    await at(firstSecond(face.term + 5n));
    await expect(bills.connect(payee).protest(face, FIRST))
      .to.be.revertedWithCustomError(bills, "Bills_TooLate")
      .withArgs(id, face.term + 4n);
    expect(await statusOf(world, id)).to.equal("Dishonoured");
  });

  it("BIL-20 ULB 11: back to the drawer, who hands it on again", async () => {
    const world = await loadBills();
    const { bills, lots, token, drawer, payee, second, drawee } = world;
    const { face, root } = await accepted(world);
    await lots.connect(payee).endorse(root, second, WITH_RECOURSE);
    await lots.connect(second).endorse(root, drawer, WITH_RECOURSE);
    await lots.connect(drawer).endorse(root, second, WITHOUT_RECOURSE);
    await at(firstSecond(face.term));
    await bills.connect(drawee).pay(face, ALL);
    await bills.connect(second).collect(face, FIRST, second);
    expect(await token.balanceOf(second)).to.equal(HAD + SUM);
  });

  it("BIL-38 BEA 61: the acceptor holds it at maturity, and it is over; BEA 62: a holder renounces", async () => {
    const world = await loadBills();
    const { bills, lots, payee, drawee } = world;
    const [one, two] = [await accepted(world), await accepted(world, { document: ethers.id("two") })];
    await lots.connect(payee).endorse(one.root, drawee, WITH_RECOURSE);
    await bills.connect(payee).discharge(two.face);
    await at(firstSecond(one.face.term));
    await bills.connect(drawee).discharge(one.face);
    for (const { face, id } of [one, two]) {
      expect(await statusOf(world, id)).to.equal("Discharged");
      await expect(bills.connect(drawee).pay(face, ALL))
        .to.be.revertedWithCustomError(bills, "Bills_WrongStatus")
        .withArgs(id, 11n);
    }
  });

  it("BIL-20 ULB 12, BEA 32: a bill of one unit is not endorsed in part", async () => {
    const world = await loadBills();
    const { bills, lots, token, payee, second, drawee } = world;
    const { face, root } = await accepted(world, { units: ONE_UNIT, unit: FACE_SUM });
    await expect(lots.connect(payee).divide(root, FIRST, [{ to: second.address, units: 1n, kind: WITH_RECOURSE }]))
      .to.be.revertedWithCustomError(lots, "Lots_BadUnits")
      .withArgs(root, 1n, 1n);
    await at(firstSecond(face.term));
    // Of one unit a part is paid to the base unit (ULB 39).
    await bills.connect(drawee).pay(face, 333_333_333n);
    await bills.connect(payee).collect(face, FIRST, payee);
    expect(await token.balanceOf(payee)).to.equal(HAD + 333_333_333n);
  });

  it("BIL-13 ULB 30 to 32: a guarantee for 400 of an endorser's 1,000, by a stranger", async () => {
    const world = await loadBills();
    const { recourse, lots, payee, second, stranger, drawer } = world;
    const { face, id, root } = await accepted(world);
    const received = (await ethers.provider.getBlock((await ethers.provider.getBlockNumber()) - 1))?.timestamp ?? 0;
    await lots.connect(payee).endorse(root, second, WITH_RECOURSE);
    const links: Link[] = [
      { from: drawer.address, to: payee.address, kind: 5n, time: BigInt(received), start: 0n, units: 0n },
      { from: payee.address, to: second.address, kind: WITH_RECOURSE, time: await now(), start: 0n, units: 0n },
    ];
    await expect(recourse.connect(stranger).guarantee(face, payee.address, 4_000n, FIRST, links))
      .to.emit(recourse, "Guaranteed")
      .withArgs(id, stranger.address, payee.address, (SUM * 4n) / 10n);
  });

  it("BIL-23 ULB 18: a bank presents, protests and collects for its client", async () => {
    const world = await loadBills();
    const { bills, token, payee, second: bank, drawee } = world;
    const { face, id } = await accepted(world);
    await bills.connect(payee).endorse(face, FIRST, bank, COLLECTION);
    await at(firstSecond(face.term));
    await bills.connect(bank).presentForPayment(face, FIRST);
    await at(firstSecond(face.term + 1n));
    await bills.connect(bank).dishonour(face);
    await bills.connect(bank).protest(face, FIRST);
    expect(await statusOf(world, id)).to.equal("Protested");
    await bills.connect(drawee).pay(face, ALL);
    await bills.connect(bank).collect(face, FIRST, payee);
    // A day of 6 %, in whole base units on each unit.
    expect(await token.balanceOf(payee)).to.equal(HAD + SUM + UNITS);
    expect(await token.balanceOf(bank)).to.equal(HAD);
  });

  it("BIL-21 ULB 14, 15: blank, delivered, filled, then 'no further endorsement'", async () => {
    const world = await loadBills();
    const { bills, lots, token, payee, second, third, stranger, drawee } = world;
    const { face, id } = await accepted(world);
    await bills.connect(payee).endorse(face, FIRST, second, IN_BLANK);
    await bills.connect(second).deliver(id, FIRST, third);
    await bills.connect(third).fill(id, FIRST);
    await bills.connect(third).endorse(face, FIRST, stranger, NO_FURTHER);
    await at(firstSecond(face.term));
    await bills.connect(drawee).pay(face, ALL);
    await bills.connect(stranger).collect(face, FIRST, stranger);
    expect(await token.balanceOf(stranger)).to.equal(HAD + SUM);
    expect((await lots.lotOf(await lots.rootId(bills, id))).units).to.equal(0n);
  });

  it("BIL-04 ULB 22, 23, 35: after sight, to own order, accepted by signature, 'no protest' on its face", async () => {
    const world = await loadBills();
    const { bills, drawer } = world;
    const face = await faceOf(world, {
      payee: drawer.address,
      tenor: TENOR.AfterSight,
      term: 90n,
      clauses: CLAUSE.noProtest,
    });
    await bills.connect(drawer).drawAccepted(face, EVER, await acceptance(world, face));
    expect((await bills.billOf(await bills.idOf(face))).dueDay).to.equal((await today()) + 90n);
  });
});

describe("bills, no power over them", () => {
  it("BIL-42 has no act but those of its tables, and no administrator", async () => {
    const world = await loadBills();
    const { bills, drawer, dao } = world;
    const face = await faceOf(world);
    const acts: string[] = [];
    bills.interface.forEachFunction(({ name, constant }) => {
      if (!constant) acts.push(name);
    });
    expect(acts.sort()).to.deep.equal(
      [
        ...["draw", "drawAccepted", "receiveBill", "refuseReceipt", "cancel"],
        ...["present", "accept", "acceptSigned", "acceptPart", "refuse", "lapse"],
        ...["presentForPayment", "pay", "payMany", "payEarly", "refusePayment", "dishonour", "protest"],
        ...["discharge", "collect", "endorse", "pledge", "deliver", "fill", "giveBack", "recall", "enforce"],
        // Its own recourse's and changes' alone.
        ...["takeUp", "setRest", "setState", "move", "end", "redraw"],
        "multicall",
      ].sort(),
    );
    for (const account of [drawer, dao]) {
      await expect(bills.connect(account).takeUp(1n, FIRST, [], 0n, account, 128n))
        .to.be.revertedWithCustomError(bills, "Bills_NotRecourse")
        .withArgs(account.address);
      await expect(bills.connect(account).setRest(1n))
        .to.be.revertedWithCustomError(bills, "Bills_NotRecourse")
        .withArgs(account.address);
      for (const call of [
        () => bills.connect(account).setState(1n, FIRST, 128n),
        () => bills.connect(account).move(1n, FIRST, account, COLLECTION, 128n),
        () => bills.connect(account).end(1n),
        () => bills.connect(account).redraw(face, true),
      ])
        await expect(call()).to.be.revertedWithCustomError(bills, "Bills_NotChanges").withArgs(account.address);
    }
  });
});
