import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { earlyRefundTypedData } from "@tallystick/sdk/swaps/earlyRefund";
import { type Lock, lockId } from "@tallystick/sdk/swaps/lock";
import type { FoundLock, LockState, Swap } from "@tallystick/sdk/swaps/swapState";
import { type Address, encodeAbiParameters, verifyTypedData } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import type { Chain } from "../src/chain/chain.ts";
import type { Config } from "../src/config.ts";
import type { Journal } from "../src/journal/journal.ts";
import { type Line, lineOf, textOf } from "../src/journal/lines.ts";
import { createLog } from "../src/log.ts";
import { Refusal } from "../src/refusal.ts";
import { createBook } from "../src/swaps/book.ts";
import { createReleaseBook } from "../src/swaps/releaseBook.ts";
import { createReleases } from "../src/swaps/releases.ts";
import { keyOf } from "./world.ts";

const HASH_LOCK: Address = "0x0000000000000000000000000000000000001234";
const TAKER: Address = "0x00000000000000000000000000000000000000a1";
const claimer = privateKeyToAccount(keyOf("maker claims"));
const TIMING = { confirmations: 2, reorgDepth: 1, outage: 10, blockTime: 1 };
/** 3 reorganisations, 2 outages, 2 confirmations. */
const MARGIN = 27;
const START = 1_000;
const TIMELOCK = 1_200;
const END = TIMELOCK - MARGIN;

const terms: Lock = {
  ...{ asset: { kind: "native" }, amount: 50n, hashlock: `0x${"ab".repeat(32)}`, recipient: claimer.address },
  ...{ refundee: TAKER, timelock: BigInt(TIMELOCK), tip: 0n, salt: 7n },
};
const ID = lockId(31337, HASH_LOCK, terms);

/** A chain of a block a second, whose time the test sets; `wait` lags behind in what deep blocks say. */
class StubChain {
  readonly hashLock = HASH_LOCK;
  readonly timing = TIMING;
  readonly found: FoundLock[] = [];
  time = START;
  isSeen = true;
  calls: string[] = [];
  readonly chainId: number;
  constructor(chainId: number) {
    this.chainId = chainId;
  }
  head = () => (this.isSeen ? { number: this.time, hash: HASH_LOCK, time: this.time, baseFee: 1n } : undefined);
  locks = () => this.found;
  view = (hashlock: string) => ({
    head: this.head(),
    locks: this.found.filter((one) => one.lock.hashlock === hashlock),
  });
  timeAt = async (block: number) => {
    this.calls.push("timeAt");
    return block;
  };
  ask = async (method: string) => {
    this.calls.push(method);
    return encodeAbiParameters([{ type: "uint256[]" }], [[1_050n]]);
  };
  lock(lock: Lock, state: LockState) {
    const id = lockId(this.chainId, HASH_LOCK, lock);
    this.found.push({ id, lock, state });
  }
}

interface Change {
  readonly lines?: readonly Line[];
  /** Line at which the agent dies, counted from one; it is written if `isWritten`. */
  readonly dies?: { readonly at: number; readonly isWritten: boolean };
  readonly isAnswering?: () => boolean;
  readonly config?: Partial<Config>;
}

/** An agent's releases over a journal that is kept as text, as on a disk. */
function agentOn(chains: readonly [StubChain, StubChain], { lines = [], dies, isAnswering, config }: Change = {}) {
  const written: Line[] = [...lines];
  let count = 0;
  const journal: Journal = {
    lines: lines.map((line) => lineOf(textOf(line))),
    append(line) {
      count += 1;
      if (count === dies?.at && dies.isWritten) written.push(line);
      if (dies !== undefined && count >= dies.at) throw new Error("killed");
      written.push(line);
    },
    close: () => {},
  };
  const book = createBook(journal);
  const given = createReleaseBook(journal);
  let signatures = 0;
  const counted = {
    ...claimer,
    signTypedData: ((data) => {
      signatures += 1;
      return claimer.signTypedData(data);
    }) as typeof claimer.signTypedData,
  };
  const parts = {
    config: {
      ...{ mode: "agent", releases: true, claimer: counted, receiver: claimer.address, relays: ["http://127.0.0.1:1"] },
      ...config,
    } as Config,
    ...{ book, given, chains: chains as unknown as readonly Chain[], isAnswering: isAnswering ?? (() => false) },
    log: createLog(() => {}),
  };
  return { book, given, written, releases: createReleases(parts), signatures: () => signatures };
}

