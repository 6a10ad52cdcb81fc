import type { Address, Hex } from "viem";
import type { ConsentRequest } from "../market/consentMessages.ts";
import { ask, askPage, type IndexerOptions, idOf, low, type PageChoice } from "./ask.ts";
import { address, bool, hex, num, oneOf, optional, type Page, type RowOf, row, rows, text } from "./fields.ts";
import { emergencyActFields, listedDatasetFields, recordFields } from "./tables.ts";

// Records, requests and consents as indexed. Whether somebody may read asks whoever gives keys of the chain (`mayRead`).

export const consentRequestFields = {
  id: hex,
  dataset: hex,
  reader: address,
  purpose: num,
  segments: num,
  fromVersion: num,
  laterVersions: bool,
  until: num,
  serial: num,
  epoch: num,
  deadline: num,
  message: text,
  status: oneOf("open", "given", "stale"),
  requestedAt: num,
};
export const consentFields = {
  dataset: hex,
  reader: address,
  until: num,
  segments: num,
  purpose: num,
  fromVersion: num,
  laterVersions: bool,
  signers: num,
  epoch: num,
  serial: num,
  refusals: num,
  updatedAt: num,
};
export const emergencyFields = {
  dataset: hex,
  reader: address,
  until: num,
  segments: num,
  brokenAt: num,
  status: oneOf("open", "justified", "unjustified"),
  reason: text,
  reviewer: optional(address),
  note: optional(text),
  reviewedAt: optional(num),
  breaks: num,
};
const consentActFields = {
  reader: address,
  kind: oneOf("given", "withdrawn", "renounced", "refused", "refusal_ended"),
  holder: optional(address),
  serial: num,
  signers: num,
  at: num,
  transaction: hex,
};
const newestFirst = (column: string) => `limit: 200, orderBy: "${column}", orderDirection: "desc"`;

export const recordDetailFields = {
  ...recordFields,
  of: optional(row(listedDatasetFields)),
  requests: rows(consentRequestFields, newestFirst("requestedAt")),
  consents: rows(consentFields, newestFirst("updatedAt")),
  acts: rows(consentActFields, newestFirst("at")),
  emergencies: rows(emergencyFields, newestFirst("brokenAt")),
  emergencyActs: rows(emergencyActFields, newestFirst("at")),
};
const inboxFields = {
  position: num,
  record: row({
    ...recordFields,
    of: optional(row(listedDatasetFields)),
    requests: rows(consentRequestFields, `where: { status: open }, ${newestFirst("requestedAt")}`),
    consents: rows(consentFields, newestFirst("updatedAt")),
    emergencies: rows(emergencyFields, `where: { status: open }, ${newestFirst("brokenAt")}`),
  }),
};
const recordOf = { record: optional(row({ ...recordFields, of: optional(row(listedDatasetFields)) })) };
const heldFields = { dataset: hex, ...recordOf };
const requestWithRecordFields = { ...consentRequestFields, ...recordOf };
const consentWithRecordFields = { ...consentFields, ...recordOf };
const emergencyWithRecordFields = { ...emergencyFields, ...recordOf };

export type IndexedConsentRequest = RowOf<typeof requestWithRecordFields>;
export type IndexedConsent = RowOf<typeof consentWithRecordFields>;
export type IndexedEmergency = RowOf<typeof emergencyWithRecordFields>;
export type IndexedRecordDetail = RowOf<typeof recordDetailFields>;
/** A record that an account holds a key of: what waits for it, and which bit of `signers` is its own (`position`). */
export type IndexedInboxEntry = RowOf<typeof inboxFields>;

/** A record with its holders, requests, consents and emergencies; undefined for a data set that is none. */
export function recordDetail(
  options: IndexerOptions,
  chainId: number,
  dataset: bigint,
): Promise<IndexedRecordDetail | undefined> {
  return ask(options, {
    root: "record",
    field: optional(row(recordDetailFields)),
    types: "$chainId: Float!, $dataset: String!",
    args: "chainId: $chainId, dataset: $dataset",
    variables: { chainId, dataset: idOf(dataset) },
  });
}

