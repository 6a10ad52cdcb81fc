import { type Address, concat, getAddress, type Hex, hexToBigInt, numberToHex, padHex, size, slice } from "viem";
import { randomBytes } from "../data/bytes.ts";
import type { Action } from "./action.ts";

/** One word to read: what a view returns, or an account's wei. */
export type Reading =
  | { readonly kind: "view"; readonly address: Address; readonly data: Hex }
  | { readonly kind: "ether"; readonly account: Address };

/**
 * A last action that reads, in the state that those before it leave: the treasury calls it, and hands on what it reverts
 * with. Its contract exists for the one call only; address and mark are random, so that no other target can speak for it.
 */
export interface Probe {
  readonly action: Action;
  readonly code: Hex;
  /** What was read; undefined: the refusal is not the probe's. */
  readonly wordsOf: (refusal: Hex) => readonly bigint[] | undefined;
}

const op = {
  mul: "0x02",
  balance: "0x31",
  codecopy: "0x39",
  pop: "0x50",
  mload: "0x51",
  mstore: "0x52",
  staticcall: "0xfa",
  revert: "0xfd",
} as const;

// A token that is not ours must not use up the whole call.
const VIEW_GAS = 1_000_000;

const push = (value: number | bigint, bytes: number): Hex =>
  concat([numberToHex(0x5f + bytes, { size: 1 }), numberToHex(value, { size: bytes })]);
const short = (value: number): Hex => push(value, 2);

/** The probe of these readings, in their order. */
export function probeOf(readings: readonly Reading[]): Probe {
  const mark = bytesHex(randomBytes(32));
  const address = getAddress(bytesHex(randomBytes(20)));
  const scratch = 32 * (readings.length + 1);
  const datas = readings.flatMap((each) => (each.kind === "view" ? [each.data] : []));
  const body = (dataAt: number): Hex => {
    let from = dataAt;
    const steps = readings.map((reading, i) => {
      const place = 32 * (i + 1);
      if (reading.kind === "ether") {
        return concat([push(BigInt(reading.account), 20), op.balance, short(place), op.mstore]);
      }
      const length = size(reading.data);
      const step = concat([
        ...[short(length), push(from, 3), short(scratch), op.codecopy],
        ...[short(32), short(place), short(length), short(scratch), push(BigInt(reading.address), 20)],
        ...[push(VIEW_GAS, 3), op.staticcall],
        // Zero where it failed.
        ...[short(place), op.mload, op.mul, short(place), op.mstore],
      ]);
      from += length;
      return step;
    });
    return concat([push(BigInt(mark), 32), short(0), op.mstore, ...steps, short(scratch), short(0), op.revert]);
  };
  const code = concat([body(size(body(0))), ...datas]);
  return {
    action: { target: address, value: 0n, data: "0x" },
    code,
    wordsOf: (refusal) => {
      if (size(refusal) !== scratch || slice(refusal, 0, 32) !== mark) return undefined;
      return readings.map((_, i) => hexToBigInt(slice(refusal, 32 * (i + 1), 32 * (i + 2))));
    },
  };
}

function bytesHex(bytes: Uint8Array): Hex {
  return `0x${[...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

/** A word as an account. */
export function accountOf(word: bigint): Address {
  return getAddress(padHex(numberToHex(word), { size: 20 }));
}
