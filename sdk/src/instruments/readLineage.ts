import { formatLog, type Log, numberToHex, parseEventLogs } from "viem";
import type { Reader } from "../chain/actor.ts";
import { explainError } from "../chain/explainError.ts";
import { inOrder, logsSoFar } from "../chain/logs.ts";
import { lotsAbi } from "../generated/abis/Lots.ts";
import { lotsOf, receivablesOf } from "./contracts.ts";
import { type LotLineage, type LotStep, lineageOf } from "./lineage.ts";
import { rootId } from "./links.ts";

/** Ids that a node is asked for at once. */
const MOST_IDS = 200;

/**
 * Reads what happened to the lots of a receivable, in the order of the chain, from events: for `lineageOf` and `lotTree`.
 * Where there is an indexer it answers sooner.
 *
 * @param receivable its id; nothing is found for one that is not registered
 * @throws `NotDeployed`, `ChainUnreachable`
 */
export function lotSteps(reader: Reader, receivable: bigint): Promise<LotStep[]> {
  return stepsOfRoot(reader, rootId(receivablesOf(reader.network).address, receivable));
}

/**
 * Reads what happened to the lots of a root, whatever its instrument, in the order of the chain, from events.
 *
 * @param toBlock the last block to look at. Default: the newest
 * @throws `NotDeployed`, `ChainUnreachable`
 */
export async function stepsOfRoot(reader: Reader, root: bigint, toBlock?: bigint): Promise<LotStep[]> {
  const events = await eventsOfRoot(reader, root, toBlock);
  const times = await timesOfBlocks(reader, events);
  return events.flatMap((event) => stepOf(event, times.get(event.blockNumber) ?? 0));
}

/**
 * Reads all events of the lots of a root, in the order of the chain.
 *
 * @param toBlock the last block to look at. Default: the newest
 * @throws `NotDeployed`, `ChainUnreachable`
 */
export async function eventsOfRoot(reader: Reader, root: bigint, toBlock?: bigint) {
  let ids = [root];
  const found: LotEvent[] = [];
  while (ids.length > 0) {
    const batch = ids.slice(0, MOST_IDS);
    const events = await eventsOfLots(reader, batch, toBlock);
    found.push(...events);
    const parts = events.flatMap((event) => (event.eventName === "Divided" ? [event.args.id] : []));
    ids = [...ids.slice(MOST_IDS), ...parts];
  }
  return inOrder(found);
}

/**
 * Reads all lots that a receivable ever had, with their chains, from events.
 *
 * @throws `LineageMismatch` where the node lacks logs, `NotDeployed`, `ChainUnreachable`
 */
export async function readLineage(reader: Reader, receivable: bigint): Promise<ReadonlyMap<bigint, LotLineage>> {
  return lineageOf(await lotSteps(reader, receivable));
}

type LotEvent = Awaited<ReturnType<typeof eventsOfLots>>[number];

/** Each event of `Lots` about a lot names it first, a division the lot that it shortens. */
async function eventsOfLots(reader: Reader, ids: readonly bigint[], lastBlock?: bigint) {
  const { client, network } = reader;
  const topics = [null, ids.map((id) => numberToHex(id, { size: 32 }))];
  const { address } = lotsOf(network);
  const read = (from: bigint, to: bigint) =>
    client.request({
      method: "eth_getLogs",
      params: [{ address, topics, fromBlock: numberToHex(from), toBlock: numberToHex(to) }],
    });
  const logs = await logsSoFar(reader, "lotSteps", read, lastBlock);
  const mined = logs.map((log) => formatLog(log) as Log<bigint, number, false>);
  return parseEventLogs({ abi: lotsAbi, logs: mined, strict: true });
}

/**
 * Unix seconds of the blocks of logs, by their numbers.
 *
 * @throws `ChainUnreachable`
 */
export async function timesOfBlocks(
  { client, network }: Reader,
  logs: readonly { readonly blockNumber: bigint }[],
): Promise<ReadonlyMap<bigint, number>> {
  const blocks = [...new Set(logs.map(({ blockNumber }) => blockNumber))];
  try {
    const read = blocks.map(async (blockNumber): Promise<[bigint, number]> => {
      const { timestamp } = await client.getBlock({ blockNumber });
      return [blockNumber, Number(timestamp)];
    });
    return new Map(await Promise.all(read));
  } catch (error) {
    throw explainError(error, { act: "reading the times of blocks", network });
  }
}

function stepOf(event: LotEvent, time: number): LotStep[] {
  switch (event.eventName) {
    case "Opened":
      return [{ type: "opened", ...event.args, time }];
    case "Endorsed":
      return [{ type: "endorsed", ...event.args, time }];
    case "Divided":
      return [{ type: "divided", ...event.args, time }];
    case "Merged":
      return [{ type: "merged", ...event.args, time }];
    case "Shortened":
      return [{ type: "shortened", ...event.args, time }];
    case "StateSet":
      return [{ type: "stateSet", ...event.args, time }];
    default:
      return [];
  }
}
