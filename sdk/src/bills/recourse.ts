import { type Address, type Hex, zeroAddress, zeroHash } from "viem";
import { type Call, callOf } from "../chain/call.ts";
import { billsRecourseAbi } from "../generated/abis/BillsRecourse.ts";
import type { RecourseProof } from "../instruments/recourse.ts";
import type { BillFace } from "./face.ts";

// Acts on `BillsRecourse`: who answers for a bill that was not accepted or not paid. Each makes a Call. Who pays allows
// that contract to take it (`approve`). Proofs come from `liableParties` or `billProof`.

/** What proves a lot's chain (`RecourseProof` without an index). */
export type LotProof = Pick<RecourseProof, "inner" | "links">;

/** Whom a guarantee is for. */
export interface BillGuarantee {
  /** Zero, the default: the drawer. */
  readonly principal?: Address | undefined;
  /** Base units of each unit, up to all of it. */
  readonly part: bigint;
  /** Of a lot that the endorser handed on, for an endorser alone. */
  readonly proof?: LotProof | undefined;
}

/** Guarantees payment for a liable party (`IBillsRecourse.guarantee`). Anyone else; it may be raised, never lowered. */
export function guaranteeBill(recourse: Address, face: BillFace, guarantee: BillGuarantee): Call {
  const { principal = zeroAddress, part, proof } = guarantee;
  const args = [face, principal, part, proof?.inner ?? zeroHash, [...(proof?.links ?? [])]] as const;
  return callOf(recourse, billsRecourseAbi, "guarantee", args);
}

/**
 * Testifies to a protest, by the caller's account (`IBillsRecourse.attest`). Anyone.
 *
 * @param document hash of what is testified: see `documentHash`
 */
export function attestProtest(recourse: Address, face: BillFace, document: Hex): Call {
  return callOf(recourse, billsRecourseAbi, "attest", [face, document]);
}

/** What a notice says. */
export interface BillNotice {
  /** Base units, up to the rules' share of what is open. Default: none. */
  readonly costs?: bigint | undefined;
  /** Hash of what proves them: see `documentHash`. Default: none. */
  readonly document?: Hex | undefined;
}

/** Tells all prior parties, and notes costs (`IBillsRecourse.notify`). Only a lot's holder. */
export function notifyParties(recourse: Address, face: BillFace, inner: Hex, notice: BillNotice = {}): Call {
  const { costs = 0n, document = zeroHash } = notice;
  return callOf(recourse, billsRecourseAbi, "notify", [face, inner, costs, document]);
}

/** Claims what is owed from who gave a link (`IBillsRecourse.demand`). Only a lot's holder. */
export function demandOnBill(recourse: Address, face: BillFace, { inner, links, index }: RecourseProof): Call {
  return callOf(recourse, billsRecourseAbi, "demand", [face, inner, [...links], BigInt(index)]);
}

/**
 * Pays a lot's holder and holds it again; the links from the caller's own on end (`IBillsRecourse.takeUp`). Only who is
 * liable by the proof's link.
 *
 * @param maxAmount base units at most: see `sumOnLot`
 */
export function takeUpBill(recourse: Address, face: BillFace, proof: RecourseProof, maxAmount: bigint): Call {
  const { inner, links, index } = proof;
  return callOf(recourse, billsRecourseAbi, "takeUp", [face, inner, [...links], BigInt(index), maxAmount]);
}

/**
 * Pays a lot's holder for a liable party, who answers to the caller then (`IBillsRecourse.payFor`): its guarantor, or
 * anybody but the acceptor for its honour.
 *
 * @param maxAmount base units at most: see `sumOnLot`
 */
export function payForParty(recourse: Address, face: BillFace, proof: RecourseProof, maxAmount: bigint): Call {
  const { inner, links, index } = proof;
  return callOf(recourse, billsRecourseAbi, "payFor", [face, inner, [...links], BigInt(index), maxAmount]);
}

/**
 * Pays a lot's holder for the acceptor, who alone owes then (`IBillsRecourse.payForAcceptor`): he himself, his guarantor, or
 * anybody for his honour. Of a bill accepted in part, only when the rest was taken up.
 *
 * @param maxAmount base units at most: see `sumOnLot`
 */
export function payForAcceptor(recourse: Address, face: BillFace, { inner, links }: LotProof, maxAmount: bigint): Call {
  return callOf(recourse, billsRecourseAbi, "payForAcceptor", [face, inner, [...links], maxAmount]);
}

/**
 * Protests that a bill was accepted in part (`IBillsRecourse.protestRest`). Only who holds the whole, until the due day.
 *
 * @param costs base units, up to the rules' share of the rest. Default: none
 */
export function protestRest(recourse: Address, face: BillFace, costs = 0n): Call {
  return callOf(recourse, billsRecourseAbi, "protestRest", [face, costs]);
}

/** Pays what was not accepted, less discount (`IBillsRecourse.takeUpRest`). Only who is liable, before the due day. */
export function takeUpRest(recourse: Address, face: BillFace, proof: RestProof, maxAmount: bigint): Call {
  return callOf(recourse, billsRecourseAbi, "takeUpRest", [face, [...proof.links], BigInt(proof.index), maxAmount]);
}

/** Pays who took the rest up, and has his receipt (`IBillsRecourse.takeUpReceipt`). Only who is liable before him. */
export function takeUpReceipt(recourse: Address, face: BillFace, proof: RestProof, maxAmount: bigint): Call {
  return callOf(recourse, billsRecourseAbi, "takeUpReceipt", [face, [...proof.links], BigInt(proof.index), maxAmount]);
}

/** Links of a bill's first lot, or of a receipt, and the link of who pays. */
export type RestProof = Pick<RecourseProof, "links" | "index">;

/** Sends what waits for the caller, because a token refused him, to an account (`IBillsRecourse.withdraw`). */
export function withdrawKept(recourse: Address, token: Address, to: Address): Call {
  return callOf(recourse, billsRecourseAbi, "withdraw", [token, to]);
}
