import type { IndexedLot, IndexedReceivable } from "@tallystick/sdk/indexer/instrumentFields";
import type { Address } from "viem";

/** What every act's form is given. */
export interface ActProps {
  readonly receivable: IndexedReceivable;
  readonly account: Address;
  /** The part of the account's that is chosen; undefined: it holds none. */
  readonly lot: IndexedLot | undefined;
  /** The account's own parts, and the first of all that are held. */
  readonly lots: readonly IndexedLot[];
  /** The chain's second. */
  readonly now: number;
}

/** Acts on a part that the account holds. */
export interface LotActProps extends ActProps {
  readonly lot: IndexedLot;
}
