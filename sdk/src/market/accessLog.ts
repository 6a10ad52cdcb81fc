import type { Address, Hex } from "viem";
import type { Reader } from "../chain/actor.ts";
import { type Call, callOf } from "../chain/call.ts";
import { explainError } from "../chain/explainError.ts";
import { inOrder, logsInRange } from "../chain/logs.ts";
import { isSignedBy } from "../chain/signature.ts";
import { chainTime } from "../chain/time.ts";
import { tallystickError } from "../errors.ts";
import { headAfter, type Period, type Place, periodLink, receiptDigest } from "../gateway/place.ts";
import type { Receipt } from "../gateway/typedData.ts";
import type { Signed } from "../gateway/wire.ts";
import { accessLogAbi } from "../generated/abis/AccessLog.ts";
import { deployed } from "../networks.ts";

// Acts on the log of what keepers answered, and what can be proved from it. Who misses a receipt proves that it is late,
// or accuses; the keeper, or anyone who knows its place, answers; else the omission is proved.

/** A receipt as the contract takes it: `at` is `time` there. */
function structOf({ request, granted, code, at, blockNumber }: Receipt) {
  return { request, granted, code, time: at, blockNumber } as const;
}

/** Commits the caller to the receipts it signed since its last anchor (`IAccessLog.anchor`). `root` zero: none. */
export function anchor(accessLog: Address, root: Hex, through: number): Call {
  return callOf(accessLog, accessLogAbi, "anchor", [root, through]);
}

/** Proves that no root covered a receipt in time (`IAccessLog.proveLate`). Anyone. */
export function proveLate(accessLog: Address, keeper: Address, receipt: Signed<Receipt>): Call {
  return callOf(accessLog, accessLogAbi, "proveLate", [keeper, structOf(receipt.value), receipt.signature]);
}

/** Asks a keeper to show a receipt under the root of its period (`IAccessLog.accuse`). Anyone. */
export function accuse(accessLog: Address, keeper: Address, receipt: Signed<Receipt>): Call {
  return callOf(accessLog, accessLogAbi, "accuse", [keeper, structOf(receipt.value), receipt.signature]);
}

/** Shows the receipt of an accusation (`IAccessLog.answer`). Anyone who knows its place. */
export function answerAccusation(accessLog: Address, keeper: Address, receipt: Receipt, place: Place): Call {
  return callOf(accessLog, accessLogAbi, "answer", [keeper, structOf(receipt), place]);
}

/** Concludes an accusation that was not answered (`IAccessLog.proveOmission`). Anyone. */
export function proveOmission(accessLog: Address, keeper: Address, digest: Hex): Call {
  return callOf(accessLog, accessLogAbi, "proveOmission", [keeper, digest]);
}

/** How far a keeper's log is. */
export interface KeeperLog {
  /** Last second that is covered. */
  readonly through: number;
  /** Anchors so far. */
  readonly number: number;
  /** Rolling hash of them. */
  readonly head: bigint;
}

/**
 * Reads a keeper's log (`IAccessLog.logOf`).
 *
 * @throws `ChainUnreachable`
 */
export async function logOf({ client, network }: Reader, keeper: Address): Promise<KeeperLog> {
  const { accessLog: address } = deployed(network);
  try {
    return await client.readContract({ address, abi: accessLogAbi, functionName: "logOf", args: [keeper] });
  } catch (error) {
    throw explainError(error, { act: "logOf", network });
  }
}

/** An anchored period, from the chain. */
export interface AnchoredPeriod extends Omit<Period, "count"> {
  readonly blockNumber: bigint;
  readonly transaction: Hex;
}

/**
 * The periods that a keeper anchored, oldest first, from events. They are proved against the head on the chain: none is
 * missing, and none is added.
 *
 * @throws `LogMismatch` when the node's logs do not lead to the head; `ChainUnreachable`
 */
export async function periodsOf(reader: Reader, keeper: Address): Promise<AnchoredPeriod[]> {
  const { client, network } = reader;
  const { accessLog: address, startBlock } = deployed(network);
  try {
    const latest = await client.getBlockNumber();
    const args = [keeper] as const;
    const at = { address, abi: accessLogAbi, args, blockNumber: latest } as const;
    const { head, number } = await client.readContract({ ...at, functionName: "logOf" });
    const read = (fromBlock: bigint, toBlock: bigint) =>
      client.getContractEvents({
        address,
        abi: accessLogAbi,
        eventName: "Anchored",
        args: { keeper },
        strict: true,
        fromBlock,
        toBlock,
      });
    const logs = inOrder(await logsInRange(read, BigInt(startBlock), latest));
    let rolling = 0n;
    let from = 0;
    const periods = logs.map(({ args: { number, through, root }, blockNumber, transactionHash }) => {
      const period = { number, from, through, root, blockNumber, transaction: transactionHash };
      rolling = headAfter(rolling, periodLink(period));
      from = through;
      return period;
    });
    if (rolling !== head || periods.length !== number) throw tallystickError("LogMismatch", { keeper });
    return periods;
  } catch (error) {
    throw explainError(error, { act: "periodsOf", network });
  }
}

