import { expect } from "chai";
import {
  ALL,
  at,
  confirmed,
  DAY,
  EVER,
  ethers,
  FACE,
  FIRST,
  load,
  now,
  numberOf,
  registered,
  STATUS,
  type Terms,
} from "./world.ts";

describe("evidence", () => {
  const [INFORMATION, COMMERCIAL, LOGISTICS, CAPITAL] = [0n, 1n, 2n, 3n];
  const hash = ethers.id("document");

  it("REC-04 is written by each stream's own role, and stays", async () => {
    const world = await load();
    const { terms, id } = await registered(world);
    const { evidence, debtor, creditor, carrier, bank, stranger } = world;
    const allowed = [
      [INFORMATION, debtor],
      [INFORMATION, creditor],
      [COMMERCIAL, creditor],
      [LOGISTICS, carrier],
      [CAPITAL, bank],
    ] as const;
    for (const account of [debtor, creditor, carrier, bank, stranger]) {
      for (const stream of [INFORMATION, COMMERCIAL, LOGISTICS, CAPITAL]) {
        const isAllowed = allowed.some(([one, party]) => one === stream && party === account);
        expect(await evidence.isInRole(terms, stream, account)).to.equal(isAllowed);
        if (isAllowed) continue;
        await expect(evidence.connect(account).attest(terms, stream, hash, ethers.ZeroHash))
          .to.be.revertedWithCustomError(evidence, "Evidence_NotInRole")
          .withArgs(stream, account.address);
      }
    }
    let streams = 0n;
    for (const [stream, party] of allowed) {
      await expect(evidence.connect(party).attest(terms, stream, hash, ethers.ZeroHash))
        .to.emit(evidence, "Attested")
        .withArgs(id, stream, party.address, party.address, hash);
      streams |= 1n << stream;
      expect(await evidence.streamsOf(id)).to.equal(streams);
    }
    await expect(evidence.connect(bank).attest(terms, CAPITAL, ethers.ZeroHash, ethers.ZeroHash))
      .to.be.revertedWithCustomError(evidence, "Evidence_NothingSaid")
      .withArgs(id);
  });

  it("REC-04 is written by members for their organisation, each in his role", async () => {
    const world = await load();
    const { terms, id } = await registered(world);
    const { evidence, organisations, carrier, stranger } = world;
    await organisations.connect(carrier).register(ethers.ZeroHash, ethers.ZeroHash);
    const org = await organisations.orgId(carrier, ethers.ZeroHash);
    await organisations.connect(carrier).appoint(org, stranger, 1n << 4n, EVER);
    const act = () => evidence.connect(stranger).attest(terms, LOGISTICS, hash, org);
    await expect(act())
      .to.be.revertedWithCustomError(evidence, "Evidence_NotInRole")
      .withArgs(LOGISTICS, stranger.address);
    await organisations.connect(carrier).appoint(org, stranger, 1n << 3n, EVER);
    await expect(act()).to.emit(evidence, "Attested").withArgs(id, LOGISTICS, carrier.address, stranger.address, hash);
    await organisations.connect(carrier).appoint(org, stranger, 1n << 4n, EVER);
    await expect(evidence.connect(stranger).attest(terms, CAPITAL, hash, org))
      .to.be.revertedWithCustomError(evidence, "Evidence_NotInRole")
      .withArgs(CAPITAL, carrier.address);
  });

  it("REC-04 ends with a credential, and with the receivable", async () => {
    const world = await load();
    const { terms, id } = await registered(world);
    const { evidence, credentials, receivables, creditor, dao, carrier, LOGISTICS: type } = world;
    await credentials.connect(dao).revoke(type, carrier);
    await expect(evidence.connect(carrier).attest(terms, LOGISTICS, hash, ethers.ZeroHash))
      .to.be.revertedWithCustomError(evidence, "Evidence_NotInRole")
      .withArgs(LOGISTICS, carrier.address);
    await receivables.connect(creditor).withdraw(terms);
    await expect(evidence.connect(creditor).attest(terms, COMMERCIAL, hash, ethers.ZeroHash))
      .to.be.revertedWithCustomError(evidence, "Evidence_WrongStatus")
      .withArgs(id, STATUS.Void);
    const unknown = { ...terms, number: numberOf("NONE") };
    const none = await receivables.receivableId(terms.debtor, terms.creditor, unknown.number);
    await expect(evidence.connect(creditor).attest(unknown, COMMERCIAL, hash, ethers.ZeroHash))
      .to.be.revertedWithCustomError(evidence, "Evidence_WrongStatus")
      .withArgs(none, STATUS.None);
    const paid = await confirmed(world, { number: numberOf("PAID") });
    await receivables.connect(world.debtor).pay(paid.terms, FACE);
    await expect(evidence.connect(creditor).attest(paid.terms, COMMERCIAL, hash, ethers.ZeroHash))
      .to.be.revertedWithCustomError(evidence, "Evidence_WrongStatus")
      .withArgs(paid.id, STATUS.Paid);
  });
});

