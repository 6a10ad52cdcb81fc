import { type Address, encodeAbiParameters, type Hex, keccak256, stringToHex, zeroHash } from "viem";
import { type Call, callOf } from "../chain/call.ts";
import { statementsAbi } from "../generated/abis/Statements.ts";
import type { HandOver } from "../market/tab.ts";
import type { BothSignatures } from "../market/tabActs.ts";
import type { TabStatement } from "../market/tabs.ts";
import { type Tab, tabId } from "../market/voucher.ts";
import { MAX_UNITS, type ReceivableTerms, type Units } from "./terms.ts";

// From a reader's tab to a confirmed receivable of its provider.

/**
 * What reader and provider sign (`signHandOver`) so that a statement becomes a receivable.
 *
 * @param deadline last second at which it may be used
 */
export function statementHandOver(
  place: { readonly chainId: number; readonly tabs: Address; readonly statements: Address },
  tab: Tab,
  { number, outstanding }: Pick<TabStatement, "number" | "outstanding">,
  deadline: number,
): HandOver {
  const { chainId, tabs, statements: instrument } = place;
  return { tab: tabId(chainId, tabs, tab), statement: number, amount: outstanding, instrument, deadline };
}

/**
 * Makes the outstanding part of a tab's statement a receivable of the provider, confirmed by the reader
 * (`IStatements.registerStatement`). Anyone who has both signatures.
 */
export function registerStatement(
  statements: Address,
  tab: Tab,
  { statement, deadline }: Pick<HandOver, "statement" | "deadline">,
  signatures: BothSignatures,
): Call {
  const { reader, provider } = signatures;
  return callOf(statements, statementsAbi, "registerStatement", [tab, statement, deadline, reader, provider]);
}

/** Number of the invoice that a statement becomes: "T" and 31 digits of a hash. */
export function statementNumber(tab: Hex, statement: number): Hex {
  const hash = keccak256(encodeAbiParameters([{ type: "bytes32" }, { type: "uint32" }], [tab, statement]));
  return stringToHex(`T${hash.slice(2, 33).toUpperCase()}`);
}

/**
 * Terms of the receivable that a statement becomes: as the contract makes them of what is outstanding now.
 *
 * @param tabs the contract
 */
export function statementTerms(
  place: { readonly chainId: number; readonly tabs: Address },
  tab: Tab,
  { number, outstanding, dueAt, voucher }: Pick<TabStatement, "number" | "outstanding" | "dueAt" | "voucher">,
): ReceivableTerms {
  return {
    debtor: tab.reader,
    creditor: tab.provider,
    token: tab.token,
    dueAt,
    ...statementUnits(outstanding),
    maxTier: 0,
    lateBps: 0,
    graceDays: 0,
    number: statementNumber(tabId(place.chainId, place.tabs, tab), number),
    document: voucher,
    order: zeroHash,
    orderAmount: 0n,
  };
}

/** The least power of ten with which the amount fits; where none divides it, all of it is one unit. */
function statementUnits(amount: bigint): Units {
  let unit = 1n;
  while (amount / unit > MAX_UNITS) unit = amount % (unit * 10n) === 0n ? unit * 10n : amount;
  return { units: Number(amount / unit), unit };
}
