import { type Address, bytesToHex, encodeAbiParameters, type Hex, keccak256, zeroAddress, zeroHash } from "viem";
import { sha256, utf8 } from "../data/bytes.ts";
import type { Licence } from "../data/manifest.ts";

/** The immutable terms of an offer, as `IAccess.Terms`. */
export interface Terms {
  readonly dataset: bigint;
  readonly seller: Address;
  /** ERC-20 the price is in; zero exactly when the price is zero. */
  readonly token: Address;
  /** Base units of the token for one duration. */
  readonly price: bigint;
  /** Seconds one purchase adds; 0: for ever. */
  readonly duration: number;
  /** Bit i: segment i may be read. */
  readonly segments: number;
  readonly fromVersion: number;
  readonly laterVersions: boolean;
  /** 0: no limit. */
  readonly maxSales: number;
  /** Seconds after a purchase in which its reader may give it back. */
  readonly refundWindow: number;
  /** Code of the purpose the data may be used for; 0: any. */
  readonly purpose: number;
  /** Tells apart offers that are otherwise equal. */
  readonly nonce: number;
  readonly licence: Hex;
  /** Who may become a reader; zero: anyone. */
  readonly policy: Address;
  readonly policyData: Hex;
}

/** ABI of `IAccess.Terms`. */
export const termsParameter = {
  type: "tuple",
  components: [
    { name: "dataset", type: "uint256" },
    { name: "seller", type: "address" },
    { name: "token", type: "address" },
    { name: "price", type: "uint96" },
    { name: "duration", type: "uint40" },
    { name: "segments", type: "uint32" },
    { name: "fromVersion", type: "uint16" },
    { name: "laterVersions", type: "bool" },
    { name: "maxSales", type: "uint32" },
    { name: "refundWindow", type: "uint32" },
    { name: "purpose", type: "uint16" },
    { name: "nonce", type: "uint32" },
    { name: "licence", type: "bytes32" },
    { name: "policy", type: "address" },
    { name: "policyData", type: "bytes32" },
  ],
} as const;

/** Id of an offer: the hash of chain, market and terms. The same as the contract's `offerId`. */
export function offerId(chainId: number, market: Address, terms: Terms): Hex {
  return keccak256(
    encodeAbiParameters([{ type: "uint256" }, { type: "address" }, termsParameter], [BigInt(chainId), market, terms]),
  );
}

/** Id a data set will have: the same as the contract's `datasetId`. */
export function datasetId(chainId: number, market: Address, publisher: Address, salt: Hex): bigint {
  const parameters = [{ type: "uint256" }, { type: "address" }, { type: "address" }, { type: "bytes32" }] as const;
  return BigInt(keccak256(encodeAbiParameters(parameters, [BigInt(chainId), market, publisher, salt])));
}

/** Word for a licence in an offer's terms: sha-256 of its text or of its SPDX id. */
export async function licenceHash(licence: Licence): Promise<Hex> {
  return "sha256" in licence ? licence.sha256 : bytesToHex(await sha256(utf8(licence.spdx)));
}

/** What an offer must say; the rest has defaults. */
export type OfferChoices = Pick<Terms, "dataset" | "seller" | "segments"> & Partial<Terms>;

/** Terms with defaults: free, for ever, from version 1, later versions included, anyone, any purpose, no refund. */
export function termsOf(choices: OfferChoices): Terms {
  return {
    token: zeroAddress,
    price: 0n,
    duration: 0,
    fromVersion: 1,
    laterVersions: true,
    maxSales: 0,
    refundWindow: 0,
    purpose: 0,
    nonce: 0,
    licence: zeroHash,
    policy: zeroAddress,
    policyData: zeroHash,
    ...choices,
  };
}

/** Word with the bits of these segments. */
export function segmentBits(segments: readonly number[]): number {
  return segments.reduce((bits, segment) => (bits | (1 << segment)) >>> 0, 0);
}

/** Indexes of the segments in a word. */
export function segmentsOf(bits: number): number[] {
  return Array.from({ length: 32 }, (_, i) => i).filter((i) => (bits >>> i) & 1);
}
