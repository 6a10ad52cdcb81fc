import { bounded } from "@tallystick/sdk/chain/bounded";
import { createPublicClient, http, type PublicClient } from "viem";
import { chainUnavailable } from "../problem.ts";

/** A client that also tells how often its node could not be reached. */
export type ObservedClient = { client: PublicClient; failures: () => number };

const TIMEOUT_MS = 8_000;

/** Connects to a JSON-RPC server. Nothing is cached: every answer is the chain's of this moment. */
export function connect(url: string): ObservedClient {
  let failures = 0;
  const observedFetch: typeof fetch = async (...call) => {
    try {
      const response = await fetch(...call);
      if (!response.ok) failures += 1;
      return response;
    } catch (error) {
      failures += 1;
      throw error;
    }
  };
  const client = createPublicClient({
    transport: bounded(http(url, { timeout: TIMEOUT_MS, retryCount: 1, batch: true, fetchFn: observedFetch })),
    cacheTime: 0,
    ccipRead: false,
  });
  return { client, failures: () => failures };
}

/** Runs reads; whatever keeps them from being answered becomes a 503, and is told to `onError`. */
export async function asking<T>(read: () => Promise<T>, onError: (error: unknown) => void): Promise<T> {
  try {
    return await read();
  } catch (error) {
    onError(error);
    throw chainUnavailable();
  }
}
