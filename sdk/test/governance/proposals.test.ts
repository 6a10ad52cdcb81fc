import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type ProposalFacts, stateAt } from "../../src/governance/proposalState.ts";
import { bodyOf, titleOf, withProposer } from "../../src/governance/proposals.ts";

const proposer = "0xAbCdEf0123456789aBcDeF0123456789abcdef01";
const mark = "#proposer=0xabcdef0123456789abcdef0123456789abcdef01";

describe("a description", () => {
  it("SDK-170 gets its proposer once, and keeps one that it has", () => {
    assert.equal(withProposer("Lower the fee", proposer), `Lower the fee${mark}`);
    assert.equal(withProposer("", proposer), mark);
    const full = `Lower the fee${mark.replace("abcdef01", "ABCDEF99")}`;
    assert.equal(withProposer(full, proposer), full);
    // The contract looks at bytes, forty after the mark, whatever they are.
    assert.equal(withProposer(`${"é".repeat(20)}`, proposer), `${"é".repeat(20)}${mark}`);
    const odd = `x#proposer=0x${"é".repeat(20)}`;
    assert.equal(withProposer(odd, proposer), odd);
    assert.equal(withProposer(`${mark} `, proposer), `${mark} ${mark}`);
  });

  it("SDK-170 has a title, its first line, and a body, both without marks", () => {
    const text = `\n## Lower the fee \n\nBecause *it* is high.\n\n- one\n${mark}`;
    assert.equal(titleOf(text), "Lower the fee");
    assert.equal(bodyOf(text), "Because *it* is high.\n\n- one");
    assert.equal(titleOf(`Lower the fee${mark}`), "Lower the fee");
    assert.equal(bodyOf(`Lower the fee${mark}`), "");
    assert.equal(titleOf(mark), "");
    assert.equal(titleOf("降低费用\n因为太高"), "降低费用");
    assert.equal(bodyOf(`降低费用\n因为太高${mark}`), "因为太高");
  });
});

describe("the state of a proposal", () => {
  it("SDK-171 follows from its facts at each second", () => {
    const facts: ProposalFacts = {
      snapshot: 100,
      deadline: 200,
      quorum: 10n,
      tally: { against: 5n, for: 6n, abstain: 4n },
      isCanceled: false,
      isExecuted: false,
    };
    const grace = 14 * 86_400;
    const cases: readonly (readonly [Partial<ProposalFacts>, number, string])[] = [
      [{}, 100, "pending"],
      [{}, 101, "active"],
      [{}, 200, "active"],
      [{}, 201, "succeeded"],
      [{ quorum: 11n }, 201, "defeated"],
      [{ tally: { against: 6n, for: 6n, abstain: 4n } }, 201, "defeated"],
      [{}, 200 + grace, "succeeded"],
      [{}, 201 + grace, "expired"],
      [{ eta: 900 }, 899, "queued"],
      [{ eta: 900 }, 900 + grace, "queued"],
      [{ eta: 900 }, 901 + grace, "expired"],
      [{ isCanceled: true, eta: 900 }, 901 + grace, "canceled"],
      [{ isExecuted: true, eta: 900 }, 901 + grace, "executed"],
      [{ isCanceled: true }, 50, "canceled"],
    ];
    for (const [change, now, state] of cases) assert.equal(stateAt({ ...facts, ...change }, now), state);
  });
});
