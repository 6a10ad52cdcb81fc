import type { Context } from "ponder:registry";
import type { billCredit, swapCredit } from "ponder:schema";
import type { Address } from "viem";

// What waits for an account in a contract that could not pay it: the tables of bills and of swaps are alike.

export interface Place {
  readonly contract: Address;
  readonly account: Address;
  /** Zero: ether. */
  readonly token: Address;
}

/** What was kept for the account, or withdrawn. */
export interface Change {
  readonly kept?: bigint;
  readonly withdrawn?: bigint;
}

/** Books what waits for an account in a contract. */
export async function bookIn(
  context: Context,
  table: typeof billCredit | typeof swapCredit,
  where: Place,
  { kept = 0n, withdrawn = 0n }: Change,
): Promise<void> {
  const balance = kept - withdrawn;
  await context.db
    .insert(table)
    .values({ chainId: context.chain.id, ...where, kept, withdrawn, balance })
    .onConflictDoUpdate((row) => ({
      kept: row.kept + kept,
      withdrawn: row.withdrawn + withdrawn,
      balance: row.balance + balance,
    }));
}
