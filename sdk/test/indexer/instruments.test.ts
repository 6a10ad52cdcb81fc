import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Address, zeroAddress, zeroHash } from "viem";
import {
  ageing,
  bids,
  cashflow,
  debtorRecords,
  exposure,
  lots,
  offers,
  overview,
  portfolio,
  receivable,
  receivables,
  sales,
} from "../../src/indexer/instruments.ts";
import { failureOf } from "../support/errors.ts";

// That the questions fit the indexer's tables and routes is tested there, against the running indexer.

const indexer = "http://i/";
const account = "0x5FbDB2315678afecb367f032d93F642f64180aa3" as Address;

const claim = {
  ...{ debtor: zeroAddress, creditor: account, token: account, dueAt: "1700000000", units: "1000", unit: "10000" },
  ...{ maxTier: 0, lateBps: 1_200, graceDays: 5, number: zeroHash, document: zeroHash, order: zeroHash },
  ...{ orderAmount: "0", chainId: 31337, id: String(2n ** 255n), root: "7", face: "10000000", status: "overdue" },
  ...{ isDefault: false, dueBy: "1700000000", principal: "9000000", interest: "3", hasBooks: true },
  books: {
    ...{ openUnits: "1000", uncollectedUnits: "1000", principal: "9000000", dueAt: "1700000000", interestDays: 3 },
    ...{ interest: "3", pot: "1000000", perUnit: String(2n ** 70n) },
  },
  ...{
    paidPrincipal: "1000000",
    paidInterest: "0",
    creditedPrincipal: "0",
    collected: "0",
    orderUsed: "0",
    streams: 5,
  },
  ...{ registeredAt: "1690000000", confirmedAt: "1690000001", disputedAt: null, reason: null, withdrawnAt: null },
  ...{ paidAt: null, isPaidLate: null, defaultedAt: null, tab: null, statement: null, transaction: zeroHash },
};

/** Answers each of the routes, and keeps what was asked. */
function answering(routes: Readonly<Record<string, unknown>>, asked: URL[] = []) {
  return {
    indexer,
    fetch: async (url: string): Promise<Response> => {
      const at = new URL(url);
      asked.push(at);
      assert.ok(at.pathname in routes, at.pathname);
      return new Response(JSON.stringify(routes[at.pathname]));
    },
  };
}

const paged = (...items: unknown[]) => ({ items, total: 9, next: "5_6" });
const empty = { items: [], total: 0, next: null };

