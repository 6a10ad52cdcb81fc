import { type Address, bytesToHex, type Hex } from "viem";
import { randomBytes } from "../data/bytes.ts";
import { type Tab, tabId, voucherTypedData } from "../market/voucher.ts";

/** What a reader without a right sends with a key request: a voucher for this access and all before it. */
export interface Payment {
  readonly tab: Tab;
  /** All that is owed on the tab so far, this access included. */
  readonly owed: bigint;
  /** Names the access: shown again for the same thing, at this or another keeper, it is not charged again. */
  readonly access: Hex;
  readonly voucherSignature: Hex;
}

/**
 * Signs the voucher of one access. The same payment is shown to every keeper that is asked for it, and again after a lost
 * answer.
 *
 * @param owed what was owed so far (`tabStanding`, or what the reader signed last), and the tariff's price on top
 */
export async function signPayment(
  chainId: number,
  tabs: Address,
  { tab, owed }: { readonly tab: Tab; readonly owed: bigint },
  sign: (typedData: ReturnType<typeof voucherTypedData>) => Promise<Hex>,
): Promise<Payment> {
  const voucher = { tab: tabId(chainId, tabs, tab), owed };
  const voucherSignature = await sign(voucherTypedData(chainId, tabs, voucher));
  return { tab, owed, access: bytesToHex(randomBytes(32)), voucherSignature };
}
