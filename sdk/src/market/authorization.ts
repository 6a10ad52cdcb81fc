import type { Address, Hex, TypedDataDomain } from "viem";

/** An ERC-3009 payment, as its payer signs it. Times are Unix seconds: good after the first, before the second. */
export interface TokenPayment {
  readonly from: Address;
  readonly to: Address;
  readonly value: bigint;
  readonly validAfter: bigint;
  readonly validBefore: bigint;
  readonly nonce: Hex;
}

const types = {
  ReceiveWithAuthorization: [
    { name: "from", type: "address" },
    { name: "to", type: "address" },
    { name: "value", type: "uint256" },
    { name: "validAfter", type: "uint256" },
    { name: "validBefore", type: "uint256" },
    { name: "nonce", type: "bytes32" },
  ],
} as const;

/** EIP-712 message of an ERC-3009 payment, in the token's domain. */
export function paymentTypedData(domain: TypedDataDomain, message: TokenPayment) {
  return { domain, types, primaryType: "ReceiveWithAuthorization", message } as const;
}

/** A hash with its low 64 bits replaced by a sequence number: a nonce that suits keyed and random nonces alike. */
export function nonceWith(hash: Hex, sequence: bigint): Hex {
  return `0x${(((BigInt(hash) >> 64n) << 64n) | sequence).toString(16).padStart(64, "0")}`;
}
