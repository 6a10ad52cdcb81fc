import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { ContractTransactionResponse } from "ethers";
import type { NetworkConnection } from "hardhat/types/network";

/** Gas of each operation, named as in `peers.json`. */
export type Figures = Record<string, number>;

export const DURATION = 30n * 86_400n;
export const PRICE = 2_500_000n;

export async function gasOf(transaction: Promise<ContractTransactionResponse>): Promise<number> {
  const receipt = await (await transaction).wait();
  if (!receipt) throw new Error("A transaction of the bench was not mined.");
  return Number(receipt.gasUsed);
}

export function accountAt(signers: readonly HardhatEthersSigner[], index: number): HardhatEthersSigner {
  const signer = signers[index];
  if (!signer) throw new Error(`The chain has no account ${index}.`);
  return signer;
}

/** The same token for all: OpenZeppelin's ERC-20, every account with a balance. */
export async function deployToken({ ethers }: NetworkConnection) {
  const token = await ethers.deployContract("DemoToken", ["US Dollar X", "USDX"]);
  for (const { address } of await ethers.getSigners()) await token.faucet(address);
  return token;
}

/** A market with money and people, in which data sets can be published with an offer. */
export async function world(connection: NetworkConnection) {
  const { ethers } = connection;
  const signers = await ethers.getSigners();
  const at = (index: number) => accountAt(signers, index);
  const [deployer, treasury, seller] = [at(0), at(1), at(2)];
  const token = await deployToken(connection);
  const relay = await ethers.deployContract("Relay");
  const manager = await ethers.deployContract("AccessManager", [deployer.address]);
  const market = await ethers.deployContract("Market", [manager.target, treasury.address, relay.target]);
  const probe = await ethers.deployContract("GasProbe");
  await market.setFee(250n);
  for (const signer of signers) await token.connect(signer).approve(market.target, ethers.MaxUint256);
  await token.faucet(ethers.Wallet.createRandom().address);

  const anchor = (name: string) => ({
    manifest: ethers.id(`manifest ${name}`),
    root: ethers.id(`root ${name}`),
    size: 139_000n,
    keyCommitment: ethers.id(`keys ${name}`),
  });
  const termsOf = async (name: string, changes: { refundWindow?: bigint } = {}) => ({
    dataset: await market.datasetId(seller.address, ethers.id(name)),
    seller: seller.address,
    token: token.target,
    price: PRICE,
    duration: DURATION,
    segments: 1n,
    fromVersion: 1n,
    laterVersions: true,
    maxSales: 0n,
    refundWindow: changes.refundWindow ?? 0n,
    purpose: 0n,
    nonce: 0n,
    licence: ethers.id("CC-BY-4.0"),
    policy: ethers.ZeroAddress,
    policyData: ethers.ZeroHash,
  });
  const publish = async (name: string, changes: { refundWindow?: bigint } = {}) => {
    const terms = await termsOf(name, changes);
    const calls = [
      market.interface.encodeFunctionData("publish", [ethers.id(name), anchor(name)]),
      market.interface.encodeFunctionData("offer", [terms]),
    ];
    return { terms, gas: await gasOf(market.connect(seller).multicall(calls)) };
  };
  return { ethers, at, seller, token, market, relay, manager, probe, anchor, publish };
}

export type World = Awaited<ReturnType<typeof world>>;
export type Terms = Awaited<ReturnType<World["publish"]>>["terms"];

/** A purchase of one's own at the latest block, as the right's receipt commits to it. */
export async function purchaseAt({ ethers, market }: World, terms: Terms, payer: string, previous = 0n) {
  const block = await ethers.provider.getBlock("latest");
  const boughtAt = BigInt(block?.timestamp ?? 0);
  return { previous, offer: await market.offerId(terms), payer, paid: terms.price, boughtAt, from: boughtAt };
}

/** Fields of an EIP-712 type, as Solidity would write them. */
export function fieldsOf(text: string): Array<{ type: string; name: string }> {
  return text.split(", ").map((field) => {
    const [type = "", name = ""] = field.split(" ");
    return { type, name };
  });
}

