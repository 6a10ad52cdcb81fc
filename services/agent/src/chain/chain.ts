import type { Lock } from "@tallystick/sdk/swaps/lock";
import type { ChainTiming } from "@tallystick/sdk/swaps/plan";
import type { ChainView, FoundLock, LockState } from "@tallystick/sdk/swaps/swapState";
import { type Address, type Hash, type Hex, numberToHex } from "viem";
import type { ChainConfig } from "../config.ts";
import { reasonOf } from "../log.ts";
import { lowerMedian } from "../lowerMedian.ts";
import { agreedOf } from "./agreed.ts";
import { createEndpoint, EndpointError } from "./endpoint.ts";
import { createFollower, type Follower, type Head, type Origin } from "./follower.ts";
import { type Cares, createLockIndex } from "./lockIndex.ts";

/** A chain, as its endpoints together say it is: where they differ, the answer that promises least counts. */
export interface Chain {
  readonly chainId: number;
  readonly hashLock: Address;
  readonly timing: ChainTiming;
  /** Looks at every endpoint once; true: there was something new. */
  poll(): Promise<boolean>;
  /** Newest block that enough endpoints have; undefined while too few are alive. */
  head(): Head | undefined;
  /** What is known of the locks with a hashlock. */
  view(hashlock: Hex): ChainView;
  /** Every lock that matters here. */
  locks(): readonly FoundLock[];
  /** Block of a transaction that did something to a lock, if every endpoint has it. */
  blockOf(transaction: Hash): number | undefined;
  /**
   * Unix second of a block, the earliest that any endpoint that counts says.
   *
   * @returns undefined: too few are alive, or one of them does not have the block
   */
  timeAt(block: number): Promise<number | undefined>;
  /** What as many endpoints answer as must agree, where no others say otherwise. */
  agree(method: string, params: readonly unknown[]): Promise<unknown>;
  /**
   * Asks an endpoint that is alive, or answers at least. Where it refuses, or says what can't be, the others are asked: one
   * alone must not hold up what is due.
   */
  ask(method: string, params: readonly unknown[], canBe?: (answer: unknown) => boolean): Promise<unknown>;
  /** Sends signed bytes to every endpoint. */
  send(raw: Hex): Promise<Hash>;
  rescan(fromBlock: number): void;
  prune(isNeeded: (lock: Lock) => boolean): void;
  state(): readonly EndpointState[];
  calls(): number;
}

export interface EndpointState {
  readonly isAlive: boolean;
  /** Number of the newest block up to which its logs have been read; undefined: not once. */
  readonly head: number | undefined;
  readonly problem: string | undefined;
}

/** Blocks that are read again beyond what is promised: the head may move between two questions. */
const SPARE_BLOCKS = 2;

