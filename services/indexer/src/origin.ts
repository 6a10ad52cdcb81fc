import type { Hex } from "viem";

/** Where and when an event happened. */
export interface Origin {
  readonly chainId: number;
  readonly at: bigint;
  readonly transaction: Hex;
  readonly logIndex: number;
}

/** The origin of an event that Ponder hands on. */
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
