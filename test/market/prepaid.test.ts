import { expect } from "chai";
import { signRequest } from "../shared/requests.ts";
import {
  bought,
  DAY,
  ethers,
  type Fixture,
  FOREVER,
  holdings,
  load,
  makeOffer,
  nextTimestamp,
  PRICE,
  packedRight,
  purchaseMade,
  pushed,
  scopeOf,
  ZERO_ADDRESS,
} from "./fixture.ts";

const MOST = 2n ** 128n - 1n;

/** Credit in USDX of some accounts. */
function credits({ market, usdx }: Fixture, accounts: ReadonlyArray<{ address: string }>): Promise<bigint[]> {
  return Promise.all(accounts.map(({ address }) => market.creditOf(address, usdx.target)));
}

describe("deposit", () => {
  it("MKT-56 adds exactly its amount to the account's credit, from whoever pays", async () => {
    const fixture = await load();
    const { market, usdx, buyer, friend, seller } = fixture;
    const [inMarket = 0n, ofBuyer = 0n, ofFriend = 0n] = await holdings(fixture, usdx, [buyer, friend]);
    await expect(market.connect(buyer).deposit(usdx.target, buyer.address, 3n * PRICE))
      .to.emit(market, "Deposited")
      .withArgs(buyer.address, usdx.target, buyer.address, 3n * PRICE)
      .and.to.emit(usdx, "Transfer")
      .withArgs(buyer.address, market.target, 3n * PRICE);
    await expect(market.connect(friend).deposit(usdx.target, buyer.address, 1n))
      .to.emit(market, "Deposited")
      .withArgs(buyer.address, usdx.target, friend.address, 1n);
    expect(await holdings(fixture, usdx, [buyer, friend])).to.deep.equal([
      inMarket + 3n * PRICE + 1n,
      ofBuyer - 3n * PRICE,
      ofFriend - 1n,
    ]);
    expect(await credits(fixture, [buyer, friend, seller])).to.deep.equal([3n * PRICE + 1n, 0n, 0n]);
  });

  it("MKT-56 refuses nothing, too much, nobody, the market itself, and what is no token", async () => {
    const { market, usdx, buyer, stranger } = await load();
    const payer = market.connect(buyer);
    for (const amount of [0n, MOST + 1n, ethers.MaxUint256]) {
      await expect(payer.deposit(usdx.target, buyer.address, amount))
        .to.be.revertedWithCustomError(market, "Access_BadAmount")
        .withArgs(amount);
    }
    for (const account of [ZERO_ADDRESS, market.target as string]) {
      await expect(payer.deposit(usdx.target, account, 1n))
        .to.be.revertedWithCustomError(market, "Access_BadReceiver")
        .withArgs(account);
    }
    for (const token of [ZERO_ADDRESS, stranger.address]) {
      await expect(payer.deposit(token, buyer.address, 1n))
        .to.be.revertedWithCustomError(market, "Access_NoToken")
        .withArgs(token);
    }
  });

  it("MKT-56 refuses who has not allowed it, or has too little", async () => {
    const fixture = await load();
    const { market, usdx, buyer, stranger } = fixture;
    await expect(market.connect(stranger).deposit(usdx.target, stranger.address, PRICE))
      .to.be.revertedWithCustomError(usdx, "ERC20InsufficientAllowance")
      .withArgs(market.target, 0n, PRICE);
    const [, ofBuyer = 0n] = await holdings(fixture, usdx, [buyer]);
    await expect(market.connect(buyer).deposit(usdx.target, buyer.address, ofBuyer + 1n))
      .to.be.revertedWithCustomError(usdx, "ERC20InsufficientBalance")
      .withArgs(buyer.address, ofBuyer, ofBuyer + 1n);
    expect(await credits(fixture, [buyer, stranger])).to.deep.equal([0n, 0n]);
  });

  it("MKT-56 refuses tokens that keep a fee, return false or take from us, and takes ones that return nothing", async () => {
    const { market, buyer } = await load();
    const token = await ethers.deployContract("TokenMock");
    await token.mint(buyer.address, 100n);
    await token.connect(buyer).approve(market.target, ethers.MaxUint256);
    const deposit = () => market.connect(buyer).deposit(token.target, buyer.address, 50n);
    await token.setFee(200n);
    await expect(deposit())
      .to.be.revertedWithCustomError(market, "Money_ShortDelivery")
      .withArgs(token.target, 50n, 49n);
    await token.setFee(0n);
    await token.mint(market.target, 1n);
    await token.setLoses(true);
    await expect(deposit())
      .to.be.revertedWithCustomError(market, "Money_ShortDelivery")
      .withArgs(token.target, 50n, 49n);
    await token.setLoses(false);
    await token.setReturnsFalse(true);
    await expect(deposit()).to.be.revertedWithCustomError(market, "SafeERC20FailedOperation").withArgs(token.target);
    expect(await market.creditOf(buyer.address, token.target)).to.equal(0n);

    const silent = await ethers.deployContract("SilentTokenMock");
    await silent.mint(buyer.address, 50n);
    await silent.connect(buyer).approve(market.target, 50n);
    await market.connect(buyer).deposit(silent.target, buyer.address, 50n);
    expect(await market.creditOf(buyer.address, silent.target)).to.equal(50n);
    await market.connect(buyer).withdraw(silent.target, buyer.address);
    expect(await silent.balanceOf(buyer.address)).to.equal(50n);
  });
});

