import { headAfter, periodLink } from "@tallystick/sdk/gateway/place";
import type { Address, Hex } from "viem";
import type { anchor, keeperLog } from "../../schema/accessLog.ts";
import type { Origin } from "../origin.ts";

export type KeeperLogRow = typeof keeperLog.$inferSelect;
export type AnchorRow = typeof anchor.$inferSelect;

export const noLog = (chainId: number, keeper: Address): KeeperLogRow => ({
  chainId,
  keeper,
  through: 0n,
  number: 0,
  head: 0n,
  accused: 0,
  answered: 0,
  omitted: 0,
  anchoredAt: 0n,
});

/** An anchor and what the keeper's log becomes by it. */
export function newAnchor(
  origin: Origin,
  before: KeeperLogRow,
  event: { readonly number: number; readonly through: bigint; readonly root: Hex },
): { readonly anchor: AnchorRow; readonly log: KeeperLogRow } {
  const { number, through, root } = event;
  const link = periodLink({ number, from: Number(before.through), through: Number(through), root });
  const head = headAfter(before.head, link);
  const { chainId, keeper } = before;
  return {
    anchor: {
      chainId,
      keeper,
      number,
      from: before.through,
      through,
      root,
      previousHead: before.head,
      link,
      head,
      anchoredAt: origin.at,
      transaction: origin.transaction,
    },
    log: { ...before, through, number, head, anchoredAt: origin.at },
  };
}
