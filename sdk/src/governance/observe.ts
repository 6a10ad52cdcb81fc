import { type Address, encodeFunctionData, erc20Abi, type Hex } from "viem";
import type { Reader } from "../chain/actor.ts";
import { revertDataIn } from "../chain/explainError.ts";
import { deployed } from "../networks.ts";
import type { Action } from "./action.ts";
import { accountsIn, decodeAction } from "./decode.ts";
import { type KnownContracts, knownAt } from "./known.ts";
import { type ParameterId, parameterViews } from "./parameters.ts";
import { accountOf, probeOf, type Reading } from "./readings.ts";
import type { EtherChange, TokenChange } from "./trace.ts";
import { trialOf } from "./trial.ts";

/** A parameter that is changed. */
export interface ParameterChange {
  readonly id: ParameterId;
  readonly before: bigint | Address;
  readonly after: bigint | Address;
}

/** What was seen to change, among parameters and among what the accounts in the actions have. */
export interface Observed {
  readonly parameters: readonly ParameterChange[];
  readonly tokens: readonly TokenChange[];
  readonly ether: readonly EtherChange[];
}

/** A reading with what its change means. */
interface Watch {
  readonly reading: Reading;
  readonly note: (before: bigint, after: bigint) => Partial<Observed>;
}

/** What came of trying: what was read afterwards, or what it was refused with. */
export type Attempt = { readonly words: readonly bigint[] } | { readonly refusal: Hex };

// Accounts and tokens whose balances are watched.
const MAX_ACCOUNTS = 24;
const MAX_TOKENS = 8;

/**
 * Tries actions in order by `eth_call`, and reads what is asked for in the state that they leave.
 *
 * @returns undefined: the node takes no overrides
 */
async function attempt(
  { client, network }: Reader,
  actions: readonly Action[],
  isCritical: boolean,
  readings: readonly Reading[],
): Promise<Attempt | undefined> {
  const probe = probeOf(readings);
  const others = [{ address: probe.action.target, code: probe.code }];
  const { from, to, data, stateOverride } = trialOf(deployed(network), [...actions, probe.action], isCritical, others);
  let refusal: Hex | undefined;
  try {
    await client.call({ account: from, to, data, stateOverride });
  } catch (error) {
    refusal = revertDataIn(error);
    if (refusal === undefined) throw error;
  }
  // Without its override the probe is no contract, and nothing is refused.
  if (refusal === undefined) return undefined;
  const words = probe.wordsOf(refusal);
  return words === undefined ? { refusal } : { words };
}

export type Observation =
  | { readonly ok: true; readonly observed: Observed }
  | { readonly ok: false; readonly refusal: Hex; readonly action: number };

/**
 * Tries actions in order by `eth_call` on another state, in which they are due, and sees what they change.
 *
 * @returns undefined: the node takes no such state
 */
export async function observe(
  reader: Reader,
  actions: readonly Action[],
  isCritical: boolean,
  known: KnownContracts,
): Promise<Observation | undefined> {
  const watches = watchesOf(reader, actions, known);
  const readings = watches.map(({ reading }) => reading);
  const attemptFirst = (count: number, read = readings): Promise<Attempt | undefined> =>
    attempt(reader, actions.slice(0, count), isCritical, read);
  const before = await attemptFirst(0).catch(() => undefined);
  if (before === undefined || "refusal" in before) return undefined;
  const after = await attemptFirst(actions.length);
  if (after === undefined) return undefined;
  if ("refusal" in after) {
    // As many actions as go well.
    let [good, bad] = [0, actions.length];
    while (bad - good > 1) {
      const middle = Math.floor((good + bad) / 2);
      const tried = await attemptFirst(middle, []);
      if (tried !== undefined && "words" in tried) good = middle;
      else bad = middle;
    }
    return { ok: false, refusal: after.refusal, action: good };
  }
  const notes = watches.map(({ note }, i) => note(before.words[i] ?? 0n, after.words[i] ?? 0n));
  const all = <K extends keyof Observed>(key: K): Observed[K][number][] =>
    notes.flatMap((each) => [...(each[key] ?? [])]);
  return { ok: true, observed: { parameters: all("parameters"), tokens: all("tokens"), ether: all("ether") } };
}

function watchesOf({ network }: Reader, actions: readonly Action[], known: KnownContracts): readonly Watch[] {
  const { timelock, dividends, tallyToken, eurx, usdx } = deployed(network);
  const named = actions.flatMap((action) => accountsIn(decodeAction(action, known)));
  const accounts = [...new Set([timelock, dividends, ...named])].slice(0, MAX_ACCOUNTS);
  const own = [tallyToken, eurx, usdx].filter((each) => each !== undefined);
  // Whatever is not a known contract may be a token; what is none shows no balance.
  const others = named.filter((each) => knownAt(known, each) === undefined || knownAt(known, each)?.key === undefined);
  const tokens = [...new Set([...own, ...others])].slice(0, MAX_TOKENS);
  return [
    ...parameterViews(network).map(({ id, unit, address, data }): Watch => {
      const shown = (word: bigint): bigint | Address => (unit === "address" ? accountOf(word) : word);
      return {
        reading: { kind: "view", address, data },
        note: (old, now) => (old === now ? {} : { parameters: [{ id, before: shown(old), after: shown(now) }] }),
      };
    }),
    ...tokens.flatMap((token) =>
      accounts.map((account): Watch => {
        const data = encodeFunctionData({ abi: erc20Abi, functionName: "balanceOf", args: [account] });
        return {
          reading: { kind: "view", address: token, data },
          note: (old, now) => (old === now ? {} : { tokens: [{ token, account, change: now - old }] }),
        };
      }),
    ),
    ...accounts.map((account): Watch => {
      return {
        reading: { kind: "ether", account },
        note: (old, now) => (old === now ? {} : { ether: [{ account, before: old, after: now }] }),
      };
    }),
  ];
}
