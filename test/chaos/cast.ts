import { type Address, type Hex, keccak256, stringToHex, zeroAddress } from "viem";
import { type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import type { Asset } from "../../sdk/src/swaps/lock.ts";
import type { Leg, Order } from "../../sdk/src/swaps/order.ts";
import type { ChainTiming } from "../../sdk/src/swaps/plan.ts";
import { lockTimeOf, marginOf } from "../../sdk/src/swaps/plan.ts";

// Who takes part in a case, and what each brings.

/** The maker answers (responder), the taker begins (initiator), the tower watches for both, a stranger is nobody's friend. */
export type Who = "maker" | "taker" | "tower" | "stranger";

/** Leg a: what the taker locks on the first chain. Leg b: what the maker locks on the second. */
export type Side = "a" | "b";
export const SIDES: readonly Side[] = ["a", "b"];

export const CHAIN_IDS: Readonly<Record<Side, number>> = { a: 31337, b: 31338 };

/** What both chains promise: the agents are told so, and the cases keep to it. */
export const TIMING: ChainTiming = { confirmations: 3, reorgDepth: 2, blockTime: 12, outage: 60 };
const timings = { a: TIMING, b: TIMING };
export const MARGIN = marginOf(timings);
export const LOCK_TIME = lockTimeOf(timings);

/** The keys of a party: one that holds its money, one that only claims. */
export interface Party {
  readonly hot: PrivateKeyAccount;
  readonly claim: PrivateKeyAccount;
}

/** A key that is nobody's but these tests'. */
export const keyOf = (who: Who, use: "hot" | "claim"): Hex => keccak256(stringToHex(`chaos ${who} ${use}`));

const partyOf = (who: Who): Party => ({
  hot: privateKeyToAccount(keyOf(who, "hot")),
  claim: privateKeyToAccount(keyOf(who, "claim")),
});
export const CAST: Readonly<Record<Who, Party>> = {
  maker: partyOf("maker"),
  taker: partyOf("taker"),
  tower: partyOf("tower"),
  stranger: partyOf("stranger"),
};

export const addressesOf = (who: Who): readonly Address[] => [CAST[who].hot.address, CAST[who].claim.address];

/** Ether of each hot key and of each claim key at the beginning. */
export const ETHER = { hot: 10n ** 19n, claim: 10n ** 18n } as const;

/** What changes hands: on the first chain, and on the second. */
export type Pair = "token-ether" | "ether-token" | "token-token" | "ether-ether";
export const PAIRS: readonly Pair[] = ["token-ether", "ether-token", "token-token", "ether-ether"];

const AMOUNTS = { token: 250_000_000n, ether: 2n * 10n ** 18n } as const;

export interface Stake {
  readonly asset: Asset;
  readonly amount: bigint;
}

/** What is swapped on a side. */
export function stakeOf(pair: Pair, side: Side, token: Address): Stake {
  const kind = pair.split("-")[side === "a" ? 0 : 1] === "token" ? "token" : "ether";
  return { asset: kind === "token" ? { kind: "erc20", token } : { kind: "native" }, amount: AMOUNTS[kind] };
}

/** What the maker offers in a case: the whole stake, to anybody. */
export function orderOf(pair: Pair, hashLock: Address, token: Address, now: number): Order {
  const leg = (side: Side): Leg => ({
    chainId: CHAIN_IDS[side],
    hashLock,
    confirmations: TIMING.confirmations,
    ...stakeOf(pair, side, token),
  });
  return {
    maker: CAST.maker.hot.address,
    recipient: CAST.maker.claim.address,
    gives: leg("b"),
    wants: leg("a"),
    // So much that something is given for it.
    minimumFill: leg("a").amount / 100n,
    deadline: BigInt(now + 86_400),
    nonce: 0n,
    taker: zeroAddress,
    lockTime: BigInt(LOCK_TIME),
  };
}
