import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Address, Hex } from "viem";
import {
  type Draft,
  decodeDraft,
  descriptionOf,
  encodeDraft,
  faultsOf,
  newDraft,
  sponsorsOf,
  type WireDraft,
  withActionEarlier,
  withActions,
  withoutAction,
} from "../features/governance/propose/draft.ts";
import { draftStore } from "../features/governance/propose/draft-store.ts";
import { askedByHash, askedIn, askedLink, askedText } from "../features/governance/propose/sponsor-link.ts";
import { amountText, etherFor, lengthText, secondsIn, typedOf, valueIn } from "../features/governance/propose/typed.ts";
import type { Table } from "../lib/database.ts";

const MARKET: Address = "0x0165878A594ca255338adfa4d48449f69242Eb8F";
const SPONSOR: Address = "0x00000000000000000000000000000000000A11cE";
const action = (data: Hex, target = MARKET) => ({ target, value: 0n, data });
const full: Draft = {
  ...newDraft("a", 31337, 1_000),
  title: "Raise the fee",
  body: "Because.",
  actions: [action("0x8e00555301"), { target: SPONSOR, value: 5n, data: "0x" }],
  sponsors: [{ proposalId: 7n, sponsor: SPONSOR, deadline: 99, signature: `0x${"11".repeat(65)}` }],
};

function memory(rows = new Map<string, unknown>()): Table<WireDraft> {
  return {
    get: async (key) => rows.get(key) as WireDraft | undefined,
    all: async () => [...rows.values()] as WireDraft[],
    put: async (key, value) => void rows.set(key, structuredClone(value)),
    remove: async (key) => void rows.delete(key),
  };
}

describe("drafts of proposals", () => {
  it("APP-130 keeps several, each whole, the newest first, and forgets one alone", async () => {
    const store = draftStore(memory());
    const other = { ...full, id: "b", changedAt: 2_000, title: "Another" };
    await store.save(full);
    await store.save(other);
    await store.save({ ...full, id: "c", chainId: 31338 });
    assert.deepEqual(await store.all(31337), [other, full]);
    await store.save({ ...full, body: "Changed." });
    assert.equal((await store.all(31337))[1]?.body, "Changed.");
    await store.remove("b");
    assert.deepEqual(
      (await store.all(31337)).map(({ id }) => id),
      ["a"],
    );
  });

  it("APP-130 leaves out what the browser holds that is no draft, and what in a draft is none", async () => {
    const wire = encodeDraft(full);
    assert.deepEqual(decodeDraft(JSON.parse(JSON.stringify(wire))), full);
    const rows = new Map<string, unknown>([
      ["1", null],
      ["2", { ...wire, actions: [{ target: "nobody", value: "0", data: "0x" }] }],
      ["3", { ...wire, actions: [{ target: MARKET, value: "-1", data: "0x" }] }],
      ["4", { ...wire, chainId: "x" }],
      ["5", { ...wire, sponsors: [{ proposalId: "x" }, ...wire.sponsors] }],
    ]);
    assert.deepEqual(await draftStore(memory(rows)).all(31337), [full]);
  });

  it("APP-137 hands a proposal to sponsors by link or file, and says of a damaged link that it is none", () => {
    const asked = { draft: { ...full, sponsors: [] }, proposer: SPONSOR };
    assert.deepEqual(askedIn(askedText({ ...asked, draft: full })), asked);
    const link = askedLink(asked) ?? "";
    const hash = link.slice(link.indexOf("#"));
    assert.deepEqual(askedByHash(hash), asked);
    for (const damaged of [hash.slice(0, -9), "#proposal=", "#proposal=%", "#proposal=%7B%7D"]) {
      assert.equal(askedByHash(damaged), null, damaged);
    }
    for (const other of ["", "#", "#votes"]) assert.equal(askedByHash(other), undefined, other);
    const long = { ...asked, draft: { ...asked.draft, body: "x".repeat(20_000) } };
    assert.equal(askedLink(long), undefined);
    assert.deepEqual(askedIn(askedText(long)), long);
  });

  it("APP-131 writes the title as a heading, and says what is missing", () => {
    assert.equal(descriptionOf(full), "# Raise the fee\n\nBecause.");
    assert.deepEqual(faultsOf(full), []);
    assert.deepEqual(faultsOf(newDraft("a", 1, 0)), ["proposing.noTitle", "proposing.noBody", "proposing.noActions"]);
    assert.deepEqual(faultsOf({ ...full, body: `x #proposer=${MARKET}` }), ["proposing.namesProposer"]);
  });

  it("APP-131 puts a later change of the same setting in the place of the earlier, and keeps all else", () => {
    const settings = [`${MARKET.toLowerCase()} 0x8e005553`];
    const later = action("0x8e00555302");
    assert.deepEqual(withActions(full, [later], settings).actions, [full.actions[1], later]);
    assert.deepEqual(withActions(full, [later], []).actions, [...full.actions, later]);
    assert.deepEqual(withActions(full, [action("0x")], settings).actions.length, 3);
  });

  it("APP-131 moves and removes actions", () => {
    const [first, second] = full.actions;
    assert.deepEqual(withActionEarlier(full, 1).actions, [second, first]);
    assert.deepEqual(withActionEarlier(full, 0).actions, [first, second]);
    assert.deepEqual(withoutAction(full, 0).actions, [second]);
  });

  it("APP-132 counts signatures of this very proposal alone, in time, each sponsor once, not the proposer's", () => {
    const [one] = full.sponsors;
    assert.ok(one);
    const draft = { ...full, sponsors: [one, { ...one }, { ...one, proposalId: 8n }, { ...one, sponsor: MARKET }] };
    assert.deepEqual(sponsorsOf(draft, 7n, MARKET, 50), [one]);
    assert.deepEqual(sponsorsOf(draft, 7n, MARKET, 99), []);
    assert.deepEqual(sponsorsOf(draft, 7n, SPONSOR, 50), [{ ...one, sponsor: MARKET }]);
  });
});

