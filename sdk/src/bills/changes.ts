import type { Address, Hex } from "viem";
import type { Reader } from "../chain/actor.ts";
import { type Call, callOf } from "../chain/call.ts";
import { readView } from "../chain/readView.ts";
import { billsChangesAbi } from "../generated/abis/BillsChanges.ts";
import type { Link } from "../instruments/links.ts";
import { acceptedPart, billCollectable, billDue, billIdOn, billOf } from "./billState.ts";
import { billsChangesOf } from "./contracts.ts";
import type { BillFace } from "./face.ts";

// Acts on `BillsChanges`: lots whose key was lost, bills in the place of others, and paper. Each makes a Call.

/** A court's order about a lot. */
export interface StopOrder {
  /** Who may have the lot, if nobody objects. */
  readonly claimant: Address;
  /** Until which its holder may object: see `dayOfDate`. */
  readonly lastDay: number;
  /** Hash of the order: see `documentHash`. */
  readonly reason: Hex;
}

/** Stops a lot for who says that he lost its key (`IBillsChanges.stop`). Only the face's court. */
export function stopLot(changes: Address, face: BillFace, inner: Hex, order: StopOrder): Call {
  const { claimant, lastDay, reason } = order;
  return callOf(changes, billsChangesAbi, "stop", [face, inner, claimant, lastDay, reason]);
}

/** Objects to a stop order (`IBillsChanges.object`). Only the lot's holder, until the last day. */
export function objectToStop(changes: Address, face: BillFace, inner: Hex): Call {
  return callOf(changes, billsChangesAbi, "object", [face, inner]);
}

/** Dismisses an objection (`IBillsChanges.dismiss`). Only the court. */
export function dismissObjection(changes: Address, face: BillFace, inner: Hex): Call {
  return callOf(changes, billsChangesAbi, "dismiss", [face, inner]);
}

/** Ends a stop order (`IBillsChanges.lift`). Only the court; some days after the last one anyone. */
export function liftStop(changes: Address, face: BillFace, inner: Hex): Call {
  return callOf(changes, billsChangesAbi, "lift", [face, inner]);
}

/**
 * Takes a stopped lot over, for security in the bill's token by the caller's allowance to the contract
 * (`IBillsChanges.replace`). Only the claimant, after the last day.
 */
export function replaceLot(changes: Address, face: BillFace, inner: Hex): Call {
  return callOf(changes, billsChangesAbi, "replace", [face, inner]);
}

/** Gives a security to who was deprived (`IBillsChanges.award`). Only the court. */
export function awardSecurity(changes: Address, face: BillFace, inner: Hex, claimant: Address): Call {
  return callOf(changes, billsChangesAbi, "award", [face, inner, claimant]);
}

/** Gives a security back to the claimant, once it can be awarded no more (`IBillsChanges.release`). Anyone. */
export function releaseSecurity(changes: Address, face: BillFace, inner: Hex, claimant: Address): Call {
  return callOf(changes, billsChangesAbi, "release", [face, inner, claimant]);
}

/** Sends the caller's securities that wait to an account (`IBillsChanges.withdraw`). */
export function withdrawSecurity(changes: Address, token: Address, to: Address): Call {
  return callOf(changes, billsChangesAbi, "withdraw", [token, to]);
}

/** What all have signed, in the order in which `signersOfChange` names them. */
export interface AllSigned {
  readonly deadline: number;
  readonly signatures: readonly Hex[];
}

/**
 * Puts a bill in the place of another (`IBillsChanges.novate`). Anyone who has all signatures: see `novationTypedData`.
 *
 * @param links all of the old bill
 */
export function novateBill(
  changes: Address,
  face: BillFace,
  next: BillFace,
  links: readonly Link[],
  { deadline, signatures }: AllSigned,
): Call {
  return callOf(changes, billsChangesAbi, "novate", [face, next, [...links], deadline, [...signatures]]);
}

