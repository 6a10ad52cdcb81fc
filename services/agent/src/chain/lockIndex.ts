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

/** Whether a lock is anybody's business here. */
export type Cares = (lock: Lock) => boolean;

/** The locks of a chain that matter here, by their events. */
export interface LockIndex {
  /** Takes what a range of blocks says, in place of what was known of it. */
  replace(fromBlock: number, events: readonly LockEvent[]): void;
  withHashlock(hashlock: Hex, head: number): readonly FoundLock[];
  all(head: number): readonly FoundLock[];
  /** Block of a transaction that did something to one of the locks. */
  blockOf(transaction: Hash): number | undefined;
  /** Forgets locks that ended before a block, unless somebody still needs them, and open ones that matter no more. */
  prune(before: number, isNeeded: Cares): void;
  size(): number;
}

export function createLockIndex(cares: Cares): LockIndex {
  const entries = new Map<Hex, Entry>();
  const byHashlock = new Map<Hex, Set<Entry>>();
  const blocks = new Map<Hash, number>();
  // Those of the newest blocks: what a reorganisation may take back.
  let recent: LockEvent[] = [];

  const drop = (entry: Entry): void => {
    entries.delete(entry.id);
    const hashlock = entry.lock.hashlock;
    byHashlock.get(hashlock)?.delete(entry);
    if (byHashlock.get(hashlock)?.size === 0) byHashlock.delete(hashlock);
  };
  const forget = (event: LockEvent): void => {
    blocks.delete(event.transaction);
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
    if (entry.events.some(({ block, index }) => block === event.block && index === event.index)) return;
    entry.events.push(event);
    blocks.set(event.transaction, event.block);
    recent.push(event);
  };
  const found = (list: Iterable<Entry>, head: number): FoundLock[] =>
    [...list].flatMap(({ id, lock, events }) => {
      const state = stateAfter(events, head);
      return state ? [{ id, lock, state }] : [];
    });

  return {
    replace(fromBlock, events) {
      const gone = recent.filter(({ block }) => block >= fromBlock);
      recent = recent.filter(({ block }) => block < fromBlock);
      gone.forEach(forget);
      events.forEach(add);
    },
    withHashlock: (hashlock, head) => found(byHashlock.get(hashlock) ?? [], head),
    all: (head) => found(entries.values(), head),
    blockOf: (transaction) => blocks.get(transaction),
    prune(before, isNeeded) {
      recent = recent.filter(({ block }) => block >= before);
      for (const entry of entries.values()) {
        const last = entry.events.at(-1);
        if (last === undefined || last.block >= before || isNeeded(entry.lock)) continue;
        if (last.kind === "locked" && cares(entry.lock)) continue;
        for (const { transaction } of entry.events) blocks.delete(transaction);
        drop(entry);
      }
    },
    size: () => entries.size,
  };
}
