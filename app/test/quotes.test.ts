import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { KIND } from "@tallystick/sdk/instruments/links";
import { type Bid, WHOLE_BPS } from "@tallystick/sdk/instruments/offers";
import type { ReceivableClaim } from "@tallystick/sdk/instruments/receivableState";
import { numberWord } from "@tallystick/sdk/instruments/terms";
import { zeroAddress, zeroHash } from "viem";
import { sharingOf } from "../features/receivables/quotes/advances/sharing.ts";
import { type Order, quotesChoiceOf, quotesHome, quotesPath } from "../features/receivables/quotes/choice.ts";
import {
  type BidFault,
  type Claim,
  compare,
  type KnownBid,
  proceedsOf,
  sorted,
  unitsWithin,
} from "../features/receivables/quotes/comparison.ts";
import {
  type AskAbout,
  type AskDraft,
  askFaults,
  askOf,
  type BidAbout,
  type BidDraft,
  bidFaultsOf,
  bidOf,
  dateAfter,
  deadlineIn,
  percentIn,
  percentText,
  unitsOfAmount,
} from "../features/receivables/quotes/offer-drafts.ts";
import { isOfferHash } from "../features/receivables/quotes/offer-hash.ts";
import { offerIn, offerLink, offerText } from "../features/receivables/quotes/offer-link.ts";
import { priceOfAsk } from "../features/receivables/quotes/offers.ts";
import { priceLine } from "../features/receivables/quotes/price-line.ts";
import { saleOfReceivable } from "../features/receivables/quotes/sale-claim.ts";

const account = (digit: string) => `0x${digit.repeat(40)}` as const;
const [supplier, debtor, token, financier] = [account("1"), account("2"), account("3"), account("4")];
const day = 86_400;
/** Noon of a day in UTC. */
const now = 20_700 * day + day / 2;
const sixtyDays = 20_760 * day + day - 1;

const terms = {
  debtor,
  creditor: supplier,
  token,
  dueAt: sixtyDays,
  units: 1_000_000,
  unit: 10_000n,
  maxTier: 0,
  lateBps: 0,
  graceDays: 0,
  number: numberWord("INV 7"),
  document: zeroHash,
  order: zeroHash,
  orderAmount: 0n,
};

const found: ReceivableClaim = {
  lot: 5n,
  holder: supplier,
  status: "confirmed",
  units: 1_000_000,
  open: 10_000_000_000n,
  paid: 0n,
  dueAt: sixtyDays,
};
const claimWith = (change: Partial<ReceivableClaim> & { readonly part?: number } = {}): Claim => ({
  ...saleOfReceivable({ ...found, ...change }, terms),
  streams: 0b0011,
  part: change.part ?? 0,
});
const claim = claimWith();

const bid = (change: Partial<Bid> = {}): Bid => ({
  buyer: financier,
  token,
  debtor,
  seller: zeroAddress,
  lot: 0n,
  limit: 50_000_000_000n,
  maxDays: 90,
  pricing: { rateBps: 600, feeBps: 0 },
  kind: KIND.withoutRecourse,
  evidence: 0,
  advanceBps: WHOLE_BPS,
  deadline: now + day,
  salt: zeroHash,
  ...change,
});
const known = (one: Bid, filled = 0n): KnownBid => ({ bid: one, signature: "0x", filled });

