import type { TxEntry } from "./types.ts";
import { isOpen } from "./types.ts";

const storageKey = "tallystick.transactions.1";
const kept = 30;

let entries: readonly TxEntry[] = [];
let loaded = false;
const listeners = new Set<() => void>();

function storage(): Storage | undefined {
  return typeof window === "undefined" ? undefined : window.localStorage;
}

/** What a reload may find again: sent acts and their ends. An act that had not been sent is lost with the page, and so is said. */
export function revive(json: string | null): readonly TxEntry[] {
  if (!json) return [];
  try {
    const list: unknown = JSON.parse(json);
    if (!Array.isArray(list)) return [];
    return list.filter((entry): entry is TxEntry =>
      Boolean(entry?.id && entry.hash && entry.chainId && entry.title?.key),
    );
  } catch {
    return [];
  }
}

function load(): void {
  if (loaded || typeof window === "undefined") return;
  loaded = true;
  entries = revive(storage()?.getItem(storageKey) ?? null);
}

function publish(next: readonly TxEntry[]): void {
  entries = next.slice(0, kept);
  try {
    storage()?.setItem(storageKey, JSON.stringify(entries.filter((entry) => entry.hash)));
  } catch {
    // A full or forbidden storage costs the memory of a reload, nothing else.
  }
  for (const listener of listeners) listener();
}

export function allEntries(): readonly TxEntry[] {
  load();
  return entries;
}

const none: readonly TxEntry[] = [];
export function noEntries(): readonly TxEntry[] {
  return none;
}

export function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function addEntry(entry: TxEntry): void {
  load();
  publish([entry, ...entries]);
}

/** Changes an entry; `also` may add what depends on how it is now. */
export function changeEntry(id: string, change: Partial<TxEntry>, also?: (entry: TxEntry) => Partial<TxEntry>): void {
  load();
  publish(entries.map((entry) => (entry.id === id ? { ...entry, ...change, ...also?.(entry) } : entry)));
}

/** Forgets everything that is over. */
export function clearDone(): void {
  publish(entries.filter(isOpen));
}
