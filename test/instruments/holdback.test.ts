import { releaseReserve, splitAdvance } from "@tallystick/sdk/instruments/reserve";
import { expect } from "chai";
import { ALL, type Bid, bidden, bidOf, desk, hashOf, sign } from "./offers.ts";
import {
  at,
  confirmed,
  creditNote,
  DAY,
  EVER,
  endorse,
  ethers,
  extension,
  FACE,
  FIRST,
  innerOf,
  type Link,
  now,
  STATUS,
  type Terms,
  UNITS,
  WITH_RECOURSE,
  WITHOUT_RECOURSE,
  type World,
} from "./world.ts";

const ADVANCE_BPS = 8_000n;
const PRICING = { rateBps: 900n, feeBps: 50n };
const { advance: ADVANCE } = splitAdvance(FACE, ADVANCE_BPS);
const FEE = (FACE * PRICING.feeBps) / 10_000n;

/** What is due to the financier of `ADVANCE` after some days. */
const dueAfter = (days: bigint) => {
  const { interest, fee } = releaseReserve({
    face: FACE,
    advance: ADVANCE,
    advancedAt: 0n,
    paid: 0n,
    paidAt: days * DAY,
    ...PRICING,
    dayCount: "actual/360",
  });
  return ADVANCE + interest + fee;
};

/** The midnight from which a lot was under an advance for so many days. */
const afterDays = (startedAt: bigint, days: bigint) => (startedAt / DAY + days) * DAY;

/** A receivable of 1,000.00 whose first lot was given for 800.00 at once. */
async function advanced(changes: Partial<Bid> = {}, terms: Partial<Terms> = {}) {
  const world = await bidden({ advanceBps: ADVANCE_BPS, pricing: PRICING, ...changes }, terms);
  const made = await hold(world, world);
  return { ...world, ...made };
}

async function hold(world: World, { terms, bid, units = 0n }: { terms: Terms; bid: Bid; units?: bigint }) {
  const { quotes, creditor, financier, lots } = world;
  const signature = await sign(world, financier, "Bid", bid);
  const root = await lots.rootId(
    world.receivables,
    await world.receivables.receivableId(terms.debtor, terms.creditor, terms.number),
  );
  const { start, units: whole } = await lots.lotOf(root);
  const roll = await lots.rollOf(root);
  const receipt = await (await quotes.connect(creditor).sell(bid, signature, terms, FIRST, units, 0n)).wait();
  const event = receipt?.logs
    .map((log) => quotes.interface.parseLog(log))
    .find((parsed) => parsed?.name === "Advanced");
  const holdback = await ethers.getContractAt("Holdback", event?.args.holdback as string);
  const startedAt = await now();
  const link: Link = {
    from: creditor.address,
    to: holdback.target as string,
    kind: bid.kind as bigint,
    time: startedAt,
    start: units === 0n ? 0n : start + whole - units,
    units,
  };
  return { holdback, link, startedAt, inner: units === 0n ? FIRST : innerOf(roll, link) };
}

type Advanced = Awaited<ReturnType<typeof advanced>>;

/** Who has how much more or less than before. */
async function changes({ token, financier, creditor, holdback }: Advanced, act: () => Promise<unknown>) {
  const read = () => Promise.all([financier, creditor, holdback].map((account) => token.balanceOf(account)));
  const before = await read();
  await act();
  return (await read()).map((balance, i) => balance - (before[i] ?? 0n));
}

const settle = (made: Advanced) => () => made.holdback.connect(made.stranger).settle(made.terms, FIRST);

