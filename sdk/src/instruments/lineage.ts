import { type Address, type Hex, isAddressEqual } from "viem";
import { tallystickError } from "../errors.ts";
import { FIRST_LOT, KIND, type Link, lotId, nextRoll, rollAfter, rollsAlong } from "./links.ts";
import type { Merger } from "./lots.ts";

// How the lots of a claim came about, from what the events tell: pure functions over rows, whoever reads them.

/** What happened to lots of one root, as the events of `Lots` tell it. */
export type LotStep =
  | {
      readonly type: "opened";
      readonly id: bigint;
      readonly holder: Address;
      readonly units: number;
      readonly state: number;
      readonly serial: number;
      /** Unix second of its block, as in all others. */
      readonly time: number;
    }
  | {
      readonly type: "endorsed";
      readonly id: bigint;
      readonly from: Address;
      readonly to: Address;
      /** One of `KIND`. */
      readonly kind: number;
      /** Of the lot from now on. */
      readonly roll: Hex;
      readonly time: number;
    }
  | {
      readonly type: "divided";
      readonly parent: bigint;
      readonly id: bigint;
      readonly from: Address;
      readonly to: Address;
      /** One of `KIND`. */
      readonly kind: number;
      readonly start: number;
      readonly units: number;
      readonly inner: Hex;
      readonly time: number;
    }
  | {
      readonly type: "merged";
      readonly id: bigint;
      /** Part of `id` again. */
      readonly other: bigint;
      readonly units: number;
      readonly time: number;
    }
  | {
      readonly type: "shortened";
      readonly id: bigint;
      /** That are left. */
      readonly units: number;
      readonly time: number;
    }
  | { readonly type: "stateSet"; readonly id: bigint; readonly state: number; readonly time: number };

/** A lot with its whole chain. */
export interface LotLineage {
  readonly id: bigint;
  /** Of its id; `FIRST_LOT` for the root. */
  readonly inner: Hex;
  /** The lot that it was cut off; undefined: the root. */
  readonly parent?: bigint | undefined;
  /** Roll of the parent when it was cut off: what `mergeLots` wants. Of the root, undefined. */
  readonly parentRoll?: Hex | undefined;
  /** Undefined: there is no such lot any more. */
  readonly holder?: Address | undefined;
  readonly start: number;
  /** Zero: there is no such lot any more. */
  readonly units: number;
  readonly state: number;
  /** All links from the root to it: what `demandRecourse` and `takeUpLot` want. */
  readonly links: readonly Link[];
  /** Hash of all links. */
  readonly roll: Hex;
  /** The lot that it is a part of again. */
  readonly mergedInto?: bigint | undefined;
}

/** How often a lot was handed on, by its links. */
export function tierOf(links: readonly Link[]): number {
  return links.filter(({ kind }) => isEndorsement(kind)).length;
}

function isEndorsement(kind: number): boolean {
  return kind === KIND.withRecourse || kind === KIND.withoutRecourse;
}

/**
 * Links of a lot after it was endorsed, or taken up: then some of the last links are void. How many the event does not say;
 * its roll does.
 *
 * @param root id of the root
 * @param before the lot's links and roll before
 * @throws `LineageMismatch` where no link leads to the event's roll: steps are missing
 */
export function linksAfterEndorsement(
  root: bigint,
  before: Pick<LotLineage, "links" | "roll">,
  step: Extract<LotStep, { type: "endorsed" }>,
): Link[] {
  const { from, to, kind, time, roll } = step;
  const link: Link = { from, to, kind, time, start: 0, units: 0 };
  const leadsOn = (earlier: Hex): boolean => nextRoll(root, earlier, link) === roll;
  if (kind !== KIND.takenUp) {
    if (!leadsOn(before.roll)) throw mismatch(step.id, "its roll is another");
    return [...before.links, link];
  }
  const kept = rollsAlong(root, before.links).findIndex(leadsOn);
  if (kept === -1) throw mismatch(step.id, "its roll is another");
  return [...before.links.slice(0, kept), link];
}

/**
 * All lots that a root ever had, with their chains, by their ids, in the order in which they came about.
 *
 * @param steps all of the root's, in the order of the chain
 * @throws `LineageMismatch` where steps don't follow from those before: some are missing, or in disorder
 */
