import { expect } from "chai";
import {
  AMOUNT,
  at,
  claimOf,
  ethers,
  HOUR,
  type Item,
  idOf,
  itemOf,
  load,
  NOBODY,
  now,
  openAt,
  type Parts,
  SECRET,
  signEarly,
  termsOf,
  type World,
} from "./world.ts";

const [NUMBER, UNITS, TIP] = [7n, 100n, 50n];

async function withItem(parts: Parts = {}) {
  const world = await load();
  const nft = await ethers.deployContract("ItemMock");
  await nft.mint(world.payer, NUMBER);
  await nft.connect(world.payer).approve(world.hashLock, NUMBER);
  const terms = await termsOf(world, { token: await nft.getAddress(), ...parts });
  const item = itemOf(terms, NUMBER);
  return { ...world, world, nft, item, id: await idOf(world, item) };
}

/** A lot of a real instrument is tried in the tests of the stack; here, units of any ERC-6909. */
async function withLot(parts: Parts = {}) {
  const world = await load();
  const lots = await ethers.deployContract("ERC6909Mock");
  await lots.mint(world.payer, NUMBER, UNITS);
  await lots.connect(world.payer).approve(world.hashLock, NUMBER, UNITS);
  const terms = await termsOf(world, { token: await lots.getAddress(), ...parts });
  const item = itemOf(terms, NUMBER, UNITS);
  return { ...world, world, lots, item, id: await idOf(world, item) };
}

const lock = ({ hashLock, payer }: World, item: Item, value = 0n) => hashLock.connect(payer).lockItem(item, { value });

const told = (id: string, { recipient, refundee, tokenId, token, units, hashlock, terms }: Item) =>
  [id, recipient, refundee, tokenId, token, units, hashlock, terms] as const;

async function vaultOf({ hashLock }: World, id: string) {
  return ethers.getContractAt("Vault", await hashLock.vaultOf(id));
}

