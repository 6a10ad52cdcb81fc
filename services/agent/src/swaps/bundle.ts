import type { Lock } from "@tallystick/sdk/swaps/lock";
import { lockId } from "@tallystick/sdk/swaps/lock";
import type { SwapLeg } from "@tallystick/sdk/swaps/swapState";
import type { Hex } from "viem";
import { type ChainConfig, ConfigError, lockAt } from "../config.ts";
import { integerAt, listAt, objectAt, type Reading } from "../fields.ts";
import { Refusal } from "../refusal.ts";
import type { Entry, NewSwap } from "./book.ts";

/** The locks of swaps, for a watchtower: no secret, no key, nothing that could be used against anybody. */
export interface Bundle {
  readonly tallystick: "swaps/1";
  readonly swaps: readonly {
    readonly a: WireLeg;
    readonly b: WireLeg;
    readonly from: Readonly<Record<number, number>>;
  }[];
}

interface WireLeg {
  readonly chainId: number;
  readonly confirmations: number;
  readonly lock: Lock;
}

export function encodeBundle(entries: readonly Entry[]): Bundle {
  const leg = ({ chainId, timing, terms }: SwapLeg): WireLeg => ({
    ...{ chainId, confirmations: timing.confirmations, lock: terms },
  });
  const swaps = entries.map(({ swap, from }) => ({ a: leg(swap.a), b: leg(swap.b), from }));
  return { tallystick: "swaps/1", swaps };
}

/**
 * The swaps of a bundle, to be watched.
 *
 * @throws Refusal
 */
export function decodeBundle(value: unknown, chains: readonly ChainConfig[]): readonly NewSwap[] {
  const reading: Reading = { problems: [] };
  const bundle = objectAt(reading, value, "the bundle", ["tallystick", "swaps"]);
  if (bundle.tallystick !== "swaps/1") reading.problems.push("tallystick must be swaps/1");
  const swaps = listAt(reading, bundle.swaps, "swaps").map((each, i) => swapAt(reading, each, `swaps[${i}]`, chains));
  if (reading.problems.length > 0) throw new Refusal(400, "bad-bundle", `${reading.problems.slice(0, 5).join("; ")}.`);
  return swaps;
}

function swapAt(reading: Reading, value: unknown, at: string, chains: readonly ChainConfig[]): NewSwap {
  const swap = objectAt(reading, value, at, ["a", "b", "from"]);
  const a = legAt(reading, swap.a, `${at}.a`, chains);
  const b = legAt(reading, swap.b, `${at}.b`, chains);
  if (a.terms.hashlock !== b.terms.hashlock) reading.problems.push(`${at} has two hashlocks`);
  const given = objectAt(
    reading,
    swap.from,
    `${at}.from`,
    chains.map(({ chainId }) => String(chainId)),
  );
  const from = Object.fromEntries(
    chains.map(({ chainId, startBlock }) => [
      chainId,
      integerAt(reading, given[chainId], `${at}.from.${chainId}`, {
        otherwise: startBlock,
        max: Number.MAX_SAFE_INTEGER,
      }),
    ]),
  );
  const id: Hex = lockId(a.chainId, a.hashLock, a.terms);
  return {
    swap: { id, role: "watchtower", a, b, isRevealed: false, hasLocked: false, startBy: 0 },
    ...{ order: undefined, counter: undefined, from },
  };
}

function legAt(reading: Reading, value: unknown, at: string, chains: readonly ChainConfig[]): SwapLeg {
  const leg = objectAt(reading, value, at, ["chainId", "confirmations", "lock"]);
  const chain = chains.find(({ chainId }) => chainId === leg.chainId);
  const [first] = chains;
  if (first === undefined) throw new ConfigError(["there is no chain"]);
  if (chain === undefined) reading.problems.push(`${at}.chainId is not one of the watchtower's chains`);
  const { chainId, hashLock, timing } = chain ?? first;
  const confirmations = integerAt(reading, leg.confirmations, `${at}.confirmations`, { otherwise: 1, max: 10_000 });
  const terms = lockAt(reading, leg.lock, `${at}.lock`);
  return {
    chainId,
    hashLock,
    timing: { ...timing, confirmations: Math.max(confirmations, timing.confirmations) },
    terms,
  };
}
