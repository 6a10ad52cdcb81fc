import { type Address, type Hex, numberToHex } from "viem";

/** A bill's number as pages write it. */
export const wordOf = (id: bigint): Hex => numberToHex(id, { size: 32 });

/** Page of a bill. */
export const billPath = (id: bigint): string => `/bills/${wordOf(id)}`;

/** The bill for a printer. */
export const printPath = (id: bigint): string => `/bills/print/${wordOf(id)}`;

/** Where anybody checks it, without a wallet. */
export const verifyPath = (id: bigint): string => `/verify/bill/${wordOf(id)}`;

/** The id that a page's address names; undefined: none. */
export function billIn(text: string): bigint | undefined {
  return /^0x[0-9a-f]{64}$/i.test(text) ? BigInt(text) : undefined;
}

/** How an acceptor has paid. */
export const acceptorPath = (acceptor: Address): string => `/bills/acceptors/${acceptor}`;
