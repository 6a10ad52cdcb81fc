import { localA, localB } from "./local.ts";
import type { Parameters } from "./parameters.ts";
import { sepolia } from "./sepolia.ts";

/** A network to deploy to is a line here, a file beside this one and an entry in hardhat.config.ts. */
export const deployments: readonly Parameters[] = [localA, localB, sepolia];

export function parametersOf(chainId: number): Parameters {
  const parameters = deployments.find((each) => each.chainId === chainId);
  if (!parameters) throw new Error(`deploy/parameters has no file for chain ${chainId}: write one.`);
  return parameters;
}
