import { FIRST_LOT, type KindName, kindName, rollOfId } from "@tallystick/sdk/instruments/links";
import { versionOfLot } from "@tallystick/sdk/instruments/lots";
import { type Address, type Hex, zeroAddress } from "viem";
import type { link, lot } from "../../schema/lots.ts";
import type { Origin } from "../origin.ts";

// Lots and links as pure functions of an event and of the rows before it, by the rules of contracts/instruments/Lots.sol.

export type LotRow = typeof lot.$inferSelect;
export type LinkRow = typeof link.$inferSelect;

/** Bit of a state that the receivables set. */
const WRITTEN_OFF = 1;
/** Bit of a state that bills set: its holder is an agent. */
const WITH_AGENT = 2;
const DEEPEST = 255;

/** A kind by its number in events. */
export function kindOf(kind: number): KindName {
  const name = kindName(kind);
  if (name === undefined) throw new Error(`A link is of kind ${kind}, which this indexer does not know.`);
  return name;
}

/** What a lot's version is made of. */
type LotNow = Pick<LotRow, "roll" | "holder" | "start" | "units" | "state" | "serial">;

/** Of a lot that is no more, all but the roll is zero. */
function versionOf({ roll, holder, start, units, state, serial }: LotNow): Hex {
  if (holder === null) return versionOfLot(roll, { holder: zeroAddress, start: 0, units: 0, state: 0, serial: 0 });
  return versionOfLot(roll, { holder, start: Number(start), units: Number(units), state, serial });
}

/** A lot with something of it changed. */
export function changedLot(before: LotRow, change: Partial<LotNow>, at: bigint): LotRow {
  const after = { ...before, ...change, changedAt: at };
  const isWrittenOff = after.receivable !== null && (after.state & WRITTEN_OFF) !== 0;
  const principal = (after.state & WITH_AGENT) === 0 ? null : after.principal;
  return { ...after, isWrittenOff, principal, version: versionOf(after) };
}

interface Opening {
  readonly id: bigint;
  readonly instrument: Address;
  readonly holder: Address;
  readonly units: number;
  readonly state: number;
  readonly serial: number;
}

/** The first lot of a claim. Whether the claim is a receivable is told by the event that follows. */
export function openedLot({ chainId, at, transaction }: Origin, event: Opening): LotRow {
  const { id, instrument, holder, units, state, serial } = event;
  const now = { roll: rollOfId(id), holder, start: 0n, units: BigInt(units), state, serial };
  return {
    chainId,
    id,
    root: id,
    inner: FIRST_LOT,
    instrument,
    receivable: null,
    ...now,
    tier: 0,
    version: versionOf(now),
    mark: 0n,
    parent: null,
    parentRoll: null,
    isWrittenOff: false,
    principal: null,
    takenUpAt: null,
    openedAt: at,
    changedAt: at,
    transaction,
  };
}

const oneDeeper = ({ serial, tier }: LotRow): Pick<LotRow, "serial" | "tier"> => ({
  serial: serial < DEEPEST ? serial + 1 : serial,
  tier: tier + 1,
});

/** A lot that was handed on whole; who takes it up again does not make it deeper. */
export function endorsedLot(before: LotRow, to: Address, kind: KindName, roll: Hex, at: bigint): LotRow {
  const isTaken = kind === "takenUp";
  const deeper = isTaken ? { ...before, takenUpAt: at } : { ...before, ...oneDeeper(before) };
  const after = changedLot(deeper, { holder: to, roll }, at);
  // The state that says so comes with the next event; from agent to agent who sent it stays the same.
  const isSent = kind === "collection" && (before.state & WITH_AGENT) === 0;
  return isSent ? { ...after, principal: before.holder } : after;
}

interface Division {
  readonly id: bigint;
  readonly to: Address;
  readonly kind: KindName;
  readonly start: number;
  readonly units: number;
  readonly inner: Hex;
}

/** What is left of a lot, and the part that was cut off it. */
export function dividedLot(before: LotRow, { at, transaction }: Origin, event: Division): readonly [LotRow, LotRow] {
  const [start, units] = [BigInt(event.start), BigInt(event.units)];
  const rest = changedLot(before, { units: before.units - units }, at);
  const place = {
    ...before,
    ...{ id: event.id, inner: event.inner, parent: before.id, parentRoll: before.roll, openedAt: at, transaction },
    ...(event.kind === "division" ? {} : oneDeeper(before)),
  };
  return [rest, changedLot(place, { holder: event.to, start, units, roll: rollOfId(event.id) }, at)];
}

/** Whom a link is between, and what it goes on from. */
interface Handing {
  readonly from: Address;
  readonly to: Address;
  readonly kind: KindName;
  readonly before: Hex;
}

/** The newest link of a lot: of a part that was just cut, its division. */
export function newestLink(after: LotRow, { at, transaction }: Origin, handing: Handing, isPart: boolean): LinkRow {
  const { chainId, id, receivable, root, roll, start, units } = after;
  const part = isPart ? { start, units } : { start: 0n, units: 0n };
  return { chainId, lot: id, roll, ...handing, receivable, root, time: at, ...part, transaction };
}
