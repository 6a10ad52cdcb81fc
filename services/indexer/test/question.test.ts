import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readAcceptorQuestion, readBillQuestion, readInboxQuestion } from "../src/api/bills/question.ts";
import { readExposureQuestion, readLotQuestion, readOverviewQuestion } from "../src/api/instruments/question.ts";
import { readCursor, writeCursor } from "../src/api/search/cursor.ts";
import { readQuestion } from "../src/api/search/question.ts";
import { folded, soughtIn, termsOf, tsqueryOf } from "../src/api/search/terms.ts";

const token = `0x${"A".repeat(40)}` as const;

describe("termsOf", () => {
  it("IDX-15 has the words of any script, in one form, each once", () => {
    assert.deepEqual(termsOf("ＣＡＲＳ & cars: Straße", "ÉCOLE us-10m.json Ⅸ"), [
      ..."cars strasse ecole us 10m json ix".split(" "),
    ]);
    assert.deepEqual(termsOf("Ёлка Ελληνικά мука"), ["елка", "ελληνικα", "мука"]);
  });

  it("IDX-15 has every two neighbours of scripts that leave no spaces, and the last character", () => {
    assert.deepEqual(termsOf("汽车数据"), ["汽车", "车数", "数据", "据"]);
    assert.deepEqual(termsOf("東京タワーmap"), ["東京", "京タ", "タワ", "ワー", "ー", "map"]);
  });

  it("IDX-15 bounds a word and a text", () => {
    assert.deepEqual(termsOf("x".repeat(1_000)), ["x".repeat(64)]);
    assert.equal(termsOf(Array.from({ length: 9_000 }, (_, i) => `w${i}`).join(" ")).length, 4_000);
  });
});

describe("tsqueryOf", () => {
  it("IDX-15 asks for words as beginnings, and for pairs of characters as they are", () => {
    assert.equal(tsqueryOf(soughtIn("Car 汽车数 集")), "'car':* & '汽车' & '车数' & '集':*");
  });

  it("IDX-15 leaves nothing that PostgreSQL would take for an operator", () => {
    assert.equal(tsqueryOf(soughtIn(`o'c\\a':* & !(x|y) <-> "z" %_`)), "'o':* & 'c':* & 'a':* & 'x':* & 'y':* & 'z':*");
    assert.deepEqual(soughtIn("%_\\'\"&|!()<->:*"), []);
  });
});

describe("folded", () => {
  it("IDX-15 keeps marks that tell words apart in scripts other than Latin, Greek and Cyrillic", () => {
    assert.equal(folded("が"), "が");
    assert.equal(folded("Ñandú"), "nandu");
  });
});

describe("readQuestion", () => {
  const none = { sought: undefined, chainId: undefined, tags: [], price: undefined, facets: false, after: undefined };

  it("IDX-15 lists the newest unless asked for more", () => {
    assert.deepEqual(readQuestion({}), { ...none, sort: "newest", limit: 20, offset: 0 });
  });

  it("IDX-25 takes filters for what a data set must have", () => {
    const question = readQuestion({
      q: "cars",
      chainId: "31337",
      owner: token,
      offered: "any",
      mode: "entry,record",
      policy: "role",
      language: "EN",
      keyword: "Élan",
      licence: "CC-BY-4.0",
      media: "Text/CSV",
      stars: "4",
      token,
      minPrice: "1",
      maxPrice: "5",
      facets: "true",
    });
    assert.deepEqual(question, {
      sought: [{ term: "cars", isWhole: false }],
      chainId: 31337,
      tags: [
        `owner:${token.toLowerCase()}`,
        "mode:offered",
        "mode:entry",
        "mode:record",
        "policy:role",
        "language:en",
        "keyword:elan",
        "licence:CC-BY-4.0",
        "media:text/csv",
        "stars:4",
      ],
      price: { token: token.toLowerCase(), min: 1n, max: 5n },
      sort: "relevance",
      facets: true,
      limit: 20,
      offset: 0,
      after: undefined,
    });
  });

  it("IDX-15 refuses what is too long, too many or not what it should be", () => {
    const many = String.fromCodePoint(...Array.from({ length: 80 }, (_, i) => 0x4e00 + i));
    const bad: [Record<string, string>, RegExp][] = [
      [{ q: "x".repeat(201) }, /^q must be text of at most 200/],
      [{ q: "a\0b" }, /^q must be text without NUL/],
      [{ q: "a b c d e f g h i" }, /^q must have at most 8 words/],
      [{ q: many }, /^q must have at most 64 parts/],
      [{ limit: "0" }, /^limit/],
      [{ limit: "1e2" }, /^limit/],
      [{ offset: "100001" }, /^offset/],
      [{ offset: "-1" }, /^offset/],
      [{ chainId: "0x1" }, /^chainId/],
      [{ owner: "0x12" }, /^owner/],
      [{ offered: "" }, /^offered must be any or free/],
      [{ mode: "entry,gift" }, /^mode must be offered or free or entry/],
      [{ policy: "all" }, /^policy/],
      [{ language: " " }, /^language/],
      [{ keyword: "k".repeat(101) }, /^keyword/],
      [{ stars: "0" }, /^stars must be a whole number from 1 to 5/],
      [{ stars: "4.5" }, /^stars/],
      [{ media: "a\0" }, /^media must be text without NUL/],
      [{ minPrice: "1" }, /^A range of prices needs a token/],
      [{ token: "EURX" }, /^token/],
      [{ token, minPrice: "1.5" }, /^minPrice/],
      [{ token, maxPrice: String(2n ** 96n) }, /^maxPrice/],
      [{ token, minPrice: "2", maxPrice: "1" }, /^minPrice must not be above maxPrice/],
      [{ sort: "cheapest" }, /^sort by cheapest needs a token/],
      [{ sort: "relevance" }, /^sort can be relevance only/],
      [{ sort: "price; drop table" }, /^sort must be/],
      [{ facets: "yes" }, /^facets/],
      [{ colour: "red" }, /^colour is nothing that can be asked for/],
    ];
    for (const [query, message] of bad) {
      const answer = readQuestion(query);
      assert.ok("code" in answer, JSON.stringify(query));
      assert.match(answer.message, message);
    }
  });
});

