import { type Address, getAddress, type Hex, parseAbi, size, slice } from "viem";
import type { Action } from "./action.ts";

/** Functions that carry calls, of ours and of contracts that everybody uses. */
export const wrapperAbi = parseAbi([
  "function multicall(bytes[] data)",
  "function aggregate((address target, bytes callData)[] calls)",
  "function tryAggregate(bool requireSuccess, (address target, bytes callData)[] calls)",
  "function aggregate3((address target, bool allowFailure, bytes callData)[] calls)",
  "function aggregate3Value((address target, bool allowFailure, uint256 value, bytes callData)[] calls)",
  "function schedule(address target, uint256 value, bytes data, bytes32 predecessor, bytes32 salt, uint256 delay)",
  "function scheduleBatch(address[] targets, uint256[] values, bytes[] payloads, bytes32 predecessor, bytes32 salt, uint256 delay)",
  "function execute(address target, uint256 value, bytes payload, bytes32 predecessor, bytes32 salt)",
  "function executeBatch(address[] targets, uint256[] values, bytes[] payloads, bytes32 predecessor, bytes32 salt)",
  "function executeTrack(address[] targets, uint256[] values, bytes[] payloads, bytes32 salt, bool isCritical)",
  "function execTransaction(address to, uint256 value, bytes data, uint8 operation, uint256 safeTxGas, uint256 baseGas, uint256 gasPrice, address gasToken, address refundReceiver, bytes signatures)",
  "function multiSend(bytes transactions)",
  "function execute(address target, bytes data)",
  "function schedule(address target, bytes data, uint48 when)",
  "function relay(address target, uint256 value, bytes data)",
  "function propose(address[] targets, uint256[] values, bytes[] calldatas, string description)",
  "function execute((address from, address to, uint256 value, uint256 gas, uint48 deadline, bytes data, bytes signature) request)",
  "function executeBatch((address from, address to, uint256 value, uint256 gas, uint48 deadline, bytes data, bytes signature)[] requests, address refundReceiver)",
]);

interface Carried {
  readonly target?: Address;
  readonly to?: Address;
  readonly value?: bigint;
  readonly callData?: Hex;
  readonly data?: Hex;
}

const callOfTuple = ({ target, to, value, callData, data }: Carried): Action => ({
  target: (target ?? to) as Address,
  value: value ?? 0n,
  data: callData ?? data ?? "0x",
});

const single = ([target, value, data]: readonly unknown[]): Action[] => [{ target, value, data } as Action];
const withoutValue = ([target, data]: readonly unknown[]): Action[] => [{ target, value: 0n, data } as Action];
const tuples = (calls: unknown): Action[] => (calls as readonly Carried[]).map(callOfTuple);

function lists([targets, values, payloads]: readonly unknown[]): Action[] {
  const [to, value, data] = [targets as Address[], values as bigint[], payloads as Hex[]];
  return to.map((target, i) => ({ target, value: value[i] ?? 0n, data: data[i] ?? "0x" }));
}

type Unwrap = (args: readonly unknown[], own: Address) => Action[];

const byType: Readonly<Record<string, Unwrap>> = {
  "multicall(bytes[])": ([calls], own) => (calls as Hex[]).map((data) => ({ target: own, value: 0n, data })),
  "aggregate((address,bytes)[])": ([calls]) => tuples(calls),
  "tryAggregate(bool,(address,bytes)[])": ([, calls]) => tuples(calls),
  "aggregate3((address,bool,bytes)[])": ([calls]) => tuples(calls),
  "aggregate3Value((address,bool,uint256,bytes)[])": ([calls]) => tuples(calls),
  "schedule(address,uint256,bytes,bytes32,bytes32,uint256)": single,
  "scheduleBatch(address[],uint256[],bytes[],bytes32,bytes32,uint256)": lists,
  "execute(address,uint256,bytes,bytes32,bytes32)": single,
  "executeBatch(address[],uint256[],bytes[],bytes32,bytes32)": lists,
  "executeTrack(address[],uint256[],bytes[],bytes32,bool)": lists,
  "execTransaction(address,uint256,bytes,uint8,uint256,uint256,uint256,address,address,bytes)": single,
  "multiSend(bytes)": ([packed]) => packedCalls(packed as Hex),
  "execute(address,bytes)": withoutValue,
  "schedule(address,bytes,uint48)": withoutValue,
  "relay(address,uint256,bytes)": single,
  "propose(address[],uint256[],bytes[],string)": lists,
  "proposeSponsored(address[],uint256[],bytes[],string,(address,uint48,bytes)[])": lists,
  "queue(address[],uint256[],bytes[],bytes32)": lists,
  "execute(address[],uint256[],bytes[],bytes32)": lists,
  "execute((address,address,uint256,uint256,uint48,bytes,bytes))": ([request]) => tuples([request]),
  "executeBatch((address,address,uint256,uint256,uint48,bytes,bytes)[],address)": ([requests]) => tuples(requests),
};

/**
 * The calls that a call carries.
 *
 * @param signature of its function, types only
 * @param own whom it calls: `multicall` calls itself
 */
export function carriedCalls(signature: string, args: readonly unknown[], own: Address): readonly Action[] {
  return byType[signature]?.(args, own) ?? [];
}

// A Safe's multiSend: operation (1 byte), to (20), value (32), length of the data (32), data; one after the other.
const HEAD = 85;

function packedCalls(packed: Hex): Action[] {
  const calls: Action[] = [];
  const end = size(packed);
  for (let at = 0; at < end; ) {
    if (at + HEAD > end) throw new Error("multiSend ends within a call");
    const length = BigInt(slice(packed, at + 53, at + HEAD));
    const next = BigInt(at + HEAD) + length;
    if (next > BigInt(end)) throw new Error("multiSend ends within a call's data");
    const data = length === 0n ? "0x" : slice(packed, at + HEAD, Number(next));
    const target = getAddress(slice(packed, at + 1, at + 21));
    calls.push({ target, value: BigInt(slice(packed, at + 21, at + 53)), data });
    at = Number(next);
  }
  return calls;
}
