import { expect } from "chai";
import { signRequest } from "../shared/requests.ts";
import { ethers, networkHelpers, nextTimestamp } from "./fixture.ts";
import { digestOf, signAs, voucherDigest } from "./tabSigning.ts";
import { balances, CLOSED, loadOpen, loadTabs, NONE, type TabsFixture, TERM, UNIT } from "./tabs.ts";

const EVER = 2n ** 40n - 1n;

/** A tab with 100 units in it and a limit of 50 beyond. */
async function creditFixture() {
  const fixture = await loadOpen();
  await fixture.accept(50n * UNIT);
  return fixture;
}
const loadCredit = () => networkHelpers.loadFixture(creditFixture);

/** 130 units claimed, of which 30 are on a statement. */
async function statedFixture() {
  const fixture = await loadCredit();
  await fixture.settle(130n * UNIT);
  const timestamp = await nextTimestamp();
  await fixture.state(130n * UNIT);
  return { ...fixture, dueAt: timestamp + TERM };
}
const loadStated = () => networkHelpers.loadFixture(statedFixture);

describe("tabs: acceptCredit", () => {
  it("MKT-51 lets the reader owe up to the limit that the provider signed", async () => {
    const { tabs, tab, id, accept, settle, voucher } = await loadOpen();
    await expect(accept(50n * UNIT))
      .to.emit(tabs, "CreditAccepted")
      .withArgs(id, 50n * UNIT, TERM, 1n);
    expect(await tabs.creditLineOf(id)).to.deep.equal([50n * UNIT, TERM, 1n]);
    expect(await tabs.availableOf(id)).to.equal(150n * UNIT);
    await expect(settle(170n * UNIT))
      .to.emit(tabs, "Settled")
      .withArgs(id, 170n * UNIT, 150n * UNIT);
    expect([await tabs.debtOf(id), await tabs.collectable(id)]).to.deep.equal([50n * UNIT, 100n * UNIT]);
    await expect(tabs.settle(tab, 171n * UNIT, await voucher(171n * UNIT)))
      .to.be.revertedWithCustomError(tabs, "Tabs_BeyondLimit")
      .withArgs(id, 171n * UNIT, 150n * UNIT);
  });

  it("MKT-51 replaces an earlier limit by a later one, and never the other way round", async () => {
    const { tabs, id, accept, settle, tab, voucher } = await loadCredit();
    await settle(140n * UNIT);
    await accept(20n * UNIT, { serial: 3n, paymentTerm: 0n });
    expect(await tabs.creditLineOf(id)).to.deep.equal([20n * UNIT, 0n, 3n]);
    for (const serial of [0n, 1n, 2n, 3n]) {
      await expect(accept(90n * UNIT, { serial }))
        .to.be.revertedWithCustomError(tabs, "Tabs_SerialUsed")
        .withArgs(id, serial, 3n);
    }
    // What was claimed under the higher limit stays.
    await expect(tabs.settle(tab, 141n * UNIT, await voucher(141n * UNIT)))
      .to.be.revertedWithCustomError(tabs, "Tabs_BeyondLimit")
      .withArgs(id, 141n * UNIT, 120n * UNIT);
    expect(await tabs.debtOf(id)).to.equal(40n * UNIT);
  });

  it("MKT-51 needs the provider's signature for exactly these terms, in time, and the reader", async () => {
    const { tabs, reader, provider, stranger, tab, id, sign, accept, address } = await loadOpen();
    const line = { limit: 50n, paymentTerm: 5n, serial: 1n };
    const message = { tab: id, ...line, deadline: EVER };
    const digest = digestOf(address, "Credit", message);
    const good = await sign(provider, "Credit", message);
    for (const signature of [
      await sign(reader, "Credit", message),
      await sign(provider, "Credit", { ...message, limit: 49n }),
      await sign(provider, "Credit", { ...message, paymentTerm: 6n }),
      await signAs(address, { chainId: 31338n })(provider, "Credit", message),
    ]) {
      await expect(tabs.connect(reader).acceptCredit(tab, line, EVER, signature))
        .to.be.revertedWithCustomError(tabs, "Tabs_NotSigned")
        .withArgs(provider.address, digest);
    }
    for (const caller of [provider, stranger]) {
      await expect(tabs.connect(caller).acceptCredit(tab, line, EVER, good))
        .to.be.revertedWithCustomError(tabs, "Tabs_NotReader")
        .withArgs(id, caller.address);
    }
    const timestamp = await nextTimestamp();
    await expect(accept(1n, { deadline: timestamp - 1n }))
      .to.be.revertedWithCustomError(tabs, "Tabs_Expired")
      .withArgs(timestamp - 1n, timestamp);
    const tooLong = 365n * 86_400n + 1n;
    await expect(accept(1n, { paymentTerm: tooLong }))
      .to.be.revertedWithCustomError(tabs, "Tabs_TermTooLong")
      .withArgs(tooLong, tooLong - 1n);
    await expect(tabs.connect(reader).acceptCredit(tab, line, EVER, good)).to.emit(tabs, "CreditAccepted");
  });

  it("MKT-51 needs an open tab", async () => {
    const { tabs, id, accept } = await loadTabs();
    await expect(accept(1n)).to.be.revertedWithCustomError(tabs, "Tabs_WrongStatus").withArgs(id, NONE);
  });
});

