import assert from "node:assert/strict";
import { networkInterfaces } from "node:os";
import { after, before, describe, it } from "node:test";
import { signTariff } from "@tallystick/sdk/gateway/tariffs";
import type { Tariff } from "@tallystick/sdk/gateway/typedData";
import {
  credentialsOf,
  indexedKeyOf,
  listOrganisations,
  membershipsOf,
  organisationDetail,
  registrarsOf,
} from "@tallystick/sdk/indexer/identity";
import {
  boughtBy,
  collectionsOf,
  creditsOf,
  datasetDetail,
  listDatasets,
  marketFigures,
  rightsOf,
  salesOf,
  termsOfOffer,
} from "@tallystick/sdk/indexer/market";
import { searchDatasets } from "@tallystick/sdk/indexer/search";
import type { IndexedSale } from "@tallystick/sdk/indexer/tables";
import type { Address, Hex } from "viem";
import { act, actAsDao, buy, grant, marketView, publish } from "./support/acts.ts";
import { startChain, type TestChain } from "./support/chains.ts";
import {
  compareAll,
  compareCredentials,
  compareCredits,
  compareDatasets,
  compareKeys,
  compareOffers,
  compareOperators,
  compareOrganisations,
  comparePurchases,
  compareRights,
  low,
  rowsOf,
} from "./support/compare.ts";
import { unseenEvents } from "./support/events.ts";
import { startGateway, type TestGateway } from "./support/gateway.ts";
import { caughtUp, startIndexer, type TestIndexer, until } from "./support/indexer.ts";
import { liveThrough, MARKUP, type Story } from "./support/scenario.ts";
import { worldOf } from "./support/world.ts";

// One indexer on two chains, each of which has lived through every act; the tests run in order.

let chainA: TestChain;
let chainB: TestChain;
let gateway: TestGateway;
let indexer: TestIndexer;
let storyA: Story;
let storyB: Story;
const stories = (): [TestChain, Story][] => [
  [chainA, storyA],
  [chainB, storyB],
];

interface Readiness {
  readonly ready: boolean;
  readonly reason: string | null;
  readonly chains: readonly { chainId: number; genesis: Hex | null; indexed: Hex | null; same: boolean }[];
}

const readiness = async (): Promise<{ status: number; body: Readiness }> =>
  (await indexer.get("/ready")) as { status: number; body: Readiness };

before(async () => {
  [chainA, chainB, gateway] = await Promise.all([startChain("chainA"), startChain("chainB"), startGateway()]);
  await gateway.down();
  [storyA, storyB] = await Promise.all([liveThrough(chainA), liveThrough(chainB)]);
  indexer = await startIndexer({
    TALLYSTICK_PORT_CHAIN_A: String(chainA.port),
    TALLYSTICK_PORT_CHAIN_B: String(chainB.port),
    TALLYSTICK_GATEWAYS: gateway.url,
  });
});

after(async () => {
  await indexer?.stop();
  await Promise.all([chainA?.close(), chainB?.close(), gateway?.down()]);
});

describe("/ready", () => {
  it("IDX-16 answers 503 with a sentence until past events are indexed, then 200", async () => {
    const seen = new Set<number>();
    await until(
      "readiness",
      async () => {
        const { status, body } = await readiness();
        seen.add(status);
        assert.equal(body.ready, status === 200);
        if (status !== 200) assert.match(body.reason ?? "", /indexed/);
        return status === 200 || undefined;
      },
      120,
    );
    assert.ok(seen.has(200));
    // All that had happened before it was started is there: a small chain has no final blocks yet.
    for (const [chain, story] of stories()) await compareRights(indexer, chain, story);
  });
});

describe("the scenario", () => {
  it("IDX-29 makes every event of the market and of identity at least once", async () => {
    const never: Record<string, readonly string[]> = {
      // What the desk and the prepaid balance do is in claims.test.ts.
      Market: ["BoughtFromBalance", "Deposited", "Exchanged"],
      Organisations: [],
      Credentials: ["EIP712DomainChanged"],
      EncryptionKeys: [],
    };
    for (const [name, events] of Object.entries(never)) {
      assert.deepEqual(await unseenEvents(chainA, name as "Market"), events, name);
    }
  });
});