describe("debtors", () => {
  it("REC-09 confirm what they like as long as nobody limits them", async () => {
    const world = await load();
    const { debtors, debtor, token } = world;
    expect(await debtors.roomOf(debtor, token)).to.equal(ALL);
    await confirmed(world);
    expect(await debtors.roomOf(debtor, token)).to.equal(ALL);
  });

  it("REC-09 are limited by the bank that they named, as far as what they owe goes", async () => {
    const world = await load();
    const { debtors, receivables, debtor, bank, stranger, token, credentials, dao, BANK } = world;
    await expect(debtors.connect(debtor).nameBank(token, stranger))
      .to.be.revertedWithCustomError(debtors, "Debtors_NotBank")
      .withArgs(stranger.address);
    await expect(debtors.connect(bank).setLimit(debtor, token, FACE))
      .to.be.revertedWithCustomError(debtors, "Debtors_NotBank")
      .withArgs(bank.address);
    await expect(debtors.connect(debtor).nameBank(token, bank))
      .to.emit(debtors, "BankNamed")
      .withArgs(debtor.address, token.target, bank.address);
    const { terms } = await registered(world);
    await expect(receivables.connect(debtor).confirm(terms))
      .to.be.revertedWithCustomError(debtors, "Debtors_BeyondLimit")
      .withArgs(debtor.address, token.target, FACE, 0n);
    await expect(debtors.connect(bank).setLimit(debtor, token, FACE))
      .to.emit(debtors, "LimitSet")
      .withArgs(debtor.address, token.target, bank.address, FACE);
    expect(await debtors.lineOf(debtor, token)).to.deep.equal([bank.address, FACE, 0n, false]);
    await receivables.connect(debtor).confirm(terms);
    expect(await debtors.roomOf(debtor, token)).to.equal(0n);
    const next = await registered(world, { number: numberOf("NEXT"), units: 1n });
    await expect(receivables.connect(debtor).confirm(next.terms))
      .to.be.revertedWithCustomError(debtors, "Debtors_BeyondLimit")
      .withArgs(debtor.address, token.target, FACE + 10_000n, FACE);
    for (const other of [ethers.ZeroAddress, bank.address]) {
      await expect(debtors.connect(debtor).nameBank(token, other))
        .to.be.revertedWithCustomError(debtors, "Debtors_StillOwing")
        .withArgs(debtor.address, token.target, FACE);
    }
    // Room comes back with what is paid, in part too.
    await receivables.connect(debtor).pay(terms, 10_000n);
    expect(await debtors.roomOf(debtor, token)).to.equal(10_000n);
    await receivables.connect(debtor).confirm(next.terms);
    await debtors.connect(bank).setLimit(debtor, token, 0n);
    expect(await debtors.roomOf(debtor, token)).to.equal(0n);
    await receivables.connect(debtor).pay(terms, FACE);
    await receivables.connect(debtor).pay(next.terms, FACE);
    await credentials.connect(dao).revoke(BANK, bank);
    await expect(debtors.connect(bank).setLimit(debtor, token, 1n))
      .to.be.revertedWithCustomError(debtors, "Debtors_NotBank")
      .withArgs(bank.address);
    await debtors.connect(debtor).nameBank(token, ethers.ZeroAddress);
    expect(await debtors.roomOf(debtor, token)).to.equal(ALL);
  });

  it("REC-09 are capped by the DAO, whatever a bank says", async () => {
    const world = await load();
    const { debtors, debtor, bank, dao, stranger, token } = world;
    await expect(debtors.connect(stranger).setCap(debtor, token, 1n, true))
      .to.be.revertedWithCustomError(debtors, "AccessManagedUnauthorized")
      .withArgs(stranger.address);
    await expect(debtors.connect(dao).setCap(debtor, token, FACE - 1n, true))
      .to.emit(debtors, "CapSet")
      .withArgs(debtor.address, token.target, FACE - 1n, true);
    await debtors.connect(debtor).nameBank(token, bank);
    await debtors.connect(bank).setLimit(debtor, token, 2n * FACE);
    expect(await debtors.roomOf(debtor, token)).to.equal(FACE - 1n);
    await expect(confirmed(world))
      .to.be.revertedWithCustomError(debtors, "Debtors_BeyondLimit")
      .withArgs(debtor.address, token.target, FACE, FACE - 1n);
    await debtors.connect(dao).setCap(debtor, token, 0n, false);
    expect(await debtors.roomOf(debtor, token)).to.equal(2n * FACE);
  });

  it("REC-40 have a record that only the receivables write", async () => {
    const { debtors, receivables, debtor, token, dao } = await load();
    expect(await debtors.instrument()).to.equal(receivables.target);
    const args = [debtor.address, token.target] as const;
    for (const act of [
      () => debtors.connect(dao).addConfirmed(...args, 1n),
      () => debtors.connect(dao).release(...args, 1n),
      () => debtors.connect(dao).addPaid(...args, 1n, 1n, false),
      () => debtors.connect(dao).addDefaulted(...args, 1n),
      () => debtors.connect(dao).addWrittenOff(...args, 1n),
    ]) {
      await expect(act()).to.be.revertedWithCustomError(debtors, "Debtors_NotInstrument").withArgs(dao.address);
    }
  });

  it("REC-40 have their counts and sums told: confirmed, in time, late, defaulted, written off", async () => {
    const world = await load();
    const { debtors, receivables, debtor, creditor, token } = world;
    const dueAt = (await now()) + 30n * DAY;
    const all: Terms[] = [];
    for (const text of ["A", "B", "C"]) all.push((await confirmed(world, { dueAt, number: numberOf(text) })).terms);
    const [one, two, three] = all;
    if (!one || !two || !three) throw new Error("Three were made.");
    await at(dueAt);
    await receivables.connect(debtor).pay(one, FACE);
    await at(dueAt + 1n);
    await receivables.connect(debtor).pay(two, FACE);
    await at(dueAt + 90n * DAY);
    await receivables.recordDefault(three);
    await receivables.connect(creditor).writeOff(three, FIRST);
    const record = await debtors.recordOf(debtor, token);
    expect(record).to.deep.equal([FACE, 3n * FACE, 3n, 1n, FACE, FACE, 1n, 1n, FACE, FACE, 1n]);
  });
});
