"use client";

import type { LotHistory } from "@tallystick/sdk/bills/history";
import { readRecourse } from "@tallystick/sdk/bills/readRecourse";
import { useQuery } from "@tanstack/react-query";
import { useReader } from "@/lib/reader";
import type { WholeBill } from "../shared/load";

/** All that recourse on a lot depends on, as of now. */
export function useRecourse(whole: WholeBill, lot: LotHistory) {
  const reader = useReader();
  return useQuery({
    queryKey: ["bill-recourse", reader.network.chainId, String(lot.id), lot.roll, whole.bill.status],
    queryFn: () => readRecourse(reader, whole.history.face, lot),
    refetchInterval: 15_000,
  });
}
