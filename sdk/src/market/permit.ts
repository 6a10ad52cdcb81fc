import { type Address, type Hex, parseSignature } from "viem";
import type { Actor, Reader } from "../chain/actor.ts";
import { explainError } from "../chain/explainError.ts";
import { signTyped } from "../chain/signature.ts";
import { deployed } from "../networks.ts";
import { permitNonce, tokenDomain } from "./token.ts";

/** An ERC-2612 permit (`IAccess.Permit`, `ITabs.Permit`). */
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

export interface PermitOptions {
  /** How long it is good, in seconds. Default: one hour. */
  readonly seconds?: number | undefined;
  /** Who may take the money. Default: the market. */
  readonly spender?: Address | undefined;
}

/** What the owner signs to let the spender take `value` base units. */
export async function permitTypedData(
  reader: Reader,
  token: Address,
  owner: Address,
  value: bigint,
  { seconds = 3_600, spender = deployed(reader.network).market }: PermitOptions = {},
) {
  const [domain, nonce, block] = await Promise.all([
    tokenDomain(reader, token),
    permitNonce(reader, token, owner),
    reader.client.getBlock(),
  ]);
  const message = { owner, spender, value, nonce, deadline: block.timestamp + BigInt(seconds) };
  return { domain, types, primaryType: "Permit", message } as const;
}

/** A signature of `permitTypedData` in the form that the contracts take. */
export function permitOf(message: { readonly value: bigint; readonly deadline: bigint }, signature: Hex): SignedPermit {
  const { r, s, yParity } = parseSignature(signature);
  return { value: message.value, deadline: message.deadline, v: 27 + yParity, r, s };
}

/**
 * Signs a permit.
 *
 * @throws `UserRejected`, `ChainUnreachable`
 */
export async function signPermit(
  actor: Actor,
  token: Address,
  value: bigint,
  options: PermitOptions = {},
): Promise<SignedPermit> {
  const { wallet, network } = actor;
  const { address } = wallet.account;
  const typedData = await permitTypedData(actor, token, address, value, options).catch((error: unknown) => {
    throw explainError(error, { act: "signPermit", account: address, network });
  });
  return permitOf(typedData.message, await signTyped(actor, typedData, "signPermit"));
}
