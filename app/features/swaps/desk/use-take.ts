"use client";

import { takerLock } from "@tallystick/sdk/swaps/fills";
import { lockId } from "@tallystick/sdk/swaps/lock";
import type { SignedOrder } from "@tallystick/sdk/swaps/order";
import type { Address, Hex } from "viem";
import { useSigning } from "@/lib/use-signing";
import { useAssetWords } from "../shared/asset-words";
import { noteOrder } from "../shared/order-notes";
import { useSecrets } from "../shared/secrets";
import type { SwapChain } from "../shared/use-chains";
import { useLocking, type Way } from "../shared/use-locking";
import { pairOf } from "./quotes";

/** What is locked of an order, and how. */
export interface Taking {
  /** Of `wants`, in base units. */
  readonly brings: bigint;
  readonly from: SwapChain;
  /** Unix second at which the lock ends. */
  readonly timelock: number;
  readonly way: Way;
}

/** Begins a swap: makes its secret from the wallet's signature, and locks what is given. */
export function useTake(account: Address, signed: SignedOrder) {
  const { run, busy, problem } = useSigning();
  const { fresh } = useSecrets(account);
  const lock = useLocking();
  const { gives, gets } = pairOf(signed.order);
  const say = useAssetWords([gives, gets]);

  /** @returns the id of the first lock, by which the swap is known; undefined: it was not begun */
  const take = ({ brings, from, timelock, way }: Taking): Promise<Hex | undefined> =>
    run(async () => {
      const secret = await fresh();
      const { order } = signed;
      const terms = takerLock(order, { taker: account, wants: brings, ...secret, timelock: BigInt(timelock) });
      noteOrder(localStorage, signed);
      await lock(from, terms, way, { key: "tx.swapLock", values: { what: say(gives, terms.amount) } });
      return lockId(from.network.chainId, from.hashLock, terms);
    });
  return { take, busy, problem };
}
