"use client";

import type { IndexedReceivable } from "@tallystick/sdk/indexer/instrumentFields";
import { lots } from "@tallystick/sdk/indexer/instruments";
import { FIRST_LOT } from "@tallystick/sdk/instruments/links";
import { actionsOf } from "@tallystick/sdk/instruments/receivableState";
import type { ReceivableAction } from "@tallystick/sdk/instruments/words";
import { useQuery } from "@tanstack/react-query";
import { type Address, isAddressEqual } from "viem";
import { useIndexer, useReader } from "@/lib/reader";
import { owing } from "../../shared/status";
import { liableFor } from "./chains";

/** Most parts that are offered to choose from: the account's own, and the first of all. */
const most = 100;

export type Offered = ReceivableAction | "takeUp" | "agree";

/**
 * What an account may do with a receivable now: what the contract's `actionsOf` says of the part that is chosen, and what
 * that does not tell of: to pay for another's part, and to give one's word for one's own.
 *
 * @param chosen id of one of the account's parts; the first where it is left out
 */
export function useOffered(receivable: IndexedReceivable, account: Address, now: number, chosen: string | undefined) {
  const reader = useReader();
  const indexer = useIndexer();
  const { id, status } = receivable;
  const { chainId } = reader.network;
  const found = useQuery({
    queryKey: ["lots-of", chainId, String(id), account],
    queryFn: async () => {
      const [own, all] = await Promise.all(
        [account, undefined].map((holder) =>
          lots(indexer, chainId, { receivable: id, holder, now }, { orderBy: "units", limit: most }),
        ),
      );
      const items = [...(own?.items ?? []), ...(all?.items ?? [])];
      return [...new Map(items.map((each) => [each.id, each])).values()];
    },
    refetchInterval: 15_000,
  });
  const known = found.data ?? [];
  const own = known.filter(({ holder }) => holder && isAddressEqual(holder, account));
  const lot = own.find((each) => String(each.id) === chosen) ?? own[0];
  const inner = lot?.inner ?? FIRST_LOT;
  const actions = useQuery({
    queryKey: ["receivable-actions", chainId, String(id), inner, account],
    queryFn: () => actionsOf(reader, receivable, inner, account),
    refetchInterval: 15_000,
  });
  const isOverdue = status === "overdue" || status === "defaulted";
  const endorsed = useQuery({
    queryKey: ["lots-endorsed", chainId, String(id), account],
    enabled: isOverdue,
    queryFn: () => liableFor(indexer, chainId, { receivable: id, endorser: account, now }),
    refetchInterval: 15_000,
  });
  const liable = isOverdue ? (endorsed.data ?? []) : [];
  const offered: readonly Offered[] = [
    ...(actions.data ?? []),
    ...(liable.length > 0 ? (["takeUp"] as const) : []),
    ...(lot && owing.includes(status) ? (["agree"] as const) : []),
  ];
  return { found, actions, lots: known, own, lot, offered, liable };
}
