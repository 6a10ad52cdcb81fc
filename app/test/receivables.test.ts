import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import type { IndexedLink, IndexedLot } from "@tallystick/sdk/indexer/instrumentFields";
import { UNLIMITED } from "@tallystick/sdk/instruments/debtors";
import { KIND } from "@tallystick/sdk/instruments/links";
import { numberText, numberWord, orderHash, type ReceivableTerms } from "@tallystick/sdk/instruments/terms";
import { evidenceStreams, receivableStatuses } from "@tallystick/sdk/instruments/words";
import { type Address, type Hex, numberToHex, zeroHash } from "viem";
import { batchOf, mostConfirmed } from "../features/receivables/desk/batch.ts";
import { deskChoiceOf, filterOf } from "../features/receivables/desk/desk-choice.ts";
import { readInvoice } from "../features/receivables/invoice/read-invoice.ts";
import { liableFor, liableIn, provable } from "../features/receivables/one/acts/chains.ts";
import { emptyShare, readShares } from "../features/receivables/one/acts/shares.ts";
import { creditNoteIn, creditNoteText, extensionsIn, extensionText } from "../features/receivables/one/acts/words.ts";
import { historyOf } from "../features/receivables/one/history.ts";
import { layoutOf, treeOf } from "../features/receivables/one/tree.ts";
import { type Draft, emptyDraft, filledBy, plainOf, termsOf } from "../features/receivables/register/draft.ts";
import { shownNumber } from "../features/receivables/shared/number.ts";
import { packTerms, unpackTerms } from "../features/receivables/shared/packed.ts";
import { receivableIn, receivablePath } from "../features/receivables/shared/paths.ts";
import { statuses, streams, streamsIn } from "../features/receivables/shared/status.ts";
import { sumsOf } from "../features/receivables/shared/sums.ts";
import { pathOf } from "../features/receivables/statement/qr.ts";

const account = (n: number) => numberToHex(n, { size: 20 }) as Address;
const [core, supplier, second, third, bank] = [1, 2, 3, 4, 5].map(account) as [
  Address,
  Address,
  Address,
  Address,
  Address,
];
const token = account(9);
const word = (n: number): Hex => numberToHex(n, { size: 32 });

const terms: ReceivableTerms = {
  debtor: "0x52908400098527886E0F7030069857D2E4169EE7",
  creditor: "0x8617E340B3D01FA5F11F306F4090FD50E238070D",
  token: "0xde709f2102306220921060314715629080e2fb77",
  dueAt: 1_800_403_199,
  units: 1_000_000,
  unit: 10_000n,
  maxTier: 63,
  lateBps: 3_600,
  graceDays: 365,
  number: numberWord("INV20260815"),
  document: word(77),
  order: zeroHash,
  orderAmount: 2n ** 96n - 1n,
};

describe("what pages of receivables share", () => {
  it("APP-152 leads to a receivable by its whole id, and takes nothing else for one", () => {
    const id = 2n ** 255n + 7n;
    const path = receivablePath(id);
    assert.equal(receivableIn(path.slice("/receivables/".length)), id);
    assert.equal(receivablePath(7n, "/statement"), `/receivables/0x${"0".repeat(63)}7/statement`);
    for (const bad of ["7", "0x7", `0x${"g".repeat(64)}`, `0x${"0".repeat(65)}`, ""]) {
      assert.equal(receivableIn(bad), undefined, bad);
    }
  });

  it("APP-152 knows the states and streams that the SDK knows, in its order", () => {
    assert.deepEqual(statuses, receivableStatuses);
    assert.deepEqual(streams, evidenceStreams);
  });

  it("APP-152 reads the streams of evidence off the contract's bits", () => {
    assert.deepEqual(streamsIn(0), []);
    assert.deepEqual(streamsIn(0b0101), ["information", "logistics"]);
    assert.deepEqual(streamsIn(0b1111), ["information", "commercial", "logistics", "capital"]);
  });

  it("APP-152 shows a number in the contract's letters, and a word that is none as it is", () => {
    assert.equal(shownNumber(numberWord("inv-7")), "INV7");
    const hostile = `0x${Buffer.from("A\u0000B<i>").toString("hex").padEnd(64, "0")}` as Hex;
    assert.equal(shownNumber(hostile), hostile);
  });

  it("APP-153 sums up by token", () => {
    const items = [
      { token, amount: 2n },
      { token: core, amount: 5n },
      { token, amount: 3n },
    ];
    assert.deepEqual(
      sumsOf(items, ({ amount }) => amount),
      [
        { token, sum: 5n },
        { token: core, sum: 5n },
      ],
    );
  });
});

