import { expect } from "chai";
import { signRequest } from "../shared/requests.ts";
import {
  EMERGENCY,
  EMERGENCY_SECONDS,
  JUSTIFIED,
  mayRead,
  NONE,
  OPEN,
  type RecordFixture,
  recordFixture,
  setRecordBits,
  UNJUSTIFIED,
} from "./consents.ts";
import { FOREVER, networkHelpers, nextTimestamp, ZERO_HASH } from "./fixture.ts";

async function countsOf({ consent, record }: RecordFixture) {
  const { record: found } = await consent.recordOf(record);
  return [found.breaks, found.openReviews];
}

/** A record whose glass `medic` has broken, for segment 0. */
async function broken() {
  const fixture = await recordFixture();
  const { consent, record, medic } = fixture;
  const brokenAt = await nextTimestamp();
  await consent.connect(medic).breakGlass(record, 1n, "unconscious");
  const reads = (reader = medic.address) => mayRead(fixture, { reader, segments: 1n });
  return { ...fixture, brokenAt, until: brokenAt + EMERGENCY_SECONDS, reads };
}

describe("breakGlass", () => {
  it("MKT-86 lets who holds the credential read the segments named, for the record's hours, loudly", async () => {
    const fixture = await recordFixture();
    const { consent, record, medic } = fixture;
    expect(await consent.emergencyOf(record, medic.address)).to.deep.equal([0n, 0n, 0n, NONE]);
    const brokenAt = await nextTimestamp();
    const until = brokenAt + EMERGENCY_SECONDS;
    await expect(consent.connect(medic).breakGlass(record, 2n, "unconscious, allergies unknown"))
      .to.emit(consent, "GlassBroken")
      .withArgs(record, medic.address, 2n, until, "unconscious, allergies unknown");
    expect(await consent.emergencyOf(record, medic.address)).to.deep.equal([until, 2n, brokenAt, OPEN]);
    expect(await countsOf(fixture)).to.deep.equal([1n, 1n]);
    expect(await mayRead(fixture, { reader: medic.address, segments: 2n })).to.equal(true);
    await networkHelpers.time.increaseTo(until - 1n);
    expect(await mayRead(fixture, { reader: medic.address, segments: 2n })).to.equal(true);
    await networkHelpers.time.increaseTo(until);
    expect(await mayRead(fixture, { reader: medic.address, segments: 2n })).to.equal(false);
  });

  it("MKT-86 refuses who does not hold it: strangers, holders, the publisher, who has consent", async () => {
    const { consent, record, stranger, first, seller, buyer } = await recordFixture();
    for (const caller of [stranger, first, seller, buyer]) {
      await expect(consent.connect(caller).breakGlass(record, 1n, ""))
        .to.be.revertedWithCustomError(consent, "Consent_NoEmergencyCredential")
        .withArgs(record, caller.address);
    }
  });

  it("MKT-86 refuses a credential that was revoked or has expired, to the second", async () => {
    const fixture = await recordFixture();
    const { consent, credentials, registrar, record, medic, secondMedic } = fixture;
    await credentials.connect(registrar).revoke(EMERGENCY, medic.address);
    await expect(consent.connect(medic).breakGlass(record, 1n, ""))
      .to.be.revertedWithCustomError(consent, "Consent_NoEmergencyCredential")
      .withArgs(record, medic.address);
    const expiry = BigInt(await networkHelpers.time.latest()) + 100n;
    await credentials.connect(registrar).attest(EMERGENCY, secondMedic.address, expiry, ZERO_HASH);
    await networkHelpers.time.setNextBlockTimestamp(expiry);
    await expect(consent.connect(secondMedic).breakGlass(record, 1n, ""))
      .to.be.revertedWithCustomError(consent, "Consent_NoEmergencyCredential")
      .withArgs(record, secondMedic.address);
  });

  it("MKT-86 asks for the credential when the glass is broken only: reading goes on when it ends", async () => {
    const { consent, credentials, registrar, record, medic, reads } = await broken();
    await credentials.connect(registrar).revoke(EMERGENCY, medic.address);
    expect(await reads()).to.equal(true);
    expect((await consent.emergencyOf(record, medic.address)).status).to.equal(OPEN);
  });

  it("MKT-86 refuses another type's credential, and a record without emergencies", async () => {
    const fixture = await recordFixture({ emergencyCredential: ZERO_HASH, emergencySeconds: 0n });
    const { consent, credentials, registrar, dao, record, medic } = fixture;
    await credentials.connect(dao).appointRegistrar(ZERO_HASH, registrar.address, FOREVER);
    await credentials.connect(registrar).attest(ZERO_HASH, medic.address, FOREVER, ZERO_HASH);
    await expect(consent.connect(medic).breakGlass(record, 1n, ""))
      .to.be.revertedWithCustomError(consent, "Consent_NoEmergencyCredential")
      .withArgs(record, medic.address);
  });

  it("MKT-86 refuses no segment, and a data set that is no record", async () => {
    const { consent, record, dataset, medic } = await recordFixture();
    await expect(consent.connect(medic).breakGlass(record, 0n, ""))
      .to.be.revertedWithCustomError(consent, "Consent_BadScope")
      .withArgs(0n, 0n);
    await expect(consent.connect(medic).breakGlass(dataset, 1n, ""))
      .to.be.revertedWithCustomError(consent, "Consent_NoRecord")
      .withArgs(dataset);
  });

  it("MKT-89 takes a reason of no bytes up to 1,024, and no more", async () => {
    const { consent, record, medic, secondMedic } = await recordFixture();
    await consent.connect(medic).breakGlass(record, 1n, "");
    await consent.connect(secondMedic).breakGlass(record, 1n, "r".repeat(1_024));
    await expect(consent.connect(medic).breakGlass(record, 1n, "r".repeat(1_025)))
      .to.be.revertedWithCustomError(consent, "Consent_TextTooLong")
      .withArgs(1_025n, 1_024n);
  });

  it("MKT-87 refuses a second time while the first is not reviewed, also after its hours", async () => {
    const { consent, record, medic, until } = await broken();
    const refuses = () =>
      expect(consent.connect(medic).breakGlass(record, 1n, "again"))
        .to.be.revertedWithCustomError(consent, "Consent_NotReviewed")
        .withArgs(record, medic.address);
    await refuses();
    await networkHelpers.time.increaseTo(until + 365n * 86_400n);
    await refuses();
  });

  it("MKT-86 MKT-87 lets another who holds the credential read meanwhile, and counts both", async () => {
    const fixture = await broken();
    const { consent, record, secondMedic, reads } = fixture;
    await consent.connect(secondMedic).breakGlass(record, 1n, "");
    expect(await reads(secondMedic.address)).to.equal(true);
    expect(await countsOf(fixture)).to.deep.equal([2n, 2n]);
  });

  it("MKT-86 counts on at 65,535 breaks without keeping the glass whole", async () => {
    const fixture = await recordFixture();
    const { consent, record, medic, first, list } = fixture;
    await setRecordBits(consent, record, 65_534n << 224n);
    await consent.connect(medic).breakGlass(record, 1n, "");
    expect(await countsOf(fixture)).to.deep.equal([65_535n, 1n]);
    await consent.connect(first).review(record, medic.address, list, true, "");
    await consent.connect(medic).breakGlass(record, 1n, "");
    expect(await countsOf(fixture)).to.deep.equal([65_535n, 1n]);
    expect((await consent.recordOf(record)).record.epoch).to.equal(0n);
  });
});

