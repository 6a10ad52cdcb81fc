import { earlyRefundTypedData } from "@tallystick/sdk/swaps/earlyRefund";
import { depthOf } from "@tallystick/sdk/swaps/plan";
import { type Release, releasedId, type SignedRelease } from "@tallystick/sdk/swaps/release";
import { postRelease } from "@tallystick/sdk/swaps/releaseRelay";
import type { FoundLock } from "@tallystick/sdk/swaps/swapState";
import { decodeFunctionResult, encodeFunctionData, type Hex, isAddressEqual, parseAbi } from "viem";
import type { Chain } from "../chain/chain.ts";
import type { Config } from "../config.ts";
import type { Log } from "../log.ts";
import { Refusal } from "../refusal.ts";
import type { Book } from "./book.ts";
import type { Given, ReleaseBook } from "./releaseBook.ts";
import { createTelling, type Message } from "./telling.ts";
import { isBegun, isNear, isPaired, isUnanswerable } from "./unanswerable.ts";

/** Gives locks free that the agent never answers. */
export interface Releases {
  /** Looks after what can be given free, and tells relays of what was. */
  tend(): Promise<void>;
  /**
   * Gives one lock free, as its operator says.
   *
   * @param anyway though it could be answered still: then it never is
   * @throws Refusal
   */
  release(id: Hex, anyway: boolean): Promise<SignedRelease>;
}

export interface ReleaseParts {
  readonly config: Config;
  readonly book: Book;
  readonly given: ReleaseBook;
  readonly chains: readonly Chain[];
  /** Whether an answer to the lock is being sent, or ever was, as far as the journal knows. */
  readonly isAnswering: (id: Hex) => boolean;
  readonly log: Log;
}

/** A relay may refuse a release of which its node does not know yet. */
const REFUSED_MS = 60_000;

const abi = parseAbi(["function lockedAt(bytes32[] ids) view returns (uint256[] blocks)"]);

const noKey = (): Refusal =>
  new Refusal(409, "no-claim-key", "keys.claim is an address: only its key can give a lock free.");

