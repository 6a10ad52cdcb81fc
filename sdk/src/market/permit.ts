import { type Address, type Hex, parseSignature } from "viem";
import type { Actor, Reader } from "../chain/actor.ts";
import { explainError } from "../chain/explainError.ts";
import { deployed } from "../networks.ts";
import { permitNonce, tokenDomain } from "./token.ts";

/** An ERC-2612 permit for the market (`IAccess.Permit`). */
export interface SignedPermit {
  readonly value: bigint;
  readonly deadline: bigint;
  readonly v: number;
  readonly r: Hex;
  readonly s: Hex;
}

const types = {
  Permit: [
    { name: "owner", type: "address" },
    { name: "spender", type: "address" },
    { name: "value", type: "uint256" },
    { name: "nonce", type: "uint256" },
    { name: "deadline", type: "uint256" },
  ],
} as const;

/** What the owner signs to let the market take `value` until `deadline`. */
export async function permitTypedData(reader: Reader, token: Address, owner: Address, value: bigint, seconds = 3_600) {
  const { market } = deployed(reader.network);
  const [domain, nonce, block] = await Promise.all([
    tokenDomain(reader, token),
    permitNonce(reader, token, owner),
    reader.client.getBlock(),
  ]);
  const message = { owner, spender: market, value, nonce, deadline: block.timestamp + BigInt(seconds) };
  return { domain, types, primaryType: "Permit", message } as const;
}

/** A signature of `permitTypedData` in the form that `buyWithPermit` takes. */
export function permitOf(message: { readonly value: bigint; readonly deadline: bigint }, signature: Hex): SignedPermit {
  const { r, s, yParity } = parseSignature(signature);
  return { value: message.value, deadline: message.deadline, v: 27 + yParity, r, s };
}

/**
 * Signs a permit for the market.
 *
 * @throws `UserRejected`, `ChainUnreachable`
 */
export async function signPermit(actor: Actor, token: Address, value: bigint, seconds?: number): Promise<SignedPermit> {
  const { wallet, network } = actor;
  const { account } = wallet;
  try {
    const typedData = await permitTypedData(actor, token, account.address, value, seconds);
    const signature = await wallet.signTypedData({ ...typedData, account });
    return permitOf(typedData.message, signature);
  } catch (error) {
    throw explainError(error, { act: "signPermit", account: account.address, network });
  }
}
