import type { Hash } from "viem";

/** Where on its chain an event of swaps stands. */
export interface EventPlace {
  readonly block: number;
  /** Of the log in its block. */
  readonly index: number;
  readonly transaction: Hash;
}

/** Where a mined log stands. */
export function placeOf({
  blockNumber,
  logIndex,
  transactionHash,
}: {
  readonly blockNumber: bigint | null;
  readonly logIndex: number | null;
  readonly transactionHash: Hash;
}): EventPlace {
  return { block: Number(blockNumber), index: Number(logIndex), transaction: transactionHash };
}
