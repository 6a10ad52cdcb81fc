import type { Address, Hex } from "viem";
import { type Call, calldataOf, callOf } from "../chain/call.ts";
import type { Anchor } from "../data/manifest.ts";
import { marketAbi } from "../generated/abis/Market.ts";
import type { Entry } from "./purchases.ts";
import type { Terms } from "./terms.ts";

// Acts of publishers and sellers. Each makes a Call: send it, or sign it for the relay.

/** Publishes a data set with its first version (`IDatasets.publish`). */
export function publish(market: Address, salt: Hex, anchor: Anchor): Call {
  return callOf(market, marketAbi, "publish", [salt, anchor]);
}

/** Appends a version (`IDatasets.addVersion`). Only the owner. */
export function addVersion(market: Address, dataset: bigint, anchor: Anchor): Call {
  return callOf(market, marketAbi, "addVersion", [dataset, anchor]);
}

/** Opens an offer (`IAccess.offer`). Only the owner of the data set, who must be its seller. */
export function makeOffer(market: Address, terms: Terms): Call {
  return callOf(market, marketAbi, "offer", [terms]);
}

/** Sells no more under an offer (`IAccess.withdrawOffer`). */
export function withdrawOffer(market: Address, terms: Terms): Call {
  return callOf(market, marketAbi, "withdrawOffer", [terms]);
}

/** Sends the seller's credit of an offer to an account (`IAccess.collect`). Only the seller. */
export function collect(market: Address, terms: Terms, to: Address): Call {
  return callOf(market, marketAbi, "collect", [terms, to]);
}

/** A right given for nothing. `duration` in seconds, 0: for ever. */
export interface Grant {
  readonly dataset: bigint;
  readonly reader: Address;
  readonly duration: number;
  readonly segments: number;
  readonly fromVersion: number;
  readonly laterVersions: boolean;
}

/** Gives a reader a right for nothing (`IAccess.grant`). Only the owner. */
export function grant(market: Address, right: Grant): Call {
  const { dataset, reader, duration, segments, fromVersion, laterVersions } = right;
  return callOf(market, marketAbi, "grant", [dataset, reader, duration, segments, fromVersion, laterVersions]);
}

/** Ends a reader's right and pays back what is unused (`IAccess.revoke`). Only the owner. */
export function revoke(market: Address, dataset: bigint, reader: Address, entries: readonly Entry[]): Call {
  return callOf(market, marketAbi, "revoke", [dataset, reader, entries]);
}

/** Hands a data set to another account: ownership, future sales, and the duty to serve. */
export function transferDataset(market: Address, dataset: bigint, from: Address, to: Address): Call {
  return callOf(market, marketAbi, "safeTransferFrom", [from, to, dataset]);
}

/** Several acts on the market by one party in one transaction; all or none. */
export function multicall(market: Address, calls: readonly Call[]): Call {
  return callOf(market, marketAbi, "multicall", [calls.map(calldataOf)]);
}
