import { expect } from "chai";
import {
  authorize,
  bought,
  connection,
  ethers,
  holdings,
  load,
  makeOffer,
  networkHelpers,
  PRICE,
  packedRight,
  permitFor,
  ZERO_ADDRESS,
} from "./fixture.ts";

describe("buyWithPermit", () => {
  it("MKT-14 buys with one transaction and no allowance before", async () => {
    const fixture = await load();
    const { market, usdx, stranger, dataset } = fixture;
    const { offered } = await makeOffer(fixture);
    const [inMarket = 0n, ofStranger = 0n] = await holdings(fixture, usdx, [stranger]);
    const signed = await permitFor(fixture, usdx, stranger, PRICE);
    await market.connect(stranger).buyWithPermit(offered, stranger.address, "0x", signed);
    expect(await holdings(fixture, usdx, [stranger])).to.deep.equal([inMarket + PRICE, ofStranger - PRICE]);
    expect(await usdx.allowance(stranger.address, market.target)).to.equal(0n);
    expect(await market.hasAccess(dataset, stranger.address)).to.equal(true);
  });

  it("MKT-14 works when somebody has used the permit before", async () => {
    const fixture = await load();
    const { market, usdx, stranger, other, dataset } = fixture;
    const { offered } = await makeOffer(fixture);
    const signed = await permitFor(fixture, usdx, stranger, PRICE);
    const { value, deadline, v, r, s } = signed;
    await usdx.connect(other).permit(stranger.address, market.target, value, deadline, v, r, s);
    await market.connect(stranger).buyWithPermit(offered, stranger.address, "0x", signed);
    expect(await market.hasAccess(dataset, stranger.address)).to.equal(true);
  });

  it("MKT-14 refuses another's permit, since the payer is the caller", async () => {
    const fixture = await load();
    const { market, usdx, stranger, other } = fixture;
    const { offered } = await makeOffer(fixture);
    const signed = await permitFor(fixture, usdx, stranger, PRICE);
    await expect(market.connect(other).buyWithPermit(offered, other.address, "0x", signed))
      .to.be.revertedWithCustomError(usdx, "ERC20InsufficientAllowance")
      .withArgs(market.target, 0n, PRICE);
    expect(await usdx.allowance(stranger.address, market.target)).to.equal(0n);
  });

  it("MKT-14 does not touch the permit when the offer is free", async () => {
    const fixture = await load();
    const { market, usdx, stranger, dataset } = fixture;
    const { offered } = await makeOffer(fixture, { price: 0n, token: ZERO_ADDRESS });
    const signed = await permitFor(fixture, usdx, stranger, PRICE);
    await market.connect(stranger).buyWithPermit(offered, stranger.address, "0x", signed);
    expect(await usdx["nonces(address)"](stranger.address)).to.equal(0n);
    expect(await market.hasAccess(dataset, stranger.address)).to.equal(true);
  });
});

