"use client";

import { approveLot, isLotsOperator, lotAllowance, setLotsOperator } from "@tallystick/sdk/instruments/lots";
import { useQuery } from "@tanstack/react-query";
import type { Address } from "viem";
import { useContracts, useReader } from "@/lib/reader";
import type { Call } from "@/lib/tx/types";
import { useMarket } from "./market";

/** How far the exchange is let at somebody's lots: one, or all. */
export type ApprovalScope = "lot" | "all";

export interface LotApproval {
  /** Whether it may move this lot already; undefined until the chain has said. */
  readonly isThere: boolean | undefined;
  /** What has to be done before it may: nothing where it may already. */
  readonly calls: (scope: ApprovalScope) => readonly Call[];
}

/**
 * Whether the exchange may move a lot for its holder, and how he lets it.
 *
 * @param spender the exchange; default: that of the market
 */
export function useLotApproval(
  lot: { readonly id: bigint; readonly units: number },
  holder: Address,
  spender?: Address,
): LotApproval {
  const reader = useReader();
  const { lots } = useContracts();
  const market = useMarket();
  const exchange = spender ?? market.quotes;
  const { id, units } = lot;
  const { data: isThere } = useQuery({
    queryKey: ["lot-approval", reader.network.chainId, exchange, String(id), holder],
    queryFn: async () => {
      const [isOperator, allowance] = await Promise.all([
        isLotsOperator(reader, holder, exchange),
        lotAllowance(reader, holder, exchange, id),
      ]);
      return isOperator || allowance >= BigInt(units);
    },
  });
  const calls = (scope: ApprovalScope) => {
    if (isThere) return [];
    return [scope === "all" ? setLotsOperator(lots, exchange, true) : approveLot(lots, exchange, id, BigInt(units))];
  };
  return { isThere, calls };
}
