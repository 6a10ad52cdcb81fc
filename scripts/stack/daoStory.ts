import type { Reader } from "@tallystick/sdk/chain/actor";
import { readView } from "@tallystick/sdk/chain/readView";
import { governorOf, tallyTokenOf } from "@tallystick/sdk/governance/contracts";
import { type ProposalState, proposalStates } from "@tallystick/sdk/governance/proposalState";
import { titleOf } from "@tallystick/sdk/governance/proposals";
import { deployed } from "@tallystick/sdk/networks";
import { type Address, isAddressEqual } from "viem";

/** State of every proposal of a chain's DAO, by its title. */
export async function proposalsOf(reader: Reader): Promise<ReadonlyMap<string, ProposalState>> {
  const governor = governorOf(reader.network);
  const made = await reader.client.getContractEvents({
    ...governor,
    eventName: "ProposalCreated",
    strict: true,
    fromBlock: 0n,
  });
  const stated = made.map(async ({ args: { proposalId, description } }) => {
    const state = proposalStates[await readView(reader, governor, "state", [proposalId])];
    if (state === undefined) throw new Error("The governor knows a state that the SDK does not.");
    return [titleOf(description), state] as const;
  });
  return new Map(await Promise.all(stated));
}

/** How many votes were brought by somebody else, and how many signed ballots were skipped. */
export async function relayedBallots(reader: Reader): Promise<{ readonly counted: number; readonly skipped: number }> {
  const { client, network } = reader;
  const governor = { ...governorOf(network), fromBlock: 0n } as const;
  const votes = await client.getContractEvents({ ...governor, eventName: "VoteCast", strict: true });
  const senders = await Promise.all(
    votes.map(async ({ transactionHash: hash }) => (await client.getTransaction({ hash })).from),
  );
  const isOthers = (sender: Address, i: number): boolean =>
    !isAddressEqual(sender, votes[i]?.args.voter ?? deployed(network).timelock);
  const skips = await client.getContractEvents({ ...governor, eventName: "BallotSkipped" });
  return { counted: senders.filter(isOthers).length, skipped: skips.length };
}

/** Whether an account alone reaches the quorum of any proposal made now. */
export async function decidesAlone(reader: Reader, account: Address): Promise<boolean> {
  const token = tallyTokenOf(reader.network);
  const [power, supply, numerator, denominator] = await Promise.all([
    readView(reader, token, "getVotes", [account]),
    readView(reader, token, "totalSupply", []),
    readView(reader, governorOf(reader.network), "criticalQuorumNumerator", []),
    readView(reader, governorOf(reader.network), "quorumDenominator", []),
  ]);
  return power * denominator >= supply * numerator;
}
