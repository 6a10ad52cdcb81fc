import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Agent } from "../src/agent.ts";
import { type Journal, JournalError } from "../src/journal/journal.ts";
import type { Line } from "../src/journal/lines.ts";
import { Refusal } from "../src/refusal.ts";
import { hasAnvil } from "./anvil.ts";
import { addressOf, startWorld, until, type World } from "./world.ts";

type Who = "maker" | "taker";

const AMOUNT = 1_000_000n;
// The chains make a second of time in 40 ms: a busy machine has ten to begin a swap in.
const TIMING = { confirmations: 2, reorgDepth: 1, outage: 240, blockTime: 1 };

/** A journal that ends its agent at its n-th line: before it is written, or before what it stands for is done. */
function dyingAt(count: number, isWritten: boolean, lines: Line[]): (journal: Journal) => Journal {
  return (journal) => ({
    ...journal,
    append(line) {
      lines.push(line);
      if (lines.length === count && isWritten) journal.append(line);
      if (lines.length >= count) throw new JournalError("killed");
      journal.append(line);
    },
  });
}

describe("an agent that dies at a line of its journal", { skip: !hasAnvil }, () => {
  let world: World;
  let round = 0;
  before(async () => {
    world = await startWorld(0);
    world.runFast();
  });
  after(() => world.stop());

  const offers = () => [
    {
      gives: { chainId: 31338, asset: { kind: "native" }, amount: String(AMOUNT * 1000n) },
      wants: { chainId: 31337, asset: { kind: "erc20", token: world.a.token }, amount: String(AMOUNT * 1000n) },
      minimumFill: "1",
    },
  ];

  /** A swap in which both die at a line of their own and are started again at once; what was paid, and what was written. */
  async function swapWith(count: number) {
    round += 1;
    // Accounts of their own: earlier swaps would be recovered, and what is to die at a line would die of that.
    const names = { maker: `maker${round}`, taker: `taker${round}` };
    for (const chain of [world.a, world.b]) for (const name of Object.values(names)) await chain.give(addressOf(name));
    const chains = (world.configFile("maker").chains as object[]).map((chain) => ({ ...chain, ...TIMING }));
    const settings = {
      maker: { journal: `maker-${round}.jsonl`, offers: offers(), chains },
      taker: { journal: `taker-${round}.jsonl`, chains },
    };
    const lines: Record<Who, Line[]> = { maker: [], taker: [] };
    const running = new Map<Who, Agent>();
    const start = async (name: Who, wrap?: (journal: Journal) => Journal): Promise<void> => {
      const agent = await world.start(names[name], settings[name], wrap);
      running.set(name, agent);
      agent.failed.catch(() => agent.stop().then(() => start(name)));
    };
    const now = (name: Who): Agent => running.get(name) as Agent;
    await start("maker", dyingAt(count, count % 4 < 2, lines.maker));
    await start("taker", dyingAt(count, count % 4 >= 2, lines.taker));
    const order = await until("an order", () => now("maker").isReady() && now("maker").openOrders()[0]?.[1]);
    await until("the taker", () => now("taker").isReady());
    const received = async () => ({
      a: await world.a.tokensOf(addressOf(`${names.maker} claims`)),
      b: await world.b.etherOf(addressOf(`${names.taker} claims`)),
    });
    const before = await received();
    // Refused while a chain is not seen for a moment: tried again. He who dies of it has begun nothing.
    const taking = () =>
      now("taker")
        .take(order, AMOUNT)
        .then(({ swap }) => ({ id: swap.id }))
        .catch((error: unknown) => !(error instanceof Refusal) && { id: undefined });
    const { id } = await until("the take", taking);
    const isOver = (name: Who) => () => {
      const { book } = now(name);
      return (
        now(name).isReady() && book.open().length === 0 && (id === undefined || book.swaps.has(id) || name === "maker")
      );
    };
    await until("the taker's end", isOver("taker"));
    const isSwapped = id !== undefined && now("taker").book.swaps.get(id)?.phase === "swapped";
    await until("the maker's end", () => isOver("maker")() && (!isSwapped || now("maker").book.swaps.has(id)));
    const after = await received();
    await Promise.all([now("maker").stop(), now("taker").stop()]);
    return { lines, paid: { a: after.a - before.a, b: after.b - before.b } };
  }

  it("AGT-20: goes on from every other line, written or not, and swaps once", async (test) => {
    const { lines } = await swapWith(Number.POSITIVE_INFINITY);
    for (const each of Object.values(lines)) {
      const kinds = new Set(each.map(({ kind }) => kind));
      for (const kind of ["intent", "signed", "sent", "mined", "deep", "state", "over"] as const) {
        assert.ok(kinds.has(kind), kind);
      }
    }
    const last = Math.max(lines.maker.length, lines.taker.length);
    let swapped = 0;
    let tries = 0;
    for (let count = 2; count <= last; count += 2) {
      const { paid } = await swapWith(count);
      const isEven = (paid.a === AMOUNT && paid.b === AMOUNT) || (paid.a === 0n && paid.b === 0n);
      assert.ok(isEven, `at line ${count}, paid ${paid.a} and ${paid.b}`);
      tries += 1;
      if (paid.a === AMOUNT) swapped += 1;
    }
    test.diagnostic(`${swapped} of ${tries} swapped`);
    // He who dies before the order's swap is written down has begun none.
    assert.ok(swapped >= tries - 2, `${swapped} of ${tries} swapped`);
  });
});
