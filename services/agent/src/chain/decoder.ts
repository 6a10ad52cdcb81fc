import { lockId } from "@tallystick/sdk/swaps/lock";
import { inOrder, type LockEvent, lockEventsOf } from "@tallystick/sdk/swaps/lockEvents";
import { type Address, formatLog, isAddressEqual, type RpcLog } from "viem";

/** What logs were asked for. */
export interface LogsAsked {
  readonly chainId: number;
  readonly hashLock: Address;
}

/** Makes events of the logs of a range, and keeps those of the last answer: the newest blocks' logs come again and again. */
export type Decoder = (logs: readonly RpcLog[], fromBlock: number, toBlock: number) => LockEvent[];

/**
 * What an endpoint makes up is not believed: each log must be one that was asked for, and a lock's id must be the hash of
 * its terms. Else one endpoint could give other terms to a lock that all others know by its id.
 */
export function createDecoder({ chainId, hashLock }: LogsAsked): Decoder {
  let known = new Map<string, readonly LockEvent[]>();

  function eventsIn(log: RpcLog, fromBlock: number, toBlock: number): readonly LockEvent[] {
    if (!isAddressEqual(log.address, hashLock)) throw new Error("it tells of logs of another contract");
    const events = lockEventsOf([formatLog(log)]);
    for (const { id, lock, block, index } of events) {
      if (!Number.isSafeInteger(index) || !(block >= fromBlock && block <= toBlock)) {
        throw new Error("it tells of logs of other blocks than were asked for");
      }
      if (lock && lockId(chainId, hashLock, lock) !== id)
        throw new Error("it tells of a lock whose id is not of its terms");
    }
    return events;
  }

  return (logs, fromBlock, toBlock) => {
    const now = new Map<string, readonly LockEvent[]>();
    for (const log of logs) {
      // By all that it says: an endpoint may say something else of the same place.
      const text = JSON.stringify(log);
      now.set(text, known.get(text) ?? eventsIn(log, fromBlock, toBlock));
    }
    known = now;
    return [...now.values()].flat().sort(inOrder);
  };
}
