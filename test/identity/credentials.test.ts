import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { expect } from "chai";
import type { TypedDataDomain } from "ethers";
import { network } from "hardhat";
import { deployIdentity, FOREVER, slotsRead } from "./fixture.ts";

const ATTESTATION = {
  Attestation: [
    { name: "registrar", type: "address" },
    { name: "credentialType", type: "bytes32" },
    { name: "subject", type: "address" },
    { name: "expiry", type: "uint40" },
    { name: "evidence", type: "bytes32" },
    { name: "nonce", type: "uint256" },
    { name: "deadline", type: "uint256" },
  ],
};

const [NONE, VALID, REVOKED, RENOUNCED] = [0n, 1n, 2n, 3n];

describe("Credentials", () => {
  const setUp = async () => {
    const connection = await network.create();
    const { ethers, networkHelpers } = connection;
    const { credentials, dao, manager } = await deployIdentity(connection);
    const [registrar, colleague, subject, stranger] = (await ethers.getSigners()) as [
      HardhatEthersSigner,
      HardhatEthersSigner,
      HardhatEthersSigner,
      HardhatEthersSigner,
    ];
    const kind = ethers.id("accredited researcher");
    const evidence = ethers.id("evidence");
    await credentials.connect(dao).appointRegistrar(kind, registrar, FOREVER);
    await credentials.connect(dao).appointRegistrar(kind, colleague, FOREVER);
    const now = BigInt(await networkHelpers.time.latest());
    const expiry = now + 1_000_000n;
    return {
      connection,
      ethers,
      networkHelpers,
      credentials,
      dao,
      manager,
      registrar,
      colleague,
      subject,
      stranger,
      kind,
      evidence,
      expiry,
      address: await credentials.getAddress(),
    };
  };
  let s: Awaited<ReturnType<typeof setUp>>;
  let snapshot: { restore(): Promise<void> };
  before(async () => {
    s = await setUp();
    snapshot = await s.networkHelpers.takeSnapshot();
  });
  afterEach(() => snapshot.restore());

  const as = (signer: HardhatEthersSigner) => s.credentials.connect(signer);
  const latest = async () => BigInt(await s.networkHelpers.time.latest());

  /** Expects the credential of the subject to be exactly this, in the view and in the packed slot. */
  const expectCredential = async (
    registrar: string,
    expiry: bigint,
    issuedAt: bigint,
    status: bigint,
    serial: bigint,
  ) => {
    const { credentials, kind, subject } = s;
    expect(await credentials.credentialOf(kind, subject)).to.deep.equal([registrar, expiry, issuedAt, status, serial]);
    expect(await credentials.nonceOf(kind, subject)).to.equal(
      BigInt(registrar) | (expiry << 160n) | (issuedAt << 200n) | (status << 240n) | (serial << 248n),
    );
  };

  describe("appointRegistrar", () => {
    it("IDN-20 is the DAO's", async () => {
      const { credentials, dao, stranger, kind } = s;
      await expect(as(dao).appointRegistrar(kind, stranger, FOREVER))
        .to.emit(credentials, "RegistrarAppointed")
        .withArgs(kind, stranger.address, FOREVER);
      expect(await credentials.isRegistrar(kind, stranger)).to.equal(true);
      expect(await credentials.registrarUntil(kind, stranger)).to.equal(FOREVER);
    });

    it("IDN-20 is refused to everybody else, registrars included", async () => {
      const { credentials, registrar, stranger, kind } = s;
      for (const caller of [registrar, stranger]) {
        for (const act of [
          as(caller).appointRegistrar(kind, stranger, FOREVER),
          as(caller).dismissRegistrar(kind, registrar),
          as(caller).appointMirror(stranger),
          as(caller).dismissMirror(stranger),
        ]) {
          await expect(act)
            .to.be.revertedWithCustomError(credentials, "AccessManagedUnauthorized")
            .withArgs(caller.address);
        }
      }
    });

    it("IDN-29 refuses the zero account and a time that has come", async () => {
      const { ethers, networkHelpers, credentials, dao, stranger, kind } = s;
      await expect(as(dao).appointRegistrar(kind, ethers.ZeroAddress, FOREVER)).to.be.revertedWithCustomError(
        credentials,
        "Credentials_ZeroAccount",
      );
      const now = (await latest()) + 10n;
      await networkHelpers.time.setNextBlockTimestamp(now);
      await expect(as(dao).appointRegistrar(kind, stranger, now))
        .to.be.revertedWithCustomError(credentials, "Credentials_ExpiryPast")
        .withArgs(now, now);
    });
  });

  describe("dismissRegistrar", () => {
    it("IDN-20 IDN-21 ends the power to attest at once", async () => {
      const { credentials, dao, registrar, subject, kind, evidence, expiry } = s;
      await expect(as(dao).dismissRegistrar(kind, registrar))
        .to.emit(credentials, "RegistrarDismissed")
        .withArgs(kind, registrar.address);
      expect(await credentials.isRegistrar(kind, registrar)).to.equal(false);
      expect(await credentials.registrarUntil(kind, registrar)).to.equal(0n);
      await expect(as(registrar).attest(kind, subject, expiry, evidence))
        .to.be.revertedWithCustomError(credentials, "Credentials_NotRegistrar")
        .withArgs(kind, registrar.address);
    });

    it("IDN-28 leaves what was attested, for others and the former registrar to revoke", async () => {
      const { credentials, dao, registrar, subject, kind, evidence, expiry } = s;
      await as(registrar).attest(kind, subject, expiry, evidence);
      await as(dao).dismissRegistrar(kind, registrar);
      expect(await credentials.hasCredential(kind, subject)).to.equal(true);
      await expect(as(registrar).revoke(kind, subject))
        .to.emit(credentials, "Revoked")
        .withArgs(kind, subject.address, registrar.address);
    });

    it("IDN-29 refuses who is no registrar", async () => {
      const { credentials, dao, stranger, kind } = s;
      await expect(as(dao).dismissRegistrar(kind, stranger))
        .to.be.revertedWithCustomError(credentials, "Credentials_NotRegistrar")
        .withArgs(kind, stranger.address);
    });
  });

  describe("attest", () => {
    it("IDN-21 IDN-22 gives the subject the credential from now until its expiry", async () => {
      const { networkHelpers, credentials, registrar, subject, stranger, ethers, kind, evidence, expiry } = s;
      expect(await credentials.hasCredential(kind, subject)).to.equal(false);
      await expectCredential(ethers.ZeroAddress, 0n, 0n, NONE, 0n);
      await expect(as(registrar).attest(kind, subject, expiry, evidence))
        .to.emit(credentials, "Attested")
        .withArgs(kind, subject.address, registrar.address, expiry, evidence, ethers.ZeroAddress);
      await expectCredential(registrar.address, expiry, await latest(), VALID, 1n);
      expect(await credentials.hasCredential(kind, subject)).to.equal(true);
      expect(await credentials.hasCredential(kind, stranger)).to.equal(false);
      expect(await credentials.hasCredential(ethers.id("other"), subject)).to.equal(false);
      await networkHelpers.time.increaseTo(expiry - 1n);
      expect(await credentials.hasCredential(kind, subject)).to.equal(true);
      await networkHelpers.time.increaseTo(expiry);
      expect(await credentials.hasCredential(kind, subject)).to.equal(false);
    });

    it("IDN-21 is refused to strangers, subjects, the DAO, and registrars of another type", async () => {
      const { ethers, credentials, dao, registrar, subject, stranger, kind, evidence, expiry } = s;
      for (const caller of [stranger, subject, dao]) {
        await expect(as(caller).attest(kind, subject, expiry, evidence))
          .to.be.revertedWithCustomError(credentials, "Credentials_NotRegistrar")
          .withArgs(kind, caller.address);
      }
      const other = ethers.id("other");
      await expect(as(registrar).attest(other, subject, expiry, evidence))
        .to.be.revertedWithCustomError(credentials, "Credentials_NotRegistrar")
        .withArgs(other, registrar.address);
    });

    it("IDN-21 is refused from the second on at which the appointment ends", async () => {
      const { networkHelpers, credentials, dao, stranger, subject, kind, evidence } = s;
      const until = (await latest()) + 1000n;
      await as(dao).appointRegistrar(kind, stranger, until);
      await networkHelpers.time.setNextBlockTimestamp(until - 1n);
      await as(stranger).attest(kind, subject, FOREVER, evidence);
      await networkHelpers.time.increaseTo(until);
      await expect(as(stranger).attest(kind, subject, FOREVER, evidence))
        .to.be.revertedWithCustomError(credentials, "Credentials_NotRegistrar")
        .withArgs(kind, stranger.address);
      expect(await credentials.isRegistrar(kind, stranger)).to.equal(false);
      expect(await credentials.registrarUntil(kind, stranger)).to.equal(until);
      expect(await credentials.hasCredential(kind, subject)).to.equal(true);
    });

    it("IDN-25 replaces a registrar's own attestation, for longer and for shorter", async () => {
      const { credentials, registrar, subject, kind, evidence, expiry } = s;
      await as(registrar).attest(kind, subject, expiry, evidence);
      await as(registrar).attest(kind, subject, expiry + 1n, evidence);
      await expectCredential(registrar.address, expiry + 1n, await latest(), VALID, 2n);
      await as(registrar).attest(kind, subject, expiry - 1n, evidence);
      await expectCredential(registrar.address, expiry - 1n, await latest(), VALID, 3n);
      expect(await credentials.hasCredential(kind, subject)).to.equal(true);
    });

    it("IDN-25 replaces another registrar's only by what does not end sooner", async () => {
      const { ethers, credentials, registrar, colleague, subject, kind, evidence, expiry } = s;
      await as(registrar).attest(kind, subject, expiry, evidence);
      await expect(as(colleague).attest(kind, subject, expiry - 1n, evidence))
        .to.be.revertedWithCustomError(credentials, "Credentials_WouldShorten")
        .withArgs(kind, subject.address, expiry);
      await expect(as(colleague).attest(kind, subject, expiry, evidence))
        .to.emit(credentials, "Attested")
        .withArgs(kind, subject.address, colleague.address, expiry, evidence, ethers.ZeroAddress);
      await expectCredential(colleague.address, expiry, await latest(), VALID, 2n);
    });

    it("IDN-25 replaces by anything what is revoked or ended", async () => {
      const { networkHelpers, registrar, colleague, subject, kind, evidence, expiry } = s;
      await as(registrar).attest(kind, subject, FOREVER, evidence);
      await as(colleague).revoke(kind, subject);
      await as(colleague).attest(kind, subject, expiry, evidence);
      await expectCredential(colleague.address, expiry, await latest(), VALID, 3n);
      await networkHelpers.time.increaseTo(expiry);
      await as(registrar).attest(kind, subject, expiry + 1000n, evidence);
      await expectCredential(registrar.address, expiry + 1000n, await latest(), VALID, 4n);
    });

    it("IDN-29 refuses nobody as subject, and an expiry that has come", async () => {
      const { ethers, networkHelpers, credentials, registrar, subject, kind, evidence } = s;
      await expect(as(registrar).attest(kind, ethers.ZeroAddress, FOREVER, evidence)).to.be.revertedWithCustomError(
        credentials,
        "Credentials_ZeroAccount",
      );
      const now = (await latest()) + 10n;
      await networkHelpers.time.setNextBlockTimestamp(now);
      await expect(as(registrar).attest(kind, subject, now, evidence))
        .to.be.revertedWithCustomError(credentials, "Credentials_ExpiryPast")
        .withArgs(now, now);
    });
  });

  describe("attestBySignature", () => {
    /** An attestation for the present state of the subject, with `changes`, signed by `signer`. */
    const sign = async (signer: HardhatEthersSigner, changes: object = {}, domain: TypedDataDomain = {}) => {
      const { credentials, subject, kind, evidence, expiry, address } = s;
      const attestation = {
        registrar: signer.address,
        credentialType: kind,
        subject: subject.address,
        expiry,
        evidence,
        nonce: await credentials.nonceOf(kind, subject),
        deadline: expiry,
        ...changes,
      };
      const signature = await signer.signTypedData(
        { name: "Tallystick Credentials", version: "1", chainId: 31337n, verifyingContract: address, ...domain },
        ATTESTATION,
        attestation,
      );
      return { attestation, signature };
    };

    const expectBad = async ({ attestation, signature }: Awaited<ReturnType<typeof sign>>) =>
      expect(as(s.stranger).attestBySignature(attestation, signature))
        .to.be.revertedWithCustomError(s.credentials, "Credentials_BadSignature")
        .withArgs(attestation.registrar);

    const expectStale = async ({ attestation, signature }: Awaited<ReturnType<typeof sign>>) =>
      expect(as(s.stranger).attestBySignature(attestation, signature))
        .to.be.revertedWithCustomError(s.credentials, "Credentials_StaleSignature")
        .withArgs(s.kind, s.subject.address, attestation.nonce);

    it("IDN-23 attests in the signer's name, whoever sends it", async () => {
      const { ethers, credentials, registrar, subject, stranger, kind, evidence, expiry } = s;
      const { attestation, signature } = await sign(registrar);
      await expect(as(stranger).attestBySignature(attestation, signature))
        .to.emit(credentials, "Attested")
        .withArgs(kind, subject.address, registrar.address, expiry, evidence, ethers.ZeroAddress);
      await expectCredential(registrar.address, expiry, await latest(), VALID, 1n);
    });

    it("IDN-23 asks a contract wallet", async () => {
      const { ethers, credentials, dao, registrar, subject, stranger, kind, evidence, expiry } = s;
      const wallet = await ethers.deployContract("WalletMock", [registrar]);
      await as(dao).appointRegistrar(kind, wallet, FOREVER);
      const good = await sign(registrar, { registrar: await wallet.getAddress() });
      const bad = await sign(stranger, { registrar: await wallet.getAddress() });
      await expect(as(stranger).attestBySignature(bad.attestation, bad.signature))
        .to.be.revertedWithCustomError(credentials, "Credentials_BadSignature")
        .withArgs(await wallet.getAddress());
      await expect(as(stranger).attestBySignature(good.attestation, good.signature))
        .to.emit(credentials, "Attested")
        .withArgs(kind, subject.address, await wallet.getAddress(), expiry, evidence, ethers.ZeroAddress);
    });

    it("IDN-24 is good for the wallet it names only, though another has the same key", async () => {
      const { ethers, credentials, dao, registrar, stranger, kind } = s;
      const [wallet, twin] = [
        await ethers.deployContract("WalletMock", [registrar]),
        await ethers.deployContract("WalletMock", [registrar]),
      ];
      for (const account of [wallet, twin]) await as(dao).appointRegistrar(kind, account, FOREVER);
      const { attestation, signature } = await sign(registrar, { registrar: await wallet.getAddress() });
      for (const other of [await twin.getAddress(), registrar.address]) {
        await expectBad({ attestation: { ...attestation, registrar: other }, signature });
      }
      await expect(as(stranger).attestBySignature(attestation, signature)).to.emit(credentials, "Attested");
    });

    it("IDN-24 dies with use", async () => {
      const { registrar, stranger } = s;
      const signed = await sign(registrar);
      await as(stranger).attestBySignature(signed.attestation, signed.signature);
      await expectStale(signed);
    });

    it("IDN-24 stays dead when all but the serial is as before within one second", async () => {
      const { networkHelpers, credentials, registrar, subject, kind, evidence, expiry } = s;
      const at = (await latest()) + 10n;
      const nonce = BigInt(registrar.address) | (expiry << 160n) | (at << 200n) | (VALID << 240n) | (1n << 248n);
      const { attestation, signature } = await sign(registrar, { expiry: expiry + 1n, nonce });
      const encode = credentials.interface.encodeFunctionData.bind(credentials.interface);
      const attest = encode("attest", [kind, subject.address, expiry, evidence]);
      const bySignature = encode("attestBySignature", [attestation, signature]);
      await networkHelpers.time.setNextBlockTimestamp(at);
      await expect(as(registrar).multicall([attest, bySignature, attest, bySignature]))
        .to.be.revertedWithCustomError(credentials, "Credentials_StaleSignature")
        .withArgs(kind, subject.address, nonce);
      await networkHelpers.time.setNextBlockTimestamp(at);
      await as(registrar).multicall([attest, bySignature, attest]);
      await expectCredential(registrar.address, expiry, at, VALID, 3n);
    });

    it("IDN-24 dies with any other change of the credential, and with no other credential's", async () => {
      const { registrar, colleague, subject, stranger, kind, evidence, expiry } = s;
      const first = await sign(registrar);
      await as(colleague).attest(kind, stranger, expiry, evidence);
      await as(colleague).attest(kind, subject, expiry, evidence);
      await expectStale(first);
      const second = await sign(registrar);
      await as(subject).renounce(kind);
      await expectStale(second);
      const third = await sign(registrar);
      await as(registrar).attest(kind, subject, expiry, evidence);
      const fourth = await sign(registrar);
      await as(registrar).revoke(kind, subject);
      await expectStale(third);
      await expectStale(fourth);
    });

    it("IDN-24 is good until its deadline and not after", async () => {
      const { networkHelpers, credentials, registrar, stranger } = s;
      const deadline = (await latest()) + 1000n;
      const { attestation, signature } = await sign(registrar, { deadline });
      const inTime = await networkHelpers.takeSnapshot();
      await networkHelpers.time.setNextBlockTimestamp(deadline + 1n);
      await expect(as(stranger).attestBySignature(attestation, signature))
        .to.be.revertedWithCustomError(credentials, "Credentials_SignatureExpired")
        .withArgs(deadline);
      await inTime.restore();
      await networkHelpers.time.setNextBlockTimestamp(deadline);
      await expect(as(stranger).attestBySignature(attestation, signature)).to.emit(credentials, "Attested");
    });

    it("IDN-24 is refused for another chain, contract, signer or content", async () => {
      const { ethers, registrar, colleague, stranger, expiry, evidence } = s;
      await expectBad(await sign(registrar, {}, { chainId: 31338n }));
      await expectBad(await sign(registrar, {}, { verifyingContract: stranger.address }));
      await expectBad(await sign(stranger, { registrar: registrar.address }));
      const { attestation, signature } = await sign(registrar);
      await expectBad({ attestation: { ...attestation, registrar: colleague.address }, signature });
      await expectBad({ attestation: { ...attestation, expiry: expiry + 1n }, signature });
      await expectBad({ attestation: { ...attestation, evidence: ethers.id("forged") }, signature });
      await expectBad({ attestation: { ...attestation, deadline: expiry + 1n }, signature });
      await expectBad({ attestation: { ...attestation, subject: stranger.address }, signature });
      await expectBad({ attestation: { ...attestation, credentialType: ethers.id("other") }, signature });
      expect(evidence).to.equal(attestation.evidence);
    });

    it("IDN-24 is refused from who is no registrar when it is sent", async () => {
      const { credentials, dao, registrar, stranger, kind } = s;
      const { attestation, signature } = await sign(registrar);
      await as(dao).dismissRegistrar(kind, registrar);
      await expect(as(stranger).attestBySignature(attestation, signature))
        .to.be.revertedWithCustomError(credentials, "Credentials_NotRegistrar")
        .withArgs(kind, registrar.address);
    });

    it("IDN-25 is bound by the rules of attesting", async () => {
      const { credentials, registrar, colleague, subject, stranger, kind, evidence } = s;
      await as(colleague).attest(kind, subject, FOREVER, evidence);
      const { attestation, signature } = await sign(registrar);
      await expect(as(stranger).attestBySignature(attestation, signature))
        .to.be.revertedWithCustomError(credentials, "Credentials_WouldShorten")
        .withArgs(kind, subject.address, FOREVER);
    });
  });

  describe("revoke", () => {
    it("IDN-22 IDN-26 ends a credential at once, by attester, colleague or DAO", async () => {
      const { credentials, dao, registrar, colleague, subject, kind, evidence, expiry } = s;
      for (const [index, caller] of [registrar, colleague, dao].entries()) {
        await as(registrar).attest(kind, subject, expiry, evidence);
        const issuedAt = await latest();
        await expect(as(caller).revoke(kind, subject))
          .to.emit(credentials, "Revoked")
          .withArgs(kind, subject.address, caller.address);
        expect(await credentials.hasCredential(kind, subject)).to.equal(false);
        await expectCredential(registrar.address, expiry, issuedAt, REVOKED, 2n * BigInt(index) + 2n);
      }
    });

    it("IDN-26 is refused to everybody else, and to a registrar of another type", async () => {
      const { ethers, credentials, dao, registrar, subject, stranger, kind, evidence, expiry } = s;
      await as(dao).appointRegistrar(ethers.id("other"), stranger, FOREVER);
      await as(registrar).attest(kind, subject, expiry, evidence);
      for (const caller of [subject, stranger]) {
        await expect(as(caller).revoke(kind, subject))
          .to.be.revertedWithCustomError(credentials, "AccessManagedUnauthorized")
          .withArgs(caller.address);
      }
      expect(await credentials.hasCredential(kind, subject)).to.equal(true);
    });

    it("IDN-29 refuses what is not valid", async () => {
      const { credentials, registrar, subject, kind, evidence, expiry } = s;
      await expect(as(registrar).revoke(kind, subject))
        .to.be.revertedWithCustomError(credentials, "Credentials_NotValid")
        .withArgs(kind, subject.address, NONE);
      await as(registrar).attest(kind, subject, expiry, evidence);
      await as(registrar).revoke(kind, subject);
      await expect(as(registrar).revoke(kind, subject))
        .to.be.revertedWithCustomError(credentials, "Credentials_NotValid")
        .withArgs(kind, subject.address, REVOKED);
    });
  });

  describe("renounce", () => {
    it("IDN-27 is the subject's, of his own", async () => {
      const { credentials, registrar, subject, stranger, kind, evidence, expiry } = s;
      await as(registrar).attest(kind, subject, expiry, evidence);
      const issuedAt = await latest();
      await expect(as(stranger).renounce(kind))
        .to.be.revertedWithCustomError(credentials, "Credentials_NotValid")
        .withArgs(kind, stranger.address, NONE);
      await expect(as(subject).renounce(kind)).to.emit(credentials, "Renounced").withArgs(kind, subject.address);
      expect(await credentials.hasCredential(kind, subject)).to.equal(false);
      await expectCredential(registrar.address, expiry, issuedAt, RENOUNCED, 2n);
      await expect(as(subject).renounce(kind))
        .to.be.revertedWithCustomError(credentials, "Credentials_NotValid")
        .withArgs(kind, subject.address, RENOUNCED);
    });
  });

  describe("mirrors", () => {
    it("IDN-20 are appointed and dismissed by the DAO", async () => {
      const { ethers, credentials, dao, stranger } = s;
      await expect(as(dao).appointMirror(stranger)).to.emit(credentials, "MirrorAppointed").withArgs(stranger.address);
      expect(await credentials.isMirror(stranger)).to.equal(true);
      await expect(as(dao).dismissMirror(stranger)).to.emit(credentials, "MirrorDismissed").withArgs(stranger.address);
      expect(await credentials.isMirror(stranger)).to.equal(false);
      await expect(as(dao).dismissMirror(stranger))
        .to.be.revertedWithCustomError(credentials, "Credentials_NotMirror")
        .withArgs(stranger.address);
      await expect(as(dao).appointMirror(ethers.ZeroAddress)).to.be.revertedWithCustomError(
        credentials,
        "Credentials_ZeroAccount",
      );
    });

    it("IDN-33 revoke what that registrar attested in that second, and nothing else", async () => {
      const { credentials, dao, registrar, colleague, subject, stranger: mirror, kind, evidence, expiry } = s;
      await as(dao).appointMirror(mirror);
      await as(registrar).attest(kind, subject, expiry, evidence);
      const issuedAt = await latest();
      for (const [name, time] of [
        [colleague, issuedAt],
        [registrar, issuedAt - 1n],
      ] as const) {
        expect(await as(mirror).mirrorRevoke.staticCall(kind, subject, name, time)).to.equal(false);
        await as(mirror).mirrorRevoke(kind, subject, name, time);
        expect(await credentials.hasCredential(kind, subject)).to.equal(true);
      }
      expect(await as(mirror).mirrorRevoke.staticCall(kind, subject, registrar, issuedAt)).to.equal(true);
      await expect(as(mirror).mirrorRevoke(kind, subject, registrar, issuedAt))
        .to.emit(credentials, "Revoked")
        .withArgs(kind, subject.address, registrar.address);
    });

    it("IDN-30 are the only ones to hand on, a registrar is not", async () => {
      const { credentials, registrar, subject, kind, evidence, expiry } = s;
      await expect(as(registrar).mirrorAttest(kind, subject, expiry, evidence, registrar))
        .to.be.revertedWithCustomError(credentials, "Credentials_NotMirror")
        .withArgs(registrar.address);
      await expect(as(registrar).mirrorRevoke(kind, subject, registrar, 0n))
        .to.be.revertedWithCustomError(credentials, "Credentials_NotMirror")
        .withArgs(registrar.address);
    });
  });

  describe("setAuthority", () => {
    it("IDN-20 is nobody's but the AccessManager's, on the DAO's word", async () => {
      const { credentials, dao, manager, stranger } = s;
      expect(await credentials.authority()).to.equal(manager);
      for (const caller of [dao, stranger]) {
        await expect(as(caller).setAuthority(stranger))
          .to.be.revertedWithCustomError(credentials, "AccessManagedUnauthorized")
          .withArgs(caller.address);
      }
    });
  });

  describe("hasCredential", () => {
    it("IDN-22 reads one slot", async () => {
      const { connection, credentials, registrar, subject, kind, evidence, expiry, address } = s;
      await as(registrar).attest(kind, subject, expiry, evidence);
      const data = credentials.interface.encodeFunctionData("hasCredential", [kind, subject.address]);
      expect(await slotsRead(connection, address, data)).to.equal(1);
    });
  });

  describe("multicall", () => {
    it("IDN-10 attests many at once, and keeps the DAO's acts the DAO's", async () => {
      const { credentials, registrar, subject, stranger, kind, evidence, expiry } = s;
      const encode = credentials.interface.encodeFunctionData.bind(credentials.interface);
      await as(registrar).multicall([
        encode("attest", [kind, subject.address, expiry, evidence]),
        encode("attest", [kind, stranger.address, expiry, evidence]),
      ]);
      expect(await credentials.hasCredential(kind, subject)).to.equal(true);
      expect(await credentials.hasCredential(kind, stranger)).to.equal(true);
      await expect(as(stranger).multicall([encode("appointMirror", [stranger.address])]))
        .to.be.revertedWithCustomError(credentials, "AccessManagedUnauthorized")
        .withArgs(stranger.address);
    });
  });
});
