"use client";

import { useState } from "react";

/** How much of a list is shown, and more of it on demand: the indexer gives at most 1,000 rows at once. */
export function useGrowing(step: number) {
  const [limit, setLimit] = useState(step);
  return { limit, grow: () => setLimit((now) => Math.min(1_000, now + step)) };
}
