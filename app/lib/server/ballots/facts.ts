import type { Reader } from "@tallystick/sdk/chain/actor";
import { tallyGovernorAbi } from "@tallystick/sdk/generated/abis/TallyGovernor";
import { tallyTokenAbi } from "@tallystick/sdk/generated/abis/TallyToken";
import { deployed } from "@tallystick/sdk/networks";
import {
  type Abi,
  type AbiFunction,
  type Address,
  encodeFunctionData,
  getAbiItem,
  type Hex,
  hexToBigInt,
  size,
  toFunctionSelector,
} from "viem";
import type { Ask, AskAll } from "./rpc.ts";

/** What the chain says of a proposal. */
export interface ProposalFacts {
  readonly snapshot: number;
  /** Last second of the vote. */
  readonly deadline: number;
  readonly state: "pending" | "active" | "over";
}

/** What the chain says of a voter and a proposal. */
export interface VoterFacts {
  readonly power: bigint;
  readonly hasVoted: boolean;
  readonly hasWithdrawn: boolean;
  /** Zero: never voted. */
  readonly index: bigint;
}

export interface Place {
  readonly proposalId: bigint;
  readonly voter: Address;
}

export type Facts = ReturnType<typeof chainFacts>;

const selectorOf = (abi: Abi, name: string): Hex => toFunctionSelector(getAbiItem({ abi, name }) as AbiFunction);
// Encoded by hand: questions about hundreds of voters are most of what a batch costs besides its signatures.
const SELECTORS = {
  hasVoted: selectorOf(tallyGovernorAbi, "hasVoted"),
  hasWithdrawn: selectorOf(tallyGovernorAbi, "hasWithdrawn"),
  voterIndex: selectorOf(tallyGovernorAbi, "voterIndex"),
  ballotOf: selectorOf(tallyGovernorAbi, "ballotOf"),
  pastVotesOf: selectorOf(tallyTokenAbi, "pastVotesOf"),
};
const id = (proposalId: bigint): string => proposalId.toString(16).padStart(64, "0");
const account = (voter: Address): string => voter.slice(2).toLowerCase().padStart(64, "0");
const isYes = (answer: Hex | undefined): boolean => answer !== undefined && BigInt(answer) === 1n;
const wordAt = (answer: Hex | undefined, at: number): bigint =>
  answer === undefined || size(answer) < 32 * (at + 1) ? 0n : BigInt(`0x${answer.slice(2 + 64 * at, 66 + 64 * at)}`);

/** Gas that the governor gives a contract wallet to check a signature. */
const WALLET_GAS = 150_000n;
const VALID = `0x1626ba7e${"0".repeat(56)}`;
const erc1271 = [
  {
    type: "function",
    name: "isValidSignature",
    stateMutability: "view",
    inputs: [{ type: "bytes32" }, { type: "bytes" }],
    outputs: [{ type: "bytes4" }],
  },
] as const;

/** Seconds for which a proposal's facts and the chain's time are taken as they were. */
const FRESH_MS = 1_000;
const MOST_PROPOSALS = 1_000;

/**
 * Reads what decides about ballots.
 *
 * @param now milliseconds of this machine
 */
