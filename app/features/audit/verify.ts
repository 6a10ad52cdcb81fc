import type { Reader } from "@tallystick/sdk/chain/actor";
import { fetchReceipt, type Place, receiptDigest } from "@tallystick/sdk/gateway/place";
import { type Receipt, receiptTypedData } from "@tallystick/sdk/gateway/typedData";
import type { Signed } from "@tallystick/sdk/gateway/wire";
import { deployed } from "@tallystick/sdk/networks";
import { type Address, type Hex, isAddressEqual, recoverTypedDataAddress } from "viem";
import type { KnownKeeper } from "@/lib/keepers";
import { explain } from "@/lib/tx/explain";
import { type Accusation, accusationOf, anchorTime, type KeeperLog, logOf, proveAnswer } from "./log";
import type { ShownReceipt } from "./receipt-file";

/** What is known of the receipt's place in its keeper's log. */
export type Anchoring =
  /** The contract has proved it. */
  | { readonly kind: "proved"; readonly place: Place }
  /** No period covers its time yet; late: none did in the time that keepers have. */
  | { readonly kind: "waiting"; readonly late: boolean; readonly lateFrom: number }
  /** A period covers it, and nobody shows its place: the keeper can be accused. */
  | { readonly kind: "missing"; readonly reason: unknown }
  /** What was shown as its place is not. */
  | { readonly kind: "false"; readonly reason: unknown };

export interface Verdict {
  readonly receipt: Signed<Receipt>;
  readonly digest: Hex;
  /** Who signed it: recovered from the signature, whoever is said to have. */
  readonly keeper: Address;
  /** Whom the file named, where that is somebody else. */
  readonly otherThanNamed: Address | undefined;
  /** Gateway of that keeper, where one is known. */
  readonly url: string | undefined;
  readonly log: KeeperLog;
  readonly anchoring: Anchoring;
  readonly accusation: Accusation;
  readonly now: number;
}

/** Checks a receipt against its signature and the chain. Keepers are asked for the place alone, and are not believed. */
export async function verifyShown(
  reader: Reader,
  keepers: readonly KnownKeeper[],
  { receipt, keeper: named, place: shown }: ShownReceipt,
): Promise<Verdict> {
  const { chainId } = reader.network;
  const { market } = deployed(reader.network);
  const typedData = receiptTypedData(chainId, market, receipt.value);
  const keeper = await recoverTypedDataAddress({ ...typedData, signature: receipt.signature });
  const digest = receiptDigest(chainId, market, receipt.value);
  const url = keepers.find(({ address }) => isAddressEqual(address, keeper))?.url;
  const [log, accusation, block, patience] = await Promise.all([
    logOf(reader, keeper),
    accusationOf(reader, keeper, digest),
    reader.client.getBlock(),
    anchorTime(reader),
  ]);
  const now = Number(block.timestamp);
  const lateFrom = Number(receipt.value.at) + patience;
  const covered = log.anchors > 0 && receipt.value.at <= BigInt(log.through);
  const anchoring: Anchoring = covered
    ? await placeOf(reader, { keeper, receipt, digest, url, shown })
    : { kind: "waiting", late: now > lateFrom, lateFrom };
  return {
    receipt,
    digest,
    keeper,
    otherThanNamed: named && !isAddressEqual(named, keeper) ? named : undefined,
    url,
    log,
    anchoring,
    accusation,
    now,
  };
}

async function placeOf(
  reader: Reader,
  subject: {
    readonly keeper: Address;
    readonly receipt: Signed<Receipt>;
    readonly digest: Hex;
    readonly url: string | undefined;
    readonly shown: Place | undefined;
  },
): Promise<Anchoring> {
  const { keeper, receipt, digest, url, shown } = subject;
  let place = shown;
  if (place === undefined && url !== undefined) {
    try {
      place = (await fetchReceipt(url, digest)).place;
    } catch (reason) {
      return { kind: "missing", reason };
    }
  }
  if (place === undefined) return { kind: "missing", reason: undefined };
  try {
    await proveAnswer(reader, keeper, receipt, place);
    return { kind: "proved", place };
  } catch (reason) {
    if (explain(reason, []).code === "chainDown") throw reason;
    return { kind: "false", reason };
  }
}

/** Looks a receipt up by its digest, or that of the request it answers, at each keeper in turn. */
export async function lookUp(keepers: readonly KnownKeeper[], digest: Hex): Promise<ShownReceipt> {
  let failure: unknown;
  for (const { address, url } of keepers) {
    try {
      const { receipt, place } = await fetchReceipt(url, digest);
      return { receipt, place, keeper: address };
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}
