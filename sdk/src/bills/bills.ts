import { type Address, type Hex, zeroHash } from "viem";
import { type Call, calldataOf, callOf } from "../chain/call.ts";
import { billsAbi } from "../generated/abis/Bills.ts";
import type { SignedAcceptance, SignedEarlyPayment } from "./billSignatures.ts";
import type { BillFace } from "./face.ts";

// Acts on `Bills`. Each makes a Call: send it, batch it, or sign it for the relay. A bill's first lot has `FIRST_LOT` as
// its `inner`.

/** Highest amount that `payBill` takes: all that is due. */
export const ALL_OF_BILL = 2n ** 96n - 1n;

/** Draws a bill (`IBills.draw`). Only the drawer; to his own order he holds it at once. */
export function drawBill(bills: Address, face: BillFace): Call {
  return callOf(bills, billsAbi, "draw", [face]);
}

/** Draws a bill that the drawee has accepted already (`IBills.drawAccepted`). Only the drawer. */
export function drawAcceptedBill(
  bills: Address,
  face: BillFace,
  { deadline, signature }: Pick<SignedAcceptance, "deadline" | "signature">,
): Call {
  return callOf(bills, billsAbi, "drawAccepted", [face, deadline, signature]);
}

/** Takes possession of a bill (`IBills.receiveBill`). Only the payee, until the due day. */
export function receiveBill(bills: Address, face: BillFace): Call {
  return callOf(bills, billsAbi, "receiveBill", [face]);
}

/** Does not take a bill: it is void (`IBills.refuseReceipt`). Only the payee. */
export function refuseReceipt(bills: Address, face: BillFace): Call {
  return callOf(bills, billsAbi, "refuseReceipt", [face]);
}

/** Presents a bill for acceptance (`IBills.present`). Only a lot's holder, once, in time. */
export function presentForAcceptance(bills: Address, face: BillFace, inner: Hex): Call {
  return callOf(bills, billsAbi, "present", [face, inner]);
}

/** Undertakes to pay the sum (`IBills.accept`). Only the drawee. */
export function acceptBill(bills: Address, face: BillFace): Call {
  return callOf(bills, billsAbi, "accept", [face]);
}

/** Brings the drawee's signed acceptance (`IBills.acceptSigned`). Anyone; a refusal kills the signature. */
export function acceptSignedBill(
  bills: Address,
  face: BillFace,
  { deadline, signature }: Pick<SignedAcceptance, "deadline" | "signature">,
): Call {
  return callOf(bills, billsAbi, "acceptSigned", [face, deadline, signature]);
}

/**
 * Undertakes to pay a part (`IBills.acceptPart`). Only the drawee, where the rules permit it.
 *
 * @param part base units of each unit
 */
export function acceptBillPart(bills: Address, face: BillFace, part: bigint): Call {
  return callOf(bills, billsAbi, "acceptPart", [face, part]);
}

/**
 * Does not accept (`IBills.refuse`). Only the drawee.
 *
 * @param reason hash of it: see `documentHash`. Default: none is given
 */
export function refuseAcceptance(bills: Address, face: BillFace, reason: Hex = zeroHash): Call {
  return callOf(bills, billsAbi, "refuse", [face, reason]);
}

/** Records that the drawee let his days to accept pass (`IBills.lapse`). Anyone. */
export function lapseAcceptance(bills: Address, face: BillFace): Call {
  return callOf(bills, billsAbi, "lapse", [face]);
}

/** Presents a bill for payment (`IBills.presentForPayment`). Only a lot's holder, from the due day on, for all. */
export function presentForPayment(bills: Address, face: BillFace, inner: Hex): Call {
  return callOf(bills, billsAbi, "presentForPayment", [face, inner]);
}

/**
 * Pays what is due, by the caller's allowance to the contract (`IBills.pay`). Anyone, from the due day on.
 *
 * @param upTo base units at most; default: all that is due
 */
export function payBill(bills: Address, face: BillFace, upTo: bigint = ALL_OF_BILL): Call {
  return callOf(bills, billsAbi, "pay", [face, upTo]);
}

/** One of several payments. */
export interface BillPayment {
  readonly face: BillFace;
  /** Base units at most. Default: all that is due. */
  readonly upTo?: bigint | undefined;
}

/** Pays several bills in one token, with one transfer (`IBills.payMany`). Anyone. */
export function payBills(bills: Address, token: Address, payments: readonly BillPayment[]): Call {
  const each = payments.map(({ face, upTo = ALL_OF_BILL }) => ({ face, upTo }));
  return callOf(bills, billsAbi, "payMany", [token, each]);
}

/** Pays a bill before its due day, as the holder of the whole agreed (`IBills.payEarly`). Only the acceptor. */
export function payBillEarly(
  bills: Address,
  face: BillFace,
  { deadline, signature }: Pick<SignedEarlyPayment, "deadline" | "signature">,
): Call {
  return callOf(bills, billsAbi, "payEarly", [face, deadline, signature]);
}

/**
 * Does not pay what was presented (`IBills.refusePayment`). Only the drawee.
 *
 * @param reason hash of it: see `documentHash`. Default: none is given
 */
export function refusePayment(bills: Address, face: BillFace, reason: Hex = zeroHash): Call {
  return callOf(bills, billsAbi, "refusePayment", [face, reason]);
}

/** Records that what was presented was not paid in its window (`IBills.dishonour`). Anyone. */
export function dishonourBill(bills: Address, face: BillFace): Call {
  return callOf(bills, billsAbi, "dishonour", [face]);
}

/** Protests a refusal or dishonour (`IBills.protest`). Only a lot's holder, for all, in time. */
export function protestBill(bills: Address, face: BillFace, inner: Hex): Call {
  return callOf(bills, billsAbi, "protest", [face, inner]);
}

/** Takes a bill out of the world that its drawer holds, whole (`IBills.cancel`). Only he. */
export function cancelBill(bills: Address, face: BillFace): Call {
  return callOf(bills, billsAbi, "cancel", [face]);
}

/** Gives up all claims out of a bill (`IBills.discharge`). Only who holds the whole. */
export function dischargeBill(bills: Address, face: BillFace): Call {
  return callOf(bills, billsAbi, "discharge", [face]);
}

/**
 * Sends what was paid on a lot to an account (`IBills.collect`). Only the lot's holder.
 *
 * @param to an agent: who sent him, see `agentsPrincipal`
 */
export function collectBill(bills: Address, face: BillFace, inner: Hex, to: Address): Call {
  return callOf(bills, billsAbi, "collect", [face, inner, to]);
}

/** Several acts on bills by one party in one transaction, as many acceptances; all or none. */
export function billsMulticall(bills: Address, calls: readonly Call[]): Call {
  return callOf(bills, billsAbi, "multicall", [calls.map(calldataOf)]);
}
