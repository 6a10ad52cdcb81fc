import { expect } from "chai";
import {
  AMOUNT,
  at,
  claimOf,
  ethers,
  idOf,
  itemOf,
  load,
  NOBODY,
  open,
  openAt,
  SECRET,
  termsOf,
  type World,
} from "./world.ts";

/** The number of an ERC-721 that is an amount, too. */
const ONE = 1n;

async function withItem() {
  const world = await load();
  const nft = await ethers.deployContract("ItemMock");
  for (const number of [ONE, 2n]) {
    await nft.mint(world.payer, number);
    await nft.connect(world.payer).approve(world.hashLock, number);
  }
  return { ...world, world, nft, terms: await termsOf(world, { token: await nft.getAddress(), amount: ONE }) };
}

const refusesId = async (world: World, act: Promise<unknown>, terms: Parameters<typeof idOf>[1]) =>
  expect(act)
    .to.be.revertedWithCustomError(world.hashLock, "HashLock_NotOpen")
    .withArgs(await idOf(world, terms));

describe("tokens of one kind that are locked as another", () => {
  it("SWP-22 an ERC-20 is no item: nothing of it is taken", async () => {
    const world = await load();
    const { hashLock, token, payer } = world;
    const item = itemOf(await termsOf(world, { token: await token.getAddress() }), AMOUNT);
    const act = hashLock.connect(payer).lockItem(item);
    await expect(act).to.be.revertedWithCustomError(hashLock, "HashLock_NotDelivered").withArgs(token.target, AMOUNT);
    await expect(hashLock.connect(payer).lockItem({ ...item, units: AMOUNT })).to.be.revert(ethers);
    expect(await token.balanceOf(hashLock)).to.equal(0n);
  });

  it("SWP-19 an ERC-721 is no ERC-20 but where its number is one, and then harms its own lock alone", async () => {
    const { world, hashLock, nft, terms, recipient, payer } = await withItem();
    const money = await ethers.getContractAt("Market", hashLock.target);
    await expect(open(world, { ...terms, amount: 2n }))
      .to.be.revertedWithCustomError(money, "Money_ShortDelivery")
      .withArgs(nft.target, 2n, 1n);
    const other = itemOf(terms, 2n);
    await hashLock.connect(payer).lockItem(other);
    await open(world, terms);
    const act = hashLock.claim(claimOf(terms), { gasLimit: 900_000n });
    await expect(act).to.emit(hashLock, "Credited").withArgs(nft.target, recipient.address, ONE);
    await expect(hashLock.withdraw(nft, recipient, { gasLimit: 900_000n }))
      .to.be.revertedWithCustomError(hashLock, "Payouts_Refused")
      .withArgs(nft.target, recipient.address, ONE);
    await hashLock.claimItem(claimOf(other));
    expect(await nft.ownerOf(2n)).to.equal(recipient.address);
  });

  it("SWP-09 a lock of one kind is ended by no act for another", async () => {
    const { world, hashLock, nft, terms, payer, recipient } = await withItem();
    const item = itemOf(terms, ONE);
    await hashLock.connect(payer).lockItem(item);
    await refusesId(world, hashLock.claim(claimOf(terms)), terms);
    const lot = { ...item, units: 1n };
    await refusesId(world, hashLock.claimItem(claimOf(lot)), lot);
    const zero = { ...item, tokenId: 0n };
    await refusesId(world, hashLock.claimItem(claimOf(zero)), zero);
    await at(terms.terms >> 216n);
    await refusesId(world, hashLock.refund(terms), terms);
    await refusesId(world, hashLock.refundItem(lot), lot);
    const ether = await termsOf(world);
    await open(world, ether);
    const asItem = { ...itemOf(ether, 0n), token: NOBODY };
    await refusesId(world, hashLock.claimItem(claimOf(asItem)), asItem);
    await hashLock.claimItem(claimOf(item));
    expect(await nft.ownerOf(ONE)).to.equal(recipient.address);
  });
});

describe("ether beside a call", () => {
  it("SWP-18 is not counted more than once: many at once take none", async () => {
    const world = await load();
    const { hashLock, payer } = world;
    const { terms, hashlock, recipient, refundee } = await termsOf(world);
    const lock = (salt: bigint) =>
      hashLock.interface.encodeFunctionData("lockETH", [terms + salt, hashlock, recipient, refundee]);
    const data = hashLock.interface.encodeFunctionData("multicall", [[lock(0n), lock(1n)]]);
    await expect(payer.sendTransaction({ to: hashLock.target, data, value: AMOUNT })).to.be.revert(ethers);
    await expect(payer.sendTransaction({ to: hashLock.target, data }))
      .to.be.revertedWithCustomError(hashLock, "HashLock_NothingLeft")
      .withArgs(0n, 0n);
  });

  it("SWP-22 is refused by every act that locks none", async () => {
    const world = await load();
    const { hashLock, batchLock, payer } = world;
    const terms = await termsOf(world);
    await open(world, terms);
    const acts = [
      hashLock.interface.encodeFunctionData("claim", [claimOf(terms)]),
      hashLock.interface.encodeFunctionData("claimMany", [[claimOf(terms)]]),
      hashLock.interface.encodeFunctionData("refundEarly", [terms, 0n, "0x"]),
      hashLock.interface.encodeFunctionData("withdraw", [NOBODY, payer.address]),
      "0x",
    ];
    for (const data of acts) {
      await expect(payer.sendTransaction({ to: hashLock.target, data, value: 1n })).to.be.revert(ethers);
    }
    await expect(payer.sendTransaction({ to: batchLock.target, value: 1n })).to.be.revert(ethers);
    await expect(hashLock.claim(claimOf(terms)))
      .to.emit(hashLock, "Claimed")
      .withArgs(await idOf(world, terms), SECRET);
  });
});

describe("a vault that is paid before it exists", () => {
  it("SWP-24 hands all of it to the party of the lot that it is made for", async () => {
    const world = await load();
    const { hashLock, payer, recipient, stranger } = world;
    const lots = await ethers.deployContract("ERC6909Mock");
    await lots.mint(payer, 7n, 100n);
    await lots.mint(stranger, 7n, 30n);
    await lots.connect(payer).approve(hashLock, 7n, 100n);
    const nonce = await ethers.provider.getTransactionCount(hashLock);
    const vault = ethers.getCreateAddress({ from: await hashLock.getAddress(), nonce });
    await stranger.sendTransaction({ to: vault, value: 9n });
    await lots.connect(stranger).transfer(vault, 7n, 30n);
    const item = itemOf(await termsOf(world, { token: await lots.getAddress() }), 7n, 100n);
    await hashLock.connect(payer).lockItem(item);
    expect(await hashLock.vaultOf(await idOf(world, item))).to.equal(vault);
    await hashLock.claimItem(claimOf(item));
    expect(await lots.balanceOf(recipient, 7n)).to.equal(130n);
    const made = await ethers.getContractAt("Vault", vault);
    await expect(made.sweep(NOBODY)).to.changeEtherBalances(ethers, [vault, recipient], [-9n, 9n]);
    expect(await openAt(world, await idOf(world, item))).to.deep.equal([0n]);
  });
});
