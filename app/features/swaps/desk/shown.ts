import type { SwapPhase } from "@tallystick/sdk/swaps/swapState";

/** Which of one's swaps are shown: all, those under way, those that were swapped, those that went back. */
export const shownChoices = ["all", "open", "claimed", "refunded"] as const;
export type Shown = (typeof shownChoices)[number];

/** What an address says is to be shown. */
export function shownIn(parameters: URLSearchParams): Shown {
  return shownChoices.find((each) => each === parameters.get("state")) ?? "all";
}

const phases: Readonly<Record<Exclude<Shown, "all" | "open">, readonly SwapPhase[]>> = {
  claimed: ["swapped", "uneven"],
  refunded: ["returned", "agreed"],
};

/** Whether a swap is one of those that are shown, by how far it is. */
export function isShown(phase: SwapPhase, shown: Shown): boolean {
  if (shown === "all") return true;
  if (shown !== "open") return phases[shown].includes(phase);
  return !Object.values(phases).some((ended) => ended.includes(phase));
}
