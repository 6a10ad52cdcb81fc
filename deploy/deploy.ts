import {
  errorDeploymentResultToExceptionMessage,
  HardhatArtifactResolver,
} from "@nomicfoundation/hardhat-ignition/helpers";
import {
  type DeploymentParameters,
  DeploymentResultType,
  deploy,
  type IgnitionModule,
} from "@nomicfoundation/ignition-core";
import { LOCAL_CHAIN_IDS, personaAccount, personas } from "@tallystick/sdk/local/personas";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import type { NetworkConnection } from "hardhat/types/network";
import type { Address } from "viem";
import all from "./modules/all.ts";
import eas from "./modules/eas.ts";
import local from "./modules/local.ts";
import type { Parameters } from "./parameters/parameters.ts";

/** Addresses by contract name, as the SDK knows them. */
export type Deployed = Record<string, Address>;

/** What Ignition's modules ask for, by module. */
export function moduleParameters({ timelockDelay, governance, eas }: Parameters): DeploymentParameters {
  const { criticalDelay, holder, ...settings } = governance;
  return {
    Shared: { timelockDelay: BigInt(timelockDelay), criticalDelay: BigInt(criticalDelay) },
    Governance: { ...settings, ...(holder === "deployer" ? {} : { holder }) },
    ...(eas ? { Eas: { eas } } : {}),
  };
}

/** The module that a network gets. */
export function moduleFor({ demoTokens, eas: hasEas }: Parameters): IgnitionModule {
  if (demoTokens && hasEas) throw new Error("Play money is for local chains, and those have no EAS.");
  if (demoTokens) return local;
  return hasEas ? eas : all;
}

/** Name of a contract in the SDK: that of its future, so that two tokens of one contract keep theirs. */
export function contractName(futureId: string): string {
  return futureId.split("#").at(-1) ?? futureId;
}

/** The keys of the test mnemonic are everybody's: what they own elsewhere is lost at once. */
function refuseKnownKeys(chainId: number, deployer: string | undefined): void {
  if (LOCAL_CHAIN_IDS.includes(chainId)) return;
  const [localChain = 0] = LOCAL_CHAIN_IDS;
  const known = personas.map(({ id }) => personaAccount(id, localChain).address.toLowerCase());
  if (!deployer || !known.includes(deployer.toLowerCase())) return;
  throw new Error(`${deployer} belongs to the well-known test mnemonic, which is refused on chain ${chainId}.`);
}

/**
 * Deploys everything a network gets through Ignition, and resumes what was broken off when `journal` names a folder.
 *
 * @throws what Ignition says went wrong, in a sentence
 */
export async function deployAll(
  hre: HardhatRuntimeEnvironment,
  connection: Pick<NetworkConnection, "provider">,
  parameters: Parameters,
  journal?: string,
): Promise<Deployed> {
  const accounts = (await connection.provider.request({ method: "eth_accounts" })) as string[];
  refuseKnownKeys(parameters.chainId, accounts[0]);
  const result = await deploy({
    artifactResolver: new HardhatArtifactResolver(hre.artifacts),
    provider: connection.provider,
    ignitionModule: moduleFor(parameters),
    deploymentParameters: moduleParameters(parameters),
    accounts,
    ...(journal ? { deploymentDir: journal } : {}),
  });
  if (result.type !== DeploymentResultType.SUCCESSFUL_DEPLOYMENT) {
    const message = errorDeploymentResultToExceptionMessage(result);
    throw new Error(`The contracts could not be deployed on chain ${parameters.chainId}: ${message}`);
  }
  const contracts = Object.values(result.contracts);
  return Object.fromEntries(contracts.map(({ id, address }) => [contractName(id), address as Address]));
}