describe("the desk", () => {
  const choice = (query: string) => deskChoiceOf(new URLSearchParams(query));

  it("APP-153 reads part and filters from the address, and nothing that is none", () => {
    assert.deepEqual(choice(`role=core&status=registered&number=INV-7&token=${token}&sort=due`), {
      role: "core",
      status: "registered",
      number: "INV-7",
      token,
      sort: "due",
    });
    assert.deepEqual(choice("role=king&status=none&token=0x1&sort=up"), {
      role: undefined,
      status: undefined,
      number: "",
      token: undefined,
      sort: "newest",
    });
  });

  it("APP-153 asks for what is the account's own in its part, and for everybody's where the part has none", () => {
    assert.deepEqual(filterOf("supplier", choice(""), supplier), { creditor: supplier });
    assert.deepEqual(filterOf("core", choice("status=disputed&number=inv 7"), core), {
      debtor: core,
      statuses: ["disputed"],
      number: numberWord("INV7"),
    });
    assert.equal(filterOf("core", choice(""), undefined), undefined);
    assert.deepEqual(filterOf("auditor", choice(""), undefined), {});
    assert.ok(
      filterOf("logistics", choice(""), undefined)?.statuses?.every((each) => each !== "paid" && each !== "void"),
    );
  });

  it("APP-153 looks for no number where what is typed can't be one", () => {
    assert.deepEqual(filterOf("auditor", choice("number=发票"), undefined), {});
  });
});

describe("confirming many at once", () => {
  const invoice = (face: bigint, of = token) => ({ token: of, face });

  it("APP-155 tells what they come to in each token, and refuses all of them beyond a limit", () => {
    const chosen = [invoice(60n), invoice(50n), invoice(7n, bank)];
    const rooms = new Map([
      [token, 110n],
      [bank, UNLIMITED],
    ]);
    const within = batchOf(chosen, rooms);
    assert.deepEqual(within.sums, [
      { token, sum: 110n, room: 110n, isBeyond: false },
      { token: bank, sum: 7n, room: undefined, isBeyond: false },
    ]);
    assert.equal(within.isRefused, false);
    const beyond = batchOf(chosen, new Map([[token, 109n]]));
    assert.deepEqual([beyond.sums[0]?.isBeyond, beyond.isRefused], [true, true]);
  });

  it("APP-155 refuses more than fit into a transaction", () => {
    const many = (n: number) =>
      batchOf(
        Array.from({ length: n }, () => invoice(1n)),
        new Map(),
      ).isRefused;
    assert.deepEqual([many(mostConfirmed), many(mostConfirmed + 1)], [false, true]);
  });
});