export type AccusationStatus = "none" | "accused" | "answered" | "omitted";

const statuses: readonly AccusationStatus[] = ["none", "accused", "answered", "omitted"];

/** State of an accusation (`IAccessLog.Accusation`). */
export interface Accusation {
  readonly status: AccusationStatus;
  /** First second at which an unanswered accusation is proved; 0 unless there was one. */
  readonly answerBy: number;
}

/**
 * Reads the accusation of a keeper for a receipt (`IAccessLog.accusationOf`).
 *
 * @throws `ChainUnreachable`
 */
export async function accusationOf({ client, network }: Reader, keeper: Address, digest: Hex): Promise<Accusation> {
  const { accessLog: address } = deployed(network);
  try {
    const args = [keeper, digest] as const;
    const found = await client.readContract({ address, abi: accessLogAbi, functionName: "accusationOf", args });
    return { ...found, status: statuses[found.status] ?? "none" };
  } catch (error) {
    throw explainError(error, { act: "accusationOf", network });
  }
}

/**
 * Proves a grant or a denial by the contract itself (`IAccessLog.proveAnswer`): signed by the keeper, and anchored in the
 * period of its time.
 *
 * @returns what the keeper answered
 * @throws the contract's refusal, as `AccessLog_NotSigned`, `AccessLog_NotUnderRoot`, `AccessLog_NotAnchored`;
 * `ChainUnreachable`
 */
export async function proveAnswer(
  { client, network }: Reader,
  keeper: Address,
  receipt: Signed<Receipt>,
  place: Place,
): Promise<{ readonly granted: boolean; readonly digest: Hex }> {
  const { accessLog: address } = deployed(network);
  try {
    const args = [keeper, structOf(receipt.value), receipt.signature, place] as const;
    const [granted, digest] = await client.readContract({
      address,
      abi: accessLogAbi,
      functionName: "proveAnswer",
      args,
    });
    return { granted, digest };
  } catch (error) {
    throw explainError(error, { act: "proveAnswer", network });
  }
}

/** What can be done about a receipt that its keeper may have left out. */
export type Remedy =
  /** The keeper has still time to anchor its period; `from`: Unix second from which it is late. */
  | { readonly kind: "wait"; readonly from: number }
  /** No root covers it, and the time is over: `proveLate`. */
  | { readonly kind: "proveLate" }
  /** A root covers its time: `accuse`, unless the keeper shows its place. */
  | { readonly kind: "accuse" }
  /** The keeper is accused, and may answer until `from`. */
  | { readonly kind: "accused"; readonly from: number }
  /** The keeper did not answer: `proveOmission`. */
  | { readonly kind: "proveOmission" }
  | { readonly kind: "answered" }
  | { readonly kind: "omitted" }
  /** The keeper did not sign it: it proves nothing. */
  | { readonly kind: "notSigned" };

/** Seconds after a receipt in which its period must be anchored (`AccessLog.ANCHOR_TIME`). */
export const ANCHOR_TIME = 2 * 86_400;

/**
 * What can be done about a receipt now, by the rules of the contract.
 *
 * @throws `ChainUnreachable`
 */
export async function remedyFor(reader: Reader, keeper: Address, receipt: Signed<Receipt>): Promise<Remedy> {
  const { chainId } = reader.network;
  const digest = receiptDigest(chainId, deployed(reader.network).market, receipt.value);
  if (!(await isSignedBy(reader, keeper, digest, receipt.signature))) return { kind: "notSigned" };
  const [{ status, answerBy }, { through }, now] = await Promise.all([
    accusationOf(reader, keeper, digest),
    logOf(reader, keeper),
    chainTime(reader),
  ]);
  if (status === "answered" || status === "omitted") return { kind: status };
  if (status === "accused") return now >= answerBy ? { kind: "proveOmission" } : { kind: "accused", from: answerBy };
  const at = Number(receipt.value.at);
  if (at !== 0 && at <= through) return { kind: "accuse" };
  return now > at + ANCHOR_TIME ? { kind: "proveLate" } : { kind: "wait", from: at + ANCHOR_TIME + 1 };
}
