import { expect } from "chai";
import { asBills, loadOffers } from "./billOffers.ts";
import { accepted, delivered, drawn, firstSecond, SUM } from "./billsWorld.ts";
import { at, ethers, FIRST } from "./world.ts";

const ALL = 2n ** 96n - 1n;

describe("records of acceptors", () => {
  it("BIL-90 count a bill once, as it stands", async () => {
    const world = await loadOffers();
    const { bills, drawee, payee, token } = world;
    const acceptors = await ethers.deployContract("Acceptors", [bills.target]);
    expect(await acceptors.bills()).to.equal(bills.target);
    const { face: unaccepted, id: ofUnaccepted } = await drawn(asBills(world), { document: ethers.id("drawn") });
    await expect(acceptors.note(unaccepted))
      .to.be.revertedWithCustomError(acceptors, "Acceptors_NotAccepted")
      .withArgs(ofUnaccepted);
    const first = await accepted(asBills(world));
    const second = await accepted(asBills(world), { document: ethers.id("second") });
    const record = async () =>
      (await acceptors.recordOf(drawee, token)).map(({ count, sum }: { count: bigint; sum: bigint }) => [count, sum]);
    const none = [0n, 0n];
    await expect(acceptors.note(first.face))
      .to.emit(acceptors, "Noted")
      .withArgs(first.id, drawee.address, token.target, 1n, 0n);
    await acceptors.note(second.face);
    await expect(acceptors.note(first.face))
      .to.be.revertedWithCustomError(acceptors, "Acceptors_NothingNew")
      .withArgs(first.id);
    expect(await record()).to.deep.equal([[2n, 2n * SUM], none, none, none, none]);
    await at(firstSecond(first.face.term));
    await bills.connect(drawee).pay(first.face, SUM / 4n);
    await acceptors.note(first.face);
    expect(await record()).to.deep.equal([[2n, 2n * SUM], none, none, [1n, SUM / 4n], none]);
    await bills.connect(drawee).pay(first.face, SUM / 4n);
    await acceptors.note(first.face);
    expect(await record()).to.deep.equal([[2n, 2n * SUM], none, none, [1n, SUM / 2n], none]);
    await bills.connect(drawee).pay(first.face, ALL);
    await acceptors.note(first.face);
    expect(await acceptors.noted(first.id)).to.deep.equal([3n, 0n]);
    expect(await record()).to.deep.equal([[2n, 2n * SUM], [1n, SUM], none, none, none]);
    await bills.connect(payee).presentForPayment(second.face, FIRST);
    await bills.connect(drawee).refusePayment(second.face, FIRST);
    await bills.connect(drawee).pay(second.face, SUM / 2n);
    await acceptors.note(second.face);
    expect(await record()).to.deep.equal([[2n, 2n * SUM], [1n, SUM], none, [1n, SUM / 2n], [1n, SUM]]);
    await bills.connect(drawee).pay(second.face, ALL);
    await expect(acceptors.note(second.face))
      .to.emit(acceptors, "Noted")
      .withArgs(second.id, drawee.address, token.target, 21n, 0n);
    expect(await record()).to.deep.equal([[2n, 2n * SUM], [1n, SUM], [1n, SUM], none, [1n, SUM]]);
  });

  it("BIL-90 count what was promised of a bill accepted in part", async () => {
    const world = await loadOffers();
    const { bills, drawee, token } = world;
    const acceptors = await ethers.deployContract("Acceptors", [bills.target]);
    const made = await delivered(asBills(world));
    await bills.connect(drawee).acceptPart(made.face, 60n);
    await acceptors.note(made.face);
    const { accepted: tally } = await acceptors.recordOf(drawee, token);
    expect([tally.count, tally.sum]).to.deep.equal([1n, 60n * made.face.units]);
  });
});
