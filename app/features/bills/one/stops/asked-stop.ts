import { type Address, type Hex, isAddress } from "viem";
import { billPath } from "../../shared/paths.ts";

// Who lost his key asks the court that the bill names by a link: it opens the bill with the order filled in.

/** A stop that somebody asks for. */
export interface AskedStop {
  /** Of the lot's id. */
  readonly inner: Hex;
  readonly claimant: Address;
}

export const askPath = (bill: bigint, { inner, claimant }: AskedStop): string =>
  `${billPath(bill)}#stop=${inner}.${claimant}`;

/** What a page's hash asks for; undefined: nothing. */
export function askedStopIn(hash: string): AskedStop | undefined {
  const [, inner, claimant = ""] = /^#stop=(0x[0-9a-f]{64})\.(0x[0-9a-f]{40})$/i.exec(hash) ?? [];
  if (inner === undefined || !isAddress(claimant, { strict: false })) return undefined;
  return { inner: inner as Hex, claimant };
}