/** Tallystick's figures: balances non-zero, one sale made before. */
export async function measureMarket(connection: NetworkConnection): Promise<Figures> {
  const all = await world(connection);
  const { market, seller, at, anchor, publish, probe } = all;
  await publish("first");
  const { terms, gas } = await publish("second");
  await market.connect(at(3)).buy(terms, at(3).address, "0x");
  const reader = at(4);
  const buy = () => gasOf(market.connect(reader).buy(terms, reader.address, "0x"));
  const question = market.interface.encodeFunctionData("hasAccess", [terms.dataset, reader.address]);
  return {
    "publish ready to sell": gas,
    "new version": await gasOf(market.connect(seller).addVersion(terms.dataset, anchor("later"))),
    "buy timed access, new reader": await buy(),
    "buy timed access, same reader again": await buy(),
    "ask for access from a contract": Number(await probe.measure(market.target, question)),
    "free access": await gasOf(market.connect(seller).grant(terms.dataset, at(5).address, DURATION, 1n, 1n, true)),
    ...(await measureSignatures(all, terms)),
    ...(await measureBatch(all)),
    ...(await measureReturns(all, terms)),
  };
}

async function measureSignatures({ ethers, market, token, at }: World, terms: Terms): Promise<Figures> {
  const [payer, relayer] = [at(6), at(7)];
  const offer = await market.offerId(terms);
  const types = {
    ReceiveWithAuthorization: fieldsOf(
      "address from, address to, uint256 value, uint256 validAfter, uint256 validBefore, bytes32 nonce",
    ),
  };
  const { chainId } = await ethers.provider.getNetwork();
  const domain = { name: "US Dollar X", version: "1", chainId, verifyingContract: await token.getAddress() };
  const buy = async (sequence: bigint) => {
    const times = { validAfter: 0n, validBefore: 2n ** 40n };
    const nonce = await market.orderNonce(offer, payer.address, payer.address, sequence);
    const value = { from: payer.address, to: market.target, value: terms.price, ...times, nonce };
    const signature = await payer.signTypedData(domain, types, value);
    const authorization = { payer: payer.address, ...times, sequence, signature };
    return gasOf(market.connect(relayer).buyWithAuthorization(terms, payer.address, "0x", authorization));
  };
  return {
    "buy by one relayed signature, new reader": await buy(0n),
    "buy by one relayed signature, same reader again": await buy(1n),
  };
}

async function measureBatch({ market, at, publish }: World): Promise<Figures> {
  const reader = at(8);
  const orders: Array<{ terms: Terms; reader: string; evidence: string }> = [];
  for (const name of ["a", "b", "c", "d", "e"]) {
    const { terms } = await publish(name);
    orders.push({ terms, reader: reader.address, evidence: "0x" });
  }
  await market.connect(reader).buyMany(orders);
  return { "batch of 5, same reader, in all": await gasOf(market.connect(reader).buyMany(orders)) };
}

async function measureReturns(all: World, terms: Terms): Promise<Figures> {
  const { ethers, market, token, seller, at, publish } = all;
  const purchaseOf = (bought: Terms, address: string) => purchaseAt(all, bought, address);
  const windowed = (await publish("windowed", { refundWindow: 86_400n })).terms;
  const give = async (reader: HardhatEthersSigner) => {
    await market.connect(reader).buy(windowed, reader.address, "0x");
    const purchase = await purchaseOf(windowed, reader.address);
    return gasOf(market.connect(reader).refund(windowed.dataset, [{ purchase, terms: windowed }]));
  };
  await give(at(9));
  const refund = await give(at(9));

  const revokeFrom = async (reader: HardhatEthersSigner) => {
    await market.connect(reader).buy(terms, reader.address, "0x");
    const purchase = await purchaseOf(terms, reader.address);
    return gasOf(market.connect(seller).revoke(terms.dataset, reader.address, [{ purchase, terms }]));
  };
  await revokeFrom(at(10));
  await market.connect(seller).grant(terms.dataset, at(11).address, DURATION, 1n, 1n, true);
  const granted = { ...(await purchaseOf(terms, ethers.ZeroAddress)), offer: ethers.ZeroHash, paid: 0n };
  const revoke = await gasOf(
    market.connect(seller).revoke(terms.dataset, at(11).address, [{ purchase: granted, terms }]),
  );

  await market.connect(seller).collect(terms, seller.address);
  await market.connect(at(3)).buy(terms, at(3).address, "0x");
  const collect = await gasOf(market.connect(seller).collect(terms, seller.address));
  if ((await token.balanceOf(market.target)) === 0n) throw new Error("The market's balance should not be empty.");
  return { refund, "revoke one": revoke, "seller withdraws": collect };
}
