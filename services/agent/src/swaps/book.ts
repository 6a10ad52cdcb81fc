import { type SignedOrder, type SignedTake, swapOrderHash, type Take } from "@tallystick/sdk/swaps/order";
import { decodeSwapOrder, decodeTake, encodeSwapOrder, encodeTake } from "@tallystick/sdk/swaps/orderWire";
import type { Swap, SwapNext, SwapPhase } from "@tallystick/sdk/swaps/swapState";
import type { Hash, Hex } from "viem";
import type { Journal } from "../journal/journal.ts";
import type { Line } from "../journal/lines.ts";

/** A swap, and what the agent knows of it besides. */
export interface Entry {
  swap: Swap;
  readonly order: Hash | undefined;
  /** Of the own secret; undefined: somebody else's. */
  readonly counter: number | undefined;
  readonly from: Readonly<Record<number, number>>;
  /** Milliseconds, of the machine's clock: for people. */
  readonly at: number;
  phase: SwapPhase;
  next: SwapNext | undefined;
  isOver: boolean;
}

/** What a new entry is made of. */
export type NewSwap = Pick<Entry, "swap" | "order" | "counter" | "from">;

/** Swaps, orders and counters, as the journal has them. */
export interface Book {
  readonly swaps: ReadonlyMap<Hex, Entry>;
  open(): readonly Entry[];
  add(swap: NewSwap): Entry;
  /** Takes over what a step says, and writes down what must not be forgotten. */
  update(entry: Entry, swap: Swap, phase: SwapPhase, next: SwapNext, isOver: boolean): void;
  readonly orders: ReadonlyMap<Hash, SignedOrder>;
  /** `isStanding`: for an offer of the configuration. */
  addOrder(order: SignedOrder, isStanding?: boolean): Hash;
  isStanding(order: Hash): boolean;
  isWithdrawn(order: Hash): boolean;
  withdraw(order: Hash): void;
  /** The last note that was written down of what a lock is known by. */
  noteOf(about: NotedLock): SignedTake | undefined;
  addNote(note: SignedTake): void;
  /** Writes down that what the chains had has been taken in. */
  setRecovered(since: Readonly<Record<number, number>>): void;
  hasRecovered(): boolean;
  /** Block up to which a lock may have been answered by an agent whose journal was lost. */
  since(chainId: number): number | undefined;
  /** A number that no other secret was made of. */
  takeCounter(): number;
  /** Counters below are not used any more. */
  skipCounters(next: number): void;
  genesis(chainId: number): Hash | undefined;
  setGenesis(chainId: number, hash: Hash): void;
  /** First block whose logs are needed still. */
  needsFrom(chainId: number): number | undefined;
  setCursor(chainId: number, block: number): void;
}

/** What a note says of the lock that it is of. */
export type NotedLock = Pick<Take, "order" | "taker" | "hashlock" | "amount">;

const nameOf = ({ order, taker, hashlock, amount }: NotedLock): string =>
  [order, taker, hashlock, String(amount)].join().toLowerCase();

export function createBook(journal: Journal): Book {
  const swaps = new Map<Hex, Entry>();
  const open = new Set<Entry>();
  const orders = new Map<Hash, SignedOrder>();
  const standing = new Set<Hash>();
  const withdrawn = new Set<Hash>();
  const notes = new Map<string, SignedTake>();
  let recovered: Extract<Line, { kind: "recovered" }> | undefined;
  const genesis = new Map<number, Hash>();
  const cursors = new Map<number, number>();
  let counter = 0;

  const takeSwap = ({ swap, order, at, from, counter: own }: Extract<Line, { kind: "swap" }>): void => {
    const made: Entry = { swap, order, at, from, counter: own, phase: "agreed", next: undefined, isOver: false };
    const before = swaps.get(swap.id);
    if (before) open.delete(before);
    swaps.set(swap.id, made);
    open.add(made);
    if (own !== undefined) counter = Math.max(counter, own + 1);
  };
  const take = (line: Line): void => {
    const entry = "swap" in line && typeof line.swap === "string" ? swaps.get(line.swap) : undefined;
    switch (line.kind) {
      case "swap":
        takeSwap(line);
        break;
      case "state":
        if (entry) entry.swap = { ...entry.swap, ...memoryOf(line) };
        break;
      case "over":
        if (entry) {
          entry.phase = line.phase;
          entry.isOver = true;
          open.delete(entry);
        }
        break;
      case "order": {
        const order = decodeSwapOrder(line.order);
        orders.set(swapOrderHash(order.order), order);
        if (line.standing) standing.add(swapOrderHash(order.order));
        break;
      }
      case "withdrawn":
        withdrawn.add(line.order);
        break;
      case "note": {
        const note = decodeTake(line.note);
        notes.set(nameOf(note.take), note);
        break;
      }
      case "recovered":
        recovered = line;
        break;
      case "counters":
        counter = Math.max(counter, line.next);
        break;
      case "genesis":
        genesis.set(line.chainId, line.hash);
        break;
      case "cursor":
        cursors.set(line.chainId, line.block);
        break;
    }
  };
  const write = (line: Line): void => {
    journal.append(line);
    take(line);
  };
  journal.lines.forEach(take);

  return {
    swaps,
    orders,
    open: () => [...open],
    add({ swap, order, counter: own, from }) {
      write({ kind: "swap", at: Date.now(), swap, order, counter: own, from });
      return swaps.get(swap.id) as Entry;
    },
    update(entry, swap, phase, next, isOver) {
      const { preimage, isRevealed, hasLocked } = swap;
      const before = entry.swap;
      if (preimage !== before.preimage || isRevealed !== before.isRevealed || hasLocked !== before.hasLocked) {
        write({ kind: "state", swap: swap.id, preimage, isRevealed, hasLocked });
      }
      entry.swap = swap;
      entry.phase = phase;
      entry.next = next;
      if (isOver) write({ kind: "over", swap: swap.id, at: Date.now(), phase });
    },
    addOrder(order, isStanding = false) {
      write({ kind: "order", order: encodeSwapOrder(order), ...(isStanding ? { standing: true } : {}) });
      return swapOrderHash(order.order);
    },
    isStanding: (order) => standing.has(order),
    isWithdrawn: (order) => withdrawn.has(order),
    withdraw: (order) => write({ kind: "withdrawn", order }),
    noteOf: (about) => notes.get(nameOf(about)),
    addNote: (note) => write({ kind: "note", note: encodeTake(note) }),
    setRecovered: (since) => write({ kind: "recovered", since }),
    hasRecovered: () => recovered !== undefined,
    since: (chainId) => recovered?.since?.[chainId],
    takeCounter() {
      const own = counter;
      write({ kind: "counters", next: own + 1 });
      return own;
    },
    skipCounters(next) {
      if (next > counter) write({ kind: "counters", next });
    },
    genesis: (chainId) => genesis.get(chainId),
    setGenesis: (chainId, hash) => write({ kind: "genesis", chainId, hash }),
    needsFrom(chainId) {
      const cursor = cursors.get(chainId);
      if (cursor === undefined) return undefined;
      return Math.min(cursor, ...[...open].map(({ from }) => from[chainId] ?? cursor));
    },
    setCursor: (chainId, block) => write({ kind: "cursor", chainId, block }),
  };
}

/** What of a swap must not be forgotten. */
function memoryOf({ preimage, isRevealed, hasLocked }: Pick<Swap, "preimage" | "isRevealed" | "hasLocked">) {
  return { preimage, isRevealed, hasLocked };
}
