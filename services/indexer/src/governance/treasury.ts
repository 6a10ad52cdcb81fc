import { type Context, ponder } from "ponder:registry";
import { criticalTarget, treasuryLimit, treasuryMove, treasuryToken } from "ponder:schema";
import { isAddressEqual } from "viem";
import { type Origin, originOf } from "../origin.ts";

type Db = Context["db"];
type Move = Pick<typeof treasuryMove.$inferSelect, "kind" | "token" | "other" | "amount">;

ponder.on("Treasury:Spent", async ({ event, context }) => {
  const { token, to: other, amount } = event.args;
  await move(context.db, originOf(event, context), { kind: "spent", token, other, amount });
});

ponder.on("Treasury:Allowed", async ({ event, context }) => {
  const { token, spender: other, amount } = event.args;
  await move(context.db, originOf(event, context), { kind: "allowed", token, other, amount });
});

ponder.on("Treasury:LimitSet", async ({ event, context }) => {
  const { chainId, at } = originOf(event, context);
  const { token, amount, window } = event.args;
  const limit = { amount, window: BigInt(window), updatedAt: at };
  await context.db
    .insert(treasuryLimit)
    .values({ chainId, token, ...limit })
    .onConflictDoUpdate(limit);
});

ponder.on("Treasury:CriticalTargetSet", async ({ event, context }) => {
  const { chainId, at } = originOf(event, context);
  const { target, isCritical } = event.args;
  const now = { isCritical, updatedAt: at };
  await context.db
    .insert(criticalTarget)
    .values({ chainId, target, ...now })
    .onConflictDoUpdate(now);
});

ponder.on("IntoTreasury:Transfer", async ({ event, context }) => {
  const { from: other, to, value: amount } = event.args;
  // To itself nothing moves.
  if (isAddressEqual(other, to)) return;
  await move(context.db, originOf(event, context), { kind: "received", token: event.log.address, other, amount });
});

ponder.on("OutOfTreasury:Transfer", async ({ event, context }) => {
  const origin = originOf(event, context);
  const { from, to: other, value: amount } = event.args;
  if (isAddressEqual(from, other)) return;
  const out = { token: event.log.address, other, amount };
  if (!(await isSpent(context.db, origin, out))) await move(context.db, origin, { kind: "taken", ...out });
});

/** Whether the event before says that it is the treasury's own `spend`. */
async function isSpent(
  db: Db,
  { chainId, transaction, logIndex }: Origin,
  { token, other, amount }: Omit<Move, "kind">,
): Promise<boolean> {
  const before = await db.find(treasuryMove, { chainId, transaction, logIndex: logIndex - 1 });
  if (before?.kind !== "spent" || before.amount !== amount) return false;
  return isAddressEqual(before.token, token) && isAddressEqual(before.other, other);
}

async function move(db: Db, { chainId, at, transaction, logIndex }: Origin, row: Move): Promise<void> {
  await db.insert(treasuryMove).values({ chainId, transaction, logIndex, ...row, proposal: null, at });
  await db
    .insert(treasuryToken)
    .values({ chainId, token: row.token, moves: 1, firstAt: at, lastAt: at })
    .onConflictDoUpdate(({ moves }) => ({ moves: moves + 1, lastAt: at }));
}
