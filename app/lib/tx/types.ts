import type { Abi, Address, Hash, Hex } from "viem";
import type { Key } from "../../i18n/dictionary.ts";

/** A text that is kept as key and values, so that it can be shown in whatever language is chosen later. */
export interface Text {
  readonly key: Key;
  readonly values?: Readonly<Record<string, string | number>>;
}

/** One call of a contract. */
export interface Call {
  readonly address: Address;
  readonly abi: Abi;
  readonly functionName: string;
  readonly args: readonly unknown[];
  /** Wei that go with it. */
  readonly value?: bigint | undefined;
}

export type TxState =
  | "checking" // simulated against the chain
  | "asking" // the wallet shows it
  | "pending" // sent
  | "confirmed"
  | "reverted"
  | "replaced" // the wallet sent something else in its place
  | "cancelled" // the wallet sent nothing in its place
  | "dropped" // no node knows it any more
  | "failed"; // never sent

/** One act of the person, from the click to the last word about it. */
export interface TxEntry {
  readonly id: string;
  readonly chainId: number;
  readonly account: Address;
  readonly title: Text;
  readonly state: TxState;
  readonly startedAt: number;
  readonly hash?: Hash;
  /** Kept so that a replacement can be found after a reload. */
  readonly nonce?: number;
  readonly fromBlock?: number;
  readonly to?: Address;
  readonly data?: Hex;
  readonly problem?: Problem;
  readonly seen?: boolean;
}

/** What went wrong, in a form that a dictionary turns into a sentence. */
export interface Problem {
  /** Name of a contract's custom error, or one of our own codes. */
  readonly code: string;
  readonly values: Readonly<Record<string, string>>;
  /** What the machine said, for the details. */
  readonly detail?: string;
}

/** Thrown by every act; carries the problem. */
export class ActError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.detail ?? problem.code);
    this.name = "ActError";
    this.problem = problem;
  }
}

export function isOpen(entry: TxEntry): boolean {
  return entry.state === "checking" || entry.state === "asking" || entry.state === "pending";
}
