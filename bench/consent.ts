import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { NetworkConnection } from "hardhat/types/network";
import { accountAt, type Figures, gasOf } from "./market.ts";

const field = (type: string, name: string) => ({ type, name });
const CONSENT = {
  Consent: [
    field("uint256", "dataset"),
    field("address", "reader"),
    field("uint16", "purpose"),
    field("uint32", "segments"),
    field("uint16", "fromVersion"),
    field("bool", "laterVersions"),
    field("uint40", "until"),
    field("uint32", "serial"),
    field("uint16", "epoch"),
    field("uint40", "deadline"),
  ],
};
const EMERGENCY = `0x${"e1".repeat(32)}`;
const YEAR = 365n * 86_400n;

async function world({ ethers, networkHelpers }: NetworkConnection) {
  const signers = await ethers.getSigners();
  const [deployer, publisher, reader] = [0, 1, 2].map((index) => accountAt(signers, index));
  if (!deployer || !publisher || !reader) throw new Error("The chain has too few accounts.");
  const manager = await ethers.deployContract("AccessManager", [deployer.address]);
  const market = await ethers.deployContract("Market", [manager.target, deployer.address, ethers.ZeroAddress]);
  const credentials = await ethers.deployContract("Credentials", [manager.target, ethers.ZeroAddress]);
  await credentials.appointRegistrar(EMERGENCY, deployer.address, 2n ** 40n - 1n);
  await credentials.attest(EMERGENCY, reader.address, 2n ** 40n - 1n, ethers.ZeroHash);
  const consent = await ethers.deployContract("Consent", [market.target, credentials.target, ethers.ZeroAddress]);
  const { chainId } = await ethers.provider.getNetwork();
  const domain = { name: "Tallystick Consent", version: "1", chainId, verifyingContract: consent.target as string };
  const now = BigInt(await networkHelpers.time.latest());
  return { ethers, signers, market, consent, publisher, reader, domain, now };
}

type World = Awaited<ReturnType<typeof world>>;

/** A record of `count` holders, `threshold` of whom sign each consent that `give` gives. */
async function recordOf({ ethers, signers, market, consent, publisher, reader, domain, now }: World, count: number) {
  const holders = signers.slice(3, 3 + count).sort((a, b) => (BigInt(a.address) < BigInt(b.address) ? -1 : 1));
  const list = holders.map(({ address }) => address);
  const salt = ethers.id(`record of ${count}`);
  const dataset = await market.datasetId(publisher.address, salt);
  const setup = {
    holders: list,
    threshold: Math.min(2, count),
    emergencyCredential: EMERGENCY,
    emergencySeconds: 3_600,
    alsoRight: false,
  };
  const registered = await gasOf(consent.connect(publisher).register(salt, setup));
  const anchored = { manifest: salt, root: ethers.id("root"), size: 1_000n, keyCommitment: ethers.id("keys") };
  await market.connect(publisher).publish(salt, anchored);
  let serial = 0n;
  const give = async (signed: number) => {
    serial += 1n;
    const asked = {
      dataset,
      reader: reader.address,
      purpose: 1n,
      segments: 3n,
      fromVersion: 1n,
      laterVersions: true,
      until: now + YEAR,
      serial,
      epoch: 0n,
      deadline: now + YEAR,
    };
    const sign = async (holder: HardhatEthersSigner, index: number) =>
      index < signed ? holder.signTypedData(domain, CONSENT, asked) : "0x";
    const signatures = await Promise.all(holders.map(sign));
    return gasOf(consent.connect(publisher).give(asked, list, signatures));
  };
  return { dataset, holders, list, registered, give };
}

/** Records of three and of sixteen holders; a reader who had consents before. */
export async function measureConsent(connection: NetworkConnection): Promise<Figures> {
  const set = await world(connection);
  const { consent, reader } = set;
  const { dataset, holders, list, registered, give } = await recordOf(set, 3);
  const first = await give(2);
  const two = await give(2);
  const three = await give(3);
  const [holder, other] = holders;
  if (!holder || !other) throw new Error("The record has too few holders.");
  const withdrawn = await gasOf(consent.connect(holder).withdraw(dataset, reader.address, list));
  const broken = await gasOf(consent.connect(reader).breakGlass(dataset, 1, "unconscious"));
  const reviewed = await gasOf(consent.connect(other).review(dataset, reader.address, list, true, "seen"));
  const large = await recordOf(set, 16);
  await large.give(16);
  const probe = await set.ethers.deployContract("GasProbe");
  const ask = consent.interface.encodeFunctionData("mayRead", [dataset, reader.address, 1, 1, 1]);
  return {
    "register a record of 3": registered,
    "consent 2 of 3, first of a reader": first,
    "consent 2 of 3": two,
    "each further signer": three - two,
    "consent 16 of 16": await large.give(16),
    "withdraw from a consent": withdrawn,
    "break the glass": broken,
    "review an emergency": reviewed,
    "ask for consent from a contract": Number(await probe.measure(consent.target, ask)),
  };
}
