import { expect } from "chai";
import {
  AMOUNT,
  claimOf,
  ethers,
  idOf,
  load,
  NOBODY,
  OTHER,
  open,
  openAt,
  type Parts,
  SECRET,
  termsOf,
} from "./world.ts";

const [GLAD, REFUSING, BURNING, ENDLESS] = [0n, 1n, 2n, 3n];
const TIP = 100n;

/** A lock of ether for a contract. */
async function forContract(manner: bigint, parts: Parts = {}) {
  const world = await load();
  const receiver = await ethers.deployContract("ReceiverMock");
  await receiver.setManner(manner);
  const terms = await termsOf(world, { recipient: await receiver.getAddress(), ...parts });
  await open(world, terms);
  return { ...world, world, receiver, terms };
}

describe("payouts of hash locks that are refused", () => {
  for (const [name, manner, gasLimit] of [
    ["refuses", REFUSING, 700_000n],
    ["burns all gas", BURNING, 2_600_000n],
    ["answers without end", ENDLESS, 2_600_000n],
  ] as const) {
    it(`SWP-26 become a credit of a contract that ${name}, and the caller gets the tip`, async () => {
      const { hashLock, receiver, terms, caller, stranger } = await forContract(manner, { tip: TIP });
      const act = hashLock.connect(caller).claim(claimOf(terms), { gasLimit });
      await expect(act)
        .to.emit(hashLock, "Credited")
        .withArgs(NOBODY, receiver.target, AMOUNT - TIP);
      await expect(act).to.changeEtherBalances(ethers, [hashLock, receiver, caller], [-TIP, 0n, TIP]);
      expect(await hashLock.creditOf(NOBODY, receiver)).to.equal(AMOUNT - TIP);
      await expect(hashLock.connect(stranger).withdraw(NOBODY, receiver, { gasLimit }))
        .to.be.revertedWithCustomError(hashLock, "Payouts_Refused")
        .withArgs(NOBODY, receiver.target, AMOUNT - TIP);
      await receiver.setManner(GLAD);
      const paid = hashLock.connect(stranger).withdraw(NOBODY, receiver);
      await expect(paid)
        .to.emit(hashLock, "Withdrawn")
        .withArgs(NOBODY, receiver.target, receiver.target, AMOUNT - TIP);
      await expect(paid).to.changeEtherBalances(ethers, [hashLock, receiver], [TIP - AMOUNT, AMOUNT - TIP]);
      await expect(hashLock.withdraw(NOBODY, receiver))
        .to.be.revertedWithCustomError(hashLock, "Payouts_NothingToWithdraw")
        .withArgs(NOBODY, receiver.target);
    });
  }

  it("SWP-26 are paid to whom the account names", async () => {
    const { hashLock, receiver, terms, stranger } = await forContract(REFUSING);
    await hashLock.claim(claimOf(terms), { gasLimit: 700_000n });
    const to = (account: string) => hashLock.interface.encodeFunctionData("withdrawTo", [NOBODY, account]);
    for (const bad of [NOBODY, await hashLock.getAddress()]) {
      await expect(receiver.act(hashLock, to(bad)))
        .to.be.revertedWithCustomError(hashLock, "Payouts_BadReceiver")
        .withArgs(bad);
    }
    const act = receiver.act(hashLock, to(stranger.address));
    await expect(act).to.emit(hashLock, "Withdrawn").withArgs(NOBODY, receiver.target, stranger.address, AMOUNT);
    await expect(act).to.changeEtherBalances(ethers, [hashLock, stranger], [-AMOUNT, AMOUNT]);
    await expect(hashLock.connect(stranger).withdrawTo(NOBODY, stranger))
      .to.be.revertedWithCustomError(hashLock, "Payouts_NothingToWithdraw")
      .withArgs(NOBODY, stranger.address);
  });

  it("SWP-26 of an ERC-20 that blocks the recipient wait until it does not", async () => {
    const world = await load();
    const { hashLock, payer, recipient } = world;
    const token = await ethers.deployContract("BlockingTokenMock");
    await token.mint(payer, 2n * AMOUNT);
    await token.connect(payer).approve(hashLock, 2n * AMOUNT);
    const terms = await termsOf(world, { token: await token.getAddress() });
    const other = await termsOf(world, { token: await token.getAddress(), salt: 1n });
    for (const each of [terms, other]) await open(world, each);
    await token.setBlocked(recipient, true);
    const act = hashLock.claimMany([claimOf(terms), claimOf(other)], { gasLimit: 900_000n });
    await expect(act)
      .to.emit(hashLock, "Credited")
      .withArgs(token.target, recipient.address, 2n * AMOUNT);
    expect(await token.balanceOf(hashLock)).to.equal(2n * AMOUNT);
    await token.setBlocked(recipient, false);
    const paid = hashLock.withdraw(token, recipient);
    await expect(paid).to.changeTokenBalances(ethers, token, [hashLock, recipient], [-2n * AMOUNT, 2n * AMOUNT]);
  });

  it("SWP-27 do not become a credit for lack of gas", async () => {
    const { world, hashLock, terms, stranger } = await forContract(REFUSING);
    const id = await idOf(world, terms);
    for (const gasLimit of [100_000n, 200_000n, 400_000n, 520_000n]) {
      await expect(hashLock.connect(stranger).claim(claimOf(terms), { gasLimit })).to.be.revertedWithCustomError(
        hashLock,
        "Payouts_TooLittleGas",
      );
    }
    expect((await openAt(world, id))[0]).not.to.equal(0n);
    const glad = await forContract(GLAD);
    const act = glad.hashLock.connect(glad.stranger).claim(claimOf(glad.terms), { gasLimit: 100_000n });
    await expect(act).to.changeEtherBalances(ethers, [glad.hashLock, glad.receiver], [-AMOUNT, AMOUNT]);
  });
});

