import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { expect } from "chai";
import type { Interface, TypedDataDomain } from "ethers";
import { ALL, ANY_BOUNDS, askOf, bidden, bidOf, desk, sell, sign as signOffer } from "../instruments/offers.ts";
import {
  at,
  CENT,
  confirmation,
  confirmed,
  creditNote,
  DAY,
  DIVISION,
  divide,
  EVER,
  endorse,
  ethers,
  FACE,
  FIRST,
  hashOf,
  load,
  networkHelpers,
  now,
  numberOf,
  registered,
  STATUS,
  sign,
  type Terms,
  termsOf,
  UNITS,
  WITH_RECOURSE,
  WITHOUT_RECOURSE,
  type World,
} from "../instruments/world.ts";
import { signRequest } from "../shared/requests.ts";

const GUARDED = new ethers.Interface(["error ReentrancyGuardReentrantCall()"]).encodeErrorResult(
  "ReentrancyGuardReentrantCall",
);

/** Every field that does not name the invoice, said otherwise. */
async function changedFields(): Promise<Partial<Terms>[]> {
  const other = await ethers.deployContract("TokenMock");
  return [
    { token: other.target as string },
    { dueAt: (await now()) + 9n * DAY },
    { units: UNITS * 2n },
    { unit: CENT * 50n },
    { maxTier: 3n },
    { lateBps: 0n },
    { graceDays: 6n },
    { document: ethers.id("another scan") },
    { order: ethers.id("order"), orderAmount: 10n * FACE },
  ];
}

/** A receivable of which an advance was paid. */
async function advanced(mock?: "SendingTokenMock" | "TaxingTokenMock", terms: Partial<Terms> = {}) {
  const world = await desk(mock);
  const made = await confirmed(world, terms);
  await sell(world, made.terms, { bid: bidOf(world, { advanceBps: 8_000n }) });
  const holdback = await ethers.getContractAt("Holdback", (await world.lots.lotOf(made.root)).holder);
  return { ...world, ...made, holdback };
}

