import type { Address, Hex } from "viem";
import type { Actor, Reader } from "../chain/actor.ts";
import { isEarlyRefundSigned, signEarlyRefund } from "./earlyRefund.ts";
import { type Lock, lockId } from "./lock.ts";

// A release is a recipient's consent to an early refund with the lock that it is for: whoever has it can refund the lock
// at once, and can tell from it alone which lock that is.

/** That a recipient gives a lock free. */
export interface Release {
  readonly chainId: number;
  readonly hashLock: Address;
  readonly lock: Lock;
  /** Number of the block in which it was locked: a lock that is begun again is another. */
  readonly lockedAt: bigint;
  /** Last second at which it may be used. */
  readonly deadline: bigint;
}

/** A release and the recipient's signature. */
export interface SignedRelease {
  readonly release: Release;
  readonly signature: Hex;
}

/** Id of the lock that a release is for. */
export function releasedId({ chainId, hashLock, lock }: Release): Hex {
  return lockId(chainId, hashLock, lock);
}

/**
 * Signs a release. Whoever signs one must never answer the lock any more: its money is the refundee's from then on.
 *
 * @param actor the lock's recipient, on the lock's chain
 * @throws `UserRejected`
 */
export async function signRelease(actor: Actor, release: Release): Promise<SignedRelease> {
  const { lockedAt, deadline, hashLock } = release;
  const { signature } = await signEarlyRefund(actor, hashLock, { id: releasedId(release), lockedAt, deadline });
  return { release, signature };
}

/**
 * Whether the contract would take a release as the recipient's, as long as the lock is the one of that block.
 *
 * @param reader of the lock's chain
 * @throws `ChainUnreachable`
 */
export function isReleaseSigned(reader: Reader, { release, signature }: SignedRelease): Promise<boolean> {
  const { lock, hashLock, lockedAt, deadline } = release;
  const consent = { id: releasedId(release), lockedAt, deadline, signature };
  return isEarlyRefundSigned(reader, hashLock, lock.recipient, consent);
}
