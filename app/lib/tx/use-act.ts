"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import type { TransactionReceipt } from "viem";
import { useConfig, useConnection } from "wagmi";
import { useNetwork } from "@/components/config";
import { refreshSoon } from "../refresh";
import { act } from "./act";
import { ActError, type Call, type Text } from "./types";

export interface ActRequest {
  readonly title: Text;
  readonly calls: readonly Call[];
}

/** Acts for the connected account on the page's chain; everything shown is asked for anew afterwards. */
export function useAct(): (request: ActRequest) => Promise<readonly TransactionReceipt[]> {
  const config = useConfig();
  const queries = useQueryClient();
  const { address } = useConnection();
  const { chainId } = useNetwork();
  return useCallback(
    async (request) => {
      if (!address) throw new ActError({ code: "notConnected", values: {} });
      try {
        return await act(config, { ...request, account: address, chainId });
      } finally {
        refreshSoon(queries);
      }
    },
    [config, queries, address, chainId],
  );
}
