import { expect } from "chai";
import { signRequest } from "../shared/requests.ts";
import { DENYING_CODE, ethers, networkHelpers, nextTimestamp, ZERO_ADDRESS } from "./fixture.ts";
import { digestOf, signAs, voucherDigest } from "./tabSigning.ts";
import { balances, CHALLENGE, CLOSED, CLOSING, FEE_BPS, loadOpen, loadTabs, MAX, NONE, OPEN, UNIT } from "./tabs.ts";

describe("tabs: deposit", () => {
  it("MKT-45 MKT-46 opens the reader's tab at the market's fee, which then holds", async () => {
    const world = await loadTabs();
    const { tabs, market, dao, reader, provider, tab, id, address } = world;
    const [ofReader = 0n] = await balances(world, reader);
    await expect(tabs.connect(reader).deposit(tab, 5n * UNIT))
      .to.emit(tabs, "Opened")
      .withArgs(id, reader.address, provider.address, Object.values(tab), FEE_BPS)
      .to.emit(tabs, "Deposited")
      .withArgs(id, reader.address, 5n * UNIT);
    await market.connect(dao).setFee(500n);
    await tabs.connect(reader).deposit(tab, UNIT);
    expect(await tabs.accountOf(id)).to.deep.equal([6n * UNIT, 0n, 0n, FEE_BPS, OPEN]);
    expect(await balances(world, reader, address)).to.deep.equal([ofReader - 6n * UNIT, 6n * UNIT]);
    expect(await tabs.availableOf(id)).to.equal(6n * UNIT);
  });

  it("MKT-45 tells tabs apart by reader, provider, token, salt, chain and contract", async () => {
    const { tabs, tab, id, stranger, eurx, address } = await loadTabs();
    const encoded = ethers.AbiCoder.defaultAbiCoder().encode(
      ["uint256", "address", "tuple(address reader, address provider, address token, bytes32 salt)"],
      [31337n, address, tab],
    );
    expect(id).to.equal(ethers.keccak256(encoded));
    const ids = [{ reader: stranger.address }, { provider: stranger.address }, { token: eurx.target as string }];
    const others = await Promise.all(
      [...ids, { salt: ethers.id("x") }].map((change) => tabs.tabId({ ...tab, ...change })),
    );
    expect(new Set([id, ...others]).size).to.equal(5);
  });

  it("MKT-45 opens with nothing, for a tab on credit alone", async () => {
    const { tabs, reader, tab, id } = await loadTabs();
    await tabs.connect(reader).deposit(tab, 0n);
    expect((await tabs.accountOf(id)).status).to.equal(OPEN);
  });

  it("MKT-45 is opened by nobody but the reader", async () => {
    const { tabs, provider, stranger, tab, id } = await loadTabs();
    for (const caller of [provider, stranger]) {
      await expect(tabs.connect(caller).deposit(tab, UNIT))
        .to.be.revertedWithCustomError(tabs, "Tabs_NotReader")
        .withArgs(id, caller.address);
    }
  });

  it("MKT-45 needs a provider who is somebody else, and a token with code", async () => {
    const { tabs, reader, stranger, tab } = await loadTabs();
    for (const provider of [ZERO_ADDRESS, reader.address]) {
      await expect(tabs.connect(reader).deposit({ ...tab, provider }, UNIT))
        .to.be.revertedWithCustomError(tabs, "Tabs_BadProvider")
        .withArgs(reader.address, provider);
    }
    await expect(tabs.connect(reader).deposit({ ...tab, token: stranger.address }, 0n))
      .to.be.revertedWithCustomError(tabs, "Tabs_NoToken")
      .withArgs(stranger.address);
  });

  it("MKT-46 is topped up by anybody, but not by nothing, and not beyond what an amount can be", async () => {
    const world = await loadOpen();
    const { tabs, stranger, tab, id, address } = world;
    await expect(tabs.connect(stranger).deposit(tab, UNIT))
      .to.emit(tabs, "Deposited")
      .withArgs(id, stranger.address, UNIT);
    expect(await balances(world, address)).to.deep.equal([101n * UNIT]);
    await expect(tabs.connect(stranger).deposit(tab, 0n))
      .to.be.revertedWithCustomError(tabs, "Tabs_ZeroAmount")
      .withArgs(id);
    await expect(tabs.connect(stranger).deposit(tab, MAX))
      .to.be.revertedWithCustomError(tabs, "Tabs_TooMuch")
      .withArgs(id, MAX);
  });

  it("MKT-46 is possible by permit, also by one that was used before", async () => {
    const world = await loadTabs();
    const { tabs, usdx, friend, tab, address } = world;
    const own = { ...tab, reader: friend.address };
    const deadline = 2n ** 40n;
    const message = { owner: friend.address, spender: address, value: 2n * UNIT, nonce: 0n, deadline };
    const domain = { name: await usdx.name(), version: "1", chainId: 31337n, verifyingContract: tab.token };
    const types = {
      Permit: ["address owner", "address spender", "uint256 value", "uint256 nonce", "uint256 deadline"].map((line) => {
        const [type = "", name = ""] = line.split(" ");
        return { type, name };
      }),
    };
    const { v, r, s } = ethers.Signature.from(await friend.signTypedData(domain, types, message));
    const permit = { value: 2n * UNIT, deadline, v, r, s };
    await tabs.connect(friend).depositWithPermit(own, UNIT, permit);
    await tabs.connect(friend).depositWithPermit(own, UNIT, permit);
    expect((await tabs.accountOf(await tabs.tabId(own))).deposited).to.equal(2n * UNIT);
    expect(await balances(world, address)).to.deep.equal([2n * UNIT]);
  });

  it("MKT-46 is possible by one relayed authorisation, for one tab alone", async () => {
    const world = await loadTabs();
    const { tabs, usdx, reader, relayer, stranger, tab, id, address } = world;
    const domain = { name: await usdx.name(), version: "1", chainId: 31337n, verifyingContract: tab.token };
    const types = {
      ReceiveWithAuthorization: [
        { name: "from", type: "address" },
        { name: "to", type: "address" },
        { name: "value", type: "uint256" },
        { name: "validAfter", type: "uint256" },
        { name: "validBefore", type: "uint256" },
        { name: "nonce", type: "bytes32" },
      ],
    };
    const authorize = async (payer: string, sequence: bigint) => {
      const times = { validAfter: 0n, validBefore: 2n ** 40n };
      const nonce = await tabs.depositNonce(id, payer, sequence);
      const message = { from: payer, to: address, value: UNIT, ...times, nonce };
      return { payer, ...times, sequence, signature: await reader.signTypedData(domain, types, message) };
    };
    const first = await authorize(reader.address, 0n);
    const other = { ...tab, salt: ethers.id("other") };
    await expect(tabs.connect(relayer).depositWithAuthorization(other, UNIT, first)).to.revert(ethers);
    await expect(tabs.connect(relayer).depositWithAuthorization(tab, 2n * UNIT, first)).to.revert(ethers);
    await tabs.connect(relayer).depositWithAuthorization(tab, UNIT, first);
    await expect(tabs.connect(relayer).depositWithAuthorization(tab, UNIT, first)).to.revert(ethers);
    const wallet = (await ethers.deployContract("WalletMock", [reader.address])).target as string;
    await usdx.connect(stranger).transfer(wallet, UNIT);
    await expect(tabs.connect(relayer).depositWithAuthorization(tab, UNIT, await authorize(wallet, 0n)))
      .to.emit(tabs, "Deposited")
      .withArgs(id, wallet, UNIT);
    expect(await balances(world, address, wallet)).to.deep.equal([2n * UNIT, 0n]);
    const hash = BigInt(
      ethers.keccak256(
        ethers.AbiCoder.defaultAbiCoder().encode(
          ["uint256", "address", "bytes32", "address"],
          [31337n, address, id, wallet],
        ),
      ),
    );
    expect(BigInt(await tabs.depositNonce(id, wallet, 7n))).to.equal(((hash >> 64n) << 64n) | 7n);
  });

  it("MKT-46 refuses a token that delivers less", async () => {
    const { tabs, reader, tab } = await loadTabs();
    const token = await ethers.deployContract("TokenMock");
    await token.mint(reader.address, 100n);
    await token.connect(reader).approve(tabs.target, 100n);
    await token.setFee(100n);
    await expect(tabs.connect(reader).deposit({ ...tab, token: token.target as string }, 100n))
      .to.be.revertedWithCustomError(tabs, "Money_ShortDelivery")
      .withArgs(token.target, 100n, 99n);
  });

  it("MKT-55 can't be entered a second time from a token's callback", async () => {
    const { tabs, reader, tab } = await loadTabs();
    const token = await ethers.deployContract("TokenMock");
    const hostile = { ...tab, token: token.target as string };
    await token.mint(reader.address, 100n);
    await token.connect(reader).approve(tabs.target, 100n);
    const guard = tabs.interface.getError("ReentrancyGuardReentrantCall");
    for (const call of [
      tabs.interface.encodeFunctionData("deposit", [hostile, 10n]),
      tabs.interface.encodeFunctionData("pay", [hostile, 10n]),
      tabs.interface.encodeFunctionData("collect", [hostile, reader.address]),
      tabs.interface.encodeFunctionData("withdraw", [token.target, reader.address]),
    ]) {
      await token.setCall(tabs.target, call);
      await expect(tabs.connect(reader).deposit(hostile, 10n))
        .to.emit(token, "CalledBack")
        .withArgs(false, guard?.selector);
    }
  });
});

