import {
  type Address,
  encodeAbiParameters,
  encodeFunctionData,
  type Hex,
  isAddressEqual,
  keccak256,
  numberToHex,
  type StateOverride,
  zeroHash,
} from "viem";
import { treasuryAbi } from "../generated/abis/Treasury.ts";
import type { Deployment } from "../networks.ts";
import type { Action } from "./action.ts";

/**
 * The call by which the governor has a proposal executed, on a state in which its operation is due. Whatever the treasury
 * does then, it does for the actions; `marks` are the slots that make it due.
 */
export interface Trial {
  readonly from: Address;
  readonly to: Address;
  readonly data: Hex;
  readonly stateOverride: StateOverride;
  readonly marks: ReadonlySet<string>;
}

// Where the contracts keep what makes an operation due: OpenZeppelin's timelock its times, its governor the calls of
// itself that a proposal may make. A test holds these to the contracts.
const TIMES_SLOT = 1n;
const CALLS_SLOT = 5n;
const CALLS_DATA_SLOT = 6n;
// Any time that is past; 1 means: done.
const DUE = 2n;

const word = (value: bigint): Hex => numberToHex(value, { size: 32 });

function placeIn(mappingSlot: bigint, key: Hex): Hex {
  return keccak256(encodeAbiParameters([{ type: "bytes32" }, { type: "uint256" }], [key, mappingSlot]));
}

/** How a slot is named among `marks`. */
export function markOf(account: string, slot: string): string {
  return `${account.toLowerCase()} ${slot.toLowerCase()}`;
}

/**
 * The trial of these actions, all in order, on one track.
 *
 * @param others what else is other than it is
 */
export function trialOf(
  { timelock, tallyGovernor }: Pick<Deployment, "timelock" | "tallyGovernor">,
  actions: readonly Action[],
  isCritical: boolean,
  others: StateOverride = [],
): Trial {
  const targets = actions.map(({ target }) => target);
  const values = actions.map(({ value }) => value);
  const payloads = actions.map(({ data }) => data);
  const operation = keccak256(
    encodeAbiParameters(
      [{ type: "address[]" }, { type: "uint256[]" }, { type: "bytes[]" }, { type: "bytes32" }, { type: "bytes32" }],
      [targets, values, payloads, zeroHash, zeroHash],
    ),
  );
  const due = { slot: placeIn(TIMES_SLOT, operation), value: word(DUE) };
  const own = actions.filter(({ target }) => isAddressEqual(target, tallyGovernor));
  const calls = [
    { slot: word(CALLS_SLOT), value: word(BigInt(own.length) << 128n) },
    ...own.map(({ data }, i) => ({ slot: placeIn(CALLS_DATA_SLOT, word(BigInt(i))), value: keccak256(data) })),
  ];
  return {
    from: tallyGovernor,
    to: timelock,
    data: encodeFunctionData({
      abi: treasuryAbi,
      functionName: "executeTrack",
      args: [targets, values, payloads, zeroHash, isCritical],
    }),
    stateOverride: [{ address: timelock, stateDiff: [due] }, { address: tallyGovernor, stateDiff: calls }, ...others],
    marks: new Set([markOf(timelock, due.slot), ...calls.map(({ slot }) => markOf(tallyGovernor, slot))]),
  };
}

/** State overrides as nodes take them. */
export function wireOverride(
  override: StateOverride,
): Readonly<Record<Address, { readonly stateDiff: Readonly<Record<Hex, Hex>> }>> {
  return Object.fromEntries(
    override.map(({ address, stateDiff = [] }) => [
      address,
      { stateDiff: Object.fromEntries(stateDiff.map(({ slot, value }) => [slot, value])) },
    ]),
  );
}
