import {
  type Abi,
  type AbiFunction,
  type AbiParameter,
  type Address,
  decodeFunctionData,
  encodeFunctionData,
  getAddress,
  type Hex,
  isHex,
  size,
  slice,
  toFunctionSelector,
  toFunctionSignature,
} from "viem";
import type { Action } from "./action.ts";
import { commonAbi, type KnownContracts, knownAt } from "./known.ts";
import type { ContractKey } from "./parameters.ts";
import { safeText } from "./safeText.ts";
import { carriedCalls, wrapperAbi } from "./wrappers.ts";

/** A value as it is shown: numbers exact, texts safe, lists and structs as such. */
export type DecodedValue = bigint | boolean | string | readonly DecodedValue[] | DecodedStruct;

export interface DecodedStruct {
  readonly fields: readonly DecodedArgument[];
}

export interface DecodedArgument {
  readonly name: string;
  readonly type: string;
  readonly value: DecodedValue;
}

/**
 * Why a call is shown raw, or not as deep as it goes: its contract is not known; no known function has its selector; what
 * follows does not fit the function; it is larger, deeper or more than is looked into.
 */
export type DecodingLimit = "unknownContract" | "unknownFunction" | "malformed" | "tooLarge" | "tooDeep" | "tooMany";

/** A call in words as far as they are known. */
export interface DecodedCall {
  readonly target: Address;
  readonly value: bigint;
  readonly raw: Hex;
  /** Name of the target, if it is known. */
  readonly contract?: string | undefined;
  /** Its place in the network's deployment, if it is one of ours. */
  readonly key?: ContractKey | undefined;
  readonly functionName?: string | undefined;
  /** Name and types of the function. */
  readonly signature?: string | undefined;
  readonly args: readonly DecodedArgument[];
  readonly nested: readonly DecodedCall[];
  readonly limit?: DecodingLimit | undefined;
  /** The target is not known: by its selector the function may be this one. */
  readonly isGuess: boolean;
  /** There are bytes in the data that the function does not read. */
  readonly hasMore: boolean;
}

// What is looked into: more than a proposal that somebody is to read.
const MAX_BYTES = 128 * 1_024;
const MAX_DEPTH = 6;
const MAX_CALLS = 200;

interface Budget {
  calls: number;
}

/**
 * An action in words: which contract, which function, with what; and the calls that it carries, in the same way. Nothing
 * that stands in an action makes it throw.
 *
 * @param known contracts by address: see `knownContracts`
 * @param extraAbis tried on targets that are not known
 */
export function decodeAction(action: Action, known: KnownContracts, extraAbis: readonly Abi[] = []): DecodedCall {
  return decodeAt(action, known, extraAbis, 0, { calls: 0 });
}

function decodeAt(
  { target, value, data }: Action,
  known: KnownContracts,
  extraAbis: readonly Abi[],
  depth: number,
  budget: Budget,
): DecodedCall {
  budget.calls += 1;
  const contract = knownAt(known, target);
  const bare: DecodedCall = {
    target: getAddress(target),
    value,
    raw: data,
    contract: contract === undefined ? undefined : safeText(contract.name, 80),
    key: contract?.key,
    args: [],
    nested: [],
    isGuess: false,
    hasMore: false,
  };
  if (!isHex(data) || data.length % 2 !== 0) return { ...bare, limit: "malformed" };
  if (data === "0x") return bare;
  if (size(data) > MAX_BYTES) return { ...bare, limit: "tooLarge" };
  if (size(data) < 4) return { ...bare, limit: "malformed" };
  const own = contract === undefined ? [] : [contract.abi];
  const found = functionOf(data, [...own, ...extraAbis, wrapperAbi, commonAbi]);
  if (found === undefined) return { ...bare, limit: contract === undefined ? "unknownContract" : "unknownFunction" };
  const { item, isOwn } = { item: found.item, isOwn: found.place < own.length };
  const named = { ...bare, functionName: safeText(item.name, 80), signature: safeText(toFunctionSignature(item)) };
  const args = argumentsOf(item, data);
  if (args === undefined) return { ...named, isGuess: !isOwn, limit: "malformed" };
  const decoded: DecodedCall = {
    ...named,
    args: shownArguments(item.inputs, args),
    isGuess: !isOwn,
    hasMore: encodeFunctionData({ abi: [item], args: [...args] }).length !== data.length,
  };
  return { ...decoded, ...carriedBy(decoded, args, known, extraAbis, depth, budget) };
}

