import { type Hex, sha256 } from "viem";
import { type Lock, lockId } from "../../src/swaps/lock.ts";
import type { ChainTiming } from "../../src/swaps/plan.ts";
import type { ChainView, FoundLock, LockState } from "../../src/swaps/swapState.ts";

// A chain with hash locks, as far as a swap is concerned: blocks, reorganisations, and what a contract would refuse.

export type Act =
  | { readonly kind: "lock"; readonly lock: Lock }
  | { readonly kind: "claim"; readonly lock: Lock; readonly preimage: Hex }
  | { readonly kind: "refund"; readonly lock: Lock };

interface Block {
  readonly time: number;
  readonly acts: readonly Act[];
}

interface Slot {
  readonly lock: Lock;
  readonly events: {
    readonly block: number;
    readonly kind: "locked" | "claimed" | "refunded";
    readonly preimage?: Hex;
  }[];
}

const CONTRACT = "0x00000000000000000000000000000000000010c4";

export class ModelChain {
  readonly chainId: number;
  readonly hashLock = CONTRACT;
  readonly timing: ChainTiming;
  readonly pool: Act[] = [];
  private blocks: Block[];
  private readonly ids = new WeakMap<Lock, Hex>();
  private known: ReadonlyMap<Hex, Slot> | undefined;

  constructor(chainId: number, timing: ChainTiming, time: number) {
    this.chainId = chainId;
    this.timing = timing;
    this.blocks = [{ time, acts: [] }];
  }

  get head(): { readonly number: number; readonly time: number } {
    return { number: this.blocks.length - 1, time: this.blocks.at(-1)?.time ?? 0 };
  }

  idOf(lock: Lock): Hex {
    const id = this.ids.get(lock) ?? lockId(this.chainId, this.hashLock, lock);
    this.ids.set(lock, id);
    return id;
  }

  /** Sends; the same twice is once. */
  send(act: Act): void {
    const isSame = (other: Act): boolean => other.kind === act.kind && this.idOf(other.lock) === this.idOf(act.lock);
    if (!this.pool.some(isSame)) this.pool.push(act);
  }

  /** Makes a block of what was sent: in the order given by `first`, who comes before the others. */
  mine(time: number, first: readonly Act[] = [], left: (act: Act) => boolean = () => false): void {
    const later = this.pool.filter(left);
    const acts = [...first, ...this.pool.filter((act) => !left(act))];
    this.pool.splice(0, this.pool.length, ...later);
    this.blocks.push({ time, acts });
    this.known = undefined;
  }

  /** Replaces the last blocks by empty ones; what was in them is lost, or waits again. */
  reorganise(depth: number, isLost: boolean): void {
    const gone = this.blocks.splice(Math.max(1, this.blocks.length - depth));
    this.blocks.push(...gone.map(({ time }) => ({ time, acts: [] })));
    this.known = undefined;
    if (!isLost) for (const { acts } of gone) for (const act of acts) this.send(act);
  }

  private slots(): ReadonlyMap<Hex, Slot> {
    if (this.known !== undefined) return this.known;
    const slots = new Map<Hex, Slot>();
    for (const [block, { time, acts }] of this.blocks.entries()) {
      for (const act of acts) this.apply(slots, act, block, time);
    }
    this.known = slots;
    return slots;
  }

  /** What the contract would do: nothing, where it would refuse. */
  private apply(slots: Map<Hex, Slot>, act: Act, block: number, time: number): void {
    const id = this.idOf(act.lock);
    const slot = slots.get(id) ?? { lock: act.lock, events: [] };
    const isOpen = slot.events.at(-1)?.kind === "locked";
    if (act.kind === "lock" && !isOpen && act.lock.timelock > BigInt(time)) {
      slot.events.push({ block, kind: "locked" });
      slots.set(id, slot);
    }
    if (act.kind === "claim" && isOpen && sha256(act.preimage) === act.lock.hashlock) {
      slot.events.push({ block, kind: "claimed", preimage: act.preimage });
    }
    if (act.kind === "refund" && isOpen && BigInt(time) >= act.lock.timelock) {
      slot.events.push({ block, kind: "refunded" });
    }
  }

  view(hashlock: Hex): ChainView {
    const found = [...this.slots()].filter(([, { lock }]) => lock.hashlock === hashlock);
    const locks = found.map(([id, { lock, events }]): FoundLock => ({ id, lock, state: this.stateOf(events) }));
    return { head: this.head, locks };
  }

  private stateOf(events: Slot["events"]): LockState {
    const last = events.findLast(({ kind }) => kind === "claimed") ?? events.at(-1);
    if (last === undefined) return { status: "unsure" };
    const depth = this.head.number - last.block + 1;
    if (last.kind === "locked") return { status: "locked", block: last.block, depth };
    return last.preimage ? { status: "claimed", preimage: last.preimage, depth } : { status: "refunded", depth };
  }

  /** How often locks ended so, over all who were ever made. */
  statusOf(lock: Lock): LockState["status"] | "none" {
    const slot = this.slots().get(this.idOf(lock));
    return slot === undefined ? "none" : this.stateOf(slot.events).status;
  }

  locks(): readonly FoundLock[] {
    return [...this.slots()].map(([id, { lock, events }]) => ({ id, lock, state: this.stateOf(events) }));
  }
}
