import { type Address, encodeAbiParameters, type Hex, keccak256, zeroHash } from "viem";
import type { Reader } from "../chain/actor.ts";
import { inOrder, logsSoFar } from "../chain/logs.ts";
import { readView } from "../chain/readView.ts";
import { chainTime } from "../chain/time.ts";
import { tallystickError } from "../errors.ts";
import { consentAbi } from "../generated/abis/Consent.ts";
import { deployed, type Network } from "../networks.ts";
import { sortedHolders } from "./consentActs.ts";
import type { ConsentRequest, HoldersChange } from "./consentMessages.ts";

/** What a data set is under, if it is a record (`IConsent.Record`). */
export interface RecordState {
  /** How many key holders there are. */
  readonly holders: number;
  /** How many of them must consent. */
  readonly threshold: number;
  /** Counts changes of the holders. */
  readonly epoch: number;
  /** Whether a reader needs a right in the market besides the consent. */
  readonly alsoRight: boolean;
  readonly emergencySeconds: number;
  /** Credential type whose holders may break the glass; undefined: nobody. */
  readonly emergencyCredential?: Hex | undefined;
  /** How often the glass was broken. */
  readonly breaks: number;
  /** Of these, not yet reviewed. */
  readonly openReviews: number;
  /** Low 160 bits of the holders' hash. */
  readonly holdersHash: bigint;
}

/**
 * Reads a record; undefined for a data set that is none (`IConsent.recordOf`).
 *
 * @throws `ChainUnreachable`
 */
export async function recordOf(reader: Reader, dataset: bigint): Promise<RecordState | undefined> {
  const [record, credential] = await readView(reader, consentContract(reader.network), "recordOf", [dataset]);
  if (record.holdersHash === 0n) return undefined;
  return { ...record, emergencyCredential: credential === zeroHash ? undefined : credential };
}

/**
 * The key holders of a record, in its order, rebuilt from events and proved against the hash on the chain.
 *
 * @throws `RecordMismatch` when the node's logs do not lead to the hash; `ChainUnreachable`
 */
export async function holdersOf(reader: Reader, dataset: bigint): Promise<readonly Address[]> {
  const record = await recordOf(reader, dataset);
  if (record === undefined) return [];
  const logs = await logsOf(reader, async (range) => [
    ...(await reader.client.getContractEvents({ ...range, eventName: "Recorded", args: { dataset } })),
    ...(await reader.client.getContractEvents({ ...range, eventName: "HoldersChanged", args: { dataset } })),
  ]);
  const last = inOrder(logs).at(-1);
  const holders = last?.eventName === "Recorded" ? last.args.setup.holders : (last?.args.holders ?? []);
  if (holdersHash(holders) !== record.holdersHash) {
    throw tallystickError("RecordMismatch", { dataset: `0x${dataset.toString(16)}` });
  }
  return holders;
}

/** Low 160 bits of the hash of holders, as a record keeps them. */
export function holdersHash(holders: readonly Address[]): bigint {
  return BigInt(keccak256(encodeAbiParameters([{ type: "address[]" }], [holders]))) & ((1n << 160n) - 1n);
}

/** A reader's consent to a record, as it was given or left (`IConsent.Consented`). */
export interface ConsentState {
  /** Whether it lets read now. */
  readonly active: boolean;
  /** First second at which it is over. */
  readonly until: number;
  readonly segments: number;
  readonly purpose: number;
  readonly fromVersion: number;
  readonly laterVersions: boolean;
  /** Bit i: holder i has signed and not withdrawn. */
  readonly signers: number;
  readonly epoch: number;
  /** Of the last consent; 0: none was given yet. */
  readonly serial: number;
  /** Bit i: holder i takes no part in the next consent. */
  readonly refusals: number;
}

/**
 * Reads a reader's consent (`IConsent.consentOf`).
 *
 * @throws `ChainUnreachable`
 */
export async function consentOf(reader: Reader, dataset: bigint, account: Address): Promise<ConsentState> {
  const [consented, active] = await readView(reader, consentContract(reader.network), "consentOf", [dataset, account]);
  return { ...consented, active };
}

export type EmergencyStatus = "none" | "open" | "justified" | "unjustified";

const emergencyStatuses: readonly EmergencyStatus[] = ["none", "open", "justified", "unjustified"];

/** A broken glass. Times are Unix seconds. */
export interface Emergency {
  readonly status: EmergencyStatus;
  readonly until: number;
  readonly segments: number;
  readonly brokenAt: number;
}

/**
 * Reads a reader's last emergency at a record (`IConsent.emergencyOf`).
 *
 * @throws `ChainUnreachable`
 */
export async function emergencyOf(reader: Reader, dataset: bigint, account: Address): Promise<Emergency> {
  const found = await readView(reader, consentContract(reader.network), "emergencyOf", [dataset, account]);
  return { ...found, status: emergencyStatuses[found.status] ?? "none" };
}

/**
 * Whether an account may read segments of a version for a purpose now, by consent, emergency, or right where the data set
 * is no record (`IConsent.mayRead`): what keepers ask.
 *
 * @throws `ChainUnreachable`
 */
export function mayRead(
  reader: Reader,
  dataset: bigint,
  account: Address,
  part: { readonly version: number; readonly segments: number; readonly purpose?: number | undefined },
): Promise<boolean> {
  return readView(reader, consentContract(reader.network), "mayRead", [
    dataset,
    account,
    part.version,
    part.segments,
    part.purpose ?? 0,
  ]);
}

