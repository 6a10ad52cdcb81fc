import { type Address, getAddress, type Hex, hashTypedData } from "viem";
import type { Actor, Reader } from "../chain/actor.ts";
import { contractError } from "../chain/explainError.ts";
import { readView } from "../chain/readView.ts";
import { isSignedByKey, type SignerKind, signerKind, signTyped } from "../chain/signature.ts";
import { chainTime } from "../chain/time.ts";
import { tallystickError } from "../errors.ts";
import { addressOf, amountOf, type Fault, integerOf, objectOf, signatureOf } from "../gateway/fields.ts";
import { deployed } from "../networks.ts";
import { type Choice, choiceOf, paramsOf, partsTogether, supportOf } from "./choice.ts";
import { governorOf } from "./contracts.ts";
import { proposalStates } from "./proposalState.ts";

/** A vote that its voter signs, for anyone to bring to the governor (`IBallots.Ballot`). */
export interface Ballot {
  readonly proposalId: bigint;
  readonly voter: Address;
  /** 0 against, 1 for, 2 abstain, 255 split. */
  readonly support: number;
  /** "0x", or a split's parts. */
  readonly params: Hex;
  /** Last Unix second in which it may be included. */
  readonly deadline: number;
}

export interface SignedBallot extends Ballot {
  readonly signature: Hex;
  /** As `ballotSigner` told; unknown ones are sent in the longer form, which takes both. */
  readonly by?: SignerKind | undefined;
}

/** EIP-712 domain of what voters and sponsors sign. */
export function governorDomain(chainId: number, governor: Address) {
  return { name: "Tallystick Governor", version: "1", chainId, verifyingContract: governor } as const;
}

export const ballotTypes = {
  RelayedBallot: [
    { name: "proposalId", type: "uint256" },
    { name: "voter", type: "address" },
    { name: "support", type: "uint8" },
    { name: "params", type: "bytes" },
    { name: "deadline", type: "uint256" },
  ],
} as const;

/** EIP-712 message of a ballot; signed by its voter. */
export function ballotTypedData(chainId: number, governor: Address, ballot: Ballot) {
  const { proposalId, voter, support, params } = ballot;
  const message = { proposalId, voter, support, params, deadline: BigInt(ballot.deadline) };
  return {
    domain: governorDomain(chainId, governor),
    types: ballotTypes,
    primaryType: "RelayedBallot",
    message,
  } as const;
}

/** EIP-712 digest of a ballot. */
export function ballotDigest(chainId: number, governor: Address, ballot: Ballot): Hex {
  return hashTypedData(ballotTypedData(chainId, governor, ballot));
}

export interface BallotChoice {
  readonly proposalId: bigint;
  readonly choice: Choice;
  /** Unix second. Default: the end of the vote as it is now. */
  readonly deadline?: number | undefined;
}

/** The state (`IGovernor.ProposalState`) of a proposal that is voted on. */
export const ACTIVE = proposalStates.indexOf("active");

/**
 * Completes a ballot, if it would be counted now.
 *
 * @throws `GovernorNonexistentProposal`, `GovernorUnexpectedProposalState` unless it is voted on, `Ballots_NoPower`,
 * `Ballots_AlreadyVoted` (a signed ballot is a voter's first, or nothing), `GovernorInvalidVoteParams` for a split of more
 * than he has, `BadBallot` for a split of nothing or a deadline that is past; `ChainUnreachable`
 */
export async function prepareBallot(reader: Reader, voter: Address, wanted: BallotChoice): Promise<Ballot> {
  const { proposalId, choice } = wanted;
  const governor = governorOf(reader.network);
  const params = paramsOf(choice);
  const current = await readView(reader, governor, "state", [proposalId]);
  if (current !== ACTIVE) throw contractError("GovernorUnexpectedProposalState", { proposalId, current });
  const snapshot = await readView(reader, governor, "proposalSnapshot", [proposalId]);
  const [power, hasVoted, hasWithdrawn, end, now] = await Promise.all([
    readView(reader, governor, "getVotes", [voter, snapshot]),
    readView(reader, governor, "hasVoted", [proposalId, voter]),
    readView(reader, governor, "hasWithdrawn", [proposalId, voter]),
    readView(reader, governor, "proposalDeadline", [proposalId]),
    chainTime(reader),
  ]);
  if (power === 0n) throw contractError("Ballots_NoPower", { proposalId, voter });
  if (hasVoted || hasWithdrawn) throw contractError("Ballots_AlreadyVoted", { proposalId, voter });
  if (typeof choice !== "string" && partsTogether(choice) > power) throw contractError("GovernorInvalidVoteParams", {});
  const deadline = wanted.deadline ?? Number(end);
  if (deadline < now) throw tallystickError("BadBallot", { field: "deadline", reason: "it is past" });
  return { proposalId, voter, support: supportOf(choice), params, deadline };
}

