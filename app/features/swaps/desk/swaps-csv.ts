import { assetKey } from "@tallystick/sdk/swaps/orderWire";
import { formatUnits } from "viem";
import { csvText, isoTime } from "../../../lib/csv-text.ts";
import type { LegFound } from "../one/swap-of.ts";
import type { SwapNow } from "../one/use-swap.ts";

const columns = [
  "began",
  "ended",
  "state",
  "part",
  ...["gives", "givesSymbol", "givesAsset", "givesState"],
  ...["gets", "getsSymbol", "getsAsset", "getsState"],
  "hashlock",
  ...["firstLock", "firstTransaction", "secondLock", "secondTransaction"],
] as const;

/** What other programs need to know of an asset; undefined: it is counted in base units. */
export type UnitOf = (
  side: Pick<LegFound, "network" | "lock">,
) => { readonly symbol: string; readonly decimals: number } | undefined;

/** What of a swap stands in the table. */
export type SavedSwap = Pick<SwapNow, "known" | "viewer" | "step" | "second">;

/** Swaps as a table for other programs (RFC 4180): amounts exact, assets with their chain's number, times in UTC. */
export function swapsCsv(swaps: readonly SavedSwap[], unitOf: UnitOf): string {
  const leg = (found: LegFound | undefined): readonly string[] => {
    if (!found) return ["", "", "", ""];
    const { lock, network, state } = found;
    const unit = unitOf(found);
    const asset = assetKey({ chainId: network.chainId, asset: lock.asset });
    return [formatUnits(lock.amount, unit?.decimals ?? 0), unit?.symbol ?? "", asset, state.status];
  };
  const rows = swaps.map(({ known, viewer, step, second }) => {
    const { first } = known;
    const [gives, gets] = viewer === "responder" ? [second, first] : [first, second];
    const ends = [first, second].flatMap((found) => found?.endedAt ?? []);
    const isEnded = ends.length === (second ? 2 : 1);
    return [
      isoTime(first.lockedAt),
      isEnded ? isoTime(Math.max(...ends)) : "",
      step.phase,
      viewer,
      ...leg(gives),
      ...leg(gets),
      first.lock.hashlock,
      ...[first.id, first.transaction, second?.id ?? "", second?.transaction ?? ""],
    ];
  });
  return csvText([columns, ...rows]);
}
