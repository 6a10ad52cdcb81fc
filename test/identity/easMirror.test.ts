import { readFileSync } from "node:fs";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { expect } from "chai";
import type { EventLog } from "ethers";
import { network } from "hardhat";
import { deployIdentity, FOREVER } from "./fixture.ts";

const bytecode: { EAS: string; SchemaRegistry: string } = JSON.parse(
  readFileSync(new URL("fixtures/eas/bytecode.json", import.meta.url), "utf8"),
);

const REQUEST = "(address recipient, uint64 expirationTime, bool revocable, bytes32 refUID, bytes data, uint256 value)";
const ATTESTATION =
  "(bytes32 uid, bytes32 schema, uint64 time, uint64 expirationTime, uint64 revocationTime, bytes32 refUID, address recipient, address attester, bool revocable, bytes data)";
const EAS = [
  "constructor(address registry)",
  `function attest((bytes32 schema, ${REQUEST} data) request) payable returns (bytes32)`,
  `function multiAttest((bytes32 schema, ${REQUEST}[] data)[] requests) payable returns (bytes32[])`,
  "function revoke((bytes32 schema, (bytes32 uid, uint256 value) data) request) payable",
  "function multiRevoke((bytes32 schema, (bytes32 uid, uint256 value)[] data)[] requests) payable",
  `function getAttestation(bytes32 uid) view returns (${ATTESTATION})`,
  "event Attested(address indexed recipient, address indexed attester, bytes32 uid, bytes32 indexed schemaUID)",
  "event Revoked(address indexed recipient, address indexed attester, bytes32 uid, bytes32 indexed schemaUID)",
  "error NotPayable()",
];
const REGISTRY = [
  "function register(string schema, address resolver, bool revocable) returns (bytes32)",
  "event Registered(bytes32 indexed uid, address indexed registerer, (bytes32 uid, address resolver, bool revocable, string schema) schema)",
];

const [VALID, REVOKED, RENOUNCED] = [1n, 2n, 3n];

