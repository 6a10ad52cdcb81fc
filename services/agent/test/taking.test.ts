import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout } from "node:timers/promises";
import { takerLock } from "@tallystick/sdk/swaps/fills";
import { type Lock, lockId } from "@tallystick/sdk/swaps/lock";
import { type Order, type SignedOrder, swapOrderHash, takeTypedData } from "@tallystick/sdk/swaps/order";
import { encodeTake } from "@tallystick/sdk/swaps/orderWire";
import { type Abi, type Address, encodeDeployData, type Hex, keccak256, numberToHex, sha256, stringToHex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import type { Agent } from "../src/agent.ts";
import { readerOf } from "../src/chain/reader.ts";
import { type Journal, JournalError } from "../src/journal/journal.ts";
import type { Line } from "../src/journal/lines.ts";
import { claimAct, lockAct } from "../src/swaps/acts.ts";
import { signedBy } from "../src/swaps/orders.ts";
import { requireTakeable } from "../src/swaps/takeable.ts";
import { hasAnvil, type TestChain } from "./anvil.ts";
import { relayWith, taker } from "./deal.ts";
import { addressOf, keyOf, startWorld, until, type World } from "./world.ts";

const AMOUNT = 1_000_000n;
const ether = { kind: "native" } as const;
// A busy machine has ten seconds to begin a swap in; an agent's first outage is to pass soon.
const TIMING = { confirmations: 2, reorgDepth: 1, outage: 30, blockTime: 1 };

/** A journal that ends its agent at the first line of a kind, which is written, or is not. */
function dyingAt(kind: Line["kind"] | undefined, isWritten: boolean): (journal: Journal) => Journal {
  return (journal) => ({
    ...journal,
    append(line) {
      if (line.kind !== kind) return journal.append(line);
      if (isWritten) journal.append(line);
      throw new JournalError("killed");
    },
  });
}

async function sendFrom(chain: TestChain, to: Address | undefined, data: Hex, value = 0n): Promise<Hex> {
  const [from] = (await chain.ask("eth_accounts", [])) as Address[];
  const request = { from, to, data, value: numberToHex(value), gas: "0x4c4b40" };
  return (await chain.ask("eth_sendTransaction", [request])) as Hex;
}

describe("a maker whose taker names another account", { skip: !hasAnvil }, () => {
  let world: World;
  let shown: unknown[] = [];
  /** While it is there, the relay keeps its answers. */
  let held: PromiseWithResolvers<void> | undefined;
  let relay: Awaited<ReturnType<typeof relayWith>>;
  let round = 0;
  let running: Agent;
  before(async () => {
    relay = await relayWith(async ({ url }) => {
      if (!url.startsWith("/api/orders/takes")) return [200, {}];
      await held?.promise;
      return [200, { takes: shown }];
    });
    world = await startWorld(0);
    for (const chain of [world.a, world.b]) await chain.give(addressOf("maker"));
    world.runFast();
  });
  after(async () => {
    relay.close();
    await world.stop();
  });

  const settings = (journal: string) => ({
    journal,
    chains: (world.configFile("maker").chains as object[]).map((chain) => ({ ...chain, ...TIMING })),
    relays: [relay.url],
    offers: [
      {
        gives: { chainId: 31338, asset: ether, amount: String(AMOUNT * 1000n) },
        wants: { chainId: 31337, asset: ether, amount: String(AMOUNT * 1000n) },
        minimumFill: "1",
      },
    ],
  });

  /** Starts the maker, who comes back at once if he dies. */
  async function start(journal: string, wrap?: (journal: Journal) => Journal): Promise<void> {
    const agent = await world.start("maker", settings(journal), wrap);
    running = agent;
    agent.failed.catch(() => agent.stop().then(() => start(journal)));
  }

  /** Locks for an order of the maker's, with a salt that says that there is a note. */
  async function lockNoted(): Promise<{ id: Hex; lock: Lock; secret: Hex; order: Order }> {
    const [, { order }] = await until("an order", () => running.isReady() && running.openOrders()[0]);
    const since = running.book.since(31337) ?? 0;
    await until("the first outage to pass", () => (running.chains[0]?.head()?.number ?? 0) > since);
    const secret = keccak256(stringToHex(`noted ${round}`));
    const { timestamp } = (await world.a.ask("eth_getBlockByNumber", ["latest", false])) as { timestamp: Hex };
    const timelock = BigInt(timestamp) + order.lockTime + 300n;
    const choice = { taker: taker.address, wants: AMOUNT, hashlock: sha256(secret), timelock, isNoted: true };
    const lock = takerLock(order, choice);
    const { data, value } = lockAct(lock);
    await sendFrom(world.a, world.a.hashLock, data, value);
    return { id: lockId(31337, world.a.hashLock, lock), lock, secret, order };
  }

  /** Has a new maker wait for the note of a lock. */
  async function awaitNote(wrap?: (journal: Journal) => Journal): Promise<Awaited<ReturnType<typeof lockNoted>>> {
    round += 1;
    await start(`noted-${round}.jsonl`, wrap);
    shown = [];
    const noted = await lockNoted();
    await until("the wait", () => running.refused.get(noted.id) === "note-awaited");
    return noted;
  }

  async function noteFor(order: Order, { hashlock, timelock: deadline }: Lock, recipient: Address): Promise<unknown> {
    const about = { order: swapOrderHash(order), taker: taker.address, hashlock, amount: AMOUNT };
    const take = { ...about, recipient, deadline };
    return encodeTake({ take, signature: await taker.signTypedData(takeTypedData(take)) });
  }

  const answers = () => running.chains[1]?.locks() ?? [];
  const answersTo = (hashlock: Hex) => answers().filter(({ lock }) => lock.hashlock === hashlock);

  const deaths = [undefined, "note", "swap"] as const;
  for (const kind of deaths) {
    for (const isWritten of kind === undefined ? [true] : [false, true]) {
      const when = kind === undefined ? "never dies" : `dies ${isWritten ? "after" : "before"} the line of the ${kind}`;
      it(`AGT-43: pays whom the note names, once, where he ${when}`, async () => {
        const { id, lock, secret, order } = await awaitNote(dyingAt(kind, isWritten));
        const payee = addressOf(`payee ${round}`);
        shown = [await noteFor(order, lock, payee)];
        const [answer] = await until(
          "the answer",
          () => answersTo(lock.hashlock).length > 0 && answersTo(lock.hashlock),
        );
        // Another note, now that he may have died of the first.
        shown = [await noteFor(order, lock, addressOf("other")), ...shown];
        assert.equal(answer?.lock.recipient, payee);
        await sendFrom(world.b, world.b.hashLock, claimAct(answer?.lock as Lock, secret).data);
        const entry = await until("the end", () => running.book.swaps.get(id)?.isOver && running.book.swaps.get(id));
        assert.deepEqual([entry.phase, answersTo(lock.hashlock).length], ["swapped", 1]);
        assert.equal(await world.b.etherOf(payee), AMOUNT);
        await running.stop();
      });
    }
  }

  it("AGT-43: does not answer twice when he loses his journal, and knows his answer again", async () => {
    round += 1;
    await start(`noted-${round}.jsonl`);
    shown = [];
    const { id, lock, secret, order } = await lockNoted();
    const payee = addressOf(`payee ${round}`);
    shown = [await noteFor(order, lock, payee)];
    await until("the answer", () => running.book.swaps.get(id)?.swap.hasLocked);
    await running.stop();
    shown = [await noteFor(order, lock, addressOf("other"))];
    await start(`lost-${round}.jsonl`);
    const known = await until("the swap", () => running.book.swaps.get(id));
    assert.deepEqual([known.swap.role, known.swap.b.terms.recipient], ["responder", payee]);
    await sendFrom(world.b, world.b.hashLock, claimAct(known.swap.b.terms, secret).data);
    await until("the end", () => running.book.swaps.get(id)?.isOver);
    assert.equal(answersTo(lock.hashlock).length, 1);
    await running.stop();
  });

  it("AGT-13: does not fail of a note that comes when he has been stopped", async () => {
    const { lock, order } = await awaitNote();
    const agent = running;
    let failure: unknown;
    agent.failed.catch((error: unknown) => {
      failure = error;
    });
    held = Promise.withResolvers();
    const asked = relay.asked.length;
    await until("a question", () => relay.asked.length > asked);
    shown = [await noteFor(order, lock, addressOf("other"))];
    await agent.stop();
    held.resolve();
    held = undefined;
    await setTimeout(300);
    assert.equal(failure, undefined);
    assert.equal(running, agent);
  });

  it("AGT-43: leaves a noted lock alone that his lost journal may have answered", async () => {
    const { id, lock, order } = await awaitNote();
    await running.stop();
    shown = [await noteFor(order, lock, addressOf("other"))];
    await start(`lost-${round}.jsonl`);
    await until("the refusal", () => running.refused.get(id) === "older-than-journal");
    await running.stop();
  });
});

describe("a taker whose maker is a contract wallet", { skip: !hasAnvil }, () => {
  let world: World;
  let agent: Agent;
  let wallet: Address;
  const owner = privateKeyToAccount(keyOf("owner"));
  before(async () => {
    world = await startWorld(0);
    world.runFast();
    const path = join(import.meta.dirname, "../../../artifacts/contracts/mocks/WalletMock.sol/WalletMock.json");
    const { abi, bytecode } = JSON.parse(readFileSync(path, "utf8")) as { abi: Abi; bytecode: Hex };
    const hash = await sendFrom(world.b, undefined, encodeDeployData({ abi, bytecode, args: [owner.address] }));
    type Receipt = { readonly contractAddress: Address } | null;
    const mined = async () => ((await world.b.ask("eth_getTransactionReceipt", [hash])) as Receipt) ?? undefined;
    const receipt = await until("the wallet", mined);
    wallet = receipt.contractAddress;
    agent = await world.start("taker");
    await until("the taker", () => agent.isReady());
  });
  after(() => world.stop());

  async function orderBy(signer = owner): Promise<SignedOrder> {
    const { timestamp } = (await world.a.ask("eth_getBlockByNumber", ["latest", false])) as { timestamp: Hex };
    const leg = { asset: ether, amount: 100n, confirmations: 2 };
    return signedBy(signer, {
      ...{ maker: wallet, recipient: wallet, minimumFill: 1n, nonce: 1n, lockTime: 60n },
      ...{ deadline: BigInt(timestamp) + 10_000n, taker: `0x${"0".repeat(40)}` },
      gives: { ...leg, chainId: 31338, hashLock: world.b.hashLock },
      wants: { ...leg, chainId: 31337, hashLock: world.a.hashLock },
    });
  }

  it("AGT-45: takes his order where the wallet says that it signed it, and refuses it where it says no", async () => {
    const refused = await agent.take(await orderBy(taker), 10n).catch((error: unknown) => error);
    assert.deepEqual([(refused as { status: number }).status, (refused as { code: string }).code], [422, "not-signed"]);
    assert.match(String(refused), /contract wallet/);
    assert.equal(agent.book.swaps.size, 0);
    const { swap } = await agent.take(await orderBy(), 10n);
    assert.deepEqual([swap.role, swap.b.terms.refundee], ["initiator", wallet]);
  });

  it("AGT-45: says so where the wallet's chain can't be asked", async () => {
    const [, chain] = agent.chains;
    assert.ok(chain);
    const dark = { ...chain, agree: () => Promise.reject(new Error("down")) };
    const between = [agent.chains[0], chain] as const;
    const readers = () => readerOf(dark);
    await assert.rejects(requireTakeable(await orderBy(), 10n, between, 0, readers), {
      status: 503,
      code: "chain-unseen",
    });
  });
});
