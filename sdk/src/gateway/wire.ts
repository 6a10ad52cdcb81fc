import { type Hex, numberToHex } from "viem";
import { fromBase64Url, toBase64Url, utf8 } from "../data/bytes.ts";
import { tallystickError } from "../errors.ts";
import { addressOf, amountOf, type Fault, flagOf, hashOf, integerOf, objectOf, signatureOf } from "./fields.ts";
import type { Payment } from "./payment.ts";
import type { KeyRequest, Receipt, TabQuery, Tariff, Upload } from "./typedData.ts";

/** Header that carries an upload pass. */
export const UPLOAD_HEADER = "x-tallystick-upload";

/** Header that carries a question after tabs. */
export const TAB_HEADER = "x-tallystick-tab";

export interface Signed<T> {
  readonly value: T;
  readonly signature: Hex;
}

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
  const fields = objectOf(headerJson(header, fault), "header", fault);
  const value: Upload = {
    account: addressOf(fields, "account", fault),
    keeper: addressOf(fields, "keeper", fault),
    nonce: hashOf(fields, "nonce", fault),
    expiry: BigInt(integerOf(fields, "expiry", Number.MAX_SAFE_INTEGER, fault)),
  };
  return { value, signature: signatureOf(fields, fault) };
}

/** A signed key request as the body of `POST /v1/keys`, with the payment of a reader who pays by use. */
export function encodeKeyRequest({ value, signature }: Signed<KeyRequest>, payment?: Payment): string {
  const request = { ...value, dataset: numberToHex(value.dataset, { size: 32 }), expiry: Number(value.expiry) };
  const paid = payment && { ...payment, owed: payment.owed.toString() };
  return JSON.stringify({ request, signature, payment: paid });
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

/**
 * Reads the payment of the body of `POST /v1/keys`; nothing where there is none. The signature is not checked here.
 *
 * @throws `BadKeyRequest`
 */
export function decodePayment(body: unknown): Payment | undefined {
  const fault: Fault = (field, reason) => tallystickError("BadKeyRequest", { field: `payment.${field}`, reason });
  const { payment } = objectOf(body, "body", fault);
  if (payment === undefined) return undefined;
  const fields = objectOf(payment, "payment", fault);
  const tab = objectOf(fields.tab, "tab", fault);
  return {
    tab: {
      reader: addressOf(tab, "reader", fault),
      provider: addressOf(tab, "provider", fault),
      token: addressOf(tab, "token", fault),
      salt: hashOf(tab, "salt", fault),
    },
    owed: amountOf(fields, "owed", 96, fault),
    access: hashOf(fields, "access", fault),
    voucherSignature: signatureOf(fields, fault, "voucherSignature"),
  };
}

/** A tariff as it stands in a body or answer: data set as 32 bytes, price in digits, other numbers as JSON numbers. */
export interface WireTariff {
  readonly tariff: Omit<Tariff, "dataset" | "price" | "validUntil"> & {
    readonly dataset: Hex;
    readonly price: string;
    readonly validUntil: number;
  };
  readonly signature: Hex;
}

export function encodeTariff({ value, signature }: Signed<Tariff>): WireTariff {
  const dataset = numberToHex(value.dataset, { size: 32 });
  const tariff = { ...value, dataset, price: value.price.toString(), validUntil: Number(value.validUntil) };
  return { tariff, signature };
}

/**
 * Reads a tariff. The signature is not checked here.
 *
 * @throws `BadTariff`
 */
export function decodeTariff(wire: unknown): Signed<Tariff> {
  const fault: Fault = (field, reason) => tallystickError("BadTariff", { field, reason });
  const outer = objectOf(wire, "body", fault);
  const fields = objectOf(outer.tariff, "tariff", fault);
  const value: Tariff = {
    dataset: BigInt(hashOf(fields, "dataset", fault)),
    fromVersion: integerOf(fields, "fromVersion", 0xffff, fault),
    laterVersions: flagOf(fields, "laterVersions", fault),
    segments: integerOf(fields, "segments", 0xffff_ffff, fault),
    token: addressOf(fields, "token", fault),
    price: amountOf(fields, "price", 96, fault),
    provider: addressOf(fields, "provider", fault),
    serial: integerOf(fields, "serial", 0xffff_ffff, fault),
    validUntil: BigInt(integerOf(fields, "validUntil", Number.MAX_SAFE_INTEGER, fault)),
  };
  if (value.fromVersion === 0) throw fault("fromVersion", "versions begin at 1");
  if (value.price === 0n) throw fault("price", "what costs nothing is granted, not sold");
  return { value, signature: signatureOf(outer, fault) };
}

/** A question after tabs as a header value: base64url of JSON. */
export function encodeTabQuery({ value, signature }: Signed<TabQuery>): string {
  return toBase64Url(utf8(JSON.stringify({ ...value, expiry: Number(value.expiry), signature })));
}

/**
 * Reads the header's value. The signature is not checked here.
 *
 * @throws `BadTabQuery`
 */
export function decodeTabQuery(header: string): Signed<TabQuery> {
  const fault: Fault = (field, reason) => tallystickError("BadTabQuery", { field, reason });
  const fields = objectOf(headerJson(header, fault), "header", fault);
  const value: TabQuery = {
    account: addressOf(fields, "account", fault),
    keeper: addressOf(fields, "keeper", fault),
    expiry: BigInt(integerOf(fields, "expiry", Number.MAX_SAFE_INTEGER, fault)),
  };
  return { value, signature: signatureOf(fields, fault) };
}

function headerJson(header: string, fault: Fault): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(fromBase64Url(header)));
  } catch {
    throw fault("header", "it is not base64url of JSON");
  }
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
  const { code } = fields;
  const granted = flagOf(fields, "granted", fault);
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
