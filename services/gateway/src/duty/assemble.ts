import type { DatabaseSync } from "node:sqlite";
import type { Reader } from "@tallystick/sdk/chain/actor";
import type { Deployment } from "@tallystick/sdk/networks";
import type { PublicClient } from "viem";
import type { Receipts } from "../book/ledger.ts";
import type { Periods } from "../book/periods.ts";
import type { MarketChain } from "../chain/marketChain.ts";
import type { TabsChain } from "../chain/tabsChain.ts";
import type { Config } from "../config.ts";
import type { Keeper } from "../keys/secrets.ts";
import type { Log } from "../log.ts";
import type { Metrics } from "../metrics.ts";
import type { Vouchers } from "../payment/vouchers.ts";
import type { Catalog } from "../store/catalog.ts";
import { createNotes } from "../store/database.ts";
import type { ContentStore } from "../store/store.ts";
import { type Accusations, createAccusations } from "./accusations.ts";
import type { Acquaintances } from "./acquaintances.ts";
import { createAnchoring } from "./anchoring.ts";
import { createCollecting } from "./collecting.ts";
import { type Duties, type Duty, startDuties } from "./duties.ts";
import { createFollower } from "./follower.ts";
import { createLease } from "./lease.ts";
import type { Replicas } from "./replicas.ts";
import type { Sender } from "./sender.ts";
import type { Settling } from "./settling.ts";

/** How many turns another process with the same folder waits before it takes the duty over. */
const LEASE_TURNS = 5;

export type DutyParts = {
  config: Config;
  database: DatabaseSync;
  reader: Reader & { client: PublicClient };
  deployment: Deployment;
  chain: MarketChain;
  keeper: Keeper;
  receipts: Receipts;
  periods: Periods;
  vouchers: Vouchers;
  sender: Sender;
  tabs: TabsChain;
  settling: Settling;
  replicas: Replicas;
  acquaintances: Acquaintances;
  catalog: Catalog;
  store: ContentStore;
  metrics: Metrics;
  now: () => number;
  log: Log;
};

/** Everything a keeper does unasked, in its order. */
export function assembleDuties(parts: DutyParts): Duties {
  const { config, database, reader, deployment, receipts, periods, sender, settling, replicas, now, log } = parts;
  const keeper = parts.keeper.account.address;
  const { accessLog, tabs, market } = deployment;
  const common = { accessLog, keeper, periods, sender, now, log };
  const anchoring = createAnchoring({
    ...common,
    reader,
    oldestOpen: receipts.oldestOpen,
    everySeconds: config.anchorSeconds,
  });
  const accusations: Accusations = createAccusations({ ...common, database, receipts });
  const notes = createNotes(database);
  const follow = createFollower({
    reader,
    addresses: [market, accessLog, tabs],
    keeper,
    notes,
    listeners: {
      published: replicas.note,
      accused: accusations.note,
      closing: settling.hurry,
    },
  });
  const { catalog, store, metrics } = parts;
  const collect = createCollecting({
    catalog,
    store,
    afterSeconds: config.collectSeconds,
    followed: () => {
      const number = notes.get("followed");
      return number === undefined ? undefined : BigInt(number);
    },
    unread: replicas.unread,
    now,
    log,
  });
  metrics.gauge("receipts_open", "Receipts that are in no closed period.", () => receipts.open());
  metrics.gauge("periods_pending", "Closed periods that are not anchored.", () => periods.waiting());
  metrics.gauge("accusations_open", "Accusations that wait for an answer.", () => accusations.open());
  metrics.gauge("vouchers_unsettled", "Tabs with more owed than was settled.", () => parts.vouchers.unsettled().length);
  metrics.gauge("contents_missing", "Contents to be fetched from other keepers.", () => replicas.missing());

  const duties: Duty[] = [
    { name: "follow", run: follow },
    { name: "settle", run: settling.tick },
    ...(config.anchorSeconds > 0 ? [{ name: "anchor", run: anchoring.tick }] : []),
    { name: "answer", run: accusations.tick },
    { name: "meet", run: parts.acquaintances.tick },
    { name: "replicate", run: replicas.tick },
    { name: "collect", run: collect },
  ];
  const lease = createLease(database, Math.max(10, (LEASE_TURNS * config.pollMs) / 1000), now);
  const started = startDuties({
    duties,
    everyMs: config.pollMs,
    latest: parts.chain.latest,
    isOurs: lease.isOurs,
    log,
  });
  return {
    turn: started.turn,
    async stop() {
      await started.stop();
      lease.release();
    },
  };
}
