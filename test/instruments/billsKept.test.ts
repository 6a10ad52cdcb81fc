import { expect } from "chai";
import { signRequest } from "../shared/requests.ts";
import { dishonour, HAD, handOn, withProtested } from "./billsClaims.ts";
import { accepted, linksOf, loadBills, REASON, SUM } from "./billsWorld.ts";
import { ALL, ethers, FIRST } from "./world.ts";

/** As `withProtested`, in a token that blocks accounts. */
async function withBlocking() {
  const world = await loadBills();
  const { recourse, bills, payee, second, third, drawer } = world;
  const token = await ethers.deployContract("BlockingTokenMock");
  for (const { address } of [drawer, payee, second]) await token.mint(address, 10n * SUM);
  for (const party of [drawer, payee, second]) await token.connect(party).approve(recourse, ethers.MaxUint256);
  const made = await accepted(world, { token: token.target as string });
  await handOn(world, made.root, payee, second, third);
  await dishonour(world, made, third);
  await bills.connect(third).protest(made.face, FIRST);
  return { ...world, ...made, token, links: await linksOf(world, made.root) };
}

describe("bills, money of recourse", () => {
  it("BIL-68 a holder whom the token refuses hinders nobody: his money waits, for him alone", async () => {
    const { recourse, token, face, root, second, third, stranger, payee, links, ...world } = await withBlocking();
    await token.setBlocked(third, true);
    const act = recourse.connect(second).takeUp(face, FIRST, links, 2n, ALL);
    await expect(act).to.emit(recourse, "Kept").withArgs(third.address, token.target, SUM);
    await expect(act).to.changeTokenBalances(ethers, token, [second, recourse], [-SUM, SUM]);
    expect(await recourse.keptFor(third, token)).to.equal(SUM);
    await expect(recourse.connect(second).withdraw(token, second))
      .to.be.revertedWithCustomError(recourse, "BillsRecourse_NothingToWithdraw")
      .withArgs(second.address, token.target);
    for (const to of [ethers.ZeroAddress, recourse.target as string])
      await expect(recourse.connect(third).withdraw(token, to))
        .to.be.revertedWithCustomError(recourse, "BillsRecourse_BadReceiver")
        .withArgs(to);
    await expect(recourse.connect(third).withdraw(token, third)).to.be.revertedWithCustomError(
      token,
      "BlockingTokenMock_Blocked",
    );
    // Another's payment, meanwhile, is another's.
    await token.setBlocked(second, true);
    await recourse.connect(payee).takeUp(face, FIRST, await linksOf(world, root), 1n, ALL);
    expect(await token.balanceOf(recourse)).to.equal(2n * SUM);
    await expect(recourse.connect(third).withdraw(token, stranger))
      .to.emit(recourse, "Withdrawn")
      .withArgs(third.address, token.target, stranger.address, SUM);
    expect(await token.balanceOf(stranger)).to.equal(SUM);
    expect(await token.balanceOf(recourse)).to.equal(SUM);
    await expect(recourse.connect(third).withdraw(token, stranger))
      .to.be.revertedWithCustomError(recourse, "BillsRecourse_NothingToWithdraw")
      .withArgs(third.address, token.target);
  });

  it("BIL-68 whom the token refuses, or who has not enough, does not pay", async () => {
    const { recourse, token, face, root, second, third, links, lots } = await withBlocking();
    await token.setBlocked(second, true);
    await expect(recourse.connect(second).takeUp(face, FIRST, links, 2n, ALL)).to.be.revertedWithCustomError(
      token,
      "BlockingTokenMock_Blocked",
    );
    await token.setBlocked(second, false);
    await token.connect(second).approve(recourse, SUM - 1n);
    await expect(recourse.connect(second).takeUp(face, FIRST, links, 2n, ALL)).to.be.revertedWithCustomError(
      token,
      "ERC20InsufficientAllowance",
    );
    expect((await lots.lotOf(root)).holder).to.equal(third.address);
    expect(await recourse.keptFor(third, token)).to.equal(0n);
  });

  it("BIL-68 tokens that take a fee, pay nothing or call back change nothing twice", async () => {
    const bill = await withProtested();
    const { recourse, lots, token, face, root, second, third, payee, links } = bill;
    await token.setFee(100n);
    const money = await ethers.getContractAt("Money", recourse.target as string);
    await expect(recourse.connect(second).takeUp(face, FIRST, links, 2n, ALL))
      .to.be.revertedWithCustomError(money, "Money_ShortDelivery")
      .withArgs(token.target, SUM, SUM - SUM / 100n);
    await token.setFee(0n);
    await token.setReturnsFalse(true);
    await expect(recourse.connect(second).takeUp(face, FIRST, links, 2n, ALL)).to.be.revertedWithCustomError(
      recourse,
      "SafeERC20FailedOperation",
    );
    await token.setReturnsFalse(false);
    expect((await lots.lotOf(root)).holder).to.equal(third.address);
    const again = recourse.interface.encodeFunctionData("takeUp", [face, FIRST, [...links], 1n, ALL]);
    await token.setCall(recourse.target, again);
    await expect(recourse.connect(second).takeUp(face, FIRST, links, 2n, ALL))
      .to.emit(token, "CalledBack")
      .withArgs(false, recourse.interface.getError("ReentrancyGuardReentrantCall")?.selector);
    for (const act of ["payFor", "takeUpRest", "takeUpReceipt", "payForAcceptor", "withdraw"] as const) {
      const calls = {
        payFor: [face, FIRST, [...links], 1n, ALL],
        payForAcceptor: [face, FIRST, [...links], ALL],
        takeUpRest: [face, [...links], 1n, ALL],
        takeUpReceipt: [face, [...links], 1n, ALL],
        withdraw: [token.target, payee.address],
      };
      const snapshot = await ethers.provider.send("evm_snapshot", []);
      const data = recourse.interface.encodeFunctionData(act as "withdraw", calls[act] as never);
      await token.setCall(recourse.target, data);
      await expect(recourse.connect(payee).takeUp(face, FIRST, await linksOf(bill, root), 1n, ALL))
        .to.emit(token, "CalledBack")
        .withArgs(false, recourse.interface.getError("ReentrancyGuardReentrantCall")?.selector);
      await ethers.provider.send("evm_revert", [snapshot]);
    }
    expect(await token.balanceOf(third)).to.equal(HAD + SUM);
    expect(await token.balanceOf(recourse)).to.equal(0n);
  });

  it("BIL-68 nobody but the contract itself moves money by its own act", async () => {
    const { recourse, token, second, third, drawer, relay, relayer } = await withProtested();
    const data = recourse.interface.encodeFunctionData("tryMove", [token.target, second.address, third.address, 1n]);
    await expect(recourse.connect(third).tryMove(token, second, third, 1n))
      .to.be.revertedWithCustomError(recourse, "BillsRecourse_NotSelf")
      .withArgs(third.address);
    await expect(recourse.connect(third).multicall([data]))
      .to.be.revertedWithCustomError(recourse, "BillsRecourse_NotSelf")
      .withArgs(third.address);
    const request = await signRequest(relay, drawer, { from: drawer.address, to: recourse.target as string, data });
    await expect(relay.connect(relayer).execute(request)).to.revert(ethers);
  });

  it("BIL-42 recourse goes through the relay, and in batches", async () => {
    const { recourse, face, id, root, relay, relayer, second, third, links } = await withProtested();
    const notice = recourse.interface.encodeFunctionData("notify", [face, FIRST, 5n, REASON]);
    const demand = recourse.interface.encodeFunctionData("demand", [face, FIRST, [...links], 2n]);
    await expect(recourse.connect(third).multicall([notice, demand]))
      .to.emit(recourse, "Demanded")
      .withArgs(id, root, second.address, third.address, SUM + 5n);
    const data = recourse.interface.encodeFunctionData("takeUp", [face, FIRST, [...links], 2n, ALL]);
    const request = await signRequest(relay, second, { from: second.address, to: recourse.target as string, data });
    await expect(relay.connect(relayer).execute(request))
      .to.emit(recourse, "TakenUp")
      .withArgs(id, root, second.address, second.address, third.address, SUM + 5n, 0n);
  });
});
