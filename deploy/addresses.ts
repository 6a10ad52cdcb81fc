import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import hre from "hardhat";
import { contractName, type Deployed, deployAll } from "./deploy.ts";
import { localA, localB } from "./parameters/local.ts";
import type { Parameters } from "./parameters/parameters.ts";

const JOURNALS = fileURLToPath(new URL("deployments/", import.meta.url));

/** Folder in which Ignition keeps what it has deployed on a chain: its command line's own choice. */
export function journalOf(chainId: number): string {
  return `${JOURNALS}chain-${chainId}`;
}

/** A local chain's addresses depend on the deployer's key and nonces alone: deploying anew tells them. */
async function addressesOnFreshChain(parameters: Parameters): Promise<Deployed> {
  const connection = await hre.network.create({
    network: "default",
    override: { chainId: parameters.chainId },
  });
  try {
    return await deployAll(hre, connection, parameters);
  } finally {
    await connection.close();
  }
}

function addressesFromJournal(chainId: number): Deployed {
  const file = `${journalOf(chainId)}/deployed_addresses.json`;
  if (!existsSync(file)) return {};
  const byFuture = JSON.parse(readFileSync(file, "utf8")) as Deployed;
  return Object.fromEntries(Object.entries(byFuture).map(([id, address]) => [contractName(id), address]));
}

/** Addresses by chain and contract, of the local chains and of every chain that has a journal here. */
export async function addresses(): Promise<Record<string, Deployed>> {
  const found: Record<string, Deployed> = {};
  for (const parameters of [localA, localB]) {
    found[parameters.chainId] = await addressesOnFreshChain(parameters);
  }
  for (const name of existsSync(JOURNALS) ? readdirSync(JOURNALS).sort() : []) {
    const chainId = Number(/^chain-(\d+)$/.exec(name)?.[1]);
    if (chainId && !(chainId in found)) found[chainId] = addressesFromJournal(chainId);
  }
  return found;
}
