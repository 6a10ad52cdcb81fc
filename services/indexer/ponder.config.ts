import { accessLogAbi } from "@tallystick/sdk/generated/abis/AccessLog";
import { consentAbi } from "@tallystick/sdk/generated/abis/Consent";
import { credentialsAbi } from "@tallystick/sdk/generated/abis/Credentials";
import { deskAbi } from "@tallystick/sdk/generated/abis/Desk";
import { encryptionKeysAbi } from "@tallystick/sdk/generated/abis/EncryptionKeys";
import { marketAbi } from "@tallystick/sdk/generated/abis/Market";
import { organisationsAbi } from "@tallystick/sdk/generated/abis/Organisations";
import { passesAbi } from "@tallystick/sdk/generated/abis/Passes";
import { ratingsAbi } from "@tallystick/sdk/generated/abis/Ratings";
import { tabsAbi } from "@tallystick/sdk/generated/abis/Tabs";
import type { Deployment, Network } from "@tallystick/sdk/networks";
import { createConfig } from "ponder";
import { indexedChains } from "./settings.ts";

const indexed = indexedChains();

/** A value by the name of each chain, as Ponder wants it. */
function byChain<T>(value: (network: Network, deployment: Deployment) => T): Record<string, T> {
  return Object.fromEntries(indexed.map(({ network, deployment }) => [network.id, value(network, deployment)]));
}

type Contract = Exclude<keyof Deployment, "startBlock" | "easMirror" | "eurx" | "usdx">;

const at = (contract: Contract) =>
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
    Desk: { abi: deskAbi, chain: at("desk") },
    Tabs: { abi: tabsAbi, chain: at("tabs") },
    AccessLog: { abi: accessLogAbi, chain: at("accessLog") },
    Consent: { abi: consentAbi, chain: at("consent") },
    Ratings: { abi: ratingsAbi, chain: at("ratings") },
    Passes: { abi: passesAbi, chain: at("passes") },
  },
});