describe("EasMirror", () => {
  const setUp = async () => {
    const connection = await network.create();
    const { ethers, networkHelpers } = connection;
    const [registrar, colleague, subject, stranger] = (await ethers.getSigners()) as [
      HardhatEthersSigner,
      HardhatEthersSigner,
      HardhatEthersSigner,
      HardhatEthersSigner,
    ];
    const registry = await new ethers.ContractFactory(REGISTRY, bytecode.SchemaRegistry, registrar).deploy();
    const eas = new ethers.Contract(
      await (await new ethers.ContractFactory(EAS, bytecode.EAS, registrar).deploy(registry)).getAddress(),
      EAS,
      registrar,
    );
    const { relay, credentials, dao, manager } = await deployIdentity(connection);
    const mirror = await ethers.deployContract("EasMirror", [eas, credentials, manager, relay]);
    const mirrorAddress = await mirror.getAddress();

    const register = async (schema: string) => {
      const receipt = await (await registry.getFunction("register")(schema, mirrorAddress, true)).wait();
      return receipt.logs[0].topics[1] as string;
    };
    const schema = await register("bool accredited");
    const unmapped = await register("bool unmapped");
    const kind = ethers.id("accredited researcher");
    await credentials.connect(dao).appointMirror(mirror);
    await credentials.connect(dao).appointRegistrar(kind, registrar, FOREVER);
    await credentials.connect(dao).appointRegistrar(kind, colleague, FOREVER);
    await mirror.connect(dao).mapSchema(schema, kind);
    const expiry = BigInt(await networkHelpers.time.latest()) + 1_000_000n;
    return {
      ethers,
      networkHelpers,
      eas,
      mirror,
      mirrorAddress,
      credentials,
      dao,
      registrar,
      colleague,
      subject,
      stranger,
      schema,
      unmapped,
      kind,
      expiry,
    };
  };
  let s: Awaited<ReturnType<typeof setUp>>;
  let snapshot: { restore(): Promise<void> };
  before(async () => {
    s = await setUp();
    snapshot = await s.networkHelpers.takeSnapshot();
  });
  afterEach(() => snapshot.restore());

  const eas = (signer: HardhatEthersSigner) => s.eas.connect(signer) as typeof s.eas;
  const latest = async () => BigInt(await s.networkHelpers.time.latest());
  const dataFor = (recipient: { address: string }, expirationTime = s.expiry, value = 0n) => ({
    recipient: recipient.address,
    expirationTime,
    revocable: true,
    refUID: s.ethers.ZeroHash,
    data: "0x01",
    value,
  });
  const requestFor = (recipient: { address: string }, expirationTime = s.expiry, schema = s.schema) => ({
    schema,
    data: dataFor(recipient, expirationTime),
  });

  const attest = async (signer: HardhatEthersSigner, recipient: { address: string }, expirationTime = s.expiry) => {
    const request = requestFor(recipient, expirationTime);
    const transaction = await eas(signer).getFunction("attest")(request);
    const receipt = await transaction.wait();
    const events = receipt.logs.map((log: { topics: string[]; data: string }) => s.eas.interface.parseLog(log));
    const uid: string = events.find((event: { name: string } | null) => event?.name === "Attested").args.uid;
    return { uid, transaction, revocation: { schema: s.schema, data: { uid, value: 0n } } };
  };
  const credential = async () => {
    const { registrar, expiry, issuedAt, status } = await s.credentials.credentialOf(s.kind, s.subject);
    return { registrar, expiry, issuedAt, status };
  };

  describe("attest", () => {
    it("IDN-31 gives the recipient the credential, in the attester's name, with expiry and EAS id", async () => {
      const { credentials, mirrorAddress, registrar, subject, kind, expiry } = s;
      const { uid, transaction } = await attest(registrar, subject);
      await expect(transaction)
        .to.emit(credentials, "Attested")
        .withArgs(kind, subject.address, registrar.address, expiry, uid, mirrorAddress);
      expect(await credentials.hasCredential(kind, subject)).to.equal(true);
      expect(await credential()).to.deep.equal({
        registrar: registrar.address,
        expiry,
        issuedAt: await latest(),
        status: VALID,
      });
    });

    it("IDN-31 takes no expiry, and one beyond 40 bits, as for ever", async () => {
      const { registrar, subject } = s;
      for (const expiration of [0n, 2n ** 40n, 2n ** 64n - 1n]) {
        await attest(registrar, subject, expiration);
        expect((await credential()).expiry).to.equal(FOREVER);
      }
    });

    it("IDN-32 refuses who is no registrar of the type, and nothing is attested in EAS", async () => {
      const { credentials, stranger, subject, kind, eas: service } = s;
      await expect(eas(stranger).getFunction("attest")(requestFor(subject)))
        .to.be.revertedWithCustomError(credentials, "Credentials_NotRegistrar")
        .withArgs(kind, stranger.address);
      expect(await service.queryFilter("Attested")).to.deep.equal([]);
    });

    it("IDN-32 refuses a schema that is not mapped, or closed", async () => {
      const { mirror, dao, registrar, subject, schema, unmapped, expiry } = s;
      await expect(eas(registrar).getFunction("attest")(requestFor(subject, expiry, unmapped)))
        .to.be.revertedWithCustomError(mirror, "EasMirror_SchemaNotOpen")
        .withArgs(unmapped);
      await mirror.connect(dao).closeSchema(schema);
      await expect(eas(registrar).getFunction("attest")(requestFor(subject)))
        .to.be.revertedWithCustomError(mirror, "EasMirror_SchemaNotOpen")
        .withArgs(schema);
    });

    it("IDN-32 refuses nobody as recipient, and another registrar's cut short", async () => {
      const { ethers, credentials, registrar, colleague, subject, kind, expiry } = s;
      await expect(
        eas(registrar).getFunction("attest")(requestFor({ address: ethers.ZeroAddress })),
      ).to.be.revertedWithCustomError(credentials, "Credentials_ZeroAccount");
      await credentials.connect(colleague).attest(kind, subject, expiry + 1n, ethers.ZeroHash);
      await expect(eas(registrar).getFunction("attest")(requestFor(subject)))
        .to.be.revertedWithCustomError(credentials, "Credentials_WouldShorten")
        .withArgs(kind, subject.address, expiry + 1n);
    });

    it("IDN-30 refuses everybody but EAS", async () => {
      const { ethers, mirror, dao, registrar, subject, schema } = s;
      const attestation = {
        uid: ethers.id("uid"),
        schema,
        time: await latest(),
        expirationTime: 0n,
        revocationTime: 0n,
        refUID: ethers.ZeroHash,
        recipient: subject.address,
        attester: registrar.address,
        revocable: true,
        data: "0x",
      };
      for (const caller of [registrar, dao]) {
        for (const act of [
          mirror.connect(caller).attest(attestation),
          mirror.connect(caller).multiAttest([attestation], [0n]),
          mirror.connect(caller).revoke(attestation),
          mirror.connect(caller).multiRevoke([attestation], [0n]),
        ]) {
          await expect(act).to.be.revertedWithCustomError(mirror, "EasMirror_NotEas").withArgs(caller.address);
        }
      }
    });

    it("IDN-30 is refused when the DAO has dismissed the mirror", async () => {
      const { credentials, mirrorAddress, dao, registrar, subject } = s;
      await credentials.connect(dao).dismissMirror(mirrorAddress);
      await expect(eas(registrar).getFunction("attest")(requestFor(subject)))
        .to.be.revertedWithCustomError(credentials, "Credentials_NotMirror")
        .withArgs(mirrorAddress);
    });

    it("takes no ether", async () => {
      const { ethers, eas: service, mirror, registrar, subject, schema } = s;
      expect(await mirror.isPayable()).to.equal(false);
      await expect(
        eas(registrar).getFunction("attest")({ schema, data: dataFor(subject, s.expiry, 1n) }, { value: 1n }),
      ).to.be.revertedWithCustomError(service, "NotPayable");
      expect(await ethers.provider.getBalance(mirror)).to.equal(0n);
    });
  });

  describe("multiAttest", () => {
    it("IDN-31 gives every recipient his credential", async () => {
      const { eas: service, credentials, mirrorAddress, registrar, subject, stranger, schema, kind, expiry } = s;
      const data = [dataFor(subject), dataFor(stranger, 0n)];
      await eas(registrar).getFunction("multiAttest")([{ schema, data }]);
      const uids = (await service.queryFilter("Attested")).map((event) => (event as EventLog).args.uid);
      const events = await credentials.queryFilter(credentials.filters.Attested);
      expect(events.map(({ args }) => [...args])).to.deep.equal([
        [kind, subject.address, registrar.address, expiry, uids[0], mirrorAddress],
        [kind, stranger.address, registrar.address, FOREVER, uids[1], mirrorAddress],
      ]);
      expect(await credentials.hasCredential(kind, subject)).to.equal(true);
      expect(await credentials.hasCredential(kind, stranger)).to.equal(true);
    });

    it("IDN-32 refuses all when one is refused", async () => {
      const { ethers, credentials, registrar, subject, schema, kind } = s;
      const data = [dataFor(subject), dataFor({ address: ethers.ZeroAddress })];
      await expect(eas(registrar).getFunction("multiAttest")([{ schema, data }])).to.be.revertedWithCustomError(
        credentials,
        "Credentials_ZeroAccount",
      );
      expect(await credentials.hasCredential(kind, subject)).to.equal(false);
    });
  });

  describe("revoke", () => {
    it("IDN-33 ends the credential, in the attester's name", async () => {
      const { credentials, registrar, subject, kind, expiry } = s;
      const { revocation } = await attest(registrar, subject);
      const issuedAt = await latest();
      await expect(eas(registrar).getFunction("revoke")(revocation))
        .to.emit(credentials, "Revoked")
        .withArgs(kind, subject.address, registrar.address);
      expect(await credential()).to.deep.equal({ registrar: registrar.address, expiry, issuedAt, status: REVOKED });
    });

    it("IDN-33 leaves a newer attestation, of the same registrar or another", async () => {
      const { ethers, eas: service, credentials, registrar, colleague, subject, kind, expiry, schema } = s;
      const first = await attest(registrar, subject);
      await s.networkHelpers.time.increase(10n);
      const second = await attest(registrar, subject);
      await expect(eas(registrar).getFunction("revoke")(first.revocation))
        .to.emit(service, "Revoked")
        .withArgs(subject.address, registrar.address, first.uid, schema)
        .to.not.emit(credentials, "Revoked");
      expect((await credential()).status).to.equal(VALID);
      await credentials.connect(colleague).attest(kind, subject, expiry, ethers.ZeroHash);
      await expect(eas(registrar).getFunction("revoke")(second.revocation)).to.not.emit(credentials, "Revoked");
      expect(await credential()).to.deep.include({ registrar: colleague.address, status: VALID });
    });

    it("IDN-34 works after the registrar's dismissal and the closing of the schema, and still ends it", async () => {
      const { credentials, mirror, dao, registrar, subject, schema, kind } = s;
      const { revocation } = await attest(registrar, subject);
      await credentials.connect(dao).dismissRegistrar(kind, registrar);
      await mirror.connect(dao).closeSchema(schema);
      await expect(eas(registrar).getFunction("revoke")(revocation))
        .to.emit(credentials, "Revoked")
        .withArgs(kind, subject.address, registrar.address);
      expect(await credentials.hasCredential(kind, subject)).to.equal(false);
    });

    it("IDN-34 works after the subject has renounced", async () => {
      const { eas: service, credentials, registrar, subject, kind, schema } = s;
      const { uid, revocation } = await attest(registrar, subject);
      await credentials.connect(subject).renounce(kind);
      await expect(eas(registrar).getFunction("revoke")(revocation))
        .to.emit(service, "Revoked")
        .withArgs(subject.address, registrar.address, uid, schema);
      expect((await credential()).status).to.equal(RENOUNCED);
    });

    it("IDN-34 works after the mirror's dismissal, and changes nothing here", async () => {
      const { eas: service, credentials, mirrorAddress, dao, registrar, subject, schema } = s;
      const { uid, revocation } = await attest(registrar, subject);
      await credentials.connect(dao).dismissMirror(mirrorAddress);
      await expect(eas(registrar).getFunction("revoke")(revocation))
        .to.emit(service, "Revoked")
        .withArgs(subject.address, registrar.address, uid, schema);
      expect((await service.getFunction("getAttestation")(uid)).revocationTime).to.equal(await latest());
      expect((await credential()).status).to.equal(VALID);
    });

    it("IDN-34 takes the revocation of what the mirror never heard of", async () => {
      const { ethers, networkHelpers, eas: service, mirror, subject, registrar, unmapped } = s;
      const easAddress = await service.getAddress();
      await networkHelpers.impersonateAccount(easAddress);
      await networkHelpers.setBalance(easAddress, 10n ** 18n);
      const attestation = {
        uid: ethers.id("uid"),
        schema: unmapped,
        time: await latest(),
        expirationTime: 0n,
        revocationTime: 0n,
        refUID: ethers.ZeroHash,
        recipient: subject.address,
        attester: registrar.address,
        revocable: true,
        data: "0x",
      };
      expect(await mirror.connect(await ethers.getSigner(easAddress)).revoke.staticCall(attestation)).to.equal(true);
    });
  });

  describe("multiRevoke", () => {
    it("IDN-33 ends every credential", async () => {
      const { credentials, registrar, subject, stranger, schema, kind } = s;
      const [first, second] = [await attest(registrar, subject), await attest(registrar, stranger)];
      const data = [first.revocation.data, second.revocation.data];
      await expect(eas(registrar).getFunction("multiRevoke")([{ schema, data }]))
        .to.emit(credentials, "Revoked")
        .withArgs(kind, subject.address, registrar.address)
        .to.emit(credentials, "Revoked")
        .withArgs(kind, stranger.address, registrar.address);
      expect(await credentials.hasCredential(kind, subject)).to.equal(false);
      expect(await credentials.hasCredential(kind, stranger)).to.equal(false);
    });
  });

  describe("mapSchema, closeSchema", () => {
    it("IDN-35 open, close and open again a schema on the DAO's word", async () => {
      const { ethers, mirror, dao, unmapped, kind } = s;
      expect(await mirror.mappingOf(unmapped)).to.deep.equal([ethers.ZeroHash, false]);
      await expect(mirror.connect(dao).mapSchema(unmapped, kind))
        .to.emit(mirror, "SchemaMapped")
        .withArgs(unmapped, kind);
      expect(await mirror.mappingOf(unmapped)).to.deep.equal([kind, true]);
      await expect(mirror.connect(dao).closeSchema(unmapped)).to.emit(mirror, "SchemaClosed").withArgs(unmapped);
      expect(await mirror.mappingOf(unmapped)).to.deep.equal([kind, false]);
      await expect(mirror.connect(dao).closeSchema(unmapped))
        .to.be.revertedWithCustomError(mirror, "EasMirror_SchemaNotOpen")
        .withArgs(unmapped);
      await mirror.connect(dao).mapSchema(unmapped, kind);
      expect(await mirror.mappingOf(unmapped)).to.deep.equal([kind, true]);
    });

    it("IDN-35 never change a schema's type, and give it one", async () => {
      const { ethers, mirror, dao, schema, unmapped, kind } = s;
      await mirror.connect(dao).closeSchema(schema);
      await expect(mirror.connect(dao).mapSchema(schema, ethers.id("other")))
        .to.be.revertedWithCustomError(mirror, "EasMirror_TypeFixed")
        .withArgs(schema, kind);
      await expect(mirror.connect(dao).mapSchema(unmapped, ethers.ZeroHash))
        .to.be.revertedWithCustomError(mirror, "EasMirror_NoType")
        .withArgs(unmapped);
    });

    it("IDN-35 are refused to others", async () => {
      const { mirror, registrar, schema, kind } = s;
      for (const act of [
        mirror.connect(registrar).mapSchema(schema, kind),
        mirror.connect(registrar).closeSchema(schema),
      ]) {
        await expect(act)
          .to.be.revertedWithCustomError(mirror, "AccessManagedUnauthorized")
          .withArgs(registrar.address);
      }
    });
  });

  it("tells EAS and credentials it stands between, and its version", async () => {
    const { eas: service, mirror, credentials } = s;
    expect(await mirror.eas()).to.equal(await service.getAddress());
    expect(await mirror.credentials()).to.equal(await credentials.getAddress());
    expect(await mirror.version()).to.equal("1.0.0");
  });
});
