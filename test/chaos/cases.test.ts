import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { casesOf, mixed } from "./cases.ts";
import { lineOf, reportOf, rowsOf, tableText } from "./report.ts";
import type { Case, Result } from "./run.ts";

const wish = { seed: 1, part: undefined, isWhole: false, soak: undefined };
/** What two tables must have in common to be the same: their acts are functions. */
const told = (cases: readonly Case[]) => cases.map(({ name, kind, pair, seed }) => ({ name, kind, pair, seed }));

describe("the table of cases", () => {
  const whole = casesOf({ ...wish, isWhole: true });
  const short = casesOf(wish);

  it("AGT-66 has 200 cases at least, each with a name of its own", () => {
    assert.ok(short.length >= 200, `${short.length} cases`);
    assert.equal(new Set(whole.map(({ name }) => name)).size, whole.length);
    const names = new Set(whole.map(({ name }) => name));
    assert.deepEqual(
      short.filter(({ name }) => !names.has(name)),
      [],
    );
  });

  it("AGT-66 is the same for the same seed, and another part of it is run for another", () => {
    assert.deepEqual(told(casesOf(wish)), told(short));
    assert.notDeepEqual(told(casesOf({ ...wish, seed: 2 })), told(short));
  });

  it("AGT-66 has every kind of fault in each run, and in each kind both parties", () => {
    const kinds = [...new Set(whole.map(({ kind }) => kind))];
    assert.deepEqual([...new Set(short.map(({ kind }) => kind))], kinds);
    for (const word of ["down", "stale", "already known", "wrong chain id", "log ranges", "rate-limiting", "slow"])
      for (const who of ["maker", "taker"])
        assert.ok(
          short.some(({ name }) => name.includes(word) && name.includes(who)),
          `${word} of the ${who}`,
        );
    for (const moment of ["lockA", "lockB", "claimB", "claimA", "refundA", "refundB"])
      assert.ok(
        short.some(({ name }) => name.startsWith(`${moment} removed by a reorg`)),
        moment,
      );
  });

  it("AGT-67 kills both parties before, in and after each line of their journals", () => {
    for (const who of ["maker", "taker"] as const)
      for (const when of ["before", "torn", "after"] as const) {
        const kills = whole.flatMap(({ process }) => process?.[who]?.kill ?? []).filter((kill) => kill.when === when);
        const lines = [...new Set(kills.map(({ line }) => line))].sort((x, y) => x - y);
        assert.deepEqual(
          lines,
          lines.map((_, i) => i + 1),
        );
        assert.ok(lines.length > 20, `${who}, ${when}: ${lines.length} lines`);
      }
  });

  it("AGT-65 has what must lose in every run", () => {
    const losing = short.filter(({ expect }) => expect === "loss").map(({ name }) => name);
    assert.deepEqual(losing, [
      "a reorg deeper than promised takes leg a away",
      "timelocks in the book's order, played",
    ]);
  });

  it("AGT-69 finds a case by its name, a mixed one by its number", () => {
    const [one] = casesOf({ ...wish, part: "chain b halts from lockB" });
    assert.equal(one?.name, "chain b halts from lockB");
    const drawn = casesOf({ ...wish, soak: whole.length + 3 }).slice(-3);
    assert.deepEqual(
      drawn.map(({ kind, seed }) => [kind, seed]),
      [1, 2, 3].map((i) => ["several at once", 100_000 + i]),
    );
    const again = casesOf({ ...wish, part: drawn[1]?.name });
    assert.deepEqual(told(again), told(drawn.slice(1, 2)));
    assert.deepEqual(told([mixed(7)]), told([mixed(7)]));
  });
});

describe("the report", () => {
  const result = (kind: string, fate: "swapped" | "kept" | "lost", problem?: string): Result => ({
    name: `${kind} one`,
    kind,
    problem,
    fates: { maker: fate, taker: fate === "lost" ? "won" : fate },
    blocks: 20,
    seconds: 1.25,
  });
  const results = [
    result("kill", "swapped"),
    result("kill", "kept"),
    result("reorg", "lost", "the honest maker ended lost"),
  ];

  it("AGT-68 says each case in a line, and why it failed", () => {
    assert.equal(lineOf(result("kill", "kept")), "✔ kill one: maker kept, taker kept (20 blocks, 1.3 s)");
    const missed = { ...result("kill", "kept"), missed: "the maker was to end, and did not" };
    assert.match(lineOf(missed), /^✔ kill one: maker kept, taker kept; the maker was to end, and did not \(/);
    assert.match(
      lineOf(result("x", "lost", "the honest maker ended lost")),
      /^✘ x one: the honest maker ended lost \(/,
    );
  });

  it("AGT-68 adds the cases up by kind", () => {
    assert.deepEqual(rowsOf(results), [
      { kind: "kill", cases: 2, failed: 0, swapped: 1, kept: 1, other: 0 },
      { kind: "reorg", cases: 1, failed: 1, swapped: 0, kept: 0, other: 1 },
    ]);
    assert.equal(
      tableText(rowsOf(results)),
      [
        "| fault | cases | both swapped | both kept | otherwise | failed |",
        "|-------|------:|-------------:|----------:|----------:|-------:|",
        "| kill  |     2 |            1 |         1 |         0 |      0 |",
        "| reorg |     1 |            0 |         0 |         1 |      1 |",
        "| all   |     3 |            1 |         1 |         1 |      1 |",
      ].join("\n"),
    );
  });

  it("AGT-69 writes down how it came about, and what failed", () => {
    const text = reportOf(results, { seed: 4 }, { seconds: 61.4, lanes: 2, commit: "1234abc" });
    assert.match(text, /--soak 3 --seed 4 .* of commit\n1234abc: 3 cases in 2 lanes, 61 s/s);
    assert.match(text, /\n- ✘ reorg one: the honest maker ended lost/);
    assert.match(
      reportOf(results.slice(0, 2), { seed: 4 }, { seconds: 1, lanes: 2, commit: "1234abc" }),
      /\nNone failed\.\n/,
    );
  });
});
