import type { Address, Hash, Hex, TransactionReceipt } from "viem";

/** The little that watching needs of a viem public client. */
export interface ChainView {
  getTransactionReceipt(args: { hash: Hash }): Promise<TransactionReceipt>;
  getTransaction(args: { hash: Hash }): Promise<unknown>;
  getTransactionCount(args: { address: Address; blockTag: "latest" }): Promise<number>;
  getBlockNumber(args?: { cacheTime?: number }): Promise<bigint>;
  getBlock(args: {
    blockNumber: bigint;
    includeTransactions: true;
  }): Promise<{ transactions: readonly MinedTransaction[] }>;
}

export interface MinedTransaction {
  readonly hash: Hash;
  readonly from: Address;
  readonly to: Address | null;
  readonly nonce: number;
  readonly input: Hex;
  readonly value: bigint;
}

export interface Sent {
  readonly hash: Hash;
  readonly account: Address;
  readonly nonce: number;
  readonly fromBlock: number;
  readonly to: Address;
  readonly data: Hex;
}

export type Outcome =
  | { state: "confirmed" | "reverted"; receipt: TransactionReceipt }
  | { state: "replaced" | "cancelled"; hash: Hash }
  | { state: "dropped" };

export interface Patience {
  readonly wait: () => Promise<void>;
  /** Looks in a row at which no node knows the transaction, after which it counts as dropped. */
  readonly looksUntilDropped: number;
  readonly signal?: AbortSignal;
}

const scanLimit = 500;

/** Follows a sent transaction to its end, and notices when the wallet replaced it (sped up, cancelled, or something else). */
export async function watch(chain: ChainView, sent: Sent, patience: Patience): Promise<Outcome> {
  let missed = 0;
  for (;;) {
    patience.signal?.throwIfAborted();
    const outcome = await look(chain, sent);
    if (outcome === "unreachable") missed = 0;
    else if (outcome === "unknown") missed += 1;
    else if (outcome === "waiting") missed = 0;
    else return outcome;
    if (missed >= patience.looksUntilDropped) return { state: "dropped" };
    await patience.wait();
  }
}

async function look(chain: ChainView, sent: Sent): Promise<Outcome | "waiting" | "unknown" | "unreachable"> {
  try {
    const receipt = await chain.getTransactionReceipt({ hash: sent.hash }).catch(orMissing);
    if (receipt) return ended(receipt);
    const next = await chain.getTransactionCount({ address: sent.account, blockTag: "latest" });
    if (next > sent.nonce) return (await replacement(chain, sent)) ?? "unknown";
    const known = await chain.getTransaction({ hash: sent.hash }).catch(orMissing);
    return known ? "waiting" : "unknown";
  } catch {
    return "unreachable";
  }
}

function orMissing(error: unknown): undefined {
  const name = error instanceof Error ? error.name : "";
  if (name === "TransactionReceiptNotFoundError" || name === "TransactionNotFoundError") return undefined;
  throw error;
}

function ended(receipt: TransactionReceipt): Outcome {
  return { state: receipt.status === "success" ? "confirmed" : "reverted", receipt };
}

/** The transaction that took our nonce. A sped-up one does the same, and its receipt is ours. */
async function replacement(chain: ChainView, sent: Sent): Promise<Outcome | undefined> {
  const latest = Number(await chain.getBlockNumber({ cacheTime: 0 }));
  const first = Math.max(sent.fromBlock, latest - scanLimit);
  for (let number = latest; number >= first; number--) {
    const block = await chain.getBlock({ blockNumber: BigInt(number), includeTransactions: true });
    const mined = block.transactions.find(
      (each) => each.nonce === sent.nonce && each.from.toLowerCase() === sent.account.toLowerCase(),
    );
    if (!mined) continue;
    const same = mined.to?.toLowerCase() === sent.to.toLowerCase() && mined.input === sent.data;
    if (same) return ended(await chain.getTransactionReceipt({ hash: mined.hash }));
    const nothing = mined.to?.toLowerCase() === sent.account.toLowerCase() && mined.input === "0x";
    return { state: nothing ? "cancelled" : "replaced", hash: mined.hash };
  }
  return undefined;
}
