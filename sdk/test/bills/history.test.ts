import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Hex } from "viem";
import { billId } from "../../src/bills/face.ts";
import { type BillHistory, type LotHistory, verifyHistory } from "../../src/bills/history.ts";
import { decodeHistory, encodeHistory } from "../../src/bills/historyWire.ts";
import { isTallystickError } from "../../src/errors.ts";
import { FIRST_LOT, innerOf, KIND, type Link, partId, rollAfter, rootId } from "../../src/instruments/links.ts";
import { account, soundFace } from "../support/billFace.ts";

const bills = account("9");
const face = soundFace;
const id = billId(31_337, bills, face);
const root = rootId(bills, id);
const START = 1_764_000_000;

/** Endorsements in turn, from the drawer to his payee and on. */
function endorsements(count: number): Link[] {
  const holders = [face.drawer, face.payee, ...["5", "6", "7"].map(account)];
  const holder = (i: number) => (i === 0 ? face.drawer : holders[1 + ((i - 1) % 4)]) as Link["to"];
  return Array.from({ length: count }, (_, i) => ({
    from: holder(i),
    to: holder(i + 1),
    kind: i === 0 ? KIND.delivered : KIND.withRecourse,
    ...{ time: START + i * 60, start: 0, units: 0 },
  }));
}

function firstLot(links: readonly Link[], changes: Partial<LotHistory> = {}): LotHistory {
  const holder = links.at(-1)?.to ?? face.drawer;
  const roll = rollAfter(root, links);
  return { id: root, inner: FIRST_LOT, holder, start: 0, units: face.units, state: 128, roll, links, ...changes };
}

function historyOf(lots: readonly LotHistory[]): BillHistory {
  const block = { number: 400n, hash: `0x${"b0".repeat(32)}` as Hex, time: START + 1_000_000 };
  return { chainId: 31_337, bills, lotsContract: account("8"), id, block, face, lots };
}

/** What is wrong with a history. */
function fieldOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    assert.ok(isTallystickError(error, "HistoryInvalid"), String(error));
    return error.details.field as string;
  }
  assert.fail("it was taken");
}

/** Two lots: 400 units stayed, 99,600 were cut off to another and endorsed. */
function divided(): BillHistory {
  const links = endorsements(2);
  const cut: Link = { from: account("5"), to: account("6"), kind: 1, time: START + 999, start: 400, units: 99_600 };
  const roll = rollAfter(root, links);
  const on: Link = { from: account("6"), to: account("7"), kind: 2, time: START + 1_000, start: 0, units: 0 };
  const part: LotHistory = {
    id: partId(root, roll, cut),
    inner: innerOf(roll, cut),
    holder: account("7"),
    ...{
      start: 400,
      units: 99_600,
      state: 128,
      roll: rollAfter(root, [...links, cut, on]),
      links: [...links, cut, on],
    },
  };
  return historyOf([firstLot(links, { units: 400 }), part]);
}

