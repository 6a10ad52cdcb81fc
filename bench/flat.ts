import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { network } from "hardhat";
import type { NetworkConnection } from "hardhat/types/network";
import { CONSENT } from "./consent.ts";
import { accountAt, DURATION, deployToken, fieldsOf, gasOf, PRICE } from "./market.ts";

/** How many data sets, offers, readers, versions, anchors and tabs there are beside what is measured. */
export const SCALES = [1, 100, 10_000] as const;

const PER_CALL = 60;
const UNIT = 1_000_000n;

/** Gas of each operation at each of `SCALES`, calldata aside: there a hash costs by its zero bytes. */
export type Flatness = Record<string, number[]>;

type Mined = Parameters<typeof gasOf>[0];

/** What the transaction cost beyond the price of its bytes. */
async function executionOf(transaction: Mined): Promise<number> {
  const { data } = await transaction;
  const bytes = Buffer.from(data.slice(2), "hex");
  const calldata = bytes.reduce((sum, byte) => sum + (byte === 0 ? 4 : 16), 0);
  return (await gasOf(transaction)) - calldata;
}

/**
 * Fills a market step by step, by its own acts and nobody's shortcut, and measures at each step: publish, offer and so on
 * of a data set that holds as many offers, readers and versions as there are data sets beside it.
 */
export async function measureFlatness(
  connection: NetworkConnection,
  scales: readonly number[] = SCALES,
): Promise<Flatness> {
  const crowd = await crowdOf(connection);
  const flatness: Flatness = {};
  for (const scale of scales) {
    await crowd.growTo(scale);
    for (const [operation, gas] of Object.entries(await crowd.measure(scale))) {
      flatness[operation] = [...(flatness[operation] ?? []), gas];
    }
  }
  return flatness;
}

/** Operations whose gas is not the same to the unit at every scale, as sentences. */
export function findGrowth(flatness: Flatness): string[] {
  return Object.entries(flatness)
    .filter(([, gas]) => Math.max(...gas) !== Math.min(...gas))
    .map(([operation, gas]) => `"${operation}" grows with the market: ${gas.join(", ")}.`);
}

/** Shows the figures at every scale; what grows. */
export async function benchFlatness(): Promise<string[]> {
  const flatness = await measureFlatness(await network.create());
  console.log("Gas without calldata, with so many data sets, offers, readers, versions, anchors and tabs before it:");
  console.table(
    Object.fromEntries(
      Object.entries(flatness).map(([operation, gas]) => [
        operation,
        Object.fromEntries(SCALES.map((scale, i) => [scale.toLocaleString("en"), gas[i]])),
      ]),
    ),
  );
  return findGrowth(flatness);
}

