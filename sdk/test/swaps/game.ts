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

/** Plays a swap to its end; after the schedule's rounds everybody who is honest looks at every block. */
export function play(
  setting: Setting,
  rounds: readonly Round[],
  death?: { readonly who: SwapRole; readonly from: number },
): Outcome {
  const start = 1_000;
  const a = new ModelChain(1, setting.timings.a, start);
  const b = new ModelChain(2, setting.timings.b, start);
  const chains = { a, b };
  let initiator = swapOf("initiator", [a, b], setting, start);
  let responder = swapOf("responder", [a, b], setting, start);
  let tower = swapOf("watchtower", [a, b], setting, start);
  const reveals: { depth: number; left: number; margin: number }[] = [];
  let isPublic = false;
  const see = () => ({ a: a.view(HASHLOCK), b: b.view(HASHLOCK) });

  const act = (swap: Swap): Step => {
    const told = step(swap, see());
    for (const effect of told.effects) {
      const chain = chains[effect.leg];
      if (effect.kind === "claim") {
        if (effect.preimage === undefined && !swap.isRevealed) noteReveal(told.swap, effect.lock);
        isPublic = true;
        chain.send({ kind: "claim", lock: effect.lock, preimage: effect.preimage ?? PREIMAGE });
      } else chain.send({ kind: effect.kind, lock: effect.lock });
    }
    return told;
  };
  const noteReveal = (swap: Swap, lock: Lock): void => {
    const found = b.view(HASHLOCK).locks.find(({ id }) => id === b.idOf(lock));
    const plan = planOf(Number(swap.a.terms.timelock), setting.timings, Number(lock.timelock));
    const now = Math.max(a.head.time, b.head.time);
    const depth = found?.state.status === "locked" ? found.state.depth : 0;
    reveals.push({ depth, left: plan.revealBy - now, margin: Number(swap.a.terms.timelock - lock.timelock) });
  };
  /** What a dishonest party can do: whatever it has, and everything that is in public pools. */
  const evilAct = (leg: LegName, evil: EvilAct, own: Lock): [LegName, Act] | undefined => {
    if (evil.kind === "lock") return [leg, { kind: "lock", lock: spoilt(own, evil.fault) }];
    const other = leg === "a" ? "b" : "a";
    if (evil.kind === "refund") return [leg, { kind: "refund", lock: own }];
    const knows = leg === "a" || isPublic;
    const open = chains[other]
      .locks()
      .find(({ state, lock }) => state.status === "locked" && lock.recipient === own.refundee);
    return knows && open ? [other, { kind: "claim", lock: open.lock, preimage: PREIMAGE }] : undefined;
  };

  const idle: Round = {
    ...{ reorgA: 0, reorgB: 0, isLost: false, isSlow: false, evil: [] },
    ...{ isInitiatorAway: false, isResponderAway: false },
  };
  const end = Math.ceil((Number(initiator.a.terms.timelock) - start) / ROUND) + 60;
  for (let i = 0; i < Math.max(end, rounds.length); i += 1) {
    const round = rounds[i] ?? { ...idle, evil: [{ kind: "claim" }, { kind: "refund" }] };
    const isDead = (who: SwapRole): boolean => death?.who === who && i >= death.from;
    if (setting.isInitiatorHonest && !round.isInitiatorAway && !isDead("initiator")) initiator = act(initiator).swap;
    if (setting.isResponderHonest && !round.isResponderAway && !isDead("responder")) responder = act(responder).swap;
    if (setting.hasTower) tower = act(tower).swap;
    const first: { a: Act[]; b: Act[] } = { a: [], b: [] };
    for (const evil of round.evil) {
      const side = setting.isInitiatorHonest ? "b" : "a";
      const own = side === "a" ? initiator.a.terms : responder.b.terms;
      if (setting.isInitiatorHonest && setting.isResponderHonest) break;
      const done = evilAct(side, evil, own);
      if (done) first[done[0]].push(done[1]);
    }
    const time = start + (i + 1) * ROUND;
    const waits = (): boolean => round.isSlow;
    a.mine(time, first.a, waits);
    b.mine(time, first.b, waits);
    if (round.reorgA > 0) a.reorganise(round.reorgA, round.isLost);
    if (round.reorgB > 0) b.reorganise(round.reorgB, round.isLost);
  }
  return {
    a: statusOf(a, initiator.a.terms, RESPONDER),
    b: statusOf(b, responder.b.terms, INITIATOR),
    initiator: step(initiator, see()),
    responder: step(responder, see()),
    reveals,
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
