import { type Address, encodeAbiParameters, type Hex, keccak256 } from "viem";

/** `until` of a right without end. */
export const FOREVER = 2 ** 40 - 1;
/** Most purchases that a right may stack. */
export const MAX_DEPTH = 63;

/** A reader's right, unpacked (`IAccess.Right`). */
export interface Right {
  /** First second at which it is over. */
  readonly until: number;
  readonly segments: number;
  readonly fromVersion: number;
  readonly laterVersions: boolean;
  readonly revoked: boolean;
  /** How many purchases may be unused still. */
  readonly depth: number;
  /** Low 160 bits of the hash of the newest purchase. */
  readonly receipt: bigint;
}

/** One entry of a right's stack (`IAccess.Purchase`). */
export interface Purchase {
  /** The packed right before it. */
  readonly previous: bigint;
  /** Zero: a free grant. */
  readonly offer: Hex;
  readonly payer: Address;
  /** Base units of the offer's token. */
  readonly paid: bigint;
  readonly boughtAt: number;
  /** First second of the time it paid for. */
  readonly from: number;
}

const bits = (word: bigint, at: number, size: number): bigint => (word >> BigInt(at)) & ((1n << BigInt(size)) - 1n);

/** Unpacks the word of a right. */
export function unpackRight(word: bigint): Right {
  return {
    until: Number(bits(word, 0, 40)),
    segments: Number(bits(word, 40, 32)),
    fromVersion: Number(bits(word, 72, 16)),
    laterVersions: bits(word, 88, 1) === 1n,
    revoked: bits(word, 89, 1) === 1n,
    depth: Number(bits(word, 90, 6)),
    receipt: bits(word, 96, 160),
  };
}

/** Packs a right into its word. */
export function packRight(right: Right): bigint {
  return (
    BigInt(right.until) |
    (BigInt(right.segments) << 40n) |
    (BigInt(right.fromVersion) << 72n) |
    (right.laterVersions ? 1n << 88n : 0n) |
    (right.revoked ? 1n << 89n : 0n) |
    (BigInt(right.depth) << 90n) |
    (right.receipt << 96n)
  );
}

/** Whether a right is active at `now` (Unix seconds of the chain). */
export function isActive(right: Pick<Right, "until">, now: number): boolean {
  return right.until > now;
}

export type Scope = Pick<Right, "segments" | "fromVersion" | "laterVersions">;

/** Whether a scope lets all of `segments` of `version` be read. */
export function includes(scope: Scope, version: number, segments: number): boolean {
  const versionIncluded = version === scope.fromVersion || (version > scope.fromVersion && scope.laterVersions);
  return versionIncluded && (segments & ~scope.segments) >>> 0 === 0;
}

/** Whether everything that `inner` lets be read is in `outer` too. */
export function covers(outer: Scope, inner: Scope): boolean {
  return includes(outer, inner.fromVersion, inner.segments) && (!inner.laterVersions || outer.laterVersions);
}

function sameScope(a: Scope, b: Scope): boolean {
  return a.segments === b.segments && a.fromVersion === b.fromVersion && a.laterVersions === b.laterVersions;
}

/** Low 160 bits of the hash of a purchase: what a right commits to. */
export function receiptOf(purchase: Purchase): bigint {
  const encoded = encodeAbiParameters(
    [
      { type: "uint256" },
      { type: "bytes32" },
      { type: "address" },
      { type: "uint96" },
      { type: "uint40" },
      { type: "uint40" },
    ],
    [purchase.previous, purchase.offer, purchase.payer, purchase.paid, purchase.boughtAt, purchase.from],
  );
  return BigInt(keccak256(encoded)) & ((1n << 160n) - 1n);
}

/**
 * The purchase that a right's word bears as its newest, from what its event tells. The time paid for begins at the
 * purchase or where the right before it ended; the receipt says which. Undefined: these facts don't lead to the word.
 */
export function provedPurchase(word: bigint, facts: Omit<Purchase, "from">): Purchase | undefined {
  const { receipt } = unpackRight(word);
  const begins = [facts.boughtAt, unpackRight(facts.previous).until];
  return begins.map((from) => ({ ...facts, from })).find((purchase) => receiptOf(purchase) === receipt);
}

/** A right after a purchase or grant, without its receipt; or the name of the contract's error that refuses it. */
export type Extension =
  | { readonly right: Omit<Right, "receipt">; readonly from: number }
  | { readonly refused: "Access_AlreadyForever" | "Access_ScopeDiffers" | "Access_TooManyPurchases" };

/** What becomes of a right when `duration` seconds (0: for ever) of a scope are added at `now`: the contract's rule. */
export function extendRight(previous: Right, scope: Scope, duration: number, now: number): Extension {
  const end = (from: number): number => (duration === 0 ? FOREVER : from + duration);
  const made = (from: number, depth: number): Extension => {
    const { segments, fromVersion, laterVersions } = scope;
    return { from, right: { until: end(from), segments, fromVersion, laterVersions, revoked: false, depth } };
  };
  if (!isActive(previous, now)) return made(now, 1);
  const outlasts = duration >= previous.until - now;
  const deeper = previous.depth + 1;
  if (sameScope(previous, scope)) {
    if (previous.until === FOREVER) return { refused: "Access_AlreadyForever" };
    const depth = outlasts ? Math.max(2, previous.depth - 1) : deeper;
    return depth > MAX_DEPTH ? { refused: "Access_TooManyPurchases" } : made(previous.until, depth);
  }
  if (!(outlasts || duration === 0) || !covers(scope, previous)) return { refused: "Access_ScopeDiffers" };
  return deeper > MAX_DEPTH ? { refused: "Access_TooManyPurchases" } : made(now, deeper);
}

/** What a right's newest purchase would give back at `now`: pro rata, rounded down; all of it where it was for ever. */
export function unusedPart(until: number, purchase: Purchase, now: number): bigint {
  if (until <= now) return 0n;
  if (until === FOREVER) return purchase.paid;
  const start = Math.max(now, purchase.from);
  return (purchase.paid * BigInt(until - start)) / BigInt(until - purchase.from);
}
