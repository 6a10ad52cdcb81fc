import type { Reader } from "../chain/actor.ts";
import { logsSoFar } from "../chain/logs.ts";
import { hashLockAbi } from "../generated/abis/HashLock.ts";
import { locksBy } from "./accountLocks.ts";
import { broughtBy, isSameAsset } from "./fills.ts";
import { isFillOf, type Order, swapOrderHash } from "./order.ts";

/**
 * How much of an order takers have locked and not taken back, in base units of `wants`: by the logs of its chain, where
 * locks name the order by their salts. Anybody may lock and be refunded, so it is what is left at least that is told by it;
 * which locks the maker answers is his to say.
 *
 * @param reader of the chain of `wants`
 * @returns never more than the order's amount
 * @throws `NotDeployed`, `ChainUnreachable`
 */
export async function orderFilled(reader: Reader, order: Order): Promise<bigint> {
  const { wants, recipient } = order;
  const hash = swapOrderHash(order);
  const locks = await locksBy(reader, wants.hashLock, { recipient });
  const brought = locks
    .filter(({ lock }) => isFillOf(lock.salt, hash) && isSameAsset(lock.asset, wants.asset))
    .map(({ id, lock }) => ({ id, amount: broughtBy(lock) }));
  if (brought.length === 0) return 0n;
  const ids = [...new Set(brought.map(({ id }) => id))];
  const contract = { address: wants.hashLock, abi: hashLockAbi, strict: true } as const;
  const refunds = await logsSoFar(reader, "orderFilled", (fromBlock, toBlock) =>
    reader.client.getContractEvents({ ...contract, eventName: "Refunded", args: { id: ids }, fromBlock, toBlock }),
  );
  const amountOf = new Map(brought.map(({ id, amount }) => [id, amount]));
  const locked = brought.reduce((sum, { amount }) => sum + amount, 0n);
  const back = refunds.reduce((sum, { args }) => sum + (amountOf.get(args.id) ?? 0n), 0n);
  const filled = locked - back;
  return filled < wants.amount ? filled : wants.amount;
}