describe("tables of the market", () => {
  it("IDX-01 have the owner, the newest version and its verified head of every data set", async () => {
    for (const [chain, story] of stories()) await compareDatasets(indexer, chain, story);
  });

  it("IDX-01 have who may hand a data set on besides its owner", async () => {
    for (const [chain, story] of stories()) assert.equal(await compareOperators(indexer, chain, story), 1);
  });

  it("IDX-01 name as publisher of a version who anchored it", async () => {
    const [, , , , seller] = chainA.accounts;
    const versions = await rowsOf<{ publisher: Address }>(indexer, chainA, "versions", "publisher");
    assert.equal(versions.filter(({ publisher }) => publisher === seller?.toLowerCase()).length, 2);
  });

  it("IDX-02 have terms, status, sales and money of every offer", async () => {
    for (const [chain] of stories()) {
      const offers = await compareOffers(indexer, chain);
      assert.deepEqual(offers.map(({ status }) => status).sort(), ["open", "open", "open", "withdrawn"]);
    }
  });

  it("IDX-03 have the word of every right, unpacked as the contract does", async () => {
    for (const [chain, story] of stories()) assert.equal(await compareRights(indexer, chain, story), 6);
  });

  it("IDX-04 have every entry of a right's stack as calldata needs it", async () => {
    for (const [chain, story] of stories()) await comparePurchases(indexer, chain, story);
  });

  it("IDX-05 have the credit of every account, fees of the treasury included", async () => {
    for (const [chain, story] of stories()) await compareCredits(indexer, chain, story);
  });

  it("IDX-06 keep each give-back, collection and fee, and add up revenue", async () => {
    for (const [chain, story] of stories()) {
      type Money = { amount: string; fee: string };
      const givenBack = await rowsOf<Money>(indexer, chain, "giveBacks", "amount");
      assert.equal(givenBack.length, story.entries.filter(({ isGivenBack }) => isGivenBack).length);
      const collections = await rowsOf<Money>(indexer, chain, "collections", "amount fee");
      const fees = await rowsOf<{ feeBps: number }>(indexer, chain, "fees", "feeBps");
      assert.equal(collections.length, 2);
      assert.deepEqual(fees, [{ feeBps: 250 }]);
      type Sums = { sold: number; paid: string; givenBack: string };
      const offers = await rowsOf<Sums>(indexer, chain, "offers", "sold paid givenBack");
      const revenues = await rowsOf<Sums>(indexer, chain, "revenues", "sold paid givenBack");
      const sum = (rows: Sums[], key: keyof Sums) => rows.reduce((total, row) => total + BigInt(row[key]), 0n);
      for (const key of ["sold", "paid", "givenBack"] as const) assert.equal(sum(revenues, key), sum(offers, key));
      const bought = story.entries
        .filter(({ entry }) => entry.purchase.paid > 0n)
        .map(({ entry }) => entry.purchase.paid);
      assert.equal(
        sum(revenues, "paid"),
        bought.reduce((total, paid) => total + paid, 0n),
      );
    }
  });
});

describe("tables of identity", () => {
  it("IDX-07 have owner, offer, state and members of every organisation", async () => {
    for (const [chain, story] of stories()) await compareOrganisations(indexer, chain, story);
  });

  it("IDX-08 have every registrar and credential", async () => {
    for (const [chain, story] of stories()) await compareCredentials(indexer, chain, story);
  });

  it("IDX-09 have every encryption key and its changes, and no other attribute", async () => {
    for (const [chain, story] of stories()) {
      await compareKeys(indexer, chain, story);
      const changes = await rowsOf(indexer, chain, "keyChanges", "validTo");
      // Published, revoked in favour of the next, which is published; another's published and cleared.
      assert.equal(changes.length, 5);
    }
  });
});

