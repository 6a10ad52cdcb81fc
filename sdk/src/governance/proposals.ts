import {
  type Address,
  bytesToHex,
  encodeAbiParameters,
  type Hex,
  hexToString,
  keccak256,
  stringToBytes,
  stringToHex,
  zeroHash,
} from "viem";
import { type Call, calldataOf, callOf } from "../chain/call.ts";
import { tallyGovernorAbi } from "../generated/abis/TallyGovernor.ts";
import type { Action } from "./action.ts";
import type { SignedSponsorship } from "./sponsorship.ts";

/** A call as an action of a proposal. */
export function actionOf(call: Call, value = 0n): Action {
  return { target: call.address, value, data: calldataOf(call) };
}

// "#proposer=0x" and forty digits, in bytes.
const MARKER = "#proposer=0x";
const MARK_LENGTH = MARKER.length + 40;

function isMarked(description: string): boolean {
  const bytes = stringToBytes(description);
  if (bytes.length < MARK_LENGTH) return false;
  const start = bytes.length - MARK_LENGTH;
  return bytesToHex(bytes.slice(start, start + MARKER.length)) === stringToHex(MARKER);
}

/**
 * The description that a proposal gets: as it is if it names a proposer at its end, else with this one. What is signed,
 * queued, executed or cancelled goes by the full one.
 */
export function withProposer(description: string, proposer: Address): string {
  return isMarked(description) ? description : `${description}${MARKER}${proposer.slice(2).toLowerCase()}`;
}

/** A description without its proposer. */
function textOf(description: string): string {
  if (!isMarked(description)) return description;
  return hexToString(bytesToHex(stringToBytes(description).slice(0, -MARK_LENGTH)));
}

/** A proposal's title: the first line of its description that says something, without the marks of a heading. */
export function titleOf(description: string): string {
  const [line = ""] = textOf(description).trimStart().split("\n", 1);
  return line.replace(/^#+\s*/, "").trim();
}

/** What a description says after its title. */
export function bodyOf(description: string): string {
  const text = textOf(description).trimStart();
  const end = text.indexOf("\n");
  return end === -1 ? "" : text.slice(end + 1).trim();
}

type Lists = readonly [targets: readonly Address[], values: readonly bigint[], calldatas: readonly Hex[]];

function listsOf(actions: readonly Action[]): Lists {
  return [actions.map(({ target }) => target), actions.map(({ value }) => value), actions.map(({ data }) => data)];
}

/**
 * Id of a proposal: the same as the governor's `getProposalId`, and the id of its operation in the treasury.
 *
 * @param description the full one, with its proposer
 */
export function proposalId(
  chainId: number,
  governor: Address,
  actions: readonly Action[],
  description: string,
): bigint {
  const place = [{ type: "uint256" }, { type: "address" }, { type: "bytes32" }] as const;
  const salt = keccak256(encodeAbiParameters(place, [BigInt(chainId), governor, descriptionHash(description)]));
  const operation = [
    { type: "address[]" },
    { type: "uint256[]" },
    { type: "bytes[]" },
    { type: "bytes32" },
    { type: "bytes32" },
  ] as const;
  return BigInt(keccak256(encodeAbiParameters(operation, [...listsOf(actions), zeroHash, salt])));
}

function descriptionHash(description: string): Hex {
  return keccak256(stringToBytes(description));
}

/** Proposes with one's own power (`IGovernor.propose`). The governor adds the proposer to the description. */
export function propose(governor: Address, actions: readonly Action[], description: string): Call {
  return callOf(governor, tallyGovernorAbi, "propose", [...listsOf(actions), description]);
}

/**
 * Proposes with sponsors' power added to one's own (`ITallyGovernor.proposeSponsored`).
 *
 * @param sponsors who signed the id of exactly this proposal, in any order
 */
export function proposeSponsored(
  governor: Address,
  actions: readonly Action[],
  description: string,
  sponsors: readonly SignedSponsorship[],
): Call {
  const sorted = sponsors
    .map(({ sponsor, deadline, signature }) => ({ sponsor, deadline, signature }))
    .sort((a, b) => (BigInt(a.sponsor) < BigInt(b.sponsor) ? -1 : 1));
  return callOf(governor, tallyGovernorAbi, "proposeSponsored", [...listsOf(actions), description, sorted]);
}

/**
 * Schedules a won proposal in the treasury (`IGovernor.queue`). Anyone.
 *
 * @param description the full one, with its proposer
 */
export function queue(governor: Address, actions: readonly Action[], description: string): Call {
  return callOf(governor, tallyGovernorAbi, "queue", [...listsOf(actions), descriptionHash(description)]);
}

/** Executes a queued proposal that is due (`IGovernor.execute`). Anyone. */
export function execute(governor: Address, actions: readonly Action[], description: string): Call {
  return callOf(governor, tallyGovernorAbi, "execute", [...listsOf(actions), descriptionHash(description)]);
}

/** Cancels a proposal (`IGovernor.cancel`): its proposer until the vote is won, the guardian until his term ends. */
export function cancel(governor: Address, actions: readonly Action[], description: string): Call {
  return callOf(governor, tallyGovernorAbi, "cancel", [...listsOf(actions), descriptionHash(description)]);
}
