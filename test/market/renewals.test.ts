import { expect } from "chai";
import { signRequest } from "../shared/requests.ts";
import { digestOf, LATEST, loadDesk, type Mandate, mandateOf, sign } from "./desk.ts";
import {
  bought,
  DAY,
  DENYING_CODE,
  ethers,
  holdings,
  makeOffer,
  networkHelpers,
  PRICE,
  packedRight,
  purchaseMade,
  type Terms,
  ZERO_ADDRESS,
} from "./fixture.ts";

const MONTH = 30n * DAY;

/** The buyer has a month, of which less than a day is left; `changes` to the offer and to his mandate. */
async function loadDue(offerChanges: Partial<Terms> = {}, changes: Partial<Mandate> = {}) {
  const fixture = await loadDesk();
  const { market, desk, buyer, relayer, dataset } = fixture;
  const { offered, id } = await makeOffer(fixture, offerChanges);
  const first = await bought(fixture, buyer, offered);
  const mandate = mandateOf(fixture, id, changes);
  const digest = digestOf(fixture, "Mandate", mandate);
  const signature = await sign(fixture, buyer, "Mandate", mandate);
  const end = await market.expiresAt(dataset, buyer.address);
  await networkHelpers.time.increaseTo(end - DAY);
  const renew = (terms = offered, named = mandate, signed = signature) =>
    desk.connect(relayer).renew(terms, "0x", named, signed);
  return { ...fixture, fixture, offered, id, first, mandate, digest, signature, end, renew };
}