describe("several chains", () => {
  it("IDX-10 are kept apart", async () => {
    const [ofA, ofB] = await Promise.all(
      [chainA, chainB].map((chain) => rowsOf<{ id: Hex; chainId: number }>(indexer, chain, "datasets", "id chainId")),
    );
    assert.equal(ofA?.length, 3);
    assert.equal(ofB?.length, 3);
    assert.ok(ofA?.every(({ id }) => !ofB?.some((other) => other.id === id)));
  });
});

interface ManifestRow {
  readonly dataset: Hex;
  readonly version: number;
  readonly status: string;
  readonly reason: string | null;
  readonly title: string | null;
  readonly keywords: string[] | null;
}

const manifestsOf = (chain: TestChain): Promise<ManifestRow[]> =>
  rowsOf(indexer, chain, "manifests", "dataset version status reason title keywords");

describe("manifests", () => {
  it("IDX-13 are missing, with the reason, while the gateway is down, and hold nothing up", async () => {
    const rows = await until("missing", async () => {
      const found = await manifestsOf(chainA);
      return found.some(({ status }) => status === "missing") ? found : undefined;
    });
    assert.equal(rows.length, 4);
    for (const { status, reason, title } of rows) {
      assert.ok(status === "pending" || (status === "missing" && reason === "The gateway does not answer."));
      assert.equal(title, null);
    }
    assert.equal((await readiness()).status, 200);
  });

  it("IDX-12 appear once the gateway is back, without a new block; a copy is refused", async () => {
    for (const [, { manifests }] of stories()) {
      for (const { cid, bytes } of manifests.slice(0, 3)) gateway.content.set(cid, bytes);
    }
    await gateway.up();
    const [first, copy, late] = storyA.datasets.map((id) => `0x${id.toString(16).padStart(64, "0")}`);
    const rows = await until("manifests", async () => {
      const found = await manifestsOf(chainA);
      return found.filter(({ status }) => status === "ok" || status === "refused").length === 3 ? found : undefined;
    });
    for (const version of [1, 2]) {
      const row = rows.find((each) => each.dataset === first && each.version === version);
      assert.deepEqual(
        { ...row },
        { dataset: first, version, status: "ok", reason: null, title: MARKUP, keywords: ["汽车", "Vehicles"] },
      );
    }
    const refused = rows.find(({ dataset }) => dataset === copy);
    assert.equal(refused?.status, "refused");
    assert.match(refused?.reason ?? "", /^The manifest's dataset is 0x/);
    assert.equal(refused?.title, null);
    const missing = await until("a 404", async () => {
      const row = (await manifestsOf(chainA)).find(({ dataset }) => dataset === late);
      return row?.reason === "The gateway does not have it." ? row : undefined;
    });
    assert.equal(missing.status, "missing");
  });

  it("IDX-13 are asked for again until they are there", async () => {
    for (const [, { manifests }] of stories()) {
      const [, , , late] = manifests;
      if (late) gateway.content.set(late.cid, late.bytes);
    }
    await until("the late manifest", async () => {
      const rows = await manifestsOf(chainA);
      return rows.some(({ title, status }) => title === "Late" && status === "ok") || undefined;
    });
  });
});

describe("/search", () => {
  interface Found {
    readonly total: number;
    readonly items: readonly { title: string; chainId: number; version: number; offers: { price: string }[] }[];
  }
  const search = async (query: string): Promise<Found> => (await indexer.get(`/search?${query}`)).body as Found;

  it("IDX-15 finds every word, in any case and script, in the newest version, with its open offers", async () => {
    await until("both chains", async () => (await search("q=cars")).total === 2 || undefined);
    for (const q of ["CARS vehicles", "汽车", "1983 rows.csv"]) {
      const { total, items } = await search(`chainId=31337&q=${encodeURIComponent(q)}`);
      assert.equal(total, 1, q);
      assert.deepEqual(
        items.map(({ title, chainId, version, offers }) => ({
          title,
          chainId,
          version,
          prices: offers.map((o) => o.price),
        })),
        [{ title: MARKUP, chainId: 31337, version: 2, prices: ["10000000", "50000000"] }],
      );
    }
    assert.equal((await search("q=cars%20boats")).total, 0);
  });

  it("IDX-15 takes wildcards of SQL for the characters they are", async () => {
    assert.equal((await search(`q=${encodeURIComponent("100%")}`)).total, 2);
    assert.equal((await search(`q=${encodeURIComponent("\\_")}`)).total, 0);
    assert.equal((await search(`q=${encodeURIComponent("c_rs")}`)).total, 0);
    assert.equal((await search(`q=${encodeURIComponent("c%rs")}`)).total, 0);
  });

  it("IDX-15 pages through all data sets whose manifest is in order, newest first", async () => {
    const all = await search("chainId=31338");
    assert.deepEqual(
      all.items.map(({ title }) => title),
      ["Late", MARKUP],
    );
    const second = await search("chainId=31338&limit=1&offset=1");
    assert.deepEqual([second.total, second.items.map(({ title }) => title)], [2, [MARKUP]]);
  });

  it("IDX-15 finds what is offered, or offered for nothing, and pages through that alone", async () => {
    const titles = async (query: string) => {
      const { total, items } = await search(`chainId=31337&${query}`);
      return [total, items.map(({ title }) => title)];
    };
    assert.deepEqual(await titles("offered=any"), [2, ["Late", MARKUP]]);
    assert.deepEqual(await titles("offered=any&limit=1&offset=1"), [2, [MARKUP]]);
    assert.deepEqual(await titles("offered=free"), [1, ["Late"]]);
    assert.deepEqual(await titles("offered=free&limit=1&offset=1"), [1, []]);
    assert.deepEqual(await titles("offered=free&q=cars"), [0, []]);
  });

  it("IDX-15 refuses what it does not understand with a sentence", async () => {
    const { status, body } = await indexer.get("/search?limit=1000");
    assert.equal(status, 400);
    assert.deepEqual(body, { code: "bad-question", message: "limit must be a whole number from 1 to 100." });
  });
});

describe("tariffs", () => {
  const found = async (query: string): Promise<{ total: number; items: { tariffs: { price: string }[] }[] }> =>
    (await indexer.get(`/search?${query}`)).body as never;

  it("IDX-27 make a data set metered while its owner's is in force", async () => {
    const world = worldOf(chainA);
    const { chainId } = chainA;
    const tariff = {
      dataset: storyA.datasets[0] as bigint,
      ...{ fromVersion: 1, laterVersions: true, segments: 1, token: world.at.eurx, price: 50_000n, serial: 1 },
      provider: world.address("climatologist"),
      validUntil: BigInt(Math.floor(Date.now() / 1_000)) + 3_600n,
    };
    const put = async (by: "climatologist" | "trader", changes: Partial<Tariff>): Promise<void> => {
      const { wallet } = world.actor(by);
      const signed = await signTariff(chainId, world.at.market, { ...tariff, ...changes }, (data) =>
        wallet.signTypedData({ ...data, account: wallet.account }),
      );
      gateway.tariffs.push({ ...signed, owner: world.address("climatologist") });
    };
    assert.deepEqual((await found("mode=metered")).total, 0);
    // Not by the owner, so the price is not his either.
    await put("trader", { serial: 9, price: 1n });
    await put("climatologist", {});
    const { items } = await until("a metered data set", async () => {
      const answer = await found("mode=metered&facets=true");
      return answer.total === 1 ? answer : undefined;
    });
    assert.deepEqual(items[0]?.tariffs, [
      {
        token: low(world.at.eurx),
        price: "50000",
        provider: low(tariff.provider),
        segments: "1",
        validUntil: String(tariff.validUntil),
      },
    ]);
    const [page] = (await searchDatasets({ indexer: indexer.url }, { modes: ["metered"] })).items;
    assert.deepEqual([page?.tariffs[0]?.price, page?.modes.includes("metered")], [50_000n, true]);
    await put("climatologist", { serial: 2, segments: 0 });
    await until("no metered data set", async () => (await found("mode=metered")).total === 0 || undefined);
  });
});

describe("GraphQL and SQL", () => {
  it("IDX-20 answer a data set with everything about it in one question", async () => {
    const id = `0x${storyA.datasets[0]?.toString(16).padStart(64, "0")}`;
    const { dataset } = await indexer.graphql<{ dataset: Record<string, { items: unknown[] } & { title: string }> }>(
      `{ dataset(chainId: 31337, id: "${id}") { manifest { title } versions { items { version } } offers { items { id } }
         purchases(limit: 1) { items { terms { price } } } revenues { items { paid } } } }`,
    );
    assert.equal(dataset["manifest"]?.title, MARKUP);
    assert.equal(dataset["versions"]?.items.length, 2);
    assert.equal(dataset["offers"]?.items.length, 3);
    assert.equal(dataset["purchases"]?.items.length, 1);
  });

  it("IDX-20 let nobody write", async () => {
    const query = JSON.stringify({ json: { sql: "delete from dataset", params: [], typings: [] } });
    const { status } = await indexer.get(`/sql/db?sql=${encodeURIComponent(query)}`);
    assert.notEqual(status, 200);
    assert.equal((await rowsOf(indexer, chainA, "datasets", "id")).length, 3);
  });

  it("IDX-20 refuse a question of more than 64 KiB", async () => {
    const response = await fetch(`${indexer.url}/graphql`, { method: "POST", body: "x".repeat(70_000) });
    assert.equal(response.status, 413);
  });
});

describe("queries of the SDK", () => {
  it("IDX-23 are understood, and answered with what they expect", async () => {
    const [, , , registrar, seller, rival, analyst, trader] = chainA.accounts as Address[];
    if (!registrar || !seller || !rival || !analyst || !trader) throw new Error("accounts are missing");
    const options = { indexer: indexer.url };
    const [dataset] = storyA.datasets;
    const listed = await listDatasets(options, 31337, { limit: 2 });
    assert.deepEqual([listed.totalCount, listed.items.length, listed.next === undefined], [3, 2, false]);
    const rest = await listDatasets(options, 31337, { limit: 2, after: listed.next });
    assert.deepEqual([rest.items.length, rest.next], [1, undefined]);
    const detail = await datasetDetail(options, 31337, dataset as bigint);
    assert.deepEqual(
      detail?.versions.map(({ version }) => version),
      [2, 1],
    );
    assert.equal(detail?.manifest?.title, MARKUP);
    const found = await searchDatasets(options, { query: "cars", chainId: 31337 });
    assert.deepEqual([found.total, found.items[0]?.offers.length], [1, 2]);
    assert.equal((await searchDatasets(options, { offered: "free" })).total, 2);
    assert.deepEqual(await marketFigures(options, 31337), { offers: 3, sales: 11 });
    assert.equal((await rightsOf(options, 31337, analyst)).items[0]?.of?.manifest?.title, MARKUP);
    assert.equal((await boughtBy(options, 31337, trader)).totalCount, 7);
    assert.equal((await salesOf(options, 31337, seller)).totalCount, 3);
    assert.equal((await collectionsOf(options, 31337, seller)).totalCount, 2);
    assert.equal((await creditsOf(options, 31337, analyst)).totalCount, 1);
    const [offered] = (await salesOf(options, 31337, seller)).items;
    const args = [termsOfOffer(offered as IndexedSale)] as const;
    const id = await chainA.client.readContract({ ...marketView(chainA), functionName: "offerId", args });
    assert.equal(id, offered?.id);
    const organisations = await listOrganisations(options, 31337);
    assert.equal(organisations.totalCount, 2);
    const [org] = storyA.orgs;
    assert.equal((await organisationDetail(options, 31337, org as Hex))?.members.length, 2);
    assert.equal((await membershipsOf(options, 31337, analyst)).totalCount, 1);
    assert.equal((await credentialsOf(options, 31337, { registrar })).totalCount, 3);
    assert.equal((await registrarsOf(options, 31337)).totalCount, 2);
    assert.equal((await indexedKeyOf(options, 31337, analyst))?.key?.length, 66);
  });
});

describe("a reorganisation", () => {
  it("IDX-11 leaves the tables as if only the new blocks had been", async () => {
    const [, , , , seller, , analyst, trader, researcher] = chainA.accounts as Address[];
    if (!seller || !analyst || !trader || !researcher) throw new Error("accounts are missing");
    const snapshot = await chainA.client.snapshot();
    const lost = await publish(chainA, seller);
    const bought = await buy(chainA, trader, analyst, storyA.open);
    await act(chainA, seller, "Market", "withdrawOffer", [storyA.open]);
    await actAsDao(chainA, "Market", "setFee", [100]);
    await caughtUp(indexer, chainA);
    const datasets = [...storyA.datasets, lost];
    const seen = [...storyA.entries, { reader: analyst, entry: bought, isGivenBack: false }];
    await compareAll(indexer, chainA, { ...storyA, datasets, entries: seen });
    const fees = await rowsOf<{ feeBps: number }>(indexer, chainA, "fees", "feeBps");
    assert.deepEqual(new Set(fees.map(({ feeBps }) => feeBps)), new Set([250, 100]));

    await chainA.client.revert({ id: snapshot });
    const kept = await grant(chainA, researcher, storyA.open);
    for (let i = 0; i < 8; i++) await chainA.client.mine({ blocks: 1 });
    await caughtUp(indexer, chainA);
    const entries = [...storyA.entries, { reader: researcher, entry: kept, isGivenBack: false }];
    await compareAll(indexer, chainA, { ...storyA, entries });
    assert.deepEqual(await rowsOf(indexer, chainA, "fees", "feeBps"), [{ feeBps: 250 }]);
  });

  it("IDX-11 leaves the manifests of versions that are still there", async () => {
    const rows = await until("manifests", async () => {
      const found = await manifestsOf(chainA);
      return found.filter(({ status }) => status === "ok").length === 3 ? found : undefined;
    });
    assert.equal(rows.length, 4);
  });
});

describe("a chain that is restarted", () => {
  it("IDX-16 IDX-17 is noticed: /ready answers 503 and says which, /genesis shows both hashes", async () => {
    const old = (await readiness()).body.chains.find(({ chainId }) => chainId === 31338)?.genesis;
    const { port } = chainB;
    await chainB.close();
    await until("a dead chain", async () => {
      const { status, body } = await readiness();
      return (status === 503 && body.reason === "Chain 31338 does not answer.") || undefined;
    });
    chainB = await startChain("chainB", port, new Date(Date.now() - 3_600_000));
    const genesis = (await chainB.client.getBlock({ blockNumber: 0n })).hash;
    const { status, body } = await readiness();
    assert.equal(status, 503);
    assert.equal(
      body.reason,
      `Chain 31338 was restarted: its genesis is ${genesis}, ${old} was indexed. Start the indexer with a fresh folder.`,
    );
    const { body: chains } = await indexer.get("/genesis");
    assert.deepEqual(chains, body.chains);
    assert.deepEqual(
      body.chains.map(({ same }) => same),
      [true, false],
    );
  });
});

describe("the process", () => {
  it("IDX-18 listens on 127.0.0.1 alone, and speaks of nobody else", async () => {
    const { port } = new URL(indexer.url);
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ address, scopeid }) => address !== "127.0.0.1" && !scopeid)
      .map(({ address, family }) => (family === "IPv6" ? `[${address}]` : address));
    for (const host of ["127.0.0.2", ...others]) await assert.rejects(fetch(`http://${host}:${port}/health`), host);
    assert.equal((await indexer.get("/health")).status, 200);
    assert.doesNotMatch(indexer.output(), /ponder\.sh/);
  });

  it("IDX-19 ends when it is told to, and its port is free again", async () => {
    const { pid } = indexer.process;
    await indexer.stop();
    assert.throws(() => process.kill(pid as number, 0), { code: "ESRCH" });
    await assert.rejects(fetch(`${indexer.url}/health`));
  });
});
