import { type Address, isAddressEqual } from "viem";

/** Who has the lot of a repo: its contract for both, or again the seller, the buyer for good, or somebody else. */
export type RepoState = "held" | "back" | "taken" | "gone";

/** What the chain says of a repo. */
interface RepoFacts {
  readonly buyback: Address;
  readonly seller: Address;
  /** Of the lot now; zero: it is no more. */
  readonly holder: Address;
  /** Whether the buyer has kept it. */
  readonly isTaken: boolean;
  /** Whether the indexer knows that the seller had it back, whoever has it since. */
  readonly wasReturned: boolean;
}

export function repoStateOf({ buyback, seller, holder, isTaken, wasReturned }: RepoFacts): RepoState {
  if (isTaken) return "taken";
  if (isAddressEqual(holder, buyback)) return "held";
  return wasReturned || isAddressEqual(holder, seller) ? "back" : "gone";
}

/** Whether the buyer may keep the lot on a day: after the last one on which he waits, as long as something is due. */
export function canTake(state: RepoState, due: bigint, lastDay: number, today: number): boolean {
  return state === "held" && due > 0n && today > lastDay;
}
