import type { Address } from "viem";
import type { Reader } from "../chain/actor.ts";
import { decodeRevert, explainError } from "../chain/explainError.ts";
import type { TallystickError } from "../errors.ts";
import { deployed } from "../networks.ts";
import type { Action } from "./action.ts";
import { type KnownContracts, knownContracts } from "./known.ts";
import { type Observation, observe, type ParameterChange } from "./observe.ts";
import {
  type EtherChange,
  eventsIn,
  type StorageChange,
  type TokenChange,
  type TracedCall,
  type TracedEvent,
  tokenChanges,
} from "./trace.ts";
import { simulateTrial, type Traced, traceEach, traceTrial } from "./tracing.ts";
import { needsCriticalTrack } from "./treasury.ts";
import { trialOf } from "./trial.ts";

/** What actions would do. What is undefined the node does not tell. */
export interface Effects {
  readonly parameters: readonly ParameterChange[];
  readonly tokens: readonly TokenChange[];
  readonly ether: readonly EtherChange[];
  readonly events?: readonly TracedEvent[] | undefined;
  readonly storage?: readonly StorageChange[] | undefined;
  /** Accounts whose code comes, goes or changes. */
  readonly code?: readonly Address[] | undefined;
}

/**
 * How it was found out, from most to least:
 * - trace: all actions in one run of the node's tracers: state difference, call tree, events;
 * - simulate: all actions in one run of `eth_simulateV1`: events;
 * - traceEach: all actions in order by `eth_call`, and each by itself by the tracers;
 * - call: all actions in order by `eth_call`: what changes among parameters and balances;
 * - callEach: each action by itself by `eth_call`: whether it fails. One that relies on an earlier one does.
 */
export type SimulationWay = "trace" | "simulate" | "traceEach" | "call" | "callEach";

export interface Simulation {
  readonly how: SimulationWay;
  readonly ok: boolean;
  /** Which action fails, and why. */
  readonly failure?: { readonly action: number; readonly error: TallystickError } | undefined;
  /** Undefined where it fails, or nothing is told. */
  readonly effects?: Effects | undefined;
  /** The call tree of each action, as far as it is told. */
  readonly calls?: readonly (TracedCall | undefined)[] | undefined;
  /** Whether the proposal needs the critical track. */
  readonly isCritical: boolean;
}

/**
 * Tries actions as a proposal would have them executed, all in order, on the newest block: the governor has the treasury
 * make each call, on the track that they need. Nothing is sent. Asks for as much as the node can tell: see `SimulationWay`.
 *
 * @param known names and ABIs for events. Default: the network's own contracts
 * @throws `NotDeployed`, `ChainUnreachable`
 */
export async function simulate(
  reader: Reader,
  actions: readonly Action[],
  known?: KnownContracts,
): Promise<Simulation> {
  const { network } = reader;
  const { timelock } = deployed(network);
  const named = known ?? knownContracts(network);
  try {
    const isCritical = await needsCriticalTrack(reader, actions);
    const seen = await observe(reader, actions, isCritical, named);
    if (seen === undefined) return { isCritical, ...(await callEach(reader, actions, timelock)) };
    const [traced, how] = await traceBest(reader, actions, isCritical);
    return { isCritical, how, calls: traced?.calls, ...resultOf(seen, traced, how, named) };
  } catch (error) {
    throw explainError(error, { act: "simulate", network });
  }
}

async function traceBest(
  reader: Reader,
  actions: readonly Action[],
  isCritical: boolean,
): Promise<readonly [Traced | undefined, SimulationWay]> {
  const places = deployed(reader.network);
  const trial = trialOf(places, actions, isCritical);
  const whole = await traceTrial(reader, trial);
  if (whole !== undefined) return [whole, "trace"];
  const simulated = await simulateTrial(reader, trial);
  if (simulated !== undefined) return [simulated, "simulate"];
  const each = await traceEach(reader, actions, places.timelock);
  return each === undefined ? [undefined, "call"] : [each, "traceEach"];
}

function resultOf(
  seen: Observation,
  traced: Traced | undefined,
  how: SimulationWay,
  known: KnownContracts,
): Pick<Simulation, "ok" | "failure" | "effects"> {
  if (!seen.ok) return { ok: false, failure: { action: seen.action, error: decodeRevert(seen.refusal) } };
  const { observed } = seen;
  if (traced === undefined) return { ok: true, effects: observed };
  const isWhole = how === "trace" || how === "simulate";
  const effects: Effects = {
    parameters: observed.parameters,
    // Events name whoever is paid, not only who stands in the actions.
    tokens: isWhole ? tokenChanges(traced.logs) : observed.tokens,
    ether: how === "trace" ? (traced.state?.ether ?? observed.ether) : observed.ether,
    events: eventsIn(traced.logs, known),
    storage: traced.state?.storage,
    code: traced.state?.code,
  };
  return { ok: true, effects };
}

async function callEach(
  { client, network }: Reader,
  actions: readonly Action[],
  treasury: Address,
): Promise<Pick<Simulation, "how" | "ok" | "failure">> {
  for (const [action, { target, value, data }] of actions.entries()) {
    try {
      await client.call({ account: treasury, to: target, value, data });
    } catch (thrown) {
      const error = explainError(thrown, { act: "simulate", network });
      if (error.code === "ChainUnreachable") throw error;
      return { how: "callEach", ok: false, failure: { action, error } };
    }
  }
  return { how: "callEach", ok: true };
}
