import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { batchLockAbi } from "@tallystick/sdk/generated/abis/BatchLock";
import { hashLockAbi } from "@tallystick/sdk/generated/abis/HashLock";
import { indexedLocks, indexedSwaps, swapCredits } from "@tallystick/sdk/indexer/swaps";
import type { Lock } from "@tallystick/sdk/swaps/lock";
import { type Hex, zeroAddress } from "viem";
import { type BatchStory, liveWithBatches } from "./support/batchActs.ts";
import { lotOfBill } from "./support/billLot.ts";
import { startChain, type TestChain } from "./support/chains.ts";
import { low, rowsOf } from "./support/compare.ts";
import { unseenEvents } from "./support/events.ts";
import { everyRow } from "./support/everyTable.ts";
import { caughtUp, startIndexer, type TestIndexer, until } from "./support/indexer.ts";
import { listed } from "./support/ratingActs.ts";
import {
  anyLock,
  claim,
  HOUR,
  idIn,
  liveWithSwaps,
  open,
  PAYEE,
  PAYER,
  refund,
  type SwapStory,
} from "./support/swapActs.ts";
import { type World, worldOf } from "./support/world.ts";

// Hash locks on both chains, against what their contracts say. The tests run in order.

let [chains, worlds]: [TestChain[], World[]] = [[], []];
let indexer: TestIndexer;
let story: SwapStory;
let batches: BatchStory;
let other: Lock;
const options = (): { indexer: string } => ({ indexer: indexer.url });
const worldA = (): World => worlds[0] ?? assert.fail("no chain A");
const worldB = (): World => worlds[1] ?? assert.fail("no chain B");

before(async () => {
  chains = [await startChain("chainA"), await startChain("chainB")];
  worlds = chains.map(worldOf);
  const { dataset } = await listed(worldA(), PAYER as "climatologist");
  story = await liveWithSwaps(worldA(), dataset, await lotOfBill(worldA(), PAYER));
  batches = await liveWithBatches(worldB());
  other = await anyLock(worldB(), new Map(), { hashlock: story.shared.hashlock, amount: 77n });
  await open(worldB(), other);
  const [a, b] = chains.map(({ port }) => String(port));
  const gateways = { TALLYSTICK_GATEWAYS: "http://127.0.0.1:1" };
  indexer = await startIndexer({ TALLYSTICK_PORT_CHAIN_A: a ?? "", TALLYSTICK_PORT_CHAIN_B: b ?? "", ...gateways });
  await until("readiness", async () => (await indexer.get("/ready")).status === 200 || undefined);
});

after(async () => {
  await indexer?.stop();
  for (const chain of chains) await chain.close();
});

const lockedAt = async (world: World, ids: readonly Hex[]): Promise<readonly bigint[]> => {
  const at = { address: world.at.hashLock, abi: hashLockAbi, functionName: "lockedAt" } as const;
  return await world.reader.client.readContract({ ...at, args: [ids] });
};

/** Every lock of the chain in the table against the contract's slot and the terms that were locked. */
async function compareLocks(world: World, locks: readonly Lock[]): Promise<void> {
  const { items } = await indexedLocks(options(), { chainId: world.chain.chainId }, { limit: 100 });
  const ids = locks.map((lock) => idIn(world, lock));
  assert.deepEqual(new Set(items.map(({ id }) => id)), new Set(ids));
  const blocks = await lockedAt(world, ids);
  for (const [i, id] of ids.entries()) {
    const row = items.find((item) => item.id === id) ?? assert.fail(id);
    const { asset, amount, hashlock, recipient, refundee, timelock, tip, salt } = row;
    const terms = { asset, amount, hashlock, recipient, refundee, timelock, tip, salt };
    const { asset: given, ...rest } = locks[i] ?? assert.fail(id);
    const token = "token" in given ? { token: low(given.token) } : {};
    const parties = { recipient: low(rest.recipient), refundee: low(rest.refundee) };
    assert.deepEqual(terms, { ...rest, ...parties, asset: { ...given, ...token } });
    assert.equal(row.end === undefined ? row.lockedBlock : 0n, blocks[i]);
    assert.equal(row.end === "claimed", row.preimage !== undefined);
    if (row.preimage) assert.equal(row.preimage, story.secrets.get(hashlock));
  }
}

