import { bytesToHex, type Hex, zeroAddress } from "viem";
import { type Lock, lockId } from "../lock.ts";
import type { ChainTiming } from "../plan.ts";
import type { ChainView, LockState } from "../swapState.ts";
import type { BitcoinChain, SeenTransaction } from "./chain.ts";
import type { Outpoint } from "./draft.ts";
import { endIn, fundingOf } from "./read.ts";
import { type BitcoinLock, type BitcoinNetwork, keyHash, lockAddress } from "./script.ts";

/**
 * What Bitcoin promises, for the planner. A lock time is looked at by the median time of eleven blocks: miners' clocks may
 * bring it up to two hours forward, and blocks come by chance, an hour late now and then; both are in `outage`. It usually
 * runs an hour behind, which only makes a refund later.
 */
export const bitcoinTiming: ChainTiming = { confirmations: 3, reorgDepth: 2, blockTime: 600, outage: 3 * 3_600 };

/** Numbers that stand for Bitcoin's networks where a swap's legs name chains: no chain of Ethereum's kind has them. */
export const bitcoinChainIds: Readonly<Record<BitcoinNetwork, number>> = {
  mainnet: 2 ** 52,
  testnet: 2 ** 52 + 1,
  regtest: 2 ** 52 + 2,
};

/** A lock on Bitcoin in the words of the state machine: its parties are the hashes of their keys. */
export function lockTerms({ amount, hashlock, recipientKey, refundKey, timelock }: BitcoinLock): Lock {
  return {
    asset: { kind: "native" },
    amount,
    hashlock,
    recipient: bytesToHex(keyHash(recipientKey)),
    refundee: bytesToHex(keyHash(refundKey)),
    timelock: BigInt(timelock),
    tip: 0n,
    salt: 0n,
  };
}

/** Id of a lock on Bitcoin where a swap's legs have ids. */
export function bitcoinLockId(lock: BitcoinLock): Hex {
  return lockId(bitcoinChainIds[lock.network], zeroAddress, lockTerms(lock));
}

/** How a lock on Bitcoin stands. */
export interface BitcoinLockView {
  readonly state: LockState;
  /** Where its money is, or was. */
  readonly outpoint: Outpoint;
  /** What has ended it. */
  readonly spender?: SeenTransaction | undefined;
}

/**
 * Reads how a lock stands; undefined: nobody has paid it in. Of several payments the oldest counts.
 *
 * @param counts payments that count; default: all
 * @throws what `chain` throws
 */
export async function bitcoinLockView(
  chain: BitcoinChain,
  lock: BitcoinLock,
  counts: (outpoint: Outpoint) => boolean = () => true,
): Promise<BitcoinLockView | undefined> {
  const [{ height: head }, payments] = await Promise.all([chain.head(), chain.payments(lockAddress(lock))]);
  const depthOf = (height: number | undefined): number => (height === undefined ? 0 : Math.max(0, head - height + 1));
  const paid = payments
    .flatMap(({ hex, height }) => {
      const outpoint = fundingOf(hex, lock);
      return outpoint === undefined || !counts(outpoint) ? [] : [{ outpoint, height }];
    })
    .sort((a, b) => depthOf(b.height) - depthOf(a.height))[0];
  if (paid === undefined) return undefined;
  const { outpoint, height } = paid;
  const spent = await chain.spender(outpoint);
  // A spender that does not keep the script's rules is made up.
  const end = spent && (await endIn(spent.hex, lock, outpoint));
  if (spent === undefined || end === undefined) {
    return { outpoint, state: { status: "locked", block: height ?? head + 1, depth: depthOf(height) } };
  }
  const depth = depthOf(spent.height);
  return {
    outpoint,
    spender: spent,
    state:
      end.kind === "claimed" ? { status: "claimed", preimage: end.preimage, depth } : { status: "refunded", depth },
  };
}

/**
 * What the state machine (`step`) is to see of Bitcoin for one lock. Its time is the median time, by which the lock ends.
 *
 * @throws what `chain` throws
 */
export async function bitcoinView(chain: BitcoinChain, lock: BitcoinLock): Promise<ChainView> {
  const [head, view] = await Promise.all([chain.head(), bitcoinLockView(chain, lock)]);
  const found = view && { id: bitcoinLockId(lock), lock: lockTerms(lock), state: view.state };
  return { head: { number: head.height, time: head.medianTime }, locks: found === undefined ? [] : [found] };
}
