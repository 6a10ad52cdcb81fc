import type { Bytes } from "@tallystick/sdk/data/bytes";
import type { Lock } from "@tallystick/sdk/swaps/lock";
import { step } from "@tallystick/sdk/swaps/machine";
import { type SignedOrder, type SignedTake, swapOrderHash } from "@tallystick/sdk/swaps/order";
import { recoverSwaps } from "@tallystick/sdk/swaps/recover";
import { hashlockOf, newCounter, swapSecret, swapSeed } from "@tallystick/sdk/swaps/secrets";
import { isOver, type SwapEffect } from "@tallystick/sdk/swaps/swapState";
import { type Address, type Hash, type Hex, isAddressEqual } from "viem";
import type { PrivateKeyAccount } from "viem/accounts";
import { type BitcoinTower, createBitcoinTower } from "./bitcoin/tower.ts";
import { missingGrant } from "./chain/allowance.ts";
import { type Chain, createChain } from "./chain/chain.ts";
import { createOutbox, type Outbox } from "./chain/outbox.ts";
import { readersOf } from "./chain/reader.ts";
import type { Config } from "./config.ts";
import { type Journal, JournalError } from "./journal/journal.ts";
import type { Line, Purpose } from "./journal/lines.ts";
import { type Log, reasonOf } from "./log.ts";
import { Refusal } from "./refusal.ts";
import { claimAct, lockAct, refundAct } from "./swaps/acts.ts";
import { createAnswering } from "./swaps/answering.ts";
import { type Book, createBook, type Entry, type NewSwap } from "./swaps/book.ts";
import { createEarlyRefunds, type EarlyRefundEffect } from "./swaps/earlyRefunds.ts";
import { missingLegs } from "./swaps/missing.ts";
import { createNotes } from "./swaps/notes.ts";
import { createOffering } from "./swaps/offering.ts";
import { createReleaseBook } from "./swaps/releaseBook.ts";
import { createReleases, type Releases } from "./swaps/releases.ts";
import { requireMeantFor, requireTakeable } from "./swaps/takeable.ts";
import { takingOf } from "./swaps/taker.ts";
import { isMeant } from "./swaps/wanted.ts";

/** A running agent or watchtower. */
export interface Agent {
  readonly config: Config;
  readonly book: Book;
  readonly chains: readonly Chain[];
  /** A watchtower's Bitcoin. */
  readonly bitcoin: BitcoinTower | undefined;
  /** Transactions that are not deep yet. */
  underWay(): number;
  /** Whether every chain is seen now, and what was lost was recovered. */
  isReady(): boolean;
  /** Orders that can be taken now, by their hash. */
  openOrders(): readonly (readonly [Hash, SignedOrder])[];
  /** Signs an order as told, in the form of the configuration's offers. */
  offer(offer: unknown): Promise<SignedOrder>;
  /** Takes an order of its own back. */
  withdraw(order: unknown): Hash;
  /** Takes a taker's note: who is to be paid for a lock. */
  note(note: SignedTake): Promise<void>;
  /** Whether every chain was read once since the start. */
  hasBegun(): boolean;
  /** Takes an order: begins a swap. */
  take(order: SignedOrder, amount: bigint): Promise<Entry>;
  /** Takes swaps in from the chains again, with orders that may have been taken. Tells how many were new or are better known. */
  recover(orders: readonly SignedOrder[]): Promise<number>;
  /** Gives a lock free: see `Releases.release`. */
  readonly release: Releases["release"];
  /** Watches a swap of somebody else's. */
  watch(swap: NewSwap): Entry;
  /** Locks that are not answered now, and why. */
  readonly refused: ReadonlyMap<Hex, string>;
  /** Settles when the agent can't go on. */
  readonly failed: Promise<never>;
  stop(): Promise<void>;
}

/** Blocks after which the journal says how far the logs were taken in. */
const CURSOR_BLOCKS = 500;

/** Looks at the chains between two rounds of questions to relays. */
const ROUND_POLLS = 4;

/** A chain that is not configured any more. */
const NOT_SEEN = { head: undefined, locks: [] } as const;

const keyOf = (swap: Hex, leg: string, act: string): string => `${swap}:${leg}:${act}`;

