"use client";

import { useCallback, useState } from "react";
import { explain } from "./tx/explain";
import type { Problem } from "./tx/types";

/** Work behind a button that ends in a signature, not in a transaction: whether it is under way, and what went wrong last. */
export function useSigning() {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const run = useCallback(async <T>(work: () => Promise<T>): Promise<T | undefined> => {
    setBusy(true);
    setProblem(undefined);
    try {
      return await work();
    } catch (error) {
      setProblem(explain(error, []));
      return undefined;
    } finally {
      setBusy(false);
    }
  }, []);
  return { run, busy, problem };
}
