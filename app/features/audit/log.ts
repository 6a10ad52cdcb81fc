import type { Reader } from "@tallystick/sdk/chain/actor";
import { type Call, callOf } from "@tallystick/sdk/chain/call";
import type { Place } from "@tallystick/sdk/gateway/place";
import type { Receipt } from "@tallystick/sdk/gateway/typedData";
import type { Signed } from "@tallystick/sdk/gateway/wire";
import { accessLogAbi } from "@tallystick/sdk/generated/abis/AccessLog";
import { deployed } from "@tallystick/sdk/networks";
import type { Address, Hex } from "viem";

// What a verdict rests on: the log of the keepers as the chain itself tells it.

/** A receipt as the contract takes it: what is `at` where it is signed is `time` there. */
function onChain({ request, granted, code, at, blockNumber }: Receipt) {
  return { request, granted, code, time: at, blockNumber };
}

function contract(reader: Reader) {
  return { address: deployed(reader.network).accessLog, abi: accessLogAbi } as const;
}

/** Lets the contract itself prove that the keeper signed the receipt and anchored it there; it reverts where it is not so. */
export async function proveAnswer(reader: Reader, keeper: Address, receipt: Signed<Receipt>, place: Place) {
  await reader.client.readContract({
    ...contract(reader),
    functionName: "proveAnswer",
    args: [keeper, onChain(receipt.value), receipt.signature, place],
  });
}

export interface KeeperLog {
  readonly keeper: Address;
  /** Last second that is covered; zero: nothing was anchored yet. */
  readonly through: number;
  readonly anchors: number;
}

export async function logOf(reader: Reader, keeper: Address): Promise<KeeperLog> {
  const { through, number } = await reader.client.readContract({
    ...contract(reader),
    functionName: "logOf",
    args: [keeper],
  });
  return { keeper, through, anchors: number };
}

const statuses = ["none", "accused", "answered", "omitted"] as const;
export type AccusationStatus = (typeof statuses)[number];

export interface Accusation {
  readonly status: AccusationStatus;
  readonly answerBy: number;
}

export async function accusationOf(reader: Reader, keeper: Address, digest: Hex): Promise<Accusation> {
  const { status, answerBy } = await reader.client.readContract({
    ...contract(reader),
    functionName: "accusationOf",
    args: [keeper, digest],
  });
  return { status: statuses[status] ?? "none", answerBy };
}

/** Seconds after which a receipt that no period covers is proved to have been left out. */
export async function anchorTime(reader: Reader): Promise<number> {
  return reader.client.readContract({ ...contract(reader), functionName: "ANCHOR_TIME" });
}

/** Asks a keeper to show a receipt under the root of its period. */
export function accuse(accessLog: Address, keeper: Address, { value, signature }: Signed<Receipt>): Call {
  return callOf(accessLog, accessLogAbi, "accuse", [keeper, onChain(value), signature]);
}

/** Shows the place of a receipt for a keeper that is accused of having left it out. */
export function answer(accessLog: Address, keeper: Address, { value }: Signed<Receipt>, place: Place): Call {
  return callOf(accessLog, accessLogAbi, "answer", [keeper, onChain(value), place]);
}

/** Proves that no root covered a receipt in time. */
export function proveLate(accessLog: Address, keeper: Address, { value, signature }: Signed<Receipt>): Call {
  return callOf(accessLog, accessLogAbi, "proveLate", [keeper, onChain(value), signature]);
}

/** Concludes an accusation that the keeper did not answer in time. */
export function proveOmission(accessLog: Address, keeper: Address, digest: Hex): Call {
  return callOf(accessLog, accessLogAbi, "proveOmission", [keeper, digest]);
}