describe("buyFromBalance", () => {
  async function withBalance(amount = 10n * PRICE) {
    const fixture = await load();
    const { market, usdx, buyer } = fixture;
    await market.connect(buyer).deposit(usdx.target, buyer.address, amount);
    return fixture;
  }

  it("MKT-57 takes exactly the price from the payer's credit, and gives the right of the terms", async () => {
    const fixture = await withBalance();
    const { market, usdx, buyer, seller, friend } = fixture;
    const { offered, id } = await makeOffer(fixture);
    const before = await holdings(fixture, usdx, [buyer, seller, friend]);
    const now = await nextTimestamp();
    const purchase = { previous: 0n, offer: id, payer: buyer.address, paid: PRICE, boughtAt: now, from: now };
    const right = pushed(purchase, scopeOf(offered), now + 30n * DAY, 1n);
    await expect(market.connect(buyer).buyFromBalance(offered, buyer.address, "0x"))
      .to.emit(market, "BoughtFromBalance")
      .withArgs(id, buyer.address, buyer.address, right)
      .and.not.to.emit(usdx, "Transfer");
    expect(await holdings(fixture, usdx, [buyer, seller, friend])).to.deep.equal(before);
    expect(await credits(fixture, [buyer, seller, friend])).to.deep.equal([9n * PRICE, 0n, 0n]);
    expect((await market.offerState(id)).state).to.deep.equal([1n, 0n, 1n, PRICE]);
    expect(await packedRight(market, offered.dataset, buyer.address)).to.equal(right);
  });

  it("MKT-57 renews, and is a gift when the reader is another", async () => {
    const fixture = await withBalance();
    const { market, buyer, friend, dataset } = fixture;
    const { offered, id } = await makeOffer(fixture);
    await bought(fixture, buyer, offered);
    const earlier = await market.expiresAt(dataset, buyer.address);
    await market.connect(buyer).buyFromBalance(offered, buyer.address, "0x");
    expect(await market.expiresAt(dataset, buyer.address)).to.equal(earlier + 30n * DAY);
    await expect(market.connect(buyer).buyFromBalance(offered, friend.address, "0x"))
      .to.emit(market, "BoughtFromBalance")
      .withArgs(id, friend.address, buyer.address, (right: bigint) => (right & FOREVER) > 0n);
    expect(await market.hasAccess(dataset, friend.address)).to.equal(true);
    expect(await credits(fixture, [buyer, friend])).to.deep.equal([8n * PRICE, 0n]);
  });

  it("MKT-57 spends to the last unit, and no unit more", async () => {
    const fixture = await withBalance(2n * PRICE - 1n);
    const { market, usdx, buyer, dataset } = fixture;
    const { offered } = await makeOffer(fixture);
    await market.connect(buyer).buyFromBalance(offered, buyer.address, "0x");
    const right = await packedRight(market, dataset, buyer.address);
    await expect(market.connect(buyer).buyFromBalance(offered, buyer.address, "0x"))
      .to.be.revertedWithCustomError(market, "Access_BalanceTooLow")
      .withArgs(buyer.address, usdx.target, PRICE - 1n, PRICE);
    expect(await packedRight(market, dataset, buyer.address)).to.equal(right);
    await market.connect(buyer).deposit(usdx.target, buyer.address, 1n);
    await market.connect(buyer).buyFromBalance(offered, buyer.address, "0x");
    expect(await credits(fixture, [buyer])).to.deep.equal([0n]);
  });

  it("MKT-57 needs credit in the offer's own token, and none for a free offer", async () => {
    const fixture = await withBalance();
    const { market, eurx, buyer, stranger, dataset } = fixture;
    const { offered } = await makeOffer(fixture, { token: eurx.target as string });
    await expect(market.connect(buyer).buyFromBalance(offered, buyer.address, "0x"))
      .to.be.revertedWithCustomError(market, "Access_BalanceTooLow")
      .withArgs(buyer.address, eurx.target, 0n, PRICE);
    const free = await makeOffer(fixture, { price: 0n, token: ZERO_ADDRESS });
    await market.connect(stranger).buyFromBalance(free.offered, stranger.address, "0x");
    expect(await market.hasAccess(dataset, stranger.address)).to.equal(true);
  });

  it("MKT-57 is refused as a purchase is: closed, sold out, moved, denied, without a reader", async () => {
    const fixture = await withBalance();
    const { market, buyer, seller, other, dataset } = fixture;
    const payer = market.connect(buyer);
    const { offered, id } = await makeOffer(fixture, { maxSales: 1n });
    await expect(payer.buyFromBalance(offered, ZERO_ADDRESS, "0x")).to.be.revertedWithCustomError(
      market,
      "Access_NoReader",
    );
    await payer.buyFromBalance(offered, buyer.address, "0x");
    await expect(payer.buyFromBalance(offered, buyer.address, "0x"))
      .to.be.revertedWithCustomError(market, "Access_SoldOut")
      .withArgs(id, 1n);
    const policy = (await ethers.deployContract("PolicyMock")).target as string;
    const guarded = await makeOffer(fixture, { policy });
    await expect(payer.buyFromBalance(guarded.offered, buyer.address, ethers.zeroPadValue("0x02", 32)))
      .to.be.revertedWithCustomError(market, "Access_Denied")
      .withArgs(guarded.id, buyer.address);
    await payer.buyFromBalance(guarded.offered, buyer.address, ethers.zeroPadValue("0x01", 32));
    const plain = await makeOffer(fixture, { nonce: 1n });
    await market.connect(seller).transferFrom(seller.address, other.address, dataset);
    await expect(payer.buyFromBalance(plain.offered, buyer.address, "0x"))
      .to.be.revertedWithCustomError(market, "Access_SellerNotOwner")
      .withArgs(dataset, seller.address);
    await market.connect(seller).withdrawOffer(plain.offered);
    await expect(payer.buyFromBalance(plain.offered, buyer.address, "0x"))
      .to.be.revertedWithCustomError(market, "Access_OfferNotOpen")
      .withArgs(plain.id, 2n);
    expect(await credits(fixture, [buyer])).to.deep.equal([8n * PRICE]);
  });

  it("MKT-58 spends what was refunded, and what it spends is refunded into it", async () => {
    const fixture = await withBalance(PRICE);
    const { market, usdx, buyer, dataset } = fixture;
    const { offered, id } = await makeOffer(fixture, { refundWindow: 7n * DAY, duration: 0n });
    const inMarket = await usdx.balanceOf(market.target);
    for (let round = 0; round < 3; round++) {
      await market.connect(buyer).buyFromBalance(offered, buyer.address, "0x");
      expect(await credits(fixture, [buyer])).to.deep.equal([0n]);
      const purchase = await purchaseMade(market, offered, buyer.address, 0n);
      await market.connect(buyer).refund(dataset, [{ purchase, terms: offered }]);
      expect(await credits(fixture, [buyer])).to.deep.equal([PRICE]);
      expect((await market.offerState(id)).state).to.deep.equal([1n, 0n, 0n, 0n]);
    }
    expect(await usdx.balanceOf(market.target)).to.equal(inMarket);
    expect(await market.collectable(offered)).to.equal(0n);
  });

  it("MKT-58 lets nobody else spend or fetch an account's credit, whoever paid it in", async () => {
    const fixture = await load();
    const { market, usdx, buyer, friend, stranger, dao, seller } = fixture;
    const { offered } = await makeOffer(fixture);
    await market.connect(friend).deposit(usdx.target, buyer.address, PRICE);
    for (const account of [friend, stranger, dao, seller]) {
      await expect(market.connect(account).buyFromBalance(offered, account.address, "0x"))
        .to.be.revertedWithCustomError(market, "Access_BalanceTooLow")
        .withArgs(account.address, usdx.target, 0n, PRICE);
      await expect(market.connect(account).withdraw(usdx.target, account.address))
        .to.be.revertedWithCustomError(market, "Access_NothingToWithdraw")
        .withArgs(account.address, usdx.target);
    }
    const before = await usdx.balanceOf(buyer.address);
    await expect(market.connect(buyer).withdraw(usdx.target, buyer.address))
      .to.emit(market, "Withdrawn")
      .withArgs(buyer.address, usdx.target, buyer.address, PRICE);
    expect(await usdx.balanceOf(buyer.address)).to.equal(before + PRICE);
    await expect(market.connect(buyer).buyFromBalance(offered, buyer.address, "0x"))
      .to.be.revertedWithCustomError(market, "Access_BalanceTooLow")
      .withArgs(buyer.address, usdx.target, 0n, PRICE);
  });

  it("MKT-58 pays a seller like any purchase: fee, collecting and revocation the same", async () => {
    const fixture = await withBalance(2n * PRICE);
    const { market, usdx, dao, buyer, seller, dataset } = fixture;
    await market.connect(dao).setFee(500n);
    const { offered, id } = await makeOffer(fixture);
    await market.connect(buyer).buyFromBalance(offered, buyer.address, "0x");
    const fee = (PRICE * 5n) / 100n;
    await expect(market.connect(seller).collect(offered, seller.address))
      .to.emit(market, "Collected")
      .withArgs(id, seller.address, seller.address, PRICE - fee, fee);
    const first = { purchase: await purchaseBefore(fixture, offered), terms: offered };
    await market.connect(buyer).buyFromBalance(offered, buyer.address, "0x");
    const previous = pushed(first.purchase, scopeOf(offered), first.purchase.boughtAt + 30n * DAY, 1n);
    const second = { purchase: await purchaseMade(market, offered, buyer.address, previous), terms: offered };
    await usdx.connect(seller).approve(market.target, PRICE);
    await market.connect(seller).revoke(dataset, buyer.address, [second, first]);
    expect(await market.hasAccess(dataset, buyer.address)).to.equal(false);
    const [ofBuyer = 0n] = await credits(fixture, [buyer]);
    expect(ofBuyer)
      .to.be.greaterThan((2n * PRICE * 99n) / 100n)
      .and.at.most(2n * PRICE);
  });

  /** The purchase that made the buyer's first right, from the right itself. */
  async function purchaseBefore({ market, buyer, dataset }: Fixture, offered: Parameters<typeof purchaseMade>[1]) {
    const boughtAt = (await market.expiresAt(dataset, buyer.address)) - 30n * DAY;
    const offer = await market.offerId(offered);
    return { previous: 0n, offer, payer: buyer.address, paid: PRICE, boughtAt, from: boughtAt };
  }

  it("MKT-20 refuses deposits and purchases from a token's callback, and goes on", async () => {
    const fixture = await load();
    const { market, buyer } = fixture;
    const token = await ethers.deployContract("TokenMock");
    await token.mint(buyer.address, 10n * PRICE);
    await token.connect(buyer).approve(market.target, ethers.MaxUint256);
    const { offered } = await makeOffer(fixture, { token: token.target as string });
    const encode = market.interface.encodeFunctionData.bind(market.interface);
    const calls = [
      encode("deposit", [token.target, buyer.address, PRICE]),
      encode("buyFromBalance", [offered, buyer.address, "0x"]),
    ];
    const reentered = market.interface.getError("ReentrancyGuardReentrantCall")?.selector;
    for (const call of calls) {
      for (const outer of [
        () => market.connect(buyer).deposit(token.target, buyer.address, PRICE),
        () => market.connect(buyer).buy(offered, buyer.address, "0x"),
      ]) {
        await token.setCall(market.target, call);
        await expect(outer()).to.emit(token, "CalledBack").withArgs(false, reentered);
      }
    }
    expect(await token.balanceOf(market.target)).to.equal(4n * PRICE);
    expect(await market.creditOf(buyer.address, token.target)).to.equal(2n * PRICE);
    expect(await market.collectable(offered)).to.equal(2n * PRICE);
  });

  it("MKT-31 deposits and buys by relayed signature, in a batch, in the signer's name", async () => {
    const fixture = await load();
    const { market, relay, usdx, buyer, relayer, dataset } = fixture;
    const { offered } = await makeOffer(fixture);
    const encode = market.interface.encodeFunctionData.bind(market.interface);
    const calls = [
      encode("deposit", [usdx.target, buyer.address, PRICE]),
      encode("buyFromBalance", [offered, buyer.address, "0x"]),
    ];
    const data = encode("multicall", [calls]);
    const [, ofBuyer = 0n, ofRelayer = 0n] = await holdings(fixture, usdx, [buyer, relayer]);
    const request = await signRequest(relay, buyer, { from: buyer.address, to: market.target as string, data });
    await relay.connect(relayer).execute(request);
    expect(await market.hasAccess(dataset, buyer.address)).to.equal(true);
    expect(await holdings(fixture, usdx, [buyer, relayer])).to.deep.equal([PRICE, ofBuyer - PRICE, ofRelayer]);
    expect(await credits(fixture, [buyer, relayer])).to.deep.equal([0n, 0n]);
  });
});

describe("a purchase of nobody", () => {
  it("MKT-73 is refused, so that none passes for a gift", async () => {
    const fixture = await load();
    const { market, relayer, buyer } = fixture;
    const token = await ethers.deployContract("SilentTokenMock");
    const { offered } = await makeOffer(fixture, { token: token.target as string });
    const authorization = { payer: ZERO_ADDRESS, validAfter: 0n, validBefore: 1n, sequence: 0n, signature: "0x" };
    await expect(
      market.connect(relayer).buyWithAuthorization(offered, buyer.address, "0x", authorization),
    ).to.be.revertedWithCustomError(market, "Access_NoPayer");
  });
});
