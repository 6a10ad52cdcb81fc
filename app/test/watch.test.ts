import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Hash, TransactionReceipt } from "viem";
import { type ChainView, type MinedTransaction, type Sent, watch } from "../lib/tx/watch.ts";

const account = `0x${"aa".repeat(20)}` as const;
const to = `0x${"bb".repeat(20)}` as const;
const hash = `0x${"01".repeat(32)}` as const;
const other = `0x${"02".repeat(32)}` as const;
const sent: Sent = { hash, account, nonce: 4, fromBlock: 10, to, data: "0x1234" };

const missing = (name: string) => Object.assign(new Error(name), { name });
const receipt = (of: Hash, status: "success" | "reverted") => ({ transactionHash: of, status }) as TransactionReceipt;

/** A chain whose answers change from look to look. */
function chain(
  looks: {
    known?: boolean;
    receipts?: TransactionReceipt[];
    count?: number;
    mined?: MinedTransaction[];
    down?: boolean;
  }[],
) {
  let at = 0;
  const now = () => looks[Math.min(at, looks.length - 1)] ?? {};
  const view: ChainView = {
    getTransactionReceipt: async ({ hash: wanted }) => {
      if (now().down) throw missing("HttpRequestError");
      const found = now().receipts?.find((each) => each.transactionHash === wanted);
      if (!found) throw missing("TransactionReceiptNotFoundError");
      return found;
    },
    getTransaction: async () => {
      if (!now().known) throw missing("TransactionNotFoundError");
      return {};
    },
    getTransactionCount: async () => now().count ?? sent.nonce,
    getBlockNumber: async () => 12n,
    getBlock: async ({ blockNumber }) => ({ transactions: blockNumber === 11n ? (now().mined ?? []) : [] }),
  };
  const wait = async () => {
    at += 1;
  };
  return { view, patience: { wait, looksUntilDropped: 3 } };
}

const replacement = (fields: Partial<MinedTransaction>): MinedTransaction => ({
  hash: other,
  from: account,
  to,
  nonce: 4,
  input: "0x1234",
  value: 0n,
  ...fields,
});

describe("watch", () => {
  it("APP-07 waits for a transaction that is known, and tells how it ended", async () => {
    for (const status of ["success", "reverted"] as const) {
      const { view, patience } = chain([
        { known: true },
        { known: true },
        { receipts: [receipt(hash, status)], count: 5 },
      ]);
      assert.equal((await watch(view, sent, patience)).state, status === "success" ? "confirmed" : "reverted");
    }
  });
  it("APP-07 takes a sped-up transaction for the same", async () => {
    const { view, patience } = chain([
      { known: true },
      { count: 5, mined: [replacement({})], receipts: [receipt(other, "success")] },
    ]);
    const outcome = await watch(view, sent, patience);
    assert.equal(outcome.state, "confirmed");
    assert.equal("receipt" in outcome && outcome.receipt.transactionHash, other);
  });
  it("APP-07 notices a cancelled one", async () => {
    const { view, patience } = chain([{ count: 5, mined: [replacement({ to: account, input: "0x" })] }]);
    assert.deepEqual(await watch(view, sent, patience), { state: "cancelled", hash: other });
  });
  it("APP-07 notices one that was replaced by something else", async () => {
    const { view, patience } = chain([{ count: 5, mined: [replacement({ input: "0x9999" })] }]);
    assert.deepEqual(await watch(view, sent, patience), { state: "replaced", hash: other });
  });
  it("APP-07 takes one that no node knows any more for dropped, after some patience", async () => {
    const { view, patience } = chain([{ known: true }, {}, {}, {}]);
    assert.deepEqual(await watch(view, sent, patience), { state: "dropped" });
  });
  it("APP-07 does not take a chain that is down for an answer", async () => {
    const { view, patience } = chain([
      { down: true },
      { down: true },
      { down: true },
      { down: true },
      { receipts: [receipt(hash, "success")] },
    ]);
    assert.equal((await watch(view, sent, patience)).state, "confirmed");
  });
});
