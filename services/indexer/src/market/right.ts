import { encodeAbiParameters, type Hex, keccak256, pad, toHex } from "viem";

/** `until` of a right without end. */
export const FOREVER = 2n ** 40n - 1n;

const bits = (word: bigint, at: bigint, width: bigint): bigint => (word >> at) & ((1n << width) - 1n);

/** A reader's right, unpacked as `IAccess.Right` says. */
export interface Right {
  readonly until: bigint;
  readonly segments: bigint;
  readonly fromVersion: number;
  readonly laterVersions: boolean;
  readonly revoked: boolean;
  readonly depth: number;
  /** Low 160 bits of the newest purchase's hash; zero: there is none. */
  readonly receipt: Hex;
}

export function unpackRight(word: bigint): Right {
  const flags = bits(word, 88n, 8n);
  return {
    until: bits(word, 0n, 40n),
    segments: bits(word, 40n, 32n),
    fromVersion: Number(bits(word, 72n, 16n)),
    laterVersions: (flags & 1n) !== 0n,
    revoked: (flags & 2n) !== 0n,
    depth: Number(flags >> 2n),
    receipt: receiptIn(word),
  };
}

/** Key of the newest purchase in a packed right. */
export function receiptIn(word: bigint): Hex {
  return pad(toHex(bits(word, 96n, 160n)), { size: 20 });
}

/** `IAccess.Purchase`. */
export interface Purchase {
  readonly previous: bigint;
  readonly offer: Hex;
  readonly payer: Hex;
  readonly paid: bigint;
  readonly boughtAt: bigint;
  readonly from: bigint;
}

const PURCHASE = [
  { type: "uint256" },
  { type: "bytes32" },
  { type: "address" },
  { type: "uint96" },
  { type: "uint40" },
  { type: "uint40" },
] as const;

/** What a right that holds this purchase as its newest carries as receipt. */
export function receiptOf(purchase: Purchase): Hex {
  const { previous, offer, payer, paid, boughtAt, from } = purchase;
  const hash = keccak256(encodeAbiParameters(PURCHASE, [previous, offer, payer, paid, Number(boughtAt), Number(from)]));
  return `0x${hash.slice(-40)}`;
}

const SCOPE = ((1n << 49n) - 1n) << 40n;

/**
 * The purchase that led from one packed right to the next. The event names only the right after it; time that it paid
 * for begins where an active right of the same scope ended, else with the purchase.
 */
export function purchaseBetween(
  previous: bigint,
  word: bigint,
  sale: Omit<Purchase, "previous" | "from">,
): Purchase & { readonly verified: boolean } {
  const end = bits(previous, 0n, 40n);
  const isRenewal = end > sale.boughtAt && (previous & SCOPE) === (word & SCOPE);
  const purchase = {
    ...sale,
    previous,
    from: isRenewal ? end : sale.boughtAt,
  };
  return { ...purchase, verified: receiptOf(purchase) === receiptIn(word) };
}
