import { type Address, zeroAddress } from "viem";
import { type BillFace, dayOfDate, placeWord } from "../../src/bills/face.ts";

export const account = (digit: string): Address => `0x${digit.repeat(40)}`;

/** A bill of 1,000.00 from Basel on Frankfurt, due on a day. */
export const soundFace: BillFace = {
  drawer: account("1"),
  drawee: account("2"),
  payee: account("3"),
  token: account("4"),
  units: 100_000,
  unit: 10_000n,
  drawnOn: dayOfDate("2026-11-27"),
  tenor: 3,
  term: dayOfDate("2027-01-29"),
  presentBy: 0,
  rules: 1,
  clauses: 0,
  court: zeroAddress,
  drawnAt: placeWord("Basel, CH"),
  payableAt: placeWord("Frankfurt am Main, DE"),
  document: `0x${"d0".repeat(32)}`,
};
