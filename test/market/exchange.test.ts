import { expect } from "chai";
import { signRequest } from "../shared/requests.ts";
import { type Deal, type DeskFixture, dealOf, digestOf, LATEST, loadDesk, type Side, sign } from "./desk.ts";
import {
  bought,
  DAY,
  DENYING_CODE,
  type Entry,
  ethers,
  makeOffer,
  networkHelpers,
  nextTimestamp,
  PRICE,
  type Purchase,
  packedRight,
  purchaseMade,
  pushed,
  scopeOf,
  ZERO_ADDRESS,
} from "./fixture.ts";

/** Does the deal of `changes` with both signatures, and returns what each right's stack has on top. */
async function exchanged(fixture: DeskFixture, changes: Partial<Deal> = {}) {
  const { desk, market, seller, other, relayer, dataset, second } = fixture;
  const deal = dealOf(fixture, changes);
  const signatures = await bothSigned(fixture, deal);
  const previous = await Promise.all([
    packedRight(market, dataset, other.address),
    packedRight(market, second, seller.address),
  ]);
  await desk.connect(relayer).exchange(deal, ...signatures);
  const boughtAt = BigInt(await networkHelpers.time.latest());
  const digest = digestOf(fixture, "Deal", deal);
  const purchases = previous.map((before): Purchase => {
    const from = (before & LATEST) > boughtAt ? before & LATEST : boughtAt;
    return { previous: before, offer: digest, payer: ZERO_ADDRESS, paid: 0n, boughtAt, from };
  });
  return { deal, digest, purchases: purchases as [Purchase, Purchase] };
}

async function bothSigned(fixture: DeskFixture, deal: Deal): Promise<[string, string]> {
  const { seller, other } = fixture;
  return [await sign(fixture, seller, "Deal", deal), await sign(fixture, other, "Deal", deal)];
}