async function crowdOf(connection: NetworkConnection) {
  const { ethers, networkHelpers } = connection;
  const signers = await ethers.getSigners();
  const [deployer, treasury, seller, keeper, reader] = [0, 1, 2, 3, 4].map((index) => accountAt(signers, index)) as [
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
  ];
  const token = await deployToken(connection);
  const manager = await ethers.deployContract("AccessManager", [deployer.address]);
  const market = await ethers.deployContract("Market", [manager.target, treasury.address, ethers.ZeroAddress]);
  const tabs = await ethers.deployContract("Tabs", [market.target, ethers.ZeroAddress]);
  const log = await ethers.deployContract("AccessLog", [ethers.ZeroAddress, ethers.ZeroAddress]);
  const credentials = await ethers.deployContract("Credentials", [manager.target, ethers.ZeroAddress]);
  const consentArgs = [market.target, credentials.target, ethers.ZeroAddress] as const;
  const consent = await ethers.deployContract("Consent", [...consentArgs]);
  const probe = await ethers.deployContract("GasProbe");
  const { chainId } = await ethers.provider.getNetwork();
  const tabsDomain = { name: "Tallystick Tabs", version: "1", chainId, verifyingContract: tabs.target as string };
  const voucher = { Voucher: fieldsOf("bytes32 tab, uint96 owed") };
  const consentDomain = { ...tabsDomain, name: "Tallystick Consent", verifyingContract: consent.target as string };
  const setup = {
    holders: [keeper.address],
    threshold: 1n,
    emergencyCredential: ethers.ZeroHash,
    emergencySeconds: 0n,
    alsoRight: false,
  };
  await market.setFee(250n);
  await token.connect(reader).approve(market.target, ethers.MaxUint256);
  await token.connect(reader).approve(tabs.target, ethers.MaxUint256);

  const salt = (name: string) => ethers.id(`salt of ${name}`);
  const dataset = await market.datasetId(seller.address, salt("measured"));
  const anchor = (name: string) => ({
    manifest: ethers.id(`manifest ${name}`),
    root: ethers.id(`root ${name}`),
    size: 139_000n,
    keyCommitment: ethers.id(`keys ${name}`),
  });
  const termsOf = (nonce: number) => ({
    dataset,
    seller: seller.address,
    token: token.target,
    price: PRICE,
    duration: DURATION,
    segments: 1n,
    fromVersion: 1n,
    laterVersions: true,
    maxSales: 0n,
    refundWindow: 0n,
    purpose: 0n,
    nonce: BigInt(nonce),
    licence: ethers.id("CC-BY-4.0"),
    policy: ethers.ZeroAddress,
    policyData: ethers.ZeroHash,
  });
  const accountOf = (name: string) => ethers.getAddress(ethers.dataSlice(ethers.id(`reader ${name}`), 12));
  const tabOf = (name: string) => ({
    reader: reader.address,
    provider: keeper.address,
    token: token.target,
    salt: salt(name),
  });
  // Periods follow each other: each ends a second after the one before.
  let through = BigInt(await networkHelpers.time.latest()) - 100_000n;
  const encode = {
    publish: (i: number) => market.interface.encodeFunctionData("publish", [salt(`${i}`), anchor(`${i}`)]),
    offer: (i: number) => market.interface.encodeFunctionData("offer", [termsOf(i)]),
    version: (i: number) => market.interface.encodeFunctionData("addVersion", [dataset, anchor(`version ${i}`)]),
    grant: (i: number) =>
      market.interface.encodeFunctionData("grant", [dataset, accountOf(`${i}`), DURATION, 1n, 1n, true]),
    anchor: (i: number) => log.interface.encodeFunctionData("anchor", [ethers.id(`root ${i}`), ++through]),
    record: (i: number) => consent.interface.encodeFunctionData("register", [salt(`record ${i}`), setup]),
    tab: (i: number) => tabs.interface.encodeFunctionData("deposit", [tabOf(`${i}`), 1n]),
  };
  await market.connect(seller).publish(salt("measured"), anchor("measured"));
  await market.connect(seller).offer(termsOf(0));
  await market.connect(reader).buy(termsOf(0), accountOf("first"), "0x");

  let size = 0;
  const growTo = async (scale: number): Promise<void> => {
    while (size < scale) {
      const upTo = Math.min(scale, size + PER_CALL);
      const calls = (one: (i: number) => string) => Array.from({ length: upTo - size }, (_, k) => one(size + k + 1));
      await market.connect(seller).multicall(calls(encode.publish));
      await market.connect(seller).multicall(calls(encode.offer));
      await market.connect(seller).multicall(calls(encode.version));
      await market.connect(seller).multicall(calls(encode.grant));
      await log.connect(keeper).multicall(calls(encode.anchor));
      await tabs.connect(reader).multicall(calls(encode.tab));
      await consent.connect(seller).multicall(calls(encode.record));
      size = upTo;
    }
  };

  const measure = async (scale: number): Promise<Record<string, number>> => {
    const fresh = scale + 1_000_000;
    const act = market.connect(seller);
    const published = await executionOf(act.publish(salt(`measured at ${scale}`), anchor(`measured, ${scale}`)));
    const offered = await executionOf(act.offer(termsOf(fresh)));
    const versioned = await executionOf(act.addVersion(dataset, anchor(`measured at ${scale}`)));
    const name = `measured at ${scale}`;
    await market.connect(reader).buy(termsOf(fresh), accountOf(`${name}, before`), "0x");
    const buy = () => executionOf(market.connect(reader).buy(termsOf(fresh), accountOf(name), "0x"));
    const bought = await buy();
    const renewed = await buy();
    const question = market.interface.encodeFunctionData("hasAccess", [dataset, accountOf(name)]);
    const asked = Number(await probe.measure(market.target, question));

    await tabs.connect(reader).deposit(tabOf(name), 20n * UNIT);
    const id = await tabs.tabId(tabOf(name));
    const signature = await reader.signTypedData(tabsDomain, voucher, { tab: id, owed: UNIT });
    const settled = await executionOf(tabs.connect(keeper).settle(tabOf(name), UNIT, signature));
    const anchored = await executionOf(log.connect(keeper).anchor(ethers.id(name), ++through));

    await consent.connect(seller).register(salt(`record, ${name}`), setup);
    const now = BigInt(await networkHelpers.time.latest());
    const request = {
      dataset: await market.datasetId(seller.address, salt(`record, ${name}`)),
      reader: accountOf(name),
      purpose: 1n,
      segments: 1n,
      fromVersion: 1n,
      laterVersions: true,
      until: now + DURATION,
      serial: 1n,
      epoch: 0n,
      deadline: now + DURATION,
    };
    const signed = await keeper.signTypedData(consentDomain, CONSENT, request);
    const consented = await executionOf(consent.connect(reader).give(request, [keeper.address], [signed]));
    return {
      publish: published,
      offer: offered,
      "new version": versioned,
      "buy, new reader": bought,
      "buy, same reader again": renewed,
      "ask for access from a contract": asked,
      "give a consent": consented,
      "settle a tab": settled,
      "anchor a root of receipts": anchored,
    };
  };
  return { growTo, measure };
}
