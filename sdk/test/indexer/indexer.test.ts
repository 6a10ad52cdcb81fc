import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Address, numberToHex, zeroAddress, zeroHash } from "viem";
import { anchorsOf } from "../../src/indexer/audit.ts";
import { consentRequestsOf, involvementsOf, openRequestsTo, requestOfIndexed } from "../../src/indexer/consent.ts";
import { dealsOf, termsOfDeal } from "../../src/indexer/desk.ts";
import { indexedHeads } from "../../src/indexer/heads.ts";
import { credentialsOf, indexedKeyOf } from "../../src/indexer/identity.ts";
import { creditsOf, datasetDetail, listDatasets, termsOfOffer } from "../../src/indexer/market.ts";
import { passCount } from "../../src/indexer/passes.ts";
import { searchDatasets } from "../../src/indexer/search.ts";
import { tabsOf } from "../../src/indexer/tabs.ts";
import { codeOf, failureOf } from "../support/errors.ts";

// That the questions fit the indexer's schema is tested there, against the running indexer.

const indexer = "http://i/";
const dataset = {
  chainId: 31337,
  id: zeroHash,
  publisher: zeroAddress,
  owner: zeroAddress,
  latest: 2,
  sold: 3,
  createdAt: "1700000000",
  updatedAt: "1700000001",
  manifest: null,
};
const paged = (items: unknown[], next: string | null = null): unknown => ({
  items,
  totalCount: 9,
  pageInfo: { endCursor: next, hasNextPage: next !== null },
});

interface Asked {
  query: string;
  variables: Record<string, unknown>;
}

function answering(data: unknown, asked: Asked[] = []) {
  return {
    indexer,
    fetch: async (url: string, init?: RequestInit): Promise<Response> => {
      assert.equal(url, "http://i/graphql");
      asked.push(JSON.parse(init?.body as string) as Asked);
      return new Response(JSON.stringify({ data }));
    },
  };
}

