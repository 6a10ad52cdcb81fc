import { type Hex, isAddress, numberToHex } from "viem";
import { fromBase64Url, toBase64Url, utf8 } from "../data/bytes.ts";
import { tallystickError } from "../errors.ts";
import type { KeyRequest, Receipt, Upload } from "./typedData.ts";

/** Header that carries an upload pass. */
export const UPLOAD_HEADER = "x-tallystick-upload";

export interface Signed<T> {
  readonly value: T;
  readonly signature: Hex;
}

type Fields = Record<string, unknown>;
type Fault = (field: string, reason: string) => Error;

/** Room for ERC-6492 signatures, which carry a wallet's creation code. */
const MAX_SIGNATURE = 2 + 2 * 16_384;

/** An upload pass as a header value: base64url of JSON. */
export function encodeUpload({ value, signature }: Signed<Upload>): string {
  return toBase64Url(utf8(JSON.stringify({ ...value, expiry: Number(value.expiry), signature })));
}

/**
 * Reads the header's value. The signature is not checked here.
 *
 * @throws `BadUpload`
 */
export function decodeUpload(header: string): Signed<Upload> {
  const fault: Fault = (field, reason) => tallystickError("BadUpload", { field, reason });
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(fromBase64Url(header)));
  } catch {
    throw fault("header", "it is not base64url of JSON");
  }
  const fields = objectOf(parsed, "header", fault);
  const value: Upload = {
    account: addressOf(fields, "account", fault),
    keeper: addressOf(fields, "keeper", fault),
    nonce: hashOf(fields, "nonce", fault),
    expiry: BigInt(integerOf(fields, "expiry", Number.MAX_SAFE_INTEGER, fault)),
  };
  return { value, signature: signatureOf(fields, fault) };
}

/** A signed key request as the body of `POST /v1/keys`. */
export function encodeKeyRequest({ value, signature }: Signed<KeyRequest>): string {
  const request = { ...value, dataset: numberToHex(value.dataset, { size: 32 }), expiry: Number(value.expiry) };
  return JSON.stringify({ request, signature });
}

/**
 * Reads the body of `POST /v1/keys`. The signature is not checked here.
 *
 * @throws `BadKeyRequest`
 */
export function decodeKeyRequest(body: unknown): Signed<KeyRequest> {
  const fault: Fault = (field, reason) => tallystickError("BadKeyRequest", { field, reason });
  const outer = objectOf(body, "body", fault);
  const fields = objectOf(outer.request, "request", fault);
  const value: KeyRequest = {
    dataset: BigInt(hashOf(fields, "dataset", fault)),
    version: integerOf(fields, "version", 0xffff, fault),
    segments: integerOf(fields, "segments", 0xffff_ffff, fault),
    purpose: integerOf(fields, "purpose", 0xffff, fault),
    reader: addressOf(fields, "reader", fault),
    readerKey: hashOf(fields, "readerKey", fault),
    keeper: addressOf(fields, "keeper", fault),
    nonce: hashOf(fields, "nonce", fault),
    expiry: BigInt(integerOf(fields, "expiry", Number.MAX_SAFE_INTEGER, fault)),
  };
  if (value.version === 0) throw fault("version", "versions begin at 1");
  if (value.segments === 0) throw fault("segments", "no segment is asked for");
  return { value, signature: signatureOf(outer, fault) };
}

/** A receipt as it stands in an answer: numbers as JSON numbers, the keeper's signature beside. */
export interface WireReceipt {
  readonly request: Hex;
  readonly granted: boolean;
  readonly code: string;
  readonly at: number;
  readonly blockNumber: number;
  readonly signature: Hex;
}

export function encodeReceipt({ value, signature }: Signed<Receipt>): WireReceipt {
  return { ...value, at: Number(value.at), blockNumber: Number(value.blockNumber), signature };
}

/** @throws `ReceiptInvalid` */
export function decodeReceipt(wire: unknown): Signed<Receipt> {
  const fault: Fault = (field, reason) => tallystickError("ReceiptInvalid", { reason: `${field}: ${reason}` });
  const fields = objectOf(wire, "receipt", fault);
  const { granted, code } = fields;
  if (typeof granted !== "boolean") throw fault("granted", "true or false is needed");
  if (typeof code !== "string" || code.length > 100) throw fault("code", "a short text is needed");
  const value: Receipt = {
    request: hashOf(fields, "request", fault),
    granted,
    code,
    at: BigInt(integerOf(fields, "at", Number.MAX_SAFE_INTEGER, fault)),
    blockNumber: BigInt(integerOf(fields, "blockNumber", Number.MAX_SAFE_INTEGER, fault)),
  };
  return { value, signature: signatureOf(fields, fault) };
}

function objectOf(value: unknown, field: string, fault: Fault): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw fault(field, "an object is needed");
  return value as Fields;
}

function addressOf(fields: Fields, field: string, fault: Fault): Hex {
  const value = fields[field];
  if (typeof value !== "string" || !isAddress(value, { strict: false })) throw fault(field, "an address is needed");
  return value;
}

function hashOf(fields: Fields, field: string, fault: Fault): Hex {
  const value = fields[field];
  if (typeof value !== "string" || !/^0x[0-9a-fA-F]{64}$/.test(value)) throw fault(field, "32 bytes are needed");
  return value.toLowerCase() as Hex;
}

function integerOf(fields: Fields, field: string, max: number, fault: Fault): number {
  const value = fields[field];
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0 || value > max) {
    throw fault(field, `a whole number up to ${max} is needed`);
  }
  return value;
}

function signatureOf(fields: Fields, fault: Fault): Hex {
  const { signature } = fields;
  const fits =
    typeof signature === "string" && signature.length <= MAX_SIGNATURE && /^0x([0-9a-fA-F]{2})+$/.test(signature);
  if (!fits) throw fault("signature", "bytes in hexadecimal are needed");
  return signature as Hex;
}
