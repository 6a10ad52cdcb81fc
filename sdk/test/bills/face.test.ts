import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { keccak256, stringToHex, zeroAddress, zeroHash } from "viem";
import {
  type BillDraft,
  type BillFace,
  billId,
  billSum,
  dateOfDay,
  dayOfDate,
  dayOfTime,
  draftFace,
  encodeFace,
  faceHash,
  hasClause,
  lastSecondOf,
  MAX_SUM,
  placeText,
  placeWord,
  tenorOf,
} from "../../src/bills/face.ts";
import { type FaceFacts, faceFaultsIn } from "../../src/bills/faceFaults.ts";
import { account, soundFace } from "../support/billFace.ts";
import { refusal } from "../support/instruments.ts";

const draft: BillDraft = {
  drawer: account("1"),
  drawee: account("2"),
  payee: account("3"),
  token: account("4"),
  amount: 1_000_000_000n,
  decimals: 6,
  drawnOn: "2026-11-27",
  due: { tenor: "fixedDay", on: "2027-01-29" },
  rules: 1,
  drawnAt: "Basel, CH",
  payableAt: "Frankfurt am Main, DE",
};

describe("faces of bills", () => {
  it("SDK-301 are made of what a drawer writes", () => {
    const { document: _, ...undocumented } = soundFace;
    assert.deepEqual(draftFace(draft), undocumented);
    const changed = draftFace({
      ...draft,
      isDivisible: false,
      due: { tenor: "afterSight", days: 30 },
      presentBy: "2026-12-31",
      clauses: ["noProtest", "notToOrder"],
      court: account("5"),
    });
    assert.deepEqual(changed, {
      ...undocumented,
      ...{ units: 1, unit: 1_000_000_000n, tenor: 1, term: 30, clauses: 3 },
      ...{ presentBy: dayOfDate("2026-12-31"), court: account("5") },
    });
    assert.equal(draftFace({ ...draft, due: { tenor: "atSight" } }).term, 0);
    assert.deepEqual(draftFace({ ...draft, due: { tenor: "afterDate", days: 1 } }), {
      ...undocumented,
      ...{ tenor: 2, term: 1 },
    });
    assert.equal(billSum(changed), 1_000_000_000n);
    assert.equal(tenorOf(changed), "afterSight");
    assert.ok(hasClause(changed, "noProtest") && hasClause(changed, "notToOrder"));
    assert.ok(!hasClause(changed, "noPresentment"));
  });

  it("SDK-301 are refused with the field that can't be told", () => {
    const cases: [changes: Partial<BillDraft>, field: string][] = [
      [{ amount: 0n }, "amount"],
      [{ amount: MAX_SUM + 1n }, "amount"],
      [{ drawnOn: "2026-02-29" }, "drawnOn"],
      [{ due: { tenor: "fixedDay", on: "soon" } }, "due"],
      [{ due: { tenor: "afterDate", days: 0 } }, "due"],
      [{ due: { tenor: "afterSight", days: 3_651 } }, "due"],
      [{ presentBy: "1969-12-31" }, "presentBy"],
      [{ drawnAt: " " }, "drawnAt"],
      [{ payableAt: "x".repeat(33) }, "payableAt"],
      [{ payableAt: "Basel\u{202e}, CH" }, "payableAt"],
      [{ payableAt: "Basel\0" }, "payableAt"],
    ];
    for (const [changes, field] of cases) {
      assert.equal(refusal(() => draftFace({ ...draft, ...changes })).field, field);
    }
    assert.equal(refusal(() => tenorOf({ tenor: 4 })).field, "tenor");
  });

  it("SDK-301 count days from 1970, and end them with their last second", () => {
    assert.equal(dayOfDate("1970-01-02"), 1);
    assert.equal(dayOfDate("2026-11-27"), 20_784);
    assert.equal(dateOfDay(20_784), "2026-11-27");
    assert.equal(dayOfTime(lastSecondOf(20_784)), 20_784);
    assert.equal(dayOfTime(lastSecondOf(20_784) + 1), 20_785);
    assert.equal(dateOfDay(2_932_896), "9999-12-31");
    assert.equal(refusal(() => dateOfDay(2_932_897)).field, "day");
    assert.equal(refusal(() => dayOfDate("2026-11-31")).field, "date");
  });

  it("SDK-301 name places by words that give the text back", () => {
    for (const text of ["Basel, CH", "上海, CN", "Zürich, CH", "x".repeat(32)])
      assert.equal(placeText(placeWord(text)), text);
    assert.equal(placeWord(" Zu\u{308}rich "), placeWord("Zürich"));
    assert.equal(placeText(zeroHash), undefined);
    assert.equal(placeText(keccak256("0x")), undefined);
    // Text after the end would be hidden.
    assert.equal(placeText(stringToHex("A\0B", { size: 32 })), undefined);
    assert.equal(placeText(stringToHex(" A", { size: 32 })), undefined);
  });

  it("SDK-300 are other bills, if they differ in anything", () => {
    const id = billId(31_337, account("9"), soundFace);
    assert.equal(encodeFace(soundFace).length, 2 + 16 * 64);
    const others: BillFace[] = (Object.keys(soundFace) as (keyof BillFace)[]).map((field) => {
      const value = soundFace[field];
      if (typeof value === "number") return { ...soundFace, [field]: value + 1 };
      if (typeof value === "bigint") return { ...soundFace, [field]: value + 1n };
      return { ...soundFace, [field]: `${value.slice(0, -1)}${value.endsWith("7") ? "8" : "7"}` };
    });
    const ids = [
      id,
      ...others.map((face) => billId(31_337, account("9"), face)),
      billId(31_338, account("9"), soundFace),
      billId(31_337, account("8"), soundFace),
    ];
    assert.equal(new Set(ids).size, 19);
    assert.equal(new Set(others.map(faceHash)).size, 16);
  });
});

