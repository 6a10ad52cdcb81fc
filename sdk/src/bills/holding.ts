import type { Address, Hex } from "viem";
import { type Call, callOf } from "../chain/call.ts";
import { billsAbi } from "../generated/abis/Bills.ts";
import { KIND } from "../instruments/links.ts";
import type { Lot } from "../instruments/lots.ts";
import type { BillFace } from "./face.ts";
import { type Hold, holds, namesIn } from "./words.ts";

// The ways of handing a lot of a bill on that the law has beside the endorsement in full (`endorseLot`, `divideLot`).

/** Kinds of endorsement that are made on `Bills` itself. */
export type BillEndorsement = "noFurther" | "inBlank" | "collection";

/**
 * Hands a whole lot on (`IBills.endorse`). Only its holder; but for collection only its owner.
 *
 * @param kind `noFurther`: later endorsees have no recourse to him (ULB 15); `inBlank`: without naming the endorsee, who
 *   may deliver it on (ULB 12 to 14), where the rules permit it; `collection`: the endorsee is an agent (ULB 18)
 */
export function endorseBill(bills: Address, face: BillFace, inner: Hex, to: Address, kind: BillEndorsement): Call {
  return callOf(bills, billsAbi, "endorse", [face, inner, to, KIND[kind]]);
}

/**
 * Pledges a lot (`IBills.pledge`). Only its owner.
 *
 * @param id of the bill
 * @param lastDay until it the pledgee can't keep the lot: see `dayOfDate`
 */
export function pledgeLot(bills: Address, id: bigint, inner: Hex, to: Address, lastDay: number): Call {
  return callOf(bills, billsAbi, "pledge", [id, inner, to, lastDay]);
}

/** Passes a lot in blank on, without a name on it (`IBills.deliver`). Only its owner. */
export function deliverLot(bills: Address, id: bigint, inner: Hex, to: Address): Call {
  return callOf(bills, billsAbi, "deliver", [id, inner, to]);
}

/** Fills a blank with the owner's name (`IBills.fill`): from then on only an endorsement passes the lot. Only he. */
export function fillBlank(bills: Address, id: bigint, inner: Hex): Call {
  return callOf(bills, billsAbi, "fill", [id, inner]);
}

/** Gives a lot back to who sent or pledged it (`IBills.giveBack`). Only its agent; its pledgee. */
export function giveBackLot(bills: Address, id: bigint, inner: Hex): Call {
  return callOf(bills, billsAbi, "giveBack", [id, inner]);
}

/** Takes a lot back from an agent (`IBills.recall`). Only who sent it. */
export function recallLot(bills: Address, id: bigint, inner: Hex): Call {
  return callOf(bills, billsAbi, "recall", [id, inner]);
}

/** Keeps a pledged lot as his own (`IBills.enforce`). Only the pledgee, after the day agreed. */
export function enforcePledge(bills: Address, id: bigint, inner: Hex): Call {
  return callOf(bills, billsAbi, "enforce", [id, inner]);
}

/** How a lot is held; nothing: free. */
export function holdsOf({ state }: Pick<Lot, "state">): Hold[] {
  return namesIn(holds, state);
}
