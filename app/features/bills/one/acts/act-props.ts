import type { LotHistory } from "@tallystick/sdk/bills/history";
import type { Address } from "viem";
import type { WholeBill } from "../../shared/load";

/** What every act's form is given. */
export interface ActProps {
  readonly whole: WholeBill;
  readonly account: Address;
  /** The lot that acts are about: the account's own that is chosen, or else the first. */
  readonly lot: LotHistory;
  /** The chain's second. */
  readonly now: number;
}
