import { type Address, getAddress } from "viem";
import { afterStep, type LotLineage, type LotStep, rootIn, tierOf } from "./lineage.ts";

// How a claim went down the tiers, as a tree: pure functions over what the events tell.

/**
 * Somebody's time with a lot. `received + joined = units + retired + merged +` what all of `next` received.
 */
export interface LotHolding {
  readonly lot: bigint;
  readonly holder: Address;
  /** How often the claim was handed on until it was his. */
  readonly tier: number;
  /** One of `KIND`, by which it came; undefined: the claim began with it. */
  readonly kind?: number | undefined;
  /** Unix second. */
  readonly since: number;
  /** Units that came. */
  readonly received: number;
  /** Units of neighbours that were joined with it. */
  readonly joined: number;
  /** Units that are his now. */
  readonly units: number;
  /** Units that were collected for good, or credited. */
  readonly retired: number;
  /** Units that were joined with a neighbour. */
  readonly merged: number;
  /** To whom the whole, or parts of it, went, in the order of time. */
  readonly next: readonly LotHolding[];
}

type Growing = { -readonly [Field in keyof Omit<LotHolding, "next">]: LotHolding[Field] } & { next: Growing[] };

/**
 * The tree of a claim's holdings; undefined: no steps.
 *
 * @param steps all of one root's, in the order of the chain
 * @throws `LineageMismatch` as `lineageOf`
 */
export function lotTree(steps: readonly LotStep[]): LotHolding | undefined {
  const first = steps[0];
  if (first === undefined) return undefined;
  const root = rootIn(first);
  const lots = new Map<bigint, LotLineage>();
  // Who has each lot now.
  const current = new Map<bigint, Growing>();
  let top: LotHolding | undefined;
  for (const step of steps) {
    for (const lot of afterStep(root, lots, step)) lots.set(lot.id, lot);
    grow(current, step, lots);
    top ??= current.get(root);
  }
  return top;
}

function grow(current: Map<bigint, Growing>, step: LotStep, lots: ReadonlyMap<bigint, LotLineage>): void {
  const tier = step.type === "divided" || step.type === "endorsed" ? tierOf(lots.get(step.id)?.links ?? []) : 0;
  const came = { joined: 0, retired: 0, merged: 0, next: [], tier, since: step.time };
  if (step.type === "opened") {
    const { id: lot, holder, units } = step;
    current.set(lot, { ...came, lot, holder, received: units, units });
    return;
  }
  const holding = current.get(step.type === "divided" ? step.parent : step.id);
  if (holding === undefined) return;
  if (step.type === "endorsed" || step.type === "divided") {
    const units = step.type === "divided" ? step.units : holding.units;
    const child: Growing = { ...came, lot: step.id, holder: step.to, kind: step.kind, received: units, units };
    holding.units -= units;
    holding.next.push(child);
    current.set(step.id, child);
  } else if (step.type === "shortened") {
    holding.retired += holding.units - step.units;
    holding.units = step.units;
  } else if (step.type === "merged") {
    const joined = step.units - holding.units;
    holding.joined += joined;
    holding.units = step.units;
    const other = current.get(step.other);
    if (other !== undefined) [other.merged, other.units] = [joined, 0];
  }
}

/** What lies on one tier now. */
export interface Tier {
  /** Zero: the creditor's. */
  readonly tier: number;
  readonly units: number;
  /** Who holds how many of them, the most first. */
  readonly holders: readonly { readonly holder: Address; readonly units: number }[];
}

/**
 * What lies on each tier now, the creditor's first; tiers without units are left out.
 *
 * @param lots of one root: see `lineageOf`
 */
export function tiersOf(lots: Iterable<LotLineage>): Tier[] {
  const tiers = new Map<number, Map<Address, number>>();
  for (const { holder, units, links } of lots) {
    if (holder === undefined || units === 0) continue;
    const tier = tierOf(links);
    const holders = tiers.get(tier) ?? new Map<Address, number>();
    tiers.set(tier, holders.set(getAddress(holder), (holders.get(getAddress(holder)) ?? 0) + units));
  }
  return [...tiers]
    .sort(([a], [b]) => a - b)
    .map(([tier, holders]) => ({
      tier,
      units: [...holders.values()].reduce((sum, units) => sum + units, 0),
      holders: [...holders].map(([holder, units]) => ({ holder, units })).sort((a, b) => b.units - a.units),
    }));
}
