import type { Address } from "viem";
import type { Reader } from "../chain/actor.ts";
import { logsSoFar } from "../chain/logs.ts";
import { hashLockAbi } from "../generated/abis/HashLock.ts";
import { type LockEvent, lockEventsOf } from "./lockEvents.ts";

/**
 * Every lock that was made for an account, as recipient or refundee, in the order of the chain: from the logs of
 * `HashLock` alone, in ranges that the node takes.
 *
 * @param toBlock the last one. Default: the newest
 * @throws `NotDeployed`, `ChainUnreachable`
 */
export async function locksOfAccount(
  reader: Reader,
  hashLock: Address,
  account: Address,
  toBlock?: bigint,
): Promise<LockEvent[]> {
  const { client } = reader;
  const logsBy = (eventName: "Locked" | "LockedItem", args: { recipient?: Address; refundee?: Address }) =>
    logsSoFar(
      reader,
      "locksOfAccount",
      (fromBlock, last) =>
        client.getContractEvents({ address: hashLock, abi: hashLockAbi, eventName, args, fromBlock, toBlock: last }),
      toBlock,
    );
  const [money, items, moneyGiven, itemsGiven] = await Promise.all([
    logsBy("Locked", { recipient: account }),
    logsBy("LockedItem", { recipient: account }),
    logsBy("Locked", { refundee: account }),
    logsBy("LockedItem", { refundee: account }),
  ]);
  const received = [...money, ...items];
  const given = [...moneyGiven, ...itemsGiven];
  // A lock of the account for itself is in both.
  const others = given.filter(
    ({ blockHash, logIndex }) => !received.some((log) => log.blockHash === blockHash && log.logIndex === logIndex),
  );
  return lockEventsOf([...received, ...others]);
}
