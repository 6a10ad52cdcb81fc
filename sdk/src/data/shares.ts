import { combine, split } from "shamir-secret-sharing";
import { tallystickError } from "../errors.ts";
import { type Bytes, equalBytes } from "./bytes.ts";
import { matchesCommitment } from "./keys.ts";

/** More keepers than this serve nobody, and combinations of shares would take long. */
export const MAX_KEEPERS = 16;

/**
 * Splits a key into `count` shares, any `threshold` of which rebuild it. With a threshold of one, each share is the key.
 *
 * @throws RangeError when not 1 <= threshold <= count <= 16
 */
export async function splitKey(key: Bytes, count: number, threshold: number): Promise<Bytes[]> {
  if (
    !(
      Number.isInteger(count) &&
      Number.isInteger(threshold) &&
      threshold >= 1 &&
      threshold <= count &&
      count <= MAX_KEEPERS
    )
  ) {
    throw new RangeError(`${threshold} of ${count} shares: need 1 <= threshold <= count <= ${MAX_KEEPERS}`);
  }
  if (threshold === 1) return Array.from({ length: count }, () => key.slice());
  return (await split(key, count, threshold)).map((share) => new Uint8Array(share));
}

/**
 * Rebuilds a segment key. Wrong shares among more than enough right ones are stepped over: the commitment tells.
 *
 * @throws `NotEnoughShares` when no `threshold` of the shares give the committed key
 */
export async function combineShares(
  shares: readonly Bytes[],
  options: { readonly threshold: number; readonly commitment: Uint8Array; readonly segment: number },
): Promise<Bytes> {
  const { threshold, commitment, segment } = options;
  const distinct = shares.filter((share, i) => shares.findIndex((other) => equalBytes(share, other)) === i);
  for (const chosen of subsets(distinct, threshold)) {
    const key = await rebuild(chosen);
    if (key !== undefined && (await matchesCommitment(key, commitment))) return key;
  }
  const reason = distinct.length < threshold ? "too few" : "they do not make the committed key";
  throw tallystickError("NotEnoughShares", { segment, threshold, received: distinct.length, reason });
}

async function rebuild(shares: readonly Bytes[]): Promise<Bytes | undefined> {
  const [first] = shares;
  if (shares.length === 1) return first;
  // Shares of unequal length or at the same point are not shares of one key.
  return combine([...shares]).then(
    (key) => new Uint8Array(key),
    () => undefined,
  );
}

function* subsets<T>(items: readonly T[], size: number, from = 0, chosen: readonly T[] = []): Generator<readonly T[]> {
  if (chosen.length === size) {
    yield chosen;
    return;
  }
  for (let i = from; i <= items.length - (size - chosen.length); i++) {
    yield* subsets(items, size, i + 1, [...chosen, items[i] as T]);
  }
}
