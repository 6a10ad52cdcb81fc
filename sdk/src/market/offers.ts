import type { Hex } from "viem";
import type { Reader } from "../chain/actor.ts";
import { logsInRange } from "../chain/logs.ts";
import { marketAbi } from "../generated/abis/Market.ts";
import { deployed } from "../networks.ts";
import { offerId, type Terms } from "./terms.ts";

/** An offer as it was made. */
export interface MadeOffer {
  readonly id: Hex;
  readonly terms: Terms;
  /** The DAO's share in basis points, frozen. */
  readonly feeBps: number;
}

/** Every offer ever made for a data set, oldest first, from events; their ids are checked against their terms. */
export async function offersOf(reader: Reader, dataset: bigint): Promise<MadeOffer[]> {
  const { client, network } = reader;
  const { market, startBlock } = deployed(network);
  const latest = await client.getBlockNumber();
  const logs = await logsInRange(
    (fromBlock, toBlock) =>
      client.getContractEvents({
        address: market,
        abi: marketAbi,
        eventName: "OfferMade",
        args: { dataset },
        strict: true,
        fromBlock,
        toBlock,
      }),
    BigInt(startBlock),
    latest,
  );
  return logs
    .map(({ args }) => ({ id: args.offer, terms: args.terms, feeBps: args.feeBps }))
    .filter(({ id, terms }) => offerId(network.chainId, market, terms) === id);
}

export type OfferStatus = "none" | "open" | "withdrawn";

/** State of an offer now (`IAccess.offerState`). */
export interface OfferState {
  readonly status: OfferStatus;
  readonly feeBps: number;
  readonly sold: number;
  /** Base units that the seller may collect, fee not yet taken. */
  readonly credit: bigint;
  /** Base units in open refund windows. */
  readonly held: bigint;
}

const statuses: readonly OfferStatus[] = ["none", "open", "withdrawn"];

/** Reads an offer's state. */
export async function offerState({ client, network }: Reader, id: Hex): Promise<OfferState> {
  const { market } = deployed(network);
  const [state, held] = await client.readContract({
    address: market,
    abi: marketAbi,
    functionName: "offerState",
    args: [id],
  });
  const { feeBps, sold, credit } = state;
  return { status: statuses[state.status] ?? "none", feeBps, sold, credit, held: held.current + held.previous };
}

/** What the seller could collect of an offer now, in base units, fee not yet taken (`IAccess.collectable`). */
export function collectable({ client, network }: Reader, terms: Terms): Promise<bigint> {
  const { market } = deployed(network);
  return client.readContract({ address: market, abi: marketAbi, functionName: "collectable", args: [terms] });
}