describe("tabs: settle", () => {
  it("MKT-47 claims what the newest voucher says, by anyone, and moves no money", async () => {
    const world = await loadOpen();
    const { tabs, stranger, tab, id, voucher, address, provider } = world;
    const before = await balances(world, address, provider);
    for (const owed of [UNIT, 40n * UNIT]) {
      await expect(tabs.connect(stranger).settle(tab, owed, await voucher(owed)))
        .to.emit(tabs, "Settled")
        .withArgs(id, owed, owed);
      expect((await tabs.accountOf(id)).claimed).to.equal(owed);
    }
    expect(await tabs.collectable(id)).to.equal(40n * UNIT);
    expect(await balances(world, address, provider)).to.deep.equal(before);
    expect(await tabs.voucherDigest(id, UNIT)).to.equal(voucherDigest(address, id, UNIT));
  });

  it("MKT-47 claims nothing by an older voucher, or the same again", async () => {
    const { tabs, tab, id, voucher, settle } = await loadOpen();
    await settle(5n * UNIT);
    for (const owed of [0n, 4n * UNIT, 5n * UNIT]) {
      await expect(tabs.settle(tab, owed, await voucher(owed)))
        .to.be.revertedWithCustomError(tabs, "Tabs_NotNewer")
        .withArgs(id, owed, 5n * UNIT);
    }
  });

  it("MKT-47 claims as far as the deposit reaches, and the rest when it reaches further", async () => {
    const { tabs, reader, tab, id, voucher, settle } = await loadOpen();
    await expect(settle(130n * UNIT))
      .to.emit(tabs, "Settled")
      .withArgs(id, 130n * UNIT, 100n * UNIT);
    await expect(tabs.settle(tab, 130n * UNIT, await voucher(130n * UNIT)))
      .to.be.revertedWithCustomError(tabs, "Tabs_BeyondLimit")
      .withArgs(id, 130n * UNIT, 100n * UNIT);
    await tabs.connect(reader).deposit(tab, 20n * UNIT);
    await expect(settle(130n * UNIT))
      .to.emit(tabs, "Settled")
      .withArgs(id, 130n * UNIT, 120n * UNIT);
  });

  it("MKT-47 refuses what the reader did not sign for this chain, contract and tab", async () => {
    const { tabs, reader, provider, tab, id, address, sign, voucher } = await loadOpen();
    const message = { tab: id, owed: UNIT };
    for (const signature of [
      await sign(provider, "Voucher", message),
      await signAs(address, { chainId: 31338n })(reader, "Voucher", message),
      await signAs(tab.token)(reader, "Voucher", message),
      await voucher(UNIT, ethers.id("another tab")),
      await voucher(2n * UNIT),
      await sign(reader, "Closing", { ...message, deadline: 2n ** 40n - 1n }),
      "0x",
    ]) {
      await expect(tabs.connect(provider).settle(tab, UNIT, signature))
        .to.be.revertedWithCustomError(tabs, "Tabs_NotSigned")
        .withArgs(reader.address, voucherDigest(address, id, UNIT));
    }
  });

  it("MKT-47 takes the vouchers of a contract wallet", async () => {
    const { tabs, usdx, reader, tab, sign } = await loadTabs();
    const wallet = (await ethers.deployContract("WalletMock", [reader.address])).target as string;
    await usdx.connect(reader).transfer(wallet, 10n * UNIT);
    await networkHelpers.impersonateAccount(wallet);
    await networkHelpers.setBalance(wallet, 10n ** 18n);
    const signer = await ethers.getSigner(wallet);
    await usdx.connect(signer).approve(tabs.target, UNIT);
    const own = { ...tab, reader: wallet };
    const id = await tabs.tabId(own);
    await tabs.connect(signer).deposit(own, UNIT);
    await tabs.settle(own, 300n, await sign(reader, "Voucher", { tab: id, owed: 300n }));
    expect((await tabs.accountOf(id)).claimed).to.equal(300n);
  });

  it("MKT-47 takes the vouchers of a reader who delegates his account to code that denies", async () => {
    const { tabs, provider, reader, tab, id, voucher, address } = await loadOpen();
    const [good, forged] = [await voucher(UNIT), await voucher(2n * UNIT)];
    await networkHelpers.setCode(reader.address, DENYING_CODE);
    await expect(tabs.connect(provider).settle(tab, UNIT, forged))
      .to.be.revertedWithCustomError(tabs, "Tabs_NotSigned")
      .withArgs(reader.address, voucherDigest(address, id, UNIT));
    await tabs.connect(provider).settle(tab, UNIT, good);
    expect((await tabs.accountOf(id)).claimed).to.equal(UNIT);
  });

  it("MKT-47 refuses a tab that is not there", async () => {
    const { tabs, tab, id, voucher } = await loadTabs();
    await expect(tabs.settle(tab, UNIT, await voucher(UNIT)))
      .to.be.revertedWithCustomError(tabs, "Tabs_WrongStatus")
      .withArgs(id, NONE);
    expect(await tabs.availableOf(id)).to.equal(0n);
  });
});

