import type { Reader } from "@tallystick/sdk/chain/actor";
import { logsInRange } from "@tallystick/sdk/chain/logs";
import { accessLogAbi } from "@tallystick/sdk/generated/abis/AccessLog";
import { marketAbi } from "@tallystick/sdk/generated/abis/Market";
import { tabsAbi } from "@tallystick/sdk/generated/abis/Tabs";
import { deployed } from "@tallystick/sdk/networks";
import { type Address, type GetLogsReturnType, getAbiItem, type Hex } from "viem";
import type { Head } from "../chain/heads.ts";
import type { Notes } from "../store/database.ts";

/** Blocks that are read again each time: a reorganisation may have put others in their place. */
const DEPTH = 12n;

const EVENTS = [
  getAbiItem({ abi: marketAbi, name: "VersionPublished" }),
  getAbiItem({ abi: accessLogAbi, name: "Accused" }),
  getAbiItem({ abi: tabsAbi, name: "ClosingStarted" }),
] as const;

type FollowedLog = GetLogsReturnType<undefined, typeof EVENTS, true>[number];

/** What a keeper must hear of. Each may be told more than once. */
export type Listeners = {
  published(dataset: bigint, version: number, manifest: Hex): void;
  accused(digest: Hex, answerBy: number): void;
  closing(tab: Hex): void;
};

/** Reads the chain's events up to a block, from where it was left the last time. */
export function createFollower(options: {
  reader: Reader;
  addresses: readonly Address[];
  keeper: Address;
  notes: Notes;
  listeners: Listeners;
}): (head: Head) => Promise<void> {
  const { reader, notes, listeners, keeper } = options;
  const tell = (log: FollowedLog): void => {
    if (log.eventName === "VersionPublished") {
      listeners.published(log.args.dataset, log.args.version, log.args.anchor.manifest);
    } else if (log.eventName === "ClosingStarted") listeners.closing(log.args.id);
    else if (log.args.keeper === keeper) listeners.accused(log.args.digest, log.args.answerBy);
  };
  return async ({ number }) => {
    const start = BigInt(deployed(reader.network).startBlock);
    const known = notes.get("followed");
    const from = known === undefined ? start : BigInt(known) - DEPTH;
    const logs = await logsInRange(
      (fromBlock, toBlock) =>
        reader.client.getLogs({
          address: [...options.addresses],
          events: EVENTS,
          strict: true,
          fromBlock,
          toBlock,
        }),
      from > start ? from : start,
      number,
    );
    for (const log of logs) tell(log);
    if (known !== number.toString()) notes.set("followed", number.toString());
  };
}
