import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { type Address, keccak256, sha256, stringToHex, zeroAddress, zeroHash } from "viem";
import {
  documentHash,
  endOfDay,
  faceOf,
  type Invoice,
  invoiceTerms,
  MAX_FACE,
  MAX_UNITS,
  numberText,
  numberWord,
  orderHash,
  plainNumber,
  unitsOf,
} from "../../src/instruments/terms.ts";
import { faultsOf, type TermsFacts } from "../../src/instruments/termsFaults.ts";
import { codeOf } from "../support/errors.ts";
import { refusal, utc } from "../support/instruments.ts";

const account = (digit: string): Address => `0x${digit.repeat(40)}`;
const invoice: Invoice = {
  debtor: account("1"),
  creditor: account("2"),
  token: account("3"),
  amount: 1_234_560_000n,
  decimals: 6,
  number: " inv-2026/007 ",
  dueOn: "2026-12-31",
};
const facts: TermsFacts = {
  now: Number(utc("2026-11-01")),
  maxTerm: 365 * 86_400,
  receivables: account("9"),
  isToken: true,
  isRegistered: false,
  order: { orderAmount: 0n, used: 0n },
};

describe("numbers of invoices", () => {
  it("SDK-251 have one spelling, whatever people write in between", () => {
    for (const text of ["INV2026007", "inv-2026/007", "INV 2026.007", "inv_2026\t007", "ＩＮＶ－２０２６－００７"]) {
      assert.equal(plainNumber(text), "INV2026007", text);
    }
    assert.equal(numberWord("a1"), `0x4131${"00".repeat(30)}`);
    assert.equal(numberText(numberWord("Z".repeat(32))), "Z".repeat(32));
    assert.equal(numberText(numberWord("inv 7")), "INV7");
  });

  it("SDK-251 are refused where they have none, with the character that is wrong", () => {
    const cases = [
      ["", "a letter or a digit is needed"],
      [" -/. ", "a letter or a digit is needed"],
      ["RÄ7", '"Ä" is neither a letter from A to Z nor a digit'],
      ["发票7", '"发" is neither a letter from A to Z nor a digit'],
      ["А7", '"А" is neither a letter from A to Z nor a digit'],
      ["A\u{202e}7", '"\u{202e}" is neither a letter from A to Z nor a digit'],
      ["7".repeat(33), "33 letters and digits are more than 32"],
    ] as const;
    for (const [text, reason] of cases) {
      assert.deepEqual(
        refusal(() => plainNumber(text)),
        { field: "number", reason },
        text,
      );
    }
    // By compatibility the ordinal sign is an o.
    assert.equal(plainNumber("Nº7"), "NO7");
    for (const word of [zeroHash, `0x00${"41".repeat(31)}`, `0x41004${"1".repeat(59)}`, keccak256("0x")] as const) {
      assert.equal(numberText(word), undefined);
    }
  });
});

describe("terms of an invoice", () => {
  it("SDK-251 are made of what it says", async () => {
    const document = new TextEncoder().encode("an invoice");
    const hash = await documentHash(document);
    assert.equal(hash, sha256(document));
    const order = { hash: await orderHash("po-1"), amount: 5_000_000_000n };
    assert.equal(order.hash, sha256(stringToHex("PO1")));
    assert.deepEqual(invoiceTerms({ ...invoice, document: hash, order, maxTier: 5, lateBps: 900, graceDays: 3 }), {
      debtor: account("1"),
      creditor: account("2"),
      token: account("3"),
      dueAt: Number(utc("2026-12-31T23:59:59")),
      units: 123_456,
      unit: 10_000n,
      maxTier: 5,
      lateBps: 900,
      graceDays: 3,
      number: numberWord("INV2026007"),
      document: hash,
      order: order.hash,
      orderAmount: 5_000_000_000n,
    });
    const plain = invoiceTerms(invoice);
    assert.deepEqual(
      [plain.document, plain.order, plain.orderAmount, plain.maxTier, plain.lateBps, plain.graceDays],
      [zeroHash, zeroHash, 0n, 0, 0, 0],
    );
    assert.deepEqual(faultsOf(plain, facts), []);
    assert.equal(await codeOf(orderHash("?")), "FieldInvalid");
  });

  it("SDK-251 choose cents where that goes up, and lose nothing of any amount", () => {
    assert.deepEqual(unitsOf(1n, 6), { units: 1, unit: 1n });
    assert.deepEqual(unitsOf(10_000n, 6), { units: 1, unit: 10_000n });
    assert.deepEqual(unitsOf(15_000n, 6), { units: 15, unit: 1_000n });
    assert.deepEqual(unitsOf(7n, 0), { units: 7, unit: 1n });
    assert.deepEqual(unitsOf(10n ** 18n, 18), { units: 100, unit: 10n ** 16n });
    // A hundred billion euros: too many cents, so ten cents each.
    assert.deepEqual(unitsOf(10n ** 17n, 6), { units: 10 ** 12, unit: 10n ** 5n });
    assert.equal(refusal(() => unitsOf(0n, 6)).field, "amount");
    assert.equal(refusal(() => unitsOf(MAX_FACE + 1n, 6)).field, "amount");
    assert.deepEqual(
      refusal(() => unitsOf(10n ** 27n + 1n, 18)),
      { field: "amount", reason: `it can't be divided into at most ${MAX_UNITS} units` },
    );
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: MAX_UNITS }), fc.nat(30), fc.nat(16), (units, decimals, power) => {
        const amount = units * 10n ** BigInt(power);
        if (amount > MAX_FACE) return;
        const made = unitsOf(amount, decimals);
        assert.equal(faceOf(made), amount);
        assert.ok(BigInt(made.units) <= MAX_UNITS);
      }),
    );
  });

  it("SDK-251 are due at the end of the day, and of no day that is none", () => {
    assert.equal(endOfDay("2028-02-29"), Number(utc("2028-02-29T23:59:59")));
    for (const date of [
      "2027-02-29",
      "2026-13-01",
      "2026-00-10",
      "26-01-01",
      "2026-1-1",
      "",
      "1969-12-31",
      "tomorrow",
    ]) {
      assert.equal(refusal(() => endOfDay(date)).field, "dueOn", date);
    }
  });

  it("SDK-252 are found wrong in all places at once", () => {
    const wrong = {
      ...invoiceTerms(invoice),
      debtor: zeroAddress,
      number: zeroHash,
      units: 2 ** 40,
      dueAt: facts.now,
      maxTier: 64,
      graceDays: -1,
      lateBps: 0.5,
    };
    const codes = faultsOf(wrong, { ...facts, isToken: false, isRegistered: true }).map(({ code }) => code);
    assert.deepEqual(codes, [
      "NoDebtor",
      "NoToken",
      "BadNumber",
      "UnitsTooMany",
      "DueTooEarly",
      "TierTooDeep",
      "LateTooHigh",
      "GraceTooLong",
      "AlreadyRegistered",
    ]);
    const ordered = { ...invoiceTerms(invoice), order: keccak256("0x"), orderAmount: 2_000_000_000n };
    const known = (used: bigint, orderAmount = 2_000_000_000n) =>
      faultsOf(ordered, { ...facts, order: { orderAmount, used } });
    assert.deepEqual(known(765_440_000n), []);
    assert.deepEqual(known(765_440_001n), [{ code: "BeyondOrder", field: "orderAmount" }]);
    assert.deepEqual(known(0n, 1n), [{ code: "OrderDiffers", field: "orderAmount" }]);
  });
});
