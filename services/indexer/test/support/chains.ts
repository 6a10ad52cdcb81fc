import hre from "hardhat";
import { type Address, createTestClient, http, publicActions, walletActions } from "viem";
import { type Deployed, deployAll } from "../../../../deploy/deploy.ts";
import { localA, localB } from "../../../../deploy/parameters/local.ts";

const HOST = "127.0.0.1";

export function clientOf(url: string, chainId: number) {
  const chain = {
    id: chainId,
    name: `chain ${chainId}`,
    nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
    rpcUrls: { default: { http: [url] } },
  };
  return createTestClient({ chain, mode: "hardhat", transport: http(url), pollingInterval: 20, cacheTime: 0 })
    .extend(publicActions)
    .extend(walletActions);
}

export type Client = ReturnType<typeof clientOf>;

/** A simulated chain behind a port, with everything deployed. */
export interface TestChain {
  readonly chainId: number;
  readonly port: number;
  readonly client: Client;
  readonly accounts: readonly Address[];
  readonly deployed: Deployed;
  readonly close: () => Promise<void>;
}

/**
 * Starts a local chain: on a free port, or on the one given. Its first block is of `since`: within one process Hardhat
 * would give every chain the same.
 */
export async function startChain(network: "chainA" | "chainB", port = 0, since = new Date()): Promise<TestChain> {
  const parameters = network === "chainA" ? localA : localB;
  const { chainId } = parameters;
  const server = await hre.network.createServer({ network, override: { initialDate: since } }, HOST, port);
  const address = await server.listen();
  const client = clientOf(`http://${HOST}:${address.port}`, chainId);
  const provider = { request: client.request } as unknown as Parameters<typeof deployAll>[1]["provider"];
  const deployed = await deployAll(hre, { provider }, parameters);
  const accounts = await client.getAddresses();
  const close = async (): Promise<void> => {
    await server.close();
  };
  return { chainId, port: address.port, client, accounts, deployed, close };
}
