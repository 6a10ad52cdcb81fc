import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import type { Hex } from "viem";
import { atOnce } from "./store.ts";

/** One transaction with ballots of one proposal, in all its attempts: they have one nonce, so one of them counts. */
export interface Sending {
  readonly id: number;
  readonly proposalId: bigint;
  readonly nonce: number;
  readonly gas: bigint;
  readonly state: "open" | "mined";
  readonly blockHash?: Hex;
  /** Milliseconds of this machine. */
  readonly sentAt: number;
}

export interface Attempt {
  readonly hash: Hex;
  readonly raw: Hex;
  /** Wei for a unit of gas. */
  readonly fee: bigint;
  readonly priority: bigint;
  /** Milliseconds of this machine: when it was last given to the node. */
  readonly at: number;
}

/** What became of one ballot. */
export interface Outcome {
  readonly voter: string;
  /** Why it was skipped; undefined: it was counted. */
  readonly reason?: string;
}

export type Sendings = ReturnType<typeof sendingStore>;

type Row = Record<string, SQLOutputValue>;

const sendingOf = (row: Row): Sending => ({
  id: Number(row["id"]),
  proposalId: BigInt(String(row["proposal"])),
  nonce: Number(row["nonce"]),
  gas: BigInt(String(row["gas"])),
  state: row["state"] as Sending["state"],
  ...(row["blockHash"] === null ? {} : { blockHash: row["blockHash"] as Hex }),
  sentAt: Number(row["sentAt"]),
});

const attemptOf = (row: Row): Attempt => ({
  hash: row["hash"] as Hex,
  raw: row["raw"] as Hex,
  fee: BigInt(String(row["fee"])),
  priority: BigInt(String(row["priority"])),
  at: Number(row["at"]),
});

