import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Address, keccak256, zeroHash } from "viem";
import { statementHandOver, statementNumber, statementTerms } from "../../src/instruments/statements.ts";
import { faceOf, numberText } from "../../src/instruments/terms.ts";
import { tabId } from "../../src/market/voucher.ts";

const account = (digit: string): Address => `0x${digit.repeat(40)}`;
const place = { chainId: 31337, tabs: account("5"), statements: account("6") };
const tab = { reader: account("1"), provider: account("2"), token: account("3"), salt: zeroHash };
const statement = { number: 3, outstanding: 1n, dueAt: 1_000, voucher: keccak256("0x12") };

describe("a statement as a receivable", () => {
  it("SDK-268 has terms that follow from it, units of which nothing is lost, and a number of its own", () => {
    const most = 2n ** 40n - 1n;
    for (const [outstanding, units, unit] of [
      [1n, 1, 1n],
      [most, Number(most), 1n],
      [10n * most, Number(most), 10n],
      [most * 10n ** 15n, Number(most), 10n ** 15n],
      // No power of ten divides it: it goes whole.
      [most + 2n, 1, most + 2n],
      [10n * (most + 2n), 1, 10n * (most + 2n)],
    ] as const) {
      const terms = statementTerms(place, tab, { ...statement, outstanding });
      assert.deepEqual([terms.units, terms.unit, faceOf(terms)], [units, unit, outstanding]);
      assert.deepEqual(
        [terms.debtor, terms.creditor, terms.dueAt, terms.document],
        [tab.reader, tab.provider, 1_000, statement.voucher],
      );
    }
    const id = tabId(31337, place.tabs, tab);
    const number = numberText(statementNumber(id, 3));
    assert.match(number ?? "", /^T[0-9A-F]{31}$/);
    assert.notEqual(numberText(statementNumber(id, 4)), number);
    assert.deepEqual(statementHandOver(place, tab, statement, 9), {
      tab: id,
      statement: 3,
      amount: 1n,
      instrument: place.statements,
      deadline: 9,
    });
  });
});
