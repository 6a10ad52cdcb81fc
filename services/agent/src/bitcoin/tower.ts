import type { BitcoinHead } from "@tallystick/sdk/swaps/bitcoin/chain";
import { type BitcoinLockView, bitcoinChainIds, bitcoinLockId, lockTerms } from "@tallystick/sdk/swaps/bitcoin/observe";
import type { PresignedOf } from "@tallystick/sdk/swaps/bitcoin/presigned";
import type { BitcoinWatch } from "@tallystick/sdk/swaps/bitcoin/watch";
import { lockId } from "@tallystick/sdk/swaps/lock";
import type { ChainView, Swap, SwapLeg } from "@tallystick/sdk/swaps/swapState";
import { type Hex, zeroAddress } from "viem";
import type { EndpointState } from "../chain/chain.ts";
import type { ChainConfig } from "../config.ts";
import type { Journal } from "../journal/journal.ts";
import type { Log } from "../log.ts";
import { Refusal } from "../refusal.ts";
import type { NewSwap } from "../swaps/book.ts";
import { createTurns } from "../turns.ts";
import { createSender, type SendOrder } from "./sender.ts";
import type { BitcoinSettings } from "./settings.ts";
import { createSources, type Looked } from "./sources.ts";

/** The Bitcoin legs that a watchtower looks after, by what their parties signed. It has no key of theirs, and none of its own. */
export interface BitcoinTower {
  readonly chainId: number;
  /** Looks once at all open swaps; true: there was something new. */
  poll(open: readonly Swap[]): Promise<boolean>;
  head(): { readonly number: number; readonly time: number } | undefined;
  /** What was seen of a swap's lock. */
  view(swap: Hex): ChainView;
  /** Does what is due on Bitcoin, as far as a party has signed it. */
  act(key: string, swap: Swap, kind: string): Promise<void>;
  /** Looks after what was sent. */
  tend(open: readonly Swap[]): Promise<void>;
  /** Takes in what a party handed over; the swap is to be watched. */
  watch(watch: BitcoinWatch): NewSwap;
  has(swap: Hex): boolean;
  state(): readonly EndpointState[];
  underWay(): number;
  calls(): number;
  /** Settles when nothing is being sent. */
  idle(): Promise<void>;
}

/** Of one lock: what its parties have signed. */
interface Watched {
  readonly watches: BitcoinWatch[];
}