export function createReleases({ config, book, given, chains, isAnswering, log }: ReleaseParts): Releases {
  const { claimer, receiver, mode } = config;
  const isOn = config.releases && mode === "agent" && claimer !== undefined && config.relays.length > 0;
  const tell = createTelling(config.relays, log, REFUSED_MS);
  let isTending = false;

  /** The journal knows a lock's whole life: one that was lost might have answered it. */
  const isKnown = (chain: Chain, { state }: FoundLock): boolean => {
    const from = given.knowsFrom(chain.chainId);
    return state.status === "locked" && from !== undefined && state.block > from;
  };
  const isTied = (found: FoundLock): boolean =>
    isPaired(chains, found) || isBegun(book, found) || isAnswering(found.id);
  const isMine = ({ lock, state }: FoundLock): boolean =>
    state.status === "locked" && isAddressEqual(lock.recipient, receiver);

  /** Blocks that were made before nothing is remembered, though an endpoint may be behind by an outage. */
  function noteBeginning(): void {
    if (chains.every(({ chainId }) => given.knowsFrom(chainId) !== undefined)) return;
    const heads = chains.map((chain) => [chain, chain.head()?.number] as const);
    if (heads.some(([, head]) => head === undefined)) return;
    given.setKnowsFrom(
      Object.fromEntries(
        heads.map(([{ chainId, timing }, head = 0]) => [
          chainId,
          head + depthOf(timing) + Math.ceil(timing.outage / timing.blockTime),
        ]),
      ),
    );
  }

  /** Asked once for all locks, and only when one of them is near. */
  function deepTimes(): (chain: Chain) => Promise<number | undefined> {
    const asked = new Map<Chain, Promise<number | undefined>>();
    return (chain) => {
      const head = chain.head()?.number;
      const time = asked.get(chain) ?? chain.timeAt((head ?? 0) - depthOf(chain.timing) + 1);
      asked.set(chain, time);
      return head === undefined ? Promise.resolve(undefined) : time;
    };
  }

  /** The number by which the contract knows the lock's block, which on some chains is not the logs'. */
  async function releaseFor(chain: Chain, { id, lock }: FoundLock): Promise<Release> {
    const { chainId, hashLock } = chain;
    const data = encodeFunctionData({ abi, functionName: "lockedAt", args: [[id]] });
    const answer = (await chain.ask("eth_call", [{ to: hashLock, data }, "latest"])) as Hex;
    const [lockedAt = 0n] = decodeFunctionResult({ abi, functionName: "lockedAt", data: answer });
    if (lockedAt === 0n) throw new Refusal(409, "not-open", "The chain does not have the lock open.");
    return { chainId, hashLock, lock, lockedAt, deadline: lock.timelock };
  }

  async function sign(release: Release): Promise<SignedRelease> {
    if (claimer === undefined) throw noKey();
    const id = releasedId(release);
    const { chainId, hashLock, lockedAt, deadline } = release;
    const signature = await claimer.signTypedData(earlyRefundTypedData(chainId, hashLock, { id, lockedAt, deadline }));
    const signed = { release, signature };
    given.signed(signed);
    log.info("released", { id });
    return signed;
  }

  /** From the line on the lock is not answered: it is written before anything is signed. */
  async function giveFree(chain: Chain, found: FoundLock): Promise<SignedRelease> {
    if (claimer === undefined) throw noKey();
    const release = await releaseFor(chain, found);
    // Others may have acted while the chain was asked.
    if (given.has(found.id) || isTied(found)) throw new Refusal(409, "answered", "The lock is being answered.");
    given.begin(release);
    return sign(release);
  }

  async function look(): Promise<void> {
    const timeOf = deepTimes();
    for (const chain of chains) {
      for (const found of chain.locks()) {
        const isFree = isMine(found) && !given.has(found.id) && isKnown(chain, found);
        if (!isFree || !isNear(chain, found, chains) || isTied(found)) continue;
        if (!(await isUnanswerable(chain, found, chains, book, timeOf))) continue;
        await giveFree(chain, found).catch((error: unknown) => {
          if (!(error instanceof Refusal)) throw error;
          log.info("not-released", { id: found.id, reason: error.message });
        });
      }
    }
  }

  /** What relays are told of a release, until its time is up. */
  function messageOf({ release, signature }: Given): Message[] {
    const now = chains.find(({ chainId }) => chainId === release.chainId)?.head()?.time ?? 0;
    if (signature === undefined || BigInt(now) >= release.deadline) return [];
    const post: Message["tell"] = (url, signal) => postRelease({ url }, { release, signature }, { signal });
    return [{ key: `releases ${releasedId(release)}`, tell: post }];
  }

  /** An open lock to the agent that it did not answer. */
  function openLock(id: Hex): { readonly chain: Chain; readonly found: FoundLock } {
    if (chains.some((chain) => chain.head() === undefined)) {
      throw new Refusal(503, "not-ready", "Not every chain is seen now.");
    }
    const all = chains.flatMap((chain) => chain.locks().map((found) => ({ chain, found })));
    const where = all.find(({ found }) => found.id === id && isMine(found));
    if (where === undefined) throw new Refusal(404, "unknown-lock", "There is no open lock of this id to the agent.");
    if (isTied(where.found)) throw new Refusal(409, "answered", "The lock was answered, or is being answered.");
    return where;
  }

  /** What the operator may say is not what an agent that forgot may have done: that the chain must exclude. */
  async function requireFree(chain: Chain, found: FoundLock, anyway: boolean): Promise<void> {
    const isNever = await isUnanswerable(chain, found, chains, book, deepTimes());
    if (isKnown(chain, found) ? isNever || anyway : isNever && anyway) return;
    throw isKnown(chain, found)
      ? new Refusal(409, "answerable", "The lock could be answered still. Given free anyway, it never will be.")
      : new Refusal(409, "forgotten", "The lock is older than the journal: an answer may be under way that it forgot.");
  }

  return {
    async tend() {
      if (!isOn || isTending) return;
      isTending = true;
      try {
        noteBeginning();
        for (const { release, signature } of given.all()) {
          if (signature === undefined && isAddressEqual(release.lock.recipient, receiver)) await sign(release);
        }
        await look();
        await tell(given.all().flatMap(messageOf));
      } finally {
        isTending = false;
      }
    },
    async release(id, anyway) {
      const known = given.all().find(({ release }) => releasedId(release) === id);
      if (known) return known.signature ? { ...known, signature: known.signature } : sign(known.release);
      const { chain, found } = openLock(id);
      await requireFree(chain, found, anyway);
      return giveFree(chain, found);
    },
  };
}
