import { expect } from "chai";
import type { Address } from "viem";
import { depositOf, loadDeposits, send } from "./deposits.ts";
import { AMOUNT, at, ethers, NOBODY, networkHelpers, OTHER, SECRET } from "./world.ts";

const [GLAD, REFUSING, BURNING, ENDLESS] = [0n, 1n, 2n, 3n];
const ENOUGH = { gasLimit: 3_000_000n };

describe("a party of a deposit address who refuses", () => {
  it("SWP-52 keeps a credit: the recipient, who claims for himself, and the refundee", async () => {
    const world = await loadDeposits();
    const { depositAddress, caller, stranger } = world;
    const receiver = await ethers.deployContract("ReceiverMock");
    const place = (await receiver.getAddress()) as Address;
    await receiver.setManner(REFUSING);
    const made = await depositOf(world, { recipient: place, tip: 4n });
    await send(world, made);
    const act = depositAddress.connect(caller).claim(SECRET, made.struct, ENOUGH);
    await expect(act)
      .to.emit(depositAddress, "Credited")
      .withArgs(NOBODY, place, AMOUNT - 4n);
    await expect(act).to.changeEtherBalances(
      ethers,
      [made.place, depositAddress, caller, place],
      [-AMOUNT, AMOUNT - 4n, 4n, 0n],
    );
    const back = await depositOf(world, { refundee: place, salt: 1n });
    await send(world, back);
    await at(back.deposit.timelock);
    await depositAddress.refund(back.struct, ENOUGH);
    await send(world, back, 5n);
    await depositAddress.sweep(back.struct, NOBODY, ENOUGH);
    const credit = 2n * AMOUNT + 1n;
    expect(await depositAddress.creditOf(NOBODY, place)).to.equal(credit);
    await receiver.act(
      depositAddress,
      depositAddress.interface.encodeFunctionData("withdrawTo", [NOBODY, stranger.address]),
    );
    expect(await ethers.provider.getBalance(depositAddress)).to.equal(0n);
    expect(await depositAddress.creditOf(NOBODY, place)).to.equal(0n);
  });

  it("SWP-52 can't burn all gas or send an endless answer, nor be made a creditor by too little gas", async () => {
    const world = await loadDeposits();
    const { depositAddress } = world;
    const receiver = await ethers.deployContract("ReceiverMock");
    const recipient = (await receiver.getAddress()) as Address;
    for (const manner of [BURNING, ENDLESS]) {
      const made = await depositOf(world, { recipient, salt: manner });
      await send(world, made);
      await receiver.setManner(manner);
      await depositAddress.claim(SECRET, made.struct, ENOUGH);
    }
    expect(await depositAddress.creditOf(NOBODY, recipient)).to.equal(2n * AMOUNT);
    const made = await depositOf(world, { recipient, salt: 9n });
    await send(world, made);
    await receiver.setManner(REFUSING);
    await expect(depositAddress.claim(SECRET, made.struct, { gasLimit: 400_000n })).to.be.revertedWithCustomError(
      depositAddress,
      "Payouts_TooLittleGas",
    );
    await receiver.setManner(GLAD);
    await expect(depositAddress.claim(SECRET, made.struct)).to.changeEtherBalances(ethers, [recipient], [AMOUNT]);
  });

  it("SWP-52 by a token: what can't even be moved stays, and what arrives short is no credit", async () => {
    const world = await loadDeposits();
    const { depositAddress, payer, recipient } = world;
    const token = await ethers.deployContract("BlockingTokenMock");
    await token.mint(payer, 10_000n);
    const asset = { kind: "erc20", token: (await token.getAddress()) as Address } as const;
    const made = await depositOf(world, { asset });
    await token.connect(payer).transfer(made.place, AMOUNT);
    await token.setBlocked(recipient, true);
    await token.setBlocked(depositAddress, true);
    await expect(depositAddress.claim(SECRET, made.struct, ENOUGH))
      .to.be.revertedWithCustomError(depositAddress, "Payouts_Refused")
      .withArgs(token.target, recipient.address, AMOUNT);
    await token.setBlocked(depositAddress, false);
    await depositAddress.claim(SECRET, made.struct, ENOUGH);
    expect(await depositAddress.creditOf(token, recipient)).to.equal(AMOUNT);
    expect(await token.balanceOf(depositAddress)).to.equal(AMOUNT);

    const taxing = await ethers.deployContract("TaxingTokenMock");
    await taxing.mint(payer, 10_000n);
    const taxed = await depositOf(world, { asset: { kind: "erc20", token: (await taxing.getAddress()) as Address } });
    await taxing.connect(payer).transfer(taxed.place, AMOUNT);
    await taxing.setTax(1_000n);
    await depositAddress.claim(SECRET, taxed.struct);
    expect(await taxing.balanceOf(recipient)).to.equal((AMOUNT * 9n) / 10n);
    const both = await ethers.deployContract("TaxingTokenMock");
    await both.mint(payer, 10_000n);
    const refused = await depositOf(world, { asset: { kind: "erc20", token: (await both.getAddress()) as Address } });
    await both.connect(payer).transfer(refused.place, AMOUNT);
    await both.setTax(1_000n);
    await both.setBlocked(recipient, true);
    await expect(depositAddress.claim(SECRET, refused.struct, ENOUGH))
      .to.be.revertedWithCustomError(depositAddress, "Money_ShortDelivery")
      .withArgs(both.target, AMOUNT, (AMOUNT * 9n) / 10n);
    expect(await both.balanceOf(refused.place)).to.equal(AMOUNT);
  });

  it("SWP-52 finds everything done when it calls back", async () => {
    const world = await loadDeposits();
    const { depositAddress } = world;
    const receiver = await ethers.deployContract("ReceiverMock");
    const party = (await receiver.getAddress()) as Address;
    const made = await depositOf(world, { recipient: party, refundee: party });
    await send(world, made, 3n * AMOUNT);
    const guarded = depositAddress.interface.encodeErrorResult("ReentrancyGuardReentrantCall");
    const { interface: abi } = depositAddress;
    for (const call of [
      abi.encodeFunctionData("claim", [SECRET, made.struct]),
      abi.encodeFunctionData("sweep", [made.struct, NOBODY]),
      abi.encodeFunctionData("refund", [made.struct]),
    ]) {
      await receiver.setCall(depositAddress, call);
      const snapshot = await networkHelpers.takeSnapshot();
      await expect(depositAddress.claim(SECRET, made.struct, ENOUGH))
        .to.emit(receiver, "CalledBack")
        .withArgs(false, guarded);
      expect(await ethers.provider.getBalance(made.place)).to.equal(2n * AMOUNT);
      await snapshot.restore();
    }
  });
});

