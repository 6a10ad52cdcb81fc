import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Address, getAddress, type Hex } from "viem";
import { isTallystickError } from "../../src/errors.ts";
import { type LotLineage, type LotStep, lineageOf, mergeable, tierOf } from "../../src/instruments/lineage.ts";
import {
  FIRST_LOT,
  innerOf,
  KIND,
  kindName,
  type Link,
  lotId,
  nextRoll,
  partId,
  rollAfter,
  rootId,
} from "../../src/instruments/links.ts";
import { lotTree, tiersOf } from "../../src/instruments/lotTree.ts";
import { liableLinks, recourseProof, shortOf } from "../../src/instruments/recourse.ts";
import { refusal } from "../support/instruments.ts";

const [A, B, C, D] = ["a", "b", "c", "d"].map((digit) => `0x${digit.repeat(40)}` as Address) as [
  Address,
  Address,
  Address,
  Address,
];
const root = rootId(A, 7n);
const opened: LotStep = { type: "opened", id: root, holder: A, units: 100, state: 128, serial: 0, time: 1 };
const { withRecourse, withoutRecourse, division, takenUp } = KIND;

/** A claim whose events are written as the contract would write them. */
function claim() {
  const steps: LotStep[] = [opened];
  const links = new Map<bigint, Link[]>([[root, []]]);
  const rolls = new Map<bigint, Hex>([[root, rollAfter(root, [])]]);
  const rollOf = (id: bigint): Hex => rolls.get(id) ?? "0x";
  return {
    steps,
    rollOf,
    endorse(id: bigint, from: Address, to: Address, kind: number, time: number) {
      const link = { from, to, kind, time, start: 0, units: 0 };
      const roll = nextRoll(root, rollOf(id), link);
      links.set(id, [...(links.get(id) ?? []), link]);
      rolls.set(id, roll);
      steps.push({ type: "endorsed", id, from, to, kind, roll, time });
    },
    divide(parent: bigint, link: Link): bigint {
      const id = partId(root, rollOf(parent), link);
      links.set(id, [...(links.get(parent) ?? []), link]);
      rolls.set(id, nextRoll(root, rollOf(parent), link));
      steps.push({ type: "divided", ...link, parent, id, inner: innerOf(rollOf(parent), link) });
      return id;
    },
    takeBack(id: bigint, from: Address, index: number, time: number) {
      const kept = (links.get(id) ?? []).slice(0, index);
      const to = links.get(id)?.[index]?.from as Address;
      const link = { from, to, kind: takenUp, time, start: 0, units: 0 };
      const roll = nextRoll(root, rollAfter(root, kept), link);
      links.set(id, [...kept, link]);
      rolls.set(id, roll);
      steps.push({ type: "endorsed", id, from, to, kind: takenUp, roll, time });
    },
  };
}

const lotIn = (lots: ReadonlyMap<bigint, LotLineage>, id: bigint): LotLineage => {
  const lot = lots.get(id);
  assert.ok(lot);
  return lot;
};

const part = (from: Address, to: Address, kind: number, time: number, start: number, units: number): Link => ({
  ...{ from, to, kind, time, start, units },
});

function reasonOf(steps: readonly LotStep[]): string {
  try {
    lineageOf(steps);
  } catch (error) {
    assert.ok(isTallystickError(error, "LineageMismatch"));
    return String(error.details.reason);
  }
  assert.fail("nothing was thrown");
}

