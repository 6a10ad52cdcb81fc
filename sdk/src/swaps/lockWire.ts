import type { Address } from "viem";
import { addressOf, amountOf, type Fault, type Fields, hashOf, integerOf, objectOf } from "../gateway/fields.ts";
import { type Asset, assetNamed, type Lock } from "./lock.ts";

// A lock's terms outside the chain, as JSON: amounts in digits. They are read strictly.

/** A lock, and where it is. */
export interface PlacedLock {
  readonly chainId: number;
  readonly hashLock: Address;
  readonly lock: Lock;
}

/** A lock in its JSON form. */
export function encodePlacedLock({ chainId, hashLock, lock }: PlacedLock): Readonly<Record<string, unknown>> {
  const { asset, amount, timelock, tip, salt, ...rest } = lock;
  const wired = "tokenId" in asset ? { ...asset, tokenId: String(asset.tokenId) } : asset;
  const numbers = { amount: String(amount), timelock: String(timelock), tip: String(tip), salt: String(salt) };
  return { chainId, hashLock, lock: { ...rest, asset: wired, ...numbers } };
}

/**
 * Reads a lock's JSON form.
 *
 * @throws what `fault` makes, of the first field that is wrong
 */
export function decodePlacedLock(value: unknown, field: string, fault: Fault): PlacedLock {
  const placed = objectOf(value, field, fault);
  requireOnly(placed, ["chainId", "hashLock", "lock"], fault);
  const terms = objectOf(placed["lock"], `${field}.lock`, fault);
  requireOnly(terms, ["asset", "amount", "hashlock", "recipient", "refundee", "timelock", "tip", "salt"], fault);
  return {
    chainId: integerOf(placed, "chainId", Number.MAX_SAFE_INTEGER, fault),
    hashLock: addressOf(placed, "hashLock", fault),
    lock: {
      asset: assetIn(objectOf(terms["asset"], `${field}.lock.asset`, fault), fault),
      amount: amountOf(terms, "amount", 256, fault),
      hashlock: hashOf(terms, "hashlock", fault),
      recipient: addressOf(terms, "recipient", fault),
      refundee: addressOf(terms, "refundee", fault),
      timelock: amountOf(terms, "timelock", 40, fault),
      tip: amountOf(terms, "tip", 128, fault),
      salt: amountOf(terms, "salt", 88, fault),
    },
  };
}

const FIELDS_OF: Readonly<Record<Asset["kind"], readonly string[]>> = {
  native: ["kind"],
  erc20: ["kind", "token"],
  erc721: ["kind", "token", "tokenId"],
  erc6909: ["kind", "token", "tokenId"],
};

function assetIn(fields: Fields, fault: Fault): Asset {
  const kind = String(fields["kind"]);
  if (!Object.hasOwn(FIELDS_OF, kind)) throw fault("asset.kind", "native, erc20, erc721 or erc6909 is needed");
  const known = FIELDS_OF[kind as Asset["kind"]];
  requireOnly(fields, known, fault);
  const token = known.includes("token") ? addressOf(fields, "token", fault) : "0x";
  return assetNamed(
    kind as Asset["kind"],
    token,
    known.includes("tokenId") ? amountOf(fields, "tokenId", 256, fault) : 0n,
  );
}

/** What nobody reads may be meant for something: it is refused. */
export function requireOnly(fields: Fields, known: readonly string[], fault: Fault): void {
  const other = Object.keys(fields).find((name) => !known.includes(name));
  if (other !== undefined) throw fault(other.slice(0, 40), "it means nothing here");
}
