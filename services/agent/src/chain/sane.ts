import type { Hex } from "viem";

// What endpoints can answer, if they do not lie or err: anything else is asked of another one.

/** What an endpoint tells of a mined transaction. */
export interface Receipt {
  readonly blockNumber: Hex;
  readonly status: Hex;
}

/** More than any act of a swap costs, on chains that charge gas for bytes too. */
const MOST_GAS = 5_000_000;
const TRANSFER_GAS = 21_000;

/** Whether it is a number in hexadecimal, as JSON-RPC writes them, within bounds. */
function isNumber(value: unknown, min = 0, max = Number.MAX_SAFE_INTEGER): boolean {
  if (typeof value !== "string" || !/^0x[0-9a-f]{1,14}$/i.test(value)) return false;
  const number = Number(value);
  return number >= min && number <= max;
}

export const isCount = (value: unknown): boolean => isNumber(value);

export const isGas = (value: unknown): boolean => isNumber(value, TRANSFER_GAS, MOST_GAS);

/** A receipt, or that there is none. */
export function isReceipt(value: unknown): boolean {
  if (value === null) return true;
  if (typeof value !== "object") return false;
  const { blockNumber, status } = value as Partial<Receipt>;
  return isNumber(blockNumber) && isNumber(status, 0, 1);
}
