import { type Address, type Hex, hashTypedData } from "viem";
import type { Actor, Reader } from "../chain/actor.ts";
import { isSignedBy, signTyped } from "../chain/signature.ts";
import { nonceWith } from "../market/authorization.ts";

// What parties of a lock sign, for another to send.

/** A recipient's consent to a refund before the timelock (`IHashLock.refundEarly`): it dies with the lock. */
export interface EarlyRefund {
  /** See `lockId`. */
  readonly id: Hex;
  /** Number of the block in which it was locked. */
  readonly lockedAt: bigint;
  /** Last second at which it may be used. */
  readonly deadline: bigint;
}

export interface SignedEarlyRefund extends EarlyRefund {
  readonly signature: Hex;
}

const types = {
  EarlyRefund: [
    { name: "id", type: "bytes32" },
    { name: "lockedAt", type: "uint256" },
    { name: "deadline", type: "uint256" },
  ],
} as const;

/** EIP-712 data of a consent. */
export function earlyRefundTypedData(chainId: number, hashLock: Address, message: EarlyRefund) {
  const domain = { name: "Tallystick HashLock", version: "1", chainId, verifyingContract: hashLock } as const;
  return { domain, types, primaryType: "EarlyRefund", message } as const;
}

/**
 * Signs the recipient's consent to a refund before the timelock.
 *
 * @param actor the recipient
 * @throws `UserRejected`
 */
export async function signEarlyRefund(
  actor: Actor,
  hashLock: Address,
  consent: EarlyRefund,
): Promise<SignedEarlyRefund> {
  const { id, lockedAt, deadline } = consent;
  const typedData = earlyRefundTypedData(actor.network.chainId, hashLock, { id, lockedAt, deadline });
  return { id, lockedAt, deadline, signature: await signTyped(actor, typedData, "refundEarly") };
}

/**
 * Whether the contract would take a consent as the recipient's, as long as the lock is open.
 *
 * @throws `ChainUnreachable`
 */
export function isEarlyRefundSigned(
  reader: Reader,
  hashLock: Address,
  recipient: Address,
  { signature, ...consent }: SignedEarlyRefund,
): Promise<boolean> {
  const typedData = earlyRefundTypedData(reader.network.chainId, hashLock, consent);
  return isSignedBy(reader, recipient, hashTypedData(typedData), signature);
}

/**
 * Nonce of the ERC-3009 authorisation that pays for a lock: its id, the low 64 bits zero, since tokens with keyed nonces
 * count in them. See `paymentTypedData`, `lockWithAuthorization`.
 */
export function lockNonce(id: Hex): Hex {
  return nonceWith(id, 0n);
}
