import { type Address, type Hex, zeroHash } from "viem";
import type { Reader } from "../chain/actor.ts";
import { type Call, callOf } from "../chain/call.ts";
import { inOrder, logsSoFar } from "../chain/logs.ts";
import { readView } from "../chain/readView.ts";
import { evidenceAbi } from "../generated/abis/Evidence.ts";
import { credentialType } from "../identity/credentials.ts";
import { evidenceOf } from "./contracts.ts";
import type { ReceivableTerms } from "./terms.ts";
import { type EvidenceStream, evidenceStreams } from "./words.ts";

/** Credential of who moves and stores goods (`Evidence.LOGISTICS`). A bank's is `BANK`. */
export const LOGISTICS = credentialType("tallystick.logistics");

/** Names of the streams in a word of bits. */
export function streamsIn(bits: number): EvidenceStream[] {
  return evidenceStreams.filter((_, i) => (bits >> i) & 1);
}

/** Word of bits for these streams: what a bid wants. */
export function streamBits(streams: readonly EvidenceStream[]): number {
  return streams.reduce((bits, stream) => bits | (1 << evidenceStreams.indexOf(stream)), 0);
}

/** Word with the role that a member of an organisation needs for a stream: what `appoint` wants. */
export function streamRole(stream: EvidenceStream): bigint {
  return 1n << BigInt(evidenceStreams.indexOf(stream) + 1);
}

/**
 * Anchors evidence of a receivable that is neither void nor paid (`IEvidence.attest`). Information: creditor or debtor;
 * commercial: the creditor; logistics and capital: who has the credential `LOGISTICS` or `BANK`.
 *
 * @param evidence hash of a document: see `documentHash`
 * @param org organisation for whose owner a member with the stream's role (`streamRole`) speaks. Default: none, he speaks
 *   for himself
 */
export function attestEvidence(
  evidenceContract: Address,
  terms: ReceivableTerms,
  stream: EvidenceStream,
  evidence: Hex,
  org: Hex = zeroHash,
): Call {
  return callOf(evidenceContract, evidenceAbi, "attest", [terms, evidenceStreams.indexOf(stream), evidence, org]);
}

/**
 * Streams that a receivable has (`IEvidence.streamsOf`).
 *
 * @throws `ChainUnreachable`
 */
export async function streamsOf(reader: Reader, id: bigint): Promise<EvidenceStream[]> {
  return streamsIn(await readView(reader, evidenceOf(reader.network), "streamsOf", [id]));
}

/**
 * Whether a party may attest in a stream, for itself (`IEvidence.isInRole`).
 *
 * @throws `ChainUnreachable`
 */
export function isInRole(
  reader: Reader,
  terms: ReceivableTerms,
  stream: EvidenceStream,
  party: Address,
): Promise<boolean> {
  const args = [terms, evidenceStreams.indexOf(stream), party] as const;
  return readView(reader, evidenceOf(reader.network), "isInRole", args);
}

/** Evidence that was anchored (`IEvidence.Attested`). */
export interface AttestedEvidence {
  readonly stream: EvidenceStream;
  /** In whose name. */
  readonly party: Address;
  /** Who wrote it: the party, or a member of its organisation. */
  readonly by: Address;
  readonly evidence: Hex;
  readonly blockNumber: bigint;
}

/**
 * All evidence of a receivable, oldest first, from events.
 *
 * @throws `ChainUnreachable`
 */
export async function evidenceLog(reader: Reader, id: bigint): Promise<AttestedEvidence[]> {
  const { client, network } = reader;
  const { address, abi } = evidenceOf(network);
  const logs = await logsSoFar(reader, "evidenceLog", (fromBlock, toBlock) =>
    client.getContractEvents({ address, abi, eventName: "Attested", args: { id }, strict: true, fromBlock, toBlock }),
  );
  return inOrder(logs).flatMap(({ args, blockNumber }) => {
    const stream = evidenceStreams[args.stream];
    return stream === undefined
      ? []
      : [{ stream, party: args.party, by: args.by, evidence: args.evidence, blockNumber }];
  });
}
