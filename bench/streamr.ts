import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { InterfaceAbi } from "ethers";
import type { NetworkConnection } from "hardhat/types/network";
import { accountAt, DURATION, deployToken, type Figures, gasOf } from "./market.ts";
import { fetchPackage } from "./npm.ts";

type Artifact = { readonly abi: InterfaceAbi; readonly bytecode: string };

const INTEGRITY = "sha512-pjTizEUfERa33k7Y4xAtV02wtDL5OCIxdtOmo77nI+vUI1la1TrlTS+BQA2nZGK64ocBmpP5VrYT8covfO93Vg==";
const CHAIN = 31_337;
const PER_SECOND = 1n;

/** Streamr's figures: its project registry and marketplace as published on npm, behind proxies, without streams or fee. */
export async function measureStreamr(connection: NetworkConnection): Promise<Figures> {
  const folder = await fetchPackage("@streamr/hub-contracts", "1.1.2", INTEGRITY);
  const { ethers } = connection;
  const signers = await ethers.getSigners();
  const at = (index: number) => accountAt(signers, index);
  const [owner, seller, reader] = [at(0), at(2), at(4)];
  const token = await deployToken(connection);
  const deploy = async (path: string, ...args: unknown[]) => {
    const file = join(folder, "dist/artifacts/contracts", `${path}.sol`, `${path.split("/").at(-1)}.json`);
    const { abi, bytecode }: Artifact = JSON.parse(readFileSync(file, "utf8"));
    const implementation = await new ethers.ContractFactory(abi, bytecode, owner).deploy();
    const initialize = ethers.Interface.from(abi).encodeFunctionData("initialize", args);
    const proxy = await ethers.deployContract("ProxyMock", [await implementation.getAddress(), initialize]);
    return ethers.getContractAt(abi as never[], proxy.target, owner);
  };
  const registry = await deploy("ProjectRegistry/ProjectRegistryV1", ethers.ZeroAddress);
  const marketplace = await deploy("Marketplace/MarketplaceV4", registry.target, CHAIN);
  const trusted: string = await registry.getFunction("TRUSTED_ROLE")();
  await registry.getFunction("grantRole")(trusted, marketplace.target);

  const publish = (name: string, metadata: string) => {
    const payment = { beneficiary: seller.address, pricingTokenAddress: token.target, pricePerSecond: PER_SECOND };
    const create = registry.connect(seller).getFunction("createProject");
    return gasOf(create(ethers.id(name), [CHAIN], [payment], [], 0n, true, metadata));
  };
  await publish("first", "{}");
  const published = await publish("second", "{}");
  const project = ethers.id("second");
  for (const signer of signers) await token.connect(signer).approve(marketplace.target, ethers.MaxUint256);
  const buy = (payer: typeof reader) => gasOf(marketplace.connect(payer).getFunction("buy")(project, DURATION));
  await buy(at(3));
  const bought = await buy(reader);
  const again = await buy(reader);

  const grant = registry.connect(seller).getFunction("grantSubscription");
  const granted = await gasOf(grant(project, DURATION, at(5).address));
  const probe = await ethers.deployContract("GasProbe");
  const question = registry.interface.encodeFunctionData("hasValidSubscription", [project, reader.address]);
  const asked = Number(await probe.measure(registry.target, question));
  return {
    "publish ready to sell": published,
    "buy timed access, new reader": bought,
    "buy timed access, same reader again": again,
    "free access": granted,
    "ask for access from a contract": asked,
  };
}
