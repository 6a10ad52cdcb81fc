import { credentialsAbi } from "@tallystick/sdk/generated/abis/Credentials";
import { encryptionKeysAbi } from "@tallystick/sdk/generated/abis/EncryptionKeys";
import { marketAbi } from "@tallystick/sdk/generated/abis/Market";
import { organisationsAbi } from "@tallystick/sdk/generated/abis/Organisations";
import type { Deployment, Network } from "@tallystick/sdk/networks";
import { createConfig } from "ponder";
import { indexedChains } from "./settings.ts";

const indexed = indexedChains();

/** A value by the name of each chain, as Ponder wants it. */
function byChain<T>(value: (network: Network, deployment: Deployment) => T): Record<string, T> {
  return Object.fromEntries(indexed.map(({ network, deployment }) => [network.id, value(network, deployment)]));
}

const at = (contract: "market" | "organisations" | "credentials" | "encryptionKeys") =>
  byChain((_, deployment) => ({
    address: deployment[contract],
    startBlock: deployment.startBlock,
  }));

const directory = process.env.TALLYSTICK_INDEXER_DIR ?? ".ponder";

export default createConfig({
  database: process.env.DATABASE_URL ? { kind: "postgres" } : { kind: "pglite", directory: `${directory}/pglite` },
  ordering: "multichain",
  chains: byChain((network) => ({
    id: network.chainId,
    rpc: [...network.rpcUrls],
    pollingInterval: network.isLocal ? 250 : network.blockTime * 500,
    // A local chain answers at once, and another one may run at the same port next time.
    disableCache: network.isLocal,
  })),
  blocks: {
    Genesis: {
      chain: byChain(() => ({ startBlock: 0, endBlock: 0 })),
    },
  },
  contracts: {
    Market: { abi: marketAbi, chain: at("market") },
    Organisations: { abi: organisationsAbi, chain: at("organisations") },
    Credentials: { abi: credentialsAbi, chain: at("credentials") },
    EncryptionKeys: { abi: encryptionKeysAbi, chain: at("encryptionKeys") },
  },
});
