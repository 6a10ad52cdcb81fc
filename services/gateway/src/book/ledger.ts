import type { DatabaseSync } from "node:sqlite";
import type { KeyRequest, Receipt } from "@tallystick/sdk/gateway/typedData";
import { encodeReceipt, type WireReceipt } from "@tallystick/sdk/gateway/wire";
import type { Address, Hex } from "viem";
import { storageFull } from "../problem.ts";
import type { Writer } from "../store/writer.ts";

/** Seconds that a used nonce is kept beyond its request's expiry, against clocks set back. */
const KEEP_SECONDS = 3_600;
const PURGE_EVERY = 1_000;

export type Verdict = Pick<Receipt, "granted" | "code" | "blockNumber">;

export type Concluded = WireReceipt | "used" | "refused";

export type Ledger = {
  /** Whether a reader's nonce was used: what is denied here need not be worked on. */
  isUsed(reader: Address, nonce: Hex): boolean;
  /**
   * Signs the keeper's answer and writes it down with the nonce that it uses up and whatever `also` writes, in one
   * transaction that is on the disk before this resolves. Nothing is written when the nonce was `used` meanwhile, or when
   * `also` answers false, having written nothing: `refused`.
   *
   * @throws `Problem` 507 when the disk has no room: nothing is signed or written then
   */
  conclude(request: KeyRequest, digest: Hex, verdict: Verdict, also?: () => boolean): Promise<Concluded>;
  /** As `conclude`, of a request whose nonce was used before. */
  again(request: KeyRequest, digest: Hex, verdict: Verdict): Promise<WireReceipt>;
};

/**
 * The keeper's answers. Each receipt bears a time after the last period that was closed, so that every one is a leaf of
 * exactly one period to come.
 */
export function createLedger(options: {
  database: DatabaseSync;
  writer: Writer;
  /** Digest of a receipt, and the keeper's signature of a digest. */
  digestOf: (receipt: Receipt) => Hex;
  sign: (digest: Hex) => Hex;
  now: () => number;
  /** Whether the disk has room for a receipt. */
  hasRoom: () => Promise<boolean>;
}): Ledger {
  const { database, writer, now } = options;
  const find = database.prepare("SELECT 1 FROM nonce WHERE reader = ? AND nonce = ?");
  const use = database.prepare("INSERT INTO nonce VALUES (?, ?, ?)");
  const purge = database.prepare("DELETE FROM nonce WHERE expiry < ?");
  const closed = database.prepare("SELECT coalesce(max(through), 0) AS through FROM period");
  const insert = database.prepare("INSERT OR IGNORE INTO receipt VALUES (?, ?, ?, ?, ?)");
  let uses = 0;

  const isUsed: Ledger["isUsed"] = (reader, nonce) => find.get(reader.toLowerCase(), nonce.toLowerCase()) !== undefined;
  const closedThrough = (): number => Number(closed.get()?.through);

  const write = async (
    request: KeyRequest,
    digest: Hex,
    verdict: Verdict,
    before: () => "used" | "refused" | undefined,
  ): Promise<Concluded> => {
    if (!(await options.hasRoom())) throw storageFull();
    for (;;) {
      // A clock that was set back must not sign into a period that is closed.
      const at = Math.max(Math.floor(now() / 1000), closedThrough() + 1);
      const value: Receipt = { request: digest, ...verdict, at: BigInt(at) };
      const leaf = options.digestOf(value);
      const receipt = encodeReceipt({ value, signature: options.sign(leaf) });
      const done = await writer.write(() => {
        // Another process closed the period while this one was signing.
        if (at <= closedThrough()) return "late";
        const hindrance = before();
        if (hindrance) return hindrance;
        const asked = JSON.stringify(request, (_, item) => (typeof item === "bigint" ? item.toString() : item));
        insert.run(leaf, at, digest, JSON.stringify(receipt), asked);
        return "written";
      });
      if (done === "written") return receipt;
      if (done !== "late") return done;
    }
  };

  return {
    isUsed,
    conclude: (request, digest, verdict, also) =>
      write(request, digest, verdict, () => {
        uses += 1;
        if (uses % PURGE_EVERY === 1) purge.run(Math.floor(now() / 1000) - KEEP_SECONDS);
        const { reader, nonce, expiry } = request;
        if (isUsed(reader, nonce)) return "used";
        if (also?.() === false) return "refused";
        use.run(reader.toLowerCase(), nonce.toLowerCase(), expiry);
        return undefined;
      }),
    async again(request, digest, verdict) {
      const receipt = await write(request, digest, verdict, () => undefined);
      if (typeof receipt === "string") throw new Error("nothing was to be used");
      return receipt;
    },
  };
}

/** A receipt as it was written down. */
export type KeptReceipt = { digest: Hex; receipt: WireReceipt };

export type Receipts = {
  /** By its own digest, or that of the request that it was the first answer to. */
  find(digest: Hex): KeptReceipt | undefined;
  /** Receipts that no period covers. */
  open(): number;
  /** Unix seconds of the oldest of them. */
  oldestOpen(): number | undefined;
};

export function createReceipts(database: DatabaseSync): Receipts {
  const columns = "SELECT digest, receipt FROM receipt";
  const byDigest = database.prepare(`${columns} WHERE digest = ?`);
  const byRequest = database.prepare(`${columns} WHERE request = ? ORDER BY rowid LIMIT 1`);
  const open = database.prepare(
    "SELECT count(*) AS count, min(at) AS oldest FROM receipt WHERE at > (SELECT coalesce(max(through), 0) FROM period)",
  );
  return {
    find(digest) {
      const row = byDigest.get(digest) ?? byRequest.get(digest);
      if (row === undefined) return undefined;
      return { digest: row.digest as Hex, receipt: JSON.parse(String(row.receipt)) as WireReceipt };
    },
    open: () => Number(open.get()?.count),
    oldestOpen: () => (open.get()?.oldest as number | null) ?? undefined,
  };
}
