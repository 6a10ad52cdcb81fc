import type { Address, Hex } from "viem";
import type { Reader } from "../chain/actor.ts";
import { type Call, callOf } from "../chain/call.ts";
import { explainError } from "../chain/explainError.ts";
import { isTallystickError } from "../errors.ts";
import { marketAbi } from "../generated/abis/Market.ts";
import { deployed } from "../networks.ts";

// What the market says of data sets, manifests and itself, beside versions, offers and rights.

/**
 * The account that owns a data set now (ERC-721 `ownerOf`); undefined where there is none.
 *
 * @throws `ChainUnreachable`
 */
export async function ownerOf({ client, network }: Reader, dataset: bigint): Promise<Address | undefined> {
  const at = { address: deployed(network).market, abi: marketAbi, functionName: "ownerOf" } as const;
  try {
    return await client.readContract({ ...at, args: [dataset] });
  } catch (error) {
    const why = explainError(error, { act: "ownerOf", network });
    if (isTallystickError(why, "ERC721NonexistentToken")) return undefined;
    throw why;
  }
}

/**
 * Who published a manifest's hash first (`IDatasets.publisherOf`); undefined: nobody yet. What anybody anchors later
 * under another account is refused (`Datasets_ManifestTaken`).
 *
 * @param manifest sha-256 of the manifest
 * @throws `ChainUnreachable`
 */
export async function publisherOf({ client, network }: Reader, manifest: Hex): Promise<Address | undefined> {
  const at = { address: deployed(network).market, abi: marketAbi, functionName: "publisherOf" } as const;
  try {
    const publisher = await client.readContract({ ...at, args: [manifest] });
    return BigInt(publisher) === 0n ? undefined : publisher;
  } catch (error) {
    throw explainError(error, { act: "publisherOf", network });
  }
}

/** What the DAO takes of sales. */
export interface MarketFee {
  /** Basis points of what a seller collects; frozen in an offer when it is made. */
  readonly feeBps: number;
  /** Account that it is credited to. */
  readonly treasury: Address;
}

/**
 * The fee of offers that are made now (`IAccess.feeBps`, `treasury`).
 *
 * @throws `ChainUnreachable`
 */
export async function marketFee({ client, network }: Reader): Promise<MarketFee> {
  const at = { address: deployed(network).market, abi: marketAbi } as const;
  try {
    const [feeBps, treasury] = await Promise.all([
      client.readContract({ ...at, functionName: "feeBps" }),
      client.readContract({ ...at, functionName: "treasury" }),
    ]);
    return { feeBps, treasury };
  } catch (error) {
    throw explainError(error, { act: "marketFee", network });
  }
}

/**
 * Sets the fee of offers that are made from now on (`IAccess.setFee`). Only the DAO: propose it to the timelock.
 *
 * @param feeBps basis points, at most 500
 */
export function setFee(market: Address, feeBps: number): Call {
  return callOf(market, marketAbi, "setFee", [feeBps]);
}