describe("exchange", () => {
  it("MKT-66 gives each owner's right to the other, exactly as they agreed", async () => {
    const fixture = await loadDesk();
    const { market, desk, seller, other, relayer, dataset, second, terms } = fixture;
    const deal = dealOf(fixture);
    const digest = digestOf(fixture, "Deal", deal);
    expect(await desk.dealDigest(deal)).to.equal(digest);
    const signatures = await bothSigned(fixture, deal);
    const now = await nextTimestamp();
    const got = { previous: 0n, offer: digest, payer: ZERO_ADDRESS, paid: 0n, boughtAt: now, from: now };
    const ofOther = pushed(got, scopeOf(terms), now + 30n * DAY, 1n);
    const ofSeller = pushed(got, scopeOf(terms), now + 60n * DAY, 1n);
    const sides = [deal.first, deal.second].map((side) => Object.values(side));
    await expect(desk.connect(relayer).exchange(deal, ...signatures))
      .to.emit(desk, "Exchanged")
      .withArgs(digest, seller.address, other.address, [...sides, 1n, LATEST])
      .and.to.emit(market, "Exchanged")
      .withArgs(dataset, other.address, digest, ofOther)
      .and.to.emit(market, "Exchanged")
      .withArgs(second, seller.address, digest, ofSeller)
      .and.not.to.emit(market, "Granted");
    expect(await packedRight(market, dataset, other.address)).to.equal(ofOther);
    expect(await packedRight(market, second, seller.address)).to.equal(ofSeller);
    expect(await market.hasAccess(dataset, relayer.address)).to.equal(false);
    expect(await desk.isDealClosed(digest)).to.equal(true);
  });

  it("MKT-66 needs no signature of the side that sends it, whichever it is", async () => {
    for (const sender of ["seller", "other"] as const) {
      const fixture = await loadDesk();
      const { market, desk, seller, other, dataset, second } = fixture;
      const deal = dealOf(fixture);
      const [first, secondSignature] = await bothSigned(fixture, deal);
      await desk
        .connect(fixture[sender])
        .exchange(deal, sender === "seller" ? "0x" : first, sender === "other" ? "0x" : secondSignature);
      expect(await market.hasAccess(dataset, other.address)).to.equal(true);
      expect(await market.hasAccess(second, seller.address)).to.equal(true);
    }
  });

  it("MKT-66 needs both: neither side alone, nor a stranger with one signature", async () => {
    const fixture = await loadDesk();
    const { market, desk, seller, other, stranger, dataset, second } = fixture;
    const deal = dealOf(fixture);
    const digest = digestOf(fixture, "Deal", deal);
    const [first, last] = await bothSigned(fixture, deal);
    const attempts = [
      [seller, "0x", "0x", other],
      [other, "0x", "0x", seller],
      [stranger, first, "0x", other],
      [stranger, "0x", last, seller],
      [stranger, first, first, other],
      [stranger, last, last, seller],
      [stranger, last, first, seller],
    ] as const;
    for (const [caller, a, b, missing] of attempts) {
      await expect(desk.connect(caller).exchange(deal, a, b))
        .to.be.revertedWithCustomError(desk, "Exchange_NotSigned")
        .withArgs(digest, missing.address);
    }
    expect(await desk.isDealClosed(digest)).to.equal(false);
    expect(await market.hasAccess(dataset, other.address)).to.equal(false);
    expect(await market.hasAccess(second, seller.address)).to.equal(false);
  });

  it("MKT-66 gives neither right when one can't be given", async () => {
    const fixture = await loadDesk();
    const { market, desk, seller, other, buyer, dataset, second } = fixture;
    const { first, second: last } = dealOf(fixture) as { first: Side; second: Side };
    const longest = await market.MAX_DURATION();
    const refused: ReadonlyArray<readonly [Partial<Deal>, string, readonly unknown[]]> = [
      [{ second: { ...last, segments: 0n } }, "Access_BadSegments", [0n]],
      [{ second: { ...last, fromVersion: 7n } }, "Access_BadVersion", [second, 7n, 1n]],
      [{ second: { ...last, duration: longest + 1n } }, "Access_DurationTooLong", [longest + 1n, longest]],
      [{ first: { ...first, dataset: second } }, "Datasets_NotOwner", [second, seller.address]],
      [{ second: { ...last, dataset } }, "Datasets_NotOwner", [dataset, other.address]],
    ];
    for (const [changes, error, args] of refused) {
      const deal = dealOf(fixture, changes);
      await expect(desk.exchange(deal, ...(await bothSigned(fixture, deal))))
        .to.be.revertedWithCustomError(market, error)
        .withArgs(...args);
      expect(await desk.isDealClosed(digestOf(fixture, "Deal", deal))).to.equal(false);
    }
    const deal = dealOf(fixture);
    const signatures = await bothSigned(fixture, deal);
    await market.connect(other).transferFrom(other.address, buyer.address, second);
    await expect(desk.exchange(deal, ...signatures))
      .to.be.revertedWithCustomError(market, "Datasets_NotOwner")
      .withArgs(second, other.address);
    await market.connect(buyer).transferFrom(buyer.address, other.address, second);
    await market.connect(other).grant(second, seller.address, 0n, 3n, 1n, true);
    await expect(desk.exchange(deal, ...signatures))
      .to.be.revertedWithCustomError(market, "Access_AlreadyForever")
      .withArgs(second, seller.address);
    expect(await market.hasAccess(dataset, other.address)).to.equal(false);
  });

  it("MKT-66 is between two: nobody exchanges with himself", async () => {
    const fixture = await loadDesk();
    const { desk, seller, dataset } = fixture;
    const deal = dealOf(fixture, { second: { ...(dealOf(fixture).second as Side), owner: seller.address, dataset } });
    await expect(desk.connect(seller).exchange(deal, "0x", "0x"))
      .to.be.revertedWithCustomError(desk, "Exchange_SameOwner")
      .withArgs(seller.address);
  });

  it("MKT-67 is done once, and in time", async () => {
    const fixture = await loadDesk();
    const { market, desk, other, dataset } = fixture;
    const deadline = BigInt(await networkHelpers.time.latest()) + 100n;
    const [late, deal] = [dealOf(fixture, { deadline: deadline - 1n }), dealOf(fixture, { deadline })];
    const signatures = await bothSigned(fixture, deal);
    await networkHelpers.time.setNextBlockTimestamp(deadline);
    await desk.exchange(deal, ...signatures);
    const right = await packedRight(market, dataset, other.address);
    await expect(desk.exchange(late, ...(await bothSigned(fixture, late))))
      .to.be.revertedWithCustomError(desk, "Exchange_Expired")
      .withArgs(digestOf(fixture, "Deal", late), deadline - 1n);
    const again = dealOf(fixture);
    await desk.exchange(again, ...(await bothSigned(fixture, again)));
    await expect(desk.exchange(again, ...(await bothSigned(fixture, again))))
      .to.be.revertedWithCustomError(desk, "Exchange_Closed")
      .withArgs(digestOf(fixture, "Deal", again));
    expect((await packedRight(market, dataset, other.address)) & LATEST).to.equal((right & LATEST) + 30n * DAY);
  });

  it("MKT-65 refuses every change of what was signed, and signatures for another chain or desk", async () => {
    const fixture = await loadDesk();
    const { desk, market, seller } = fixture;
    const deal = dealOf(fixture);
    const signatures = await bothSigned(fixture, deal);
    const [first, second] = [deal.first as Side, deal.second as Side];
    const changes: Array<Partial<Deal>> = [
      { first: { ...first, duration: 29n * DAY } },
      { first: { ...first, segments: 1n } },
      { first: { ...first, laterVersions: false } },
      { second: { ...second, duration: 61n * DAY } },
      { second: { ...second, fromVersion: 2n } },
      { nonce: 2n },
      { deadline: LATEST - 1n },
      { first: second, second: first },
    ];
    for (const change of changes) {
      const changed = { ...deal, ...change };
      await expect(desk.exchange(changed, ...signatures))
        .to.be.revertedWithCustomError(desk, "Exchange_NotSigned")
        .withArgs(digestOf(fixture, "Deal", changed), (changed.first as Side).owner);
    }
    for (const domain of [{ chainId: 31338n }, { verifyingContract: market.target as string }]) {
      const wrong = await sign(fixture, seller, "Deal", deal, domain);
      await expect(desk.exchange(deal, wrong, signatures[1]))
        .to.be.revertedWithCustomError(desk, "Exchange_NotSigned")
        .withArgs(digestOf(fixture, "Deal", deal), seller.address);
    }
  });

  it("MKT-65 takes contract wallets and delegated accounts", async () => {
    const fixture = await loadDesk();
    const { market, desk, seller, other, dataset, second } = fixture;
    const wallet = (await ethers.deployContract("WalletMock", [seller.address])).target as string;
    await market.connect(seller).transferFrom(seller.address, wallet, dataset);
    const deal = dealOf(fixture, { first: { ...(dealOf(fixture).first as Side), owner: wallet } });
    const signatures = await bothSigned(fixture, deal);
    await networkHelpers.setCode(other.address, DENYING_CODE);
    await desk.exchange(deal, ...signatures);
    expect(await market.hasAccess(dataset, other.address)).to.equal(true);
    expect(await market.hasAccess(second, wallet)).to.equal(true);
  });

  it("MKT-72 knows a side that is relayed, and believes no address behind the calldata", async () => {
    const fixture = await loadDesk();
    const { market, desk, relay, relayer, seller, other, stranger, dataset } = fixture;
    const deal = dealOf(fixture);
    const last = (await bothSigned(fixture, deal))[1];
    const data = desk.interface.encodeFunctionData("exchange", [deal, "0x", last]);
    const to = desk.target as string;
    const forged = ethers.concat([data, seller.address]);
    const batch = desk.interface.encodeFunctionData("multicall", [[forged]]);
    for (const call of [forged, ethers.concat([batch, seller.address])]) {
      await expect(stranger.sendTransaction({ to, data: call }))
        .to.be.revertedWithCustomError(desk, "Exchange_NotSigned")
        .withArgs(digestOf(fixture, "Deal", deal), seller.address);
      const request = await signRequest(relay, stranger, { from: stranger.address, to, data: call });
      await expect(relay.connect(relayer).execute(request)).to.be.revertedWithCustomError(relay, "FailedCall");
    }
    await relay.connect(relayer).execute(await signRequest(relay, seller, { from: seller.address, to, data }));
    expect(await market.hasAccess(dataset, other.address)).to.equal(true);
  });
});