describe("the form of a registration", () => {
  const facts = { creditor: supplier, decimals: 6, document: word(5) };
  const draft: Draft = {
    ...emptyDraft(token),
    debtor: core,
    number: "inv-2026/0815",
    amount: "10000.00",
    dueOn: "2027-01-19",
  };

  it("APP-154 makes terms of what is typed, in cents, due at the end of the day", async () => {
    assert.deepEqual(await termsOf(draft, facts), {
      terms: {
        debtor: core,
        creditor: supplier,
        token,
        dueAt: Date.UTC(2027, 0, 19, 23, 59, 59) / 1_000,
        units: 1_000_000,
        unit: 10_000n,
        maxTier: 0,
        lateBps: 0,
        graceDays: 0,
        number: numberWord("INV20260815"),
        document: word(5),
        order: zeroHash,
        orderAmount: 0n,
      },
    });
    const full = {
      ...draft,
      orderNumber: "PO-77120",
      orderAmount: "50000",
      lateBps: "8.25",
      graceDays: "5",
      maxTier: "3",
    };
    const made = await termsOf(full, facts);
    assert.ok("terms" in made);
    const { order, orderAmount, lateBps, graceDays, maxTier } = made.terms;
    assert.equal(order, await orderHash("PO77120"));
    assert.deepEqual([orderAmount, lateBps, graceDays, maxTier], [50_000_000_000n, 825, 5, 3]);
  });

  it("APP-154 names every field that is wrong", async () => {
    const wrong = async (change: Partial<Draft>) => {
      const made = await termsOf({ ...draft, ...change }, facts);
      return "wrong" in made ? made.wrong : [];
    };
    assert.deepEqual(await wrong({}), []);
    assert.deepEqual(await wrong({ debtor: "0x12", number: "发票", amount: "0", dueOn: "" }), [
      "debtor",
      "number",
      "amount",
      "dueOn",
    ]);
    assert.deepEqual(await wrong({ amount: "1.0000001" }), ["amount"]);
    assert.deepEqual(await wrong({ amount: `${2n ** 94n}` }), ["amount"]);
    assert.deepEqual(await wrong({ dueOn: "2027-02-30" }), ["dueOn"]);
    assert.deepEqual(await wrong({ orderNumber: "PO 1" }), ["orderAmount"]);
    assert.deepEqual(await wrong({ orderNumber: "Ö", orderAmount: "1" }), ["orderNumber"]);
    assert.deepEqual(await wrong({ lateBps: "36.01", graceDays: "366", maxTier: "64" }), [
      "lateBps",
      "graceDays",
      "maxTier",
    ]);
    assert.deepEqual(await wrong({ lateBps: "1.234", graceDays: "-1", maxTier: "0" }), [
      "lateBps",
      "graceDays",
      "maxTier",
    ]);
  });

  it("APP-154 is filled by an invoice, which names no account", () => {
    const invoice = readInvoice(readFileSync(new URL("./invoices/ubl.xml", import.meta.url)));
    const tokens = [
      { value: token, label: "USDX" },
      { value: third, label: "EURX" },
    ];
    assert.deepEqual(filledBy({ ...emptyDraft(token), debtor: core }, invoice, tokens), {
      ...emptyDraft(third),
      debtor: core,
      number: "INV-2026/0815",
      amount: "10000.00",
      dueOn: "2027-01-19",
      orderNumber: "PO-77120",
    });
    assert.equal(plainOf("INV-2026/0815"), numberText(numberWord("INV20260815")));
    assert.equal(plainOf("Ä 1"), undefined);
  });
});

/** The supplier cuts 30 off for the second, who hands it on whole to the third with recourse, and 20 off for a bank. */
const link = (
  before: number,
  roll: number,
  from: Address,
  to: Address,
  kind: IndexedLink["kind"],
  start = 0,
  units = 0,
) => ({
  receivable: 1n,
  lot: BigInt(roll),
  before: word(before),
  roll: word(roll),
  from,
  to,
  kind,
  time: 1_000,
  start,
  units,
  transaction: word(1),
});
const links: readonly IndexedLink[] = [
  link(11, 12, second, third, "withRecourse"),
  link(10, 13, supplier, bank, "withoutRecourse", 50, 20),
  link(10, 11, supplier, second, "withRecourse", 70, 30),
];
const lots = [
  { roll: word(10), holder: supplier, units: 50 },
  { roll: word(12), holder: third, units: 30 },
  { roll: word(13), holder: undefined, units: 0 },
];