/** What was sent, so that nothing is forgotten or paid twice over a crash. */
export function sendingStore(database: DatabaseSync, chainId: number) {
  const add = database.prepare(
    "INSERT INTO sending (chainId, proposal, nonce, gas, state, sentAt) VALUES (?, ?, ?, ?, 'open', ?)",
  );
  const addAttempt = database.prepare("INSERT OR REPLACE INTO attempt VALUES (?, ?, ?, ?, ?, ?)");
  const take = database.prepare("UPDATE ballot SET status = 'sent', sending = ? WHERE id = ? AND status = 'pending'");
  const unfinished = database.prepare(
    "SELECT * FROM sending WHERE chainId = ? AND state IN ('open', 'mined') ORDER BY nonce",
  );
  const attempts = database.prepare("SELECT * FROM attempt WHERE sending = ? ORDER BY at DESC, rowid DESC");
  const touch = database.prepare("UPDATE attempt SET at = ? WHERE hash = ?");
  const setMined = database.prepare(
    "UPDATE sending SET state = 'mined', blockHash = ?, blockNumber = ?, gas = ? WHERE id = ?",
  );
  const setDone = database.prepare("UPDATE sending SET state = 'done' WHERE id = ?");
  const setFailed = database.prepare("UPDATE sending SET state = 'failed', gas = ? WHERE id = ?");
  const setOpen = database.prepare("UPDATE sending SET state = 'open', blockHash = NULL WHERE id = ?");
  const denyWallets = database.prepare(
    "UPDATE ballot SET status = 'skipped', reason = 'badSignature' WHERE sending = ? AND signer = 'wallet'",
  );
  const forgetRaw = database.prepare("UPDATE attempt SET raw = '0x' WHERE sending = ?");
  const oldAttempts = database.prepare(
    "DELETE FROM attempt WHERE sending IN (SELECT id FROM sending WHERE chainId = ? AND sentAt < ? AND state IN ('done', 'failed'))",
  );
  const oldSendings = database.prepare(
    "DELETE FROM sending WHERE chainId = ? AND sentAt < ? AND state IN ('done', 'failed')",
  );
  const giveBack = database.prepare(
    "UPDATE ballot SET status = 'pending', reason = NULL, sending = NULL WHERE sending = ? AND status <> 'skipped'",
  );
  const unsettle = database.prepare("UPDATE ballot SET status = 'sent', reason = NULL WHERE sending = ?");
  const settle = database.prepare("UPDATE ballot SET status = ?, reason = ? WHERE sending = ? AND voter = ?");
  const lost = database.prepare(
    "UPDATE ballot SET status = 'pending', sending = NULL WHERE sending = ? AND status = 'sent'",
  );
  const spentToday = database.prepare(
    "SELECT coalesce(sum(gas), 0) AS gas FROM sending WHERE chainId = ? AND sentAt > ?",
  );
  const spentOn = database.prepare(
    "SELECT coalesce(sum(gas), 0) AS gas FROM sending WHERE chainId = ? AND proposal = ?",
  );
  const hashOf = database.prepare("SELECT hash FROM attempt WHERE sending = ? ORDER BY at DESC, rowid DESC LIMIT 1");
  const keepHash = database.prepare("DELETE FROM attempt WHERE sending = ? AND hash <> ?");

  const addTo = (sending: number, { hash, raw, fee, priority, at }: Attempt): void =>
    void addAttempt.run(hash, sending, raw, fee.toString(), priority.toString(), at);

  return {
    /** Writes a transaction down before it is sent, and what ballots are in it. */
    begin: (
      { proposalId, nonce, gas }: Pick<Sending, "proposalId" | "nonce" | "gas">,
      ballots: readonly Hex[],
      attempt: Attempt,
    ): void =>
      atOnce(database, () => {
        const { lastInsertRowid } = add.run(chainId, proposalId.toString(), nonce, Number(gas), attempt.at);
        for (const id of ballots) take.run(lastInsertRowid, id);
        addTo(Number(lastInsertRowid), attempt);
      }),
    /** Another attempt of the same nonce, written down before it is sent. */
    again: (sending: number, attempt: Attempt): void => addTo(sending, attempt),
    unfinished: (): Sending[] => unfinished.all(chainId).map(sendingOf),
    /** The newest first. */
    attempts: (sending: number): Attempt[] => attempts.all(sending).map(attemptOf),
    touch: (hash: Hex, at: number): void => void touch.run(at, hash),
    /** It is in a block: each of its ballots was counted or skipped there. */
    mined: (
      sending: number,
      block: { readonly hash: Hex; readonly number: bigint; readonly gasUsed: bigint; readonly transaction: Hex },
      outcomes: readonly Outcome[],
    ): void =>
      atOnce(database, () => {
        setMined.run(block.hash, Number(block.number), Number(block.gasUsed), sending);
        keepHash.run(sending, block.transaction);
        for (const { voter, reason } of outcomes) {
          settle.run(reason === undefined ? "counted" : "skipped", reason ?? null, sending, voter.toLowerCase());
        }
        lost.run(sending);
      }),
    /** Its block is not part of the chain any more. */
    reopened: (sending: number): void =>
      atOnce(database, () => {
        setOpen.run(sending);
        unsettle.run(sending);
      }),
    /** It is deep enough in the chain. */
    finished: (sending: number): void =>
      atOnce(database, () => {
        setDone.run(sending);
        forgetRaw.run(sending);
      }),
    /** Another transaction took its nonce: its ballots wait again. */
    replaced: (sending: number): void =>
      atOnce(database, () => {
        setFailed.run(0, sending);
        forgetRaw.run(sending);
        giveBack.run(sending);
      }),
    /**
     * It failed in the chain, which only a wallet that answers otherwise there can bring about: keys' ballots wait again,
     * wallets' may be brought by others.
     */
    reverted: (sending: number, gasUsed: bigint): void =>
      atOnce(database, () => {
        setFailed.run(Number(gasUsed), sending);
        forgetRaw.run(sending);
        denyWallets.run(sending);
        giveBack.run(sending);
      }),
    /** Forgets what ended before then. */
    sweep: (before: number): void =>
      atOnce(database, () => {
        oldAttempts.run(chainId, before);
        oldSendings.run(chainId, before);
      }),
    /** Gas that was spent, or is set aside, since then and for a proposal. */
    spent: (since: number, proposalId: bigint) => ({
      today: BigInt(Number(spentToday.get(chainId, since)?.["gas"])),
      onProposal: BigInt(Number(spentOn.get(chainId, proposalId.toString())?.["gas"])),
    }),
    /** The transaction that a sending is known by. */
    hash: (sending: number): Hex | undefined => hashOf.get(sending)?.["hash"] as Hex | undefined,
  };
}
