import {
  type Address,
  concat,
  encodeAbiParameters,
  getContractAddress,
  getCreate2Address,
  type Hex,
  keccak256,
} from "viem";
import type { Money } from "./batchTerms.ts";
import { type Lock, packTerms, tokenOf } from "./lock.ts";

// Hash locks that are addresses (`IDepositAddress`): whoever sends there locks. All is computed here, off line.

/** Terms of a deposit address: those of a lock of ether or an ERC-20. The address follows from them (`depositAddress`). */
export interface Deposit extends Omit<Lock, "asset"> {
  readonly asset: Money;
}

/** A deposit as the contract takes it (`IDepositAddress.Deposit`). */
export function depositStruct(deposit: Deposit) {
  const { asset, amount, hashlock, recipient, refundee } = deposit;
  return { token: tokenOf(asset), amount, hashlock, recipient, refundee, terms: packTerms(deposit) } as const;
}

/**
 * Id of a deposit: the hash of all terms, chain and contract (`IDepositAddress.depositId`).
 *
 * @param contract `DepositAddress` on that chain
 * @throws RangeError: timelock, tip or salt do not fit their bits
 */
export function depositId(chainId: number, contract: Address, deposit: Deposit): Hex {
  const { token, amount, hashlock, recipient, refundee, terms } = depositStruct(deposit);
  const words = [BigInt(chainId), contract, token, amount, hashlock, recipient, refundee, terms] as const;
  return keccak256(encodeAbiParameters(ID_WORDS, words));
}

/**
 * Where to send to (`IDepositAddress.addressOf`, which refuses terms that can't be right). With ether or the token, whole or
 * in parts; what is in another token can be swept to the refundee only after the end.
 *
 * @param contract `DepositAddress` on that chain
 * @throws RangeError: timelock, tip or salt do not fit their bits
 */
export function depositAddress(chainId: number, contract: Address, deposit: Deposit): Address {
  // The first contract that it made, in its constructor.
  const vaults = getContractAddress({ from: contract, nonce: 1n });
  const bytecode = concat([CLONE_BEFORE, vaults, CLONE_AFTER]);
  return getCreate2Address({ from: contract, salt: depositId(chainId, contract, deposit), bytecode });
}

// What makes a minimal proxy (ERC-1167), as OpenZeppelin's Clones have it.
const [CLONE_BEFORE, CLONE_AFTER] = [
  "0x3d602d80600a3d3981f3363d3d373d3d3d363d73",
  "0x5af43d82803e903d91602b57fd5bf3",
] as const;

const ID_WORDS = [
  { type: "uint256" },
  { type: "address" },
  { type: "address" },
  { type: "uint256" },
  { type: "bytes32" },
  { type: "address" },
  { type: "address" },
  { type: "uint256" },
] as const;
