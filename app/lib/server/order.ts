import type { SignedOrder } from "@tallystick/sdk/market/order";
import type { Terms } from "@tallystick/sdk/market/terms";
import { type Address, type Hex, isAddress, isHex } from "viem";

// An order comes as JSON with its big numbers as decimal text. Every field is read by its type; nothing else gets in.

type Fields = Record<string, unknown>;

class Unreadable extends Error {}

function need<T>(value: T | undefined): T {
  if (value === undefined) throw new Unreadable();
  return value;
}

const big = (value: unknown, bits: number): bigint => {
  const number = typeof value === "string" && /^\d{1,78}$/.test(value) ? BigInt(value) : undefined;
  return need(number !== undefined && number < 1n << BigInt(bits) ? number : undefined);
};
const int = (value: unknown, bits: number): number => {
  const fits = typeof value === "number" && Number.isSafeInteger(value) && value >= 0 && value < 2 ** bits;
  return need(fits ? value : undefined);
};
const account = (value: unknown): Address =>
  need(typeof value === "string" && isAddress(value, { strict: false }) ? value : undefined);
const hex = (value: unknown, longest: number): Hex =>
  need(isHex(value) && value.length % 2 === 0 && value.length <= 2 + longest * 2 ? value : undefined);
const word = (value: unknown): Hex => need(isHex(value) && value.length === 66 ? value : undefined);
const fields = (value: unknown): Fields =>
  need(typeof value === "object" && value !== null ? (value as Fields) : undefined);

function termsOfJson(value: unknown): Terms {
  const t = fields(value);
  return {
    dataset: big(t["dataset"], 256),
    seller: account(t["seller"]),
    token: account(t["token"]),
    price: big(t["price"], 96),
    duration: int(t["duration"], 40),
    segments: int(t["segments"], 32),
    fromVersion: int(t["fromVersion"], 16),
    laterVersions: t["laterVersions"] === true,
    maxSales: int(t["maxSales"], 32),
    refundWindow: int(t["refundWindow"], 32),
    purpose: int(t["purpose"], 16),
    nonce: int(t["nonce"], 32),
    licence: word(t["licence"]),
    policy: account(t["policy"]),
    policyData: word(t["policyData"]),
  };
}

/** The order in a request's JSON; undefined when it is none. */
export function orderOf(value: unknown): SignedOrder | undefined {
  try {
    const order = fields(value);
    return {
      terms: termsOfJson(order["terms"]),
      reader: account(order["reader"]),
      evidence: hex(order["evidence"], 4_096),
      payer: account(order["payer"]),
      validAfter: big(order["validAfter"], 256),
      validBefore: big(order["validBefore"], 256),
      sequence: big(order["sequence"], 64),
      signature: hex(order["signature"], 2_048),
    };
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
}
