import type { Address, Hex } from "viem";
import {
  account,
  accountOf,
  type BadQuestion,
  oneOf,
  type Query,
  readOrRefuse,
  refuse,
  requireKnown,
  wholeNumber,
} from "../parameters.ts";
import { type PageQuestion, placeOf } from "../place.ts";

// What may be asked about swaps. They span chains: a chain may be named, and need not be.

const MAX_CHAIN = 2 ** 31 - 1;
const HASH = /^0x[0-9a-f]{64}$/;

/** As what somebody has a part in a lock. */
export const lockRoles = ["recipient", "refundee"] as const;
export type LockRole = (typeof lockRoles)[number];

export interface LockQuestion extends PageQuestion {
  readonly chainId: number | undefined;
  readonly id: Hex | undefined;
  readonly hashlock: Hex | undefined;
  readonly party: Address | undefined;
  /** Of the party; undefined: either. */
  readonly role: LockRole | undefined;
  readonly isOpen: boolean | undefined;
}

export function readLockQuestion(query: Query): LockQuestion | BadQuestion {
  return readOrRefuse(() => {
    requireKnown(query, ["chainId", "id", "hashlock", "party", "role", "isOpen", "limit", "after"]);
    if (query.role !== undefined && query.party === undefined) refuse("role is asked for with a party.");
    const isOpen = oneOf("isOpen", query.isOpen, ["true", "false"]);
    return {
      chainId: wholeNumber("chainId", query.chainId, 1, MAX_CHAIN),
      id: hashIn("id", query.id),
      hashlock: hashIn("hashlock", query.hashlock),
      party: account("party", query.party),
      role: oneOf("role", query.role, lockRoles),
      isOpen: isOpen === undefined ? undefined : isOpen === "true",
      ...placeOf(query, HASH),
    };
  });
}

/**
 * How the locks of a swap stand in which an account has a part: one is open, none is; and of those, one was claimed, all
 * went back.
 */
export const swapStates = ["open", "ended", "claimed", "refunded"] as const;
export type SwapState = (typeof swapStates)[number];

export interface SwapQuestion extends PageQuestion {
  readonly party: Address;
  /** Undefined: any. */
  readonly state: SwapState | undefined;
}

export function readSwapQuestion(query: Query): SwapQuestion | BadQuestion {
  return readOrRefuse(() => {
    requireKnown(query, ["party", "state", "limit", "after"]);
    const state = oneOf("state", query.state, swapStates);
    return { party: accountOf(query, "party"), state, ...placeOf(query, HASH) };
  });
}

function hashIn(name: string, text: string | undefined): Hex | undefined {
  const hash = text?.toLowerCase();
  if (hash === undefined || HASH.test(hash)) return hash as Hex | undefined;
  return refuse(`${name} must be 32 bytes in hexadecimal.`);
}
