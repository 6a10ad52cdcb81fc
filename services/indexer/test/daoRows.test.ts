import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { encodePacked } from "viem";
import {
  readAbsenteeQuestion,
  readParticipationQuestion,
  readProposalQuestion,
} from "../src/api/governance/question.ts";
import { ballotAfter, counted, newProposal, pointOf, scoreAfter, votesIn } from "../src/governance/rows.ts";

const account = (digit: string) => `0x${digit.repeat(40)}` as const;
const hash = (digit: string) => `0x${digit.repeat(64)}` as const;
const origin = (at: bigint) => ({ chainId: 31337, at, transaction: hash("a"), logIndex: 3 });

const made = newProposal(
  origin(1_000n),
  {
    proposalId: 5n,
    proposer: account("b"),
    voteStart: 1_030n,
    voteEnd: 1_330n,
    description: `# Fees\n\nLower\0 ones.#proposer=${account("b")}`,
  },
  86_400n,
);
const row = { ...made, quorum: 50n };
const cast = (support: number, weight: bigint, params: `0x${string}` = "0x") => ({
  ...{ proposalId: 5n, voter: account("c"), support, weight, reason: "So.\0", params },
});
const split = encodePacked(["uint128", "uint128", "uint128"], [1n, 2n, 3n]);

describe("newProposal", () => {
  it("IDX-35 takes the title from the description, and counts the times from the vote's end", () => {
    assert.deepEqual(
      [made.title, made.changesCloseAt, made.queueBy, made.plannedDeadline],
      ["Fees", 1_300n, 87_730n, 1_330n],
    );
    assert.ok(made.description.includes("Lower\ufffd ones."));
  });
});

describe("votesIn", () => {
  it("IDX-36 puts all power on one side, or a split's parts where they belong", () => {
    assert.deepEqual(votesIn(0, 9n, "0x"), { againstVotes: 9n, forVotes: 0n, abstainVotes: 0n });
    assert.deepEqual(votesIn(2, 9n, "0x"), { againstVotes: 0n, forVotes: 0n, abstainVotes: 9n });
    assert.deepEqual(votesIn(255, 6n, split), { againstVotes: 1n, forVotes: 2n, abstainVotes: 3n });
  });

  it("IDX-36 stops at a kind of vote that it does not know", () => {
    assert.throws(() => votesIn(3, 9n, "0x"), /support 3, which this indexer does not know/);
    assert.throws(() => votesIn(255, 9n, "0x1234"), /support 255/);
  });
});

describe("ballotAfter and counted", () => {
  it("IDX-36 count each voter once, whatever he changes", () => {
    const first = ballotAfter(origin(1_100n), cast(1, 60n), null, account("c"));
    const once = { ...row, ...counted(row, null, first) };
    assert.deepEqual([once.forVotes, once.ballots, once.isWon], [60n, 1, true]);
    const second = ballotAfter(origin(1_200n), cast(255, 6n, split), first, account("d"));
    const twice = { ...once, ...counted(once, first, second) };
    assert.deepEqual([twice.againstVotes, twice.forVotes, twice.abstainVotes], [1n, 2n, 3n]);
    assert.deepEqual([twice.ballots, twice.isWon], [1, false]);
    assert.deepEqual(
      [first.way, second.way, second.changes, second.castAt, second.changedAt, second.reason],
      ["direct", "relayed", 1, 1_100n, 1_200n, "So.\ufffd"],
    );
  });
});

describe("scoreAfter", () => {
  it("IDX-36 gives a proposal at most 201 points, however long it is voted on", () => {
    const late = { ...row, deadline: 1_330n + 14n * 86_400n };
    const seen = new Set<number>();
    for (let at = row.snapshot; at <= late.deadline; at += 97n) seen.add(pointOf(late, at));
    seen.add(pointOf(late, late.deadline));
    assert.ok(seen.size <= 201);
    assert.deepEqual([pointOf(late, row.snapshot), pointOf(late, late.deadline)], [0, 200]);
    assert.equal(pointOf(row, row.deadline), 160);
  });

  it("IDX-36 keeps the tally as it is after the vote", () => {
    const score = scoreAfter({ ...row, forVotes: 7n, ballots: 2 }, 1_180n);
    assert.deepEqual([score.position, score.at, score.forVotes, score.ballots], [80, 1_180n, 7n, 2]);
  });
});

describe("questions about governance", () => {
  const refused: readonly (readonly [object, string])[] = [
    [readProposalQuestion({}), "chainId is missing."],
    [readProposalQuestion({ chainId: "1", state: "open" }), "state must be pending or active or"],
    [readProposalQuestion({ chainId: "1", proposer: "0x12" }), "proposer must be an account's address."],
    [readProposalQuestion({ chainId: "1", text: "a b c d e f g h i" }), "text must have at most 8 words."],
    [readProposalQuestion({ chainId: "1", limit: "101" }), "limit must be a whole number from 1 to 100."],
    [readProposalQuestion({ chainId: "1", after: "5_x" }), "after must be the next of an answer"],
    [readProposalQuestion({ chainId: "1", colour: "red" }), "colour is nothing that can be asked for."],
    [readAbsenteeQuestion({ chainId: "1", proposal: "0x5" }), "proposal must be a proposal's id, in decimals."],
    [readParticipationQuestion({ chainId: "1", accounts: "me" }), "accounts must be an account's address."],
    [readParticipationQuestion({ chainId: "1", accounts: Array(101).fill(account("a")).join() }), "at most 100."],
  ];

  it("IDX-39 are refused in a sentence where they are not understood", () => {
    for (const [answer, message] of refused) {
      assert.ok("message" in answer && String(answer.message).includes(message), JSON.stringify([answer, message]));
    }
  });
});