/**
 * Signs a ballot, if it would be counted now. It costs its voter nothing: anyone may bring it (`castBallots`). He can make
 * it void with `withdrawBallots` until it is included.
 *
 * @throws as `prepareBallot`; `UserRejected`
 */
export async function signBallot(actor: Actor, choice: BallotChoice): Promise<SignedBallot> {
  const ballot = await prepareBallot(actor, actor.wallet.account.address, choice);
  const { chainId, governor } = placeOf(actor);
  const signature = await signTyped(actor, ballotTypedData(chainId, governor, ballot), "signBallot");
  const byKey = await isSignedByKey(ballot.voter, ballotDigest(chainId, governor, ballot), signature);
  return { ...ballot, signature, by: byKey ? "key" : "wallet" };
}

/**
 * Who signed a ballot: the voter's key, or his contract wallet as it answers now; undefined: neither, the governor would
 * skip it.
 *
 * @throws `ChainUnreachable`: only a signature that is not by the voter's key needs the chain
 */
export function ballotSigner(reader: Reader, ballot: SignedBallot): Promise<SignerKind | undefined> {
  const { chainId, governor } = placeOf(reader);
  return signerKind(reader, ballot.voter, ballotDigest(chainId, governor, ballot), ballot.signature);
}

/** Ballots or voters that are asked about at once. */
export const AT_ONCE = 25;

/**
 * The places of voters in the governor's words of receipts; zero: never voted. `ballotSheets` sorts by them.
 *
 * @throws `ChainUnreachable`
 */
export async function voterIndexes(reader: Reader, voters: readonly Address[]): Promise<Map<Address, bigint>> {
  const governor = governorOf(reader.network);
  const indexes = new Map<Address, bigint>();
  const distinct = [...new Set(voters)];
  for (let i = 0; i < distinct.length; i += AT_ONCE) {
    const part = distinct.slice(i, i + AT_ONCE);
    const found = await Promise.all(part.map((voter) => readView(reader, governor, "voterIndex", [voter])));
    for (const [j, voter] of part.entries()) indexes.set(voter, found[j] ?? 0n);
  }
  return indexes;
}

/** A signed ballot as JSON. */
export interface WireBallot {
  /** Decimal. */
  readonly proposalId: string;
  readonly voter: Address;
  readonly support: number;
  readonly params: Hex;
  readonly deadline: number;
  readonly signature: Hex;
}

/** A signed ballot in its JSON form. */
export function encodeBallot(ballot: SignedBallot): WireBallot {
  const { proposalId, voter, support, params, deadline, signature } = ballot;
  return { proposalId: proposalId.toString(), voter, support, params, deadline, signature };
}

const MAX_TIME = 2 ** 48 - 1;

/**
 * Reads a ballot's JSON form. It is checked for its form alone: who signed it `ballotSigner` tells.
 *
 * @throws `BadBallot` with the field and the reason
 */
export function decodeBallot(value: unknown): SignedBallot {
  const fault: Fault = (field, reason) => tallystickError("BadBallot", { field, reason });
  const fields = objectOf(value, "ballot", fault);
  const support = integerOf(fields, "support", 255, fault);
  const params = fields.params;
  if (typeof params !== "string" || !/^0x([0-9a-fA-F]{2}){0,48}$/.test(params)) {
    throw fault("params", "at most 48 bytes in hexadecimal are needed");
  }
  if (choiceOf(support, params as Hex) === undefined) {
    throw fault("support", "with these params it is no vote: 0 against, 1 for, 2 abstain, 255 with a split's parts");
  }
  return {
    proposalId: amountOf(fields, "proposalId", 256, fault),
    // With its checksum: viem encodes no address with a wrong one, and one ballot must not spoil the others.
    voter: getAddress(addressOf(fields, "voter", fault)),
    support,
    params: params as Hex,
    deadline: integerOf(fields, "deadline", MAX_TIME, fault),
    signature: signatureOf(fields, fault),
  };
}

function placeOf({ network }: Reader): { readonly chainId: number; readonly governor: Address } {
  return { chainId: network.chainId, governor: deployed(network).tallyGovernor };
}
