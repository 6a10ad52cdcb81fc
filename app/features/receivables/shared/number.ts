import { type Hex, hexToBytes } from "viem";

/** An invoice's number as its word says it: the contract takes capital letters and digits alone, and shown is nothing else. */
export function shownNumber(word: Hex): string {
  const text = String.fromCharCode(...hexToBytes(word)).replace(/\0+$/, "");
  return /^[A-Z0-9]{1,32}$/.test(text) ? text : word;
}
