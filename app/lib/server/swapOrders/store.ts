import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync, type SQLOutputValue, type StatementSync } from "node:sqlite";
import type { Order, Take, Withdrawal } from "@tallystick/sdk/swaps/order";
import { assetKey } from "@tallystick/sdk/swaps/orderWire";
import type { Address, Hex } from "viem";
import { atOnce } from "../ballots/store.ts";

/** Which orders are asked for. */
export interface OrderFilter {
  /** Assets as `assetKey` writes them. */
  readonly gives?: string | undefined;
  readonly wants?: string | undefined;
  readonly maker?: Address | undefined;
}

/** An order that is kept, or that it was withdrawn: each change of it has a number of its own. */
export interface OrderRow {
  readonly seq: number;
  readonly hash: Hex;
  /** The signed order as it came; "" once it is withdrawn. */
  readonly json: string;
  /** The signed withdrawal, where there is one. */
  readonly withdrawal?: string | undefined;
}

export interface TakeRow {
  readonly seq: number;
  readonly json: string;
}

/** Why something is not kept. */
export type RoomFault = "full" | "tooManyOfMaker" | "tooManyOfOrder";

const schema = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  CREATE TABLE IF NOT EXISTS counter (id INTEGER PRIMARY KEY CHECK (id = 1), n INTEGER NOT NULL) STRICT;
  INSERT OR IGNORE INTO counter VALUES (1, 0);
  CREATE TABLE IF NOT EXISTS swapOrder (
    seq INTEGER PRIMARY KEY,
    hash TEXT NOT NULL UNIQUE, maker TEXT NOT NULL, nonce TEXT NOT NULL, gives TEXT NOT NULL, wants TEXT NOT NULL,
    chainId INTEGER NOT NULL, deadline INTEGER NOT NULL, json TEXT NOT NULL, withdrawal TEXT
  ) STRICT;
  CREATE INDEX IF NOT EXISTS orderOfMaker ON swapOrder (maker, nonce);
  CREATE INDEX IF NOT EXISTS orderOfPair ON swapOrder (gives, wants, seq);
  CREATE INDEX IF NOT EXISTS orderEnd ON swapOrder (chainId, deadline);
  CREATE TABLE IF NOT EXISTS withdrawn (
    maker TEXT NOT NULL, nonce TEXT NOT NULL, until INTEGER NOT NULL, PRIMARY KEY (maker, nonce)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS take (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    hash TEXT NOT NULL UNIQUE, orderHash TEXT NOT NULL, maker TEXT NOT NULL, chainId INTEGER NOT NULL,
    deadline INTEGER NOT NULL, json TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS takeOfOrder ON take (orderHash, seq);
  CREATE INDEX IF NOT EXISTS takeOfMaker ON take (maker, seq);
  CREATE INDEX IF NOT EXISTS takeEnd ON take (chainId, deadline);
  CREATE TABLE IF NOT EXISTS release (
    id TEXT PRIMARY KEY, lockedAt TEXT NOT NULL, recipient TEXT NOT NULL, chainId INTEGER NOT NULL,
    deadline INTEGER NOT NULL, json TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS releaseOfRecipient ON release (recipient);
  CREATE INDEX IF NOT EXISTS releaseEnd ON release (chainId, deadline);
  CREATE TABLE IF NOT EXISTS chain (chainId INTEGER PRIMARY KEY, genesis TEXT NOT NULL) STRICT;
`;

/** @param file a path, or ":memory:" */
export function openOrders(file: string): DatabaseSync {
  if (file !== ":memory:") mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const database = new DatabaseSync(file, { timeout: 5_000 });
  database.exec(schema);
  return database;
}

const ORDER_COLUMNS = "seq, hash, json, withdrawal";
const MATCHES = "seq > :after AND (:gives = '' OR gives = :gives) AND (:wants = '' OR wants = :wants)";
const OF_MAKER = "(:maker = '' OR maker = :maker)";

export type OrderStore = ReturnType<typeof orderStore>;

/** Orders, notes and withdrawals. What `keep` and `keepTake` have answered is on the disk. */
export function orderStore(
  database: DatabaseSync,
  room: { readonly perMaker: number; readonly takesPerOrder: number; readonly bytes: number },
) {
  const find = database.prepare(`SELECT ${ORDER_COLUMNS} FROM swapOrder WHERE hash = ?`);
  const ofMaker = database.prepare("SELECT count(*) AS n FROM swapOrder WHERE maker = ? AND withdrawal IS NULL");
  const orderBytes = database.prepare(
    "SELECT coalesce(sum(length(json) + length(coalesce(withdrawal, ''))), 0) AS n FROM swapOrder",
  );
  const addOrder = database.prepare(
    "INSERT INTO swapOrder (seq, hash, maker, nonce, gives, wants, chainId, deadline, json) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
  );
  const open = database.prepare(
    `SELECT ${ORDER_COLUMNS} FROM swapOrder WHERE ${MATCHES} AND ${OF_MAKER} AND withdrawal IS NULL ORDER BY seq LIMIT :limit`,
  );
  const changes = database.prepare(
    `SELECT ${ORDER_COLUMNS} FROM swapOrder WHERE ${MATCHES} AND ${OF_MAKER} ORDER BY seq LIMIT :limit`,
  );
  const ofNumber = database.prepare(
    `SELECT ${ORDER_COLUMNS} FROM swapOrder WHERE maker = ? AND nonce = ? AND withdrawal IS NULL`,
  );
  const isWithdrawn = database.prepare("SELECT 1 FROM withdrawn WHERE maker = ? AND nonce = ?");
  const noteWithdrawn = database.prepare("INSERT OR IGNORE INTO withdrawn VALUES (?, ?, ?)");
  // A row that ends gets a new number, so that whoever follows the numbers learns of it; no number is ever used again.
  const next = database.prepare("UPDATE counter SET n = n + 1 RETURNING n");
  const end = database.prepare("UPDATE swapOrder SET seq = ?, withdrawal = ?, json = '' WHERE hash = ?");
  const dropTakes = database.prepare("DELETE FROM take WHERE orderHash = ?");
  const takesOf = database.prepare("SELECT count(*) AS n FROM take WHERE orderHash = ?");
  const takeBytes = database.prepare("SELECT coalesce(sum(length(json)), 0) AS n FROM take");
  const addTake = database.prepare(
    "INSERT OR IGNORE INTO take (hash, orderHash, maker, chainId, deadline, json) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const knowsTake = database.prepare("SELECT 1 FROM take WHERE hash = ?");
  const takes = database.prepare(
    `SELECT seq, json FROM take WHERE seq > :after AND (:order = '' OR orderHash = :order) AND ${OF_MAKER} ORDER BY seq LIMIT :limit`,
  );
  const ended = ["swapOrder", "take"].map((table) =>
    database.prepare(`DELETE FROM ${table} WHERE chainId = ? AND deadline <= ?`),
  );
  const forgotten = database.prepare("DELETE FROM withdrawn WHERE until <= ?");
  const genesisOf = database.prepare("SELECT genesis FROM chain WHERE chainId = ?");
  const genesisAll = database.prepare("SELECT chainId, genesis FROM chain ORDER BY chainId");
  const noteGenesis = database.prepare("INSERT OR REPLACE INTO chain VALUES (?, ?)");
  // Assets are written with their chain before the colon. Notes go with their orders.
  const dropOrders = database.prepare(
    "DELETE FROM swapOrder WHERE gives LIKE :chain || ':%' OR wants LIKE :chain || ':%'",
  );
  const dropReleases = database.prepare("DELETE FROM release WHERE chainId = ?");
  const dropLoose = database.prepare("DELETE FROM take WHERE orderHash NOT IN (SELECT hash FROM swapOrder)");

  const numberOf = (statement: StatementSync, ...keys: (string | number)[]): number =>
    Number((statement.get(...keys) as { n: number }).n);

  /** Room taken, counted once and kept up. */
  const taken = { orders: 0, takes: 0 };
  const recount = (): void => {
    taken.orders = numberOf(orderBytes);
    taken.takes = numberOf(takeBytes);
  };
  recount();

  return {
    find: (hash: Hex): OrderRow | undefined => {
      const row = find.get(hash);
      return row && rowOf(row);
    },
    isWithdrawn: ({ maker, nonce }: Withdrawal): boolean =>
      isWithdrawn.get(maker.toLowerCase(), String(nonce)) !== undefined,
    /** Keeps an order that is not known here yet. */
    keep(hash: Hex, order: Order, json: string): RoomFault | undefined {
      const maker = order.maker.toLowerCase();
      if (numberOf(ofMaker, maker) >= room.perMaker) return "tooManyOfMaker";
      if (taken.orders + json.length > room.bytes) return "full";
      const { nonce, gives, wants, deadline } = order;
      const pair = [assetKey(gives), assetKey(wants)] as const;
      addOrder.run(numberOf(next), hash, maker, String(nonce), ...pair, wants.chainId, Number(deadline), json);
      taken.orders += json.length;
      return undefined;
    },
    open: (filter: OrderFilter, after: number, limit: number): OrderRow[] =>
      open.all({ ...parametersOf(filter), after, limit }).map(rowOf),
    /** Orders and withdrawals alike, in the order in which they came. */
    changes: (filter: OrderFilter, after: number, limit: number): OrderRow[] =>
      changes.all({ ...parametersOf(filter), after, limit }).map(rowOf),
    /** Open orders of a maker's number. */
    ofNumber: ({ maker, nonce }: Withdrawal): OrderRow[] => ofNumber.all(maker.toLowerCase(), String(nonce)).map(rowOf),
    /**
     * Ends the open orders of a number, and refuses others of it.
     *
     * @param until second of this machine until which that is remembered
     */
    withdraw(withdrawal: Withdrawal, json: string, until: number): Hex[] {
      const maker = withdrawal.maker.toLowerCase();
      const hashes = atOnce(database, () => {
        noteWithdrawn.run(maker, String(withdrawal.nonce), until);
        return ofNumber.all(maker, String(withdrawal.nonce)).map((row) => {
          const hash = String(row["hash"]) as Hex;
          end.run(numberOf(next), json, hash);
          dropTakes.run(hash);
          return hash;
        });
      });
      recount();
      return hashes;
    },
    /** Keeps a note; one that is here already stays as it is. */
    keepTake(hash: Hex, take: Take, order: Order, json: string): RoomFault | undefined {
      if (knowsTake.get(hash) !== undefined) return undefined;
      if (numberOf(takesOf, take.order) >= room.takesPerOrder) return "tooManyOfOrder";
      if (taken.takes + json.length > room.bytes) return "full";
      addTake.run(hash, take.order, order.maker.toLowerCase(), order.wants.chainId, Number(take.deadline), json);
      taken.takes += json.length;
      return undefined;
    },
    takes: (
      { order, maker }: { readonly order?: Hex | undefined; readonly maker?: Address | undefined },
      after: number,
      limit: number,
    ): TakeRow[] =>
      takes
        .all({ order: order ?? "", maker: maker?.toLowerCase() ?? "", after, limit })
        .map((row) => ({ seq: Number(row["seq"]), json: String(row["json"]) })),
    /** Forgets what has ended on a chain, by its time. */
    sweep(chainId: number, now: number): void {
      const counts = ended.map((statement) => Number(statement.run(chainId, now).changes));
      if (counts.some((count) => count > 0)) recount();
    },
    /** Forgets withdrawals whose orders have all ended, by this machine's time. */
    sweepWithdrawn: (now: number) => void forgotten.run(now),
    /** Hash of the first block of the chain that what is kept is of. */
    genesisOf: (chainId: number): Hex | undefined => genesisOf.get(chainId)?.["genesis"] as Hex | undefined,
    /** The same of all chains. */
    chains: (): ReadonlyMap<number, Hex> =>
      new Map(genesisAll.all().map(({ chainId, genesis }) => [Number(chainId), String(genesis) as Hex])),
    /** Notes which chain it is now; with `drops`, nothing is kept of the one that had its number. */
    forget(chainId: number, genesis: Hex, drops: boolean): void {
      atOnce(database, () => {
        noteGenesis.run(chainId, genesis);
        if (!drops) return;
        dropOrders.run({ chain: String(chainId) });
        dropLoose.run();
        dropReleases.run(chainId);
      });
      recount();
    },
  };
}

function parametersOf({ gives, wants, maker }: OrderFilter) {
  return { gives: gives ?? "", wants: wants ?? "", maker: maker?.toLowerCase() ?? "" };
}

function rowOf(row: Record<string, SQLOutputValue>): OrderRow {
  const { seq, hash, json, withdrawal } = row;
  return {
    seq: Number(seq),
    hash: String(hash) as Hex,
    json: String(json),
    ...(withdrawal === null ? {} : { withdrawal: String(withdrawal) }),
  };
}