describe("attacks on receivables", () => {
  describe("by a creditor who wants money twice for one invoice", () => {
    it("REC-02 can't register it again in any state, whatever he changes, with or without the debtor's signature", async () => {
      const states = {
        Registered: async () => {},
        Disputed: (world: World, terms: Terms) =>
          world.receivables.connect(world.debtor).dispute(terms, ethers.id("why")),
        Void: (world: World, terms: Terms) => world.receivables.connect(world.creditor).withdraw(terms),
        Confirmed: (world: World, terms: Terms) => world.receivables.connect(world.debtor).confirm(terms),
        Paid: async (world: World, terms: Terms) => {
          await world.receivables.connect(world.debtor).confirm(terms);
          await world.receivables.connect(world.debtor).pay(terms, ALL);
        },
      };
      for (const [name, reach] of Object.entries(states)) {
        const world = await load();
        const { receivables, creditor } = world;
        const { terms, id } = await registered(world);
        await reach(world, terms);
        for (const change of [{}, ...(await changedFields())]) {
          const again = await termsOf(world, change);
          const signature = await confirmation(world, again);
          for (const act of [
            () => receivables.connect(creditor).register(again),
            () => receivables.connect(creditor).registerConfirmed(again, EVER, signature),
          ])
            await expect(act()).to.be.revertedWithCustomError(receivables, "Receivables_Exists").withArgs(id);
        }
        expect(await receivables.statusOf(terms)).to.equal(STATUS[name as keyof typeof STATUS]);
      }
    });

    it("REC-05 QUO-01 can't sell it for more, or in other money: whoever acts brings the terms that were confirmed", async () => {
      const world = await advanced();
      const { receivables, quotes, evidence, holdback, root, id, terms, creditor, debtor } = world;
      const ask = await askOf(world, root, { pricing: { rateBps: 100n, feeBps: 0n }, price: 0n });
      const asking = await signOffer(world, creditor, "Ask", ask);
      const link = { from: creditor.address, to: debtor.address, kind: 1n, time: 0n, start: 0n, units: 0n };
      for (const change of await changedFields()) {
        const other = { ...terms, ...change };
        const bid = bidOf(world, { token: other.token, limit: ALL });
        const byDebtor = receivables.connect(debtor);
        const confirming = await confirmation(world, other);
        const bidding = await signOffer(world, world.financier, "Bid", bid);
        for (const act of [
          () => byDebtor.confirm(other),
          () => byDebtor.confirmSigned(other, EVER, confirming),
          () => byDebtor.dispute(other, ethers.ZeroHash),
          () => receivables.connect(creditor).withdraw(other),
          () => byDebtor.pay(other, ALL),
          () => byDebtor.payMany(other.token, [{ terms: other, upTo: ALL }]),
          () => byDebtor.credit(other, FIRST, 1n, EVER, "0x"),
          () => byDebtor.extend(other, EVER, EVER, []),
          () => byDebtor.recordDefault(other),
          () => receivables.connect(creditor).collect(other, FIRST, creditor),
          () => byDebtor.demand(other, FIRST, [link], 0n),
          () => byDebtor.takeUp(other, FIRST, [link], 0n),
          () => byDebtor.writeOff(other, FIRST),
          () => receivables.dueOf(other),
          () => receivables.statusOf(other),
          () => receivables.collectable(other, FIRST),
          () => quotes.buy(ask, asking, other, FIRST, ANY_BOUNDS),
          () => quotes.connect(creditor).sell(bid, bidding, other, FIRST, 0n, 0n),
          () => quotes.priceOf(ask.pricing, other, FIRST, 0n),
          () => evidence.connect(creditor).attest(other, 0n, ethers.id("paper"), ethers.ZeroHash),
        ])
          await expect(act()).to.be.revertedWithCustomError(receivables, "Receivables_OtherTerms").withArgs(id);
        await expect(holdback.settle(other, FIRST))
          .to.be.revertedWithCustomError(holdback, "Holdback_OtherTerms")
          .withArgs(hashOf(other));
      }
    });

    it("QUO-01 gets nothing for a lot that he bids for himself, at once or as an advance", async () => {
      const { creditor, ...rest } = await bidden();
      const world = { ...rest, creditor, financier: creditor };
      const { quotes, lots, token, terms, root } = world;
      await token.mint(creditor, FACE);
      await token.connect(creditor).approve(quotes, FACE);
      const whole = bidOf(world);
      await expect(
        quotes.connect(creditor).sell(whole, await signOffer(world, creditor, "Bid", whole), terms, FIRST, 0n, 0n),
      )
        .to.be.revertedWithCustomError(lots, "Lots_BadReceiver")
        .withArgs(root, creditor.address);
      const part = bidOf(world, { advanceBps: 5_000n });
      await expect(
        quotes.connect(creditor).sell(part, await signOffer(world, creditor, "Bid", part), terms, FIRST, 0n, 0n),
      )
        .to.be.revertedWithCustomError(quotes, "Money_ShortDelivery")
        .withArgs(token.target, FACE / 2n, 0n);
    });
  });

  describe("by who had a lot", () => {
    it("LOT-02 QUO-01 has no power over it after the sale: no act, approval, operator or signature of before", async () => {
      const { bid, signature, ...world } = await bidden();
      const { quotes, lots, receivables, terms, root, creditor, third, financier, debtor } = world;
      await lots.connect(creditor).approve(third, root, UNITS);
      await lots.connect(creditor).setOperator(third, true);
      const ask = await askOf(world, root);
      const asking = await signOffer(world, creditor, "Ask", ask);
      const note = await creditNote(world, root, 10n, creditor);
      await quotes.connect(creditor).sell(bid, signature, terms, FIRST, 0n, 0n);
      const part = { to: third.address, units: 1n, kind: WITH_RECOURSE };
      const { address } = creditor;
      for (const act of [
        () => lots.connect(creditor).endorse(root, third, WITH_RECOURSE),
        () => lots.connect(creditor).divide(root, FIRST, [part]),
        () => lots.connect(creditor).transfer(third, root, UNITS),
        () => lots.connect(creditor).approve(third, root, UNITS),
        () => lots.connect(third).endorseFrom(creditor, root, third, WITH_RECOURSE),
        () => lots.connect(third).divideFrom(creditor, root, FIRST, [part]),
      ])
        await expect(act()).to.be.revertedWithCustomError(lots, "Lots_NotHolder").withArgs(root, address);
      await expect(quotes.connect(debtor).buy(ask, asking, terms, FIRST, ANY_BOUNDS))
        .to.be.revertedWithCustomError(quotes, "Quotes_Changed")
        .withArgs(root, await lots.versionOf(root));
      await expect(lots.connect(third).transferFrom(financier, third, root, UNITS))
        .to.be.revertedWithCustomError(lots, "Lots_NotApproved")
        .withArgs(root, third.address, 0n);
      await expect(receivables.connect(debtor).credit(terms, FIRST, 10n, EVER, note)).to.be.revertedWithCustomError(
        receivables,
        "Receivables_NotSigned",
      );
      await receivables.connect(debtor).pay(terms, ALL);
      await expect(receivables.connect(creditor).collect(terms, FIRST, creditor))
        .to.be.revertedWithCustomError(receivables, "Receivables_NotHolder")
        .withArgs(root, address);
      expect((await lots.lotOf(root)).holder).to.equal(financier.address);
    });

    it("REC-33 can't gain or lose by recourse: each has what he paid with interest, the debtor pays it all", async () => {
      const world = await load();
      const { receivables, token, debtor, creditor, second, third } = world;
      const { terms, root } = await confirmed(world, { graceDays: 0n });
      const links = [
        await endorse(world, root, creditor, second),
        await endorse(world, root, second, third),
        await endorse(world, root, third, world.stranger),
      ];
      const before = await Promise.all([creditor, second, third, debtor].map((one) => token.balanceOf(one)));
      const paid: bigint[] = [];
      for (const [i, endorser] of [third, second, creditor].entries()) {
        await at(terms.dueAt + BigInt(i + 1) * 10n * DAY);
        const index = 2 - i;
        const holder = [world.stranger, third, second][i] as HardhatEthersSigner;
        await receivables.connect(endorser).takeUp(terms, FIRST, links, index);
        paid.push(FACE + (FACE * 1_200n * BigInt(i + 1) * 10n) / 3_600_000n);
        expect(await receivables.proceedsOf(holder, token)).to.equal(paid[i]);
        const taken = { from: holder.address, to: endorser.address, kind: 4n, time: await now(), start: 0n, units: 0n };
        links.splice(index, links.length, taken);
        await receivables.connect(holder).withdrawProceeds(token, holder);
      }
      await at(terms.dueAt + 40n * DAY);
      await receivables.connect(debtor).pay(terms, ALL);
      await receivables.connect(creditor).collect(terms, FIRST, creditor);
      const last = FACE + (FACE * 1_200n * 40n) / 3_600_000n;
      const after = await Promise.all([creditor, second, third, debtor].map((one) => token.balanceOf(one)));
      const gains = after.map((balance, i) => balance - (before[i] as bigint));
      const [first = 0n, middle = 0n, highest = 0n] = paid;
      expect(gains).to.deep.equal([last - highest, highest - middle, middle - first, -last]);
      expect(await token.balanceOf(receivables)).to.equal(0n);
    });
  });

  describe("with signatures", () => {
    const FOREIGN: readonly TypedDataDomain[] = [
      { chainId: 1n },
      { verifyingContract: ethers.getAddress(`0x${"ab".repeat(20)}`) },
      { name: "Tallystick Relay" },
      { version: "2" },
    ];

    it("REC-05 REC-30 REC-31 QUO-02 of another chain, contract, name or version are nobody's, and used ones are used up", async () => {
      const world = await desk();
      const { receivables, quotes, lots, creditor, debtor, financier } = world;
      const { terms, id, root } = await registered(world);
      const byDebtor = receivables.connect(debtor);
      const dueAt = terms.dueAt + DAY;
      const signedFor = async (
        type: "CreditNote" | "Extension",
        what: Record<string, bigint>,
        domain: TypedDataDomain,
      ) =>
        sign(
          world,
          creditor,
          type,
          { lot: root, version: await lots.versionOf(root), ...what, deadline: EVER },
          domain,
        );
      const bid = bidOf(world, { limit: FACE - CENT });
      const acts = {
        confirm: async (domain = {}) =>
          byDebtor.confirmSigned(terms, EVER, await confirmation(world, terms, EVER, debtor, domain)),
        extend: async (domain = {}) => {
          const signature = await signedFor("Extension", { dueAt }, domain);
          return byDebtor.extend(terms, dueAt, EVER, [{ inner: FIRST, signature }]);
        },
        credit: async (domain = {}) =>
          byDebtor.credit(terms, FIRST, 1n, EVER, await signedFor("CreditNote", { units: 1n }, domain)),
        buy: async (domain = {}) => {
          const ask = await askOf(world, root, { units: 1n, price: 1n });
          const signature = await signOffer(world, creditor, "Ask", ask, domain);
          return quotes.connect(financier).buy(ask, signature, terms, FIRST, ANY_BOUNDS);
        },
        sell: async (domain = {}) =>
          quotes
            .connect(creditor)
            .sell(bid, await signOffer(world, financier, "Bid", bid, domain), terms, FIRST, UNITS - 2n, 0n),
      };
      for (const [name, act] of Object.entries(acts)) {
        const isOffer = name === "buy" || name === "sell";
        const error = isOffer ? "Quotes_NotSigned" : "Receivables_NotSigned";
        for (const domain of FOREIGN)
          await expect(act(domain)).to.be.revertedWithCustomError(isOffer ? quotes : receivables, error);
        // The debtor says yes, and later the same signed data come once more.
        const done = await (await act()).wait();
        const data = (await done?.getTransaction())?.data as string;
        const again = () => debtor.sendTransaction({ to: done?.to, data });
        const used = {
          confirm: [receivables, "Receivables_WrongStatus", [id, STATUS.Confirmed]],
          extend: [receivables, "Receivables_BadDueDate", undefined],
          credit: [receivables, "Receivables_NotSigned", undefined],
          buy: [quotes, "Quotes_Changed", [root, await lots.versionOf(root)]],
          sell: [quotes, "Quotes_BeyondLimit", [await quotes.bidHash(bid), 2n * (UNITS - 2n) * CENT, bid.limit]],
        } as const;
        const [contract, refusal, args] = used[name as keyof typeof used];
        if (args === undefined) await expect(again()).to.be.revertedWithCustomError(contract, refusal);
        else
          await expect(again())
            .to.be.revertedWithCustomError(contract, refusal)
            .withArgs(...args);
      }
    });

    it("REC-30 REC-31 of one lot are not another's, though one holder has both", async () => {
      const world = await load();
      const { receivables, debtor, creditor } = world;
      const { terms, root } = await confirmed(world);
      const part = await divide(world, root, FIRST, creditor, { to: creditor.address, units: 10n, kind: DIVISION });
      const note = await creditNote(world, root, 5n, creditor);
      await expect(receivables.connect(debtor).credit(terms, part.inner, 5n, EVER, note)).to.be.revertedWithCustomError(
        receivables,
        "Receivables_NotSigned",
      );
      await receivables.connect(debtor).credit(terms, FIRST, 5n, EVER, note);
    });

    it("QUO-02 of contract wallets that burn gas or answer at length bring nobody else's money or lot", async () => {
      for (const returnsMuch of [false, true]) {
        const world = await bidden();
        const { quotes, lots, receivables, token, terms, root, creditor, debtor, signature } = world;
        const wallet = await ethers.deployContract("HostileWalletMock", [returnsMuch]);
        const hostile = bidOf(world, { buyer: wallet.target as string });
        const selling = quotes.connect(creditor).sell(hostile, "0x", terms, FIRST, 0n, 0n, { gasLimit: 1_500_000n });
        if (returnsMuch)
          // It signs whatever it is asked: what counts is what it has.
          await expect(selling).to.be.revertedWithCustomError(token, "ERC20InsufficientAllowance");
        else await expect(selling).to.be.revertedWithCustomError(quotes, "Quotes_NotSigned");
        const invoice = await termsOf(world, { debtor: wallet.target as string });
        await receivables.connect(creditor).register(invoice);
        if (!returnsMuch)
          await expect(
            receivables.connect(creditor).confirmSigned(invoice, EVER, "0x", { gasLimit: 1_500_000n }),
          ).to.be.revertedWithCustomError(receivables, "Receivables_NotSigned");
        await quotes.connect(creditor).sell(world.bid, signature, terms, FIRST, 0n, 0n);
        expect((await lots.lotOf(root)).holder).to.equal(world.financier.address);
        expect(debtor.address).to.equal(terms.debtor);
      }
    });

    it("REC-05 of a contract wallet bind it, whatever becomes of the wallet", async () => {
      const world = await load();
      const { receivables, debtor, stranger, creditor, lots } = world;
      const wallet = await ethers.deployContract("WalletMock", [debtor.address]);
      const { terms, root } = await registered(world, { debtor: wallet.target as string });
      await receivables.confirmSigned(terms, EVER, await confirmation(world, terms));
      await networkHelpers.setCode(wallet.target as string, "0x");
      expect(await receivables.statusOf(terms)).to.equal(STATUS.Confirmed);
      await endorse(world, root, creditor, world.second);
      await receivables.connect(stranger).pay(terms, ALL);
      await receivables.connect(world.second).collect(terms, FIRST, world.second);
      expect((await lots.lotOf(root)).units).to.equal(0n);
    });
  });

  describe("by who is not who he says", () => {
    it("REC-51 QUO-11 LOT-11 can't act for another by a forged suffix, a batch, or the relay", async () => {
      const world = await advanced();
      const { relay, relayer, stranger, receivables, quotes, lots, debtors, holdback, creditor, financier, debtor } =
        world;
      const second = await registered(world, { number: numberOf("INV002") });
      const ask = await askOf(world, second.root);
      const bid = bidOf(world);
      const links = [{ from: creditor.address, to: holdback.target, kind: 1n, time: 0n, start: 0n, units: 0n }];
      const { terms, root } = world;
      const calls = [
        [receivables, "confirm", [second.terms], debtor],
        [receivables, "withdraw", [second.terms], creditor],
        [receivables, "credit", [terms, FIRST, 1n, EVER, "0x"], debtor],
        [receivables, "collect", [terms, FIRST, stranger.address], holdback],
        [receivables, "writeOff", [terms, FIRST], holdback],
        [lots, "endorse", [root, stranger.address, WITHOUT_RECOURSE], holdback],
        [lots, "approve", [stranger.address, root, 1n], holdback],
        [quotes, "cancelAsk", [ask], creditor],
        [quotes, "postBid", [bid], financier],
        [debtors, "setLimit", [debtor.address, world.token.target, 1n], world.bank],
        [debtors, "addPaid", [debtor.address, world.token.target, 1n, 1n, false], receivables],
        [holdback, "demand", [terms, FIRST, links, 0n], financier],
        [holdback, "writeOff", [terms, FIRST], financier],
        [holdback, "withdraw", [world.token.target, stranger.address], financier],
      ] as const;
      for (const [contract, name, args, victim] of calls) {
        const to = contract.target as string;
        const code: Interface = contract.interface;
        const call = code.encodeFunctionData(name, args);
        const address = await ethers.resolveAddress(victim);
        const forged = ethers.concat([call, address]);
        for (const data of [forged, code.encodeFunctionData("multicall", [[forged]])]) {
          await expect(stranger.sendTransaction({ to, data })).to.revert(ethers);
          const request = await signRequest(relay, stranger, { from: stranger.address, to, data });
          await expect(relay.connect(relayer).execute(request)).to.be.revertedWithCustomError(relay, "FailedCall");
        }
        const request = await signRequest(relay, stranger, { from: address, to, data: call });
        await expect(relay.connect(relayer).execute(request)).to.be.revertedWithCustomError(
          relay,
          "ERC2771ForwarderInvalidSigner",
        );
      }
      expect(await receivables.statusOf(second.terms)).to.equal(STATUS.Registered);
      expect((await lots.lotOf(root)).holder).to.equal(holdback.target);
    });

    it("LOT-09 REC-10 REC-09 is no administrator: the DAO's limits are for claims to come, not for those that are there", async () => {
      const { bid, signature, ...world } = await bidden();
      const { receivables, debtors, quotes, token, dao, debtor, creditor, terms } = world;
      await receivables.connect(dao).setMaxTerm(30n * DAY);
      await debtors.connect(dao).setCap(debtor, token, 0n, true);
      await quotes.connect(creditor).sell(bid, signature, terms, FIRST, 1n, 0n);
      await endorse(world, world.root, creditor, world.second);
      await receivables.connect(debtor).pay(terms, ALL);
      await receivables.connect(world.second).collect(terms, FIRST, world.second);
      expect(await token.balanceOf(receivables)).to.equal(CENT);
      // Whoever looks for a power over lots and claims finds none.
      const harmless = ["setMaxTerm", "setCap", "setAuthority", "setLimit", "setOperator", "setState", "setMark"];
      for (const contract of [receivables, debtors, world.lots, quotes, world.evidence, world.statements]) {
        const names = contract.interface.fragments.filter(ethers.FunctionFragment.isFragment).map(({ name }) => name);
        const powers = names.filter((name) =>
          /pause|freeze|block|seize|owner|upgrade|admin|rescue|mint|burn|^set/i.test(name),
        );
        for (const name of powers) expect(harmless).to.include(name);
      }
    });
  });

  describe("with tokens", () => {
    it("REC-25 that call in while money goes out change nothing twice", async () => {
      const world = await desk("SendingTokenMock");
      const { receivables, creditor, second, debtor, token } = world;
      const { terms, root } = await confirmed(world);
      const sending = await ethers.getContractAt("SendingTokenMock", token.target);
      const code = receivables.interface;
      const inner = [
        code.encodeFunctionData("collect", [terms, FIRST, creditor.address]),
        code.encodeFunctionData("pay", [terms, 1n]),
        code.encodeFunctionData("payMany", [terms.token, [{ terms, upTo: 1n }]]),
        code.encodeFunctionData("takeUp", [terms, FIRST, [], 0n]),
        code.encodeFunctionData("withdrawProceeds", [terms.token, creditor.address]),
      ];
      let paid = 0n;
      for (const call of inner) {
        await receivables.connect(debtor).pay(terms, UNITS);
        paid += UNITS;
        await sending.setHook(creditor, receivables, call);
        await expect(receivables.connect(creditor).collect(terms, FIRST, creditor))
          .to.emit(sending, "Told")
          .withArgs(creditor.address, false, GUARDED);
      }
      expect(await token.balanceOf(creditor)).to.equal(paid);
      const links = [await endorse(world, root, creditor, second)];
      await at(terms.dueAt + 1n);
      await token.mint(creditor, FACE);
      await token.connect(creditor).approve(receivables, FACE);
      for (const call of inner) {
        await sending.setHook(second, receivables, call);
        if (call === inner[0]) await receivables.connect(creditor).takeUp(terms, FIRST, links, 0n);
        else {
          await receivables.connect(debtor).pay(terms, UNITS);
          const note = await creditNote(world, root, 1n, creditor);
          await receivables.connect(debtor).credit(terms, FIRST, 1n, EVER, note);
        }
        const [account, waiting] = call === inner[0] ? [second, second] : [creditor, second];
        await expect(receivables.connect(account).withdrawProceeds(token, waiting))
          .to.emit(sending, "Told")
          .withArgs(second.address, false, GUARDED);
      }
    });

    it("QUO-08 QUO-25 that let a party act while money moves find the lot moved already, and each guard shut", async () => {
      const world = await advanced("SendingTokenMock");
      const { relay, receivables, quotes, lots, holdback, token, creditor, financier, debtor, terms } = world;
      const sending = await ethers.getContractAt("SendingTokenMock", token.target);
      const second = await confirmed(world, { number: numberOf("INV002") });
      const [bid, ask] = [bidOf(world, { lot: second.root }), await askOf(world, second.root)];
      const signature = await signOffer(world, financier, "Bid", bid);
      const code = quotes.interface;
      for (const [data, reason] of [
        [code.encodeFunctionData("sell", [bid, signature, second.terms, FIRST, 1n, 0n]), GUARDED],
        [code.encodeFunctionData("buy", [ask, "0x", second.terms, FIRST, ANY_BOUNDS]), GUARDED],
      ] as const) {
        await sending.setHook(creditor, quotes, data);
        await expect(quotes.connect(creditor).sell(bid, signature, second.terms, FIRST, 1n, 0n))
          .to.emit(sending, "Told")
          .withArgs(creditor.address, false, reason);
      }
      // By the relay the seller himself is there while he is paid.
      const request = await signRequest(relay, creditor, {
        from: creditor.address,
        to: lots.target as string,
        data: lots.interface.encodeFunctionData("endorse", [second.root, world.stranger.address, WITHOUT_RECOURSE]),
      });
      await sending.setHook(creditor, relay, relay.interface.encodeFunctionData("execute", [request]));
      await expect(quotes.connect(creditor).sell(bid, signature, second.terms, FIRST, 0n, 0n))
        .to.emit(sending, "Told")
        .withArgs(creditor.address, false, relay.interface.encodeErrorResult("FailedCall"));
      expect((await lots.lotOf(second.root)).holder).to.equal(financier.address);
      await receivables.connect(debtor).pay(terms, ALL);
      await sending.setHook(creditor, ethers.ZeroAddress, "0x");
      const shut = holdback.interface.encodeFunctionData("withdraw", [token.target, financier.address]);
      await sending.setHook(financier, holdback, shut);
      await expect(holdback.settle(terms, FIRST)).to.emit(sending, "Told").withArgs(financier.address, false, GUARDED);
      expect(await token.balanceOf(holdback)).to.equal(0n);
    });

    it("REC-25 QUO-25 that begin to keep a fee later take it from who is paid, and from nobody else", async () => {
      const world = await advanced("TaxingTokenMock");
      const { receivables, holdback, token, creditor, financier, debtor, terms, second } = world;
      const other = await confirmed(world, { number: numberOf("INV002") });
      await endorse(world, other.root, creditor, second);
      for (const claim of [terms, other.terms]) await receivables.connect(debtor).pay(claim, ALL);
      const taxing = await ethers.getContractAt("TaxingTokenMock", token.target);
      await taxing.setTax(100n);
      const arrived = (FACE * 99n) / 100n;
      const [toFinancier, toSeller] = await holdback.settle.staticCall(terms, FIRST);
      expect(toFinancier + toSeller).to.equal(arrived);
      const before = await Promise.all([financier, creditor].map((one) => token.balanceOf(one)));
      await holdback.settle(terms, FIRST);
      const after = await Promise.all([financier, creditor].map((one) => token.balanceOf(one)));
      const less = (amount: bigint) => amount - amount / 100n;
      expect(after.map((balance, i) => balance - (before[i] as bigint))).to.deep.equal([
        less(toFinancier),
        less(toSeller),
      ]);
      expect(await token.balanceOf(holdback)).to.equal(0n);
      expect(await token.balanceOf(receivables)).to.equal(FACE);
      const earlier = await token.balanceOf(second);
      await receivables.connect(second).collect(other.terms, FIRST, second);
      expect((await token.balanceOf(second)) - earlier).to.equal(arrived);
    });

    it("QUO-08 QUO-21 that return nothing serve advances like any other", async () => {
      const world = await load();
      const { quotes, lots, receivables, creditor, debtor, financier } = world;
      const silent = await ethers.deployContract("SilentTokenMock");
      const { terms, root } = await confirmed(world, { token: silent.target as string });
      await lots.connect(creditor).setOperator(quotes, true);
      for (const [account, spender] of [
        [financier, quotes],
        [debtor, receivables],
      ] as const) {
        await silent.mint(account, FACE);
        await silent.connect(account).approve(spender, FACE);
      }
      await sell(world, terms, { bid: bidOf(world, { token: silent.target as string, advanceBps: 8_000n }) });
      const holdback = await ethers.getContractAt("Holdback", (await lots.lotOf(root)).holder);
      await receivables.connect(debtor).pay(terms, ALL);
      await holdback.settle(terms, FIRST);
      expect(await silent.balanceOf(holdback)).to.equal(0n);
      expect((await silent.balanceOf(creditor)) + (await silent.balanceOf(financier))).to.equal(2n * FACE);
    });
  });

  describe("with dust", () => {
    it("QUO-10 REC-21 can't sell units that are worth nothing, and the last cent is somebody's", async () => {
      const world = await desk();
      const { receivables, quotes, lots, token, creditor, debtor } = world;
      const { terms, root } = await confirmed(world, { units: 10n, unit: 1n });
      const inners = [FIRST];
      for (let i = 0; i < 9; i++) {
        const part = await divide(world, root, FIRST, creditor, { to: creditor.address, units: 1n, kind: DIVISION });
        inners.push(part.inner);
      }
      await receivables.connect(debtor).pay(terms, 7n);
      // Three tenths of a base unit are open on each, and seven were paid: nothing, rounded down.
      const bid = bidOf(world, { pricing: { rateBps: 0n, feeBps: 0n } });
      const signature = await signOffer(world, world.financier, "Bid", bid);
      await expect(quotes.connect(creditor).sell(bid, signature, terms, FIRST, 0n, 0n))
        .to.be.revertedWithCustomError(quotes, "Quotes_NoPrice")
        .withArgs(root);
      await receivables.connect(debtor).pay(terms, ALL);
      for (const inner of inners) await receivables.connect(creditor).collect(terms, inner, creditor);
      expect(await token.balanceOf(receivables)).to.equal(0n);
      expect((await lots.lotOf(root)).holder).to.equal(ethers.ZeroAddress);
    });

    it("REC-23 REC-32 pays no day early or late: at the second of the due date, one before, and one after", async () => {
      for (const [seconds, isLate, days] of [
        [-1n, false, 0n],
        [0n, false, 0n],
        [1n, true, 0n],
        [DAY - 1n, true, 0n],
        [DAY, true, 1n],
        [DAY + 1n, true, 1n],
      ] as const) {
        const world = await load();
        const { receivables, debtor } = world;
        const { terms, id } = await confirmed(world, { graceDays: 0n });
        await at(terms.dueAt + seconds);
        await expect(receivables.connect(debtor).pay(terms, ALL))
          .to.emit(receivables, "PaidInFull")
          .withArgs(id, debtor.address, FACE, (FACE * 1_200n * days) / 3_600_000n, isLate);
      }
    });
  });
});
