import type { BallotReceipt } from "@tallystick/sdk/governance/receipts";
import type { Address } from "viem";
import { readReceipt, writeReceipt } from "./receipt-file";

const keyOf = (chainId: number, proposalId: bigint, voter: Address) =>
  `tallystick.ballot.${chainId}.${proposalId}.${voter.toLowerCase()}`;

/** Keeps the receipt of a voter's last vote on a proposal in this browser. */
export function keepReceipt(receipt: BallotReceipt): void {
  try {
    const { chainId, proposalId, voter } = receipt;
    window.localStorage.setItem(keyOf(chainId, proposalId, voter), writeReceipt(receipt));
  } catch {
    // A full or forbidden storage costs the receipt, not the vote.
  }
}

/** The receipt that this browser keeps, if there is one. */
export function keptReceipt(chainId: number, proposalId: bigint, voter: Address): BallotReceipt | undefined {
  try {
    const text = window.localStorage.getItem(keyOf(chainId, proposalId, voter));
    return text === null ? undefined : readReceipt(text);
  } catch {
    return undefined;
  }
}
