import type { Reader } from "@tallystick/sdk/chain/actor";
import type { Readers } from "@tallystick/sdk/swaps/orderSignatures";
import { createPublicClient, custom, HttpRequestError, type PublicClient } from "viem";
import { reasonOf } from "../log.ts";
import type { Chain } from "./chain.ts";
import { EndpointError } from "./endpoint.ts";

/**
 * Reads a chain with the SDK's functions, and believes only what as many endpoints say as must agree. Where they don't,
 * the chain counts as not reached.
 */
export function readerOf(chain: Chain): Reader {
  const { chainId, timing } = chain;
  const request = async ({ method, params }: { method: string; params?: unknown }): Promise<unknown> => {
    try {
      return await chain.agree(method, (params ?? []) as readonly unknown[]);
    } catch (error) {
      if (error instanceof EndpointError && error.kind === "refused") throw error;
      // No address: it may hold a key.
      throw new HttpRequestError({ url: "", details: reasonOf(error) });
    }
  };
  // Endpoints ask again by themselves. A wallet that is asked sends nobody elsewhere (EIP-3668).
  const client = createPublicClient({
    transport: custom({ request }, { retryCount: 0 }),
    cacheTime: 0,
    ccipRead: false,
  });
  // What sentences of the SDK's errors may tell: nobody sees them here.
  const network = { id: "localA", name: `chain ${chainId}`, isLocal: false, rpcUrls: [], gateways: [] } as const;
  return { client: client as PublicClient, network: { ...network, ...timing, chainId } };
}

/** Readers of the chains that are configured. */
export function readersOf(chains: readonly Chain[]): Readers {
  const readers = new Map(chains.map((chain) => [chain.chainId, readerOf(chain)]));
  return (chainId) => readers.get(chainId);
}
