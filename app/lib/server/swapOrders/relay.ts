import { isTallystickError } from "@tallystick/sdk/errors";
import {
  type Order,
  type SignedOrder,
  type SignedTake,
  type SignedWithdrawal,
  swapOrderHash,
  takeHash,
} from "@tallystick/sdk/swaps/order";
import { MAX_ORDER_LIFE, type OrderChain, orderFaults } from "@tallystick/sdk/swaps/orderFaults";
import {
  isSwapOrderSigned,
  isTakeSigned,
  isWithdrawalSigned,
  type Readers,
} from "@tallystick/sdk/swaps/orderSignatures";
import { decodeSwapOrder, encodeSwapOrder, encodeTake, encodeWithdrawal } from "@tallystick/sdk/swaps/orderWire";
import { type Hex, isAddressEqual, zeroAddress } from "viem";
import type { OrderRefusal } from "./refusals.ts";
import { type KeptChain, sameChains } from "./same-chains.ts";
import type { OrderStore } from "./store.ts";

/** Why something is not taken, with what is wrong in particular. */
export interface Refused {
  readonly refused: OrderRefusal;
  readonly details?: readonly string[];
}

export interface OrderRelayParts {
  readonly store: OrderStore;
  /** Chains whose orders are taken. */
  readonly chains: ReadonlyMap<number, OrderChain>;
  readonly readers: Readers;
  /** The chains that what is kept is bound to. */
  readonly kept?: readonly KeptChain[];
  /** Second of a chain: orders end by the chain's time. */
  readonly timeOf: (chainId: number) => Promise<number>;
  /** Milliseconds of this machine. */
  readonly now?: () => number;
}

export type OrderRelay = ReturnType<typeof orderRelay>;

const SWEEP_MS = 1_000;

/**
 * Collects signed orders, notes of takers and withdrawals, and shows them. It holds no money and no secret, and nobody needs
 * to believe it: whoever reads what it shows checks the signatures.
 */
export function orderRelay({ store, chains, readers, kept = [], timeOf, now = Date.now }: OrderRelayParts) {
  const followers = new Set<() => void>();
  const otherChains = sameChains(store, kept, now);
  let sweptAt = 0;

  const changed = (): void => {
    for (const follower of followers) follower();
  };

  /** Who signed nothing, or nobody can say. */
  async function unless(isSigned: Promise<boolean>): Promise<Refused | undefined> {
    try {
      return (await isSigned) ? undefined : { refused: "forged" };
    } catch (error) {
      if (isTallystickError(error, "ChainUnreachable")) return { refused: "chainDown" };
      throw error;
    }
  }

  /** An order that is open here. */
  function openOrder(hash: Hex): Order | Refused {
    const row = store.find(hash);
    if (row === undefined) return { refused: "unknownOrder" };
    return row.withdrawal === undefined ? decodeSwapOrder(JSON.parse(row.json)).order : { refused: "withdrawn" };
  }

  return {
    store,
    /** Calls whenever there is something new, until what is returned is called. */
    follow(follower: () => void): () => void {
      followers.add(follower);
      return () => void followers.delete(follower);
    },
    /** Why nothing may be shown or taken now: a chain is another than what is kept is of. */
    async trouble(): Promise<Refused | undefined> {
      const others = await otherChains();
      return others.length === 0 ? undefined : { refused: "otherChain", details: others.map(String) };
    },
    /** Forgets what has ended. */
    async sweep(): Promise<void> {
      if (now() - sweptAt < SWEEP_MS) return;
      sweptAt = now();
      for (const chainId of chains.keys()) store.sweep(chainId, await timeOf(chainId));
      store.sweepWithdrawn(Math.floor(now() / 1_000));
    },
    async post(signed: SignedOrder): Promise<{ readonly hash: Hex; readonly isNew: boolean } | Refused> {
      const { order } = signed;
      const hash = swapOrderHash(order);
      const known = store.find(hash);
      if (store.isWithdrawn(order) || known?.withdrawal !== undefined) return { refused: "withdrawn" };
      if (known !== undefined) return { hash, isNew: false };
      const time = BigInt(await timeOf(order.wants.chainId));
      const faults = orderFaults(order, { now: time, chains: (chainId) => chains.get(chainId) });
      if (faults.length > 0) return { refused: "faulty", details: faults };
      const forged = await unless(isSwapOrderSigned(readers, signed));
      if (forged) return forged;
      // Somebody may have brought it, or withdrawn it, while a wallet was asked.
      if (store.isWithdrawn(order)) return { refused: "withdrawn" };
      if (store.find(hash) !== undefined) return { hash, isNew: false };
      const fault = store.keep(hash, order, JSON.stringify(encodeSwapOrder(signed)));
      if (fault) return { refused: fault };
      changed();
      return { hash, isNew: true };
    },
    async withdraw(signed: SignedWithdrawal): Promise<{ readonly hashes: readonly Hex[] } | Refused> {
      const { withdrawal } = signed;
      const rows = store.ofNumber(withdrawal);
      const [first] = rows;
      if (first === undefined) return { refused: "unknownOrder" };
      const { order } = decodeSwapOrder(JSON.parse(first.json));
      const forged = await unless(isWithdrawalSigned(readers, order.gives.chainId, signed));
      if (forged) return forged;
      const until = Math.floor(now() / 1_000) + Number(MAX_ORDER_LIFE);
      const hashes = store.withdraw(withdrawal, JSON.stringify(encodeWithdrawal(signed)), until);
      changed();
      return { hashes };
    },
    async take(signed: SignedTake): Promise<{ readonly hash: Hex } | Refused> {
      const { take } = signed;
      const order = openOrder(take.order);
      if ("refused" in order) return order;
      const details = takeFaults(signed, order, BigInt(await timeOf(order.wants.chainId)));
      if (details.length > 0) return { refused: "wrongTake", details };
      const forged = await unless(isTakeSigned(readers, order, signed));
      if (forged) return forged;
      const current = openOrder(take.order);
      if ("refused" in current) return current;
      const hash = takeHash(take);
      const fault = store.keepTake(hash, take, order, JSON.stringify(encodeTake(signed)));
      return fault ? { refused: fault } : { hash };
    },
  };
}

function takeFaults({ take }: SignedTake, order: Order, now: bigint): string[] {
  const rules: readonly (readonly [isBroken: boolean, field: string])[] = [
    [take.deadline <= now || take.deadline > order.deadline, "deadline"],
    [take.amount <= 0n || take.amount > order.wants.amount, "amount"],
    [isAddressEqual(take.recipient, zeroAddress), "recipient"],
    [!isAddressEqual(order.taker, zeroAddress) && !isAddressEqual(order.taker, take.taker), "taker"],
  ];
  return rules.filter(([isBroken]) => isBroken).map(([, field]) => field);
}
