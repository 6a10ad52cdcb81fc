import { type Hex, isAddress } from "viem";

// Readers of fields of JSON that a stranger sent.

export type Fields = Record<string, unknown>;
/** Makes the error that is thrown for a field that is not as it must be. */
export type Fault = (field: string, reason: string) => Error;

/** Room for ERC-6492 signatures, which carry a wallet's creation code. */
const MAX_SIGNATURE = 2 + 2 * 16_384;

export function objectOf(value: unknown, field: string, fault: Fault): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw fault(field, "an object is needed");
  return value as Fields;
}

export function addressOf(fields: Fields, field: string, fault: Fault): Hex {
  const value = fields[field];
  if (typeof value !== "string" || !isAddress(value, { strict: false })) throw fault(field, "an address is needed");
  return value;
}

export function hashOf(fields: Fields, field: string, fault: Fault): Hex {
  const value = fields[field];
  if (typeof value !== "string" || !/^0x[0-9a-fA-F]{64}$/.test(value)) throw fault(field, "32 bytes are needed");
  return value.toLowerCase() as Hex;
}

export function integerOf(fields: Fields, field: string, max: number, fault: Fault): number {
  const value = fields[field];
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0 || value > max) {
    throw fault(field, `a whole number up to ${max} is needed`);
  }
  return value;
}

/** A whole number of at most `bits` bits in decimal digits: money does not fit JSON's numbers. */
export function amountOf(fields: Fields, field: string, bits: number, fault: Fault): bigint {
  const value = fields[field];
  const fits = typeof value === "string" && /^(0|[1-9]\d{0,77})$/.test(value);
  if (!fits || BigInt(value) >= 1n << BigInt(bits))
    throw fault(field, `a whole number of ${bits} bits in digits is needed`);
  return BigInt(value);
}

export function flagOf(fields: Fields, field: string, fault: Fault): boolean {
  const value = fields[field];
  if (typeof value !== "boolean") throw fault(field, "true or false is needed");
  return value;
}

export function signatureOf(fields: Fields, fault: Fault, field = "signature"): Hex {
  const signature = fields[field];
  const fits =
    typeof signature === "string" && signature.length <= MAX_SIGNATURE && /^0x([0-9a-fA-F]{2})+$/.test(signature);
  if (!fits) throw fault(field, "bytes in hexadecimal are needed");
  return signature as Hex;
}
