import { type Abi, type Address, formatLog, type Hex, type Log, numberToHex, parseEventLogs } from "viem";
import type { Reader } from "../chain/actor.ts";
import { inOrder, logsSoFar } from "../chain/logs.ts";
import { rootId } from "../instruments/links.ts";
import { eventsOfRoot, timesOfBlocks } from "../instruments/readLineage.ts";
import { billsChangesOf, billsOf, billsRecourseOf } from "./contracts.ts";

/** Something that happened to a bill or a lot of it, as the chain tells it. */
export interface BillEvent {
  /** As "Accepted", "Endorsed". */
  readonly name: string;
  readonly contract: "Bills" | "BillsRecourse" | "BillsChanges" | "Lots";
  /** By the names of the contract; addresses, numbers, words, and the face. */
  readonly args: Readonly<Record<string, unknown>>;
  /** Unix second of its block. */
  readonly time: number;
  readonly blockNumber: bigint;
  readonly transaction: Hex;
  readonly logIndex: number;
}

/**
 * Reads all that happened to a bill and its lots, in the order of the chain, from events.
 *
 * @param toBlock the last block to look at. Default: the newest
 * @throws `NotDeployed`, `ChainUnreachable`
 */
export async function billEvents(reader: Reader, id: bigint, toBlock?: bigint): Promise<BillEvent[]> {
  const { network } = reader;
  const bills = billsOf(network);
  const [ofBills, ofRecourse, ofChanges, ofLots] = await Promise.all([
    eventsAbout(reader, bills, id, toBlock),
    eventsAbout(reader, billsRecourseOf(network), id, toBlock),
    eventsAbout(reader, billsChangesOf(network), id, toBlock),
    eventsOfRoot(reader, rootId(bills.address, id), toBlock),
  ]);
  const all = [
    ...ofBills.map((event) => told(event, "Bills")),
    ...ofRecourse.map((event) => told(event, "BillsRecourse")),
    ...ofChanges.map((event) => told(event, "BillsChanges")),
    ...ofLots.map((event) => told(event, "Lots")),
  ];
  const times = await timesOfBlocks(reader, all);
  return inOrder(all).map((event) => ({ ...event, time: times.get(event.blockNumber) ?? 0 }));
}

interface ParsedLog {
  readonly eventName: string;
  readonly args: unknown;
  readonly blockNumber: bigint;
  readonly logIndex: number;
  readonly transactionHash: Hex;
}

function told(log: ParsedLog, contract: BillEvent["contract"]): Omit<BillEvent, "time"> {
  const { eventName: name, blockNumber, logIndex, transactionHash: transaction } = log;
  return { name, contract, args: log.args as Record<string, unknown>, blockNumber, logIndex, transaction };
}

/** Each event about a bill names it first. */
async function eventsAbout(
  { client, network }: Reader,
  { address, abi }: { readonly address: Address; readonly abi: Abi },
  id: bigint,
  lastBlock?: bigint,
): Promise<ParsedLog[]> {
  const topics = [null, numberToHex(id, { size: 32 })];
  const read = (from: bigint, to: bigint) =>
    client.request({
      method: "eth_getLogs",
      params: [{ address, topics, fromBlock: numberToHex(from), toBlock: numberToHex(to) }],
    });
  const logs = await logsSoFar({ client, network }, "billEvents", read, lastBlock);
  const mined = logs.map((log) => formatLog(log) as Log<bigint, number, false>);
  return parseEventLogs({ abi, logs: mined, strict: true }) as unknown as ParsedLog[];
}
