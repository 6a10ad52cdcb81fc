import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { BillClaim } from "@tallystick/sdk/bills/billState";
import type { BillFace } from "@tallystick/sdk/bills/face";
import type { RepoOffer } from "@tallystick/sdk/bills/repos";
import { billClauses, bitsOf } from "@tallystick/sdk/bills/words";
import { KIND } from "@tallystick/sdk/instruments/links";
import { type Ask, type Bid, WHOLE_BPS } from "@tallystick/sdk/instruments/offers";
import { zeroAddress, zeroHash } from "viem";
import { saleOfBill } from "../features/bills/desk/bill-sale.ts";
import { deskChoiceOf, deskPath } from "../features/bills/desk/desk-choice.ts";
import { type RepoDraft, repoFaultsOf, repoOfferOf } from "../features/bills/desk/repos/repo-draft.ts";
import { isRepoHash } from "../features/bills/desk/repos/repo-hash.ts";
import { repoIn, repoLink } from "../features/bills/desk/repos/repo-link.ts";
import { canTake, repoStateOf } from "../features/bills/desk/repos/repo-state.ts";
import { compare } from "../features/receivables/quotes/comparison.ts";
import { dateAfter } from "../features/receivables/quotes/offer-drafts.ts";
import { dictionaryOf, locales } from "../i18n/dictionary.ts";

const account = (digit: string) => `0x${digit.repeat(40)}` as const;
const [holder, acceptor, token, bank] = [account("1"), account("2"), account("3"), account("4")];
const day = 86_400;
const today = 20_700;
/** Noon of a day in UTC. */
const now = today * day + day / 2;
const salt = `0x${"5a".repeat(32)}` as const;
const movable = 128;

const face: BillFace = {
  ...{ drawer: holder, drawee: acceptor, payee: holder, token, units: 1_000, unit: 10_000_000n, drawnOn: today - 9 },
  ...{ tenor: 3, term: today + 60, presentBy: 0, rules: 1, clauses: 0, court: zeroAddress },
  ...{ drawnAt: zeroHash, payableAt: zeroHash, document: zeroHash },
};
const claim: BillClaim = {
  ...{ lot: 5n, key: 7n, holder, units: 1_000, debtor: acceptor, token, isPromised: true, isLate: false },
  ...{ dueAt: (today + 61) * day - 1, open: 10_000_000_000n, paid: 0n },
};

describe("the discount desk", () => {
  it("APP-201 has its view and its lot in the address", () => {
    const choiceOf = (text: string) => deskChoiceOf(new URLSearchParams(text));
    assert.equal(deskPath("sell", 12n), "/bills/desk?view=sell&lot=12");
    assert.deepEqual(choiceOf("view=sell&lot=12"), { view: "sell", lot: 12n, order: "cost" });
    assert.deepEqual(choiceOf("view=repos&order=limit"), { view: "repos", lot: undefined, order: "limit" });
    assert.deepEqual(choiceOf("view=advances&lot=-1"), { view: "sell", lot: undefined, order: "cost" });
  });
  it("APP-201 says in a bill's words only what offers say at all, with the same places", () => {
    const places = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
    for (const locale of locales) {
      const { quotes, billQuotes } = dictionaryOf(locale);
      for (const [word, text] of Object.entries(billQuotes)) {
        assert.ok(Object.hasOwn(quotes, word), word);
        assert.deepEqual(places(text), places(quotes[word as keyof typeof quotes]), `${locale} ${word}`);
        assert.notEqual(text, quotes[word as keyof typeof quotes], `${locale} ${word} is the same`);
      }
    }
  });

  const bid: Bid = {
    ...{ buyer: bank, token, debtor: acceptor, seller: zeroAddress, lot: 0n, limit: 50_000_000_000n, maxDays: 90 },
    ...{ pricing: { rateBps: 600, feeBps: 0 }, kind: KIND.withRecourse, evidence: 0, advanceBps: WHOLE_BPS },
    ...{ deadline: now + day, salt: zeroHash },
  };
  const faultOf = (change: Partial<Bid>, of: Partial<BillClaim> = {}, state = movable, clauses = 0) => {
    const sale = saleOfBill({ ...claim, ...of }, { ...face, clauses }, state);
    const known = { bid: { ...bid, ...change }, signature: "0x", filled: 0n } as const;
    return compare([known], { ...sale, streams: 0, part: 0 }, now)[0];
  };
  it("APP-201 reckons what a bill brings as its contract does", () => {
    const { proceeds, fault } = faultOf({}) ?? {};
    assert.equal(fault, undefined);
    // 10,000 at 6 % for 60 of 360 days.
    assert.deepEqual([proceeds?.atOnce, proceeds?.discount, proceeds?.days], [9_900_000_000n, 100_000_000n, 60]);
  });
  it("APP-201 says why a bill can't be sold into a bid", () => {
    const notToOrder = bitsOf(billClauses, ["notToOrder"]);
    assert.equal(faultOf({}, { isPromised: false })?.fault, "Quotes_WrongStatus");
    assert.equal(faultOf({}, {}, 0)?.fault, "Quotes_NotFree");
    assert.equal(faultOf({}, {}, movable, notToOrder)?.fault, "Quotes_NotToOrder");
    assert.equal(faultOf({ kind: KIND.withoutRecourse }, {}, movable, notToOrder)?.fault, undefined);
    assert.equal(faultOf({ advanceBps: 8_000 })?.fault, "Quotes_BadAdvance");
    assert.equal(faultOf({ buyer: acceptor })?.fault, "Quotes_BadKind");
    assert.equal(faultOf({ buyer: holder })?.fault, "own");
  });
  it("APP-201 says why an ask for a bill can't be taken", () => {
    const ask: Ask = {
      ...{ seller: holder, buyer: zeroAddress, lot: 5n, version: salt, units: 0, price: 9_000_000_000n },
      ...{ pricing: { rateBps: 0, feeBps: 0 }, kind: KIND.withRecourse, deadline: now + day, salt },
    };
    const standing = { filled: 0n, isCancelled: false };
    const faults = (of: Partial<BillClaim>, change: Partial<Ask> = {}) =>
      saleOfBill({ ...claim, ...of }, face, movable).askFaults(
        { ...ask, ...change },
        { now, standing, buyer: bank, version: salt },
      );
    assert.deepEqual(faults({}), []);
    assert.deepEqual(faults({ isPromised: false, isLate: true }), [], "late, for a price that is named");
    assert.deepEqual(faults({ isPromised: false, isLate: true }, { price: 0n }), ["Quotes_WrongStatus"]);
    assert.deepEqual(faults({ holder: bank }), ["Lots_NotHolder"]);
  });
});

