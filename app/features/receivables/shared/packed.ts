import type { ReceivableTerms } from "@tallystick/sdk/instruments/terms";
import { type Address, bytesToHex, getAddress, type Hex, hexToBytes } from "viem";

// Terms in as few characters as a code on paper can hold: their fields one after the other, as base64url.

/** Of every field, in their order: how many bytes it takes. The chain stands before them. */
const sizes = {
  chainId: 6,
  debtor: 20,
  creditor: 20,
  token: 20,
  dueAt: 5,
  units: 5,
  unit: 12,
  maxTier: 1,
  lateBps: 2,
  graceDays: 2,
  number: 32,
  document: 32,
  order: 32,
  orderAmount: 12,
} as const;
type Field = keyof typeof sizes;
const fields = Object.keys(sizes) as readonly Field[];
const length = fields.reduce((sum, field) => sum + sizes[field], 0);

/** Terms, and the chain that they are registered on. */
export interface PackedTerms {
  readonly chainId: number;
  readonly terms: ReceivableTerms;
}

export function packTerms({ chainId, terms }: PackedTerms): string {
  const values: Readonly<Record<Field, Hex | number | bigint>> = { chainId, ...terms };
  const hex = fields.map((field) => {
    const value = values[field];
    const digits = typeof value === "string" ? value.slice(2) : value.toString(16);
    return digits.padStart(2 * sizes[field], "0");
  });
  const bytes = hexToBytes(`0x${hex.join("")}`);
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

/** The terms in a text; undefined: there are none. */
export function unpackTerms(text: string): PackedTerms | undefined {
  // Only the one way in which these bytes are written.
  if (!/^[\w-]+$/.test(text) || text.length !== Math.ceil((length * 4) / 3)) return undefined;
  const bytes = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
  const read = {} as Record<Field, Hex>;
  let at = 0;
  for (const field of fields) {
    read[field] = bytesToHex(bytes.subarray(at, at + sizes[field]));
    at += sizes[field];
  }
  const account = (field: Field): Address => getAddress(read[field]);
  return {
    chainId: Number(read.chainId),
    terms: {
      debtor: account("debtor"),
      creditor: account("creditor"),
      token: account("token"),
      dueAt: Number(read.dueAt),
      units: Number(read.units),
      unit: BigInt(read.unit),
      maxTier: Number(read.maxTier),
      lateBps: Number(read.lateBps),
      graceDays: Number(read.graceDays),
      number: read.number,
      document: read.document,
      order: read.order,
      orderAmount: BigInt(read.orderAmount),
    },
  };
}
