import { expect } from "chai";
import { signRequest } from "../shared/requests.ts";
import { DAY, type Dao, enact, ethers, HOLDINGS, load, networkHelpers, SUPPLY, TALLY } from "./dao.ts";

const UNIT = 1_000_000n;
const SCALE = 2n ** 96n;
/** All but the treasury's. */
const HELD = SUPPLY - HOLDINGS.treasury * TALLY;

const shareOf = (amount: bigint, holding: bigint) => (((amount * SCALE) / HELD) * holding) / SCALE;

const withMoney = async () => {
  const dao = await load();
  const { usd, dividends, founder, stranger } = dao;
  for (const account of [founder, stranger]) await usd.faucet(account);
  await usd.connect(founder).approve(dividends, ethers.MaxUint256);
  const pay = (amount: bigint) => dividends.connect(founder).deposit(usd, amount);
  return { ...dao, pay };
};

const due = ({ dividends, usd }: Dao, account: { address: string }) => dividends.dueOf(account.address, usd);

describe("a dividend", () => {
  it("GOV-60 is shared among all holders but the treasury, by what they hold", async () => {
    const dao = await withMoney();
    const { dividends, usd, token, founder, alice, bob, carol, dave, pay, treasury } = dao;
    const amount = 850n * UNIT;
    const perShare = (amount * SCALE) / HELD;
    await expect(pay(amount))
      .to.emit(dividends, "Deposited")
      .withArgs(1n, usd.target, founder.address, amount, perShare)
      .to.emit(token, "RoundOpened")
      .withArgs(1n);
    expect(await token.roundCount()).to.equal(1n);
    expect(await dividends.perShareOf(usd)).to.equal(perShare);
    let all = 0n;
    for (const [account, name] of [
      [alice, "alice"],
      [bob, "bob"],
      [carol, "carol"],
      [dave, "dave"],
    ] as const) {
      const share = shareOf(amount, HOLDINGS[name] * TALLY);
      expect(await due(dao, account)).to.equal(share);
      await expect(dividends.connect(account).claim(usd, account, 0n))
        .to.emit(dividends, "Claimed")
        .withArgs(account.address, usd.target, account.address, share, 1n);
      expect(await due(dao, account)).to.equal(0n);
      expect(await dividends.claimedOf(account, usd)).to.deep.equal([1n, 0n]);
      all += await usd.balanceOf(account);
    }
    // Rounding keeps less than a unit a holder.
    expect(amount - all).to.be.within(0n, 4n);
    expect(await usd.balanceOf(dividends)).to.equal(amount - all);
    expect(await dividends.dueOf(treasury, usd)).to.equal(0n);
    for (const account of [treasury, dividends]) {
      await expect(dividends.claimFor(account, usd, 0n))
        .to.be.revertedWithCustomError(dividends, "Dividends_OfTreasury")
        .withArgs(account.target);
    }
  });

  it("GOV-60 is paid to holders, not to their delegates", async () => {
    const dao = await withMoney();
    const { token, alice, bob, stranger, pay } = dao;
    await token.connect(alice).delegate(stranger);
    await token.connect(bob).renouncePower();
    await pay(850n * UNIT);
    expect(await due(dao, stranger)).to.equal(0n);
    expect(await due(dao, alice)).to.equal(shareOf(850n * UNIT, HOLDINGS.alice * TALLY));
    expect(await due(dao, bob)).to.equal(shareOf(850n * UNIT, HOLDINGS.bob * TALLY));
  });

  it("GOV-61 stays with whom it was earned by, whatever moves afterwards", async () => {
    const dao = await withMoney();
    const { dividends, usd, token, alice, stranger, pay } = dao;
    await pay(100n * UNIT);
    const all = await token.balanceOf(alice);
    await token.connect(alice).transfer(stranger, all);
    expect(await due(dao, stranger)).to.equal(0n);
    expect(await due(dao, alice)).to.equal(shareOf(100n * UNIT, all));
    await pay(50n * UNIT);
    await token.connect(stranger).transfer(alice, all);
    await token.connect(alice).transfer(alice, 1n);
    await pay(10n * UNIT);
    const first = ((100n * UNIT * SCALE) / HELD + (10n * UNIT * SCALE) / HELD) * all;
    expect(await due(dao, alice)).to.equal(first / SCALE);
    expect(await due(dao, stranger)).to.equal(shareOf(50n * UNIT, all));
    expect(await token.headOf(alice)).to.deep.equal([1n, 2n]);
    expect(await token.stretchOf(alice, 0n)).to.deep.equal([0n, 1n, all]);
    expect(await token.headOf(stranger)).to.deep.equal([1n, 2n]);
    expect(await token.stretchOf(stranger, 0n)).to.deep.equal([1n, 2n, all]);
    const held = async (account: { address: string }) =>
      Promise.all([0n, 1n, 2n, 3n].map((round) => token.balanceAt(account.address, round)));
    expect(await held(alice)).to.deep.equal([0n, all, 0n, all]);
    expect(await held(stranger)).to.deep.equal([0n, 0n, all, 0n]);
    expect(await held(dao.relayer)).to.deep.equal([0n, 0n, 0n, 0n]);
    const before = await usd.balanceOf(stranger);
    await dividends.connect(alice).claim(usd, stranger, 0n);
    expect((await usd.balanceOf(stranger)) - before).to.equal(first / SCALE);
    await expect(dividends.connect(alice).claim(usd, alice, 0n))
      .to.be.revertedWithCustomError(dividends, "Dividends_NothingDue")
      .withArgs(alice.address, usd.target);
  });

  it("GOV-62 of several tokens is counted apart, and claimed for all rounds at once", async () => {
    const dao = await withMoney();
    const { dividends, usd, token, founder, alice, bob, pay } = dao;
    const euro = await ethers.deployContract("DemoToken", ["Euro X", "EURX"]);
    await euro.faucet(founder);
    await euro.connect(founder).approve(dividends, ethers.MaxUint256);
    let [usdDue, euroDue] = [0n, 0n];
    for (let i = 1n; i <= 12n; ++i) {
      await pay(i * UNIT);
      usdDue += ((i * UNIT * SCALE) / HELD) * (await token.balanceOf(alice));
      if (i % 3n === 0n) {
        await dividends.connect(founder).deposit(euro, 5n * UNIT);
        euroDue += ((5n * UNIT * SCALE) / HELD) * (await token.balanceOf(alice));
      }
      if (i % 2n === 0n) await token.connect(alice).transfer(bob, i * TALLY);
    }
    expect(await dividends.dueOf(alice, usd)).to.equal(usdDue / SCALE);
    expect(await dividends.dueOf(alice, euro)).to.equal(euroDue / SCALE);
    // Stretch by stretch it is the same, but for a unit of rounding a part.
    for (let i = 0; i < 6; ++i) await dividends.claimFor(alice, usd, 1n);
    const parts = await usd.balanceOf(alice);
    expect(usdDue / SCALE - parts).to.be.within(0n, 6n);
    await dividends.claimFor(alice, euro, 3n);
    await dividends.claimFor(alice, euro, 100n);
    expect(euroDue / SCALE - (await euro.balanceOf(alice))).to.be.within(0n, 1n);
    expect(await dividends.dueOf(alice, euro)).to.equal(0n);
    expect(await dividends.claimedOf(alice, usd)).to.deep.equal([16n, 6n]);
  });

  it("GOV-63 is claimed by signature, and for an account by anybody, to that account", async () => {
    const dao = await withMoney();
    const { dividends, usd, relay, relayer, alice, bob, stranger, pay } = dao;
    await pay(850n * UNIT);
    const data = dividends.interface.encodeFunctionData("claim", [usd.target as string, stranger.address, 0n]);
    const request = { from: alice.address, to: dividends.target as string, data };
    const before = await usd.balanceOf(stranger);
    await relay.connect(relayer).execute(await signRequest(relay, alice, request));
    const share = shareOf(850n * UNIT, HOLDINGS.alice * TALLY);
    expect((await usd.balanceOf(stranger)) - before).to.equal(share);
    await expect(dividends.connect(stranger).claimFor(bob, usd, 0n)).to.changeTokenBalance(
      ethers,
      usd,
      bob,
      shareOf(850n * UNIT, HOLDINGS.bob * TALLY),
    );
    await expect(dividends.connect(alice).claim(usd, ethers.ZeroAddress, 0n)).to.be.revertedWithCustomError(
      dividends,
      "Dividends_ZeroRecipient",
    );
  });

  it("GOV-64 of tokens in a pool is the pool's, and of tokens in nobody's hands stays", async () => {
    const dao = await withMoney();
    const { dividends, usd, token, alice, stranger, pay, target } = dao;
    const NOBODY = await token.NOBODY();
    await token.connect(alice).transfer(target, 1_000n * TALLY);
    await token.connect(alice).transfer(NOBODY, 2_000n * TALLY);
    await pay(850n * UNIT);
    await dividends.connect(stranger).claimFor(target, usd, 0n);
    expect(await usd.balanceOf(target)).to.equal(shareOf(850n * UNIT, 1_000n * TALLY));
    expect(await dividends.dueOf(NOBODY, usd)).to.equal(shareOf(850n * UNIT, 2_000n * TALLY));
    expect(await dividends.dueOf(alice, usd)).to.equal(shareOf(850n * UNIT, (HOLDINGS.alice - 3_000n) * TALLY));
  });

  it("GOV-64 of the treasury's tokens goes to the others, also when they leave it later", async () => {
    const dao = await withMoney();
    const { token, treasury, stranger, pay } = dao;
    await pay(850n * UNIT);
    await networkHelpers.impersonateAccount(treasury.target as string);
    await networkHelpers.setBalance(treasury.target as string, 10n ** 18n);
    const itself = await ethers.getSigner(treasury.target as string);
    await token.connect(itself).transfer(stranger, HOLDINGS.treasury * TALLY);
    expect(await due(dao, stranger)).to.equal(0n);
    await pay(100n * UNIT);
    const perShare = (100n * UNIT * SCALE) / SUPPLY;
    expect(await due(dao, stranger)).to.equal((perShare * HOLDINGS.treasury * TALLY) / SCALE);
  });

  it("GOV-65 refuses nothing, a token that delivers less, and shares that nobody holds", async () => {
    const dao = await withMoney();
    const { dividends, founder, treasury, relay, pay } = dao;
    await expect(pay(0n)).to.be.revertedWithCustomError(dividends, "Dividends_ZeroAmount");
    const mock = await ethers.deployContract("TokenMock");
    await mock.mint(founder, 1_000n);
    await mock.approve(dividends, 1_000n);
    await mock.setFee(100n);
    const money = await ethers.getContractAt("Money", dividends.target as string);
    await expect(dividends.deposit(mock, 1_000n))
      .to.be.revertedWithCustomError(money, "Money_ShortDelivery")
      .withArgs(mock.target, 1_000n, 990n);
    const empty = await ethers.deployContract("TallyToken", ["T", "T", treasury, relay, 1n, [treasury], [1n]]);
    const unpaid = await ethers.getContractAt("Dividends", await empty.dividends());
    await mock.setFee(0n);
    await mock.approve(unpaid, 1_000n);
    await expect(unpaid.deposit(mock, 1_000n)).to.be.revertedWithCustomError(unpaid, "Dividends_NoShares");
    expect(await mock.balanceOf(unpaid)).to.equal(0n);
  });

  it("GOV-65 lets no token that is paid in come back in meanwhile", async () => {
    const dao = await withMoney();
    const { dividends, founder, alice } = dao;
    const mock = await ethers.deployContract("TokenMock");
    await mock.mint(founder, 2_000_000n);
    await mock.approve(dividends, 2_000_000n);
    await dividends.deposit(mock, 1_000_000n);
    const guarded = new ethers.Interface(["error ReentrancyGuardReentrantCall()"]).encodeErrorResult(
      "ReentrancyGuardReentrantCall",
    );
    const share = await dividends.dueOf(alice, mock);
    for (const call of [
      dividends.interface.encodeFunctionData("claimFor", [alice.address, mock.target as string, 0n]),
      dividends.interface.encodeFunctionData("deposit", [mock.target as string, 1n]),
    ]) {
      await mock.setCall(dividends, call);
      await expect(dividends.deposit(mock, 1n)).to.emit(mock, "CalledBack").withArgs(false, guarded);
    }
    await dividends.claimFor(alice, mock, 0n);
    expect(await mock.balanceOf(alice)).to.be.within(share, share + 1n);
  });

  it("GOV-66 in TallyTokens themselves is shared among who holds them then", async () => {
    const dao = await withMoney();
    const { dividends, token, alice, bob } = dao;
    const amount = 1_000n * TALLY;
    await token.connect(alice).approve(dividends, ethers.MaxUint256);
    await dividends.connect(alice).deposit(token, amount);
    const held = HELD - amount;
    const share = (((amount * SCALE) / held) * HOLDINGS.bob * TALLY) / SCALE;
    expect(await dividends.dueOf(bob, token)).to.equal(share);
    await expect(dividends.claimFor(bob, token, 0n)).to.changeTokenBalances(
      ethers,
      token,
      [dividends, bob],
      [-share, share],
    );
    // What waits here to be claimed earns nothing, and takes nothing from the others.
    await dividends.connect(alice).deposit(token, amount);
    expect(await dividends.dueOf(bob, token)).to.be.greaterThan(share);
  });

  it("GOV-67 rounds are opened by the dividends alone", async () => {
    const { token, alice, governor } = await load();
    await expect(token.connect(alice).openRound())
      .to.be.revertedWithCustomError(token, "TallyToken_NotDividends")
      .withArgs(alice.address);
    expect(await token.roundCount()).to.equal(0n);
    expect(await token.balanceOf(governor)).to.equal(0n);
  });

  it("GOV-68 is paid by the treasury through an ordinary proposal within its limit", async () => {
    const dao = await withMoney();
    const { dividends, treasury, usd, alice, founder } = dao;
    await usd.connect(founder).transfer(treasury, 500n * UNIT);
    const limit = treasury.interface.encodeFunctionData("setLimit", [usd.target as string, 400n * UNIT, 7n * DAY]);
    await enact(dao, [{ target: treasury.target as string, data: limit }], "limit");
    const allow = treasury.interface.encodeFunctionData("allow", [
      usd.target as string,
      dividends.target as string,
      400n * UNIT,
    ]);
    const deposit = dividends.interface.encodeFunctionData("deposit", [usd.target as string, 400n * UNIT]);
    const proposal = await enact(
      dao,
      [
        { target: treasury.target as string, data: allow },
        { target: dividends.target as string, data: deposit },
      ],
      "dividend",
    );
    expect(await dao.governor.proposalIsCritical(proposal.id)).to.equal(false);
    expect(await usd.allowance(treasury, dividends)).to.equal(0n);
    await expect(dividends.connect(alice).claim(usd, alice, 0n)).to.changeTokenBalance(
      ethers,
      usd,
      alice,
      shareOf(400n * UNIT, HOLDINGS.alice * TALLY),
    );
  });
});
