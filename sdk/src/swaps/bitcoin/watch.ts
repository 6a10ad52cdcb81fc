import type { Hex } from "viem";
import { amountOf, type Fields, hashOf, integerOf, objectOf } from "../../gateway/fields.ts";
import { decodePlacedLock, encodePlacedLock, type PlacedLock, requireOnly } from "../lockWire.ts";
import type { LegName } from "../swapState.ts";
import type { Outpoint, SpendKind } from "./draft.ts";
import { MOST_FEES, type Presigned, requirePresigned, type SignedFee } from "./presigned.ts";
import { type BitcoinLock, type BitcoinNetwork, bitcoinFault, lockScript } from "./script.ts";

// What a party hands to a watchtower for the Bitcoin leg of a swap: the terms of both locks, and his claim or refund as he
// signed it. No key and no secret is in it; whoever has it can do nothing but pay his address.

/** A swap that has a leg on Bitcoin, with a party's signed claim or refund of it. */
export interface BitcoinWatch {
  readonly coin: BitcoinLock;
  /** The payment that is claimed or refunded. */
  readonly outpoint: Outpoint;
  /** Which leg Bitcoin is: a, where who has the secret locks. */
  readonly leg: LegName;
  /** The other leg. */
  readonly other: PlacedLock;
  /** Block of the other chain before which nothing happened. */
  readonly fromBlock: number;
  readonly presigned: Presigned;
}

/** The other chain's numbers of blocks and a lock on Bitcoin's seconds. */
const MAX_BLOCK = Number.MAX_SAFE_INTEGER;
const MAX_SECOND = 2 ** 32 - 1;
/** Digits of the longest DER signature, and of the longest address. */
const MAX_SIGNATURE = 2 + 2 * 72;
const MAX_ADDRESS = 100;

/** A lock on Bitcoin in its JSON form. */
export function encodeBitcoinLock({ amount, ...rest }: BitcoinLock): Readonly<Record<string, unknown>> {
  return { ...rest, amount: String(amount) };
}

/**
 * Reads a lock on Bitcoin from its JSON form.
 *
 * @throws `BitcoinInvalid`
 */
export function decodeBitcoinLock(value: unknown): BitcoinLock {
  const fields = objectOf(value, "lock", bitcoinFault);
  requireOnly(fields, ["network", "amount", "hashlock", "recipientKey", "refundKey", "timelock"], bitcoinFault);
  const lock: BitcoinLock = {
    network: networkIn(fields),
    amount: amountOf(fields, "amount", 64, bitcoinFault),
    hashlock: hashOf(fields, "hashlock", bitcoinFault),
    recipientKey: keyIn(fields, "recipientKey"),
    refundKey: keyIn(fields, "refundKey"),
    timelock: integerOf(fields, "timelock", MAX_SECOND, bitcoinFault),
  };
  // Its terms are looked at there.
  lockScript(lock);
  return lock;
}

/** What is handed to a watchtower, in its JSON form. */
export function encodeBitcoinWatch(watch: BitcoinWatch): Readonly<Record<string, unknown>> {
  const { coin, outpoint, leg, other, fromBlock, presigned } = watch;
  const fees = presigned.fees.map(({ fee, signature }) => ({ fee: String(fee), signature }));
  return {
    tallystick: "bitcoin-watch/1",
    ...{ leg, coin: encodeBitcoinLock(coin), outpoint: { ...outpoint, amount: String(outpoint.amount) } },
    ...{ other: encodePlacedLock(other), fromBlock, presigned: { ...presigned, fees } },
  };
}

/**
 * Reads what a party handed over, and looks whether each signature is of his key, for that payment and address.
 *
 * @throws `BitcoinInvalid`: it names the field
 */
export async function decodeBitcoinWatch(value: unknown): Promise<BitcoinWatch> {
  const fields = objectOf(value, "bundle", bitcoinFault);
  if (fields["tallystick"] !== "bitcoin-watch/1") throw bitcoinFault("tallystick", "bitcoin-watch/1 is needed");
  requireOnly(fields, ["tallystick", "leg", "coin", "outpoint", "other", "fromBlock", "presigned"], bitcoinFault);
  const { leg } = fields;
  if (leg !== "a" && leg !== "b") throw bitcoinFault("leg", "a or b is needed");
  const coin = decodeBitcoinLock(fields["coin"]);
  const other = decodePlacedLock(fields["other"], "other", bitcoinFault);
  if (other.lock.hashlock !== coin.hashlock) throw bitcoinFault("hashlock", "it is not the other leg's");
  const outpoint = outpointIn(fields["outpoint"]);
  if (outpoint.amount < coin.amount) throw bitcoinFault("outpoint", "it pays less than the lock's amount");
  const presigned = presignedIn(fields["presigned"]);
  await requirePresigned({ lock: coin, outpoint, presigned });
  return { coin, outpoint, leg, other, fromBlock: integerOf(fields, "fromBlock", MAX_BLOCK, bitcoinFault), presigned };
}

function networkIn({ network }: Fields): BitcoinNetwork {
  if (network === "mainnet" || network === "testnet" || network === "regtest") return network;
  throw bitcoinFault("network", "mainnet, testnet or regtest is needed");
}

function keyIn(fields: Fields, field: string): Hex {
  const key = fields[field];
  if (typeof key !== "string" || !/^0x0[23][0-9a-fA-F]{64}$/.test(key)) {
    throw bitcoinFault(field, "a compressed public key is needed");
  }
  return key.toLowerCase() as Hex;
}

function outpointIn(value: unknown): Outpoint {
  const fields = objectOf(value, "outpoint", bitcoinFault);
  requireOnly(fields, ["txid", "vout", "amount"], bitcoinFault);
  const { txid } = fields;
  if (typeof txid !== "string" || !/^[0-9a-f]{64}$/.test(txid)) throw bitcoinFault("txid", "32 bytes are needed");
  const vout = integerOf(fields, "vout", 2 ** 32 - 1, bitcoinFault);
  return { txid, vout, amount: amountOf(fields, "amount", 64, bitcoinFault) };
}

function presignedIn(value: unknown): Presigned {
  const fields = objectOf(value, "presigned", bitcoinFault);
  requireOnly(fields, ["kind", "to", "fees"], bitcoinFault);
  const { kind, to, fees } = fields;
  if (kind !== "claim" && kind !== "refund") throw bitcoinFault("kind", "claim or refund is needed");
  if (typeof to !== "string" || to.length > MAX_ADDRESS) throw bitcoinFault("to", "an address is needed");
  if (!Array.isArray(fees) || fees.length > MOST_FEES)
    throw bitcoinFault("fees", `a list of ${MOST_FEES} at most is needed`);
  return { kind: kind satisfies SpendKind, to, fees: fees.map(feeIn) };
}

function feeIn(value: unknown): SignedFee {
  const fields = objectOf(value, "fees", bitcoinFault);
  requireOnly(fields, ["fee", "signature"], bitcoinFault);
  const { signature } = fields;
  const fits =
    typeof signature === "string" && signature.length <= MAX_SIGNATURE && /^0x([0-9a-f]{2})+$/.test(signature);
  if (!fits) throw bitcoinFault("signature", "DER in hexadecimal is needed");
  return { fee: amountOf(fields, "fee", 64, bitcoinFault), signature: signature as Hex };
}
