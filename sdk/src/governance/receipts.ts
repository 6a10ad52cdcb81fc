import { type Address, type Hex, isAddressEqual } from "viem";
import type { Reader } from "../chain/actor.ts";
import { inOrder, logsSoFar } from "../chain/logs.ts";
import { deployed } from "../networks.ts";
import type { Ballot } from "./ballots.ts";
import { choiceOf, NOTHING, partsOf, type Split } from "./choice.ts";
import { governorOf } from "./contracts.ts";
import { ballotOf, tallyOf } from "./votes.ts";

/** What a voter keeps of his vote, to check later that it counts. */
export interface BallotReceipt extends Pick<Ballot, "proposalId" | "voter" | "support" | "params"> {
  readonly chainId: number;
  readonly governor: Address;
}

/** Why a receipt is not good. */
export type ReceiptFault =
  /** It is of another chain, or of another governor. */
  | "elsewhere"
  /** No governor takes such a vote. */
  | "noVote"
  /** The governor never counted a vote of this voter on this proposal. */
  | "notCounted"
  /** The voter's last vote that the governor counted is another one. */
  | "otherVote"
  /** The governor's books, or the tally, don't have what its event says: the node lies. */
  | "notInTally";

export interface VerifiedBallot {
  readonly good: boolean;
  readonly fault?: ReceiptFault | undefined;
  /** What of the voter's power is in the tally. */
  readonly counted: Split;
  readonly tally: Split;
  /** The transaction that counted his last vote. */
  readonly transaction?: Hex | undefined;
}

/** The receipt of a vote, signed or cast, of this network's governor. */
export function receiptOfBallot(
  { network }: Reader,
  { proposalId, voter, support, params }: Pick<Ballot, "proposalId" | "voter" | "support" | "params">,
): BallotReceipt {
  const { tallyGovernor: governor } = deployed(network);
  return { chainId: network.chainId, governor, proposalId, voter, support, params };
}

/**
 * Checks that a vote is in the tally as the receipt says: by the governor's last event of this voter on this proposal, its
 * books (`IBallots.ballotOf`) and its tally, each of which must say the same.
 *
 * @throws `ChainUnreachable`
 */
export async function verifyBallot(reader: Reader, receipt: BallotReceipt): Promise<VerifiedBallot> {
  const { tallyGovernor } = deployed(reader.network);
  const isHere = receipt.chainId === reader.network.chainId && isAddressEqual(receipt.governor, tallyGovernor);
  if (!isHere) return { good: false, fault: "elsewhere", counted: NOTHING, tally: NOTHING };
  const { proposalId, voter } = receipt;
  const [{ split: counted }, tally, events] = await Promise.all([
    ballotOf(reader, proposalId, voter),
    tallyOf(reader, proposalId),
    votesOf(reader, proposalId, voter),
  ]);
  const last = events.at(-1);
  const fault = faultOf(receipt, counted, tally, last);
  return { good: fault === undefined, fault, counted, tally, transaction: last?.transaction };
}

function faultOf(
  { support, params }: BallotReceipt,
  counted: Split,
  tally: Split,
  last: CountedVote | undefined,
): ReceiptFault | undefined {
  const choice = choiceOf(support, params);
  if (choice === undefined) return "noVote";
  if (last === undefined) return "notCounted";
  const expected = partsOf(choice, last.weight);
  if (last.support !== support || last.params.toLowerCase() !== params.toLowerCase()) return "otherVote";
  const sides = ["against", "for", "abstain"] as const;
  const isThere = sides.every((side) => counted[side] === expected[side] && tally[side] >= expected[side]);
  return isThere ? undefined : "notInTally";
}

/** A vote as the governor's event tells it. */
export interface CountedVote {
  readonly voter: Address;
  readonly support: number;
  readonly params: Hex;
  /** Power that it counted. */
  readonly weight: bigint;
  readonly reason: string;
  readonly transaction: Hex;
}

/**
 * The votes on a proposal, in the order in which they were counted, changes of mind too, from events.
 *
 * @param voter whose; default: everybody's
 * @throws `ChainUnreachable`
 */
export async function votesOf(reader: Reader, proposalId: bigint, voter?: Address): Promise<CountedVote[]> {
  const { client, network } = reader;
  const filter = { ...governorOf(network), args: voter === undefined ? {} : { voter }, strict: true } as const;
  const read = async (fromBlock: bigint, toBlock: bigint) => [
    ...(await client.getContractEvents({ ...filter, eventName: "VoteCast", fromBlock, toBlock })),
    ...(await client.getContractEvents({ ...filter, eventName: "VoteCastWithParams", fromBlock, toBlock })),
  ];
  const logs = inOrder(await logsSoFar(reader, "votesOf", read));
  return logs
    .filter(({ args }) => args.proposalId === proposalId)
    .map(({ args, transactionHash }) => ({ params: "0x", ...args, transaction: transactionHash }));
}

/**
 * Counts a proposal's votes anew from events: each voter's last vote. The result must be the governor's tally
 * (`tallyOf`), or something is wrong with the node.
 *
 * @throws `ChainUnreachable`
 */
export async function recount(reader: Reader, proposalId: bigint): Promise<Split> {
  const last = new Map((await votesOf(reader, proposalId)).map((vote) => [vote.voter, vote]));
  return [...last.values()].reduce((tally, { support, params, weight }) => {
    const own = partsOf(choiceOf(support, params) ?? NOTHING, weight);
    return {
      against: tally.against + own.against,
      for: tally.for + own.for,
      abstain: tally.abstain + own.abstain,
    };
  }, NOTHING);
}
