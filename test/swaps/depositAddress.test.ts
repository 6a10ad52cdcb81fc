import { expect } from "chai";
import type { Address, Hex } from "viem";
import { depositOf, loadDeposits, type Made, send } from "./deposits.ts";
import { AMOUNT, at, ethers, HOUR, hashOf, NOBODY, now, OTHER, SECRET, YEAR } from "./world.ts";

type World = Awaited<ReturnType<typeof loadDeposits>>;
const NO_SIGNATURE = "0x";

const refuses = (world: World, act: Promise<unknown>, error: string, ...args: unknown[]) =>
  expect(act)
    .to.be.revertedWithCustomError(world.depositAddress, error)
    .withArgs(...args);

const stateOf = async ({ depositAddress }: World, { struct }: Made) => [...(await depositAddress.stateOf(struct))];

describe("a deposit address", () => {
  it("SWP-45 is where the SDK computes it, for all terms, and is told before anything is there", async () => {
    const world = await loadDeposits();
    const { depositAddress, erc20 } = world;
    for (const made of [
      await depositOf(world),
      await depositOf(world, { asset: erc20, tip: 7n, salt: 2n ** 88n - 1n }),
      await depositOf(world, { amount: 2n ** 256n - 1n, hashlock: hashOf(OTHER) as Hex }),
    ]) {
      expect(await depositAddress.depositId(made.struct)).to.equal(made.id);
      expect(await depositAddress.addressOf(made.struct)).to.equal(made.place);
      expect(await ethers.provider.getCode(made.place)).to.equal("0x");
      expect(await stateOf(world, made)).to.deep.equal([0n, false]);
    }
  });

  it("SWP-46 takes a mere transfer: 21,000 gas of ether", async () => {
    const world = await loadDeposits();
    const made = await depositOf(world);
    const receipt = await (await send(world, made)).wait();
    expect(receipt?.gasUsed).to.equal(21_000n);
    expect(await stateOf(world, made)).to.deep.equal([AMOUNT, false]);
  });

  it("SWP-45 is not told for terms that can't be right", async () => {
    const world = await loadDeposits();
    const { depositAddress } = world;
    const refusesAddress = async (parts: Parameters<typeof depositOf>[1], error: string, ...args: unknown[]) =>
      refuses(world, depositAddress.addressOf((await depositOf(world, parts)).struct), error, ...args);
    await refusesAddress({ amount: 0n }, "DepositAddress_ZeroAmount");
    await refusesAddress({ tip: AMOUNT }, "DepositAddress_TipAboveAmount", AMOUNT, AMOUNT);
    for (const party of [NOBODY, (await depositAddress.getAddress()) as Address] as Address[]) {
      await refusesAddress({ recipient: party }, "DepositAddress_BadParty", party);
      await refusesAddress({ refundee: party }, "DepositAddress_BadParty", party);
    }
    const token = world.payer.address as Address;
    await refusesAddress({ asset: { kind: "erc20", token } }, "DepositAddress_NotToken", token);
    const time = await now();
    const far = time + YEAR + 1n;
    await refusesAddress({ timelock: far }, "DepositAddress_BadTimelock", far, time);
    const near = await depositOf(world, { timelock: time + YEAR });
    expect(await depositAddress.addressOf(near.struct)).to.equal(near.place);
    expect(await depositAddress.MAX_TIME()).to.equal(YEAR);
  });
});