describe("what a seller gets", () => {
  it("APP-171 for a sale: bank discount by calendar days, actual/360, less the fee, what was paid goes at par", () => {
    // 10,000 at 6 % for 60 of 360 days: 100 discount; 0.25 % of 9,900: 24.75 fee.
    const proceeds = proceedsOf(bid({ pricing: { rateBps: 600, feeBps: 25 } }), { ...claim, paid: 7_000_000n }, now);
    assert.deepEqual(proceeds, {
      worth: 10_007_000_000n,
      atOnce: 9_875_250_000n + 7_000_000n,
      later: 0n,
      discount: 100_000_000n,
      fee: 24_750_000n,
      days: 60,
      // 124.75 / 9,875.25 for 60 of 360 days: 7.5796 % a year.
      simpleBps: 758n,
      // (10,000 / 9,875.25)^(365 / 60) - 1: 7.9358 %.
      effectiveBps: 794n,
    });
  });
  it("APP-171 for a part, as much of it, rounded down", () => {
    const part = proceedsOf(bid(), { ...claim, part: 333_333 }, now);
    assert.deepEqual([part?.worth, part?.atOnce, part?.discount], [3_333_330_000n, 3_299_996_700n, 33_333_300n]);
  });
  it("APP-171 for an advance: a part at once, the rest less interest and fee when the debtor has paid", () => {
    // 80 % of 10,000 at 6 % for 60 days: 80 interest; 0.5 % of 10,000: 50 fee.
    const advance = bid({ advanceBps: 8_000, pricing: { rateBps: 600, feeBps: 50 } });
    assert.deepEqual(proceedsOf(advance, claim, now), {
      worth: 10_000_000_000n,
      atOnce: 8_000_000_000n,
      later: 1_870_000_000n,
      discount: 80_000_000n,
      fee: 50_000_000n,
      days: 60,
      // 130 / 8,000 for 60 of 360 days.
      simpleBps: 975n,
      effectiveBps: 1_031n,
    });
  });
  it("APP-171 for an advance whose costs are more than the reserve: nothing later, never less", () => {
    const dear = bid({ advanceBps: 9_990, pricing: { rateBps: 600, feeBps: 100 } });
    assert.equal(proceedsOf(dear, claim, now)?.later, 0n);
  });
  it("APP-171 on the due date has a price and no yearly cost, and none where the discount is the whole", () => {
    const today = proceedsOf(bid({ pricing: { rateBps: 600, feeBps: 25 } }), { ...claim, dueAt: now + 60 }, now);
    assert.equal(today?.atOnce, 9_975_000_000n);
    assert.deepEqual([today?.days, today?.simpleBps, today?.effectiveBps], [0, undefined, undefined]);
    assert.equal(proceedsOf(bid({ pricing: { rateBps: 60_000, feeBps: 0 } }), claim, now), undefined);
    assert.equal(proceedsOf(bid(), { ...claim, dueAt: now - 1 }, now), undefined, "overdue");
  });
});

