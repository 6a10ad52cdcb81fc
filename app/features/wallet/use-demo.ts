"use client";

import type { PersonaId } from "@tallystick/sdk/local/personas";
import { useCallback, useState } from "react";
import { useConnect, useConnection, useConnectors } from "wagmi";
import { explain } from "@/lib/tx/explain";
import type { Problem } from "@/lib/tx/types";
import { choosePersona, demoWalletId } from "./demo-wallet";

/** Acts as a persona from one click: connects the demo wallet where it is not, switches it where it is. */
export function useDemo() {
  const connectors = useConnectors();
  const { connector } = useConnection();
  const { mutateAsync: connect } = useConnect();
  const [problem, setProblem] = useState<Problem>();
  const demo = connectors.find(({ id }) => id === demoWalletId);
  const use = useCallback(
    async (persona: PersonaId) => {
      setProblem(undefined);
      try {
        await choosePersona(persona);
        if (demo && connector?.id !== demoWalletId) await connect({ connector: demo });
      } catch (error) {
        setProblem(explain(error, []));
      }
    },
    [demo, connector, connect],
  );
  return { use, problem };
}
