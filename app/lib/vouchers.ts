import type { Tab } from "@tallystick/sdk/market/voucher";
import type { Hex } from "viem";
import { table } from "./database.ts";

/** The newest voucher of a tab that this browser knows: signed here, or handed over by a link. */
export interface KeptVoucher {
  readonly tab: Tab;
  /** All that is owed on the tab so far, in base units. */
  readonly owed: bigint;
  readonly signature: Hex;
  /** The access that it paid for last, while no key has come for it: asking again for the same costs nothing. */
  readonly unused?: { readonly access: Hex; readonly what: string } | undefined;
}

const vouchers = table<KeptVoucher>("vouchers");
const key = (chainId: number, id: Hex) => `${chainId}.${id}`;

export function newestVoucher(chainId: number, id: Hex): Promise<KeptVoucher | undefined> {
  return vouchers.get(key(chainId, id));
}

/** Keeps a voucher unless a higher one is known: only the highest counts. */
export async function keepVoucher(chainId: number, id: Hex, voucher: KeptVoucher): Promise<void> {
  const known = await newestVoucher(chainId, id);
  if (!known || known.owed < voucher.owed) await vouchers.put(key(chainId, id), voucher);
}

/** Notes that the key has come that the newest voucher paid for. */
export async function voucherUsed(chainId: number, id: Hex): Promise<void> {
  const known = await newestVoucher(chainId, id);
  if (known?.unused) await vouchers.put(key(chainId, id), { ...known, unused: undefined });
}
