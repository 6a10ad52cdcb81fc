import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { type BillWorld, liveOnBills } from "./support/billActs.ts";
import { compareBills, compareInboxes, compareStranger } from "./support/billTables.ts";
import { startChain, type TestChain } from "./support/chains.ts";
import { unseenEvents } from "./support/events.ts";
import { indexAlone, type TestIndexer } from "./support/indexer.ts";
import { type World, worldOf } from "./support/world.ts";

// Bills on one chain that live through every act. The tests run in order.

let chain: TestChain;
let world: World;
let indexer: TestIndexer;
let _here: BillWorld;

before(async () => {
  chain = await startChain("chainA");
  world = worldOf(chain);
  _here = await liveOnBills(world);
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
  });

  it("IDX-46 ask of everybody what the desk lets him do, and of strangers nothing", async () => {
    const seen = await compareInboxes(indexer, world);
    for (const kind of ["claim", "pay", "collect"] as const) assert.ok(seen.has(kind), kind);
    await compareStranger(indexer, world);
  });
});
