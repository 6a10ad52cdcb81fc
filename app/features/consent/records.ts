import type { Reader } from "@tallystick/sdk/chain/actor";
import { inOrder, logsInRange } from "@tallystick/sdk/chain/logs";
import { consentAbi } from "@tallystick/sdk/generated/abis/Consent";
import {
  type ConsentState,
  consentOf,
  type Emergency,
  emergencyOf,
  holdersOf,
  type MadeRequest,
  type RecordState,
  recordOf,
  requestsOf,
} from "@tallystick/sdk/market/consents";
import { deployed } from "@tallystick/sdk/networks";
import type { Address } from "viem";
import { same } from "./same.ts";

/** A reader at a record, as the chain has it now. */
export interface ReaderThere {
  readonly reader: Address;
  readonly consent: ConsentState;
  readonly emergency: Emergency;
  /** What the reader wrote when breaking the glass. */
  readonly reason: string | undefined;
  /** The newest request, if it can still be given. */
  readonly open: MadeRequest | undefined;
}

export interface RecordView {
  readonly dataset: bigint;
  readonly record: RecordState;
  readonly holders: readonly Address[];
  readonly readers: readonly ReaderThere[];
  /** The chain's clock. */
  readonly now: number;
}

async function events<L>(
  { client, network }: Reader,
  get: (range: { address: Address; fromBlock: bigint; toBlock: bigint }) => Promise<readonly L[]>,
): Promise<readonly L[]> {
  const { consent: address, startBlock } = deployed(network);
  const latest = await client.getBlockNumber();
  return logsInRange((fromBlock, toBlock) => get({ address, fromBlock, toBlock }), BigInt(startBlock), latest);
}

const of = { abi: consentAbi, strict: true } as const;

/** The records that an account holds a key of, or has asked to read: from the chain's own events. */
export async function recordsOf(reader: Reader, account: Address): Promise<readonly bigint[]> {
  const { client } = reader;
  const [made, changed, asked, broken] = await Promise.all([
    events(reader, (range) => client.getContractEvents({ ...of, ...range, eventName: "Recorded" })),
    events(reader, (range) => client.getContractEvents({ ...of, ...range, eventName: "HoldersChanged" })),
    events(reader, (range) =>
      client.getContractEvents({ ...of, ...range, eventName: "Requested", args: { reader: account } }),
    ),
    events(reader, (range) =>
      client.getContractEvents({ ...of, ...range, eventName: "GlassBroken", args: { reader: account } }),
    ),
  ]);
  const holders = new Map<bigint, readonly Address[]>();
  for (const log of inOrder([...made, ...changed])) {
    holders.set(log.args.dataset, log.eventName === "Recorded" ? log.args.setup.holders : log.args.holders);
  }
  const held = [...holders].filter(([, list]) => list.some((holder) => same(holder, account))).map(([id]) => id);
  return [...new Set([...held, ...[...asked, ...broken].map(({ args }) => args.dataset)])].reverse();
}

/** All that is to be known of a record: its holders, and who may, did or wants to read it. */
export async function readRecord(reader: Reader, dataset: bigint, account: Address): Promise<RecordView | undefined> {
  const record = await recordOf(reader, dataset);
  if (!record) return undefined;
  const { client } = reader;
  const [holders, requests, broken, given, block] = await Promise.all([
    holdersOf(reader, dataset),
    requestsOf(reader, dataset),
    events(reader, (range) =>
      client.getContractEvents({ ...of, ...range, eventName: "GlassBroken", args: { dataset } }),
    ),
    events(reader, (range) => client.getContractEvents({ ...of, ...range, eventName: "Given", args: { dataset } })),
    client.getBlock(),
  ]);
  const now = Number(block.timestamp);
  const names = [
    account,
    ...requests.map(({ request }) => request.reader),
    ...[...broken, ...given].map(({ args }) => args.reader),
  ];
  const accounts = names.filter((name, i) => names.findIndex((other) => same(other, name)) === i);
  const readers = await Promise.all(
    accounts.map(async (name): Promise<ReaderThere> => {
      const [consent, emergency] = await Promise.all([
        consentOf(reader, dataset, name),
        emergencyOf(reader, dataset, name),
      ]);
      const open = requests.find(
        ({ request }) =>
          same(request.reader, name) &&
          request.serial === consent.serial + 1 &&
          request.epoch === record.epoch &&
          request.deadline >= now &&
          request.until > now,
      );
      const reason = broken.findLast(({ args }) => same(args.reader, name))?.args.reason;
      return { reader: name, consent, emergency, reason, open };
    }),
  );
  return { dataset, record, holders, readers, now };
}
