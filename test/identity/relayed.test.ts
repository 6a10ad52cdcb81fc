import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { expect } from "chai";
import type { BaseContract, HDNodeWallet } from "ethers";
import { network } from "hardhat";
import { signRequest } from "../shared/requests.ts";
import { deployIdentity, FOREVER } from "./fixture.ts";

const CLERK = 2n;

describe("Identity through the relay", () => {
  const setUp = async () => {
    const connection = await network.create();
    const { ethers } = connection;
    const { relay, organisations, encryptionKeys } = await deployIdentity(connection);
    const [sender, clerk] = (await ethers.getSigners()) as [HardhatEthersSigner, HardhatEthersSigner];
    // Holds no ether: it can act through the relay only.
    const signer = ethers.Wallet.createRandom(ethers.provider);
    const manager = await ethers.deployContract("AccessManager", [signer.address]);
    const credentials = await ethers.deployContract("Credentials", [manager, relay]);
    const mirror = await ethers.deployContract("EasMirror", [sender, credentials, manager, relay]);
    return { ethers, relay, organisations, encryptionKeys, credentials, mirror, sender, clerk, signer };
  };
  let s: Awaited<ReturnType<typeof setUp>>;
  beforeEach(async () => {
    s = await setUp();
  });

  const relayed = async (contract: BaseContract, name: string, args: unknown[], signer: HDNodeWallet = s.signer) => {
    const data = contract.interface.encodeFunctionData(name, args);
    const to = await contract.getAddress();
    const request = await signRequest(s.relay, signer, { from: signer.address, to, data });
    return s.relay.connect(s.sender).execute(request);
  };

  it("IDN-53 registers an organisation and appoints, in batches too, as the signer", async () => {
    const { ethers, organisations, clerk, signer } = s;
    const org = await organisations.orgId(signer, ethers.ZeroHash);
    await expect(relayed(organisations, "register", [ethers.ZeroHash, ethers.ZeroHash]))
      .to.emit(organisations, "Registered")
      .withArgs(org, signer.address, ethers.ZeroHash, ethers.ZeroHash);
    const encode = organisations.interface.encodeFunctionData.bind(organisations.interface);
    const appointments = [clerk.address, signer.address].map((account) =>
      encode("appoint", [org, account, CLERK, FOREVER]),
    );
    await expect(relayed(organisations, "multicall", [appointments]))
      .to.emit(organisations, "Appointed")
      .withArgs(org, clerk.address, signer.address, CLERK, FOREVER)
      .to.emit(organisations, "Appointed")
      .withArgs(org, signer.address, signer.address, CLERK, FOREVER);
    await expect(relayed(organisations, "resign", [org]))
      .to.emit(organisations, "Resigned")
      .withArgs(org, signer.address);
    expect(await organisations.organisationOf(org)).to.deep.equal([signer.address, 1n, 1n]);
  });

  it("IDN-53 appoints a registrar, attests, revokes and renounces, as the signer", async () => {
    const { ethers, credentials, clerk, signer } = s;
    const kind = ethers.id("kind");
    await expect(relayed(credentials, "appointRegistrar", [kind, signer.address, FOREVER]))
      .to.emit(credentials, "RegistrarAppointed")
      .withArgs(kind, signer.address, FOREVER);
    await expect(relayed(credentials, "attest", [kind, clerk.address, FOREVER, ethers.ZeroHash]))
      .to.emit(credentials, "Attested")
      .withArgs(kind, clerk.address, signer.address, FOREVER, ethers.ZeroHash, ethers.ZeroAddress);
    await expect(relayed(credentials, "revoke", [kind, clerk.address]))
      .to.emit(credentials, "Revoked")
      .withArgs(kind, clerk.address, signer.address);
    await relayed(credentials, "attest", [kind, signer.address, FOREVER, ethers.ZeroHash]);
    await expect(relayed(credentials, "renounce", [kind]))
      .to.emit(credentials, "Renounced")
      .withArgs(kind, signer.address);
  });

  it("IDN-53 maps a schema as the signer, batches of the DAO's acts included", async () => {
    const { ethers, credentials, mirror, clerk } = s;
    const [schema, kind] = [ethers.id("schema"), ethers.id("kind")];
    await expect(relayed(mirror, "mapSchema", [schema, kind]))
      .to.emit(mirror, "SchemaMapped")
      .withArgs(schema, kind);
    const encode = credentials.interface.encodeFunctionData.bind(credentials.interface);
    const acts = [
      encode("appointMirror", [await mirror.getAddress()]),
      encode("appointRegistrar", [kind, clerk.address, FOREVER]),
    ];
    await expect(relayed(credentials, "multicall", [acts]))
      .to.emit(credentials, "MirrorAppointed")
      .withArgs(await mirror.getAddress())
      .to.emit(credentials, "RegistrarAppointed")
      .withArgs(kind, clerk.address, FOREVER);
  });

  it("IDN-53 gives the DAO's acts to no other signer", async () => {
    const { ethers, relay, credentials, clerk } = s;
    const outsider = ethers.Wallet.createRandom(ethers.provider);
    const encode = credentials.interface.encodeFunctionData.bind(credentials.interface);
    const appoint = encode("appointRegistrar", [ethers.id("kind"), clerk.address, FOREVER]);
    await expect(relayed(credentials, "multicall", [[appoint]], outsider)).to.be.revertedWithCustomError(
      relay,
      "FailedCall",
    );
    expect(await credentials.isRegistrar(ethers.id("kind"), clerk)).to.equal(false);
  });

  it("IDN-53 publishes and clears a key, and names delegates, as the signer", async () => {
    const { ethers, encryptionKeys, clerk, signer } = s;
    const key = ethers.id("key");
    await relayed(encryptionKeys, "publishKey", [key]);
    expect(await encryptionKeys.keyOf(signer)).to.deep.equal([key, FOREVER]);
    await relayed(encryptionKeys, "addDelegate", [signer.address, ethers.ZeroHash, clerk.address, 1000n]);
    expect(await encryptionKeys.validDelegate(signer, ethers.ZeroHash, clerk)).to.equal(true);
    await relayed(encryptionKeys, "clearKey", []);
    expect(await encryptionKeys.keyOf(signer)).to.deep.equal([ethers.ZeroHash, 0n]);
  });
});