/**
 * Ends a bill that goes on on paper (`IBillsChanges.toPaper`). Anyone who has all signatures: see `toPaperTypedData`.
 *
 * @param paper hash of the paper, which says that it takes this bill's place
 */
export function billToPaper(changes: Address, face: BillFace, paper: Hex, { deadline, signatures }: AllSigned): Call {
  return callOf(changes, billsChangesAbi, "toPaper", [face, paper, deadline, [...signatures]]);
}

/** A bill on paper. */
export interface PaperBill {
  /** Hash of the paper. */
  readonly paper: Hex;
  readonly isAccepted: boolean;
  /** The delivery to the payee, unless he is the drawer, and endorsements; times don't matter. */
  readonly links: readonly Link[];
}

/** Draws a bill in the place of paper (`IBillsChanges.fromPaper`). Anyone who has all signatures: see `fromPaperTypedData`. */
export function billFromPaper(
  changes: Address,
  face: BillFace,
  { paper, isAccepted, links }: PaperBill,
  { deadline, signatures }: AllSigned,
): Call {
  const args = [face, paper, isAccepted, [...links], deadline, [...signatures]] as const;
  return callOf(changes, billsChangesAbi, "fromPaper", args);
}

/** A stop order as it stands (`IBillsChanges.Stop`). */
export interface StandingStop {
  readonly claimant: Address;
  readonly lastDay: number;
  readonly isObjected: boolean;
  readonly isDismissed: boolean;
}

/**
 * The stop order of a lot; undefined: there is none (`IBillsChanges.stopOf`).
 *
 * @throws `NotDeployed`, `ChainUnreachable`
 */
export async function stopOf(reader: Reader, lot: bigint): Promise<StandingStop | undefined> {
  const { claimant, lastDay, isObjected, isDismissed } = await readView(
    reader,
    billsChangesOf(reader.network),
    "stopOf",
    [lot],
  );
  return BigInt(claimant) === 0n ? undefined : { claimant, lastDay, isObjected, isDismissed };
}

/**
 * What who replaces a lot has to give as security now, in base units: all that is open on it, with interest if that runs,
 * and what its holder could collect (`IBillsChanges.replace`).
 *
 * @throws `NotDeployed`, `ChainUnreachable`
 */
export async function securityNeeded(
  reader: Reader,
  face: BillFace,
  { inner, units }: { readonly inner: Hex; readonly units: number },
): Promise<bigint> {
  const id = billIdOn(reader, face);
  const [{ flags, paid }, { interest }, accepted, collectable] = await Promise.all([
    billOf(reader, id),
    billDue(reader, face),
    acceptedPart(reader, face),
    billCollectable(reader, id, inner),
  ]);
  const payable = flags.includes("rest") ? accepted : face.unit;
  return (payable - paid + interest / BigInt(face.units)) * BigInt(units) + collectable;
}

/** What stands for a lot that was replaced (`IBillsChanges.Security`). */
export interface LotSecurity {
  /** Who had held the lot. */
  readonly deprived: Address;
  /** Base units. */
  readonly amount: bigint;
}

/**
 * The security that a claimant gave for a lot; undefined: none (`IBillsChanges.securityOf`).
 *
 * @throws `NotDeployed`, `ChainUnreachable`
 */
export async function securityOf(reader: Reader, lot: bigint, claimant: Address): Promise<LotSecurity | undefined> {
  const { deprived, amount } = await readView(reader, billsChangesOf(reader.network), "securityOf", [lot, claimant]);
  return BigInt(deprived) === 0n ? undefined : { deprived, amount };
}

/**
 * Securities of an account that wait, in base units (`IBillsChanges.keptFor`).
 *
 * @throws `NotDeployed`, `ChainUnreachable`
 */
export function securityFor(reader: Reader, account: Address, token: Address): Promise<bigint> {
  return readView(reader, billsChangesOf(reader.network), "keptFor", [account, token]);
}
