import type { Context } from "ponder:registry";
import { swapCredit } from "ponder:schema";
import type { Address } from "viem";
import type { originOf } from "../origin.ts";
import { bookIn } from "../waiting.ts";

// What waits in a contract of swaps for who refused it.

/** An event, with the contract that told it. */
export type LogTold = Parameters<typeof originOf>[0] & {
  readonly block: { readonly number: bigint };
  readonly log: { readonly address: Address };
};

interface Sum {
  readonly args: { readonly token: Address; readonly account: Address; readonly amount: bigint };
}

export function credit(context: Context, { log, args: { token, account, amount } }: LogTold & Sum): Promise<void> {
  return bookIn(context, swapCredit, { contract: log.address, account, token }, { kept: amount });
}

export function withdraw(context: Context, { log, args: { token, account, amount } }: LogTold & Sum): Promise<void> {
  return bookIn(context, swapCredit, { contract: log.address, account, token }, { withdrawn: amount });
}
