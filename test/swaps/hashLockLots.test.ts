import { expect } from "chai";
import { packTerms } from "../../sdk/src/swaps/lock.ts";
import { dishonour } from "../instruments/billsClaims.ts";
import { accepted, type BillsWorld, CLAUSE, deployBills, linksOf, SUM } from "../instruments/billsWorld.ts";
import { ALL, DAY, ethers, FIRST, networkHelpers, now, UNITS } from "../instruments/world.ts";
import { hashOf, SECRET } from "./world.ts";

async function deploy() {
  const world = await deployBills();
  const hashLock = await ethers.deployContract("HashLock", [world.relay.target]);
  return { ...world, hashLock };
}

const load = () => networkHelpers.loadFixture(deploy);
type World = Awaited<ReturnType<typeof deploy>>;
type Made = Awaited<ReturnType<typeof accepted>>;

/** Locks the payee's whole bill for `second`, for a day. */
async function locked(world: World, { root }: Made) {
  const { hashLock, lots, payee, second } = world;
  const timelock = (await now()) + DAY;
  const terms = packTerms({ timelock, tip: 0n, salt: 0n });
  const parties = { recipient: second.address, refundee: payee.address };
  const item = { token: lots.target, tokenId: root, units: UNITS, hashlock: hashOf(SECRET), ...parties, terms };
  await lots.connect(payee).setOperator(hashLock, true);
  await hashLock.connect(payee).lockItem(item);
  const id = await hashLock.lockId(3n, second, payee, root, lots, UNITS, item.hashlock, terms);
  const { hashlock: _, ...rest } = item;
  return { item, claim: { ...rest, preimage: SECRET }, vault: await hashLock.vaultOf(id), timelock, id };
}

const holderOf = async ({ lots }: BillsWorld, root: bigint): Promise<string> => (await lots.lotOf(root)).holder;

describe("HashLock, with lots of bills", () => {
  it("SWP-24: holds a bill in a vault of its own, and whoever claims it collects it", async () => {
    const world = await load();
    const { bills, hashLock, drawee, second, stranger, token } = world;
    const made = await accepted(world);
    const { claim, vault } = await locked(world, made);
    expect(await holderOf(world, made.root)).to.equal(vault);
    // Paid while it is locked: the money waits for the lot's holder.
    await networkHelpers.time.increase(60n * DAY);
    await bills.connect(drawee).pay(made.face, SUM);
    await hashLock.connect(stranger).claimItem(claim);
    expect(await holderOf(world, made.root)).to.equal(second.address);
    const act = bills.connect(second).collect(made.face, FIRST, second.address);
    await expect(act).to.changeTokenBalances(ethers, token, [second, bills], [SUM, -SUM]);
  });

  it("SWP-24: gives a bill back whole from the timelock on", async () => {
    const world = await load();
    const { hashLock, payee, stranger } = world;
    const made = await accepted(world);
    const { item, timelock, id } = await locked(world, made);
    await expect(hashLock.connect(stranger).refundItem(item))
      .to.be.revertedWithCustomError(hashLock, "HashLock_TooEarly")
      .withArgs(id, timelock);
    await networkHelpers.time.increase(DAY);
    await hashLock.connect(stranger).refundItem(item);
    expect(await holderOf(world, made.root)).to.equal(payee.address);
  });

  it("SWP-24: hands on the money with which a signer takes the bill up meanwhile", async () => {
    const world = await load();
    const { recourse, hashLock, drawer, payee, second, stranger, token } = world;
    const made = await accepted(world, { clauses: CLAUSE.noProtest });
    await dishonour(world, made, payee);
    const { claim, vault } = await locked(world, made);
    await recourse.connect(drawer).takeUp(made.face, FIRST, await linksOf(world, made.root), 0n, ALL);
    const paid = await token.balanceOf(vault);
    expect(paid).to.be.greaterThanOrEqual(SUM);
    expect(await holderOf(world, made.root)).to.equal(drawer.address);
    await expect(hashLock.connect(stranger).claimItem(claim))
      .to.emit(hashLock, "ItemKept")
      .withArgs(claim.token, made.root, second.address);
    const box = await ethers.getContractAt("Vault", vault);
    await expect(box.connect(stranger).sweep(token)).to.changeTokenBalances(
      ethers,
      token,
      [second, box],
      [paid, -paid],
    );
    expect(await holderOf(world, made.root)).to.equal(drawer.address);
  });
});