/** The records that an account is a key holder of, with open requests, consents, and emergencies to review. */
export function consentInboxOf(
  options: IndexerOptions,
  chainId: number,
  holder: Address,
  choice: PageChoice = {},
): Promise<Page<IndexedInboxEntry>> {
  return askPage(options, "holders", inboxFields, { chainId, account: low(holder) }, choice);
}

/** Requests that a reader made, newest first. One that is open may have passed its deadline. */
export function consentRequestsOf(
  options: IndexerOptions,
  chainId: number,
  reader: Address,
  choice: PageChoice = {},
): Promise<Page<IndexedConsentRequest>> {
  const where = { chainId, reader: low(reader) };
  const order = { orderBy: "requestedAt", descending: true } as const;
  return askPage(options, "consentRequests", requestWithRecordFields, where, { ...choice, ...order });
}

/** Open requests to any of these records, newest first. One that is open may have passed its deadline. */
export function openRequestsTo(
  options: IndexerOptions,
  chainId: number,
  datasets: readonly bigint[],
  choice: PageChoice = {},
): Promise<Page<IndexedConsentRequest>> {
  const where = { chainId, status: "open", dataset_in: datasets.map(idOf) };
  const order = { orderBy: "requestedAt", descending: true } as const;
  return askPage(options, "consentRequests", requestWithRecordFields, where, { ...choice, ...order });
}

/** An indexed request, as holders sign it (`signConsent`) and the contract takes it. */
export function requestOfIndexed(indexed: Omit<IndexedConsentRequest, "record">): ConsentRequest {
  const { reader, purpose, segments, fromVersion, laterVersions, until, serial, epoch, deadline } = indexed;
  const dataset = BigInt(indexed.dataset);
  return { dataset, reader, purpose, segments, fromVersion, laterVersions, until, serial, epoch, deadline };
}

/** What an account has to do with a record. */
export interface IndexedInvolvement {
  readonly dataset: bigint;
  /** Undefined for a request that was made of what is no record. */
  readonly record: IndexedConsent["record"];
  /** Whether it holds a key now; asked to read it; broke its glass. */
  readonly holds: boolean;
  readonly asked: boolean;
  readonly broke: boolean;
}

/**
 * The records that an account has to do with: those it holds a key of first, then those it asked to read or broke the
 * glass of, newest first. At most 1,000 of each.
 */
export async function involvementsOf(
  options: IndexerOptions,
  chainId: number,
  account: Address,
): Promise<readonly IndexedInvolvement[]> {
  const limit = 1_000;
  const [held, asked, broken] = await Promise.all([
    askPage(options, "holders", heldFields, { chainId, account: low(account) }, { limit }),
    consentRequestsOf(options, chainId, account, { limit }),
    emergenciesOf(options, chainId, account, { limit }),
  ]);
  const found = new Map<Hex, IndexedInvolvement>();
  const add = (row: Pick<IndexedConsent, "dataset" | "record">, how: "holds" | "asked" | "broke"): void => {
    const none = { dataset: BigInt(row.dataset), record: row.record, holds: false, asked: false, broke: false };
    found.set(row.dataset, { ...none, ...found.get(row.dataset), [how]: true });
  };
  for (const row of held.items) add(row, "holds");
  for (const row of asked.items) add(row, "asked");
  for (const row of broken.items) add(row, "broke");
  return [...found.values()];
}

/** A reader's newest consent to each record, last changed first. */
export function consentsOf(
  options: IndexerOptions,
  chainId: number,
  reader: Address,
  choice: PageChoice = {},
): Promise<Page<IndexedConsent>> {
  const where = { chainId, reader: low(reader) };
  const order = { orderBy: "updatedAt", descending: true } as const;
  return askPage(options, "consents", consentWithRecordFields, where, { ...choice, ...order });
}

/** A reader's newest emergency on each record, newest first. */
export function emergenciesOf(
  options: IndexerOptions,
  chainId: number,
  reader: Address,
  choice: PageChoice = {},
): Promise<Page<IndexedEmergency>> {
  const where = { chainId, reader: low(reader) };
  const order = { orderBy: "brokenAt", descending: true } as const;
  return askPage(options, "emergencyRights", emergencyWithRecordFields, where, { ...choice, ...order });
}