describe("lineage of lots", () => {
  it("SDK-255 follows endorsements, divisions and what is cut off, through every tier", () => {
    const made = claim();
    const first = made.divide(root, part(A, B, withRecourse, 2, 70, 30));
    made.endorse(first, B, C, withoutRecourse, 3);
    const second = made.divide(first, part(C, D, withRecourse, 4, 90, 10));
    made.steps.push({ type: "shortened", id: second, units: 4, time: 5 });
    made.steps.push({ type: "stateSet", id: root, state: 129, time: 6 });
    const lots = lineageOf(made.steps);
    assert.deepEqual([...lots.keys()], [root, first, second]);
    const [whole, mine, theirs] = [lotIn(lots, root), lotIn(lots, first), lotIn(lots, second)];
    assert.deepEqual([whole.holder, whole.units, whole.state, whole.links.length], [A, 70, 129, 0]);
    assert.deepEqual([mine.holder, mine.start, mine.units, tierOf(mine.links)], [C, 70, 20, 2]);
    assert.deepEqual([theirs.holder, theirs.start, theirs.units, tierOf(theirs.links)], [D, 90, 4, 3]);
    assert.deepEqual([whole.inner, lotId(root, theirs.inner)], [FIRST_LOT, second]);
    for (const lot of lots.values()) assert.equal(rollAfter(root, lot.links), lot.roll);
    assert.deepEqual(lineageOf([]), new Map());
    assert.deepEqual(tiersOf(lots.values()), [
      { tier: 0, units: 70, holders: [{ holder: getAddress(A), units: 70 }] },
      { tier: 2, units: 20, holders: [{ holder: getAddress(C), units: 20 }] },
      { tier: 3, units: 4, holders: [{ holder: getAddress(D), units: 4 }] },
    ]);
  });

  it("SDK-255 finds which links a taking up ended, though the party gave two", () => {
    for (const index of [0, 3]) {
      const made = claim();
      made.endorse(root, A, B, withRecourse, 2);
      made.endorse(root, B, C, withRecourse, 3);
      made.endorse(root, C, A, withoutRecourse, 4);
      made.endorse(root, A, D, withRecourse, 5);
      made.takeBack(root, D, index, 6);
      const lot = lotIn(lineageOf(made.steps), root);
      assert.deepEqual([lot.holder, lot.links.length, lot.roll], [A, index + 1, made.rollOf(root)]);
      assert.equal(lot.links.at(-1)?.kind, takenUp);
    }
  });

  it("SDK-255 goes on after a part was taken up to before it was cut off", () => {
    const made = claim();
    const id = made.divide(root, part(A, B, withRecourse, 2, 50, 50));
    made.endorse(id, B, C, withRecourse, 3);
    made.takeBack(id, C, 0, 4);
    const again = made.divide(id, part(A, D, withRecourse, 5, 90, 10));
    const lots = lineageOf(made.steps);
    assert.deepEqual(
      lotIn(lots, again).links.map(({ kind, units }) => [kind, units]),
      [
        [takenUp, 0],
        [withRecourse, 10],
      ],
    );
    assert.equal(tierOf(lotIn(lots, id).links), 0);
    const tree = lotTree(made.steps);
    assert.deepEqual(
      [tree?.units, tree?.next[0]?.tier, tree?.next[0]?.next[0]?.tier, tree?.next[0]?.next[0]?.next[0]?.tier],
      [50, 1, 2, 0],
    );
  });

  it("SDK-255 knows which neighbours can be joined, and what became of them", () => {
    const made = claim();
    const [last, middle, other] = [
      made.divide(root, part(A, B, withRecourse, 2, 90, 10)),
      made.divide(root, part(A, B, withRecourse, 2, 70, 20)),
      made.divide(root, part(A, B, withRecourse, 3, 60, 10)),
    ];
    const [merger, ...more] = mergeable(lineageOf(made.steps), B);
    assert.deepEqual([merger?.first.start, merger?.second.start, more], [70, 90, []]);
    assert.equal(partId(root, merger?.parentRoll as Hex, merger?.first as Link), middle);
    const merged: LotStep = { type: "merged", id: middle, other: last, units: 30, time: 4 };
    const lots = lineageOf([...made.steps, merged]);
    assert.deepEqual([lotIn(lots, middle).units, lotIn(lots, last).mergedInto], [30, middle]);
    assert.deepEqual([lotIn(lots, last).holder, lotIn(lots, last).units], [undefined, 0]);
    assert.deepEqual(mergeable(lots, B), []);
    const tree = lotTree([...made.steps, merged]);
    const [gone, joined] = tree?.next ?? [];
    assert.deepEqual([gone?.units, gone?.merged, joined?.units, joined?.joined], [0, 10, 30, 10]);
    // What was endorsed since keeps to itself.
    made.endorse(last, B, C, withoutRecourse, 5);
    made.endorse(last, C, B, withoutRecourse, 6);
    assert.deepEqual(mergeable(lineageOf(made.steps), B), []);
    assert.equal(lotIn(lineageOf(made.steps), other).units, 10);
  });

  it("SDK-255 says of each holding what it received, passed on and has", () => {
    const made = claim();
    const id = made.divide(root, part(A, A, division, 2, 60, 40));
    made.endorse(id, A, B, withRecourse, 3);
    made.divide(id, part(B, C, withRecourse, 4, 90, 10));
    made.steps.push({ type: "shortened", id, units: 25, time: 5 });
    const tree = lotTree(made.steps);
    assert.ok(tree);
    const balanced = (node: typeof tree): void => {
      const passed = node.next.reduce((sum, { received }) => sum + received, 0);
      assert.equal(node.received + node.joined, node.units + node.retired + node.merged + passed);
      node.next.forEach(balanced);
    };
    balanced(tree);
    const own = tree.next[0];
    assert.deepEqual([own?.tier, own?.units, own?.kind, kindName(own?.kind ?? 0)], [0, 0, division, "division"]);
    assert.deepEqual([own?.next[0]?.tier, own?.next[0]?.units, own?.next[0]?.retired], [1, 25, 5]);
    assert.equal(lotTree([]), undefined);
    assert.equal(kindName(0), undefined);
  });

  it("SDK-255 refuses what does not follow from what was before", () => {
    const made = claim();
    const id = made.divide(root, part(A, B, withRecourse, 2, 50, 50));
    made.endorse(id, B, C, withRecourse, 3);
    made.endorse(id, C, D, withRecourse, 4);
    const [open, divided, first, second] = made.steps as [LotStep, LotStep, LotStep, LotStep];
    assert.equal(reasonOf([divided]), "nothing tells of its opening");
    assert.equal(reasonOf([open, first]), "nothing tells where it came from");
    assert.equal(reasonOf([open, divided, second]), "its roll is another");
    assert.equal(
      reasonOf([open, { ...(divided as typeof divided & object), units: 49 } as LotStep]),
      "its id is another",
    );
    assert.equal(reasonOf([open, { ...(divided as object), inner: made.rollOf(id) } as LotStep]), "its id is another");
    const unknown = { ...(first as object), kind: takenUp } as LotStep;
    assert.equal(reasonOf([open, divided, unknown]), "its roll is another");
  });
});

