import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { tallystickError } from "@tallystick/sdk/errors";
import { proposalStates } from "@tallystick/sdk/governance/proposalState";
import { stateOf } from "@tallystick/sdk/indexer/governance";
import type { IndexedBallot, IndexedProposal, ScorePoint } from "@tallystick/sdk/indexer/governanceFields";
import { isContradicted, isSettled, partOf, resultParts, titleOf, waitingOf } from "../features/governance/facts.ts";
import { filterOf, listChoiceOf } from "../features/governance/list/list-choice.ts";
import { actsFor } from "../features/governance/proposal/acts-for.ts";
import { concentrationLine, scoreChart, votesForHalf } from "../features/governance/proposal/chart-data.ts";
import { deadlinesOf, timelineOf } from "../features/governance/proposal/moments.ts";
import { votesCsv } from "../features/governance/proposal/votes-csv.ts";
import { calendarFile } from "../lib/calendar.ts";
import { parseDelimited } from "../lib/csv.ts";
import { formatPower, formatRelative, formatShare } from "../lib/format.ts";
import { pathOf } from "../lib/places.ts";

const tally = 10n ** 18n;
const proposer = "0x00000000000000000000000000000000000000aa";
const other = "0x00000000000000000000000000000000000000bb";

function proposal(change: Partial<IndexedProposal> = {}): IndexedProposal {
  return {
    chainId: 31337,
    id: 7n,
    proposer,
    title: "Lower the fee",
    description: "# Lower the fee",
    createdAt: 1_000,
    snapshot: 2_000,
    deadline: 12_000,
    plannedDeadline: 12_000,
    changesCloseAt: 11_000,
    quorum: 100n,
    isCritical: false,
    forVotes: 90n,
    againstVotes: 30n,
    abstainVotes: 20n,
    isWon: true,
    ballots: 3,
    queueBy: 20_000,
    canceledAt: undefined,
    queuedAt: undefined,
    eta: undefined,
    executeBy: undefined,
    executedAt: undefined,
    transaction: "0x",
    ...change,
  };
}
const moments = (one: IndexedProposal, now: number) => timelineOf(one, now).map(({ moment }) => moment);

describe("what a proposal's page shows of what it was told", () => {
  const untitled = () => "Untitled";
  it("APP-65 speaks of fraud where the chain contradicts the indexer, and not where it does not answer", () => {
    const mismatch = tallystickError("ProposalMismatch", { proposal: "7" });
    const blip = tallystickError("ChainUnreachable", { chainId: 31337, url: "http://localhost", cause: "timeout" });
    assert.equal(isContradicted({ data: undefined, error: mismatch }), true);
    assert.equal(isContradicted({ data: proposal(), error: mismatch }), true, "what was kept is of before");
    assert.equal(isContradicted({ data: null, error: null }), true, "the chain has none of this id");
    for (const error of [blip, new Error("fetch failed"), null]) {
      assert.equal(isContradicted({ data: undefined, error }), false);
      assert.equal(isContradicted({ data: proposal(), error }), false);
    }
  });
  it("APP-65 looks again until the last votes have come, and no more once it is over", () => {
    const lost = proposal({ forVotes: 0n });
    assert.equal(isSettled(lost, 12_001), false);
    assert.equal(isSettled(lost, 12_599), false, "late votes may be on their way to the indexer");
    assert.equal(isSettled(lost, 12_601), true);
    assert.equal(isSettled(proposal(), 12_601), false, "it waits to be queued");
    assert.equal(
      isSettled(proposal({ queuedAt: 13_000, eta: 14_000, executeBy: 20_000, executedAt: 15_000 }), 15_601),
      true,
    );
  });
  it("APP-65 shows no title that hides or turns text round", () => {
    assert.equal(titleOf({ title: "Pay \u202eecilA" }, untitled), "Pay \ufffdecilA");
    assert.equal(titleOf({ title: "" }, untitled), "Untitled");
  });
});

