import type { Lock } from "@tallystick/sdk/swaps/lock";
import { depthOf } from "@tallystick/sdk/swaps/plan";
import type { SignedRelease } from "@tallystick/sdk/swaps/release";
import { shownReleases } from "@tallystick/sdk/swaps/releaseRelay";
import type { FoundLock } from "@tallystick/sdk/swaps/swapState";
import type { Address, Hex } from "viem";
import type { Chain } from "../chain/chain.ts";
import { EndpointError } from "../chain/endpoint.ts";
import { type Log, reasonOf } from "../log.ts";
import { refundAct } from "./acts.ts";
import type { Book, Entry } from "./book.ts";
import type { Consent, ReleaseBook } from "./releaseBook.ts";

/** That an own lock is to be refunded before its time. */
export interface EarlyRefundEffect {
  readonly kind: "refundEarly";
  readonly leg: "a";
  readonly lock: Lock;
  readonly consent: Consent;
}

/** Asks relays whether the agent's own locks were given free, and says when to refund them by it. */
export interface EarlyRefunds {
  /** What is due for a swap now. */
  effectFor(entry: Entry): EarlyRefundEffect | undefined;
  /** Asks for some of those that wait, unless it was done just now. */
  ask(): Promise<void>;
}

export interface EarlyRefundParts {
  readonly relays: readonly string[];
  readonly book: Book;
  readonly given: ReleaseBook;
  readonly chainOf: (chainId: number) => Chain | undefined;
  /** Who refunds. */
  readonly account: Address;
  /** Milliseconds between two rounds. */
  readonly everyMs: number;
  readonly log: Log;
}

/** Swaps that are asked for in one round. */
const BATCH = 10;
const TIMEOUT_MS = 5_000;
/** Pause after a relay that did not answer. */
const PAUSE_MS = 2_000;
/** Signatures that are known to be none: a relay that lies costs one question to the chain for each. */
const MOST_BAD = 1_000;

export function createEarlyRefunds(parts: EarlyRefundParts): EarlyRefunds {
  const { relays, book, given, chainOf, account, everyMs, log } = parts;
  const notBefore = new Map<string, number>();
  const bad = new Set<Hex>();
  let next = 0;
  let turn = 0;
  let isAsking = false;

  /** The own lock, while nothing speaks against having it back: nobody answered, and the secret is nobody's. */
  function waiting({ swap, isOver }: Entry): FoundLock | undefined {
    const [a, b] = [chainOf(swap.a.chainId), chainOf(swap.b.chainId)];
    if (isOver || swap.role !== "initiator" || swap.isRevealed || swap.preimage !== undefined) return undefined;
    const now = a?.head()?.time;
    if (a === undefined || now === undefined || b?.head() === undefined) return undefined;
    const { hashlock, timelock } = swap.a.terms;
    const isAnswered = b.view(hashlock).locks.some(({ id, state }) => id !== swap.id && state.status !== "refunded");
    // From its timelock on anybody may refund it.
    if (isAnswered || now >= timelock) return undefined;
    return a.view(hashlock).locks.find(({ id, state }) => id === swap.id && state.status === "locked");
  }

  const isDeep = ({ state }: FoundLock, { swap }: Entry): boolean =>
    state.status === "locked" && state.depth >= depthOf(swap.a.timing);

  /** The contract itself says whether it would take it. */
  async function isGood(chain: Chain, lock: Lock, { release, signature }: SignedRelease): Promise<boolean> {
    if (bad.has(signature)) return false;
    const { data } = refundAct(lock, { deadline: release.deadline, signature });
    try {
      await chain.ask("eth_call", [{ from: account, to: chain.hashLock, data }, "latest"]);
      return true;
    } catch (error) {
      if (!(error instanceof EndpointError) || error.kind !== "refused") throw error;
      if (bad.size >= MOST_BAD) bad.clear();
      bad.add(signature);
      log.info("bad-release", { id: release.lock.hashlock, reason: reasonOf(error).slice(0, 200) });
      return false;
    }
  }

  async function askAt(url: string, entry: Entry): Promise<void> {
    const { id } = entry.swap;
    const shown = await shownReleases({ url }, id, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    const [signed] = shown.filter(({ signature }) => !bad.has(signature));
    // It may have been answered, or have ended, meanwhile.
    const found = waiting(entry);
    const chain = chainOf(entry.swap.a.chainId);
    if (signed === undefined || found === undefined || chain === undefined || hasConsent(entry, found)) return;
    if (!(await isGood(chain, found.lock, signed)) || found.state.status !== "locked") return;
    const { deadline } = signed.release;
    given.addConsent(id, { block: found.state.block, deadline, signature: signed.signature });
    log.info("given-free", { id });
  }

  async function askFor(entry: Entry): Promise<void> {
    for (const url of relays) {
      if (performance.now() < (notBefore.get(url) ?? 0)) continue;
      await askAt(url, entry).catch((error: unknown) => {
        if (!(error instanceof Error) || error.name === "JournalError") throw error;
        notBefore.set(url, performance.now() + PAUSE_MS);
        log.info("not-asked", { reason: reasonOf(error) });
      });
    }
  }

  const hasConsent = (entry: Entry, { state }: FoundLock): Consent | undefined => {
    const consent = given.consentFor(entry.swap.id);
    return state.status === "locked" && consent?.block === state.block ? consent : undefined;
  };

  return {
    effectFor(entry) {
      const found = given.consentFor(entry.swap.id) && waiting(entry);
      const consent = found && hasConsent(entry, found);
      return found && consent && { kind: "refundEarly", leg: "a", lock: found.lock, consent };
    },
    async ask() {
      if (isAsking || relays.length === 0 || performance.now() < next) return;
      next = performance.now() + everyMs;
      isAsking = true;
      try {
        const asking = book.open().filter((entry) => {
          const found = waiting(entry);
          return found !== undefined && isDeep(found, entry) && hasConsent(entry, found) === undefined;
        });
        const from = turn % Math.max(1, asking.length);
        const round = [...asking.slice(from), ...asking.slice(0, from)].slice(0, BATCH);
        turn = from + round.length;
        for (const entry of round) await askFor(entry);
      } finally {
        isAsking = false;
      }
    },
  };
}
