import { type Address, encodeAbiParameters, type Hex, keccak256 } from "viem";
import type { Reader } from "../chain/actor.ts";
import { type Call, callOf } from "../chain/call.ts";
import { readView } from "../chain/readView.ts";
import { lotsAbi } from "../generated/abis/Lots.ts";
import { lotsOf } from "./contracts.ts";
import type { EndorsementKind, KIND, Link } from "./links.ts";

// Acts of holders on `Lots`. Each makes a Call: send it, batch it, or sign it for the relay.

/** A lot (`ILots.Lot`). */
export interface Lot {
  /** Zero: there is no such lot, or no longer. */
  readonly holder: Address;
  /** Number of the first unit. */
  readonly start: number;
  readonly units: number;
  /** Bits: see `isMovable`, `isCapped`. */
  readonly state: number;
  /** How often it was handed on, from what the root began with. */
  readonly serial: number;
}

/** Part of a lot that is cut off its end (`ILots.Part`). */
export interface LotPart {
  /** Who holds it; the holder himself: kind must be `division`. */
  readonly to: Address;
  readonly units: number;
  readonly kind: EndorsementKind | typeof KIND.division;
}

const MOVABLE = 128;
const CAPPED = 64;
const DEEPEST = 255;

/** Whether a lot may be handed on, divided and merged at all. */
export function isMovable({ state }: Pick<Lot, "state">): boolean {
  return (state & MOVABLE) !== 0;
}

/** How often a lot may still be handed on; undefined: as often as one likes. */
export function tiersLeft({ state, serial }: Pick<Lot, "state" | "serial">): number | undefined {
  return (state & CAPPED) === 0 ? undefined : DEEPEST - serial;
}

/** Hands a whole lot on (`ILots.endorse`). Only its holder. */
export function endorseLot(lots: Address, id: bigint, to: Address, kind: EndorsementKind): Call {
  return callOf(lots, lotsAbi, "endorse", [id, to, kind]);
}

/**
 * Cuts parts off the end of a lot, each handed to whom it names, the first part last (`ILots.divide`). Only its holder. A
 * unit at least stays: a lot that goes whole is endorsed.
 *
 * @param root,inner what the lot's id is made of: see `rootId`; a root's `inner` is `FIRST_LOT`
 */
export function divideLot(lots: Address, root: bigint, inner: Hex, parts: readonly LotPart[]): Call {
  return callOf(lots, lotsAbi, "divide", [root, inner, [...parts]]);
}

/** Two lots that touch and came from one lot in one act (`ILots.merge`): see `mergeable`. */
export interface Merger {
  readonly root: bigint;
  /** Roll of the lot that both were cut off, as it was then. */
  readonly parentRoll: Hex;
  /** Their links; `second` begins where `first` ends now. */
  readonly first: Link;
  readonly second: Link;
}

/** Joins two neighbours with one chain (`ILots.merge`). Only their holder. */
export function mergeLots(lots: Address, { root, parentRoll, first, second }: Merger): Call {
  return callOf(lots, lotsAbi, "merge", [root, parentRoll, first, second]);
}

/** Lets another act for all lots of the caller, those that come later too, until he is dismissed (ERC-6909). */
export function setLotsOperator(lots: Address, operator: Address, isOne: boolean): Call {
  return callOf(lots, lotsAbi, "setOperator", [operator, isOne]);
}

/**
 * Lets another move so many units of a lot (ERC-6909). Only its holder. With the next link of the lot it is void.
 *
 * @param units all of the lot: to move it whole
 */
export function approveLot(lots: Address, spender: Address, id: bigint, units: bigint): Call {
  return callOf(lots, lotsAbi, "approve", [spender, id, units]);
}

/**
 * Reads a lot; its holder is zero if there is none (`ILots.lotOf`).
 *
 * @throws `ChainUnreachable`
 */
export function lotOf(reader: Reader, id: bigint): Promise<Lot> {
  return readView(reader, lotsOf(reader.network), "lotOf", [id]);
}

/**
 * Hash of all links of a lot (`ILots.rollOf`).
 *
 * @throws `ChainUnreachable`
 */
export function rollOf(reader: Reader, id: bigint): Promise<Hex> {
  return readView(reader, lotsOf(reader.network), "rollOf", [id]);
}

/**
 * Hash of what a lot is now, its chain included (`ILots.versionOf`): what a signature about it names.
 *
 * @throws `ChainUnreachable`
 */
export function versionOf(reader: Reader, id: bigint): Promise<Hex> {
  return readView(reader, lotsOf(reader.network), "versionOf", [id]);
}

/** Version of a lot whose roll and slot are known: the same as the contract's `versionOf`. */
export function versionOfLot(roll: Hex, { holder, start, units, state, serial }: Lot): Hex {
  const lot = {
    type: "tuple",
    components: [
      { name: "holder", type: "address" },
      { name: "start", type: "uint40" },
      { name: "units", type: "uint40" },
      { name: "state", type: "uint8" },
      { name: "serial", type: "uint8" },
    ],
  } as const;
  const parameters = [{ type: "bytes32" }, lot] as const;
  return keccak256(encodeAbiParameters(parameters, [roll, { holder, start, units, state, serial }]));
}

/**
 * Whether somebody may act for an account's lots (`IERC6909.isOperator`).
 *
 * @throws `ChainUnreachable`
 */
export function isLotsOperator(reader: Reader, owner: Address, operator: Address): Promise<boolean> {
  return readView(reader, lotsOf(reader.network), "isOperator", [owner, operator]);
}

/**
 * Units of a lot that somebody may move for its holder (`IERC6909.allowance`).
 *
 * @throws `ChainUnreachable`
 */
export function lotAllowance(reader: Reader, owner: Address, spender: Address, id: bigint): Promise<bigint> {
  return readView(reader, lotsOf(reader.network), "allowance", [owner, spender, id]);
}

/**
 * Whether these are all links from a root to a lot (`ILots.isChain`).
 *
 * @throws `ChainUnreachable`
 */
export function isChain(reader: Reader, root: bigint, inner: Hex, links: readonly Link[]): Promise<boolean> {
  return readView(reader, lotsOf(reader.network), "isChain", [root, inner, [...links]]);
}

/**
 * What one unit of a lot had been paid when it was collected last, times 2^64 (`ILots.markOf`).
 *
 * @throws `ChainUnreachable`
 */
export function markOf(reader: Reader, id: bigint): Promise<bigint> {
  return readView(reader, lotsOf(reader.network), "markOf", [id]);
}
