import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Choice, choiceOf, paramsOf, type Split, supportOf } from "../../src/governance/choice.ts";
import { effectOf } from "../../src/governance/outcome.ts";
import { failureOf } from "../support/errors.ts";

const split: Split = { against: 1n, for: 2n ** 84n - 1n, abstain: 3n };

describe("a choice", () => {
  it("SDK-173 is what the governor knows it by, and can be told from it again", () => {
    const cases: readonly (readonly [Choice, number])[] = [
      ["against", 0],
      ["for", 1],
      ["abstain", 2],
      [split, 255],
    ];
    for (const [choice, support] of cases) {
      assert.equal(supportOf(choice), support);
      assert.deepEqual(choiceOf(support, paramsOf(choice)), choice);
    }
    assert.equal(paramsOf("for"), "0x");
    const parts = [1n, 2n ** 84n - 1n, 3n].map((part) => part.toString(16).padStart(32, "0"));
    assert.equal(paramsOf(split), `0x${parts.join("")}`);
  });

  it("SDK-173 is none where the governor would not take it", () => {
    for (const support of [3, 128, 254, -1, 1.5]) assert.equal(choiceOf(support, "0x"), undefined);
    assert.equal(choiceOf(1, "0x00"), undefined);
    assert.equal(choiceOf(255, "0x"), undefined);
    assert.equal(choiceOf(255, `${paramsOf(split)}00`), undefined);
    assert.equal(choiceOf(255, `0x${"00".repeat(48)}`), undefined);
  });

  it("SDK-173 of nothing, of less, or of more than a word holds is refused", async () => {
    const bad = [
      { against: 0n, for: 0n, abstain: 0n },
      { against: -1n, for: 2n, abstain: 0n },
      { against: 0n, for: 2n ** 128n, abstain: 0n },
    ];
    for (const each of bad) {
      const failure = await failureOf((async () => paramsOf(each))());
      assert.deepEqual([failure.code, failure.details.field], ["BadBallot", "choice"]);
    }
  });
});

describe("the effect of a vote", () => {
  const tally: Split = { against: 100n, for: 90n, abstain: 9n };

  it("SDK-173 adds the power to one side, or its parts, and takes the earlier vote back", () => {
    assert.deepEqual(effectOf(tally, 200n, "for", 11n).after, { against: 100n, for: 101n, abstain: 9n });
    const parts = { against: 1n, for: 2n, abstain: 3n };
    assert.deepEqual(effectOf(tally, 200n, parts, 11n).after, { against: 101n, for: 92n, abstain: 12n });
    const before = { against: 0n, for: 40n, abstain: 0n };
    assert.deepEqual(effectOf(tally, 200n, "against", 40n, before).after, { against: 140n, for: 50n, abstain: 9n });
  });

  it("SDK-173 tells the quorum, of for and abstain, and the majority, of more for than against", () => {
    const outcomes = (quorum: bigint, choice: Choice, power: bigint) => {
      const { reachesQuorum, passes } = effectOf(tally, quorum, choice, power);
      return [reachesQuorum, passes];
    };
    assert.deepEqual(outcomes(110n, "for", 10n), [false, false]);
    assert.deepEqual(outcomes(110n, "for", 11n), [true, true]);
    assert.deepEqual(outcomes(100n, "for", 10n), [true, false]);
    assert.deepEqual(outcomes(100n, "abstain", 1n), [true, false]);
    assert.deepEqual(outcomes(100n, "against", 500n), [false, false]);
  });
});
