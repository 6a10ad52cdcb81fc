import { type Address, encodeAbiParameters, type Hex, keccak256 } from "viem";
import type { anchor, keeperLog } from "../../schema/accessLog.ts";
import type { Origin } from "../origin.ts";

export type KeeperLogRow = typeof keeperLog.$inferSelect;
export type AnchorRow = typeof anchor.$inferSelect;

const LINK = [{ type: "uint32" }, { type: "uint40" }, { type: "uint40" }, { type: "bytes32" }] as const;
const HEAD = [{ type: "uint184" }, { type: "bytes32" }] as const;

/** Hash of one anchor, as a receipt's place names it. */
export function linkOf(number: number, from: bigint, through: bigint, root: Hex): Hex {
  return keccak256(encodeAbiParameters(LINK, [number, Number(from), Number(through), root]));
}

/** Rolling hash of a keeper's anchors: low 184 bits. */
export function headAfter(head: bigint, link: Hex): bigint {
  return BigInt(keccak256(encodeAbiParameters(HEAD, [head, link]))) & ((1n << 184n) - 1n);
}

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
  const link = linkOf(number, before.through, through, root);
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