describe("a hash lock of an ERC-721", () => {
  it("SWP-20 holds it for the recipient, who gets it, and who claims gets the tip in ether", async () => {
    const { world, hashLock, nft, item, id, payer, recipient, caller } = await withItem({ tip: TIP });
    const locking = lock(world, item, TIP);
    await expect(locking)
      .to.emit(hashLock, "LockedItem")
      .withArgs(...told(id, item));
    await expect(locking).to.changeEtherBalances(ethers, [payer, hashLock], [-TIP, TIP]);
    await expect(locking).not.to.emit(hashLock, "Vaulted");
    expect(await nft.ownerOf(NUMBER)).to.equal(hashLock.target);
    expect(await hashLock.vaultOf(id)).to.equal(NOBODY);
    const act = hashLock.connect(caller).claimItem(claimOf(item));
    await expect(act).to.emit(hashLock, "Claimed").withArgs(id, SECRET);
    await expect(act).to.changeEtherBalances(ethers, [hashLock, recipient, caller], [-TIP, 0n, TIP]);
    expect(await nft.ownerOf(NUMBER)).to.equal(recipient.address);
    expect(await openAt(world, id)).to.deep.equal([0n]);
    await expect(hashLock.claimItem(claimOf(item)))
      .to.be.revertedWithCustomError(hashLock, "HashLock_NotOpen")
      .withArgs(id);
  });

  it("SWP-20 gives it back from the timelock on, or at once if the recipient agrees", async () => {
    const { world, hashLock, nft, item, id, payer, recipient, refundee, stranger } = await withItem();
    await lock(world, item);
    const timelock = item.terms >> 216n;
    await expect(hashLock.refundItem(item))
      .to.be.revertedWithCustomError(hashLock, "HashLock_TooEarly")
      .withArgs(id, timelock);
    const [lockedAt = 0n] = await openAt(world, id);
    const deadline = (await now()) + HOUR;
    await expect(hashLock.connect(stranger).refundItemEarly(item, deadline, "0x"))
      .to.be.revertedWithCustomError(hashLock, "HashLock_NotSigned")
      .withArgs(id, recipient.address);
    const signature = await signEarly(world, recipient, { id, lockedAt, deadline });
    await expect(hashLock.connect(stranger).refundItemEarly(item, deadline, signature))
      .to.emit(hashLock, "Refunded")
      .withArgs(id);
    expect(await nft.ownerOf(NUMBER)).to.equal(refundee.address);
    await nft.connect(refundee).transferFrom(refundee, payer, NUMBER);
    await nft.connect(payer).approve(hashLock, NUMBER);
    await lock(world, item);
    await at(timelock);
    await expect(hashLock.connect(stranger).refundItem(item)).to.emit(hashLock, "Refunded").withArgs(id);
    expect(await nft.ownerOf(NUMBER)).to.equal(refundee.address);
  });

  it("SWP-21 is made by sending it with the terms", async () => {
    const { world, hashLock, nft, item, id, payer, recipient } = await withItem();
    const data = ethers.AbiCoder.defaultAbiCoder().encode(
      ["bytes32", "address", "address", "uint256"],
      [item.hashlock, item.recipient, item.refundee, item.terms],
    );
    const send = () =>
      nft.connect(payer)["safeTransferFrom(address,address,uint256,bytes)"](payer, hashLock, NUMBER, data);
    await expect(send())
      .to.emit(hashLock, "LockedItem")
      .withArgs(...told(id, item));
    expect((await openAt(world, id))[0]).not.to.equal(0n);
    await hashLock.claimItem(claimOf(item));
    expect(await nft.ownerOf(NUMBER)).to.equal(recipient.address);
    await expect(nft.connect(payer).pretend(hashLock, NUMBER, data))
      .to.be.revertedWithCustomError(hashLock, "HashLock_NotDelivered")
      .withArgs(nft.target, NUMBER);
    const tipped = ethers.AbiCoder.defaultAbiCoder().encode(
      ["bytes32", "address", "address", "uint256"],
      [item.hashlock, item.recipient, item.refundee, item.terms + (TIP << 88n)],
    );
    await expect(nft.connect(payer).pretend(hashLock, NUMBER, tipped))
      .to.be.revertedWithCustomError(hashLock, "HashLock_WrongValue")
      .withArgs(0n, TIP);
    await expect(nft.connect(payer).pretend(hashLock, NUMBER, "0x")).to.be.revert(ethers);
  });

  it("SWP-22 refuses ether that is not the tip, other tokens' codes, and what does not arrive", async () => {
    const { world, hashLock, nft, item, id, stranger } = await withItem();
    await expect(lock(world, item, 1n))
      .to.be.revertedWithCustomError(hashLock, "HashLock_WrongValue")
      .withArgs(1n, 0n);
    await expect(lock(world, { ...item, token: stranger.address }))
      .to.be.revertedWithCustomError(hashLock, "HashLock_NotToken")
      .withArgs(stranger.address);
    await expect(lock(world, { ...item, recipient: NOBODY }))
      .to.be.revertedWithCustomError(hashLock, "HashLock_BadParty")
      .withArgs(NOBODY, item.refundee);
    await expect(lock(world, { ...item, terms: 0n })).to.be.revertedWithCustomError(hashLock, "HashLock_BadTimelock");
    await expect(hashLock.connect(stranger).lockItem(item))
      .to.be.revertedWithCustomError(nft, "ERC721IncorrectOwner")
      .withArgs(stranger.address, NUMBER, world.payer.address);
    await nft.setPretends(true);
    await expect(lock(world, item))
      .to.be.revertedWithCustomError(hashLock, "HashLock_NotDelivered")
      .withArgs(nft.target, NUMBER);
    await expect(lock(world, { ...item, token: world.token.target as string })).to.be.revert(ethers);
    expect(await openAt(world, id)).to.deep.equal([0n]);
    await nft.setPretends(false);
    await lock(world, item);
    await expect(lock(world, item)).to.be.revertedWithCustomError(hashLock, "HashLock_AlreadyOpen").withArgs(id);
  });

  it("SWP-23 keeps it for its party while it can't be moved", async () => {
    const { world, hashLock, nft, item, recipient, stranger } = await withItem();
    await lock(world, item);
    await nft.setFrozen(true);
    await expect(hashLock.connect(stranger).claimItem(claimOf(item), { gasLimit: 300_000n })).to.be.revert(ethers);
    await expect(hashLock.connect(stranger).claimItem(claimOf(item), { gasLimit: 900_000n }))
      .to.emit(hashLock, "ItemKept")
      .withArgs(nft.target, NUMBER, recipient.address);
    expect(await hashLock.keptFor(nft, NUMBER)).to.equal(recipient.address);
    await expect(hashLock.withdrawItem(nft, NUMBER))
      .to.be.revertedWithCustomError(hashLock, "Payouts_Refused")
      .withArgs(nft.target, recipient.address, NUMBER);
    await nft.setFrozen(false);
    await expect(hashLock.connect(stranger).withdrawItemTo(nft, NUMBER, stranger))
      .to.be.revertedWithCustomError(hashLock, "HashLock_NothingKept")
      .withArgs(nft.target, NUMBER, stranger.address);
    for (const bad of [NOBODY, hashLock.target]) {
      await expect(hashLock.connect(recipient).withdrawItemTo(nft, NUMBER, bad))
        .to.be.revertedWithCustomError(hashLock, "Payouts_BadReceiver")
        .withArgs(bad);
    }
    await expect(hashLock.connect(recipient).withdrawItemTo.staticCall(nft, NUMBER, stranger)).not.to.be.revert(ethers);
    await expect(hashLock.connect(stranger).withdrawItem(nft, NUMBER))
      .to.emit(hashLock, "ItemWithdrawn")
      .withArgs(nft.target, NUMBER, recipient.address, recipient.address);
    expect(await nft.ownerOf(NUMBER)).to.equal(recipient.address);
    await expect(hashLock.withdrawItem(nft, NUMBER))
      .to.be.revertedWithCustomError(hashLock, "HashLock_NothingKept")
      .withArgs(nft.target, NUMBER, NOBODY);
  });

  it("SWP-23 hands what is kept to whom its party names", async () => {
    const { world, hashLock, nft, item, recipient, stranger } = await withItem();
    await lock(world, item);
    await nft.setFrozen(true);
    await hashLock.claimItem(claimOf(item), { gasLimit: 900_000n });
    await nft.setFrozen(false);
    await expect(hashLock.connect(recipient).withdrawItemTo(nft, NUMBER, stranger))
      .to.emit(hashLock, "ItemWithdrawn")
      .withArgs(nft.target, NUMBER, recipient.address, stranger.address);
    expect(await nft.ownerOf(NUMBER)).to.equal(stranger.address);
  });
});

