import type { DatabaseSync } from "node:sqlite";
import { setTimeout } from "node:timers/promises";
import {
  type Address,
  BaseError,
  ContractFunctionRevertedError,
  type Hex,
  keccak256,
  type PublicClient,
  RawContractError,
  TransactionReceiptNotFoundError,
} from "viem";
import type { PrivateKeyAccount } from "viem/accounts";
import { describeError, type Log } from "../log.ts";

/** A transaction that a node does not mine in this time is sent again for more. */
const BUMP_SECONDS = 120;
const TRIES = 3;

export type Outgoing = { to: Address; data: Hex };

/** `refused`: the contract would not take it, or did not. `waiting`: it is on its way. */
export type Outcome = "done" | "refused" | "waiting";

export type Sender = {
  /**
   * Sends a transaction of the keeper's account under a name, and waits a while until it is mined. What is signed is on
   * the disk before it is sent: after a crash the same name finds it again, and sends the very same transaction.
   */
  send(name: string, call: Outgoing): Promise<Outcome>;
};

type Row = { nonce: number; hash: Hex; raw: Hex; at: number };

export function createSender(options: {
  client: PublicClient;
  chainId: number;
  account: PrivateKeyAccount;
  database: DatabaseSync;
  now: () => number;
  log: Log;
  /** Milliseconds to wait until it is mined, and between looks. */
  patienceMs: number;
  pollMs: number;
}): Sender {
  const { client, chainId, account, database, log } = options;
  const find = database.prepare("SELECT nonce, hash, raw, at FROM outgoing WHERE name = ?");
  const keep = database.prepare("INSERT OR REPLACE INTO outgoing VALUES (?, ?, ?, ?, ?)");
  const drop = database.prepare("DELETE FROM outgoing WHERE name = ?");
  const seconds = (): number => Math.floor(options.now() / 1000);

  const mined = async (hash: Hex): Promise<"success" | "reverted" | undefined> => {
    const receipt = await client.getTransactionReceipt({ hash }).catch((error: unknown) => {
      if (error instanceof TransactionReceiptNotFoundError) return undefined;
      throw error;
    });
    return receipt?.status;
  };

  const sign = async (name: string, { to, data }: Outgoing, nonce: number, more: bigint): Promise<Row> => {
    const [gas, fees] = await Promise.all([
      client.estimateGas({ account: account.address, to, data }),
      client.estimateFeesPerGas({ chain: null }),
    ]);
    const percent = 100n + more;
    const raw = await account.signTransaction({
      type: "eip1559",
      chainId,
      nonce,
      to,
      data,
      gas: gas + gas / 5n,
      maxFeePerGas: (fees.maxFeePerGas * percent) / 100n,
      maxPriorityFeePerGas: (fees.maxPriorityFeePerGas * percent) / 100n + (more > 0n ? 1n : 0n),
    });
    const row = { nonce, hash: keccak256(raw), raw, at: seconds() };
    keep.run(name, row.nonce, row.hash, row.raw, row.at);
    return row;
  };

  /** False when its nonce was taken by another transaction: it can't be mined any more. */
  const broadcast = async ({ raw }: Row): Promise<boolean> => {
    try {
      await client.sendRawTransaction({ serializedTransaction: raw });
      return true;
    } catch (error) {
      const text = error instanceof BaseError ? `${error.details} ${error.message}` : String(error);
      if (/already known|already imported|known transaction|already exists/i.test(text)) return true;
      if (/nonce.*too low|nonce too low|underpriced/i.test(text)) return false;
      throw error;
    }
  };

  const settle = (name: string, status: "success" | "reverted"): Outcome => {
    drop.run(name);
    return status === "success" ? "done" : "refused";
  };

  /** What is to be sent under a name: what was signed before, dearer if that did not help, or something new. */
  const prepare = async (name: string, call: Outgoing): Promise<Row | Outcome> => {
    const row = find.get(name) as Row | undefined;
    if (row === undefined) {
      if (!(await accepted(client, account.address, call))) return "refused";
      const nonce = await client.getTransactionCount({ address: account.address, blockTag: "pending" });
      return await sign(name, call, nonce, 0n);
    }
    const status = await mined(row.hash);
    if (status) return settle(name, status);
    return seconds() - row.at > BUMP_SECONDS ? await sign(name, call, row.nonce, 25n) : row;
  };

  const attempt = async (name: string, call: Outgoing): Promise<Outcome> => {
    for (let tries = 0; tries < TRIES; tries++) {
      const row = await prepare(name, call);
      if (typeof row === "string") return row;
      if (await broadcast(row)) return await wait(name, row);
      const status = await mined(row.hash);
      if (status) return settle(name, status);
      drop.run(name);
    }
    return "waiting";
  };

  const wait = async (name: string, { hash }: Row): Promise<Outcome> => {
    const deadline = Date.now() + options.patienceMs;
    for (;;) {
      const status = await mined(hash);
      if (status) return settle(name, status);
      if (Date.now() > deadline) return "waiting";
      await setTimeout(options.pollMs);
    }
  };

  let last: Promise<unknown> = Promise.resolve();
  return {
    send(name, call) {
      // One at a time: two would take the same nonce.
      const sent = last.then(() => attempt(name, call));
      last = sent.catch((error: unknown) => log.error("send-failed", { name, error: describeError(error) }));
      return sent;
    },
  };
}

async function accepted(client: PublicClient, from: Address, { to, data }: Outgoing): Promise<boolean> {
  try {
    await client.call({ account: from, to, data });
    return true;
  } catch (error) {
    const refused =
      error instanceof BaseError &&
      error.walk((cause) => cause instanceof ContractFunctionRevertedError || cause instanceof RawContractError);
    if (refused || (error instanceof BaseError && /revert/i.test(error.details ?? ""))) return false;
    throw error;
  }
}
