import type { NetworkConnection } from "hardhat/types/network";
import { DURATION, type Figures, fieldsOf, gasOf, world } from "./market.ts";

const LATEST = 2n ** 40n - 1n;
const SCOPE = "uint40 duration, uint32 segments, uint16 fromVersion, bool laterVersions";
const GRANT = {
  Grant: fieldsOf(`uint256 dataset, address owner, address reader, ${SCOPE}, uint256 nonce, uint40 deadline`),
};
const DEAL = {
  Deal: fieldsOf("Side first, Side second, uint256 nonce, uint40 deadline"),
  Side: fieldsOf(`address owner, uint256 dataset, ${SCOPE}`),
};
const MANDATE = {
  Mandate: fieldsOf(
    "bytes32 offer, address payer, address reader, uint96 cap, uint32 lead, bool fromBalance, uint256 nonce, uint40 deadline",
  ),
};

const TERMS = `tuple(${[
  "uint256 dataset, address seller, address token, uint96 price, uint40 duration, uint32 segments, uint16 fromVersion",
  "bool laterVersions, uint32 maxSales, uint32 refundWindow, uint16 purpose, uint32 nonce, bytes32 licence",
  "address policy, bytes32 policyData",
].join(", ")})`;

/** What is bought from a prepaid balance, by one transfer, and what the desk does with what was signed. */
export async function measureDesk(connection: NetworkConnection): Promise<Figures> {
  const all = await deskWorld(connection);
  return {
    ...(await measureBalance(all)),
    ...(await measureTransfers(all)),
    ...(await measureGrants(all)),
    ...(await measureExchange(all)),
    ...(await measureRenewals(all)),
  };
}

async function deskWorld(connection: NetworkConnection) {
  const all = await world(connection);
  const { ethers, market, publish, at } = all;
  await publish("first");
  const { terms } = await publish("second");
  await market.connect(at(3)).buy(terms, at(3).address, "0x");
  const desk = await ethers.getContractAt("Desk", await market.desk());
  const { chainId } = await ethers.provider.getNetwork();
  const domain = { name: "Tallystick Desk", version: "1", chainId, verifyingContract: desk.target as string };
  const scope = { duration: DURATION, segments: 1n, fromVersion: 1n, laterVersions: true };
  return { ...all, time: connection.networkHelpers.time, desk, domain, scope, terms };
}

type DeskWorld = Awaited<ReturnType<typeof deskWorld>>;

async function measureBalance({ market, token, terms, at }: DeskWorld): Promise<Figures> {
  const [payer, second] = [at(4), at(5)];
  const deposit = (from: typeof payer) =>
    gasOf(market.connect(from).deposit(token.target, from.address, 20n * terms.price));
  await deposit(second);
  const opened = await deposit(payer);
  const toppedUp = await deposit(payer);
  const buy = () => gasOf(market.connect(payer).buyFromBalance(terms, payer.address, "0x"));
  return {
    "open a prepaid balance": opened,
    "top up a prepaid balance": toppedUp,
    "buy from prepaid balance, new reader": await buy(),
    "buy from prepaid balance, same reader again": await buy(),
  };
}

async function measureTransfers({ ethers, token, desk, terms, at }: DeskWorld): Promise<Figures> {
  const reader = at(6);
  const data = ethers.AbiCoder.defaultAbiCoder().encode([TERMS, "address", "bytes"], [terms, reader.address, "0x"]);
  const transfer = token.connect(reader)["transferAndCall(address,uint256,bytes)"];
  const buy = () => gasOf(transfer(desk.target, terms.price, data));
  await buy();
  return { "buy by one ERC-1363 transfer, same reader again": await buy() };
}

async function measureGrants({ desk, domain, seller, scope, terms, at }: DeskWorld): Promise<Figures> {
  const redeem = async (reader: string, nonce: bigint) => {
    const grant = { dataset: terms.dataset, owner: seller.address, reader, ...scope, nonce, deadline: LATEST };
    return gasOf(desk.connect(at(7)).redeem(grant, await seller.signTypedData(domain, GRANT, grant)));
  };
  await redeem(at(8).address, 1n);
  return { "free access by signature": await redeem(at(9).address, 2n) };
}

async function measureExchange({ ethers, market, desk, domain, anchor, seller, scope, terms, at }: DeskWorld) {
  const other = at(10);
  await market.connect(other).publish(ethers.id("other"), anchor("other"));
  const dataset = await market.datasetId(other.address, ethers.id("other"));
  const deal = {
    first: { owner: seller.address, dataset: terms.dataset, ...scope },
    second: { owner: other.address, dataset, ...scope },
    nonce: 1n,
    deadline: LATEST,
  };
  const signature = await other.signTypedData(domain, DEAL, deal);
  return { "exchange data for data, both rights": await gasOf(desk.connect(seller).exchange(deal, "0x", signature)) };
}

async function measureRenewals({ market, time, desk, domain, terms, at }: DeskWorld): Promise<Figures> {
  const payer = at(11);
  await market.connect(payer).buy(terms, payer.address, "0x");
  const mandate = {
    offer: await market.offerId(terms),
    payer: payer.address,
    reader: payer.address,
    cap: 100n * terms.price,
    lead: DURATION / 2n,
    fromBalance: false,
    nonce: 1n,
    deadline: LATEST,
  };
  const signature = await payer.signTypedData(domain, MANDATE, mandate);
  const renew = async () => {
    await time.increase(DURATION - DURATION / 4n);
    return gasOf(desk.connect(at(7)).renew(terms, "0x", mandate, signature));
  };
  return { "renew under a mandate, first time": await renew(), "renew under a mandate, again": await renew() };
}