describe("renew", () => {
  it("MKT-69 buys one more term for the reader with the payer's allowance, whoever sends it", async () => {
    const { fixture, market, desk, usdx, buyer, seller, relayer, dataset, id, mandate, digest, end, renew } =
      await loadDue();
    expect(await desk.mandateDigest(mandate)).to.equal(digest);
    expect(await desk.mandateState(digest)).to.deep.equal([0n, 0n, false]);
    const accounts = [buyer, seller, relayer, { address: desk.target as string }];
    const [inMarket = 0n, ofBuyer = 0n, ...others] = await holdings(fixture, usdx, accounts);
    await expect(renew())
      .to.emit(desk, "Renewed")
      .withArgs(digest, id, buyer.address, PRICE)
      .and.to.emit(market, "Bought")
      .withArgs(id, buyer.address, buyer.address, (right: bigint) => (right & LATEST) === end + MONTH);
    expect(await holdings(fixture, usdx, accounts)).to.deep.equal([inMarket + PRICE, ofBuyer - PRICE, ...others]);
    expect(await market.expiresAt(dataset, buyer.address)).to.equal(end + MONTH);
    expect(await desk.mandateState(digest)).to.deep.equal([PRICE, end + MONTH, false]);
  });

  it("MKT-69 takes the prepaid balance where the mandate says so, and never the allowance then", async () => {
    const { fixture, market, usdx, buyer, relayer, id, renew } = await loadDue({}, { fromBalance: true });
    await expect(renew())
      .to.be.revertedWithCustomError(market, "Access_BalanceTooLow")
      .withArgs(buyer.address, usdx.target, 0n, PRICE);
    await market.connect(buyer).deposit(usdx.target, buyer.address, PRICE + 1n);
    const before = await holdings(fixture, usdx, [buyer, relayer]);
    await expect(renew())
      .to.emit(market, "BoughtFromBalance")
      .withArgs(id, buyer.address, buyer.address, (right: bigint) => right > 0n);
    expect(await holdings(fixture, usdx, [buyer, relayer])).to.deep.equal(before);
    expect(await market.creditOf(buyer.address, usdx.target)).to.equal(1n);
  });

  it("MKT-69 takes the allowance where the mandate says so, and never the balance then", async () => {
    const { market, usdx, buyer, renew } = await loadDue();
    await market.connect(buyer).deposit(usdx.target, buyer.address, PRICE);
    await usdx.connect(buyer).approve(market.target, PRICE - 1n);
    await expect(renew())
      .to.be.revertedWithCustomError(usdx, "ERC20InsufficientAllowance")
      .withArgs(market.target, PRICE - 1n, PRICE);
    expect(await market.creditOf(buyer.address, usdx.target)).to.equal(PRICE);
  });

  it("MKT-69 spends up to its cap, to the unit, over all renewals", async () => {
    const { market, desk, buyer, dataset, digest, renew } = await loadDue({}, { cap: 2n * PRICE + PRICE - 1n });
    for (const spent of [PRICE, 2n * PRICE]) {
      await renew();
      expect((await desk.mandateState(digest)).spent).to.equal(spent);
      await networkHelpers.time.increaseTo(await market.expiresAt(dataset, buyer.address));
    }
    await expect(renew())
      .to.be.revertedWithCustomError(desk, "Renewals_OverCap")
      .withArgs(digest, 2n * PRICE, PRICE, 3n * PRICE - 1n);
    expect(await market.hasAccess(dataset, buyer.address)).to.equal(false);
  });

  it("MKT-69 refuses a price above the whole cap, also at the edge of what a price can be", async () => {
    const most = 2n ** 96n - 1n;
    const { fixture, market, desk, seller, buyer, relayer, dataset } = await loadDue();
    const token = await ethers.deployContract("TokenMock");
    await token.mint(buyer.address, 3n * most);
    await token.connect(buyer).approve(market.target, ethers.MaxUint256);
    const dear = await makeOffer(fixture, { token: token.target as string, price: most, duration: DAY });
    const mandate = mandateOf(fixture, dear.id, { cap: most, lead: 2n * DAY });
    const digest = digestOf(fixture, "Mandate", mandate);
    const signature = await sign(fixture, buyer, "Mandate", mandate);
    await desk.connect(relayer).renew(dear.offered, "0x", mandate, signature);
    await networkHelpers.time.increase(DAY);
    await expect(desk.connect(relayer).renew(dear.offered, "0x", mandate, signature))
      .to.be.revertedWithCustomError(desk, "Renewals_OverCap")
      .withArgs(digest, most, most, most);
    const low = mandateOf(fixture, dear.id, { cap: most - 1n, lead: 2n * DAY });
    await expect(desk.connect(relayer).renew(dear.offered, "0x", low, await sign(fixture, buyer, "Mandate", low)))
      .to.be.revertedWithCustomError(desk, "Renewals_OverCap")
      .withArgs(digestOf(fixture, "Mandate", low), 0n, most, most - 1n);
    expect(await market.ownerOf(dataset)).to.equal(seller.address);
  });

  it("MKT-69 buys what it names, for whom it names, and nothing else", async () => {
    const { fixture, market, desk, buyer, stranger, id, offered, mandate, digest, signature, renew } = await loadDue();
    const dearer = await makeOffer(fixture, { price: 2n * PRICE });
    await expect(renew(dearer.offered))
      .to.be.revertedWithCustomError(desk, "Renewals_OtherOffer")
      .withArgs(digest, id, dearer.id);
    const changes: Array<Partial<Mandate>> = [
      { reader: stranger.address },
      { cap: 10n ** 10n },
      { lead: 2n * DAY },
      { fromBalance: true },
      { nonce: 2n },
      { deadline: LATEST - 1n },
    ];
    await market.connect(buyer).buy(offered, stranger.address, "0x");
    await networkHelpers.time.increase(29n * DAY + 3600n);
    for (const change of changes) {
      const changed = { ...mandate, ...change };
      await expect(renew(offered, changed, signature))
        .to.be.revertedWithCustomError(desk, "Renewals_NotSigned")
        .withArgs(digestOf(fixture, "Mandate", changed), buyer.address);
    }
  });

  it("MKT-69 spends nobody's allowance or balance but the signer's", async () => {
    const { fixture, market, desk, usdx, buyer, friend, stranger, id, offered, digest, mandate } = await loadDue();
    await market.connect(friend).deposit(usdx.target, friend.address, 5n * PRICE);
    for (const fromBalance of [false, true]) {
      // The stranger has a right to renew, and signs for somebody who has money here.
      const named = { ...mandate, payer: friend.address, fromBalance };
      for (const signer of [stranger, buyer]) {
        await expect(desk.renew(offered, "0x", named, await sign(fixture, signer, "Mandate", named)))
          .to.be.revertedWithCustomError(desk, "Renewals_NotSigned")
          .withArgs(digestOf(fixture, "Mandate", named), friend.address);
      }
    }
    for (const domain of [{ chainId: 31338n }, { verifyingContract: market.target as string }]) {
      await expect(desk.renew(offered, "0x", mandate, await sign(fixture, buyer, "Mandate", mandate, domain)))
        .to.be.revertedWithCustomError(desk, "Renewals_NotSigned")
        .withArgs(digest, buyer.address);
    }
    const poor = mandateOf(fixture, id, { payer: stranger.address });
    await expect(desk.renew(offered, "0x", poor, await sign(fixture, stranger, "Mandate", poor)))
      .to.be.revertedWithCustomError(usdx, "ERC20InsufficientAllowance")
      .withArgs(market.target, 0n, PRICE);
  });

  it("MKT-69 pays for another reader, contract wallets and delegated accounts likewise", async () => {
    const { fixture, market, desk, usdx, buyer, friend, stranger, id, offered, dataset } = await loadDue();
    const wallet = await ethers.deployContract("WalletMock", [stranger.address]);
    const payer = wallet.target as string;
    await market.connect(friend).deposit(usdx.target, payer, PRICE);
    const ofWallet = mandateOf(fixture, id, { payer, fromBalance: true });
    await desk.renew(offered, "0x", ofWallet, await sign(fixture, stranger, "Mandate", ofWallet));
    expect(await market.creditOf(payer, usdx.target)).to.equal(0n);
    await networkHelpers.time.increase(MONTH);
    const delegated = mandateOf(fixture, id);
    const signature = await sign(fixture, buyer, "Mandate", delegated);
    await networkHelpers.setCode(buyer.address, DENYING_CODE);
    const before = await market.expiresAt(dataset, buyer.address);
    await desk.renew(offered, "0x", delegated, signature);
    expect(await market.expiresAt(dataset, buyer.address)).to.equal(before + MONTH);
  });

  it("MKT-69 is good to the last second of its deadline", async () => {
    const { fixture, desk, buyer, id, offered, end } = await loadDue();
    const [late, inTime] = [end - 101n, end - 100n].map((deadline) => mandateOf(fixture, id, { deadline }));
    if (!late || !inTime) throw new Error("Two mandates are needed.");
    const signatures = await Promise.all([late, inTime].map((each) => sign(fixture, buyer, "Mandate", each)));
    await networkHelpers.time.setNextBlockTimestamp(end - 100n);
    await desk.renew(offered, "0x", inTime, signatures[1] ?? "0x");
    await expect(desk.renew(offered, "0x", late, signatures[0] ?? "0x"))
      .to.be.revertedWithCustomError(desk, "Renewals_Expired")
      .withArgs(digestOf(fixture, "Mandate", late), end - 101n);
  });

  it("MKT-70 renews from the lead on and no second sooner, so that the cap can't be spent at once", async () => {
    const { market, desk, buyer, dataset, digest, end, renew } = await loadDue({}, { lead: 3600n });
    await networkHelpers.time.setNextBlockTimestamp(end - 3601n);
    await expect(renew())
      .to.be.revertedWithCustomError(desk, "Renewals_TooEarly")
      .withArgs(digest, end - 3600n);
    await networkHelpers.time.setNextBlockTimestamp(end - 3600n);
    await renew();
    await expect(renew())
      .to.be.revertedWithCustomError(desk, "Renewals_TooEarly")
      .withArgs(digest, end + MONTH - 3600n);
    expect(await market.expiresAt(dataset, buyer.address)).to.equal(end + MONTH);
  });

  it("MKT-70 starts anew where the right has ended", async () => {
    const { market, buyer, dataset, end, renew } = await loadDue();
    await networkHelpers.time.setNextBlockTimestamp(end + 5n * DAY);
    await renew();
    expect(await market.expiresAt(dataset, buyer.address)).to.equal(end + 5n * DAY + MONTH);
  });

  it("MKT-70 does not let the reader spend the payer's cap by giving up what was bought", async () => {
    const { fixture, market, desk, usdx, friend, buyer, dataset, offered, id, end } = await loadDue();
    const mandate = mandateOf(fixture, id, { payer: friend.address });
    const digest = digestOf(fixture, "Mandate", mandate);
    const signature = await sign(fixture, friend, "Mandate", mandate);
    const previous = await packedRight(market, dataset, buyer.address);
    await desk.renew(offered, "0x", mandate, signature);
    const made = await purchaseMade(market, offered, friend.address, previous);
    await market.connect(buyer).renounce(dataset, [made]);
    expect(await market.expiresAt(dataset, buyer.address)).to.equal(end);
    const ofFriend = await usdx.balanceOf(friend.address);
    await expect(desk.renew(offered, "0x", mandate, signature))
      .to.be.revertedWithCustomError(desk, "Renewals_TooEarly")
      .withArgs(digest, end + MONTH - DAY);
    expect(await usdx.balanceOf(friend.address)).to.equal(ofFriend);
    await networkHelpers.time.increaseTo(end + MONTH - DAY);
    await desk.renew(offered, "0x", mandate, signature);
    expect(await market.hasAccess(dataset, buyer.address)).to.equal(true);
  });

  it("MKT-70 does not renew a right that was revoked, never was, or has no end", async () => {
    const { fixture, market, desk, seller, buyer, friend, stranger, usdx, dataset, first, offered, id, renew } =
      await loadDue();
    await usdx.connect(seller).approve(market.target, PRICE);
    await market.connect(seller).revoke(dataset, buyer.address, [first]);
    const before = await usdx.balanceOf(buyer.address);
    await expect(renew()).to.be.revertedWithCustomError(desk, "Renewals_NoRight").withArgs(dataset, buyer.address);
    expect(await usdx.balanceOf(buyer.address)).to.equal(before);
    const never = mandateOf(fixture, id, { reader: stranger.address });
    await expect(desk.renew(offered, "0x", never, await sign(fixture, buyer, "Mandate", never)))
      .to.be.revertedWithCustomError(desk, "Renewals_NoRight")
      .withArgs(dataset, stranger.address);
    await market.connect(seller).grant(dataset, friend.address, 0n, 3n, 1n, true);
    const endless = mandateOf(fixture, id, { reader: friend.address, lead: 2n ** 32n - 1n });
    await expect(desk.renew(offered, "0x", endless, await sign(fixture, buyer, "Mandate", endless)))
      .to.be.revertedWithCustomError(desk, "Renewals_TooEarly")
      .withArgs(digestOf(fixture, "Mandate", endless), LATEST - (2n ** 32n - 1n));
  });

  it("MKT-70 is refused as any purchase: withdrawn, moved, denied", async () => {
    const policy = (await ethers.deployContract("PolicyMock")).target as string;
    const { fixture, market, desk, seller, other, buyer, dataset, offered, id, mandate, digest, signature, renew } =
      await loadDue();
    const guarded = await makeOffer(fixture, { policy });
    const named = mandateOf(fixture, guarded.id);
    const signed = await sign(fixture, buyer, "Mandate", named);
    await expect(desk.renew(guarded.offered, ethers.zeroPadValue("0x02", 32), named, signed))
      .to.be.revertedWithCustomError(market, "Access_Denied")
      .withArgs(guarded.id, buyer.address);
    await market.connect(seller).transferFrom(seller.address, other.address, dataset);
    await expect(renew())
      .to.be.revertedWithCustomError(market, "Access_SellerNotOwner")
      .withArgs(dataset, seller.address);
    await market.connect(seller).withdrawOffer(offered);
    await expect(desk.renew(offered, "0x", mandate, signature))
      .to.be.revertedWithCustomError(market, "Access_OfferNotOpen")
      .withArgs(id, 2n);
    expect((await desk.mandateState(digest)).spent).to.equal(0n);
  });

  it("MKT-20 is not entered a second time from a token's callback", async () => {
    const { fixture, market, desk, seller, buyer, dataset } = await loadDue();
    const token = await ethers.deployContract("TokenMock");
    await token.mint(buyer.address, 10n * PRICE);
    await token.connect(buyer).approve(market.target, ethers.MaxUint256);
    const { offered, id } = await makeOffer(fixture, { token: token.target as string });
    const [mandate, twin] = [mandateOf(fixture, id), mandateOf(fixture, id, { nonce: 2n })];
    const [signature, signed] = await Promise.all([mandate, twin].map((each) => sign(fixture, buyer, "Mandate", each)));
    const reentered = market.interface.getError("ReentrancyGuardReentrantCall")?.selector;
    await token.setCall(desk.target, desk.interface.encodeFunctionData("renew", [offered, "0x", twin, signed ?? "0x"]));
    await expect(desk.renew(offered, "0x", mandate, signature ?? "0x"))
      .to.emit(token, "CalledBack")
      .withArgs(false, reentered);
    expect(await token.balanceOf(market.target)).to.equal(PRICE);
    expect(await market.ownerOf(dataset)).to.equal(seller.address);
  });
});

