import type { QueryClient } from "@tanstack/react-query";

/** When the indexer is usually done with a block that the chain has just made, in milliseconds. */
const looks = [0, 1_500, 4_000, 8_000] as const;

/** Asks for everything anew after an act: at once for what the chain says, and again when the indexer has caught up. */
export function refreshSoon(queries: QueryClient): void {
  for (const delay of looks) setTimeout(() => void queries.invalidateQueries(), delay);
}
