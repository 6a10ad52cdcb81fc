import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { NetworkConnection } from "hardhat/types/network";
import { accountAt, type Figures, gasOf } from "./market.ts";
import { fetchPackage } from "./npm.ts";

const TRADE_TRUST = {
  version: "5.5.1",
  integrity: "sha512-yxOdjRLSI0fPptFbicYpnb/fn4Ngbi/LuGDCQKL0vb7PLCvhT8DLpiAFbFs0cc+QAb439lnZjhPg+UbWQHufRA==",
};
const NOTHING = "0x";

/**
 * TradeTrust's title escrow: a token for each document, held by a contract of its own that knows beneficiary and holder. Nobody
 * accepts, answers or pays there. To hand on is to name both anew, as an endorsement does.
 */
export async function measureTradeTrust(connection: NetworkConnection): Promise<Figures> {
  const { ethers } = connection;
  const folder = await fetchPackage("@tradetrust-tt/token-registry", TRADE_TRUST.version, TRADE_TRUST.integrity);
  const signers = await ethers.getSigners();
  const [issuer, first, second, third] = [1, 2, 3, 4].map((index) => accountAt(signers, index)) as [
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
  ];
  const artifact = (name: string): { abi: never[]; bytecode: string } =>
    JSON.parse(readFileSync(join(folder, "dist", "artifacts", `${name}.sol`, `${name}.json`), "utf8"));
  const deploy = async (name: string, ...args: unknown[]) => {
    const { abi, bytecode } = artifact(name);
    const made = await new ethers.ContractFactory(abi, bytecode, issuer).deploy(...args);
    return new ethers.Contract(await made.getAddress(), abi, issuer);
  };
  const factory = await deploy("TitleEscrowFactory");
  const registry = await deploy("TradeTrustToken", "Bills", "BILL", factory.target);
  const mint = (id: bigint) => gasOf(registry.getFunction("mint")(first.address, first.address, id, NOTHING));
  const { abi } = artifact("TitleEscrow");
  const hand = async (by: HardhatEthersSigner, to: HardhatEthersSigner, id: bigint) => {
    const escrow = new ethers.Contract(await registry.getFunction("ownerOf")(id), abi, by);
    // Whoever is beneficiary and holder names the next of both at once.
    return gasOf(escrow.getFunction("transferOwners")(to.address, to.address, NOTHING));
  };
  await mint(1n);
  const issued = await mint(2n);
  const handed = await hand(first, second, 2n);
  return {
    "draw a bill": issued,
    "endorse a bill, first": handed,
    "endorse a bill, later": await hand(second, third, 2n),
  };
}
