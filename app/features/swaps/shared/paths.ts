import type { Hex } from "viem";

/** Views of the page of swaps, each with an address. */
export const views = ["take", "make", "mine"] as const;
export type View = (typeof views)[number];

export const swapsHome = "/swaps";

export function viewPath(view: View): string {
  return view === "take" ? swapsHome : `${swapsHome}?view=${view}`;
}

/** The view that an address names. */
export function viewIn(parameters: URLSearchParams): View {
  return views.find((view) => view === parameters.get("view")) ?? "take";
}

/** Page of a swap: it is known by the id of its first lock. */
export function swapPath(id: Hex): string {
  return `${swapsHome}/${id}`;
}

/** The id that a page's address names; undefined: none. */
export function swapIn(text: string): Hex | undefined {
  return /^0x[0-9a-f]{64}$/i.test(text) ? (text.toLowerCase() as Hex) : undefined;
}