describe("tabs: collect", () => {
  it("MKT-48 sends the provider what is claimed, less the fee rounded down, where he wants it, once", async () => {
    const world = await loadOpen();
    const { tabs, provider, friend, dao, tab, id, settle, address } = world;
    await settle(101n);
    const [inTabs = 0n, ofProvider = 0n, ofFriend = 0n] = await balances(world, address, provider, friend);
    expect(await tabs.connect(provider).collect.staticCall(tab, friend.address)).to.equal(98n);
    await expect(tabs.connect(provider).collect(tab, friend.address))
      .to.emit(tabs, "Collected")
      .withArgs(id, provider.address, friend.address, 98n, 3n);
    expect(await balances(world, address, provider, friend)).to.deep.equal([inTabs - 98n, ofProvider, ofFriend + 98n]);
    expect(await tabs.creditOf(dao.address, tab.token)).to.equal(3n);
    expect(await tabs.booksOf(id)).to.deep.equal([101n, 0n, 0n]);
    await expect(tabs.connect(provider).collect(tab, friend.address))
      .to.be.revertedWithCustomError(tabs, "Tabs_NothingToCollect")
      .withArgs(id);
    await settle(102n);
    await expect(tabs.connect(provider).collect(tab, provider.address))
      .to.emit(tabs, "Collected")
      .withArgs(id, provider.address, provider.address, 0n, 1n);
  });

  it("MKT-48 takes no fee where the market took none at the opening", async () => {
    const { tabs, market, dao, reader, provider, tab, voucher } = await loadTabs();
    await market.connect(dao).setFee(0n);
    await tabs.connect(reader).deposit(tab, UNIT);
    const id = await tabs.tabId(tab);
    await tabs.settle(tab, UNIT, await voucher(UNIT));
    await expect(tabs.connect(provider).collect(tab, provider.address))
      .to.emit(tabs, "Collected")
      .withArgs(id, provider.address, provider.address, UNIT, 0n);
    expect(await tabs.creditOf(dao.address, tab.token)).to.equal(0n);
  });

  it("MKT-48 is the provider's alone, and goes to a receiver that can have it", async () => {
    const { tabs, reader, stranger, provider, dao, tab, id, settle, address } = await loadOpen();
    await settle(UNIT);
    for (const caller of [reader, stranger, dao]) {
      await expect(tabs.connect(caller).collect(tab, caller.address))
        .to.be.revertedWithCustomError(tabs, "Tabs_NotProvider")
        .withArgs(id, caller.address);
    }
    for (const to of [ZERO_ADDRESS, address]) {
      for (const act of [
        () => tabs.connect(provider).collect(tab, to),
        () => tabs.connect(reader).withdraw(tab.token, to),
      ]) {
        await expect(act()).to.be.revertedWithCustomError(tabs, "Tabs_BadReceiver").withArgs(to);
      }
    }
  });

  it("MKT-48 refuses a tab that is not there", async () => {
    const { tabs, provider, tab, id } = await loadTabs();
    await expect(tabs.connect(provider).collect(tab, provider.address))
      .to.be.revertedWithCustomError(tabs, "Tabs_WrongStatus")
      .withArgs(id, NONE);
  });

  it("MKT-55 settles and collects in one relayed batch, in the provider's name", async () => {
    const world = await loadOpen();
    const { tabs, relay, relayer, provider, tab, voucher, address } = world;
    const [before = 0n] = await balances(world, provider);
    const data = tabs.interface.encodeFunctionData("multicall", [
      [
        tabs.interface.encodeFunctionData("settle", [tab, 1_000n, await voucher(1_000n)]),
        tabs.interface.encodeFunctionData("collect", [tab, provider.address]),
      ],
    ]);
    const request = await signRequest(relay, provider, { from: provider.address, to: address, data });
    await relay.connect(relayer).execute(request);
    expect(await balances(world, provider)).to.deep.equal([before + 975n]);
  });
});

