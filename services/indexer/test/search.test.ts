import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { sql } from "ponder";
import { type BenchDatabase, makeTables, openDatabase } from "../bench/database.ts";
import { fill } from "../bench/listings.ts";
import { QUESTIONS } from "../bench/questions.ts";
import { indexedChains } from "../settings.ts";
import { definition } from "../src/api/search/definition.ts";
import { schemaNames } from "../src/api/search/install.ts";
import { type Question, readQuestion } from "../src/api/search/question.ts";
import { search } from "../src/api/search/search.ts";
import type { Db } from "../src/api/search/sql.ts";
import { hasChanged } from "../src/api/search/statistics.ts";

// Searches in a market of made-up data sets, on PGlite. No clock: what is compared is what they find, and how many rows
// they look at.

const COUNT = 4_000;
/** As few as here are sorted whole, in a market as large as this. */
const FEW = 100;

let database: BenchDatabase;

before(async () => {
  const names = schemaNames();
  database = await openDatabase();
  await makeTables(database.run, names);
  await fill(database.run, COUNT);
  for (const statement of definition(names, indexedChains({}))) await database.run(statement);
  await database.run("analyze");
});

after(async () => {
  await database?.close();
});

async function freeOnes(): Promise<number> {
  const [row] = await database.run("select count(distinct dataset)::integer as n from offer where price = 0");
  return Number(row?.["n"]);
}

function questionOf(query: Record<string, string>): Question {
  const question = readQuestion({ chainId: "31337", ...query });
  if ("code" in question) throw new Error(question.message);
  return question;
}

type Page = Awaited<ReturnType<typeof search>>;

/** What pages by cursor find, up to so many data sets. */
async function walk(query: Record<string, string>, most: number): Promise<Page["items"]> {
  const items: Page["items"][number][] = [];
  let after: string | null = null;
  while (items.length < 300) {
    const { offset: _, facets: __, ...rest } = query;
    const page: Page = await search(
      database.db,
      questionOf({ limit: "37", ...rest, ...(after ? { after } : {}) }),
      most,
    );
    items.push(...page.items);
    after = page.next;
    if (after === null) break;
  }
  return items;
}

const ids = (items: Page["items"]): string[] => items.map(({ dataset }) => dataset);

describe("a search", () => {
  for (const [name, query] of Object.entries(QUESTIONS)) {
    it(`IDX-15 finds the same, sorted whole or by an index: ${name}`, async () => {
      const whole = ids(await walk(query, COUNT));
      assert.deepEqual(ids(await walk(query, FEW)), whole);
      assert.equal(new Set(whole).size, whole.length);
      const page = await search(database.db, questionOf({ ...query, limit: "12" }), FEW);
      const all = await search(database.db, questionOf({ ...query, limit: "12" }), COUNT);
      assert.deepEqual(ids(page.items), ids(all.items));
      assert.equal(all.more, false);
      if (page.more) assert.ok(page.total === FEW && all.total > FEW);
      else assert.equal(page.total, all.total);
      if (all.total <= 300 && !query["offset"]) assert.equal(whole.length, all.total);
    });
  }

  it("IDX-26 goes by the words in titles, then keywords, then any text, each by sales", async () => {
    const items = await walk({ q: "climate" }, FEW);
    const rank = (title: string | null, keywords: string[] | null): number =>
      /climate/i.test(title ?? "") ? 1 : keywords?.some((each) => /^climate/i.test(each)) ? 2 : 3;
    const ranks = items.map(({ title, keywords }) => rank(title, keywords));
    assert.deepEqual(ranks, [...ranks].sort());
    const sold = items.filter((_, i) => ranks[i] === 1).map((each) => each.sold);
    assert.deepEqual(
      sold,
      [...sold].sort((a, b) => b - a),
    );
    assert.ok(sold.length > FEW);
  });

  it("IDX-26 goes by the lowest price in the token, each data set once", async () => {
    const token = `0x${"e".repeat(40)}`;
    for (const [sort, way] of [
      ["cheapest", 1],
      ["dearest", -1],
    ] as const) {
      const items = await walk({ token, sort }, FEW);
      const prices = items.map(({ offers }) => Math.min(...offers.map(({ price }) => Number(price))));
      assert.deepEqual(
        prices,
        [...prices].sort((a, b) => way * (a - b)),
      );
      assert.equal(items.length, 333);
    }
  });
});

