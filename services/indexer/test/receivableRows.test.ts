import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { zeroHash } from "viem";
import {
  readAgeingQuestion,
  readCashflowQuestion,
  readChainQuestion,
  readDebtorQuestion,
  readExposureQuestion,
  readLotQuestion,
  readReceivableQuestion,
} from "../src/api/instruments/question.ts";
import { dividedLot, endorsedLot, kindOf, newestLink, openedLot } from "../src/instruments/lotRows.ts";
import {
  afterCredit,
  afterExtension,
  afterPayment,
  creditAfter,
  newReceivable,
  recordAfter,
  shareOf,
} from "../src/instruments/receivableRows.ts";

const account = (digit: string) => `0x${digit.repeat(40)}` as const;
const hash = (digit: string) => `0x${digit.repeat(64)}` as const;
const origin = (at: bigint) => ({ chainId: 31337, at, transaction: hash("a"), logIndex: 3 });

const DAY = 86_400n;
const DUE = 100n * DAY;
const terms = {
  ...{ debtor: account("1"), creditor: account("2"), token: account("3"), dueAt: Number(DUE), units: 1_000, unit: 10n },
  ...{ maxTier: 0, lateBps: 3_600, graceDays: 1, number: hash("4"), document: hash("5"), order: zeroHash },
  orderAmount: 0n,
};
const made = newReceivable(origin(50n), { id: 7n, terms }, account("6"));
const confirmed = { ...made, status: "confirmed" as const };

describe("payments of a receivable", () => {
  it("IDX-40 leave no books where all is paid at once and in time, and each unit worth its unit", () => {
    const paid = { ...confirmed, ...afterPayment(confirmed, DUE, { principal: 10_000n, interest: 0n }, true) };
    assert.deepEqual([paid.status, paid.hasBooks, paid.principal, paid.pot], ["paid", false, 0n, 10_000n]);
    assert.equal(shareOf(paid, 333n, 0n), 3_330n);
  });

  it("IDX-40 cover interest first, by whole days after the days of grace", () => {
    // Ten days at 0.1 % a day on 10,000.
    const at = DUE + 11n * DAY;
    const part = { ...confirmed, ...afterPayment(confirmed, at, { principal: 1n, interest: 100n }, false) };
    assert.deepEqual([part.status, part.principal, part.interest, part.interestDays], ["partPaid", 9_999n, 0n, 10]);
    assert.equal(part.hasBooks, true);
    assert.deepEqual([part.paidPrincipal, part.paidInterest], [1n, 100n]);
    const defaulted = { ...confirmed, status: "defaulted" as const };
    assert.equal(afterPayment(defaulted, at, { principal: 1n, interest: 100n }, false).status, "defaulted");
  });

  it("IDX-40 stop the indexing where the contract has counted otherwise", () => {
    const at = DUE + 11n * DAY;
    assert.throws(() => afterPayment(confirmed, at, { principal: 2n, interest: 99n }, false), /against its books/);
    assert.throws(() => afterPayment(confirmed, DUE, { principal: 10_000n, interest: 0n }, false), /against its books/);
  });
});

describe("credit notes and extensions", () => {
  it("IDX-40 take units out of the claim, and keep for the holder what his lot was paid", () => {
    const paid = { ...confirmed, ...afterPayment(confirmed, 60n, { principal: 4_000n, interest: 0n }, false) };
    const shortened = { ...paid, uncollectedUnits: 700n };
    const { change, principal, share, owed } = afterCredit(shortened, 61n, { units: 300n, lotUnits: 500n, mark: 0n });
    // Rounded down: a payment is shared among the units in 2^64ths.
    assert.deepEqual([principal, share, owed], [1_800n, 2_000n, 2_000n]);
    assert.deepEqual(
      [change.openUnits, change.principal, change.pot, change.status],
      [700n, 4_200n, 2_000n, "partPaid"],
    );
  });

  it("IDX-40 with the last unit the claim is paid, and what rounding left goes with it", () => {
    const paid = { ...confirmed, ...afterPayment(confirmed, 60n, { principal: 3_333n, interest: 0n }, false) };
    const shortened = { ...paid, uncollectedUnits: 0n };
    const { change, owed } = afterCredit(shortened, 61n, { units: 1_000n, lotUnits: 1_000n, mark: 0n });
    assert.deepEqual([change.status, change.pot, change.principal, owed], ["paid", 0n, 0n, 3_333n]);
    assert.deepEqual([change.paidAt, change.isPaidLate], [61n, false]);
  });

  it("IDX-40 an extension keeps the interest until then, and counts anew from the later date", () => {
    const later = afterExtension(confirmed, DUE + 11n * DAY, DUE + 20n * DAY);
    assert.deepEqual(
      [later.dueBy, later.interest, later.interestDays, later.hasBooks],
      [DUE + 20n * DAY, 100n, 0, true],
    );
  });
});