describe("swaps", () => {
  it("IDX-49 stand in the table as the contract has them, however they ended", async () => {
    await compareLocks(worldA(), story.locks);
    await compareLocks(worldB(), [other]);
    assert.deepEqual(await unseenEvents(worldA().chain, "HashLock"), ["EIP712DomainChanged"]);
    const { items } = await indexedLocks(options(), { chainId: 31337 }, { limit: 100 });
    const ends = items.map(({ end, times }) => `${end ?? "open"} ${times}`).sort();
    const claimed = ["claimed 1", "claimed 1", "claimed 1"];
    assert.deepEqual(ends, [...claimed, "open 1", "open 1", "open 2", "refunded 1"]);
    const vaulted = items.filter(({ vault }) => vault !== undefined);
    assert.deepEqual(
      vaulted.map(({ asset }) => asset.kind),
      ["erc6909"],
    );
    const vaultOf = { address: worldA().at.hashLock, abi: hashLockAbi, functionName: "vaultOf" } as const;
    const vault = await worldA().reader.client.readContract({ ...vaultOf, args: [vaulted[0]?.id ?? "0x"] });
    assert.equal(vaulted[0]?.vault, low(vault));
  });

  it("IDX-49 are found by party, role, hash and whether they are open, by pages", async () => {
    const party = worldA().address(PAYEE);
    const asked = { chainId: 31337, party, role: "recipient", isOpen: true } as const;
    const first = await indexedLocks(options(), asked, { limit: 2 });
    const second = await indexedLocks(options(), asked, { limit: 2, after: first.next });
    assert.deepEqual([first.totalCount, first.items.length, second.items.length, second.next], [3, 2, 1, undefined]);
    const ids = [...first.items, ...second.items].map(({ id }) => id);
    assert.equal(new Set(ids).size, 3);
    assert.deepEqual((await indexedLocks(options(), { ...asked, role: "refundee" })).items, []);
    const { items } = await indexedLocks(options(), { hashlock: other.hashlock });
    assert.deepEqual(items.map(({ chainId }) => chainId).sort(), [31337, 31338]);
    const [one] = (await indexedLocks(options(), { id: ids[0] })).items;
    assert.equal(one?.id, ids[0]);
  });

  it("IDX-49 are told with the locks of both chains, what began last first, by pages", async () => {
    const party = worldA().address(PAYER);
    const seen: Hex[] = [];
    let next: string | undefined;
    do {
      const page = await indexedSwaps(options(), party, { limit: 3, after: next });
      assert.equal(page.totalCount, 7);
      for (const { hashlock, locks } of page.items) {
        seen.push(hashlock);
        const expected = hashlock === other.hashlock ? [31337, 31338] : [31337];
        assert.deepEqual(locks.map(({ chainId }) => chainId).sort(), expected);
        assert.ok(locks.every((lock) => lock.hashlock === hashlock));
      }
      next = page.next;
    } while (next !== undefined);
    assert.deepEqual(new Set(seen), new Set(story.locks.map(({ hashlock }) => hashlock)));
    const nobody = await indexedSwaps(options(), zeroAddress);
    assert.deepEqual([nobody.totalCount, nobody.items], [0, []]);
  });

  it("IDX-49 are told by how the account's own locks stand, none twice", async () => {
    const party = worldA().address(PAYER);
    const hashesOf = async (state?: "open" | "ended" | "claimed" | "refunded") => {
      const page = await indexedSwaps(options(), party, { state, limit: 100 });
      assert.equal(page.totalCount, page.items.length);
      return page.items.map(({ hashlock }) => hashlock).sort();
    };
    const [open, ended, claimed, refunded] = [
      await hashesOf("open"),
      await hashesOf("ended"),
      await hashesOf("claimed"),
      await hashesOf("refunded"),
    ];
    assert.deepEqual([...open, ...ended].sort(), await hashesOf());
    assert.deepEqual([...claimed, ...refunded].sort(), ended);
    assert.ok(open.length > 0 && claimed.length > 0 && refunded.length > 0);
    const { items } = await indexedSwaps(options(), party, { limit: 100 });
    for (const { hashlock, locks } of items) {
      const own = locks.filter((lock) => [lock.recipient, lock.refundee].includes(low(party)));
      const ends = own.map(({ end }) => end);
      const state = ends.includes(undefined) ? open : ends.includes("claimed") ? claimed : refunded;
      assert.ok(state.includes(hashlock), hashlock);
    }
    const first = await indexedSwaps(options(), party, { state: "open", limit: 1 });
    const second = await indexedSwaps(options(), party, { state: "open", limit: 100, after: first.next });
    assert.deepEqual([...first.items, ...second.items].map(({ hashlock }) => hashlock).sort(), open);
  });

  it("IDX-49 tell of a hash the account's own locks first, and twenty at most", async () => {
    const hashlock = other.hashlock;
    const stranger = { recipient: worldA().address("cartographer"), refundee: worldA().address("cartographer") };
    for (let i = 0; i < 21; i++)
      await open(worldB(), await anyLock(worldB(), new Map(), { ...stranger, hashlock, salt: BigInt(i) }));
    await caughtUp(indexer, worldB().chain);
    const { items } = await indexedSwaps(options(), worldA().address(PAYEE), { limit: 100 });
    const { locks = [] } = items.find((swap) => swap.hashlock === hashlock) ?? {};
    assert.equal(locks.length, 20);
    assert.deepEqual(
      locks.slice(0, 2).map(({ recipient }) => recipient),
      Array(2).fill(low(worldA().address(PAYEE))),
    );
  });

  it("IDX-49 tell what waits for who refused it, and what he took since", async () => {
    const { items } = await swapCredits(options(), worldA().address(PAYEE));
    const contract = low(worldA().at.hashLock);
    const account = low(worldA().address(PAYEE));
    assert.deepEqual(items, [{ chainId: 31337, contract, account, token: zeroAddress, balance: 0n }]);
    type Kept = { account: string; withdrawnAt: string | null };
    const kept = await rowsOf<Kept>(indexer, worldA().chain, "keptItems", "account withdrawnAt");
    assert.deepEqual(
      kept.map((row) => [row.account, row.withdrawnAt !== null]),
      [[account, true]],
    );
  });

  it("IDX-49 refuses in a sentence what it does not understand", async () => {
    const refusals = {
      "/swaps": "party is missing.",
      "/swaps?party=0x12": "party must be an account's address.",
      [`/swaps?party=${zeroAddress}&state=gone`]: "state must be open or ended or claimed or refunded.",
      "/swaps/locks?role=recipient": "role is asked for with a party.",
      "/swaps/locks?hashlock=0x12": "hashlock must be 32 bytes in hexadecimal.",
      "/swaps/locks?isOpen=perhaps": "isOpen must be true or false.",
      "/swaps/locks?after=1_2": "after must be the next of an answer to the same question.",
    };
    for (const [path, message] of Object.entries(refusals)) {
      assert.deepEqual(await indexer.get(path), { status: 400, body: { code: "bad-question", message } });
    }
  });

  it("IDX-49 tell what batches hold and how their leaves ended, and what became of deposit addresses", async () => {
    const { chain, reader, at } = worldB();
    const statesOf = { address: at.batchLock, abi: batchLockAbi, functionName: "statesOf" } as const;
    const states = await reader.client.readContract({ ...statesOf, args: [batches.batches] });
    type Row = { id: Hex; held: string; amount: string; leaves: number; refundedAt: string | null };
    const rows = await rowsOf<Row>(indexer, chain, "batchLocks", "id held amount leaves refundedAt");
    for (const [i, id] of batches.batches.entries()) {
      const row = rows.find((each) => each.id === id) ?? assert.fail(id);
      assert.equal(BigInt(row.held), states[i]?.held);
      assert.deepEqual([row.amount, row.leaves, row.refundedAt !== null], ["303", 3, i === 0]);
    }
    assert.deepEqual(
      states.map(({ held }) => held),
      [0n, 303n],
    );
    type Leaf = { batch: Hex; index: number; amount: string; end: string; preimage: Hex | null; recipient: string };
    const leaves = await rowsOf<Leaf>(indexer, chain, "batchLeafs", "batch index amount end preimage recipient");
    const told = leaves.map(({ batch, index, amount, end, preimage }) => [
      batch,
      index,
      amount,
      end,
      preimage !== null,
    ]);
    const [first] = batches.batches;
    assert.deepEqual(
      told.sort((x, y) => Number(x[1]) - Number(y[1])),
      [
        [first, 0, "100", "claimed", true],
        [first, 1, "101", "refunded", false],
      ],
    );
    assert.ok(leaves.every(({ recipient }) => recipient === low(worldB().address(PAYEE))));
    type Ended = { id: Hex; party: string; amount: string; end: string };
    const deposits = await rowsOf<Ended>(indexer, chain, "swapDeposits", "id party amount end");
    const [payee, payer] = [low(worldB().address(PAYEE)), low(worldB().address(PAYER))];
    const ended = batches.deposits.map((id) => deposits.find((each) => each.id === id));
    const [one, two] = batches.deposits;
    assert.deepEqual(ended, [
      { id: one, party: payee, amount: "50", end: "claimed" },
      { id: two, party: payer, amount: "50", end: "refunded" },
    ]);
    const swept = await rowsOf<Ended>(indexer, chain, "swapDepositSweeps", "id refundee amount");
    assert.deepEqual(swept, [{ id: one, refundee: payer, amount: "50" }]);
  });

  it("IDX-11 leave no trace of what a reorganisation undid", async () => {
    const { chain } = worldA();
    const earlier = await everyRow(indexer, chain);
    const snapshot = await chain.client.snapshot();
    await claim(worldA(), story.shared, story.secrets.get(story.shared.hashlock) ?? "0x");
    await open(worldA(), await anyLock(worldA(), new Map()));
    await worldA().pass(HOUR);
    await refund(worldA(), story.locks[2] ?? story.shared);
    await caughtUp(indexer, chain);
    const lost = await everyRow(indexer, chain);
    assert.notDeepEqual(lost.hashLocks, earlier.hashLocks);
    await chain.client.revert({ id: snapshot });
    for (let i = 0; i < 20; i++) await chain.client.mine({ blocks: 1 });
    await caughtUp(indexer, chain);
    assert.deepEqual(await everyRow(indexer, chain), earlier);
  });
});
