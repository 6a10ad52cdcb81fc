import { expect } from "chai";
import {
  ascending,
  asStruct,
  changeHolders,
  consentDigest,
  consented,
  EMERGENCY,
  give,
  mayRead,
  recordFixture,
  signaturesOf,
  signConsent,
} from "../market/consents.ts";
import { ethers, networkHelpers, ZERO_HASH } from "../market/fixture.ts";
import { signRequest } from "../shared/requests.ts";

// Order of secp256k1: s and n - s sign the same.
const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
/** Code that burns all gas it is given. */
const LOOPING_CODE = "0x5b5f56";
/** Code that answers the magic value of ERC-1271, and 100,000 bytes of nothing behind it. */
const BOMB_CODE = "0x631626ba7e60e01b5f52620186a05ff3";

describe("attacks on consent", () => {
  describe("with a forged caller", () => {
    it("MKT-31 does not believe an address written behind the calldata, in a batch or alone", async () => {
      const fixture = await recordFixture();
      const { consent, record, buyer, stranger, first, list } = fixture;
      await give(fixture);
      const encode = consent.interface.encodeFunctionData.bind(consent.interface);
      const asFirst = (data: string) => ethers.concat([data, first.address]);
      const withdrawal = asFirst(encode("withdraw", [record, buyer.address, list]));
      for (const data of [withdrawal, asFirst(encode("multicall", [[withdrawal]]))]) {
        await expect(stranger.sendTransaction({ to: consent.target, data }))
          .to.be.revertedWithCustomError(consent, "Consent_NotHolder")
          .withArgs(record, stranger.address);
      }
      expect(await mayRead(fixture)).to.equal(true);
    });

    it("MKT-31 names the signer of a relayed batch, whatever it says inside", async () => {
      const fixture = await recordFixture();
      const { consent, relay, relayer, record, buyer, stranger, first, list } = fixture;
      await give(fixture);
      const encode = consent.interface.encodeFunctionData.bind(consent.interface);
      const inner = ethers.concat([encode("withdraw", [record, buyer.address, list]), first.address]);
      const data = encode("multicall", [[inner]]);
      const to = consent.target as string;
      const request = await signRequest(relay, stranger, { from: stranger.address, to, data });
      await expect(relay.connect(relayer).execute(request)).to.be.revertedWithCustomError(relay, "FailedCall");
      expect(await mayRead(fixture)).to.equal(true);
    });
  });

  describe("with signatures", () => {
    it("MKT-81 refuses the other form of a signature (high s), the short form, and one with more behind it", async () => {
      const fixture = await recordFixture();
      const { consent, asked, list, first } = fixture;
      const [good = "", second = ""] = await signaturesOf(fixture, asked, [0, 1]);
      const { r, s, v, compactSerialized } = ethers.Signature.from(good);
      const flipped = ethers.concat([r, ethers.toBeHex(ORDER - BigInt(s), 32), ethers.toBeHex(v === 27 ? 28 : 27)]);
      for (const bad of [flipped, compactSerialized, ethers.concat([good, "0x00"])]) {
        await expect(consent.give(asked, list, [bad, second, "0x"]))
          .to.be.revertedWithCustomError(consent, "Consent_NotSigned")
          .withArgs(first.address, consentDigest(consent, asked));
      }
      await consent.give(asked, list, [good, second, "0x"]);
    });

    it("MKT-81 refuses calldata whose fields are not well formed, so that nothing hides behind a digest", async () => {
      const fixture = await recordFixture();
      const { consent, seller, asked, list, setup } = fixture;
      const signatures = await signaturesOf(fixture, asked, [0, 1]);
      const to = consent.target as string;
      const data = consent.interface.encodeFunctionData("give", [asked, list, signatures]);
      const dirty = (call: string, word: number) => {
        const bytes = ethers.getBytes(call);
        bytes[4 + 32 * word] = 1;
        return ethers.hexlify(bytes);
      };
      // Reader to deadline; the first word, the data set, uses all of its bits.
      for (let word = 1; word < 10; ++word) {
        await expect(seller.sendTransaction({ to, data: dirty(data, word) })).to.be.revert(ethers);
      }
      const salt = ethers.id("dirty");
      const registering = consent.interface.encodeFunctionData("register", [salt, asStruct(setup)]);
      // The list of holders is the last part: its three addresses.
      const words = (ethers.dataLength(registering) - 4) / 32;
      for (const word of [words - 3, words - 2, words - 1]) {
        await expect(seller.sendTransaction({ to, data: dirty(registering, word) })).to.be.revertedWithoutReason(
          ethers,
        );
      }
      await seller.sendTransaction({ to, data });
    });

    it("MKT-81 does not take a relayed request, or a change of holders, for a consent", async () => {
      const fixture = await recordFixture();
      const { consent, relay, record, asked, list, first, second } = fixture;
      const to = consent.target as string;
      const data = consent.interface.encodeFunctionData("give", [asked, list, ["0x", "0x", "0x"]]);
      const { signature } = await signRequest(relay, first, { from: first.address, to, data });
      const own = await signConsent(consent, second, asked);
      await expect(consent.give(asked, list, [signature, own, "0x"]))
        .to.be.revertedWithCustomError(consent, "Consent_NotSigned")
        .withArgs(first.address, consentDigest(consent, asked));
      expect(await consent.consentOf(record, asked.reader)).to.deep.equal([
        [0n, 0n, 0n, 0n, false, 0n, 0n, 0n, 0n],
        false,
      ]);
    });

    it("MKT-81 lets whoever gives choose between two that were signed for one serial, but not have both", async () => {
      const fixture = await recordFixture();
      const { consent, record, buyer, asked, list, stranger } = fixture;
      const wide = { ...asked, segments: 7n };
      const both = [await signaturesOf(fixture, asked, [0, 1]), await signaturesOf(fixture, wide, [0, 1])];
      await consent.connect(stranger).give(wide, list, both[1] ?? []);
      await expect(consent.give(asked, list, both[0] ?? []))
        .to.be.revertedWithCustomError(consent, "Consent_OtherSerial")
        .withArgs(record, buyer.address, 2n, 1n);
    });

    it("MKT-82 lets a front runner leave out a signature, which only makes the consent easier to end", async () => {
      const fixture = await recordFixture();
      const { consent, record, buyer, asked, list, stranger, first } = fixture;
      const [a = "", b = "", c = ""] = await signaturesOf(fixture, asked, [0, 1, 2]);
      await consent.connect(stranger).give(asked, list, [a, b, "0x"]);
      await expect(consent.give(asked, list, [a, b, c])).to.be.revertedWithCustomError(consent, "Consent_OtherSerial");
      await consent.connect(first).withdraw(record, buyer.address, list);
      expect(await mayRead(fixture)).to.equal(false);
    });
  });

  describe("by holders", () => {
    it("MKT-81 MKT-84 gives fewer than the threshold nothing, though they agree", async () => {
      const fixture = await recordFixture();
      const { consent, record, asked, list, first, newcomer } = fixture;
      await expect(consent.give(asked, list, await signaturesOf(fixture, asked, [0])))
        .to.be.revertedWithCustomError(consent, "Consent_TooFew")
        .withArgs(1n, 2n);
      // Nor by a list in which one stands twice, or with a friend.
      for (const holders of [
        [first.address, first.address, first.address],
        [first.address, newcomer.address],
      ]) {
        await expect(consent.give(asked, holders, ["0x", "0x", "0x"]))
          .to.be.revertedWithCustomError(consent, "Consent_OtherHolders")
          .withArgs(record, holders);
      }
    });

    it("MKT-82 lets one holder neither block the others nor end what enough of them stand by", async () => {
      const fixture = await recordFixture();
      const { consent, record, buyer, list, third } = fixture;
      for (const serial of [1n, 2n, 3n]) {
        await consent.connect(third).refuse(record, buyer.address, list, true);
        await give(fixture, { serial }, [0, 1]);
        await expect(consent.connect(third).withdraw(record, buyer.address, list)).to.be.revertedWithCustomError(
          consent,
          "Consent_NotSigner",
        );
        expect(await mayRead(fixture)).to.equal(true);
      }
    });

    it("MKT-84 gives who was replaced nothing more: with the old list or the new", async () => {
      const fixture = await recordFixture();
      const { consent, record, buyer, medic, newcomer, first, second, list } = fixture;
      await give(fixture);
      await consent.connect(medic).breakGlass(record, 1n, "");
      const next = ascending([second, newcomer]).map(({ address }) => address);
      await changeHolders(fixture, next, 1n);
      const old = consent.connect(first);
      for (const act of [
        () => old.withdraw(record, buyer.address, list),
        () => old.refuse(record, buyer.address, list, true),
        () => old.review(record, medic.address, list, true, ""),
      ]) {
        await expect(act()).to.be.revertedWithCustomError(consent, "Consent_OtherHolders").withArgs(record, list);
      }
      for (const act of [
        () => old.withdraw(record, buyer.address, next),
        () => old.refuse(record, buyer.address, next, true),
        () => old.review(record, medic.address, next, true, ""),
      ]) {
        await expect(act()).to.be.revertedWithCustomError(consent, "Consent_NotHolder").withArgs(record, first.address);
      }
    });

    /** A record of two keys and a wallet with this code. */
    async function underWallet(code: string) {
      const fixture = await recordFixture();
      const { consent, asked, second, first } = fixture;
      const wallet = ethers.Wallet.createRandom().address;
      await networkHelpers.setCode(wallet, code);
      const holders = [wallet, first.address, second.address].sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1));
      await changeHolders(fixture, holders, 2n);
      const request = { ...asked, epoch: 1n };
      const by = new Map([first, second].map((each) => [each.address, each]));
      const signaturesWith = (ofWallet: string) =>
        Promise.all(
          holders.map((holder) => {
            const signer = by.get(holder);
            return signer ? signConsent(consent, signer, request) : ofWallet;
          }),
        );
      return { ...fixture, wallet, holders, request, signaturesWith, place: BigInt(holders.indexOf(wallet)) };
    }

    it("MKT-81 goes on without a holder whose wallet burns all gas", async () => {
      const fixture = await underWallet(LOOPING_CODE);
      const { consent, record, buyer, wallet, holders, request, signaturesWith, place } = fixture;
      await expect(consent.give(request, holders, await signaturesWith("0x01"), { gasLimit: 400_000n }))
        .to.be.revertedWithCustomError(consent, "Consent_NotSigned")
        .withArgs(wallet, consentDigest(consent, request));
      await consent.give(request, holders, await signaturesWith("0x"));
      const signers = 7n ^ (1n << place);
      expect(await consent.consentOf(record, buyer.address)).to.deep.equal([consented(request, signers), true]);
    });

    it("MKT-81 copies nothing of a wallet's flood of an answer", async () => {
      const { consent, record, buyer, holders, request, signaturesWith } = await underWallet(BOMB_CODE);
      await consent.give(request, holders, await signaturesWith("0x01"), { gasLimit: 200_000n });
      expect(await consent.consentOf(record, buyer.address)).to.deep.equal([consented(request, 7n), true]);
    });

    it("MKT-81 fits sixteen holders, all of whom sign, and each of their acts, in little gas", async () => {
      const fixture = await recordFixture();
      const { consent, market, seller, buyer, asked } = fixture;
      const wallets = ascending(Array.from({ length: 16 }, () => ethers.Wallet.createRandom(ethers.provider)));
      const list = wallets.map(({ address }) => address);
      const salt = ethers.id("sixteen");
      const dataset = await market.datasetId(seller.address, salt);
      const setup = { holders: list, threshold: 16n, emergencyCredential: ZERO_HASH, emergencySeconds: 0n };
      await consent.connect(seller).register(salt, asStruct({ ...setup, alsoRight: false }));
      const request = { ...asked, dataset };
      const signatures = await Promise.all(wallets.map((wallet) => signConsent(consent, wallet, request)));
      const given = await (await consent.give(request, list, signatures)).wait();
      expect(given?.gasUsed).to.be.lessThan(160_000n);
      const last = wallets[15];
      if (!last) throw new Error("Too few wallets.");
      await networkHelpers.setBalance(last.address, 10n ** 18n);
      const withdrawn = await (await consent.connect(last).withdraw(dataset, buyer.address, list)).wait();
      expect(withdrawn?.gasUsed).to.be.lessThan(60_000n);
      expect((await consent.consentOf(dataset, buyer.address)).active).to.equal(false);
    });
  });

  describe("by readers", () => {
    it("MKT-83 asks as often as he likes and changes nothing, for himself or others", async () => {
      const fixture = await recordFixture();
      const { consent, record, buyer, stranger, asked } = fixture;
      const request = await give(fixture);
      const next = { ...asked, serial: 2n };
      for (let i = 0; i < 3; ++i) await consent.connect(buyer).request(next, "please ".repeat(100));
      await consent.connect(stranger).request({ ...asked, reader: stranger.address }, "me too");
      expect(await consent.consentOf(record, buyer.address)).to.deep.equal([consented(request, 3n), true]);
      await give(fixture, { serial: 2n });
    });

    it("MKT-87 can't read on and on by emergencies: each is reviewed first, and one unjustified is the last", async () => {
      const fixture = await recordFixture();
      const { consent, credentials, registrar, record, medic, first, list } = fixture;
      await consent.connect(medic).breakGlass(record, 1n, "");
      await networkHelpers.time.increase(10n * 86_400n);
      const again = () => consent.connect(medic).breakGlass(record, 1n, "");
      await expect(again()).to.be.revertedWithCustomError(consent, "Consent_NotReviewed");
      await consent.connect(first).review(record, medic.address, list, false, "");
      await expect(again()).to.be.revertedWithCustomError(consent, "Consent_FoundUnjustified");
      // A new attestation of the same credential is no way round it.
      await credentials.connect(registrar).revoke(EMERGENCY, medic.address);
      await credentials.connect(registrar).attest(EMERGENCY, medic.address, 2n ** 40n - 1n, ZERO_HASH);
      await expect(again()).to.be.revertedWithCustomError(consent, "Consent_FoundUnjustified");
      expect(await mayRead(fixture, { reader: medic.address, segments: 1n })).to.equal(false);
    });

    it("MKT-85 has no way round consent by a right: a record bought under no policy stays shut", async () => {
      for (const alsoRight of [false, true]) {
        const fixture = await recordFixture({ alsoRight });
        const { market, seller, buyer, terms, record } = fixture;
        const open = { ...terms, dataset: record };
        await market.connect(seller).offer(open);
        await market.connect(buyer).buy(open, buyer.address, "0x");
        expect(await market.hasAccessTo(record, buyer.address, 1n, 3n)).to.equal(true);
        expect(await mayRead(fixture)).to.equal(false);
      }
    });
  });

  describe("on the policy", () => {
    it("MKT-88 can't be made dearer by evidence, holders or emergencies", async () => {
      const fixture = await recordFixture();
      const { consent, record, buyer } = fixture;
      await give(fixture, {}, [0, 1, 2]);
      const probe = await ethers.deployContract("GasProbe");
      const ask = (evidence: string) =>
        probe.measure(
          consent.target,
          consent.interface.encodeFunctionData("admits", [record, buyer.address, ZERO_HASH, evidence]),
        );
      const [short, long] = [await ask("0x"), await ask(`0x${"ff".repeat(50_000)}`)];
      expect(long - short).to.be.lessThan(100n);
    });

    it("MKT-88 denies, and does not revert, for words and data sets of any kind", async () => {
      const { consent, buyer } = await recordFixture();
      const caller = await ethers.deployContract("PolicyCaller");
      for (const dataset of [0n, 1n, 2n ** 256n - 1n]) {
        for (const word of [ZERO_HASH, `0x${"ff".repeat(32)}`]) {
          expect(await consent.admits(dataset, buyer.address, word, "0x1234")).to.equal(false);
          const question = consent.interface.encodeFunctionData("admits", [dataset, buyer.address, word, "0x"]);
          expect(await caller.admits(consent.target, question)).to.equal(false);
        }
      }
    });
  });
});
