import type { BitcoinWatch } from "@tallystick/sdk/swaps/bitcoin/watch";
import type { Lock } from "@tallystick/sdk/swaps/lock";
import type { WireOrder, WireTake } from "@tallystick/sdk/swaps/orderWire";
import type { Release } from "@tallystick/sdk/swaps/release";
import type { Swap, SwapPhase } from "@tallystick/sdk/swaps/swapState";
import type { Address, Hash, Hex } from "viem";

// What the journal holds: one JSON line before and after each outside effect.

/** What a transaction is for: an act in a swap, an allowance, or nothing (it fills a gap of nonces, or takes a place back). */
export interface Purpose {
  /** `<swap>:<leg>:<act>`, `approve:<token>`, `fill:<nonce>`: one transaction at a time for each. */
  readonly key: string;
  readonly swap?: Hex | undefined;
}

/** A transaction as it is signed; without signature, so that it can be signed again to the same bytes. */
export interface Request {
  readonly chainId: number;
  readonly nonce: number;
  readonly to: Address;
  readonly value: bigint;
  readonly gas: bigint;
  readonly maxFeePerGas: bigint;
  readonly maxPriorityFeePerGas: bigint;
  /** Undefined: it would tell a secret that is not public yet. */
  readonly data: Hex | undefined;
  /** In its place the lock that is claimed: the calldata is made again from it and the swap's counter. */
  readonly claims?: Lock | undefined;
}

export type Line =
  /** Whose journal this is. */
  | { readonly kind: "begin"; readonly version: 1; readonly mode: "agent" | "watchtower"; readonly hot: Address }
  | { readonly kind: "genesis"; readonly chainId: number; readonly hash: Hash }
  /** What the chains had of the account when the journal was begun has been taken in: no counter is used before. */
  | {
      readonly kind: "recovered";
      /** By chain: blocks up to which a lock may have been answered by an agent whose journal was lost. */
      readonly since?: Readonly<Record<number, number>>;
    }
  /** Counters below have been used, or may have been. */
  | { readonly kind: "counters"; readonly next: number }
  /** `standing`: signed for an offer of the configuration, and withdrawn when that is not there any more. */
  | { readonly kind: "order"; readonly order: WireOrder; readonly standing?: true }
  | { readonly kind: "withdrawn"; readonly order: Hash }
  /** Who is to be paid for a lock: the first that is written down counts until its deadline. */
  | { readonly kind: "note"; readonly note: WireTake }
  | {
      readonly kind: "swap";
      readonly at: number;
      readonly swap: Swap;
      readonly order: Hash | undefined;
      readonly counter: number | undefined;
      /** Blocks before which nothing happened in it, by chain. */
      readonly from: Readonly<Record<number, number>>;
    }
  /** What a party signed of a swap's Bitcoin leg, and handed to the watchtower. */
  | { readonly kind: "bitcoin"; readonly watch: BitcoinWatch }
  /** What the machine must not forget. */
  | {
      readonly kind: "state";
      readonly swap: Hex;
      readonly preimage: Hex | undefined;
      readonly isRevealed: boolean;
      readonly hasLocked: boolean;
    }
  | { readonly kind: "intent"; readonly tx: number; readonly purpose: Purpose; readonly chainId: number }
  | { readonly kind: "signed"; readonly tx: number; readonly request: Request; readonly raw?: Hex; readonly hash: Hash }
  | { readonly kind: "sent"; readonly tx: number; readonly hash: Hash }
  | {
      readonly kind: "mined";
      readonly tx: number;
      readonly hash: Hash;
      readonly block: number;
      readonly status: "done" | "reverted";
    }
  /** Its nonce was used by another transaction. */
  | { readonly kind: "gone"; readonly tx: number }
  | { readonly kind: "deep"; readonly tx: number }
  | { readonly kind: "over"; readonly swap: Hex; readonly at: number; readonly phase: SwapPhase }
  /** A lock to the agent is about to be given free: it is never answered. */
  | ({ readonly kind: "release" } & Release)
  | { readonly kind: "released"; readonly lock: Hex; readonly signature: Hex }
  /** From these blocks on, by chain, the journal knows all that the agent did. */
  | { readonly kind: "knows"; readonly from: Readonly<Record<number, number>> }
  /** The own lock of a swap was given free, in the block that the logs have it in. */
  | {
      readonly kind: "consent";
      readonly swap: Hex;
      readonly block: number;
      readonly deadline: bigint;
      readonly signature: Hex;
    }
  /** Logs before this block have been taken in. */
  | { readonly kind: "cursor"; readonly chainId: number; readonly block: number };

/** A line as text. Money is kept in digits with an `n`, as in JavaScript. */
export function textOf(line: Line): string {
  return JSON.stringify(line, (_, value: unknown) => (typeof value === "bigint" ? `${value}n` : value));
}

const KINDS: Readonly<Record<Line["kind"], true>> = {
  ...{ begin: true, genesis: true, recovered: true, counters: true, order: true, withdrawn: true, note: true },
  ...{ swap: true, state: true, intent: true, signed: true, sent: true, mined: true, gone: true, deep: true },
  ...{ over: true, release: true, released: true, knows: true, consent: true, cursor: true, bitcoin: true },
};

/**
 * The line of a text.
 *
 * @throws where it is none: what is not understood may be what must not be forgotten
 */
export function lineOf(text: string): Line {
  const line: unknown = JSON.parse(text, (_, value: unknown) =>
    typeof value === "string" && /^\d+n$/.test(value) ? BigInt(value.slice(0, -1)) : value,
  );
  const kind = typeof line === "object" && line !== null ? (line as { readonly kind?: unknown }).kind : undefined;
  if (typeof kind !== "string" || !Object.hasOwn(KINDS, kind)) throw new Error("no line of a journal");
  return line as Line;
}
