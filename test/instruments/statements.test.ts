import { expect } from "chai";
import { signAs, digestOf as tabDigestOf, voucherDigest } from "../market/tabSigning.ts";
import { bidOf, sign } from "./offers.ts";
import {
  at,
  DAY,
  EVER,
  ethers,
  FACE,
  FIRST,
  load,
  now,
  STATUS,
  type Terms,
  UNITS,
  WITH_RECOURSE,
  type World,
} from "./world.ts";

const TERM = 30n * DAY;

/** What the debtor owes the creditor on a tab, stated: `owed`, on credit. */
async function stated(owed = FACE, { term = TERM, limit = 2n ** 95n } = {}) {
  const world = await load();
  const { tabs, token, debtor, creditor } = world;
  const tab = {
    reader: debtor.address,
    provider: creditor.address,
    token: token.target as string,
    salt: ethers.id("tab"),
  };
  const tabId = await tabs.tabId(tab);
  const signTab = signAs(tabs.target as string);
  await tabs.connect(debtor).deposit(tab, 0n);
  const line = { limit, paymentTerm: term, serial: 1n };
  const accepted = await signTab(creditor, "Credit", { tab: tabId, ...line, deadline: EVER });
  await tabs.connect(debtor).acceptCredit(tab, line, EVER, accepted);
  await state(world, { tab, tabId, owed });
  return { ...world, tab, tabId, signTab };
}

async function state(
  { tabs, debtor, creditor }: World,
  { tab, tabId, owed }: { tab: Parameters<World["tabs"]["tabId"]>[0]; tabId: string; owed: bigint },
) {
  const voucher = await signAs(tabs.target as string)(debtor, "Voucher", { tab: tabId, owed });
  await tabs.settle(tab, owed, voucher);
  await tabs.connect(creditor).issueStatement(tab, owed, voucher);
}

type Stated = Awaited<ReturnType<typeof stated>>;

const messageOf = (
  { statements, tabId }: Stated,
  { statement = 1n, amount = FACE, deadline = EVER, instrument = statements.target as string } = {},
) => ({ tab: tabId, statement, amount, instrument, deadline });

async function signed(made: Stated, what: Parameters<typeof messageOf>[1] = {}) {
  const { signTab, debtor, creditor } = made;
  const message = messageOf(made, what);
  return [await signTab(debtor, "HandOver", message), await signTab(creditor, "HandOver", message)] as const;
}

async function registerStatement(made: Stated, what: Parameters<typeof messageOf>[1] = {}) {
  const { statements, stranger, tab } = made;
  const { statement = 1n, deadline = EVER } = what;
  return statements.connect(stranger).registerStatement(tab, statement, deadline, ...(await signed(made, what)));
}

/** The terms that a statement gets, by the specification. */
async function termsOf(
  { tabs, tabId, tab, token }: Stated,
  { number = 1n, units = FACE, unit = 1n, owed = FACE } = {},
): Promise<Terms> {
  const hash = ethers.keccak256(ethers.AbiCoder.defaultAbiCoder().encode(["bytes32", "uint32"], [tabId, number]));
  const [statement] = await tabs.statementOf(tabId, number);
  return {
    debtor: tab.reader,
    creditor: tab.provider,
    token: token.target as string,
    dueAt: statement.dueAt,
    units,
    unit,
    maxTier: 0n,
    lateBps: 0n,
    graceDays: 0n,
    number: ethers.hexlify(ethers.toUtf8Bytes(`T${hash.slice(2, 33).toUpperCase()}`)),
    document: voucherDigest(tabs.target as string, tabId, owed),
    order: ethers.ZeroHash,
    orderAmount: 0n,
  };
}

