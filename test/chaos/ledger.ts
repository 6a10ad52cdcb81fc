import { type Address, decodeEventLog, type Hex, isAddressEqual, zeroAddress } from "viem";
import { hashLockAbi } from "../../sdk/src/generated/abis/HashLock.ts";
import { type Lock, lockId, unpackTerms } from "../../sdk/src/swaps/lock.ts";
import type { Chain } from "./anvil.ts";

// What truly happened on a chain, read from its node past every endpoint.

interface Receipt {
  readonly from: Address;
  readonly gasUsed: Hex;
  readonly effectiveGasPrice: Hex;
  readonly logs: readonly { readonly address: Address; readonly topics: [Hex, ...Hex[]]; readonly data: Hex }[];
}

/** A lock that stands in the chain's blocks. */
export interface Standing {
  readonly id: Hex;
  readonly lock: Lock;
  readonly block: number;
  readonly end?: { readonly kind: "claimed" | "refunded"; readonly block: number; readonly preimage?: Hex };
}

export interface Ledger {
  /** Takes in the blocks that came since, and forgets those that were taken away. */
  readonly read: () => Promise<void>;
  readonly standings: () => readonly Standing[];
  /** Wei that these accounts have paid for gas. */
  readonly feesOf: (accounts: readonly Address[]) => bigint;
  readonly forget: (from: number) => void;
}

/** Enters an event. The same terms may be locked again after their end: each time is a standing of its own. */
function take(
  found: Standing[],
  chainId: number,
  hashLock: Address,
  block: number,
  log: { readonly topics: [Hex, ...Hex[]]; readonly data: Hex },
): void {
  const event = decodeEventLog({ abi: hashLockAbi, ...log });
  if (event.eventName === "Locked") {
    const { token, amount, hashlock, recipient, refundee, terms } = event.args;
    const asset = isAddressEqual(token, zeroAddress)
      ? ({ kind: "native" } as const)
      : ({ kind: "erc20", token } as const);
    const lock: Lock = { asset, amount, hashlock, recipient, refundee, ...unpackTerms(terms) };
    found.push({ id: lockId(chainId, hashLock, lock), lock, block });
  }
  if (event.eventName !== "Claimed" && event.eventName !== "Refunded") return;
  const open = found.findIndex(({ id, end }) => id === event.args.id && end === undefined);
  const standing = found[open];
  if (standing === undefined) throw new Error(`${event.eventName} of a lock that is not open: ${event.args.id}`);
  const preimage = event.eventName === "Claimed" ? { preimage: event.args.preimage } : {};
  const kind = event.eventName === "Claimed" ? "claimed" : "refunded";
  found[open] = { ...standing, end: { kind, block, ...preimage } };
}

export function ledgerOf(chain: Chain, hashLock: Address, firstBlock: number): Ledger {
  const blocks = new Map<number, readonly Receipt[]>();
  let next = firstBlock;

  const standings = (): readonly Standing[] => {
    const found: Standing[] = [];
    for (const [block, receipts] of blocks)
      for (const { address, topics, data } of receipts.flatMap(({ logs }) => logs))
        if (isAddressEqual(address, hashLock)) take(found, chain.chainId, hashLock, block, { topics, data });
    return found;
  };

  return {
    read: async () => {
      const { number } = await chain.head();
      for (; next <= number; ++next)
        blocks.set(next, (await chain.ask("eth_getBlockReceipts", [`0x${next.toString(16)}`])) as Receipt[]);
    },
    standings,
    feesOf: (accounts) =>
      [...blocks.values()]
        .flat()
        .filter(({ from }) => accounts.some((account) => isAddressEqual(account, from)))
        .reduce((sum, { gasUsed, effectiveGasPrice }) => sum + BigInt(gasUsed) * BigInt(effectiveGasPrice), 0n),
    forget: (from) => {
      for (const block of [...blocks.keys()]) if (block >= from) blocks.delete(block);
      next = Math.min(next, from);
    },
  };
}
