import type { Lock } from "@tallystick/sdk/swaps/lock";
import { type LockEvent, stateAfter } from "@tallystick/sdk/swaps/lockEvents";
import { opens } from "@tallystick/sdk/swaps/machine";
import type { FoundLock } from "@tallystick/sdk/swaps/swapState";
import type { Hash, Hex } from "viem";

/** A lock and what happened to it. */
interface Entry {
  readonly id: Hex;
  readonly lock: Lock;
  events: LockEvent[];
}

const UNSURE = { status: "unsure" } as const;

/** What an event is known by, when it is told again. */
const nameOf = ({ id, kind, block, index, transaction }: LockEvent): string =>
  [id, kind, block, index, transaction].join();

/** Whether a lock is anybody's business here. */
export type Cares = (lock: Lock) => boolean;

/** What was read of a range of blocks. */
export interface Reading {
  readonly from: number;
  /** The newest block of all, unless more is read afterwards. */
  readonly to: number;
  readonly head: number;
  readonly events: readonly LockEvent[];
}

/** The locks of a chain that matter here, by their events. */
export interface LockIndex {
  /**
   * Takes what a range of blocks says, in place of what was known of it. What is denied though no promised reorganisation can
   * have taken it away is in doubt, its lock unsure, until it is told again or has been denied for as long as may be.
   */
  replace(reading: Reading): void;
  /** First block of what is in doubt: it is to be read again. */
  doubtFrom(): number;
  withHashlock(hashlock: Hex, head: number): readonly FoundLock[];
  all(head: number): readonly FoundLock[];
  /** Block of a transaction that did something to one of the locks. */
  blockOf(transaction: Hash): number | undefined;
  /** Forgets locks that ended before a block, unless somebody still needs them, and open ones that matter no more. */
  prune(before: number, isNeeded: Cares): void;
  size(): number;
}

/** Blocks: `reorg`, that a reorganisation may take back; `patience`, for which an endpoint may deny what there is. */
export interface Limits {
  readonly reorg: number;
  readonly patience: number;
}

export function createLockIndex(cares: Cares, { reorg, patience }: Limits): LockIndex {
  const entries = new Map<Hex, Entry>();
  const byHashlock = new Map<Hex, Set<Entry>>();
  const blocks = new Map<Hash, number>();
  // Those of the newest blocks: what a reorganisation may take back.
  let recent: LockEvent[] = [];
  /** Events that are denied, with the block at which they were first. */
  const denied = new Map<LockEvent, number>();

  const drop = (entry: Entry): void => {
    entries.delete(entry.id);
    const hashlock = entry.lock.hashlock;
    byHashlock.get(hashlock)?.delete(entry);
    if (byHashlock.get(hashlock)?.size === 0) byHashlock.delete(hashlock);
  };
  const forget = (event: LockEvent): void => {
    blocks.delete(event.transaction);
    denied.delete(event);
    const entry = entries.get(event.id);
    if (entry === undefined) return;
    entry.events = entry.events.filter((each) => each !== event);
    if (entry.events.length === 0) drop(entry);
  };
  const add = (event: LockEvent): void => {
    let entry = entries.get(event.id);
    if (entry === undefined) {
      if (event.lock === undefined || !cares(event.lock)) return;
      entry = { id: event.id, lock: event.lock, events: [] };
      entries.set(event.id, entry);
      const same = byHashlock.get(event.lock.hashlock) ?? new Set();
      byHashlock.set(event.lock.hashlock, same.add(entry));
    }
    // Without the secret it was not claimed, whatever an endpoint says.
    if (event.kind === "claimed" && !(event.preimage && opens(event.preimage, entry.lock.hashlock))) return;
    // Read a second time, where a range is read again.
    const known = entry.events.find(({ block, index }) => block === event.block && index === event.index);
    if (known !== undefined) {
      denied.delete(known);
      return;
    }
    entry.events.push(event);
    blocks.set(event.transaction, event.block);
    recent.push(event);
  };
  const found = (list: Iterable<Entry>, head: number): FoundLock[] =>
    [...list].flatMap(({ id, lock, events }) => {
      const state = events.some((event) => denied.has(event)) ? UNSURE : stateAfter(events, head);
      return state ? [{ id, lock, state }] : [];
    });

  return {
    replace({ from, to, head, events }) {
      const told = new Set(events.map(nameOf));
      const isGone = (event: LockEvent): boolean => {
        const isAbove = event.block > to && to < head;
        if (event.block < from || isAbove || told.has(nameOf(event))) return false;
        if (event.block > head - reorg) return true;
        const since = denied.get(event) ?? head;
        denied.set(event, since);
        return head - since > patience;
      };
      const gone = new Set(recent.filter(isGone));
      recent = recent.filter((event) => !gone.has(event));
      gone.forEach(forget);
      events.forEach(add);
    },
    doubtFrom: () => [...denied.keys()].reduce((first, { block }) => Math.min(first, block), Number.POSITIVE_INFINITY),
    withHashlock: (hashlock, head) => found(byHashlock.get(hashlock) ?? [], head),
    all: (head) => found(entries.values(), head),
    blockOf: (transaction) => blocks.get(transaction),
    prune(before, isNeeded) {
      recent = recent.filter((event) => event.block >= before || denied.has(event));
      for (const entry of entries.values()) {
        const last = entry.events.at(-1);
        if (last === undefined || last.block >= before || isNeeded(entry.lock)) continue;
        if (last.kind === "locked" && cares(entry.lock)) continue;
        for (const event of entry.events) {
          blocks.delete(event.transaction);
          denied.delete(event);
        }
        drop(entry);
      }
    },
    size: () => entries.size,
  };
}
