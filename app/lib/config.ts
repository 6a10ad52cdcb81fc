import type { Network } from "@tallystick/sdk/networks";

/** What the server tells the page about where things are, so that one build serves any ports. */
export interface AppConfig {
  readonly networks: readonly [Network, ...Network[]];
}

/** The only chains where well-known keys, personas and faucets may appear. */
export const localChainIds: readonly number[] = [31337, 31338];

export function isLocalChain(chainId: number): boolean {
  return localChainIds.includes(chainId);
}

/** The address a browser uses; a network always has one. */
export function rpcUrlOf(network: Network): string {
  return network.rpcUrls[0] ?? "";
}
