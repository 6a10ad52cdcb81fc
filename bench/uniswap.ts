import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { InterfaceAbi } from "ethers";
import type { NetworkConnection } from "hardhat/types/network";
import { accountAt, type Figures, gasOf } from "./market.ts";
import { fetchPackage } from "./npm.ts";

const VERSION = "1.0.2";
const INTEGRITY = "sha512-L7BzdI/asAINB2F6EvJuQcg5YhykNeEfZxJrn2RPIVvx+9A9u+opDuqnBK4SYnanrsr3UEX1NwWXwDHmyw2TjQ==";
const TWO_DAYS = 2n * 86_400n;
const UNI = 10n ** 18n;

/** Votes at Uniswap's GovernorAlpha, as it is published on npm (Compound's, of which Bravo is the next one). */
export async function measureUniswap(connection: NetworkConnection): Promise<Figures> {
  const { ethers, networkHelpers } = connection;
  const folder = await fetchPackage("@uniswap/governance", VERSION, INTEGRITY);
  const signers = await ethers.getSigners();
  const [owner, alice, bob] = [accountAt(signers, 0), accountAt(signers, 1), accountAt(signers, 2)];
  const deploy = async (name: string, ...args: unknown[]) => {
    const { abi, bytecode } = JSON.parse(readFileSync(join(folder, "build", `${name}.json`), "utf8")) as {
      abi: InterfaceAbi;
      bytecode: string;
    };
    const contract = await new ethers.ContractFactory(abi, bytecode, owner).deploy(...args);
    return ethers.getContractAt(abi as never[], await contract.getAddress(), owner);
  };
  const token = await deploy("Uni", owner.address, owner.address, 2n ** 40n);
  const timelock = await deploy("Timelock", owner.address, TWO_DAYS);
  const governor = await deploy("GovernorAlpha", timelock.target, token.target);
  for (const voter of [alice, bob]) {
    await token.getFunction("transfer")(voter.address, 20_000_000n * UNI);
    await token.connect(voter).getFunction("delegate")(voter.address);
  }
  await networkHelpers.mine();
  const call = [[token.target], [0], ["totalSupply()"], ["0x"], "Nothing."];
  await governor.connect(alice).getFunction("propose")(...call);
  await networkHelpers.mine(2);
  const cast = (voter: typeof alice) => gasOf(governor.connect(voter).getFunction("castVote")(1n, true));
  return { "castVote, first For": await cast(alice), "castVote, later voter": await cast(bob) };
}
