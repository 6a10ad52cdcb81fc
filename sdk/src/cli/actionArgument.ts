import {
  type Abi,
  type AbiFunction,
  type AbiParameter,
  type Address,
  encodeFunctionData,
  isAddress,
  parseUnits,
} from "viem";
import type { Reader } from "../chain/actor.ts";
import { reasonOf } from "../errors.ts";
import type { Action } from "../governance/action.ts";
import { argumentIn } from "../governance/functionCall.ts";
import { knownContracts } from "../governance/known.ts";
import { changeParameters, type ParameterId, parameters } from "../governance/parameters.ts";
import { UsageError } from "./exitCode.ts";
import { accountArgument, limitedDuration, numberArgument } from "./options.ts";

// What a proposal is to do, in words: parameters by name, or calls as `market.setFee(500)`.

/** Actions that set parameters, each given as `name=value`: 250 (basis points), 3d, 1000 (whole TALLY), an account. */
export async function settingActions(reader: Reader, given: readonly string[]): Promise<Action[]> {
  if (given.length === 0) return [];
  const changes: Partial<Record<ParameterId, bigint | Address>> = {};
  for (const each of given) {
    const [name, value] = each.split("=", 2);
    const parameter = parameters.find(({ id }) => id === name);
    if (parameter === undefined || value === undefined)
      throw new UsageError(`--set "${each}" is not <name>=<value> with one of ${parameters.map(({ id }) => id)}.`);
    changes[parameter.id] = settingOf(parameter.unit, value, parameter.id);
  }
  return changeParameters(reader, changes);
}

function settingOf(unit: (typeof parameters)[number]["unit"], text: string, name: string): bigint | Address {
  if (unit === "address") return accountArgument(text, name);
  if (unit === "seconds") return BigInt(text === "0" ? 0 : limitedDuration(text, name, "this time"));
  if (unit === "bps") return BigInt(numberArgument(text, name, 0));
  if (!/^\d+(\.\d{1,18})?$/.test(text)) throw new UsageError(`--set ${name}: "${text}" is no amount of TALLY.`);
  return parseUnits(text, 18);
}

/**
 * A call in words: `<contract>.<function>(<arguments>)`. Our contracts go by their names; of any other, by its address,
 * each argument has its type before it: `0x….set(uint256 7)`.
 */
export function callAction({ network }: Reader, text: string): Action {
  const [, target = "", name = "", inner = ""] = /^\s*([\w]+)\.(\w+)\((.*)\)\s*$/s.exec(text) ?? [];
  const known = [...knownContracts(network).values()].find(({ name: own, key, address }) =>
    [own, key ?? "", address].some((each) => each.toLowerCase() === target.toLowerCase()),
  );
  const address = known?.address ?? target;
  if (name === "" || !isAddress(address, { strict: false }))
    throw new UsageError(`--call "${text}" is no call of a contract: market.setFee(500).`);
  const given = partsOf(inner);
  const item = known === undefined ? typedFunction(name, given) : knownFunction(known.abi, name, given.length);
  if (item === undefined) throw new UsageError(`--call: ${target} has no ${name} with ${given.length} arguments.`);
  const values = known === undefined ? given.map((each) => each.replace(/^\S+\s+/, "")) : given;
  const abi: Abi = [item];
  try {
    const args = item.inputs.map((input, i) => valueFor(input, values[i] ?? ""));
    return { target: address, value: 0n, data: encodeFunctionData({ abi, functionName: name, args }) };
  } catch (error) {
    throw new UsageError(`--call "${text}": ${reasonOf(error).split("\n", 1)[0]}`);
  }
}

const isFunction = (item: Abi[number]): item is AbiFunction => item.type === "function";

function knownFunction(abi: Abi, name: string, count: number): AbiFunction | undefined {
  return abi.filter(isFunction).find((item) => item.name === name && item.inputs.length === count);
}

function typedFunction(name: string, given: readonly string[]): AbiFunction {
  const inputs = given.map((each): AbiParameter => ({ type: each.split(/\s/, 1)[0] ?? "" }));
  return { type: "function", name, stateMutability: "nonpayable", inputs, outputs: [] };
}

/** Arguments between commas that stand in no list and no text. */
function partsOf(inner: string): string[] {
  if (inner.trim() === "") return [];
  return (inner.match(/(?:\[[^\]]*\]|"(?:[^"\\]|\\.)*"|[^,])+/g) ?? []).map((each) => each.trim());
}

function valueFor(input: AbiParameter, text: string): unknown {
  const { type } = input;
  const list = /^(.*)\[\d*\]$/.exec(type);
  if (list)
    return partsOf(text.replace(/^\[|\]$/g, "")).map((each) => valueFor({ ...input, type: list[1] ?? "" }, each));
  if (type === "string" && text.startsWith('"')) return JSON.parse(text);
  return argumentIn(input, text, input.name || text);
}
