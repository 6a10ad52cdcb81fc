import { expect } from "chai";
import { signRequest } from "../shared/requests.ts";
import {
  changeHolders,
  consentDigest,
  consented,
  give,
  mayRead,
  packedConsent,
  type Request,
  recordFixture,
  signaturesOf,
  signConsent,
} from "./consents.ts";
import { DAY, DENYING_CODE, ethers, FOREVER, networkHelpers, nextTimestamp, ZERO_ADDRESS } from "./fixture.ts";

const NOTHING = [0n, 0n, 0n, 0n, false, 0n, 0n, 0n, 0n];

/** What nobody may ask for or give: changes to a good request, and the refusal. */
function badRequests(asked: Request): Array<[Partial<Request>, string, unknown[]]> {
  return [
    [{ segments: 0n }, "Consent_BadScope", [0n, 1n]],
    [{ fromVersion: 0n }, "Consent_BadScope", [3n, 0n]],
    [{ until: 0n }, "Consent_BadEnd", [0n]],
    [{ serial: 0n }, "Consent_OtherSerial", [asked.dataset, asked.reader, 1n, 0n]],
    [{ serial: 2n }, "Consent_OtherSerial", [asked.dataset, asked.reader, 1n, 2n]],
    [{ epoch: 1n }, "Consent_OtherEpoch", [asked.dataset, 0n, 1n]],
    [{ deadline: 1n }, "Consent_Expired", [1n]],
  ];
}

describe("request", () => {
  it("MKT-83 tells the holders what a reader asks for, and changes nothing", async () => {
    const fixture = await recordFixture();
    const { consent, record, buyer, asked } = fixture;
    await expect(consent.connect(buyer).request(asked, "for a study of asthma"))
      .to.emit(consent, "Requested")
      .withArgs(record, buyer.address, Object.values(asked), "for a study of asthma");
    expect(await consent.consentOf(record, buyer.address)).to.deep.equal([NOTHING, false]);
    expect(await mayRead(fixture)).to.equal(false);
  });

  it("MKT-83 refuses anybody but the reader, a holder and the publisher included", async () => {
    const { consent, buyer, stranger, first, seller, asked } = await recordFixture();
    for (const caller of [stranger, first, seller]) {
      await expect(consent.connect(caller).request(asked, ""))
        .to.be.revertedWithCustomError(consent, "Consent_NotReader")
        .withArgs(buyer.address, caller.address);
    }
  });

  it("MKT-83 refuses what could not be given as it is asked", async () => {
    const { consent, buyer, dataset, asked } = await recordFixture();
    for (const [changes, error, values] of badRequests(asked)) {
      await expect(consent.connect(buyer).request({ ...asked, ...changes }, ""))
        .to.be.revertedWithCustomError(consent, error)
        .withArgs(...values);
    }
    await expect(consent.connect(buyer).request({ ...asked, dataset }, ""))
      .to.be.revertedWithCustomError(consent, "Consent_NoRecord")
      .withArgs(dataset);
  });

  it("MKT-89 takes a message of no bytes up to 1,024, and no more", async () => {
    const { consent, buyer, asked } = await recordFixture();
    const limit = Number(await consent.MAX_TEXT());
    expect(limit).to.equal(1_024);
    await consent.connect(buyer).request(asked, "");
    await consent.connect(buyer).request(asked, "é".repeat(limit / 2));
    await expect(consent.connect(buyer).request(asked, `${"é".repeat(limit / 2)}!`))
      .to.be.revertedWithCustomError(consent, "Consent_TextTooLong")
      .withArgs(1_025n, 1_024n);
  });
});