describe("tabs: closing", () => {
  it("MKT-49 lets the reader close alone after 3 days in which the provider can settle", async () => {
    const world = await loadOpen();
    const { tabs, reader, stranger, provider, tab, id, settle, voucher, address } = world;
    const [ofReader = 0n] = await balances(world, reader);
    await settle(10n * UNIT);
    const timestamp = await nextTimestamp();
    const closesAt = timestamp + CHALLENGE;
    await expect(tabs.connect(reader).startClosing(tab)).to.emit(tabs, "ClosingStarted").withArgs(id, closesAt);
    expect(await tabs.accountOf(id)).to.deep.equal([100n * UNIT, 10n * UNIT, closesAt, FEE_BPS, CLOSING]);
    await networkHelpers.time.setNextBlockTimestamp(closesAt - 2n);
    await expect(tabs.finishClosing(tab))
      .to.be.revertedWithCustomError(tabs, "Tabs_TimeToSettle")
      .withArgs(id, closesAt);
    await networkHelpers.time.setNextBlockTimestamp(closesAt - 1n);
    await settle(30n * UNIT);
    await networkHelpers.time.increaseTo(closesAt);
    await expect(tabs.settle(tab, 31n * UNIT, await voucher(31n * UNIT)))
      .to.be.revertedWithCustomError(tabs, "Tabs_WrongStatus")
      .withArgs(id, CLOSING);
    expect(await tabs.availableOf(id)).to.equal(0n);
    await expect(tabs.connect(stranger).finishClosing(tab))
      .to.emit(tabs, "Closed")
      .withArgs(id, 30n * UNIT, 70n * UNIT);
    expect(await tabs.accountOf(id)).to.deep.equal([30n * UNIT, 30n * UNIT, closesAt, FEE_BPS, CLOSED]);
    expect(await tabs.creditOf(reader.address, tab.token)).to.equal(70n * UNIT);
    await expect(tabs.connect(reader).withdraw(tab.token, reader.address))
      .to.emit(tabs, "Withdrawn")
      .withArgs(reader.address, tab.token, reader.address, 70n * UNIT);
    await tabs.connect(provider).collect(tab, provider.address);
    expect(await balances(world, reader, address)).to.deep.equal([
      ofReader + 70n * UNIT,
      (30n * UNIT * FEE_BPS) / 10_000n,
    ]);
  });

  it("MKT-49 is started by the reader alone, once, on an open tab", async () => {
    const { tabs, reader, provider, stranger, tab, id } = await loadOpen();
    for (const caller of [provider, stranger]) {
      await expect(tabs.connect(caller).startClosing(tab))
        .to.be.revertedWithCustomError(tabs, "Tabs_NotReader")
        .withArgs(id, caller.address);
    }
    await expect(tabs.finishClosing(tab)).to.be.revertedWithCustomError(tabs, "Tabs_WrongStatus").withArgs(id, OPEN);
    await tabs.connect(reader).startClosing(tab);
    for (const act of [() => tabs.connect(reader).startClosing(tab), () => tabs.connect(reader).deposit(tab, UNIT)]) {
      await expect(act()).to.be.revertedWithCustomError(tabs, "Tabs_WrongStatus").withArgs(id, CLOSING);
    }
  });

  it("MKT-49 MKT-55 lets the provider close at once, in the reader's challenge time too", async () => {
    for (const isClosing of [false, true]) {
      const { tabs, reader, provider, stranger, tab, id, settle } = await loadOpen();
      await settle(40n * UNIT);
      if (isClosing) await tabs.connect(reader).startClosing(tab);
      for (const caller of [reader, stranger]) {
        await expect(tabs.connect(caller).close(tab))
          .to.be.revertedWithCustomError(tabs, "Tabs_NotProvider")
          .withArgs(id, caller.address);
      }
      await expect(tabs.connect(provider).close(tab))
        .to.emit(tabs, "Closed")
        .withArgs(id, 40n * UNIT, 60n * UNIT);
      expect(await tabs.creditOf(reader.address, tab.token)).to.equal(60n * UNIT);
      await expect(tabs.connect(stranger).withdraw(tab.token, stranger.address))
        .to.be.revertedWithCustomError(tabs, "Tabs_NothingToWithdraw")
        .withArgs(stranger.address, tab.token);
      await tabs.connect(reader).withdraw(tab.token, stranger.address);
      await expect(tabs.connect(reader).withdraw(tab.token, reader.address))
        .to.be.revertedWithCustomError(tabs, "Tabs_NothingToWithdraw")
        .withArgs(reader.address, tab.token);
    }
  });

  async function agreement(owed: bigint, deadline: bigint) {
    const world = await loadOpen();
    const { reader, provider, id, sign } = world;
    const message = { tab: id, owed, deadline };
    return {
      ...world,
      ofReader: await sign(reader, "Closing", message),
      ofProvider: await sign(provider, "Closing", message),
    };
  }
  const EVER = 2n ** 40n - 1n;

  it("MKT-49 lets both close at once by agreement, brought by anybody", async () => {
    const { tabs, stranger, reader, tab, id, settle, ofReader, ofProvider } = await agreement(70n * UNIT, EVER);
    await settle(40n * UNIT);
    await expect(tabs.connect(stranger).closeByAgreement(tab, 70n * UNIT, EVER, ofReader, ofProvider))
      .to.emit(tabs, "Closed")
      .withArgs(id, 70n * UNIT, 30n * UNIT);
    expect(await tabs.creditOf(reader.address, tab.token)).to.equal(30n * UNIT);
    expect(await tabs.collectable(id)).to.equal(70n * UNIT);
  });

  it("MKT-49 agrees on no less than is claimed and no more than there is", async () => {
    const { tabs, tab, id, settle, ofReader, ofProvider } = await agreement(70n * UNIT, EVER);
    await settle(71n * UNIT);
    await expect(tabs.closeByAgreement(tab, 70n * UNIT, EVER, ofReader, ofProvider))
      .to.be.revertedWithCustomError(tabs, "Tabs_BelowClaimed")
      .withArgs(id, 70n * UNIT, 71n * UNIT);
    await expect(tabs.closeByAgreement(tab, 101n * UNIT, EVER, ofReader, ofProvider))
      .to.be.revertedWithCustomError(tabs, "Tabs_BeyondLimit")
      .withArgs(id, 101n * UNIT, 100n * UNIT);
  });

  it("MKT-49 needs both signatures, in time", async () => {
    const deadline = (await nextTimestamp()) + 1_000n;
    const { tabs, reader, provider, tab, id, address, ofReader, ofProvider } = await agreement(70n * UNIT, deadline);
    const digest = digestOf(address, "Closing", { tab: id, owed: 70n * UNIT, deadline });
    for (const [first, second, signer] of [
      [ofProvider, ofProvider, reader],
      [ofReader, ofReader, provider],
    ] as const) {
      await expect(tabs.closeByAgreement(tab, 70n * UNIT, deadline, first, second))
        .to.be.revertedWithCustomError(tabs, "Tabs_NotSigned")
        .withArgs(signer.address, digest);
    }
    await networkHelpers.time.setNextBlockTimestamp(deadline + 1n);
    await expect(tabs.closeByAgreement(tab, 70n * UNIT, deadline, ofReader, ofProvider))
      .to.be.revertedWithCustomError(tabs, "Tabs_Expired")
      .withArgs(deadline, deadline + 1n);
  });

  it("MKT-50 moves nothing after it but what was claimed before", async () => {
    const world = await loadOpen();
    const { tabs, reader, provider, tab, id, settle, accept, voucher, sign, address } = world;
    await settle(40n * UNIT);
    await tabs.connect(provider).close(tab);
    const message = { tab: id, owed: 50n * UNIT, deadline: EVER };
    const signatures = [await sign(reader, "Closing", message), await sign(provider, "Closing", message)] as const;
    const before = await balances(world, address, reader, provider);
    const claim = await voucher(50n * UNIT);
    for (const act of [
      () => tabs.connect(reader).deposit(tab, UNIT),
      () => tabs.connect(provider).settle(tab, 50n * UNIT, claim),
      () => tabs.connect(reader).startClosing(tab),
      () => tabs.finishClosing(tab),
      () => tabs.connect(provider).close(tab),
      () => tabs.closeByAgreement(tab, 50n * UNIT, EVER, ...signatures),
      () => accept(UNIT),
    ]) {
      await expect(act()).to.be.revertedWithCustomError(tabs, "Tabs_WrongStatus").withArgs(id, CLOSED);
    }
    await expect(tabs.connect(reader).pay(tab, 1n))
      .to.be.revertedWithCustomError(tabs, "Tabs_MoreThanOwed")
      .withArgs(id, 1n, 0n);
    expect(await balances(world, address, reader, provider)).to.deep.equal(before);
    await tabs.connect(provider).collect(tab, provider.address);
    expect(await tabs.collectable(id)).to.equal(0n);
  });

  it("MKT-50 refuses to close a tab that is not there", async () => {
    const { tabs, reader, provider, tab, id } = await loadTabs();
    for (const act of [() => tabs.connect(reader).startClosing(tab), () => tabs.connect(provider).close(tab)]) {
      await expect(act()).to.be.revertedWithCustomError(tabs, "Tabs_WrongStatus").withArgs(id, NONE);
    }
  });
});
