import { type Address, type Hash, type Hex, type Log, parseEventLogs, zeroAddress } from "viem";
import { hashLockAbi } from "../generated/abis/HashLock.ts";
import { type Lock, unpackTerms } from "./lock.ts";
import type { LockState } from "./swapState.ts";

/** What happened to a lock: an event of `HashLock`. */
export interface LockEvent {
  readonly kind: "locked" | "claimed" | "refunded";
  /** The lock's. */
  readonly id: Hex;
  readonly block: number;
  /** Of the log in its block. */
  readonly index: number;
  readonly transaction: Hash;
  /** Of a `locked`: its terms. */
  readonly lock?: Lock;
  /** Of a `claimed`. */
  readonly preimage?: Hex;
}

/** The events of locks among logs of `HashLock`, in the order of the chain. */
export function lockEventsOf(logs: readonly Log[]): LockEvent[] {
  const eventName = ["Locked", "LockedItem", "Claimed", "Refunded"] as const;
  const events = parseEventLogs({ abi: hashLockAbi, eventName: [...eventName], logs: [...logs], strict: true });
  return events
    .map((event): LockEvent => {
      const { blockNumber, logIndex, transactionHash, args } = event;
      const about = { id: args.id, block: Number(blockNumber), index: Number(logIndex), transaction: transactionHash };
      if (event.eventName === "Claimed") return { ...about, kind: "claimed", preimage: event.args.preimage };
      if (event.eventName === "Refunded") return { ...about, kind: "refunded" };
      const { recipient, refundee, hashlock, terms } = event.args;
      const what = "units" in event.args ? itemIn(event.args) : moneyIn(event.args);
      return { ...about, kind: "locked", lock: { ...what, hashlock, recipient, refundee, ...unpackTerms(terms) } };
    })
    .sort((x, y) => x.block - y.block || x.index - y.index);
}

type What = Pick<Lock, "asset" | "amount">;

function moneyIn({ token, amount }: { readonly token: Address; readonly amount: bigint }): What {
  return { asset: token === zeroAddress ? { kind: "native" } : { kind: "erc20", token }, amount };
}

/** Without units it is an ERC-721. */
function itemIn({ token, tokenId, units }: { readonly token: Address; readonly tokenId: bigint; readonly units: bigint }): What {
  return units === 0n
    ? { asset: { kind: "erc721", token, tokenId }, amount: 1n }
    : { asset: { kind: "erc6909", token, tokenId }, amount: units };
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