describe("give", () => {
  it("MKT-81 makes a consent of any two of three signatures, whoever sends them", async () => {
    for (const [who, signers] of [
      [[0, 1], 3n],
      [[0, 2], 5n],
      [[1, 2], 6n],
      [[0, 1, 2], 7n],
    ] as const) {
      const fixture = await recordFixture();
      const { consent, record, buyer, stranger, asked, list } = fixture;
      await expect(consent.connect(stranger).give(asked, list, await signaturesOf(fixture, asked, who)))
        .to.emit(consent, "Given")
        .withArgs(record, buyer.address, packedConsent(asked, signers));
      expect(await consent.consentOf(record, buyer.address)).to.deep.equal([consented(asked, signers), true]);
      expect(await mayRead(fixture)).to.equal(true);
      expect(await consent.consentOf(record, stranger.address)).to.deep.equal([NOTHING, false]);
    }
  });

  it("MKT-81 gives the digest that holders sign", async () => {
    const { consent, asked } = await recordFixture();
    for (const request of [
      asked,
      { ...asked, purpose: 0n, laterVersions: false, until: FOREVER, serial: 2n ** 32n - 1n },
    ]) {
      expect(await consent.requestDigest(request)).to.equal(consentDigest(consent, request));
    }
  });

  it("MKT-81 refuses fewer than the threshold, none included", async () => {
    const fixture = await recordFixture({ threshold: 3n });
    const { consent, asked, list } = fixture;
    for (const who of [[], [2], [0, 1]]) {
      await expect(consent.give(asked, list, await signaturesOf(fixture, asked, who)))
        .to.be.revertedWithCustomError(consent, "Consent_TooFew")
        .withArgs(BigInt(who.length), 3n);
    }
  });

  it("MKT-81 refuses one bad signature among enough good ones, and names its holder", async () => {
    const fixture = await recordFixture();
    const { consent, asked, list, stranger, third } = fixture;
    const [first = "", second = ""] = await signaturesOf(fixture, asked, [0, 1]);
    for (const bad of [await signConsent(consent, stranger, asked), first, "0x00", `0x${"00".repeat(65)}`]) {
      await expect(consent.give(asked, list, [first, second, bad]))
        .to.be.revertedWithCustomError(consent, "Consent_NotSigned")
        .withArgs(third.address, consentDigest(consent, asked));
    }
  });

  it("MKT-81 counts a holder's signature in his own place only", async () => {
    const fixture = await recordFixture();
    const { consent, asked, list, first } = fixture;
    const [a = "", b = ""] = await signaturesOf(fixture, asked, [0, 1]);
    await expect(consent.give(asked, list, [b, a, "0x"]))
      .to.be.revertedWithCustomError(consent, "Consent_NotSigned")
      .withArgs(first.address, consentDigest(consent, asked));
  });

  it("MKT-81 refuses signatures for anything else: each field, another chain, another contract", async () => {
    const fixture = await recordFixture();
    const { consent, asked, list, first, second, stranger, accessLog } = fixture;
    const others: Partial<Request>[] = [
      { dataset: asked.dataset + 1n },
      { reader: stranger.address },
      { purpose: 0n },
      { segments: 1n },
      { fromVersion: 2n },
      { laterVersions: false },
      { until: asked.until + 1n },
      { serial: 2n },
      { epoch: 1n },
      { deadline: asked.deadline + 1n },
    ];
    const digest = consentDigest(consent, asked);
    for (const changes of others) {
      const other = { ...asked, ...changes };
      const signatures = [await signConsent(consent, first, other), await signConsent(consent, second, asked), "0x"];
      await expect(consent.give(asked, list, signatures))
        .to.be.revertedWithCustomError(consent, "Consent_NotSigned")
        .withArgs(first.address, digest);
    }
    for (const domain of [{ chainId: 31338n }, { verifyingContract: accessLog.target as string }]) {
      const signatures = ["0x", await signConsent(consent, second, asked, domain), "0x"];
      await expect(consent.give(asked, list, signatures))
        .to.be.revertedWithCustomError(consent, "Consent_NotSigned")
        .withArgs(second.address, digest);
    }
  });

  it("MKT-81 refuses what is badly asked, however well it is signed", async () => {
    const fixture = await recordFixture();
    const { consent, asked, list, dataset } = fixture;
    for (const [changes, error, values] of badRequests(asked)) {
      const request = { ...asked, ...changes };
      await expect(consent.give(request, list, await signaturesOf(fixture, request, [0, 1])))
        .to.be.revertedWithCustomError(consent, error)
        .withArgs(...values);
    }
    const nobody = { ...asked, reader: ZERO_ADDRESS };
    await expect(consent.give(nobody, list, await signaturesOf(fixture, nobody, [0, 1]))).to.be.revertedWithCustomError(
      consent,
      "Consent_NoReader",
    );
    const none = { ...asked, dataset };
    await expect(consent.give(none, list, await signaturesOf(fixture, none, [0, 1])))
      .to.be.revertedWithCustomError(consent, "Consent_NoRecord")
      .withArgs(dataset);
  });

  it("MKT-81 refuses another list of holders, and another number of signatures", async () => {
    const fixture = await recordFixture();
    const { consent, record, asked, list, stranger } = fixture;
    const signatures = await signaturesOf(fixture, asked, [0, 1]);
    for (const holders of [[], list.slice(0, 2), [...list].reverse(), [...list, stranger.address]]) {
      await expect(consent.give(asked, holders, signatures))
        .to.be.revertedWithCustomError(consent, "Consent_OtherHolders")
        .withArgs(record, holders);
    }
    for (const given of [[], signatures.slice(0, 2), [...signatures, "0x"]]) {
      await expect(consent.give(asked, list, given))
        .to.be.revertedWithCustomError(consent, "Consent_SignaturesMissing")
        .withArgs(3n, BigInt(given.length));
    }
  });

  it("MKT-81 works in the last second of the deadline, and ends by time to the second", async () => {
    const fixture = await recordFixture();
    const { consent, record, buyer, asked, list } = fixture;
    const request = { ...asked, until: asked.deadline + 1n };
    const signatures = await signaturesOf(fixture, request, [0, 1]);
    await networkHelpers.time.setNextBlockTimestamp(asked.deadline);
    await consent.give(request, list, signatures);
    expect(await mayRead(fixture)).to.equal(true);
    await networkHelpers.time.increaseTo(request.until);
    expect(await mayRead(fixture)).to.equal(false);
    expect(await consent.consentOf(record, buyer.address)).to.deep.equal([consented(request, 3n), false]);
  });

  it("MKT-81 refuses an end that is not ahead, to the second", async () => {
    const fixture = await recordFixture();
    const { consent, asked, list } = fixture;
    for (const past of [0n, 1n]) {
      const until = BigInt(await networkHelpers.time.latest()) + 100n;
      const request = { ...asked, until };
      const signatures = await signaturesOf(fixture, request, [0, 1]);
      await networkHelpers.time.setNextBlockTimestamp(until + past);
      await expect(consent.give(request, list, signatures))
        .to.be.revertedWithCustomError(consent, "Consent_BadEnd")
        .withArgs(until);
    }
  });

  it("MKT-81 does not work twice: the serial is used, also once the consent has ended", async () => {
    const fixture = await recordFixture();
    const { consent, record, buyer, asked, list, first } = fixture;
    const signatures = await signaturesOf(fixture, asked, [0, 1]);
    await consent.give(asked, list, signatures);
    const refuses = () =>
      expect(consent.give(asked, list, signatures))
        .to.be.revertedWithCustomError(consent, "Consent_OtherSerial")
        .withArgs(record, buyer.address, 2n, 1n);
    await refuses();
    await consent.connect(first).withdraw(record, buyer.address, list);
    await refuses();
    await consent.connect(buyer).request({ ...asked, serial: 2n }, "again");
    expect(await mayRead(fixture)).to.equal(false);
  });

  it("MKT-81 replaces the reader's last consent, wider or narrower", async () => {
    const fixture = await recordFixture();
    const { consent, record, buyer, asked } = fixture;
    await give(fixture);
    const narrower = await give(fixture, { serial: 2n, segments: 1n, until: asked.until - DAY }, [1, 2]);
    expect(await consent.consentOf(record, buyer.address)).to.deep.equal([consented(narrower, 6n), true]);
    expect(await mayRead(fixture)).to.equal(false);
    expect(await mayRead(fixture, { segments: 1n })).to.equal(true);
    const wider = await give(fixture, { serial: 3n, segments: 7n, purpose: 0n, until: FOREVER });
    expect(await consent.consentOf(record, buyer.address)).to.deep.equal([consented(wider, 3n), true]);
  });

  it("MKT-81 kills what was signed for a serial that another consent took", async () => {
    const fixture = await recordFixture();
    const { consent, record, buyer, asked, list } = fixture;
    const wide = { ...asked, segments: 2n ** 32n - 1n };
    const signatures = await signaturesOf(fixture, wide, [0, 1]);
    await give(fixture);
    await expect(consent.give(wide, list, signatures))
      .to.be.revertedWithCustomError(consent, "Consent_OtherSerial")
      .withArgs(record, buyer.address, 2n, 1n);
  });

  it("MKT-81 MKT-84 kills what was signed before the holders changed, even back to the same", async () => {
    const fixture = await recordFixture();
    const { consent, record, asked, list } = fixture;
    const signatures = await signaturesOf(fixture, asked, [0, 1]);
    await changeHolders(fixture, list, 2n);
    await expect(consent.give(asked, list, signatures))
      .to.be.revertedWithCustomError(consent, "Consent_OtherEpoch")
      .withArgs(record, 1n, 0n);
    await expect(consent.give({ ...asked, epoch: 1n }, list, signatures)).to.be.revertedWithCustomError(
      consent,
      "Consent_NotSigned",
    );
    await give(fixture, { epoch: 1n });
    expect(await mayRead(fixture)).to.equal(true);
  });

  it("MKT-81 takes the signature of a contract wallet (ERC-1271), and refuses what the wallet denies", async () => {
    const fixture = await recordFixture();
    const { consent, asked, first, second, stranger } = fixture;
    const wallet = (await ethers.deployContract("WalletMock", [first.address])).target as string;
    const holders = [wallet, second.address].sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1));
    await changeHolders(fixture, holders, 2n);
    const request = { ...asked, epoch: 1n };
    const signedBy = async (owner: typeof first) =>
      Promise.all(holders.map((holder) => signConsent(consent, holder === wallet ? owner : second, request)));
    await expect(consent.give(request, holders, await signedBy(stranger)))
      .to.be.revertedWithCustomError(consent, "Consent_NotSigned")
      .withArgs(wallet, consentDigest(consent, request));
    await consent.give(request, holders, await signedBy(first));
    expect(await mayRead(fixture)).to.equal(true);
  });

  it("MKT-81 takes the key's signature of a delegated account (EIP-7702), and what its code signs", async () => {
    const fixture = await recordFixture();
    const { consent, asked, list, first, second } = fixture;
    const denying = ethers.Wallet.createRandom().address;
    await networkHelpers.setCode(denying, DENYING_CODE);
    await networkHelpers.setCode(first.address, ethers.concat(["0xef0100", denying]));
    await consent.give(asked, list, await signaturesOf(fixture, asked, [0, 1]));
    expect(await mayRead(fixture)).to.equal(true);
    // Code that accepts, as a delegate does, the signature of the account's own key alone: another key's is none.
    const delegate = (await ethers.deployContract("WalletMock", [ZERO_ADDRESS])).target as string;
    await networkHelpers.setCode(second.address, ethers.concat(["0xef0100", delegate]));
    const next = { ...asked, serial: 2n };
    await consent.give(next, list, await signaturesOf(fixture, next, [0, 1]));
    const last = { ...asked, serial: 3n };
    const signatures = [await signConsent(consent, first, last), await signConsent(consent, first, last), "0x"];
    await expect(consent.give(last, list, signatures))
      .to.be.revertedWithCustomError(consent, "Consent_NotSigned")
      .withArgs(second.address, consentDigest(consent, last));
  });

  it("MKT-81 needs one signature where the threshold is one, and each where it is all", async () => {
    const one = await recordFixture({ threshold: 1n });
    await give(one, {}, [2]);
    expect(await mayRead(one)).to.equal(true);
    const all = await recordFixture({ threshold: 3n });
    await give(all, {}, [0, 1, 2]);
    expect(await mayRead(all)).to.equal(true);
  });

  it("MKT-81 lets a holder be the reader, with the others' consent like anybody", async () => {
    const fixture = await recordFixture();
    const { first } = fixture;
    await give(fixture, { reader: first.address }, [1, 2]);
    expect(await mayRead(fixture, { reader: first.address })).to.equal(true);
  });

  it("MKT-81 may be given before the record is published, and reads once it is", async () => {
    const fixture = await recordFixture();
    const { consent, market, seller, list, asked, buyer } = fixture;
    const salt = ethers.id("later");
    const dataset = await market.datasetId(seller.address, salt);
    const setup = { ...fixture.setup, holders: list };
    await consent.connect(seller).register(salt, setup);
    const request = { ...asked, dataset };
    await consent.give(request, list, await signaturesOf(fixture, request, [0, 1]));
    expect(await consent.mayRead(dataset, buyer.address, 1n, 3n, 3n)).to.equal(false);
    const anchored = { manifest: salt, root: salt, size: 1n, keyCommitment: salt };
    await market.connect(seller).publish(salt, anchored);
    expect(await consent.mayRead(dataset, buyer.address, 1n, 3n, 3n)).to.equal(true);
  });
});

