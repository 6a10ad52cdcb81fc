"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import type { TransactionReceipt } from "viem";
import { useConfig, useConnection } from "wagmi";
import { getConnection, switchChain } from "wagmi/actions";
import { refreshSoon } from "../refresh";
import { act } from "./act";
import { ActError } from "./types";
import type { ActRequest } from "./use-act";

/** Has the wallet shown on a chain, where it is on another one. */
export function useBeOn(): (chainId: number) => Promise<void> {
  const config = useConfig();
  return useCallback(
    async (chainId) => {
      if (getConnection(config).chainId !== chainId) await switchChain(config, { chainId });
    },
    [config],
  );
}

/** Acts for the connected account on any of the chains; the wallet is asked to change to it first. */
export function useActOn(): (chainId: number, request: ActRequest) => Promise<readonly TransactionReceipt[]> {
  const config = useConfig();
  const queries = useQueryClient();
  const beOn = useBeOn();
  const { address } = useConnection();
  return useCallback(
    async (chainId, request) => {
      if (!address) throw new ActError({ code: "notConnected", values: {} });
      try {
        await beOn(chainId);
        return await act(config, { ...request, account: address, chainId });
      } finally {
        refreshSoon(queries);
      }
    },
    [config, queries, address, beOn],
  );
}
