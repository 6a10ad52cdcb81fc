import type { Reader } from "@tallystick/sdk/chain/actor";
import { isTallystickError } from "@tallystick/sdk/errors";
import {
  checkDelegation,
  decodeDelegation,
  holdingOf,
  isDelegationSigned,
  type SignedDelegation,
  submitDelegation,
} from "@tallystick/sdk/governance/power";
import type { Limiter } from "./limiter.ts";
import type { Relayable } from "./relay-route.ts";

/** The delegation in a request's JSON; undefined when it is none. */
export function delegationOf(value: unknown): SignedDelegation | undefined {
  try {
    return decodeDelegation(value);
  } catch (error) {
    if (isTallystickError(error, "BadDelegation")) return undefined;
    throw error;
  }
}

/**
 * Whether the site pays the gas of a delegation: only of who holds tokens and signed it, and not again and again, since
 * a delegation costs its signer nothing. One that was sent before lies on the chain for everybody to send here: it must
 * not count against its signer.
 */
export async function maySend(reader: Reader, signed: SignedDelegation, limits: Limiter): Promise<boolean> {
  if (!(await isDelegationSigned(reader, signed))) return false;
  if ((await checkDelegation(reader, signed)) !== undefined) return false;
  if ((await holdingOf(reader, signed.delegator)).balance === 0n) return false;
  return limits.take(`${reader.network.chainId} ${signed.delegator.toLowerCase()}`, Date.now()) === 0;
}

/** A delegation that was signed, ready for the relayer. */
export function relayableDelegation(value: unknown, limits: Limiter): Relayable | undefined {
  const signed = delegationOf(value);
  if (!signed) return undefined;
  return {
    call: ({ tallyToken }) => submitDelegation(tallyToken, signed),
    mayPay: (reader) => maySend(reader, signed, limits),
  };
}
