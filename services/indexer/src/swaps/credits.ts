import type { Context } from "ponder:registry";
import { swapCredit } from "ponder:schema";
import type { Address } from "viem";
import type { originOf } from "../origin.ts";

// What waits in a contract of swaps for who refused it.

/** An event, with the contract that told it. */
export type LogTold = Parameters<typeof originOf>[0] & {
  readonly block: { readonly number: bigint };
  readonly log: { readonly address: Address };
};

interface Sum {
  readonly args: { readonly token: Address; readonly account: Address; readonly amount: bigint };
}

export async function credit(context: Context, event: LogTold & Sum): Promise<void> {
  await book(context, event, event.args.amount, 0n);
}

export async function withdraw(context: Context, event: LogTold & Sum): Promise<void> {
  await book(context, event, 0n, event.args.amount);
}

async function book(context: Context, event: LogTold & Sum, kept: bigint, withdrawn: bigint): Promise<void> {
  const { token, account } = event.args;
  const balance = kept - withdrawn;
  await context.db
    .insert(swapCredit)
    .values({ chainId: context.chain.id, contract: event.log.address, account, token, kept, withdrawn, balance })
    .onConflictDoUpdate((row) => ({
      kept: row.kept + kept,
      withdrawn: row.withdrawn + withdrawn,
      balance: row.balance + balance,
    }));
}