describe("advances", () => {
  it("QUO-20 pay a part at once, and the lot goes to a contract of its own", async () => {
    const world = await bidden({ advanceBps: ADVANCE_BPS, pricing: PRICING });
    const { quotes, lots, token, terms, id, root, creditor, financier, bid, signature } = world;
    const from = await ethers.provider.getTransactionCount(quotes.target as string);
    const holdback = ethers.getCreateAddress({ from: quotes.target as string, nonce: from });
    const before = await token.balanceOf(financier);
    await expect(quotes.connect(creditor).sell(bid, signature, terms, FIRST, 0n, ADVANCE + 1n))
      .to.be.revertedWithCustomError(quotes, "Quotes_TooCheap")
      .withArgs(ADVANCE, ADVANCE + 1n);
    await expect(quotes.connect(creditor).sell(bid, signature, terms, FIRST, 0n, ADVANCE))
      .to.emit(quotes, "Sold")
      .withArgs(
        root,
        id,
        creditor.address,
        financier.address,
        holdback,
        ADVANCE,
        FACE,
        0n,
        WITH_RECOURSE,
        hashOf(world, "Bid", bid),
      )
      .to.emit(quotes, "Advanced")
      .withArgs(root, holdback, financier.address, creditor.address, ADVANCE, FEE, PRICING.rateBps);
    expect((await lots.lotOf(root)).holder).to.equal(holdback);
    expect(before - (await token.balanceOf(financier))).to.equal(ADVANCE);
    expect(await token.balanceOf(creditor)).to.equal(100n * FACE + ADVANCE);
    const made = await ethers.getContractAt("Holdback", holdback);
    const hash = ethers.keccak256(
      ethers.dataSlice(quotes.interface.encodeFunctionData("priceOf", [PRICING, terms, FIRST, 0n]), 68, 68 + 13 * 32),
    );
    expect([...(await made.deal())]).to.deep.equal([
      financier.address,
      creditor.address,
      ADVANCE,
      FEE,
      PRICING.rateBps,
      (await now()) / DAY,
      ethers.dataSlice(hash, 0, 27),
    ]);
    expect([...(await made.due())]).to.deep.equal([ADVANCE, FEE]);
    expect(await made.receivables()).to.equal(world.receivables.target);
  });

  it("QUO-20 are a part that is more than nothing and less than all, with a fee of less than the whole", async () => {
    const world = await desk();
    const { quotes, creditor, financier } = world;
    const { terms, root } = await confirmed(world);
    for (const [changed, error, args] of [
      [{ advanceBps: 0n }, "Quotes_NoPrice", [root]],
      [{ advanceBps: 10_001n }, "Quotes_BadAdvance", [10_001n]],
      [{ advanceBps: 9_000n, pricing: { rateBps: 1n, feeBps: 10_001n } }, "Quotes_BadPricing", [0n, 1n, 10_001n]],
    ] as const) {
      const bid = bidOf(world, changed);
      const signature = await sign(world, financier, "Bid", bid);
      await expect(quotes.connect(creditor).sell(bid, signature, terms, FIRST, 0n, 0n))
        .to.be.revertedWithCustomError(quotes, error)
        .withArgs(...args);
    }
  });

  it("QUO-21 QUO-22 release the reserve when the debtor has paid in time", async () => {
    const made = await advanced();
    const { receivables, holdback, lots, terms, root, debtor, startedAt } = made;
    await at(afterDays(startedAt, 59n));
    await receivables.connect(debtor).pay(terms, ALL);
    const due = dueAfter(59n);
    expect(await holdback.due()).to.deep.equal([ADVANCE, due - ADVANCE]);
    const act = async () =>
      expect(settle(made)())
        .to.emit(holdback, "Settled")
        .withArgs(due, FACE - due, 0n, 0n);
    expect(await changes(made, act)).to.deep.equal([due, FACE - due, 0n]);
    expect((await lots.lotOf(root)).holder).to.equal(ethers.ZeroAddress);
    await expect(settle(made)())
      .to.be.revertedWithCustomError(holdback, "Holdback_NothingThere")
      .withArgs(made.token.target);
    expect(await holdback.due()).to.deep.equal([0n, 0n]);
  });

  it("QUO-21 give the seller's part of late interest to him, and the longer time to the financier", async () => {
    const made = await advanced();
    const { receivables, token, terms, debtor, startedAt } = made;
    await at(terms.dueAt + 40n * DAY);
    const days = (terms.dueAt + 40n * DAY) / DAY - startedAt / DAY;
    const before = await token.balanceOf(debtor);
    await receivables.connect(debtor).pay(terms, ALL);
    const paid = before - (await token.balanceOf(debtor));
    expect(paid).to.equal(FACE + (FACE * 1_200n * 35n) / 3_600_000n);
    const due = dueAfter(days);
    const [financier, seller, left] = await changes(made, settle(made));
    expect([financier, seller]).to.deep.equal([due, paid - due - (left ?? 0n)]);
    // Late payments are shared by units, rounded down; who closes the lot gets the rest.
    expect(left).to.equal(0n);
  });

  it("QUO-21 QUO-22 share out part payments as they come: charges first, then the advance, then the seller", async () => {
    const made = await advanced();
    const { receivables, holdback, terms, debtor, startedAt } = made;
    await at(afterDays(startedAt, 30n));
    await receivables.connect(debtor).pay(terms, FACE / 2n);
    const first = dueAfter(30n) - ADVANCE;
    expect(await changes(made, settle(made))).to.deep.equal([FACE / 2n, 0n, 0n]);
    const rest = ADVANCE - (FACE / 2n - first);
    expect(await holdback.due()).to.deep.equal([rest, 0n]);
    // The same day nothing is added, whoever settles how often.
    await receivables.connect(debtor).pay(terms, 200_000n);
    await settle(made)();
    expect(await holdback.due()).to.deep.equal([rest - 200_000n, 0n]);
    await at(afterDays(startedAt, 50n));
    await receivables.connect(debtor).pay(terms, ALL);
    const interest = ((rest - 200_000n) * 20n * PRICING.rateBps + 3_599_999n) / 3_600_000n;
    const toFinancier = rest - 200_000n + interest;
    expect(await changes(made, settle(made))).to.deep.equal([toFinancier, FACE / 2n - 200_000n - toFinancier, 0n]);
  });

  it("QUO-21 leave all to the financier where it is not enough, and the claim to what may come later", async () => {
    const made = await advanced({ kind: WITHOUT_RECOURSE });
    const { receivables, debtors, holdback, token, lots, terms, id, root, debtor, creditor, financier, link } = made;
    await receivables.connect(debtor).pay(terms, FACE / 10n);
    expect(await changes(made, settle(made))).to.deep.equal([FACE / 10n, 0n, 0n]);
    await at(terms.dueAt + 90n * DAY);
    await receivables.recordDefault(terms);
    await expect(holdback.connect(creditor).writeOff(terms, FIRST))
      .to.be.revertedWithCustomError(holdback, "Holdback_NotFinancier")
      .withArgs(creditor.address);
    await expect(holdback.connect(financier).demand(terms, FIRST, [link], 0n))
      .to.be.revertedWithCustomError(receivables, "Receivables_NotLiable")
      .withArgs(root, creditor.address);
    await expect(holdback.connect(financier).writeOff(terms, FIRST))
      .to.emit(receivables, "WrittenOff")
      .withArgs(id, root, holdback.target, (FACE * 9n) / 10n);
    expect((await debtors.recordOf(debtor, token)).writtenOffSum).to.equal((FACE * 9n) / 10n);
    expect((await lots.lotOf(root)).holder).to.equal(holdback.target);
    await receivables.connect(debtor).pay(terms, ALL);
    const [toFinancier = 0n, toSeller = 0n] = await changes(made, settle(made));
    expect(toFinancier).to.be.greaterThan(ADVANCE - FACE / 10n);
    expect(toSeller).to.be.greaterThan(0n);
    expect(await holdback.due()).to.deep.equal([0n, 0n]);
  });

  it("QUO-24 have recourse to the seller: demanded, and taken up by him, who then holds the lot again", async () => {
    const made = await advanced();
    const { receivables, holdback, token, lots, terms, id, root, creditor, financier, link, startedAt } = made;
    await at(terms.dueAt + 1n);
    await expect(holdback.connect(creditor).demand(terms, FIRST, [link], 0n))
      .to.be.revertedWithCustomError(holdback, "Holdback_NotFinancier")
      .withArgs(creditor.address);
    await expect(holdback.connect(financier).demand(terms, FIRST, [link], 0n))
      .to.emit(receivables, "RecourseDemanded")
      .withArgs(id, root, creditor.address, FACE);
    await receivables.connect(creditor).takeUp(terms, FIRST, [link], 0n);
    expect((await lots.lotOf(root)).holder).to.equal(creditor.address);
    const due = dueAfter((await now()) / DAY - startedAt / DAY);
    expect(await changes(made, settle(made))).to.deep.equal([due, FACE - due, 0n]);
    expect(await token.balanceOf(receivables)).to.equal(0n);
    // What comes later is the holder's, and nobody's here.
    await receivables.connect(made.debtor).pay(terms, ALL);
    await expect(settle(made)()).to.be.revertedWithCustomError(holdback, "Holdback_NothingThere");
  });

  it("QUO-21 QUO-24 take a credit note's proceeds as any money; it needs both signatures", async () => {
    const made = await advanced();
    const { receivables, holdback, lots, terms, id, root, debtor, creditor, financier } = made;
    await receivables.connect(debtor).pay(terms, FACE / 10n);
    const units = 50_000n;
    const sign2 = async (one: typeof creditor, other: typeof creditor) =>
      ethers.AbiCoder.defaultAbiCoder().encode(
        ["bytes", "bytes"],
        [await creditNote(made, root, units, one), await creditNote(made, root, units, other)],
      );
    for (const signature of [
      await sign2(creditor, financier),
      await sign2(financier, financier),
      await sign2(creditor, creditor),
    ])
      await expect(
        receivables.connect(debtor).credit(terms, FIRST, units, EVER, signature),
      ).to.be.revertedWithCustomError(receivables, "Receivables_NotSigned");
    const both = await sign2(financier, creditor);
    const hash = ethers.id("anything");
    const financiers = await financier.signMessage("x");
    expect(
      await holdback.isValidSignature(
        hash,
        ethers.AbiCoder.defaultAbiCoder().encode(["bytes", "bytes"], [financiers, "0x"]),
      ),
    ).to.equal("0xffffffff");
    await expect(receivables.connect(debtor).credit(terms, FIRST, units, EVER, both))
      .to.emit(receivables, "Credited")
      .withArgs(id, root, holdback.target, units, (FACE * 9n) / 20n);
    expect(await changes(made, settle(made))).to.deep.equal([FACE / 10n, 0n, 0n]);
    expect((await lots.lotOf(root)).units).to.equal(UNITS - units);
  });

  it("QUO-24 are extended as both signed", async () => {
    const made = await advanced();
    const { receivables, terms, id, root, debtor, creditor, financier } = made;
    const later = terms.dueAt + 10n * DAY;
    const signature = ethers.AbiCoder.defaultAbiCoder().encode(
      ["bytes", "bytes"],
      [await extension(made, root, later, financier), await extension(made, root, later, creditor)],
    );
    await expect(receivables.connect(debtor).extend(terms, later, EVER, [{ inner: FIRST, signature }]))
      .to.emit(receivables, "Extended")
      .withArgs(id, later);
  });

  it("QUO-24 believe contract wallets on either side", async () => {
    const world = await desk();
    const { token, receivables, quotes, creditor, debtor, financier } = world;
    const wallet = await ethers.deployContract("WalletMock", [financier.address]);
    await token.mint(wallet, FACE);
    const account = await ethers.getImpersonatedSigner(wallet.target as string);
    await ethers.provider.send("hardhat_setBalance", [account.address, "0xde0b6b3a7640000"]);
    await token.connect(account).approve(quotes, FACE);
    const { terms, root } = await confirmed(world);
    const bid = bidOf(world, { buyer: wallet.target as string, advanceBps: ADVANCE_BPS });
    await hold(world, { terms, bid });
    const both = ethers.AbiCoder.defaultAbiCoder().encode(
      ["bytes", "bytes"],
      [await creditNote(world, root, 1n, financier), await creditNote(world, root, 1n, creditor)],
    );
    await receivables.connect(debtor).credit(terms, FIRST, 1n, EVER, both);
    expect((await world.lots.lotOf(root)).units).to.equal(UNITS - 1n);
  });

  it("QUO-23 pay one party though the other is blocked, and keep his part for him", async () => {
    for (const name of ["financier", "creditor"] as const) {
      const world = await desk("BlockingTokenMock");
      const number = ethers.zeroPadBytes(ethers.toUtf8Bytes(name.toUpperCase()), 32);
      const { terms } = await confirmed(world, { number });
      const bid = bidOf(world, { advanceBps: ADVANCE_BPS, pricing: PRICING, salt: ethers.id(name) });
      const made = { ...world, ...(await hold(world, { terms, bid })), terms };
      const { receivables, token, holdback, debtor, stranger, second } = made;
      const [blocked, other] = name === "financier" ? [made.financier, made.creditor] : [made.creditor, made.financier];
      await receivables.connect(debtor).pay(terms, ALL);
      const [due] = [(await holdback.due()).reduce((sum, part) => sum + part, 0n)];
      const [his, others] = name === "financier" ? [due, FACE - due] : [FACE - due, due];
      await token.setBlocked(blocked, true);
      const before = await token.balanceOf(other);
      await expect(holdback.connect(stranger).settle(terms, FIRST))
        .to.emit(holdback, "Kept")
        .withArgs(blocked.address, token.target, his);
      expect((await token.balanceOf(other)) - before).to.equal(others);
      expect(await holdback.keptFor(blocked, token)).to.equal(his);
      // What is kept is not shared out again.
      await expect(holdback.settle(terms, FIRST)).to.be.revertedWithCustomError(holdback, "Holdback_NothingThere");
      for (const to of [ethers.ZeroAddress, holdback.target])
        await expect(holdback.connect(blocked).withdraw(token, to))
          .to.be.revertedWithCustomError(holdback, "Holdback_BadReceiver")
          .withArgs(to);
      await expect(holdback.connect(other).withdraw(token, other))
        .to.be.revertedWithCustomError(holdback, "Holdback_NothingToWithdraw")
        .withArgs(other.address, token.target);
      const free = await token.balanceOf(second);
      await expect(holdback.connect(blocked).withdraw(token, second))
        .to.emit(holdback, "Withdrawn")
        .withArgs(blocked.address, token.target, second.address, his);
      expect((await token.balanceOf(second)) - free).to.equal(his);
      expect(await token.balanceOf(holdback)).to.equal(0n);
    }
  });

  it("QUO-23 keep what a token refuses by its word alone", async () => {
    const made = await advanced();
    const { receivables, holdback, token, terms, debtor, financier, creditor } = made;
    await receivables.connect(debtor).pay(terms, ALL);
    const account = await ethers.getImpersonatedSigner(holdback.target as string);
    await ethers.provider.send("hardhat_setBalance", [account.address, "0xde0b6b3a7640000"]);
    await receivables.connect(account).collect(terms, FIRST, holdback);
    await token.setReturnsFalse(true);
    await settle(made)();
    expect((await holdback.keptFor(financier, token)) + (await holdback.keptFor(creditor, token))).to.equal(FACE);
    await expect(holdback.connect(financier).withdraw(token, financier))
      .to.be.revertedWithCustomError(holdback, "SafeERC20FailedOperation")
      .withArgs(token.target);
    await token.setReturnsFalse(false);
    await holdback.connect(financier).withdraw(token, financier);
    await holdback.connect(creditor).withdraw(token, creditor);
    expect(await token.balanceOf(holdback)).to.equal(0n);
  });

  it("QUO-21 take only their own receivable's money for the debt", async () => {
    const made = await advanced();
    const { receivables, holdback, terms, creditor, debtor } = made;
    const worthless = await ethers.deployContract("TokenMock");
    const other = await confirmed(made, {
      token: worthless.target as string,
      number: ethers.zeroPadBytes(ethers.toUtf8Bytes("OTHER"), 32),
    });
    await endorse(made, other.root, creditor, { address: holdback.target as string });
    await worthless.mint(debtor, FACE);
    await worthless.connect(debtor).approve(receivables, FACE);
    await receivables.connect(debtor).pay(other.terms, ALL);
    const hash = ethers.keccak256(
      ethers.dataSlice(receivables.interface.encodeFunctionData("confirm", [other.terms]), 4),
    );
    await expect(holdback.settle(other.terms, FIRST))
      .to.be.revertedWithCustomError(holdback, "Holdback_OtherTerms")
      .withArgs(hash);
    // Money that somebody sends here counts, and the seller can redeem the debt so.
    await made.token.connect(creditor).transfer(holdback, ADVANCE + FEE);
    await holdback.settle(terms, FIRST);
    expect(await holdback.due()).to.deep.equal([0n, 0n]);
    await receivables.connect(debtor).pay(terms, ALL);
    expect(await changes(made, settle(made))).to.deep.equal([0n, FACE, 0n]);
  });

  it("QUO-10 QUO-21 are paid on a part of a lot as on a whole", async () => {
    const world = await bidden({ advanceBps: ADVANCE_BPS, pricing: PRICING });
    const made = await hold(world, { ...world, units: 40_000n });
    const { receivables, token, terms, debtor, creditor, financier } = world;
    const { holdback, inner } = made;
    expect((await holdback.deal()).advance).to.equal((ADVANCE * 2n) / 5n);
    await receivables.connect(debtor).pay(terms, ALL);
    const before = [await token.balanceOf(financier), await token.balanceOf(creditor)] as const;
    // Another lot of the receivable is not its own.
    await expect(holdback.settle(terms, FIRST)).to.be.revertedWithCustomError(holdback, "Holdback_NothingThere");
    await holdback.settle(terms, inner);
    const due = ((ADVANCE + FEE) * 2n) / 5n;
    expect((await token.balanceOf(financier)) - before[0]).to.equal(due);
    expect((await token.balanceOf(creditor)) - before[1]).to.equal((FACE * 2n) / 5n - due);
  });

  it("QUO-24 do through the relay whatever else both sign for", async () => {
    const made = await advanced();
    const { relay, holdback, lots, root, creditor, financier, second, relayer } = made;
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
    const request = {
      from: holdback.target as string,
      to: lots.target as string,
      value: 0n,
      gas: 1_000_000n,
      deadline: EVER,
      data: lots.interface.encodeFunctionData("endorse", [root, second.address, WITHOUT_RECOURSE]),
    };
    const message = { ...request, nonce: 0n };
    const signature = ethers.AbiCoder.defaultAbiCoder().encode(
      ["bytes", "bytes"],
      [await financier.signTypedData(domain, types, message), await creditor.signTypedData(domain, types, message)],
    );
    await relay.connect(relayer).execute({ ...request, signature });
    expect((await lots.lotOf(root)).holder).to.equal(second.address);
  });

  it("QUO-23 pay one party though the other burns all gas that he gets", async () => {
    for (const name of ["financier", "creditor"] as const) {
      const world = await desk("SendingTokenMock");
      const { terms } = await confirmed(world);
      const bid = bidOf(world, { advanceBps: ADVANCE_BPS, pricing: PRICING });
      const { holdback } = await hold(world, { terms, bid });
      const { receivables, token, debtor, stranger, financier, creditor } = world;
      const [hostile, other] = name === "financier" ? [financier, creditor] : [creditor, financier];
      await receivables.connect(debtor).pay(terms, ALL);
      const sending = await ethers.getContractAt("SendingTokenMock", token.target);
      await sending.setHook(hostile, sending, "0x");
      const before = await token.balanceOf(other);
      await holdback.connect(stranger).settle(terms, FIRST, { gasLimit: 2_000_000n });
      const kept = await holdback.keptFor(hostile, token);
      expect(kept).to.be.greaterThan(0n);
      expect((await token.balanceOf(other)) - before).to.equal(FACE - kept);
      expect(await token.balanceOf(holdback)).to.equal(kept);
    }
  });

  it("QUO-25 are not entered again while money moves", async () => {
    const world = await desk("SendingTokenMock");
    const { terms } = await confirmed(world);
    const bid = bidOf(world, { advanceBps: ADVANCE_BPS, pricing: PRICING });
    const { holdback } = await hold(world, { terms, bid });
    const { receivables, token, debtor, financier, creditor } = world;
    await receivables.connect(debtor).pay(terms, ALL);
    const sending = await ethers.getContractAt("SendingTokenMock", token.target);
    const again = holdback.interface.encodeFunctionData("settle", [terms, FIRST]);
    await sending.setHook(financier, holdback, again);
    const error = holdback.interface.encodeErrorResult("ReentrancyGuardReentrantCall");
    await expect(holdback.settle(terms, FIRST)).to.emit(sending, "Told").withArgs(financier.address, false, error);
    expect(await token.balanceOf(holdback)).to.equal(0n);
    expect(await holdback.keptFor(creditor, token)).to.equal(0n);
  });

  it("QUO-25 are clones of a pattern that can do nothing itself", async () => {
    const { quotes, receivables, terms, creditor } = await advanced();
    const pattern = await ethers.getContractAt("Holdback", await quotes.holdback());
    await expect(pattern.settle(terms, FIRST)).to.be.revert(ethers);
    await expect(pattern.connect(creditor).writeOff(terms, FIRST)).to.be.revert(ethers);
    expect(await receivables.statusOf(terms)).to.equal(STATUS.Confirmed);
  });
});
