import { type Address, encodeAbiParameters, type Hex, hashTypedData, keccak256, zeroHash } from "viem";
import type { Reader } from "../chain/actor.ts";
import { tallystickError } from "../errors.ts";
import { accessLogAbi } from "../generated/abis/AccessLog.ts";
import { deployed } from "../networks.ts";
import { type Fault, type Fields, hashOf, integerOf, objectOf } from "./fields.ts";
import { ask, type HttpOptions, pathOf, readJson, refusal } from "./http.ts";
import { type Receipt, receiptTypedData } from "./typedData.ts";
import { decodeReceipt, type Signed } from "./wire.ts";

/** Where a receipt stands in its keeper's log (`IAccessLog.Place`). */
export interface Place {
  readonly number: number;
  readonly from: number;
  readonly through: number;
  readonly root: Hex;
  readonly previousHead: bigint;
  readonly later: readonly Hex[];
  readonly proof: readonly Hex[];
}

/** An anchored period of a keeper. */
export interface Period {
  readonly number: number;
  readonly from: number;
  readonly through: number;
  readonly root: Hex;
  /** Receipts under the root. */
  readonly count: number;
}

/** A receipt as its keeper shows it; without a place until its period is anchored. */
export interface PlacedReceipt {
  readonly digest: Hex;
  readonly receipt: Signed<Receipt>;
  readonly place?: Place | undefined;
}

/** EIP-712 digest of a receipt: its leaf. */
export function receiptDigest(chainId: number, market: Address, receipt: Receipt): Hex {
  return hashTypedData(receiptTypedData(chainId, market, receipt));
}

const HEAD_MASK = (1n << 184n) - 1n;

/** A node of the tree: keccak256 of its two children, the smaller first. */
export function receiptNode(a: Hex, b: Hex): Hex {
  const [left, right] = BigInt(a) <= BigInt(b) ? [a, b] : [b, a];
  return keccak256(`0x${left.slice(2)}${right.slice(2)}`);
}

function levelAbove(level: readonly Hex[]): Hex[] {
  const nodes: Hex[] = [];
  for (let i = 0; i < level.length; i += 2) {
    const [left, right] = [level[i] as Hex, level[i + 1]];
    nodes.push(right === undefined ? left : receiptNode(left, right));
  }
  return nodes;
}

/** Root of a period's receipts, in order; zero without any. */
export function receiptRoot(leaves: readonly Hex[]): Hex {
  let level = [...leaves];
  while (level.length > 1) level = levelAbove(level);
  return level[0] ?? zeroHash;
}

/** Siblings of a leaf from the bottom up. */
export function receiptProof(leaves: readonly Hex[], index: number): Hex[] {
  const proof: Hex[] = [];
  let [level, at] = [[...leaves], index];
  while (level.length > 1) {
    const sibling = level[at ^ 1];
    if (sibling !== undefined) proof.push(sibling);
    [level, at] = [levelAbove(level), at >> 1];
  }
  return proof;
}

/** What a period adds to its keeper's rolling hash. */
export function periodLink({ number, from, through, root }: Omit<Period, "count">): Hex {
  const types = [{ type: "uint32" }, { type: "uint40" }, { type: "uint40" }, { type: "bytes32" }] as const;
  return keccak256(encodeAbiParameters(types, [number, from, through, root]));
}

/** The rolling hash after a link. */
export function headAfter(head: bigint, link: Hex): bigint {
  const types = [{ type: "uint184" }, { type: "bytes32" }] as const;
  return BigInt(keccak256(encodeAbiParameters(types, [head, link]))) & HEAD_MASK;
}

/** Head that a place leads to, once its receipt is found under its root; nothing where it is not. */
export function headOfPlace(digest: Hex, place: Place): bigint | undefined {
  if (place.proof.reduce(receiptNode, digest) !== place.root) return undefined;
  return place.later.reduce(headAfter, headAfter(place.previousHead, periodLink(place)));
}

/**
 * Checks, without trusting anybody but the chain, that a keeper's receipt is anchored where it says.
 *
 * @throws `PlaceInvalid`
 */
