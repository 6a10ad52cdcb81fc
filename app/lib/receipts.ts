import type { KeeperAnswer } from "@tallystick/sdk/gateway/requestKeys";
import { encodeKeyRequest, encodeReceipt, type WireReceipt } from "@tallystick/sdk/gateway/wire";
import type { Address, Hex } from "viem";

/** A keeper's signed answer as this browser keeps it: with what was asked, so that it can be checked by anybody. */
export interface KeptReceipt {
  readonly chainId: number;
  readonly market: Address;
  readonly keeper: Address;
  readonly url: string;
  /** As it was sent: `{ request, signature }`. */
  readonly asked: { readonly request: Readonly<Record<string, unknown>>; readonly signature: Hex };
  readonly receipt: WireReceipt;
  /** What the data set was called. */
  readonly title: string;
}

/** How receipts are exported: what the audit page reads. */
export interface ReceiptFile {
  readonly tallystick: "receipts/1";
  readonly receipts: readonly KeptReceipt[];
}

export function keptReceipt(
  { keeper, url, request, receipt }: KeeperAnswer,
  about: Pick<KeptReceipt, "chainId" | "market" | "title">,
): KeptReceipt {
  const asked = JSON.parse(encodeKeyRequest(request)) as KeptReceipt["asked"];
  return { ...about, keeper, url, asked, receipt: encodeReceipt(receipt) };
}

/** Known by the request it answers: a keeper answers each once. */
export function receiptKey({ chainId, receipt }: KeptReceipt): string {
  return `${chainId}.${receipt.request}`;
}

export function receiptFile(receipts: readonly KeptReceipt[]): string {
  return JSON.stringify({ tallystick: "receipts/1", receipts } satisfies ReceiptFile, undefined, 2);
}

/** Address of the audit page with a receipt in it: nothing but this browser ever sees what stands behind the hash. */
export function auditLink(receipt: KeptReceipt): string {
  return `/audit#receipt=${encodeURIComponent(JSON.stringify(receipt))}`;
}
