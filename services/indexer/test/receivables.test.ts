import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { IndexedLot } from "@tallystick/sdk/indexer/instrumentFields";
import {
  cashflow,
  type Exposure,
  exposure,
  lineage,
  linksOf,
  lotChainOf,
  lotCollectionsOf,
  lots,
  portfolio,
  receivable,
  receivableActs,
  receivablePaymentsOf,
  receivables,
} from "@tallystick/sdk/indexer/instruments";
import { startChain, type TestChain } from "./support/chains.ts";
import { low } from "./support/compare.ts";
import { unseenEvents } from "./support/events.ts";
import { everyRow } from "./support/everyTable.ts";
import { caughtUp, indexAlone, type TestIndexer } from "./support/indexer.ts";
import { liveOnReceivables, loseOnReceivables, type ReceivableStory } from "./support/receivableActs.ts";
import { compareDebtors, compareReceivables, compareRights, compareSums } from "./support/receivableTables.ts";
import { type World, worldOf } from "./support/world.ts";

// Receivables on one chain that live through every act. The tests run in order.

const DAY = 86_400;

let chain: TestChain;
let world: World;
let indexer: TestIndexer;
let story: ReceivableStory;
const options = (): { indexer: string } => ({ indexer: indexer.url });

before(async () => {
  chain = await startChain("chainA");
  world = worldOf(chain);
  story = await liveOnReceivables(world);
  indexer = await indexAlone(chain);
});

after(async () => {
  await indexer?.stop();
  await chain?.close();
});

describe("the scenario", () => {
  it("IDX-29 makes every event of receivables that something is done about", async () => {
    const never = ["EIP712DomainChanged"];
    for (const name of ["Lots", "Receivables", "Debtors", "Evidence"] as const) {
      const unseen = await unseenEvents(chain, name);
      assert.deepEqual(
        unseen.filter((event) => !never.includes(event)),
        [],
        name,
      );
    }
  });
});

describe("tables of receivables", () => {
  it("IDX-40 IDX-41 have every receivable and lot as the contracts do, at every time", async () => {
    const seen = new Set<string>();
    const statuses = new Set<string>();
    const { ordered, twins } = story.claims;
    const { dueAt } = ordered.terms;
    // The due date and the second after it; a day of interest; a month; the day before default and that of it.
    const grace = (days: number): number => twins.terms.dueAt + days * DAY;
    const months = [dueAt + 30 * DAY, dueAt + 30 * DAY + 1];
    const times = [
      ...months,
      dueAt,
      dueAt + 1,
      dueAt + 6 * DAY - 1,
      dueAt + 6 * DAY,
      dueAt + 90 * DAY - 1,
      dueAt + 90 * DAY,
    ];
    for (const time of [...times, dueAt + 91 * DAY, grace(800)].sort((a, b) => a - b)) {
      if (time > (await world.now())) {
        await chain.client.setNextBlockTimestamp({ timestamp: BigInt(time) });
        await chain.client.mine({ blocks: 1 });
        await caughtUp(indexer, chain);
      }
      const claims = await compareReceivables(indexer, world);
      for (const { status } of claims.receivables) statuses.add(status);
      for (const bucket of await compareSums(indexer, world, claims, story.accounts)) seen.add(bucket);
    }
    assert.deepEqual([...statuses].sort(), [
      ...["confirmed", "defaulted", "disputed", "overdue", "paid", "partPaid", "registered", "void"],
    ]);
    assert.deepEqual([...seen].sort(), ["days1To30", "days31To60", "days61To90", "notDue", "over90"]);
  });

  it("IDX-41 have approvals, operators and what waits for everybody", async () => {
    assert.equal(await compareRights(indexer, world, story.accounts), 1);
  });

  it("IDX-42 have everybody's record as a debtor, and his limits", async () => {
    assert.equal(await compareDebtors(indexer, world, story.accounts), 4);
  });
});

