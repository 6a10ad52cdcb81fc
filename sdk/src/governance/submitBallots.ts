import type { Address } from "viem";
import type { Actor, Reader } from "../chain/actor.ts";
import { readView } from "../chain/readView.ts";
import { send } from "../chain/send.ts";
import { chainTime } from "../chain/time.ts";
import { batchesOf } from "./ballotBatches.ts";
import { ACTIVE, AT_ONCE, ballotSigner, type SignedBallot, voterIndexes } from "./ballots.ts";
import { choiceOf, partsTogether } from "./choice.ts";
import { governorOf } from "./contracts.ts";
import { ballotOutcomes, ballotSheets, castBallots, type SkipReason } from "./sheets.ts";
import { ballotOf, votingPower } from "./votes.ts";

/** A ballot that was not counted, and why. */
export interface LeftOut {
  readonly ballot: SignedBallot;
  readonly reason: SkipReason | "duplicate";
}

export interface SortedBallots {
  /** Those that the governor would count now, each with who signed it. */
  readonly good: readonly SignedBallot[];
  /** Those that it would skip: they would cost gas for nothing. */
  readonly bad: readonly LeftOut[];
}

/**
 * Tells ballots that the governor would count now from those that it would skip, whoever collected them. Of a voter's
 * several ballots for a proposal the first that it would count stands: anybody can forge one.
 *
 * @throws `ChainUnreachable`, the governor's refusal of a proposal that it does not know
 */
export async function sortBallots(reader: Reader, ballots: readonly SignedBallot[]): Promise<SortedBallots> {
  const good = new Map<string, SignedBallot>();
  const bad: LeftOut[] = [];
  const now = await chainTime(reader);
  const proposals = new Map<bigint, Promise<ProposalNow>>();
  const proposalOf = (id: bigint): Promise<ProposalNow> => {
    const known = proposals.get(id) ?? proposalNow(reader, id);
    proposals.set(id, known);
    return known;
  };
  for (let i = 0; i < ballots.length; i += AT_ONCE) {
    const verdicts = ballots
      .slice(i, i + AT_ONCE)
      .map(async (ballot) => ({ ballot, ...(await verdictOn(reader, ballot, now, proposalOf)) }));
    for (const { ballot, reason, by } of await Promise.all(verdicts)) {
      const key = `${ballot.proposalId} ${ballot.voter.toLowerCase()}`;
      if (reason !== undefined) bad.push({ ballot, reason });
      else if (good.has(key)) bad.push({ ballot, reason: "duplicate" });
      else good.set(key, { ...ballot, by });
    }
  }
  return { good: [...good.values()], bad };
}

interface ProposalNow {
  readonly isActive: boolean;
  readonly snapshot: number;
}

async function proposalNow(reader: Reader, id: bigint): Promise<ProposalNow> {
  const governor = governorOf(reader.network);
  const [state, snapshot] = await Promise.all([
    readView(reader, governor, "state", [id]),
    readView(reader, governor, "proposalSnapshot", [id]),
  ]);
  return { isActive: state === ACTIVE, snapshot: Number(snapshot) };
}

async function verdictOn(
  reader: Reader,
  ballot: SignedBallot,
  now: number,
  proposalOf: (id: bigint) => Promise<ProposalNow>,
): Promise<Pick<SignedBallot, "by"> & { readonly reason?: SkipReason }> {
  const { proposalId, voter } = ballot;
  const { isActive, snapshot } = await proposalOf(proposalId);
  if (!isActive) return { reason: "notActive" };
  if (now > ballot.deadline) return { reason: "late" };
  const choice = choiceOf(ballot.support, ballot.params);
  if (choice === undefined) return { reason: "badVote" };
  const { hasVoted, isWithdrawn } = await ballotOf(reader, proposalId, voter);
  if (hasVoted || isWithdrawn) return { reason: "alreadyVoted" };
  const by = await ballotSigner(reader, ballot);
  if (by === undefined) return { reason: "badSignature" };
  const power = await votingPower(reader, voter, snapshot);
  if (power === 0n) return { reason: "noPower" };
  return typeof choice !== "string" && partsTogether(choice) > power ? { reason: "badVote" } : { by };
}

export interface Submitted {
  readonly counted: readonly { readonly proposalId: bigint; readonly voter: Address }[];
  readonly skipped: readonly { readonly proposalId: bigint; readonly voter: Address; readonly reason: SkipReason }[];
  readonly transactions: readonly `0x${string}`[];
}

/**
 * Brings ballots to the governor in as few transactions as their gas allows: what a relay does, done by oneself. Sort them
 * first (`sortBallots`): a skipped one costs gas too.
 *
 * @param onSent called for each transaction as soon as it is on its way
 * @throws as `send`; what was sent before stays counted
 */
export async function submitBallots(
  actor: Actor,
  ballots: readonly SignedBallot[],
  onSent?: (hash: `0x${string}`, count: number) => void,
): Promise<Submitted> {
  const { address } = governorOf(actor.network);
  const indexes = await voterIndexes(
    actor,
    ballots.map(({ voter }) => voter),
  );
  const all: Submitted[] = [];
  for (const batch of batchesOf(ballots, indexes)) {
    const call = castBallots(address, ballotSheets(batch, indexes));
    const { hash, receipt } = await send(actor, call, { onSent: (sent) => onSent?.(sent, batch.length) });
    all.push({ ...ballotOutcomes(receipt, address), transactions: [hash] });
  }
  return {
    counted: all.flatMap(({ counted }) => counted),
    skipped: all.flatMap(({ skipped }) => skipped),
    transactions: all.flatMap(({ transactions }) => transactions),
  };
}
