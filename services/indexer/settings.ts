import { type Deployment, deployed, type Network, networks } from "@tallystick/sdk/networks";

type Environment = Readonly<Record<string, string | undefined>>;

/** A chain to index: a network of the SDK that the contracts are deployed on. */
export interface IndexedChain {
  readonly network: Network;
  readonly deployment: Deployment;
}

/**
 * Chains to index: those that `TALLYSTICK_INDEXER_CHAINS` lists by id, else the local ones.
 *
 * @throws when a chain is unknown or has no contracts, with a sentence
 */
export function indexedChains(env: Environment = process.env): readonly IndexedChain[] {
  const known = networks(env);
  const wanted = env.TALLYSTICK_INDEXER_CHAINS?.split(",").map(Number);
  const chosen = wanted ? wanted.map((chainId) => find(known, chainId)) : known.filter(({ isLocal }) => isLocal);
  return chosen.map((network) => ({ network, deployment: deployed(network) }));
}

function find(known: readonly Network[], chainId: number): Network {
  const network = known.find((each) => each.chainId === chainId);
  if (network !== undefined) return network;
  const ids = known.map((each) => each.chainId).join(", ");
  throw new Error(`TALLYSTICK_INDEXER_CHAINS names chain ${chainId}; known are ${ids}.`);
}

/** Where manifests are fetched, in order of preference. */
export function gateways(env: Environment = process.env): readonly string[] {
  return [...new Set(indexedChains(env).flatMap(({ network }) => network.gateways))];
}
