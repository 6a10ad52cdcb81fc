"use client";

import { useCallback, useState } from "react";
import { explain } from "./explain";
import type { Problem } from "./types";
import { type ActRequest, useAct } from "./use-act";

/** An act behind a button: whether it is under way, and what went wrong last. */
export function useActing() {
  const act = useAct();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const run = useCallback(
    async (make: () => Promise<ActRequest> | ActRequest): Promise<boolean> => {
      setBusy(true);
      setProblem(undefined);
      try {
        await act(await make());
        return true;
      } catch (error) {
        setProblem(explain(error, []));
        return false;
      } finally {
        setBusy(false);
      }
    },
    [act],
  );
  return { run, busy, problem };
}