describe("lots", () => {
  const opening = { id: 9n, instrument: account("6"), holder: account("2"), units: 1_000, state: 192, serial: 254 };
  const first = { ...openedLot(origin(50n), opening), receivable: 7n };

  it("IDX-41 stay at the deepest serial, and go on counting their tiers", () => {
    const once = endorsedLot(first, account("7"), "withRecourse", hash("b"), 60n);
    const twice = endorsedLot(once, account("8"), "withRecourse", hash("c"), 61n);
    assert.deepEqual([once.serial, once.tier, twice.serial, twice.tier], [255, 1, 255, 2]);
    const back = endorsedLot(twice, account("7"), "takenUp", hash("d"), 62n);
    assert.deepEqual([back.serial, back.tier, back.holder, back.roll], [255, 2, account("7"), hash("d")]);
  });

  it("IDX-41 are divided from their end on, among one holder without another tier", () => {
    const part = { id: 11n, to: account("2"), kind: "division" as const, start: 900, units: 100, inner: hash("e") };
    const [rest, own] = dividedLot(first, origin(60n), part);
    assert.deepEqual([rest.units, own.start, own.units, own.tier, own.parent], [900n, 900n, 100n, 0, 9n]);
    const [, other] = dividedLot(first, origin(60n), { ...part, to: account("7"), kind: "withRecourse" });
    assert.deepEqual([other.tier, other.serial, other.receivable], [1, 255, 7n]);
    const handing = { from: account("2"), to: account("7"), kind: "withRecourse" as const, before: first.roll };
    const link = newestLink(other, origin(60n), handing, true);
    assert.deepEqual([link.lot, link.start, link.units, link.before], [11n, 900n, 100n, first.roll]);
    assert.equal(newestLink(other, origin(60n), handing, false).units, 0n);
  });

  it("IDX-41 stop the indexing at a kind of link that is not known", () => {
    assert.throws(() => kindOf(0), /of kind 0, which this indexer does not know/);
    assert.throws(() => kindOf(12), /of kind 12/);
    assert.deepEqual([kindOf(10), kindOf(11)], ["returned", "replaced"]);
  });
});

describe("records", () => {
  it("IDX-42 add up", () => {
    const once = recordAfter(made, null, { outstanding: 5n, confirmedSum: 5n, confirmedCount: 1 });
    const twice = recordAfter(made, once, { outstanding: -5n, lateSum: 5n, lateCount: 1 });
    assert.deepEqual([twice.outstanding, twice.confirmedSum, twice.lateSum, twice.lateCount], [0n, 5n, 5n, 1]);
    const key = { chainId: 31337, account: account("2"), token: account("3") };
    const earned = creditAfter(key, null, { earned: 7n });
    assert.equal(creditAfter(key, earned, { withdrawn: 4n }).balance, 3n);
  });
});

describe("questions about receivables", () => {
  const chainId = "31337";
  const messageOf = (question: object): string => ("message" in question ? String(question.message) : "understood");

  it("IDX-43 are read with what was left out", () => {
    const asked = readLotQuestion({ chainId, holder: account("A"), now: "5" });
    assert.deepEqual(asked, {
      ...{ chainId: 31337, now: 5, ids: undefined, holder: account("a"), receivable: undefined, debtor: undefined },
      ...{ endorser: undefined, token: undefined, statuses: [], sort: "due", limit: 20, after: undefined },
    });
    const days = readCashflowQuestion({ chainId, account: account("a"), now: "86401" });
    assert.deepEqual("from" in days && [days.from, days.to], [86_400, 366 * 86_400]);
  });

  it("IDX-43 are refused in a sentence where they are not understood", () => {
    const bad: readonly (readonly [object, RegExp])[] = [
      [readReceivableQuestion({}), /chainId is missing/],
      [readReceivableQuestion({ chainId, id: "0x1" }), /id must be an id, in decimals/],
      [readReceivableQuestion({ chainId, id: String(2n ** 256n) }), /id must be an id/],
      [readReceivableQuestion({ chainId, order: "1" }), /order must be 32 bytes in hexadecimal/],
      [readReceivableQuestion({ chainId, status: "open" }), /status must be registered or /],
      [readReceivableQuestion({ chainId, sort: "'; drop table lot" }), /sort must be newest or due/],
      [readReceivableQuestion({ chainId, debtor: "1 or 1=1" }), /debtor must be an account's address/],
      [readReceivableQuestion({ chainId, limit: "101" }), /limit must be a whole number from 1 to 100/],
      [readReceivableQuestion({ chainId, after: "1_2_3" }), /after must be the next/],
      [readReceivableQuestion({ chainId, now: "1e9" }), /now must be a whole number/],
      [readLotQuestion({ chainId }), /by ids, holder, receivable or debtor/],
      [readLotQuestion({ chainId, ids: Array(101).fill("1").join() }), /ids must be at most 100/],
      [readLotQuestion({ chainId, ids: "1,x" }), /ids must be an id/],
      [readLotQuestion({ chainId, holder: account("a"), "1\0": "" }), /is nothing that can be asked for/],
      [readLotQuestion({ chainId, holder: "\0" }), /holder must be text without NUL/],
      [readAgeingQuestion({ chainId }), /account is missing/],
      [readAgeingQuestion({ chainId, account: account("a"), side: "both" }), /side must be held or owed/],
      [readAgeingQuestion({ chainId, account: account("a"), after: "0_x" }), /after must be the next/],
      [readExposureQuestion({ chainId, account: account("a"), after: `1_${account("b")}` }), /after must be the next/],
      [
        readCashflowQuestion({ chainId, account: account("a"), from: "5", to: "4" }),
        /to must be a whole number from 5/,
      ],
      [readCashflowQuestion({ chainId, account: account("a"), from: "0", to: "400000000" }), /to must be a whole/],
      [readDebtorQuestion({ chainId, debtor: "me" }), /debtor must be an account's address/],
      [readChainQuestion({ chainId }), /lot is missing/],
    ];
    for (const [question, why] of bad) assert.match(messageOf(question), why);
  });
});
