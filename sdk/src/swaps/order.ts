import { type Address, type Hex, hashTypedData, hexToBigInt, slice } from "viem";
import { type Asset, tokenIdOf, tokenOf } from "./lock.ts";

/** One side of a swap: what is locked where, and how deep a lock must be before the other side acts on it. */
export interface Leg {
  readonly chainId: number;
  /** The `HashLock` of that chain. */
  readonly hashLock: Address;
  readonly asset: Asset;
  /** Base units of the whole order, without tips. */
  readonly amount: bigint;
  /** Blocks, its own among them, that a lock needs before the other side acts on it. */
  readonly confirmations: number;
}

/**
 * What a maker offers. Who takes it (the initiator) locks `wants` for `recipient`, whole or in part, first; then the maker
 * locks as much of `gives` for him.
 */
export interface Order {
  /** Signs; `gives` is locked by him, on its chain. */
  readonly maker: Address;
  /** Who gets `wants`, on its chain. */
  readonly recipient: Address;
  readonly gives: Leg;
  readonly wants: Leg;
  /** Least of `wants` that one taker brings, in base units; less only as all that is left. */
  readonly minimumFill: bigint;
  /** Unix second until which a taker's lock must be deep. */
  readonly deadline: bigint;
  /** By which the maker withdraws: all his orders of that number. */
  readonly nonce: bigint;
  /** Who alone may take it; zero: anybody. */
  readonly taker: Address;
  /** Seconds that a taker's lock must last from the block it is in. */
  readonly lockTime: bigint;
}

/** An order and its maker's signature. */
export interface SignedOrder {
  readonly order: Order;
  readonly signature: Hex;
}

/**
 * What a taker says of a lock that is to fill an order, where he wants to be paid at another account than that he locks by.
 * The lock's salt says that there is a note (`isNoted`): one whose salt does not is answered to who locked.
 */
export interface Take {
  /** Hash of the order. */
  readonly order: Hex;
  /** Signs; the lock's `refundee`. */
  readonly taker: Address;
  /** Who gets `gives`, on its chain. */
  readonly recipient: Address;
  readonly hashlock: Hex;
  /** Of `wants`, in base units, without the tip. */
  readonly amount: bigint;
  /** Unix second until which the note is meant. */
  readonly deadline: bigint;
}

/** A note and its taker's signature. */
export interface SignedTake {
  readonly take: Take;
  readonly signature: Hex;
}

/** That a maker takes back all orders of a number. */
export interface Withdrawal {
  readonly maker: Address;
  readonly nonce: bigint;
}

/** A withdrawal and its maker's signature. */
export interface SignedWithdrawal {
  readonly withdrawal: Withdrawal;
  readonly signature: Hex;
}

/** EIP-712 domain of orders. It names no chain, since an order spans two: its legs name chains and contracts. */
export const swapOrderDomain = { name: "Tallystick swap order", version: "1" } as const;

const orderTypes = {
  Order: [
    { name: "maker", type: "address" },
    { name: "recipient", type: "address" },
    { name: "gives", type: "Leg" },
    { name: "wants", type: "Leg" },
    { name: "minimumFill", type: "uint256" },
    { name: "deadline", type: "uint256" },
    { name: "nonce", type: "uint256" },
    { name: "taker", type: "address" },
    { name: "lockTime", type: "uint256" },
  ],
  Leg: [
    { name: "chainId", type: "uint256" },
    { name: "hashLock", type: "address" },
    { name: "asset", type: "Asset" },
    { name: "amount", type: "uint256" },
    { name: "confirmations", type: "uint256" },
  ],
  Asset: [
    { name: "kind", type: "string" },
    { name: "token", type: "address" },
    { name: "tokenId", type: "uint256" },
  ],
} as const;

const takeTypes = {
  Take: [
    { name: "order", type: "bytes32" },
    { name: "taker", type: "address" },
    { name: "recipient", type: "address" },
    { name: "hashlock", type: "bytes32" },
    { name: "amount", type: "uint256" },
    { name: "deadline", type: "uint256" },
  ],
} as const;

const withdrawalTypes = {
  Withdrawal: [
    { name: "maker", type: "address" },
    { name: "nonce", type: "uint256" },
  ],
} as const;

/** EIP-712 message of an order; signed by its maker. */
export function swapOrderTypedData(order: Order) {
  const message = { ...order, gives: legMessage(order.gives), wants: legMessage(order.wants) };
  return { domain: swapOrderDomain, types: orderTypes, primaryType: "Order", message } as const;
}

/** What an order is known by: its EIP-712 digest. */
export function swapOrderHash(order: Order): Hex {
  return hashTypedData(swapOrderTypedData(order));
}

/** EIP-712 message of a note; signed by its taker. */
export function takeTypedData(take: Take) {
  return { domain: swapOrderDomain, types: takeTypes, primaryType: "Take", message: { ...take } } as const;
}

/** EIP-712 digest of a note. */
export function takeHash(take: Take): Hex {
  return hashTypedData(takeTypedData(take));
}

/** EIP-712 message of a withdrawal; signed by the maker. */
export function withdrawalTypedData(withdrawal: Withdrawal) {
  const message = { ...withdrawal };
  return { domain: swapOrderDomain, types: withdrawalTypes, primaryType: "Withdrawal", message } as const;
}

/** EIP-712 digest of a withdrawal. */
export function withdrawalHash(withdrawal: Withdrawal): Hex {
  return hashTypedData(withdrawalTypedData(withdrawal));
}

/** Low bits of a lock's salt: the highest says that a note names who is paid, the others tell fills of one order apart. */
const LOW_BITS = 24n;
const NOTED = 1n << (LOW_BITS - 1n);
/** Counters that a salt has room for: those below. */
export const SALT_COUNTERS = Number(NOTED);
const LOW_64 = (1n << 64n) - 1n;

/**
 * Salt of a lock that fills an order: by it the maker knows which of his orders is meant.
 *
 * @param order its hash
 * @param counter below 2^23: another one for each lock of the same terms
 * @param noted whether a note (`Take`) names who is paid: the maker waits for it
 * @throws `RangeError` for a counter that does not fit
 */
export function fillSalt(order: Hex, counter: number, noted = false): bigint {
  if (!Number.isSafeInteger(counter) || counter < 0 || counter >= SALT_COUNTERS) {
    throw new RangeError(`A counter below 2^23 is needed, not ${counter}.`);
  }
  return (hexToBigInt(slice(order, 24)) << LOW_BITS) | (noted ? NOTED : 0n) | BigInt(counter);
}

/** The counter that a lock's salt tells. */
export function saltCounter(salt: bigint): number {
  return Number(salt & (NOTED - 1n));
}

/** Whether a lock's salt says that a note names who is paid for it. */
export function isNoted(salt: bigint): boolean {
  return (salt & NOTED) !== 0n;
}

/** Whether a lock's salt names an order, by the order's hash. */
export function isFillOf(salt: bigint, order: Hex): boolean {
  return ((salt >> LOW_BITS) & LOW_64) === (hexToBigInt(order) & LOW_64);
}

function legMessage({ chainId, hashLock, asset, amount, confirmations }: Leg) {
  return {
    chainId: BigInt(chainId),
    hashLock,
    asset: { kind: asset.kind, token: tokenOf(asset), tokenId: tokenIdOf(asset) },
    amount,
    confirmations: BigInt(confirmations),
  };
}
