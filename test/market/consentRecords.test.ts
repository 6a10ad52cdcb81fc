import { expect } from "chai";
import {
  ascending,
  asStruct,
  changeDigest,
  changeHolders,
  consented,
  EMERGENCY,
  EMERGENCY_SECONDS,
  give,
  type Holders,
  holdersHash,
  mayRead,
  recordFixture,
  type Setup,
  setRecordBits,
  signConsent,
  signHolders,
} from "./consents.ts";
import { anchor, DENYING_CODE, ethers, load, networkHelpers, ZERO_ADDRESS, ZERO_HASH } from "./fixture.ts";

describe("register", () => {
  async function set(changes: Partial<Setup> = {}) {
    const fixture = await load();
    const { consent, market, seller, other, buyer, friend } = fixture;
    const salt = ethers.id("another record");
    const setup: Setup = {
      holders: ascending([other, buyer, friend]).map(({ address }) => address),
      threshold: 2n,
      emergencyCredential: EMERGENCY,
      emergencySeconds: EMERGENCY_SECONDS,
      alsoRight: true,
      ...changes,
    };
    const record = await market.datasetId(seller.address, salt);
    const register = (with_: Partial<Setup> = {}) =>
      consent.connect(seller).register(salt, asStruct({ ...setup, ...with_ }));
    return { ...fixture, salt, setup, record, register };
  }

  it("MKT-80 makes a record of the data set that its publisher will publish", async () => {
    const { consent, market, seller, salt, setup, record, register } = await set();
    expect(await consent.recordOf(record)).to.deep.equal([[0n, 0n, 0n, 0n, false, 0n, 0n, 0n], ZERO_HASH]);
    expect(await consent.connect(seller).register.staticCall(salt, asStruct(setup))).to.equal(record);
    await expect(register())
      .to.emit(consent, "Recorded")
      .withArgs(record, seller.address, [setup.holders, 2n, EMERGENCY, EMERGENCY_SECONDS, true]);
    expect(await consent.recordOf(record)).to.deep.equal([
      [holdersHash(setup.holders), 3n, 2n, 0n, true, EMERGENCY_SECONDS, 0n, 0n],
      EMERGENCY,
    ]);
    await market.connect(seller).publish(salt, anchor("another record"));
    expect(await market.ownerOf(record)).to.equal(seller.address);
  });

  it("MKT-80 makes one without emergency, of one holder up to sixteen", async () => {
    const { consent, market, seller } = await set();
    for (const count of [1, 16]) {
      const holders = ascending(Array.from({ length: count }, () => ethers.Wallet.createRandom()));
      const list = holders.map(({ address }) => address);
      const setup = {
        holders: list,
        threshold: BigInt(count),
        emergencyCredential: ZERO_HASH,
        emergencySeconds: 0n,
        alsoRight: false,
      };
      const salt = ethers.id(`record of ${count}`);
      await consent.connect(seller).register(salt, asStruct(setup));
      expect(await consent.recordOf(await market.datasetId(seller.address, salt))).to.deep.equal([
        [holdersHash(list), BigInt(count), BigInt(count), 0n, false, 0n, 0n, 0n],
        ZERO_HASH,
      ]);
    }
  });

  it("MKT-80 refuses a data set that is published, whose readers would be shut out", async () => {
    const { consent, market, seller, salt, setup, record } = await set();
    await market.connect(seller).publish(salt, anchor("another record"));
    await expect(consent.connect(seller).register(salt, asStruct(setup)))
      .to.be.revertedWithCustomError(consent, "Consent_Published")
      .withArgs(record);
  });

  it("MKT-80 refuses one that is published and sold away", async () => {
    const { consent, market, seller, other, salt, setup, record } = await set();
    await market.connect(seller).publish(salt, anchor("another record"));
    await market.connect(seller).transferFrom(seller.address, other.address, record);
    await expect(consent.connect(seller).register(salt, asStruct(setup)))
      .to.be.revertedWithCustomError(consent, "Consent_Published")
      .withArgs(record);
  });

  it("MKT-80 refuses a second time, whatever the setup", async () => {
    const { consent, market, seller, salt, record, register, setup } = await set();
    await register();
    const refuses = () =>
      expect(register({ alsoRight: false, threshold: 1n }))
        .to.be.revertedWithCustomError(consent, "Consent_Exists")
        .withArgs(record);
    await refuses();
    await market.connect(seller).publish(salt, anchor("another record"));
    await refuses();
    expect((await consent.recordOf(record)).record.holdersHash).to.equal(holdersHash(setup.holders));
  });

  it("MKT-80 makes nothing of another publisher's data set: the id is the caller's own", async () => {
    const { consent, market, stranger, salt, setup, record } = await set();
    const own = await market.datasetId(stranger.address, salt);
    await expect(consent.connect(stranger).register(salt, asStruct(setup)))
      .to.emit(consent, "Recorded")
      .withArgs(own, stranger.address, [setup.holders, 2n, EMERGENCY, EMERGENCY_SECONDS, true]);
    expect(own).not.to.equal(record);
    expect((await consent.recordOf(record)).record.holdersHash).to.equal(0n);
  });

  it("MKT-80 refuses holders who are none, too many, twice, out of order or zero", async () => {
    const { consent, setup, register } = await set();
    const [a = "", b = "", c = ""] = setup.holders;
    const many = ascending(Array.from({ length: 17 }, () => ethers.Wallet.createRandom())).map((each) => each.address);
    for (const holders of [[], many, [a, a, b], [a, b, b], [b, a, c], [a, c, b], [ZERO_ADDRESS, a, b]]) {
      await expect(register({ holders }))
        .to.be.revertedWithCustomError(consent, "Consent_BadHolders")
        .withArgs(holders);
    }
  });

  it("MKT-80 refuses a threshold of none, or more than there are", async () => {
    const { consent, register } = await set();
    for (const threshold of [0n, 4n, 255n]) {
      await expect(register({ threshold }))
        .to.be.revertedWithCustomError(consent, "Consent_BadThreshold")
        .withArgs(threshold, 3n);
    }
  });

  it("MKT-86 refuses an emergency of more than 72 hours, without time, or that nobody may call", async () => {
    const { consent, register } = await set();
    expect(await consent.MAX_EMERGENCY()).to.equal(72n * 3_600n);
    for (const [emergencyCredential, emergencySeconds] of [
      [EMERGENCY, 72n * 3_600n + 1n],
      [EMERGENCY, 2n ** 32n - 1n],
      [EMERGENCY, 0n],
      [ZERO_HASH, 1n],
    ] as const) {
      await expect(register({ emergencyCredential, emergencySeconds }))
        .to.be.revertedWithCustomError(consent, "Consent_BadEmergency")
        .withArgs(emergencyCredential, emergencySeconds);
    }
    await register({ emergencySeconds: 72n * 3_600n });
  });
});

