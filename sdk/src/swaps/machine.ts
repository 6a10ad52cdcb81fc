import { type Hex, isAddressEqual, sha256 } from "viem";
import { broughtBy, isSameAsset } from "./fills.ts";
import type { Lock } from "./lock.ts";
import { depthOf, planOf } from "./plan.ts";
import type { ChainView, FoundLock, LegName, LockState, Observation, Step, Swap, SwapEffect } from "./swapState.ts";
import { type Facts, tell } from "./tell.ts";

/**
 * What is due in a swap, for whoever plays the swap's role. Pure, and a function of what is seen now: it doesn't matter in
 * which order things were seen before, what was forgotten, or who did them.
 *
 * Once the secret is public, both legs are to be claimed; before that, each is to be refunded when its time is up. The
 * secret becomes public by the initiator's claim alone, which is due only while leg b is deep and `revealBy` not passed.
 *
 * @param swap as the last step left it
 * @param seen what both chains say
 * @returns the swap to go on with, the acts that are due, and what to tell about it
 */
export function step(swap: Swap, seen: Observation): Step {
  const preimage = swap.preimage ?? preimageIn(swap.a.terms.hashlock, seen);
  const facts = factsOf({ ...swap, preimage }, seen);
  const effects = effectsOf(facts);
  const own = swap.role === "initiator" ? facts.a : facts.b;
  const next: Swap = {
    ...facts.swap,
    hasLocked: swap.hasLocked || own.isDeep,
    isRevealed: swap.isRevealed || effects.some(({ kind, leg }) => kind === "claim" && leg === "b"),
  };
  return { swap: next, effects, ...tell(facts) };
}

/** The swap's secret, where somebody has shown it. */
function preimageIn(hashlock: Hex, seen: Observation): Hex | undefined {
  const shown = [...seen.a.locks, ...seen.b.locks].map(({ state }) =>
    state.status === "claimed" ? state.preimage : undefined,
  );
  return shown.find((preimage) => preimage !== undefined && opens(preimage, hashlock));
}

/** Whether a preimage is the one of a hashlock: 32 bytes, by SHA-256. */
export function opens(preimage: Hex, hashlock: Hex): boolean {
  return preimage.length === 66 && sha256(preimage).toLowerCase() === hashlock.toLowerCase();
}

function factsOf(swap: Swap, seen: Observation): Facts {
  const lockA = seen.a.locks.find(({ id }) => id === swap.id);
  const lockB = lockOfB(swap, seen.b);
  const timings = { a: swap.a.timing, b: swap.b.timing };
  const timelockB = lockB?.lock.timelock ?? swap.b.terms.timelock;
  const plan = planOf(Number(swap.a.terms.timelock), timings, Number(timelockB));
  return { swap, plan, now: nowOf(seen), a: legOf("a", swap, seen.a, lockA), b: legOf("b", swap, seen.b, lockB) };
}

/** Chains tell the time: the later of both, since one that stands still jumps when it goes on. */
function nowOf({ a, b }: Observation): number | undefined {
  return a.head && b.head && Math.max(a.head.time, b.head.time);
}

function legOf(name: LegName, swap: Swap, { head }: ChainView, found: FoundLock | undefined): Facts["a"] {
  const { terms, timing } = swap[name];
  const { timelock } = found?.lock ?? terms;
  const isOwn = name === (swap.role === "initiator" ? "a" : "b") && swap.role !== "watchtower";
  // What was deep can't be gone: it is denied, for no longer than an outage at a time.
  const isEnded = head !== undefined && head.time >= Number(timelock) + 2 * timing.outage;
  const isDenied = found === undefined && isOwn && swap.hasLocked && !isEnded;
  const state: LockState | undefined = isDenied ? { status: "unsure" } : found?.state;
  const depth = state === undefined || state.status === "unsure" ? 0 : state.depth;
  return {
    lock: found?.lock,
    status: state?.status ?? "none",
    isOpen: state?.status === "locked" || state?.status === "unsure",
    isDeep: depth >= depthOf(timing),
    isDue: head !== undefined && head.time >= timelock,
  };
}

/** Leg b: for the responder his own lock; for others any that is at least as good as agreed, the best of them. */
function lockOfB({ role, b }: Swap, view: ChainView): FoundLock | undefined {
  const own = view.locks.find(({ lock }) => isSameLock(lock, b.terms));
  if (role === "responder" || own !== undefined) return own;
  const fitting = view.locks.filter(({ lock }) => isAsGoodAs(lock, b.terms));
  return fitting.sort((x, y) => rank(y) - rank(x) || depthIn(y) - depthIn(x))[0];
}

