import type { Hex } from "viem";
import type { Origin } from "./market/rows.ts";

/** Where and when an event happened. */
export function originOf(
  event: {
    readonly block: { readonly timestamp: bigint };
    readonly transaction: { readonly hash: Hex };
    readonly log: { readonly logIndex: number };
  },
  context: { readonly chain: { readonly id: number } },
): Origin {
  return {
    chainId: context.chain.id,
    at: event.block.timestamp,
    transaction: event.transaction.hash,
    logIndex: event.log.logIndex,
  };
}