export function lineageOf(steps: readonly LotStep[]): ReadonlyMap<bigint, LotLineage> {
  const lots = new Map<bigint, LotLineage>();
  const first = steps[0];
  if (first === undefined) return lots;
  const root = rootIn(first);
  for (const step of steps) for (const lot of afterStep(root, lots, step)) lots.set(lot.id, lot);
  return lots;
}

/**
 * Id of the root that steps begin with.
 *
 * @throws `LineageMismatch` where they begin later
 */
export function rootIn(first: LotStep): bigint {
  if (first.type === "opened") return first.id;
  throw mismatch(first.type === "divided" ? first.parent : first.id, "nothing tells of its opening");
}

/**
 * The lots that a step makes or changes, as they are after it; the others stay as they are.
 *
 * @throws `LineageMismatch` as `lineageOf`
 */
export function afterStep(root: bigint, lots: ReadonlyMap<bigint, LotLineage>, step: LotStep): LotLineage[] {
  switch (step.type) {
    case "opened": {
      const { id, holder, units, state } = step;
      return [{ id, inner: FIRST_LOT, holder, start: 0, units, state, links: [], roll: rollAfter(id, []) }];
    }
    case "endorsed": {
      const lot = known(lots, step.id);
      const links = linksAfterEndorsement(root, lot, step);
      return [{ ...lot, holder: step.to, links, roll: step.roll }];
    }
    case "divided":
      return divided(root, known(lots, step.parent), step);
    case "merged": {
      const { id, other, units } = step;
      return [
        { ...known(lots, id), units },
        { ...gone(known(lots, other)), mergedInto: id },
      ];
    }
    case "shortened": {
      const lot = known(lots, step.id);
      return [step.units === 0 ? gone(lot) : { ...lot, units: step.units }];
    }
    case "stateSet":
      return [{ ...known(lots, step.id), state: step.state }];
  }
}

function divided(root: bigint, parent: LotLineage, step: Extract<LotStep, { type: "divided" }>): LotLineage[] {
  const { id, from, to, kind, time, start, units, inner } = step;
  const link: Link = { from, to, kind, time, start, units };
  const roll = nextRoll(root, parent.roll, link);
  if (BigInt(roll) !== id || lotId(root, inner) !== id) throw mismatch(id, "its id is another");
  const links = [...parent.links, link];
  const part = { id, inner, parent: parent.id, parentRoll: parent.roll, holder: to, start, units, links, roll };
  return [
    { ...parent, units: parent.units - units },
    { ...part, state: parent.state },
  ];
}

function gone(lot: LotLineage): LotLineage {
  return { ...lot, holder: undefined, units: 0 };
}

function known(lots: ReadonlyMap<bigint, LotLineage>, id: bigint): LotLineage {
  const lot = lots.get(id);
  if (lot === undefined) throw mismatch(id, "nothing tells where it came from");
  return lot;
}

function mismatch(id: bigint, reason: string): Error {
  return tallystickError("LineageMismatch", { lot: String(id), reason });
}

/**
 * Pairs of an account's lots that can be joined: cut off one lot in one act, touching, and not endorsed since. Whether
 * both have collected the same, which the contract asks too, no step tells.
 *
 * @param lineage of one root
 */
export function mergeable(lineage: ReadonlyMap<bigint, LotLineage>, holder: Address): Merger[] {
  const root = lineage.keys().next().value;
  const own = [...lineage.values()].filter(
    (lot) => lot.holder !== undefined && isAddressEqual(lot.holder, holder) && isUntouched(lot),
  );
  return own.flatMap((lot) => own.flatMap((next) => (root === undefined ? [] : mergerOf(root, lot, next))));
}

/** Whether a part was not endorsed since it was cut off. */
function isUntouched({ id, roll, parent }: LotLineage): boolean {
  return parent !== undefined && BigInt(roll) === id;
}

function mergerOf(root: bigint, lot: LotLineage, next: LotLineage): Merger[] {
  const [first, second] = [lot.links.at(-1), next.links.at(-1)];
  const { parentRoll } = lot;
  if (first === undefined || second === undefined || parentRoll === undefined) return [];
  const isOneAct = parentRoll === next.parentRoll && first.time === second.time && first.kind === second.kind;
  const isAlike = isAddressEqual(first.from, second.from) && lot.state === next.state;
  const touches = lot.start + lot.units === next.start;
  return isOneAct && isAlike && touches ? [{ root, parentRoll, first, second }] : [];
}
