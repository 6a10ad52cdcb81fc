import { type Address, type Hex, hashTypedData } from "viem";
import type { Actor, Reader } from "../chain/actor.ts";
import { isSignedBy, signTyped } from "../chain/signature.ts";
import { deadlineIn } from "../chain/time.ts";
import { deployed } from "../networks.ts";
import {
  type Closing,
  type CreditLine,
  type CreditOffer,
  closingTypedData,
  creditTypedData,
  type HandOver,
  handOverTypedData,
} from "./tab.ts";
import { type Tab, tabId, voucherDigest, voucherTypedData } from "./voucher.ts";

/**
 * Signs a voucher as the reader.
 *
 * @param owed all that is owed on the tab so far, in base units
 * @throws `UserRejected`
 */
export function signVoucher(actor: Actor, tab: Tab, owed: bigint): Promise<Hex> {
  const { chainId, tabs } = placeOf(actor);
  const voucher = { tab: tabId(chainId, tabs, tab), owed };
  return signTyped(actor, voucherTypedData(chainId, tabs, voucher), "signVoucher");
}

/**
 * Whether a voucher is signed as `settle` wants it. It says nothing about whether the tab covers it: see `readTab`.
 *
 * @throws `ChainUnreachable`: only a signature that is not by the reader's key needs the chain
 */
export function isVoucherSigned(reader: Reader, tab: Tab, owed: bigint, signature: Hex): Promise<boolean> {
  const { chainId, tabs } = placeOf(reader);
  const digest = voucherDigest(chainId, tabs, { tab: tabId(chainId, tabs, tab), owed });
  return isSignedBy(reader, tab.reader, digest, signature);
}

/** A credit line with the provider's signature: what the provider hands to the reader. */
export interface SignedCredit {
  readonly offer: CreditOffer;
  readonly signature: Hex;
}

/**
 * Signs a credit line as the provider.
 *
 * @param seconds how long the reader may accept it. Default: one week
 * @throws `UserRejected`, `ChainUnreachable`
 */
export async function signCredit(
  actor: Actor,
  tab: Tab,
  line: CreditLine,
  seconds = 7 * 86_400,
): Promise<SignedCredit> {
  const { chainId, tabs } = placeOf(actor);
  const { limit, paymentTerm, serial } = line;
  const deadline = await deadlineIn(actor, seconds);
  const offer = { tab: tabId(chainId, tabs, tab), limit, paymentTerm, serial, deadline };
  return { offer, signature: await signTyped(actor, creditTypedData(chainId, tabs, offer), "signCredit") };
}

/** A closing with the signature of one side. */
export interface SignedClosing {
  readonly closing: Closing;
  readonly signature: Hex;
}

/**
 * Signs the final total of a tab: as the first side, or as the second one what the first one signed.
 *
 * @param choice `deadline` of the first side's closing; default: one week from now
 * @throws `UserRejected`, `ChainUnreachable`
 */
export async function signClosing(
  actor: Actor,
  tab: Tab,
  choice: { readonly owed: bigint; readonly deadline?: number | undefined },
): Promise<SignedClosing> {
  const { chainId, tabs } = placeOf(actor);
  const deadline = choice.deadline ?? (await deadlineIn(actor, 7 * 86_400));
  const closing = { tab: tabId(chainId, tabs, tab), owed: choice.owed, deadline };
  return { closing, signature: await signTyped(actor, closingTypedData(chainId, tabs, closing), "signClosing") };
}

/**
 * Whether one side signed a closing.
 *
 * @throws `ChainUnreachable`
 */
export function isClosingSigned(reader: Reader, side: Address, closing: Closing, signature: Hex): Promise<boolean> {
  const { chainId, tabs } = placeOf(reader);
  return isSignedBy(reader, side, hashTypedData(closingTypedData(chainId, tabs, closing)), signature);
}

/**
 * Signs, as reader or provider, that an instrument may take a statement out of its tab.
 *
 * @throws `UserRejected`
 */
export function signHandOver(actor: Actor, handOver: HandOver): Promise<Hex> {
  const { chainId, tabs } = placeOf(actor);
  return signTyped(actor, handOverTypedData(chainId, tabs, handOver), "signHandOver");
}

function placeOf({ network }: Reader): { readonly chainId: number; readonly tabs: Address } {
  return { chainId: network.chainId, tabs: deployed(network).tabs };
}
