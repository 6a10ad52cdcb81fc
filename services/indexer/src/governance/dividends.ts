import { ponder } from "ponder:registry";
import { dividendClaim, dividendRound, dividendToken } from "ponder:schema";
import { originOf } from "../origin.ts";

ponder.on("Dividends:Deposited", async ({ event, context }) => {
  const { chainId, at, transaction } = originOf(event, context);
  const { round, token, from, amount, perShare } = event.args;
  await context.db.insert(dividendRound).values({ chainId, round, token, from, amount, perShare, at, transaction });
  await context.db
    .insert(dividendToken)
    .values({ chainId, token, perShare, rounds: 1, deposited: amount, claimed: 0n, lastAt: at })
    .onConflictDoUpdate((row) => ({
      perShare: row.perShare + perShare,
      rounds: row.rounds + 1,
      deposited: row.deposited + amount,
      lastAt: at,
    }));
});

ponder.on("Dividends:Claimed", async ({ event, context }) => {
  const { chainId, at, transaction, logIndex } = originOf(event, context);
  const { account, token, to, amount, upTo } = event.args;
  await context.db
    .insert(dividendClaim)
    .values({ chainId, transaction, logIndex, account, token, to, amount, upTo: Number(upTo), at });
  // In parts, an account may claim nothing of a token that was never paid.
  if (amount === 0n) return;
  await context.db.update(dividendToken, { chainId, token }).set((row) => ({ claimed: row.claimed + amount }));
});