describe("offers beside a claim", () => {
  const faultOf = (change: Partial<Bid>, of: Parameters<typeof claimWith>[0] = {}, filled = 0n) =>
    compare([known(bid(change), filled)], claimWith(of), now)[0]?.fault;
  const text = (value: unknown) => JSON.stringify(value, (_, each) => (typeof each === "bigint" ? `${each}` : each));

  it("APP-171 fit, or say which of the bid's conditions is not met", () => {
    const cases: readonly (readonly [BidFault | undefined, Partial<Bid>, Partial<ReceivableClaim>?])[] = [
      [undefined, {}],
      [undefined, { debtor: zeroAddress, seller: supplier, lot: 5n, evidence: 0b0011, maxDays: 60 }],
      ["own", { buyer: supplier }],
      ["Quotes_ForAnything", { debtor: zeroAddress }],
      [undefined, { debtor: zeroAddress, lot: 5n }],
      ["Quotes_BadKind", { buyer: debtor, kind: KIND.withRecourse }],
      ["Quotes_BadAdvance", { buyer: debtor, advanceBps: 8_000 }],
      [undefined, { buyer: debtor }],
      ["Quotes_WrongStatus", {}, { status: "overdue", dueAt: now - 9 * day }],
      ["Quotes_WrongStatus", {}, { status: "paid" }],
      ["Quotes_OtherToken", { token: account("9") }],
      ["Quotes_OtherDebtor", { debtor: account("9") }],
      ["Quotes_NotSeller", { seller: account("9") }],
      ["Quotes_OtherLot", { lot: 6n }],
      ["Quotes_EvidenceMissing", { evidence: 0b0111 }],
      ["Quotes_TooLong", { maxDays: 59 }],
      ["Quotes_Expired", { deadline: now - 1 }],
      ["Quotes_BadPricing", { pricing: { rateBps: 60_000, feeBps: 0 } }],
      ["Quotes_NoPrice", { advanceBps: 0 }],
    ];
    for (const [fault, change, of] of cases) assert.equal(faultOf(change, of), fault, text(change));
  });
  it("APP-171 take what is left of their limit, to the last base unit, and a part where it is less", () => {
    assert.equal(faultOf({ limit: 10_000_000_000n }), undefined);
    assert.equal(faultOf({ limit: 10_000_000_001n }, {}, 1n), undefined);
    assert.equal(faultOf({ limit: 10_000_000_001n }, {}, 2n), "Quotes_BeyondLimit");
    assert.equal(faultOf({ limit: 5n }, {}, 9n), "Quotes_BeyondLimit", "more is filled than there was");
    assert.equal(compare([known(bid({ limit: 5n }), 9n)], claim, now)[0]?.left, 0n);
    const units = unitsWithin(claim, 3_333_333_333n);
    assert.equal(units, 333_333);
    assert.equal(faultOf({ limit: 3_333_333_333n }, { part: units }), undefined);
    assert.equal(unitsWithin(claim, 10_000_000_000n), 1_000_000);
    assert.equal(unitsWithin({ ...claim, open: 0n }, 0n), 1_000_000);
  });
  it("APP-171 stand best first, by any of their sides, and what can't be taken last", () => {
    const at = (rateBps: number) => ({ pricing: { rateBps, feeBps: 0 } });
    const dear = bid(at(900));
    const cheap = bid({ ...at(300), deadline: now + 9 });
    const advance = bid({ ...at(300), advanceBps: 8_000, limit: 90_000_000_000n });
    const wrong = bid({ ...at(1), debtor: account("9") });
    const small = bid({ ...at(2), limit: 9n });
    const rows = compare(
      [dear, wrong, small, advance, cheap].map((each) => known(each)),
      claim,
      now,
    );
    const names = new Map<Bid, string>([
      [dear, "dear"],
      [cheap, "cheap"],
      [advance, "advance"],
      [wrong, "wrong"],
      [small, "small"],
    ]);
    const order = (by: Order) => sorted(rows, by).map(({ offer }) => names.get(offer.bid));
    // An advance is paid back with what it costs: a simple rate of the price is a little above one of the face.
    assert.deepEqual(order("cost"), ["advance", "cheap", "dear", "small", "wrong"]);
    assert.deepEqual(order("proceeds"), ["cheap", "dear", "advance", "small", "wrong"]);
    assert.deepEqual(order("limit"), ["advance", "cheap", "dear", "small", "wrong"]);
    assert.deepEqual(order("deadline"), ["advance", "dear", "cheap", "small", "wrong"]);
  });
});

const salt = `0x${"5a".repeat(32)}` as const;

describe("drafts of asks", () => {
  const version = `0x${"7e".repeat(32)}` as const;
  const about: AskAbout = {
    lot: { id: 5n, version, units: 1_000_000, face: 10_000_000_000n },
    seller: supplier,
    decimals: 6,
    now,
  };
  const draft: AskDraft = {
    by: "price",
    price: "9800",
    rate: "",
    isWithRecourse: false,
    isPart: false,
    part: "",
    buyer: "",
    until: dateAfter(now, 14),
  };
  it("APP-170 make the exact ask of what was typed, for the lot as it is now", () => {
    assert.deepEqual(askFaults(draft, about), []);
    assert.deepEqual(askOf(draft, about, salt), {
      seller: supplier,
      buyer: zeroAddress,
      lot: 5n,
      version,
      units: 0,
      price: 9_800_000_000n,
      pricing: { rateBps: 0, feeBps: 0 },
      kind: 2,
      deadline: 20_714 * day + day - 1,
      salt,
    });
    const part = {
      ...draft,
      by: "rate",
      rate: "6.25",
      isPart: true,
      part: "3000",
      buyer: financier,
      isWithRecourse: true,
    };
    const ask = askOf(part as AskDraft, about, salt);
    assert.deepEqual(
      [ask.units, ask.price, ask.pricing.rateBps, ask.buyer, ask.kind],
      [300_000, 0n, 625, financier, 1],
    );
    assert.equal(askOf({ ...draft, isPart: true, part: "10000" }, about, salt).units, 0, "all of it is the whole");
  });
  it("APP-170 say what is wrong, and make nothing of it", () => {
    const faults = (change: Partial<AskDraft>) => askFaults({ ...draft, ...change }, about);
    for (const price of ["", "0", "x", "1.0000001"]) assert.deepEqual(faults({ price }), ["price"], price);
    for (const rate of ["", "-1", "1.234", "656"]) assert.deepEqual(faults({ by: "rate", rate }), ["rate"], rate);
    for (const part of ["", "0", "0.001", "10000.01"]) assert.deepEqual(faults({ isPart: true, part }), ["part"], part);
    for (const buyer of ["0x12", supplier]) assert.deepEqual(faults({ buyer }), ["buyer"], buyer);
    for (const until of ["", "2026-02-30", dateAfter(now, -1)]) assert.deepEqual(faults({ until }), ["until"], until);
    assert.throws(() => askOf({ ...draft, price: "0.0000001" }, about, salt), RangeError);
  });
  it("APP-170 cut a part at whole units alone", () => {
    const lot = { units: 3, face: 30n };
    assert.equal(unitsOfAmount(lot, 20n), 2);
    assert.equal(unitsOfAmount(lot, 30n), 3);
    for (const amount of [0n, 5n, 31n, 40n, -10n]) assert.equal(unitsOfAmount(lot, amount), undefined);
  });
});