describe("withdraw", () => {
  it("MKT-82 ends a consent at once when fewer than the threshold are left", async () => {
    const fixture = await recordFixture();
    const { consent, record, buyer, first, list } = fixture;
    const request = await give(fixture);
    const timestamp = await nextTimestamp();
    await expect(consent.connect(first).withdraw(record, buyer.address, list))
      .to.emit(consent, "Withdrawn")
      .withArgs(record, buyer.address, first.address, 2n, true);
    expect(await consent.consentOf(record, buyer.address)).to.deep.equal([
      consented(request, 2n, { until: timestamp }),
      false,
    ]);
    expect(await mayRead(fixture)).to.equal(false);
  });

  it("MKT-82 leaves it active while enough stand by it, and does not count who withdrew again", async () => {
    const fixture = await recordFixture();
    const { consent, record, buyer, first, third, list } = fixture;
    const request = await give(fixture, {}, [0, 1, 2]);
    await expect(consent.connect(third).withdraw(record, buyer.address, list))
      .to.emit(consent, "Withdrawn")
      .withArgs(record, buyer.address, third.address, 3n, false);
    expect(await consent.consentOf(record, buyer.address)).to.deep.equal([consented(request, 3n), true]);
    expect(await mayRead(fixture)).to.equal(true);
    await expect(consent.connect(third).withdraw(record, buyer.address, list))
      .to.be.revertedWithCustomError(consent, "Consent_NotSigner")
      .withArgs(record, buyer.address, third.address);
    await consent.connect(first).withdraw(record, buyer.address, list);
    expect(await mayRead(fixture)).to.equal(false);
  });

  it("MKT-82 ends nobody else's consent", async () => {
    const fixture = await recordFixture();
    const { consent, record, buyer, stranger, first, list } = fixture;
    await give(fixture);
    await give(fixture, { reader: stranger.address });
    await consent.connect(first).withdraw(record, buyer.address, list);
    expect(await mayRead(fixture, { reader: stranger.address })).to.equal(true);
  });

  it("MKT-82 refuses who is no holder, did not sign, or names other holders", async () => {
    const fixture = await recordFixture();
    const { consent, record, dataset, buyer, stranger, seller, first, third, list, market } = fixture;
    await give(fixture);
    await market.connect(seller).transferFrom(seller.address, stranger.address, record);
    for (const caller of [stranger, buyer]) {
      await expect(consent.connect(caller).withdraw(record, buyer.address, list))
        .to.be.revertedWithCustomError(consent, "Consent_NotHolder")
        .withArgs(record, caller.address);
    }
    await expect(consent.connect(third).withdraw(record, buyer.address, list))
      .to.be.revertedWithCustomError(consent, "Consent_NotSigner")
      .withArgs(record, buyer.address, third.address);
    const swapped = [...list.slice(0, 2), stranger.address];
    await expect(consent.connect(stranger).withdraw(record, buyer.address, swapped))
      .to.be.revertedWithCustomError(consent, "Consent_OtherHolders")
      .withArgs(record, swapped);
    await expect(consent.connect(first).withdraw(dataset, buyer.address, list))
      .to.be.revertedWithCustomError(consent, "Consent_NoRecord")
      .withArgs(dataset);
    expect(await mayRead(fixture)).to.equal(true);
  });

  it("MKT-82 refuses where no consent is active: none, ended, withdrawn, renounced, of other holders", async () => {
    const fixture = await recordFixture();
    const { consent, record, buyer, asked, first, second, list } = fixture;
    const refuses = (holder = first) =>
      expect(consent.connect(holder).withdraw(record, buyer.address, list))
        .to.be.revertedWithCustomError(consent, "Consent_NotActive")
        .withArgs(record, buyer.address);
    await refuses();
    await give(fixture);
    await consent.connect(first).withdraw(record, buyer.address, list);
    await refuses(second);
    await give(fixture, { serial: 2n });
    await consent.connect(buyer).renounce(record);
    await refuses();
    await give(fixture, { serial: 3n });
    await changeHolders(fixture, list, 2n);
    await refuses();
    await give(fixture, { serial: 4n, epoch: 1n });
    await networkHelpers.time.increaseTo(asked.until);
    await refuses();
  });
});

