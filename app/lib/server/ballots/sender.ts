import type { Reader } from "@tallystick/sdk/chain/actor";
import { calldataOf } from "@tallystick/sdk/chain/call";
import { fittingBallots } from "@tallystick/sdk/governance/ballotBatches";
import { deployed } from "@tallystick/sdk/networks";
import { type LocalAccount, parseTransaction } from "viem";
import { inTurn } from "../relayer.ts";
import { callOfBatch, type Placed, sortBatch, uncounted } from "./batch.ts";
import type { Facts, ProposalFacts } from "./facts.ts";
import { broadcast, followSendings } from "./follow.ts";
import { gasLeft, isDue } from "./plan.ts";
import type { Attempt, Sending, Sendings } from "./sendings.ts";
import type { RelaySettings } from "./settings.ts";
import type { BallotStore } from "./store.ts";
import { dearer, feesNow, gasFor, signAttempt } from "./transaction.ts";

export interface SenderParts {
  readonly reader: Reader;
  readonly relayer: LocalAccount;
  readonly store: BallotStore;
  readonly sendings: Sendings;
  readonly facts: Facts;
  readonly settings: RelaySettings;
  readonly now?: () => number;
}

/** Rows that are looked at for one batch: some of them may not fit or be good. */
const LOOKED_AT = 900;
const DAY_MS = 86_400_000;

/** Looks after all that was sent, then sends what is due. One call at a time. */
export async function sendDue(parts: SenderParts): Promise<void> {
  const now = parts.now ?? Date.now;
  const { reader, store, sendings, facts, relayer, settings } = parts;
  const reprice = (sending: Sending, last: Attempt) => repriced(parts, sending, last, now());
  await followSendings({ reader, store, sendings, facts, relayer: relayer.address, reprice, now });
  const waiting = store.waiting();
  if (waiting.length === 0) return;
  const proposals = await facts.proposals(
    waiting.map(({ proposalId }) => proposalId),
    true,
  );
  const { timestamp } = await facts.head();
  const failures: unknown[] = [];
  for (const { proposalId, count, oldest, soonest } of waiting) {
    const proposal = proposals.get(proposalId);
    if (!proposal || proposal.state === "over") store.skipProposal(proposalId, "notActive");
    if (proposal?.state !== "active") continue;
    const left = Math.min(proposal.deadline, soonest) - timestamp;
    if (!isDue({ count, waited: now() - oldest, left }, settings)) continue;
    // One proposal's trouble is not another's.
    await sendBatch(parts, proposalId, proposal, now()).catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0) throw failures[0];
}

async function sendBatch(parts: SenderParts, proposalId: bigint, proposal: ProposalFacts, at: number): Promise<void> {
  const { reader, relayer, store, sendings, facts, settings } = parts;
  const most = gasLeft(sendings.spent(at - DAY_MS, proposalId), settings);
  if (most === 0n) return;
  const rows = store.strongest(proposalId, LOOKED_AT);
  const sorted = await sortBatch({ reader, facts, leastPower: settings.leastPower }, rows, proposal, most);
  store.mark(sorted.marks);
  const bad = await uncounted(reader, relayer.address, sorted.ballots);
  // Of a key's ballot everything was read: it is tried again. A wallet that answers the governor otherwise is not.
  store.mark(
    bad.filter(({ by }) => by === "wallet").map(({ id }) => ({ id, status: "skipped", reason: "badSignature" })),
  );
  const ballots = sorted.ballots.filter((ballot) => !bad.includes(ballot));
  if (ballots.length > 0) await inTurn(() => sendNow(parts, proposalId, ballots, at));
}

async function sendNow(parts: SenderParts, proposalId: bigint, ballots: readonly Placed[], at: number): Promise<void> {
  const { reader, relayer, sendings, settings } = parts;
  const least = fittingBallots(ballots).gas;
  const call = callOfBatch(reader, ballots);
  const [gas, fees, nonce] = await Promise.all([
    gasFor(reader, relayer, call, least),
    feesNow(reader, settings.maxFee),
    reader.client.getTransactionCount({ address: relayer.address, blockTag: "pending" }),
  ]);
  if (!fees) return;
  const transaction = { to: call.address, data: calldataOf(call) };
  const attempt = await signAttempt(reader, relayer, transaction, { nonce, gas, fees, at });
  // Written down before it is sent: whatever happens from here on, it is looked up and not paid twice.
  sendings.begin(
    { proposalId, nonce, gas },
    ballots.map(({ id }) => id),
    attempt,
  );
  await broadcast(reader, attempt.raw);
}

/** The same transaction at a higher price. */
async function repriced(
  { reader, relayer, settings }: SenderParts,
  { nonce }: Sending,
  last: Attempt,
  at: number,
): Promise<Attempt | undefined> {
  const fees = dearer(last, settings.maxFee);
  const { data = "0x", gas } = parseTransaction(last.raw);
  if (!fees || gas === undefined) return undefined;
  const transaction = { to: deployed(reader.network).tallyGovernor, data };
  return signAttempt(reader, relayer, transaction, { nonce, gas, fees, at });
}