describe("the indexer client of receivables", () => {
  it("SDK-60 asks with what is given, and reads terms, books and times with their types", async () => {
    const asked: URL[] = [];
    const options = answering({ "/instruments/receivables": paged(claim) }, asked);
    const filter = { debtor: account, statuses: ["overdue", "defaulted"] as const, now: 5 };
    const page = await receivables(options, 31337, filter, { limit: 1, after: "1_2", orderBy: "due" });
    assert.deepEqual(
      [page.totalCount, page.next, page.items[0]?.id, page.items[0]?.status],
      [9, "5_6", 2n ** 255n, "overdue"],
    );
    assert.deepEqual(
      [page.items[0]?.books.perUnit, page.items[0]?.units, page.items[0]?.unit],
      [2n ** 70n, 1_000, 10_000n],
    );
    assert.deepEqual([page.items[0]?.confirmedAt, page.items[0]?.paidAt], [1_690_000_001, undefined]);
    assert.deepEqual(Object.fromEntries(asked[0]?.searchParams ?? []), {
      ...{ chainId: "31337", debtor: account, status: "overdue,defaulted", now: "5" },
      ...{ sort: "due", limit: "1", after: "1_2" },
    });
    assert.equal((await receivable(options, 31337, 3n))?.principal, 9_000_000n);
    assert.equal(asked[1]?.searchParams.get("id"), "3");
    assert.equal(await receivable(answering({ "/instruments/receivables": empty }), 31337, 3n), undefined);
  });

  it("SDK-60 escapes what it is given", async () => {
    const asked: URL[] = [];
    const options = answering({ "/instruments/lots": empty }, asked);
    await lots(options, 31337, { holder: "0x&account=1#" as Address, ids: [1n, 2n] });
    assert.deepEqual(Object.fromEntries(asked[0]?.searchParams ?? []), {
      ...{ chainId: "31337", holder: "0x&account=1#", ids: "1,2" },
    });
  });

  it("SDK-60 refuses an answer of another kind, and tells where", async () => {
    const wrong: readonly [object, RegExp][] = [
      [{ ...claim, status: "fine" }, /items\[0\]\.status is not none or registered/],
      [{ ...claim, principal: "1.5" }, /items\[0\]\.principal is not a whole number/],
      [{ ...claim, debtor: "0x1" }, /items\[0\]\.debtor is not an address/],
      [{ ...claim, books: null }, /items\[0\]\.books is no row/],
      [{ ...claim, dueBy: String(2n ** 60n) }, /items\[0\]\.dueBy is not a number/],
      [{ ...claim, isDefault: "no" }, /items\[0\]\.isDefault is not true or false/],
    ];
    for (const [item, reason] of wrong) {
      const options = answering({ "/instruments/receivables": paged(item) });
      const error = await failureOf(receivables(options, 31337));
      assert.equal(error.code, "IndexerFailed");
      assert.match(String(error.details.reason), reason);
    }
    const refusing = answering({ "/instruments/lots": { code: "bad-question", message: "limit must be less." } });
    assert.equal((await failureOf(lots(refusing, 31337))).details.reason, "limit must be less.");
  });

  it("SDK-60 puts a portfolio together from its lots and what they come to", async () => {
    const total = { token: account, lots: 3, face: "9", open: "8", overdue: "7", collectable: "6" };
    const asked: URL[] = [];
    const options = answering({ "/instruments/lots": empty, "/instruments/portfolio": paged(total) }, asked);
    const found = await portfolio(options, 31337, account, { now: 5, statuses: ["paid"] }, { orderBy: "open" });
    assert.deepEqual(found.totals, [{ token: account, lots: 3, face: 9n, open: 8n, overdue: 7n, collectable: 6n }]);
    const [first, second] = asked.map(({ searchParams }) => Object.fromEntries(searchParams));
    assert.deepEqual(first, { chainId: "31337", holder: account, now: "5", status: "paid", sort: "open" });
    assert.deepEqual(second, { chainId: "31337", account, now: "5", limit: "100" });
  });

  it("SDK-60 reads ages, parties, days and records", async () => {
    const bucket = { count: 1, open: "5" };
    const ages = { notDue: bucket, days1To30: bucket, days31To60: bucket, days61To90: bucket, over90: bucket };
    const aged = await ageing(answering({ "/instruments/ageing": paged({ token: account, ...ages }) }), 31337, account);
    assert.deepEqual(aged.items[0]?.over90, { count: 1, open: 5n });
    const party = { token: account, party: zeroAddress, count: 2, open: "6", overdue: "5", firstDue: "7" };
    const owed = await exposure(answering({ "/instruments/exposure": paged(party) }), 31337, account, { side: "owed" });
    assert.deepEqual(owed.items, [{ ...party, open: 6n, overdue: 5n, firstDue: 7 }]);
    const flow = { incoming: "1", outgoing: "2" };
    const day = { token: account, day: "86400", ...flow };
    const routes = { "/instruments/cashflow": { ...paged(day), earlier: [{ token: account, ...flow }] } };
    const calendar = await cashflow(answering(routes), 31337, account);
    assert.deepEqual(calendar.items, [{ token: account, day: 86_400, incoming: 1n, outgoing: 2n }]);
    assert.deepEqual(calendar.earlier, [{ token: account, incoming: 1n, outgoing: 2n }]);
    const all = {
      ...{ token: account, totals: [], held: [{ token: account, ...ages }], owed: [], exposure: paged(party) },
      ...{ days: [day], earlier: flow },
    };
    const whole = await overview(answering({ "/instruments/overview": all }), 31337, account, { from: 1, to: 2 });
    assert.deepEqual([whole.held, whole.days], [aged.items, calendar.items]);
    assert.deepEqual([whole.exposure.items, whole.exposure.totalCount], [owed.items, 9]);
    assert.deepEqual([whole.token, whole.earlier], [account, { incoming: 1n, outgoing: 2n }]);
    const record = {
      ...{ debtor: account, token: account, outstanding: "1", confirmedSum: "2", confirmedCount: 3, onTimeSum: "4" },
      ...{ onTimeCount: 5, lateSum: "6", lateCount: 7, defaultedSum: "8", defaultedCount: 9, writtenOffSum: "10" },
      ...{ writtenOffCount: 11, bank: null, limit: "0", cap: null, room: null },
    };
    const { items } = await debtorRecords(answering({ "/instruments/debtors": paged(record) }), 31337, account);
    assert.deepEqual([items[0]?.lateSum, items[0]?.bank, items[0]?.room], [6n, undefined, undefined]);
  });

  it("SDK-60 asks for asks, bids and requests together, and for sales by the table", async () => {
    const ofLot = {
      ...{ receivable: "3", debtor: account, creditor: account, token: account, number: zeroHash, status: "confirmed" },
      ...{ isDefault: false, dueBy: "9", streams: 0, lotUnits: "10", open: "100", transaction: zeroHash },
    };
    const priced = { rateBps: 600, feeBps: 10, kind: "withRecourse", deadline: "8", salt: zeroHash, postedAt: "5" };
    const ask = {
      ...{ hash: zeroHash, seller: account, buyer: zeroAddress, lot: "4", version: zeroHash, units: "0", price: "0" },
      ...{ ...priced, ...ofLot, cancelledAt: null, soldAt: "7", isAlive: false },
    };
    const bid = {
      ...{
        hash: zeroHash,
        buyer: account,
        token: account,
        debtor: zeroAddress,
        seller: account,
        lot: "0",
        limit: "50",
      },
      ...{ ...priced, maxDays: "90", evidence: 5, advanceBps: 8_000, filled: "20", cancelledAt: null, isAlive: true },
      transaction: zeroHash,
    };
    const request = { lot: "4", holder: account, deadline: "8", at: "5", isAlive: true, ...ofLot };
    const asked: URL[] = [];
    const routes = {
      "/instruments/asks": paged(ask),
      "/instruments/bids": paged(bid),
      "/instruments/requests": paged(request),
    };
    const board = await offers(answering(routes, asked), 31337, { alive: true, lot: 4n, now: 6 }, { limit: 3 });
    assert.deepEqual([board.asks.items[0]?.soldAt, board.asks.items[0]?.isAlive], [7, false]);
    assert.deepEqual([board.bids.items[0]?.filled, board.requests.items[0]?.open], [20n, 100n]);
    for (const { searchParams } of asked) {
      const expected = { chainId: "31337", alive: "true", lot: "4", now: "6", limit: "3" };
      assert.deepEqual(Object.fromEntries(searchParams), expected);
    }
    const found: URL[] = [];
    await bids(answering({ "/instruments/bids": empty }, found), 31337, { seller: account });
    assert.equal(found[0]?.searchParams.get("seller"), account);

    let body = "";
    const table = {
      indexer,
      fetch: async (_: string, init?: RequestInit): Promise<Response> => {
        body = init?.body as string;
        const page = { items: [], totalCount: 0, pageInfo: { endCursor: null, hasNextPage: false } };
        return new Response(JSON.stringify({ data: { sales: page } }));
      },
    };
    await sales(table, 31337, { buyer: account, lot: 4n });
    const { variables } = JSON.parse(body) as { variables: { where: object } };
    // Of receivables alone: those of bills are in the same table.
    const where = { chainId: 31337, buyer: account.toLowerCase(), lot: "4", bill: null };
    assert.deepEqual(variables.where, where);
  });
});
