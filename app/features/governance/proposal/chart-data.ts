import type { ScorePoint } from "@tallystick/sdk/indexer/governanceFields";
import type { Place } from "../../../lib/places.ts";
import { partOf } from "../facts.ts";

export const sides = ["for", "against", "abstain"] as const;
export type Side = (typeof sides)[number];

export interface ScoreChart {
  readonly lines: Readonly<Record<Side, readonly Place[]>>;
  /** Where the quorum stands. */
  readonly quorum: number;
  /** Power that the top of the chart means. */
  readonly top: bigint;
}

const amountsOf: Readonly<Record<Side, "forVotes" | "againstVotes" | "abstainVotes">> = {
  for: "forVotes",
  against: "againstVotes",
  abstain: "abstainVotes",
};

/** How the tally grew from the beginning of the vote until now, or its end: a step at each point. */
export function scoreChart(
  points: readonly ScorePoint[],
  about: { readonly from: number; readonly until: number; readonly quorum: bigint },
): ScoreChart {
  const { from, until, quorum } = about;
  const greatest = points.flatMap((point) => sides.map((side) => point[amountsOf[side]]));
  const highest = greatest.reduce((most, each) => (each > most ? each : most), quorum);
  const top = highest + highest / 10n;
  const xOf = (at: number) => Math.min(1, Math.max(0, (at - from) / Math.max(1, until - from)));
  const line = (side: Side): Place[] => {
    const places: Place[] = [{ x: 0, y: 0 }];
    for (const point of points) {
      const x = xOf(point.at);
      places.push({ x, y: places.at(-1)?.y ?? 0 }, { x, y: partOf(point[amountsOf[side]], top) });
    }
    return [...places, { x: 1, y: places.at(-1)?.y ?? 0 }];
  };
  return {
    lines: { for: line("for"), against: line("against"), abstain: line("abstain") },
    quorum: partOf(quorum, top),
    top,
  };
}

/** What the first so many members have together, from left to right by tens: members are many, and few have most. */
export function concentrationLine(
  curve: readonly { readonly members: number; readonly power: bigint }[],
  about: { readonly members: number; readonly total: bigint },
): readonly Place[] {
  const width = Math.log10(Math.max(2, about.members));
  return curve
    .filter(({ members }) => members > 0)
    .map(({ members, power }) => ({ x: Math.log10(members) / width, y: partOf(power, about.total) }));
}

/** How many of the greatest votes are more than half of what was cast; undefined where these are not enough to tell. */
export function votesForHalf(weights: readonly bigint[], cast: bigint): number | undefined {
  let sum = 0n;
  for (const [i, weight] of weights.entries()) {
    sum += weight;
    if (sum * 2n > cast) return i + 1;
  }
  return undefined;
}
