import { choiceOf, partsTogether } from "@tallystick/sdk/governance/choice";
import type { Hex } from "viem";
import type { Facts, ProposalFacts, VoterFacts } from "./facts.ts";
import { type Refusal, type RefusalCode, refusal } from "./refusals.ts";
import { isSignedByKey, type Signable } from "./signer.ts";
import type { Kept } from "./store.ts";

/** A ballot that could be read, and its digest. */
export interface Read extends Signable {
  readonly signature: Hex;
  readonly digest: Hex;
}

/** Why the governor would not count a ballot now, as far as it is not about the signature. */
export function faultOf(
  ballot: Signable,
  { power, hasVoted, hasWithdrawn }: VoterFacts,
  leastPower: bigint,
): RefusalCode | undefined {
  if (hasWithdrawn) return "withdrawn";
  if (hasVoted) return "voted";
  if (power === 0n || power < leastPower) return "zeroPower";
  const choice = choiceOf(ballot.support, ballot.params);
  if (choice === undefined) return "malformed";
  return typeof choice !== "string" && partsTogether(choice) > power ? "overPower" : undefined;
}

/** Why a ballot comes too late, or to nothing. */
export function timeFault(
  ballot: Pick<Signable, "deadline">,
  proposal: ProposalFacts | undefined,
  now: number,
): RefusalCode | undefined {
  if (!proposal) return "unknownProposal";
  if (now > ballot.deadline || now > proposal.deadline) return "late";
  return proposal.state === "over" ? "closed" : undefined;
}

/** Signatures that are recovered before others have a turn: about five milliseconds. */
const AT_A_TIME = 16;
const breath = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Which ballots are signed by their voters' keys. Needs no chain. */
export async function signedByKeys(ballots: readonly Read[]): Promise<boolean[]> {
  const found: boolean[] = [];
  for (const [i, { digest, voter, signature }] of ballots.entries()) {
    if (i % AT_A_TIME === AT_A_TIME - 1) await breath();
    found.push(isSignedByKey(digest, voter, signature));
  }
  return found;
}

/** What can be kept of a ballot, or why not. */
export type Checked = Kept | Refusal;

/**
 * Checks ballots together: what a key signed by itself, everything else with few questions to the chain.
 *
 * @param receivedAt milliseconds of this machine
 * @throws when the chain does not answer
 */
export async function checkBallots(
  ballots: readonly Read[],
  facts: Facts,
  about: { readonly chainId: number; readonly leastPower: bigint; readonly receivedAt: number },
): Promise<Checked[]> {
  const { timestamp } = await facts.head();
  const proposals = await facts.proposals(ballots.map(({ proposalId }) => proposalId));
  const results = new Map<Read, Checked>();
  const refuse = (ballot: Read, code: RefusalCode): void => void results.set(ballot, refusal(code));
  const open: Read[] = [];
  for (const ballot of ballots) {
    const fault = timeFault(ballot, proposals.get(ballot.proposalId), timestamp);
    if (fault) refuse(ballot, fault);
    else open.push(ballot);
  }
  const snapshotOf = (proposalId: bigint): number => proposals.get(proposalId)?.snapshot ?? 0;
  // The node looks voters up while signatures are recovered here.
  const [byKey, voters] = await Promise.all([signedByKeys(open), facts.voters(open, snapshotOf)]);
  const forWallets: Read[] = [];
  const keep = (ballot: Read, by: Kept["by"], power: bigint): void => {
    const { digest, proposalId, voter, support, params, deadline, signature } = ballot;
    const { chainId, receivedAt } = about;
    const kept = { chainId, proposalId, voter, support, params, deadline, signature, by, power, receivedAt };
    results.set(ballot, { id: digest, ...kept });
  };
  const powers = new Map<Read, bigint>();
  open.forEach((ballot, i) => {
    const found = voters[i] as VoterFacts;
    const fault = faultOf(ballot, found, about.leastPower);
    powers.set(ballot, found.power);
    if (fault) refuse(ballot, fault);
    else if (byKey[i]) keep(ballot, "key", found.power);
    else forWallets.push(ballot);
  });
  const taken = await facts.wallets(forWallets);
  forWallets.forEach((ballot, i) => {
    if (taken[i]) keep(ballot, "wallet", powers.get(ballot) ?? 0n);
    else refuse(ballot, "forged");
  });
  return ballots.map((ballot) => results.get(ballot) ?? refusal("chainDown"));
}
