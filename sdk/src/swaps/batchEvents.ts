import { type Address, type Hex, type Log, parseEventLogs } from "viem";
import { batchLockAbi } from "../generated/abis/BatchLock.ts";
import { type Batch, type BatchLeaf, moneyIn, unpackHalves } from "./batchTerms.ts";
import { type EventPlace, placeOf } from "./eventPlace.ts";
import { unpackTerms } from "./lock.ts";
import { inOrder } from "./lockEvents.ts";

/** What happened to a batch: an event of `BatchLock`. */
export interface BatchEvent extends EventPlace {
  /** `claimed` and `refundedEarly`: one leaf has ended. `refunded`: all of them. */
  readonly kind: "locked" | "claimed" | "refundedEarly" | "refunded";
  /** The batch's. */
  readonly id: Hex;
  /** Of a `locked`: its terms. Leaves are not on chain: see `areLeavesOf`. */
  readonly batch?: Batch;
  /** Of a `claimed` and of a `refundedEarly`. */
  readonly leaf?: Omit<BatchLeaf, "hashlock">;
  /** Of a `claimed`. */
  readonly preimage?: Hex;
  /** Of a `refunded`: what was still held, in base units. */
  readonly amount?: bigint;
}

/** The events of batches among logs of `BatchLock`, in the order of the chain. */
export function batchEventsOf(logs: readonly Log[]): BatchEvent[] {
  const eventName = ["Locked", "Claimed", "RefundedEarly", "Refunded"] as const;
  return parseEventLogs({ abi: batchLockAbi, eventName: [...eventName], logs: [...logs], strict: true })
    .map((event): BatchEvent => {
      const about = { id: event.args.id, ...placeOf(event) };
      const { eventName: name } = event;
      if (name === "Locked") return { ...about, kind: "locked", batch: batchIn(event.args) };
      if (name === "Refunded") return { ...about, kind: "refunded", amount: event.args.amount };
      const leaf = leafIn(event.args);
      if (name === "RefundedEarly") return { ...about, kind: "refundedEarly", leaf };
      return { ...about, kind: "claimed", leaf, preimage: event.args.preimage };
    })
    .sort(inOrder);
}

interface Locked {
  readonly refundee: Address;
  readonly token: Address;
  readonly whole: bigint;
  readonly terms: bigint;
  readonly root: Hex;
}

function batchIn({ refundee, token, whole, terms, root }: Locked): Batch {
  const { number: leaves, amount } = unpackHalves(whole);
  return { asset: moneyIn(token), refundee, ...unpackTerms(terms), root, amount, leaves };
}

interface LeafEnded {
  readonly recipient: Address;
  readonly index: bigint;
  readonly amount: bigint;
}

function leafIn({ recipient, index, amount }: LeafEnded): Omit<BatchLeaf, "hashlock"> {
  return { index: Number(index), recipient, amount };
}
