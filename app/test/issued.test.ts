import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { countersOf, hashlockOf, unusedCounters } from "@tallystick/sdk/swaps/secrets";
import type { Hex } from "viem";
import { issueSecret, type Secret, takeBack } from "../features/swaps/shared/issued.ts";
import type { Notes } from "../features/swaps/shared/order-notes.ts";
import { explain } from "../lib/tx/explain.ts";

/** Storage of a browser, and what is in it. */
function notesOf(text: string | null = null) {
  const notes: Notes & { text: string | null } = {
    text,
    getItem: () => notes.text,
    setItem: (_, value) => {
      notes.text = value;
    },
  };
  return notes;
}

const forbidden: Notes = {
  getItem: () => {
    throw new Error("forbidden");
  },
  setItem: () => {
    throw new Error("forbidden");
  },
};
const newSeed = () => crypto.getRandomValues(new Uint8Array(32));
const room = unusedCounters(0).length;
/** Another tab: the same code in a realm of its own, with nothing in common but what the browser keeps. */
const otherTab = () =>
  import(`../features/swaps/shared/issued.ts?tab=${Math.random()}`) as Promise<
    typeof import("../features/swaps/shared/issued.ts")
  >;

describe("secrets of new swaps", () => {
  it("APP-232 are never the same in two tabs, however many are begun before a chain shows one", async () => {
    const [seed, notes, other] = [newSeed(), notesOf(), await otherTab()];
    const begun = await Promise.all(
      Array.from({ length: room }, (_, i) => (i % 2 ? issueSecret : other.issueSecret)(seed, 7, notes)),
    );
    assert.equal(new Set(begun.map(({ hashlock }) => hashlock)).size, room);
    for (const { secret, hashlock } of begun) assert.equal(hashlockOf(secret), hashlock);
    for (const issue of [issueSecret, other.issueSecret]) {
      await assert.rejects(issue(seed, 7, notes), (error) => explain(error, []).code === "swapSecretsUsedUp");
    }
  });

  it("APP-232 are each found again by what the chain shows", async () => {
    const [seed, notes] = [newSeed(), notesOf()];
    const locked: Hex[] = [];
    for (let i = 0; i < 5; i += 1) {
      const { counters, next } = await countersOf(seed, locked);
      assert.equal(counters.size, i);
      locked.push((await issueSecret(seed, next, notes)).hashlock);
    }
  });

  it("APP-232 differ by chance where two devices know nothing of each other", async () => {
    const seed = newSeed();
    const firsts = await Promise.all(
      Array.from({ length: 40 }, async () => (await (await otherTab()).issueSecret(seed, 0, notesOf())).hashlock),
    );
    // Of 128, forty by chance: fewer than fifteen different ones would be a wonder.
    assert.ok(new Set(firsts).size >= 15, String(new Set(firsts).size));
  });

  it("APP-232 differ on a page whose storage is forbidden, full, or holds what is none", async () => {
    for (const notes of [forbidden, notesOf("{"), notesOf("{}"), notesOf("[1,null]")]) {
      const seed = newSeed();
      const begun = await Promise.all(Array.from({ length: room }, () => issueSecret(seed, 0, notes)));
      assert.equal(new Set(begun.map(({ hashlock }) => hashlock)).size, room);
    }
  });

  it("APP-232 may be had again when nothing was signed under them", async () => {
    const [seed, notes] = [newSeed(), notesOf()];
    for (let i = 0; i < 2 * room; i += 1) takeBack((await issueSecret(seed, 0, notes)).hashlock, notes);
    assert.equal(notes.text, "[]");
  });

  it("APP-232 leave no more behind in the browser than the last five hundred hashlocks, and no secret", async () => {
    const notes = notesOf();
    const begun: Secret[] = [];
    for (let i = 0; i < 6; i += 1) {
      const seed = newSeed();
      begun.push(...(await Promise.all(Array.from({ length: 90 }, () => issueSecret(seed, 0, notes)))));
    }
    const kept = JSON.parse(notes.text ?? "") as string[];
    assert.equal(new Set(kept).size, 500);
    assert.ok(begun.slice(-450).every(({ hashlock }) => kept.includes(hashlock)));
    assert.ok(begun.every(({ secret }) => !notes.text?.includes(secret.slice(2))));
  });
});
