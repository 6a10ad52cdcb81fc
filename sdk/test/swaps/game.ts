import { type Address, type Hex, sha256 } from "viem";
import type { Lock } from "../../src/swaps/lock.ts";
import { step } from "../../src/swaps/machine.ts";
import { lockTimeOf, planOf, type SwapTimings, timelockOfB } from "../../src/swaps/plan.ts";
import type { LegName, Step, Swap, SwapRole } from "../../src/swaps/swapState.ts";
import { type Act, ModelChain } from "./model.ts";

// A swap between two parties on two model chains, round by round. A party is honest (the machine), or the schedule's.

export const PREIMAGE: Hex = `0x${"5e".repeat(32)}`;
export const HASHLOCK = sha256(PREIMAGE);
const account = (name: string): Address => `0x${name.padStart(40, "0")}`;
const INITIATOR = account("a1");
const RESPONDER = account("b1");
const ROUND = 10;

/** What chance, or somebody's malice, does in a round. */
export interface Round {
  readonly reorgA: number;
  readonly reorgB: number;
  /** What a reorganisation takes away is not mined again by itself. */
  readonly isLost: boolean;
  /** Honest parties that look away: in an outage, or dead. */
  readonly isInitiatorAway: boolean;
  readonly isResponderAway: boolean;
  /** What a dishonest party does. */
  readonly evil: readonly EvilAct[];
  /** Honest transactions that wait one block more. */
  readonly isSlow: boolean;
}

export type EvilAct =
  | { readonly kind: "lock"; readonly fault: LockFault }
  | { readonly kind: "claim" }
  | { readonly kind: "refund" };

export type LockFault = "none" | "amount" | "asset" | "recipient" | "too-long" | "too-short" | "tip" | "hashlock";

export interface Setting {
  readonly timings: SwapTimings;
  readonly isInitiatorHonest: boolean;
  readonly isResponderHonest: boolean;
  readonly hasTower: boolean;
  /** T_A less than the plan's, in seconds. */
  readonly shorter?: number;
  /** T_B: default, as planned. */
  readonly timelockB?: (timelockA: number) => number;
}

export interface Outcome {
  readonly a: string;
  readonly b: string;
  readonly initiator: Step;
  readonly responder: Step;
  /** Moments at which the secret left the machine: depth of leg b, seconds left until `revealBy`, T_A - T_B. */
  readonly reveals: readonly { readonly depth: number; readonly left: number; readonly margin: number }[];
}

function swapOf(role: SwapRole, [a, b]: readonly [ModelChain, ModelChain], setting: Setting, start: number): Swap {
  const { timings } = setting;
  const startBy = start + 2 * ROUND;
  const timelock = startBy + lockTimeOf(timings) - (setting.shorter ?? 0);
  const common = { hashlock: HASHLOCK, tip: 0n, salt: 7n, asset: { kind: "native" } } as const;
  const lockA: Lock = {
    ...{ ...common, amount: 100n, recipient: RESPONDER, refundee: INITIATOR, timelock: BigInt(timelock) },
  };
  const timelockB = setting.timelockB?.(timelock) ?? timelockOfB(timelock, timings);
  const lockB: Lock = {
    ...{ ...common, amount: 200n, recipient: INITIATOR, refundee: RESPONDER, timelock: BigInt(timelockB) },
  };
  return {
    ...{ id: a.idOf(lockA), role, isRevealed: false, hasLocked: false, startBy },
    a: { chainId: a.chainId, hashLock: a.hashLock, timing: timings.a, terms: lockA },
    b: { chainId: b.chainId, hashLock: b.hashLock, timing: timings.b, terms: lockB },
  };
}

/** Terms that somebody dishonest locks on. */
const SPOILT = new WeakMap<Lock, Map<LockFault, Lock>>();

/** The same object each time: ids are costly. */
function spoilt(lock: Lock, fault: LockFault): Lock {
  const all = SPOILT.get(lock) ?? new Map<LockFault, Lock>();
  SPOILT.set(lock, all);
  const made = all.get(fault) ?? spoil(lock, fault);
  all.set(fault, made);
  return made;
}

function spoil(lock: Lock, fault: LockFault): Lock {
  switch (fault) {
    case "amount":
      return { ...lock, amount: lock.amount - 1n };
    case "asset":
      return { ...lock, asset: { kind: "erc20", token: account("bad") } };
    case "recipient":
      return { ...lock, recipient: account("e1") };
    case "too-long":
      return { ...lock, timelock: lock.timelock + 60n };
    case "too-short":
      return { ...lock, timelock: lock.timelock - 200n };
    case "tip":
      return { ...lock, tip: 1n };
    case "hashlock":
      return { ...lock, hashlock: sha256("0x00") };
    default:
      return lock;
  }
}

const IDLE: Round = {
  ...{ reorgA: 0, reorgB: 0, isLost: false, isSlow: false, evil: [{ kind: "claim" }, { kind: "refund" }] },
  ...{ isInitiatorAway: false, isResponderAway: false },
};
const START = 1_000;

class Game {
  readonly setting: Setting;
  readonly a: ModelChain;
  readonly b: ModelChain;
  readonly swaps: Record<SwapRole, Swap>;
  readonly reveals: { depth: number; left: number; margin: number }[] = [];
  private isPublic = false;

