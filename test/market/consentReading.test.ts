import { expect } from "chai";
import { changeHolders, give, mayRead, PURPOSE, type RecordFixture, recordFixture } from "./consents.ts";
import { anchor, bought, DAY, ethers, networkHelpers, type Terms, ZERO_HASH } from "./fixture.ts";

const ANY = 0n;
const OTHER = 4n;

/** An offer of the record, by its policy: readers with consent (`purpose` zero: whatever for). */
async function offer(fixture: RecordFixture, purpose: bigint, nonce = 0n): Promise<Terms> {
  const { market, consent, seller, terms, record } = fixture;
  const policyData = ethers.toBeHex(purpose, 32);
  const offered = { ...terms, dataset: record, policy: consent.target as string, policyData, nonce };
  await market.connect(seller).offer(offered);
  return offered;
}

describe("mayRead", () => {
  describe("of a data set that is no record", () => {
    it("MKT-85 is the market's answer, for whatever purpose", async () => {
      const fixture = await recordFixture();
      const { market, seller, buyer, stranger, dataset } = fixture;
      await market.connect(seller).grant(dataset, buyer.address, DAY, 3n, 1n, false);
      for (const purpose of [ANY, PURPOSE, OTHER]) {
        for (const reader of [buyer.address, stranger.address, seller.address]) {
          for (const [version, segments] of [
            [1n, 3n],
            [1n, 2n],
            [1n, 4n],
            [2n, 3n],
            [0n, 3n],
          ] as const) {
            const allowed = await market.hasAccessTo(dataset, reader, version, segments);
            expect(allowed).to.equal(reader === buyer.address && version === 1n && segments !== 4n);
            expect(await mayRead(fixture, { dataset, reader, version, segments, purpose })).to.equal(allowed);
          }
        }
      }
    });

    it("MKT-85 is false for a data set that does not exist", async () => {
      const fixture = await recordFixture();
      expect(await mayRead(fixture, { dataset: 12345n })).to.equal(false);
    });
  });

  describe("of a record", () => {
    it("MKT-85 is false for everybody without consent, its owner, holders and readers with a right included", async () => {
      const fixture = await recordFixture();
      const { market, seller, stranger, holders, record } = fixture;
      await market.connect(seller).grant(record, stranger.address, 0n, 3n, 1n, true);
      for (const { address } of [seller, stranger, ...holders]) {
        expect(await mayRead(fixture, { reader: address })).to.equal(false);
      }
      await give(fixture);
      for (const { address } of [seller, stranger, ...holders]) {
        expect(await mayRead(fixture, { reader: address })).to.equal(false);
      }
    });

    it("MKT-85 includes any of the segments, and none beside them", async () => {
      const fixture = await recordFixture();
      await give(fixture, { segments: 0b1011n });
      for (let segments = 1n; segments < 16n; ++segments) {
        expect(await mayRead(fixture, { segments }), `segments ${segments}`).to.equal((segments & 0b0100n) === 0n);
      }
      expect(await mayRead(fixture, { segments: 2n ** 31n })).to.equal(false);
      expect(await mayRead(fixture, { segments: 2n ** 32n - 1n })).to.equal(false);
    });

    it("MKT-85 lets read for the purpose consented to alone, not for anything", async () => {
      const fixture = await recordFixture();
      await give(fixture);
      expect(await mayRead(fixture)).to.equal(true);
      for (const purpose of [ANY, 1n, OTHER, 65_535n]) {
        expect(await mayRead(fixture, { purpose })).to.equal(false);
      }
      await give(fixture, { serial: 2n, purpose: ANY });
      for (const purpose of [ANY, 1n, PURPOSE, 65_535n]) {
        expect(await mayRead(fixture, { purpose })).to.equal(true);
      }
    });

    it("MKT-85 lets read the version consented to alone, or later ones too, as far as they exist", async () => {
      const fixture = await recordFixture();
      const { market, seller, record } = fixture;
      for (const seed of ["record 2", "record 3"]) await market.connect(seller).addVersion(record, anchor(seed));
      const readable = async () => {
        const answers = await Promise.all([0n, 1n, 2n, 3n, 4n].map((version) => mayRead(fixture, { version })));
        return answers.flatMap((may, version) => (may ? [version] : []));
      };
      await give(fixture, { fromVersion: 2n, laterVersions: false });
      expect(await readable()).to.deep.equal([2]);
      await give(fixture, { serial: 2n, fromVersion: 2n, laterVersions: true });
      expect(await readable()).to.deep.equal([2, 3]);
      await give(fixture, { serial: 3n, fromVersion: 4n, laterVersions: true });
      expect(await readable()).to.deep.equal([]);
      await market.connect(seller).addVersion(record, anchor("record 4"));
      expect(await readable()).to.deep.equal([4]);
    });

    it("MKT-85 needs a right as well where the record asks for it, and neither alone will do", async () => {
      const fixture = await recordFixture({ alsoRight: true });
      const { market, seller, buyer, record } = fixture;
      await give(fixture);
      expect(await mayRead(fixture)).to.equal(false);
      await market.connect(seller).grant(record, buyer.address, DAY, 1n, 1n, true);
      expect(await mayRead(fixture, { segments: 1n })).to.equal(true);
      // The right has one segment, the consent two.
      expect(await mayRead(fixture, { segments: 3n })).to.equal(false);
      await networkHelpers.time.increase(DAY);
      expect(await mayRead(fixture, { segments: 1n })).to.equal(false);
      await market.connect(seller).grant(record, buyer.address, 90n * DAY, 3n, 1n, true);
      expect(await mayRead(fixture)).to.equal(true);
      await networkHelpers.time.increase(30n * DAY);
      expect(await market.hasAccess(record, buyer.address)).to.equal(true);
      expect(await mayRead(fixture)).to.equal(false);
    });

    it("MKT-85 MKT-86 lets read in an emergency: the segments named, every version, any purpose, without right", async () => {
      const fixture = await recordFixture({ alsoRight: true });
      const { consent, market, seller, record, medic } = fixture;
      await market.connect(seller).addVersion(record, anchor("record 2"));
      await consent.connect(medic).breakGlass(record, 0b101n, "");
      const reader = medic.address;
      for (const [changes, may] of [
        [{ segments: 0b101n }, true],
        [{ segments: 0b100n }, true],
        [{ segments: 0b111n }, false],
        [{ segments: 0b101n, version: 2n }, true],
        [{ segments: 0b101n, version: 0n }, false],
        [{ segments: 0b101n, version: 3n }, false],
        [{ segments: 0b101n, purpose: ANY }, true],
        [{ segments: 0b101n, purpose: OTHER }, true],
      ] as const) {
        expect(await mayRead(fixture, { reader, ...changes })).to.equal(may);
      }
      expect(await mayRead(fixture, { segments: 1n })).to.equal(false);
    });

    it("MKT-85 adds nothing up: neither two consents nor consent and emergency", async () => {
      const fixture = await recordFixture();
      const { consent, record, medic } = fixture;
      await give(fixture, { reader: medic.address, segments: 0b01n });
      await consent.connect(medic).breakGlass(record, 0b10n, "");
      const reader = medic.address;
      expect(await mayRead(fixture, { reader, segments: 0b01n })).to.equal(true);
      expect(await mayRead(fixture, { reader, segments: 0b10n })).to.equal(true);
      expect(await mayRead(fixture, { reader, segments: 0b11n })).to.equal(false);
    });

    it("MKT-85 stays under consent when the data set is sold: the buyer of the token is nobody special", async () => {
      const fixture = await recordFixture();
      const { market, seller, stranger, record } = fixture;
      await give(fixture);
      await market.connect(seller).transferFrom(seller.address, stranger.address, record);
      expect(await mayRead(fixture, { reader: stranger.address })).to.equal(false);
      expect(await mayRead(fixture)).to.equal(true);
    });
  });
});

