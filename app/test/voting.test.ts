import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { effectOf } from "@tallystick/sdk/governance/outcome";
import { choiceOfDraft, emptyDraft } from "../features/governance/vote/draft.ts";
import { effectKeys } from "../features/governance/vote/effect.ts";
import { readReceipt, writeReceipt } from "../features/governance/vote/receipt-file.ts";
import { wayOf, waysOf } from "../features/governance/vote/ways.ts";
import { ActError } from "../lib/tx/types.ts";

const tally = 10n ** 18n;

describe("choiceOfDraft", () => {
  const split = (parts: Partial<Record<"for" | "against" | "abstain", string>>) =>
    choiceOfDraft({ kind: "split", parts: { ...emptyDraft.parts, ...parts } }, 10n * tally);
  it("APP-68 takes one side, or parts of one's power", () => {
    assert.equal(choiceOfDraft({ ...emptyDraft, kind: "for" }, 1n), "for");
    assert.deepEqual(split({ for: "2.5", abstain: "7,5" }), {
      for: (25n * tally) / 10n,
      against: 0n,
      abstain: (75n * tally) / 10n,
    });
  });
  it("APP-68 says what keeps a draft from being a vote", () => {
    assert.deepEqual(choiceOfDraft(emptyDraft, tally), { fault: "nothingChosen" });
    assert.deepEqual(split({ for: "two" }), { fault: "badPart" });
    assert.deepEqual(split({}), { fault: "emptySplit" });
    assert.deepEqual(split({ for: "6", against: "4.000000000000000001" }), { fault: "tooMuch" });
  });
});

describe("effectKeys", () => {
  const keys = (
    now: { for: bigint; against: bigint; abstain: bigint },
    choice: "for" | "against" | "abstain",
    power: bigint,
    before?: typeof now,
  ) => effectKeys(now, 100n, effectOf(now, 100n, choice, power, before));
  it("APP-68 says whether a vote turns the result, and what it does for the quorum", () => {
    assert.deepEqual(keys({ for: 60n, against: 10n, abstain: 0n }, "for", 50n), [
      "effectTurnsToWon",
      "effectReachesQuorum",
    ]);
    assert.deepEqual(keys({ for: 60n, against: 10n, abstain: 0n }, "for", 10n), [
      "effectStaysLost",
      "effectMissesQuorum",
    ]);
    assert.deepEqual(keys({ for: 110n, against: 100n, abstain: 0n }, "against", 20n), ["effectTurnsToLost"]);
    assert.deepEqual(keys({ for: 200n, against: 10n, abstain: 0n }, "against", 20n), ["effectStaysWon"]);
    assert.deepEqual(keys({ for: 110n, against: 100n, abstain: 0n }, "against", 10n), [
      "effectTurnsToLost",
      "effectTie",
    ]);
  });
  it("APP-68 takes the earlier vote out before it adds the new one", () => {
    const now = { for: 110n, against: 20n, abstain: 0n };
    const before = { for: 50n, against: 0n, abstain: 0n };
    assert.deepEqual(keys(now, "against", 50n, before), ["effectTurnsToLost", "effectLosesQuorum"]);
  });
});

describe("the ways to vote", () => {
  const facts = {
    relayAnswers: true,
    hasVoted: false,
    isWithdrawn: false,
    isWaiting: false,
    now: 10,
    changesCloseAt: 20,
  };
  it("APP-69 is free of charge where a relay answers, unless the voter chose otherwise", () => {
    assert.deepEqual(waysOf(facts), { signed: undefined, direct: undefined });
    assert.equal(wayOf(waysOf(facts), undefined), "signed");
    assert.equal(wayOf(waysOf(facts), "direct"), "direct");
    const noRelay = waysOf({ ...facts, relayAnswers: false });
    assert.equal(noRelay.signed, "noRelay");
    assert.equal(wayOf(noRelay, "signed"), "direct");
  });
  it("APP-69 offers no second ballot: a change of mind is a transaction, until changes close", () => {
    const voted = waysOf({ ...facts, hasVoted: true });
    assert.deepEqual([voted.signed, wayOf(voted, undefined)], ["votedAlready", "direct"]);
    assert.equal(wayOf(waysOf({ ...facts, hasVoted: true, now: 20 }), undefined), "direct");
    assert.equal(wayOf(waysOf({ ...facts, hasVoted: true, now: 21 }), "direct"), undefined);
    // Who has not voted may until the end.
    assert.equal(wayOf(waysOf({ ...facts, now: 21 }), "direct"), "direct");
  });
  it("APP-69 says that a ballot waits, or was made void", () => {
    assert.equal(waysOf({ ...facts, isWaiting: true }).signed, "waiting");
    assert.equal(waysOf({ ...facts, isWaiting: true, isWithdrawn: true }).signed, "withdrawn");
  });
});

describe("the receipt of a vote", () => {
  const receipt = {
    chainId: 31337,
    governor: "0x00000000000000000000000000000000000000aa",
    proposalId: 2n ** 255n + 1n,
    voter: "0x00000000000000000000000000000000000000bb",
    support: 1,
    params: "0x",
  } as const;
  it("APP-71 is read back as it was written", () => {
    assert.deepEqual(readReceipt(writeReceipt(receipt)), receipt);
    const split = { ...receipt, support: 255, params: `0x${"01".repeat(48)}` } as const;
    assert.deepEqual(readReceipt(writeReceipt(split)), split);
  });
  const refuses = (text: string) =>
    assert.throws(
      () => readReceipt(text),
      (error) => error instanceof ActError && error.problem.code === "notABallotReceipt",
      text.slice(0, 60),
    );
  it("APP-71 refuses what is no receipt", () => {
    const change = (part: object) => JSON.stringify({ ...JSON.parse(writeReceipt(receipt)), ...part });
    for (const text of [
      "",
      "null",
      "[]",
      "{",
      writeReceipt(receipt).padEnd(5_000),
      change({ kind: "other" }),
      change({ chainId: -1 }),
      change({ chainId: "31337" }),
      change({ proposalId: 7 }),
      change({ proposalId: "0x7" }),
      change({ proposalId: "9".repeat(79) }),
      change({ voter: "0x1" }),
      change({ governor: null }),
      change({ support: 256 }),
      change({ support: 0.5 }),
      change({ params: "00" }),
      change({ params: `0x${"00".repeat(49)}` }),
    ]) {
      refuses(text);
    }
  });
});