describe("withdrawDeal", () => {
  it("MKT-67 makes a deal void, by either side alone", async () => {
    for (const side of ["seller", "other"] as const) {
      const fixture = await loadDesk();
      const { desk, stranger } = fixture;
      const party = fixture[side];
      const deal = dealOf(fixture);
      const digest = digestOf(fixture, "Deal", deal);
      const signatures = await bothSigned(fixture, deal);
      await expect(desk.connect(stranger).withdrawDeal(deal))
        .to.be.revertedWithCustomError(desk, "Exchange_NotParty")
        .withArgs(digest, stranger.address);
      await expect(desk.connect(party).withdrawDeal(deal))
        .to.emit(desk, "DealWithdrawn")
        .withArgs(digest, party.address);
      expect(await desk.isDealClosed(digest)).to.equal(true);
      await expect(desk.exchange(deal, ...signatures))
        .to.be.revertedWithCustomError(desk, "Exchange_Closed")
        .withArgs(digest);
      await expect(desk.connect(party).withdrawDeal(deal))
        .to.be.revertedWithCustomError(desk, "Exchange_Closed")
        .withArgs(digest);
    }
  });
});

describe("a right that was exchanged", () => {
  const entry = (purchase: Purchase, { terms }: DeskFixture): Entry => ({ purchase, terms });

  it("MKT-68 can't be revoked, by the giver or whoever owns the data set later", async () => {
    const fixture = await loadDesk();
    const { market, seller, other, friend, dataset } = fixture;
    const { digest, purchases } = await exchanged(fixture);
    const revoke = (owner: typeof seller) =>
      expect(market.connect(owner).revoke(dataset, other.address, [entry(purchases[0], fixture)]))
        .to.be.revertedWithCustomError(market, "Access_Exchanged")
        .withArgs(dataset, other.address, digest);
    await revoke(seller);
    await market.connect(seller).transferFrom(seller.address, friend.address, dataset);
    await revoke(friend);
    await expect(market.connect(friend).revoke(dataset, other.address, []))
      .to.be.revertedWithCustomError(market, "Access_PurchasesMissing")
      .withArgs(dataset, other.address);
    expect(await market.hasAccess(dataset, other.address)).to.equal(true);
  });

  it("MKT-68 can't be revoked beneath a gift, a purchase or a wider right put on top of it", async () => {
    const fixture = await loadDesk();
    const { market, seller, other, usdx, dataset } = fixture;
    const { offered } = await makeOffer(fixture);
    await usdx.connect(other).approve(market.target, ethers.MaxUint256);
    const { digest, purchases } = await exchanged(fixture);
    const entries: Entry[] = [entry(purchases[0], fixture)];
    const put = async (act: () => Promise<unknown>, purchaseOf: (previous: bigint, now: bigint) => Purchase) => {
      const previous = await packedRight(market, dataset, other.address);
      await act();
      entries.unshift({ purchase: purchaseOf(previous, BigInt(await networkHelpers.time.latest())), terms: offered });
      await expect(market.connect(seller).revoke(dataset, other.address, entries))
        .to.be.revertedWithCustomError(market, "Access_Exchanged")
        .withArgs(dataset, other.address, digest);
    };
    const free = { offer: `0x${"0".repeat(64)}`, payer: ZERO_ADDRESS, paid: 0n };
    await put(
      () => market.connect(seller).grant(dataset, other.address, DAY, 3n, 1n, true),
      (previous, boughtAt) => ({ previous, ...free, boughtAt, from: previous & LATEST }),
    );
    const offer = await market.offerId(offered);
    await put(
      () => market.connect(other).buy(offered, other.address, "0x"),
      (previous, boughtAt) => ({
        previous,
        offer,
        payer: other.address,
        paid: PRICE,
        boughtAt,
        from: previous & LATEST,
      }),
    );
    await put(
      () => market.connect(seller).grant(dataset, other.address, 0n, 7n, 1n, true),
      (previous, boughtAt) => ({ previous, ...free, boughtAt, from: boughtAt }),
    );
    expect(await market.hasAccessTo(dataset, other.address, 1n, 7n)).to.equal(true);
    expect(await market.creditOf(other.address, usdx.target)).to.equal(0n);
  });

  it("MKT-68 can't be revoked on top of a purchase; the reader can still have that refunded", async () => {
    const fixture = await loadDesk();
    const { market, usdx, seller, other, dataset } = fixture;
    const { offered, id } = await makeOffer(fixture, { refundWindow: 7n * DAY });
    await usdx.connect(other).approve(market.target, ethers.MaxUint256);
    const first = await bought(fixture, other, offered);
    const { digest, purchases } = await exchanged(fixture);
    const stack = [entry(purchases[0], fixture), first];
    await expect(market.connect(seller).revoke(dataset, other.address, stack))
      .to.be.revertedWithCustomError(market, "Access_Exchanged")
      .withArgs(dataset, other.address, digest);
    await expect(market.connect(other).refund(dataset, stack))
      .to.emit(market, "GivenBack")
      .withArgs(dataset, other.address, digest, ZERO_ADDRESS, 0n, purchases[0].previous)
      .and.to.emit(market, "GivenBack")
      .withArgs(dataset, other.address, id, other.address, (amount: bigint) => amount > (PRICE * 99n) / 100n, 0n);
    expect((await market.offerState(id)).state.sold).to.equal(0n);
    expect(await market.hasAccess(dataset, other.address)).to.equal(false);
  });

  it("MKT-68 hinders no revocation when it is used up", async () => {
    const fixture = await loadDesk();
    const { market, usdx, seller, other, dataset } = fixture;
    const { offered } = await makeOffer(fixture);
    await usdx.connect(other).approve(market.target, ethers.MaxUint256);
    const { purchases } = await exchanged(fixture);
    const previous = await packedRight(market, dataset, other.address);
    await market.connect(other).buy(offered, other.address, "0x");
    const purchase = await purchaseMade(market, offered, other.address, previous);
    await networkHelpers.time.setNextBlockTimestamp(previous & LATEST);
    await market
      .connect(seller)
      .revoke(dataset, other.address, [{ purchase, terms: offered }, entry(purchases[0], fixture)]);
    expect(await market.hasAccess(dataset, other.address)).to.equal(false);
    expect(await market.creditOf(other.address, usdx.target)).to.equal(PRICE);
  });

  it("MKT-68 can be given up by its reader, which takes nothing from any offer's sales and pays nobody", async () => {
    const fixture = await loadDesk();
    const { market, usdx, seller, other, friend, dataset, second } = fixture;
    const { offered, id } = await makeOffer(fixture, { maxSales: 1n });
    await usdx.connect(friend).approve(market.target, ethers.MaxUint256);
    await bought(fixture, friend, offered);
    const { digest, purchases } = await exchanged(fixture);
    const before = (await market.offerState(id)).state;
    await expect(market.connect(other).renounce(dataset, [purchases[0]]))
      .to.emit(market, "GivenBack")
      .withArgs(dataset, other.address, digest, ZERO_ADDRESS, 0n, 0n);
    expect((await market.offerState(id)).state).to.deep.equal(before);
    expect(await market.offerState(digest)).to.deep.equal([
      [0n, 0n, 0n, 0n],
      [0n, 0n, 0n],
    ]);
    expect(await market.hasAccess(dataset, other.address)).to.equal(false);
    expect(await market.hasAccess(second, seller.address)).to.equal(true);
    for (const account of [seller, other]) {
      expect(await market.creditOf(account.address, usdx.target)).to.equal(0n);
    }
    await market.connect(seller).renounce(second, [purchases[1]]);
    expect(await market.hasAccess(second, seller.address)).to.equal(false);
  });

  it("MKT-68 can't be passed off as another: a deal named as grant or purchase is not in the stack", async () => {
    const fixture = await loadDesk();
    const { market, seller, other, dataset } = fixture;
    const { offered, id } = await makeOffer(fixture);
    const { purchases } = await exchanged(fixture);
    const [got] = purchases;
    for (const forged of [
      { ...got, offer: `0x${"0".repeat(64)}` },
      { ...got, offer: id, payer: seller.address },
      { ...got, payer: seller.address },
      { ...got, previous: 1n },
    ]) {
      await expect(market.connect(seller).revoke(dataset, other.address, [{ purchase: forged, terms: offered }]))
        .to.be.revertedWithCustomError(market, "Access_WrongPurchase")
        .withArgs(dataset, other.address, 0n);
    }
  });
});