describe("drafts of standing offers", () => {
  const about: BidAbout = { buyer: financier, token, decimals: 6, now, lot: 0n };
  const draft: BidDraft = {
    isDebtor: false,
    debtor,
    seller: "",
    limit: "50000",
    maxDays: "90",
    rate: "6",
    fee: "0.25",
    isWithRecourse: true,
    evidence: 0b0101,
    isAdvance: true,
    advance: "80",
    until: dateAfter(now, 30),
  };
  it("APP-174 make the exact bid of what was typed", () => {
    assert.deepEqual(bidFaultsOf(draft, about), []);
    assert.deepEqual(bidOf(draft, about, salt), {
      buyer: financier,
      token,
      debtor,
      seller: zeroAddress,
      lot: 0n,
      limit: 50_000_000_000n,
      maxDays: 90,
      pricing: { rateBps: 600, feeBps: 25 },
      kind: 1,
      evidence: 0b0101,
      advanceBps: 8_000,
      deadline: 20_730 * day + day - 1,
      salt,
    });
  });
  it("APP-175 name the debtor himself where he pays early: a sale, without recourse", () => {
    const own: BidDraft = { ...draft, isDebtor: true, debtor: "nonsense" };
    const by = { ...about, buyer: debtor };
    assert.deepEqual(bidFaultsOf(own, by), []);
    const bid = bidOf(own, by, salt);
    assert.deepEqual([bid.buyer, bid.debtor, bid.kind, bid.advanceBps], [debtor, debtor, 2, WHOLE_BPS]);
  });
  it("APP-174 say what is wrong, and make nothing of it", () => {
    const faults = (change: Partial<BidDraft>) => bidFaultsOf({ ...draft, ...change }, about);
    assert.deepEqual(faults({ debtor: "" }), ["nobody"], "anybody's claims");
    assert.deepEqual(bidFaultsOf({ ...draft, debtor: "" }, { ...about, lot: 5n }), [], "one lot is named");
    assert.deepEqual(faults({ debtor: "", seller: supplier }), []);
    assert.deepEqual(faults({ debtor: "0x12" }), ["debtor"]);
    assert.deepEqual(faults({ seller: financier }), ["seller"], "he would buy from himself");
    for (const limit of ["", "0", String(2n ** 96n)]) assert.deepEqual(faults({ limit }), ["limit"], limit);
    for (const maxDays of ["", "-1", "1.5", "3651"]) assert.deepEqual(faults({ maxDays }), ["maxDays"], maxDays);
    assert.deepEqual(faults({ rate: "656" }), ["rate"]);
    assert.deepEqual(faults({ fee: "100" }), ["fee"], "a fee of the whole");
    assert.deepEqual(faults({ fee: "" }), []);
    for (const advance of ["0", "100", ""]) assert.deepEqual(faults({ advance }), ["advance"], advance);
    assert.deepEqual(faults({ isAdvance: false, advance: "100" }), []);
    assert.deepEqual(faults({ until: dateAfter(now, -1) }), ["until"]);
    assert.throws(() => bidOf({ ...draft, limit: "" }, about, salt), RangeError);
  });
  it("APP-174 read and write per cent exactly", () => {
    assert.equal(percentIn("6", 10_000n), 600);
    assert.equal(percentIn("0,05", 10_000n), 5);
    assert.equal(percentIn("100.01", 10_000n), undefined);
    assert.equal(percentIn("0.001", 10_000n), undefined);
    for (const [bps, text] of [
      [600, "6"],
      [625, "6.25"],
      [650, "6.5"],
      [5, "0.05"],
      [0, "0"],
      [10_000, "100"],
      [1_000n, "10"],
    ] as const) {
      assert.equal(percentText(bps), text);
    }
    assert.equal(deadlineIn(dateAfter(now, 0), now), 20_700 * day + day - 1, "today, to its end");
  });
});