describe("tabs: issueStatement", () => {
  it("MKT-52 makes the debt due after the payment term, with the voucher as evidence", async () => {
    const { tabs, reader, provider, tab, id, settle, state, address } = await loadCredit();
    await settle(130n * UNIT);
    const dueAt = (await nextTimestamp()) + TERM;
    const voucher = voucherDigest(address, id, 140n * UNIT);
    await expect(state(140n * UNIT))
      .to.emit(tabs, "StatementDue")
      .withArgs(id, 1n, reader.address, provider.address, tab.token, 30n * UNIT, dueAt, voucher);
    expect(await tabs.statementOf(id, 1)).to.deep.equal([[100n * UNIT, 130n * UNIT, dueAt, voucher], 30n * UNIT]);
    expect((await tabs.booksOf(id)).statements).to.equal(1n);
    expect((await tabs.statementOf(id, 2)).outstanding).to.equal(0n);
  });

  it("MKT-52 states each part of a debt once", async () => {
    const { tabs, reader, tab, id, settle, state } = await loadStated();
    await expect(state(130n * UNIT))
      .to.be.revertedWithCustomError(tabs, "Tabs_NothingToState")
      .withArgs(id);
    await settle(145n * UNIT);
    await state(145n * UNIT);
    const [, second] = [await tabs.statementOf(id, 1), await tabs.statementOf(id, 2)];
    expect([second.statement.from, second.statement.to, second.outstanding]).to.deep.equal([
      130n * UNIT,
      145n * UNIT,
      15n * UNIT,
    ]);
    // Paid beyond both: the next one starts where the money ends.
    await tabs.connect(reader).deposit(tab, 60n * UNIT);
    await expect(state(145n * UNIT))
      .to.be.revertedWithCustomError(tabs, "Tabs_NothingToState")
      .withArgs(id);
    await settle(170n * UNIT);
    await state(170n * UNIT);
    const third = await tabs.statementOf(id, 3);
    expect([third.statement.from, third.statement.to, third.outstanding]).to.deep.equal([
      160n * UNIT,
      170n * UNIT,
      10n * UNIT,
    ]);
  });

  it("MKT-52 needs the provider, a voucher for all that is claimed, and a tab", async () => {
    const { tabs, reader, provider, stranger, tab, id, settle, state, voucher, address } = await loadCredit();
    await settle(130n * UNIT);
    for (const caller of [reader, stranger]) {
      await expect(tabs.connect(caller).issueStatement(tab, 130n * UNIT, await voucher(130n * UNIT)))
        .to.be.revertedWithCustomError(tabs, "Tabs_NotProvider")
        .withArgs(id, caller.address);
    }
    await expect(state(129n * UNIT))
      .to.be.revertedWithCustomError(tabs, "Tabs_BelowClaimed")
      .withArgs(id, 129n * UNIT, 130n * UNIT);
    await expect(tabs.connect(provider).issueStatement(tab, 131n * UNIT, await voucher(130n * UNIT)))
      .to.be.revertedWithCustomError(tabs, "Tabs_NotSigned")
      .withArgs(reader.address, voucherDigest(address, id, 131n * UNIT));
    const none = { ...tab, salt: ethers.id("none") };
    await expect(tabs.connect(provider).issueStatement(none, 1n, "0x"))
      .to.be.revertedWithCustomError(tabs, "Tabs_WrongStatus")
      .withArgs(await tabs.tabId(none), NONE);
  });

  it("MKT-52 MKT-50 is possible when the tab is closed, and the debt stays payable", async () => {
    const world = await loadCredit();
    const { tabs, provider, stranger, tab, id, settle, state, address } = world;
    await settle(130n * UNIT);
    await expect(tabs.connect(provider).close(tab))
      .to.emit(tabs, "Closed")
      .withArgs(id, 130n * UNIT, 0n);
    await state(130n * UNIT);
    await tabs.connect(stranger).pay(tab, 30n * UNIT);
    expect([await tabs.debtOf(id), await tabs.collectable(id)]).to.deep.equal([0n, 130n * UNIT]);
    expect((await tabs.accountOf(id)).status).to.equal(CLOSED);
    await tabs.connect(provider).collect(tab, provider.address);
    expect(await balances(world, address)).to.deep.equal([(130n * UNIT * 250n) / 10_000n]);
  });
});