export async function verifyPlace(reader: Reader, keeper: Address, receipt: Receipt, place: Place): Promise<void> {
  const { chainId } = reader.network;
  const { accessLog, market } = deployed(reader.network);
  if (receipt.at <= BigInt(place.from) || receipt.at > BigInt(place.through)) {
    throw tallystickError("PlaceInvalid", { reason: "its time is not in that period" });
  }
  const head = headOfPlace(receiptDigest(chainId, market, receipt), place);
  if (head === undefined) throw tallystickError("PlaceInvalid", { reason: "it is not under that root" });
  const contract = { address: accessLog, abi: accessLogAbi } as const;
  const log = await reader.client.readContract({ ...contract, functionName: "logOf", args: [keeper] });
  const last = place.number + place.later.length;
  const known =
    last === log.number
      ? log.head
      : await reader.client.readContract({ ...contract, functionName: "keptHead", args: [keeper, last] });
  if (head !== known) throw tallystickError("PlaceInvalid", { reason: "the keeper did not anchor that period" });
}

/**
 * Asks a keeper for a receipt and its place.
 *
 * @param digest the receipt's, or that of the request it answers
 * @throws `GatewayUnreachable`, `GatewayRefused`, `ReceiptInvalid`
 */
export async function fetchReceipt(gateway: string, digest: Hex, options: HttpOptions = {}): Promise<PlacedReceipt> {
  const url = pathOf(gateway, `/v1/receipts/${digest}`);
  const response = await ask(url, {}, options);
  if (!response.ok) throw await refusal(url, response);
  const fault: Fault = (field, reason) => tallystickError("ReceiptInvalid", { reason: `${field}: ${reason}` });
  const fields = objectOf(await readJson(response), "answer", fault);
  return {
    digest: hashOf(fields, "digest", fault),
    receipt: decodeReceipt(fields.receipt),
    place: fields.place === undefined ? undefined : placeOf(objectOf(fields.place, "place", fault), fault),
  };
}

function placeOf(fields: Fields, fault: Fault): Place {
  const hashes = (field: string): Hex[] => {
    const value = fields[field];
    if (!Array.isArray(value) || value.length > 64) throw fault(field, "a short list is needed");
    return value.map((_, i) => hashOf({ ...value }, String(i), fault));
  };
  const head = fields.previousHead;
  if (typeof head !== "string" || !/^0x[0-9a-f]{46}$/.test(head)) throw fault("previousHead", "23 bytes are needed");
  return {
    number: integerOf(fields, "number", 0xffff_ffff, fault),
    from: integerOf(fields, "from", 2 ** 40 - 1, fault),
    through: integerOf(fields, "through", 2 ** 40 - 1, fault),
    root: hashOf(fields, "root", fault),
    previousHead: BigInt(head),
    later: hashes("later"),
    proof: hashes("proof"),
  };
}

/**
 * The periods that a keeper anchored, newest first, at most 100.
 *
 * @param before only those with a lower number
 * @throws `GatewayUnreachable`, `GatewayRefused`
 */
export async function fetchPeriods(
  gateway: string,
  before?: number,
  options: HttpOptions = {},
): Promise<readonly Period[]> {
  const url = pathOf(gateway, `/v1/periods${before === undefined ? "" : `?before=${before}`}`);
  const response = await ask(url, {}, options);
  if (!response.ok) throw await refusal(url, response);
  const fault: Fault = (field, reason) =>
    tallystickError("GatewayRefused", { url: gateway, status: 200, code: "bad-answer", reason: `${field}: ${reason}` });
  const { periods } = (await readJson(response)) as { periods?: unknown };
  return (Array.isArray(periods) ? periods : []).map((each) => {
    const fields = objectOf(each, "period", fault);
    return {
      number: integerOf(fields, "number", 0xffff_ffff, fault),
      from: integerOf(fields, "from", 2 ** 40 - 1, fault),
      through: integerOf(fields, "through", 2 ** 40 - 1, fault),
      root: hashOf(fields, "root", fault),
      count: integerOf(fields, "count", Number.MAX_SAFE_INTEGER, fault),
    };
  });
}