describe("statements of tabs", () => {
  it("STA-01 STA-02 become confirmed receivables of the provider, and leave the tab", async () => {
    const made = await stated();
    const { receivables, statements, tabs, lots, debtors, debtor, creditor, token, tabId } = made;
    const terms = await termsOf(made);
    const id = await receivables.receivableId(debtor, creditor, terms.number);
    const words = Object.values(terms);
    await expect(registerStatement(made))
      .to.emit(receivables, "Registered")
      .withArgs(id, debtor.address, creditor.address, words)
      .to.emit(receivables, "Confirmed")
      .withArgs(id, debtor.address, FACE)
      .to.emit(statements, "StatementRegistered")
      .withArgs(id, tabId, 1n)
      .to.emit(tabs, "HandedOver")
      .withArgs(tabId, 1n, statements.target, FACE);
    expect(await statements.tabs()).to.equal(tabs.target);
    expect(await statements.receivables()).to.equal(receivables.target);
    expect(await receivables.statusOf(terms)).to.equal(STATUS.Confirmed);
    expect(await receivables.dueOf(terms)).to.deep.equal([FACE, 0n]);
    expect(await tabs.debtOf(tabId)).to.equal(0n);
    expect((await debtors.recordOf(debtor, token)).outstanding).to.equal(FACE);
    const lot = await lots.lotOf(await lots.rootId(receivables, id));
    expect([...lot]).to.deep.equal([creditor.address, 0n, FACE, 128n, 0n]);
  });

  it("STA-03 are financed, handed on, paid and collected like any other", async () => {
    const made = await stated();
    const { receivables, quotes, lots, token, debtor, creditor, second, financier } = made;
    await registerStatement(made);
    const terms = await termsOf(made);
    await lots.connect(creditor).setOperator(quotes, true);
    await token.mint(financier, FACE);
    await token.connect(financier).approve(quotes, FACE);
    const bid = bidOf(made, { kind: WITH_RECOURSE });
    await quotes.connect(creditor).sell(bid, await sign(made, financier, "Bid", bid), terms, FIRST, FACE / 2n, 0n);
    const id = await receivables.receivableId(terms.debtor, terms.creditor, terms.number);
    await lots.connect(creditor).endorse(await lots.rootId(receivables, id), second, WITH_RECOURSE);
    await receivables.connect(debtor).pay(terms, FACE);
    const before = await token.balanceOf(second);
    await receivables.connect(second).collect(terms, FIRST, second);
    expect((await token.balanceOf(second)) - before).to.equal(FACE / 2n);
  });

  it("STA-01 are registered once", async () => {
    const made = await stated();
    const { tabs, tabId } = made;
    await registerStatement(made);
    await expect(registerStatement(made))
      .to.be.revertedWithCustomError(tabs, "Tabs_OutstandingDiffers")
      .withArgs(tabId, 1n, 0n, 0n);
    await expect(registerStatement(made, { statement: 2n }))
      .to.be.revertedWithCustomError(tabs, "Tabs_OutstandingDiffers")
      .withArgs(tabId, 2n, 0n, 0n);
  });

  it("STA-01 are registered as both signed: amount, instrument, time, and nobody else", async () => {
    const made = await stated();
    const { receivables, statements, tabs, tab, debtor, creditor, stranger, signTab } = made;
    await expect(receivables.connect(creditor).registerStated(await termsOf(made)))
      .to.be.revertedWithCustomError(receivables, "Receivables_NotStatements")
      .withArgs(creditor.address);
    const digest = tabDigestOf(tabs.target as string, "HandOver", messageOf(made));
    const [reader, provider] = await signed(made);
    const foreign = await signAs(tabs.target as string, { chainId: 1n })(debtor, "HandOver", messageOf(made));
    for (const [signatures, signer] of [
      [[provider, provider], debtor],
      [[reader, reader], creditor],
      [[foreign, provider], debtor],
      [[await signTab(stranger, "HandOver", messageOf(made)), provider], debtor],
      [await signed(made, { amount: FACE - 1n }), debtor],
      [await signed(made, { instrument: stranger.address }), debtor],
      [await signed(made, { instrument: receivables.target as string }), debtor],
    ] as const)
      await expect(statements.registerStatement(tab, 1n, EVER, signatures[0], signatures[1]))
        .to.be.revertedWithCustomError(tabs, "Tabs_NotSigned")
        .withArgs(signer.address, digest);
    const deadline = (await now()) + DAY;
    await at(deadline + 1n);
    await expect(registerStatement(made, { deadline }))
      .to.be.revertedWithCustomError(tabs, "Tabs_Expired")
      .withArgs(deadline, deadline + 1n);
  });

  it("STA-02 are taken for what is outstanding, the oldest first", async () => {
    const made = await stated();
    const { tabs, token, debtor, tab, tabId, receivables } = made;
    await token.connect(debtor).approve(tabs, FACE);
    await tabs.connect(debtor).pay(tab, FACE / 4n);
    await state(made, { tab, tabId, owed: 2n * FACE });
    await expect(registerStatement(made, { statement: 2n }))
      .to.be.revertedWithCustomError(tabs, "Tabs_EarlierUnpaid")
      .withArgs(tabId, 2n);
    const left = (FACE * 3n) / 4n;
    await registerStatement(made, { amount: left });
    expect(await receivables.dueOf(await termsOf(made, { units: left }))).to.deep.equal([left, 0n]);
    await registerStatement(made, { statement: 2n });
    const second = await termsOf(made, { number: 2n, owed: 2n * FACE });
    expect(await receivables.dueOf(second)).to.deep.equal([FACE, 0n]);
  });

  it("STA-02 are overdue from the first second on if they were before, and may be sold at a price", async () => {
    const made = await stated();
    const { receivables } = made;
    const terms = await termsOf(made);
    await at(terms.dueAt + 100n * DAY);
    await registerStatement(made);
    expect(await receivables.statusOf(terms)).to.equal(STATUS.Overdue);
    await receivables.recordDefault(terms);
    expect(await receivables.statusOf(terms)).to.equal(STATUS.Defaulted);
  });

  it("STA-02 have a unit of the least power of ten with which they fit, or are one unit", async () => {
    const most = 2n ** 40n - 1n;
    for (const [owed, units, unit] of [
      [1n, 1n, 1n],
      [most, most, 1n],
      [(most + 1n) * 10n, 1n, (most + 1n) * 10n],
      [most * 10n, most, 10n],
      [123_400_000_000_000_000_000n, 1_234_000_000_00n, 1_000_000_000n],
      [most + 2n, 1n, most + 2n],
      [2n ** 94n, 1n, 2n ** 94n],
    ] as const) {
      const made = await stated(owed);
      await registerStatement(made, { amount: owed });
      const terms = await termsOf(made, { units, unit, owed });
      expect(await made.receivables.dueOf(terms)).to.deep.equal([owed, 0n]);
    }
  });

  it("STA-02 are refused beyond the longest term and the highest face", async () => {
    const large = await stated(2n ** 94n + 1n);
    await expect(registerStatement(large, { amount: 2n ** 94n + 1n }))
      .to.be.revertedWithCustomError(large.receivables, "Receivables_BadFace")
      .withArgs(1n, 2n ** 94n + 1n);
    const long = await stated(FACE, { term: 365n * DAY });
    const { receivables, dao } = long;
    await receivables.connect(dao).setMaxTerm(30n * DAY);
    const { dueAt } = await termsOf(long);
    const time = (await now()) + 10n;
    await at(time);
    await expect(registerStatement(long))
      .to.be.revertedWithCustomError(receivables, "Receivables_BadDueDate")
      .withArgs(dueAt, 0n, time + 30n * DAY);
  });

  it("STA-03 count against the reader's limit", async () => {
    const made = await stated();
    const { debtors, token, debtor, bank } = made;
    await debtors.connect(debtor).nameBank(token, bank);
    await debtors.connect(bank).setLimit(debtor, token, FACE - 1n);
    await expect(registerStatement(made))
      .to.be.revertedWithCustomError(debtors, "Debtors_BeyondLimit")
      .withArgs(debtor.address, token.target, FACE, FACE - 1n);
    await debtors.connect(bank).setLimit(debtor, token, FACE);
    await registerStatement(made);
    expect(await debtors.roomOf(debtor, token)).to.equal(0n);
    expect(UNITS).to.be.greaterThan(0n);
  });

  it("STA-01 are registered once, though the provider used the number before", async () => {
    const made = await stated();
    const { receivables, creditor } = made;
    const terms = await termsOf(made);
    await receivables.connect(creditor).register(terms);
    const id = await receivables.receivableId(terms.debtor, terms.creditor, terms.number);
    await expect(registerStatement(made)).to.be.revertedWithCustomError(receivables, "Receivables_Exists").withArgs(id);
  });
});
