import { expect } from "chai";
import { ALL, askOf, type Bid, bidden, bidOf, desk, hashOf, PRICING, priceOf, sell, sign } from "./offers.ts";
import {
  at,
  confirmed,
  DAY,
  divide,
  EVER,
  endorse,
  ethers,
  FACE,
  FIRST,
  load,
  networkHelpers,
  now,
  numberOf,
  registered,
  STATUS,
  UNITS,
  WITH_RECOURSE,
  WITHOUT_RECOURSE,
} from "./world.ts";

const [LOGISTICS_STREAM, CAPITAL_STREAM] = [4n, 8n];

describe("bids for lots", () => {
  describe("selling", () => {
    it("QUO-01 QUO-04 QUO-05 brings the lot to the bidder and money by his pricing to the holder", async () => {
      const world = await bidden();
      const { quotes, lots, token, terms, id, root, creditor, financier, bid, signature } = world;
      const hash = hashOf(world, "Bid", bid);
      expect(await quotes.bidHash(bid)).to.equal(hash);
      const time = terms.dueAt - 45n * DAY;
      const price = priceOf(FACE, terms.dueAt, time);
      const before = await token.balanceOf(financier);
      await at(time);
      await expect(quotes.connect(creditor).sell(bid, signature, terms, FIRST, 0n, price))
        .to.emit(quotes, "Sold")
        .withArgs(
          root,
          id,
          creditor.address,
          financier.address,
          financier.address,
          price,
          FACE,
          0n,
          WITH_RECOURSE,
          hash,
        )
        .to.emit(lots, "Endorsed")
        .to.emit(token, "Transfer")
        .withArgs(financier.address, creditor.address, price);
      expect((await lots.lotOf(root)).holder).to.equal(financier.address);
      expect(before - (await token.balanceOf(financier))).to.equal(price);
      expect(await token.balanceOf(creditor)).to.equal(100n * FACE + price);
      expect(await quotes.filledOf(hash)).to.equal(FACE);
      expect(await token.balanceOf(quotes)).to.equal(0n);
    });

    it("QUO-04 fills the limit from several sellers, and no further", async () => {
      const world = await bidden({ limit: FACE / 2n });
      const { quotes, lots, terms, root, creditor, second, third, bid, signature } = world;
      const hash = hashOf(world, "Bid", bid);
      const mine = await divide(world, root, FIRST, creditor, {
        to: second.address,
        units: 20_000n,
        kind: WITH_RECOURSE,
      });
      const others = await divide(world, root, FIRST, creditor, {
        to: third.address,
        units: 40_000n,
        kind: WITH_RECOURSE,
      });
      await quotes.connect(second).sell(bid, signature, terms, mine.inner, 0n, 0n);
      expect(await quotes.filledOf(hash)).to.equal(FACE / 5n);
      await expect(quotes.connect(third).sell(bid, signature, terms, others.inner, 0n, 0n))
        .to.be.revertedWithCustomError(quotes, "Quotes_BeyondLimit")
        .withArgs(hash, (FACE * 3n) / 5n, FACE / 2n);
      await quotes.connect(third).sell(bid, signature, terms, others.inner, 30_000n, 0n);
      expect(await quotes.filledOf(hash)).to.equal(FACE / 2n);
      await expect(quotes.connect(creditor).sell(bid, signature, terms, FIRST, 1n, 0n))
        .to.be.revertedWithCustomError(quotes, "Quotes_BeyondLimit")
        .withArgs(hash, FACE / 2n + FACE / UNITS, FACE / 2n);
      expect((await lots.lotOf(others.id)).units).to.equal(10_000n);
    });

    it("QUO-04 takes only what it names: token, debtor, seller, lot", async () => {
      const world = await desk();
      const { quotes, lots, creditor, second, financier, stranger } = world;
      const { terms, root } = await confirmed(world);
      const other = await ethers.deployContract("TokenMock");
      const id = await world.receivables.receivableId(terms.debtor, terms.creditor, terms.number);
      for (const [changes, error, args] of [
        [{ token: other.target as string }, "Quotes_OtherToken", [terms.token, other.target]],
        [{ debtor: stranger.address }, "Quotes_OtherDebtor", [terms.debtor, stranger.address]],
        [{ seller: second.address }, "Quotes_NotSeller", [second.address, creditor.address]],
        [{ lot: id }, "Quotes_OtherLot", [root, id]],
        [{ debtor: ethers.ZeroAddress }, "Quotes_ForAnything", undefined],
      ] as const) {
        const bid = bidOf(world, changes);
        const signature = await sign(world, financier, "Bid", bid);
        await expect(quotes.connect(creditor).sell(bid, signature, terms, FIRST, 0n, 0n))
          .to.be.revertedWithCustomError(quotes, error)
          .withArgs(...(args ?? [hashOf(world, "Bid", bid)]));
      }
      for (const changes of [
        { debtor: ethers.ZeroAddress, seller: creditor.address },
        { debtor: ethers.ZeroAddress, lot: root },
      ])
        await sell(world, terms, { bid: bidOf(world, changes), units: 10n });
      expect((await lots.lotOf(root)).units).to.equal(UNITS - 20n);
    });

    it("QUO-04 asks for the evidence that it names", async () => {
      const world = await bidden({ evidence: LOGISTICS_STREAM | CAPITAL_STREAM });
      const { quotes, evidence, lots, terms, id, root, creditor, carrier, bank, financier, bid, signature } = world;
      const refuses = async (streams: bigint) =>
        expect(quotes.connect(creditor).sell(bid, signature, terms, FIRST, 0n, 0n))
          .to.be.revertedWithCustomError(quotes, "Quotes_EvidenceMissing")
          .withArgs(id, streams, LOGISTICS_STREAM | CAPITAL_STREAM);
      await refuses(0n);
      await evidence.connect(carrier).attest(terms, 2n, ethers.id("receipt"), ethers.ZeroHash);
      await refuses(LOGISTICS_STREAM);
      await evidence.connect(creditor).attest(terms, 1n, ethers.id("invoice"), ethers.ZeroHash);
      await refuses(LOGISTICS_STREAM | 2n);
      await evidence.connect(bank).attest(terms, 3n, ethers.id("money"), ethers.ZeroHash);
      await quotes.connect(creditor).sell(bid, signature, terms, FIRST, 0n, 0n);
      expect((await lots.lotOf(root)).holder).to.equal(financier.address);
    });

    it("QUO-04 takes nothing that is due too late", async () => {
      const world = await bidden({ maxDays: 59n });
      const { quotes, lots, terms, root, creditor, financier, bid, signature } = world;
      await at((terms.dueAt / DAY - 59n) * DAY - 1n);
      await expect(quotes.connect(creditor).sell(bid, signature, terms, FIRST, 0n, 0n))
        .to.be.revertedWithCustomError(quotes, "Quotes_TooLong")
        .withArgs(60n, 59n);
      await at((terms.dueAt / DAY - 59n) * DAY);
      await quotes.connect(creditor).sell(bid, signature, terms, FIRST, 0n, 0n);
      expect((await lots.lotOf(root)).holder).to.equal(financier.address);
    });

    it("QUO-06 gives the seller what he wants at least, or nothing happens", async () => {
      const world = await bidden();
      const { quotes, terms, creditor, bid, signature } = world;
      const time = (terms.dueAt / DAY - 10n) * DAY - 1n;
      const [today, tomorrow] = [priceOf(FACE, terms.dueAt, time), priceOf(FACE, terms.dueAt, time + 1n)];
      expect(tomorrow).to.be.greaterThan(today);
      await at(time);
      await expect(quotes.connect(creditor).sell(bid, signature, terms, FIRST, 0n, tomorrow))
        .to.be.revertedWithCustomError(quotes, "Quotes_TooCheap")
        .withArgs(today, tomorrow);
      await at(time + 1n);
      await quotes.connect(creditor).sell(bid, signature, terms, FIRST, 0n, tomorrow);
    });

    it("QUO-07 takes what is confirmed or part-paid, until the second after it is due", async () => {
      const world = await bidden({ maxDays: 90n, limit: 10n * FACE });
      const { quotes, receivables, creditor, debtor, terms, root, bid, signature } = world;
      const refuses = async (made: Awaited<ReturnType<typeof registered>>, status: bigint) =>
        expect(quotes.connect(creditor).sell(bid, signature, made.terms, FIRST, 0n, 0n))
          .to.be.revertedWithCustomError(quotes, "Quotes_WrongStatus")
          .withArgs(made.root, status);
      const pending = await registered(world, { number: numberOf("PENDING") });
      await refuses(pending, STATUS.Registered);
      await receivables.connect(debtor).dispute(pending.terms, ethers.id("why"));
      await refuses(pending, STATUS.Disputed);
      await receivables.connect(creditor).withdraw(pending.terms);
      await refuses(pending, STATUS.Void);
      const paid = await confirmed(world, { number: numberOf("PAID") });
      await receivables.connect(debtor).pay(paid.terms, ALL);
      await refuses(paid, STATUS.Paid);
      await at(terms.dueAt);
      await quotes.connect(creditor).sell(bid, signature, terms, FIRST, 1n, priceOf(FACE / UNITS, 1n, 1n));
      await refuses({ terms, root, id: 0n }, STATUS.Overdue);
      await at(terms.dueAt + 90n * DAY);
      await receivables.recordDefault(terms);
      await refuses({ terms, root, id: 0n }, STATUS.Defaulted);
    });

    it("QUO-05 prices what is open, and hands on at par what was paid and not collected", async () => {
      const world = await bidden();
      const { quotes, receivables, token, terms, id, root, creditor, debtor, financier, bid, signature } = world;
      await receivables.connect(debtor).pay(terms, 123_456_789n);
      const open = FACE - 123_456_789n;
      const paid = 123_456_788n; // Shared by units, rounded down.
      const time = terms.dueAt - 33n * DAY;
      await at(time);
      const price = priceOf(open, terms.dueAt, time) + paid;
      expect(await quotes.priceOf.staticCall(PRICING, terms, FIRST, 0n, { blockTag: "pending" })).to.deep.equal([
        price,
        open + paid,
      ]);
      await at(time + 1n);
      await expect(quotes.connect(creditor).sell(bid, signature, terms, FIRST, 0n, price))
        .to.emit(quotes, "Sold")
        .withArgs(
          root,
          id,
          creditor.address,
          financier.address,
          financier.address,
          price,
          open,
          paid,
          WITH_RECOURSE,
          hashOf(world, "Bid", bid),
        );
      expect(await quotes.filledOf(hashOf(world, "Bid", bid))).to.equal(open + paid);
      const before = await token.balanceOf(financier);
      await receivables.connect(financier).collect(terms, FIRST, financier);
      expect((await token.balanceOf(financier)) - before).to.equal(paid);
    });

    it("QUO-10 prices some units by their share, rounded down", async () => {
      const world = await bidden();
      const { quotes, receivables, lots, terms, root, creditor, debtor, bid, signature } = world;
      await receivables.connect(debtor).pay(terms, 333_333_333n);
      const [open, paid] = [((FACE - 333_333_333n) * 7n) / UNITS, (333_333_332n * 7n) / UNITS];
      const time = terms.dueAt - 20n * DAY;
      const price = priceOf(open, terms.dueAt, time) + paid;
      await at(time);
      await expect(quotes.connect(creditor).sell(bid, signature, terms, FIRST, 7n, price + 1n))
        .to.be.revertedWithCustomError(quotes, "Quotes_TooCheap")
        .withArgs(price, price + 1n);
      await quotes.connect(creditor).sell(bid, signature, terms, FIRST, 7n, price);
      await expect(quotes.connect(creditor).sell(bid, signature, terms, FIRST, UNITS, 0n))
        .to.be.revertedWithCustomError(quotes, "Quotes_BadUnits")
        .withArgs(root, UNITS, UNITS - 7n);
      expect((await lots.lotOf(root)).units).to.equal(UNITS - 7n);
    });

    it("QUO-01 is for the lot's holder", async () => {
      const world = await bidden();
      const { quotes, lots, terms, root, second, bid, signature } = world;
      await expect(quotes.connect(second).sell(bid, signature, terms, FIRST, 0n, 0n))
        .to.be.revertedWithCustomError(lots, "Lots_NotHolder")
        .withArgs(root, second.address);
      await expect(quotes.connect(second).sell(bid, signature, terms, ethers.id("no lot"), 0n, 0n))
        .to.be.revertedWithCustomError(quotes, "Quotes_NoPrice")
        .withArgs(
          BigInt(
            ethers.keccak256(
              ethers.AbiCoder.defaultAbiCoder().encode(
                ["bytes32", "uint256", "bytes32"],
                [ethers.id("Part(uint256 root,bytes32 inner)"), root, ethers.id("no lot")],
              ),
            ),
          ),
        );
    });
  });

  describe("the debtor's own", () => {
    it("QUO-09 pays early by the days that are left, and the debt is gone by his own act (dynamic discounting)", async () => {
      const world = await desk();
      const { quotes, receivables, debtors, token, lots, creditor, debtor } = world;
      const { terms, root } = await confirmed(world);
      const bid = bidOf(world, { buyer: debtor.address, kind: WITHOUT_RECOURSE });
      const signature = await sign(world, debtor, "Bid", bid);
      const before = await token.balanceOf(debtor);
      const time = terms.dueAt - 50n * DAY;
      await at(time);
      await quotes.connect(creditor).sell(bid, signature, terms, FIRST, 0n, 0n);
      expect(before - (await token.balanceOf(debtor))).to.equal(priceOf(FACE, terms.dueAt, time));
      expect((await lots.lotOf(root)).holder).to.equal(debtor.address);
      await receivables.connect(debtor).credit(terms, FIRST, UNITS, 0n, "0x");
      expect(await receivables.statusOf(terms)).to.equal(STATUS.Paid);
      expect((await debtors.recordOf(debtor, terms.token)).outstanding).to.equal(0n);
    });

    it("QUO-09 is without recourse, and holds nothing back", async () => {
      const world = await desk();
      const { quotes, creditor, debtor } = world;
      const { terms } = await confirmed(world);
      for (const [changes, error, args] of [
        [{ kind: WITH_RECOURSE }, "Quotes_BadKind", [WITH_RECOURSE]],
        [{ kind: WITHOUT_RECOURSE, advanceBps: 9_000n }, "Quotes_BadAdvance", [9_000n]],
      ] as const) {
        const bid = bidOf(world, { buyer: debtor.address, ...changes });
        const signature = await sign(world, debtor, "Bid", bid);
        await expect(quotes.connect(creditor).sell(bid, signature, terms, FIRST, 0n, 0n))
          .to.be.revertedWithCustomError(quotes, error)
          .withArgs(...args);
      }
    });

    it("QUO-09 lets a bank fill what the debtor arranged, for any of his suppliers (reverse factoring)", async () => {
      const world = await bidden({ kind: WITHOUT_RECOURSE });
      const { quotes, lots, creditor, second, financier, terms, bid, signature } = world;
      const other = { creditor: second.address, number: numberOf("INV002") };
      await world.receivables.connect(second).register({ ...terms, ...other });
      await world.receivables.connect(world.debtor).confirm({ ...terms, ...other });
      await quotes.connect(creditor).sell(bid, signature, terms, FIRST, 0n, 0n);
      await quotes.connect(second).sell(bid, signature, { ...terms, ...other }, FIRST, 0n, 0n);
      const id = await world.receivables.receivableId(terms.debtor, second.address, other.number);
      expect((await lots.lotOf(await lots.rootId(world.receivables, id))).holder).to.equal(financier.address);
      expect(await quotes.filledOf(hashOf(world, "Bid", bid))).to.equal(2n * FACE);
    });
  });

  describe("signing, posting, cancelling", () => {
    it("QUO-02 refuses other signers, chains and contracts, and changed offers", async () => {
      const world = await bidden();
      const { quotes, terms, creditor, second, financier, bid, signature } = world;
      for (const [offer, signed] of [
        [bid, await sign(world, second, "Bid", bid)],
        [bid, await sign(world, financier, "Bid", bid, { chainId: 1n })],
        [bid, await sign(world, financier, "Bid", bid, { verifyingContract: world.lots.target as string })],
        [{ ...bid, limit: bid.limit + 1n }, signature],
        [bid, "0x"],
      ] as const) {
        await expect(quotes.connect(creditor).sell(offer, signed, terms, FIRST, 0n, 0n))
          .to.be.revertedWithCustomError(quotes, "Quotes_NotSigned")
          .withArgs(financier.address, hashOf(world, "Bid", offer));
      }
    });

    it("QUO-02 ends at the deadline", async () => {
      const deadline = (await now()) + 10n * DAY;
      const { quotes, terms, creditor, bid, signature } = await bidden({ deadline });
      await at(deadline + 1n);
      await expect(quotes.connect(creditor).sell(bid, signature, terms, FIRST, 0n, 0n))
        .to.be.revertedWithCustomError(quotes, "Quotes_Expired")
        .withArgs(deadline, deadline + 1n);
    });

    it("QUO-02 is posted and cancelled by the bidder alone", async () => {
      const world = await bidden();
      const { quotes, terms, creditor, financier, bid, signature } = world;
      const hash = hashOf(world, "Bid", bid);
      for (const act of [quotes.connect(creditor).postBid(bid), quotes.connect(creditor).cancelBid(bid)])
        await expect(act)
          .to.be.revertedWithCustomError(quotes, "Quotes_NotBuyer")
          .withArgs(financier.address, creditor.address);
      const { buyer, token, debtor, seller, lot, limit, maxDays, pricing, kind } = bid;
      const asWords = [
        ...[buyer, token, debtor, seller, lot, limit, maxDays],
        [pricing.rateBps, pricing.feeBps],
        ...[kind, bid.evidence, bid.advanceBps, bid.deadline, bid.salt],
      ];
      await expect(quotes.connect(financier).postBid(bid))
        .to.emit(quotes, "BidPosted")
        .withArgs(hash, financier.address, debtor, asWords);
      expect(await quotes.isPosted(hash)).to.equal(true);
      await quotes.connect(creditor).sell(bid, "0x", terms, FIRST, 10n, 0n);
      // Posted again, it has bought what it has bought.
      await quotes.connect(financier).postBid(bid);
      expect(await quotes.filledOf(hash)).to.equal((FACE * 10n) / UNITS);
      await expect(quotes.connect(financier).cancelBid(bid))
        .to.emit(quotes, "BidCancelled")
        .withArgs(hash, financier.address);
      for (const act of [
        quotes.connect(creditor).sell(bid, signature, terms, FIRST, 10n, 0n),
        quotes.connect(financier).postBid(bid),
      ])
        await expect(act).to.be.revertedWithCustomError(quotes, "Quotes_Cancelled").withArgs(hash);
      const vague = bidOf(world, { debtor: ethers.ZeroAddress });
      await expect(quotes.connect(financier).postBid(vague))
        .to.be.revertedWithCustomError(quotes, "Quotes_ForAnything")
        .withArgs(hashOf(world, "Bid", vague));
    });

    it("QUO-02 is signed by contract wallets too", async () => {
      const world = await desk();
      const { quotes, token, lots, creditor, financier, second } = world;
      const { terms, root } = await confirmed(world);
      const wallet = await ethers.deployContract("WalletMock", [financier.address]);
      await token.mint(wallet, FACE);
      const account = await ethers.getImpersonatedSigner(wallet.target as string);
      await networkHelpers.setBalance(account.address, 10n ** 18n);
      await token.connect(account).approve(quotes, FACE);
      const bid = bidOf(world, { buyer: wallet.target as string });
      await expect(quotes.connect(creditor).sell(bid, await sign(world, second, "Bid", bid), terms, FIRST, 0n, 0n))
        .to.be.revertedWithCustomError(quotes, "Quotes_NotSigned")
        .withArgs(wallet.target, hashOf(world, "Bid", bid));
      await quotes.connect(creditor).sell(bid, await sign(world, financier, "Bid", bid), terms, FIRST, 0n, 0n);
      expect((await lots.lotOf(root)).holder).to.equal(wallet.target);
    });
  });

  describe("tokens that misbehave", () => {
    it("QUO-08 takes no fee out of the price, and no word for money", async () => {
      const world = await bidden();
      const { quotes, token, lots, receivables, terms, root, creditor, bid, signature } = world;
      const time = terms.dueAt - 30n * DAY;
      const price = priceOf(FACE, terms.dueAt, time);
      await token.setFee(100n);
      await at(time);
      await expect(quotes.connect(creditor).sell(bid, signature, terms, FIRST, 0n, 0n))
        .to.be.revertedWithCustomError(quotes, "Money_ShortDelivery")
        .withArgs(token.target, price, price - price / 100n);
      await token.setFee(0n);
      await token.setReturnsFalse(true);
      await expect(quotes.connect(creditor).sell(bid, signature, terms, FIRST, 0n, 0n))
        .to.be.revertedWithCustomError(quotes, "SafeERC20FailedOperation")
        .withArgs(token.target);
      await token.setReturnsFalse(false);
      await token.setLoses(true);
      await expect(quotes.connect(creditor).sell(bid, signature, terms, FIRST, 0n, 0n))
        .to.be.revertedWithCustomError(quotes, "Money_ShortDelivery")
        .withArgs(token.target, price, price - 1n);
      expect((await lots.lotOf(root)).holder).to.equal(creditor.address);
      expect(await receivables.statusOf(terms)).to.equal(STATUS.Confirmed);
    });

    it("QUO-08 is not entered again while money moves", async () => {
      const world = await bidden({ limit: FACE });
      const { quotes, token, lots, terms, root, creditor, financier, bid, signature } = world;
      const ask = await askOf(world, root, { price: 1n });
      const inner = quotes.interface.encodeFunctionData("buy", [
        ask,
        await sign(world, creditor, "Ask", ask),
        terms,
        FIRST,
        { maxPrice: ALL, minWorth: 0n, latestDue: EVER },
      ]);
      await token.setCall(quotes, inner);
      const error = quotes.interface.encodeErrorResult("ReentrancyGuardReentrantCall");
      await expect(quotes.connect(creditor).sell(bid, signature, terms, FIRST, 0n, 0n))
        .to.emit(token, "CalledBack")
        .withArgs(false, error);
      expect((await lots.lotOf(root)).holder).to.equal(financier.address);
    });

    it("QUO-08 may return nothing, as the oldest do", async () => {
      const world = await load();
      const { quotes, lots, creditor, debtor, financier } = world;
      const silent = await ethers.deployContract("SilentTokenMock");
      const { terms, root } = await confirmed(world, { token: silent.target as string });
      await lots.connect(creditor).setOperator(quotes, true);
      await silent.mint(financier, FACE);
      await silent.connect(financier).approve(quotes, FACE);
      const bid = bidOf(world, { token: silent.target as string });
      const time = await sell(world, terms, { bid });
      expect(await silent.balanceOf(creditor)).to.equal(priceOf(FACE, terms.dueAt, time));
      expect((await lots.lotOf(root)).holder).to.equal(financier.address);
      expect(debtor.address).to.equal(terms.debtor);
    });

    it("QUO-08 that block the seller, or the buyer, sell nothing", async () => {
      const world = await desk("BlockingTokenMock");
      const { quotes, lots, token: blocking, creditor, financier } = world;
      const { terms, root } = await confirmed(world);
      const bid: Bid = bidOf(world);
      const signature = await sign(world, financier, "Bid", bid);
      for (const account of [creditor, financier]) {
        await blocking.setBlocked(account, true);
        await expect(quotes.connect(creditor).sell(bid, signature, terms, FIRST, 0n, 0n))
          .to.be.revertedWithCustomError(blocking, "BlockingTokenMock_Blocked")
          .withArgs(account.address);
        await blocking.setBlocked(account, false);
      }
      await quotes.connect(creditor).sell(bid, signature, terms, FIRST, 0n, 0n);
      expect((await lots.lotOf(root)).holder).to.equal(financier.address);
      await endorse(world, root, financier, world.second);
    });
  });
});