function carriedBy(
  { signature, target }: DecodedCall,
  args: readonly unknown[],
  known: KnownContracts,
  extraAbis: readonly Abi[],
  depth: number,
  budget: Budget,
): Pick<DecodedCall, "nested" | "limit"> {
  let carried: readonly Action[];
  try {
    carried = carriedCalls(signature ?? "", args, target);
  } catch {
    return { nested: [], limit: "malformed" };
  }
  if (carried.length === 0) return { nested: [] };
  if (depth + 1 > MAX_DEPTH) return { nested: [], limit: "tooDeep" };
  const nested: DecodedCall[] = [];
  for (const call of carried) {
    if (budget.calls >= MAX_CALLS) return { nested, limit: "tooMany" };
    nested.push(decodeAt(call, known, extraAbis, depth + 1, budget));
  }
  return { nested };
}

function functionOf(data: Hex, abis: readonly Abi[]): { item: AbiFunction; place: number } | undefined {
  const selector = slice(data, 0, 4);
  for (const [place, abi] of abis.entries()) {
    const item = abi.find((each): each is AbiFunction => each.type === "function" && selectorOf(each) === selector);
    if (item !== undefined) return { item, place };
  }
  return undefined;
}

const selectors = new WeakMap<AbiFunction, Hex>();

function selectorOf(item: AbiFunction): Hex {
  let selector = selectors.get(item);
  if (selector === undefined) {
    selector = toFunctionSelector(item);
    selectors.set(item, selector);
  }
  return selector;
}

function argumentsOf(item: AbiFunction, data: Hex): readonly unknown[] | undefined {
  if (item.inputs.length === 0) return [];
  try {
    return (decodeFunctionData({ abi: [item], data }).args ?? []) as readonly unknown[];
  } catch {
    return undefined;
  }
}

function argumentOf(input: AbiParameter, value: unknown, place: number): DecodedArgument {
  return {
    name: safeText(input.name || `#${place + 1}`, 80),
    type: safeText(input.type, 80),
    value: shownValue(input, value),
  };
}

/** Values of an ABI's parameters, fit to be shown; where they come by name, by name. */
export function shownArguments(inputs: readonly AbiParameter[], values: unknown): readonly DecodedArgument[] {
  const at = (input: AbiParameter, place: number): unknown => {
    if (Array.isArray(values)) return values[place];
    const byName = (values ?? {}) as Readonly<Record<string, unknown>>;
    return byName[input.name || String(place)];
  };
  return inputs.map((input, i) => argumentOf(input, at(input, i), i));
}

function shownValue(input: AbiParameter, value: unknown): DecodedValue {
  if (Array.isArray(value) && input.type.endsWith("]")) {
    const item = { ...input, type: input.type.replace(/\[\d*\]$/, "") };
    return value.map((each) => shownValue(item, each));
  }
  if ("components" in input && typeof value === "object" && value !== null) {
    return { fields: shownArguments(input.components, value) };
  }
  if (typeof value === "number") return BigInt(value);
  if (typeof value === "bigint" || typeof value === "boolean") return value;
  if (input.type === "string") return safeText(String(value), 2_000);
  return String(value);
}

/** Every account that stands in a call: its target, its arguments, and those of the calls that it carries. */
export function accountsIn(call: DecodedCall): readonly Address[] {
  const found = new Set<Address>([call.target]);
  const visit = ({ type, value }: DecodedArgument): void => {
    if (Array.isArray(value)) {
      const item = type.replace(/\[\d*\]$/, "");
      for (const each of value as readonly DecodedValue[]) visit({ name: "", type: item, value: each });
    } else if (typeof value === "object" && "fields" in value) value.fields.forEach(visit);
    else if (type === "address") found.add(getAddress(String(value)));
  };
  call.args.forEach(visit);
  for (const nested of call.nested) for (const each of accountsIn(nested)) found.add(each);
  return [...found];
}