describe("the indexer client", () => {
  it("SDK-60 reads rows with their types, and pages by cursor", async () => {
    const asked: Asked[] = [];
    const owner = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
    const page = await listDatasets(answering({ datasets: paged([dataset], "c1") }, asked), 31337, {
      owner,
      limit: 1,
      after: "c0",
    });
    const nothing = { manifest: undefined, rated: undefined, record: undefined };
    assert.deepEqual(page, {
      items: [{ ...dataset, createdAt: 1_700_000_000, updatedAt: 1_700_000_001, ...nothing }],
      totalCount: 9,
      next: "c1",
    });
    assert.deepEqual(asked[0]?.variables, {
      where: { chainId: 31337, owner: owner.toLowerCase() },
      limit: 1,
      after: "c0",
      orderBy: "createdAt",
      orderDirection: "desc",
    });
    const credits = await creditsOf(
      answering({
        credits: paged([
          {
            account: zeroAddress,
            token: zeroAddress,
            deposits: "0",
            refunds: "12345678901234567890",
            fees: "0",
            spent: "0",
            withdrawn: "0",
            balance: "7",
          },
        ]),
      }),
      31337,
      zeroAddress,
    );
    assert.deepEqual(
      [credits.items[0]?.refunds, credits.items[0]?.balance, credits.next],
      [12_345_678_901_234_567_890n, 7n, undefined],
    );
  });

  it("SDK-60 gives undefined for what is not there", async () => {
    assert.equal(await datasetDetail(answering({ dataset: null }), 31337, 5n), undefined);
    assert.equal(await indexedKeyOf(answering({ encryptionKey: null }), 31337, zeroAddress), undefined);
  });

  it("SDK-60 puts nothing of the question's values into its text", async () => {
    const asked: Asked[] = [];
    await credentialsOf(answering({ credentials: paged([]) }, asked), 31337, { subject: '0x" } evil { ' as "0x" });
    assert.doesNotMatch(asked[0]?.query ?? "", /evil|31337/);
  });

  it("SDK-60 refuses an answer of another kind, and tells where", async () => {
    const wrong: readonly [unknown, RegExp][] = [
      [{ datasets: paged([{ ...dataset, sold: "many" }]) }, /answer\.items\[0\]\.sold is not a number/],
      [{ datasets: paged([{ ...dataset, owner: "0x12" }]) }, /owner is not an address/],
      [{ datasets: paged([null]) }, /items\[0\] is no row/],
      [{ datasets: { items: {} } }, /items is no list/],
      [{}, /answer is no row/],
    ];
    for (const [data, reason] of wrong) {
      const error = await failureOf(listDatasets(answering(data), 31337));
      assert.equal(error.code, "IndexerFailed");
      assert.match(String(error.details.reason), reason);
    }
  });

  it("SDK-60 names an indexer that fails or is away", async () => {
    const failing = (body: string, status: number) => ({ indexer, fetch: async () => new Response(body, { status }) });
    const told = await failureOf(listDatasets(failing('{"errors":[{"message":"Unknown column"}]}', 200), 31337));
    assert.deepEqual([told.code, told.details.reason], ["IndexerFailed", "Unknown column"]);
    assert.equal(await codeOf(listDatasets(failing("<html>", 502), 31337)), "IndexerFailed");
    assert.equal(await codeOf(listDatasets({ indexer: "http://127.0.0.1:9" }, 31337)), "IndexerUnreachable");
  });

  it("SDK-60 searches with what is given, escaped", async () => {
    const asked: string[] = [];
    const found = {
      dataset: zeroHash,
      chainId: 31337,
      version: 1,
      publisher: zeroAddress,
      owner: zeroAddress,
      sold: 0,
      createdAt: "1",
      updatedAt: "1",
      title: "T",
      description: "",
      language: null,
      keywords: null,
      licence: "MIT",
      segments: [],
      modes: ["offered", "entry"],
      rating: { count: 2, stars: 9 },
      tariffs: [{ token: zeroAddress, price: "3", provider: zeroAddress, segments: "1", validUntil: "9" }],
      offers: [
        {
          id: zeroHash,
          seller: zeroAddress,
          token: zeroAddress,
          price: "5",
          duration: "0",
          segments: "1",
          policy: zeroAddress,
        },
      ],
    };
    const fetch = async (url: string): Promise<Response> => {
      asked.push(url);
      return new Response(JSON.stringify({ total: 1, more: false, items: [found], next: null, facets: null }));
    };
    const { total, items } = await searchDatasets({ indexer, fetch }, { query: "a&b=c", chainId: 31337, limit: 5 });
    assert.deepEqual(asked, ["http://i/search?q=a%26b%3Dc&chainId=31337&limit=5"]);
    assert.deepEqual(items[0]?.modes, ["offered", "entry"]);
    assert.equal(items[0]?.tariffs[0]?.price, 3n);
    const filters = {
      modes: ["entry", "record"],
      token: zeroAddress,
      maxPrice: 5n,
      sort: "cheapest",
      language: "",
    } as const;
    await searchDatasets({ indexer, fetch }, filters);
    assert.equal(asked[1], `http://i/search?mode=entry%2Crecord&token=${zeroAddress}&maxPrice=5&sort=cheapest`);
    assert.deepEqual([total, items[0]?.title, items[0]?.offers[0]?.price, items[0]?.language], [1, "T", 5n, undefined]);
    assert.equal(
      await codeOf(
        searchDatasets(
          { indexer, fetch: async () => new Response('{"code":"bad-question","message":"no"}', { status: 400 }) },
          {},
        ),
      ),
      "IndexerFailed",
    );
  });

  it("SDK-60 asks for the root of an anchor, the passes of a data set, and open requests to some records", async () => {
    const asked: Asked[] = [];
    const root = `0x${"AB".repeat(32)}` as const;
    await anchorsOf(answering({ anchors: paged([]) }, asked), 31337, { root, limit: 1 });
    const count = await passCount(answering({ passTokens: paged([{ id: zeroHash }]) }, asked), 31337, 5n);
    await openRequestsTo(answering({ consentRequests: paged([]) }, asked), 31337, [5n, 6n]);
    const where = asked.map(({ variables }) => variables.where);
    const [five, six] = [5n, 6n].map((id) => numberToHex(id, { size: 32 }));
    assert.equal(count, 9);
    assert.deepEqual(where, [
      { chainId: 31337, root: root.toLowerCase() },
      { chainId: 31337, dataset: five, status: "minted" },
      { chainId: 31337, status: "open", dataset_in: [five, six] },
    ]);
  });

  it("SDK-60 asks for tabs of either side, for anchors of all keepers, and of one by number", async () => {
    const asked: Asked[] = [];
    const account = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
    await tabsOf(answering({ tabs: paged([]) }, asked), 31337, { party: account });
    await anchorsOf(answering({ anchors: paged([]) }, asked), 31337);
    await anchorsOf(answering({ anchors: paged([]) }, asked), 31337, { keeper: account, time: 7 });
    const [tabs, all, own] = asked.map(({ variables }) => variables);
    const party = account.toLowerCase();
    assert.deepEqual(tabs?.where, { chainId: 31337, OR: [{ reader: party }, { provider: party }] });
    assert.deepEqual([all?.where, all?.orderBy], [{ chainId: 31337 }, "anchoredAt"]);
    const period = { from_lt: "7", through_gte: "7" };
    assert.deepEqual([own?.where, own?.orderBy], [{ chainId: 31337, keeper: party, ...period }, "number"]);
  });

  it("SDK-60 gives a deal's terms and a request as their contracts take them", async () => {
    const side = (owner: Address, dataset: bigint) => ({
      ...{ owner, dataset, duration: 60, segments: 3, fromVersion: 2, laterVersions: true },
    });
    const deal = {
      first: side(zeroAddress, 1n),
      second: side(`0x${"1".repeat(40)}`, 2n),
      nonce: 2n ** 200n,
      deadline: 9,
    };
    const columns = (name: "first" | "second") => {
      const { owner, dataset: id, ...rest } = deal[name];
      const named = Object.entries(rest).map(([key, value]) => [
        `${name}${key[0]?.toUpperCase()}${key.slice(1)}`,
        typeof value === "number" && key !== "fromVersion" ? String(value) : value,
      ]);
      return { [name]: owner, [`${name}Dataset`]: numberToHex(id, { size: 32 }), ...Object.fromEntries(named) };
    };
    const ended = { chainId: 31337, id: zeroHash, endedAt: "5", transaction: zeroHash };
    const done = { ...ended, status: "done", ...columns("first"), ...columns("second") };
    const rows = [
      { ...done, nonce: String(deal.nonce), deadline: "9" },
      { ...ended, status: "withdrawn" },
    ];
    const page = await dealsOf(answering({ deals: paged(rows) }), 31337, { party: zeroAddress });
    assert.deepEqual(page.items.map(termsOfDeal), [deal, undefined]);

    const words = { purpose: 1, segments: "3", fromVersion: 1, laterVersions: false, until: "50", serial: "4" };
    const request = { dataset: numberToHex(5n, { size: 32 }), reader: zeroAddress, ...words, epoch: 2, deadline: "40" };
    const told = { ...request, id: zeroHash, message: "please", status: "open", requestedAt: "30", record: null };
    const asked = await consentRequestsOf(answering({ consentRequests: paged([told]) }), 31337, zeroAddress);
    const expected = { purpose: 1, segments: 3, fromVersion: 1, laterVersions: false, until: 50, serial: 4 };
    assert.deepEqual(asked.items.map(requestOfIndexed), [
      { dataset: 5n, reader: zeroAddress, ...expected, epoch: 2, deadline: 40 },
    ]);
  });

  it("SDK-60 joins the records that an account holds a key of, asked for, or broke the glass of", async () => {
    const id = (n: number) => numberToHex(n, { size: 32 });
    const answers: Record<string, unknown[]> = {
      holders: [{ dataset: id(1), record: null }],
      consentRequests: [2, 1].map((n) => ({
        ...{ id: zeroHash, dataset: id(n), reader: zeroAddress, purpose: 0, segments: "1", fromVersion: 1 },
        ...{ laterVersions: false, until: "5", serial: "1", epoch: 0, deadline: "4", message: "", status: "stale" },
        ...{ requestedAt: "3", record: null },
      })),
      emergencyRights: [
        {
          ...{ dataset: id(3), reader: zeroAddress, until: "9", segments: "1", brokenAt: "8", status: "open" },
          ...{ reason: "", reviewer: null, note: null, reviewedAt: null, breaks: 1, record: null },
        },
      ],
    };
    const options = {
      indexer,
      fetch: async (_: string, init?: RequestInit): Promise<Response> => {
        const { query } = JSON.parse(init?.body as string) as Asked;
        const root = Object.keys(answers).find((name) => query.includes(`{ ${name}(`)) ?? "";
        return new Response(JSON.stringify({ data: { [root]: paged(answers[root] ?? []) } }));
      },
    };
    const none = { record: undefined, holds: false, asked: false, broke: false };
    assert.deepEqual(await involvementsOf(options, 31337, zeroAddress), [
      { ...none, dataset: 1n, holds: true, asked: true },
      { ...none, dataset: 2n, asked: true },
      { ...none, dataset: 3n, broke: true },
    ]);
  });

  it("SDK-60 gives an offer's terms as the contract takes them", () => {
    const terms = {
      seller: zeroAddress,
      token: zeroAddress,
      price: 5n,
      duration: 60,
      segments: 3,
      fromVersion: 1,
      laterVersions: true,
      maxSales: 0,
      refundWindow: 9,
      purpose: 0,
      nonce: 4,
      licence: zeroHash,
      policy: zeroAddress,
      policyData: zeroHash,
    } as const;
    const offer = {
      ...terms,
      id: zeroHash,
      dataset: `0x${"00".repeat(31)}07`,
      feeBps: 100,
      status: "open",
      sold: 0,
      paid: 0n,
      givenBack: 0n,
      collected: 0n,
      createdAt: 1,
    } as const;
    assert.deepEqual(termsOfOffer(offer), { ...terms, dataset: 7n });
  });

  it("SDK-60 reads how far each chain is indexed, and refuses what is no such answer", async () => {
    const status = (body: unknown) => ({
      indexer,
      fetch: async (url: string): Promise<Response> => {
        assert.equal(url, "http://i/status");
        return new Response(JSON.stringify(body));
      },
    });
    const block = { number: 7, timestamp: 1_800_000_000 };
    const told = { chainA: { id: 31337, block }, chainB: { id: 31338, block: null }, ready: true };
    assert.deepEqual(await indexedHeads(status(told)), new Map([[31337, { number: 7, time: 1_800_000_000 }]]));
    assert.deepEqual(await indexedHeads(status(null)), new Map());
    assert.equal(await codeOf(indexedHeads(status({ chainA: { id: "x", block } }))), "IndexerFailed");
  });
});
