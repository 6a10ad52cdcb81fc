import { billAskFaults, billBidFaults } from "@tallystick/sdk/bills/billOfferFaults";
import type { BillClaim } from "@tallystick/sdk/bills/billState";
import type { BillFace } from "@tallystick/sdk/bills/face";
import type { SaleClaim } from "../../receivables/quotes/sale-claim.ts";

/** The sale of a bill's lot: what is reckoned by, and what its contract would refuse. */
export function saleOfBill(claim: BillClaim, face: BillFace, state: number): SaleClaim {
  const { lot, holder, units, dueAt, open, paid } = claim;
  const about = { face, claim, lot: { state } };
  return {
    ...{ lot, holder, units, dueAt, open, paid },
    askFaults: (ask, facts) => billAskFaults(ask, { ...facts, ...about }),
    bidFaults: (bid, facts) => billBidFaults(bid, { ...facts, ...about }),
  };
}
