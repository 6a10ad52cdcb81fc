"use client";

import type { BillEvent } from "@tallystick/sdk/bills/billEvents";
import { securityOf, stopOf } from "@tallystick/sdk/bills/changes";
import type { Reader } from "@tallystick/sdk/chain/actor";
import { useQuery } from "@tanstack/react-query";
import { useReader } from "@/lib/reader";
import type { WholeBill } from "../../shared/load";
import { useBillEvents } from "../../shared/use-bill";
import { type HeldSecurity, hasCourt, type LotStop, lastAwardDay, replacementsIn } from "./stop-orders";

export type Stops = ReadonlyMap<bigint, LotStop>;

const none: Stops = new Map();

/** By lot, the stop orders that stand and the securities that are held; nothing for a bill without a court. */
export function useStops(whole: WholeBill): Stops {
  const reader = useReader();
  const { history } = whole;
  const events = useBillEvents(history.id).data;
  const { data } = useQuery({
    queryKey: ["bill-stops", reader.network.chainId, String(history.id), events?.length],
    enabled: hasCourt(history.face) && events !== undefined,
    queryFn: () => loadStops(reader, whole, events ?? []),
    placeholderData: (before: Stops | undefined) => before,
    refetchInterval: 15_000,
  });
  return data ?? none;
}

async function loadStops(reader: Reader, whole: WholeBill, events: readonly BillEvent[]): Promise<Stops> {
  const { history, bill, rules } = whole;
  const replaced = replacementsIn(events);
  const ofLot = async (lot: bigint, isHeld: boolean): Promise<readonly [bigint, LotStop]> => {
    const [order, ...securities] = await Promise.all([
      isHeld ? stopOf(reader, lot) : undefined,
      ...replaced
        .filter((each) => each.lot === lot)
        .map(async ({ claimant, day }): Promise<HeldSecurity | undefined> => {
          const found = await securityOf(reader, lot, claimant);
          return found && { claimant, ...found, lastDay: lastAwardDay(history.face, bill, rules, day) };
        }),
    ]);
    return [lot, { order, securities: securities.filter((each) => each !== undefined) }];
  };
  return new Map(await Promise.all(history.lots.map(({ id, holder }) => ofLot(id, holder !== undefined))));
}
