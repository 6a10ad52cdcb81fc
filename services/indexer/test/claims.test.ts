import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Terms } from "@tallystick/sdk/market/terms";
import { actAsDao } from "./support/acts.ts";
import { startChain, type TestChain } from "./support/chains.ts";
import { compareDatasets, compareOffers, compareRights, rowsOf } from "./support/compare.ts";
import { type ConsentStory, liveWithConsent, loseWithConsent } from "./support/consentActs.ts";
import { compareConsent, compareInvolvement } from "./support/consentTables.ts";
import { type DeskStory, liveAtDesk, loseAtDesk } from "./support/deskActs.ts";
import { compareDesk } from "./support/deskTables.ts";
import { unseenEvents } from "./support/events.ts";
import { everyRow } from "./support/everyTable.ts";
import { caughtUp, indexAlone, type TestIndexer } from "./support/indexer.ts";
import { type KeptReceipt, liveInLogs, loseInLogs } from "./support/logActs.ts";
import { compareLogs } from "./support/logTables.ts";
import { listed, liveWithRatings, loseRatings } from "./support/ratingActs.ts";
import { comparePasses, compareRatings } from "./support/ratingTables.ts";
import { liveOnTabs, loseOnTabs } from "./support/tabActs.ts";
import { compareTabs } from "./support/tabTables.ts";
import { type World, worldOf } from "./support/world.ts";

// What is signed off chain and claimed on it: tabs, keepers' logs, the desk, consents, ratings and passes, on one chain
// that lives through every act by the SDK. The tests run in order.

let chain: TestChain;
let world: World;
let indexer: TestIndexer;
let paid: Terms;
let others: Terms;
let free: Terms;
let desk: DeskStory;
let consents: ConsentStory;
let receipts: readonly KeptReceipt[];

before(async () => {
  chain = await startChain("chainA");
  world = worldOf(chain);
  await actAsDao(chain, "Market", "setFee", [250]);
  paid = await listed(world, "climatologist");
  others = await listed(world, "cartographer");
  free = await listed(world, "cartographer", { price: 0n, token: `0x${"0".repeat(40)}`, duration: 0 });
  desk = await liveAtDesk(world, paid, others);
  await liveWithRatings(world, paid, free);
  consents = await liveWithConsent(world);
  receipts = await liveInLogs(world);
  await liveOnTabs(world);
  indexer = await indexAlone(chain);
});

after(async () => {
  await indexer?.stop();
  await chain?.close();
});

/** Every table that this chain has rows in, against what its contracts say now. */
async function compareAll(): Promise<void> {
  const datasets = [paid.dataset, others.dataset, free.dataset, consents.records[0] ?? 0n];
  const story = { datasets, accounts: chain.accounts };
  await compareDatasets(indexer, chain, story);
  await compareOffers(indexer, chain);
  await compareRights(indexer, chain, story);
  await compareTabs(indexer, world);
  await compareLogs(indexer, world, receipts);
  await compareDesk(indexer, world, desk);
  await compareConsent(indexer, world, consents);
  await compareRatings(indexer, world);
  await comparePasses(indexer, world);
}

describe("the scenario", () => {
  it("IDX-29 makes every event of these contracts at least once", async () => {
    // An EIP-712 domain never changes, and a pass can be neither approved nor unlocked.
    const never: Record<string, readonly string[]> = {
      Tabs: ["EIP712DomainChanged"],
      AccessLog: [],
      Desk: ["EIP712DomainChanged"],
      Consent: ["EIP712DomainChanged"],
      Ratings: [],
      Market: ["Approval", "ApprovalForAll", "Collected", "GivenBack", "OfferWithdrawn", "Revoked", "Withdrawn"],
      Passes: ["Approval", "ApprovalForAll", "BatchMetadataUpdate", "Unlocked"],
    };
    for (const [name, events] of Object.entries(never)) {
      assert.deepEqual(await unseenEvents(chain, name as "Tabs"), events, name);
    }
  });
});

describe("tables of tabs", () => {
  it("IDX-30 have the books, credit line and statements of every tab, and the credit of every account", async () => {
    assert.equal(await compareTabs(indexer, world), 5);
  });
});

describe("tables of keepers' logs", () => {
  it("IDX-31 have every log, anchor and accusation, and lead from a receipt to its proof", async () => {
    await compareLogs(indexer, world, receipts);
  });
});

describe("tables of the desk", () => {
  it("IDX-32 have what was signed, once it is used or withdrawn, and what a mandate spent", async () => {
    await compareDesk(indexer, world, desk);
  });

  it("IDX-05 know what was put into a balance, and bought from it", async () => {
    const columns = "account deposits spent balance";
    const credits = await rowsOf<Record<string, string>>(indexer, chain, "credits", columns);
    const own = credits.find(({ account }) => account === world.address("analyst").toLowerCase());
    assert.deepEqual([own?.deposits, own?.spent, own?.balance], ["100000000", "10000000", "90000000"]);
  });
});

describe("tables of consents", () => {
  it("IDX-33 have every record, request, consent and emergency as it stands", async () => {
    await compareConsent(indexer, world, consents);
  });

  it("IDX-33 tell an account which records concern it", async () => {
    await compareInvolvement(indexer, world, consents);
  });
});

describe("tables of ratings and passes", () => {
  it("IDX-34 have every rating, and the sums of each data set", async () => {
    assert.equal(await compareRatings(indexer, world), 3);
  });

  it("IDX-34 have every pass, minted or burned", async () => {
    assert.deepEqual(await comparePasses(indexer, world), { minted: 2, burned: 1 });
  });
});

describe("a reorganisation", () => {
  it("IDX-11 leaves no trace of what it undid, in any table", async () => {
    const before = await everyRow(indexer, chain);
    const snapshot = await chain.client.snapshot();
    await loseOnTabs(world);
    await loseInLogs(world);
    await loseAtDesk(world, paid, others);
    await loseWithConsent(world, consents.records[0] ?? 0n);
    await loseRatings(world, paid, free);
    await caughtUp(indexer, chain);
    await compareTabs(indexer, world);
    await compareRatings(indexer, world);
    await comparePasses(indexer, world);
    const lost = await everyRow(indexer, chain);
    const changed = Object.keys(before).filter((name) => lost[name]?.join() !== before[name]?.join());
    assert.deepEqual(
      ["tabs", "tabStatements", "anchors", "accusations", "deals", "mandates", "signedGrants", "consents", "holders"]
        .concat(["emergencyRights", "consentRequests", "ratings", "ratingTotals", "passTokens", "rights", "purchases"])
        .filter((name) => !changed.includes(name)),
      [],
    );

    await chain.client.revert({ id: snapshot });
    // Longer than the branch that was lost, or nobody would take it for the better one.
    for (let i = 0; i < 60; i++) await chain.client.mine({ blocks: 1 });
    await caughtUp(indexer, chain);
    assert.deepEqual(await everyRow(indexer, chain), before);
    await compareAll();
  });
});