describe("questions of the SDK about receivables", () => {
  it("IDX-23 IDX-43 find receivables by parties, order, number and status, and page through them", async () => {
    const { chainId } = chain;
    const now = await world.now();
    const first = await receivables(options(), chainId, { now }, { limit: 5 });
    const rest = await receivables(options(), chainId, { now }, { limit: 100, after: first.next });
    const all = [...first.items, ...rest.items];
    assert.deepEqual([first.items.length, rest.next, all.length], [5, undefined, first.totalCount]);
    const ids = new Set(all.map(({ id }) => id));
    assert.deepEqual(ids, new Set(Object.values(story.claims).map(({ id }) => id)));
    const byDue = await receivables(options(), chainId, { now }, { limit: 100, orderBy: "due" });
    const dates = byDue.items.map(({ dueBy }) => dueBy);
    assert.deepEqual(
      dates,
      dates.toSorted((a, b) => a - b),
    );
    const { ordered, withdrawn, fresh, counter, disputed } = story.claims;
    const found = async (filter: object): Promise<ReadonlySet<bigint>> =>
      new Set((await receivables(options(), chainId, { now, ...filter }, { limit: 100 })).items.map(({ id }) => id));
    const idsOf = (...claims: readonly { readonly id: bigint }[]): ReadonlySet<bigint> =>
      new Set(claims.map(({ id }) => id));
    assert.deepEqual(await found({ debtor: world.address("supplier") }), idsOf(counter));
    assert.deepEqual(await found({ creditor: world.address("workshop") }), idsOf(counter));
    assert.deepEqual(await found({ order: ordered.terms.order }), idsOf(ordered, withdrawn, fresh));
    assert.deepEqual(await found({ number: fresh.terms.number }), idsOf(fresh));
    assert.deepEqual(await found({ statuses: ["void", "disputed"] }), idsOf(withdrawn, disputed));
    assert.equal((await receivable(options(), chainId, ordered.id, { now }))?.number, ordered.terms.number);
    assert.equal(await receivable(options(), chainId, 5n), undefined);
    const long = { ids: Array.from({ length: 101 }, (_, i) => BigInt(i)) };
    await assert.rejects(lots(options(), chainId, long), /ids must be at most 100/);
  });

  it("IDX-23 IDX-43 page through lots in every order", async () => {
    const { chainId } = chain;
    const now = await world.now();
    const holder = world.address("supplier");
    const whole = await lots(options(), chainId, { holder, now }, { limit: 100 });
    assert.ok(whole.items.length > 3);
    const orders = { due: "dueBy", open: "open", newest: "openedAt", units: "start" } as const;
    for (const [orderBy, field] of Object.entries(orders)) {
      const seen: IndexedLot[] = [];
      for (let after: string | undefined, more = true; more; more = after !== undefined) {
        const choice = { limit: 2, after, orderBy: orderBy as "due" };
        const { items, next } = await lots(options(), chainId, { holder, now }, choice);
        seen.push(...items);
        after = next;
      }
      const values = seen.map((lot) => BigInt(lot[field]));
      const ascending = values.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
      assert.deepEqual(values, orderBy === "open" || orderBy === "newest" ? ascending.reverse() : ascending, orderBy);
      assert.deepEqual(new Set(seen.map(({ id }) => id)), new Set(whole.items.map(({ id }) => id)));
      assert.equal(seen.length, whole.totalCount);
    }
    const [some] = whole.items;
    const one = await lots(options(), chainId, { ids: [some?.id ?? 0n], now });
    assert.deepEqual(one.items, [some]);
    const owing = await lots(options(), chainId, { holder, statuses: ["defaulted"], now }, { limit: 100 });
    assert.deepEqual(
      new Set(owing.items.map(({ id }) => id)),
      new Set(whole.items.flatMap(({ id, status }) => (status === "defaulted" ? [id] : []))),
    );
  });

  it("IDX-23 IDX-41 find the lots of others that an account endorsed with recourse", async () => {
    const { chainId } = chain;
    const now = await world.now();
    const { items: all } = await receivables(options(), chainId, { now }, { limit: 100 });
    let found = 0;
    for (const { id } of all) {
      const { items: open } = await lots(options(), chainId, { receivable: id, now }, { limit: 100 });
      const chains = await Promise.all(open.map((lot) => lotChainOf(options(), chainId, lot.id)));
      for (const endorser of story.accounts.map(low)) {
        const expected = open.filter(({ holder }, i) => {
          const own = chains[i]?.some(({ from, kind }) => low(from) === endorser && kind === "withRecourse");
          return own === true && holder !== undefined && low(holder) !== endorser;
        });
        const { items } = await lots(options(), chainId, { receivable: id, endorser, now });
        assert.deepEqual(new Set(items.map((lot) => lot.id)), new Set(expected.map((lot) => lot.id)));
        found += items.length;
      }
    }
    assert.ok(found > 2);
    await assert.rejects(
      lots(options(), chainId, { holder: low(world.address("supplier")), endorser: low(world.address("supplier")) }),
      {
        code: "IndexerFailed",
      },
    );
  });

  it("IDX-23 IDX-43 page through sums", async () => {
    const { chainId } = chain;
    const now = await world.now();
    const account = world.address("supplier");
    const whole = await exposure(options(), chainId, account, { now, limit: 100 });
    const seen: Exposure[] = [];
    for (let after: string | undefined, more = true; more; more = after !== undefined) {
      const { items, next } = await exposure(options(), chainId, account, { now, limit: 1, after });
      seen.push(...items);
      after = next;
    }
    assert.deepEqual(seen, whole.items);
    const range = { now, from: now - 2_000 * DAY, to: now };
    const days = await cashflow(options(), chainId, account, { ...range, limit: 100 });
    const first = await cashflow(options(), chainId, account, { ...range, limit: 1 });
    const rest = await cashflow(options(), chainId, account, { ...range, limit: 100, after: first.next });
    assert.deepEqual([...first.items, ...rest.items], days.items);
    const { totals } = await portfolio(options(), chainId, account, { now, token: world.at.eurx });
    assert.deepEqual(
      totals.map(({ token }) => token),
      [low(world.at.eurx)],
    );
  });

  it("IDX-23 IDX-41 tell how lots came to be, and what happened", async () => {
    const { chainId } = chain;
    const { late, parted, twins } = story.claims;
    const { lots: open, links } = await lineage(options(), chainId, late.id);
    assert.equal(open.items.length, 2);
    // Links that a take-up made void stay: what goes on from which is in the hashes.
    assert.deepEqual(links.items.map(({ kind }) => kind).sort(), [
      "takenUp",
      "takenUp",
      "withRecourse",
      "withRecourse",
      "withoutRecourse",
    ]);
    const shared = (await linksOf(options(), chainId, twins.id)).items.filter(({ kind }) => kind === "takenUp");
    assert.equal(new Set(shared.map(({ roll }) => roll)).size, 1);
    const acts = (await receivableActs(options(), chainId, late.id)).items.map(({ kind }) => kind);
    assert.deepEqual(
      new Set(acts),
      new Set(["registered", "confirmed", "demanded", "takenUp", "defaulted", "writtenOff"]),
    );
    const paid = await receivablePaymentsOf(options(), chainId, parted.id);
    assert.deepEqual(
      paid.items.map(({ isInFull, isLate }) => [isInFull, isLate]),
      [
        [true, true],
        [false, true],
        [false, false],
        [false, false],
      ],
    );
    const collected = await lotCollectionsOf(options(), chainId, parted.id, { limit: 100 });
    const sum = (values: readonly bigint[]): bigint => values.reduce((total, each) => total + each, 0n);
    // To the last unit.
    assert.equal(
      sum(collected.items.map(({ amount }) => amount)),
      sum(paid.items.map(({ principal, interest }) => principal + interest)),
    );
  });
});

