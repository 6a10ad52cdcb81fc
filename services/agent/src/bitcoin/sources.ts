import type { Fetch } from "@tallystick/sdk/gateway/http";
import type { BitcoinChain, BitcoinHead } from "@tallystick/sdk/swaps/bitcoin/chain";
import type { Outpoint } from "@tallystick/sdk/swaps/bitcoin/draft";
import { esplora } from "@tallystick/sdk/swaps/bitcoin/esplora";
import { requireBitcoinNetwork } from "@tallystick/sdk/swaps/bitcoin/network";
import { type BitcoinLockView, bitcoinLockView } from "@tallystick/sdk/swaps/bitcoin/observe";
import type { BitcoinLock, BitcoinNetwork } from "@tallystick/sdk/swaps/bitcoin/script";
import type { LockState } from "@tallystick/sdk/swaps/swapState";
import type { Hex } from "viem";
import { reasonOf } from "../log.ts";
import { lowerMedian } from "../lowerMedian.ts";

// Bitcoin as several indexes show it. Payments, secrets and signatures are read from bytes, so that what one of them shows is
// so, and what it denies may be seen by another; of heights, of which they may lie, the least counts.

/** A lock to look at. */
export interface Looked {
  readonly swap: Hex;
  readonly coin: BitcoinLock;
  readonly outpoints: readonly Outpoint[];
}

/** What was seen at a look. */
export interface Sight {
  readonly head: BitcoinHead;
  readonly locks: ReadonlyMap<Hex, BitcoinLockView>;
}

export interface Sources {
  /** Undefined: none of them answers for the right network. */
  look(locks: readonly Looked[]): Promise<Sight | undefined>;
  /** Sends to all; one that takes it is enough. */
  send(hex: string): Promise<void>;
  /** Satoshi for a virtual byte: the lowest that one of them says, since one alone could have money wasted. */
  feeRate(blocks: number): Promise<number>;
  /** What is wrong with each; undefined: nothing. */
  problems(): readonly (string | undefined)[];
  calls(): number;
}

interface Source {
  readonly chain: BitcoinChain;
  isChecked: boolean;
  problem: string | undefined;
}

export function createSources(urls: readonly string[], network: BitcoinNetwork, timeoutMs: number): Sources {
  let calls = 0;
  const counted: Fetch = (url, init) => {
    calls += 1;
    const late = AbortSignal.timeout(timeoutMs);
    return fetch(url, { ...init, signal: init?.signal ? AbortSignal.any([init.signal, late]) : late });
  };
  const sources: readonly Source[] = urls.map((url) => ({
    ...{ chain: esplora(url, { fetch: counted }), isChecked: false, problem: "it has not answered yet" },
  }));

  async function lookAt(source: Source, locks: readonly Looked[]): Promise<Sight | undefined> {
    try {
      if (!source.isChecked) await requireBitcoinNetwork(source.chain, network);
      source.isChecked = true;
      const head = await source.chain.head();
      // One head for all of them.
      const chain = { ...source.chain, head: async () => head };
      const seen = new Map<Hex, BitcoinLockView>();
      for (const { swap, coin, outpoints } of locks) {
        const view = await bitcoinLockView(chain, coin, (found) => outpoints.some((each) => isSame(each, found)));
        if (view !== undefined) seen.set(swap, view);
      }
      source.problem = undefined;
      return { head, locks: seen };
    } catch (error) {
      source.isChecked = false;
      source.problem = reasonOf(error);
      return undefined;
    }
  }

  const alive = (): readonly Source[] => sources.filter(({ problem }) => problem === undefined);

  return {
    async look(locks) {
      const sights = await Promise.all(sources.map((source) => lookAt(source, locks)));
      return merged(sights.filter((sight) => sight !== undefined));
    },
    async send(hex) {
      const list = alive().length > 0 ? alive() : sources;
      const answers = await Promise.allSettled(list.map(({ chain }) => chain.send(hex)));
      if (answers.some(({ status }) => status === "fulfilled")) return;
      const reasons = answers.map((answer) => (answer.status === "rejected" ? reasonOf(answer.reason) : ""));
      throw new Error(reasons.join("; "));
    },
    async feeRate(blocks) {
      const answers = await Promise.allSettled(alive().map(({ chain }) => chain.feeRate(blocks)));
      const rates = answers.flatMap((answer) => (answer.status === "fulfilled" ? [answer.value] : []));
      return rates.length === 0 ? 1 : Math.min(...rates);
    },
    problems: () => sources.map(({ problem }) => problem),
    calls: () => calls,
  };
}

const isSame = (x: Outpoint, y: Outpoint): boolean => x.txid === y.txid && x.vout === y.vout && x.amount === y.amount;

/** What several show: of heads the middle one, of a lock the most that any can prove. */
function merged(sights: readonly Sight[]): Sight | undefined {
  const [first] = sights;
  if (first === undefined) return undefined;
  const middle = (of: (head: BitcoinHead) => number): number => lowerMedian(sights.map(({ head }) => of(head))) ?? 0;
  const ids = new Set(sights.flatMap(({ locks }) => [...locks.keys()]));
  const locks = new Map<Hex, BitcoinLockView>();
  for (const id of ids) {
    const view = most(sights.map((sight) => sight.locks.get(id)));
    if (view !== undefined) locks.set(id, view);
  }
  return {
    head: { height: middle(({ height }) => height), medianTime: middle(({ medianTime }) => medianTime) },
    locks,
  };
}

const ORDER: readonly LockState["status"][] = ["claimed", "refunded", "locked"];

function most(views: readonly (BitcoinLockView | undefined)[]): BitcoinLockView | undefined {
  for (const status of ORDER) {
    const showing = views.filter((view) => view?.state.status === status);
    const [view] = showing;
    if (view === undefined) continue;
    // An end that one does not see yet is not deep; a payment is seen or not.
    const counted = status === "locked" ? showing : views;
    const depths = counted.map((each) =>
      each?.state.status === status && "depth" in each.state ? each.state.depth : 0,
    );
    return { ...view, state: { ...view.state, depth: Math.min(...depths) } as LockState };
  }
  return undefined;
}
