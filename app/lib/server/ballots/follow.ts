import type { Reader } from "@tallystick/sdk/chain/actor";
import { ballotOutcomes } from "@tallystick/sdk/governance/sheets";
import { deployed } from "@tallystick/sdk/networks";
import type { Hex, TransactionReceipt } from "viem";
import type { Facts } from "./facts.ts";
import type { Attempt, Outcome, Sending, Sendings } from "./sendings.ts";
import type { BallotStore } from "./store.ts";
import { isSameVote } from "./votes.ts";

export interface Following {
  readonly reader: Reader;
  readonly store: BallotStore;
  readonly sendings: Sendings;
  readonly facts: Facts;
  readonly relayer: Hex;
  /** Signs the same transaction at a higher price; undefined: it costs too much. */
  readonly reprice: (sending: Sending, last: Attempt) => Promise<Attempt | undefined>;
  readonly now: () => number;
}

/** Milliseconds after which a transaction is given to the node again, and at a higher price. */
const AGAIN_MS = 15_000;
const REPRICE_MS = 120_000;

/**
 * Looks up what became of everything that was sent: in a block, out of it again by a reorganisation, lost, or replaced by
 * another transaction of the relayer's. Works after a restart as before it.
 */
export async function followSendings(following: Following): Promise<void> {
  for (const sending of following.sendings.unfinished()) await followOne(following, sending);
}

async function followOne(following: Following, sending: Sending): Promise<void> {
  const { reader, sendings, relayer } = following;
  const attempts = sendings.attempts(sending.id);
  // Before the receipts are: a nonce that was used then, without a receipt of ours, was used by another transaction.
  const used = await reader.client.getTransactionCount({ address: relayer, blockTag: "latest" });
  const receipt = await receiptOf(reader, attempts);
  if (receipt) return settle(following, sending, receipt);
  if (sending.state === "mined") sendings.reopened(sending.id);
  if (used > sending.nonce) return sendings.replaced(sending.id);
  const [last] = attempts;
  if (last) await sendAgain(following, sending, last);
}

async function receiptOf({ client }: Reader, attempts: readonly Attempt[]): Promise<TransactionReceipt | undefined> {
  for (const { hash } of attempts) {
    const receipt = await client.getTransactionReceipt({ hash }).catch((error: unknown) => {
      if (error instanceof Error && error.name === "TransactionReceiptNotFoundError") return undefined;
      throw error;
    });
    if (receipt) return receipt;
  }
  return undefined;
}

async function settle(following: Following, sending: Sending, receipt: TransactionReceipt): Promise<void> {
  const { reader, sendings } = following;
  if (receipt.status === "reverted") return sendings.reverted(sending.id, receipt.gasUsed);
  if (sending.state !== "mined" || sending.blockHash !== receipt.blockHash) {
    const { blockHash: hash, blockNumber: number, gasUsed, transactionHash: transaction } = receipt;
    const outcomes = await outcomesOf(following, sending, receipt);
    sendings.mined(sending.id, { hash, number, gasUsed, transaction }, outcomes);
  }
  const { number } = await following.facts.head();
  if (number - receipt.blockNumber + 1n >= BigInt(reader.network.confirmations)) sendings.finished(sending.id);
}

async function outcomesOf(
  { reader, store, facts }: Following,
  { proposalId }: Sending,
  receipt: TransactionReceipt,
): Promise<Outcome[]> {
  const { counted, skipped } = ballotOutcomes(receipt, deployed(reader.network).tallyGovernor);
  const outcomes: Outcome[] = [...counted, ...skipped];
  // Another relay may have brought the same ballot a moment before: then it was counted.
  const voted = skipped.filter(({ reason }) => reason === "alreadyVoted");
  const parts = await facts.ballots(voted);
  const same = new Set(
    voted
      .filter(({ voter }, i) => store.ofVoter(proposalId, voter).some((row) => isSameVote(row, parts[i])))
      .map(({ voter }) => voter.toLowerCase()),
  );
  return outcomes.map((outcome) => (same.has(outcome.voter.toLowerCase()) ? { voter: outcome.voter } : outcome));
}

async function sendAgain(following: Following, sending: Sending, last: Attempt): Promise<void> {
  const { reader, sendings, now } = following;
  if (now() - last.at < AGAIN_MS) return;
  const isSlow = now() - sending.sentAt >= REPRICE_MS;
  const repriced = isSlow ? await following.reprice(sending, last) : undefined;
  if (repriced) sendings.again(sending.id, repriced);
  else sendings.touch(last.hash, now());
  await broadcast(reader, (repriced ?? last).raw);
}

/** Gives a transaction to the node. One that it has already, or will never take, is looked up the next time. */
export async function broadcast({ client }: Reader, raw: Hex): Promise<void> {
  await client.sendRawTransaction({ serializedTransaction: raw }).catch(() => undefined);
}