describe("a reorganisation", () => {
  it("IDX-11 leaves no trace of what it undid, in any table of receivables", async () => {
    const before = await everyRow(indexer, chain);
    const snapshot = await chain.client.snapshot();
    await loseOnReceivables(world, story);
    await caughtUp(indexer, chain);
    await compareSums(indexer, world, await compareReceivables(indexer, world), story.accounts);
    await compareRights(indexer, world, story.accounts);
    await compareDebtors(indexer, world, story.accounts);
    const lost = await everyRow(indexer, chain);
    const changed = Object.keys(before).filter((name) => lost[name]?.join() !== before[name]?.join());
    assert.deepEqual(
      ["receivables", "receivableActs", "receivablePayments", "receivableCollections", "receivableCredits"]
        .concat(["lots", "links", "lotApprovals", "lotOperators", "evidenceEntrys", "debtorRecords", "debtorLimits"])
        .filter((name) => !changed.includes(name)),
      [],
    );

    await chain.client.revert({ id: snapshot });
    // Longer than the branch that was lost, or nobody would take it for the better one.
    for (let i = 0; i < 60; i++) await chain.client.mine({ blocks: 1 });
    await caughtUp(indexer, chain);
    assert.deepEqual(await everyRow(indexer, chain), before);
    await compareSums(indexer, world, await compareReceivables(indexer, world), story.accounts);
    await compareRights(indexer, world, story.accounts);
    await compareDebtors(indexer, world, story.accounts);
  });
});
