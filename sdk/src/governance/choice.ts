import { encodePacked, type Hex, hexToBigInt, isHex, size, slice } from "viem";
import { tallystickError } from "../errors.ts";

/** Power by side, in base units of the TallyToken: a tally, or the parts of one vote. */
export interface Split {
  readonly against: bigint;
  readonly for: bigint;
  readonly abstain: bigint;
}

export const plainChoices = ["against", "for", "abstain"] as const;

/** All of a voter's power on one side. */
export type PlainChoice = (typeof plainChoices)[number];

/** What a voter wants: one side, or parts of his power on several. */
export type Choice = PlainChoice | Split;

/** Support of a split vote. The others are 0 against, 1 for, 2 abstain; 3 to 254 are free for later kinds. */
export const SPLIT_SUPPORT = 255;

/** Room for each part of a split. */
const MAX_PART = 2n ** 128n - 1n;

/** The number that the governor knows a choice by. */
export function supportOf(choice: Choice): number {
  return typeof choice === "string" ? plainChoices.indexOf(choice) : SPLIT_SUPPORT;
}

/**
 * What goes with the support: nothing, or a split's three parts (uint128 each, packed).
 *
 * @throws `BadBallot` for a part below zero, one too large, or a split of nothing
 */
export function paramsOf(choice: Choice): Hex {
  if (typeof choice === "string") return "0x";
  const parts = [choice.against, choice.for, choice.abstain] as const;
  if (parts.some((part) => part < 0n || part > MAX_PART)) {
    throw tallystickError("BadBallot", { field: "choice", reason: "each part of a split is zero or more" });
  }
  if (partsTogether(choice) === 0n) {
    throw tallystickError("BadBallot", { field: "choice", reason: "a split of nothing is no vote" });
  }
  return encodePacked(["uint128", "uint128", "uint128"], [...parts]);
}

/** The choice that support and params stand for; undefined if the governor would not take them. */
export function choiceOf(support: number, params: Hex): Choice | undefined {
  if (support !== SPLIT_SUPPORT) return params === "0x" ? plainChoices[support] : undefined;
  if (!isHex(params) || size(params) !== 48) return undefined;
  const [against, pro, abstain] = [0, 16, 32].map((at) => hexToBigInt(slice(params, at, at + 16)));
  const split: Split = { against: against ?? 0n, for: pro ?? 0n, abstain: abstain ?? 0n };
  return partsTogether(split) === 0n ? undefined : split;
}

/** What a choice adds to the tally, with this power. */
export function partsOf(choice: Choice, power: bigint): Split {
  return typeof choice === "string" ? { ...NOTHING, [choice]: power } : choice;
}

/** Power on no side. */
export const NOTHING: Split = { against: 0n, for: 0n, abstain: 0n };

/** How much of a voter's power a split uses. */
export function partsTogether(split: Split): bigint {
  return split.against + split.for + split.abstain;
}
