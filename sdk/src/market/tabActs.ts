import type { Address, Hex } from "viem";
import { type Call, callOf } from "../chain/call.ts";
import { tabsAbi } from "../generated/abis/Tabs.ts";
import type { SignedPermit } from "./permit.ts";
import type { Closing, CreditOffer, HandOver } from "./tab.ts";
import type { SignedTabDeposit } from "./tabDeposit.ts";
import type { Tab } from "./voucher.ts";

// Acts on tabs. Each makes a Call on the `Tabs` contract: send it, or sign it for the relay. Amounts are base units.

/** Adds to a tab by the caller's allowance to `Tabs`; the reader's first deposit, zero too, opens it (`ITabs.deposit`). */
export function depositToTab(tabs: Address, tab: Tab, amount: bigint): Call {
  return callOf(tabs, tabsAbi, "deposit", [tab, amount]);
}

/** Adds to a tab with an ERC-2612 permit whose spender is `Tabs` (`ITabs.depositWithPermit`). */
export function depositToTabWithPermit(tabs: Address, tab: Tab, amount: bigint, permit: SignedPermit): Call {
  return callOf(tabs, tabsAbi, "depositWithPermit", [tab, amount, permit]);
}

/** Sends a deposit that its payer signed, whoever the sender is (`ITabs.depositWithAuthorization`). */
export function submitTabDeposit(tabs: Address, deposit: SignedTabDeposit): Call {
  const { tab, amount, payer, validAfter, validBefore, sequence, signature } = deposit;
  const authorization = { payer, validAfter, validBefore, sequence, signature };
  return callOf(tabs, tabsAbi, "depositWithAuthorization", [tab, amount, authorization]);
}

/** Pays a debt, stated or not, in whole or part, by the caller's allowance to `Tabs` (`ITabs.pay`). */
export function payTab(tabs: Address, tab: Tab, amount: bigint): Call {
  return callOf(tabs, tabsAbi, "pay", [tab, amount]);
}

/** Takes a credit line that the provider signed (`ITabs.acceptCredit`). Only the reader. */
export function acceptCredit(tabs: Address, tab: Tab, offer: CreditOffer, providerSignature: Hex): Call {
  const { limit, paymentTerm, serial, deadline } = offer;
  return callOf(tabs, tabsAbi, "acceptCredit", [tab, { limit, paymentTerm, serial }, deadline, providerSignature]);
}

/** Starts closing a tab: the provider has three days to settle (`ITabs.startClosing`). Only the reader. */
export function startClosingTab(tabs: Address, tab: Tab): Call {
  return callOf(tabs, tabsAbi, "startClosing", [tab]);
}

/** Closes a tab when those days are over (`ITabs.finishClosing`). Anyone. */
export function finishClosingTab(tabs: Address, tab: Tab): Call {
  return callOf(tabs, tabsAbi, "finishClosing", [tab]);
}

/** Claims what a voucher says, as far as deposit and limit reach (`ITabs.settle`). Anyone who has the voucher. */
export function settleTab(tabs: Address, tab: Tab, owed: bigint, readerSignature: Hex): Call {
  return callOf(tabs, tabsAbi, "settle", [tab, owed, readerSignature]);
}

/** Sends what is claimed and funded to an account, less the DAO's fee (`ITabs.collect`). Only the provider. */
export function collectTab(tabs: Address, tab: Tab, to: Address): Call {
  return callOf(tabs, tabsAbi, "collect", [tab, to]);
}

/**
 * Makes the debt that is on no statement yet due after the payment term (`ITabs.issueStatement`). Only the provider.
 *
 * @param owed of a voucher for no less than what is claimed: the statement's evidence
 */
export function issueStatement(tabs: Address, tab: Tab, owed: bigint, readerSignature: Hex): Call {
  return callOf(tabs, tabsAbi, "issueStatement", [tab, owed, readerSignature]);
}

/** Closes a tab at once (`ITabs.close`). Only the provider. */
export function closeTab(tabs: Address, tab: Tab): Call {
  return callOf(tabs, tabsAbi, "close", [tab]);
}

/** What both sides signed. */
export interface BothSignatures {
  readonly reader: Hex;
  readonly provider: Hex;
}

/** Closes a tab at once at the total that both signed (`ITabs.closeByAgreement`). Anyone who has the signatures. */
export function closeTabByAgreement(
  tabs: Address,
  tab: Tab,
  closing: Omit<Closing, "tab">,
  signatures: BothSignatures,
): Call {
  const { owed, deadline } = closing;
  const { reader, provider } = signatures;
  return callOf(tabs, tabsAbi, "closeByAgreement", [tab, owed, deadline, reader, provider]);
}

/** Takes a statement out of a tab for a receivable (`ITabs.handOver`). Only the instrument that both signed for. */
export function handOverStatement(
  tabs: Address,
  tab: Tab,
  handOver: Pick<HandOver, "statement" | "amount" | "deadline">,
  signatures: BothSignatures,
): Call {
  const { statement, amount, deadline } = handOver;
  const { reader, provider } = signatures;
  return callOf(tabs, tabsAbi, "handOver", [tab, statement, amount, deadline, reader, provider]);
}

/** Sends the caller's credit in a token (rests of closed tabs, fees) to an account (`ITabs.withdraw`). */
export function withdrawFromTabs(tabs: Address, token: Address, to: Address): Call {
  return callOf(tabs, tabsAbi, "withdraw", [token, to]);
}
