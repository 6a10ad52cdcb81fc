import type { Reader } from "@tallystick/sdk/chain/actor";
import { accessLogAbi } from "@tallystick/sdk/generated/abis/AccessLog";
import type { IndexerOptions } from "@tallystick/sdk/indexer/ask";
import { anchorsOf, type IndexedAnchor } from "@tallystick/sdk/indexer/audit";
import { deployed } from "@tallystick/sdk/networks";
import { type Hex, isAddressEqual, parseEventLogs } from "viem";

/** Finds the anchor of a root: the indexer names its transaction, whose own event on the chain is what is believed. */
export async function findRoot(reader: Reader, indexer: IndexerOptions, root: Hex): Promise<IndexedAnchor | undefined> {
  const { client, network } = reader;
  const { items } = await anchorsOf(indexer, network.chainId, { root, limit: 1 });
  const [anchor] = items;
  if (!anchor) return undefined;
  const { logs } = await client.getTransactionReceipt({ hash: anchor.transaction });
  const { accessLog } = deployed(network);
  const events = parseEventLogs({ abi: accessLogAbi, eventName: "Anchored", logs });
  const proved = events.some(
    ({ address, args }) =>
      isAddressEqual(address, accessLog) &&
      isAddressEqual(args.keeper, anchor.keeper) &&
      args.root.toLowerCase() === root.toLowerCase() &&
      args.number === anchor.number &&
      args.through === anchor.through,
  );
  return proved ? anchor : undefined;
}