/** What a request asks for; the rest is the record's and the chain's. */
export interface RequestChoice {
  readonly dataset: bigint;
  readonly reader: Address;
  readonly segments: number;
  /** Unix second at which the consent is to be over. */
  readonly until: number;
  /** Default: 0, any. */
  readonly purpose?: number | undefined;
  /** Default: 1. */
  readonly fromVersion?: number | undefined;
  /** Default: true. */
  readonly laterVersions?: boolean | undefined;
  /** How long holders have to sign and somebody to give it, in seconds. Default: 14 days. */
  readonly seconds?: number | undefined;
}

/**
 * Completes a request with the next serial, the holders' epoch and a deadline.
 *
 * @throws `NoRecord` when the data set needs no consent; `ChainUnreachable`
 */
export async function prepareRequest(reader: Reader, choice: RequestChoice): Promise<ConsentRequest> {
  const { dataset, segments, until, purpose = 0, fromVersion = 1, laterVersions = true } = choice;
  const [record, { serial }, now] = await Promise.all([
    recordOf(reader, dataset),
    consentOf(reader, dataset, choice.reader),
    chainTime(reader),
  ]);
  if (record === undefined) throw tallystickError("NoRecord", { dataset: `0x${dataset.toString(16)}` });
  return {
    dataset,
    reader: choice.reader,
    purpose,
    segments,
    fromVersion,
    laterVersions,
    until,
    serial: serial + 1,
    epoch: record.epoch,
    deadline: Math.min(until - 1, now + (choice.seconds ?? 14 * 86_400)),
  };
}

/** Why a request can't be given any more: the contract's error that `give` would end in. */
export type RequestFault =
  | "Consent_NoRecord"
  | "Consent_Expired"
  | "Consent_BadEnd"
  | "Consent_OtherEpoch"
  | "Consent_OtherSerial";

/**
 * Whether a request can still be given; undefined: it can, once enough holders have signed.
 *
 * @throws `ChainUnreachable`
 */
export async function checkRequest(reader: Reader, request: ConsentRequest): Promise<RequestFault | undefined> {
  const [record, { serial }, now] = await Promise.all([
    recordOf(reader, request.dataset),
    consentOf(reader, request.dataset, request.reader),
    chainTime(reader),
  ]);
  if (record === undefined) return "Consent_NoRecord";
  if (now > request.deadline) return "Consent_Expired";
  if (now >= request.until) return "Consent_BadEnd";
  if (request.epoch !== record.epoch) return "Consent_OtherEpoch";
  if (request.serial !== serial + 1) return "Consent_OtherSerial";
  return undefined;
}

/** What a change of holders is to bring about; the rest is the record's and the chain's. */
export interface HoldersChoice {
  readonly dataset: bigint;
  /** The new ones, in any order. */
  readonly holders: readonly Address[];
  /** How many of them must consent. */
  readonly threshold: number;
  /** How long the present holders have to sign and somebody to send it, in seconds. Default: 14 days. */
  readonly seconds?: number | undefined;
}

/**
 * Completes a change of holders with the present holders' epoch and a deadline.
 *
 * @throws `NoRecord` when the data set needs no consent; `ChainUnreachable`
 */
export async function prepareHoldersChange(reader: Reader, choice: HoldersChoice): Promise<HoldersChange> {
  const { dataset, holders, threshold, seconds = 14 * 86_400 } = choice;
  const [record, now] = await Promise.all([recordOf(reader, dataset), chainTime(reader)]);
  if (record === undefined) throw tallystickError("NoRecord", { dataset: `0x${dataset.toString(16)}` });
  return { dataset, holders: sortedHolders(holders), threshold, epoch: record.epoch, deadline: now + seconds };
}

/**
 * Whether a change of holders can still be made; undefined: it can, once enough of the present ones have signed.
 *
 * @throws `ChainUnreachable`
 */
export async function checkHoldersChange(
  reader: Reader,
  { dataset, epoch, deadline }: HoldersChange,
): Promise<HoldersFault | undefined> {
  const [record, now] = await Promise.all([recordOf(reader, dataset), chainTime(reader)]);
  if (record === undefined) return "Consent_NoRecord";
  if (now > deadline) return "Consent_Expired";
  if (epoch !== record.epoch) return "Consent_OtherEpoch";
  return undefined;
}

/** Why holders can't be changed so any more: the contract's error that `changeHolders` would end in. */
export type HoldersFault = Extract<RequestFault, "Consent_NoRecord" | "Consent_Expired" | "Consent_OtherEpoch">;

/** A request as it was made on the chain. */
export interface MadeRequest {
  readonly request: ConsentRequest;
  /** The reader's own words: don't trust them. */
  readonly message: string;
  readonly blockNumber: bigint;
}

/**
 * Requests to a record, newest first, from events. Which can still be given `checkRequest` tells.
 *
 * @throws `ChainUnreachable`
 */
export async function requestsOf(reader: Reader, dataset: bigint): Promise<MadeRequest[]> {
  const logs = await logsOf(reader, (range) =>
    reader.client.getContractEvents({ ...range, eventName: "Requested", args: { dataset } }),
  );
  return inOrder(logs)
    .map(({ args, blockNumber }) => ({ request: args.request, message: args.message, blockNumber }))
    .reverse();
}

/** Blocks of our contracts, as viem's event functions take them. */
interface EventRange {
  readonly address: Address;
  readonly abi: typeof consentAbi;
  readonly strict: true;
  readonly fromBlock: bigint;
  readonly toBlock: bigint;
}

function logsOf<L>(reader: Reader, get: (range: EventRange) => Promise<readonly L[]>): Promise<readonly L[]> {
  const contract = consentContract(reader.network);
  return logsSoFar(reader, "reading the events of records", (fromBlock, toBlock) =>
    get({ ...contract, strict: true, fromBlock, toBlock }),
  );
}

function consentContract(network: Network) {
  return { address: deployed(network).consent, abi: consentAbi } as const;
}
