import { type Address, concat, type Hex, keccak256, zeroAddress, zeroHash } from "viem";
import type { Reader } from "../chain/actor.ts";
import { explainError } from "../chain/explainError.ts";
import { logsSoFar } from "../chain/logs.ts";
import { readView } from "../chain/readView.ts";
import { tallystickError } from "../errors.ts";
import { deployed } from "../networks.ts";
import type { Action } from "./action.ts";
import type { Split } from "./choice.ts";
import { governorOf } from "./contracts.ts";
import { type ProposalState, proposalStates } from "./proposalState.ts";
import { proposalId } from "./proposals.ts";
import { tallyOf } from "./votes.ts";

/** A proposal as the chain tells it. Times are Unix seconds. */
export interface Proposal {
  readonly id: bigint;
  readonly proposer: Address;
  readonly actions: readonly Action[];
  /** The full one, with its proposer. */
  readonly description: string;
  /** Code hash of each action's target when it was proposed. */
  readonly codeHashes: readonly Hex[];
  readonly snapshot: number;
  readonly deadline: number;
  /** Last second in which a vote may be changed. */
  readonly changesCloseAt: number;
  /** Power that for and abstain together must reach. */
  readonly quorum: bigint;
  readonly isCritical: boolean;
  readonly tally: Split;
  readonly state: ProposalState;
  /** From when it may be executed; undefined: it is not queued. */
  readonly eta?: number | undefined;
  /** Low 168 bits of the hash of the code hashes, as the governor keeps them. */
  readonly pins: bigint;
}

/** What a proposal was made of. The governor keeps nothing of it but the id. */
export interface ProposalText {
  readonly actions: readonly Action[];
  readonly description: string;
  readonly codeHashes: readonly Hex[];
}

/**
 * Reads a proposal; undefined: there is none of this id. What it was made of is proved against its id and its pins.
 *
 * @param text what it was made of, where that is known (as from an indexer); default: it is looked for in events
 * @throws `ProposalMismatch` when the text is another proposal's, or not among the node's logs; `ChainUnreachable`
 */
export async function proposalOf(reader: Reader, id: bigint, text?: ProposalText): Promise<Proposal | undefined> {
  const governor = governorOf(reader.network);
  const args = [id] as const;
  const proposer = await readView(reader, governor, "proposalProposer", args);
  if (proposer === zeroAddress) return undefined;
  const [made, state, snapshot, deadline, changesCloseAt, quorum, isCritical, tally, eta, pins] = await Promise.all([
    text ?? textOf(reader, id),
    readView(reader, governor, "state", args),
    readView(reader, governor, "proposalSnapshot", args),
    readView(reader, governor, "proposalDeadline", args),
    readView(reader, governor, "changesCloseAt", args),
    readView(reader, governor, "proposalQuorum", args),
    readView(reader, governor, "proposalIsCritical", args),
    tallyOf(reader, id),
    readView(reader, governor, "proposalEta", args),
    readView(reader, governor, "proposalPins", args),
  ]);
  if (made === undefined || !isTextOf(reader, id, pins, made)) {
    throw tallystickError("ProposalMismatch", { proposal: id.toString() });
  }
  return {
    id,
    proposer,
    ...made,
    snapshot: Number(snapshot),
    deadline: Number(deadline),
    changesCloseAt: Number(changesCloseAt),
    quorum,
    isCritical,
    tally,
    state: proposalStates[state] ?? "pending",
    // The treasury marks what is done with a time that never was.
    eta: eta > 1n ? Number(eta) : undefined,
    pins,
  };
}

function isTextOf({ network }: Reader, id: bigint, pins: bigint, made: ProposalText): boolean {
  const { actions, description, codeHashes } = made;
  const frozen = BigInt(keccak256(concat(codeHashes))) & (2n ** 168n - 1n);
  return proposalId(network.chainId, deployed(network).tallyGovernor, actions, description) === id && frozen === pins;
}

async function textOf(reader: Reader, id: bigint): Promise<ProposalText | undefined> {
  return (await proposalTexts(reader)).find((each) => each.id === id);
}

/**
 * What each proposal was made of, newest first, from events.
 *
 * @throws `ChainUnreachable`
 */
export async function proposalTexts(reader: Reader): Promise<(ProposalText & { readonly id: bigint })[]> {
  const { client, network } = reader;
  const filter = { ...governorOf(network), strict: true } as const;
  const [created, frozen] = await Promise.all([
    logsSoFar(reader, "proposalTexts", (fromBlock, toBlock) =>
      client.getContractEvents({ ...filter, eventName: "ProposalCreated", fromBlock, toBlock }),
    ),
    logsSoFar(reader, "proposalTexts", (fromBlock, toBlock) =>
      client.getContractEvents({ ...filter, eventName: "ProposalFrozen", fromBlock, toBlock }),
    ),
  ]);
  const hashes = new Map(frozen.map(({ args }) => [args.proposalId, args.codeHashes]));
  return created
    .map(({ args }) => ({
      id: args.proposalId,
      description: args.description,
      actions: args.targets.map((target, i): Action => {
        return { target, value: args.values[i] ?? 0n, data: args.calldatas[i] ?? "0x" };
      }),
      codeHashes: hashes.get(args.proposalId) ?? [],
    }))
    .reverse();
}

/** Whether a target's code is what it was when it was proposed. */
export interface Pin {
  readonly target: Address;
  readonly frozen: Hex;
  readonly now: Hex;
  readonly same: boolean;
}

/**
 * Compares the code of each action's target with what it was when the proposal was made: the governor queues and executes
 * only what is the same. Behind a proxy the code that acts may change all the same.
 *
 * @param codeHashes as they were frozen, one an action
 * @throws `ChainUnreachable`
 */
export async function checkPins(
  { client, network }: Reader,
  actions: readonly Action[],
  codeHashes: readonly Hex[],
): Promise<Pin[]> {
  try {
    return await Promise.all(
      actions.map(async ({ target }, i) => {
        const code = await client.getCode({ address: target });
        const [frozen, now] = [codeHashes[i] ?? zeroHash, code === undefined ? zeroHash : keccak256(code)];
        return { target, frozen, now, same: frozen === now };
      }),
    );
  } catch (error) {
    throw explainError(error, { act: "checkPins", network });
  }
}
