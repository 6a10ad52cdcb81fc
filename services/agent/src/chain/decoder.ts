import { inOrder, type LockEvent, lockEventsOf } from "@tallystick/sdk/swaps/lockEvents";
import { formatLog, type RpcLog } from "viem";

/** Makes events of logs, and keeps those of the last answer: the newest blocks' logs come again with each new block. */
export function createDecoder(): (logs: readonly RpcLog[]) => LockEvent[] {
  let known = new Map<string, readonly LockEvent[]>();
  return (logs) => {
    const now = new Map<string, readonly LockEvent[]>();
    for (const log of logs) {
      // By all that it says: an endpoint may say something else of the same place.
      const text = JSON.stringify(log);
      now.set(text, known.get(text) ?? lockEventsOf([formatLog(log)]));
    }
    known = now;
    return [...now.values()].flat().sort(inOrder);
  };
}