export function createBitcoinTower(
  settings: BitcoinSettings,
  chains: readonly ChainConfig[],
  journal: Journal,
  nextTx: () => number,
  log: Log,
): BitcoinTower {
  const chainId = bitcoinChainIds[settings.network];
  const sources = createSources(settings.urls, settings.network, settings.timeoutMs);
  const sender = createSender(chainId, settings, sources, journal, nextTx, log);
  const swaps = new Map<Hex, Watched>();
  let seen: { readonly head: BitcoinHead; readonly locks: ReadonlyMap<Hex, BitcoinLockView> } | undefined;
  let isSeen = false;
  let look = 0;
  let tended = 0;
  let last = "";
  const { inTurn, idle } = createTurns();
  const head: BitcoinTower["head"] = () =>
    isSeen && seen ? { number: seen.head.height, time: seen.head.medianTime } : undefined;

  const take = (watch: BitcoinWatch): void => {
    const id = swapIdOf(watch);
    const { watches } = swaps.get(id) ?? { watches: [] };
    const isOther = (each: BitcoinWatch): boolean =>
      each.presigned.kind !== watch.presigned.kind ||
      each.outpoint.txid !== watch.outpoint.txid ||
      each.outpoint.vout !== watch.outpoint.vout;
    // What is handed over again replaces what was.
    swaps.set(id, { watches: [...watches.filter(isOther), watch] });
  };
  for (const line of journal.lines) if (line.kind === "bitcoin") take(line.watch);

  /** What a party has signed of a kind for the payment that is seen. */
  function presignedFor(swap: Hex, kind: "claim" | "refund"): PresignedOf | undefined {
    const outpoint = seen?.locks.get(swap)?.outpoint;
    const found = swaps
      .get(swap)
      ?.watches.find(
        (each) =>
          each.presigned.kind === kind && each.outpoint.txid === outpoint?.txid && each.outpoint.vout === outpoint.vout,
      );
    return found && { lock: found.coin, outpoint: found.outpoint, presigned: found.presigned };
  }

  function orderOf(key: string, swap: Swap, kind: "claim" | "refund"): SendOrder | undefined {
    const of = presignedFor(swap.id, kind);
    return of && { key, swap: swap.id, of, preimage: kind === "claim" ? swap.preimage : undefined };
  }

  /** What was begun before the start. */
  function begunOrder(key: string, open: readonly Swap[]): SendOrder | undefined {
    const [id, , kind] = key.split(":");
    const swap = open.find((each) => each.id === id);
    return swap && (kind === "claim" || kind === "refund") ? orderOf(key, swap, kind) : undefined;
  }

  /** Somebody took the money back while the secret is public: until a block has it, the claim may still come first. */
  async function contest(swap: Swap): Promise<void> {
    const view = seen?.locks.get(swap.id);
    const leg = swap.a.chainId === chainId ? "a" : "b";
    if (seen === undefined || view?.spender === undefined || swap.preimage === undefined) return;
    if (view.state.status !== "refunded" || view.spender.height !== undefined) return;
    const order = orderOf(`${swap.id}:${leg}:claim`, swap, "claim");
    if (order !== undefined) await sender.outbid(order, view.spender.hex, { ...seen.head, look });
  }

  return {
    chainId,
    async poll(open) {
      const locks = open.flatMap(({ id }): Looked[] => {
        const watches = swaps.get(id)?.watches ?? [];
        const [first] = watches;
        return first ? [{ swap: id, coin: first.coin, outpoints: watches.map(({ outpoint }) => outpoint) }] : [];
      });
      const sight = await sources.look(locks);
      isSeen = sight !== undefined;
      if (sight !== undefined) seen = sight;
      look += 1;
      const now = JSON.stringify([isSeen, seen?.head, [...(seen?.locks ?? [])]], (_, value: unknown) =>
        typeof value === "bigint" ? String(value) : value,
      );
      const isNew = now !== last;
      last = now;
      return isNew;
    },
    head,
    view(swap) {
      const found = seen?.locks.get(swap);
      const [watch] = swaps.get(swap)?.watches ?? [];
      if (found === undefined || watch === undefined) return { head: head(), locks: [] };
      const lock = { id: bitcoinLockId(watch.coin), lock: lockTerms(watch.coin), state: found.state };
      return { head: head(), locks: [lock] };
    },
    async act(key, swap, kind) {
      const order = kind === "claim" || kind === "refund" ? orderOf(key, swap, kind) : undefined;
      if (order === undefined || seen === undefined || !isSeen) return;
      const now = { ...seen.head, look };
      await inTurn(() => sender.send(order, now));
    },
    async tend(open) {
      if (seen === undefined || !isSeen || tended === look) return;
      tended = look;
      const { locks } = seen;
      const now = { ...seen.head, look };
      await inTurn(async () => {
        await sender.tend(
          (swap) => locks.get(swap),
          (key) => begunOrder(key, open),
          now,
        );
        for (const swap of open) if (swaps.has(swap.id)) await contest(swap);
      });
    },
    watch(watch) {
      const { coin, other, leg, fromBlock } = watch;
      if (coin.network !== settings.network) {
        throw new Refusal(
          400,
          "bad-bundle",
          `The lock is on ${coin.network}, but the watchtower looks at ${settings.network}.`,
        );
      }
      const chain = chains.find((each) => each.chainId === other.chainId);
      if (chain === undefined || chain.hashLock.toLowerCase() !== other.hashLock.toLowerCase()) {
        throw new Refusal(400, "bad-bundle", "The other leg is on no chain or contract of the watchtower's.");
      }
      journal.append({ kind: "bitcoin", watch });
      take(watch);
      const onBitcoin: SwapLeg = { chainId, hashLock: zeroAddress, timing: settings.timing, terms: lockTerms(coin) };
      const onOther: SwapLeg = {
        chainId: chain.chainId,
        hashLock: chain.hashLock,
        timing: chain.timing,
        terms: other.lock,
      };
      const [a, b] = leg === "a" ? [onBitcoin, onOther] : [onOther, onBitcoin];
      const id = swapIdOf(watch);
      const swap: Swap = { id, role: "watchtower", a, b, isRevealed: false, hasLocked: false, startBy: 0 };
      return { swap, order: undefined, counter: undefined, from: { [chain.chainId]: fromBlock } };
    },
    has: (swap) => swaps.has(swap),
    state: () =>
      sources.problems().map((problem) => ({ isAlive: problem === undefined, head: seen?.head.height, problem })),
    underWay: () => sender.underWay(),
    calls: () => sources.calls(),
    idle,
  };
}

/** A swap's id is that of its leg a. */
function swapIdOf({ leg, coin, other }: BitcoinWatch): Hex {
  return leg === "a" ? bitcoinLockId(coin) : lockId(other.chainId, other.hashLock, other.lock);
}