describe("money at a deposit address", () => {
  it("SWP-53 counts however it came: by force, after the end, with nothing else", async () => {
    const world = await loadDeposits();
    const { depositAddress, payer, recipient, refundee } = world;
    const made = await depositOf(world);
    // A contract that destroys itself as it is made gives its ether to an account that can't refuse it.
    const force = (value: bigint) =>
      payer.sendTransaction({ data: ethers.concat(["0x73", made.place, "0xff"]), value });
    await force(AMOUNT);
    await expect(depositAddress.claim(SECRET, made.struct)).to.changeEtherBalances(ethers, [recipient], [AMOUNT]);
    await force(7n);
    await expect(depositAddress.sweep(made.struct, NOBODY)).to.changeEtherBalances(ethers, [refundee], [7n]);
  });

  it("SWP-53 is moved by nobody but the contract, and that takes ether from nobody else", async () => {
    const world = await loadDeposits();
    const { depositAddress, payer, caller } = world;
    const made = await depositOf(world);
    await send(world, made);
    await depositAddress.claim(SECRET, made.struct);
    await send(world, made, 5n);
    const vault = await ethers.getContractAt("DepositVault", made.place);
    const first = await ethers.getContractAt("DepositVault", await depositAddress.vaults());
    for (const each of [vault, first]) {
      await expect(each.connect(caller).pay(NOBODY, caller, 5n))
        .to.be.revertedWithCustomError(each, "DepositVault_NotOwner")
        .withArgs(caller.address);
    }
    await expect(payer.sendTransaction({ to: depositAddress, value: 1n }))
      .to.be.revertedWithCustomError(depositAddress, "DepositAddress_NoDeposit")
      .withArgs(payer.address);
  });

  it("SWP-53 of one address is not another's, nor another chain's or contract's", async () => {
    const world = await loadDeposits();
    const { depositAddress } = world;
    const [mine, other] = [await depositOf(world), await depositOf(world, { salt: 1n })];
    await send(world, other);
    await expect(depositAddress.claim(SECRET, mine.struct))
      .to.be.revertedWithCustomError(depositAddress, "DepositAddress_NotThere")
      .withArgs(mine.id, AMOUNT, 0n);
    const second = await ethers.deployContract("DepositAddress", [ethers.ZeroAddress]);
    expect(await second.addressOf(mine.struct)).not.to.equal(mine.place);
    expect(await second.depositId(mine.struct)).not.to.equal(mine.id);
    await expect(depositAddress.claim(OTHER, other.struct)).to.be.revertedWithCustomError(
      depositAddress,
      "DepositAddress_WrongPreimage",
    );
    expect(await ethers.provider.getBalance(other.place)).to.equal(AMOUNT);
  });

  it("SWP-49 a claim and a refund in one block, at the timelock: one of them", async () => {
    const world = await loadDeposits();
    const { depositAddress, caller, stranger } = world;
    const { provider } = ethers;
    for (const claimFirst of [true, false]) {
      const made = await depositOf(world, { salt: claimFirst ? 1n : 2n });
      await send(world, made);
      await provider.send("evm_setAutomine", [false]);
      const price = (first: boolean) => ({
        gasLimit: 1_000_000n,
        maxPriorityFeePerGas: first ? 3_000_000_000n : 1_000_000_000n,
      });
      const acts = [
        await depositAddress.connect(caller).claim(SECRET, made.struct, price(claimFirst)),
        await depositAddress.connect(stranger).refund(made.struct, price(!claimFirst)),
      ];
      await at(made.deposit.timelock);
      await networkHelpers.mine();
      await provider.send("evm_setAutomine", [true]);
      const receipts = await Promise.all(acts.map(({ hash }) => provider.getTransactionReceipt(hash)));
      expect(receipts.map((receipt) => receipt?.status)).to.deep.equal(claimFirst ? [1, 0] : [0, 1]);
      expect(receipts[0]?.blockNumber).to.equal(receipts[1]?.blockNumber);
    }
  });
});