describe("refuse", () => {
  it("MKT-82 makes a signature worth nothing that is not given yet", async () => {
    const fixture = await recordFixture();
    const { consent, record, buyer, asked, list, first } = fixture;
    const signatures = await signaturesOf(fixture, asked, [0, 1, 2]);
    await expect(consent.connect(first).refuse(record, buyer.address, list, true))
      .to.emit(consent, "Refused")
      .withArgs(record, buyer.address, first.address, 1n, true);
    expect((await consent.consentOf(record, buyer.address)).consented.refusals).to.equal(1n);
    await expect(consent.give(asked, list, signatures))
      .to.be.revertedWithCustomError(consent, "Consent_Refused")
      .withArgs(first.address, 1n);
    // The others may still consent without him.
    await consent.give(asked, list, ["0x", ...signatures.slice(1)]);
    expect(await consent.consentOf(record, buyer.address)).to.deep.equal([consented(asked, 6n), true]);
  });

  it("MKT-82 holds for the next consent only", async () => {
    const fixture = await recordFixture();
    const { consent, record, buyer, list, first } = fixture;
    await consent.connect(first).refuse(record, buyer.address, list, true);
    await give(fixture, {}, [1, 2]);
    await give(fixture, { serial: 2n }, [0, 1]);
    expect(await mayRead(fixture)).to.equal(true);
  });

  it("MKT-82 leaves the active consent, and other readers', alone", async () => {
    const fixture = await recordFixture();
    const { consent, record, buyer, stranger, asked, list, second } = fixture;
    const request = await give(fixture);
    await expect(consent.connect(second).refuse(record, buyer.address, list, true))
      .to.emit(consent, "Refused")
      .withArgs(record, buyer.address, second.address, 2n, true);
    expect(await consent.consentOf(record, buyer.address)).to.deep.equal([
      consented(request, 3n, { refusals: 2n }),
      true,
    ]);
    expect(await mayRead(fixture)).to.equal(true);
    await give(fixture, { reader: stranger.address });
    const next = { ...asked, serial: 2n };
    await expect(consent.give(next, list, await signaturesOf(fixture, next, [0, 1])))
      .to.be.revertedWithCustomError(consent, "Consent_Refused")
      .withArgs(second.address, 2n);
  });

  it("MKT-82 can be undone, by each for himself", async () => {
    const fixture = await recordFixture();
    const { consent, record, buyer, asked, list, first, second } = fixture;
    const signatures = await signaturesOf(fixture, asked, [0, 1]);
    await consent.connect(first).refuse(record, buyer.address, list, true);
    await consent.connect(second).refuse(record, buyer.address, list, true);
    await expect(consent.connect(first).refuse(record, buyer.address, list, false))
      .to.emit(consent, "Refused")
      .withArgs(record, buyer.address, first.address, 1n, false);
    await expect(consent.give(asked, list, signatures))
      .to.be.revertedWithCustomError(consent, "Consent_Refused")
      .withArgs(second.address, 1n);
    await consent.connect(second).refuse(record, buyer.address, list, false);
    await consent.give(asked, list, signatures);
    expect(await mayRead(fixture)).to.equal(true);
  });

  it("MKT-82 MKT-84 dies with a change of holders, and brings no consent of before back to life", async () => {
    const fixture = await recordFixture();
    const { consent, record, buyer, asked, list, first, second } = fixture;
    await give(fixture);
    await consent.connect(first).refuse(record, buyer.address, list, true);
    await changeHolders(fixture, list, 2n);
    const request = { ...asked, serial: 2n, epoch: 1n };
    await consent.connect(second).refuse(record, buyer.address, list, true);
    expect(await consent.consentOf(record, buyer.address)).to.deep.equal([
      [0n, 0n, 0n, 0n, false, 0n, 1n, 1n, 2n],
      false,
    ]);
    expect(await mayRead(fixture)).to.equal(false);
    await expect(consent.connect(buyer).renounce(record)).to.be.revertedWithCustomError(consent, "Consent_NotActive");
    // The refusal of the first was one of an earlier epoch.
    await consent.give(request, list, await signaturesOf(fixture, request, [0, 2]));
    expect(await mayRead(fixture)).to.equal(true);
  });

  it("MKT-82 forgets refusals of an earlier epoch at the giving, too", async () => {
    const fixture = await recordFixture();
    const { consent, record, buyer, list, first } = fixture;
    await consent.connect(first).refuse(record, buyer.address, list, true);
    await changeHolders(fixture, list, 2n);
    await give(fixture, { epoch: 1n }, [0, 1]);
    expect(await mayRead(fixture)).to.equal(true);
  });

  it("MKT-82 refuses who is no holder, and what is no record", async () => {
    const { consent, record, dataset, buyer, stranger, first, list } = await recordFixture();
    for (const caller of [stranger, buyer]) {
      await expect(consent.connect(caller).refuse(record, buyer.address, list, true))
        .to.be.revertedWithCustomError(consent, "Consent_NotHolder")
        .withArgs(record, caller.address);
    }
    await expect(consent.connect(first).refuse(dataset, buyer.address, list, true))
      .to.be.revertedWithCustomError(consent, "Consent_NoRecord")
      .withArgs(dataset);
  });
});