describe("readCursor", () => {
  const cursor = { class: 2, values: ["7", "1700000000"], dataset: `0x${"d".repeat(64)}` };

  it("IDX-26 reads what was written for the same order", () => {
    assert.deepEqual(readCursor(writeCursor("relevance", cursor), "relevance"), cursor);
  });

  it("IDX-26 is null for another order and for anything made up", () => {
    assert.equal(readCursor(writeCursor("relevance", cursor), "sold"), null);
    const forged = ["newest 0 1", "newest 0 1 0x12", "newest 9 1 ", "newest 0 -1 ", "newest 0 1); drop ", "", "\0"];
    for (const text of forged) {
      const complete = text.endsWith(" ") ? `${text}${cursor.dataset}` : text;
      assert.equal(readCursor(Buffer.from(complete).toString("base64url"), "newest"), null, text);
    }
    assert.equal(readCursor("x".repeat(301), "newest"), null);
    assert.match(JSON.stringify(readQuestion({ after: "zzz" })), /after must be the next/);
    const after = writeCursor("newest", { class: 0, values: ["1"], dataset: cursor.dataset });
    assert.match(JSON.stringify(readQuestion({ after, offset: "1" })), /not for both/);
  });
});

const holder = `0x${"a".repeat(40)}`;

function refused(question: object, message: RegExp): void {
  assert.ok("code" in question && "message" in question);
  assert.match(String(question.message), message);
}

describe("questions about bills", () => {
  it("IDX-46 are read with what was left out", () => {
    const bills = readBillQuestion({ chainId: "31337", party: holder, role: "holder,payee", after: "0_7" });
    assert.ok(!("code" in bills));
    assert.deepEqual([bills.roles, bills.statuses, bills.sort, bills.limit], [["holder", "payee"], [], "newest", 20]);
    assert.deepEqual(bills.after, { value: 0n, key: "7" });
    const tasks = readInboxQuestion({ chainId: "31337", account: holder, after: "20000_pay.7." });
    assert.ok(!("code" in tasks));
    assert.deepEqual(tasks.after, { value: 20_000n, key: "pay.7." });
  });

  it("IDX-46 are refused in a sentence where they are not understood", () => {
    refused(readBillQuestion({ chainId: "31337", role: "holder" }), /^role is asked for with a party/);
    refused(readBillQuestion({ chainId: "31337", status: "lost" }), /^status must be none or drawn or/);
    refused(readBillQuestion({ chainId: "31337", dueBefore: "16777216" }), /^dueBefore must be a whole number/);
    refused(readBillQuestion({ chainId: "31337", id: "0x1" }), /^id must be an id, in decimals/);
    refused(readInboxQuestion({ chainId: "31337" }), /^account is missing/);
    const after = "1_pay'.7.";
    refused(readInboxQuestion({ chainId: "31337", account: holder, after }), /^after must be the next of an answer/);
    refused(readAcceptorQuestion({ chainId: "31337", acceptor: "0x1" }), /^acceptor must be an account's address/);
  });
});

describe("questions about receivables", () => {
  const asked = { chainId: "31337", holder };

  it("IDX-43 take 5,000 lots at once, and 100 of all else", () => {
    const lots = readLotQuestion({ ...asked, limit: "5000" });
    assert.ok(!("code" in lots));
    assert.equal(lots.limit, 5_000);
    refused(readLotQuestion({ ...asked, limit: "5001" }), /^limit must be a whole number from 1 to 5000/);
    refused(readExposureQuestion({ chainId: "31337", account: holder, limit: "101" }), /from 1 to 100/);
  });

  it("IDX-43 ask who stands for a lot by its receivable alone", () => {
    refused(readLotQuestion({ ...asked, endorser: holder }), /^endorser is asked for with a receivable/);
    const lots = readLotQuestion({
      chainId: "31337",
      receivable: "7",
      endorser: holder.toUpperCase().replace("X", "x"),
    });
    assert.ok(!("code" in lots));
    assert.equal(lots.endorser, holder);
  });

  it("IDX-43 bound the days of an overview", () => {
    const day = 86_400;
    const account = { chainId: "31337", account: holder, now: String(10 * day + 5) };
    const year = readOverviewQuestion(account);
    assert.ok(!("code" in year));
    assert.deepEqual([year.from, year.to, year.token], [10 * day, 375 * day, undefined]);
    const most = readOverviewQuestion({ ...account, from: "0", to: String(400 * day) });
    assert.ok(!("code" in most));
    refused(readOverviewQuestion({ ...account, from: "0", to: String(400 * day + 1) }), /^to must be/);
    refused(readOverviewQuestion({ ...account, from: "9", to: "8" }), /^to must be/);
    refused(readOverviewQuestion({ chainId: "31337" }), /^account is missing/);
    refused(readOverviewQuestion({ ...account, limit: "5" }), /^limit is nothing that can be asked for/);
  });
});