export async function startAgent(config: Config, opened: Journal, log: Log): Promise<Agent> {
  let stopped = false;
  let isClosed = false;
  let fail: (error: unknown) => void = () => {};
  const failed = new Promise<never>((_, reject) => {
    fail = (error) => {
      // What comes when all is put away, like a relay's late answer, can't be written any more, and is not done.
      if (isClosed) return;
      stopped = true;
      reject(error);
    };
  });
  failed.catch(() => {});
  /** Acts for which a transaction was ever meant to be sent, by key. */
  const intents = new Set<string>();
  const noteIntent = (line: Line): void => {
    if (line.kind === "intent") intents.add(line.purpose.key);
  };
  opened.lines.forEach(noteIntent);
  // Whoever can't write down what he does stops at once, wherever he is.
  const journal: Journal = {
    ...opened,
    append(line) {
      try {
        opened.append(line);
        noteIntent(line);
      } catch (error) {
        fail(error);
        throw error;
      }
    },
  };
  const { hot, receiver, mode } = config;
  if (journal.lines.length === 0) journal.append({ kind: "begin", version: 1, mode, hot: hot.address });
  else requireSame(journal, config);
  const book = createBook(journal);
  const seed = await seedOf(hot);

  const watched = new Set(book.open().map(({ swap }) => swap.a.terms.hashlock));
  const own = [hot.address, receiver];
  const isOwn = (account: Address): boolean => own.some((each) => isAddressEqual(each, account));
  let recovered = mode === "watchtower" || book.hasRecovered();
  /** Until all is recovered, whatever names the own accounts may be half of a swap. */
  const cares =
    (chainId: number) =>
    (lock: Lock): boolean => {
      if (watched.has(lock.hashlock)) return true;
      if (mode !== "agent" || !(isOwn(lock.recipient) || isOwn(lock.refundee))) return false;
      return !recovered || isOwn(lock.refundee) || isMeant(book, chainId, lock, timeNow());
    };
  const chains: readonly Chain[] = config.chains.map((each) => {
    const origin = {
      genesis: () => book.genesis(each.chainId),
      found: (genesis: Hash) => book.setGenesis(each.chainId, genesis),
    };
    return createChain(each, cares(each.chainId), origin, book.needsFrom(each.chainId) ?? each.startBlock);
  });
  const chainOf = (chainId: number): Chain | undefined => chains.find((each) => each.chainId === chainId);

  let lastTx = journal.lines.reduce((last, line) => ("tx" in line ? Math.max(last, line.tx) : last), 0);
  const nextTx = (): number => {
    lastTx += 1;
    return lastTx;
  };
  const bitcoin = config.bitcoin && createBitcoinTower(config.bitcoin, config.chains, journal, nextTx, log);
  const openSwaps = () => book.open().map(({ swap }) => swap);
  const secretOf = (id: Hex | undefined): Promise<Hex> => {
    const counter = id && book.swaps.get(id)?.counter;
    if (counter === undefined) throw new Error("The secret of this swap is not the agent's.");
    return swapSecret(seed, counter);
  };
  const secretData = async ({ swap }: Purpose, claims: Lock): Promise<Hex> =>
    claimAct(claims, await secretOf(swap)).data;
  const outboxes = new Map<number, Outbox>(
    config.chains.flatMap((settings) => {
      const chain = chainOf(settings.chainId);
      return chain
        ? [[chain.chainId, createOutbox(chain, hot, journal, nextTx, secretData, settings, log)] as const]
        : [];
    }),
  );

  /** Acts that are due, by key. */
  let due = new Set<string>();
  /** Acts that wait for their turn to be sent. */
  const queued = new Set<string>();
  const cursors = new Map<number, number>();
  const given = createReleaseBook(journal);
  const isAnswering = (id: Hex): boolean => {
    const key = keyOf(id, "b", "lock");
    return queued.has(key) || intents.has(key);
  };
  const releases = createReleases({ config, book, given, chains, isAnswering, log });
  const earlyRefunds = createEarlyRefunds({
    ...{ relays: config.releases ? config.relays : [], book, given, chainOf, account: hot.address, log },
    everyMs: ROUND_POLLS * Math.max(...config.chains.map(({ pollMs }) => pollMs)),
  });
  /** Runs what nobody waits for: what the journal can't take ends the agent, what an endpoint refuses is tried again. */
  const beside = (work: Promise<unknown>): void =>
    void work.catch((error: unknown) => {
      if (error instanceof JournalError) fail(error);
      else log.info("put-off", { reason: reasonOf(error) });
    });

  async function sendLock(chain: Chain, outbox: Outbox, purpose: Purpose, lock: Lock): Promise<void> {
    const grant = await missingGrant(chain, lock.asset, lock.amount, hot.address);
    if (grant) {
      await outbox.send({ purpose: { key: `approve:${grant.token}` }, to: grant.token, act: grant.act });
      return;
    }
    await outbox.send({ purpose, to: chain.hashLock, act: lockAct(lock) });
  }

  async function send(chain: Chain, key: string, entry: Entry, effect: SwapEffect | EarlyRefundEffect): Promise<void> {
    const outbox = outboxes.get(chain.chainId);
    if (outbox === undefined || outbox.isUnderWay(key)) return;
    const purpose = { key, swap: entry.swap.id };
    const to = chain.hashLock;
    if (effect.kind === "lock") {
      await sendLock(chain, outbox, purpose, effect.lock);
    } else if (effect.kind === "claim") {
      const secret = effect.preimage ?? (await secretOf(entry.swap.id));
      const claims = effect.preimage === undefined ? { claims: effect.lock } : {};
      await outbox.send({ purpose, to, act: claimAct(effect.lock, secret), ...claims });
    } else {
      const consent = effect.kind === "refundEarly" ? effect.consent : undefined;
      await outbox.send({ purpose, to, act: refundAct(effect.lock, consent) });
    }
  }

  const isRefundingEarly = ({ swap }: Entry): boolean =>
    outboxes.get(swap.a.chainId)?.isUnderWay(keyOf(swap.id, "a", "refundEarly")) === true;

  function act(entry: Entry, effect: SwapEffect | EarlyRefundEffect): void {
    // Whoever gave a lock free must not answer it.
    if (effect.kind === "lock" && given.has(entry.swap.id)) return;
    // Nor must anybody reveal who is having his own back.
    if (effect.kind === "claim" && effect.preimage === undefined && isRefundingEarly(entry)) return;
    const chain = chainOf(entry.swap[effect.leg].chainId);
    const key = keyOf(entry.swap.id, effect.leg, effect.kind);
    due.add(key);
    if (queued.has(key)) return;
    if (chain === undefined) return void (bitcoin && beside(bitcoin.act(key, entry.swap, effect.kind)));
    queued.add(key);
    beside(send(chain, key, entry, effect).finally(() => queued.delete(key)));
  }

  function advance(entry: Entry): void {
    const { a, b } = entry.swap;
    const seen = [a, b].map(({ chainId, terms }) =>
      chainId === bitcoin?.chainId ? bitcoin.view(entry.swap.id) : chainOf(chainId)?.view(terms.hashlock),
    );
    const [viewA = NOT_SEEN, viewB = NOT_SEEN] = seen;
    for (const leg of missingLegs(entry.swap, viewA, viewB)) {
      const { chainId } = entry.swap[leg];
      const from = entry.from[chainId];
      if (from !== undefined) chainOf(chainId)?.rescan(from);
    }
    const { swap, effects, phase, next } = step(entry.swap, { a: viewA, b: viewB });
    const before = entry.phase;
    book.update(entry, swap, phase, next, isOver(phase));
    if (phase !== before) log.info("swap", { id: swap.id, role: swap.role, phase });
    if (entry.isOver && !book.open().some((other) => other.swap.a.terms.hashlock === a.terms.hashlock)) {
      watched.delete(a.terms.hashlock);
    }
    for (const effect of effects) act(entry, effect);
    const early = earlyRefunds.effectFor(entry);
    if (early) act(entry, early);
  }

  function add(swap: NewSwap): Entry {
    watched.add(swap.swap.a.terms.hashlock);
    for (const chain of chains) {
      const from = swap.from[chain.chainId];
      if (from !== undefined) chain.rescan(from);
    }
    return book.add(swap);
  }

  const timeNow = (): number | undefined => {
    const heads = chains.map((chain) => chain.head()?.time);
    return heads.every((time) => time !== undefined) ? Math.max(...heads) : undefined;
  };

  const readers = readersOf(chains);
  const offering = createOffering(config, chainOf, book, timeNow, log);
  const answering = createAnswering({ book, given, chains, limits: config.limits, receiver, timeNow, add, log });
  const notes = createNotes({ relays: config.relays, readers, book, log, onNews: () => turn() });

  /** Writes down how far the logs were taken in, and forgets what has ended. */
  function keepCursors(): void {
    for (const chain of chains) {
      const head = chain.head()?.number;
      if (head === undefined || head < (cursors.get(chain.chainId) ?? -1) + CURSOR_BLOCKS) continue;
      const behind = Math.max(0, head - 2 * (chain.timing.reorgDepth + chain.timing.confirmations));
      // A lock that waits for an answer is to be found again after a restart.
      const waiting = chain
        .locks()
        .flatMap((found) =>
          found.state.status === "locked" && answering.isAsked(chain, found) ? [found.state.block] : [],
        );
      book.setCursor(
        chain.chainId,
        waiting.reduce((first, block) => Math.min(first, block), behind),
      );
      cursors.set(chain.chainId, head);
      chain.prune(({ hashlock }) => watched.has(hashlock));
    }
  }

  const isRead = (): boolean => chains.every((chain) => chain.state().some(({ head }) => head !== undefined));

  function doWhatIsDue(): void {
    due = new Set();
    if (mode === "agent") {
      beside(offering.renew().then(offering.post));
      beside(notes.look(answering.answerTakers(), timeNow() ?? 0));
    }
    for (const entry of book.open()) advance(entry);
    for (const outbox of outboxes.values()) beside(outbox.tend(isWanted));
    beside(releases.tend());
    beside(earlyRefunds.ask());
    if (bitcoin) beside(bitcoin.tend(openSwaps()));
    keepCursors();
  }
  function turn(): void {
    if (stopped) return;
    try {
      if (recovered) doWhatIsDue();
      else if (isRead() && !recovering) beside(recoverOnce());
    } catch (error) {
      fail(error);
    }
  }
  const isWanted = ({ key, swap }: Purpose): boolean => swap === undefined || due.has(key);

  let recovering = false;
  async function recoverOnce(): Promise<void> {
    recovering = true;
    try {
      await offering.renew();
      await recover([]);
      book.setRecovered(answeredUpTo(chains));
      recovered = true;
    } finally {
      recovering = false;
    }
  }

  async function recover(orders: readonly SignedOrder[]): Promise<number> {
    const searched = chains.map((chain) => ({ ...chain, locks: chain.locks() }));
    // Its own tell which lock an answer was for.
    const found = await recoverSwaps(own, seed, searched, [...book.orders.values(), ...orders]);
    // A journal begins anywhere: another one's swaps may be hidden by an endpoint.
    book.skipCounters(book.hasRecovered() ? found.nextCounter : Math.max(found.nextCounter, newCounter()));
    let taken = 0;
    for (const { swap, counter, order } of found.swaps) {
      const known = book.swaps.get(swap.id);
      // A swap of which only the logs were known is known better by its order.
      const isBetter =
        known !== undefined && known.swap.role === "watchtower" && swap.role !== "watchtower" && !known.isOver;
      if (known !== undefined && !isBetter) continue;
      const from = Object.fromEntries(config.chains.map(({ chainId, startBlock }) => [chainId, startBlock]));
      add({ swap, counter, order, from });
      log.info("recovered", { id: swap.id, role: swap.role });
      taken += 1;
    }
    return taken;
  }

  /** The chains' time, for an agent that can begin something. */
  function requireReady(refusal: string): number {
    const now = timeNow();
    if (mode !== "agent") throw new Refusal(409, "watchtower", refusal);
    if (!recovered || now === undefined) throw new Refusal(503, "not-ready", "The chains are not read yet.");
    return now;
  }

  async function take(signed: SignedOrder, amount: bigint): Promise<Entry> {
    const { wants, gives } = signed.order;
    const now = requireReady("A watchtower takes no orders.");
    const between = [chainOf(wants.chainId), chainOf(gives.chainId)] as const;
    // Its locks are the receiver's, so that what comes back is out of the hot key's reach.
    requireMeantFor(signed.order, receiver);
    const [a, b] = await requireTakeable(signed, amount, between, now, readers);
    const counter = book.takeCounter();
    const hashlock = hashlockOf(await swapSecret(seed, counter));
    const hash = swapOrderHash(signed.order);
    const swap = takingOf({ order: signed, hash, amount, hashlock, counter, receiver }, [a, b]);
    if (swap === undefined) throw new Refusal(503, "not-ready", "The chains are not read yet.");
    const entry = add(swap);
    log.info("takes", { id: entry.swap.id, order: hash });
    turn();
    return entry;
  }

  const sleepers = new Set<() => void>();
  const sleep = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        sleepers.delete(done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      sleepers.add(done);
    });
  async function follow(chain: Chain, pollMs: number): Promise<void> {
    while (!stopped) {
      if (await chain.poll()) turn();
      if (!stopped) await sleep(pollMs);
    }
  }
  async function followBitcoin(tower: BitcoinTower, pollMs: number): Promise<void> {
    while (!stopped) {
      if (await tower.poll(openSwaps())) turn();
      if (!stopped) await sleep(pollMs);
    }
  }
  const followingBitcoin = bitcoin && followBitcoin(bitcoin, config.bitcoin?.pollMs ?? 0).catch(fail);
  const following = config.chains.map((settings) => {
    const chain = chainOf(settings.chainId);
    return chain ? follow(chain, settings.pollMs).catch(fail) : undefined;
  });

  return {
    bitcoin,
    config,
    book,
    chains,
    refused: answering.refused,
    failed,
    openOrders: offering.open,
    async offer(offer) {
      requireReady("A watchtower makes no offers.");
      return offering.offer(offer);
    },
    withdraw(order) {
      const hash = offering.withdraw(order);
      beside(offering.post());
      return hash;
    },
    async note(note) {
      await notes.give(note, requireReady("A watchtower answers no locks."));
    },
    take,
    recover,
    release: (id, anyway) => releases.release(id, anyway),
    hasBegun: () => recovered && isRead(),
    isReady: () => recovered && timeNow() !== undefined,
    underWay: () => [...outboxes.values()].reduce((sum, outbox) => sum + outbox.underWay(), bitcoin?.underWay() ?? 0),
    watch: (swap) => {
      const entry = book.swaps.get(swap.swap.id) ?? add(swap);
      return entry;
    },
    async stop() {
      stopped = true;
      for (const wake of [...sleepers]) wake();
      await Promise.all([...following, followingBitcoin]);
      for (const outbox of outboxes.values()) await outbox.idle();
      await bitcoin?.idle();
      isClosed = true;
      journal.close();
    },
  };
}

/** Blocks whose locks an agent whose journal was lost may have seen deep, though an endpoint here is an outage behind. */
function answeredUpTo(chains: readonly Chain[]): Readonly<Record<number, number>> {
  const upTo = (chain: Chain): number =>
    Math.max(...chain.state().map(({ head }) => head ?? 0)) + Math.ceil(chain.timing.outage / chain.timing.blockTime);
  return Object.fromEntries(chains.map((chain) => [chain.chainId, upTo(chain)]));
}

async function seedOf(hot: PrivateKeyAccount): Promise<Bytes> {
  const seed = await swapSeed(hot.address, (typedData) => hot.signTypedData(typedData));
  if (seed === undefined) throw new Error("The hot key does not sign the same way each time.");
  return seed;
}

/** A journal is one agent's: with another key it would resend what that one signed. */
function requireSame(journal: Journal, { hot, mode }: Config): void {
  const [begin] = journal.lines;
  if (begin?.kind === "begin" && begin.version === 1 && begin.mode === mode && isAddressEqual(begin.hot, hot.address))
    return;
  throw new JournalError("The journal is another agent's: of another key, mode or version.");
}
