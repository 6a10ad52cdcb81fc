import { type Context, ponder } from "ponder:registry";
import { link, lot, lotApproval, lotOperator, receivable } from "ponder:schema";
import { KIND, nextRoll, rollOfId } from "@tallystick/sdk/instruments/links";
import { and, eq } from "ponder";
import { type Address, type Hex, isAddressEqual, maxUint256, zeroAddress } from "viem";
import { found } from "../found.ts";
import { type Origin, originOf } from "../origin.ts";
import { changedLot, dividedLot, endorsedLot, kindOf, type LotRow, newestLink, openedLot } from "./lotRows.ts";

type Db = Context["db"];

ponder.on("Lots:Opened", async ({ event, context }) => {
  await context.db.insert(lot).values(openedLot(originOf(event, context), event.args));
});

ponder.on("Lots:StateSet", async ({ event, context }) => {
  const { id, state } = event.args;
  await change(context.db, originOf(event, context), id, (before, at) => changedLot(before, { state }, at));
});

ponder.on("Lots:Shortened", async ({ event, context }) => {
  const { db } = context;
  const origin = originOf(event, context);
  const before = await lotOf(db, origin.chainId, event.args.id);
  const units = BigInt(event.args.units);
  const [key, cut] = [before.receivable, before.units - units];
  await save(db, changedLot(before, units === 0n ? { units, holder: null } : { units }, origin.at));
  if (key === null) return;
  // Credited, collected for good, or taken back before it was confirmed.
  await db
    .update(receivable, { chainId: origin.chainId, id: key })
    .set(({ uncollectedUnits }) => ({ uncollectedUnits: uncollectedUnits - cut }));
});

ponder.on("Lots:Endorsed", async ({ event, context }) => {
  const { db } = context;
  const origin = originOf(event, context);
  const { id, from, to, roll } = event.args;
  const kind = kindOf(event.args.kind);
  const known = await lotOf(db, origin.chainId, id);
  const before = kind === "takenUp" ? await takenAfter(db, origin, known, event.args) : known.roll;
  const after = endorsedLot(known, to, kind, roll, origin.at);
  await save(db, after);
  // Taken up twice in one second by one party from another, it has the same link twice.
  const newest = newestLink(after, origin, { from, to, kind, before }, false);
  await db.insert(link).values(newest).onConflictDoNothing();
});

ponder.on("Lots:Divided", async ({ event, context }) => {
  const { db } = context;
  const origin = originOf(event, context);
  const { parent, from, to } = event.args;
  const kind = kindOf(event.args.kind);
  const known = await lotOf(db, origin.chainId, parent);
  const before = known.roll;
  const [rest, part] = dividedLot(known, origin, { ...event.args, kind });
  await save(db, rest);
  await db.insert(lot).values(part);
  await db.insert(link).values(newestLink(part, origin, { from, to, kind, before }, true));
});

ponder.on("Lots:Merged", async ({ event, context }) => {
  const { id, other, units } = event.args;
  const origin = originOf(event, context);
  await change(context.db, origin, id, (before, at) => changedLot(before, { units: BigInt(units) }, at));
  await change(context.db, origin, other, (before, at) => changedLot(before, { units: 0n, holder: null }, at));
});

ponder.on("Lots:Approval", async ({ event, context }) => {
  const { owner, spender, id, amount } = event.args;
  const chainId = context.chain.id;
  const { roll } = await lotOf(context.db, chainId, id);
  const row = { chainId, lot: id, roll, owner, spender, amount };
  await context.db.insert(lotApproval).values(row).onConflictDoUpdate({ amount });
});

ponder.on("Lots:Transfer", async ({ event, context }) => {
  const { caller, sender: owner, receiver, id, amount: cut } = event.args;
  // Only where parts were cut off by who is neither holder nor instrument does nothing else tell of it.
  if (!isAddressEqual(receiver, zeroAddress) || isAddressEqual(caller, owner)) return;
  const { db } = context;
  const chainId = context.chain.id;
  const { roll, instrument } = await lotOf(db, chainId, id);
  if (isAddressEqual(caller, instrument)) return;
  const known = await db.find(lotOperator, { chainId, owner, operator: caller });
  if (known?.approved) return;
  await db
    .update(lotApproval, { chainId, lot: id, roll, owner, spender: caller })
    .set(({ amount }) => ({ amount: amount === maxUint256 ? amount : amount - cut }));
});

ponder.on("Lots:OperatorSet", async ({ event, context }) => {
  const { owner, spender: operator, approved } = event.args;
  const row = { chainId: context.chain.id, owner, operator, approved };
  await context.db.insert(lotOperator).values(row).onConflictDoUpdate({ approved });
});

const lotOf = (db: Db, chainId: number, id: bigint): Promise<LotRow> =>
  found(db.find(lot, { chainId, id }), "lot", { chainId, id: String(id) });

async function save(db: Db, { chainId, id, ...fields }: LotRow): Promise<void> {
  await db.update(lot, { chainId, id }).set(fields);
}

async function change(
  db: Db,
  { chainId, at }: Origin,
  id: bigint,
  by: (before: LotRow, at: bigint) => LotRow,
): Promise<void> {
  await save(db, by(await lotOf(db, chainId, id), at));
}

/**
 * After which link of its chain a lot goes on when it is taken up: no event tells, but its new roll follows from that link
 * alone. The links after it are void.
 */
async function takenAfter(
  db: Db,
  { chainId, at }: Origin,
  { root, roll: last }: LotRow,
  { from, to, roll }: { readonly from: Address; readonly to: Address; readonly roll: Hex },
): Promise<Hex> {
  const taking = { from, to, kind: KIND.takenUp, time: Number(at), start: 0, units: 0 };
  // A lot's chain may be kept whole: paid for the honour of who gave the last link.
  if (nextRoll(root, last, taking) === roll) return last;
  for (let after = last; after !== rollOfId(root); ) {
    const [newest] = await db.sql
      .select({ before: link.before })
      .from(link)
      .where(and(eq(link.chainId, chainId), eq(link.roll, after)))
      .limit(1);
    if (newest === undefined) break;
    after = newest.before;
    if (nextRoll(root, after, taking) === roll) return after;
  }
  throw new Error(`A lot was taken up after a link that is not in its chain: ${roll}`);
}