  constructor(setting: Setting) {
    this.setting = setting;
    this.a = new ModelChain(1, setting.timings.a, START);
    this.b = new ModelChain(2, setting.timings.b, START);
    const swap = (role: SwapRole): Swap => swapOf(role, [this.a, this.b], setting, START);
    this.swaps = { initiator: swap("initiator"), responder: swap("responder"), watchtower: swap("watchtower") };
  }

  look(role: SwapRole): Step {
    return step(this.swaps[role], { a: this.a.view(HASHLOCK), b: this.b.view(HASHLOCK) });
  }

  /** Does what the machine says is due. */
  private act(role: SwapRole): void {
    const { isRevealed } = this.swaps[role];
    const { swap, effects } = this.look(role);
    this.swaps[role] = swap;
    for (const effect of effects) {
      const chain = this[effect.leg];
      if (effect.kind !== "claim") {
        chain.send({ kind: effect.kind, lock: effect.lock });
        continue;
      }
      if (effect.preimage === undefined && !isRevealed) this.noteReveal(effect.lock);
      this.isPublic = true;
      chain.send({ kind: "claim", lock: effect.lock, preimage: effect.preimage ?? PREIMAGE });
    }
  }

  private noteReveal(lock: Lock): void {
    const found = this.b.view(HASHLOCK).locks.find(({ id }) => id === this.b.idOf(lock));
    const timelockA = Number(this.swaps.initiator.a.terms.timelock);
    const plan = planOf(timelockA, this.setting.timings, Number(lock.timelock));
    const depth = found?.state.status === "locked" ? found.state.depth : 0;
    const now = Math.max(this.a.head.time, this.b.head.time);
    this.reveals.push({ depth, left: plan.revealBy - now, margin: timelockA - Number(lock.timelock) });
  }

  /** What a dishonest party can do: whatever it has, and everything that is in public pools. */
  private evilAct(evil: EvilAct): readonly [LegName, Act] | undefined {
    const leg = this.setting.isInitiatorHonest ? "b" : "a";
    const own = leg === "a" ? this.swaps.initiator.a.terms : this.swaps.responder.b.terms;
    if (evil.kind === "lock") return [leg, { kind: "lock", lock: spoilt(own, evil.fault) }];
    if (evil.kind === "refund") return [leg, { kind: "refund", lock: own }];
    const other = leg === "a" ? "b" : "a";
    const knows = leg === "a" || this.isPublic;
    const open = this[other]
      .locks()
      .find(({ state, lock }) => state.status === "locked" && lock.recipient === own.refundee);
    return knows && open ? [other, { kind: "claim", lock: open.lock, preimage: PREIMAGE }] : undefined;
  }

  playRound(i: number, round: Round, death: Death | undefined): void {
    const { isInitiatorHonest, isResponderHonest, hasTower } = this.setting;
    const isDead = (who: SwapRole): boolean => death?.who === who && i >= death.from;
    if (isInitiatorHonest && !round.isInitiatorAway && !isDead("initiator")) this.act("initiator");
    if (isResponderHonest && !round.isResponderAway && !isDead("responder")) this.act("responder");
    if (hasTower) this.act("watchtower");
    const isEvil = !isInitiatorHonest || !isResponderHonest;
    const evil = isEvil ? round.evil.flatMap((each) => [this.evilAct(each)]) : [];
    const on = (leg: LegName): Act[] => evil.flatMap((done) => (done?.[0] === leg ? [done[1]] : []));
    const time = START + (i + 1) * ROUND;
    for (const leg of ["a", "b"] as const) this[leg].mine(time, on(leg), () => round.isSlow);
    if (round.reorgA > 0) this.a.reorganise(round.reorgA, round.isLost);
    if (round.reorgB > 0) this.b.reorganise(round.reorgB, round.isLost);
  }
}

/** Who dies for good, and in which round. */
export interface Death {
  readonly who: SwapRole;
  readonly from: number;
}

/** Plays a swap to its end; after the schedule's rounds everybody who is honest looks at every block. */
export function play(setting: Setting, rounds: readonly Round[], death?: Death): Outcome {
  const game = new Game(setting);
  const termsA = game.swaps.initiator.a.terms;
  const termsB = game.swaps.responder.b.terms;
  const end = Math.ceil((Number(termsA.timelock) - START) / ROUND) + 60;
  for (let i = 0; i < Math.max(end, rounds.length); i += 1) game.playRound(i, rounds[i] ?? IDLE, death);
  return {
    a: statusOf(game.a, termsA, RESPONDER),
    b: statusOf(game.b, termsB, INITIATOR),
    initiator: game.look("initiator"),
    responder: game.look("responder"),
    reveals: game.reveals,
  };
}

/** How the leg ended that pays somebody: claimed, if he got what was agreed, by whatever lock. */
function statusOf(chain: ModelChain, terms: Lock, recipient: Address): string {
  const own = chain.locks().filter(({ lock: { asset, amount, tip, ...lock } }) => {
    const isWhole = asset.kind === terms.asset.kind && amount - tip >= terms.amount;
    return isWhole && lock.recipient === recipient && lock.hashlock === terms.hashlock;
  });
  if (own.some(({ state }) => state.status === "claimed")) return "claimed";
  return chain.statusOf(terms);
}
