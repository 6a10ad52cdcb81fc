import { expect } from "chai";
import { ALL, ANY_BOUNDS, type Ask, asked, askOf, desk, hashOf, PRICING, priceOf, sign } from "./offers.ts";
import {
  at,
  confirmation,
  confirmed,
  DAY,
  EVER,
  endorse,
  ethers,
  extension,
  FACE,
  FIRST,
  innerOf,
  networkHelpers,
  now,
  partOf,
  registered,
  STATUS,
  termsOf,
  UNITS,
  WITH_RECOURSE,
  WITHOUT_RECOURSE,
} from "./world.ts";

const PRICE = (FACE * 99n) / 100n;

describe("asks for lots", () => {
  describe("buying", () => {
    it("QUO-01 QUO-02 brings money to the seller and the lot to the buyer, whatever kind was asked", async () => {
      for (const kind of [WITH_RECOURSE, WITHOUT_RECOURSE]) {
        const world = await asked({ kind });
        const { quotes, lots, token, terms, id, root, creditor, financier, ask, signature } = world;
        const hash = hashOf(world, "Ask", ask);
        expect(await quotes.askHash(ask)).to.equal(hash);
        const before = await token.balanceOf(financier);
        const args = [ask, signature, terms, FIRST, ANY_BOUNDS] as const;
        expect(await quotes.connect(financier).buy.staticCall(...args)).to.equal(PRICE);
        await expect(quotes.connect(financier).buy(...args))
          .to.emit(quotes, "Sold")
          .withArgs(root, id, creditor.address, financier.address, financier.address, PRICE, FACE, 0n, kind, hash)
          .to.emit(lots, "Endorsed")
          .to.emit(token, "Transfer")
          .withArgs(financier.address, creditor.address, PRICE);
        expect((await lots.lotOf(root)).holder).to.equal(financier.address);
        expect(before - (await token.balanceOf(financier))).to.equal(PRICE);
        expect(await token.balanceOf(creditor)).to.equal(100n * FACE + PRICE);
        expect(await token.balanceOf(quotes)).to.equal(0n);
      }
    });

    it("QUO-03 works once: the lot is another one then, even when it comes back", async () => {
      const world = await asked();
      const { quotes, lots, token, terms, root, creditor, financier, second, ask, signature } = world;
      await quotes.connect(financier).buy(ask, signature, terms, FIRST, ANY_BOUNDS);
      const sold = await lots.versionOf(root);
      await expect(quotes.connect(second).buy(ask, signature, terms, FIRST, ANY_BOUNDS))
        .to.be.revertedWithCustomError(quotes, "Quotes_Changed")
        .withArgs(root, sold);
      await endorse(world, root, financier, creditor);
      await expect(quotes.connect(second).buy(ask, signature, terms, FIRST, ANY_BOUNDS))
        .to.be.revertedWithCustomError(quotes, "Quotes_Changed")
        .withArgs(root, await lots.versionOf(root));
      expect(await token.balanceOf(creditor)).to.equal(100n * FACE + PRICE);
    });

    it("QUO-03 ends with any change of the lot: handed on, divided, or less of it", async () => {
      for (const change of ["endorse", "divide", "credit"] as const) {
        const world = await asked();
        const { quotes, lots, receivables, terms, root, creditor, second, debtor, financier, ask, signature } = world;
        if (change === "endorse") await endorse(world, root, creditor, second);
        if (change === "divide")
          await lots.connect(creditor).divide(root, FIRST, [{ to: second, units: 1n, kind: WITHOUT_RECOURSE }]);
        if (change === "credit") {
          await endorse(world, root, creditor, debtor);
          await receivables.connect(debtor).credit(terms, FIRST, 1n, EVER, "0x");
        }
        await expect(quotes.connect(financier).buy(ask, signature, terms, FIRST, ANY_BOUNDS))
          .to.be.revertedWithCustomError(quotes, "Quotes_Changed")
          .withArgs(root, await lots.versionOf(root));
      }
    });

    it("QUO-03 names the lot's version, and not none", async () => {
      const { quotes, lots, terms, root, financier, ask, signature } = await asked({ version: ethers.ZeroHash });
      await expect(quotes.connect(financier).buy(ask, signature, terms, FIRST, ANY_BOUNDS))
        .to.be.revertedWithCustomError(quotes, "Quotes_Changed")
        .withArgs(root, await lots.versionOf(root));
    });

    it("QUO-03 is for who it names", async () => {
      const world = await desk();
      const { quotes, creditor, second, financier } = world;
      const { terms, root } = await confirmed(world);
      const ask = await askOf(world, root, { buyer: financier.address });
      const signature = await sign(world, creditor, "Ask", ask);
      await expect(quotes.connect(second).buy(ask, signature, terms, FIRST, ANY_BOUNDS))
        .to.be.revertedWithCustomError(quotes, "Quotes_NotBuyer")
        .withArgs(financier.address, second.address);
      await quotes.connect(financier).buy(ask, signature, terms, FIRST, ANY_BOUNDS);
    });

    it("QUO-03 takes the lot that was asked, not another of the same receivable", async () => {
      const world = await asked();
      const { quotes, lots, terms, root, creditor, financier } = world;
      const roll = await lots.rollOf(root);
      await lots.connect(creditor).divide(root, FIRST, [{ to: creditor, units: 5n, kind: 3n }]);
      const link = { from: creditor.address, to: creditor.address, kind: 3n, time: await now() };
      const inner = innerOf(roll, { ...link, start: UNITS - 5n, units: 5n });
      const ask = await askOf(world, root);
      const signature = await sign(world, creditor, "Ask", ask);
      await expect(quotes.connect(financier).buy(ask, signature, terms, inner, ANY_BOUNDS))
        .to.be.revertedWithCustomError(quotes, "Quotes_OtherLot")
        .withArgs(partOf(root, inner), root);
    });

    it("QUO-10 cuts a part off the end, for the holder's ask as it was", async () => {
      const world = await asked({ units: 300n, price: 1_000_000n, kind: WITH_RECOURSE });
      const { quotes, lots, terms, id, root, creditor, financier, second, ask, signature } = world;
      const roll = await lots.rollOf(root);
      const time = (await now()) + 10n;
      await at(time);
      const link = { from: creditor.address, to: financier.address, kind: WITH_RECOURSE, time };
      const part = partOf(root, innerOf(roll, { ...link, start: UNITS - 300n, units: 300n }));
      const open = (FACE * 300n) / UNITS;
      await expect(quotes.connect(financier).buy(ask, signature, terms, FIRST, ANY_BOUNDS))
        .to.emit(quotes, "Sold")
        .withArgs(
          part,
          id,
          creditor.address,
          financier.address,
          financier.address,
          1_000_000n,
          open,
          0n,
          WITH_RECOURSE,
          hashOf(world, "Ask", ask),
        );
      expect([...(await lots.lotOf(part))].slice(0, 3)).to.deep.equal([financier.address, UNITS - 300n, 300n]);
      expect((await lots.lotOf(root)).units).to.equal(UNITS - 300n);
      await expect(quotes.connect(second).buy(ask, signature, terms, FIRST, ANY_BOUNDS))
        .to.be.revertedWithCustomError(quotes, "Quotes_Changed")
        .withArgs(root, await lots.versionOf(root));
    });

    it("QUO-10 takes all units for the whole, and refuses more", async () => {
      const world = await desk();
      const { quotes, lots, creditor, financier } = world;
      const { terms, root } = await confirmed(world);
      const more = await askOf(world, root, { units: UNITS + 1n });
      await expect(
        quotes.connect(financier).buy(more, await sign(world, creditor, "Ask", more), terms, FIRST, ANY_BOUNDS),
      )
        .to.be.revertedWithCustomError(quotes, "Quotes_BadUnits")
        .withArgs(root, UNITS + 1n, UNITS);
      const all = await askOf(world, root, { units: UNITS });
      await quotes.connect(financier).buy(all, await sign(world, creditor, "Ask", all), terms, FIRST, ANY_BOUNDS);
      expect((await lots.lotOf(root)).holder).to.equal(financier.address);
    });

    it("QUO-05 QUO-06 follows the days that are left where the ask names no price", async () => {
      const world = await asked({ price: 0n, pricing: PRICING });
      const { quotes, token, terms, root, creditor, financier, ask, signature } = world;
      const time = terms.dueAt - 30n * DAY;
      const price = priceOf(FACE, terms.dueAt, time);
      await at(time);
      await expect(quotes.connect(financier).buy(ask, signature, terms, FIRST, { ...ANY_BOUNDS, maxPrice: price - 1n }))
        .to.be.revertedWithCustomError(quotes, "Quotes_TooDear")
        .withArgs(price, price - 1n);
      await at(time + 1n);
      await quotes.connect(financier).buy(ask, signature, terms, FIRST, { ...ANY_BOUNDS, maxPrice: price });
      expect(await token.balanceOf(creditor)).to.equal(100n * FACE + price);
      expect(await quotes.isPosted(hashOf(world, "Ask", ask))).to.equal(false);
      expect(root).to.be.greaterThan(0n);
    });

    it("QUO-06 refuses what was paid or collected meanwhile, and a later due date", async () => {
      const world = await asked();
      const { quotes, receivables, terms, root, creditor, debtor, financier, ask, signature } = world;
      const bounds = { maxPrice: PRICE, minWorth: FACE, latestDue: terms.dueAt };
      await receivables.connect(debtor).pay(terms, FACE / 2n);
      // What was paid goes with the lot, as long as nobody has collected it.
      await quotes.connect(financier).buy.staticCall(ask, signature, terms, FIRST, bounds);
      const later = terms.dueAt + DAY;
      const agreement = { inner: FIRST, signature: await extension(world, root, later, creditor) };
      await receivables.connect(debtor).extend(terms, later, EVER, [agreement]);
      await expect(quotes.connect(financier).buy(ask, signature, terms, FIRST, bounds))
        .to.be.revertedWithCustomError(quotes, "Quotes_DueLater")
        .withArgs(later, terms.dueAt);
      await receivables.connect(creditor).collect(terms, FIRST, creditor);
      await expect(quotes.connect(financier).buy(ask, signature, terms, FIRST, bounds))
        .to.be.revertedWithCustomError(quotes, "Quotes_WorthLess")
        .withArgs(FACE / 2n, FACE);
    });

    it("QUO-07 refuses what is not confirmed, disputed, void or paid", async () => {
      const world = await desk();
      const { quotes, receivables, creditor, debtor, financier } = world;
      const { terms, root } = await registered(world);
      const buy = async (lot: bigint, ofTerms: typeof terms) => {
        const ask = await askOf(world, lot);
        const signature = await sign(world, creditor, "Ask", ask);
        return quotes.connect(financier).buy(ask, signature, ofTerms, FIRST, ANY_BOUNDS);
      };
      const refuses = async (status: bigint, lot = root, ofTerms = terms) =>
        expect(buy(lot, ofTerms)).to.be.revertedWithCustomError(quotes, "Quotes_WrongStatus").withArgs(lot, status);
      await refuses(STATUS.Registered);
      await receivables.connect(debtor).dispute(terms, ethers.id("why"));
      await refuses(STATUS.Disputed);
      await receivables.connect(creditor).withdraw(terms);
      await refuses(STATUS.Void);
      const paid = await confirmed(world, { number: ethers.zeroPadBytes(ethers.toUtf8Bytes("PAID"), 32) });
      await receivables.connect(debtor).pay(paid.terms, ALL);
      await refuses(STATUS.Paid, paid.root, paid.terms);
      const unknown = await termsOf(world, { number: ethers.zeroPadBytes(ethers.toUtf8Bytes("NONE"), 32) });
      await expect(buy(root, unknown)).to.be.revertedWithCustomError(receivables, "Receivables_OtherTerms");
    });

    it("QUO-07 sells an overdue lot, or one in default, only where the ask names its price", async () => {
      const world = await desk();
      const { quotes, receivables, lots, creditor, financier } = world;
      const { terms, root } = await confirmed(world);
      const priced = await askOf(world, root, { price: 1_000n, kind: WITH_RECOURSE });
      const discounted = await askOf(world, root, { price: 0n, pricing: PRICING });
      const buy = async (ask: Ask) =>
        quotes.connect(financier).buy(ask, await sign(world, creditor, "Ask", ask), terms, FIRST, ANY_BOUNDS);
      await at(terms.dueAt);
      const [due] = await quotes.priceOf.staticCall(PRICING, terms, FIRST, 0n, { blockTag: "pending" });
      expect(due).to.equal(priceOf(FACE, terms.dueAt, terms.dueAt));
      await at(terms.dueAt + 1n);
      await expect(buy(discounted))
        .to.be.revertedWithCustomError(quotes, "Quotes_WrongStatus")
        .withArgs(root, STATUS.Overdue);
      await at(terms.dueAt + 90n * DAY);
      await receivables.recordDefault(terms);
      await expect(buy(discounted))
        .to.be.revertedWithCustomError(quotes, "Quotes_WrongStatus")
        .withArgs(root, STATUS.Defaulted);
      await buy(priced);
      expect((await lots.lotOf(root)).holder).to.equal(financier.address);
    });

    it("QUO-05 refuses a pricing that leaves nothing", async () => {
      const world = await desk();
      const { quotes, creditor, financier } = world;
      const { terms, root } = await confirmed(world);
      const days = terms.dueAt / DAY - (await now()) / DAY;
      for (const [pricing, error, args] of [
        [{ rateBps: 65_000n, feeBps: 0n }, "Quotes_BadPricing", [days, 65_000n, 0n]],
        [{ rateBps: 0n, feeBps: 10_001n }, "Quotes_BadPricing", [days, 0n, 10_001n]],
        [{ rateBps: 0n, feeBps: 10_000n }, "Quotes_NoPrice", [root]],
      ] as const) {
        const ask = await askOf(world, root, { price: 0n, pricing });
        const signature = await sign(world, creditor, "Ask", ask);
        await expect(quotes.connect(financier).buy(ask, signature, terms, FIRST, ANY_BOUNDS))
          .to.be.revertedWithCustomError(quotes, error)
          .withArgs(...args);
      }
    });

    it("QUO-01 needs a seller who holds the lot and lets this contract act, and a buyer who has the money", async () => {
      const world = await asked();
      const { quotes, lots, token, terms, root, creditor, second, financier, stranger, ask, signature } = world;
      await lots.connect(creditor).setOperator(quotes, false);
      await expect(quotes.connect(financier).buy(ask, signature, terms, FIRST, ANY_BOUNDS))
        .to.be.revertedWithCustomError(lots, "Lots_NotApproved")
        .withArgs(root, quotes.target, 0n);
      await lots.connect(creditor).approve(quotes, root, UNITS);
      const foreign = await askOf(world, root, { seller: second.address });
      await expect(
        quotes.connect(financier).buy(foreign, await sign(world, second, "Ask", foreign), terms, FIRST, ANY_BOUNDS),
      )
        .to.be.revertedWithCustomError(lots, "Lots_NotHolder")
        .withArgs(root, second.address);
      await expect(quotes.connect(stranger).buy(ask, signature, terms, FIRST, ANY_BOUNDS))
        .to.be.revertedWithCustomError(token, "ERC20InsufficientAllowance")
        .withArgs(quotes.target, 0n, PRICE);
      expect((await lots.lotOf(root)).holder).to.equal(creditor.address);
      await quotes.connect(financier).buy(ask, signature, terms, FIRST, ANY_BOUNDS);
      expect((await lots.lotOf(root)).holder).to.equal(financier.address);
    });

    it("QUO-09 gives the debtor no recourse", async () => {
      const world = await asked({ kind: WITH_RECOURSE });
      const { quotes, terms, debtor, ask, signature } = world;
      await expect(quotes.connect(debtor).buy(ask, signature, terms, FIRST, ANY_BOUNDS))
        .to.be.revertedWithCustomError(quotes, "Quotes_BadKind")
        .withArgs(WITH_RECOURSE);
    });
  });

  describe("signing, posting, cancelling", () => {
    it("QUO-02 refuses other signers, chains and contracts, and changed offers", async () => {
      const world = await asked();
      const { quotes, terms, creditor, second, financier, ask, signature } = world;
      for (const [offer, signed] of [
        [ask, await sign(world, second, "Ask", ask)],
        [ask, await sign(world, creditor, "Ask", ask, { chainId: 1n })],
        [ask, await sign(world, creditor, "Ask", ask, { verifyingContract: world.receivables.target as string })],
        [{ ...ask, price: 1n }, signature],
        [ask, "0x"],
      ] as const) {
        await expect(quotes.connect(financier).buy(offer, signed, terms, FIRST, ANY_BOUNDS))
          .to.be.revertedWithCustomError(quotes, "Quotes_NotSigned")
          .withArgs(creditor.address, hashOf(world, "Ask", offer));
      }
    });

    it("QUO-02 ends at the deadline", async () => {
      const deadline = (await now()) + 10n * DAY;
      const { quotes, terms, financier, ask, signature } = await asked({ deadline });
      await at(deadline + 1n);
      await expect(quotes.connect(financier).buy(ask, signature, terms, FIRST, ANY_BOUNDS))
        .to.be.revertedWithCustomError(quotes, "Quotes_Expired")
        .withArgs(deadline, deadline + 1n);
    });

    it("QUO-02 may be posted by the seller, in place of a signature", async () => {
      const world = await asked();
      const { quotes, lots, terms, root, creditor, financier, ask } = world;
      const hash = hashOf(world, "Ask", ask);
      await expect(quotes.connect(financier).postAsk(ask))
        .to.be.revertedWithCustomError(quotes, "Quotes_NotSeller")
        .withArgs(creditor.address, financier.address);
      const { seller, buyer, lot, version, units, price, pricing, kind, deadline, salt } = ask;
      const asWords = [
        ...[seller, buyer, lot, version, units, price],
        [pricing.rateBps, pricing.feeBps],
        ...[kind, deadline, salt],
      ];
      await expect(quotes.connect(creditor).postAsk(ask))
        .to.emit(quotes, "AskPosted")
        .withArgs(hash, creditor.address, root, asWords);
      expect(await quotes.isPosted(hash)).to.equal(true);
      await quotes.connect(financier).buy(ask, "0x", terms, FIRST, ANY_BOUNDS);
      expect((await lots.lotOf(root)).holder).to.equal(financier.address);
      const late = { ...ask, deadline: 5n };
      await expect(quotes.connect(creditor).postAsk(late))
        .to.be.revertedWithCustomError(quotes, "Quotes_Expired")
        .withArgs(5n, (await now()) + 1n);
    });

    it("QUO-02 is cancelled by its seller, signed or posted, for good", async () => {
      const world = await asked();
      const { quotes, terms, creditor, financier, ask, signature } = world;
      const hash = hashOf(world, "Ask", ask);
      await quotes.connect(creditor).postAsk(ask);
      await expect(quotes.connect(financier).cancelAsk(ask))
        .to.be.revertedWithCustomError(quotes, "Quotes_NotSeller")
        .withArgs(creditor.address, financier.address);
      await expect(quotes.connect(creditor).cancelAsk(ask))
        .to.emit(quotes, "AskCancelled")
        .withArgs(hash, creditor.address);
      expect(await quotes.isCancelled(hash)).to.equal(true);
      for (const act of [
        quotes.connect(financier).buy(ask, signature, terms, FIRST, ANY_BOUNDS),
        quotes.connect(creditor).postAsk(ask),
      ])
        await expect(act).to.be.revertedWithCustomError(quotes, "Quotes_Cancelled").withArgs(hash);
    });

    it("QUO-02 is signed by contract wallets too", async () => {
      const world = await desk();
      const { quotes, lots, token, receivables, creditor, debtor, financier } = world;
      const wallet = await ethers.deployContract("WalletMock", [creditor.address]);
      const { terms, root } = await confirmed(world);
      await endorse(world, root, creditor, { address: wallet.target as string });
      const ask = await askOf(world, root, { seller: wallet.target as string });
      const signature = await sign(world, creditor, "Ask", ask);
      // The wallet's own act, which this mock can't do.
      const account = await ethers.getImpersonatedSigner(wallet.target as string);
      await networkHelpers.setBalance(account.address, 10n ** 18n);
      await lots.connect(account).approve(quotes, root, UNITS);
      await expect(quotes.connect(financier).buy(ask, await sign(world, debtor, "Ask", ask), terms, FIRST, ANY_BOUNDS))
        .to.be.revertedWithCustomError(quotes, "Quotes_NotSigned")
        .withArgs(wallet.target, hashOf(world, "Ask", ask));
      await quotes.connect(financier).buy(ask, signature, terms, FIRST, ANY_BOUNDS);
      expect(await token.balanceOf(wallet)).to.equal(PRICE);
      expect(await receivables.statusOf(terms)).to.equal(STATUS.Confirmed);
    });

    it("QUO-04 asks for quotes, as a lot's holder", async () => {
      const world = await desk();
      const { quotes, creditor, financier } = world;
      const { root } = await confirmed(world);
      const deadline = (await now()) + DAY;
      await expect(quotes.connect(financier).request(root, deadline))
        .to.be.revertedWithCustomError(quotes, "Quotes_NotHolder")
        .withArgs(root, financier.address);
      await expect(quotes.connect(creditor).request(root, 5n))
        .to.be.revertedWithCustomError(quotes, "Quotes_Expired")
        .withArgs(5n, (await now()) + 1n);
      await expect(quotes.connect(creditor).request(root, deadline))
        .to.emit(quotes, "Requested")
        .withArgs(root, creditor.address, deadline);
    });

    it("QUO-11 is done through the relay, and in batches", async () => {
      const world = await asked();
      const { quotes, relay, lots, terms, root, creditor, financier, relayer, ask, signature } = world;
      const call = quotes.interface.encodeFunctionData("buy", [ask, signature, terms, FIRST, ANY_BOUNDS]);
      const request = {
        from: financier.address,
        to: quotes.target as string,
        value: 0n,
        gas: 2_000_000n,
        deadline: EVER,
        data: quotes.interface.encodeFunctionData("multicall", [[call]]),
      };
      const types = {
        ForwardRequest: [
          { name: "from", type: "address" },
          { name: "to", type: "address" },
          { name: "value", type: "uint256" },
          { name: "gas", type: "uint256" },
          { name: "nonce", type: "uint256" },
          { name: "deadline", type: "uint48" },
          { name: "data", type: "bytes" },
        ],
      };
      const domain = {
        name: "Tallystick Relay",
        version: "1",
        chainId: 31337n,
        verifyingContract: relay.target as string,
      };
      const relayed = await financier.signTypedData(domain, types, { ...request, nonce: 0n });
      await relay.connect(relayer).execute({ ...request, signature: relayed });
      expect((await lots.lotOf(root)).holder).to.equal(financier.address);
      const [one, other] = [
        { ...ask, salt: ethers.id("one") },
        { ...ask, salt: ethers.id("other") },
      ];
      await quotes
        .connect(creditor)
        .multicall([
          quotes.interface.encodeFunctionData("postAsk", [one]),
          quotes.interface.encodeFunctionData("cancelAsk", [other]),
        ]);
      expect(await quotes.isPosted(hashOf(world, "Ask", one))).to.equal(true);
      expect(await quotes.isCancelled(hashOf(world, "Ask", other))).to.equal(true);
      expect(await confirmation(world, terms)).to.have.length(132);
    });
  });
});
