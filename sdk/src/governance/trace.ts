import { type Abi, type Address, decodeEventLog, getAddress, type Hex, hexToBigInt, isHex, zeroHash } from "viem";
import { type DecodedArgument, shownArguments } from "./decode.ts";
import { commonAbi, type KnownContracts, knownAt } from "./known.ts";
import { safeText } from "./safeText.ts";
import { markOf } from "./trial.ts";

/** A call of the call tree. */
export interface TracedCall {
  readonly kind: string;
  readonly from: Address;
  readonly to: Address;
  readonly value: bigint;
  readonly data: Hex;
  readonly gasUsed: bigint;
  /** What it failed with: revert data, or "0x". */
  readonly failed?: Hex | undefined;
  readonly logs: readonly TracedLog[];
  readonly calls: readonly TracedCall[];
}

export interface TracedLog {
  readonly address: Address;
  readonly topics: readonly Hex[];
  readonly data: Hex;
}

/** A slot of a contract's storage that is written. */
export interface StorageChange {
  readonly account: Address;
  readonly slot: Hex;
  readonly before: Hex;
  readonly after: Hex;
}

/** Wei of an account. */
export interface EtherChange {
  readonly account: Address;
  readonly before: bigint;
  readonly after: bigint;
}

/** Tokens that an account gets, or gives where it is negative: base units, by the token's own events. */
export interface TokenChange {
  readonly token: Address;
  readonly account: Address;
  readonly change: bigint;
}

/** An event, in words as far as its contract is known. */
export interface TracedEvent {
  readonly address: Address;
  readonly contract?: string | undefined;
  readonly name?: string | undefined;
  readonly args: readonly DecodedArgument[];
  readonly raw: TracedLog;
}

/** What accounts have before and after. */
export interface StateDifference {
  readonly storage: readonly StorageChange[];
  readonly ether: readonly EtherChange[];
  /** Accounts whose code comes, goes or changes. */
  readonly code: readonly Address[];
}

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null ? (value as Fields) : {};
}

const hexOf = (value: unknown): Hex => (isHex(value) ? value : "0x");
const numberOf = (value: unknown): bigint => (isHex(value) && value !== "0x" ? hexToBigInt(value) : 0n);
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const addressOf = (value: unknown): Address =>
  getAddress(isHex(value) && value.length === 42 ? value : "0x0000000000000000000000000000000000000000");

/** Reads what `callTracer` answers. Nodes differ in what they leave out. */
export function tracedCall(value: unknown): TracedCall {
  const frame = fieldsOf(value);
  return {
    kind: String(frame["type"] ?? "CALL"),
    from: addressOf(frame["from"]),
    to: addressOf(frame["to"]),
    value: numberOf(frame["value"]),
    data: hexOf(frame["input"]),
    gasUsed: numberOf(frame["gasUsed"]),
    ...(frame["error"] === undefined || frame["error"] === null ? {} : { failed: hexOf(frame["output"]) }),
    logs: listOf(frame["logs"]).map(tracedLog),
    calls: listOf(frame["calls"]).map(tracedCall),
  };
}

/** Reads a log as nodes tell it. */
export function tracedLog(value: unknown): TracedLog {
  const log = fieldsOf(value);
  return {
    address: addressOf(log["address"]),
    topics: listOf(log["topics"]).map(hexOf),
    data: hexOf(log["data"]),
  };
}

/** All logs of a call and those below it that stay: what failed leaves none. */
export function logsOf(call: TracedCall): readonly TracedLog[] {
  if (call.failed !== undefined) return [];
  return [...call.logs, ...call.calls.flatMap(logsOf)];
}

/**
 * Reads what `prestateTracer` answers in `diffMode`.
 *
 * @param marks slots that were set for the trial alone, as `markOf` names them: left out
 */
export function stateDifference(value: unknown, marks: ReadonlySet<string>): StateDifference {
  const { pre, post } = fieldsOf(value);
  const [before, after] = [fieldsOf(pre), fieldsOf(post)];
  const accounts = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const storage: StorageChange[] = [];
  const ether: EtherChange[] = [];
  const code: Address[] = [];
  for (const key of accounts) {
    const account = addressOf(key);
    const [old, now] = [fieldsOf(before[key]), fieldsOf(after[key])];
    storage.push(...storageChanges(account, fieldsOf(old["storage"]), fieldsOf(now["storage"]), marks));
    // What does not change stands in `pre` alone.
    if (now["balance"] !== undefined && numberOf(now["balance"]) !== numberOf(old["balance"])) {
      ether.push({ account, before: numberOf(old["balance"]), after: numberOf(now["balance"]) });
    }
    if (now["code"] !== undefined && now["code"] !== old["code"]) code.push(account);
  }
  return { storage, ether, code };
}

function storageChanges(account: Address, old: Fields, now: Fields, marks: ReadonlySet<string>): StorageChange[] {
  // A slot that is cleared is missing in `post`.
  return [...new Set([...Object.keys(old), ...Object.keys(now)])]
    .map((slot) => ({ account, slot: hexOf(slot), before: wordOf(old[slot]), after: wordOf(now[slot]) }))
    .filter(({ slot, before, after }) => before !== after && !marks.has(markOf(account, slot)));
}

function wordOf(value: unknown): Hex {
  return isHex(value) ? (`0x${value.slice(2).padStart(64, "0")}` as Hex) : zeroHash;
}

const TRANSFER = "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef";

/** What tokens move by their `Transfer` events, summed by token and account. */
export function tokenChanges(logs: readonly TracedLog[]): readonly TokenChange[] {
  const sums = new Map<string, TokenChange>();
  const add = (token: Address, topic: Hex | undefined, change: bigint): void => {
    const account = addressOf(`0x${(topic ?? "").slice(-40)}`);
    if (numberOf(account) === 0n) return;
    const key = `${token} ${account}`;
    sums.set(key, { token, account, change: (sums.get(key)?.change ?? 0n) + change });
  };
  for (const { address, topics, data } of logs) {
    const [kind, from, to] = topics;
    // Those of single things (ERC-721) have four topics.
    if (kind !== TRANSFER || topics.length !== 3 || data.length !== 66) continue;
    add(address, from, -numberOf(data));
    add(address, to, numberOf(data));
  }
  return [...sums.values()].filter(({ change }) => change !== 0n);
}

/** Logs in words. */
export function eventsIn(logs: readonly TracedLog[], known: KnownContracts): readonly TracedEvent[] {
  return logs.map((raw) => {
    const contract = knownAt(known, raw.address);
    const place = { address: raw.address, raw, contract: contract ? safeText(contract.name, 80) : undefined };
    const decoded = decodedLog(raw, contract?.abi ?? commonAbi);
    return decoded === undefined ? { ...place, args: [] } : { ...place, ...decoded };
  });
}

function decodedLog({ topics, data }: TracedLog, abi: Abi): Pick<TracedEvent, "name" | "args"> | undefined {
  try {
    const { eventName, args } = decodeEventLog({ abi, data, topics: topics as [Hex, ...Hex[]] });
    if (eventName === undefined) return undefined;
    const item = abi.find((each) => each.type === "event" && each.name === eventName);
    return { name: safeText(eventName, 80), args: shownArguments(item?.type === "event" ? item.inputs : [], args) };
  } catch {
    return undefined;
  }
}