describe("the tree of a receivable", () => {
  const tree = treeOf(word(10), supplier, links, lots);

  it("APP-156 grows from links in any order, and knows what is still held", () => {
    assert.deepEqual([tree.kind, tree.account, tree.held, tree.units], ["root", supplier, 50, 80]);
    assert.deepEqual(
      tree.next.map(({ account: who, held, units, kind }) => [who, held, units, kind]),
      [
        [bank, 0, 0, "withoutRecourse"],
        [second, 0, 30, "withRecourse"],
      ],
    );
    const [, passed] = tree.next;
    assert.deepEqual(
      passed?.next.map(({ account: who, held, start }) => [who, held, start]),
      [[third, 30, 70]],
    );
  });

  it("APP-156 leaves out what leads on from nothing that is known", () => {
    const cut = treeOf(word(10), supplier, [link(99, 100, bank, third, "withRecourse")], lots);
    assert.deepEqual(cut.next, []);
  });

  it("APP-156 draws a row for each end and what leads there between its branches", () => {
    const { boxes, columns, rows } = layoutOf(tree);
    assert.deepEqual([columns, rows, boxes.length], [3, 2, 4]);
    const at = (who: Address) => boxes.find(({ holding }) => holding.account === who);
    assert.deepEqual([at(supplier)?.column, at(supplier)?.row, at(supplier)?.from], [0, 0.5, undefined]);
    assert.deepEqual([at(third)?.column, at(third)?.row, at(third)?.from], [2, 1, { column: 1, row: 1 }]);
  });

  it("APP-158 proves a lot's chain, and who stands for it", () => {
    const chain = [links[2], links[0]].flatMap((each) => (each ? [provable(each)] : []));
    assert.deepEqual(
      chain.map(({ from, to, kind, units }) => [from, to, kind, units]),
      [
        [supplier, second, KIND.withRecourse, 30],
        [second, third, KIND.withRecourse, 0],
      ],
    );
    const held = { roll: word(12), holder: third, id: 12n } as unknown as IndexedLot;
    const indexOf = (who: Address) => liableIn(held, chain, who).map(({ index }) => index);
    assert.deepEqual([indexOf(supplier), indexOf(second), indexOf(third), indexOf(bank)], [[0], [1], [], []]);
  });

  it("APP-158 asks for the lots that somebody stands for, page by page, until there are enough", async () => {
    const asked: string[] = [];
    const answers = (path: string): unknown => {
      const query = new URL(path).searchParams;
      asked.push(query.get("after") ?? query.get("lot") ?? "first");
      return path.includes("/chain?")
        ? { items: [] }
        : { items: [], total: 0, next: query.get("after") === null ? "1_2" : null };
    };
    const indexer = {
      indexer: "http://indexer",
      fetch: async (url: string | URL | Request) => Response.json(answers(String(url))),
    };
    assert.deepEqual(await liableFor(indexer, 31337, { receivable: 7n, endorser: supplier, now: 5 }), []);
    assert.deepEqual(asked, ["first", "1_2"]);
  });
});

describe("the history of a receivable", () => {
  it("APP-157 tells acts, payments and collections in one, the newest first", () => {
    const told = historyOf(
      [{ kind: "confirmed", account: core, amount: 9n, dueAt: undefined, at: 2, transaction: word(2) }],
      [{ payer: core, principal: 7n, interest: 2n, at: 3, transaction: word(3) }],
      [{ holder: supplier, amount: 9n, at: 4, transaction: word(4) }],
    );
    assert.deepEqual(
      told.map(({ what, account: who, amount, at }) => [what, who, amount, at]),
      [
        ["collected", supplier, 9n, 4],
        ["paid", core, 9n, 3],
        ["confirmed", core, 9n, 2],
      ],
    );
  });
});

