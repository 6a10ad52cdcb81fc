import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { expect } from "chai";
import { network } from "hardhat";
import { deployIdentity, FOREVER, slotsRead } from "./fixture.ts";

const OFFICER = 1n;
const CLERK = 1n << 5n;
const TOP = 1n << 215n;

describe("Organisations", () => {
  const setUp = async () => {
    const connection = await network.create();
    const { ethers, networkHelpers } = connection;
    const { organisations, relay } = await deployIdentity(connection);
    const [founder, officer, deputy, clerk, stranger] = (await ethers.getSigners()) as [
      HardhatEthersSigner,
      HardhatEthersSigner,
      HardhatEthersSigner,
      HardhatEthersSigner,
      HardhatEthersSigner,
    ];
    const salt = ethers.id("salt");
    const profile = ethers.sha256("0x1234");
    const org = await organisations.orgId(founder, salt);
    await organisations.connect(founder).register(salt, profile);
    await organisations.connect(founder).appoint(org, officer, OFFICER, FOREVER);
    await organisations.connect(founder).appoint(org, deputy, OFFICER | CLERK, FOREVER);
    return {
      connection,
      ethers,
      networkHelpers,
      organisations,
      relay,
      founder,
      officer,
      deputy,
      clerk,
      stranger,
      org,
      salt,
      profile,
    };
  };
  let s: Awaited<ReturnType<typeof setUp>>;
  let snapshot: { restore(): Promise<void> };
  before(async () => {
    s = await setUp();
    snapshot = await s.networkHelpers.takeSnapshot();
  });
  afterEach(() => snapshot.restore());

  const as = (signer: HardhatEthersSigner) => s.organisations.connect(signer);
  const membersOf = async () => (await s.organisations.organisationOf(s.org)).members;

  describe("register", () => {
    it("IDN-01 makes the caller owner of the id that follows from chain, contract, founder and salt", async () => {
      const { ethers, organisations, stranger, profile } = s;
      const salt = ethers.id("another");
      const expected = ethers.keccak256(
        ethers.AbiCoder.defaultAbiCoder().encode(
          ["uint256", "address", "address", "bytes32"],
          [31337n, await organisations.getAddress(), stranger.address, salt],
        ),
      );
      expect(await organisations.orgId(stranger, salt)).to.equal(expected);
      expect(await as(stranger).register.staticCall(salt, profile)).to.equal(expected);
      await expect(as(stranger).register(salt, profile))
        .to.emit(organisations, "Registered")
        .withArgs(expected, stranger.address, salt, profile);
      expect(await organisations.organisationOf(expected)).to.deep.equal([stranger.address, 0n, 1n]);
    });

    it("IDN-01 refuses a founder's second organisation of the same salt, and gives others another id", async () => {
      const { organisations, founder, stranger, salt, profile, org } = s;
      await expect(as(founder).register(salt, profile))
        .to.be.revertedWithCustomError(organisations, "Organisations_Exists")
        .withArgs(org);
      await as(stranger).register(salt, profile);
      expect((await organisations.organisationOf(org)).owner).to.equal(founder.address);
    });
  });

  describe("setProfile", () => {
    it("IDN-02 is the owner's, not an officer's", async () => {
      const { ethers, organisations, founder, officer, org } = s;
      const profile = ethers.sha256("0x5678");
      await expect(as(founder).setProfile(org, profile)).to.emit(organisations, "ProfileSet").withArgs(org, profile);
      await expect(as(officer).setProfile(org, profile))
        .to.be.revertedWithCustomError(organisations, "Organisations_NotOwner")
        .withArgs(org, officer.address);
    });

    it("IDN-02 refuses an organisation that does not exist", async () => {
      const { ethers, organisations, founder } = s;
      await expect(as(founder).setProfile(ethers.ZeroHash, ethers.ZeroHash))
        .to.be.revertedWithCustomError(organisations, "Organisations_NotOwner")
        .withArgs(ethers.ZeroHash, founder.address);
    });
  });

  describe("offerOwnership", () => {
    it("IDN-03 moves nothing before it is accepted, and everything then", async () => {
      const { ethers, organisations, founder, stranger, org, profile } = s;
      await expect(as(founder).offerOwnership(org, stranger))
        .to.emit(organisations, "OwnershipOffered")
        .withArgs(org, founder.address, stranger.address);
      expect(await organisations.offeredTo(org)).to.equal(stranger.address);
      expect((await organisations.organisationOf(org)).owner).to.equal(founder.address);
      await expect(as(stranger).setProfile(org, profile))
        .to.be.revertedWithCustomError(organisations, "Organisations_NotOwner")
        .withArgs(org, stranger.address);

      await expect(as(stranger).acceptOwnership(org))
        .to.emit(organisations, "OwnershipAccepted")
        .withArgs(org, founder.address, stranger.address);
      expect(await organisations.organisationOf(org)).to.deep.equal([stranger.address, 2n, 1n]);
      expect(await organisations.offeredTo(org)).to.equal(ethers.ZeroAddress);
      await as(stranger).setProfile(org, profile);
      await expect(as(founder).setProfile(org, profile))
        .to.be.revertedWithCustomError(organisations, "Organisations_NotOwner")
        .withArgs(org, founder.address);
      await expect(as(stranger).acceptOwnership(org))
        .to.be.revertedWithCustomError(organisations, "Organisations_NotOfferedTo")
        .withArgs(org, stranger.address);
    });

    it("IDN-03 lets the owner replace and cancel the offer", async () => {
      const { ethers, organisations, founder, officer, stranger, org } = s;
      await as(founder).offerOwnership(org, stranger);
      await as(founder).offerOwnership(org, officer);
      await expect(as(stranger).acceptOwnership(org))
        .to.be.revertedWithCustomError(organisations, "Organisations_NotOfferedTo")
        .withArgs(org, stranger.address);
      await expect(as(founder).cancelOffer(org))
        .to.emit(organisations, "OwnershipOfferCancelled")
        .withArgs(org, founder.address, officer.address);
      expect(await organisations.offeredTo(org)).to.equal(ethers.ZeroAddress);
      await expect(as(officer).acceptOwnership(org))
        .to.be.revertedWithCustomError(organisations, "Organisations_NotOfferedTo")
        .withArgs(org, officer.address);
    });

    it("IDN-03 refuses others than the owner, and a cancellation of nothing", async () => {
      const { organisations, founder, officer, org } = s;
      await expect(as(officer).offerOwnership(org, officer))
        .to.be.revertedWithCustomError(organisations, "Organisations_NotOwner")
        .withArgs(org, officer.address);
      await expect(as(officer).cancelOffer(org))
        .to.be.revertedWithCustomError(organisations, "Organisations_NotOwner")
        .withArgs(org, officer.address);
      await expect(as(founder).cancelOffer(org))
        .to.be.revertedWithCustomError(organisations, "Organisations_NoOffer")
        .withArgs(org);
    });

    it("IDN-09 refuses to offer to nobody", async () => {
      const { ethers, organisations, founder, org } = s;
      await expect(as(founder).offerOwnership(org, ethers.ZeroAddress)).to.be.revertedWithCustomError(
        organisations,
        "Organisations_ZeroAccount",
      );
    });
  });

  describe("appoint", () => {
    it("IDN-04 gives exactly the roles named, in place of those before", async () => {
      const { organisations, founder, clerk, org } = s;
      await expect(as(founder).appoint(org, clerk, OFFICER | CLERK | TOP, FOREVER))
        .to.emit(organisations, "Appointed")
        .withArgs(org, clerk.address, founder.address, OFFICER | CLERK | TOP, FOREVER);
      expect(await organisations.roleOf(org, clerk)).to.deep.equal([OFFICER | CLERK | TOP, FOREVER]);
      expect(await organisations.hasRole(org, clerk, CLERK | TOP)).to.equal(true);
      await as(founder).appoint(org, clerk, TOP, FOREVER - 1n);
      expect(await organisations.roleOf(org, clerk)).to.deep.equal([TOP, FOREVER - 1n]);
      expect(await organisations.hasRole(org, clerk, CLERK | TOP)).to.equal(false);
      expect(await organisations.hasRole(org, clerk, 0n)).to.equal(false);
      expect(await membersOf()).to.equal(3n);
    });

    it("IDN-04 gives roles in one organisation only", async () => {
      const { ethers, organisations, stranger, officer, clerk, org } = s;
      const other = await organisations.orgId(stranger, ethers.ZeroHash);
      await as(stranger).register(ethers.ZeroHash, ethers.ZeroHash);
      expect(await organisations.hasRole(org, officer, OFFICER)).to.equal(true);
      expect(await organisations.hasRole(other, officer, OFFICER)).to.equal(false);
      await expect(as(officer).appoint(other, clerk, CLERK, FOREVER))
        .to.be.revertedWithCustomError(organisations, "Organisations_NotOfficer")
        .withArgs(other, officer.address);
    });

    it("IDN-05 lets an officer give all roles but bit 0", async () => {
      const { organisations, officer, clerk, org } = s;
      await expect(as(officer).appoint(org, clerk, CLERK | TOP, FOREVER))
        .to.emit(organisations, "Appointed")
        .withArgs(org, clerk.address, officer.address, CLERK | TOP, FOREVER);
      await expect(as(officer).appoint(org, clerk, CLERK | OFFICER, FOREVER))
        .to.be.revertedWithCustomError(organisations, "Organisations_OfficerProtected")
        .withArgs(org, clerk.address, officer.address);
    });

    it("IDN-05 lets an officer touch no officer, himself included", async () => {
      const { organisations, officer, deputy, org } = s;
      for (const target of [deputy, officer]) {
        await expect(as(officer).appoint(org, target, CLERK, FOREVER))
          .to.be.revertedWithCustomError(organisations, "Organisations_OfficerProtected")
          .withArgs(org, target.address, officer.address);
        await expect(as(officer).dismiss(org, target))
          .to.be.revertedWithCustomError(organisations, "Organisations_OfficerProtected")
          .withArgs(org, target.address, officer.address);
      }
    });

    it("IDN-05 refuses who is neither owner nor officer", async () => {
      const { organisations, founder, clerk, stranger, org } = s;
      await as(founder).appoint(org, clerk, CLERK | TOP, FOREVER);
      for (const caller of [clerk, stranger]) {
        await expect(as(caller).appoint(org, caller, CLERK, FOREVER))
          .to.be.revertedWithCustomError(organisations, "Organisations_NotOfficer")
          .withArgs(org, caller.address);
      }
    });

    it("IDN-06 ends roles and an officer's powers at the expiry", async () => {
      const { networkHelpers, organisations, founder, officer, deputy, clerk, org } = s;
      const expiry = BigInt(await networkHelpers.time.latest()) + 1000n;
      await as(founder).appoint(org, deputy, OFFICER | CLERK, expiry);
      await networkHelpers.time.increaseTo(expiry - 1n);
      expect(await organisations.roleOf(org, deputy)).to.deep.equal([OFFICER | CLERK, expiry]);
      await networkHelpers.time.increaseTo(expiry);
      expect(await organisations.roleOf(org, deputy)).to.deep.equal([0n, expiry]);
      expect(await organisations.hasRole(org, deputy, CLERK)).to.equal(false);
      await expect(as(deputy).appoint(org, clerk, CLERK, FOREVER))
        .to.be.revertedWithCustomError(organisations, "Organisations_NotOfficer")
        .withArgs(org, deputy.address);
      await as(officer).appoint(org, deputy, CLERK, FOREVER);
      expect(await organisations.roleOf(org, deputy)).to.deep.equal([CLERK, FOREVER]);
      expect(await membersOf()).to.equal(2n);
    });

    it("IDN-09 refuses the zero account, no roles, and an expiry that has come", async () => {
      const { ethers, networkHelpers, organisations, founder, clerk, org } = s;
      await expect(as(founder).appoint(org, ethers.ZeroAddress, CLERK, FOREVER)).to.be.revertedWithCustomError(
        organisations,
        "Organisations_ZeroAccount",
      );
      await expect(as(founder).appoint(org, clerk, 0n, FOREVER))
        .to.be.revertedWithCustomError(organisations, "Organisations_NoRoles")
        .withArgs(org, clerk.address);
      const now = BigInt(await networkHelpers.time.latest()) + 10n;
      await networkHelpers.time.setNextBlockTimestamp(now);
      await expect(as(founder).appoint(org, clerk, CLERK, now))
        .to.be.revertedWithCustomError(organisations, "Organisations_ExpiryPast")
        .withArgs(now, now);
    });
  });

  describe("dismiss", () => {
    it("IDN-05 takes the roles of a member, by officer, and of an officer, by the owner", async () => {
      const { organisations, founder, officer, deputy, clerk, org } = s;
      await as(officer).appoint(org, clerk, CLERK, FOREVER);
      await expect(as(officer).dismiss(org, clerk))
        .to.emit(organisations, "Dismissed")
        .withArgs(org, clerk.address, officer.address);
      await expect(as(founder).dismiss(org, deputy))
        .to.emit(organisations, "Dismissed")
        .withArgs(org, deputy.address, founder.address);
      for (const account of [clerk, deputy]) {
        expect(await organisations.roleOf(org, account)).to.deep.equal([0n, 0n]);
      }
      expect(await membersOf()).to.equal(1n);
    });

    it("IDN-09 refuses an account without an entry", async () => {
      const { organisations, founder, stranger, org } = s;
      await expect(as(founder).dismiss(org, stranger))
        .to.be.revertedWithCustomError(organisations, "Organisations_NotMember")
        .withArgs(org, stranger.address);
    });
  });

  describe("resign", () => {
    it("IDN-07 frees a member whom others appointed, ended or not", async () => {
      const { networkHelpers, organisations, founder, officer, clerk, org } = s;
      const expiry = BigInt(await networkHelpers.time.latest()) + 1000n;
      await as(founder).appoint(org, clerk, CLERK, expiry);
      await expect(as(officer).resign(org)).to.emit(organisations, "Resigned").withArgs(org, officer.address);
      await networkHelpers.time.increaseTo(expiry);
      await expect(as(clerk).resign(org)).to.emit(organisations, "Resigned").withArgs(org, clerk.address);
      expect(await organisations.roleOf(org, officer)).to.deep.equal([0n, 0n]);
      expect(await organisations.roleOf(org, clerk)).to.deep.equal([0n, 0n]);
      expect(await membersOf()).to.equal(1n);
      await expect(as(clerk).resign(org))
        .to.be.revertedWithCustomError(organisations, "Organisations_NotMember")
        .withArgs(org, clerk.address);
    });
  });

  describe("dissolve", () => {
    it("IDN-08 ends the organisation with its last members, for ever", async () => {
      const { ethers, organisations, founder, officer, deputy, clerk, stranger, org, salt, profile } = s;
      await as(founder).offerOwnership(org, stranger);
      await expect(as(founder).dissolve(org, [officer, deputy]))
        .to.emit(organisations, "Dismissed")
        .withArgs(org, officer.address, founder.address)
        .to.emit(organisations, "Dismissed")
        .withArgs(org, deputy.address, founder.address)
        .to.emit(organisations, "Dissolved")
        .withArgs(org, founder.address);
      expect(await organisations.organisationOf(org)).to.deep.equal([ethers.ZeroAddress, 0n, 2n]);
      expect(await organisations.hasRole(org, officer, OFFICER)).to.equal(false);
      expect(await organisations.roleOf(org, deputy)).to.deep.equal([0n, 0n]);

      await expect(as(founder).register(salt, profile))
        .to.be.revertedWithCustomError(organisations, "Organisations_Exists")
        .withArgs(org);
      await expect(as(stranger).acceptOwnership(org))
        .to.be.revertedWithCustomError(organisations, "Organisations_NotOfferedTo")
        .withArgs(org, stranger.address);
      await expect(as(officer).appoint(org, clerk, CLERK, FOREVER))
        .to.be.revertedWithCustomError(organisations, "Organisations_NotOfficer")
        .withArgs(org, officer.address);
      await expect(as(founder).appoint(org, clerk, CLERK, FOREVER))
        .to.be.revertedWithCustomError(organisations, "Organisations_NotOfficer")
        .withArgs(org, founder.address);
      await expect(as(founder).dissolve(org, []))
        .to.be.revertedWithCustomError(organisations, "Organisations_NotOwner")
        .withArgs(org, founder.address);
    });

    it("IDN-08 refuses while a member remains, an ended one too, and a list with somebody else in it", async () => {
      const { networkHelpers, organisations, founder, officer, deputy, clerk, stranger, org } = s;
      const expiry = BigInt(await networkHelpers.time.latest()) + 1000n;
      await as(founder).appoint(org, clerk, CLERK, expiry);
      await networkHelpers.time.increaseTo(expiry);
      await expect(as(founder).dissolve(org, [officer, deputy]))
        .to.be.revertedWithCustomError(organisations, "Organisations_MembersRemain")
        .withArgs(org, 1n);
      await expect(as(founder).dissolve(org, [officer, officer]))
        .to.be.revertedWithCustomError(organisations, "Organisations_NotMember")
        .withArgs(org, officer.address);
      await expect(as(founder).dissolve(org, [stranger]))
        .to.be.revertedWithCustomError(organisations, "Organisations_NotMember")
        .withArgs(org, stranger.address);
      await expect(as(officer).dissolve(org, [officer, deputy, clerk]))
        .to.be.revertedWithCustomError(organisations, "Organisations_NotOwner")
        .withArgs(org, officer.address);
      expect(await organisations.organisationOf(org)).to.deep.equal([founder.address, 3n, 1n]);
    });
  });

  describe("multicall", () => {
    it("IDN-10 does many acts of the caller at once", async () => {
      const { organisations, founder, clerk, stranger, org } = s;
      const encode = organisations.interface.encodeFunctionData.bind(organisations.interface);
      const appointClerk = encode("appoint", [org, clerk.address, CLERK, FOREVER]);
      const appointStranger = encode("appoint", [org, stranger.address, TOP, FOREVER]);
      await expect(as(founder).multicall([appointClerk, appointStranger]))
        .to.emit(organisations, "Appointed")
        .withArgs(org, clerk.address, founder.address, CLERK, FOREVER)
        .to.emit(organisations, "Appointed")
        .withArgs(org, stranger.address, founder.address, TOP, FOREVER);
      expect(await membersOf()).to.equal(4n);
    });

    it("IDN-10 undoes all when one is refused", async () => {
      const { ethers, organisations, founder, clerk, org } = s;
      const encode = organisations.interface.encodeFunctionData.bind(organisations.interface);
      const appoint = encode("appoint", [org, clerk.address, CLERK, FOREVER]);
      const bad = encode("appoint", [org, ethers.ZeroAddress, CLERK, FOREVER]);
      await expect(as(founder).multicall([appoint, bad])).to.be.revertedWithCustomError(
        organisations,
        "Organisations_ZeroAccount",
      );
      expect(await organisations.roleOf(org, clerk)).to.deep.equal([0n, 0n]);
    });
  });

  describe("roleOf, hasRole", () => {
    it("IDN-12 read one slot", async () => {
      const { connection, organisations, officer, org } = s;
      const to = await organisations.getAddress();
      const encode = organisations.interface.encodeFunctionData.bind(organisations.interface);
      expect(await slotsRead(connection, to, encode("roleOf", [org, officer.address]))).to.equal(1);
      expect(await slotsRead(connection, to, encode("hasRole", [org, officer.address, OFFICER]))).to.equal(1);
    });
  });
});
