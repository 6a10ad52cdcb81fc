import {
  type Abi,
  type AbiFunction,
  type Address,
  type ContractFunctionName,
  encodeFunctionData,
  type Hex,
  toFunctionSelector,
} from "viem";
import type { Reader } from "../chain/actor.ts";
import { explainError } from "../chain/explainError.ts";
import { tallystickError } from "../errors.ts";
import { marketAbi } from "../generated/abis/Market.ts";
import { receivablesAbi } from "../generated/abis/Receivables.ts";
import { tallyGovernorAbi } from "../generated/abis/TallyGovernor.ts";
import { tallyTokenAbi } from "../generated/abis/TallyToken.ts";
import { treasuryAbi } from "../generated/abis/Treasury.ts";
import { type Deployment, deployed, type Network } from "../networks.ts";
import type { Action } from "./action.ts";
import { actionOf } from "./proposals.ts";

/** Which part of Tallystick a parameter steers. */
export type Family = "market" | "identity" | "instruments" | "voting" | "treasury" | "token" | "access";

/** How a parameter's value is meant: basis points, seconds, base units of the TallyToken (18 decimals), an account. */
export type Unit = "bps" | "seconds" | "tally" | "address";

export type ParameterId =
  | "marketFee"
  | "maxTerm"
  | "votingDelay"
  | "votingPeriod"
  | "proposalThreshold"
  | "quorum"
  | "criticalQuorum"
  | "voteExtension"
  | "coolDown"
  | "guardian"
  | "delay"
  | "criticalDelay";

export type ContractKey = Exclude<keyof Deployment, "startBlock">;

type Value = bigint | Address;
type Values = ReadonlyMap<ParameterId, Value>;
type Ask = (contract: ContractKey, abi: Abi, functionName: string, args?: readonly unknown[]) => Promise<unknown>;

/** A parameter with one value, which the DAO alone may set. */
export interface Parameter {
  readonly id: ParameterId;
  readonly family: Family;
  readonly contract: ContractKey;
  /** The function that sets it; parameters of one act are set together. */
  readonly act: string;
  readonly unit: Unit;
}

interface Setting extends Parameter {
  readonly abi: Abi;
  /** The view that tells it. */
  readonly view: string;
  /** Undefined: any account. Bounds that depend on another parameter are taken from `values`. */
  readonly bounds?: (ask: Ask, values: Values) => Promise<readonly [min: bigint, max: bigint]>;
}

const DAY = 86_400n;

function setting<const A extends Abi>(
  parameter: Parameter,
  abi: A,
  view: ContractFunctionName<A, "view" | "pure">,
  bounds?: Setting["bounds"],
): Setting {
  return { ...parameter, abi, view, ...(bounds ? { bounds } : {}) };
}

const between =
  (min: bigint, max: bigint): NonNullable<Setting["bounds"]> =>
  async () => [min, max];

function numberIn(values: Values, id: ParameterId): bigint {
  return BigInt(values.get(id) ?? 0n);
}

const delayBound = async (ask: Ask, name: "MIN_DELAY" | "MAX_DELAY"): Promise<bigint> =>
  BigInt(String(await ask("timelock", treasuryAbi, name)));

const voting = { family: "voting", contract: "tallyGovernor" } as const;
const treasury = { family: "treasury", contract: "timelock", act: "setDelays", unit: "seconds" } as const;

// In the order of their functions' arguments, where one act sets two. Governor and receivables state their bounds in their code.
const settings: readonly Setting[] = [
  setting(
    { id: "marketFee", family: "market", contract: "market", act: "setFee", unit: "bps" },
    marketAbi,
    "feeBps",
    async (ask) => [0n, BigInt(String(await ask("market", marketAbi, "MAX_FEE_BPS")))],
  ),
  setting(
    { id: "maxTerm", family: "instruments", contract: "receivables", act: "setMaxTerm", unit: "seconds" },
    receivablesAbi,
    "maxTerm",
    between(30n * DAY, 3_650n * DAY),
  ),
  setting(
    { ...voting, id: "votingDelay", act: "setVotingDelay", unit: "seconds" },
    tallyGovernorAbi,
    "votingDelay",
    between(1n, 30n * DAY),
  ),
  setting(
    { ...voting, id: "votingPeriod", act: "setVotingPeriod", unit: "seconds" },
    tallyGovernorAbi,
    "votingPeriod",
    between(60n, 60n * DAY),
  ),
  setting(
    { ...voting, id: "proposalThreshold", act: "setProposalThreshold", unit: "tally" },
    tallyGovernorAbi,
    "proposalThreshold",
    async (ask) => [0n, BigInt(String(await ask("tallyToken", tallyTokenAbi, "totalSupply"))) / 20n],
  ),
  setting(
    { ...voting, id: "quorum", act: "setQuorums", unit: "bps" },
    tallyGovernorAbi,
    "quorumNumerator",
    async (_, values) => [100n, numberIn(values, "criticalQuorum")],
  ),
  setting(
    { ...voting, id: "criticalQuorum", act: "setQuorums", unit: "bps" },
    tallyGovernorAbi,
    "criticalQuorumNumerator",
    async (_, values) => [numberIn(values, "quorum"), 8_000n],
  ),
  setting(
    { ...voting, id: "voteExtension", act: "setLateQuorumVoteExtension", unit: "seconds" },
    tallyGovernorAbi,
    "lateQuorumVoteExtension",
    between(0n, 14n * DAY),
  ),
  setting(
    { ...voting, id: "coolDown", act: "setCoolDown", unit: "seconds" },
    tallyGovernorAbi,
    "coolDown",
    between(0n, 365n * DAY),
  ),
  setting(
    { ...voting, id: "guardian", act: "setProposalGuardian", unit: "address" },
    tallyGovernorAbi,
    "proposalGuardian",
  ),
  setting({ ...treasury, id: "delay" }, treasuryAbi, "getMinDelay", async (ask, values) => [
    await delayBound(ask, "MIN_DELAY"),
    numberIn(values, "criticalDelay"),
  ]),
  setting({ ...treasury, id: "criticalDelay" }, treasuryAbi, "getCriticalDelay", async (ask, values) => [
    numberIn(values, "delay"),
    await delayBound(ask, "MAX_DELAY"),
  ]),
];

