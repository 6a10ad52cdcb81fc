import { type Address, encodeAbiParameters, type Hex, keccak256 } from "viem";
import { nonceWith } from "./authorization.ts";
import { tabsDomain } from "./voucher.ts";

/** ERC-3009 nonce of a deposit: the same as the contract's `depositNonce`. */
export function depositNonce(
  chainId: number,
  tabs: Address,
  deposit: { readonly tab: Hex; readonly payer: Address; readonly sequence: bigint },
): Hex {
  const parameters = [{ type: "uint256" }, { type: "address" }, { type: "bytes32" }, { type: "address" }] as const;
  const values = [BigInt(chainId), tabs, deposit.tab, deposit.payer] as const;
  return nonceWith(keccak256(encodeAbiParameters(parameters, values)), deposit.sequence);
}

const creditTypes = {
  Credit: [
    { name: "tab", type: "bytes32" },
    { name: "limit", type: "uint96" },
    { name: "paymentTerm", type: "uint32" },
    { name: "serial", type: "uint32" },
    { name: "deadline", type: "uint40" },
  ],
} as const;

/** How far a provider lets a reader owe beyond the deposit (`ITabs.CreditLine`). */
export interface CreditLine {
  /** Highest debt, in base units. */
  readonly limit: bigint;
  /** Seconds from a statement until it is due. */
  readonly paymentTerm: number;
  /** Of the provider's signature: a later one replaces an earlier one. */
  readonly serial: number;
}

export interface CreditOffer extends CreditLine {
  /** Id of the tab. */
  readonly tab: Hex;
  /** Last second at which it may be accepted. */
  readonly deadline: number;
}

/** EIP-712 message of a credit line; signed by the provider. */
export function creditTypedData(chainId: number, tabs: Address, offer: CreditOffer) {
  const domain = tabsDomain(chainId, tabs);
  return { domain, types: creditTypes, primaryType: "Credit", message: offer } as const;
}

const closingTypes = {
  Closing: [
    { name: "tab", type: "bytes32" },
    { name: "owed", type: "uint96" },
    { name: "deadline", type: "uint40" },
  ],
} as const;

/** The final total that both agree on. */
export interface Closing {
  /** Id of the tab. */
  readonly tab: Hex;
  readonly owed: bigint;
  /** Last second at which it may be used. */
  readonly deadline: number;
}

/** EIP-712 message of a closing by agreement; signed by reader and provider. */
export function closingTypedData(chainId: number, tabs: Address, closing: Closing) {
  const domain = tabsDomain(chainId, tabs);
  return { domain, types: closingTypes, primaryType: "Closing", message: closing } as const;
}

const handOverTypes = {
  HandOver: [
    { name: "tab", type: "bytes32" },
    { name: "statement", type: "uint32" },
    { name: "amount", type: "uint96" },
    { name: "instrument", type: "address" },
    { name: "deadline", type: "uint40" },
  ],
} as const;

/** The outstanding part of a statement, for an instrument that makes a receivable of it. */
export interface HandOver {
  /** Id of the tab. */
  readonly tab: Hex;
  /** Number of the statement. */
  readonly statement: number;
  /** All that is outstanding of it, in base units. */
  readonly amount: bigint;
  /** Contract that may take it. */
  readonly instrument: Address;
  /** Last second at which it may be used. */
  readonly deadline: number;
}

/** EIP-712 message of a handing over; signed by reader and provider. */
export function handOverTypedData(chainId: number, tabs: Address, handOver: HandOver) {
  const domain = tabsDomain(chainId, tabs);
  return { domain, types: handOverTypes, primaryType: "HandOver", message: handOver } as const;
}
