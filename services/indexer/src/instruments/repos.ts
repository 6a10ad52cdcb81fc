import { type Context, ponder } from "ponder:registry";
import { acceptorNote, repo, repoOffer } from "ponder:schema";
import type { Address } from "viem";
import { originOf } from "../origin.ts";
import { book, note, type Told } from "./billTable.ts";
import { cancel, fill } from "./quoteTable.ts";

ponder.on("Repos:OfferPosted", async ({ event, context }) => {
  const { chainId, at, transaction } = originOf(event, context);
  const { hash, offer } = event.args;
  await context.db
    .insert(repoOffer)
    .values({ chainId, hash, ...offer, deadline: BigInt(offer.deadline), postedAt: at, transaction })
    .onConflictDoNothing();
});

ponder.on("Repos:OfferCancelled", async ({ event, context }) => {
  await cancel(context, event, event.args.hash, event.args.buyer);
});

ponder.on("Repos:RepoOpened", async ({ event, context }) => {
  const { chainId, at, transaction } = originOf(event, context);
  const { id: bill, ...opened } = event.args;
  await context.db.insert(repo).values({
    chainId,
    bill,
    ...opened,
    startedAt: at,
    toBuyer: 0n,
    toSeller: 0n,
    principal: opened.price,
    charges: 0n,
    settledAt: null,
    end: null,
    endedAt: null,
    transaction,
  });
  await fill(context, opened.hash, opened.price);
  await note(context, event, "RepoOpened");
});

ponder.on("Buyback:Settled", async ({ event, context }) => {
  const { toFinancier, toSeller, principal, charges } = event.args;
  const key = { chainId: context.chain.id, buyback: event.log.address };
  await context.db.update(repo, key).set((row) => ({
    toBuyer: row.toBuyer + toFinancier,
    toSeller: row.toSeller + toSeller,
    principal,
    charges,
    settledAt: event.block.timestamp,
  }));
});

ponder.on("Buyback:Returned", async ({ event, context }) => {
  await endRepo(context, event, "returned");
});

ponder.on("Buyback:Taken", async ({ event, context }) => {
  await endRepo(context, event, "taken");
});

ponder.on("Buyback:Kept", async ({ event, context }) => {
  const { account, token, amount } = event.args;
  await book(context, { contract: event.log.address, account, token }, { kept: amount });
});

ponder.on("Buyback:Withdrawn", async ({ event, context }) => {
  const { account, token, amount } = event.args;
  await book(context, { contract: event.log.address, account, token }, { withdrawn: amount });
});

ponder.on("Acceptors:Noted", async ({ event, context }) => {
  const { chainId, at, transaction } = originOf(event, context);
  const { id: bill, acceptor, token, what, partPaid } = event.args;
  const told = { what, partPaid, at, transaction };
  await context.db
    .insert(acceptorNote)
    .values({ chainId, bill, acceptor, token, ...told })
    .onConflictDoUpdate(told);
});

async function endRepo(
  context: Context,
  event: Told & { readonly log: { readonly address: Address } },
  end: "returned" | "taken",
): Promise<void> {
  const key = { chainId: context.chain.id, buyback: event.log.address };
  await context.db.update(repo, key).set({ end, endedAt: event.block.timestamp });
}
