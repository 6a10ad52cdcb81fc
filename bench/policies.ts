import type { NetworkConnection } from "hardhat/types/network";
import { accountAt, DURATION, deployToken, type Figures, gasOf, PRICE } from "./market.ts";

const LEVELS = 20;

/** What a policy adds to a purchase of the same reader again: an account of a list of a million, a role, both, either. */
export async function measurePolicies(connection: NetworkConnection): Promise<Figures> {
  const { ethers } = connection;
  const signers = await ethers.getSigners();
  const [deployer, seller, reader] = [accountAt(signers, 0), accountAt(signers, 2), accountAt(signers, 3)];
  const coder = ethers.AbiCoder.defaultAbiCoder();
  const token = await deployToken(connection);
  const none = ethers.ZeroAddress;
  const manager = await ethers.deployContract("AccessManager", [deployer.address]);
  const market = await ethers.deployContract("Market", [manager.target, deployer.address, none]);
  const organisations = await ethers.deployContract("Organisations", [none]);
  const deploy = async (name: string, ...args: unknown[]) =>
    (await ethers.deployContract(name, args as string[])).target as string;
  await token.connect(reader).approve(market.target, ethers.MaxUint256);

  const org = await organisations.orgId(deployer.address, ethers.ZeroHash);
  await organisations.register(ethers.ZeroHash, ethers.ZeroHash);
  await organisations.appoint(org, reader.address, 4n, 2n ** 40n - 1n);
  const roleEvidence = coder.encode(["bytes32", "uint216"], [org, 4n]);
  const siblings = Array.from({ length: LEVELS }, (_, level) => ethers.id(`sibling ${level}`));
  const leaf = ethers.keccak256(ethers.keccak256(coder.encode(["address"], [reader.address])));
  const root = siblings.reduce((node, sibling) => ethers.keccak256(ethers.concat([node, sibling].sort())), leaf);
  const role = { policy: await deploy("RolePolicy", organisations.target), data: ethers.keccak256(roleEvidence) };
  const list = { policy: await deploy("AllowListPolicy"), data: root };
  const members = [role, list];
  const evidences = [roleEvidence, coder.encode(["bytes32[]"], [siblings])] as const;
  const tuple = "tuple(address policy, bytes32 data)[]";
  const data = ethers.keccak256(coder.encode([tuple], [members]));

  const dataset = await market.datasetId(seller.address, ethers.ZeroHash);
  const [manifest, keys] = [ethers.id("manifest"), ethers.id("keys")];
  await market.connect(seller).publish(ethers.ZeroHash, { manifest, root, size: 1n, keyCommitment: keys });
  const again = async (policy: string, policyData: string, evidence: string) => {
    const terms = {
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
      nonce: 0n,
      licence: ethers.id("CC-BY-4.0"),
      policy,
      policyData,
    };
    await market.connect(seller).offer(terms);
    await market.connect(reader).buy(terms, reader.address, evidence);
    return gasOf(market.connect(reader).buy(terms, reader.address, evidence));
  };
  return {
    "buy again, with a role": await again(role.policy, role.data, evidences[0]),
    "buy again, on a list of a million": await again(list.policy, list.data, evidences[1]),
    "buy again, with both": await again(
      await deploy("AllOfPolicy"),
      data,
      coder.encode([tuple, "bytes[]"], [members, evidences]),
    ),
    "buy again, with either": await again(
      await deploy("AnyOfPolicy"),
      data,
      coder.encode([tuple, "bytes[]"], [members, [evidences[0], "0x"]]),
    ),
  };
}
