import type { Address, Hex } from "viem";

/** One call of a proposal, which the treasury makes when it is executed. */
export interface Action {
  readonly target: Address;
  /** Wei that the treasury sends along. */
  readonly value: bigint;
  readonly data: Hex;
}
