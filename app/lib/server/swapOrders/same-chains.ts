import type { Hex } from "viem";
import type { OrderStore } from "./store.ts";

/** A chain whose orders are kept. */
export interface KeptChain {
  readonly chainId: number;
  readonly isLocal: boolean;
  /** Hash of its first block. */
  readonly genesis: () => Promise<Hex>;
}

/** Milliseconds for which a chain that was looked at is taken for the same: a local one is restarted at any time. */
const checkedFor = { local: 1_000, public: 60_000 } as const;

/**
 * Binds what is kept to the chains that it was brought for, by their first blocks. A local chain begins anew at each start,
 * with the same addresses: what was kept of it is forgotten then. Elsewhere another first block is an operator's mistake:
 * nothing is forgotten, and nothing shown or taken until it is set right.
 *
 * @returns looks, and says which chains are others than they were
 */
export function sameChains(
  store: Pick<OrderStore, "genesisOf" | "forget">,
  chains: readonly KeptChain[],
  now: () => number,
): () => Promise<readonly number[]> {
  const checkedAt = new Map<number, number>();
  const others = new Set<number>();

  async function look({ chainId, isLocal, genesis }: KeptChain): Promise<void> {
    const last = checkedAt.get(chainId);
    if (last !== undefined && now() - last < checkedFor[isLocal ? "local" : "public"]) return;
    const actual = await genesis().catch(() => undefined);
    // A chain that does not answer is no other one.
    if (actual === undefined) return;
    checkedAt.set(chainId, now());
    const known = store.genesisOf(chainId);
    if (known === actual) others.delete(chainId);
    else if (known === undefined || isLocal) store.forget(chainId, actual, isLocal);
    else others.add(chainId);
  }

  return async () => {
    await Promise.all(chains.map(look));
    return [...others];
  };
}