export function createChain(config: ChainConfig, cares: Cares, origin: Origin, firstBlock: number): Chain {
  const { chainId, hashLock, timing, quorum } = config;
  const reorgWindow = Math.max(timing.confirmations, timing.reorgDepth + 1) + SPARE_BLOCKS;
  // An endpoint that denies what happened may do so for as long as an outage lasts: then it is asked again.
  const patience = Math.ceil(timing.outage / timing.blockTime) + SPARE_BLOCKS;
  const window = reorgWindow + patience;
  const { backoffMs, staleMs } = config;
  const settings = { chainId, hashLock, window, reorgWindow, backoffMs, staleMs };
  const followers = config.rpcUrls.map((url) =>
    createFollower(
      createEndpoint(url, config.timeoutMs),
      createLockIndex(cares, { reorg: reorgWindow, patience }),
      settings,
      origin,
      firstBlock,
    ),
  );

  const alive = (): readonly Follower[] => followers.filter((each) => each.isAlive());
  /** Those whose clock is like the others': one alone must not make everybody believe that all time is up. */
  const agreeing = (): readonly Follower[] => {
    const list = alive();
    const middle = lowerMedian(list.map(timeOf)) ?? 0;
    return list.filter((each) => Math.abs(timeOf(each) - middle) <= window * timing.blockTime);
  };
  const trusted = (): readonly Follower[] => {
    const list = agreeing();
    return list.length >= quorum ? list : [];
  };
  /** Whose word is the last known: those alive, else whoever has ever answered. */
  const known = (): readonly Follower[] => {
    const list = trusted();
    return list.length > 0 ? list : followers.filter((each) => each.head() !== undefined);
  };
  const headOf = (list: readonly Follower[]): Head | undefined => {
    const heads = list.flatMap((each) => each.head() ?? []);
    const [first] = heads;
    if (first === undefined) return undefined;
    const least = heads.reduce((x, y) => (y.number < x.number ? y : x), first);
    const time = Math.max(...heads.map((each) => each.time));
    // One endpoint alone must not make transactions too dear to be paid.
    return { ...least, time, baseFee: lowerMedian(heads.map(({ baseFee }) => baseFee)) ?? 0n };
  };
  const merge = (read: (follower: Follower, head: number) => readonly FoundLock[]): readonly FoundLock[] => {
    const list = known();
    const [first] = list;
    if (list.length === 1 && first) return read(first, first.head()?.number ?? 0);
    const each = list.map((follower) => new Map(read(follower, follower.head()?.number ?? 0).map((l) => [l.id, l])));
    const ids = new Set(each.flatMap((map) => [...map.keys()]));
    return [...ids].flatMap((id) => {
      const found = each.map((map) => map.get(id));
      const some = found.find((one) => one !== undefined);
      return some ? [{ ...some, state: worstOf(found.map((one) => one?.state)) }] : [];
    });
  };

  return {
    chainId,
    hashLock,
    timing,
    async poll() {
      const news = await Promise.all(followers.map((each) => each.poll()));
      return news.includes(true);
    },
    head: () => headOf(trusted()),
    view(hashlock) {
      return { head: headOf(trusted()), locks: merge(({ index }, head) => index.withHashlock(hashlock, head)) };
    },
    locks: () => merge(({ index }, head) => index.all(head)),
    blockOf(transaction) {
      const blocks = known().map(({ index }) => index.blockOf(transaction));
      return blocks.every((block) => block !== undefined) ? Math.max(...(blocks as number[])) : undefined;
    },
    async ask(method, params, canBe = () => true) {
      let failure: unknown;
      const rest = followers.filter((each) => !each.isAlive());
      for (const { endpoint } of [...alive(), ...rest]) {
        try {
          const answer = await endpoint.ask(method, params);
          if (canBe(answer)) return answer;
          failure ??= new EndpointError("unreachable", `an endpoint answers ${method} with what can't be`);
        } catch (error) {
          // Why the chain would not do it tells more than why an endpoint did not answer.
          const isRefused = failure instanceof EndpointError && failure.kind === "refused";
          if (!isRefused) failure = error;
        }
      }
      throw failure ?? new EndpointError("unreachable", "no endpoint");
    },
    async timeAt(block) {
      const list = trusted();
      const asked = list.map(({ endpoint }) => endpoint.ask("eth_getBlockByNumber", [numberToHex(block), false]));
      const blocks = (await Promise.all(asked)) as readonly ({ readonly timestamp: Hex } | null)[];
      if (list.length === 0 || block < 0) return undefined;
      const times = blocks.map((each) => (each === null ? undefined : Number(each.timestamp)));
      return times.every((time) => time !== undefined) ? Math.min(...times) : undefined;
    },
    async agree(method, params) {
      const asked = trusted().map(({ endpoint }) => endpoint.ask(method, params));
      return agreedOf(await Promise.allSettled(asked), quorum);
    },
    async send(raw) {
      const answers = await Promise.allSettled(
        followers.map(({ endpoint }) => endpoint.ask("eth_sendRawTransaction", [raw])),
      );
      const taken = answers.find((answer) => answer.status === "fulfilled");
      if (taken) return taken.value as Hash;
      const reasons = answers.flatMap((answer) => (answer.status === "rejected" ? [answer.reason as unknown] : []));
      const refused = reasons.find((reason) => reason instanceof EndpointError && reason.kind === "refused");
      throw refused ?? reasons[0] ?? new EndpointError("unreachable", reasonOf("no endpoint"));
    },
    rescan(fromBlock) {
      for (const each of followers) each.rescan(fromBlock);
    },
    prune(isNeeded) {
      for (const { index, head } of followers) index.prune((head()?.number ?? 0) - window, isNeeded);
    },
    state: () =>
      followers.map((each) => ({
        isAlive: each.isAlive(),
        head: each.head()?.number,
        problem: each.problem(),
      })),
    calls: () => followers.reduce((sum, { endpoint }) => sum + endpoint.calls(), 0),
  };
}

const timeOf = (follower: Follower): number => follower.head()?.time ?? 0;

/** What several endpoints say of one lock: a secret that one shows is known; else they must agree, and the least deep counts. */
function worstOf(states: readonly (LockState | undefined)[]): LockState {
  const claimed = states.find((state) => state?.status === "claimed");
  if (claimed?.status === "claimed") {
    const depths = states.map((state) => (state?.status === "claimed" ? state.depth : 0));
    return { ...claimed, depth: Math.min(...depths) };
  }
  const [first] = states;
  if (first === undefined || states.some((state) => state?.status !== first.status)) return { status: "unsure" };
  const depth = Math.min(...states.map((state) => (state && "depth" in state ? state.depth : 0)));
  return first.status === "unsure" ? first : { ...first, depth };
}