describe("claiming a deposit", () => {
  for (const kind of ["ether", "ERC-20"] as const) {
    const movesOf = (world: World, act: Promise<unknown>, accounts: string[], changes: bigint[]) =>
      kind === "ether"
        ? expect(act).to.changeEtherBalances(ethers, accounts, changes)
        : expect(act).to.changeTokenBalances(ethers, world.token, accounts, changes);
    const made = (world: World, parts: Parameters<typeof depositOf>[1] = {}) =>
      depositOf(world, kind === "ether" ? parts : { asset: world.erc20, ...parts });

    it(`SWP-47 pays exactly the amount, the tip to who claims; what is more is swept to the refundee: in ${kind}`, async () => {
      const world = await loadDeposits();
      const { depositAddress, caller, recipient, refundee, stranger } = world;
      const tipped = await made(world, { tip: 9n });
      await send(world, tipped, AMOUNT + 50n);
      const act = depositAddress.connect(caller).claim(SECRET, tipped.struct);
      const { token } = tipped.struct;
      await expect(act)
        .to.emit(depositAddress, "Claimed")
        .withArgs(tipped.id, recipient.address, token, AMOUNT, SECRET);
      const parties = [recipient.address, caller.address, refundee.address, tipped.place];
      await movesOf(world, act, parties, [AMOUNT - 9n, 9n, 0n, -AMOUNT]);
      expect(await stateOf(world, tipped)).to.deep.equal([50n, true]);
      await send(world, tipped, 25n);
      const swept = depositAddress.connect(stranger).sweep(tipped.struct, token);
      await expect(swept).to.emit(depositAddress, "Swept").withArgs(tipped.id, token, refundee.address, 75n);
      await movesOf(world, swept, [refundee.address, stranger.address, tipped.place], [75n, 0n, -75n]);
      await refuses(world, depositAddress.sweep(tipped.struct, token), "DepositAddress_NothingThere", tipped.id, token);
    });

    it(`SWP-48 waits for the whole amount, in parts too, and never pays twice: in ${kind}`, async () => {
      const world = await loadDeposits();
      const { depositAddress, recipient } = world;
      const parts = await made(world, { tip: 9n });
      const claim = () => depositAddress.connect(recipient).claim(SECRET, parts.struct);
      await refuses(world, claim(), "DepositAddress_NotThere", parts.id, AMOUNT, 0n);
      await send(world, parts, AMOUNT - 1n);
      await refuses(world, claim(), "DepositAddress_NotThere", parts.id, AMOUNT, AMOUNT - 1n);
      await send(world, parts, 1n);
      await movesOf(world, claim(), [recipient.address, parts.place], [AMOUNT, -AMOUNT]);
      await send(world, parts, AMOUNT);
      await refuses(world, claim(), "DepositAddress_Ended", parts.id);
      await at(parts.deposit.timelock);
      await refuses(world, depositAddress.refund(parts.struct), "DepositAddress_Ended", parts.id);
      expect(await stateOf(world, parts)).to.deep.equal([AMOUNT, true]);
    });

    it(`SWP-49 is refunded from the timelock on, whatever is there, and then never claimed: in ${kind}`, async () => {
      const world = await loadDeposits();
      const { depositAddress, caller, refundee } = world;
      const late = await made(world, { tip: 9n });
      await send(world, late, AMOUNT + 5n);
      await at(late.deposit.timelock - 1n);
      const refund = () => depositAddress.connect(caller).refund(late.struct);
      await refuses(world, refund(), "DepositAddress_TooEarly", late.id, late.deposit.timelock);
      await at(late.deposit.timelock);
      const act = refund();
      await expect(act)
        .to.emit(depositAddress, "Refunded")
        .withArgs(late.id, refundee.address, late.struct.token, AMOUNT + 5n);
      const parties = [refundee.address, caller.address, late.place];
      await movesOf(world, act, parties, [AMOUNT - 4n, 9n, -AMOUNT - 5n]);
      await send(world, late);
      await refuses(world, depositAddress.claim(SECRET, late.struct), "DepositAddress_Ended", late.id);
      await refuses(world, refund(), "DepositAddress_Ended", late.id);
      await movesOf(world, depositAddress.sweep(late.struct, late.struct.token), parties, [AMOUNT, 0n, -AMOUNT]);
    });
  }

  it("SWP-48 is refused with another secret or other terms", async () => {
    const world = await loadDeposits();
    const { depositAddress, caller } = world;
    const made = await depositOf(world);
    await send(world, made);
    const { hashlock } = made.deposit;
    await refuses(world, depositAddress.claim(OTHER, made.struct), "DepositAddress_WrongPreimage", OTHER, hashlock);
    const other = await depositOf(world, { ...made.deposit, recipient: caller.address as Address });
    await refuses(world, depositAddress.claim(SECRET, other.struct), "DepositAddress_NotThere", other.id, AMOUNT, 0n);
    for (const size of [0, 31, 33]) {
      const odd = await depositOf(world, { hashlock: hashOf(`0x${"ab".repeat(size)}`) as Hex });
      await send(world, odd);
      const claim = depositAddress.claim(`0x${"ab".repeat(32)}`, odd.struct);
      await refuses(world, claim, "DepositAddress_WrongPreimage", `0x${"ab".repeat(32)}`, odd.deposit.hashlock);
    }
    const nothing = await depositOf(world, { amount: 0n });
    await refuses(world, depositAddress.claim(SECRET, nothing.struct), "DepositAddress_ZeroAmount");
    expect(await stateOf(world, made)).to.deep.equal([AMOUNT, false]);
  });

  it("SWP-49 stays possible after the timelock until it is refunded", async () => {
    const world = await loadDeposits();
    const { depositAddress, recipient } = world;
    const made = await depositOf(world);
    await send(world, made);
    await at(made.deposit.timelock + HOUR);
    await expect(depositAddress.claim(SECRET, made.struct)).to.changeEtherBalances(ethers, [recipient], [AMOUNT]);
  });
});

