import { type Hex, type Log, parseEventLogs } from "viem";
import { hashLockAbi } from "../generated/abis/HashLock.ts";
import { type EventPlace, placeOf } from "./eventPlace.ts";
import { assetOf, type Lock, unpackTerms } from "./lock.ts";
import type { LockState } from "./swapState.ts";

/** What happened to a lock: an event of `HashLock`. */
export interface LockEvent extends EventPlace {
  readonly kind: "locked" | "claimed" | "refunded";
  /** The lock's. */
  readonly id: Hex;
  /** Of a `locked`: its terms. */
  readonly lock?: Lock;
  /** Of a `claimed`. */
  readonly preimage?: Hex;
}

const kinds = { Locked: "locked", LockedItem: "locked", Claimed: "claimed", Refunded: "refunded" } as const;

/** The events of locks among logs of `HashLock`, in the order of the chain. */
export function lockEventsOf(logs: readonly Log[]): LockEvent[] {
  const eventName = ["Locked", "LockedItem", "Claimed", "Refunded"] as const;
  const events = parseEventLogs({ abi: hashLockAbi, eventName: [...eventName], logs: [...logs], strict: true });
  return events
    .map((event): LockEvent => {
      const { eventName: name } = event;
      const about = { id: event.args.id, ...placeOf(event) };
      if (name === "Claimed") return { ...about, kind: kinds[name], preimage: event.args.preimage };
      if (name === "Refunded") return { ...about, kind: kinds[name] };
      const { recipient, refundee, token, hashlock, terms } = event.args;
      const [kind, tokenId, amount] =
        "units" in event.args
          ? itemOf(event.args.tokenId, event.args.units)
          : [isZero(token) ? 0 : 1, 0n, event.args.amount];
      const asset = assetOf(kind, token, tokenId);
      const lock = { asset, amount, hashlock, recipient, refundee, ...unpackTerms(terms) };
      return { ...about, kind: kinds[name], lock };
    })
    .sort(inOrder);
}

/** Sorts events into the order of the chain. */
export function inOrder(x: Pick<EventPlace, "block" | "index">, y: Pick<EventPlace, "block" | "index">): number {
  return x.block - y.block || x.index - y.index;
}

/** Kind, number and amount: without units it is an ERC-721. */
function itemOf(tokenId: bigint, units: bigint): [kind: number, tokenId: bigint, amount: bigint] {
  return units === 0n ? [2, tokenId, 1n] : [3, tokenId, units];
}

function isZero(token: Hex): boolean {
  return BigInt(token) === 0n;
}

/**
 * How a lock stands after its events.
 *
 * @param events of this lock, in the order of the chain
 * @param head number of the newest block
 */
export function stateAfter(events: readonly LockEvent[], head: number): LockState | undefined {
  // Once claimed is claimed: the same terms may be locked again, by anybody, but that is none of the swap's business.
  const last = events.findLast(({ kind }) => kind === "claimed") ?? events.at(-1);
  if (last === undefined) return undefined;
  const depth = Math.max(0, head - last.block + 1);
  if (last.kind === "claimed" && last.preimage) return { status: "claimed", preimage: last.preimage, depth };
  return last.kind === "refunded" ? { status: "refunded", depth } : { status: "locked", block: last.block, depth };
}