describe("attacks on hash locks", () => {
  it("SWP-28 a relayed claim that is run in front of still pays the recipient", async () => {
    const world = await load();
    const { hashLock, recipient, caller, stranger } = world;
    const terms = await termsOf(world, { tip: TIP });
    await open(world, terms);
    const thief = hashLock.connect(stranger).claim(claimOf(terms));
    await expect(thief).to.changeEtherBalances(ethers, [recipient, stranger], [AMOUNT - TIP, TIP]);
    await expect(hashLock.connect(caller).claim(claimOf(terms)))
      .to.be.revertedWithCustomError(hashLock, "HashLock_NotOpen")
      .withArgs(await idOf(world, terms));
  });

  it("SWP-28 a recipient that claims again while it is paid gets nothing more", async () => {
    const { world, hashLock, receiver, terms } = await forContract(GLAD);
    const others = await termsOf(world, { salt: 9n, secret: OTHER });
    await open(world, others);
    for (const data of [
      hashLock.interface.encodeFunctionData("claim", [claimOf(terms)]),
      hashLock.interface.encodeFunctionData("claimMany", [[claimOf(terms)]]),
      hashLock.interface.encodeFunctionData("refundEarly", [terms, 0n, "0x"]),
      hashLock.interface.encodeFunctionData("withdraw", [NOBODY, receiver.target as string]),
    ]) {
      const snapshot = await ethers.provider.send("evm_snapshot", []);
      await receiver.setCall(hashLock, data);
      const act = hashLock.claim(claimOf(terms));
      await expect(act).to.emit(receiver, "CalledBack");
      await expect(act).to.changeEtherBalances(ethers, [hashLock, receiver], [-AMOUNT, AMOUNT]);
      const [log] = await receiver.queryFilter(receiver.filters.CalledBack());
      expect(log?.args.success).to.equal(false);
      expect(await ethers.provider.getBalance(hashLock)).to.equal(AMOUNT);
      await ethers.provider.send("evm_revert", [snapshot]);
    }
  });

  it("SWP-28 a token that claims another lock while one is made can't make its delivery look whole", async () => {
    const world = await load();
    const { hashLock, token } = world;
    const first = await termsOf(world, { token: await token.getAddress() });
    await open(world, first);
    const second = { ...first, terms: first.terms + 1n };
    await token.setFee(10_000n);
    await token.setCall(hashLock, hashLock.interface.encodeFunctionData("claim", [claimOf(second, SECRET)]));
    await expect(open(world, second)).to.be.revert(ethers);
    expect(await openAt(world, await idOf(world, second))).to.deep.equal([0n]);
    expect(await token.balanceOf(hashLock)).to.equal(AMOUNT);
  });

  it("SWP-28 has no owner, no pause, no fee and no upgrade: nobody else has an act of his own", async () => {
    const { hashLock } = await load();
    const acts = hashLock.interface.fragments
      .filter((part) => part.type === "function" && !("constant" in part && part.constant))
      .map((part) => ("name" in part ? String(part.name) : ""));
    expect([...new Set(acts)].sort()).to.deep.equal([
      "claim",
      "claimItem",
      "claimMany",
      "lockETH",
      "lockItem",
      "lockToken",
      "lockTokenWithAuthorization",
      "lockTokenWithPermit",
      "multicall",
      "onERC721Received",
      "refund",
      "refundEarly",
      "refundItem",
      "refundItemEarly",
      "refundMany",
      "withdraw",
      "withdrawItem",
      "withdrawItemTo",
      "withdrawTo",
    ]);
  });
});
