import { numberToHex } from "viem";

/** Page of a receivable, or what lies below it. */
export function receivablePath(id: bigint, below: "" | "/statement" = ""): string {
  return `/receivables/${numberToHex(id, { size: 32 })}${below}`;
}

/** The id that a page's address names; undefined: none. */
export function receivableIn(text: string): bigint | undefined {
  return /^0x[0-9a-f]{64}$/i.test(text) ? BigInt(text) : undefined;
}