describe("changeHolders", () => {
  async function set() {
    const fixture = await recordFixture();
    const { consent, record, asked, holders, list, newcomer, second, relayer } = fixture;
    const newHolders = ascending([newcomer, second]).map(({ address }) => address);
    const change: Holders = {
      dataset: record,
      holders: newHolders,
      threshold: 1n,
      epoch: 0n,
      deadline: asked.deadline,
    };
    const sign = (who: readonly number[], what: Holders = change) =>
      Promise.all(holders.map((holder, i) => (who.includes(i) ? signHolders(consent, holder, what) : "0x")));
    const send = (signatures: string[], what: Holders = change, present: readonly string[] = list) =>
      consent
        .connect(relayer)
        .changeHolders(what.dataset, [...what.holders], what.threshold, what.deadline, [...present], signatures);
    return { ...fixture, newHolders, change, sign, send };
  }

  it("MKT-84 replaces the holders where enough of the present ones signed, and ends all consents", async () => {
    const fixture = await set();
    const { consent, record, buyer, friend, newHolders, sign, send, setup } = fixture;
    const request = await give(fixture);
    await give(fixture, { reader: friend.address });
    await expect(send(await sign([0, 2])))
      .to.emit(consent, "HoldersChanged")
      .withArgs(record, 1n, newHolders, 1n);
    expect(await consent.recordOf(record)).to.deep.equal([
      [holdersHash(newHolders), 2n, 1n, 1n, false, setup.emergencySeconds, 0n, 0n],
      EMERGENCY,
    ]);
    expect(await consent.consentOf(record, buyer.address)).to.deep.equal([consented(request, 3n), false]);
    for (const reader of [buyer.address, friend.address]) {
      expect(await mayRead(fixture, { reader })).to.equal(false);
      expect(await consent.admits(record, reader, ZERO_HASH, "0x")).to.equal(false);
    }
  });

  it("MKT-84 gives the digest that holders sign", async () => {
    const { consent, change, record, newHolders } = await set();
    expect(await consent.holdersDigest(record, newHolders, 1n, 0n, change.deadline)).to.equal(
      changeDigest(consent, change),
    );
  });

  it("MKT-84 lets the new ones consent under their epoch, and the old ones no more", async () => {
    const fixture = await set();
    const { consent, record, buyer, asked, holders, list, newHolders, sign, send, newcomer } = fixture;
    const request = await give(fixture);
    await send(await sign([0, 1]));
    const next = { ...request, serial: 2n, epoch: 1n };
    await expect(
      consent.give(next, list, await Promise.all(holders.map((holder) => signConsent(consent, holder, next)))),
    )
      .to.be.revertedWithCustomError(consent, "Consent_OtherHolders")
      .withArgs(record, list);
    const at = newHolders.indexOf(newcomer.address);
    const signatures = newHolders.map(() => "0x");
    signatures[at] = await signConsent(consent, newcomer, next);
    await consent.give(next, newHolders, signatures);
    expect(await consent.consentOf(record, buyer.address)).to.deep.equal([consented(next, 1n << BigInt(at)), true]);
    expect(await mayRead(fixture, { reader: asked.reader })).to.equal(true);
  });

  it("MKT-84 works once, even where the holders stay the same", async () => {
    const fixture = await set();
    const { consent, list, change, sign, send } = fixture;
    const same = { ...change, holders: list, threshold: 3n };
    const signatures = await sign([0, 1], same);
    await send(signatures, same);
    await expect(send(signatures, same)).to.be.revertedWithCustomError(consent, "Consent_NotSigned");
    const again = { ...same, epoch: 1n };
    await expect(send(await sign([0, 1], again), again))
      .to.be.revertedWithCustomError(consent, "Consent_TooFew")
      .withArgs(2n, 3n);
    await send(await sign([0, 1, 2], again), again);
    expect((await consent.recordOf(change.dataset)).record.epoch).to.equal(2n);
  });

  it("MKT-84 refuses too few signatures, wrong ones, and a list of other length", async () => {
    const { consent, change, sign, send, stranger, first } = await set();
    for (const who of [[], [1]]) {
      await expect(send(await sign(who)))
        .to.be.revertedWithCustomError(consent, "Consent_TooFew")
        .withArgs(BigInt(who.length), 2n);
    }
    const good = await sign([0, 1]);
    const bad = [await signHolders(consent, stranger, change), good[1] ?? "", "0x"];
    await expect(send(bad))
      .to.be.revertedWithCustomError(consent, "Consent_NotSigned")
      .withArgs(first.address, changeDigest(consent, change));
    await expect(send(good.slice(0, 2)))
      .to.be.revertedWithCustomError(consent, "Consent_SignaturesMissing")
      .withArgs(3n, 2n);
  });

  it("MKT-84 refuses signatures for another change, chain or contract", async () => {
    const { consent, change, first, second, send, accessLog, list } = await set();
    const others: Holders[] = [
      { ...change, holders: list },
      { ...change, threshold: 2n },
      { ...change, epoch: 1n },
      { ...change, dataset: change.dataset + 1n },
      { ...change, deadline: change.deadline + 1n },
    ];
    for (const other of others) {
      const signatures = [await signHolders(consent, first, other), await signHolders(consent, second, other), "0x"];
      await expect(send(signatures)).to.be.revertedWithCustomError(consent, "Consent_NotSigned");
    }
    for (const domain of [{ chainId: 31338n }, { verifyingContract: accessLog.target as string }]) {
      const signatures = [await signHolders(consent, first, change, domain), "0x", "0x"];
      await expect(send(signatures)).to.be.revertedWithCustomError(consent, "Consent_NotSigned");
    }
  });

  it("MKT-84 refuses bad new holders, a late call, other present holders, and a data set that is no record", async () => {
    const { consent, dataset, record, change, sign, send, newHolders, list } = await set();
    const backwards = [...newHolders].reverse();
    await expect(send(await sign([0, 1], { ...change, holders: backwards }), { ...change, holders: backwards }))
      .to.be.revertedWithCustomError(consent, "Consent_BadHolders")
      .withArgs(backwards);
    await expect(send(await sign([0, 1]), { ...change, threshold: 3n }))
      .to.be.revertedWithCustomError(consent, "Consent_BadThreshold")
      .withArgs(3n, 2n);
    await expect(send(await sign([0, 1]), change, list.slice(0, 2)))
      .to.be.revertedWithCustomError(consent, "Consent_OtherHolders")
      .withArgs(record, list.slice(0, 2));
    await expect(send(await sign([0, 1]), { ...change, dataset }))
      .to.be.revertedWithCustomError(consent, "Consent_NoRecord")
      .withArgs(dataset);
    const signatures = await sign([0, 1]);
    await networkHelpers.time.setNextBlockTimestamp(change.deadline + 1n);
    await expect(send(signatures)).to.be.revertedWithCustomError(consent, "Consent_Expired").withArgs(change.deadline);
  });

  it("MKT-84 is in time in the last second of the deadline", async () => {
    const { consent, change, sign, send, record } = await set();
    const signatures = await sign([0, 1]);
    await networkHelpers.time.setNextBlockTimestamp(change.deadline);
    await send(signatures);
    expect((await consent.recordOf(record)).record.epoch).to.equal(1n);
  });

  it("MKT-81 MKT-84 takes contract wallets' signatures, and keys' of delegated accounts", async () => {
    const fixture = await set();
    const { consent, record, first, second, change, send, sign, asked } = fixture;
    const wallet = (await ethers.deployContract("WalletMock", [first.address])).target as string;
    const holders = [wallet, second.address].sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1));
    const next = { ...change, holders, threshold: 2n };
    await send(await sign([0, 1], next), next);
    await networkHelpers.setCode(second.address, DENYING_CODE);
    const back = { ...change, epoch: 1n, deadline: asked.deadline };
    const by = { [wallet]: first, [second.address]: second };
    const signatures = await Promise.all(holders.map((holder) => signHolders(consent, by[holder] ?? first, back)));
    await send(signatures, back, holders);
    expect((await consent.recordOf(record)).record.epoch).to.equal(2n);
  });

  it("MKT-84 leaves counters and setup as they were, and an open emergency open", async () => {
    const fixture = await set();
    const { consent, record, medic, list, newHolders, newcomer } = fixture;
    await consent.connect(medic).breakGlass(record, 1n, "unconscious");
    await changeHolders(fixture, newHolders, 1n);
    const { record: changed } = await consent.recordOf(record);
    expect([changed.breaks, changed.openReviews, changed.alsoRight]).to.deep.equal([1n, 1n, false]);
    expect(await mayRead(fixture, { reader: medic.address, segments: 1n })).to.equal(true);
    await expect(consent.connect(fixture.first).review(record, medic.address, list, true, ""))
      .to.be.revertedWithCustomError(consent, "Consent_OtherHolders")
      .withArgs(record, list);
    await consent.connect(newcomer).review(record, medic.address, newHolders, true, "");
    expect((await consent.recordOf(record)).record.openReviews).to.equal(0n);
  });

  it("MKT-84 happens at most 65,535 times", async () => {
    const { consent, record, change, sign, send } = await set();
    await setRecordBits(consent, record, 65_535n << 176n);
    const last = { ...change, epoch: 65_535n };
    await expect(send(await sign([0, 1], last), last))
      .to.be.revertedWithCustomError(consent, "Consent_TooManyChanges")
      .withArgs(record);
  });
});