describe("values as they are typed", () => {
  it("APP-133 reads percent, TALLY, lengths of time and accounts exactly, and nothing else", () => {
    assert.equal(valueIn("bps", "2.5"), 250n);
    assert.equal(valueIn("bps", "2.505"), undefined);
    assert.equal(valueIn("tally", "0.000000000000000001"), 1n);
    assert.equal(valueIn("seconds", "2 days"), 172_800n);
    assert.equal(valueIn("seconds", "x days"), undefined);
    assert.equal(valueIn("address", ` ${MARKET} `), MARKET);
    assert.equal(valueIn("address", "0x12"), undefined);
    assert.equal(secondsIn("90 minutes"), 5_400n);
  });

  it("APP-133 sends ether along only to a function that takes it", () => {
    assert.equal(etherFor({ stateMutability: "payable" }, "1.5"), 15n * 10n ** 17n);
    assert.equal(etherFor({ stateMutability: "payable" }, "much"), undefined);
    assert.equal(etherFor({ stateMutability: "nonpayable" }, "1.5"), 0n);
    assert.equal(etherFor({ stateMutability: "nonpayable" }, "much"), 0n);
  });

  it("APP-133 writes values so that they are read as the same", () => {
    for (const seconds of [0n, 1n, 59n, 60n, 5_400n, 86_400n, 90_061n]) {
      assert.equal(secondsIn(lengthText(seconds)), seconds);
    }
    for (const value of [0n, 1n, 250n, 10_000n]) assert.equal(valueIn("bps", typedOf({ unit: "bps", value })), value);
    for (const value of [1n, 10n ** 18n, 123_456_789n * 10n ** 10n]) {
      assert.equal(valueIn("tally", typedOf({ unit: "tally", value })), value);
    }
    assert.equal(typedOf({ unit: "address", value: MARKET }), MARKET);
    assert.equal(amountText(1_234n, 0), "1234");
  });
});
