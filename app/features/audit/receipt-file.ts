import type { Place } from "@tallystick/sdk/gateway/place";
import type { Receipt } from "@tallystick/sdk/gateway/typedData";
import { decodeReceipt, type Signed } from "@tallystick/sdk/gateway/wire";
import { type Address, isAddress } from "viem";

/** A receipt that somebody shows, with what he says besides; none of it is believed before it is checked. */
export interface ShownReceipt {
  readonly receipt: Signed<Receipt>;
  /** Who is said to have signed it. */
  readonly keeper?: Address | undefined;
  readonly chainId?: number | undefined;
  readonly title?: string | undefined;
  /** What was asked, as far as it is told. */
  readonly request?: Readonly<Record<string, unknown>> | undefined;
  readonly place?: Place | undefined;
}

/** Receipts of one file at most: more than anybody looks through on a page. */
const MOST = 500;

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}

/**
 * Reads what was pasted or dropped: an export of the library, a keeper's answer (`GET /v1/receipts/…`, `POST /v1/keys`),
 * or a bare receipt.
 *
 * @throws SyntaxError for what is no JSON, `ReceiptInvalid` for what is no receipt
 */
export function readReceipts(text: string): readonly ShownReceipt[] {
  const value: unknown = JSON.parse(text);
  const outer = fieldsOf(value);
  const list = Array.isArray(value) ? value : Array.isArray(outer?.["receipts"]) ? outer["receipts"] : [value];
  return list.slice(0, MOST).map(shownReceipt);
}

function shownReceipt(value: unknown): ShownReceipt {
  const fields = fieldsOf(value);
  const inner = fields?.["receipt"];
  const receipt = decodeReceipt(fieldsOf(inner) ? inner : value);
  const keeper = fields?.["keeper"];
  const chainId = fields?.["chainId"];
  const title = fields?.["title"];
  return {
    receipt,
    keeper: typeof keeper === "string" && isAddress(keeper, { strict: false }) ? keeper : undefined,
    chainId: typeof chainId === "number" ? chainId : undefined,
    title: typeof title === "string" ? title.slice(0, 200) : undefined,
    request: fieldsOf(fieldsOf(fields?.["asked"])?.["request"]),
  };
}

/** A receipt that a link carries behind its hash, where no server sees it. */
export function receiptInHash(hash: string): string | undefined {
  const given = new URLSearchParams(hash.replace(/^#/, "")).get("receipt");
  return given === null ? undefined : given;
}

/** What is looked up: the digest of a receipt or request, or a root. */
export function isDigest(text: string): text is `0x${string}` {
  return /^0x[0-9a-fA-F]{64}$/.test(text);
}