describe("the list of proposals", () => {
  it("APP-64 keeps what is looked for in the address, and nothing else that stands there", () => {
    const choice = listChoiceOf(new URLSearchParams("q=fee&state=active&mine=1&vote=1"));
    assert.deepEqual(choice, { text: "fee", state: "active", mine: true, needsMyVote: true });
    const strange = listChoiceOf(new URLSearchParams(`q=${"x".repeat(300)}&state=moon&mine=yes`));
    assert.deepEqual(strange, { text: "x".repeat(200), state: undefined, mine: false, needsMyVote: false });
  });
  it("APP-64 asks for one's own only where somebody is connected", () => {
    const choice = listChoiceOf(new URLSearchParams("q=+&mine=1&vote=1&state=queued"));
    const states = ["queued"];
    assert.deepEqual(filterOf(choice, proposer, 5), {
      states,
      text: undefined,
      proposer,
      needsVoteOf: proposer,
      now: 5,
    });
    const unconnected = filterOf(choice, undefined, 5);
    assert.deepEqual([unconnected.proposer, unconnected.needsVoteOf], [undefined, undefined]);
  });
  it("APP-64 says what each proposal waits for", () => {
    const won = proposal();
    assert.deepEqual(waitingOf(won, 1_500), { what: "voteBegins", at: 2_000 });
    assert.deepEqual(waitingOf(won, 2_001), { what: "voteEnds", at: 12_000 });
    assert.deepEqual(waitingOf(won, 12_001), { what: "queueBy", at: 20_000 });
    const queued = proposal({ queuedAt: 13_000, eta: 15_000, executeBy: 25_000 });
    assert.deepEqual(waitingOf(queued, 14_000), { what: "executeFrom", at: 15_000 });
    assert.deepEqual(waitingOf(queued, 15_000), { what: "executeBy", at: 25_000 });
    assert.equal(waitingOf(proposal({ forVotes: 1n }), 13_000), undefined);
    assert.equal(waitingOf(proposal({ canceledAt: 3_000 }), 13_000), undefined);
  });
});

describe("the result of a proposal", () => {
  it("APP-65 draws majority and quorum to scale", () => {
    assert.deepEqual(resultParts({ for: 90n, against: 30n, abstain: 20n }, 100n), {
      for: 0.75,
      against: 0.25,
      counted: 0.6766,
      abstain: 0.1503,
      quorum: 0.7518,
    });
    const beyond = resultParts({ for: 400n, against: 0n, abstain: 0n }, 100n);
    assert.deepEqual([beyond.counted, beyond.quorum], [1, 0.25]);
    const none = resultParts({ for: 0n, against: 0n, abstain: 0n }, 0n);
    assert.deepEqual(Object.values(none), [0, 0, 0, 0, 0]);
    assert.equal(partOf(10n ** 40n, 3n * 10n ** 40n), 0.3333);
  });
  it("APP-65 writes power and shares as people compare them, rounded down", () => {
    assert.equal(formatPower(1_234_567n * tally + tally / 2n, "en"), "1,234,567");
    assert.equal(formatPower(999_999n * (tally / 1_000n), "en"), "999.99");
    assert.equal(formatPower(1n, "en"), "< 0.01");
    assert.equal(formatPower(0n, "en"), "0");
    assert.equal(formatShare(1n, 3n, "en"), "33.3%");
    assert.equal(formatShare(5n, 0n, "en"), "0%");
  });
  it("APP-65 says how far away a time is, either way", () => {
    assert.equal(formatRelative(3 * 86_400 + 5, "en"), "in 3 days");
    assert.equal(formatRelative(-7_200, "en"), "2 hours ago");
    assert.equal(formatRelative(0, "en"), "now");
  });
});

