import type { BallotReceipt } from "@tallystick/sdk/governance/receipts";
import { isAddress, isHex } from "viem";
import { ActError } from "../../../lib/tx/types.ts";

const kind = "tallystick-ballot-receipt";
/** Characters of a text that may be a receipt. */
const longest = 4_000;

/** A receipt as a file: what its voter keeps to check later that his vote counts. */
export function writeReceipt(receipt: BallotReceipt): string {
  return `${JSON.stringify({ kind, ...receipt, proposalId: receipt.proposalId.toString() }, undefined, 2)}\n`;
}

/**
 * Reads a receipt's file.
 *
 * @throws ActError `notABallotReceipt` for anything else
 */
export function readReceipt(text: string): BallotReceipt {
  const found = text.length <= longest ? parsed(text) : undefined;
  if (!found) throw new ActError({ code: "notABallotReceipt", values: {} });
  return found;
}

function parsed(text: string): BallotReceipt | undefined {
  const value = jsonOf(text);
  const { chainId, governor, proposalId, voter, support, params } = value;
  if (value["kind"] !== kind || !isWhole(chainId, Number.MAX_SAFE_INTEGER) || !isWhole(support, 255)) return undefined;
  if (typeof proposalId !== "string" || !/^\d{1,78}$/.test(proposalId)) return undefined;
  if (!isAccount(governor) || !isAccount(voter)) return undefined;
  if (!isHex(params) || params.length > 98) return undefined;
  return { chainId, governor, proposalId: BigInt(proposalId), voter, support, params };
}

const isAccount = (value: unknown) => typeof value === "string" && isAddress(value, { strict: false });
const isWhole = (value: unknown, most: number): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= most;

function jsonOf(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