describe("review", () => {
  it("MKT-87 closes an emergency as justified: its reader reads on until its hours are over", async () => {
    const fixture = await broken();
    const { consent, record, medic, first, list, brokenAt, until, reads } = fixture;
    await expect(consent.connect(first).review(record, medic.address, list, true, "seen, in order"))
      .to.emit(consent, "Reviewed")
      .withArgs(record, medic.address, first.address, true, "seen, in order");
    expect(await consent.emergencyOf(record, medic.address)).to.deep.equal([until, 1n, brokenAt, JUSTIFIED]);
    expect(await countsOf(fixture)).to.deep.equal([1n, 0n]);
    expect(await reads()).to.equal(true);
    await networkHelpers.time.increaseTo(until);
    expect(await reads()).to.equal(false);
  });

  it("MKT-87 ends an unjustified one at once", async () => {
    const fixture = await broken();
    const { consent, record, medic, second, list, brokenAt, reads } = fixture;
    const endedAt = await nextTimestamp();
    await expect(consent.connect(second).review(record, medic.address, list, false, "was not on duty"))
      .to.emit(consent, "Reviewed")
      .withArgs(record, medic.address, second.address, false, "was not on duty");
    expect(await consent.emergencyOf(record, medic.address)).to.deep.equal([endedAt, 1n, brokenAt, UNJUSTIFIED]);
    expect(await countsOf(fixture)).to.deep.equal([1n, 0n]);
    expect(await reads()).to.equal(false);
  });

  it("MKT-87 may come after the hours, and then changes no end", async () => {
    const fixture = await broken();
    const { consent, record, medic, first, list, brokenAt, until } = fixture;
    await networkHelpers.time.increaseTo(until + 1_000n);
    await consent.connect(first).review(record, medic.address, list, false, "");
    expect(await consent.emergencyOf(record, medic.address)).to.deep.equal([until, 1n, brokenAt, UNJUSTIFIED]);
    expect(await countsOf(fixture)).to.deep.equal([1n, 0n]);
  });

  it("MKT-87 lets the glass be broken again after a justified one, and counts it", async () => {
    const fixture = await broken();
    const { consent, record, medic, first, list } = fixture;
    await consent.connect(first).review(record, medic.address, list, true, "");
    const brokenAt = await nextTimestamp();
    await consent.connect(medic).breakGlass(record, 4n, "");
    expect(await consent.emergencyOf(record, medic.address)).to.deep.equal([
      brokenAt + EMERGENCY_SECONDS,
      4n,
      brokenAt,
      OPEN,
    ]);
    expect(await countsOf(fixture)).to.deep.equal([2n, 1n]);
  });

  it("MKT-87 keeps its reader out after an unjustified one, until a holder thinks better of it", async () => {
    const fixture = await broken();
    const { consent, record, medic, first, third, list, reads } = fixture;
    await consent.connect(first).review(record, medic.address, list, false, "");
    await expect(consent.connect(medic).breakGlass(record, 1n, "again"))
      .to.be.revertedWithCustomError(consent, "Consent_FoundUnjustified")
      .withArgs(record, medic.address);
    await expect(consent.connect(third).review(record, medic.address, list, true, "was called in"))
      .to.emit(consent, "Reviewed")
      .withArgs(record, medic.address, third.address, true, "was called in");
    expect(await countsOf(fixture)).to.deep.equal([1n, 0n]);
    // What was ended stays so.
    expect(await reads()).to.equal(false);
    await consent.connect(medic).breakGlass(record, 1n, "again");
    expect(await countsOf(fixture)).to.deep.equal([2n, 1n]);
  });

  it("MKT-87 refuses where nothing is to be reviewed: none, justified, unjustified again", async () => {
    const { consent, record, medic, secondMedic, first, second, list } = await broken();
    const refuses = (reader: string, justified: boolean) =>
      expect(consent.connect(second).review(record, reader, list, justified, ""))
        .to.be.revertedWithCustomError(consent, "Consent_NothingToReview")
        .withArgs(record, reader);
    await refuses(secondMedic.address, true);
    await refuses(secondMedic.address, false);
    await consent.connect(first).review(record, medic.address, list, false, "");
    await refuses(medic.address, false);
    await consent.connect(first).review(record, medic.address, list, true, "");
    await refuses(medic.address, true);
    await refuses(medic.address, false);
  });

  it("MKT-87 refuses the reader himself, though he is a holder", async () => {
    const fixture = await recordFixture();
    const { consent, credentials, registrar, record, first, second, list } = fixture;
    await credentials.connect(registrar).attest(EMERGENCY, first.address, FOREVER, ZERO_HASH);
    await consent.connect(first).breakGlass(record, 1n, "");
    await expect(consent.connect(first).review(record, first.address, list, true, ""))
      .to.be.revertedWithCustomError(consent, "Consent_OwnReview")
      .withArgs(first.address);
    await consent.connect(second).review(record, first.address, list, true, "");
    expect(await countsOf(fixture)).to.deep.equal([1n, 0n]);
  });

  it("MKT-87 refuses who is no holder, other holders, what is no record, and a long note", async () => {
    const { consent, record, dataset, medic, stranger, registrar, seller, market, first, list } = await broken();
    await market.connect(seller).transferFrom(seller.address, stranger.address, record);
    for (const caller of [stranger, registrar, medic]) {
      await expect(consent.connect(caller).review(record, medic.address, list, true, ""))
        .to.be.revertedWithCustomError(consent, "Consent_NotHolder")
        .withArgs(record, caller.address);
    }
    await expect(consent.connect(stranger).review(record, medic.address, [stranger.address], true, ""))
      .to.be.revertedWithCustomError(consent, "Consent_OtherHolders")
      .withArgs(record, [stranger.address]);
    await expect(consent.connect(first).review(dataset, medic.address, list, true, ""))
      .to.be.revertedWithCustomError(consent, "Consent_NoRecord")
      .withArgs(dataset);
    await expect(consent.connect(first).review(record, medic.address, list, true, "n".repeat(1_025)))
      .to.be.revertedWithCustomError(consent, "Consent_TextTooLong")
      .withArgs(1_025n, 1_024n);
  });

  it("MKT-31 MKT-87 is by relay too, as is the breaking", async () => {
    const fixture = await recordFixture();
    const { consent, relay, relayer, record, medic, first, list } = fixture;
    const to = consent.target as string;
    const relayed = async (signer: typeof medic, data: string) =>
      relay.connect(relayer).execute(await signRequest(relay, signer, { from: signer.address, to, data }));
    await relayed(medic, consent.interface.encodeFunctionData("breakGlass", [record, 1n, "by relay"]));
    expect((await consent.emergencyOf(record, medic.address)).status).to.equal(OPEN);
    await relayed(first, consent.interface.encodeFunctionData("review", [record, medic.address, list, true, ""]));
    expect((await consent.emergencyOf(record, medic.address)).status).to.equal(JUSTIFIED);
  });
});
