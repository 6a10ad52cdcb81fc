import type { Context } from "ponder:registry";
import { quoteAsk, quoteBid, quoteCancellation, quoteFill, quoteRequest, sale } from "ponder:schema";
import type { Address, Hex } from "viem";
import { originOf } from "../origin.ts";
import { offeredKindOf, soldKindOf } from "./quoteRows.ts";

// What the handlers of both contracts of quotes do with their tables.

type Told = Parameters<typeof originOf>[0];
type Family = (typeof quoteAsk.$inferInsert)["family"];

interface Pricing {
  readonly rateBps: number;
  readonly feeBps: number;
}

/** An offer as an event has it. */
interface Offered {
  readonly pricing: Pricing;
  readonly kind: number;
  readonly deadline: number;
  readonly salt: Hex;
}

interface Ask extends Offered {
  readonly seller: Address;
  readonly buyer: Address;
  readonly lot: bigint;
  readonly version: Hex;
  readonly units: number;
  readonly price: bigint;
}

interface Bid extends Offered {
  readonly buyer: Address;
  readonly token: Address;
  readonly debtor: Address;
  readonly seller: Address;
  readonly lot: bigint;
  readonly limit: bigint;
  readonly maxDays: number;
  readonly evidence: number;
  readonly advanceBps: number;
}

type With<Args> = Told & { readonly args: Args };

export async function postAsk(
  context: Context,
  event: With<{ readonly hash: Hex; readonly ask: Ask }>,
  family: Family,
): Promise<void> {
  const { chainId, at, transaction } = originOf(event, context);
  const { pricing, units, deadline, ...ask } = event.args.ask;
  const kind = offeredKindOf(event.args.ask.kind);
  if (kind === undefined) return;
  await context.db
    .insert(quoteAsk)
    .values({
      chainId,
      family,
      hash: event.args.hash,
      ...ask,
      ...pricing,
      units: BigInt(units),
      kind,
      deadline: BigInt(deadline),
      postedAt: at,
      transaction,
    })
    .onConflictDoNothing();
}

export async function postBid(
  context: Context,
  event: With<{ readonly hash: Hex; readonly bid: Bid }>,
  family: Family,
): Promise<void> {
  const { chainId, at, transaction } = originOf(event, context);
  const { pricing, maxDays, deadline, ...bid } = event.args.bid;
  const kind = offeredKindOf(event.args.bid.kind);
  if (kind === undefined) return;
  await context.db
    .insert(quoteBid)
    .values({
      chainId,
      family,
      hash: event.args.hash,
      ...bid,
      ...pricing,
      maxDays: BigInt(maxDays),
      kind,
      deadline: BigInt(deadline),
      postedAt: at,
      transaction,
    })
    .onConflictDoNothing();
}

export async function request(
  context: Context,
  event: With<{ readonly lot: bigint; readonly holder: Address; readonly deadline: number }>,
  family: Family,
): Promise<void> {
  const { chainId, at, transaction } = originOf(event, context);
  const { lot, holder } = event.args;
  const asked = { deadline: BigInt(event.args.deadline), at, transaction };
  await context.db
    .insert(quoteRequest)
    .values({ chainId, family, lot, holder, ...asked })
    .onConflictDoUpdate(asked);
}

interface Sold {
  readonly lot: bigint;
  readonly id: bigint;
  readonly seller: Address;
  readonly buyer: Address;
  readonly holder: Address;
  readonly price: bigint;
  readonly open: bigint;
  readonly collectable: bigint;
  readonly kind: number;
  readonly hash: Hex;
}

/** @param of what it is a lot of, who owes it, in which token, and when it was due then */
export async function noteSale(
  context: Context,
  event: With<Sold>,
  of: Pick<typeof sale.$inferInsert, "receivable" | "bill" | "debtor" | "token" | "dueBy">,
): Promise<void> {
  const { chainId, transaction, logIndex, at } = originOf(event, context);
  const { id: _, kind, ...sold } = event.args;
  await context.db.insert(sale).values({ chainId, transaction, logIndex, ...of, ...sold, kind: soldKindOf(kind), at });
  await fill(context, sold.hash, sold.open + sold.collectable);
}

/** What of its limit an offer has used. */
export async function fill(context: Context, hash: Hex, worth: bigint): Promise<void> {
  await context.db
    .insert(quoteFill)
    .values({ chainId: context.chain.id, hash, worth })
    .onConflictDoUpdate((row) => ({ worth: row.worth + worth }));
}

export async function cancel(context: Context, event: Told, hash: Hex, maker: Address): Promise<void> {
  const { chainId, at, transaction } = originOf(event, context);
  await context.db.insert(quoteCancellation).values({ chainId, hash, maker, at, transaction }).onConflictDoNothing();
}
