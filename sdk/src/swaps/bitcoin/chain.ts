import type { Outpoint } from "./draft.ts";

/** The newest block. */
export interface BitcoinHead {
  readonly height: number;
  /** Median time of the last eleven blocks: what lock times are measured by. */
  readonly medianTime: number;
}

/** A transaction as somebody showed it. */
export interface SeenTransaction {
  readonly hex: string;
  /** Of its block; undefined: it waits for one. */
  readonly height: number | undefined;
}

/** The few questions that a swap has for Bitcoin. Whoever answers, what can be computed is computed here. */
export interface BitcoinChain {
  readonly head: () => Promise<BitcoinHead>;
  /** Hash of the first block: it tells networks apart. */
  readonly genesis: () => Promise<string>;
  /** Transactions that pay an address, those that wait included. */
  readonly payments: (address: string) => Promise<readonly SeenTransaction[]>;
  /** The transaction that spends an output. */
  readonly spender: (outpoint: Pick<Outpoint, "txid" | "vout">) => Promise<SeenTransaction | undefined>;
  /** Sends a transaction; one that is known already is as good. */
  readonly send: (hex: string) => Promise<void>;
  /** Satoshi for a virtual byte that get a transaction into one of the next blocks. */
  readonly feeRate: (blocks: number) => Promise<number>;
}