describe("the timeline of a proposal", () => {
  it("APP-65 shows what was and what is to come, in order, an extension among it", () => {
    assert.deepEqual(moments(proposal(), 1_500), ["created", "snapshot", "changesClose", "end"]);
    const extended = proposal({ plannedDeadline: 10_000 });
    assert.deepEqual(moments(extended, 5_000), ["created", "snapshot", "plannedEnd", "changesClose", "end"]);
    assert.equal(moments(proposal(), 12_500).at(-1), "queueBy");
    const queued = proposal({ queuedAt: 13_000, eta: 15_000, executeBy: 25_000 });
    assert.deepEqual(moments(queued, 14_000).slice(-3), ["queued", "eta", "executeBy"]);
    assert.deepEqual(moments({ ...queued, executedAt: 16_000 }, 17_000).slice(-3), ["queued", "eta", "executed"]);
  });
  it("APP-65 leaves out what can't happen any more, and says when it expired", () => {
    assert.deepEqual(moments(proposal({ canceledAt: 3_000 }), 4_000), ["created", "snapshot", "canceled"]);
    const late = 12_000 + 15 * 86_400;
    assert.equal(stateOf(proposal(), late), "expired");
    assert.equal(moments(proposal(), late).at(-1), "expired");
  });
  it("APP-67 offers for the calendar what is still to come", () => {
    assert.deepEqual(
      deadlinesOf(proposal(), 2_500).map(({ moment }) => moment),
      ["changesClose", "end"],
    );
    assert.deepEqual(deadlinesOf(proposal({ canceledAt: 3_000 }), 4_000), []);
  });
});

describe("calendarFile", () => {
  const about = {
    family: "Governance",
    id: "31337-7",
    url: "http://localhost:3000/governance/7",
    stamp: 1_790_000_000,
  };
  it("APP-67 writes an event with a reminder for each deadline", () => {
    const file = calendarFile([{ name: "end", at: 1_790_086_400, summary: "Voting ends: Lower; the fee, now" }], about);
    assert.equal(
      file,
      [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Tallystick//Governance//EN",
        "BEGIN:VEVENT",
        "UID:31337-7-end@tallystick",
        "DTSTAMP:20260921T141320Z",
        "DTSTART:20260922T141320Z",
        "DTEND:20260922T141320Z",
        "SUMMARY:Voting ends: Lower\\; the fee\\, now",
        "URL:http://localhost:3000/governance/7",
        "TRANSP:TRANSPARENT",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "DESCRIPTION:Voting ends: Lower\\; the fee\\, now",
        "TRIGGER:-PT24H",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
      ].join("\r\n"),
    );
  });
  it("APP-67 lets no title begin a line of its own, and folds lines at 75 bytes between characters", () => {
    const evil = calendarFile(
      [{ name: "end", at: 1, summary: "a\r\nATTACH:https://evil.example\n票".padEnd(120, "票") }],
      about,
    );
    assert.doesNotMatch(evil, /^ATTACH/m);
    const bytes = (line: string) => Buffer.byteLength(line);
    for (const line of evil.split("\r\n")) assert.ok(bytes(line) <= 75, `${bytes(line)} bytes`);
    assert.match(evil.replaceAll("\r\n ", ""), /SUMMARY:a ATTACH:https:\/\/evil\.example 票{80,}/);
  });
});

describe("votesCsv", () => {
  const ballot: IndexedBallot = {
    proposal: 7n,
    voter: proposer,
    support: 255,
    weight: 3n * tally,
    forVotes: 2n * tally,
    againstVotes: tally / 2n,
    abstainVotes: 0n,
    reason: 'He said "no",\nthen yes',
    way: "relayed",
    changes: 1,
    castAt: 1_790_000_000,
    changedAt: 1_790_000_060,
    transaction: "0xab",
  };
  it("APP-67 writes exact power, UTC times and any reason so that it is read back as it was", () => {
    const [head, row] = parseDelimited(votesCsv([ballot]), ",", 10);
    assert.equal(head?.length, row?.length);
    assert.deepEqual(row, [
      proposer,
      "split",
      "3",
      "2",
      "0.5",
      "0",
      "relayed",
      "1",
      "2026-09-21T14:13:20Z",
      "2026-09-21T14:14:20Z",
      "0xab",
      'He said "no",\nthen yes',
    ]);
  });
  it("APP-67 lets no reason become a spreadsheet's formula", () => {
    for (const reason of ['=HYPERLINK("https://evil.example")', "+1", "-1", "@SUM(A1)", "\t=1"]) {
      const [, row] = parseDelimited(votesCsv([{ ...ballot, support: 1, reason }]), ",", 10);
      assert.equal(row?.at(-1), `'${reason}`);
      assert.equal(row?.[1], "for");
    }
  });
});