describe("refunding a deposit", () => {
  it("SWP-50 early, with the recipient's signature or by himself", async () => {
    const world = await loadDeposits();
    const { depositAddress, recipient, stranger, caller, refundee, chainId } = world;
    const made = await depositOf(world, { tip: 2n });
    await send(world, made);
    const verifyingContract = await depositAddress.getAddress();
    const domain = { name: "Tallystick DepositAddress", version: "1", chainId, verifyingContract };
    const types = {
      EarlyRefund: [
        { name: "id", type: "bytes32" },
        { name: "deadline", type: "uint256" },
      ],
    };
    const deadline = (await now()) + 20n;
    const sign = (who: typeof recipient, id = made.id) => who.signTypedData(domain, types, { id, deadline });
    const early = (signature: string, by = caller) =>
      depositAddress.connect(by).refundEarly(made.struct, deadline, signature);
    for (const signature of [await sign(stranger), await sign(recipient, ethers.ZeroHash as Hex), NO_SIGNATURE]) {
      await refuses(world, early(signature), "DepositAddress_NotSigned", made.id, recipient.address);
    }
    const act = early(await sign(recipient));
    await expect(act).to.emit(depositAddress, "Refunded").withArgs(made.id, refundee.address, NOBODY, AMOUNT);
    await expect(act).to.changeEtherBalances(ethers, [refundee, caller, recipient], [AMOUNT - 2n, 2n, 0n]);
    await refuses(world, early(await sign(recipient)), "DepositAddress_Ended", made.id);
    const own = await depositOf(world, { salt: 1n });
    await send(world, own);
    const by = depositAddress.connect(recipient).refundEarly(own.struct, 0n, NO_SIGNATURE);
    await expect(by).to.changeEtherBalances(ethers, [refundee], [AMOUNT]);
    await at(deadline + 1n);
    await refuses(world, early(await sign(recipient)), "DepositAddress_Expired", deadline, deadline + 1n);
  });

  it("SWP-51 of another token sent there: to the refundee after the end, also if nothing else came", async () => {
    const world = await loadDeposits();
    const { depositAddress, token, payer, refundee } = world;
    const made = await depositOf(world, { tip: 2n });
    await token.connect(payer).transfer(made.place, 30n);
    await refuses(world, depositAddress.sweep(made.struct, token), "DepositAddress_NotEnded", made.id);
    await at(made.deposit.timelock);
    await expect(depositAddress.refund(made.struct))
      .to.emit(depositAddress, "Refunded")
      .withArgs(made.id, refundee.address, NOBODY, 0n);
    await expect(depositAddress.sweep(made.struct, token)).to.changeTokenBalances(
      ethers,
      token,
      [made.place, refundee],
      [-30n, 30n],
    );
  });

  it("SWP-51 leaves what is less than a tip to the refundee", async () => {
    const world = await loadDeposits();
    const { depositAddress, refundee, caller } = world;
    const made = await depositOf(world, { tip: 20n });
    await send(world, made, 20n);
    await at(made.deposit.timelock);
    await expect(depositAddress.connect(caller).refund(made.struct)).to.changeEtherBalances(
      ethers,
      [refundee, caller],
      [20n, 0n],
    );
  });
});