describe("money with buy-back", () => {
  const about = { buyer: bank, token, decimals: 6, now };
  const draft: RepoDraft = {
    ...{ debtor: acceptor, seller: "", limit: "50000", rate: "5", haircut: "2" },
    ...{ lastDay: dateAfter(now, 30), until: dateAfter(now, 14) },
  };
  const made: RepoOffer = {
    ...{ buyer: bank, seller: zeroAddress, token, lot: 0n, debtor: acceptor, limit: 50_000_000_000n },
    ...{ rateBps: 500, haircutBps: 200, lastDay: today + 30, deadline: (today + 15) * day - 1, salt },
  };
  it("APP-202 makes the exact offer of what was typed", () => {
    assert.deepEqual(repoFaultsOf(draft, about), []);
    assert.deepEqual(repoOfferOf(draft, about, salt), made);
    assert.equal(repoOfferOf({ ...draft, haircut: "" }, about, salt).haircutBps, 0);
    assert.equal(repoOfferOf({ ...draft, lastDay: dateAfter(now, 0) }, about, salt).lastDay, today, "until tonight");
  });
  it("APP-202 says what is wrong, and makes nothing of it", () => {
    const faults = (change: Partial<RepoDraft>) => repoFaultsOf({ ...draft, ...change }, about);
    assert.deepEqual(faults({ debtor: "" }), ["nobody"]);
    assert.deepEqual(faults({ debtor: "", seller: holder }), []);
    assert.deepEqual(faults({ debtor: bank }), ["debtor"], "nobody lends on his own promise");
    assert.deepEqual(faults({ debtor: "0x12" }), ["debtor"]);
    assert.deepEqual(faults({ seller: bank }), ["seller"]);
    for (const limit of ["", "0", String(2n ** 96n)]) assert.deepEqual(faults({ limit }), ["limit"], limit);
    for (const rate of ["", "656", "-1"]) assert.deepEqual(faults({ rate }), ["rate"], rate);
    for (const haircut of ["100", "x"]) assert.deepEqual(faults({ haircut }), ["haircut"], haircut);
    for (const lastDay of ["", "2026-02-30", dateAfter(now, -1)]) {
      assert.deepEqual(faults({ lastDay }), ["lastDay"], lastDay);
    }
    assert.deepEqual(faults({ until: dateAfter(now, -1) }), ["until"]);
    assert.throws(() => repoOfferOf({ ...draft, limit: "" }, about, salt), RangeError);
  });
  it("APP-202 travels behind the hash of a link, and is refused when damaged or for another network", () => {
    const place = { chainId: 31_337, repos: account("8") };
    const signed = { offer: made, signature: `0x${"ab".repeat(65)}` } as const;
    const link = repoLink(place, signed);
    const hash = link.slice(link.indexOf("#"));
    assert.ok(isRepoHash(hash) && !isRepoHash("#offer=x"));
    assert.deepEqual([repoIn(place, link), repoIn(place, hash)], [signed, signed]);
    assert.equal(repoIn({ ...place, chainId: 1 }, link), undefined);
    assert.equal(repoIn({ ...place, repos: account("9") }, link), undefined);
    for (const text of ["", "#repo=", "#repo=%", `${hash}x`, hash.slice(0, -4), `${hash}${" ".repeat(60_001)}`]) {
      assert.equal(repoIn(place, text), undefined, text.slice(0, 20));
    }
  });
  it("APP-202 says who has the bill, and lets the buyer keep it only after the last day", () => {
    const held = { buyback: account("7"), seller: holder, holder: account("7") };
    const facts = { ...held, isTaken: false, wasReturned: false };
    assert.equal(repoStateOf(facts), "held");
    assert.equal(repoStateOf({ ...facts, holder }), "back");
    assert.equal(repoStateOf({ ...facts, holder: zeroAddress }), "gone");
    assert.equal(repoStateOf({ ...facts, holder: acceptor, wasReturned: true }), "back", "and handed on since");
    assert.equal(repoStateOf({ ...facts, holder: bank, isTaken: true }), "taken");
    assert.equal(canTake("held", 1n, today - 1, today), true);
    assert.equal(canTake("held", 1n, today, today), false, "he waits all of the last day");
    assert.equal(canTake("held", 0n, today - 1, today), false);
    assert.equal(canTake("back", 1n, today - 1, today), false);
  });
});