describe("tabs: pay", () => {
  it("MKT-52 pays in parts, by anyone, oldest first, and never more than is owed", async () => {
    const world = await loadStated();
    const { tabs, reader, stranger, tab, id, settle, state, address } = world;
    await settle(150n * UNIT);
    await state(150n * UNIT);
    const [inTabs = 0n, ofStranger = 0n] = await balances(world, address, stranger);
    await expect(tabs.connect(stranger).pay(tab, 35n * UNIT))
      .to.emit(tabs, "Paid")
      .withArgs(id, stranger.address, 35n * UNIT);
    expect(await balances(world, address, stranger)).to.deep.equal([inTabs + 35n * UNIT, ofStranger - 35n * UNIT]);
    expect((await tabs.statementOf(id, 1)).outstanding).to.equal(0n);
    expect((await tabs.statementOf(id, 2)).outstanding).to.equal(15n * UNIT);
    await expect(tabs.connect(reader).pay(tab, 15n * UNIT + 1n))
      .to.be.revertedWithCustomError(tabs, "Tabs_MoreThanOwed")
      .withArgs(id, 15n * UNIT + 1n, 15n * UNIT);
    await expect(tabs.connect(reader).pay(tab, 0n)).to.be.revertedWithCustomError(tabs, "Tabs_ZeroAmount").withArgs(id);
    await tabs.connect(reader).pay(tab, 15n * UNIT);
    expect([await tabs.debtOf(id), await tabs.availableOf(id)]).to.deep.equal([0n, 200n * UNIT]);
    await expect(tabs.connect(reader).pay(tab, 1n))
      .to.be.revertedWithCustomError(tabs, "Tabs_MoreThanOwed")
      .withArgs(id, 1n, 0n);
  });

  it("MKT-52 refuses a tab that is not there", async () => {
    const { tabs, reader, tab, id } = await loadTabs();
    await expect(tabs.connect(reader).pay(tab, 1n))
      .to.be.revertedWithCustomError(tabs, "Tabs_WrongStatus")
      .withArgs(id, NONE);
  });

  it("MKT-51 lets a debt that is paid be owed anew", async () => {
    const { tabs, reader, tab, id, settle } = await loadStated();
    await tabs.connect(reader).pay(tab, 30n * UNIT);
    await expect(settle(180n * UNIT))
      .to.emit(tabs, "Settled")
      .withArgs(id, 180n * UNIT, 180n * UNIT);
  });
});