describe("a price that slides", () => {
  const sliding = { face: 10_000_000_000n, dueAt: sixtyDays, at: now, rateBps: 600, feeBps: 0 };
  it("APP-175 rises day by day to the face on the due date", () => {
    const line = priceLine(sliding);
    assert.ok(line);
    assert.equal(line.lowest, 9_900_000_000n);
    assert.equal(line.places.length, 61 * 2);
    assert.deepEqual(line.places[0], { x: 0, y: 0 });
    assert.deepEqual(line.places.at(-1), { x: 1, y: 1 });
    for (const [i, { x, y }] of line.places.entries()) {
      const before = line.places[i - 1];
      if (before) assert.ok(x >= before.x && y >= before.y);
    }
  });
  it("APP-175 is told in a table that has the first and the last day and is not too long", () => {
    for (const days of [0, 1, 30, 31, 32, 60, 365, 3_000]) {
      const rows = priceLine({ ...sliding, rateBps: 10, dueAt: now + days * day })?.rows ?? [];
      assert.ok(rows.length >= 1 && rows.length <= 33, `${days} days: ${rows.length} rows`);
      assert.equal(rows[0]?.from, BigInt(now));
      assert.equal(rows.at(-1)?.net, sliding.face, `${days} days`);
    }
  });
  it("APP-175 is flat without a rate, and there is none of what was due before", () => {
    assert.ok(priceLine({ ...sliding, rateBps: 0 })?.places.every(({ y }) => y === 1));
    assert.equal(priceLine({ ...sliding, dueAt: now - 1 }), undefined);
    assert.equal(priceLine({ ...sliding, face: 0n }), undefined);
    assert.equal(priceLine({ ...sliding, rateBps: 60_000 }), undefined);
  });
});

describe("asks", () => {
  const terms = { units: 0, price: 9_800_000_000n, pricing: { rateBps: 0, feeBps: 0 } };
  it("APP-173 cost what they say, and yield what is left until the due date", () => {
    // 200 / 9,800 for 60 of 360 days.
    assert.deepEqual(priceOfAsk(terms, claim, now), {
      price: 9_800_000_000n,
      worth: 10_000_000_000n,
      yieldBps: 1_225n,
    });
    assert.equal(priceOfAsk({ ...terms, price: 10_000_000_000n }, claim, now)?.yieldBps, 0n);
    assert.equal(
      priceOfAsk({ ...terms, price: 10_000_000_001n }, claim, now)?.yieldBps,
      undefined,
      "dearer than it is",
    );
    const late = priceOfAsk(terms, { ...claim, dueAt: now - day }, now);
    assert.deepEqual([late?.price, late?.yieldBps], [9_800_000_000n, undefined], "overdue, for a named sum");
  });
  it("APP-173 cost by their rate what a sale would bring, for a part as much of it", () => {
    const byRate = { ...terms, price: 0n, pricing: { rateBps: 600, feeBps: 0 } };
    assert.equal(priceOfAsk(byRate, claim, now)?.price, 9_900_000_000n);
    const part = priceOfAsk({ ...byRate, units: 250_000 }, { ...claim, paid: 4_000_000n }, now);
    assert.deepEqual([part?.price, part?.worth], [2_476_000_000n, 2_501_000_000n]);
    assert.equal(priceOfAsk(byRate, { ...claim, dueAt: now - day }, now), undefined, "no rate says what is overdue");
    assert.equal(priceOfAsk({ ...byRate, units: 1_000_001 }, claim, now), undefined);
  });
});