describe("renounce", () => {
  it("MKT-83 ends a consent at once, by its reader alone", async () => {
    const fixture = await recordFixture();
    const { consent, record, buyer, stranger, first } = fixture;
    const request = await give(fixture);
    for (const caller of [stranger, first]) {
      await expect(consent.connect(caller).renounce(record))
        .to.be.revertedWithCustomError(consent, "Consent_NotActive")
        .withArgs(record, caller.address);
    }
    const timestamp = await nextTimestamp();
    await expect(consent.connect(buyer).renounce(record)).to.emit(consent, "Renounced").withArgs(record, buyer.address);
    expect(await consent.consentOf(record, buyer.address)).to.deep.equal([
      consented(request, 3n, { until: timestamp }),
      false,
    ]);
    expect(await mayRead(fixture)).to.equal(false);
    await expect(consent.connect(buyer).renounce(record))
      .to.be.revertedWithCustomError(consent, "Consent_NotActive")
      .withArgs(record, buyer.address);
  });

  it("MKT-83 refuses where there is none, or it has ended by time", async () => {
    const fixture = await recordFixture();
    const { consent, record, buyer, asked } = fixture;
    const refuses = () =>
      expect(consent.connect(buyer).renounce(record))
        .to.be.revertedWithCustomError(consent, "Consent_NotActive")
        .withArgs(record, buyer.address);
    await refuses();
    await give(fixture);
    await networkHelpers.time.increaseTo(asked.until);
    await refuses();
  });
});