describe("histories of bills", () => {
  it("SDK-304 are proved by themselves: 250 endorsements in less than a second", () => {
    const history = historyOf([firstLot(endorsements(250))]);
    const file = JSON.stringify(encodeHistory(history));
    const begin = performance.now();
    verifyHistory(decodeHistory(JSON.parse(file)));
    const took = performance.now() - begin;
    assert.ok(took < 1_000, `${took} ms`);
    verifyHistory(divided());
    verifyHistory(historyOf([firstLot([])]));
  });

  it("SDK-304 survive their file", () => {
    for (const history of [divided(), historyOf([firstLot(endorsements(3), { holder: undefined, units: 0 })])]) {
      const read = decodeHistory(JSON.parse(JSON.stringify(encodeHistory(history))));
      assert.deepEqual(encodeHistory(read), JSON.parse(JSON.stringify(encodeHistory(history))));
      verifyHistory(read);
    }
  });

  it("SDK-304 are refused when anything of a link, a lot or the face is another", () => {
    const fresh = divided();
    const part = fresh.lots[1] as LotHistory;
    const withPart = (changes: Partial<LotHistory>): BillHistory => ({
      ...fresh,
      lots: [fresh.lots[0] as LotHistory, { ...part, ...changes }],
    });
    const linked = (index: number, changes: Partial<Link>): BillHistory =>
      withPart({ links: part.links.map((link, i) => (i === index ? { ...link, ...changes } : link)) });
    part.links.forEach((link, i) => {
      const others: Partial<Link>[] = [
        ...[{ from: account("e") }, { to: account("e") }, { time: link.time + 1 }],
        { kind: link.kind === 1 ? 2 : 1 },
        ...(link.units === 0 ? [{ units: 7 }] : [{ start: 1 }, { units: 99_599 }]),
      ];
      for (const changes of others)
        assert.equal(
          fieldOf(() => verifyHistory(linked(i, changes))),
          "lots[1].roll",
        );
    });
    const cases: [history: BillHistory, field: string][] = [
      [{ ...fresh, face: { ...face, unit: face.unit + 1n } }, "bill"],
      [{ ...fresh, chainId: 1 }, "bill"],
      [{ ...fresh, bills: account("7") }, "bill"],
      [{ ...fresh, lots: [] }, "lots"],
      [{ ...fresh, lots: [part] }, "lots"],
      [{ ...fresh, lots: [...fresh.lots, part] }, "lots"],
      [withPart({ start: 399 }), "lots"],
      [withPart({ units: 99_601 }), "lots"],
      [withPart({ holder: account("6") }), "lots[1].holder"],
      [withPart({ holder: undefined }), "lots[1].units"],
      [withPart({ id: part.id + 1n }), "lots[1].lot"],
      [withPart({ links: part.links.slice(0, -1) }), "lots[1].roll"],
      [withPart({ roll: rollAfter(root, part.links.slice(0, -1)) }), "lots[1].roll"],
      [{ ...fresh, block: { ...fresh.block, time: START } }, "lots[0].links[1]"],
    ];
    for (const [history, field] of cases)
      assert.equal(
        fieldOf(() => verifyHistory(history)),
        field,
      );
  });

  it("SDK-304 are refused when links were made up whole, with hashes that fit", () => {
    const [first, second] = endorsements(2) as [Link, Link];
    const stolen = [first, { ...second, from: account("e") }];
    assert.equal(
      fieldOf(() => verifyHistory(historyOf([firstLot(stolen)]))),
      "lots[0].links[1]",
    );
    const early = [first, { ...second, time: first.time - 1 }];
    assert.equal(
      fieldOf(() => verifyHistory(historyOf([firstLot(early)]))),
      "lots[0].links[1]",
    );
    const cut: Link = { ...second, start: 1, units: 5 };
    // A part of the bill is not its first lot.
    assert.equal(
      fieldOf(() => verifyHistory(historyOf([firstLot([first, cut])]))),
      "lots[0].inner",
    );
    // Who takes a lot up may come from outside: he pays, for somebody's honour.
    const honour: Link = { ...second, from: second.to, to: account("e"), kind: KIND.takenUp, time: second.time + 1 };
    verifyHistory(historyOf([firstLot([first, honour])]));
  });

  it("SDK-304 are refused as files with the field that is wrong", () => {
    const fresh = () => JSON.parse(JSON.stringify(encodeHistory(divided())));
    const cases: [change: (file: ReturnType<typeof fresh>) => void, field: string][] = [
      [(file) => Object.assign(file, { tallystick: "bill-history/2" }), "tallystick"],
      [(file) => Object.assign(file, { bill: "-1" }), "bill"],
      [(file) => Object.assign(file.block, { number: 1 }), "number"],
      [(file) => Object.assign(file.face, { units: -1 }), "units"],
      [(file) => Object.assign(file.face, { court: "0x12" }), "court"],
      [(file) => Object.assign(file, { lots: {} }), "lots"],
      [(file) => Object.assign(file.lots[1], { roll: "0x" }), "lots[1].roll"],
      [(file) => Object.assign(file.lots[1], { links: Array(10_001).fill({}) }), "lots[1].links"],
      [(file) => Object.assign(file.lots[1].links[2], { kind: "stolen" }), "lots[1].links[2].kind"],
      [(file) => Object.assign(file.lots[1].links[0], { kind: "toString" }), "lots[1].links[0].kind"],
      [(file) => Object.assign(file.lots[0].links, { 1: null }), "lots[0].links[1]"],
    ];
    for (const [change, field] of cases) {
      const file = fresh();
      change(file);
      assert.equal(
        fieldOf(() => decodeHistory(file)),
        field,
      );
    }
    assert.equal(
      fieldOf(() => decodeHistory(undefined)),
      "history",
    );
  });
});
