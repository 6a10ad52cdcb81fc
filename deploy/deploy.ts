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
export function moduleParameters({ timelockDelay, proposer, eas }: Parameters): DeploymentParameters {
  return {
    Shared: {
      timelockDelay: BigInt(timelockDelay),
      ...(proposer === "deployer" ? {} : { proposer }),
    },
    ...(eas ? { Eas: { eas } } : {}),
  };
}

/** The modules that a network gets, in order; a later one reuses what an earlier one deployed. */
export function modulesFor({ demoTokens, eas: hasEas }: Parameters): IgnitionModule[] {
  return [demoTokens ? local : all, ...(hasEas ? [eas] : [])];
}

/** Name of a contract in the SDK: that of its future, so that two tokens of one contract keep theirs. */
export function contractName(futureId: string): string {
  return futureId.split("#").at(-1) ?? futureId;
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
  const deployed: Deployed = {};
  for (const ignitionModule of modulesFor(parameters)) {
    const result = await deploy({
      artifactResolver: new HardhatArtifactResolver(hre.artifacts),
      provider: connection.provider,
      ignitionModule,
      deploymentParameters: moduleParameters(parameters),
      accounts,
      ...(journal ? { deploymentDir: journal } : {}),
    });
    if (result.type !== DeploymentResultType.SUCCESSFUL_DEPLOYMENT) {
      const message = errorDeploymentResultToExceptionMessage(result);
      throw new Error(`The contracts could not be deployed on chain ${parameters.chainId}: ${message}`);
    }
    for (const { id, address } of Object.values(result.contracts)) {
      deployed[contractName(id)] = address as Address;
    }
  }
  return deployed;
}