const begun: readonly Line[] = [{ kind: "knows", from: { 31337: START, 31338: START } }];

function world(time: number, block = 1_050): [StubChain, StubChain] {
  const chains: [StubChain, StubChain] = [new StubChain(31337), new StubChain(31338)];
  for (const chain of chains) chain.time = time;
  chains[0].lock(terms, { status: "locked", block, depth: 10 });
  return chains;
}

/** Whether a lock is given free. */
async function isGiven(chains: readonly [StubChain, StubChain], change: Change = {}): Promise<boolean> {
  const { releases, given } = agentOn(chains, { lines: begun, ...change });
  await releases.tend();
  return given.has(ID);
}

describe("a lock that is not answered", () => {
  it("AGT-80: is given free when no contract takes an answer any more, in blocks that stay, and not a second before", async () => {
    // The deep block is one before the head.
    assert.equal(await isGiven(world(END)), false);
    const chains = world(END + 1);
    const { releases, given, written } = agentOn(chains, { lines: begun });
    await releases.tend();
    const [made] = given.all();
    assert.deepEqual(made?.release, {
      ...{ chainId: 31337, hashLock: HASH_LOCK, lock: terms, lockedAt: 1_050n, deadline: BigInt(TIMELOCK) },
    });
    const message = { id: ID, lockedAt: 1_050n, deadline: BigInt(TIMELOCK) };
    const typed = earlyRefundTypedData(31337, HASH_LOCK, message);
    assert.ok(await verifyTypedData({ ...typed, address: claimer.address, signature: made?.signature ?? "0x" }));
    assert.deepEqual(
      written.slice(1).map(({ kind }) => kind),
      ["release", "released"],
    );
  });

  it("AGT-80: is not given free while one chain is behind or not seen, or it is not deep itself", async () => {
    const behind = world(END + 50);
    behind[1].time = END - 5;
    assert.equal(await isGiven(behind), false);
    const unseen = world(END + 50);
    unseen[1].isSeen = false;
    assert.equal(await isGiven(unseen), false);
    const fresh = world(END + 50);
    fresh[0].found[0] = { id: ID, lock: terms, state: { status: "locked", block: 1_222, depth: 1 } };
    assert.equal(await isGiven(fresh), false);
    const unsure = world(END + 50);
    unsure[0].found[0] = { id: ID, lock: terms, state: { status: "unsure" } };
    assert.equal(await isGiven(unsure), false);
  });

  it("AGT-81: is not given free when it was answered, or an answer was ever meant to be sent", async () => {
    const answered = world(END + 5);
    const answer = { ...terms, recipient: TAKER, refundee: claimer.address };
    answered[1].lock(answer, { status: "refunded", depth: 20 });
    assert.equal(await isGiven(answered), false);
    assert.equal(await isGiven(world(END + 5), { isAnswering: () => true }), false);
  });

  it("AGT-81: is not given free when the journal knows an answer that no chain shows, or that it is the agent's own swap", async () => {
    const swap = (more: Partial<Swap>): Line => {
      const leg = (chainId: number, lock: Lock) => ({ chainId, hashLock: HASH_LOCK, timing: TIMING, terms: lock });
      const b = leg(31338, { ...terms, timelock: BigInt(END) });
      const bare = { id: ID, a: leg(31337, terms), b, isRevealed: false, hasLocked: false, startBy: 0 } as const;
      const made: Swap = { ...bare, role: "responder", ...more };
      return { kind: "swap", at: 0, swap: made, order: undefined, counter: undefined, from: {} };
    };
    const given = (more: Partial<Swap>) => isGiven(world(END + 1), { lines: [...begun, swap(more)] });
    assert.equal(await given({}), true, "begun, and never locked");
    assert.equal(await given({ hasLocked: true }), false);
    assert.equal(await given({ preimage: `0x${"11".repeat(32)}` }), false);
    assert.equal(await given({ role: "initiator", id: `0x${"22".repeat(32)}` }), false);
    const later = {
      chainId: 31338,
      hashLock: HASH_LOCK,
      timing: TIMING,
      terms: { ...terms, timelock: BigInt(END + 9) },
    };
    assert.equal(await given({ b: later }), false, "agreed under another margin");
  });

  it("AGT-81: is not given free when it is older than the journal, which may have been lost", async () => {
    assert.equal(await isGiven(world(END + 5, START)), false);
    assert.equal(await isGiven(world(END + 5, START + 1)), true);
    const fresh = agentOn(world(END + 5), {});
    await fresh.releases.tend();
    // The newest block, what is not deep, and an outage.
    const from = END + 5 + 2 + 10;
    assert.deepEqual(fresh.written, [{ kind: "knows", from: { 31337: from, 31338: from } }]);
    assert.equal(fresh.given.has(ID), false);
  });

  it("AGT-80: is not given free by who is told not to, has only an address, or watches", async () => {
    for (const config of [{ releases: false }, { claimer: undefined }, { mode: "watchtower" as const }]) {
      assert.equal(await isGiven(world(END + 5), { config }), false);
    }
  });

  it("AGT-82: is never signed before the line, nor twice, by an agent that dies at any line", async () => {
    for (const at of [1, 2]) {
      for (const isWritten of [false, true]) {
        const chains = world(END + 5);
        const first = agentOn(chains, { lines: begun, dies: { at, isWritten } });
        await assert.rejects(first.releases.tend(), /killed/);
        assert.equal(first.signatures(), at === 1 ? 0 : 1, `line ${at}, ${isWritten}`);
        const second = agentOn(chains, { lines: first.written });
        assert.equal(second.given.has(ID), at === 2 || isWritten, "it is not answered from the line on");
        await second.releases.tend();
        assert.equal(second.signatures(), at === 2 && isWritten ? 0 : 1);
        const [made] = second.given.all();
        const whole = agentOn(world(END + 5), { lines: begun });
        await whole.releases.tend();
        assert.equal(made?.signature, whole.given.all()[0]?.signature);
      }
    }
  });

  it("AGT-40: asks the chains nothing for it before its time is near, and once for all", async () => {
    const chains = world(END - 1);
    const { releases } = agentOn(chains, { lines: begun });
    for (let i = 0; i < 5; i += 1) await releases.tend();
    assert.deepEqual([...chains[0].calls, ...chains[1].calls], []);
    chains[0].lock(
      { ...terms, salt: 8n, hashlock: `0x${"cd".repeat(32)}` },
      { status: "locked", block: 1_051, depth: 9 },
    );
    for (const chain of chains) chain.time = END + 1;
    await releases.tend();
    assert.deepEqual([chains[0].calls, chains[1].calls], [["timeAt", "eth_call", "eth_call"], ["timeAt"]]);
  });

  it("AGT-83: is given free by its operator, and before its time only when he says so", async () => {
    const code = async (work: Promise<unknown>) => {
      const error = await work.then(
        () => undefined,
        (reason: unknown) => reason,
      );
      return error instanceof Refusal ? error.code : error;
    };
    const chains = world(START + 100);
    const { releases, given } = agentOn(chains, { lines: begun });
    assert.equal(await code(releases.release(`0x${"33".repeat(32)}`, true)), "unknown-lock");
    assert.equal(await code(releases.release(ID, false)), "answerable");
    assert.equal(given.has(ID), false);
    const { signature } = await releases.release(ID, true);
    assert.equal((await releases.release(ID, false)).signature, signature);
    assert.ok(given.has(ID));
    const lost = agentOn(world(START + 100, START), { lines: begun });
    assert.equal(await code(lost.releases.release(ID, true)), "forgotten");
    const past = agentOn(world(END + 5, START), { lines: begun });
    assert.equal(await code(past.releases.release(ID, false)), "forgotten");
    assert.ok((await past.releases.release(ID, true)).signature);
    const answering = agentOn(world(START + 100), { lines: begun, isAnswering: () => true });
    assert.equal(await code(answering.releases.release(ID, true)), "answered");
    const keyless = agentOn(world(START + 100), { lines: begun, config: { claimer: undefined } });
    assert.equal(await code(keyless.releases.release(ID, true)), "no-claim-key");
    assert.equal(keyless.written.length, 1);
  });
});
