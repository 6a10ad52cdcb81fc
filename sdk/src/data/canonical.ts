import { type Bytes, utf8 } from "./bytes.ts";

/** A value that JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/**
 * Canonical JSON (RFC 8785): keys sorted by UTF-16 units, no white space, ECMAScript's strings and numbers. Members
 * that are `undefined` are left out.
 *
 * @throws TypeError for numbers that are not finite and strings that are not well-formed
 */
export function canonicalJson(value: Json): string {
  if (typeof value === "number" && !Number.isFinite(value)) throw new TypeError("JSON holds finite numbers only");
  if (typeof value === "string" && !value.isWellFormed()) throw new TypeError("JSON holds well-formed strings only");
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonicalJson).join(",")}]`;
  const members = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort()
    .map((key) => `${canonicalJson(key)}:${canonicalJson(value[key] as Json)}`);
  return `{${members.join(",")}}`;
}

function isList(value: object): value is readonly Json[] {
  return Array.isArray(value);
}

/** Bytes of canonical JSON. */
export function canonicalBytes(value: Json): Bytes {
  return utf8(canonicalJson(value));
}