export function chainFacts(reader: Reader, ask: AskAll, now: () => number = Date.now) {
  const { tallyGovernor: governor, tallyToken: token } = deployed(reader.network);
  const known = new Map<bigint, { at: number; facts: ProposalFacts | undefined }>();
  let block: { at: number; number: bigint; timestamp: number } | undefined;

  async function head() {
    if (block !== undefined && now() - block.at < FRESH_MS) return block;
    const { number, timestamp } = await reader.client.getBlock();
    block = { at: now(), number, timestamp: Number(timestamp) };
    return block;
  }

  async function readProposals(ids: readonly bigint[]): Promise<void> {
    const names = ["proposalSnapshot", "proposalDeadline", "state"] as const;
    const asks: Ask[] = ids.flatMap((proposalId) =>
      names.map((functionName) => ({
        to: governor,
        data: encodeFunctionData({ abi: tallyGovernorAbi, functionName, args: [proposalId] }),
      })),
    );
    const answers = await ask(asks);
    ids.forEach((proposalId, i) => {
      const [snapshot, deadline, state] = answers.slice(3 * i, 3 * i + 3);
      // The governor refuses to say the state of a proposal that it does not know.
      const isKnown = state !== undefined && wordAt(snapshot, 0) !== 0n;
      const states = ["pending", "active"] as const;
      const facts: ProposalFacts | undefined = isKnown
        ? {
            snapshot: Number(wordAt(snapshot, 0)),
            deadline: Number(wordAt(deadline, 0)),
            state: states[Number(hexToBigInt(state))] ?? "over",
          }
        : undefined;
      known.delete(proposalId);
      known.set(proposalId, { at: now(), facts });
    });
    for (const oldest of known.keys()) if (known.size > MOST_PROPOSALS) known.delete(oldest);
  }

  function askPowers(voters: readonly Address[], timepoint: number): Ask {
    const words = [64n, BigInt(timepoint), BigInt(voters.length)].map(id);
    return { to: token, data: `${SELECTORS.pastVotesOf}${words.join("")}${voters.map(account).join("")}` as Hex };
  }

  return {
    governor,
    /** Second and number of the newest block. */
    head,
    /** Facts of proposals; undefined where there is none. */
    async proposals(ids: readonly bigint[], isFresh = false): Promise<Map<bigint, ProposalFacts | undefined>> {
      const wanted = [...new Set(ids)];
      const stale = wanted.filter((each) => isFresh || now() - (known.get(each)?.at ?? 0) >= FRESH_MS);
      if (stale.length > 0) await readProposals(stale);
      return new Map(wanted.map((each) => [each, known.get(each)?.facts]));
    },
    /** What is known of voters of one proposal; power as of now where its snapshot is still to come. */
    async voters(places: readonly Place[], snapshotOf: (proposalId: bigint) => number): Promise<VoterFacts[]> {
      const { timestamp } = await head();
      const byTime = [...Map.groupBy(places, ({ proposalId }) => Math.min(snapshotOf(proposalId), timestamp - 1))];
      const indexAsks = places.map(({ voter }): Ask => {
        return { to: governor, data: `${SELECTORS.voterIndex}${account(voter)}` as Hex };
      });
      const powerAsks = byTime.map(([timepoint, some]) => {
        return askPowers(
          some.map(({ voter }) => voter),
          timepoint,
        );
      });
      const found = await ask([...powerAsks, ...indexAsks]);
      const indexes = found.slice(byTime.length);
      const powers = new Map<Place, bigint>();
      byTime.forEach(([, some], i) => {
        if (found[i] === undefined) throw new Error("The token does not say the power of voters.");
        some.forEach((place, at) => void powers.set(place, wordAt(found[i], 2 + at)));
      });
      // Who has never voted nor withdrawn has no place: he need not be asked about.
      const placed = places.filter((_, i) => wordAt(indexes[i], 0) !== 0n);
      const asks = placed.flatMap(({ proposalId, voter }): Ask[] => {
        const args = `${id(proposalId)}${account(voter)}`;
        return [SELECTORS.hasVoted, SELECTORS.hasWithdrawn].map((selector) => {
          return { to: governor, data: `${selector}${args}` as Hex };
        });
      });
      const answers = await ask(asks);
      const votes = new Map(placed.map((place, i) => [place, answers.slice(2 * i, 2 * i + 2)]));
      return places.map((place, i) => {
        const [hasVoted, hasWithdrawn] = votes.get(place) ?? [];
        return {
          power: powers.get(place) ?? 0n,
          hasVoted: isYes(hasVoted),
          hasWithdrawn: isYes(hasWithdrawn),
          index: wordAt(indexes[i], 0),
        };
      });
    },
    /** What of voters' power is in the tally: against, for, abstain. */
    async ballots(places: readonly Place[], at?: bigint): Promise<(readonly [bigint, bigint, bigint])[]> {
      const asks = places.map(({ proposalId, voter }): Ask => {
        return { to: governor, data: `${SELECTORS.ballotOf}${id(proposalId)}${account(voter)}` as Hex };
      });
      return (await ask(asks, at)).map((answer) => [wordAt(answer, 0), wordAt(answer, 1), wordAt(answer, 2)] as const);
    },
    /** Whether contract wallets take signatures, asked as the governor asks them. */
    async wallets(signed: readonly { readonly voter: Address; readonly digest: Hex; readonly signature: Hex }[]) {
      const asks = signed.map(({ voter, digest, signature }): Ask => {
        const args = [digest, signature] as const;
        const data = encodeFunctionData({ abi: erc1271, functionName: "isValidSignature", args });
        // What the call itself costs comes on top.
        return { to: voter, data, from: governor, gas: WALLET_GAS + 21_000n + 16n * BigInt(size(data)) };
      });
      return (await ask(asks)).map((answer) => answer?.slice(0, 66) === VALID);
    },
  };
}