describe("Consent as a policy", () => {
  it("MKT-88 admits readers with an active consent to the purpose, or whatever for, whatever the evidence", async () => {
    const fixture = await recordFixture();
    const { consent, record, dataset, buyer, stranger, first, list } = fixture;
    const admits = (purpose: bigint, reader = buyer.address, evidence = "0x", id = record) =>
      consent.admits(id, reader, ethers.toBeHex(purpose, 32), evidence);
    expect(await admits(ANY)).to.equal(false);
    await give(fixture);
    expect(await admits(ANY)).to.equal(true);
    expect(await admits(PURPOSE)).to.equal(true);
    expect(await admits(OTHER)).to.equal(false);
    expect(await admits(ANY, stranger.address)).to.equal(false);
    expect(await admits(ANY, buyer.address, "0x1234")).to.equal(true);
    expect(await admits(ANY, buyer.address, "0x", dataset)).to.equal(false);
    // The low 16 bits are the purpose.
    expect(await admits((7n << 16n) | PURPOSE)).to.equal(true);
    expect(await admits((7n << 16n) | OTHER)).to.equal(false);
    await give(fixture, { serial: 2n, purpose: ANY });
    for (const purpose of [ANY, PURPOSE, OTHER]) expect(await admits(purpose)).to.equal(true);
    await consent.connect(first).withdraw(record, buyer.address, list);
    expect(await admits(ANY)).to.equal(false);
    await give(fixture, { serial: 3n });
    await changeHolders(fixture, list, 2n);
    expect(await admits(ANY)).to.equal(false);
  });

  it("MKT-88 admits nobody by an emergency", async () => {
    const { consent, record, medic } = await recordFixture();
    await consent.connect(medic).breakGlass(record, 1n, "");
    expect(await consent.admits(record, medic.address, ZERO_HASH, "0x")).to.equal(false);
  });

  it("MKT-88 costs less than a tenth of what a policy may use", async () => {
    const fixture = await recordFixture();
    const { consent, record, buyer } = fixture;
    await give(fixture);
    const probe = await ethers.deployContract("GasProbe");
    const question = consent.interface.encodeFunctionData("admits", [record, buyer.address, ZERO_HASH, "0x"]);
    expect(await probe.measure(consent.target, question)).to.be.lessThan(20_000n);
  });

  it("MKT-88 denies a purchase without consent, and lets it through with one", async () => {
    const fixture = await recordFixture({ alsoRight: true });
    const { market, usdx, buyer, stranger, record } = fixture;
    const offered = await offer(fixture, PURPOSE);
    const id = await market.offerId(offered);
    const before = await usdx.balanceOf(buyer.address);
    await expect(market.connect(buyer).buy(offered, buyer.address, "0x"))
      .to.be.revertedWithCustomError(market, "Access_Denied")
      .withArgs(id, buyer.address);
    expect(await usdx.balanceOf(buyer.address)).to.equal(before);
    await give(fixture);
    await bought(fixture, buyer, offered);
    expect(await usdx.balanceOf(buyer.address)).to.equal(before - offered.price);
    expect(await mayRead(fixture)).to.equal(true);
    // Who pays is not who reads: a gift needs the reader's consent.
    await expect(market.connect(buyer).buy(offered, stranger.address, "0x"))
      .to.be.revertedWithCustomError(market, "Access_Denied")
      .withArgs(id, stranger.address);
    expect(await market.hasAccess(record, stranger.address)).to.equal(false);
  });

  it("MKT-88 denies a purchase for a purpose that was not consented to", async () => {
    const fixture = await recordFixture({ alsoRight: true });
    const { market, buyer } = fixture;
    await give(fixture);
    const offered = await offer(fixture, OTHER);
    await expect(market.connect(buyer).buy(offered, buyer.address, "0x"))
      .to.be.revertedWithCustomError(market, "Access_Denied")
      .withArgs(await market.offerId(offered), buyer.address);
    await bought(fixture, buyer, await offer(fixture, ANY, 1n));
    expect(await mayRead(fixture)).to.equal(true);
  });

  it("MKT-82 MKT-85 ends reading what was bought when consent is withdrawn, and gives it back with a new one", async () => {
    const fixture = await recordFixture({ alsoRight: true });
    const { consent, market, buyer, first, list, record } = fixture;
    await give(fixture);
    await bought(fixture, buyer, await offer(fixture, PURPOSE));
    await consent.connect(first).withdraw(record, buyer.address, list);
    expect(await market.hasAccess(record, buyer.address)).to.equal(true);
    expect(await mayRead(fixture)).to.equal(false);
    await give(fixture, { serial: 2n });
    expect(await mayRead(fixture)).to.equal(true);
  });

  it("MKT-88 works as a member of a combination, within its share of the gas", async () => {
    const fixture = await recordFixture();
    const { consent, allOfPolicy, market, seller, buyer, terms, record } = fixture;
    const members = [{ policy: consent.target as string, data: ethers.toBeHex(PURPOSE, 32) }];
    const eight = Array.from({ length: 8 }, () => members[0] ?? { policy: "", data: "" });
    const policyData = await allOfPolicy.dataOf(eight);
    const offered = { ...terms, dataset: record, policy: allOfPolicy.target as string, policyData };
    await market.connect(seller).offer(offered);
    const evidence = ethers.AbiCoder.defaultAbiCoder().encode(
      ["tuple(address policy, bytes32 data)[]", "bytes[]"],
      [eight, eight.map(() => "0x")],
    );
    await expect(market.connect(buyer).buy(offered, buyer.address, evidence)).to.be.revertedWithCustomError(
      market,
      "Access_Denied",
    );
    await give(fixture);
    await market.connect(buyer).buy(offered, buyer.address, evidence);
    expect(await market.hasAccess(record, buyer.address)).to.equal(true);
  });
});