describe("charts", () => {
  const point = (at: number, forVotes: bigint, againstVotes: bigint): ScorePoint => {
    return { position: at, at, forVotes, againstVotes, abstainVotes: 0n, ballots: 1 };
  };
  it("APP-66 draws the score as steps between the beginning and the end", () => {
    const chart = scoreChart([point(50, 40n, 0n), point(100, 100n, 20n)], { from: 0, until: 200, quorum: 60n });
    assert.equal(chart.top, 110n);
    assert.equal(chart.quorum, partOf(60n, 110n));
    const y = (value: bigint) => partOf(value, 110n);
    assert.deepEqual(chart.lines.for, [
      { x: 0, y: 0 },
      { x: 0.25, y: 0 },
      { x: 0.25, y: y(40n) },
      { x: 0.5, y: y(40n) },
      { x: 0.5, y: y(100n) },
      { x: 1, y: y(100n) },
    ]);
    assert.equal(pathOf(chart.lines.for.slice(0, 3), 100, 10), "M0.0 10.0L25.0 10.0L25.0 6.4");
    const empty = scoreChart([], { from: 5, until: 5, quorum: 0n });
    assert.ok(empty.lines.for.every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y)));
  });
  it("APP-66 tells how few decide", () => {
    assert.equal(votesForHalf([50n, 30n, 20n], 100n), 2);
    assert.equal(votesForHalf([51n, 49n], 100n), 1);
    assert.equal(votesForHalf([10n, 10n], 100n), undefined);
    const line = concentrationLine(
      [
        { members: 1, power: 50n },
        { members: 10, power: 90n },
        { members: 100, power: 100n },
      ],
      { members: 100, total: 100n },
    );
    assert.deepEqual(line, [
      { x: 0, y: 0.5 },
      { x: 0.5, y: 0.9 },
      { x: 1, y: 1 },
    ]);
  });
});

describe("actsFor", () => {
  const nobody = { account: undefined, isGuardian: false, now: 100 };
  const of = (state: (typeof proposalStates)[number], eta?: number) => ({ state, eta, proposer }) as const;
  it("APP-73 lets anyone queue what is won and carry out what is due", () => {
    assert.deepEqual(actsFor(of("succeeded"), nobody), ["queue"]);
    assert.deepEqual(actsFor(of("queued", 101), nobody), []);
    assert.deepEqual(actsFor(of("queued", 100), nobody), ["execute"]);
    for (const state of ["pending", "active", "canceled", "defeated", "expired", "executed"] as const) {
      assert.deepEqual(actsFor(of(state), nobody), [], state);
    }
  });
  it("APP-73 lets the proposer cancel until the vote is won, the guardian until it is over, and nobody else", () => {
    const mayCancel = (by: Parameters<typeof actsFor>[1]) =>
      proposalStates.filter((state) => actsFor(of(state, 500), by).includes("cancel"));
    assert.deepEqual(mayCancel({ ...nobody, account: proposer }), ["pending", "active"]);
    assert.deepEqual(mayCancel({ ...nobody, account: other }), []);
    assert.deepEqual(mayCancel({ account: other, isGuardian: true, now: 100 }), [
      "pending",
      "active",
      "defeated",
      "succeeded",
      "queued",
    ]);
  });
});