describe("signed offers on their way", () => {
  const place = { chainId: 31_337, quotes: account("8") };
  const signature = `0x${"ab".repeat(65)}` as const;
  const ask = {
    seller: supplier,
    buyer: zeroAddress,
    lot: 2n ** 256n - 1n,
    version: `0x${"7e".repeat(32)}` as const,
    units: 0,
    price: 2n ** 96n - 1n,
    pricing: { rateBps: 0, feeBps: 0 },
    kind: KIND.withRecourse,
    deadline: now,
    salt,
  };
  const all = [
    { ask, signature },
    { bid: bid({ evidence: 0b0101, salt }), signature },
  ];
  it("APP-176 come back as they were signed, from a link, its hash or a file", () => {
    for (const offer of all) {
      const link = offerLink(place, offer, quotesHome);
      assert.match(link, /^\/receivables\/quotes#offer=/, "behind the hash, which no server is sent");
      assert.ok(isOfferHash(link.slice(link.indexOf("#"))));
      const same = (read: unknown) => assert.deepEqual(read, offer);
      same(offerIn(place, link));
      same(offerIn(place, `https://market.example${link}`));
      same(offerIn(place, link.slice(link.indexOf("#"))));
      same(offerIn(place, ` ${offerText(place, offer)}\n`));
    }
  });
  it("APP-176 are none when damaged, for another network or contract, too long, or with what nobody signed", () => {
    const [first] = all;
    assert.ok(first);
    const [link, file] = [offerLink(place, first, quotesHome), offerText(place, first)];
    for (const bad of [
      "",
      "#offer=",
      "#offer=%E0%A4%A",
      "#offer=%7B%7D",
      "{}",
      "null",
      link.slice(0, -9),
      offerLink({ ...place, chainId: 1 }, first, quotesHome),
      offerLink({ ...place, quotes: account("9") }, first, quotesHome),
      file.replace('"kind":1', '"kind":3'),
      file.replace('"ask":{', '"ask":{"note":"very cheap",'),
      file.replace(signature, "0xzz"),
      file.replace(String(2n ** 96n - 1n), String(2n ** 96n)),
      `#offer=${"a".repeat(70_000)}`,
    ]) {
      assert.equal(offerIn(place, bad), undefined, bad.slice(0, 80));
    }
    for (const hash of ["", "#", "#ask=1", "#offer"]) assert.equal(isOfferHash(hash), false);
  });
});

describe("what a holdback shares out", () => {
  const due = { principal: 8_000n, charges: 130n };
  it("APP-178 goes to the financier up to what is due, then to the seller, to the last base unit", () => {
    assert.deepEqual(sharingOf(0n, due), { toFinancier: 0n, toSeller: 0n, missing: 8_130n });
    assert.deepEqual(sharingOf(8_129n, due), { toFinancier: 8_129n, toSeller: 0n, missing: 1n });
    assert.deepEqual(sharingOf(8_130n, due), { toFinancier: 8_130n, toSeller: 0n, missing: 0n });
    assert.deepEqual(sharingOf(10_000n, due), { toFinancier: 8_130n, toSeller: 1_870n, missing: 0n });
    assert.deepEqual(sharingOf(5n, { principal: 0n, charges: 0n }), { toFinancier: 0n, toSeller: 5n, missing: 0n });
  });
});

describe("what is looked at on the quotes' page", () => {
  const choiceOf = (path: string) => quotesChoiceOf(new URL(path, "https://market.example").searchParams);
  it("APP-170 stands in its address, and what is none of it is left out", () => {
    assert.deepEqual(choiceOf(quotesPath("standing", 2n ** 256n - 1n)), {
      view: "standing",
      lot: 2n ** 256n - 1n,
      order: "cost",
    });
    const nothing = { view: "sell", lot: undefined, order: "cost" };
    for (const query of ["", "?view=constructor&order=toString", "?lot=-1", "?lot=0x7", `?lot=${2n ** 256n}`]) {
      assert.deepEqual(choiceOf(`/receivables/quotes${query}`), nothing, query);
    }
  });
});