describe("tabs: handOver", () => {
  type Changes = { number?: bigint; amount?: bigint; instrument?: string; deadline?: bigint };
  /** Friend's account stands for the instrument. */
  async function handOver({ tabs, reader, provider, friend, tab, id, sign }: TabsFixture, changes: Changes = {}) {
    const { number = 1n, amount = 30n * UNIT, instrument = friend.address, deadline = EVER } = changes;
    const message = { tab: id, statement: number, amount, instrument, deadline };
    const signatures = [await sign(reader, "HandOver", message), await sign(provider, "HandOver", message)] as const;
    return tabs.connect(friend).handOver(tab, number, amount, deadline, ...signatures);
  }

  it("MKT-53 takes the outstanding part out of the tab, and moves no money", async () => {
    const world = await loadStated();
    const { tabs, reader, provider, friend, tab, id, address } = world;
    await tabs.connect(reader).pay(tab, 10n * UNIT);
    const before = await balances(world, address, reader, provider, friend);
    await expect(handOver(world, { amount: 20n * UNIT }))
      .to.emit(tabs, "HandedOver")
      .withArgs(id, 1n, friend.address, 20n * UNIT);
    expect(await balances(world, address, reader, provider, friend)).to.deep.equal(before);
    expect(await tabs.booksOf(id)).to.deep.equal([0n, 20n * UNIT, 1n]);
    expect((await tabs.statementOf(id, 1)).outstanding).to.equal(0n);
    expect([await tabs.debtOf(id), await tabs.collectable(id)]).to.deep.equal([0n, 110n * UNIT]);
  });

  it("MKT-53 MKT-54 leaves nothing to be owed here, or collected twice, afterwards", async () => {
    const world = await loadStated();
    const { tabs, reader, provider, tab, id, settle, address } = world;
    await handOver(world);
    await expect(handOver(world))
      .to.be.revertedWithCustomError(tabs, "Tabs_OutstandingDiffers")
      .withArgs(id, 1n, 30n * UNIT, 0n);
    await expect(tabs.connect(reader).pay(tab, 1n))
      .to.be.revertedWithCustomError(tabs, "Tabs_MoreThanOwed")
      .withArgs(id, 1n, 0n);
    // The limit is free again; the deposit that follows is for what follows.
    await tabs.connect(reader).deposit(tab, 40n * UNIT);
    await settle(150n * UNIT);
    expect(await tabs.collectable(id)).to.equal(120n * UNIT);
    await tabs.connect(provider).collect(tab, provider.address);
    await expect(tabs.connect(provider).close(tab))
      .to.emit(tabs, "Closed")
      .withArgs(id, 150n * UNIT, 20n * UNIT);
    expect(await tabs.collectable(id)).to.equal(0n);
    expect(await balances(world, address)).to.deep.equal([20n * UNIT + 3n * UNIT]);
  });

  it("MKT-53 is done by the instrument that both signed for, and nobody else", async () => {
    const world = await loadStated();
    const { tabs, reader, provider, friend, stranger, tab, id, sign, address } = world;
    const message = { tab: id, statement: 1n, amount: 30n * UNIT, instrument: friend.address, deadline: EVER };
    const digestFor = (instrument: string) => digestOf(address, "HandOver", { ...message, instrument });
    const ofReader = await sign(reader, "HandOver", message);
    const ofProvider = await sign(provider, "HandOver", message);
    for (const caller of [stranger, provider]) {
      await expect(tabs.connect(caller).handOver(tab, 1n, 30n * UNIT, EVER, ofReader, ofProvider))
        .to.be.revertedWithCustomError(tabs, "Tabs_NotSigned")
        .withArgs(reader.address, digestFor(caller.address));
    }
    for (const [first, second, signer] of [
      [ofProvider, ofProvider, reader],
      [ofReader, ofReader, provider],
    ] as const) {
      await expect(tabs.connect(friend).handOver(tab, 1n, 30n * UNIT, EVER, first, second))
        .to.be.revertedWithCustomError(tabs, "Tabs_NotSigned")
        .withArgs(signer.address, digestFor(friend.address));
    }
  });

  it("MKT-53 is refused for another amount than is outstanding, for no statement, and too late", async () => {
    const world = await loadStated();
    const { tabs, reader, tab, id } = world;
    await tabs.connect(reader).pay(tab, 10n * UNIT);
    await expect(handOver(world))
      .to.be.revertedWithCustomError(tabs, "Tabs_OutstandingDiffers")
      .withArgs(id, 1n, 30n * UNIT, 20n * UNIT);
    for (const number of [0n, 2n]) {
      await expect(handOver(world, { number, amount: 0n }))
        .to.be.revertedWithCustomError(tabs, "Tabs_OutstandingDiffers")
        .withArgs(id, number, 0n, 0n);
    }
    const timestamp = await nextTimestamp();
    await expect(handOver(world, { amount: 20n * UNIT, deadline: timestamp - 1n }))
      .to.be.revertedWithCustomError(tabs, "Tabs_Expired")
      .withArgs(timestamp - 1n, timestamp);
  });

  it("MKT-53 takes the oldest first", async () => {
    const world = await loadStated();
    const { tabs, id, settle, state } = world;
    await settle(150n * UNIT);
    await state(150n * UNIT);
    await expect(handOver(world, { number: 2n, amount: 20n * UNIT }))
      .to.be.revertedWithCustomError(tabs, "Tabs_EarlierUnpaid")
      .withArgs(id, 2n);
    await handOver(world);
    await handOver(world, { number: 2n, amount: 20n * UNIT });
    expect((await tabs.booksOf(id)).handedOver).to.equal(50n * UNIT);
  });

  it("MKT-55 MKT-53 is not relayed in an instrument's name by anybody else's request", async () => {
    const world = await loadStated();
    const { tabs, relay, relayer, stranger, friend, reader, provider, tab, id, sign, address } = world;
    const message = { tab: id, statement: 1n, amount: 30n * UNIT, instrument: friend.address, deadline: EVER };
    const signatures = [await sign(reader, "HandOver", message), await sign(provider, "HandOver", message)] as const;
    const data = tabs.interface.encodeFunctionData("handOver", [tab, 1n, 30n * UNIT, EVER, ...signatures]);
    const forged = await signRequest(relay, stranger, { from: stranger.address, to: address, data });
    await expect(relay.connect(relayer).execute(forged)).to.be.revertedWithCustomError(relay, "FailedCall");
    const request = await signRequest(relay, friend, { from: friend.address, to: address, data });
    await relay.connect(relayer).execute(request);
    expect(await tabs.debtOf(id)).to.equal(0n);
  });
});
