import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync, type SQLOutputValue, type StatementSync } from "node:sqlite";
import type { Address, Hex } from "viem";
import { type BallotStatus, type RefusalCode, refusal, type Verdict } from "./refusals.ts";

/** A ballot that is kept. */
export interface Kept {
  /** EIP-712 digest: what it is known by. It names chain and governor. */
  readonly id: Hex;
  readonly chainId: number;
  readonly proposalId: bigint;
  readonly voter: Address;
  readonly support: number;
  readonly params: Hex;
  readonly deadline: number;
  readonly signature: Hex;
  /** Whose signature: the key's, or a contract wallet's. */
  readonly by: "key" | "wallet";
  /** At the snapshot, or now where that is still to come. */
  readonly power: bigint;
  /** Milliseconds of this machine. */
  readonly receivedAt: number;
}

/** As it is now. */
export interface BallotRow extends Kept {
  readonly seq: number;
  readonly status: BallotStatus;
  readonly reason?: string;
  /** The sending that it is part of. */
  readonly sending?: number;
}

const schema = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  CREATE TABLE IF NOT EXISTS ballot (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE, chainId INTEGER NOT NULL, proposal TEXT NOT NULL, voter TEXT NOT NULL,
    support INTEGER NOT NULL, params TEXT NOT NULL, deadline INTEGER NOT NULL,
    signature TEXT NOT NULL, signer TEXT NOT NULL, powerHigh INTEGER NOT NULL, powerLow INTEGER NOT NULL,
    receivedAt INTEGER NOT NULL, status TEXT NOT NULL, reason TEXT, sending INTEGER
  ) STRICT;
  CREATE UNIQUE INDEX IF NOT EXISTS oneOfVoter ON ballot (chainId, proposal, voter);
  CREATE INDEX IF NOT EXISTS ofProposal ON ballot (chainId, proposal, seq);
  CREATE INDEX IF NOT EXISTS waiting ON ballot (chainId, proposal, powerHigh DESC, powerLow DESC)
    WHERE status = 'pending';
  CREATE INDEX IF NOT EXISTS ofSending ON ballot (sending) WHERE sending IS NOT NULL;
  CREATE TABLE IF NOT EXISTS sending (
    id INTEGER PRIMARY KEY AUTOINCREMENT, chainId INTEGER NOT NULL, proposal TEXT NOT NULL, nonce INTEGER NOT NULL,
    gas INTEGER NOT NULL, state TEXT NOT NULL, blockHash TEXT, blockNumber INTEGER, sentAt INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS byState ON sending (chainId, state);
  CREATE TABLE IF NOT EXISTS attempt (
    hash TEXT PRIMARY KEY, sending INTEGER NOT NULL, raw TEXT NOT NULL, fee TEXT NOT NULL, priority TEXT NOT NULL,
    at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS attemptsOf ON attempt (sending);
  CREATE TABLE IF NOT EXISTS chain (chainId INTEGER PRIMARY KEY, genesis TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS lease (chainId INTEGER PRIMARY KEY, owner TEXT NOT NULL, until INTEGER NOT NULL) STRICT;
`;

/** Power is kept as two numbers, so that the database can add it up. */
const LOW_BITS = 42n;
const LOW = (1n << LOW_BITS) - 1n;

export const powerOf = (high: bigint | number, low: bigint | number): bigint =>
  (BigInt(high) << LOW_BITS) + BigInt(low);

export interface Room {
  readonly perProposal: number;
  readonly inAll: number;
}

/** @param file a path, or ":memory:" */
export function openDatabase(file: string): DatabaseSync {
  if (file !== ":memory:") mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const database = new DatabaseSync(file, { timeout: 5_000 });
  database.exec(schema);
  return database;
}

/** Runs in one transaction: what it writes is on the disk when it returns, all of it or nothing. */
export function atOnce<T>(database: DatabaseSync, act: () => T): T {
  database.exec("BEGIN IMMEDIATE");
  try {
    const result = act();
    database.exec("COMMIT");
    return result;
  } catch (error) {
    database.exec("ROLLBACK");
    throw error;
  }
}

export type BallotStore = ReturnType<typeof ballotStore>;

type Row = Record<string, SQLOutputValue>;

export function rowOf(row: Row): BallotRow {
  return {
    seq: Number(row["seq"]),
    id: row["id"] as Hex,
    chainId: Number(row["chainId"]),
    proposalId: BigInt(String(row["proposal"])),
    voter: row["voter"] as Address,
    support: Number(row["support"]),
    params: row["params"] as Hex,
    deadline: Number(row["deadline"]),
    signature: row["signature"] as Hex,
    by: row["signer"] as Kept["by"],
    power: powerOf(Number(row["powerHigh"]), Number(row["powerLow"])),
    receivedAt: Number(row["receivedAt"]),
    status: row["status"] as BallotStatus,
    ...(row["reason"] === null ? {} : { reason: String(row["reason"]) }),
    ...(row["sending"] === null ? {} : { sending: Number(row["sending"]) }),
  };
}

/** Ballots of one network. What `keep` has answered is on the disk. */
export function ballotStore(database: DatabaseSync, chainId: number, room: Room) {
  const byVoter = database.prepare(
    "SELECT id, status, reason, signer, sending FROM ballot WHERE chainId = ? AND proposal = ? AND voter = ?",
  );
  const ofProposal = database.prepare("SELECT count(*) AS n FROM ballot WHERE chainId = ? AND proposal = ?");
  const all = database.prepare("SELECT count(*) AS n FROM ballot");
  const add = database.prepare(
    "INSERT INTO ballot (id, chainId, proposal, voter, support, params, deadline, signature, signer, powerHigh, powerLow, receivedAt, status) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'pending')",
  );
  // Of each voter and proposal there is one row, so that nobody fills the disk with ballots that expire.
  const dropSkipped = database.prepare(
    "DELETE FROM ballot WHERE chainId = ? AND proposal = ? AND voter = ? AND status = 'skipped'",
  );
  const page = database.prepare(
    "SELECT * FROM ballot WHERE chainId = ? AND proposal = ? AND seq > ? ORDER BY seq LIMIT ?",
  );
  const ofVoter = database.prepare(
    "SELECT * FROM ballot WHERE chainId = ? AND proposal = ? AND voter = ? ORDER BY seq LIMIT ?",
  );
  const sums = database.prepare(
    "SELECT support, sum(powerHigh) AS high, sum(powerLow) AS low, count(*) AS n FROM ballot WHERE chainId = ? AND proposal = ? AND status IN ('pending', 'sent') GROUP BY support",
  );
  sums.setReadBigInts(true);
  const splits = database.prepare(
    "SELECT params FROM ballot WHERE chainId = ? AND proposal = ? AND support = 255 AND status IN ('pending', 'sent')",
  );
  const waiting = database.prepare(
    "SELECT proposal, count(*) AS n, min(receivedAt) AS oldest, min(deadline) AS soonest FROM ballot WHERE chainId = ? AND status = 'pending' GROUP BY proposal",
  );
  const strongest = database.prepare(
    "SELECT * FROM ballot WHERE chainId = ? AND proposal = ? AND status = 'pending' ORDER BY powerHigh DESC, powerLow DESC LIMIT ?",
  );
  const mark = database.prepare("UPDATE ballot SET status = ?, reason = ? WHERE id = ? AND status <> 'skipped'");
  const skipProposal = database.prepare(
    "UPDATE ballot SET status = 'skipped', reason = ? WHERE chainId = ? AND proposal = ? AND status = 'pending'",
  );
  const old = database.prepare("DELETE FROM ballot WHERE chainId = ? AND receivedAt < ? AND status <> 'sent'");

  const known = (proposalId: bigint, voter: Address, id: Hex): Verdict | undefined => {
    const row = byVoter.get(chainId, proposalId.toString(), voter.toLowerCase());
    if (!row) return undefined;
    // A wallet that said yes here and no to the governor cost the relayer its gas: it is not asked again.
    const denied = row["sending"] !== null && row["signer"] === "wallet" && row["reason"] === "badSignature";
    if (denied) return refusal("forged", "The wallet denied an earlier ballot when it was counted.");
    if (row["status"] === "skipped") return undefined;
    const code: RefusalCode = row["id"] === id ? "duplicate" : "otherBallot";
    return { ...refusal(code), id: String(row["id"]), status: row["status"] as BallotStatus };
  };

  /** Room taken, counted once and kept up: each batch would count every row again. */
  const taken = { inAll: undefined as number | undefined, of: new Map<string, number>() };
  const recount = (): void => {
    taken.inAll = undefined;
    taken.of.clear();
  };
  const countOf = (statement: StatementSync, ...keys: (string | number)[]): number =>
    Number((statement.get(...keys) as { n: number }).n);

  const put = (ballot: Kept): Verdict => {
    const proposal = ballot.proposalId.toString();
    const here = known(ballot.proposalId, ballot.voter, ballot.id);
    if (here) return here;
    taken.inAll ??= countOf(all);
    const inProposal = taken.of.get(proposal) ?? countOf(ofProposal, chainId, proposal);
    if (inProposal >= room.perProposal || taken.inAll >= room.inAll) return refusal("full");
    const voter = ballot.voter.toLowerCase();
    const before = Number(dropSkipped.run(chainId, proposal, voter).changes);
    const { id, support, params, deadline, signature, by, power, receivedAt } = ballot;
    const high = Number(power >> LOW_BITS);
    const low = Number(power & LOW);
    add.run(id, chainId, proposal, voter, support, params, deadline, signature, by, high, low, receivedAt);
    taken.of.set(proposal, inProposal + 1 - before);
    taken.inAll += 1 - before;
    return { id, status: "pending" };
  };

  return {
    chainId,
    /** What is known of a voter's ballot for a proposal, if there is one that stands. */
    known,
    /** Keeps ballots, many in one write to the disk. The first of a voter's for a proposal stands. */
    keep: (ballots: readonly Kept[]): Verdict[] => atOnce(database, () => ballots.map(put)),
    page: (proposalId: bigint, after: number, limit: number): BallotRow[] =>
      page.all(chainId, proposalId.toString(), after, limit).map(rowOf),
    ofVoter: (proposalId: bigint, voter: Address, limit = 20): BallotRow[] =>
      ofVoter.all(chainId, proposalId.toString(), voter.toLowerCase(), limit).map(rowOf),
    /** Power that waits or is under way, by support, and the parts of splits. */
    sums: (proposalId: bigint) => ({
      plain: sums.all(chainId, proposalId.toString()).map((row) => ({
        support: Number(row["support"]),
        power: powerOf(row["high"] as bigint, row["low"] as bigint),
        count: Number(row["n"]),
      })),
      splits: splits.all(chainId, proposalId.toString()).map((row) => row["params"] as Hex),
    }),
    /** Proposals with ballots that wait. */
    waiting: () =>
      waiting.all(chainId).map((row) => ({
        proposalId: BigInt(String(row["proposal"])),
        count: Number(row["n"]),
        /** Milliseconds of this machine. */
        oldest: Number(row["oldest"]),
        /** Earliest deadline of a ballot, in seconds of the chain. */
        soonest: Number(row["soonest"]),
      })),
    /** Those that wait, the greatest power first. */
    strongest: (proposalId: bigint, limit: number): BallotRow[] =>
      strongest.all(chainId, proposalId.toString(), limit).map(rowOf),
    mark: (marks: readonly { readonly id: Hex; readonly status: "counted" | "skipped"; readonly reason?: string }[]) =>
      atOnce(database, () => {
        for (const { id, status, reason } of marks) mark.run(status, reason ?? null, id);
      }),
    skipProposal: (proposalId: bigint, reason: string) => void skipProposal.run(reason, chainId, proposalId.toString()),
    /** Forgets what came before then. */
    sweep: (before: number) => {
      if (Number(old.run(chainId, before).changes) > 0) recount();
    },
    /** After rows were deleted by somebody else. */
    recount,
  };
}
