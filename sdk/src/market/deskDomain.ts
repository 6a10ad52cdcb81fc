import type { Address } from "viem";
import type { Reader } from "../chain/actor.ts";
import { deployed } from "../networks.ts";

/** EIP-712 domain of what is signed for the desk: grants, deals, mandates. */
export function deskDomain(chainId: number, desk: Address) {
  return { name: "Tallystick Desk", version: "1", chainId, verifyingContract: desk } as const;
}

/** Chain and desk of a network: what the typed data of the desk name. */
export function deskOf({ network }: Pick<Reader, "network">): { readonly chainId: number; readonly desk: Address } {
  return { chainId: network.chainId, desk: deployed(network).desk };
}

/** A random number that tells apart what is otherwise equal. */
export function randomNonce(): bigint {
  return crypto.getRandomValues(new BigUint64Array(4)).reduce((number, part) => (number << 64n) | part, 0n);
}
