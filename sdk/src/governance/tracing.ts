import type { Address, Hex } from "viem";
import type { Reader } from "../chain/actor.ts";
import { decodeRevert } from "../chain/explainError.ts";
import type { Action } from "./action.ts";
import {
  logsOf,
  type StateDifference,
  stateDifference,
  type TracedCall,
  type TracedLog,
  tracedCall,
  tracedLog,
} from "./trace.ts";
import { type Trial, wireOverride } from "./trial.ts";

/** What a node told of what happens inside. */
export interface Traced {
  readonly logs: readonly TracedLog[];
  readonly state?: StateDifference | undefined;
  /** The calls of each action; undefined: it could not be traced. */
  readonly calls?: readonly (TracedCall | undefined)[] | undefined;
}

type Request = (method: string, params: readonly unknown[]) => Promise<unknown>;

function requestOf({ client }: Reader): Request {
  const request = client.request as (
    args: { method: string; params: readonly unknown[] },
    options: { retryCount: number },
  ) => Promise<unknown>;
  return (method, params) => request({ method, params }, { retryCount: 0 });
}

interface Message {
  readonly from: Address;
  readonly to: Address;
  readonly data: Hex;
  readonly value?: Hex;
}

function traces(reader: Reader, message: Message, options: object = {}): Promise<readonly [unknown, unknown]> {
  const trace = (tracer: string, tracerConfig: object): Promise<unknown> =>
    requestOf(reader)("debug_traceCall", [message, "latest", { tracer, tracerConfig, ...options }]);
  return Promise.all([trace("callTracer", { withLog: true }), trace("prestateTracer", { diffMode: true })]);
}

/**
 * Traces all actions in one call, on the state in which they are due.
 *
 * @returns undefined: the node has no tracers, or they take no other state
 */
export async function traceTrial(reader: Reader, trial: Trial): Promise<Traced | undefined> {
  const { from, to, data, stateOverride, marks } = trial;
  try {
    const [call, difference] = await traces(
      reader,
      { from, to, data },
      { stateOverrides: wireOverride(stateOverride) },
    );
    const tree = tracedCall(call);
    // A tracer that leaves the other state out finds the actions not due.
    if (tree.failed !== undefined && isNotDue(tree.failed)) return undefined;
    const state = tree.failed === undefined ? stateDifference(difference, marks) : undefined;
    return { logs: ofActions(logsOf(tree), to), state, calls: tree.calls };
  } catch {
    return undefined;
  }
}

/**
 * The events of all actions in order, by `eth_simulateV1`.
 *
 * @returns undefined: the node does not have it, or the actions fail
 */
export async function simulateTrial(reader: Reader, trial: Trial): Promise<Traced | undefined> {
  const { from, to, data, stateOverride } = trial;
  const block = { stateOverrides: wireOverride(stateOverride), calls: [{ from, to, data }] };
  try {
    const answer = await requestOf(reader)("eth_simulateV1", [{ blockStateCalls: [block] }, "latest"]);
    const blocks = answer as readonly { readonly calls: readonly { status?: string; logs?: readonly unknown[] }[] }[];
    const result = blocks[0]?.calls[0];
    if (result?.status !== "0x1") return undefined;
    return { logs: ofActions((result.logs ?? []).map(tracedLog), to) };
  } catch {
    return undefined;
  }
}

/**
 * Traces each action by itself, as the treasury makes it now.
 *
 * @returns undefined: the node has no tracers
 */
export async function traceEach(
  reader: Reader,
  actions: readonly Action[],
  treasury: Address,
): Promise<Traced | undefined> {
  const found: { readonly call: TracedCall; readonly state: StateDifference }[] = [];
  try {
    for (const { target, value, data } of actions) {
      const message = { from: treasury, to: target, data, value: `0x${value.toString(16)}` as const };
      const [call, difference] = await traces(reader, message);
      found.push({ call: tracedCall(call), state: stateDifference(difference, new Set()) });
    }
  } catch {
    return undefined;
  }
  const good = found.filter(({ call }) => call.failed === undefined);
  return {
    logs: good.flatMap(({ call }) => logsOf(call)),
    calls: found.map(({ call }) => (call.failed === undefined ? call : undefined)),
    // Together only where none changes what another found.
    state: good.length === 1 ? good[0]?.state : undefined,
  };
}

function isNotDue(data: Hex): boolean {
  return decodeRevert(data).code === "TimelockUnexpectedOperationState";
}

const CALL_EXECUTED = "0xc2617efa69bab66782fa219543714338489c4e9e178271560a91b82c3f612b58";

/** Without the treasury's notes that each call was made. */
function ofActions(logs: readonly TracedLog[], treasury: Address): readonly TracedLog[] {
  return logs.filter(({ address, topics }) => topics[0] !== CALL_EXECUTED || address !== treasury);
}