describe("buyWithAuthorization", () => {
  it("MKT-14 buys with one signature that anyone relays; renewals take the next sequence", async () => {
    const fixture = await load();
    const { market, usdx, stranger, relayer, dataset } = fixture;
    const { offered, id } = await makeOffer(fixture);
    const [inMarket = 0n, ofStranger = 0n, ofRelayer = 0n] = await holdings(fixture, usdx, [stranger, relayer]);
    for (const sequence of [0n, 1n]) {
      const signed = await authorize(fixture, usdx, stranger, offered, stranger.address, { sequence });
      const nonce = await market.orderNonce(id, stranger.address, stranger.address, sequence);
      expect(BigInt(nonce) & (2n ** 64n - 1n)).to.equal(sequence);
      await expect(market.connect(relayer).buyWithAuthorization(offered, stranger.address, "0x", signed))
        .to.emit(usdx, "AuthorizationUsed")
        .withArgs(stranger.address, nonce)
        .and.to.emit(market, "Bought")
        .withArgs(id, stranger.address, stranger.address, (right: bigint) => right > 0n);
    }
    expect(await holdings(fixture, usdx, [stranger, relayer])).to.deep.equal([
      inMarket + 2n * PRICE,
      ofStranger - 2n * PRICE,
      ofRelayer,
    ]);
    expect(await market.hasAccess(dataset, stranger.address)).to.equal(true);
    expect(await market.hasAccess(dataset, relayer.address)).to.equal(false);
  });

  it("MKT-15 has a nonce of chain, contract, offer, payer and reader", async () => {
    const { market, stranger, friend } = await load();
    const offer = ethers.id("any offer");
    const order = ethers.AbiCoder.defaultAbiCoder().encode(
      ["uint256", "address", "bytes32", "address", "address"],
      [31337n, market.target, offer, stranger.address, friend.address],
    );
    const expected = ((BigInt(ethers.keccak256(order)) >> 64n) << 64n) | 5n;
    expect(await market.orderNonce(offer, stranger.address, friend.address, 5n)).to.equal(ethers.toBeHex(expected, 32));
  });

  it("MKT-14 takes a contract wallet's signature (ERC-1271), a gift too", async () => {
    const fixture = await load();
    const { market, usdx, stranger, buyer, friend, relayer, dataset } = fixture;
    const { offered } = await makeOffer(fixture);
    const wallet = await ethers.deployContract("WalletMock", [stranger.address]);
    const payer = wallet.target as string;
    await usdx.connect(buyer).transfer(payer, PRICE);
    const signed = await authorize(fixture, usdx, stranger, offered, friend.address, { payer });
    await market.connect(relayer).buyWithAuthorization(offered, friend.address, "0x", signed);
    expect(await usdx.balanceOf(payer)).to.equal(0n);
    expect(await market.hasAccess(dataset, friend.address)).to.equal(true);
  });

  it("MKT-15 refuses a contract wallet's signature by somebody else, or of another length", async () => {
    const fixture = await load();
    const { market, usdx, stranger, other, relayer } = fixture;
    const { offered } = await makeOffer(fixture);
    const payer = (await ethers.deployContract("WalletMock", [stranger.address])).target as string;
    const signed = await authorize(fixture, usdx, other, offered, payer, { payer });
    for (const signature of [signed.signature, `${signed.signature}00`]) {
      await expect(
        market.connect(relayer).buyWithAuthorization(offered, payer, "0x", { ...signed, signature }),
      ).to.be.revertedWithCustomError(usdx, "ERC3009InvalidSignature");
    }
  });

  it("MKT-15 refuses a replay", async () => {
    const fixture = await load();
    const { market, usdx, stranger, relayer, dataset } = fixture;
    const { offered, id } = await makeOffer(fixture);
    const signed = await authorize(fixture, usdx, stranger, offered, stranger.address);
    await market.connect(relayer).buyWithAuthorization(offered, stranger.address, "0x", signed);
    const after = await packedRight(market, dataset, stranger.address);
    await expect(market.connect(relayer).buyWithAuthorization(offered, stranger.address, "0x", signed))
      .to.be.revertedWithCustomError(usdx, "InvalidAccountNonce")
      .withArgs(stranger.address, await market.orderNonce(id, stranger.address, stranger.address, 1n));
    expect(await packedRight(market, dataset, stranger.address)).to.equal(after);
  });

  it("MKT-15 refuses a relayer who changes reader, payer, offer, sequence or times", async () => {
    const fixture = await load();
    const { market, usdx, stranger, other, relayer } = fixture;
    const { offered } = await makeOffer(fixture);
    const second = await makeOffer(fixture, { nonce: 1n });
    const signed = await authorize(fixture, usdx, stranger, offered, stranger.address);
    const changed: ReadonlyArray<readonly [typeof offered, string, Partial<typeof signed>]> = [
      [offered, relayer.address, {}],
      [offered, stranger.address, { payer: other.address }],
      [second.offered, stranger.address, {}],
      [offered, stranger.address, { sequence: 1n }],
      [offered, stranger.address, { validBefore: 2n ** 41n }],
      [offered, stranger.address, { validAfter: 1n }],
    ];
    for (const [terms, reader, changes] of changed) {
      await expect(
        market.connect(relayer).buyWithAuthorization(terms, reader, "0x", { ...signed, ...changes }),
      ).to.be.revertedWithCustomError(usdx, "ERC3009InvalidSignature");
    }
  });

  it("MKT-15 refuses a signature for another price, chain or contract", async () => {
    const fixture = await load();
    const { market, usdx, stranger, relayer, other } = fixture;
    const { offered } = await makeOffer(fixture);
    for (const changes of [{ value: PRICE - 1n }, { chainId: 31338n }, { market: other.address }]) {
      const signed = await authorize(fixture, usdx, stranger, offered, stranger.address, changes);
      await expect(
        market.connect(relayer).buyWithAuthorization(offered, stranger.address, "0x", signed),
      ).to.be.revertedWithCustomError(usdx, "ERC3009InvalidSignature");
    }
  });

  it("MKT-15 refuses before and after its time", async () => {
    const fixture = await load();
    const { market, usdx, stranger, relayer } = fixture;
    const { offered } = await makeOffer(fixture);
    const now = BigInt(await networkHelpers.time.latest());
    const times = [
      { validAfter: now + 100n, validBefore: now + 200n },
      { validAfter: 0n, validBefore: now - 1n },
    ];
    for (const { validAfter, validBefore } of times) {
      const signed = await authorize(fixture, usdx, stranger, offered, stranger.address, { validAfter, validBefore });
      await expect(market.connect(relayer).buyWithAuthorization(offered, stranger.address, "0x", signed))
        .to.be.revertedWithCustomError(usdx, "ERC3009InvalidAuthorizationTime")
        .withArgs(validAfter, validBefore);
    }
  });

  it("MKT-15 refuses when the payer has too little", async () => {
    const fixture = await load();
    const { market, usdx, stranger, buyer, relayer } = fixture;
    const { offered } = await makeOffer(fixture);
    await usdx.connect(stranger).transfer(buyer.address, await usdx.balanceOf(stranger.address));
    const signed = await authorize(fixture, usdx, stranger, offered, stranger.address);
    await expect(market.connect(relayer).buyWithAuthorization(offered, stranger.address, "0x", signed))
      .to.be.revertedWithCustomError(usdx, "ERC20InsufficientBalance")
      .withArgs(stranger.address, 0n, PRICE);
  });

  it("MKT-15 puts the caller on record, not a name he gives, when the offer is free", async () => {
    const fixture = await load();
    const { market, usdx, stranger, relayer } = fixture;
    const { offered, id } = await makeOffer(fixture, { price: 0n, token: ZERO_ADDRESS });
    const signed = await authorize(fixture, usdx, stranger, offered, stranger.address);
    await expect(market.connect(relayer).buyWithAuthorization(offered, stranger.address, "0x", signed))
      .to.emit(market, "Bought")
      .withArgs(id, stranger.address, relayer.address, (right: bigint) => right > 0n);
  });
});