describe("shares that are handed on", () => {
  const whole = { holder: supplier, units: 1_000, unit: 10_000n, decimals: 6 };
  const share = (to: string, amount: string) => ({ ...emptyShare, to, amount });
  const faultOf = (...shares: readonly ReturnType<typeof share>[]) => readShares(shares, whole).fault;

  it("APP-158 become parts in units, and their sum is told as it is typed", () => {
    const { sum, fault, parts } = readShares(
      [share(second, "3.00"), { ...share(third, "0.5"), kind: "withRecourse" }],
      whole,
    );
    assert.deepEqual([sum, fault], [3_500_000n, undefined]);
    assert.deepEqual(parts, [
      { to: second, units: 300, kind: KIND.withoutRecourse },
      { to: third, units: 50, kind: KIND.withRecourse },
    ]);
    assert.equal(readShares([share("", "3"), share("", "x")], whole).sum, 3_000_000n);
  });

  it("APP-158 are refused with what is wrong about them", () => {
    assert.equal(faultOf(), "none");
    assert.equal(faultOf(share("0x1", "1")), "badAccount");
    assert.equal(faultOf(share(supplier, "1")), "toYourself");
    assert.equal(faultOf(share(second, "")), "badAmount");
    assert.equal(faultOf(share(second, "0")), "badAmount");
    assert.equal(faultOf(share(second, "1.005")), "notUnits");
    assert.equal(faultOf(share(second, "6"), share(third, "4.01")), "tooMuch");
    assert.equal(faultOf(share(second, "6"), share(third, "4")), "whole");
  });
});

describe("a holder's word", () => {
  const note = { lot: 12n, version: word(3), units: 30, deadline: 1_800_000_000, signature: "0xabcd" } as const;
  const extension = {
    lot: 12n,
    version: word(3),
    dueAt: 1_900_000_000,
    deadline: 1_900_000_000,
    signature: "0xabcd",
  } as const;

  it("APP-158 goes over as text and comes back the same", () => {
    assert.deepEqual(creditNoteIn(creditNoteText(note)), note);
    const other = { ...extension, lot: 13n };
    assert.deepEqual(extensionsIn(`${extensionText(extension)}\n\n${extensionText(other)}`), [extension, other]);
    // As the command writes files.
    const written = [extension, other].map((each) => JSON.stringify(JSON.parse(extensionText(each)), undefined, 2));
    assert.deepEqual(extensionsIn(`${written.join("\n")}\n`), [extension, other]);
    assert.deepEqual(extensionsIn(`${extensionText(extension)}\nnonsense\n${written[1]}`), [extension, other]);
  });

  it("APP-158 is nothing else than that", () => {
    for (const bad of [
      "",
      "{",
      "{}",
      "[]",
      extensionText(extension),
      creditNoteText({ ...note, units: -1 }),
      "x".repeat(5_000),
    ]) {
      assert.equal(creditNoteIn(bad), undefined, bad);
    }
    assert.deepEqual(extensionsIn(`${creditNoteText(note)}\nnonsense`), []);
  });
});

describe("terms on paper", () => {
  it("APP-159 go into a link and come back to the letter", () => {
    const text = packTerms({ chainId: 31337, terms });
    assert.match(text, /^[\w-]{268}$/);
    assert.deepEqual(unpackTerms(text), {
      chainId: 31337,
      // Accounts come back with the capitals of their checksums.
      terms: { ...terms, token: "0xde709f2102306220921060314715629080e2fb77" },
    });
  });

  it("APP-159 are nothing in a text that is cut, longer or of other letters", () => {
    const text = packTerms({ chainId: 31337, terms });
    for (const bad of ["", text.slice(1), `${text}A`, `${text.slice(0, -1)}=`, "!".repeat(text.length)]) {
      assert.equal(unpackTerms(bad), undefined);
    }
  });

  it("APP-159 draws a code as one path, a box for each run", () => {
    assert.equal(
      pathOf([
        [true, true, false, true],
        [false, false, false, false],
        [false, true, false, false],
      ]),
      "M0 0h2v1h-2zM3 0h1v1h-1zM1 2h1v1h-1z",
    );
  });
});