interface Plan {
  readonly "Node Type": string;
  readonly "Actual Rows": number;
  readonly "Actual Loops": number;
  readonly "Rows Removed by Filter"?: number;
  readonly "Rows Removed by Index Recheck"?: number;
  readonly Plans?: readonly Plan[];
}

/** Rows that the scans of a plan read from tables. An index alone that is read is not counted: it is small. */
function rowsRead(plan: Plan): number {
  const below = (plan.Plans ?? []).reduce((sum, each) => sum + rowsRead(each), 0);
  if (!/^(Seq|Index|Index Only|Bitmap Heap) Scan$/.test(plan["Node Type"])) return below;
  const removed = (plan["Rows Removed by Filter"] ?? 0) + (plan["Rows Removed by Index Recheck"] ?? 0);
  return below + (plan["Actual Rows"] + removed) * plan["Actual Loops"];
}

/** A database that also counts the rows that every statement reads. */
function counting(db: Db): Db & { rows: number } {
  const counted = {
    rows: 0,
    select: db.select.bind(db) as Db["select"],
    execute: (async (query: Parameters<Db["execute"]>[0]) => {
      const explained = await db.execute(sql`explain (analyze, format json) ${query as ReturnType<typeof sql>}`);
      const [row] = explained.rows as { "QUERY PLAN": readonly { Plan: Plan }[] }[];
      counted.rows += rowsRead(row?.["QUERY PLAN"][0]?.Plan as Plan);
      return db.execute(query);
    }) as Db["execute"],
  };
  return counted;
}

describe("the work of a search", () => {
  // A page by its number is counted off from the first, however far down: that is what cursors are for.
  const asked = Object.entries(QUESTIONS).filter(([, query]) => query["offset"] === undefined);
  for (const [name, query] of asked) {
    it(`IDX-28 does not grow with the market: ${name}`, async () => {
      const db = counting(database.db);
      await search(db, questionOf({ ...query, limit: "12" }), FEW);
      assert.ok(db.rows < COUNT / 2, `${db.rows} rows of ${COUNT} data sets`);
    });
  }

  it("IDX-28 would, if all that is found were sorted", async () => {
    const db = counting(database.db);
    await search(db, questionOf({ q: "data", limit: "12" }), COUNT);
    assert.ok(db.rows > COUNT / 2);
  });

  it("IDX-15 counts facets of a whole chain as of all chains", async () => {
    const { facets } = await search(database.db, questionOf({ facets: "true" }));
    const question = readQuestion({ facets: "true" });
    if ("code" in question) throw new Error(question.message);
    assert.deepEqual((await search(database.db, question)).facets, facets);
    assert.equal(facets?.["keyword"]?.length, 30);
    assert.equal(facets["mode"]?.find(({ value }) => value === "free")?.count, await freeOnes());
  });

  it("IDX-28 does not grow with how far down a page is that a cursor leads to", async () => {
    const asked: readonly Record<string, string>[] = [{}, { q: "data" }, { sort: "sold", mode: "entry" }];
    for (const query of asked) {
      let after: string | null = null;
      const work: number[] = [];
      for (let i = 0; i < 12; i++) {
        const db = counting(database.db);
        const page: Page = await search(db, questionOf({ ...query, limit: "100", ...(after ? { after } : {}) }), FEW);
        work.push(db.rows);
        after = page.next;
        if (after === null) break;
      }
      const most = Math.max(...work);
      assert.ok(most < COUNT / 2, `${work.join(", ")} rows of ${COUNT} data sets`);
    }
  });

  it("IDX-28 is planned with what the market is like now", () => {
    assert.deepEqual(
      [
        [0, 100],
        [0, 201],
        [1_000, 1_201],
        [1_000, 800],
        [100_000, 119_000],
        [100_000, 79_000],
      ].map(([known, now]) => hasChanged(known as number, now as number)),
      [false, true, true, false, false, true],
    );
  });
});
