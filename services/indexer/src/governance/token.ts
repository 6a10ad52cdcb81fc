import { type Context, ponder } from "ponder:registry";
import { daoMember, delegation, powerPoint } from "ponder:schema";
import { type Address, isAddressEqual, zeroAddress } from "viem";
import { type Origin, originOf } from "../origin.ts";
import { type MemberRow, seen } from "./member.ts";

type Db = Context["db"];

ponder.on("TallyToken:Transfer", async ({ event, context }) => {
  const origin = originOf(event, context);
  const { from, to, value } = event.args;
  // In this order, so that tokens sent to oneself leave all as it was.
  if (from !== zeroAddress) await hold(context.db, origin, from, -value);
  if (to !== zeroAddress) await hold(context.db, origin, to, value);
});

ponder.on("TallyToken:DelegateChanged", async ({ event, context }) => {
  const origin = originOf(event, context);
  const { chainId, at, transaction, logIndex } = origin;
  const { delegator, toDelegate: to } = event.args;
  const before = await seen(context.db, origin, delegator);
  // The token says so of a first token too, when nothing changes.
  if (isAddressEqual(before.delegate, to)) return;
  const { delegate: from, balance } = before;
  await context.db.insert(delegation).values({ chainId, transaction, logIndex, delegator, from, to, balance, at });
  if (balance > 0n) await countDelegator(context.db, origin, before, -1);
  const after = await context.db.update(daoMember, { chainId, account: delegator }).set({ delegate: to });
  if (balance > 0n) await countDelegator(context.db, origin, after, 1);
});

ponder.on("TallyToken:DelegateVotesChanged", async ({ event, context }) => {
  const origin = originOf(event, context);
  const { chainId, at } = origin;
  const { delegate: account, newVotes: power } = event.args;
  await seen(context.db, origin, account);
  await context.db.update(daoMember, { chainId, account }).set({ power });
  // The last of a second is what counts for it.
  await context.db.insert(powerPoint).values({ chainId, account, at, power }).onConflictDoUpdate({ power });
});

async function hold(db: Db, origin: Origin, account: Address, difference: bigint): Promise<void> {
  const member = await seen(db, origin, account);
  const balance = member.balance + difference;
  const holds = Number(balance > 0n) - Number(member.balance > 0n);
  if (holds !== 0) await countDelegator(db, origin, member, holds);
  await db.update(daoMember, { chainId: origin.chainId, account }).set({ balance });
}

/** A delegate has the power of one account with tokens more, or less; one's own account is not counted. */
async function countDelegator(db: Db, origin: Origin, member: MemberRow, difference: number): Promise<void> {
  if (isAddressEqual(member.delegate, member.account)) return;
  await seen(db, origin, member.delegate);
  await db
    .update(daoMember, { chainId: origin.chainId, account: member.delegate })
    .set(({ delegators }) => ({ delegators: delegators + difference }));
}
