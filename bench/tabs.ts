import type { NetworkConnection } from "hardhat/types/network";
import { accountAt, deployToken, type Figures, fieldsOf, gasOf } from "./market.ts";

const UNIT = 1_000_000n;
const VOUCHER = { Voucher: fieldsOf("bytes32 tab, uint96 owed") };

/** One tab, open and settled before; balances non-zero. */
export async function measureTabs(connection: NetworkConnection): Promise<Figures> {
  const { ethers } = connection;
  const signers = await ethers.getSigners();
  const [deployer, treasury, provider, reader] = [0, 1, 2, 3].map((index) => accountAt(signers, index));
  if (!deployer || !treasury || !provider || !reader) throw new Error("The chain has too few accounts.");
  const token = await deployToken(connection);
  const manager = await ethers.deployContract("AccessManager", [deployer.address]);
  const market = await ethers.deployContract("Market", [manager.target, treasury.address, ethers.ZeroAddress]);
  await market.setFee(250n);
  const tabs = await ethers.deployContract("Tabs", [market.target, ethers.ZeroAddress]);
  const { chainId } = await ethers.provider.getNetwork();
  const domain = { name: "Tallystick Tabs", version: "1", chainId, verifyingContract: tabs.target as string };
  await token.connect(reader).approve(tabs.target, ethers.MaxUint256);

  const openTab = async (salt: string) => {
    const tab = { reader: reader.address, provider: provider.address, token: token.target, salt: ethers.id(salt) };
    const id = await tabs.tabId(tab);
    const settle = async (owed: bigint) => {
      const signature = await reader.signTypedData(domain, VOUCHER, { tab: id, owed });
      return gasOf(tabs.connect(provider).settle(tab, owed, signature));
    };
    return { tab, opened: await gasOf(tabs.connect(reader).deposit(tab, 20n * UNIT)), settle };
  };
  await openTab("first");
  const { tab, opened, settle } = await openTab("second");
  const first = await settle(1n * UNIT);
  const again = await settle(2n * UNIT);
  await tabs.connect(provider).collect(tab, provider.address);
  await settle(3n * UNIT);
  const collected = await gasOf(tabs.connect(provider).collect(tab, provider.address));
  const toppedUp = await gasOf(tabs.connect(reader).deposit(tab, UNIT));
  return {
    "open a tab with a deposit": opened,
    "top up a tab": toppedUp,
    "settle a tab, first time": first,
    "usage charge": again,
    "collect from a tab": collected,
    "close a tab": await gasOf(tabs.connect(provider).close(tab)),
  };
}