describe("withdrawMandate", () => {
  it("MKT-71 ends a mandate for good, also before it was ever used", async () => {
    const { fixture, desk, buyer, relayer, id, offered, mandate, digest, renew } = await loadDue();
    await renew();
    const { spent, until } = await desk.mandateState(digest);
    await expect(desk.connect(buyer).withdrawMandate(mandate))
      .to.emit(desk, "MandateWithdrawn")
      .withArgs(digest, buyer.address);
    expect(await desk.mandateState(digest)).to.deep.equal([spent, until, true]);
    await networkHelpers.time.increase(MONTH);
    await expect(renew()).to.be.revertedWithCustomError(desk, "Renewals_Withdrawn").withArgs(digest);
    await expect(desk.connect(buyer).withdrawMandate(mandate))
      .to.be.revertedWithCustomError(desk, "Renewals_Withdrawn")
      .withArgs(digest);
    const unused = mandateOf(fixture, id, { nonce: 2n });
    await desk.connect(buyer).withdrawMandate(unused);
    const signed = await sign(fixture, buyer, "Mandate", unused);
    await expect(desk.connect(relayer).renew(offered, "0x", unused, signed))
      .to.be.revertedWithCustomError(desk, "Renewals_Withdrawn")
      .withArgs(digestOf(fixture, "Mandate", unused));
  });

  it("MKT-71 is its payer's alone", async () => {
    const { fixture, desk, seller, buyer, friend, id } = await loadDue();
    const mandate = mandateOf(fixture, id, { reader: friend.address });
    for (const caller of [friend, seller]) {
      await expect(desk.connect(caller).withdrawMandate(mandate))
        .to.be.revertedWithCustomError(desk, "Renewals_NotPayer")
        .withArgs(digestOf(fixture, "Mandate", mandate), buyer.address, caller.address);
    }
  });

  it("MKT-72 renews and withdraws by relay, in the signer's name alone", async () => {
    const { market, desk, relay, relayer, buyer, stranger, dataset, offered, mandate, digest, signature, end } =
      await loadDue();
    const to = desk.target as string;
    const renewal = desk.interface.encodeFunctionData("renew", [offered, "0x", mandate, signature]);
    const asStranger = { from: stranger.address, to, data: renewal };
    await relay.connect(relayer).execute(await signRequest(relay, stranger, asStranger));
    expect(await market.expiresAt(dataset, buyer.address)).to.equal(end + MONTH);
    const data = desk.interface.encodeFunctionData("withdrawMandate", [mandate]);
    const forged = { from: stranger.address, to, data: ethers.concat([data, buyer.address]) };
    await expect(
      relay.connect(relayer).execute(await signRequest(relay, stranger, forged)),
    ).to.be.revertedWithCustomError(relay, "FailedCall");
    await relay.connect(relayer).execute(await signRequest(relay, buyer, { from: buyer.address, to, data }));
    expect((await desk.mandateState(digest)).withdrawn).to.equal(true);
  });

  it("MKT-65 has no mandate of nobody", async () => {
    const { fixture, desk, id, offered } = await loadDue();
    const mandate = mandateOf(fixture, id, { payer: ZERO_ADDRESS });
    for (const signature of ["0x", `0x${"00".repeat(65)}`]) {
      await expect(desk.renew(offered, "0x", mandate, signature))
        .to.be.revertedWithCustomError(desk, "Renewals_NotSigned")
        .withArgs(digestOf(fixture, "Mandate", mandate), ZERO_ADDRESS);
    }
  });
});
