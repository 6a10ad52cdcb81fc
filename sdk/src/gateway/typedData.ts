import type { Address, Hex } from "viem";

/** EIP-712 domain of everything that clients and keepers sign for each other. */
export function gatewayDomain(chainId: number, market: Address) {
  return { name: "Tallystick Gateway", version: "1", chainId, verifyingContract: market } as const;
}

export const uploadTypes = {
  Upload: [
    { name: "account", type: "address" },
    { name: "keeper", type: "address" },
    { name: "nonce", type: "bytes32" },
    { name: "expiry", type: "uint64" },
  ],
} as const;

export const keyRequestTypes = {
  KeyRequest: [
    { name: "dataset", type: "uint256" },
    { name: "version", type: "uint16" },
    { name: "segments", type: "uint32" },
    { name: "purpose", type: "uint16" },
    { name: "reader", type: "address" },
    { name: "readerKey", type: "bytes32" },
    { name: "keeper", type: "address" },
    { name: "nonce", type: "bytes32" },
    { name: "expiry", type: "uint64" },
  ],
} as const;

export const receiptTypes = {
  Receipt: [
    { name: "request", type: "bytes32" },
    { name: "granted", type: "bool" },
    { name: "code", type: "string" },
    { name: "at", type: "uint64" },
    { name: "blockNumber", type: "uint64" },
  ],
} as const;

export const tariffTypes = {
  Tariff: [
    { name: "dataset", type: "uint256" },
    { name: "fromVersion", type: "uint16" },
    { name: "laterVersions", type: "bool" },
    { name: "segments", type: "uint32" },
    { name: "token", type: "address" },
    { name: "price", type: "uint96" },
    { name: "provider", type: "address" },
    { name: "serial", type: "uint32" },
    { name: "validUntil", type: "uint64" },
  ],
} as const;

export const tabQueryTypes = {
  TabQuery: [
    { name: "account", type: "address" },
    { name: "keeper", type: "address" },
    { name: "expiry", type: "uint64" },
  ],
} as const;

/** A pass to upload to one keeper, until `expiry` (Unix seconds). */
export interface Upload {
  readonly account: Address;
  readonly keeper: Address;
  readonly nonce: Hex;
  readonly expiry: bigint;
}

export interface KeyRequest {
  readonly dataset: bigint;
  readonly version: number;
  /** Bit i: the key of segment i is asked for. */
  readonly segments: number;
  readonly purpose: number;
  readonly reader: Address;
  /** X25519 key that the shares are to be wrapped to. */
  readonly readerKey: Hex;
  readonly keeper: Address;
  readonly nonce: Hex;
  readonly expiry: bigint;
}

/** A keeper's signed answer. */
export interface Receipt {
  /** EIP-712 digest of the request. */
  readonly request: Hex;
  readonly granted: boolean;
  /** "granted", or why not. */
  readonly code: string;
  readonly at: bigint;
  readonly blockNumber: bigint;
}

/** What one access to a data set costs, as its owner says: one access is one release of the keys of all segments asked for. */
export interface Tariff {
  readonly dataset: bigint;
  readonly fromVersion: number;
  /** Whether versions after `fromVersion` cost the same. */
  readonly laterVersions: boolean;
  /** Bit i: segment i may be asked for. Zero: nothing is sold by use any more. */
  readonly segments: number;
  readonly token: Address;
  /** Base units of the token. */
  readonly price: bigint;
  /** Whose tab the reader pays on. */
  readonly provider: Address;
  /** A later one replaces what the same owner signed for the same data set and token. */
  readonly serial: number;
  /** Unix seconds: the last one at which it holds. */
  readonly validUntil: bigint;
}

/** Asks one keeper for the standing of the account's tabs, until `expiry` (Unix seconds, at most an hour ahead). */
export interface TabQuery {
  readonly account: Address;
  readonly keeper: Address;
  readonly expiry: bigint;
}

export const GRANTED = "granted";

/** Codes of denial, as in docs/architecture.md. */
export const denialCodes = [
  "no-right",
  "right-ended",
  "right-revoked",
  "segment-not-included",
  "version-not-included",
  "unknown-dataset",
  "bad-signature",
  "replayed",
  "expired",
  "wrong-keeper",
  "wrong-chain",
  "rate-limited",
  "manifest-mismatch",
  "no-consent",
  "payment-required",
  "bad-payment",
  "tab-exhausted",
] as const;

export type DenialCode = (typeof denialCodes)[number];

export function uploadTypedData(chainId: number, market: Address, upload: Upload) {
  return {
    domain: gatewayDomain(chainId, market),
    types: uploadTypes,
    primaryType: "Upload",
    message: upload,
  } as const;
}

export function keyRequestTypedData(chainId: number, market: Address, request: KeyRequest) {
  return {
    domain: gatewayDomain(chainId, market),
    types: keyRequestTypes,
    primaryType: "KeyRequest",
    message: request,
  } as const;
}

export function receiptTypedData(chainId: number, market: Address, receipt: Receipt) {
  return {
    domain: gatewayDomain(chainId, market),
    types: receiptTypes,
    primaryType: "Receipt",
    message: receipt,
  } as const;
}

export function tariffTypedData(chainId: number, market: Address, tariff: Tariff) {
  return {
    domain: gatewayDomain(chainId, market),
    types: tariffTypes,
    primaryType: "Tariff",
    message: tariff,
  } as const;
}

export function tabQueryTypedData(chainId: number, market: Address, query: TabQuery) {
  return {
    domain: gatewayDomain(chainId, market),
    types: tabQueryTypes,
    primaryType: "TabQuery",
    message: query,
  } as const;
}