/** Every parameter of every family with one value. Those with many are `parameterLists`. */
export const parameters: readonly Parameter[] = settings;

/** Which calls set parameters, as target and selector in small letters: a later one undoes an earlier one's work. */
export function settersOf(network: Network): readonly string[] {
  const places = deployed(network);
  return settings.map(({ contract, abi, act }) => {
    const item = abi.find((each) => each.type === "function" && each.name === act) as AbiFunction;
    return `${places[contract]} ${toFunctionSelector(item)}`.toLowerCase();
  });
}

/** A parameter as it is now. */
export interface ParameterState extends Parameter {
  readonly value: Value;
  /** Bounds, both included; undefined: any account. */
  readonly min?: bigint | undefined;
  readonly max?: bigint | undefined;
  /** Whether a change needs the critical track. */
  readonly isCritical: boolean;
}

function askerOf({ client, network }: Reader): Ask {
  const places = deployed(network);
  return async (contract, abi, functionName, args = []) => {
    const address = places[contract];
    if (address === undefined) throw tallystickError("NotDeployed", { chainId: network.chainId, contract });
    return client.readContract({ address, abi, functionName, args: [...args] });
  };
}

async function valuesOf(ask: Ask): Promise<Map<ParameterId, Value>> {
  const read = settings.map(async ({ id, contract, abi, view, unit }): Promise<[ParameterId, Value]> => {
    const value = await ask(contract, abi, view);
    return [id, unit === "address" ? (value as Address) : BigInt(String(value))];
  });
  return new Map(await Promise.all(read));
}

/** The call of the view that tells a parameter, for who reads in another state. */
export function parameterViews(
  network: Network,
): readonly { id: ParameterId; unit: Unit; address: Address; data: Hex }[] {
  const places = deployed(network);
  return settings.map(({ id, unit, contract, abi, view }) => ({
    id,
    unit,
    address: places[contract] as Address,
    data: encodeFunctionData({ abi, functionName: view }),
  }));
}

/**
 * Values of all parameters by id.
 *
 * @throws `NotDeployed`, `ChainUnreachable`
 */
export async function parameterValues(reader: Reader): Promise<Values> {
  try {
    return await valuesOf(askerOf(reader));
  } catch (error) {
    throw explainError(error, { act: "parameterValues", network: reader.network });
  }
}

/**
 * Every parameter with its value and its bounds, read from the contracts.
 *
 * @throws `NotDeployed`, `ChainUnreachable`
 */
export async function listParameters(reader: Reader): Promise<readonly ParameterState[]> {
  const places = deployed(reader.network);
  const ask = askerOf(reader);
  try {
    const values = await valuesOf(ask);
    return await Promise.all(
      settings.map(async ({ id, family, contract, act, unit, bounds }) => {
        const [range, isCritical] = await Promise.all([
          bounds?.(ask, values),
          ask("timelock", treasuryAbi, "isCriticalTarget", [places[contract]]),
        ]);
        const value = values.get(id) ?? 0n;
        return {
          id,
          family,
          contract,
          act,
          unit,
          value,
          min: range?.[0],
          max: range?.[1],
          isCritical: isCritical === true,
        };
      }),
    );
  } catch (error) {
    throw explainError(error, { act: "listParameters", network: reader.network });
  }
}

/**
 * The actions that set parameters: one for each act, those that it sets besides are left as they are.
 *
 * @param changes the new values by id: numbers in the parameter's unit, or an account
 * @throws `ParameterOutOfBounds`, `NotDeployed`, `ChainUnreachable`
 */
export async function changeParameters(
  reader: Reader,
  changes: Readonly<Partial<Record<ParameterId, Value>>>,
): Promise<Action[]> {
  const places = deployed(reader.network);
  const ask = askerOf(reader);
  const values = new Map([...(await parameterValues(reader)), ...(Object.entries(changes) as [ParameterId, Value][])]);
  const changed = settings.filter(({ id }) => id in changes);
  for (const each of changed) await checkBounds(ask, each, values);
  const acts = [...new Map(changed.map((each) => [`${each.contract}.${each.act}`, each])).values()];
  return acts.map(({ contract, abi, act }) => {
    const together = settings.filter((each) => each.contract === contract && each.act === act);
    const args = together.map(({ id }) => values.get(id));
    return actionOf({ address: places[contract] as Address, abi, functionName: act, args });
  });
}

async function checkBounds(ask: Ask, { id, bounds }: Setting, values: Values): Promise<void> {
  const range = await bounds?.(ask, values);
  if (range === undefined) return;
  const value = numberIn(values, id);
  const [min, max] = range;
  if (value < min || value > max) {
    throw tallystickError("ParameterOutOfBounds", { parameter: id, value, min, max });
  }
}
