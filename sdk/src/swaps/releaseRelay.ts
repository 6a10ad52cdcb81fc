import type { Address, Hex } from "viem";
import type { Reader } from "../chain/actor.ts";
import { chainTime } from "../chain/time.ts";
import type { HttpOptions } from "../gateway/http.ts";
import { lockedAt } from "./hashLock.ts";
import { type Lock, lockId } from "./lock.ts";
import { listIn, type OrderRelay, post, question, readOr } from "./orderRelay.ts";
import { isReleaseSigned, releasedId, type SignedRelease } from "./release.ts";
import { decodeRelease, encodeRelease } from "./releaseWire.ts";

// Relays keep releases for refundees. They are not believed: a release counts when the recipient of the lock that the
// chain has signed it, so a relay that lies can only withhold.

/**
 * Gives a release to a relay, which keeps it until the lock's time is up.
 *
 * @throws `OrderRelayUnreachable`, `OrderRelayRefused`, `Aborted`
 */
export async function postRelease(relay: OrderRelay, signed: SignedRelease, options: HttpOptions = {}): Promise<void> {
  await post(relay, "/releases", encodeRelease(signed), options);
}

/** Most of a relay's releases of one lock that are looked at. */
const MOST = 8;

/**
 * What a relay shows as releases of a lock, of the right lock and form; who signed them is not checked.
 *
 * @param id see `lockId`
 * @throws `OrderRelayUnreachable`, `OrderRelayRefused`, `Aborted`
 */
export async function shownReleases(
  relay: OrderRelay,
  id: Hex,
  options: HttpOptions = {},
): Promise<readonly SignedRelease[]> {
  const answer = await question(relay, "/releases", { lock: id }, options);
  const given = listIn(relay, answer, "releases").slice(0, MOST);
  const read = given.map((each) => readOr(() => decodeRelease(each)));
  return read.filter((signed) => signed !== undefined && releasedId(signed.release) === id) as SignedRelease[];
}

/**
 * A release of a lock by which it can be refunded now (`refundLockEarly`), checked against the chain: the lock is open, in
 * the block that the release names, and its recipient signed, by key or as his contract wallet says (ERC-1271).
 *
 * @param reader of the lock's chain
 * @returns undefined: the relay has none that counts
 * @throws `OrderRelayUnreachable`, `OrderRelayRefused`, `ChainUnreachable`, `Aborted`
 */
export async function releaseOf(
  relay: OrderRelay,
  reader: Reader,
  hashLock: Address,
  lock: Lock,
  options: HttpOptions = {},
): Promise<SignedRelease | undefined> {
  const id = lockId(reader.network.chainId, hashLock, lock);
  const shown = await shownReleases(relay, id, options);
  if (shown.length === 0) return undefined;
  const [[block], now] = await Promise.all([lockedAt(reader, hashLock, [id]), chainTime(reader)]);
  for (const signed of shown) {
    const { release } = signed;
    const isOfLock = block !== undefined && block !== 0n && release.lockedAt === block;
    if (isOfLock && release.deadline > BigInt(now) && (await isReleaseSigned(reader, signed))) return signed;
  }
  return undefined;
}
