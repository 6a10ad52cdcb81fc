import { type Address, type Hash, type Hex, numberToHex, type RpcLog } from "viem";
import { reasonOf } from "../log.ts";
import { createDecoder } from "./decoder.ts";
import { type Endpoint, EndpointError } from "./endpoint.ts";
import type { LockIndex } from "./lockIndex.ts";
import { isCount } from "./sane.ts";

export interface Head {
  readonly number: number;
  readonly hash: Hash;
  /** Unix second. */
  readonly time: number;
  /** Wei. */
  readonly baseFee: bigint;
}

/** A block, as an endpoint tells it. */
interface RpcHead {
  readonly number: Hex;
  readonly hash: Hash;
  readonly parentHash: Hash;
  readonly timestamp: Hex;
  readonly baseFeePerGas?: Hex;
}

export interface FollowerSettings {
  readonly chainId: number;
  readonly hashLock: Address;
  /** Blocks whose logs are read again at each new block: more than any promised reorganisation and outage together. */
  readonly window: number;
  /** Blocks that the head may go back: more than any promised reorganisation. */
  readonly reorgWindow: number;
  /** Longest pause after failures, in milliseconds. */
  readonly backoffMs: number;
  /** Milliseconds after which a head that stays the same is none. */
  readonly staleMs: number;
}

/** What one endpoint says of a chain. */
export interface Follower {
  readonly endpoint: Endpoint;
  readonly index: LockIndex;
  /** Looks once; true: there was something new. */
  poll(): Promise<boolean>;
  head(): Head | undefined;
  /** Answers, of the right chain, with a head that has moved of late. */
  isAlive(): boolean;
  /** Why it isn't alive; undefined: it is. */
  problem(): string | undefined;
  /** Reads the logs from a block on once more. */
  rescan(fromBlock: number): void;
}

/** What all endpoints of a chain must agree on, for ever: which chain it is. */
export interface Origin {
  genesis(): Hash | undefined;
  /** The first answer is kept. */
  found(genesis: Hash): void;
}

const SHORTEST_PAUSE_MS = 100;

export function createFollower(
  endpoint: Endpoint,
  index: LockIndex,
  settings: FollowerSettings,
  origin: Origin,
  firstBlock: number,
): Follower {
  const { chainId, hashLock, window, reorgWindow, backoffMs, staleMs } = settings;
  const eventsOf = createDecoder(settings);
  let isChecked = false;
  let head: Head | undefined;
  let problem: string | undefined = "it has not answered yet";
  let scanFrom = firstBlock;
  /** Most blocks in one question after logs. */
  let reach = 50_000;
  let movedAt: number | undefined;
  let failures = 0;
  let notBefore = 0;

  async function checkChain(): Promise<void> {
    const answered = Number(await endpoint.ask("eth_chainId", []));
    if (answered !== chainId) throw new Error(`it is chain ${answered}, not ${chainId}`);
    await checkFirstBlock();
    isChecked = true;
  }

  async function checkFirstBlock(): Promise<void> {
    const first = (await endpoint.ask("eth_getBlockByNumber", ["0x0", false])) as { hash: Hash } | null;
    if (first === null) throw new Error("it does not know the chain's first block");
    const genesis = origin.genesis();
    if (genesis === undefined) origin.found(first.hash);
    else if (genesis !== first.hash) throw new Error("it is another chain of the same number: its first block differs");
  }

  async function readLogs(fromBlock: number, toBlock: number): Promise<void> {
    for (let from = fromBlock; from <= toBlock; ) {
      const to = Math.min(toBlock, from + reach - 1);
      const filter = { address: hashLock, fromBlock: numberToHex(from), toBlock: numberToHex(to) };
      try {
        const logs = (await endpoint.ask("eth_getLogs", [filter])) as RpcLog[];
        index.replace({ from, to, head: toBlock, events: eventsOf(logs, from, to) });
        from = to + 1;
        scanFrom = from;
      } catch (error) {
        // Endpoints limit ranges, each in words of its own.
        if (!(error instanceof EndpointError) || error.kind !== "refused" || to === from) throw error;
        reach = Math.ceil((to - from + 1) / 2);
      }
    }
  }

  /** The newest block, with what tells whether it follows the last one. */
  async function readHead(): Promise<Head & { readonly parentHash: Hash }> {
    const block = (await endpoint.ask("eth_getBlockByNumber", ["latest", false])) as RpcHead | null;
    if (block === null) throw new Error("it has no newest block");
    const { number, hash, parentHash, timestamp, baseFeePerGas } = block;
    if (![number, timestamp].every(isCount)) throw new Error("its newest block has no number or time");
    const baseFee = BigInt(baseFeePerGas ?? 0n);
    return { number: Number(number), hash, parentHash, time: Number(timestamp), baseFee };
  }

  async function requireSuccessor(last: Head, next: Head, parentHash: Hash): Promise<void> {
    // Blocks were missed or replaced, or it speaks of another chain all of a sudden.
    if (next.hash !== last.hash && parentHash !== last.hash) await checkFirstBlock();
    if (next.number >= last.number - reorgWindow) return;
    // Behind, or another chain: known by its first block when it has come to where we were.
    isChecked = false;
    throw new Error(`it went back from block ${last.number} to ${next.number}`);
  }

  async function look(): Promise<boolean> {
    if (!isChecked) await checkChain();
    const { parentHash, ...next } = await readHead();
    if (head?.hash === next.hash && scanFrom > next.number) return false;
    if (head !== undefined) await requireSuccessor(head, next, parentHash);
    const from = Math.min(scanFrom, next.number - window, index.doubtFrom());
    await readLogs(Math.max(0, from), next.number);
    if (head !== undefined && head.hash !== next.hash) movedAt = performance.now();
    head = next;
    return true;
  }

  const isStale = (): boolean => movedAt === undefined || performance.now() - movedAt > staleMs;
  const problemNow = (): string | undefined => {
    if (problem !== undefined) return problem;
    if (movedAt === undefined) return "no new block has come since the start";
    return isStale() ? "its newest block has stayed the same for too long" : undefined;
  };

  return {
    endpoint,
    index,
    head: () => head,
    isAlive: () => problemNow() === undefined,
    problem: problemNow,
    rescan: (fromBlock) => {
      scanFrom = Math.min(scanFrom, fromBlock);
    },
    async poll() {
      if (performance.now() < notBefore) return false;
      const before = problem;
      try {
        const isNew = await look();
        failures = 0;
        problem = undefined;
        return isNew || before !== undefined;
      } catch (error) {
        problem = reasonOf(error);
        failures += 1;
        // What comes back may be another one.
        if (!(error instanceof EndpointError) || error.kind === "unreachable") isChecked = false;
        notBefore = performance.now() + Math.min(backoffMs, SHORTEST_PAUSE_MS * 2 ** Math.min(failures, 20));
        return before === undefined;
      }
    },
  };
}