describe("acts of Consent by relay", () => {
  it("MKT-31 are in the name of who signed: ask, withdraw, refuse, renounce, in batches too", async () => {
    const fixture = await recordFixture();
    const { consent, relay, relayer, record, buyer, first, asked, list } = fixture;
    const encode = consent.interface.encodeFunctionData.bind(consent.interface);
    const to = consent.target as string;
    const relayed = async (signer: typeof buyer, data: string) =>
      relay.connect(relayer).execute(await signRequest(relay, signer, { from: signer.address, to, data }));
    await expect(relayed(buyer, encode("request", [asked, "by relay"])))
      .to.emit(consent, "Requested")
      .withArgs(record, buyer.address, Object.values(asked), "by relay");
    await give(fixture);
    await expect(relayed(first, encode("withdraw", [record, buyer.address, list])))
      .to.emit(consent, "Withdrawn")
      .withArgs(record, buyer.address, first.address, 2n, true);
    await give(fixture, { serial: 2n });
    const batch = [encode("renounce", [record]), encode("request", [{ ...asked, serial: 3n }, ""])];
    await expect(relayed(buyer, encode("multicall", [batch])))
      .to.emit(consent, "Renounced")
      .withArgs(record, buyer.address);
    await expect(relayed(first, encode("refuse", [record, buyer.address, list, true])))
      .to.emit(consent, "Refused")
      .withArgs(record, buyer.address, first.address, 3n, true);
  });
});
