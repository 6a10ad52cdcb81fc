import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { type BillWorld, liveOnBills } from "./support/billActs.ts";
import { compareBills, compareInboxes, compareStranger } from "./support/billTables.ts";
import { walkOnBills } from "./support/billWalk.ts";
import { startChain, type TestChain } from "./support/chains.ts";
import { unseenEvents } from "./support/events.ts";
import { everyRow } from "./support/everyTable.ts";
import { caughtUp, indexAlone, type TestIndexer } from "./support/indexer.ts";
import { type World, worldOf } from "./support/world.ts";

// Bills on one chain that live through every act. The tests run in order.

const STEPS = 100;
const TABLES = [
  ...[
    "ruleSet",
    "bill",
    "billEvent",
    "billGuarantee",
    "billPledge",
    "billNotice",
    "billDemand",
    "billClaim",
    "billRest",
  ],
  ...["billStop", "billSecurity", "billPaper", "billCredit", "quoteAsk", "quoteBid", "quoteRequest", "sale"],
  ...["quoteFill", "quoteCancellation", "repoOffer", "repo", "acceptorNote"],
];

let chain: TestChain;
let world: World;
let indexer: TestIndexer;
let here: BillWorld;

before(async () => {
  chain = await startChain("chainA");
  world = worldOf(chain);
  here = await liveOnBills(world);
  indexer = await indexAlone(chain);
});

after(async () => {
  await indexer?.stop();
  await chain?.close();
});

describe("the scenario", () => {
  it("IDX-29 makes every event of bills that something is done about", async () => {
    const never = ["EIP712DomainChanged", "AuthorityUpdated"];
    const names = ["RuleSets", "Bills", "BillsRecourse", "BillsChanges", "BillQuotes", "Repos", "Acceptors"] as const;
    for (const name of names) {
      const unseen = await unseenEvents(chain, name);
      assert.deepEqual(
        unseen.filter((event) => !never.includes(event)),
        [],
        name,
      );
    }
  });
});

describe("tables of bills", () => {
  it("IDX-45 IDX-47 IDX-48 have bills, lots, recourse, stop orders, offers and repos as the contracts do", async () => {
    await compareBills(indexer, world);
    const rows = await everyRow(indexer, chain);
    for (const name of TABLES) assert.notDeepEqual(rows[`${name}s`], [], name);
  });

  it("IDX-46 ask of everybody what the desk lets him do, and of strangers nothing", async () => {
    const seen = await compareInboxes(indexer, world);
    for (const kind of ["claim", "pay", "collect"] as const) assert.ok(seen.has(kind), kind);
    await compareStranger(indexer, world);
  });

  it("IDX-45 IDX-46 are as the contracts have them after acts by chance", async () => {
    const seed = Math.floor(Math.random() * 2 ** 31);
    const done = await walkOnBills(here, seed, STEPS);
    console.log(`seed ${seed}: ${done} of ${STEPS} acts were done`);
    assert.ok(done > STEPS / 10);
    await caughtUp(indexer, chain);
    await compareBills(indexer, world);
    await compareInboxes(indexer, world);
  });

  it("IDX-11 leave no trace of what a reorganisation undid", async () => {
    const kept = await everyRow(indexer, chain);
    const snapshot = await chain.client.snapshot();
    const before = await chain.client.getBlockNumber();
    await walkOnBills(here, Math.floor(Math.random() * 2 ** 31), 20);
    await caughtUp(indexer, chain);
    assert.notDeepEqual(await everyRow(indexer, chain), kept);
    const lost = Number((await chain.client.getBlockNumber()) - before);
    await chain.client.revert({ id: snapshot });
    // Longer than the branch that was lost, or nobody would take it for the better one.
    for (let i = 0; i < lost + 5; i++) await chain.client.mine({ blocks: 1 });
    await caughtUp(indexer, chain);
    assert.deepEqual(await everyRow(indexer, chain), kept);
  });
});