describe("hostile tokens", () => {
  async function withTokenMock() {
    const fixture = await load();
    const { market, buyer, stranger } = fixture;
    const token = await ethers.deployContract("TokenMock");
    for (const account of [buyer, stranger]) {
      await token.mint(account.address, 10n * PRICE);
      await token.connect(account).approve(market.target, ethers.MaxUint256);
    }
    const { offered, id } = await makeOffer(fixture, { token: token.target as string });
    return { ...fixture, fixture, token, offered, id };
  }

  it("MKT-16 refuses a token that keeps a fee", async () => {
    const { market, buyer, token, offered, dataset } = await withTokenMock();
    await token.setFee(100n);
    await expect(market.connect(buyer).buy(offered, buyer.address, "0x"))
      .to.be.revertedWithCustomError(market, "Money_ShortDelivery")
      .withArgs(token.target, PRICE, (PRICE * 99n) / 100n);
    expect(await token.balanceOf(buyer.address)).to.equal(10n * PRICE);
    expect(await market.hasAccess(dataset, buyer.address)).to.equal(false);
  });

  it("MKT-16 refuses a token that takes from us while it pays", async () => {
    const { market, fixture, buyer, token, offered } = await withTokenMock();
    const cheap = await makeOffer(fixture, { token: token.target as string, price: 1n });
    await bought(fixture, buyer, offered);
    await token.setLoses(true);
    await expect(market.connect(buyer).buy(cheap.offered, buyer.address, "0x"))
      .to.be.revertedWithCustomError(market, "Money_ShortDelivery")
      .withArgs(token.target, 1n, 0n);
  });

  it("MKT-16 refuses a token that returns false, in and out", async () => {
    const { market, fixture, seller, buyer, token, offered } = await withTokenMock();
    await bought(fixture, buyer, offered);
    await token.setReturnsFalse(true);
    await expect(market.connect(buyer).buy(offered, buyer.address, "0x"))
      .to.be.revertedWithCustomError(market, "SafeERC20FailedOperation")
      .withArgs(token.target);
    await expect(market.connect(seller).collect(offered, seller.address))
      .to.be.revertedWithCustomError(market, "SafeERC20FailedOperation")
      .withArgs(token.target);
    expect(await market.collectable(offered)).to.equal(PRICE);
  });

  it("MKT-16 accepts a token that returns nothing, but not its silence for a payment", async () => {
    const fixture = await load();
    const { market, seller, buyer, relayer, usdx, dataset } = fixture;
    const token = await ethers.deployContract("SilentTokenMock");
    await token.mint(buyer.address, PRICE);
    await token.connect(buyer).approve(market.target, PRICE);
    const { offered } = await makeOffer(fixture, { token: token.target as string });
    // Its fallback accepts `receiveWithAuthorization` and does nothing.
    const signed = await authorize(fixture, usdx, buyer, offered, buyer.address);
    await expect(market.connect(relayer).buyWithAuthorization(offered, buyer.address, "0x", signed))
      .to.be.revertedWithCustomError(market, "Money_ShortDelivery")
      .withArgs(token.target, PRICE, 0n);
    await market.connect(buyer).buy(offered, buyer.address, "0x");
    expect(await market.hasAccess(dataset, buyer.address)).to.equal(true);
    await market.connect(seller).collect(offered, seller.address);
    expect(await token.balanceOf(seller.address)).to.equal(PRICE);
    expect(await token.balanceOf(market.target)).to.equal(0n);
  });

  it("MKT-16 refuses a token that does not tell the market's balance, with the token's reason", async () => {
    const fixture = await load();
    const { market, buyer, relayer, usdx } = fixture;
    const token = await ethers.deployContract("OddBalanceTokenMock");
    const { offered } = await makeOffer(fixture, { token: token.target as string });
    const signed = await authorize(fixture, usdx, buyer, offered, buyer.address);
    const byAllowance = () => market.connect(buyer).buy(offered, buyer.address, "0x");
    const bySignature = () => market.connect(relayer).buyWithAuthorization(offered, buyer.address, "0x", signed);
    for (const buy of [byAllowance, bySignature])
      await expect(buy()).to.be.revertedWithCustomError(token, "OddBalanceTokenMock_Refused").withArgs(market.target);
    await token.setShort(true);
    for (const buy of [byAllowance, bySignature]) await expect(buy()).to.be.revertedWithoutReason(connection.ethers);
  });

  it("MKT-16 refuses a token whose code has gone", async () => {
    const { market, buyer, token, offered } = await withTokenMock();
    await networkHelpers.setCode(token.target as string, "0x");
    await expect(market.connect(buyer).buy(offered, buyer.address, "0x")).to.be.revert(connection.ethers);
  });

  it("MKT-16 can't be paid with the market's own tokens", async () => {
    const fixture = await load();
    const { market, buyer } = fixture;
    const { offered } = await makeOffer(fixture, { token: market.target as string, price: 5n });
    await expect(market.connect(buyer).buy(offered, buyer.address, "0x"))
      .to.be.revertedWithCustomError(market, "ERC721NonexistentToken")
      .withArgs(5n);
  });

  for (const act of ["buy", "buyMany", "collect", "withdraw", "refund", "renounce", "revoke"] as const) {
    it(`MKT-20 refuses ${act} from a token's callback, and goes on`, async () => {
      const { market, buyer, token, offered, dataset, seller } = await withTokenMock();
      const encode = market.interface.encodeFunctionData.bind(market.interface);
      const calls: Record<typeof act, string> = {
        buy: encode("buy", [offered, buyer.address, "0x"]),
        buyMany: encode("buyMany", [[{ terms: offered, reader: buyer.address, evidence: "0x" }]]),
        collect: encode("collect", [offered, seller.address]),
        withdraw: encode("withdraw", [token.target, buyer.address]),
        refund: encode("refund", [dataset, []]),
        renounce: encode("renounce", [dataset, []]),
        revoke: encode("revoke", [dataset, buyer.address, []]),
      };
      await token.setCall(market.target, calls[act]);
      const reentered = market.interface.getError("ReentrancyGuardReentrantCall")?.selector;
      await expect(market.connect(buyer).buy(offered, buyer.address, "0x"))
        .to.emit(token, "CalledBack")
        .withArgs(false, reentered);
      expect(await token.balanceOf(market.target)).to.equal(PRICE);
      expect(await market.collectable(offered)).to.equal(PRICE);
    });
  }
});
