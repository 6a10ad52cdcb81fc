import { expect } from "chai";
import { asBills, loadOffers, repoOf, sign } from "./billOffers.ts";
import { accepted, CLAUSE, type Face, firstSecond, linksOf, SUM, today } from "./billsWorld.ts";
import { ALL, at, ethers, FIRST } from "./world.ts";

const PRICE = (SUM * 95n) / 100n;

async function opened(changes: Partial<Face> = {}) {
  const world = await loadOffers();
  const made = await accepted(asBills(world), changes);
  const offer = await repoOf(world);
  const signature = await sign(world, world.financier, "Offer", offer);
  await world.repos.connect(world.payee).open(offer, signature, made.face, FIRST, 0n);
  const buyback = await ethers.getContractAt("Buyback", await world.repos.buybackOf(made.root));
  return { ...world, ...made, offer, signature, buyback };
}

describe("repos, attacked", () => {
  it("BIL-88 a bill that fell due and was protested in a buy-back leaves the seller as liable to who takes it then", async () => {
    const world = await opened();
    const { bills, recourse, lots, token, face, root, payee, drawer, drawee, financier, buyback } = world;
    await at(firstSecond(face.term));
    await buyback.presentForPayment(face, FIRST);
    await bills.connect(drawee).refusePayment(face, FIRST);
    await buyback.protest(face, FIRST);
    await buyback.connect(financier).take(face, FIRST);
    const links = await linksOf(world, root);
    const [sellers] = links.flatMap(({ from }, index) => (from === payee.address ? [BigInt(index)] : []));
    const liable = async (by: typeof links) =>
      Promise.all(by.map(async (_, index) => (await recourse.liabilityOf(face, FIRST, by, index)).isLiable));
    // Drawer, seller, and the buy-back, which assigned it without recourse.
    expect(await liable(links)).to.deep.equal([true, true, false]);
    await expect(recourse.connect(payee).takeUp(face, FIRST, links, sellers ?? 0n, ALL)).to.changeTokenBalances(
      ethers,
      token,
      [payee, financier, buyback],
      [-SUM, SUM, 0n],
    );
    expect((await lots.lotOf(root)).holder).to.equal(payee.address);
    expect((await liable(await linksOf(world, root)))[0]).to.equal(true);
    await recourse.connect(drawer).takeUp(face, FIRST, await linksOf(world, root), 0n, ALL);
    expect((await lots.lotOf(root)).holder).to.equal(drawer.address);
  });

  it("BIL-89 no gas limit makes a payment seem refused that the token would have made", async () => {
    const world = await opened();
    const { token, face, payee, second, buyback } = world;
    await token.connect(second).transfer(buyback, PRICE + 1n);
    const kept = buyback.interface.getEvent("Kept").topicHash;
    const most = await buyback.settle.estimateGas(face, FIRST);
    let [refused, done] = [0, 0];
    for (let gasLimit = most / 3n; gasLimit <= most + 20_000n; gasLimit += most / 40n) {
      const snapshot = await ethers.provider.send("evm_snapshot", []);
      const receipt = await buyback
        .connect(second)
        .settle(face, FIRST, { gasLimit })
        .then((sent) => sent.wait())
        .catch(() => undefined);
      if (receipt) {
        done += 1;
        expect(receipt.logs.some(({ topics }) => topics[0] === kept)).to.equal(false);
        expect(await token.balanceOf(payee)).to.equal(100n * SUM + PRICE + 1n);
      } else {
        refused += 1;
      }
      await ethers.provider.send("evm_revert", [snapshot]);
    }
    expect(refused).to.be.greaterThan(5);
    expect(done).to.be.greaterThan(0);
  });

  it("BIL-36 a token that calls back while a repo is bought back changes nothing twice", async () => {
    const world = await opened({ clauses: CLAUSE.noProtest });
    const { repos, lots, token, face, root, payee, second, financier, buyback, offer, signature } = world;
    const guard = repos.interface.getError("ReentrancyGuardReentrantCall")?.selector;
    const calls = [
      [repos, repos.interface.encodeFunctionData("repurchase", [face, FIRST, ALL])],
      [repos, repos.interface.encodeFunctionData("open", [offer, signature, face, FIRST, 0n])],
      [buyback, buyback.interface.encodeFunctionData("withdraw", [token.target, payee.address])],
    ] as const;
    for (const [target, data] of calls) {
      const snapshot = await ethers.provider.send("evm_snapshot", []);
      await token.setCall(target, data);
      const act = repos.connect(payee).repurchase(face, FIRST, ALL);
      if (target === repos) await expect(act).to.emit(token, "CalledBack").withArgs(false, guard);
      else await expect(act).to.emit(token, "CalledBack");
      expect((await lots.lotOf(root)).holder).to.equal(payee.address);
      expect(await token.balanceOf(financier)).to.equal(100n * SUM);
      expect(await token.balanceOf(payee)).to.equal(100n * SUM);
      expect(await token.balanceOf(buyback)).to.equal(0n);
      await ethers.provider.send("evm_revert", [snapshot]);
    }
    // What somebody sent settles the repo within: nobody pays for it once more.
    await token.connect(second).transfer(buyback, PRICE);
    await token.setCall(buyback, buyback.interface.encodeFunctionData("settle", [face, FIRST]));
    await expect(repos.connect(payee).repurchase(face, FIRST, ALL))
      .to.be.revertedWithCustomError(repos, "Money_ShortDelivery")
      .withArgs(token.target, PRICE, 0n);
    expect((await lots.lotOf(root)).holder).to.equal(buyback.target);
    expect(await token.balanceOf(payee)).to.equal(100n * SUM + PRICE);
    expect(await token.balanceOf(buyback)).to.equal(PRICE);
  });

  it("BIL-86 a buyer does not lend to himself, and an offer for a lot pays for what is left of it", async () => {
    const world = await loadOffers();
    const { repos, lots, token, payee, second, financier } = world;
    const { face, root } = await accepted(asBills(world));
    const own = await repoOf(world, { buyer: payee.address });
    await token.connect(payee).approve(repos, ethers.MaxUint256);
    await expect(repos.connect(payee).open(own, await sign(world, payee, "Offer", own), face, FIRST, 0n))
      .to.be.revertedWithCustomError(repos, "Money_ShortDelivery")
      .withArgs(token.target, PRICE, 0n);
    const offer = await repoOf(world, { lot: root });
    await lots.connect(payee).divide(root, FIRST, [{ to: second.address, units: face.units / 2n, kind: 1n }]);
    const signature = await sign(world, financier, "Offer", offer);
    await expect(repos.connect(payee).open(offer, signature, face, FIRST, 0n)).to.changeTokenBalances(
      ethers,
      token,
      [payee, financier],
      [PRICE / 2n, -PRICE / 2n],
    );
    expect(await today()).to.be.lessThan(offer.lastDay);
  });
});
