import { UNLIMITED } from "@tallystick/sdk/instruments/debtors";
import type { Address } from "viem";
import { sumsOf } from "../shared/sums.ts";

/** So many confirmations fit into a block with room to spare. */
export const mostConfirmed = 50;

/** What several confirmations come to in a token, and whether the debtor's limit allows it. */
export interface BatchSum {
  readonly token: Address;
  readonly sum: bigint;
  /** What he may confirm besides what he owes; undefined: no limit, or not known yet. */
  readonly room: bigint | undefined;
  readonly isBeyond: boolean;
}

/** Several confirmations by token, as they are in one transaction: all of them or none. */
export function batchOf(
  chosen: readonly { readonly token: Address; readonly face: bigint }[],
  rooms: ReadonlyMap<Address, bigint>,
): { readonly sums: readonly BatchSum[]; readonly isRefused: boolean } {
  const sums = sumsOf(chosen, ({ face }) => face).map(({ token, sum }) => {
    const known = rooms.get(token);
    const room = known === UNLIMITED ? undefined : known;
    return { token, sum, room, isBeyond: room !== undefined && sum > room };
  });
  return { sums, isRefused: chosen.length > mostConfirmed || sums.some(({ isBeyond }) => isBeyond) };
}
