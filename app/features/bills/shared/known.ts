import { table } from "@/lib/database";

/** A bill that this browser has seen. */
export interface KnownBill {
  readonly chainId: number;
  /** Of the bill, as the address of its page has it. */
  readonly id: string;
  readonly seenAt: number;
}

/** Bills that were drawn or opened here: they are not anybody's list, so it is kept in this browser alone. */
export const knownBills = table<KnownBill>("bills");

export async function rememberBill(chainId: number, id: bigint): Promise<void> {
  const bill = { chainId, id: `0x${id.toString(16).padStart(64, "0")}`, seenAt: Date.now() };
  await knownBills.put(`${chainId}.${bill.id}`, bill);
}

export const forgetBill = ({ chainId, id }: KnownBill): Promise<void> => knownBills.remove(`${chainId}.${id}`);