describe("what is wrong with a face", () => {
  const facts: FaceFacts = { today: soundFace.drawnOn, isToken: true, ruleSets: 3, isDrawn: false };
  const today = facts.today;
  const faults = (changes: Partial<BillFace>, other: Partial<FaceFacts> = {}) =>
    faceFaultsIn({ ...soundFace, ...changes }, { ...facts, ...other }).map(({ code, field }) => `${code} ${field}`);

  it("SDK-302 is told all at once, by code and field", () => {
    assert.deepEqual(faults({}), []);
    const cases: [changes: Partial<BillFace>, expected: string[], other?: Partial<FaceFacts>][] = [
      [{ drawer: zeroAddress }, ["NoDrawer drawer"]],
      [{ drawee: zeroAddress }, ["NoDrawee drawee"]],
      [{ payee: zeroAddress }, ["NoPayee payee"]],
      [{}, ["NoToken token"], { isToken: false }],
      [{ units: 0 }, ["NoSum units"]],
      [{ unit: 0n }, ["NoSum units"]],
      [{ units: 1, unit: MAX_SUM }, []],
      [{ units: 1, unit: MAX_SUM + 1n }, ["SumTooHigh unit"]],
      [{ units: 2 ** 40, unit: 1n }, ["UnitsTooMany units"]],
      [{ drawnOn: today + 1 }, ["DateInFuture drawnOn"]],
      [{ drawnOn: today - 30 }, []],
      [{ drawnOn: today - 31 }, ["DateTooOld drawnOn"]],
      [{ tenor: 4 }, ["NoTenor tenor"]],
      [{ tenor: 0, term: 0 }, []],
      [{ tenor: 0, term: 1 }, ["TermAtSight term"]],
      [{ tenor: 1, term: 0 }, ["NoTerm term"]],
      [{ tenor: 1, term: 3_650 }, []],
      [{ tenor: 1, term: 3_651 }, ["TermTooLong term"]],
      [{ tenor: 2, term: 0 }, []],
      [{ tenor: 2, term: 2, drawnOn: today - 2 }, []],
      [{ tenor: 2, term: 1, drawnOn: today - 2 }, ["DueTooEarly term"]],
      [{ tenor: 2, term: 3_651 }, ["DueTooLate term"]],
      [{ term: today }, []],
      [{ term: today - 1 }, ["DueTooEarly term"]],
      [{ term: today + 3_650 }, []],
      [{ term: today + 3_651 }, ["DueTooLate term"]],
      [{ presentBy: today }, []],
      [{ presentBy: today - 1 }, ["PresentByTooEarly presentBy"]],
      [{ presentBy: today + 1, clauses: 4 }, ["PresentByForbidden presentBy"]],
      [{ presentBy: today + 1, tenor: 0, term: 0 }, ["PresentByForbidden presentBy"]],
      [{ rules: 0 }, ["NoRules rules"]],
      [{ rules: 4 }, ["NoRules rules"]],
      [{ clauses: 7 }, []],
      [{ clauses: 8 }, ["ClauseUnknown clauses"]],
      [{ clauses: 4, tenor: 1, term: 30 }, ["PresentmentNeeded clauses"]],
      [{ drawnAt: zeroHash }, ["NoPlaceOfDrawing drawnAt"]],
      [{ payableAt: zeroHash }, ["NoPlaceOfPayment payableAt"]],
      [{ document: zeroHash }, ["NoDocument document"]],
      [{}, ["AlreadyDrawn document"], { isDrawn: true }],
      [{ drawee: zeroAddress, unit: 0n, rules: 9 }, ["NoDrawee drawee", "NoSum units", "NoRules rules"]],
    ];
    for (const [changes, expected, other] of cases) assert.deepEqual(faults(changes, other), expected);
  });
});
