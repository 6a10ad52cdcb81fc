import type { Address } from "viem";
import type { SignedBallot } from "./ballots.ts";
import { SPLIT_SUPPORT } from "./choice.ts";

/** Gas that a batch of ballots takes at most: a transaction may take 16,777,216 (EIP-7825). */
export const BATCH_GAS = 16_000_000n;

/** Gas of a transaction with ballots without them. */
export const BATCH_BASE = 120_000n;

/** Gas of each ballot: what the contracts' tests measure, and a tenth more. */
const KNOWN = 22_500n;
const NEW = 46_000n;
const WALLET = 235_000n;
const SPLIT = 30_000n;

export interface Weighable extends Pick<SignedBallot, "by" | "support"> {
  /** The voter's place (`voterIndexes`); zero: he has never voted. */
  readonly index: bigint;
}

/** Gas that a ballot takes in a batch, rather too much than too little: one that no key signed may burn what it gets. */
export function gasOfBallot({ by, support, index }: Weighable): bigint {
  const one = index === 0n ? NEW : KNOWN;
  return one + (by === "key" ? 0n : WALLET) + (support === SPLIT_SUPPORT ? SPLIT : 0n);
}

/** As many ballots, from the first on, as fit into a transaction of so much gas: 700 of known voters, or 345 new ones. */
export function fittingBallots<T extends Weighable>(
  ballots: readonly T[],
  most: bigint = BATCH_GAS,
): { readonly chosen: T[]; readonly gas: bigint } {
  let gas = BATCH_BASE;
  const chosen: T[] = [];
  for (const ballot of ballots) {
    const after = gas + gasOfBallot(ballot);
    if (after > most) break;
    gas = after;
    chosen.push(ballot);
  }
  return { chosen, gas };
}

/** Splits ballots into as few transactions as their gas allows. */
export function batchesOf<T extends SignedBallot>(
  ballots: readonly T[],
  indexOf: ReadonlyMap<Address, bigint> = new Map(),
): T[][] {
  const places = new Map([...indexOf].map(([voter, index]) => [voter.toLowerCase(), index]));
  let rest = ballots.map((ballot) => {
    const { by, support, voter } = ballot;
    return { by, support, ballot, index: places.get(voter.toLowerCase()) ?? 0n };
  });
  const batches: T[][] = [];
  while (rest.length > 0) {
    const { chosen } = fittingBallots(rest);
    batches.push(chosen.map(({ ballot }) => ballot));
    rest = rest.slice(chosen.length);
  }
  return batches;
}
