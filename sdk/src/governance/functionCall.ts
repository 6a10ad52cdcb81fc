import {
  type Abi,
  type AbiFunction,
  type AbiParameter,
  type Address,
  encodeFunctionData,
  getAddress,
  isAddress,
  isHex,
  parseAbi,
} from "viem";
import { reasonOf, tallystickError } from "../errors.ts";
import type { Action } from "./action.ts";

const MAX_ABI = 500_000;

/**
 * The functions of an ABI that change something: JSON (an ABI, or a compiler's artifact with one), or signatures in
 * Solidity, one a line.
 *
 * @throws `AbiInvalid`
 */
export function functionsIn(text: string): readonly AbiFunction[] {
  const functions = itemsIn(text).filter(
    (item): item is AbiFunction =>
      item.type === "function" && (item.stateMutability === "nonpayable" || item.stateMutability === "payable"),
  );
  if (functions.length === 0)
    throw tallystickError("AbiInvalid", { reason: "it has no function that changes anything" });
  return functions;
}

function itemsIn(text: string): Abi {
  if (text.length > MAX_ABI) throw tallystickError("AbiInvalid", { reason: "it is too long" });
  try {
    if (/^\s*[[{]/.test(text)) {
      const value = JSON.parse(text) as unknown;
      const abi = Array.isArray(value) ? value : (value as { abi?: unknown }).abi;
      if (!Array.isArray(abi) || !abi.every(isItem)) throw new Error("it is no list of functions");
      return abi as Abi;
    }
    const lines = text
      .split("\n")
      .map((line) => line.trim().replace(/;$/, ""))
      .filter((line) => line !== "")
      .map((line) => (/^(function|struct|event|error)\s/.test(line) ? line : `function ${line}`));
    return parseAbi(lines as never) as Abi;
  } catch (error) {
    throw tallystickError("AbiInvalid", { reason: reasonOf(error).split("\n")[0] ?? "" }, error);
  }
}

function isItem(value: unknown): boolean {
  const { type, name, inputs = [] } = (value ?? {}) as { type?: unknown; name?: unknown; inputs?: unknown };
  if (type !== "function") return typeof type === "string";
  return typeof name === "string" && Array.isArray(inputs) && inputs.every(isInput);
}

function isInput(value: unknown): boolean {
  const { type, components = [] } = (value ?? {}) as { type?: unknown; components?: unknown };
  return typeof type === "string" && Array.isArray(components) && components.every(isInput);
}

/**
 * A call of any function, from what somebody typed: an argument each; lists and structs as JSON.
 *
 * @param value wei that the treasury sends along
 * @throws `ArgumentInvalid`
 */
export function callFunction(target: Address, item: AbiFunction, texts: readonly string[], value = 0n): Action {
  const args = item.inputs.map((input, i) => argumentIn(input, texts[i] ?? "", input.name || `#${i + 1}`));
  try {
    return { target: getAddress(target), value, data: encodeFunctionData({ abi: [item], args }) };
  } catch (error) {
    throw tallystickError("ArgumentInvalid", { argument: item.name, type: "", reason: reasonOf(error) }, error);
  }
}

/**
 * A value of an ABI's parameter, from text.
 *
 * @throws `ArgumentInvalid`
 */
export function argumentIn(input: AbiParameter, text: string, name: string): unknown {
  const { type } = input;
  const invalid: Invalid = (reason) => tallystickError("ArgumentInvalid", { argument: name, type, reason });
  if (!type.endsWith("]") && type !== "tuple") return scalarIn(type, text.trim(), text, invalid);
  let value: unknown;
  try {
    // Numbers that JSON would round are read as texts.
    value = JSON.parse(text.replace(/(?<=[[,:\s])-?\d{16,}(?=[\],}\s])/g, '"$&"'));
  } catch {
    throw invalid("it is no JSON");
  }
  return nestedIn(input, value, name);
}

function nestedIn(input: AbiParameter, value: unknown, name: string): unknown {
  const { type } = input;
  const invalid: Invalid = (reason) => tallystickError("ArgumentInvalid", { argument: name, type, reason });
  const list = /^(.*)\[(\d*)\]$/.exec(type);
  if (list !== null) {
    const [, item = "", length = ""] = list;
    if (!Array.isArray(value)) throw invalid("it is no list");
    if (length !== "" && value.length !== Number(length)) throw invalid(`it has ${value.length} items, not ${length}`);
    return value.map((each, i) => nestedIn({ ...input, type: item }, each, `${name}[${i}]`));
  }
  if (type !== "tuple") {
    const text = typeof value === "object" ? "" : String(value);
    return scalarIn(type, text.trim(), text, invalid);
  }
  const components = "components" in input ? input.components : [];
  if (typeof value !== "object" || value === null) throw invalid("it is no struct");
  const values = value as Readonly<Record<string, unknown>>;
  const entries = components.map((each, i) => {
    const key = Array.isArray(value) ? String(i) : (each.name ?? String(i));
    if (!Object.hasOwn(values, key)) throw invalid(`${key} is missing`);
    return [each.name || String(i), nestedIn(each, values[key], `${name}.${each.name ?? i}`)] as const;
  });
  return components.every((each) => each.name) ? Object.fromEntries(entries) : entries.map(([, each]) => each);
}

type Invalid = (reason: string) => Error;

function scalarIn(type: string, text: string, whole: string, invalid: Invalid): unknown {
  if (type === "string") return whole;
  if (type === "bool") return yesOrNoIn(text, invalid);
  if (type === "address") return addressIn(text, invalid);
  const number = /^(u?)int(\d*)$/.exec(type);
  if (number !== null) return numberIn(text, number[1] === "u", Number(number[2] || 256), invalid);
  const bytes = /^bytes(\d*)$/.exec(type);
  if (bytes === null) throw invalid("this type can't be written here");
  if (!isHex(text) || text.length % 2 !== 0) throw invalid("it is no hexadecimal data (0x…)");
  if (bytes[1] && text.length !== 2 + 2 * Number(bytes[1])) throw invalid(`it has not ${bytes[1]} bytes`);
  return text;
}

function yesOrNoIn(text: string, invalid: Invalid): boolean {
  if (text !== "true" && text !== "false") throw invalid("it is neither true nor false");
  return text === "true";
}

function addressIn(text: string, invalid: Invalid): Address {
  if (isAddress(text)) return getAddress(text);
  throw invalid(isAddress(text, { strict: false }) ? "its checksum is wrong" : "it is no address");
}

function numberIn(text: string, isUnsigned: boolean, bits: number, invalid: Invalid): bigint {
  if (!/^(-?\d+|0x[0-9a-fA-F]+)$/.test(text)) throw invalid("it is no whole number");
  const value = BigInt(text);
  const max = 2n ** BigInt(isUnsigned ? bits : bits - 1) - 1n;
  const min = isUnsigned ? 0n : -max - 1n;
  if (value < min || value > max) throw invalid(`it is not between ${min} and ${max}`);
  return value;
}