describe("a hash lock of a lot", () => {
  it("SWP-24 has a vault of its own, and goes whole to the recipient", async () => {
    const { world, hashLock, lots, item, id, payer, recipient, caller } = await withLot({ tip: TIP });
    const locking = lock(world, item, TIP);
    await expect(locking)
      .to.emit(hashLock, "LockedItem")
      .withArgs(...told(id, item));
    const vault = await vaultOf(world, id);
    await expect(locking).to.emit(hashLock, "Vaulted").withArgs(id, vault.target);
    expect([await lots.balanceOf(payer, NUMBER), await lots.balanceOf(vault, NUMBER)]).to.deep.equal([0n, UNITS]);
    expect(await vault.party()).to.equal(NOBODY);
    const act = hashLock.connect(caller).claimItem(claimOf(item));
    await expect(act).to.emit(hashLock, "Claimed").withArgs(id, SECRET);
    await expect(act).to.emit(vault, "Released").withArgs(recipient.address);
    await expect(act).to.changeEtherBalances(ethers, [hashLock, caller], [-TIP, TIP]);
    expect([await lots.balanceOf(recipient, NUMBER), await lots.balanceOf(vault, NUMBER)]).to.deep.equal([UNITS, 0n]);
    expect([await vault.party(), await hashLock.vaultOf(id)]).to.deep.equal([recipient.address, NOBODY]);
  });

  it("SWP-24 goes back to the refundee, and what else came in with it is his", async () => {
    const { world, hashLock, lots, token, item, id, payer, recipient, refundee, stranger } = await withLot();
    await lock(world, item);
    const vault = await vaultOf(world, id);
    await token.connect(payer).transfer(vault, AMOUNT);
    await payer.sendTransaction({ to: vault, value: 5n });
    await lots.mint(vault, 9n, 3n);
    for (const act of [vault.sweep(token), vault.sweepItem(lots, NUMBER), vault.execute(token, 0n, "0x")]) {
      await expect(act).to.be.revertedWithCustomError(vault, "Vault_Locked").withArgs();
    }
    await expect(vault.connect(stranger).release(stranger, lots, NUMBER))
      .to.be.revertedWithCustomError(vault, "Vault_NotHashLock")
      .withArgs(stranger.address);
    await at(item.terms >> 216n);
    await hashLock.refundItem(item);
    expect(await lots.balanceOf(refundee, NUMBER)).to.equal(UNITS);
    const sweep = vault.connect(stranger).sweep(token);
    await expect(sweep).to.changeTokenBalances(ethers, token, [vault, refundee, recipient], [-AMOUNT, AMOUNT, 0n]);
    await expect(vault.sweep(NOBODY)).to.changeEtherBalances(ethers, [vault, refundee], [-5n, 5n]);
    await vault.sweepItem(lots, 9n);
    expect(await lots.balanceOf(refundee, 9n)).to.equal(3n);
    for (const [act, number] of [
      [vault.sweep(token), 0n],
      [vault.sweepItem(token, 1n), 1n],
    ] as const) {
      await expect(act).to.be.revertedWithCustomError(vault, "Vault_NothingThere").withArgs(token.target, number);
    }
  });

  it("SWP-25 that can't be moved stays in its vault, which the party commands", async () => {
    const world = await load();
    const { hashLock, payer, recipient, stranger, relay } = world;
    const lots = await ethers.deployContract("LotsMock");
    await lots.mint(payer, NUMBER, UNITS);
    await lots.connect(payer).setOperator(hashLock, true);
    const item = itemOf(await termsOf(world, { token: await lots.getAddress() }), NUMBER, UNITS);
    const id = await idOf(world, item);
    await lock(world, item);
    const vault = await vaultOf(world, id);
    await lots.setFrozen(true);
    await expect(hashLock.connect(stranger).claimItem(claimOf(item), { gasLimit: 1_000_000n }))
      .to.emit(hashLock, "ItemKept")
      .withArgs(lots.target, NUMBER, recipient.address);
    expect(await hashLock.keptFor(lots, NUMBER)).to.equal(NOBODY);
    await expect(vault.sweepItem(lots, NUMBER))
      .to.be.revertedWithCustomError(vault, "Vault_Refused")
      .withArgs(lots.target, NUMBER);
    await expect(vault.connect(stranger).execute(lots, 0n, "0x"))
      .to.be.revertedWithCustomError(vault, "Vault_NotParty")
      .withArgs(stranger.address);
    const data = lots.interface.encodeFunctionData("burn", [vault.target, NUMBER, 40n]);
    await vault.connect(recipient).execute(lots, 0n, data);
    expect(await lots.balanceOf(vault, NUMBER)).to.equal(UNITS - 40n);
    expect(await vault.trustedForwarder()).to.equal(relay.target);
    await lots.setFrozen(false);
    await vault.connect(stranger).sweepItem(lots, NUMBER);
    expect(await lots.balanceOf(recipient, NUMBER)).to.equal(UNITS - 40n);
  });

  it("SWP-25 that was shortened goes as it is, and one that is paid whole hinders nobody", async () => {
    for (const left of [60n, 0n]) {
      const world = await load();
      const { hashLock, payer, recipient } = world;
      const lots = await ethers.deployContract("LotsMock");
      await lots.mint(payer, NUMBER, UNITS);
      await lots.connect(payer).approve(hashLock, NUMBER, UNITS);
      const item = itemOf(await termsOf(world, { token: await lots.getAddress() }), NUMBER, UNITS);
      await lock(world, item);
      const vault = await vaultOf(world, await idOf(world, item));
      await lots.burn(vault, NUMBER, UNITS - left);
      await hashLock.claimItem(claimOf(item), { gasLimit: 1_000_000n });
      expect(await lots.balanceOf(recipient, NUMBER)).to.equal(left);
      expect(await vault.party()).to.equal(recipient.address);
    }
  });

  it("SWP-22 refuses a lot that does not arrive whole", async () => {
    const world = await load();
    const { hashLock, payer } = world;
    const lots = await ethers.deployContract("LotsMock");
    await lots.mint(payer, NUMBER, UNITS);
    await lots.connect(payer).setOperator(hashLock, true);
    const item = itemOf(await termsOf(world, { token: await lots.getAddress() }), NUMBER, UNITS);
    await lots.setLoses(true);
    await expect(lock(world, item))
      .to.be.revertedWithCustomError(hashLock, "HashLock_NotDelivered")
      .withArgs(lots.target, NUMBER);
    expect(await openAt(world, await idOf(world, item))).to.deep.equal([0n]);
  });

  it("leaves what vaults are clones of locked for ever", async () => {
    const { hashLock, stranger, token } = await load();
    const model = await ethers.getContractAt("Vault", await hashLock.vaults());
    await expect(model.release(stranger, token, 0n)).to.be.revertedWithCustomError(model, "Vault_NotHashLock");
    await expect(model.sweep(token)).to.be.revertedWithCustomError(model, "Vault_Locked").withArgs();
  });
});
