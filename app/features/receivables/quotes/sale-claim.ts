import type { BillOfferFault } from "@tallystick/sdk/bills/billOfferFaults";
import { askFaults, bidFaults } from "@tallystick/sdk/instruments/offerFaults";
import type { Ask, Bid, OfferStanding } from "@tallystick/sdk/instruments/offers";
import type { ReceivableClaim } from "@tallystick/sdk/instruments/receivableState";
import type { ReceivableTerms } from "@tallystick/sdk/instruments/terms";
import type { Address, Hex } from "viem";

/** Why an offer can't be taken: the error of its contract. Bills have all that receivables have, and some of their own. */
export type SaleFault = BillOfferFault;

interface Facts {
  /** Unix second of the trade. */
  readonly now: number;
  readonly standing: Pick<OfferStanding, "filled" | "isCancelled">;
}

/** All that a sale of a lot reckons by, whatever instrument it is of, and what its contract would refuse. */
export interface SaleClaim extends Pick<ReceivableClaim, "lot" | "holder" | "units" | "dueAt" | "open" | "paid"> {
  /** @param facts `buyer`: who would take the ask; `version`: of the lot now */
  readonly askFaults: (ask: Ask, facts: Facts & AskTaking) => readonly SaleFault[];
  /** @param facts `seller`: who would take the bid; `units`: zero: the whole lot */
  readonly bidFaults: (bid: Bid, facts: Facts & BidTaking) => readonly SaleFault[];
}

interface AskTaking {
  readonly buyer: Address;
  readonly version: Hex;
}

interface BidTaking {
  readonly seller: Address;
  readonly units: number;
  readonly streams: number;
}

/** The sale of a receivable's lot. */
export function saleOfReceivable(claim: ReceivableClaim, terms: ReceivableTerms): SaleClaim {
  return {
    ...claim,
    askFaults: (ask, facts) => askFaults(ask, { ...facts, claim, terms }),
    bidFaults: (bid, facts) => bidFaults(bid, { ...facts, claim, terms }),
  };
}
