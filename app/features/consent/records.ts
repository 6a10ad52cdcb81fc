import type { Reader } from "@tallystick/sdk/chain/actor";
import type { IndexerOptions } from "@tallystick/sdk/indexer/ask";
import {
  type IndexedRecordDetail,
  involvementsOf,
  recordDetail,
  requestOfIndexed,
} from "@tallystick/sdk/indexer/consent";
import { type ConsentRequest, requestDigest } from "@tallystick/sdk/market/consentMessages";
import {
  type ConsentState,
  consentOf,
  type Emergency,
  emergencyOf,
  holdersHash,
  holdersOf,
  type RecordState,
  recordOf,
} from "@tallystick/sdk/market/consents";
import { deployed } from "@tallystick/sdk/networks";
import type { Address } from "viem";
import { same } from "./same.ts";

/** A request as it was made in public. */
export interface Asked {
  readonly request: ConsentRequest;
  /** The reader's own words: don't trust them. */
  readonly message: string;
}

/** A reader at a record, as the chain has it now. */
export interface ReaderThere {
  readonly reader: Address;
  readonly consent: ConsentState;
  readonly emergency: Emergency;
  /** What the reader wrote when breaking the glass. */
  readonly reason: string | undefined;
  /** The newest request, if it can still be given. */
  readonly open: Asked | undefined;
}

export interface RecordView {
  readonly dataset: bigint;
  readonly record: RecordState;
  readonly holders: readonly Address[];
  readonly readers: readonly ReaderThere[];
  /** The chain's clock. */
  readonly now: number;
}

/** The records that an account holds a key of, or has asked to read, or broke the glass of. */
export async function recordsOf(
  indexer: IndexerOptions,
  chainId: number,
  account: Address,
): Promise<readonly bigint[]> {
  const found = await involvementsOf(indexer, chainId, account);
  return found.filter(({ record }) => record !== undefined).map(({ dataset }) => dataset);
}

/**
 * All that is to be known of a record: its holders, and who may, did or wants to read it. The indexer names them; how each
 * stands is the chain's.
 */
export async function readRecord(
  reader: Reader,
  indexer: IndexerOptions,
  dataset: bigint,
  account: Address,
): Promise<RecordView | undefined> {
  const { chainId } = reader.network;
  const [record, detail, block] = await Promise.all([
    recordOf(reader, dataset),
    recordDetail(indexer, chainId, dataset),
    reader.client.getBlock(),
  ]);
  if (!record) return undefined;
  const now = Number(block.timestamp);
  const requests = requestsIn(reader, detail);
  const names = [
    account,
    ...requests.map(({ request }) => request.reader),
    ...[...(detail?.consents ?? []), ...(detail?.emergencies ?? [])].map((each) => each.reader),
  ];
  const accounts = names.filter((name, i) => names.findIndex((other) => same(other, name)) === i);
  const readers = accounts.map(async (name): Promise<ReaderThere> => {
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
    const reason = detail?.emergencies.find((each) => same(each.reader, name))?.reason;
    return { reader: name, consent, emergency, reason, open };
  });
  const holders = await holdersAt(reader, dataset, record, detail?.holders ?? []);
  return { dataset, record, holders, readers: await Promise.all(readers), now };
}

/** The holders, proved against the chain; from its own events while the indexer has not seen the last change of them. */
async function holdersAt(reader: Reader, dataset: bigint, record: RecordState, known: readonly Address[]) {
  return holdersHash(known) === record.holdersHash ? known : holdersOf(reader, dataset);
}

/** Requests, newest first, that are what their ids say: a holder signs what is shown, and nothing else. */
function requestsIn({ network }: Reader, detail: IndexedRecordDetail | undefined): readonly Asked[] {
  const { consent } = deployed(network);
  return (detail?.requests ?? [])
    .map((row) => ({ id: row.id, message: row.message, request: requestOfIndexed(row) }))
    .filter(({ id, request }) => requestDigest(network.chainId, consent, request) === id);
}
