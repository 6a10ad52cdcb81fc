import type { Reader } from "@tallystick/sdk/chain/actor";
import { logsInRange } from "@tallystick/sdk/chain/logs";
import { accessLogAbi } from "@tallystick/sdk/generated/abis/AccessLog";
import { deployed } from "@tallystick/sdk/networks";
import { type Address, encodeFunctionData } from "viem";
import type { Periods } from "../book/periods.ts";
import type { Head } from "../chain/heads.ts";
import type { Log } from "../log.ts";
import type { Sender } from "./sender.ts";

/** Seconds that a clock may jump back: a period is closed only when it is that long over. */
const MARGIN = 2;

export type Anchoring = {
  /** Brings the books in step with the chain, closes a period when it is time, and anchors what is not anchored. */
  tick(head: Head): Promise<void>;
};

/**
 * Anchors the roots of receipts, one period after the other. A period is fixed in the books before anything is sent, and
 * the contract takes each second once, so a crash at any moment neither loses a period nor anchors one twice.
 */
export function createAnchoring(options: {
  reader: Reader;
  accessLog: Address;
  keeper: Address;
  periods: Periods;
  sender: Sender;
  /** Unix seconds of the oldest receipt that no period covers. */
  oldestOpen: () => number | undefined;
  /** Seconds that it may be old before a period is closed. */
  everySeconds: number;
  now: () => number;
  log: Log;
}): Anchoring {
  const { reader, accessLog, keeper, periods, sender, log } = options;
  const contract = { address: accessLog, abi: accessLogAbi } as const;

  /** Periods that the chain has and the books lack: the folder was lost, and begun anew. */
  const adoptLost = async (head: Head, from: number): Promise<void> => {
    const logs = await logsInRange(
      (fromBlock, toBlock) =>
        reader.client.getContractEvents({
          ...contract,
          strict: true,
          eventName: "Anchored",
          args: { keeper },
          fromBlock,
          toBlock,
        }),
      BigInt(deployed(reader.network).startBlock),
      head.number,
    );
    let through = periods.newest()?.through ?? 0;
    for (const { args } of logs) {
      if (args.number <= from) continue;
      periods.adopt({ number: args.number, from: through, through: args.through, root: args.root });
      through = args.through;
      log.error("period-adopted", { number: args.number });
    }
  };

  const reconcile = async (head: Head): Promise<void> => {
    const onChain = await reader.client.readContract({
      ...contract,
      functionName: "logOf",
      args: [keeper],
      blockNumber: head.number,
    });
    const newest = periods.newest()?.number ?? 0;
    if (onChain.number > newest) return await adoptLost(head, newest);
    for (let pending = periods.pending(); pending && pending.number <= onChain.number; pending = periods.pending()) {
      periods.markAnchored(pending.number, true);
      log.info("anchored", { number: pending.number, receipts: pending.count });
    }
    // A reorganisation has taken the newest away again.
    for (let number = newest; number > onChain.number; number--) periods.markAnchored(number, false);
  };

  const send = async (): Promise<void> => {
    for (let pending = periods.pending(); pending; pending = periods.pending()) {
      const { number, root, through } = pending;
      const data = encodeFunctionData({ abi: accessLogAbi, functionName: "anchor", args: [root, through] });
      const outcome = await sender.send(`anchor ${number}`, { to: accessLog, data });
      if (outcome !== "done") {
        if (outcome === "refused") log.error("anchor-refused", { number });
        return;
      }
      periods.markAnchored(number, true);
      log.info("anchored", { number, receipts: pending.count });
    }
  };

  return {
    async tick(head) {
      await reconcile(head);
      const clock = Math.min(Math.floor(options.now() / 1000), Number(head.timestamp));
      const oldest = options.oldestOpen();
      const due = oldest !== undefined && clock - oldest >= options.everySeconds;
      if (due && periods.pending() === undefined) await periods.close(clock - MARGIN);
      await send();
    },
  };
}
