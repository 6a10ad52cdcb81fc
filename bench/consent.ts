import type { NetworkConnection } from "hardhat/types/network";
import { DURATION, type Figures, fieldsOf, gasOf, purchaseAt, type World, world } from "./market.ts";

export const CONSENT = {
  Consent: fieldsOf(
    "uint256 dataset, address reader, uint16 purpose, uint32 segments, uint16 fromVersion, bool laterVersions, " +
      "uint40 until, uint32 serial, uint16 epoch, uint40 deadline",
  ),
};
const EMERGENCY = "emergency physician";
const FOR_EVER = 2n ** 40n - 1n;

/** Records under the consent of their key holders, and what readers say of what they bought. */
export async function measureConsent(connection: NetworkConnection): Promise<Figures> {
  const all = await world(connection);
  return { ...(await measureRecord(connection, all)), ...(await measureReaders(all)) };
}

async function measureRecord({ networkHelpers }: NetworkConnection, all: World): Promise<Figures> {
  const { ethers, at, seller, market, probe, anchor } = all;
  const credentials = await ethers.deployContract("Credentials", [all.manager.target, all.relay.target]);
  const consent = await ethers.deployContract("Consent", [market.target, credentials.target, all.relay.target]);
  const [registrar, medic, relayer, reader] = [at(11), at(12), at(13), at(4).address];
  await credentials.appointRegistrar(ethers.id(EMERGENCY), registrar.address, FOR_EVER);
  await credentials.connect(registrar).attest(ethers.id(EMERGENCY), medic.address, FOR_EVER, ethers.ZeroHash);
  const holders = [at(5), at(6), at(7)].sort((a, b) => (BigInt(a.address) < BigInt(b.address) ? -1 : 1));
  const list = holders.map(({ address }) => address);
  const recordOf = async (name: string) => {
    const setup = {
      holders: list,
      threshold: 2n,
      emergencyCredential: ethers.id(EMERGENCY),
      emergencySeconds: 14_400n,
      alsoRight: false,
    };
    const registered = await gasOf(consent.connect(seller).register(ethers.id(name), setup));
    await market.connect(seller).publish(ethers.id(name), anchor(name));
    return { dataset: await market.datasetId(seller.address, ethers.id(name)), registered };
  };
  await recordOf("a record");
  const { dataset, registered } = await recordOf("another record");

  const { chainId } = await ethers.provider.getNetwork();
  const domain = { name: "Tallystick Consent", version: "1", chainId, verifyingContract: consent.target as string };
  const give = async (to: string, signers: number, serial = 1n) => {
    const now = BigInt(await networkHelpers.time.latest());
    const scope = { purpose: 1n, segments: 1n, fromVersion: 1n, laterVersions: true };
    const asked = { dataset, reader: to, ...scope, until: now + DURATION, serial, epoch: 0n, deadline: now + 3_600n };
    const sign = (i: number) => holders[i]?.signTypedData(domain, CONSENT, asked) ?? "0x";
    const signatures = await Promise.all(list.map((_, i) => (i < signers ? sign(i) : "0x")));
    return gasOf(consent.connect(relayer).give(asked, list, signatures));
  };
  await give(at(3).address, 2);
  const two = await give(reader, 2);
  const three = await give(at(8).address, 3);
  const again = await give(reader, 2, 2n);
  const question = consent.interface.encodeFunctionData("mayRead", [dataset, reader, 1n, 1n, 1n]);
  const asked = Number(await probe.measure(consent.target, question));
  const withdrawn = await gasOf(consent.connect(holders[0]).withdraw(dataset, reader, list));
  const broken = await gasOf(consent.connect(medic).breakGlass(dataset, 1n, "Unconscious after a fall."));
  const review = consent.connect(holders[0]).review(dataset, medic.address, list, true, "Was right.");
  return {
    "put a record under consent": registered,
    "consent 2 of 3": two,
    "consent, each further signer": three - two,
    "consent 2 of 3, same reader again": again,
    "withdraw a consent": withdrawn,
    "break glass": broken,
    "review an emergency": await gasOf(review),
    "ask for reading from a contract": asked,
  };
}

async function measureReaders(all: World): Promise<Figures> {
  const { ethers, at, market, relay, publish } = all;
  const ratings = await ethers.deployContract("Ratings", [market.target, relay.target]);
  const passes = await ethers.deployContract("Passes", [market.target, relay.target]);
  const { terms } = await publish("rated");
  const rateFrom = async (reader: ReturnType<typeof at>) => {
    await market.connect(reader).buy(terms, reader.address, "0x");
    const purchase = await purchaseAt(all, terms, reader.address);
    const rate = (stars: bigint) =>
      gasOf(ratings.connect(reader).rate(terms.dataset, [purchase], terms, stars, "Complete, and well described."));
    return { rated: await rate(4n), changed: await rate(5n) };
  };
  await rateFrom(at(3));
  const { rated, changed } = await rateFrom(at(4));
  const mint = (reader: ReturnType<typeof at>) => gasOf(passes.connect(reader).mint(terms.dataset));
  await mint(at(3));
  return { "rate a purchase": rated, "change a rating": changed, "take a pass": await mint(at(4)) };
}