describe("recourse", () => {
  const endorsement = (from: Address, to: Address, kind: number = withRecourse): Link => part(from, to, kind, 1, 0, 0);

  it("SDK-256 reaches who endorsed with recourse, and not beyond the holder's own earlier links", () => {
    const links = [endorsement(A, B), endorsement(B, C, withoutRecourse), endorsement(C, D)];
    const reached = (holder: Address, chain: readonly Link[]) =>
      liableLinks({ holder, links: chain }).map((each) => each.index);
    assert.deepEqual(reached(D, links), [0, 2]);
    const back = [...links, endorsement(D, B)];
    assert.deepEqual(reached(B, back), [0]);
    // Who took it up holds it anew: the link that says so frees nobody.
    const taken = [endorsement(A, B), part(D, B, takenUp, 2, 0, 0)];
    assert.deepEqual(reached(B, taken), [0]);
    const frees = [endorsement(A, B), part(B, A, takenUp, 2, 0, 0), endorsement(A, C)];
    assert.deepEqual(reached(B, frees), [0, 2]);
    assert.deepEqual(liableLinks({ holder: undefined, links }), []);
  });

  it("SDK-256 proves it by the earliest link of the party", () => {
    const lot = { holder: D, links: [endorsement(A, B), endorsement(B, A), endorsement(A, D)], inner: FIRST_LOT };
    const whole = { ...lot, id: root, start: 0, units: 1, state: 128, roll: FIRST_LOT };
    assert.equal(recourseProof(whole, A)?.index, 0);
    assert.equal(recourseProof(whole, C), undefined);
  });

  it("SDK-256 costs what is open with interest, rounded up, and nothing before it is overdue", () => {
    const terms = { units: 3, unit: 100n, dueAt: 1_000, lateBps: 0, graceDays: 0 };
    assert.equal(shortOf(terms, undefined, 1, 1_001), 100n);
    const books = {
      openUnits: 3n,
      uncollectedUnits: 3n,
      principal: 100n,
      dueAt: 1_000n,
      interestDays: 0n,
      interest: 0n,
      pot: 200n,
      perUnit: 0n,
    };
    assert.equal(shortOf(terms, books, 1, 1_001), 34n);
    assert.deepEqual(
      refusal(() => shortOf(terms, books, 1, 1_000)),
      { field: "at", reason: "it is not overdue then" },
    );
    assert.equal(refusal(() => shortOf(terms, books, 4, 1_001)).field, "units");
  });
});
