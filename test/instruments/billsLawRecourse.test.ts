import { expect } from "chai";
import { dishonour, GROUND, handOn, resultsOf, withProtested } from "./billsClaims.ts";
import {
  accepted,
  type BillsWorld,
  CLAUSE,
  delivered,
  firstSecond,
  lastSecond,
  linksOf,
  loadBills,
  NO_FURTHER,
  REASON,
  RULES,
  SUM,
  statusOf,
} from "./billsWorld.ts";
import { ALL, at, CENT, ethers, FIRST, UNITS, WITH_RECOURSE } from "./world.ts";

// Worked cases of recourse, each by its article, over 1,000.000000, with what everybody has gained or lost in the end.

type Bill = BillsWorld & Awaited<ReturnType<typeof delivered>>;

/** Takes up by the link that a party gave last. */
async function takeUp(bill: Bill, party: Bill["drawer"]): Promise<void> {
  const links = await linksOf(bill, bill.root);
  const index = links.findLastIndex(({ from }) => from === party.address);
  await bill.recourse.connect(party).takeUp(bill.face, FIRST, links, index, ALL);
}

describe("bills, worked cases of recourse", () => {
  it("BIL-62 ULB 43, 47, 48: not accepted 60 days before it is due; the holder jumps to the drawer, less discount", async () => {
    const world = await loadBills();
    const { bills, drawer, drawee, payee, second } = world;
    const made = await delivered(world);
    await handOn(world, made.root, payee, second);
    await bills.connect(second).present(made.face, FIRST);
    await bills.connect(drawee).refuse(made.face, REASON);
    await bills.connect(second).protest(made.face, FIRST);
    await takeUp({ ...world, ...made }, drawer);
    // 6 % of 1,000 for 60 days of 365: 9.863014, rounded up.
    expect(await resultsOf(world)).to.deep.equal({ drawer: -990_136_986n, second: 990_136_986n });
  });

  it("BIL-67 ULB 26, 48, 51: accepted for 600; 400 are taken up with 60 days to go, the receipt goes back, 600 are paid", async () => {
    const world = await loadBills();
    const { bills, recourse, drawer, drawee, payee, second } = world;
    const { face, root } = await delivered(world);
    await handOn(world, root, payee, second);
    await bills.connect(drawee).acceptPart(face, 6_000n);
    await recourse.connect(second).protestRest(face, 1_000_000n);
    const links = await linksOf(world, root);
    await recourse.connect(payee).takeUpRest(face, links, 1n, ALL);
    // 400 less 3.945206, and 1 of costs.
    expect(await resultsOf(world)).to.deep.equal({ payee: -397_054_794n, second: 397_054_794n });
    await at(firstSecond(face.term - 30n));
    await recourse.connect(drawer).takeUpReceipt(face, links.slice(0, 1), 0n, ALL);
    await at(firstSecond(face.term));
    await bills.connect(drawee).pay(face, ALL);
    await bills.connect(second).collect(face, FIRST, second);
    // With 30 days of interest, 1.958078: as the drawer had 400 he was not entitled to draw.
    expect(await resultsOf(world)).to.deep.equal({
      drawee: -600_000_000n,
      drawer: -399_012_872n,
      payee: 1_958_078n,
      second: 997_054_794n,
    });
  });

  it("BIL-66 BIL-62 ULB 47: all at once, in any order: all are asked, one pays, and the rest go on from there", async () => {
    const bill = await withProtested();
    const { recourse, face, third, second, drawer, links } = bill;
    for (const index of [2n, 0n, 1n])
      await expect(recourse.connect(third).demand(face, FIRST, links, index)).to.emit(recourse, "Demanded");
    await at(firstSecond(face.term + 73n));
    await takeUp(bill, second);
    await at(firstSecond(face.term + 146n));
    await takeUp(bill, drawer);
    // 1.2 % for each fifth of a year, and on the first's interest again (ULB 49).
    expect(await resultsOf(bill)).to.deep.equal({
      drawer: -1_024_144_000n,
      second: 12_144_000n,
      third: 1_012_000_000n,
    });
  });

  it("BIL-61 ULB 11, BEA 37: who has it again claims from those before he first had it", async () => {
    const world = await loadBills();
    const { bills, recourse, payee, second, third, drawer } = world;
    const made = await accepted(world);
    const bill = { ...world, ...made };
    await handOn(world, made.root, payee, second, third, payee);
    await dishonour(world, made, payee);
    await bills.connect(payee).protest(made.face, FIRST);
    for (const party of [second, third])
      await expect(takeUp(bill, party))
        .to.be.revertedWithCustomError(recourse, "BillsRecourse_NotLiable")
        .withArgs(made.root, party.address);
    await takeUp(bill, drawer);
    expect(await resultsOf(world)).to.deep.equal({ drawer: -SUM, payee: SUM });
  });

  it("BIL-64 ULB 30 to 32: an aval for the payee is paid, and he and the drawer answer for it", async () => {
    const world = await loadBills();
    const { bills, recourse, payee, second, stranger, drawer } = world;
    const made = await accepted(world);
    const { face, root } = made;
    const bill = { ...world, ...made };
    await handOn(world, root, payee, second);
    const links = await linksOf(world, root);
    await recourse.connect(stranger).guarantee(face, payee, CENT, FIRST, links);
    await dishonour(world, made, second);
    await bills.connect(second).protest(face, FIRST);
    await recourse.connect(stranger).payFor(face, FIRST, links, 1n, ALL);
    await at(firstSecond(face.term + 36n));
    await takeUp(bill, payee);
    await at(firstSecond(face.term + 73n));
    await takeUp(bill, drawer);
    expect(await resultsOf(world)).to.deep.equal({
      drawer: -1_012_035_993n,
      payee: 6_118_185n,
      second: 1_000_000_000n,
      stranger: 5_917_808n,
    });
  });

  it("BIL-60 ULB 44, 53: protested a day late, there is no recourse, and the acceptor still owes", async () => {
    const world = await loadBills();
    const { bills, recourse, payee, second, drawee } = world;
    const made = await accepted(world);
    const { face, id } = made;
    const bill = { ...world, ...made };
    await handOn(world, made.root, payee, second);
    await dishonour(world, made, second);
    await at(firstSecond(face.term + 5n));
    await expect(bills.connect(second).protest(face, FIRST))
      .to.be.revertedWithCustomError(bills, "Bills_TooLate")
      .withArgs(id, face.term + 4n);
    await expect(takeUp(bill, payee))
      .to.be.revertedWithCustomError(recourse, "BillsRecourse_WrongStatus")
      .withArgs(id, 8n);
    await at(firstSecond(face.term + 73n));
    await bills.connect(drawee).pay(face, ALL);
    await bills.connect(second).collect(face, FIRST, second);
    expect(await resultsOf(world)).to.deep.equal({ drawee: -1_012_000_000n, second: 1_012_000_000n });
  });

  it("BIL-60 ULB 46: 'no protest' on its face: recourse at once, and no costs lost on one", async () => {
    const world = await loadBills();
    const { payee, second } = world;
    const made = await accepted(world, { clauses: CLAUSE.noProtest });
    await handOn(world, made.root, payee, second);
    await dishonour(world, made, second);
    await takeUp({ ...world, ...made }, payee);
    expect(await resultsOf(world)).to.deep.equal({ payee: -SUM, second: SUM });
  });

  it("BIL-64 ULB 55 to 63: a stranger pays for the honour of the payee; who came later is free, he and those before are not", async () => {
    const bill = await withProtested();
    const { recourse, face, id, root, third, second, payee, stranger, drawee, links } = bill;
    await expect(recourse.connect(stranger).payFor(face, FIRST, links, 1n, ALL))
      .to.emit(recourse, "TakenUp")
      .withArgs(id, root, stranger.address, payee.address, third.address, SUM, GROUND.Honour);
    expect((await linksOf(bill, root)).some(({ from }) => from === second.address)).to.equal(false);
    await at(firstSecond(face.term + 73n));
    await takeUp(bill, payee);
    await recourse.connect(drawee).payForAcceptor(face, FIRST, await linksOf(bill, root), ALL);
    expect(await resultsOf(bill)).to.deep.equal({ drawee: -1_012_000_000n, stranger: 12_000_000n, third: SUM });
  });

  it("BIL-61 ULB 15: who forbade to endorse it further answers to the one he gave it to, and to nobody after", async () => {
    const world = await loadBills();
    const { bills, recourse, payee, second, third, drawer } = world;
    const made = await accepted(world);
    const { face, root } = made;
    const bill = { ...world, ...made };
    await bills.connect(payee).endorse(face, FIRST, second, NO_FURTHER);
    await handOn(world, root, second, third);
    await dishonour(world, made, third);
    await bills.connect(third).protest(face, FIRST);
    await expect(takeUp(bill, payee))
      .to.be.revertedWithCustomError(recourse, "BillsRecourse_NotLiable")
      .withArgs(root, payee.address);
    await takeUp(bill, second);
    await takeUp(bill, payee);
    await takeUp(bill, drawer);
    expect(await resultsOf(world)).to.deep.equal({ drawer: -SUM, third: SUM });
  });

  it("BIL-61 ULB 20: given on after the protest, it is an assignment: the assignor answers for nothing", async () => {
    const bill = await withProtested();
    const { recourse, lots, face, root, third, second, stranger } = bill;
    await lots.connect(third).endorse(root, stranger, WITH_RECOURSE);
    await expect(takeUp(bill, third))
      .to.be.revertedWithCustomError(recourse, "BillsRecourse_NotLiable")
      .withArgs(root, third.address);
    await at(firstSecond(face.term + 73n));
    await takeUp(bill, second);
    expect(await resultsOf(bill)).to.deep.equal({ second: -1_012_000_000n, stranger: 1_012_000_000n });
  });

  for (const [law, rules, prior, endorser] of [
    ["ULB 70: a year, and half a year", RULES.ULB, 365n, 182n],
    ["NIL 17: six months, and three", RULES.NIL, 182n, 91n],
    ["BEA: six years, and six", RULES.BEA, 2_190n, 2_190n],
  ] as const)
    it(`BIL-65 ${law}, then a claim is barred`, async () => {
      const bill = await withProtested({ rules });
      const { recourse, face, root, second, payee } = bill;
      const day = face.term + prior;
      const snapshot = await ethers.provider.send("evm_snapshot", []);
      await at(firstSecond(day + 1n));
      await expect(takeUp(bill, second))
        .to.be.revertedWithCustomError(recourse, "BillsRecourse_Barred")
        .withArgs(root, day);
      await ethers.provider.send("evm_revert", [snapshot]);
      await at(lastSecond(day));
      await takeUp(bill, second);
      const again = await ethers.provider.send("evm_snapshot", []);
      await at(firstSecond(day + endorser + 1n));
      await expect(takeUp(bill, payee))
        .to.be.revertedWithCustomError(recourse, "BillsRecourse_Barred")
        .withArgs(root, day + endorser);
      await ethers.provider.send("evm_revert", [again]);
      await at(lastSecond(day + endorser));
      await takeUp(bill, payee);
    });

  it("BIL-62 ULB 49: each has what he paid, interest on it and his own costs, from the one before", async () => {
    const bill = await withProtested();
    const { recourse, face, third, second, payee, drawer } = bill;
    await recourse.connect(third).notify(face, FIRST, 10_000_000n, REASON);
    await takeUp(bill, second);
    await at(firstSecond(face.term + 73n));
    await recourse.connect(second).notify(face, FIRST, 5_000_000n, REASON);
    await takeUp(bill, payee);
    await at(firstSecond(face.term + 146n));
    await takeUp(bill, drawer);
    // 1,010; with 12.12 and 5: 1,027.12; with 12.32544.
    expect(await resultsOf(bill)).to.deep.equal({
      drawer: -1_039_445_440n,
      payee: 12_325_440n,
      second: 17_120_000n,
      third: 1_010_000_000n,
    });
  });

  it("BIL-69 the acceptor loses in the end, whoever paid before (ULB 28)", async () => {
    const bill = await withProtested();
    const { recourse, face, root, second, drawer, drawee } = bill;
    await takeUp(bill, second);
    await at(firstSecond(face.term + 73n));
    await takeUp(bill, drawer);
    await at(firstSecond(face.term + 146n));
    await recourse.connect(drawee).payForAcceptor(face, FIRST, await linksOf(bill, root), ALL);
    expect(await resultsOf(bill)).to.deep.equal({
      drawee: -1_024_144_000n,
      drawer: 12_144_000n,
      second: 12_000_000n,
      third: SUM,
    });
  });

  it("BIL-69 the drawer loses in the end, if nobody accepted (ULB 9)", async () => {
    const world = await loadBills();
    const { bills, recourse, payee, second, drawer, drawee } = world;
    const made = await delivered(world);
    const { face, root } = made;
    const bill = { ...world, ...made };
    await handOn(world, root, payee, second);
    await bills.connect(drawee).refuse(face, REASON);
    await bills.connect(second).protest(face, FIRST);
    await at(firstSecond(face.term));
    await takeUp(bill, payee);
    await takeUp(bill, drawer);
    expect(await resultsOf(world)).to.deep.equal({ drawer: -SUM, second: SUM });
    const links = await linksOf(world, root);
    expect((await recourse.liabilityOf(face, FIRST, links, 0n)).isLiable).to.equal(false);
    await bills.connect(drawer).discharge(face);
    expect(await statusOf(world, made.id)).to.equal("Discharged");
  });

  it("BIL-62 ULB 39, 48, 51: 400 are paid late; the rest is recourse, and what the holder has not collected goes with it", async () => {
    const bill = await withProtested();
    const { bills, face, third, second, drawee } = bill;
    await at(firstSecond(face.term + 73n));
    await bills.connect(drawee).pay(face, 4_048n * UNITS);
    await takeUp(bill, second);
    await bills.connect(second).collect(face, FIRST, second);
    expect(await resultsOf(bill)).to.deep.equal({
      drawee: -404_800_000n,
      second: -607_200_000n,
      third: 1_012_000_000n,
    });
    await expect(bills.connect(third).collect(face, FIRST, third)).to.be.revertedWithCustomError(
      bills,
      "Bills_NotHolder",
    );
  });
});
