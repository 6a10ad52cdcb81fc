import type { Address, Hex } from "viem";
import type { Reader } from "../chain/actor.ts";
import { logsSoFar } from "../chain/logs.ts";
import { hashLockAbi } from "../generated/abis/HashLock.ts";
import { lockEventsOf, stateAfter } from "./lockEvents.ts";
import type { LockState } from "./swapState.ts";

/**
 * How a lock of an id stands, from the logs of `HashLock` alone; undefined: it was never made.
 *
 * @throws `NotDeployed`, `ChainUnreachable`
 */
export async function lockStanding(reader: Reader, hashLock: Address, id: Hex): Promise<LockState | undefined> {
  const head = await reader.client.getBlockNumber();
  const contract = { address: hashLock, abi: hashLockAbi, args: { id }, strict: true } as const;
  const logsOf = (eventName: "Locked" | "LockedItem" | "Claimed" | "Refunded") =>
    logsSoFar(
      reader,
      "a lock",
      (fromBlock, toBlock) => reader.client.getContractEvents({ ...contract, eventName, fromBlock, toBlock }),
      head,
    );
  const [money, items, claims, refunds] = await Promise.all([
    logsOf("Locked"),
    logsOf("LockedItem"),
    logsOf("Claimed"),
    logsOf("Refunded"),
  ]);
  return stateAfter(lockEventsOf([...money, ...items, ...claims, ...refunds]), Number(head));
}
