import { type Context, ponder } from "ponder:registry";
import { debtorLimit } from "ponder:schema";
import { type Address, isAddressEqual, zeroAddress } from "viem";
import { originOf } from "../origin.ts";

ponder.on("Debtors:BankNamed", async ({ event, context }) => {
  const { debtor, token, bank } = event.args;
  const named = isAddressEqual(bank, zeroAddress) ? null : bank;
  await limit(context, event, { debtor, token }, { bank: named, limit: 0n });
});

ponder.on("Debtors:LimitSet", async ({ event, context }) => {
  const { debtor, token, limit: allowed } = event.args;
  await limit(context, event, { debtor, token }, { limit: allowed });
});

ponder.on("Debtors:CapSet", async ({ event, context }) => {
  const { debtor, token, cap, isCapped } = event.args;
  await limit(context, event, { debtor, token }, { cap: isCapped ? cap : null });
});

async function limit(
  context: Context,
  event: Parameters<typeof originOf>[0],
  of: { readonly debtor: Address; readonly token: Address },
  change: Partial<Pick<typeof debtorLimit.$inferSelect, "bank" | "limit" | "cap">>,
): Promise<void> {
  const { chainId, at } = originOf(event, context);
  const none = { bank: null, limit: 0n, cap: null };
  await context.db
    .insert(debtorLimit)
    .values({ chainId, ...of, ...none, ...change, updatedAt: at })
    .onConflictDoUpdate({ ...change, updatedAt: at });
}