/** Whether terms are the same to the last, as ids are. */
function isSameLock(x: Lock, y: Lock): boolean {
  return (
    isSameAsset(x.asset, y.asset) &&
    x.hashlock.toLowerCase() === y.hashlock.toLowerCase() &&
    isAddressEqual(x.recipient, y.recipient) &&
    isAddressEqual(x.refundee, y.refundee) &&
    (["amount", "timelock", "tip", "salt"] as const).every((field) => x[field] === y[field])
  );
}

/** Claimed before open before refunded; among open ones that with most time left, since anybody may make one with little. */
function rank({ lock, state }: FoundLock): number {
  if (state.status === "claimed") return Number.MAX_SAFE_INTEGER;
  return state.status === "refunded" ? 0 : Number(lock.timelock);
}

/** Of locks that are as good, the deeper one: in whatever order they are told. */
function depthIn({ state }: FoundLock): number {
  return state.status === "unsure" ? 0 : state.depth;
}

/** Whether a lock brings its recipient what was agreed, and gives him the time that was agreed. */
export function isAsGoodAs(lock: Lock, agreed: Lock): boolean {
  return (
    isSameAsset(lock.asset, agreed.asset) &&
    lock.hashlock.toLowerCase() === agreed.hashlock.toLowerCase() &&
    isAddressEqual(lock.recipient, agreed.recipient) &&
    broughtBy(lock) >= broughtBy(agreed) &&
    lock.timelock <= agreed.timelock
  );
}

function effectsOf(facts: Facts): readonly SwapEffect[] {
  const { swap, a, b } = facts;
  const lockA = a.lock ?? swap.a.terms;
  const lockB = b.lock ?? swap.b.terms;
  const due: readonly (SwapEffect | false)[] = [
    isLockDueA(facts) && { kind: "lock", leg: "a", lock: swap.a.terms, by: swap.startBy },
    isLockDueB(facts) && { kind: "lock", leg: "b", lock: swap.b.terms, by: facts.plan.lockBy },
    isClaimDueA(facts) && { kind: "claim", leg: "a", lock: lockA, preimage: swap.preimage },
    isClaimDueB(facts) && { kind: "claim", leg: "b", lock: lockB, preimage: swap.preimage },
    isRefundDueA(facts) && { kind: "refund", leg: "a", lock: lockA },
    isRefundDueB(facts) && { kind: "refund", leg: "b", lock: lockB },
  ];
  return due.filter((effect) => effect !== false);
}

function isInTime(now: number | undefined, by: number): boolean {
  return now !== undefined && now <= by;
}

/** Not under a secret that is public, used before by mistake: whoever is paid by it could take the lock for nothing. */
function isLockDueA({ swap, a, now }: Facts): boolean {
  const isNew = a.status === "none" && !swap.hasLocked && !swap.isRevealed && swap.preimage === undefined;
  return swap.role === "initiator" && isNew && isInTime(now, swap.startBy);
}

function isLockDueB({ swap, a, b, now, plan }: Facts): boolean {
  const isNew = b.status === "none" && !swap.hasLocked && swap.preimage === undefined;
  const isAnswer = a.status === "locked" && a.isDeep;
  return swap.role === "responder" && isNew && isAnswer && isInTime(now, plan.lockBy);
}

/** Leg a, once the secret is public. The initiator does it for the responder who never came, instead of a refund. */
function isClaimDueA({ swap, a, b }: Facts): boolean {
  if (swap.preimage === undefined || !a.isOpen || b.status === "refunded") return false;
  return swap.role !== "initiator" || (a.isDue && b.status === "claimed" && b.isDeep);
}

function isClaimDueB(facts: Facts): boolean {
  const { swap, a, b } = facts;
  if (!b.isOpen || a.status === "refunded") return false;
  // The other way round: for the initiator who never came.
  if (swap.role === "responder") {
    return swap.preimage !== undefined && b.isDue && a.status === "claimed" && a.isDeep;
  }
  return swap.preimage !== undefined || (swap.role === "initiator" && (swap.isRevealed || mayReveal(facts)));
}

/** The rule that guards the secret. */
function mayReveal({ a, b, now, plan }: Facts): boolean {
  return a.status === "locked" && b.status === "locked" && b.isDeep && isInTime(now, plan.revealBy);
}

function isRefundDueA({ swap, a, b }: Facts): boolean {
  if (!a.isOpen || !a.isDue || b.status === "claimed" || swap.role === "responder") return false;
  // For himself also while his claim of leg b does not get through: better both than neither.
  return swap.role === "initiator" || swap.preimage === undefined || !b.isOpen;
}

function isRefundDueB({ swap, a, b }: Facts): boolean {
  if (!b.isOpen || !b.isDue || swap.role === "initiator") return false;
  return swap.preimage === undefined || a.status === "refunded" || a.status === "none";
}
